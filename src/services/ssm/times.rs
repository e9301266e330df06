//! Times that cannot be meant, wherever the service takes one.

use crate::model::tape::{NodeKind, Value};
use crate::text::number::Decimal;

/// From 2000 to the end of 2099, in milliseconds.
pub const PLAUSIBLE: std::ops::Range<i128> = 946_684_800_000..4_102_444_800_000;

/// A time in milliseconds, however far away; the greatest number where there is none.
pub fn millis_of(value: Value<'_>) -> i128 {
    let beyond = || (value.kind() == NodeKind::Number).then(|| Decimal::of(value.source()).integer()).flatten();
    let millis = value.millis().map(i128::from).or_else(|| beyond().map(|seconds| seconds.saturating_mul(1000)));
    millis.unwrap_or(i128::MAX)
}

/// The unit in which a number makes sense that makes none in seconds, and the time that it then means.
pub fn finer_unit(value: Value<'_>) -> Option<(&'static str, i64)> {
    let millis = millis_of(value);
    if PLAUSIBLE.contains(&millis) || value.kind() != NodeKind::Number {
        return None;
    }
    let units = [("milliseconds", 1_000), ("microseconds", 1_000_000), ("nanoseconds", 1_000_000_000)];
    let mut read = units.into_iter().map(|(unit, parts)| (unit, millis / parts));
    let (unit, meant) = read.find(|(_, meant)| PLAUSIBLE.contains(meant))?;
    Some((unit, i64::try_from(meant).ok()?))
}
