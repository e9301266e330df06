//! SendAutomationSignal, emulated.

use crate::emulator::{Answer, Call, Exception, Tick};
use crate::services::reading::{text, texts};
use crate::services::ssm::automation::approval::Approval;
use crate::services::ssm::automation::execution::Execution;
use crate::services::ssm::automation::machine::Signal;
use crate::services::ssm::automation::runbook::Runbook;
use crate::services::ssm::automation::status::Status;
use crate::services::ssm::automation::view::SendAutomationSignalRequest as Request;
use crate::services::ssm::change_requests::freezes::may_override;
use crate::services::ssm::state::SsmState;

use super::found;

/// Sends a signal to an execution.
///
/// Known: which payload belongs to which signal; an unknown execution, a step that is not part of it and a signal that
/// does not fit are three exceptions; one rejection ends an approval.
///
/// Assumptions: the texts; who is not an approver, and a payload without what it needs, are
/// InvalidAutomationSignalException; a second voice of the same person is taken and not counted, unless it rejects;
/// StartStep takes the steps that may come next, or the one that failed last; Revoke is for access requests, which are
/// not emulated, and fits nothing.
pub fn send_automation_signal(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = Request(call.input);
    let state: &SsmState = call.state()?;
    let execution = found(state, request.automation_execution_id())?;
    let signal = signal_of(state, execution, request, call.principal)?;
    let (number, by, tick) = (execution.number, call.principal.to_string(), Tick { now: call.now, ids: call.ids });
    Ok(Answer::change("{}", move |state: &mut SsmState| {
        state.automate(tick, |machine| machine.signal(number, signal, &by));
    }))
}

fn signal_of(state: &SsmState, execution: &Execution, request: Request<'_>, by: &str) -> Result<Signal, Exception> {
    let kind = text(request.signal_type()).unwrap_or_default();
    let said = |key: &str| {
        let mut entries = request.payload().into_iter().flat_map(crate::model::tape::Value::entries);
        let list = entries.find(|(name, _)| name.any_str().as_deref() == Some(key)).map(|(_, list)| list);
        texts(list).into_iter().next()
    };
    let needs =
        |key: &str| said(key).ok_or_else(|| unfit(execution, format!("the signal {kind} needs {key} in its payload")));
    let definition = state.automation.definition(execution);
    let empty = Runbook::default();
    let runbook = definition.as_ref().map_or(&empty, |of| &of.runbook);
    // Those over targets and the runbook of a change request are steps that no document has.
    let has_step = |name: &str| runbook.find(name).is_some() || execution.runs.iter().any(|run| run.name == name);
    match kind.as_str() {
        "Approve" | "Reject" if execution.status == Status::PendingChangeCalendarOverride => {
            if !may_override(&state.settings, by) {
                return Err(unfit(execution, format!("{by} does not approve during a change freeze")));
            }
            Ok(Signal::Voice { approves: kind == "Approve", comment: said("Comment") })
        }
        "Approve" | "Reject" => {
            let run = execution.run().filter(|run| run.action == "aws:approve" && run.status == Status::Waiting);
            let Some(run) = run else { return Err(unfit(execution, "it does not wait for an approval")) };
            let approval = Approval::of(&run.inputs).map_err(|reason| unfit(execution, reason))?;
            if approval.line_of(by, &state.settings.groups).is_none() {
                return Err(unfit(execution, format!("{by} is not an approver of the step {}", run.name)));
            }
            Ok(Signal::Voice { approves: kind == "Approve", comment: said("Comment") })
        }
        "StartStep" => {
            let name = needs("StepName")?;
            if !has_step(&name) {
                return Err(no_step(execution, &name));
            }
            if !execution.interactive {
                return Err(unfit(execution, "its mode is not Interactive"));
            }
            if execution.status != Status::Waiting || execution.at.is_some() {
                return Err(unfit(execution, "a step is under way"));
            }
            match runbook.find(&name).filter(|_| execution.next.contains(&name)) {
                Some(index) => Ok(Signal::StartStep(index)),
                None => {
                    let next = execution.next.join(", ");
                    Err(unfit(execution, format!("{name} does not come next; valid are: [{next}]")))
                }
            }
        }
        "Resume" => {
            let name = needs("StepName")?;
            if !has_step(&name) {
                return Err(no_step(execution, &name));
            }
            let waits = |run: &&crate::services::ssm::automation::execution::StepRun| {
                run.name == name && run.action == "aws:pause" && run.status == Status::Waiting
            };
            match execution.run().filter(waits) {
                Some(_) => Ok(Signal::Resume),
                None => Err(unfit(execution, format!("it does not pause at the step {name}"))),
            }
        }
        "StopStep" => {
            let id = needs("StepExecutionId")?;
            let index = execution.runs.iter().position(|run| run.id == id).ok_or_else(|| no_step(execution, &id))?;
            let is_running = |status: Status| matches!(status, Status::InProgress | Status::Waiting);
            let is_running = execution.runs.get(index).is_some_and(|run| is_running(run.status));
            if execution.at != Some(index) || !is_running || execution.cancelling.is_some() {
                return Err(unfit(execution, format!("the step {id} does not run")));
            }
            Ok(Signal::StopStep)
        }
        _ => Err(unfit(execution, "it is not an access request that was approved")),
    }
}

fn unfit(execution: &Execution, why: impl AsRef<str>) -> Exception {
    let message = format!(
        "The signal is not valid for the automation execution {} in status {}: {}.",
        execution.id,
        execution.status.as_str(),
        why.as_ref().trim_end_matches('.')
    );
    Exception::new("InvalidAutomationSignalException", message)
}

fn no_step(execution: &Execution, step: &str) -> Exception {
    let message = format!("The automation execution {} has no step {step}.", execution.id);
    Exception::new("AutomationStepNotFoundException", message)
}
