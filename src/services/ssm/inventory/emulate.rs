//! PutInventory, emulated.

use std::collections::BTreeMap;

use crate::emulator::{Answer, Call, Exception};
use crate::model::tape::Value;
use crate::services::ssm::rows::{Rows, each_field, field, push_entries};
use crate::services::ssm::settings::Quotas;
use crate::services::ssm::state::{COMPLIANCE_ITEM, Execution, Part, Report, SsmState};
use crate::text::string::push_quoted;
use crate::text::time::{day_of, parse_iso};

use super::types::known;
use super::view::{InventoryItem, PutInventoryRequest};

/// The keys that the context of a compliance item may have (User Guide, inventory schema, `isContext`).
pub const CONTEXT_KEYS: [&str; 4] = ["ComplianceType", "ExecutionId", "ExecutionType", "ExecutionTime"];

/// Stores the inventory of a node, all items or none.
///
/// Known: each item takes the place of the last of its type; a hash equal to the stored one leaves the content
/// as it is; a hash without content that is not the stored one is ItemContentMismatchException; a context is
/// for types with sub types alone; the sizes and numbers of `Quotas`; a hash-only item may carry any schema
/// version (the agent sends wrong ones).
///
/// Assumptions: sizes are those of `Content` as compact JSON; an equal hash refreshes the capture time; an item
/// with neither hash nor content is InvalidItemContentException, and so are attributes that differ in case
/// alone; an unknown AWS type is InvalidTypeNameException; of two items of one type the last counts; the size
/// of a call and of a day is TotalSizeLimitExceededException.
pub fn put_inventory(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = PutInventoryRequest(call.input);
    let state: &SsmState = call.state()?;
    let node = request.instance_id().and_then(Value::any_str).unwrap_or_default().into_owned();
    if !state.settings.nodes.has(&node) {
        return Err(Exception::new(
            "InvalidInstanceId",
            "The managed node isn't registered or isn't in a valid state.",
        ));
    }
    let quotas = &state.settings.quotas;
    let (mut puts, mut bytes) = (Vec::new(), 0);
    for item in request.items() {
        let put = Put::of(item, state, &node, call.now)?;
        bytes += put.bytes;
        puts.push(put);
    }
    if bytes > quotas.call_bytes {
        let message = format!("The inventory of one call can have up to {} KB in total.", quotas.call_bytes >> 10);
        return Err(Exception::new("TotalSizeLimitExceededException", message));
    }
    let on_day = state.bytes_on_day(&node, call.now) + bytes;
    if on_day > quotas.day_bytes {
        let message = format!("A node can put up to {} KB of inventory a day.", quotas.day_bytes >> 10);
        return Err(Exception::new("TotalSizeLimitExceededException", message));
    }
    check_custom_types(state, &puts)?;
    let day = day_of(call.now);
    Ok(Answer::change("{}", move |state: &mut SsmState| {
        for put in puts {
            state.put(&node, &put.type_name, &put.sub_type, put.report);
        }
        if let Some(node) = state.nodes.get_mut(&node) {
            node.put_on_day = (day, on_day);
        }
    }))
}

/// An item that may be stored.
struct Put {
    type_name: String,
    sub_type: String,
    report: Report,
    bytes: u64,
}

impl Put {
    fn of(item: InventoryItem<'_>, state: &SsmState, node: &str, now: i64) -> Result<Put, Exception> {
        let text = |value: Option<Value<'_>>| value.and_then(Value::any_str).map(String::from);
        let type_name = text(item.type_name()).unwrap_or_default();
        let refuse = |name, message: &str| Exception::new(name, message).with("TypeName", &type_name);
        let known = known(&type_name);
        if known.is_none() && type_name.starts_with("AWS:") {
            return Err(refuse("InvalidTypeNameException", "The type name isn't valid."));
        }
        let context = context_of(item);
        if !context.is_empty() && !known.is_some_and(|known| known.has_context) {
            return Err(refuse(
                "UnsupportedInventoryItemContextException",
                "The Context attribute isn't supported for this type.",
            ));
        }
        let sub_type = match known.filter(|known| known.has_context) {
            Some(_) => sub_type_of(&context)
                .map_err(|message| Exception::new("InvalidInventoryItemContextException", message))?,
            None => String::new(),
        };
        let stored = state.report(node, &type_name, &sub_type);
        let (hash, schema_version) = (text(item.content_hash()), text(item.schema_version()).unwrap_or_default());
        let capture_time = text(item.capture_time()).unwrap_or_default();
        let same = stored.filter(|stored| hash.is_some() && stored.hash == hash);
        let Some(content) = item.content() else {
            return match (same, &hash) {
                (Some(same), _) => {
                    let report = Report { capture_time, updated: now, ..same.clone() };
                    Ok(Put { type_name, sub_type, report, bytes: 0 })
                }
                (None, Some(_)) => {
                    Err(refuse("ItemContentMismatchException", "The inventory item has invalid content."))
                }
                (None, None) => Err(refuse(
                    "InvalidItemContentException",
                    "The inventory item has neither Content nor ContentHash.",
                )),
            };
        };
        if known.is_some_and(|known| known.schema_version != schema_version) {
            return Err(refuse(
                "UnsupportedInventorySchemaVersionException",
                "Inventory item type schema version has to match supported versions in the service. Check output of GetInventorySchema to see the available schema version for each type.",
            ));
        }
        let is_compliance = type_name == COMPLIANCE_ITEM;
        let rows = rows_of(content, is_compliance);
        let bytes = rows.bytes() as u64 + rows.len() as u64 + 1;
        check_size(bytes, &state.settings.quotas)
            .map_err(|message| refuse("ItemSizeLimitExceededException", &message))?;
        check_spelling(content).map_err(|message| refuse("InvalidItemContentException", &message))?;
        let report = match same {
            Some(same) => Report { capture_time, updated: now, ..same.clone() },
            None => {
                let execution = is_compliance.then(|| execution_of(&context, &capture_time));
                let parts = vec![Part { execution, hash: None, rows }];
                Report { schema_version, capture_time, updated: now, hash, parts }
            }
        };
        Ok(Put { type_name, sub_type, report, bytes })
    }
}

