//! PutInventory, emulated.

use std::collections::{BTreeMap, BTreeSet};

use crate::emulator::{Answer, Call, Exception, Notice};
use crate::model::tape::Value;
use crate::services::reading::text;
use crate::services::ssm::counts::Totals;
use crate::services::ssm::limits::{too_many, too_many_sub_types};
use crate::services::ssm::reading::first_keys;
use crate::services::ssm::rows::{Rows, push_entries};
use crate::services::ssm::state::{COMPLIANCE_ITEM, CUSTOM, Execution, Part, Place, Report, SsmState};
use crate::text::order::gathered;
use crate::text::time::{day_of, parse_iso};

use super::compliance_items::nested;
use super::events::put_failed;
use super::schemas::{Schema, definition};
use super::types::known;
use super::view::{InventoryItem, PutInventoryRequest};

/// The keys that the context of a compliance item may have (User Guide, inventory schema, `isContext`).
pub const CONTEXT_KEYS: [&str; 4] = ["ComplianceType", "ExecutionId", "ExecutionType", "ExecutionTime"];

/// Stores the inventory of a node, all items or none.
///
/// Known: each item takes the place of the last of its type; a hash equal to the stored one leaves the content
/// as it is; a hash without content that is not the stored one is ItemContentMismatchException; a context is
/// for types with sub types alone; the sizes and numbers of `Quotas`; a hash-only item may carry any schema
/// version (the agent sends wrong ones); only nodes that are pending, running, stopping or stopped report; a
/// report of a disabled version is passed over with an event; attributes of a custom type are written in one way.
///
/// Assumptions: sizes are those of `Content` as compact JSON; an equal hash refreshes the capture time and the 30
/// days; an item with neither hash nor content is InvalidItemContentException, and so are attributes of a custom type
/// that differ in case alone, from each other or from those of earlier reports, and more than 50 of them; an empty
/// hash is none; an unknown AWS type is InvalidTypeNameException; of two items of one type the last counts, and both
/// are held against what was stored before the call; the size of a call and of a day is
/// TotalSizeLimitExceededException, that of a custom type's definition ItemSizeLimitExceededException; the custom
/// compliance types of a node are its sub types, and one too many is SubTypeCountLimitExceededException; who reports a
/// disabled version gets no error.
pub fn put_inventory(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = PutInventoryRequest(call.input);
    let state: &SsmState = call.state()?;
    let node = text(request.instance_id()).unwrap_or_default();
    if !state.settings.nodes.can_report(&node) {
        return Err(invalid_instance_id());
    }
    let quotas = &state.settings.quotas;
    too_many(request.item_list(), "items", quotas.inventory_items)?;
    let (mut puts, mut bytes) = (Vec::new(), 0);
    for item in request.items() {
        let put = Put::of(item, state, &node, call)?;
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
    check_sub_types(state, &node, &puts)?;
    let now = call.now;
    Ok(Answer::change("{}", move |state: &mut SsmState| {
        for put in puts {
            put.happen(state, &node, now);
        }
        state.nodes.entry(node).or_default().put_on_day = (day_of(now), on_day);
    }))
}

/// The refusal of a node that is not managed, or whose machine is gone.
pub fn invalid_instance_id() -> Exception {
    Exception::new("InvalidInstanceId", "The managed node isn't registered or isn't in a valid state.")
}

/// The refusal of a type that does not exist.
pub fn invalid_type_name() -> Exception {
    Exception::new("InvalidTypeNameException", "The type name isn't valid.")
}

/// An item that may be stored.
struct Put {
    type_name: String,
    sub_type: String,
    bytes: u64,
    what: What,
}

/// What happens to an item.
enum What {
    /// It takes the place of the last; with the attributes of a custom type.
    Store(Report, Vec<String>),
    /// It says that nothing changed, at this time of capture.
    Refresh(String),
    /// It is passed over.
    Tell(Notice),
}

impl Put {
    fn of(item: InventoryItem<'_>, state: &SsmState, node: &str, call: &Call<'_>) -> Result<Put, Exception> {
        let type_name = text(item.type_name()).unwrap_or_default();
        let refuse = |name, message: &str| Exception::new(name, message).with("TypeName", &type_name);
        let known = known(&type_name);
        if known.is_none() && type_name.starts_with("AWS:") {
            return Err(invalid_type_name());
        }
        let context = context_of(item);
        let has_sub_types = known.is_some_and(|known| known.has_context);
        if !context.is_empty() && !has_sub_types {
            return Err(refuse(
                "UnsupportedInventoryItemContextException",
                "The Context attribute isn't supported for this type.",
            ));
        }
        let sub_type = match has_sub_types {
            true => sub_type_of(&context)
                .map_err(|message| Exception::new("InvalidInventoryItemContextException", message))?,
            false => String::new(),
        };
        let stored = state.report(node, &type_name, &sub_type);
        let hash = text(item.content_hash()).filter(|hash| !hash.is_empty());
        let schema_version = text(item.schema_version()).unwrap_or_default();
        let capture_time = text(item.capture_time()).unwrap_or_default();
        let is_same = hash.is_some() && stored.is_some_and(|stored| stored.hash == hash);
        let Some(content) = item.content() else {
            return match (is_same, &hash) {
                (true, _) => Ok(Put { type_name, sub_type, bytes: 0, what: What::Refresh(capture_time) }),
                (false, Some(_)) => {
                    Err(refuse("ItemContentMismatchException", "The inventory item has invalid content."))
                }
                (false, None) => Err(refuse(
                    "InvalidItemContentException",
                    "The inventory item has neither Content nor ContentHash.",
                )),
            };
        };
        if known.is_some_and(|known| known.schema_version != schema_version) {
            return Err(Exception::new(
                "UnsupportedInventorySchemaVersionException",
                "Inventory item type schema version has to match supported versions in the service. Check output of GetInventorySchema to see the available schema version for each type.",
            ));
        }
        let is_compliance = type_name == COMPLIANCE_ITEM;
        let (rows, bytes) = rows_of(content, is_compliance);
        let limit = state.settings.quotas.item_bytes;
        if bytes > limit {
            let message = format!("Inventory item can have up to {} KB in total.", limit >> 10);
            return Err(refuse("ItemSizeLimitExceededException", &message));
        }
        let schema = state.schemas.get(&type_name);
        if let Some(disabled) = schema.filter(|schema| schema.is_disabled(&schema_version)) {
            let disabled = disabled.disabled.as_deref().unwrap_or_default();
            let notice = put_failed(node, &type_name, &schema_version, disabled);
            return Ok(Put { type_name, sub_type, bytes, what: What::Tell(notice) });
        }
        let attributes = match type_name.starts_with(CUSTOM) {
            true => attributes_of(content, schema)
                .and_then(|attributes| check_definition(state, &type_name, &schema_version, attributes))
                .map_err(|(name, message)| refuse(name, &message))?,
            false => Vec::new(),
        };
        if is_same {
            return Ok(Put { type_name, sub_type, bytes, what: What::Refresh(capture_time) });
        }
        let execution = is_compliance.then(|| execution_of(&context, &capture_time));
        let totals = if is_compliance { Totals::of(rows.iter()) } else { Totals::default() };
        let parts = vec![Part { execution, hash: None, rows, totals }];
        let report = Report { schema_version, capture_time, updated: call.now, hash, parts, ..Report::default() };
        Ok(Put { type_name, sub_type, bytes, what: What::Store(report, attributes) })
    }

    fn happen(self, state: &mut SsmState, node: &str, now: i64) {
        let (type_name, sub_type) = (self.type_name, self.sub_type);
        match self.what {
            What::Store(report, attributes) => {
                if type_name.starts_with(CUSTOM) {
                    state.schemas.entry(type_name.clone()).or_default().grow(&report.schema_version, attributes);
                }
                state.put(Place { node: node.into(), type_name, sub_type }, report);
            }
            What::Refresh(capture_time) => {
                state.refresh(Place { node: node.into(), type_name, sub_type }, capture_time, now);
            }
            What::Tell(notice) => state.notices.push(notice),
        }
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

/// The attributes of a custom type's entries. Those that are the same but for their case are refused (User Guide,
/// "Working with custom inventory").
fn attributes_of(content: Value<'_>, schema: Option<&Schema>) -> Result<Vec<String>, (&'static str, String)> {
    let known = schema.into_iter().flat_map(|schema| &schema.attributes);
    let mut seen: BTreeMap<String, String> = gathered(known.map(|name| (name.to_lowercase(), name.clone())));
    let mut attributes = Vec::new();
    for key in first_keys(content.elements()) {
        let name = key.name.into_owned();
        match seen.get(&name.to_lowercase()) {
            Some(known) if *known != name => {
                let message = format!("The attribute {name} is also written as {known}.");
                return Err(("InvalidItemContentException", message));
            }
            Some(_) => {}
            None => {
                seen.insert(name.to_lowercase(), name.clone());
                attributes.push(name);
            }
        }
    }
    Ok(attributes)
}

/// Refuses a custom type that would become too large, and gives the attributes back.
fn check_definition(
    state: &SsmState,
    type_name: &str,
    version: &str,
    new: Vec<String>,
) -> Result<Vec<String>, (&'static str, String)> {
    let quotas = &state.settings.quotas;
    let known = state.schemas.get(type_name).map_or(&[][..], |schema| &schema.attributes);
    if (known.len() + new.len()) as u64 > quotas.custom_type_attributes {
        let message = format!("A custom inventory type can have up to {} attributes.", quotas.custom_type_attributes);
        return Err(("InvalidItemContentException", message));
    }
    let attributes = known.iter().chain(&new).map(|name| (name.clone(), "STRING"));
    if definition(type_name, version, None, attributes).len() as u64 > quotas.custom_type_bytes {
        let message = format!("A custom inventory type can have up to {} KB.", quotas.custom_type_bytes >> 10);
        return Err(("ItemSizeLimitExceededException", message));
    }
    Ok(new)
}

fn check_custom_types(state: &SsmState, puts: &[Put]) -> Result<(), Exception> {
    let stored = puts.iter().filter(|put| matches!(put.what, What::Store(..)));
    let new = stored.map(|put| &put.type_name).filter(|name| name.starts_with(CUSTOM));
    let new: BTreeSet<&String> = gathered(new.filter(|name| !state.schemas.contains_key(*name)));
    let limit = state.settings.quotas.custom_types;
    if new.is_empty() || (state.schemas.len() + new.len()) as u64 <= limit {
        return Ok(());
    }
    let message = format!("An account can have up to {limit} custom inventory types.");
    Err(Exception::new("CustomSchemaCountLimitExceededException", message))
}

fn check_sub_types(state: &SsmState, node: &str, puts: &[Put]) -> Result<(), Exception> {
    let new: BTreeSet<&str> = gathered(puts.iter().map(|put| put.sub_type.as_str()));
    match too_many_sub_types(state, node, &new) {
        Some(limit) => {
            let message = format!("A node can have up to {limit} custom compliance types.");
            Err(Exception::new("SubTypeCountLimitExceededException", message))
        }
        None => Ok(()),
    }
}

/// The entries as they are stored, and the bytes of the content as compact JSON.
fn rows_of(content: Value<'_>, is_compliance: bool) -> (Rows, u64) {
    let mut rows = Rows::with_capacity(content.source().len());
    let mut bytes = 1;
    for entry in content.elements() {
        rows.push(|out| {
            let from = out.len();
            out.push('{');
            push_entries(out, entry, false);
            out.push('}');
            bytes += 1 + (out.len() - from) as u64;
            if is_compliance {
                let nested = nested(out.get(from..).unwrap_or_default());
                out.truncate(from);
                out.push_str(&nested);
            }
        });
    }
    (rows, bytes)
}
