//! A time on the wire, taken exactly: how much of it a client's own form of a time can hold.

use crate::text::number::Decimal;
use crate::text::time::{to_epoch_seconds, to_iso};

/// A point in time in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    micros: i64,
    /// There is more behind the microseconds, which are cut off towards zero.
    finer: bool,
}

/// 0001-01-01 to 9999-12-31, what the calendars of the clients and ISO 8601 with four digits have in common.
const CALENDAR: std::ops::Range<i64> = -62_135_596_800_000_000..253_402_300_800_000_000;

impl Time {
    /// A JSON number of seconds; nothing for one that is far beyond all calendars.
    pub fn of(seconds: &str) -> Option<Time> {
        let exact = Decimal::of(&scaled(seconds, 6)).integer();
        let micros = match exact {
            Some(micros) => i64::try_from(micros).ok()?,
            None => Decimal::of(&scaled(seconds, 3)).millis()?,
        };
        Some(Time { micros, finer: exact.is_none() })
    }

    /// Whether it lies between the years 1 and 9999.
    pub fn is_in_calendar(self) -> bool {
        CALENDAR.contains(&self.micros)
    }

    /// Whether there is nothing behind the seconds.
    pub fn is_whole(self) -> bool {
        self.micros % 1_000_000 == 0 && !self.finer
    }

    /// Whether there is nothing behind the milliseconds.
    pub fn is_in_millis(self) -> bool {
        self.micros % 1_000 == 0 && !self.finer
    }

    /// Whether there is nothing behind the microseconds.
    pub fn is_in_micros(self) -> bool {
        !self.finer
    }

    /// The last whole second before it.
    pub fn seconds(self) -> i64 {
        self.micros.div_euclid(1_000_000)
    }

    /// Milliseconds, cut off towards zero.
    pub fn millis(self) -> i64 {
        self.micros / 1_000
    }

    /// The microseconds behind the last whole second.
    pub fn micros(self) -> i64 {
        self.micros.rem_euclid(1_000_000)
    }

    /// `YYYY-MM-DDThh:mm:ssZ` with the fraction there is, to the microsecond.
    pub fn iso(self) -> String {
        let whole = to_iso(self.seconds() * 1_000);
        match self.micros() {
            0 => whole,
            micros => format!("{}.{}Z", whole.trim_end_matches('Z'), format!("{micros:06}").trim_end_matches('0')),
        }
    }

    /// Cut to milliseconds.
    pub fn in_millis(self) -> Time {
        Time { micros: self.millis() * 1_000, finer: false }
    }

    /// Seconds as JSON writes them, to the microsecond.
    pub fn in_seconds(self) -> String {
        if self.micros % 1_000 == 0 {
            return to_epoch_seconds(self.millis());
        }
        let (sign, size) = (if self.micros < 0 { "-" } else { "" }, self.micros.unsigned_abs());
        format!("{sign}{}.{:06}", size / 1_000_000, size % 1_000_000).trim_end_matches('0').into()
    }
}

/// A JSON number times a power of ten.
fn scaled(number: &str, by: i64) -> String {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    // An exponent beyond 64 bits changes nothing: zero stays zero, and the rest is beyond all calendars.
    match exponent.trim_start_matches('+').parse::<i64>() {
        Ok(exponent) => format!("{mantissa}e{}", exponent.saturating_add(by)),
        Err(_) => number.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_taken_exactly() {
        for (text, iso, seconds) in [
            ("1583737233", "2020-03-09T07:00:33Z", "1583737233"),
            ("1583737233.748", "2020-03-09T07:00:33.748Z", "1583737233.748"),
            ("1.5837372337485e9", "2020-03-09T07:00:33.7485Z", "1583737233.7485"),
            ("-1.5", "1969-12-31T23:59:58.5Z", "-1.5"),
            ("0.000001e0", "1970-01-01T00:00:00.000001Z", "0.000001"),
            ("-62135596800", "0001-01-01T00:00:00Z", "-62135596800"),
            ("253402300799999999E-6", "9999-12-31T23:59:59.999999Z", "253402300799.999999"),
        ] {
            let time = Time::of(text).unwrap();
            assert!(time.is_in_calendar() && time.is_in_micros(), "{text}");
            assert_eq!((time.iso().as_str(), time.in_seconds().as_str()), (iso, seconds), "{text}");
        }
    }

    #[test]
    fn what_does_not_fit_is_known() {
        let finer = Time::of("1583737233.0000001").unwrap();
        assert!(!finer.is_whole() && !finer.is_in_millis() && !finer.is_in_micros());
        assert_eq!(finer.in_seconds(), "1583737233");
        assert!(!Time::of("253402300800").unwrap().is_in_calendar());
        assert!(!Time::of("-62135596800.000001").unwrap().is_in_calendar());
        assert_eq!(Time::of("1e300"), None);
        assert_eq!(Time::of("1e99999999999999999999"), None);
        assert_eq!(Time::of("0e99999999999999999999"), Time::of("0"));
        assert_eq!(Time::of("1e-99999999999999999999").map(|t| t.in_seconds()), Some("0".into()));
    }
}