fn context_of(item: InventoryItem<'_>) -> BTreeMap<String, String> {
    let mut context = BTreeMap::new();
    for (key, value) in item.context().into_iter().flat_map(Value::entries) {
        context.insert(key.any_str().unwrap_or_default().into(), value.any_str().unwrap_or_default().into());
    }
    context
}

/// The sub type that a context names. The text of the first refusal was seen from the live service
/// (aws-samples/sample-ssm-converge, CHANGELOG).
fn sub_type_of(context: &BTreeMap<String, String>) -> Result<String, String> {
    let sub_type = context.get("ComplianceType").filter(|name| !name.is_empty());
    let sub_type = sub_type.ok_or("sub type name is missing from item Context")?;
    match context.keys().find(|key| !CONTEXT_KEYS.contains(&key.as_str())) {
        Some(key) => Err(format!("The key {key} isn't valid in the Context of this type.")),
        None => Ok(sub_type.clone()),
    }
}

fn execution_of(context: &BTreeMap<String, String>, capture_time: &str) -> Execution {
    let time = context.get("ExecutionTime").map_or(capture_time, String::as_str);
    Execution {
        time: parse_iso(time).or_else(|| parse_iso(capture_time)).map_or(0, |time| time.millis),
        id: context.get("ExecutionId").cloned(),
        kind: context.get("ExecutionType").cloned(),
    }
}

fn check_size(bytes: u64, quotas: &Quotas) -> Result<(), String> {
    if bytes <= quotas.item_bytes {
        return Ok(());
    }
    Err(format!("Inventory item can have up to {} KB in total.", quotas.item_bytes >> 10))
}

/// Refuses attributes that are the same but for their case (User Guide, "Working with custom inventory").
fn check_spelling(content: Value<'_>) -> Result<(), String> {
    let mut seen: BTreeMap<String, String> = BTreeMap::new();
    for (key, _) in content.elements().flat_map(Value::entries) {
        let name = key.any_str().unwrap_or_default();
        match seen.get(&*name.to_lowercase()) {
            Some(known) if **known != *name => return Err(format!("The attribute {name} is also written as {known}.")),
            Some(_) => {}
            None => {
                seen.insert(name.to_lowercase(), name.into_owned());
            }
        }
    }
    Ok(())
}

fn check_custom_types(state: &SsmState, puts: &[Put]) -> Result<(), Exception> {
    let is_custom = |name: &&String| name.starts_with("Custom:");
    let stored = || state.nodes.values().flat_map(|node| node.types.keys()).filter(is_custom);
    let new: Vec<&String> = puts
        .iter()
        .map(|put| &put.type_name)
        .filter(is_custom)
        .filter(|name| stored().all(|known| known != *name))
        .collect();
    if new.is_empty() {
        return Ok(());
    }
    let mut types: Vec<&String> = Vec::new();
    for name in stored().chain(new) {
        if !types.contains(&name) {
            types.push(name);
        }
    }
    if types.len() as u64 <= state.settings.quotas.custom_types {
        return Ok(());
    }
    let message = format!("An account can have up to {} custom inventory types.", state.settings.quotas.custom_types);
    Err(Exception::new("CustomSchemaCountLimitExceededException", message))
}

fn rows_of(content: Value<'_>, is_compliance: bool) -> Rows {
    let mut rows = Rows::with_capacity(content.source().len());
    for entry in content.elements() {
        rows.push(|out| {
            let from = out.len();
            out.push('{');
            push_entries(out, entry, false);
            out.push('}');
            if is_compliance {
                let nested = nested(out.get(from..).unwrap_or_default());
                out.truncate(from);
                out.push_str(&nested);
            }
        });
    }
    rows
}

const ITEM_FIELDS: [&str; 4] = ["Id", "Title", "Severity", "Status"];

/// An entry of inventory as a compliance item: what is no member of one becomes a detail.
fn nested(entry: &str) -> String {
    let (mut own, mut details) = (String::from("{"), String::from("{"));
    each_field(entry, |name, value| {
        let to = if ITEM_FIELDS.contains(&name) { &mut own } else { &mut details };
        push_field(to, name, value);
    });
    if details.len() > 1 {
        push_field(&mut own, "Details", &(details + "}"));
    }
    own + "}"
}

/// A compliance item as an entry of inventory: the details are attributes like the others.
pub fn flattened(row: &str) -> String {
    let mut out = String::from("{");
    each_field(row, |name, value| {
        if name == "Details" {
            each_field(value, |detail, value| {
                // A detail may have the name of a member; an entry has it once.
                if field(row, detail).is_none() {
                    push_field(&mut out, detail, value);
                }
            });
        } else {
            push_field(&mut out, name, value);
        }
    });
    out + "}"
}

fn push_field(out: &mut String, name: &str, value: &str) {
    if out.len() > 1 {
        out.push(',');
    }
    push_quoted(out, name);
    out.push(':');
    out.push_str(value);
}
