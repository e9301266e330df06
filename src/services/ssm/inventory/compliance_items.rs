//! Compliance items as entries of inventory and back: the details of an item are attributes of an entry like the
//! others.

use std::borrow::Cow;

use crate::services::ssm::rows::{each_field, field};
use crate::services::ssm::state::Part;
use crate::text::string::push_quoted;
use crate::text::time::to_iso;

const ITEM_FIELDS: [&str; 4] = ["Id", "Title", "Severity", "Status"];

/// An entry of inventory as a compliance item: what is no member of one becomes a detail.
pub fn nested(entry: &str) -> String {
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

/// An attribute of an entry, or of a compliance item read as one.
pub fn attribute<'r>(row: &'r str, name: &str, is_compliance: bool) -> Option<Cow<'r, str>> {
    let own = field(row, name);
    if own.is_some() || !is_compliance {
        return own;
    }
    let mut found = None;
    each_field(row, |key, details| {
        if key == "Details" {
            found = field(details, name);
        }
    });
    found
}

/// An attribute of a stored entry, or of the context that it came with.
pub fn attribute_with_context<'r>(
    (sub_type, part, row): (&'r str, &'r Part, &'r str),
    name: &str,
    is_compliance: bool,
) -> Option<Cow<'r, str>> {
    let own = attribute(row, name, is_compliance);
    if own.is_some() || !is_compliance {
        return own;
    }
    let execution = part.execution.as_ref();
    match name {
        "ComplianceType" => Some(sub_type.into()),
        "ExecutionId" => execution.and_then(|run| run.id.as_deref()).map(Cow::Borrowed),
        "ExecutionType" => execution.and_then(|run| run.kind.as_deref()).map(Cow::Borrowed),
        "ExecutionTime" => execution.map(|run| to_iso(run.time).into()),
        _ => None,
    }
}

fn push_field(out: &mut String, name: &str, value: &str) {
    if out.len() > 1 {
        out.push(',');
    }
    push_quoted(out, name);
    out.push(':');
    out.push_str(value);
}
