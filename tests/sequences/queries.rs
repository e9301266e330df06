//! The reference: what lists say, found by looking at everything.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::generate::{NODES, PLATFORMS, STATES};
use crate::model::{COMPLIANCE, Model, Report, millis, text};

const SEVERITIES: [(&str, &str); 6] = [
    ("CRITICAL", "CriticalCount"),
    ("HIGH", "HighCount"),
    ("MEDIUM", "MediumCount"),
    ("LOW", "LowCount"),
    ("INFORMATIONAL", "InformationalCount"),
    ("UNSPECIFIED", "UnspecifiedCount"),
];

pub fn read(model: &Model, operation: &str, input: &Value) -> Result<Value, String> {
    let rows = match operation {
        "ListComplianceItems" => items(model, input),
        "ListComplianceSummaries" => summaries(model, input),
        "ListResourceComplianceSummaries" => resource_summaries(model, input),
        "ListInventoryEntries" => entries(model, input),
        "GetInventory" => inventory(model, input),
        "GetInventorySchema" => schemas(model, input),
        "DescribeInventoryDeletions" => Ok(deletions(model)),
        _ => nodes(model, input),
    };
    let rows = rows.map_err(String::from)?;
    if input["NextToken"] == "made up" { Err("InvalidNextToken".into()) } else { Ok(Value::Array(rows)) }
}

type Rows = Result<Vec<Value>, &'static str>;

fn list<'v>(input: &'v Value, name: &str) -> Vec<&'v Value> {
    input[name].as_array().into_iter().flatten().collect()
}

fn words(input: &Value, name: &str) -> Vec<String> {
    list(input, name).iter().map(|value| value.as_str().unwrap().to_string()).collect()
}

/// Whether a filter of the compliance lists holds for these values.
fn holds(filter: &Value, values: &[String]) -> bool {
    let wanted = words(filter, "Values");
    let less = |a: &String, b: &String| match (millis(a), millis(b)) {
        (Some(a), Some(b)) => a < b,
        _ => a < b,
    };
    let any = |test: &dyn Fn(&String, &String) -> bool| {
        values.iter().any(|value| wanted.iter().any(|wanted| test(value, wanted)))
    };
    match filter["Type"].as_str() {
        Some("NOT_EQUAL") => !any(&|a, b| a == b),
        Some("BEGIN_WITH") => any(&|a, b| a.starts_with(b.as_str())),
        Some("LESS_THAN") => any(&less),
        Some("GREATER_THAN") => any(&|a, b| less(b, a)),
        _ => any(&|a, b| a == b),
    }
}

fn compliance(model: &Model) -> Vec<&Report> {
    model.live().into_iter().filter(|report| report.type_name == COMPLIANCE).collect()
}

fn run_of(run: &(i64, Option<String>, Option<String>)) -> Value {
    let mut out = json!({ "ExecutionTime": run.0 / 1_000 });
    for (name, value) in [("ExecutionId", &run.1), ("ExecutionType", &run.2)] {
        if let Some(value) = value {
            out[name] = json!(value);
        }
    }
    out
}

fn items(model: &Model, input: &Value) -> Rows {
    let ids = words(input, "ResourceIds");
    if ids.iter().any(|id| !NODES.contains(&id.as_str())) {
        return Err("InvalidResourceId");
    }
    let filters = list(input, "Filters");
    if filters.iter().any(|filter| filter["Key"] == "Colour") {
        return Err("InvalidFilter");
    }
    let mut out = Vec::new();
    for report in compliance(model).into_iter().filter(|report| ids.is_empty() || ids.contains(&report.node)) {
        for part in &report.parts {
            for row in &part.rows {
                let run = part.run.as_ref();
                let value = |key: &str| match key {
                    "ComplianceType" => Some(report.sub_type.clone()),
                    "InstanceId" => Some(report.node.clone()),
                    "ExecutionTime" => run.map(|run| iso(run.0)),
                    "ExecutionId" => run.and_then(|run| run.1.clone()),
                    "ExecutionType" => run.and_then(|run| run.2.clone()),
                    "Id" | "Status" | "Severity" => text(row, key),
                    _ => text(&row["Details"], key),
                };
                let all = filters.iter().all(|filter| holds(filter, value(filter["Key"].as_str().unwrap()).as_slice()));
                if all {
                    let mut item = row.clone();
                    let about = json!({
                        "ComplianceType": report.sub_type, "ResourceType": "ManagedInstance", "ResourceId": report.node,
                        "ExecutionSummary": run.map(run_of),
                    });
                    item.as_object_mut().unwrap().extend(about.as_object().unwrap().clone());
                    out.push(item);
                }
            }
        }
    }
    Ok(out)
}

