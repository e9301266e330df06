//! PutComplianceItems, emulated.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::emulator::{Answer, Call, Exception};
use crate::model::tape::Value;
use crate::services::reading::text;
use crate::services::ssm::counts::{PATCH_GROUP, Totals};
use crate::services::ssm::limits::{too_many, too_many_sub_types};
use crate::services::ssm::rows::{Rows, field, push_entries};
use crate::services::ssm::state::{COMPLIANCE_ITEM, Execution, Part, Place, Report, SsmState};
use crate::text::order::gathered;
use crate::text::time::to_iso;
use crate::wire::compact::push_text;

use super::view::{ComplianceItemEntry, PutComplianceItemsRequest};

/// Stores a compliance report.
///
/// Known: only managed nodes as `ManagedInstance`; COMPLETE replaces all items of the type, PARTIAL those of
/// one association; a hash equal to the stored one leaves everything as it is; a report older than the stored
/// one is dropped without a word; at most 10 custom types a node; at most 800 KB of items.
///
/// Assumptions: a node whose machine is gone or going is InvalidResourceId; a report is kept for 30 days, as
/// inventory is, and an ignored one does not begin them anew; a type without items still counts among the 10; the
/// size is that of `Items` as compact JSON; PARTIAL for another type than Association is InvalidItemContentException;
/// PARTIAL replaces the items with the ids that it brings, and is older than those alone, while COMPLETE is older where
/// its ExecutionTime is before that of the newest part stored; after PARTIAL, no items with the hash of the last
/// COMPLETE still say that nothing changed, and items with it are put again; an equal hash does not refresh the summary.
pub fn put_compliance_items(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = PutComplianceItemsRequest(call.input);
    let state: &SsmState = call.state()?;
    let quotas = &state.settings.quotas;
    let node = text(request.resource_id()).unwrap_or_default();
    let compliance_type = text(request.compliance_type()).unwrap_or_default();
    if text(request.resource_type()).as_deref() != Some("ManagedInstance") {
        return Err(Exception::new("InvalidResourceType", ""));
    }
    if !state.settings.nodes.can_report(&node) {
        return Err(Exception::new("InvalidResourceId", ""));
    }
    too_many(request.item_list(), "items", quotas.compliance_items)?;
    let is_partial = text(request.upload_type()).as_deref() == Some("PARTIAL");
    if is_partial && compliance_type != "Association" {
        let message = "PARTIAL is only supported for the compliance type Association";
        return Err(Exception::new("InvalidItemContentException", message).with("TypeName", COMPLIANCE_ITEM));
    }
    if let Some(limit) = too_many_sub_types(state, &node, &gathered([compliance_type.as_str()])) {
        let message = format!("You can specify a maximum of {limit} custom compliance types.");
        return Err(Exception::new("ComplianceTypeCountLimitExceededException", message));
    }
    let stored = state.report(&node, COMPLIANCE_ITEM, &compliance_type);
    let (rows, totals) = rows_of(request);
    if rows.bytes() as u64 + rows.len() as u64 + 1 > quotas.compliance_bytes {
        let message = format!("Compliance item can have up to {} KB in total.", quotas.compliance_bytes >> 10);
        return Err(Exception::new("ItemSizeLimitExceededException", message).with("TypeName", COMPLIANCE_ITEM));
    }
    let hash = text(request.item_content_hash()).filter(|hash| !hash.is_empty());
    let execution = execution_of(request);
    let is_ignored = |stored: &Report| {
        if is_partial {
            let ids = ids_of(&rows);
            let replaced = stored.parts.iter().filter(|old| old.rows.iter().any(|row| is_named(row, &ids)));
            has_part(stored, hash.as_deref()) || is_older(replaced, &execution)
        } else {
            is_known(stored, hash.as_deref(), rows.is_empty()) || is_older(stored.parts.iter(), &execution)
        }
    };
    if stored.is_some_and(is_ignored) {
        return Ok(Answer::read("{}"));
    }
    let part = Part { execution: Some(execution.clone()), hash: hash.clone().filter(|_| is_partial), rows, totals };
    let report = match stored.filter(|_| is_partial) {
        Some(stored) => with_part(stored, part),
        None => Report { hash: hash.filter(|_| !is_partial), parts: vec![part], ..Report::default() },
    };
    let newest = report.execution().map_or(execution.time, |newest| newest.time);
    let report = Report { schema_version: "1.0".into(), capture_time: to_iso(newest), updated: call.now, ..report };
    let place = Place { node, type_name: COMPLIANCE_ITEM.into(), sub_type: compliance_type };
    Ok(Answer::change("{}", move |state: &mut SsmState| state.put(place, report)))
}

