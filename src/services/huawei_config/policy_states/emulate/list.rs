//! The lists of results, emulated.

use crate::emulator::{Answer, Call, Exception};
use crate::model::tape::Value;
use crate::services::huawei_config::errors::not_found;
use crate::services::huawei_config::paging::{RESULTS, begin, finish};
use crate::services::huawei_config::policy_states::results::{Group, Outcome, word};
use crate::services::huawei_config::policy_states::view::{
    ListPolicyStatesByAssignmentIdRequest, ListPolicyStatesByDomainIdRequest, ListPolicyStatesByResourceIdRequest,
};
use crate::services::huawei_config::state::{Account, ConfigState};
use crate::services::reading::text;

/// Lists the results of an account.
///
/// Known: 200 results a page at most; the marker of the next page is null on the last; the members of a result.
///
/// Assumptions, for all lists of results: the order, in which rules and resources first had a result; filters compare whole
/// texts; a page looks at 1,000 results at most, and may come back short with a marker; the marker of another query is
/// RMS.00010034.
pub fn list_policy_states_by_domain_id(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListPolicyStatesByDomainIdRequest(call.input);
    let filter = Filter::of(request.compliance_state(), request.resource_id(), request.resource_name());
    let domain = text(request.domain_id()).unwrap_or_default();
    listed(call, &domain, None, &filter, [request.limit(), request.marker()])
}

/// Lists the results of a rule.
///
/// Known: as of the account's; 404 where there is no such rule.
pub fn list_policy_states_by_assignment_id(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListPolicyStatesByAssignmentIdRequest(call.input);
    let filter = Filter::of(request.compliance_state(), request.resource_id(), request.resource_name());
    let domain = text(request.domain_id()).unwrap_or_default();
    let rule = text(request.policy_assignment_id()).unwrap_or_default();
    call.state::<ConfigState>()?.rule(&domain, &rule).ok_or_else(not_found)?;
    listed(call, &domain, Some(&rule), &filter, [request.limit(), request.marker()])
}

/// Lists the results of a resource.
///
/// Known: as of the account's.
///
/// Assumption: a resource without results has an empty list.
pub fn list_policy_states_by_resource_id(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListPolicyStatesByResourceIdRequest(call.input);
    let filter = Filter::of(request.compliance_state(), request.resource_id(), None);
    let domain = text(request.domain_id()).unwrap_or_default();
    listed(call, &domain, None, &filter, [request.limit(), request.marker()])
}

/// What a result has to be.
struct Filter {
    state: Option<String>,
    resource: Option<String>,
    name: Option<String>,
}

impl Filter {
    fn of(state: Option<Value<'_>>, resource: Option<Value<'_>>, name: Option<Value<'_>>) -> Filter {
        Filter { state: text(state), resource: text(resource), name: text(name) }
    }

    fn holds(&self, outcome: &Outcome) -> bool {
        let is =
            |wanted: &Option<String>, value: Option<&str>| wanted.as_deref().is_none_or(|wanted| value == Some(wanted));
        is(&self.state, Some(word(outcome.is_compliant)))
            && is(&self.resource, Some(&outcome.resource))
            && is(&self.name, outcome.name.as_deref())
    }
}

fn listed(
    call: &Call<'_>,
    domain: &str,
    rule: Option<&str>,
    filter: &Filter,
    asked: [Option<Value<'_>>; 2],
) -> Result<Answer, Exception> {
    let state: &ConfigState = call.state()?;
    let query = format!("{domain}\n{rule:?}\n{:?}\n{:?}\n{:?}", filter.state, filter.resource, filter.name);
    let (mut page, from) = begin::<u64>(call, &query, asked, RESULTS)?;
    let Some(account) = state.accounts.get(domain) else { return Ok(Answer::read(finish(page))) };
    for number in numbers(account, rule, filter, from.unwrap_or(0)) {
        if !page.has_room(|| number.to_string()) {
            break;
        }
        page.looked_at(1);
        let Some(outcome) = account.results.get(number).filter(|outcome| filter.holds(outcome)) else { continue };
        if let Some(rule) = account.rules.get(&outcome.rule) {
            page.push(|rows| rows.push_str(&outcome.to_json(domain, rule)));
        }
    }
    Ok(Answer::read(finish(page)))
}

/// The results that may be meant, from a number on: those of the rule, or of the resource, or all.
fn numbers<'s>(
    account: &'s Account,
    rule: Option<&str>,
    filter: &Filter,
    from: u64,
) -> Box<dyn Iterator<Item = u64> + 's> {
    let of = |group: Option<&'s Group>| -> Box<dyn Iterator<Item = u64> + 's> {
        Box::new(group.into_iter().flat_map(move |group| group.from(from)))
    };
    match (rule, &filter.resource) {
        (Some(rule), _) => of(account.results.of_rule(rule)),
        (None, Some(resource)) => of(account.results.of_resource(resource)),
        (None, None) => Box::new(account.results.from(from).map(|(number, _)| number)),
    }
}
