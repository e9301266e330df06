//! How runs and executions end, and what comes next.

use crate::services::ssm::change_requests::phases::last_status;

use super::super::execution::{Execution, Failure, Kind, Moment};
use super::super::runbook::{Object, Runbook, Step};
use super::super::state::Wake;
use super::super::status::Status;
use super::acts::{INPUT, INVOCATION, too_deep};
use super::{Go, Machine, Outcome};

/// A step is not tried more often than this, whatever the document says: a try may take no time.
const MOST_ATTEMPTS: u32 = 1_000;

impl Machine<'_> {
    /// The run under way is over.
    pub(super) fn ended(&mut self, execution: &mut Execution, runbook: &Runbook, outcome: Outcome) -> Go {
        let (now, status) = (self.now, outcome.status);
        let Some(at) = execution.at else { return Go::Rest };
        let Some(run) = execution.runs.get_mut(at) else { return Go::Rest };
        let is_bad = matches!(status, Status::Failed | Status::TimedOut);
        // Inputs that cannot be are the same the next time.
        let is_worth_it = outcome.failure.as_ref().is_some_and(|failure| failure.stage != INPUT);
        run.outputs.extend(outcome.outputs);
        if is_bad && is_worth_it && run.attempt < run.max_attempts.min(MOST_ATTEMPTS) && execution.cancelling.is_none()
        {
            (run.end, run.limit, run.child) = (None, None, None);
            run.voices.clear();
            let note = outcome.failure.map(|failure| failure.message);
            execution.moments.push(Moment { at: now, run: Some(at), what: "Retry".into(), note, ..Moment::default() });
            execution.move_run(at, Status::InProgress, now);
            execution.follow_run(Status::InProgress, now);
            return Go::Attempt;
        }
        let (index, within) = (run.step, run.within.is_some());
        run.failure = outcome.failure;
        let failure = run.failure.clone();
        execution.move_run(at, status, now);
        if execution.kind == Kind::Change {
            execution.at = None;
            return self.change_step_ended(execution, runbook, index, status, failure);
        }
        execution.at = execution.loops.last().map(|of| of.run).filter(|_| within);
        let Some(step) = runbook.steps.get(index) else {
            return self.finish(execution, Status::Failed, Some("There is no such step.".into()));
        };
        if execution.interactive && !within && execution.cancelling.is_none() {
            return self.pause_between(execution, runbook, step, is_bad, outcome.jump);
        }
        match status {
            Status::Success => match outcome.jump {
                Some(name) => self.jump(execution, runbook, &name),
                None => self.after(execution, runbook, step),
            },
            Status::Cancelled => {
                let workflow = step.on_cancel.strip_prefix("step:").filter(|_| may_clean_up(step));
                let is_first = execution.runs.iter().filter(|run| run.status == Status::Cancelled).count() == 1;
                match workflow {
                    Some(name) if is_first => self.jump(execution, runbook, name),
                    _ => self.finish(execution, Status::Cancelled, None),
                }
            }
            _ => {
                let message = failure.map(|failure| failure.message);
                let goes_on = step.on_failure != "Abort" && step.on_failure != "Cancel";
                if goes_on && step.is_critical() && !execution.is_spoilt {
                    (execution.is_spoilt, execution.failure) = (true, message.clone());
                }
                match (step.on_failure.as_str(), step.on_failure.strip_prefix("step:")) {
                    (_, Some(name)) => self.jump(execution, runbook, name),
                    ("Continue", _) => self.after(execution, runbook, step),
                    ("Cancel", _) => self.finish(execution, Status::Cancelled, message),
                    _ => self.finish(execution, status, message),
                }
            }
        }
    }

    /// Goes on behind a step.
    fn after(&mut self, execution: &mut Execution, runbook: &Runbook, step: &Step) -> Go {
        match (&step.next_step, step.following) {
            _ if step.is_end => self.finish(execution, Status::Success, None),
            (Some(name), _) => self.jump(execution, runbook, name),
            (None, Some(next)) => Go::Enter(next),
            (None, None) if step.within.is_some() => self.iterate(execution, runbook),
            (None, None) => self.finish(execution, Status::Success, None),
        }
    }

    /// Goes to a step by its name; whoever leaves a loop on the way leaves it early.
    pub(super) fn jump(&mut self, execution: &mut Execution, runbook: &Runbook, name: &str) -> Go {
        let Some(index) = runbook.find(name) else {
            return self.finish(execution, Status::Failed, Some(format!("There is no step {name}.")));
        };
        let within = runbook.steps.get(index).and_then(|step| step.within);
        let now_in = execution.loops.last().and_then(|of| execution.runs.get(of.run)).map(|run| run.step);
        if within != now_in {
            self.leave_loops(execution, Status::Exited, None);
        }
        Go::Enter(index)
    }

    /// An interactive execution waits for whoever starts the next step.
    fn pause_between(
        &mut self,
        execution: &mut Execution,
        runbook: &Runbook,
        step: &Step,
        is_bad: bool,
        jump: Option<String>,
    ) -> Go {
        let following = step.following.and_then(|next| runbook.steps.get(next)).map(|step| step.name.clone());
        let next = jump.or_else(|| step.next_step.clone().or(following).filter(|_| !step.is_end));
        // What failed may be tried again.
        let again = is_bad.then(|| step.name.clone());
        let otherwise = step.on_failure.strip_prefix("step:").filter(|_| is_bad).map(String::from);
        let mut names: Vec<String> = Vec::new();
        for name in again.into_iter().chain(otherwise).chain(next) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        execution.next = names;
        execution.at = None;
        execution.move_to(Status::Waiting, self.now);
        Go::Rest
    }

    /// Ends an execution.
    pub(in crate::services::ssm) fn finish(
        &mut self,
        execution: &mut Execution,
        status: Status,
        message: Option<String>,
    ) -> Go {
        let now = self.now;
        let is_good = status.is_success();
        let status = if execution.cancelling.is_some() { Status::Cancelled } else { status };
        if let Some(at) = execution.at.filter(|at| execution.runs.get(*at).is_some_and(|run| !run.status.is_end())) {
            // Whatever still runs is stopped with it; a loop that is left this way ends like the whole.
            let is_loop = execution.loops.iter().any(|of| of.run == at);
            if !is_loop {
                let child = execution.runs.get(at).and_then(|run| run.child);
                self.store.wakes.extend(child.map(Wake::Cancel));
                execution.move_run(at, Status::Cancelled, now);
            }
        }
        let of_loop = if is_good && execution.cancelling.is_none() { Status::Exited } else { status };
        let failure = message.clone().map(|message| Failure { message, ..Failure::default() });
        self.leave_loops(execution, of_loop, failure.filter(|_| !is_good));
        execution.at = None;
        execution.cancelling = None;
        execution.next.clear();
        let status = match status {
            Status::Success if execution.is_spoilt => Status::Failed,
            status => status,
        };
        if !status.is_success() && execution.failure.is_none() {
            execution.failure = message;
        }
        execution.ended = Some(now);
        execution.change_due = None;
        let status = if execution.kind == Kind::Change { last_status(execution, status) } else { status };
        execution.move_to(status, now);
        if let Some((parent, run)) = execution.parent {
            self.store.wakes.push_back(Wake::Ended { parent, run, child: execution.number });
        }
        Go::Rest
    }

    /// The child of a run came to its end.
    pub(super) fn child_ended(&mut self, execution: &mut Execution, run: usize, child: u64) -> Go {
        if execution.kind == Kind::Rate {
            return self.of_rate_ended(execution, run, child);
        }
        let is_awaited = execution.runs.get(run).is_some_and(|run| run.child == Some(child) && !run.status.is_end());
        let Some(ended) = self.store.get(child).filter(|_| is_awaited && execution.at == Some(run)) else {
            return Go::Rest;
        };
        let mut outputs = Object::new();
        outputs.insert("ExecutionId".into(), vec![ended.id.clone()].into());
        outputs.insert("Status".into(), vec![ended.status.as_str()].into());
        if let Some(of) = self.store.definition(ended) {
            let scope = super::super::variables::Scope { execution: ended, runbook: &of.runbook, now: self.now };
            let texts = scope.outputs().into_iter().flat_map(|(name, texts)| {
                let texts = texts.as_array().cloned().unwrap_or_default();
                texts.into_iter().map(move |text| format!("{name}: {}", text.as_str().unwrap_or_default()))
            });
            outputs.insert("Output".into(), texts.collect::<Vec<_>>().into());
        }
        let (status, why) = (ended.status, ended.failure.clone());
        if execution.runs.get(run).is_some_and(|run| run.status == Status::Cancelling) {
            return Go::Ended(Outcome { status: Status::Cancelled, outputs, ..Outcome::default() });
        }
        Go::Ended(match status {
            status if status.is_success() => Outcome::success(outputs),
            Status::Cancelled => Outcome { status, outputs, ..Outcome::default() },
            _ => {
                let message = why.unwrap_or_else(|| format!("The execution ended as {}.", status.as_str()));
                // Tried again at each of its levels, what calls itself would start children without end.
                let stage = if message == too_deep() { INPUT } else { INVOCATION };
                let mut outcome = Outcome { outputs, ..Outcome::failed(stage, message) };
                if status == Status::TimedOut {
                    outcome.status = status;
                }
                outcome
            }
        })
    }
}

/// Actions for which `onCancel` is not there (User Guide, "Properties shared by all actions").
const NO_CLEANING: [&str; 9] = [
    "aws:approve",
    "aws:copyImage",
    "aws:createImage",
    "aws:createStack",
    "aws:createTags",
    "aws:loop",
    "aws:pause",
    "aws:runInstances",
    "aws:sleep",
];

fn may_clean_up(step: &Step) -> bool {
    !NO_CLEANING.contains(&step.action.as_str())
}
