//! CreatePolicyAssignments, UpdatePolicyAssignment and DeletePolicyAssignment, emulated.

use serde_json::{Map, Value as Json};

use crate::emulator::{Answer, Call, Exception};
use crate::hash::{Encoding, digest_encode};
use crate::model::tape::Value;
use crate::services::huawei_config::errors::{coded, invalid_parameters};
use crate::services::huawei_config::policy_assignments::definitions::definition;
use crate::services::huawei_config::policy_assignments::rule::{Content, Policy, Rule, Status};
use crate::services::huawei_config::policy_assignments::scope::{Filter, FilterV2};
use crate::services::huawei_config::policy_assignments::view::{
    CreatePolicyAssignmentsRequest, CustomPolicy, DeletePolicyAssignmentRequest, ResourceTag,
    UpdatePolicyAssignmentRequest,
};
use crate::services::huawei_config::state::{ConfigState, Key};
use crate::services::reading::text;

use super::{named, tick};

/// Makes a rule, and evaluates it.
///
/// Known: the type is builtin where none is given; the members of the answer, which says Enabled; an id is 24 hexadecimal
/// digits that begin with the time in seconds; 500 rules of an account; creation evaluates the rule.
///
/// Assumptions: one rule more than that, and a custom rule without its function, are 400 `invalid_parameters` in our words;
/// a policy that there is not is RMS.00010042; two rules may have one name; whoever reads the rule next finds it Submitting
/// for a second, then Evaluating.
pub fn create_policy_assignments(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = CreatePolicyAssignmentsRequest(call.input);
    let state: &ConfigState = call.state()?;
    let domain = text(request.domain_id()).unwrap_or_default();
    let is_custom = text(request.policy_assignment_type()).is_some_and(|kind| kind == "custom");
    let content = Content {
        name: text(request.name()).unwrap_or_default(),
        description: text(request.description()),
        policy: policy_of(is_custom, request.policy_definition_id(), request.custom_policy())?,
        period: text(request.period()),
        filter: request.policy_filter().map(Filter::of),
        filter_v2: request.policy_filter_v2().map(FilterV2::of),
        parameters: object_of(request.parameters()),
        tags: tags_of(request.tags()),
    };
    let limit = state.settings.quotas.policy_assignments;
    let rules = state.accounts.get(&domain).map_or(0, |account| account.rules.len());
    if rules as u64 >= limit {
        return Err(invalid_parameters(format!("an account can have {limit} rules at most")));
    }
    let id = id_of(call, &domain);
    let rule = Rule::new(&id, content, call.now);
    let (body, tick) = (rule.to_json_as(Status::Enabled.as_str()), tick(call));
    Ok(Answer::change(body, move |state: &mut ConfigState| {
        state.accounts.entry(domain.clone()).or_default().rules.insert(id.clone(), rule);
        state.with_rule(&Key { domain, rule: id }, tick, |rule, room| room.submit(rule));
    }))
}

/// Changes a rule, and evaluates it.
///
/// Known: 404 where there is no such rule; the members of the answer; a change evaluates the rule.
///
/// Assumptions: what the request leaves out is taken away, but for the policy, the tags and `policy_filter_v2`, which this
/// operation does not have; a rule keeps its type, another is 400 `invalid_parameters`; a disabled rule stays so; what is
/// no longer in scope has no result any more; hashes that were handed out before are still taken.
pub fn update_policy_assignment(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = UpdatePolicyAssignmentRequest(call.input);
    let (_, key, rule) = named(call, request.domain_id(), request.policy_assignment_id())?;
    let old = &rule.content;
    if let Some(kind) = text(request.policy_assignment_type())
        && (kind == "custom") != old.is_custom()
    {
        return Err(invalid_parameters("the type of a rule cannot be changed"));
    }
    let is_named =
        if old.is_custom() { request.custom_policy().is_some() } else { request.policy_definition_id().is_some() };
    let policy = if is_named {
        policy_of(old.is_custom(), request.policy_definition_id(), request.custom_policy())?
    } else {
        old.policy.clone()
    };
    let tags = tags_of(request.tags());
    let content = Content {
        name: text(request.name()).unwrap_or_default(),
        description: text(request.description()),
        policy,
        period: text(request.period()),
        filter: request.policy_filter().map(Filter::of),
        filter_v2: old.filter_v2.clone(),
        parameters: object_of(request.parameters()),
        tags: if tags.is_empty() { old.tags.clone() } else { tags },
    };
    let mut changed = Rule::new(&rule.id, content.clone(), call.now);
    changed.created = rule.created;
    let (status, tick) = (rule.status, tick(call));
    let is_disabled = status == Status::Disabled;
    let body = changed.to_json_as(if is_disabled { status } else { Status::Enabled }.as_str());
    Ok(Answer::change(body, move |state: &mut ConfigState| {
        state.with_rule(&key, tick, |rule, room| {
            (rule.content, rule.updated) = (content, tick.now);
            room.leave(rule);
            if !is_disabled {
                room.submit(rule);
            }
        });
    }))
}

/// Deletes a rule.
///
/// Known: 404 where there is no such rule; the answer is empty, with status 200.
///
/// Assumptions: a rule need not be disabled first; its results go with it, and its hashes are worth nothing any more.
pub fn delete_policy_assignment(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = DeletePolicyAssignmentRequest(call.input);
    let (_, key, _) = named(call, request.domain_id(), request.policy_assignment_id())?;
    let now = call.now;
    Ok(Answer::change("", move |state: &mut ConfigState| state.remove_rule(&key, now)))
}

/// How a rule is decided.
fn policy_of(is_custom: bool, id: Option<Value<'_>>, custom: Option<CustomPolicy<'_>>) -> Result<Policy, Exception> {
    if is_custom {
        let custom = custom.ok_or_else(|| invalid_parameters("a custom rule needs its `custom_policy`"))?;
        return Ok(Policy::Custom(object_of(Some(custom.0))));
    }
    let id = text(id).unwrap_or_default();
    definition(&id).ok_or_else(|| coded("RMS.00010042"))?;
    Ok(Policy::Builtin(id))
}

/// A value as an object, as it was written.
fn object_of(value: Option<Value<'_>>) -> Map<String, Json> {
    value.and_then(|value| serde_json::from_str(value.source()).ok()).unwrap_or_default()
}

fn tags_of<'t>(tags: impl Iterator<Item = ResourceTag<'t>>) -> Vec<(String, String)> {
    tags.map(|tag| (text(tag.key()).unwrap_or_default(), text(tag.value()).unwrap_or_default())).collect()
}

/// A new id: ids of documented examples begin with the time of their making, in seconds.
fn id_of(call: &Call<'_>, domain: &str) -> String {
    let mac = call.ids.mac(&[b"rule", domain.as_bytes(), &call.number.to_le_bytes()]);
    let seconds = u32::try_from(call.now / 1000).unwrap_or(u32::MAX);
    let bytes = [&seconds.to_be_bytes()[..], mac.get(..8).unwrap_or_default()].concat();
    digest_encode(&bytes, Encoding::Hex)
}
