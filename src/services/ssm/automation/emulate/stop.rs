//! StopAutomationExecution, emulated.

use crate::emulator::{Answer, Call, Exception, Tick};
use crate::services::reading::text;
use crate::services::ssm::automation::status::Status;
use crate::services::ssm::automation::view::StopAutomationExecutionRequest;
use crate::services::ssm::state::SsmState;

use super::found;

/// Stops an execution.
///
/// Known: Cancel where nothing is said; Complete ends an interactive execution; what cannot be stopped is
/// InvalidAutomationStatusUpdateException.
///
/// Assumptions: Complete is for interactive executions that wait between steps alone; an execution that is over or is
/// being stopped cannot be stopped; stopping a step takes a second; the texts.
pub fn stop_automation_execution(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = StopAutomationExecutionRequest(call.input);
    let state: &SsmState = call.state()?;
    let execution = found(state, request.automation_execution_id())?;
    let is_complete = text(request.type_()).as_deref() == Some("Complete");
    let refuse = |why: &str| {
        let message = format!("Automation execution {} {why}.", execution.id);
        Err(Exception::new("InvalidAutomationStatusUpdateException", message))
    };
    if execution.is_over() {
        return refuse(&format!("is in status {} and cannot be stopped", execution.status.as_str()));
    }
    if execution.cancelling.is_some() {
        return refuse("is being stopped already");
    }
    let is_between = execution.interactive && execution.status == Status::Waiting && execution.at.is_none();
    if is_complete && !is_between {
        return refuse("is not an interactive execution that waits between steps, and cannot be completed");
    }
    let (number, by, tick) = (execution.number, call.principal.to_string(), Tick { now: call.now, ids: call.ids });
    Ok(Answer::change("{}", move |state: &mut SsmState| {
        state.automate(tick, |machine| machine.stop(number, &by, is_complete));
    }))
}
