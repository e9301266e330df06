//! The summaries, emulated. What they count is kept while results come in; only a filter looks at results.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::huawei_config::paging::{RESULTS, begin, finish, or_null};
use crate::services::huawei_config::policy_assignments::emulate::named;
use crate::services::huawei_config::policy_assignments::rule::Rule;
use crate::services::huawei_config::policy_states::results::{Counts, Outcome, word};
use crate::services::huawei_config::policy_states::view::{
    CollectPolicyAssignmentsStatesSummaryRequest, CollectPolicyStatesSummaryRequest,
    CollectResourcesPolicyStatesSummaryRequest,
};
use crate::services::huawei_config::state::{Account, ConfigState};
use crate::services::reading::{text, texts};
use crate::text::order::gathered;

use std::collections::BTreeMap;

/// Counts the resources and rules of an account that comply, and the resources of each rule.
///
/// Known: the members of the answer.
///
/// Assumptions: a rule complies where all its results do, a resource likewise; one without results counts as neither, and a
/// rule without has no word; rules are in the order of their ids; tags, each a key or `key=value`, are those of rules, all
/// have to hold, and what is counted is then of these rules alone.
pub fn collect_policy_states_summary(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = CollectPolicyStatesSummaryRequest(call.input);
    let state: &ConfigState = call.state()?;
    let (none, tags) = (Account::default(), texts(request.tags()));
    let account = state.accounts.get(&text(request.domain_id()).unwrap_or_default()).unwrap_or(&none);
    let rules: Vec<&Rule> = account.rules.values().filter(|rule| has_tags(rule, &tags)).collect();
    let (of_resources, of_rules) = if tags.is_empty() {
        (account.results.resource_counts, account.results.rule_counts)
    } else {
        counted(account, &rules)
    };
    let rules: Vec<String> = rules.iter().map(|rule| summary_of(rule, counts_of(account, rule))).collect();
    let body = Output::default()
        .json("results", &results_json(of_resources, of_rules))
        .json("policy_assignments", &format!("[{}]", rules.join(",")));
    Ok(Answer::read(body.finish()))
}

/// Counts the resources of a rule that comply.
///
/// Known: the members of the answer; 404 where there is no such rule.
///
/// Assumptions: `assignment_details` counts the rule itself; with the name of a resource, only results of that name count.
pub fn collect_policy_assignments_states_summary(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = CollectPolicyAssignmentsStatesSummaryRequest(call.input);
    let (state, key, rule) = named(call, request.domain_id(), request.policy_assignment_id())?;
    let none = Account::default();
    let account = state.accounts.get(&key.domain).unwrap_or(&none);
    let counts = match text(request.resource_name()) {
        None => counts_of(account, rule),
        Some(name) => {
            let mut counts = Counts::default();
            results_of(account, rule)
                .filter(|outcome| outcome.name.as_deref() == Some(name.as_str()))
                .for_each(|outcome| counts.add(outcome.is_compliant));
            counts
        }
    };
    Ok(Answer::read(summary_of(rule, counts)))
}

/// Counts the rules of each resource that it complies with.
///
/// Known: the members of the answer; 200 resources a page at most.
///
/// Assumptions: the order, in which resources first had a result; what is said of a resource is what its first result said
/// last; `resource_details` counts the resource itself; filters compare whole texts; a page looks at 1,000 results at most,
/// and may come back short with a marker.
pub fn collect_resources_policy_states_summary(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = CollectResourcesPolicyStatesSummaryRequest(call.input);
    let state: &ConfigState = call.state()?;
    let domain = text(request.domain_id()).unwrap_or_default();
    let (id, name) = (text(request.resource_id()), text(request.resource_name()));
    let query = format!("{domain}\n{id:?}\n{name:?}");
    let (mut page, from) = begin::<u64>(call, &query, [request.limit(), request.marker()], RESULTS)?;
    let Some(account) = state.accounts.get(&domain) else { return Ok(Answer::read(finish(page))) };
    let results = &account.results;
    // Of a resource that is named, only the first result is looked at.
    let start = match &id {
        None => Some(0),
        Some(id) => results.of_resource(id).and_then(|group| group.from(0).next()),
    };
    let from = start.map(|start| start.max(from.unwrap_or(0)));
    for (number, outcome) in from.into_iter().flat_map(|from| results.from(from)) {
        if id.as_ref().is_some_and(|id| *id != outcome.resource) {
            break;
        }
        if !page.has_room(|| number.to_string()) {
            break;
        }
        page.looked_at(1);
        let is_meant = name.is_none() || outcome.name == name;
        if is_meant && results.is_first(number, outcome) {
            page.push(|rows| rows.push_str(&summary_of_resource(&domain, account, outcome)));
        }
    }
    Ok(Answer::read(finish(page)))
}