/// The times that the generator knows, written out.
pub fn iso(time: i64) -> String {
    let known = ["2025-03-12T06:00:00Z", "2025-03-13T07:30:00Z", "2024-01-01T00:00:00Z"];
    let known = known.into_iter().find(|text| millis(text) == Some(time)).map(String::from);
    known.unwrap_or_else(|| format!("1970-01-01T00:00:0{}Z", time / 1_000))
}

/// A report with items: how many of each status and severity.
struct Resource<'m> {
    report: &'m Report,
    counts: BTreeMap<(String, String), i64>,
    status: &'static str,
    severity: &'static str,
}

fn resources(model: &Model) -> Vec<Resource<'_>> {
    let mut out = Vec::new();
    for report in compliance(model) {
        let rows: Vec<&Value> = report.parts.iter().flat_map(|part| &part.rows).collect();
        if rows.is_empty() {
            continue;
        }
        let mut counts = BTreeMap::new();
        for row in rows {
            let status = text(row, "Status").unwrap_or_default();
            let severity = text(row, "Severity").unwrap_or_else(|| "UNSPECIFIED".into());
            *counts.entry((status, severity)).or_insert(0) += 1;
        }
        let failed = |severity: &str| counts.contains_key(&("NON_COMPLIANT".to_string(), severity.to_string()));
        let worst = SEVERITIES.iter().find(|(severity, _)| failed(severity));
        let (status, severity) =
            worst.map_or(("COMPLIANT", "UNSPECIFIED"), |(severity, _)| ("NON_COMPLIANT", severity));
        out.push(Resource { report, counts, status, severity });
    }
    out
}

fn last_run(report: &Report) -> Option<&(i64, Option<String>, Option<String>)> {
    report.parts.iter().filter_map(|part| part.run.as_ref()).max_by_key(|run| run.0)
}

fn summary(counts: &BTreeMap<(String, String), i64>) -> Value {
    let part = |status: &str, name: &str| {
        let count = |severity: &str| counts.get(&(status.into(), severity.into())).copied().unwrap_or_default();
        let severities: Map<String, Value> =
            SEVERITIES.iter().map(|(severity, name)| (name.to_string(), json!(count(severity)))).collect();
        let total: i64 = SEVERITIES.iter().map(|(severity, _)| count(severity)).sum();
        json!({ name: total, "SeveritySummary": severities })
    };
    json!({ "CompliantSummary": part("COMPLIANT", "CompliantCount"), "NonCompliantSummary": part("NON_COMPLIANT", "NonCompliantCount") })
}

fn is_wanted(model: &Model, resource: &Resource<'_>, filter: &Value) -> bool {
    let run = last_run(resource.report);
    let values: Vec<String> = match filter["Key"].as_str().unwrap() {
        "ComplianceType" => vec![resource.report.sub_type.clone()],
        "InstanceId" => vec![resource.report.node.clone()],
        "Status" => vec![resource.status.into()],
        "Severity" | "OverallSeverity" => vec![resource.severity.into()],
        "ExecutionTime" => run.map(|run| iso(run.0)).into_iter().collect(),
        "ExecutionId" => run.and_then(|run| run.1.clone()).into_iter().collect(),
        "ExecutionType" => run.and_then(|run| run.2.clone()).into_iter().collect(),
        "PatchGroup" => {
            let summary = model.of(&resource.report.node, "AWS:PatchSummary");
            let rows = summary.iter().flat_map(|report| &report.parts).flat_map(|part| &part.rows);
            let own = resource.report.parts.iter().flat_map(|part| &part.rows).map(|row| &row["Details"]);
            rows.chain(own).filter_map(|row| text(row, "PatchGroup")).collect()
        }
        _ => rows_of(model, &resource.report.node, "AWS:InstanceInformation")
            .iter()
            .find_map(|row| text(row, "PlatformType"))
            .into_iter()
            .collect(),
    };
    holds(filter, &values)
}

fn wanted<'m>(model: &'m Model, input: &Value) -> Result<Vec<Resource<'m>>, &'static str> {
    let filters = list(input, "Filters");
    if filters.iter().any(|filter| filter["Key"] == "Id") {
        return Err("InvalidFilter");
    }
    let all = resources(model).into_iter();
    Ok(all.filter(|resource| filters.iter().all(|filter| is_wanted(model, resource, filter))).collect())
}

