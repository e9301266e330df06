//! `aws:loop`: its iterations, and the ways out of it.

use serde_json::Value;

use super::super::choices::holds;
use super::super::execution::{Execution, Failure, LoopRun};
use super::super::runbook::{Object, Runbook};
use super::super::status::Status;
use super::super::variables::{Scope, text_of, typed};
use super::acts::{INPUT, INVOCATION};
use super::{Go, Machine, Outcome};

/// A loop goes round so often at most (User Guide, aws:loop).
const MOST_ITERATIONS: u32 = 100;

impl Machine<'_> {
    /// A loop begins.
    pub(super) fn enter_loop(&mut self, execution: &mut Execution, runbook: &Runbook) -> Go {
        let Some(at) = execution.at else { return Go::Rest };
        let Some(run) = execution.runs.get(at) else { return Go::Rest };
        let values = match (run.inputs.get("Iterators"), run.inputs.get("LoopCondition")) {
            (Some(Value::Array(list)), None) => Some(list.clone()),
            // A list of one thing, or the text of a list.
            (Some(Value::String(text)), None) => match serde_json::from_str(text) {
                Ok(Value::Array(list)) => Some(list),
                _ => Some(vec![text.as_str().into()]),
            },
            (None, Some(_)) => None,
            _ => return Go::Ended(Outcome::failed(INPUT, "A loop has either Iterators, a list, or a LoopCondition.")),
        };
        let kind = run.inputs.get("IteratorDataType").map_or_else(|| "String".into(), text_of);
        let as_typed = |value: Value| typed(&Value::Array(vec![text_of(&value).into()]), &kind).unwrap_or(value);
        let values: Option<Vec<Value>> = values.map(|values| values.into_iter().map(as_typed).collect());
        if values.as_ref().is_some_and(|values| values.len() > MOST_ITERATIONS as usize) {
            return Go::Ended(Outcome::failed(INPUT, format!("A loop goes over {MOST_ITERATIONS} iterators at most.")));
        }
        if values.as_ref().is_some_and(Vec::is_empty) {
            return Go::Ended(Outcome::success(Object::new()));
        }
        let Some(first) = runbook.first_within(run.step) else {
            let message =
                if run.within.is_some() { "A loop within a loop is not run here." } else { "A loop needs Steps." };
            return Go::Ended(Outcome::failed(INPUT, message));
        };
        execution.loops.push(LoopRun { run: at, iteration: 1, values });
        Go::Enter(first)
    }

    /// An iteration is over: the next begins, or the loop is over.
    pub(super) fn iterate(&mut self, execution: &mut Execution, runbook: &Runbook) -> Go {
        let Some(of) = execution.loops.last().cloned() else { return Go::Rest };
        let Some(run) = execution.runs.get(of.run) else { return Go::Rest };
        let most = run.inputs.get("MaxIterations").map(text_of).and_then(|text| text.trim().parse().ok());
        let most = most.unwrap_or(MOST_ITERATIONS).min(MOST_ITERATIONS);
        let goes_on = match (&of.values, run.inputs.get("LoopCondition")) {
            (Some(values), _) => Ok((of.iteration as usize) < values.len() && of.iteration < most),
            (None, Some(condition)) => {
                let scope = Scope { execution, runbook, now: self.now };
                let condition = scope.resolve(condition);
                condition.as_object().map_or(Ok(false), holds).map(|holds| holds && of.iteration < most)
            }
            (None, None) => Ok(false),
        };
        let first = runbook.first_within(run.step);
        match (goes_on, first) {
            (Ok(true), Some(first)) => {
                if let Some(of) = execution.loops.last_mut() {
                    of.iteration += 1;
                }
                Go::Enter(first)
            }
            (goes_on, _) => {
                execution.loops.pop();
                execution.at = Some(of.run);
                Go::Ended(match goes_on {
                    Ok(_) => Outcome::success(Object::new()),
                    Err(message) => Outcome::failed(INPUT, message),
                })
            }
        }
    }

    /// Leaves the loop that an execution is in.
    pub(super) fn leave_loops(&mut self, execution: &mut Execution, status: Status, failure: Option<Failure>) {
        while let Some(of) = execution.loops.pop() {
            if let Some(run) = execution.runs.get_mut(of.run).filter(|run| run.failure.is_none()) {
                run.failure = failure.clone();
            }
            execution.move_run(of.run, status, self.now);
        }
    }

    /// A loop took too long.
    pub(super) fn loop_timed_out(&mut self, execution: &mut Execution, of: usize) -> Go {
        if let Some(at) = execution.at.filter(|at| *at != of) {
            if let Some(child) = execution.runs.get(at).and_then(|run| run.child) {
                self.store.wakes.push_back(super::Wake::Cancel(child));
            }
            execution.move_run(at, Status::Cancelled, self.now);
        }
        execution.loops.pop();
        execution.at = Some(of);
        let message = match execution.run().and_then(|run| run.timeout_seconds) {
            Some(seconds) => format!("The loop timed out after {seconds} seconds."),
            None => "The loop timed out.".into(),
        };
        let mut outcome = Outcome::failed(INVOCATION, message);
        outcome.status = Status::TimedOut;
        Go::Ended(outcome)
    }
}