fn summary_of(rule: &Rule, counts: Counts) -> String {
    let mut of_rules = Counts::default();
    counts.is_compliant().into_iter().for_each(|is_compliant| of_rules.add(is_compliant));
    Output::default()
        .json("policy_assignment", &rule.to_json())
        .json("compliance_state", &or_null(counts.is_compliant().map(word)))
        .json("results", &results_json(counts, of_rules))
        .finish()
}

fn summary_of_resource(domain: &str, account: &Account, outcome: &Outcome) -> String {
    let counts = account.results.of_resource(&outcome.resource).map(|group| group.counts).unwrap_or_default();
    let mut of_resources = Counts::default();
    counts.is_compliant().into_iter().for_each(|is_compliant| of_resources.add(is_compliant));
    let resource = Output::default()
        .json("resource_id", &or_null(Some(outcome.resource.as_str()).filter(|id| !id.is_empty())))
        .json("resource_name", &or_null(outcome.name.as_deref()))
        .json("resource_provider", &or_null(outcome.provider.as_deref()))
        .json("resource_type", &or_null(outcome.kind.as_deref()))
        .json("region_id", &or_null(outcome.region.as_deref()))
        .text("domain_id", domain);
    Output::default()
        .json("resource", &resource.finish())
        .json("compliance_state", &or_null(counts.is_compliant().map(word)))
        .json("results", &results_json(of_resources, counts))
        .finish()
}

fn results_json(of_resources: Counts, of_rules: Counts) -> String {
    Output::default()
        .json("resource_details", &of_resources.to_json())
        .json("assignment_details", &of_rules.to_json())
        .finish()
}

/// How many results of a rule comply.
fn counts_of(account: &Account, rule: &Rule) -> Counts {
    account.results.of_rule(&rule.id).map(|group| group.counts).unwrap_or_default()
}

fn results_of<'s>(account: &'s Account, rule: &Rule) -> impl Iterator<Item = &'s Outcome> + use<'s> {
    let numbers = account.results.of_rule(&rule.id).into_iter().flat_map(|group| group.from(0));
    numbers.filter_map(|number| account.results.get(number))
}

/// How many resources comply with all of some rules, and how many of these rules do.
fn counted(account: &Account, rules: &[&Rule]) -> (Counts, Counts) {
    let (mut of_resources, mut of_rules) = (Counts::default(), Counts::default());
    let mut resources: BTreeMap<&str, bool> = BTreeMap::new();
    for rule in rules {
        counts_of(account, rule).is_compliant().into_iter().for_each(|is_compliant| of_rules.add(is_compliant));
        for outcome in results_of(account, rule) {
            *resources.entry(&outcome.resource).or_insert(true) &= outcome.is_compliant;
        }
    }
    resources.values().for_each(|is_compliant| of_resources.add(*is_compliant));
    (of_resources, of_rules)
}

fn has_tags(rule: &Rule, wanted: &[String]) -> bool {
    let tags: BTreeMap<&str, &str> = gathered(rule.content.tags.iter().map(|(k, v)| (k.as_str(), v.as_str())));
    wanted.iter().all(|wanted| match wanted.split_once('=') {
        Some((key, value)) => tags.get(key) == Some(&value),
        None => tags.contains_key(wanted.as_str()),
    })
}
