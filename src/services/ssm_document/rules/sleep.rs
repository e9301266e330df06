//! Steps that wait for a time.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Rule, Severity};
use crate::services::reading::shown;
use crate::text::time::{parse_duration, parse_iso};

use super::super::reading::{PLACEHOLDER, inputs, steps};
use super::super::view::SleepInputs;

/// Seven days, less one second.
const LONGEST: i64 = 604_799;

const SLEEP: Basis = Basis::Documentation("User Guide, \"aws:sleep\"");

fn sleeps(root: Value<'_>) -> impl Iterator<Item = SleepInputs<'_>> {
    steps(root).into_iter().filter_map(|step| inputs(step, "aws:sleep").map(SleepInputs))
}

fn literal(value: Option<Value<'_>>) -> Option<(Value<'_>, String)> {
    let value = value?;
    let text = value.str().filter(|text| !text.contains(PLACEHOLDER))?.into_owned();
    Some((value, text))
}

pub const SLEEP_WITHOUT_ONE_LENGTH: Rule = Rule::new(
    "runbook/sleep-without-one-length",
    Severity::Error,
    "a sleep has neither a duration nor a time, or both",
    "how long to sleep is not said",
    SLEEP,
    |root, found| {
        for sleep in sleeps(root).filter(|sleep| !sleep.0.has_broken()) {
            match (sleep.duration(), sleep.timestamp()) {
                (None, None) => found.missing(sleep.0, "Duration", || {
                    Draft::new("neither `Duration` nor `Timestamp` is there").help("add one, such as `PT10M`")
                }),
                (Some(_), Some(time)) => {
                    found.at(time, || Draft::new("`Timestamp` stands beside `Duration`").help("keep one of the two"))
                }
                _ => {}
            }
        }
    },
);

pub const SLEEP_OF_ANOTHER_FORM: Rule = Rule::new(
    "runbook/sleep-of-another-form",
    Severity::Error,
    "a duration or time of a sleep is not written as ISO 8601 has it",
    "it cannot be read",
    SLEEP,
    |root, found| {
        for sleep in sleeps(root) {
            if let Some((value, text)) = literal(sleep.duration()).filter(|(_, text)| parse_duration(text).is_none()) {
                found.at(value, || {
                    Draft::new(format!("{} is not an ISO 8601 duration", shown(&text)))
                        .help("write weeks, days, hours, minutes and seconds as in `PT10M` or `P1DT12H`")
                });
            }
            if let Some((value, text)) = literal(sleep.timestamp()).filter(|(_, text)| parse_iso(text).is_none()) {
                found.at(value, || {
                    Draft::new(format!("{} is not an ISO 8601 time", shown(&text)))
                        .help("write it as in `2026-10-24T06:00:00Z`")
                });
            }
        }
    },
);

pub const SLEEP_TOO_LONG: Rule = Rule::new(
    "runbook/sleep-too-long",
    Severity::Error,
    "a sleep is longer than seven days",
    "604,799 seconds are the most",
    SLEEP,
    |root, found| {
        for (value, text) in sleeps(root).filter_map(|sleep| literal(sleep.duration())) {
            let seconds = parse_duration(&text).map_or(0, |millis| millis / 1000);
            if seconds > LONGEST {
                found.at(value, || {
                    Draft::new(format!("{} is {seconds} seconds, at most {LONGEST} are allowed", shown(&text)))
                        .help("sleep for less, or several times")
                });
            }
        }
    },
);
