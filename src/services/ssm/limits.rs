//! Limits that both families share.

use std::collections::BTreeSet;

use crate::emulator::Exception;
use crate::model::tape::Value;
use crate::text::order::gathered;
use crate::wire::compact::push_source;

use super::state::{COMPLIANCE_ITEM, CUSTOM, SsmState};
use super::wording::WORDING;

/// Refuses a list that is longer than a limit, in the words of the service's validation errors (issue
/// disneystreaming/ssm-helpers 47: a list size).
pub fn too_many(list: Option<Value<'_>>, path: &str, limit: u64) -> Result<(), Exception> {
    let Some(list) = list.filter(|list| list.elements().count() as u64 > limit) else { return Ok(()) };
    let mut value = String::from("'");
    push_source(&mut value, list.source());
    value.push('\'');
    // The value comes last: what stands in it is not looked at again.
    let message = [WORDING.detected, WORDING.violation]
        .concat()
        .replace("{count}", "1")
        .replace("{s}", "")
        .replace("{path}", path)
        .replace("{constraint}", &WORDING.max_length.replace("{limit}", &limit.to_string()))
        .replace("{value}", &value);
    Err(Exception::new("ValidationException", message))
}

/// The greatest number of custom compliance types of a node, where it would have more of them with these.
pub fn too_many_sub_types(state: &SsmState, node: &str, with: &BTreeSet<&str>) -> Option<u64> {
    let limit = state.settings.quotas.compliance_types;
    let is_custom = |name: &&str| name.starts_with(CUSTOM);
    let reports = state.nodes.get(node).into_iter().flat_map(|node| node.reports(COMPLIANCE_ITEM, ""));
    let stored: BTreeSet<&str> = gathered(reports.map(|(name, _)| name).filter(is_custom));
    let new = with.iter().copied().filter(is_custom).filter(|name| !stored.contains(name)).count();
    (new > 0 && (stored.len() + new) as u64 > limit).then_some(limit)
}
