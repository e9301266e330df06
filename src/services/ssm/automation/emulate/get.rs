//! GetAutomationExecution, emulated.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::ssm::automation::show;
use crate::services::ssm::automation::view::GetAutomationExecutionRequest;
use crate::services::ssm::state::SsmState;

use super::found;

/// Shows an execution with its steps.
///
/// Known: the members; which of them are always there (AWS CLI examples, User Guide); that steps are listed before they
/// start, as Pending; that the list of steps may be cut.
///
/// Assumptions: it is cut at 100; steps of loops stand behind the others, in the order in which they ran.
pub fn get_automation_execution(call: &Call<'_>) -> Result<Answer, Exception> {
    let state: &SsmState = call.state()?;
    let execution = found(state, GetAutomationExecutionRequest(call.input).automation_execution_id())?;
    let shown = show::execution(&state.automation, execution, call.now, true);
    Ok(Answer::read(Output::default().json("AutomationExecution", &shown).finish()))
}
