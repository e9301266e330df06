//! RunEvaluationByPolicyAssignmentId and ShowEvaluationStateByAssignmentId, emulated.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::huawei_config::errors::coded;
use crate::services::huawei_config::paging::or_null;
use crate::services::huawei_config::policy_assignments::emulate::{named, tick};
use crate::services::huawei_config::policy_assignments::rule::Status;
use crate::services::huawei_config::policy_states::view::{
    RunEvaluationByPolicyAssignmentIdRequest, ShowEvaluationStateByAssignmentIdRequest,
};
use crate::services::huawei_config::state::ConfigState;
use crate::services::huawei_config::times::to_millis_text;

/// Evaluates a rule.
///
/// Known: the answer is empty, with status 202; 404 where there is no such rule.
///
/// Assumptions: the evaluation begins at once; one that is under way is begun anew, and its hashes are still taken; a rule
/// that is Submitting is evaluated anyway; for a disabled rule the answer is RMS.00010052.
pub fn run_evaluation_by_policy_assignment_id(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = RunEvaluationByPolicyAssignmentIdRequest(call.input);
    let (_, key, rule) = named(call, request.domain_id(), request.policy_assignment_id())?;
    match rule.status {
        Status::Disabled => Err(coded("RMS.00010052")),
        Status::Submitting(_) => Ok(Answer::read("")),
        Status::Enabled | Status::Evaluating(_) => {
            let tick = tick(call);
            Ok(Answer::change("", move |state: &mut ConfigState| {
                state.with_rule(&key, tick, |rule, room| room.begin(rule));
            }))
        }
    }
}

/// Tells how far the last evaluation of a rule is.
///
/// Known: the members of the answer and their form; the state Succeeded; 404 where there is no such rule.
///
/// Assumptions: the states Running and Failed, and the words of a failure.
pub fn show_evaluation_state_by_assignment_id(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ShowEvaluationStateByAssignmentIdRequest(call.input);
    let (_, key, rule) = named(call, request.domain_id(), request.policy_assignment_id())?;
    let evaluation = &rule.evaluation;
    let body = Output::default()
        .text("state", evaluation.state())
        .text("policy_assignment_id", &key.rule)
        .text("start_time", &to_millis_text(evaluation.started))
        .json("end_time", &or_null(evaluation.ended.map(to_millis_text).as_deref()))
        .json("error_message", &or_null(evaluation.error.as_deref()));
    Ok(Answer::read(body.finish()))
}
