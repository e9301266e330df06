//! The filters of the lists of executions and steps: what may stand behind which key.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::reading::{did_you_mean, shown};
use crate::services::ssm::reading::{is_utc_second, with_utc_second};
use crate::text::nearest::nearest;
use crate::text::string::quoted;

use super::super::view::AutomationExecutionFilter;
use super::signals::tell_ids;

const STATUSES: &str = "Pending InProgress Waiting Success TimedOut Cancelling Cancelled Failed PendingApproval Approved \
    Rejected Scheduled RunbookInProgress PendingChangeCalendarOverride ChangeCalendarOverrideApproved \
    ChangeCalendarOverrideRejected CompletedWithSuccess CompletedWithFailure Exited";

/// What the values of a filter are.
enum Values {
    /// Some of these words.
    Words(&'static str),
    /// A time as `YYYY-MM-DDThh:mm:ssZ`.
    Time,
    /// Ids.
    Ids,
    /// Names of actions.
    Actions,
}

/// The keys whose values have a form.
const KEYS: [(&str, Values); 12] = [
    ("ExecutionStatus", Values::Words(STATUSES)),
    ("StepExecutionStatus", Values::Words(STATUSES)),
    ("AutomationType", Values::Words("CrossAccount Local")),
    ("AutomationSubtype", Values::Words("ChangeRequest AccessRequest")),
    ("StartTimeBefore", Values::Time),
    ("StartTimeAfter", Values::Time),
    ("ExecutionId", Values::Ids),
    ("ParentExecutionId", Values::Ids),
    ("StepExecutionId", Values::Ids),
    ("ParentStepExecutionId", Values::Ids),
    ("CurrentAction", Values::Actions),
    ("Action", Values::Actions),
];

/// The key and the values of each filter of either list.
fn filters(request: Value<'_>) -> impl Iterator<Item = (Value<'_>, Value<'_>)> {
    // INVARIANT: the filters are the first member of the one request and the second of the other, and those of both have
    // the same members; `tests/registry.rs` holds the views to the model.
    let list =
        [0, 1].into_iter().filter_map(move |i| request.member(i)).find(|value| value.elements().next().is_some());
    list.into_iter()
        .flat_map(Value::elements)
        .map(AutomationExecutionFilter)
        .filter_map(|filter| Some((filter.key().filter(|key| key.is_valid())?, filter.values()?)))
}

fn form_of(key: Value<'_>) -> Option<&'static Values> {
    let name = key.str()?;
    KEYS.iter().find(|(known, _)| *known == name).map(|(_, values)| values)
}

pub const FILTER_VALUE_THAT_NOTHING_HAS: Rule = Rule::new(
    "automation/filter-value-that-nothing-has",
    Severity::Warning,
    "a filter asks for a value that no execution or step can have",
    "the list comes back empty, or the filter is refused",
    Basis::Documentation("API model: the values of AutomationExecutionStatus, AutomationType and AutomationSubtype"),
    |request, found| {
        for (key, values) in filters(request) {
            let Some(Values::Words(words)) = form_of(key) else { continue };
            for value in values.elements() {
                let Some(text) = value.str().filter(|text| words.split(' ').all(|word| word != text)) else { continue };
                found.at(value, || {
                    let draft =
                        Draft::new(format!("{} is not a value of `{}`", shown(&text), key.str().unwrap_or_default()))
                            .exception("InvalidFilterValue");
                    match nearest(&text, words.split(' ')) {
                        Some((meant, _)) => did_you_mean(draft, value, meant),
                        None => draft.help(format!("the values are {}", words.replace(' ', ", "))),
                    }
                });
            }
        }
    },
);

pub const FILTER_TIME_OF_ANOTHER_FORM: Rule = Rule::new(
    "automation/filter-time-of-another-form",
    Severity::Warning,
    "a filter has a time that is not written `YYYY-MM-DDThh:mm:ssZ`",
    "the service reads this form alone, in UTC",
    Basis::Documentation("User Guide, \"Creating formatted date and time strings\""),
    |request, found| {
        for (key, values) in filters(request) {
            let Some(Values::Time) = form_of(key) else { continue };
            for value in values.elements() {
                let Some(text) = value.str().filter(|text| !is_utc_second(text)) else { continue };
                found.at(value, || {
                    let draft =
                        Draft::new(format!("{} is not a time of the form `YYYY-MM-DDThh:mm:ssZ`", shown(&text)))
                            .help("write the time in UTC with whole seconds and a `Z`")
                            .exception("InvalidFilterValue");
                    with_utc_second(draft, value.span(), &text)
                });
            }
        }
    },
);

pub const FILTER_ID_OF_ANOTHER_FORM: Rule = Rule::new(
    "automation/filter-id-of-another-form",
    Severity::Warning,
    "a filter asks for an id that none has",
    "nothing has it, so that the list comes back empty",
    Basis::Assumption("ids are compared as a whole; every id that was ever shown is a UUID"),
    |request, found| {
        for (key, values) in filters(request) {
            if let Some(Values::Ids) = form_of(key) {
                tell_ids(Some(values), found, "InvalidFilterValue");
            }
        }
    },
);

pub const FILTER_ACTION_OF_ANOTHER_FORM: Rule = Rule::new(
    "automation/filter-action-of-another-form",
    Severity::Warning,
    "a filter names an action without `aws:`",
    "every action has the prefix, so that none is found",
    Basis::Documentation("API model, AutomationActionName: the pattern"),
    |request, found| {
        for (key, values) in filters(request) {
            let Some(Values::Actions) = form_of(key) else { continue };
            for value in values.elements() {
                let Some(text) = value.str().filter(|text| !text.starts_with("aws:")) else { continue };
                found.at(value, || {
                    let meant = format!("aws:{text}");
                    Draft::new(format!("{} is no name of an action", shown(&text)))
                        .help("names of actions begin with `aws:`")
                        .exception("InvalidFilterValue")
                        .fix(format!("write `{meant}`"), Trust::Check, value.span(), quoted(&meant))
                });
            }
        }
    },
);

pub const REPEATED_FILTER: Rule = Rule::new(
    "automation/repeated-filter",
    Severity::Warning,
    "two filters have the same key",
    "both have to hold, so that two values of the same thing leave nothing",
    Basis::Assumption(
        "filters are joined by and, the values of one by or; InvalidFilterKey is documented for bad combinations",
    ),
    |request, found| {
        let keys: Vec<Value<'_>> = filters(request).map(|(key, _)| key).collect();
        for (i, key) in keys.iter().enumerate() {
            let Some(first) = keys.iter().take(i).find(|first| first.str() == key.str()) else { continue };
            found.at(*key, || {
                Draft::new(format!("{} is filtered twice", shown(&key.str().unwrap_or_default())))
                    .help("put all values into one filter")
                    .exception("InvalidFilterKey")
                    .related(first.path(), first.span(), "the first filter of this key")
            });
        }
    },
);

pub const NO_TIME_BETWEEN_FILTERS: Rule = Rule::new(
    "automation/no-time-between-filters",
    Severity::Warning,
    "`StartTimeAfter` is not before `StartTimeBefore`",
    "nothing starts in a span without time",
    Basis::Assumption("both filters have to hold"),
    no_time_between,
);

fn no_time_between(request: Value<'_>, found: &mut Found<'_>) {
    let time_of = |name: &str| {
        let (_, values) = filters(request).find(|(key, _)| key.str().as_deref() == Some(name))?;
        let value = values.elements().next()?;
        Some((value, value.str().filter(|text| is_utc_second(text))?.into_owned()))
    };
    let (Some((after, from)), Some((before, to))) = (time_of("StartTimeAfter"), time_of("StartTimeBefore")) else {
        return;
    };
    // The form orders as the times do.
    if from >= to {
        found.at(after, || {
            Draft::new(format!("nothing starts after {} and before {}", shown(&from), shown(&to)))
                .help("exchange the two times")
                .exception("InvalidFilterValue")
                .related(before.path(), before.span(), "the end of the span")
        });
    }
}