fn summaries(model: &Model, input: &Value) -> Rows {
    let mut types: BTreeMap<String, BTreeMap<(String, String), i64>> = BTreeMap::new();
    for resource in wanted(model, input)? {
        let counts = types.entry(resource.report.sub_type.clone()).or_default();
        *counts.entry((resource.status.into(), resource.severity.into())).or_default() += 1;
    }
    let row = |(kind, counts): (&String, &BTreeMap<_, _>)| {
        let mut row = summary(counts);
        row["ComplianceType"] = json!(kind);
        row
    };
    Ok(types.iter().map(row).collect())
}

fn resource_summaries(model: &Model, input: &Value) -> Rows {
    let row = |resource: &Resource<'_>| {
        let mut row = summary(&resource.counts);
        row["ComplianceType"] = json!(resource.report.sub_type);
        row["ResourceType"] = json!("ManagedInstance");
        row["ResourceId"] = json!(resource.report.node);
        row["Status"] = json!(resource.status);
        row["OverallSeverity"] = json!(resource.severity);
        if let Some(run) = last_run(resource.report) {
            row["ExecutionSummary"] = run_of(run);
        }
        row
    };
    Ok(wanted(model, input)?.iter().map(row).collect())
}

fn flat(row: &Value) -> Value {
    let mut out = Map::new();
    for (name, value) in row.as_object().unwrap() {
        if name == "Details" {
            for (detail, value) in value.as_object().unwrap() {
                out.entry(detail.clone()).or_insert_with(|| value.clone());
            }
        } else {
            out.insert(name.clone(), value.clone());
        }
    }
    Value::Object(out)
}

/// The entries of a type on a node, and what the service knows of it.
fn rows_of(model: &Model, node: &str, type_name: &str) -> Vec<Value> {
    let reports = model.of(node, type_name);
    if reports.is_empty() && type_name == "AWS:InstanceInformation" {
        let place = NODES.iter().position(|id| *id == node).unwrap();
        let status = match STATES[place] {
            "Stopped" => "Stopped",
            "Terminated" => "Terminated",
            _ => "Active",
        };
        return vec![json!({
            "InstanceId": node, "PlatformType": PLATFORMS[place], "InstanceStatus": status,
            "ResourceType": if node.starts_with("mi-") { "ManagedInstance" } else { "EC2Instance" },
        })];
    }
    let rows = reports.iter().flat_map(|report| &report.parts).flat_map(|part| &part.rows);
    rows.map(|row| if type_name == COMPLIANCE { flat(row) } else { row.clone() }).collect()
}

/// Whether a filter of the inventory lists holds for these values.
fn matches(filter: &Value, is_number: bool, values: &[String]) -> bool {
    let wanted = words(filter, "Values");
    let less = |a: &str, b: &str| match is_number {
        true => matches!((a.parse::<f64>(), b.parse::<f64>()), (Ok(a), Ok(b)) if a < b),
        false => a < b,
    };
    let any =
        |test: &dyn Fn(&str, &str) -> bool| values.iter().any(|value| wanted.iter().any(|wanted| test(value, wanted)));
    match filter["Type"].as_str() {
        Some("NotEqual") => !any(&|a, b| a == b),
        Some("BeginWith") => any(&|a, b| a.starts_with(b)),
        Some("LessThan") => any(&less),
        Some("GreaterThan") => any(&|a, b| less(b, a)),
        Some("Exists") => !values.is_empty(),
        _ => any(&|a, b| a == b),
    }
}

fn entries(model: &Model, input: &Value) -> Rows {
    let (node, type_name) = (text(input, "InstanceId").unwrap(), text(input, "TypeName").unwrap());
    if !NODES.contains(&node.as_str()) {
        return Err("InvalidInstanceId");
    }
    if type_name == "AWS:Nothing" {
        return Err("InvalidTypeNameException");
    }
    let mut filters = Vec::new();
    for filter in list(input, "Filters") {
        let key = text(filter, "Key").unwrap();
        match key.rsplit_once('.') {
            Some((of, name)) if of == type_name => filters.push((name.to_string(), filter)),
            Some(_) => return Err("InvalidFilter"),
            None => filters.push((key, filter)),
        }
    }
    let rows = rows_of(model, &node, &type_name);
    let keep = |row: &Value| {
        filters.iter().all(|(name, filter)| {
            let is_number = type_name == "AWS:PatchSummary" && name == "MissingCount";
            matches(filter, is_number, text(row, name).as_slice())
        })
    };
    Ok(rows.into_iter().filter(keep).collect())
}

