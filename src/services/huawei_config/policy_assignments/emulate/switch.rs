//! EnablePolicyAssignment and DisablePolicyAssignment, emulated.

use crate::emulator::{Answer, Call, Exception};
use crate::services::huawei_config::policy_assignments::rule::Status;
use crate::services::huawei_config::policy_assignments::view::{
    DisablePolicyAssignmentRequest, EnablePolicyAssignmentRequest,
};
use crate::services::huawei_config::state::ConfigState;

use super::{named, tick};

/// Enables a rule, and evaluates it.
///
/// Known: the answer is empty, with status 202; enabling evaluates the rule; 404 where there is no such rule.
///
/// Assumption: a rule that is not disabled is left as it is.
pub fn enable_policy_assignment(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = EnablePolicyAssignmentRequest(call.input);
    let (_, key, rule) = named(call, request.domain_id(), request.policy_assignment_id())?;
    if rule.status != Status::Disabled {
        return Ok(Answer::read(""));
    }
    let tick = tick(call);
    Ok(Answer::change("", move |state: &mut ConfigState| state.with_rule(&key, tick, |rule, room| room.submit(rule))))
}

/// Disables a rule.
///
/// Known: the answer is empty, with status 202; 404 where there is no such rule.
///
/// Assumptions: an evaluation that is under way ends as failed; results stay, and those that a function still reports are
/// taken.
pub fn disable_policy_assignment(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = DisablePolicyAssignmentRequest(call.input);
    let (_, key, rule) = named(call, request.domain_id(), request.policy_assignment_id())?;
    if rule.status == Status::Disabled {
        return Ok(Answer::read(""));
    }
    let tick = tick(call);
    Ok(Answer::change("", move |state: &mut ConfigState| state.with_rule(&key, tick, |rule, room| room.stop(rule))))
}
