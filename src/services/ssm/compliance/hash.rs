//! What the agent hashes of a compliance report.

use crate::hash::Content;
use crate::hash::texts::{Go, differs_by_version, go_map, go_object};
use crate::model::tape::Value;
use crate::text::time::to_rfc3339_nano;

use super::view::{ComplianceItemEntry, PutComplianceItemsRequest};

/// The contents of a PutComplianceItems request: its items.
pub fn contents(request: Value<'_>) -> Vec<Content<'_>> {
    let view = PutComplianceItemsRequest(request);
    let place = (request, "ItemContentHash");
    view.item_list()
        .map(|value| Content { value, given: view.item_content_hash(), place, agent: agent_texts })
        .into_iter()
        .collect()
}

/// The agent reports associations alone, and hashes its own list of them: AssociationId, ExecutionTime,
/// DocumentName, DocumentVersion, Title, ComplianceSeverity, ComplianceStatus, none left out
/// (agent/association/compliance/model). Its time has nanoseconds and is one for each association; the request
/// has one time in milliseconds, so the hash can be told again only where they agree. Reports of other types
/// come from no agent; theirs are taken for maps (assumption).
fn agent_texts<'t>(request: Value<'t>, items: Value<'t>) -> Vec<String> {
    let view = PutComplianceItemsRequest(request);
    let is_association = view.compliance_type().and_then(Value::str).as_deref() == Some("Association");
    let time = view.execution_summary().and_then(|summary| summary.execution_time()).and_then(Value::millis);
    let write = |go| {
        let mut out = String::from("[");
        for (i, item) in items.elements().enumerate() {
            if i > 0 {
                out.push(',');
            }
            match time.filter(|_| is_association) {
                Some(time) => push_association(&mut out, ComplianceItemEntry(item), time, go),
                None => push_item(&mut out, ComplianceItemEntry(item), go),
            }
        }
        out + "]"
    };
    let mut all = vec![write(Go::Since122)];
    if all.iter().any(|text| differs_by_version(text)) {
        all.push(write(Go::Before122));
    }
    all
}

fn push_association(out: &mut String, item: ComplianceItemEntry<'_>, time: i64, go: Go) {
    let text = |value: Option<Value<'_>>| value.and_then(Value::any_str).unwrap_or_default().into_owned();
    let detail = |name: &str| {
        let entry =
            item.details().into_iter().flat_map(Value::entries).find(|(key, _)| key.any_str().as_deref() == Some(name));
        text(entry.map(|(_, value)| value))
    };
    let members = [
        ("AssociationId", text(item.id())),
        ("ExecutionTime", to_rfc3339_nano(time)),
        ("DocumentName", detail("DocumentName")),
        ("DocumentVersion", detail("DocumentVersion")),
        ("Title", text(item.title())),
        ("ComplianceSeverity", text(item.severity())),
        ("ComplianceStatus", text(item.status())),
    ];
    go_object(out, members.iter().map(|(name, value)| (*name, value.as_str())), go);
}

fn push_item(out: &mut String, item: ComplianceItemEntry<'_>, go: Go) {
    let texts = [("Id", item.id()), ("Severity", item.severity()), ("Status", item.status()), ("Title", item.title())];
    let present: Vec<_> =
        texts.iter().filter_map(|(name, value)| Some((*name, value.and_then(Value::any_str)?))).collect();
    let mut rest = String::new();
    go_object(&mut rest, present.iter().map(|(name, value)| (*name, &**value)), go);
    match item.details() {
        Some(details) => {
            out.push_str("{\"Details\":");
            go_map(out, details, go);
            let rest = rest.strip_prefix('{').unwrap_or_default();
            out.push_str(if rest == "}" { "" } else { "," });
            out.push_str(rest);
        }
        None => out.push_str(&rest),
    }
}