/// `Type.Attribute` in its parts, if there is such an attribute.
fn split(model: &Model, key: &str) -> Option<(String, String)> {
    let (of, name) = key.split_once('.')?;
    if let Some(name) = key.strip_prefix("Custom:A.C.").filter(|_| model.schemas.contains_key("Custom:A.C")) {
        return Some(("Custom:A.C".into(), name.into()));
    }
    (name != "Colour").then(|| (of.into(), name.into()))
}

enum NodeFilter<'v> {
    Types(Vec<String>),
    Attribute(&'v Value, String, String),
}

fn node_filter<'v>(model: &Model, filter: &'v Value, in_group: bool) -> Result<NodeFilter<'v>, &'static str> {
    let key = text(filter, "Key").unwrap();
    if filter["Type"] == "Exists" {
        let is_sound = in_group && key == "TypeName";
        return if is_sound { Ok(NodeFilter::Types(words(filter, "Values"))) } else { Err("InvalidFilter") };
    }
    let (of, name) = split(model, &key).ok_or("InvalidFilter")?;
    Ok(NodeFilter::Attribute(filter, of, name))
}

fn chosen(model: &Model, node: &str, filter: &NodeFilter<'_>) -> bool {
    match filter {
        NodeFilter::Types(types) => {
            types.iter().any(|name| name == "AWS:InstanceInformation" || !model.of(node, name).is_empty())
        }
        NodeFilter::Attribute(filter, of, name) => {
            let values: Vec<String> = rows_of(model, node, of).iter().filter_map(|row| text(row, name)).collect();
            // A node has one platform, even if more were put.
            let values = if of == "AWS:InstanceInformation" { values.into_iter().take(1).collect() } else { values };
            matches(filter, name == "MissingCount", &values)
        }
    }
}

#[derive(Default)]
struct Counted<'v> {
    paths: Vec<Vec<(String, String, String)>>,
    groups: Vec<(String, Vec<NodeFilter<'v>>)>,
}

fn aggregator<'v>(
    model: &Model,
    view: &'v Value,
    outer: &[(String, String, String)],
    out: &mut Counted<'v>,
) -> Result<(), &'static str> {
    let mut path = outer.to_vec();
    let expression = text(view, "Expression");
    if let Some(expression) = &expression {
        let counted = ["AWS:InstanceInformation.PlatformType", "AWS:Application.Name", "AWS:Application.Version"];
        if !counted.contains(&expression.as_str()) && !expression.starts_with("Custom:") {
            return Err("InvalidAggregatorException");
        }
        let (of, name) = split(model, expression).ok_or("InvalidAggregatorException")?;
        if outer.iter().any(|column| (&column.0, &column.1) == (&of, &name)) {
            return Err("InvalidAggregatorException");
        }
        let shown = if outer.iter().any(|column| column.1 == name) { expression.clone() } else { name.clone() };
        path.push((of, name, shown));
    }
    let groups = list(view, "Groups");
    for group in &groups {
        let filters: Result<Vec<_>, _> =
            list(group, "Filters").into_iter().map(|filter| node_filter(model, filter, true)).collect();
        out.groups.push((text(group, "Name").unwrap(), filters?));
    }
    if expression.is_none() && groups.is_empty() {
        return Err("InvalidAggregatorException");
    }
    let before = out.paths.len();
    for inner in list(view, "Aggregators") {
        aggregator(model, inner, &path, out)?;
    }
    if expression.is_some() && out.paths.len() == before {
        out.paths.push(path);
    }
    Ok(())
}

