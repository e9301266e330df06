//! UpdatePolicyState, emulated.

use crate::emulator::{Answer, Call, Exception};
use crate::model::tape::Value;
use crate::services::huawei_config::error_table::CUSTOMIZED_HASH;
use crate::services::huawei_config::errors::invalid_parameters;
use crate::services::huawei_config::policy_assignments::emulate::{named, tick};
use crate::services::huawei_config::policy_assignments::rule::Rule;
use crate::services::huawei_config::policy_states::evaluate::hash_of;
use crate::services::huawei_config::policy_states::results::{Outcome, word};
use crate::services::huawei_config::policy_states::view::UpdatePolicyStateRequest;
use crate::services::huawei_config::state::{ConfigState, Key};
use crate::services::reading::text;

/// Takes the result of a function.
///
/// Known: the members of the answer; the time of the evaluation is a number there, whether or not it was a text; a hash
/// that the service did not hand out is 400 `invalid_parameters`, with the words of the documentation; unknown members
/// are passed over.
///
/// Assumptions: the order of the checks, which is rule, then hash; a rule that is not there is 404 (OpenAPI has the status);
/// a hash belongs to a rule and the time of an evaluation, and serves for any resource, as long as no thousand evaluations
/// came after; the result takes the place of the one of the same rule and resource, whichever time it has; account and rule
/// are those of the address and of `policy_assignment_id`, whatever the body says of them besides; a built-in rule has no
/// hashes, so that nobody can report for it.
pub fn update_policy_state(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = UpdatePolicyStateRequest(call.input);
    let (state, key, rule) = named(call, request.domain_id(), request.policy_assignment_id())?;
    let time = request.evaluation_time().and_then(millis_of).unwrap_or_default();
    let any_hash = state.settings.any_hash;
    let hash = text(request.evaluation_hash()).unwrap_or_default();
    if !any_hash && !is_issued(call, &key, rule, time, &hash) {
        return Err(invalid_parameters(CUSTOMIZED_HASH));
    }
    let resource = request.policy_resource();
    let of = |member: fn(super::super::view::PolicyResource<'_>) -> Option<Value<'_>>| text(resource.and_then(member));
    let outcome = Outcome {
        rule: key.rule.clone(),
        resource: of(|resource| resource.resource_id()).unwrap_or_default(),
        name: of(|resource| resource.resource_name()),
        provider: of(|resource| resource.resource_provider()),
        kind: of(|resource| resource.resource_type()),
        region: of(|resource| resource.region_id()),
        trigger: text(request.trigger_type()).unwrap_or_default(),
        is_compliant: text(request.compliance_state()).is_some_and(|state| state == word(true)),
        time,
    };
    let (body, tick) = (outcome.to_json(&key.domain, rule), tick(call));
    Ok(Answer::change(body, move |state: &mut ConfigState| {
        state.with_rule(&key, tick, |rule, room| room.take(rule, outcome, any_hash));
    }))
}

/// Whether a hash was handed out for an evaluation of the rule.
fn is_issued(call: &Call<'_>, key: &Key, rule: &Rule, time: i64, hash: &str) -> bool {
    rule.is_issued(time) && hash == hash_of(call.ids, &key.domain, &key.rule, time)
}

/// A time in milliseconds, as a number or as its digits.
fn millis_of(value: Value<'_>) -> Option<i64> {
    value.integer().or_else(|| value.any_str()?.parse().ok())
}
