//! The reference: what was put, as plain lists, and the rules of putting, each written down once more.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use crate::generate::{
    CALL_BYTES, COMPLIANCE_BYTES, COMPLIANCE_ITEMS, COMPLIANCE_TYPES, CUSTOM_ATTRIBUTES, CUSTOM_TYPES, DAY_BYTES,
    INVENTORY_ITEMS, ITEM_BYTES, NODES, RETENTION, STATES,
};

pub const COMPLIANCE: &str = "AWS:ComplianceItem";
const DAY: i64 = 86_400_000;

#[derive(Clone)]
pub struct Report {
    pub node: String,
    pub type_name: String,
    pub sub_type: String,
    pub version: String,
    pub captured: String,
    pub updated: i64,
    pub hash: Option<String>,
    /// The hash of the last complete report, where parts came after it.
    pub complete: Option<String>,
    pub parts: Vec<Part>,
}

#[derive(Clone)]
pub struct Part {
    /// Milliseconds, id and kind.
    pub run: Option<(i64, Option<String>, Option<String>)>,
    pub hash: Option<String>,
    pub rows: Vec<Value>,
}

#[derive(Clone, Default)]
pub struct Schema {
    pub version: String,
    pub attributes: Vec<String>,
    pub disabled: Option<String>,
}

pub struct Deletion {
    pub type_name: String,
    pub option: Value,
    pub token: Value,
    pub start: i64,
    pub versions: BTreeMap<String, i64>,
}

pub struct Model {
    pub now: i64,
    pub reports: Vec<Report>,
    pub schemas: BTreeMap<String, Schema>,
    pub deletions: Vec<Deletion>,
    bytes: BTreeMap<(String, i64), usize>,
}

type Refusal = Result<(), &'static str>;

pub fn text(value: &Value, name: &str) -> Option<String> {
    value[name].as_str().map(String::from)
}

/// The times that the generator knows.
pub fn millis(text: &str) -> Option<i64> {
    Some(match text {
        "2025-03-12T06:00:00Z" => 1_741_759_200_000,
        "2025-03-13T07:30:00Z" => 1_741_851_000_000,
        "2024-01-01T00:00:00Z" => 1_704_067_200_000,
        _ => text.strip_prefix("1970-01-01T00:00:0")?.strip_suffix('Z')?.parse::<i64>().ok()? * 1_000,
    })
}

fn number(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap()).collect()
}

fn is_brought(row: &Value, items: &[Value]) -> bool {
    row.get("Id").is_some() && items.iter().any(|item| item.get("Id") == row.get("Id"))
}

fn can_report(node: &str) -> bool {
    NODES.iter().zip(STATES).any(|(id, state)| *id == node && state != "Terminated")
}

impl Model {
    pub fn new(now: i64) -> Model {
        Model { now, reports: Vec::new(), schemas: BTreeMap::new(), deletions: Vec::new(), bytes: BTreeMap::new() }
    }

    /// The reports that are still there, by node, type and sub type.
    pub fn live(&self) -> Vec<&Report> {
        let mut all: Vec<&Report> = self.reports.iter().filter(|r| r.updated + RETENTION > self.now).collect();
        all.sort_by_key(|r| (&r.node, &r.type_name, &r.sub_type));
        all
    }

