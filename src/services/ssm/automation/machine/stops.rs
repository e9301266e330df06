//! StopAutomationExecution, and the stop that goes on to children.

use super::super::execution::{Execution, Kind, Moment};
use super::super::status::Status;
use super::{Go, Machine, Wake};

/// What is being stopped takes this long, in milliseconds: an assumption, so that Cancelling can be seen.
const STOPPING: i64 = 1_000;
/// The steps for the case of a stop may take two minutes (User Guide, "Properties shared by all actions", onCancel).
const CLEANING: i64 = 120_000;

impl Machine<'_> {
    /// Somebody stops an execution. `is_complete` ends an interactive one well.
    pub fn stop(&mut self, number: u64, by: &str, is_complete: bool) {
        let now = self.now;
        self.with(number, |machine, execution, runbook| {
            let what = if is_complete { "Complete" } else { "Cancel" };
            execution.moments.push(Moment { at: now, what: what.into(), by: Some(by.into()), ..Moment::default() });
            let go =
                if is_complete { machine.finish(execution, Status::Success, None) } else { machine.cancel(execution) };
            machine.go(execution, runbook, go);
        });
    }

    /// Begins to stop an execution.
    pub(super) fn cancel(&mut self, execution: &mut Execution) -> Go {
        let now = self.now;
        if execution.cancelling.is_some() {
            return Go::Rest;
        }
        let is_idle = execution.status == Status::Pending || execution.at.is_none() && execution.kind != Kind::Rate;
        execution.queued = false;
        if is_idle {
            return self.finish(execution, Status::Cancelled, None);
        }
        execution.move_to(Status::Cancelling, now);
        if execution.kind == Kind::Rate {
            // Each child takes its own time, and the last of them ends the whole.
            execution.cancelling = Some(i64::MAX);
            self.stop_children(execution);
            return self.launch(execution);
        }
        execution.cancelling = Some(now + CLEANING);
        self.stop_run(execution);
        Go::Rest
    }

    /// Begins to stop the run under way.
    pub(super) fn stop_run(&mut self, execution: &mut Execution) {
        let now = self.now;
        let Some(at) = execution.at else { return };
        execution.move_run(at, Status::Cancelling, now);
        let Some(run) = execution.runs.get_mut(at) else { return };
        (run.limit, run.script) = (None, None);
        let child = run.child.filter(|child| self.store.get(*child).is_some_and(|child| !child.is_over()));
        match child {
            Some(child) => self.store.wakes.push_back(Wake::Cancel(child)),
            None => run.end = Some(now + STOPPING),
        }
    }
}
