//! StartAutomationExecution, emulated.

use serde_json::Value;

use crate::emulator::{Answer, Call, Exception, Output, Tick};
use crate::hash::{Encoding, digest_encode, sha256};
use crate::services::ssm::automation::machine::Machine;
use crate::services::ssm::automation::parameters::invalid;
use crate::services::ssm::automation::runbook::Object;
use crate::services::ssm::automation::start::{Start, prepare};
use crate::services::ssm::automation::state::Token;
use crate::services::ssm::state::SsmState;

use super::{canonical, request_of};

/// Tags at a start (API model, Tags).
pub const MOST_TAGS: usize = 5;

/// Starts an execution.
///
/// Known: the exceptions; parameters against the document and the texts of two refusals; that executions beyond the
/// number of places wait as Pending, and that there is a queue; that a token is used once, and that other parameters
/// with it are IdempotentParameterMismatch; targets, target locations and their limits as `targets` and `locations` have them.
///
/// Assumptions: the same request with the same token is answered with the first execution, until that is forgotten; a
/// full queue is AutomationExecutionLimitExceededException; a sixth tag, targets that contradict each other and a
/// parameter that is not declared are InvalidAutomationExecutionParametersException; the role is not looked at; alarms
/// are shown and never go off; children run in the place of their parent; a file of target locations is not read, and refused.
pub fn start_automation_execution(call: &Call<'_>) -> Result<Answer, Exception> {
    let state: &SsmState = call.state()?;
    let request = request_of(call);
    if request.get("Tags").and_then(Value::as_array).is_some_and(|tags| tags.len() > MOST_TAGS) {
        return Err(invalid(format!("At most {MOST_TAGS} tags can be given.")));
    }
    started(call, state, request, |request| prepare(state, request, call.principal))
}

/// Starts what `prepare` makes of a request, once for a token.
pub fn started(
    call: &Call<'_>,
    state: &SsmState,
    mut request: Object,
    prepare: impl FnOnce(&Object) -> Result<Start, Exception>,
) -> Result<Answer, Exception> {
    let token = request.remove("ClientToken").and_then(|token| token.as_str().map(str::to_lowercase));
    let text = canonical(&Value::Object(request.clone())).to_string();
    let digest = digest_encode(&sha256(text.as_bytes()), Encoding::Hex);
    if let Some(earlier) = token.as_ref().and_then(|token| state.automation.tokens.get(token)) {
        if earlier.request != digest {
            let message = "The client token was used before, with other parameters.";
            return Err(Exception::new("IdempotentParameterMismatch", message));
        }
        return Ok(Answer::read(Output::default().text("AutomationExecutionId", &earlier.id).finish()));
    }
    let mut start = prepare(&request)?;
    if !Machine::has_room(state, &start) {
        let message = "The number of simultaneously running executions exceeds the limit.";
        return Err(Exception::new("AutomationExecutionLimitExceededException", message));
    }
    let id = Machine::next_id(&state.automation, call.ids);
    start.token = token.clone();
    let tick = Tick { now: call.now, ids: call.ids };
    let body = Output::default().text("AutomationExecutionId", &id).finish();
    Ok(Answer::change(body, move |state: &mut SsmState| {
        if let Some(token) = token {
            state.automation.tokens.insert(token, Token { id, request: digest });
        }
        state.automate(tick, |machine| {
            machine.start(start);
        });
    }))
}