fn combinations(model: &Model, node: &str, path: &[(String, String, String)]) -> Vec<Vec<String>> {
    let mut types: Vec<&String> = Vec::new();
    for (of, ..) in path {
        if !types.contains(&of) {
            types.push(of);
        }
    }
    let mut all = vec![vec![String::new(); path.len()]];
    for of in types {
        let mut next = Vec::new();
        let mut rows = rows_of(model, node, of);
        if of == "AWS:InstanceInformation" {
            // One that holds for the node, wherever it stands first.
            rows = rows
                .iter()
                .find_map(|row| text(row, "PlatformType"))
                .map(|value| json!({ "PlatformType": value }))
                .into_iter()
                .collect();
        }
        for values in &all {
            for row in &rows {
                let mut values = values.clone();
                let mut is_whole = true;
                for (place, (_, name, _)) in path.iter().enumerate().filter(|(_, column)| column.0 == *of) {
                    match text(row, name) {
                        Some(value) => values[place] = value.to_lowercase(),
                        None => is_whole = false,
                    }
                }
                if is_whole && !next.contains(&values) {
                    next.push(values);
                }
            }
        }
        all = next;
    }
    all
}

fn inventory(model: &Model, input: &Value) -> Rows {
    let result = list(input, "ResultAttributes")
        .first()
        .map_or("AWS:InstanceInformation".into(), |result| text(result, "TypeName").unwrap());
    if result == "AWS:Application" {
        return Err("InvalidResultAttributeException");
    }
    let filters: Vec<NodeFilter<'_>> =
        list(input, "Filters").into_iter().map(|filter| node_filter(model, filter, false)).collect::<Result<_, _>>()?;
    let mut ids = NODES.to_vec();
    ids.sort_unstable();
    ids.retain(|node| filters.iter().all(|filter| chosen(model, node, filter)));
    let mut counted = Vec::new();
    for view in list(input, "Aggregators") {
        let mut out = Counted::default();
        aggregator(model, view, &[], &mut out)?;
        let mut names: Vec<&String> = Vec::new();
        for path in &out.paths {
            if !names.contains(&&path[0].0) {
                names.push(&path[0].0);
            }
        }
        for (name, _) in &out.groups {
            if names.contains(&name) {
                return Err("InvalidInventoryGroupException");
            }
            names.push(name);
        }
        counted.push(out);
    }
    if counted.is_empty() {
        return Ok(ids.into_iter().map(|node| json!({ "Id": node, "Data": data(model, node, &result) })).collect());
    }
    Ok(counted.iter().map(|out| json!({ "Data": entity(model, &ids, out) })).collect())
}

fn data(model: &Model, node: &str, type_name: &str) -> Value {
    let stored = model.of(node, type_name);
    let Some(report) = stored.first() else {
        if type_name == "AWS:PatchSummary" {
            return json!({});
        }
        // Milliseconds never pass in the generator's steps, but minutes do.
        let captured = chrono_text(model.now);
        return json!({ type_name: { "TypeName": type_name, "SchemaVersion": "1.0", "CaptureTime": captured, "Content": rows_of(model, node, type_name) } });
    };
    let mut item = json!({ "TypeName": type_name, "SchemaVersion": report.version, "CaptureTime": report.captured, "Content": rows_of(model, node, type_name) });
    if let (Some(hash), "AWS:PatchSummary") = (&report.hash, type_name) {
        item["ContentHash"] = json!(hash);
    }
    json!({ type_name: item })
}

fn chrono_text(millis: i64) -> String {
    cloud_dryrun::text::time::to_iso(millis)
}

fn entity(model: &Model, ids: &[&str], out: &Counted<'_>) -> Value {
    let mut data = Map::new();
    for path in &out.paths {
        let mut counts: BTreeMap<Vec<String>, i64> = BTreeMap::new();
        for node in ids {
            for values in combinations(model, node, path) {
                *counts.entry(values).or_default() += 1;
            }
        }
        let content = data.entry(path[0].0.clone()).or_insert_with(|| json!({ "Content": [] }));
        for (values, count) in counts {
            let mut row = json!({ "Count": count.to_string() });
            for ((_, _, name), value) in path.iter().zip(values) {
                row[name] = json!(value);
            }
            content["Content"].as_array_mut().unwrap().push(row);
        }
    }
    for (name, filters) in &out.groups {
        let matching = ids.iter().filter(|node| filters.iter().all(|filter| chosen(model, node, filter))).count();
        let not = ids.len() - matching;
        data.insert(
            name.clone(),
            json!({ "Content": [{ "notMatchingCount": not.to_string() }, { "matchingCount": matching.to_string() }] }),
        );
    }
    Value::Object(data)
}

