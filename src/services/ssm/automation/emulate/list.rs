//! DescribeAutomationExecutions, emulated.

use std::collections::BTreeSet;

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::reading::{text, texts};
use crate::services::ssm::automation::execution::{Execution, Kind};
use crate::services::ssm::automation::show;
use crate::services::ssm::automation::view::{
    AutomationExecutionFilter, DescribeAutomationExecutionsRequest as Request,
};
use crate::services::ssm::paging::{begin, finish, invalid_token};
use crate::services::ssm::state::SsmState;
use crate::text::time::parse_iso;

/// Lists executions, the newest first.
///
/// Known: the keys of filters; times of the form that the rules ask for; that a bad combination is InvalidFilterKey and a
/// bad value InvalidFilterValue; a foreign token is InvalidNextToken; history of 30 days.
///
/// Assumptions: the order; the values of a filter are alternatives, all filters have to hold, and a key may stand once;
/// children are listed beside their parents; times are compared without the moment itself; TargetResourceGroup holds for
/// the name of a group in the targets.
pub fn describe_automation_executions(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = Request(call.input);
    let state: &SsmState = call.state()?;
    let filters = request.filters().map(Filter::of).collect::<Result<Vec<_>, _>>()?;
    once(filters.iter().map(|filter| filter.key.as_str()))?;
    let query: String = filters.iter().map(|filter| format!("{} {:?}\n", filter.key, filter.values)).collect();
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    let from = match from {
        Some(position) => position.parse().map_err(|_| invalid_token())?,
        None => u64::MAX,
    };
    let store = &state.automation;
    let asked = |key: &str| filters.iter().find(|filter| filter.key == key).map(|filter| &filter.values);
    // Ids and parents have their own orders; all else is looked through.
    let mut all: Box<dyn Iterator<Item = &Execution>> = match (asked("ExecutionId"), asked("ParentExecutionId")) {
        (Some(ids), _) => {
            let numbers: BTreeSet<u64> = ids.iter().filter_map(|id| store.find(id)).map(|found| found.number).collect();
            Box::new(numbers.into_iter().rev().filter(move |n| *n < from).filter_map(|n| store.get(n)))
        }
        (None, Some(parents)) => match parents.as_slice() {
            [parent] => match store.find(parent) {
                Some(parent) => Box::new(store.children_before(parent.number, from)),
                None => Box::new(std::iter::empty()),
            },
            _ => Box::new(store.before(from)),
        },
        (None, None) => Box::new(store.before(from)),
    };
    let mut last = from;
    for execution in &mut all {
        if !page.has_room(|| last.to_string()) {
            break;
        }
        page.looked_at(1);
        last = execution.number;
        if filters.iter().all(|filter| filter.holds(state, execution)) {
            page.push(|out| out.push_str(&show::execution(store, execution, call.now, false)));
        }
    }
    Ok(Answer::read(finish(page, Output::default(), "AutomationExecutionMetadataList")))
}

/// Refuses a key that stands twice.
pub(super) fn once<'k>(keys: impl Iterator<Item = &'k str>) -> Result<(), Exception> {
    let mut seen = Vec::new();
    for key in keys {
        if seen.contains(&key) {
            return Err(Exception::new("InvalidFilterKey", format!("The filter key {key} is given twice.")));
        }
        seen.push(key);
    }
    Ok(())
}

/// A value that a filter cannot have.
pub(super) fn bad_value(key: &str, value: &str) -> Exception {
    Exception::new("InvalidFilterValue", format!("The filter value {value} isn't valid for {key}."))
}

/// The times among the values of a filter.
pub(super) fn times_of(key: &str, values: &[String]) -> Result<Vec<i64>, Exception> {
    values.iter().map(|value| parse_iso(value).map(|time| time.millis).ok_or_else(|| bad_value(key, value))).collect()
}

struct Filter {
    key: String,
    values: Vec<String>,
    times: Vec<i64>,
}

impl Filter {
    fn of(view: AutomationExecutionFilter<'_>) -> Result<Filter, Exception> {
        let (key, values) = (text(view.key()).unwrap_or_default(), texts(view.values()));
        let words: &[&str] = match key.as_str() {
            "AutomationType" => &["CrossAccount", "Local"],
            "AutomationSubtype" => &["ChangeRequest", "AccessRequest"],
            _ => &[],
        };
        let is_bad = |value: &&String| match key.as_str() {
            "ExecutionStatus" => crate::services::ssm::automation::status::Status::of(value).is_none(),
            _ => !words.is_empty() && !words.contains(&value.as_str()),
        };
        if let Some(value) = values.iter().find(is_bad) {
            return Err(bad_value(&key, value));
        }
        let times = if key.starts_with("StartTime") { times_of(&key, &values)? } else { Vec::new() };
        Ok(Filter { key, values, times })
    }

    fn holds(&self, state: &SsmState, execution: &Execution) -> bool {
        let is = |value: &str| self.values.iter().any(|wanted| wanted == value);
        let echoed = |name: &str| execution.echoed.get(name);
        match self.key.as_str() {
            "DocumentNamePrefix" => self.values.iter().any(|prefix| execution.document.starts_with(prefix.as_str())),
            "ExecutionStatus" => is(execution.status.as_str()),
            "ExecutionId" => is(&execution.id),
            "ParentExecutionId" => {
                let parent = execution.parent.and_then(|(parent, _)| state.automation.get(parent));
                parent.is_some_and(|parent| is(&parent.id))
            }
            "CurrentAction" => execution.run().is_some_and(|run| is(&run.action)),
            "StartTimeBefore" => self.times.iter().any(|time| execution.started < *time),
            "StartTimeAfter" => self.times.iter().any(|time| execution.started > *time),
            "AutomationType" => is(show::type_of(execution)),
            "TagKey" => execution.tags.iter().any(|tag| is(tag)),
            "TargetResourceGroup" => {
                let targets = echoed("Targets").and_then(serde_json::Value::as_array).into_iter().flatten();
                let groups = targets.filter(|target| target.get("Key").is_some_and(|key| key == "ResourceGroup"));
                let values = groups.filter_map(|target| target.get("Values")?.as_array()).flatten();
                values.filter_map(serde_json::Value::as_str).any(is)
            }
            "AutomationSubtype" => execution.kind == Kind::Change && is("ChangeRequest"),
            "OpsItemId" => echoed("OpsItemId").and_then(serde_json::Value::as_str).is_some_and(is),
            _ => false,
        }
    }
}