/// Whether the last complete report had this hash, so that the put is ignored. Where parts of it were replaced since,
/// the hash no longer says what is stored, but whoever sends no items with it has nothing new.
fn is_known(stored: &Report, hash: Option<&str>, is_empty: bool) -> bool {
    let is_same = |known: &Option<String>| hash.is_some() && known.as_deref() == hash;
    is_same(&stored.hash) || (is_empty && is_same(&stored.complete))
}

/// Whether a part came with this hash, so that the same part is ignored.
fn has_part(stored: &Report, hash: Option<&str>) -> bool {
    hash.is_some() && stored.parts.iter().any(|part| part.hash.as_deref() == hash)
}

fn is_older<'p>(mut parts: impl Iterator<Item = &'p Part>, execution: &Execution) -> bool {
    parts.any(|part| part.execution.as_ref().is_some_and(|known| known.time > execution.time))
}

fn ids_of(rows: &Rows) -> BTreeSet<Cow<'_, str>> {
    gathered(rows.iter().filter_map(|row| field(row, "Id")))
}

/// Whether an item has one of these ids.
fn is_named(row: &str, ids: &BTreeSet<Cow<'_, str>>) -> bool {
    field(row, "Id").is_some_and(|id| ids.contains(&*id))
}

/// The stored report with the items of a partial upload in the place of those with the same ids.
fn with_part(stored: &Report, part: Part) -> Report {
    let ids = ids_of(&part.rows);
    let kept = stored.parts.iter().filter_map(|old| {
        let mut rows = Rows::default();
        let others = old.rows.iter().filter(|row| !is_named(row, &ids));
        others.for_each(|row| rows.push(|out| out.push_str(row)));
        (!rows.is_empty()).then(|| {
            let totals = Totals::of(rows.iter());
            // What is left of a part is no longer what its hash is of.
            let hash = old.hash.clone().filter(|_| rows.len() == old.rows.len());
            Part { execution: old.execution.clone(), hash, rows, totals }
        })
    });
    let parts: Vec<Part> = kept.collect();
    let complete = stored.hash.clone().or_else(|| stored.complete.clone());
    Report { complete, parts: parts.into_iter().chain([part]).collect(), ..Report::default() }
}

fn execution_of(request: PutComplianceItemsRequest<'_>) -> Execution {
    let summary = request.execution_summary();
    Execution {
        time: summary.and_then(|s| s.execution_time()).and_then(Value::millis).unwrap_or_default(),
        id: text(summary.and_then(|s| s.execution_id())),
        kind: text(summary.and_then(|s| s.execution_type())),
    }
}

fn word(value: Option<Value<'_>>) -> Cow<'_, str> {
    value.and_then(Value::any_str).unwrap_or_default()
}

/// The items as they are stored, and what they count up to.
fn rows_of(request: PutComplianceItemsRequest<'_>) -> (Rows, Totals) {
    let mut rows = Rows::with_capacity(request.item_list().map_or(0, |list| list.source().len()));
    let mut totals = Totals::default();
    for item in request.items() {
        rows.push(|out| push_row(out, item));
        totals.add(&word(item.status()), &word(item.severity()));
        for (key, value) in item.details().into_iter().flat_map(Value::entries) {
            if key.any_str().as_deref() == Some(PATCH_GROUP) {
                totals.add_group(word(Some(value)));
            }
        }
    }
    (rows, totals)
}

fn push_row(out: &mut String, item: ComplianceItemEntry<'_>) {
    out.push('{');
    let mut more = false;
    for (name, value) in [
        ("\"Id\":", item.id()),
        ("\"Title\":", item.title()),
        ("\"Severity\":", item.severity()),
        ("\"Status\":", item.status()),
    ] {
        if let Some(value) = value {
            if std::mem::replace(&mut more, true) {
                out.push(',');
            }
            out.push_str(name);
            push_text(out, value);
        }
    }
    if let Some(details) = item.details() {
        out.push_str(if more { ",\"Details\":{" } else { "\"Details\":{" });
        push_entries(out, details, false);
        out.push('}');
    }
    out.push('}');
}