    pub fn of<'m>(&'m self, node: &str, type_name: &str) -> Vec<&'m Report> {
        self.live().into_iter().filter(|r| r.node == node && r.type_name == type_name).collect()
    }

    fn report(&self, node: &str, type_name: &str, sub_type: &str) -> Option<Report> {
        self.of(node, type_name).into_iter().find(|r| r.sub_type == sub_type).cloned()
    }

    fn store(&mut self, report: Report) {
        let is_same =
            |r: &Report| (&r.node, &r.type_name, &r.sub_type) == (&report.node, &report.type_name, &report.sub_type);
        self.reports.retain(|r| !is_same(r));
        self.reports.push(report);
    }

    pub fn write(&mut self, operation: &str, input: &Value) -> Result<Value, String> {
        let done = match operation {
            "PutComplianceItems" => self.put_compliance(input).map(|()| json!({})),
            "PutInventory" => self.put_inventory(input).map(|()| json!({})),
            _ => self.delete(input),
        };
        done.map_err(String::from)
    }

    fn too_many_kinds(&self, node: &str, with: &BTreeSet<String>) -> bool {
        let is_custom = |name: &&String| name.starts_with("Custom:");
        let reports = self.of(node, COMPLIANCE);
        let stored: BTreeSet<&String> = reports.iter().map(|r| &r.sub_type).filter(is_custom).collect();
        let all: BTreeSet<&String> = stored.iter().copied().chain(with.iter().filter(is_custom)).collect();
        all.len() > stored.len() && all.len() > COMPLIANCE_TYPES
    }

    fn put_compliance(&mut self, input: &Value) -> Refusal {
        let (node, kind) = (text(input, "ResourceId").unwrap(), text(input, "ComplianceType").unwrap());
        let items = input["Items"].as_array().unwrap();
        let is_partial = input["UploadType"] == "PARTIAL";
        for (fails, name) in [
            (input["ResourceType"] != "ManagedInstance", "InvalidResourceType"),
            (!can_report(&node), "InvalidResourceId"),
            (items.len() > COMPLIANCE_ITEMS, "ValidationException"),
            (is_partial && kind != "Association", "InvalidItemContentException"),
            (self.too_many_kinds(&node, &BTreeSet::from([kind.clone()])), "ComplianceTypeCountLimitExceededException"),
            (input["Items"].to_string().len() > COMPLIANCE_BYTES, "ItemSizeLimitExceededException"),
        ] {
            if fails {
                return Err(name);
            }
        }
        let hash = text(input, "ItemContentHash").filter(|hash| !hash.is_empty());
        let summary = &input["ExecutionSummary"];
        let time = summary["ExecutionTime"].as_i64().unwrap() * 1_000;
        let run = Some((time, text(summary, "ExecutionId"), text(summary, "ExecutionType")));
        let stored = self.report(&node, COMPLIANCE, &kind);
        if let Some(stored) = &stored {
            let is_known = match is_partial {
                true => stored.parts.iter().any(|part| part.hash == hash),
                false => stored.hash == hash || (items.is_empty() && stored.complete == hash),
            };
            let replaced = |part: &&Part| !is_partial || part.rows.iter().any(|row| is_brought(row, items));
            let is_older =
                stored.parts.iter().filter(replaced).any(|part| part.run.as_ref().is_some_and(|run| run.0 > time));
            if (hash.is_some() && is_known) || is_older {
                return Ok(());
            }
        }
        let (mut parts, mut complete) = (Vec::new(), None);
        if let Some(stored) = stored.filter(|_| is_partial) {
            complete = stored.hash.or(stored.complete);
            for part in stored.parts {
                let rows: Vec<Value> = part.rows.iter().filter(|row| !is_brought(row, items)).cloned().collect();
                if !rows.is_empty() {
                    let hash = part.hash.filter(|_| rows.len() == part.rows.len());
                    parts.push(Part { hash, rows, run: part.run });
                }
            }
        }
        parts.push(Part { run, hash: hash.clone().filter(|_| is_partial), rows: items.clone() });
        let newest = parts.iter().filter_map(|part| part.run.as_ref().map(|run| run.0)).max().unwrap();
        self.store(Report {
            node,
            type_name: COMPLIANCE.into(),
            sub_type: kind,
            version: "1.0".into(),
            captured: crate::queries::iso(newest),
            updated: self.now,
            hash: hash.filter(|_| !is_partial),
            complete,
            parts,
        });
        Ok(())
    }

    fn put_inventory(&mut self, input: &Value) -> Refusal {
        let node = text(input, "InstanceId").unwrap();
        let items = input["Items"].as_array().unwrap();
        if !can_report(&node) {
            return Err("InvalidInstanceId");
        }
        if items.len() > INVENTORY_ITEMS {
            return Err("ValidationException");
        }
        let (mut bytes, mut changes, mut kinds, mut types) = (0, Vec::new(), BTreeSet::new(), BTreeSet::new());
        for item in items {
            let (change, size) = self.inventory_item(&node, item)?;
            bytes += size;
            let (type_name, kind) = (text(item, "TypeName").unwrap(), text(&item["Context"], "ComplianceType"));
            kinds.extend(kind);
            if type_name.starts_with("Custom:") && matches!(change, Change::Store(..)) {
                types.insert(type_name);
            }
            changes.push(change);
        }
        let day = (node.clone(), self.now / DAY);
        let on_day = self.bytes.get(&day).copied().unwrap_or_default() + bytes;
        if bytes > CALL_BYTES || on_day > DAY_BYTES {
            return Err("TotalSizeLimitExceededException");
        }
        let all: BTreeSet<&String> = self.schemas.keys().chain(&types).collect();
        if all.len() > self.schemas.len() && all.len() > CUSTOM_TYPES {
            return Err("CustomSchemaCountLimitExceededException");
        }
        if self.too_many_kinds(&node, &kinds) {
            return Err("SubTypeCountLimitExceededException");
        }
        self.bytes.insert(day, on_day);
        for change in changes {
            match change {
                Change::Nothing => {}
                Change::Refresh(type_name, kind, captured) => {
                    if let Some(report) = self.report(&node, &type_name, &kind) {
                        self.store(Report { captured, updated: self.now, ..report });
                    }
                }
                Change::Store(report, attributes) => {
                    if report.type_name.starts_with("Custom:") {
                        let schema = self.schemas.entry(report.type_name.clone()).or_default();
                        if schema.version.is_empty() || number(&report.version) > number(&schema.version) {
                            schema.version = report.version.clone();
                        }
                        for attribute in attributes {
                            if !schema.attributes.contains(&attribute) {
                                schema.attributes.push(attribute);
                            }
                        }
                    }
                    self.store(report);
                }
            }
        }
        Ok(())
    }

    fn inventory_item(&self, node: &str, item: &Value) -> Result<(Change, usize), &'static str> {
        let type_name = text(item, "TypeName").unwrap();
        let is_compliance = type_name == COMPLIANCE;
        let version = text(item, "SchemaVersion").unwrap();
        if type_name == "AWS:Nothing" {
            return Err("InvalidTypeNameException");
        }
        let context = item.get("Context").and_then(Value::as_object).cloned().unwrap_or_default();
        if !context.is_empty() && !is_compliance {
            return Err("UnsupportedInventoryItemContextException");
        }
        if is_compliance && (!context.contains_key("ComplianceType") || context.contains_key("Site")) {
            return Err("InvalidInventoryItemContextException");
        }
        let context = Value::Object(context);
        let kind = text(&context, "ComplianceType").unwrap_or_default();
        let hash = text(item, "ContentHash").filter(|hash| !hash.is_empty());
        let is_same = hash.is_some() && self.report(node, &type_name, &kind).is_some_and(|stored| stored.hash == hash);
        let captured = text(item, "CaptureTime").unwrap();
        let refresh = Change::Refresh(type_name.clone(), kind.clone(), captured.clone());
        let Some(content) = item.get("Content").and_then(Value::as_array) else {
            return match (is_same, hash) {
                (true, _) => Ok((refresh, 0)),
                (false, Some(_)) => Err("ItemContentMismatchException"),
                (false, None) => Err("InvalidItemContentException"),
            };
        };
        let supported = if type_name == "AWS:Application" { "1.1" } else { "1.0" };
        if type_name.starts_with("AWS:") && version != supported {
            return Err("UnsupportedInventorySchemaVersionException");
        }
        let size = if content.is_empty() { 1 } else { item["Content"].to_string().len() };
        if size > ITEM_BYTES {
            return Err("ItemSizeLimitExceededException");
        }
        let mut attributes = Vec::new();
        if type_name.starts_with("Custom:") {
            let schema = self.schemas.get(&type_name).cloned().unwrap_or_default();
            if schema.disabled.as_ref().is_some_and(|disabled| number(&version) <= number(disabled)) {
                return Ok((Change::Nothing, size));
            }
            // The order of a request's members is that of their names: a map of the tests keeps no other.
            attributes = content.iter().flat_map(|row| row.as_object().unwrap().keys().cloned()).collect();
            let names: BTreeSet<&String> = schema.attributes.iter().chain(&attributes).collect();
            let folded: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
            if folded.len() < names.len() || names.len() > CUSTOM_ATTRIBUTES {
                return Err("InvalidItemContentException");
            }
        }
        if is_same {
            return Ok((refresh, size));
        }
        let run = is_compliance.then(|| {
            let time =
                text(&context, "ExecutionTime").and_then(|time| millis(&time)).or_else(|| millis(&captured)).unwrap();
            (time, text(&context, "ExecutionId"), text(&context, "ExecutionType"))
        });
        let rows = content.iter().map(|row| if is_compliance { nested(row) } else { row.clone() }).collect();
        let parts = vec![Part { run, hash: None, rows }];
        let report = Report {
            node: node.into(),
            type_name,
            sub_type: kind,
            version,
            captured,
            updated: self.now,
            hash,
            complete: None,
            parts,
        };
        Ok((Change::Store(report, attributes), size))
    }

    fn delete(&mut self, input: &Value) -> Result<Value, &'static str> {
        let type_name = text(input, "TypeName").unwrap();
        if !type_name.starts_with("Custom:") {
            return Err("InvalidTypeNameException");
        }
        let is_dry = input["DryRun"] == true;
        let (option, token) = (input["SchemaDeleteOption"].clone(), input["ClientToken"].clone());
        let answer = |deletion: &Deletion| {
            let mut answer =
                json!({ "TypeName": deletion.type_name, "DeletionSummary": deletion.summary(deletion.start) });
            if !is_dry {
                answer["has an id"] = json!(true);
            }
            answer
        };
        let earlier =
            self.deletions.iter().find(|deletion| deletion.token == token && deletion.start + 30 * DAY > self.now);
        if let Some(earlier) = earlier.filter(|_| !is_dry) {
            let is_same = earlier.type_name == type_name && earlier.option == option;
            return if is_same { Ok(answer(earlier)) } else { Err("InvalidDeleteInventoryParametersException") };
        }
        let mut versions: BTreeMap<String, i64> = BTreeMap::new();
        for report in self.live().into_iter().filter(|report| report.type_name == type_name) {
            *versions.entry(report.version.clone()).or_default() += 1;
        }
        let deletion =
            Deletion { type_name: type_name.clone(), option: option.clone(), token, start: self.now, versions };
        let answer = answer(&deletion);
        if is_dry {
            return Ok(answer);
        }
        self.reports.retain(|report| report.type_name != type_name);
        if option == "DeleteSchema" {
            self.schemas.remove(&type_name);
        }
        if let Some(schema) = self.schemas.get_mut(&type_name).filter(|_| option == "DisableSchema") {
            schema.disabled = Some(schema.version.clone());
        }
        self.deletions.push(deletion);
        Ok(answer)
    }
}

enum Change {
    Nothing,
    Refresh(String, String, String),
    Store(Report, Vec<String>),
}

impl Deletion {
    pub fn summary(&self, now: i64) -> Value {
        let total: i64 = self.versions.values().sum();
        let mut gone = total * (now - self.start).min(300_000) / 300_000;
        let remaining = total - gone;
        let items: Vec<Value> = self
            .versions
            .iter()
            .map(|(version, count)| {
                let here = gone.min(*count);
                gone -= here;
                json!({ "Version": version, "Count": count, "RemainingCount": count - here })
            })
            .collect();
        json!({ "TotalCount": total, "RemainingCount": remaining, "SummaryItems": items })
    }
}

fn nested(row: &Value) -> Value {
    let (mut own, mut details) = (Map::new(), Map::new());
    for (name, value) in row.as_object().unwrap() {
        let to = if ["Id", "Title", "Severity", "Status"].contains(&name.as_str()) { &mut own } else { &mut details };
        to.insert(name.clone(), value.clone());
    }
    if !details.is_empty() {
        own.insert("Details".into(), Value::Object(details));
    }
    Value::Object(own)
}
