//! Executions over targets and target locations: a child for each, in rows with limits of their own, some of a row at a time,
//! until too many of it fail.

use super::super::execution::{Execution, Failure};
use super::super::start::Start;
use super::super::status::Status;
use super::acts::INVOCATION;
use super::{Go, Machine, Wake};

impl Machine<'_> {
    /// Starts children as far as the limits let it; ends the execution where there is nothing left to wait for.
    ///
    /// Assumptions: rows run side by side; one with too many failures leaves the others alone, and in the end makes the whole
    /// a failure.
    pub(super) fn launch(&mut self, execution: &mut Execution) -> Go {
        let mut first = 0;
        for row in 0..execution.rates.len() {
            self.launch_row(execution, row, first);
            first += execution.rates.get(row).map_or(0, |rate| rate.children.len());
        }
        if execution.rates.iter().any(|rate| rate.running > 0) {
            return Go::Rest;
        }
        if execution.cancelling.is_some() {
            return self.finish(execution, Status::Cancelled, None);
        }
        let bad = execution.rates.iter().enumerate().find(|(_, rate)| rate.failed > rate.errors);
        let Some((row, rate)) = bad else { return self.finish(execution, Status::Success, None) };
        let message = match execution.is_across() {
            true => format!("More than {} of the executions in target location {} failed.", rate.errors, row + 1),
            false => format!("More than {} of the executions failed.", rate.errors),
        };
        self.finish(execution, Status::Failed, Some(message))
    }

    /// Starts children of a row whose runs begin at an index. Those that are not started any more are cancelled with the end
    /// of the last that runs.
    fn launch_row(&mut self, execution: &mut Execution, row: usize, first: usize) {
        let now = self.now;
        loop {
            let Some(rate) = execution.rates.get(row) else { return };
            // The number of errors is let pass, and the one behind it stops the rest (API model, MaxErrors).
            let is_stopped = rate.failed > rate.errors || execution.cancelling.is_some();
            let (index, is_full) = (first + rate.begun, rate.running >= rate.concurrency.max(1));
            let Some(birth) = rate.children.get(rate.begun).filter(|_| !is_stopped && !is_full) else { break };
            let mut parameters = execution.parameters.clone();
            parameters.extend(birth.parameters.clone());
            let content = self.store.definition(execution).map(|of| of.content.clone()).unwrap_or_default();
            let start = Start {
                document: execution.document.clone(),
                version: execution.version.clone(),
                content,
                parameters,
                by: execution.by.clone(),
                echoed: birth.echoed.clone(),
                target: Some(birth.target.clone()),
                parent: Some((execution.number, index)),
                depth: execution.depth,
                rates: birth.rate.clone().into_iter().collect(),
                place: birth.place.clone().or_else(|| execution.place.clone()),
                ..Start::default()
            };
            let inputs = birth.parameters.clone();
            let child = self.start(start);
            if let Some(run) = execution.runs.get_mut(index) {
                (run.child, run.started, run.inputs) = (Some(child), Some(now), inputs);
                (run.attempt, run.max_attempts) = (1, 1);
            }
            execution.move_run(index, Status::InProgress, now);
            if let Some(rate) = execution.rates.get_mut(row) {
                rate.begun += 1;
                rate.running += 1;
            }
        }
        let Some(rate) = execution.rates.get(row).filter(|rate| rate.running == 0) else { return };
        let (next, behind) = (first + rate.begun, first + rate.children.len());
        // They are looked at once, however often the rows beside go on.
        if execution.runs.get(next).is_some_and(|run| run.status == Status::Pending) {
            (next..behind).for_each(|index| execution.move_run(index, Status::Cancelled, now));
        }
    }

    /// The child of a target came to its end.
    pub(super) fn of_rate_ended(&mut self, execution: &mut Execution, run: usize, child: u64) -> Go {
        let (id, status, why) = match self.store.get(child) {
            Some(ended) => (ended.id.clone(), ended.status, ended.failure.clone()),
            None => return Go::Rest,
        };
        if let Some(run) = execution.runs.get_mut(run) {
            run.outputs.insert("ExecutionId".into(), vec![id].into());
            run.outputs.insert("Status".into(), vec![status.as_str()].into());
            run.failure = why.map(|message| Failure { message, stage: INVOCATION.into(), kind: "Action".into() });
        }
        let is_stopping = execution.runs.get(run).is_some_and(|run| run.status == Status::Cancelling);
        execution.move_run(run, if is_stopping { Status::Cancelled } else { status }, self.now);
        if let Some(rate) = execution.row_of(run).and_then(|(row, _)| execution.rates.get_mut(row)) {
            rate.running = rate.running.saturating_sub(1);
            rate.failed += usize::from(!status.is_success());
        }
        self.launch(execution)
    }

    /// Stops all children.
    pub(super) fn stop_children(&mut self, execution: &mut Execution) {
        let running: Vec<(usize, u64)> = execution
            .runs
            .iter()
            .enumerate()
            .filter(|(_, run)| run.status == Status::InProgress)
            .filter_map(|(index, run)| Some((index, run.child?)))
            .collect();
        for (index, child) in running {
            execution.move_run(index, Status::Cancelling, self.now);
            self.store.wakes.push_back(Wake::Cancel(child));
        }
    }
}
