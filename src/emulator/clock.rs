//! The emulator's clock. Time comes in from outside and never goes back.

use crate::text::time::{parse_duration, parse_iso};

/// Milliseconds since 1970, moved only by whoever owns the emulator.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    now: i64,
}

/// The latest time that can be set: the end of the year 9999. The calendar of answers ends there.
pub const LATEST: i64 = 253_402_300_799_999;

impl Clock {
    /// A clock that stands at a time.
    pub fn at(now: i64) -> Clock {
        Clock { now: now.clamp(0, LATEST) }
    }

    /// The time, in milliseconds.
    pub fn now(self) -> i64 {
        self.now
    }

    /// Lets time pass; a negative amount passes none.
    pub fn advance(&mut self, millis: i64) {
        self.now = self.now.saturating_add(millis.max(0)).min(LATEST);
    }
}

/// A time as options give it: ISO 8601 text, or epoch milliseconds.
pub fn time_of(value: &serde_json::Value) -> Option<i64> {
    let millis = match value {
        serde_json::Value::String(text) => parse_iso(text)?.millis,
        number => whole(number)?,
    };
    (0..=LATEST).contains(&millis).then_some(millis)
}

/// A duration as options give it: ISO 8601 text, or milliseconds.
pub fn duration_of(value: &serde_json::Value) -> Option<i64> {
    let millis = match value {
        serde_json::Value::String(text) => parse_duration(text)?,
        number => whole(number)?,
    };
    (millis >= 0).then_some(millis)
}

/// A number without a fraction, also where JavaScript made a double of it; a fraction of a millisecond is cut.
fn whole(number: &serde_json::Value) -> Option<i64> {
    number.as_i64().or_else(|| number.as_f64().filter(|f| f.is_finite() && f.abs() < 9e15).map(|f| f as i64))
}