/// The vendor's types are data of the program; here it is told of custom ones, and of two of the vendor's, what is shown.
fn schemas(model: &Model, input: &Value) -> Rows {
    let wanted = text(input, "TypeName").unwrap_or_default();
    let mut names: Vec<String> = cloud_dryrun::services::ssm::inventory::types::names().map(String::from).collect();
    names.extend(model.schemas.keys().cloned());
    names.sort();
    names.retain(|name| name.starts_with(&wanted));
    if names.is_empty() && wanted == "AWS:Nothing" {
        return Err("InvalidTypeNameException");
    }
    let (counted, sub) = (input["Aggregator"] == true, input["SubType"] == true);
    let shown = names.into_iter().filter_map(|name| {
        let known = cloud_dryrun::services::ssm::inventory::types::known(&name);
        let field = |name: &str, kind: &str| json!({ "Name": name, "DataType": kind });
        let Some(known) = known else {
            let schema = model.schemas.get(&name).filter(|_| !sub)?;
            let fields: Vec<Value> = schema.attributes.iter().map(|name| field(name, "STRING")).collect();
            return Some(json!({ "TypeName": name, "Version": schema.version, "Attributes": fields }));
        };
        if sub && name != COMPLIANCE {
            return None;
        }
        let kind = |name: &str| if known.is_number(name) { "NUMBER" } else { "STRING" };
        let mut out = json!({ "TypeName": name, "Version": known.schema_version });
        let fields: Vec<Value> = match counted {
            true => {
                let all = cloud_dryrun::services::ssm::inventory::types::aggregatable(&name)?;
                out["DisplayName"] = json!(if name == "AWS:InstanceInformation" {
                    "Platform"
                } else {
                    name.strip_prefix("AWS:").unwrap()
                });
                all.map(|name| field(name, kind(name))).collect()
            }
            false => known.attributes().map(|name| field(name, kind(name))).collect(),
        };
        out["Attributes"] = json!(fields);
        Some(out)
    });
    Ok(shown.collect())
}

fn deletions(model: &Model) -> Vec<Value> {
    let listed = model.deletions.iter().rev().filter(|deletion| deletion.start + 30 * 86_400_000 > model.now);
    listed
        .map(|deletion| {
            let end = deletion.start + 300_000;
            let is_complete = end <= model.now;
            json!({
                "TypeName": deletion.type_name, "DeletionStartTime": deletion.start / 1_000,
                "LastStatus": if is_complete { "Complete" } else { "InProgress" },
                "LastStatusMessage": if is_complete { "Deletion is successful" } else { "The Delete is in progress" },
                "LastStatusUpdateTime": if is_complete { end } else { deletion.start } / 1_000,
                "DeletionSummary": deletion.summary(model.now),
            })
        })
        .collect()
}

fn nodes(model: &Model, input: &Value) -> Rows {
    let filters: Vec<(String, Vec<String>)> = list(input, "Filters")
        .into_iter()
        .map(|filter| (text(filter, "Key").unwrap(), words(filter, "Values")))
        .chain(
            list(input, "InstanceInformationFilterList")
                .into_iter()
                .map(|filter| (text(filter, "key").unwrap(), words(filter, "valueSet"))),
        )
        .collect();
    if filters.iter().any(|(key, _)| key == "Colour") {
        return Err("InvalidFilterKey");
    }
    let mut all: Vec<usize> = (0..4).filter(|i| STATES[*i] != "Terminated").collect();
    all.sort_by_key(|i| NODES[*i]);
    let mut out = Vec::new();
    for i in all {
        let ping = if STATES[i] == "Stopped" { "ConnectionLost" } else { "Online" };
        let kind = if NODES[i].starts_with("mi-") { "ManagedInstance" } else { "EC2Instance" };
        let keep = filters.iter().all(|(key, values)| {
            let value = match key.as_str() {
                "PingStatus" => ping,
                "PlatformTypes" => PLATFORMS[i],
                "InstanceIds" => NODES[i],
                "tag:Team" => {
                    if i == 0 {
                        "a"
                    } else {
                        "b"
                    }
                }
                "tag-key" => "Team",
                _ => kind,
            };
            values.iter().any(|wanted| wanted == value)
        });
        if !keep {
            continue;
        }
        let mut row =
            json!({ "InstanceId": NODES[i], "PingStatus": ping, "PlatformType": PLATFORMS[i], "ResourceType": kind });
        let last = model.live().iter().filter(|report| report.node == NODES[i]).map(|report| report.updated).max();
        if let Some(time) = if ping == "Online" { Some(model.now) } else { last } {
            row["LastPingDateTime"] = json!(time / 1_000);
        }
        out.push(row);
    }
    Ok(out)
}
