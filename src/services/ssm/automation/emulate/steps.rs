//! DescribeAutomationStepExecutions, emulated.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::model::tape::Value;
use crate::services::reading::{text, texts};
use crate::services::ssm::automation::execution::{Execution, StepRun};
use crate::services::ssm::automation::show;
use crate::services::ssm::automation::status::Status;
use crate::services::ssm::automation::view::{DescribeAutomationStepExecutionsRequest as Request, StepExecutionFilter};
use crate::services::ssm::paging::{begin, finish, invalid_token};
use crate::services::ssm::state::SsmState;
use crate::text::order::order;

use super::found;
use super::list::{bad_value, once, times_of};

/// Lists the runs of an execution's steps.
///
/// Known: the keys of filters; that runs are ordered by their start, ascending, and the other way round with
/// ReverseOrder.
///
/// Assumptions: runs that have not started stand behind all others, in the order of the document, and are turned round
/// with them; of two that start at one time the one behind in the document comes later; the rest is as in
/// DescribeAutomationExecutions.
pub fn describe_automation_step_executions(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = Request(call.input);
    let state: &SsmState = call.state()?;
    let execution = found(state, request.automation_execution_id())?;
    let filters = request.filters().map(Filter::of).collect::<Result<Vec<_>, _>>()?;
    once(filters.iter().map(|filter| filter.key.as_str()))?;
    let is_reversed = request.reverse_order().and_then(Value::boolean) == Some(true);
    let filter_text: String = filters.iter().map(|filter| format!("{} {:?}\n", filter.key, filter.values)).collect();
    let query = format!("{} {is_reversed} {filter_text}", execution.id);
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    let from: usize = from.map_or(Ok(0), |position| position.parse()).map_err(|_| invalid_token())?;
    let start = |index: usize| execution.runs.get(index).and_then(|run| run.started).unwrap_or(i64::MAX);
    let mut order = order(execution.runs.len(), &|a, b| start(a).cmp(&start(b)));
    if is_reversed {
        order.reverse();
    }
    for (place, index) in order.iter().enumerate().skip(from) {
        if !page.has_room(|| place.to_string()) {
            break;
        }
        page.looked_at(1);
        let Some(run) = execution.runs.get(*index) else { continue };
        if filters.iter().all(|filter| filter.holds(execution, run)) {
            page.push(|out| out.push_str(&show::step(&state.automation, execution, *index)));
        }
    }
    Ok(Answer::read(finish(page, Output::default(), "StepExecutions")))
}

struct Filter {
    key: String,
    values: Vec<String>,
    times: Vec<i64>,
}

impl Filter {
    fn of(view: StepExecutionFilter<'_>) -> Result<Filter, Exception> {
        let (key, values) = (text(view.key()).unwrap_or_default(), texts(view.values()));
        let is_bad = |value: &&String| match key.as_str() {
            "StepExecutionStatus" => Status::of(value).is_none(),
            "ParentStepIteration" => value.parse::<u32>().is_err(),
            _ => false,
        };
        if let Some(value) = values.iter().find(is_bad) {
            return Err(bad_value(&key, value));
        }
        let times = if key.starts_with("StartTime") { times_of(&key, &values)? } else { Vec::new() };
        Ok(Filter { key, values, times })
    }

    fn holds(&self, execution: &Execution, run: &StepRun) -> bool {
        let is = |value: &str| self.values.iter().any(|wanted| wanted == value);
        let within = run.within.as_ref();
        match self.key.as_str() {
            "StartTimeBefore" => run.started.is_some_and(|started| self.times.iter().any(|time| started < *time)),
            "StartTimeAfter" => run.started.is_some_and(|started| self.times.iter().any(|time| started > *time)),
            "StepExecutionStatus" => is(run.status.as_str()),
            "StepExecutionId" => is(&run.id),
            "StepName" => is(&run.name),
            "Action" => is(&run.action),
            "ParentStepExecutionId" => {
                within.and_then(|(parent, ..)| execution.runs.get(*parent)).is_some_and(|parent| is(&parent.id))
            }
            "ParentStepIteration" => within.is_some_and(|(_, iteration, _)| is(&iteration.to_string())),
            "ParentStepIteratorValue" => within.and_then(|(.., value)| value.as_deref()).is_some_and(is),
            _ => false,
        }
    }
}
