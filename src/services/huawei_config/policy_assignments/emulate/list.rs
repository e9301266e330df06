//! ListPolicyAssignments and ShowPolicyAssignment, emulated.

use crate::emulator::{Answer, Call, Exception};
use crate::services::huawei_config::paging::{RULES, begin, finish};
use crate::services::huawei_config::policy_assignments::view::{
    ListPolicyAssignmentsRequest, ShowPolicyAssignmentRequest,
};
use crate::services::huawei_config::state::ConfigState;
use crate::services::reading::text;

use super::named;

/// Lists the rules of an account.
///
/// Known: 500 rules a page at most; the marker of the next page is null on the last.
///
/// Assumptions: the order is that of ids, which is that of their making to the second; a name has to be the same; the
/// marker of another query is RMS.00010034.
pub fn list_policy_assignments(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListPolicyAssignmentsRequest(call.input);
    let state: &ConfigState = call.state()?;
    let domain = text(request.domain_id()).unwrap_or_default();
    let name = text(request.policy_assignment_name());
    let query = format!("{domain}\n{name:?}");
    let (mut page, from) = begin::<String>(call, &query, [request.limit(), request.marker()], RULES)?;
    let rules = state.accounts.get(&domain).map(|account| account.rules.range(from.unwrap_or_default()..));
    for (id, rule) in rules.into_iter().flatten() {
        if !page.has_room(|| id.clone()) {
            break;
        }
        page.looked_at(1);
        if name.as_ref().is_none_or(|name| *name == rule.content.name) {
            page.push(|rows| rows.push_str(&rule.to_json()));
        }
    }
    Ok(Answer::read(finish(page)))
}

/// Shows a rule.
///
/// Known: the members of the answer; the states Enabled, Disabled, Evaluating and Submitting; 404 where there is no such
/// rule.
pub fn show_policy_assignment(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ShowPolicyAssignmentRequest(call.input);
    let (_, _, rule) = named(call, request.domain_id(), request.policy_assignment_id())?;
    Ok(Answer::read(rule.to_json()))
}
