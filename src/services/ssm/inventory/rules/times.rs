//! Times of one run that do not fit together: mostly a local time that was marked as UTC.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Rule, Severity, Trust};
use crate::services::reading::{shown, text_of};
use crate::services::ssm::reading::is_utc_second;
use crate::text::string::quoted;
use crate::text::time::{parse_iso, to_iso};

use super::super::view::{InventoryItem, PutInventoryRequest};
use super::context::entry;

pub const LOCAL_TIME_AS_UTC: Rule = Rule::new(
    "inventory/local-time-as-utc",
    Severity::Warning,
    "`CaptureTime` looks like a local time with a `Z` behind it",
    "the `Z` says UTC: nodes of other zones seem to report early or late, and newer data seems older",
    Basis::Assumption(
        "told by another time of the same item that has the same clock in another zone, or lies whole hours away to the second",
    ),
    |request, found| {
        for item in PutInventoryRequest(request).items() {
            let Some(value) = item.capture_time() else { continue };
            let Some(text) = value.str().filter(|text| is_utc_second(text)) else { continue };
            let Some((other, meant)) = same_clock(item, &text).or_else(|| hours_away(item, &text)) else { continue };
            found.at(value, || {
                Draft::new(format!("{} seems to be a local time", shown(&text)))
                    .help("take the time in UTC, as `date -u` and `datetime.now(timezone.utc)` give it")
                    .related(other.path(), other.span(), "another time of the same run")
                    .fix(format!("write `{meant}`"), Trust::Check, value.span(), quoted(&meant))
            });
        }
    },
);

/// A time of the first entry that shows the same clock, and says that it is not UTC.
fn same_clock<'t>(item: InventoryItem<'t>, captured: &str) -> Option<(Value<'t>, String)> {
    let clock = captured.strip_suffix('Z')?;
    // Whoever writes the time into the entries writes it into each.
    let first = item.content()?.elements().next()?;
    first.entries().find_map(|(_, value)| {
        let text = value.any_str().filter(|text| text.len() < 40 && text.starts_with(clock))?;
        let time = parse_iso(&text).filter(|time| time.zoned)?;
        let meant = to_iso(time.millis - time.millis.rem_euclid(1000));
        (meant != captured).then_some((value, meant))
    })
}

/// The time of the run in the context, where it is as many quarters of an hour away as a zone can be.
fn hours_away<'t>(item: InventoryItem<'t>, captured: &str) -> Option<(Value<'t>, String)> {
    const QUARTER: i64 = 900_000;
    let (_, run) = entry(item, "ExecutionTime")?;
    let text = text_of(Some(run)).filter(|text| is_utc_second(text))?;
    let away = parse_iso(captured)?.millis - parse_iso(&text)?.millis;
    let is_zone = away != 0 && away % QUARTER == 0 && away.abs() >= 4 * QUARTER && away.abs() <= 56 * QUARTER;
    is_zone.then(|| (run, text.into_owned()))
}
