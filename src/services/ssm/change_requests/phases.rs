//! The phases of a change request around its runbook. The machine calls in here at its moments.
//!
//! A change request is an [`Execution`] of the kind [`Kind::Change`](crate::services::ssm::automation::execution::Kind):
//! its document is the template, so that its runs are the levels of approval, and behind them stands one more run, the
//! runbook. Levels run as steps do anywhere; here is decided what comes after one.
//!
//! The order of the phases is reconstructed, as no source has it whole: PendingApproval, Approved, the calendars, the
//! scheduled time, RunbookInProgress. An assumption, as is all about statuses here:
//!
//! - that Approved can be seen only in the timeline, for what follows follows at once;
//! - that calendars are asked about the time at which the change is to run, once it is approved, and again when that time
//!   has come, unless somebody let it pass;
//! - that one voice of those who may decides on passing a closed calendar, without a time-out.

use serde_json::json;

use crate::emulator::{Notice, Tick};
use crate::services::ssm::automation::approval::OUTPUT_STATUS;
use crate::services::ssm::automation::execution::{Execution, Failure, StepRun, Voice};
use crate::services::ssm::automation::machine::{Go, Machine};
use crate::services::ssm::automation::runbook::Runbook;
use crate::services::ssm::automation::status::Status;
use crate::services::ssm::state::SsmState;
use crate::text::time::to_iso;

use super::freezes::{CHANGE_CALENDAR, freeze_at};

/// The action of the run behind the levels.
const EXECUTE: &str = "aws:executeAutomation";

impl Machine<'_> {
    /// A change request begins.
    pub(in crate::services::ssm) fn begin_change(&mut self, execution: &mut Execution) -> Go {
        let Some(change) = &execution.change else { return Go::Rest };
        let runbook = change.runbook.get("DocumentName").and_then(serde_json::Value::as_str).unwrap_or_default();
        let name = runbook.rsplit(['/', ':']).next().unwrap_or(runbook).to_string();
        let is_reviewed = !change.is_auto_approved;
        let run = StepRun { id: self.id(), step: usize::MAX, name, action: EXECUTE.into(), ..StepRun::default() };
        execution.runs.push(run);
        if is_reviewed {
            execution.move_to(Status::PendingApproval, self.now);
            return Go::Enter(0);
        }
        self.approved(execution)
    }

    /// A level of approval, or the runbook, came to its end.
    pub(in crate::services::ssm) fn change_step_ended(
        &mut self,
        execution: &mut Execution,
        runbook: &Runbook,
        step: usize,
        status: Status,
        failure: Option<Failure>,
    ) -> Go {
        let level = runbook.steps.get(step);
        match (level, status) {
            (Some(level), Status::Success) => match level.following {
                Some(next) => Go::Enter(next),
                None => self.approved(execution),
            },
            _ => self.finish(execution, status, failure.map(|failure| failure.message)),
        }
    }

    /// All who had to approve did.
    fn approved(&mut self, execution: &mut Execution) -> Go {
        execution.move_to(Status::Approved, self.now);
        self.pass(execution)
    }

    /// Goes past calendars and the schedule to the runbook, or stops at one of them.
    fn pass(&mut self, execution: &mut Execution) -> Go {
        let now = self.now;
        let Some(change) = &mut execution.change else { return Go::Rest };
        let at = change.scheduled.map_or(now, |at| at.max(now));
        let freeze = if change.may_pass() { None } else { freeze_at(self.state, at) };
        if let Some(freeze) = freeze {
            change.closed = freeze.calendars;
            if execution.status != Status::PendingChangeCalendarOverride {
                let detail = json!({
                    "AutomationExecutionId": execution.id,
                    "Calendars": change.closed,
                    "OpensAt": freeze.opens.map(to_iso),
                });
                self.notices.push(Notice { kind: "Change calendar override requested", detail });
            }
            execution.change_due = freeze.opens.map(|at| (at, true));
            execution.move_to(Status::PendingChangeCalendarOverride, now);
            return Go::Rest;
        }
        change.closed.clear();
        if at > now {
            execution.change_due = Some((at, false));
            execution.move_to(Status::Scheduled, now);
            return Go::Rest;
        }
        self.launch_runbook(execution)
    }

    /// The runbook starts, as the child of the last run.
    fn launch_runbook(&mut self, execution: &mut Execution) -> Go {
        let now = self.now;
        execution.move_to(Status::RunbookInProgress, now);
        let mut inputs = execution.change.as_ref().map(|change| change.runbook.clone()).unwrap_or_default();
        if let Some(parameters) = inputs.remove("Parameters") {
            inputs.insert("RuntimeParameters".into(), parameters);
        }
        let Some(place) = execution.runs.iter().rposition(|run| run.action == EXECUTE) else { return Go::Rest };
        if let Some(run) = execution.runs.get_mut(place) {
            (run.started, run.inputs, run.attempt, run.max_attempts) = (Some(now), inputs, 1, 1);
        }
        execution.at = Some(place);
        execution.move_run(place, Status::InProgress, now);
        self.execute(execution)
    }

    /// Calendars were changed: what they hold back is looked at again.
    fn look_at_calendars(&mut self) {
        let held = self.store.awaited().filter(|execution| execution.status == Status::PendingChangeCalendarOverride);
        let held: Vec<u64> = held.map(|execution| execution.number).collect();
        for number in held {
            self.with(number, |machine, execution, runbook| {
                execution.change_due = None;
                let go = machine.pass(execution);
                machine.go(execution, runbook, go);
            });
        }
    }

    /// Something of a change request is due: the calendars are open, or the time has come.
    pub(in crate::services::ssm) fn change_due(&mut self, execution: &mut Execution) -> Go {
        self.pass(execution)
    }

    /// Somebody decides whether it may pass closed calendars.
    pub(in crate::services::ssm) fn change_voice(&mut self, execution: &mut Execution, voice: Voice) -> Go {
        let approves = voice.approves;
        let message = format!("The override of the change calendar was rejected by {}.", voice.by);
        if let Some(change) = &mut execution.change {
            change.voices.push(voice);
        }
        execution.change_due = None;
        if approves {
            execution.move_to(Status::ChangeCalendarOverrideApproved, self.now);
            self.pass(execution)
        } else {
            self.finish(execution, Status::ChangeCalendarOverrideRejected, Some(message))
        }
    }
}

impl SsmState {
    /// A document was changed. Where it is a calendar, what it held back may go on.
    pub fn document_changed(&mut self, tick: Tick, kind: &str) {
        if kind == CHANGE_CALENDAR {
            self.automate(tick, |machine| machine.look_at_calendars());
        }
    }
}

/// The status that a change request ends with, where its runbook, or a level before it, ended as told.
pub fn last_status(execution: &Execution, status: Status) -> Status {
    let is_rejected = |run: &StepRun| run.outputs.get(OUTPUT_STATUS).is_some_and(|word| *word == json!(["Rejected"]));
    match (execution.status, status) {
        (Status::RunbookInProgress, Status::Success) => Status::CompletedWithSuccess,
        (Status::RunbookInProgress, Status::Failed | Status::TimedOut) => Status::CompletedWithFailure,
        (Status::PendingApproval, Status::Failed) if execution.runs.iter().any(is_rejected) => Status::Rejected,
        (_, status) => status,
    }
}
