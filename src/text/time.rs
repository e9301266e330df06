//! Times and durations as text, and back, in whole milliseconds. It reads no clock.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, SecondsFormat};

/// A time read from ISO 8601 text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IsoTime {
    /// Milliseconds since 1970-01-01T00:00:00Z; a finer fraction is cut off.
    pub millis: i64,
    /// Whether the text says which zone it means. Without one UTC is taken.
    pub zoned: bool,
}

/// Reads `YYYY-MM-DD`, or that with `Thh:mm`, seconds, a fraction and a zone (`Z`, `±hh:mm`, `±hhmm`). A space
/// may stand for the `T`. The date has to exist.
pub fn parse_iso(text: &str) -> Option<IsoTime> {
    let mut scan = Scan { rest: text.as_bytes() };
    let year = scan.digits(4)?;
    scan.one(b"-")?;
    let month = scan.digits(2)?;
    scan.one(b"-")?;
    let day = scan.digits(2)?;
    let date = NaiveDate::from_ymd_opt(year as i32, month, day).filter(|d| d.year() > 0)?;
    let (mut time, mut millis, mut zone) = (NaiveTime::MIN, 0, None);
    if scan.one(b"Tt ").is_some() {
        let hour = scan.digits(2)?;
        scan.one(b":")?;
        let minute = scan.digits(2)?;
        let mut second = 0;
        if scan.one(b":").is_some() {
            second = scan.digits(2)?;
            if scan.one(b".").is_some() {
                millis = scan.fraction()?;
            }
        }
        time = NaiveTime::from_hms_opt(hour, minute, second)?;
        zone = scan.zone()?;
    }
    if !scan.rest.is_empty() {
        return None;
    }
    let local = NaiveDateTime::new(date, time).and_utc().timestamp_millis() + millis;
    Some(IsoTime { millis: local - zone.unwrap_or(0) * 60_000, zoned: zone.is_some() })
}

/// Reads a time as people and logs write it: `07-Jun-2019`, `7 June 2019 08:00`, `Thu, 12 Mar 2025 06:00:00 GMT`,
/// `20250312T060000Z`. Orders of numbers that could be read in two ways are not read.
pub fn parse_spoken(text: &str) -> Option<IsoTime> {
    let text = text.trim();
    if let Some(time) = parse_compact(text) {
        return Some(time);
    }
    let text = text.split_once(',').map_or(text, |(_, rest)| rest).trim();
    let (date, rest) = match text.split_once(' ') {
        Some((date, rest)) if date.contains('-') => (date.replace('-', " "), rest),
        None => (text.replace('-', " "), ""),
        Some(_) => {
            let (end, _) = text.match_indices(' ').nth(2).unwrap_or((text.len(), ""));
            (text.get(..end)?.to_string(), text.get(end..)?.trim())
        }
    };
    let mut parts = date.split(' ');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = month_of(month)?;
    let is_number = |text: &str, least: usize, most: usize| {
        (least..=most).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
    };
    if !is_number(day, 1, 2) || !is_number(year, 4, 4) {
        return None;
    }
    let clock = rest.replace(" GMT", "Z").replace(" UTC", "Z").replace(" +", "+").replace(" -", "-");
    let clock = if clock.is_empty() { String::new() } else { format!("T{clock}") };
    parse_iso(&format!("{year}-{month:02}-{day:0>2}{clock}"))
}

/// Reads ISO 8601 without signs between the numbers, `YYYYMMDDThhmmssZ`.
pub fn parse_compact(text: &str) -> Option<IsoTime> {
    let (date, clock) = (text.get(..8)?, text.get(8..)?);
    let clock = clock.strip_prefix('T')?;
    let part = |from: usize, to: usize| date.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()));
    let (year, month, day) = (part(0, 4)?, part(4, 6)?, part(6, 8)?);
    let (hour, minute, second, zone) = (clock.get(..2)?, clock.get(2..4)?, clock.get(4..6)?, clock.get(6..)?);
    parse_iso(&format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"))
}

/// The number of a month by its English name or the first three letters of it.
fn month_of(name: &str) -> Option<usize> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let name = name.to_ascii_lowercase();
    let is_meant = |month: &&str| **month == *name || name.len() == 3 && month.starts_with(&*name);
    MONTHS.iter().position(is_meant).map(|index| index + 1)
}

/// A time in any of the forms that are read, as `YYYY-MM-DDThh:mm:ssZ`, and whether it says which zone it means. Ten
/// digits are taken for seconds, thirteen for milliseconds.
pub fn utc_second_of(text: &str) -> Option<(String, bool)> {
    let digits = text.bytes().all(|b| b.is_ascii_digit()).then_some(text.len());
    let time = parse_iso(text).or_else(|| parse_spoken(text)).or_else(|| {
        let number: i64 = digits.filter(|digits| matches!(digits, 10 | 13)).and_then(|_| text.parse().ok())?;
        Some(IsoTime { millis: if digits == Some(10) { number * 1000 } else { number }, zoned: false })
    })?;
    Some((to_iso(time.millis - time.millis.rem_euclid(1000)), time.zoned))
}

struct Scan<'t> {
    rest: &'t [u8],
}

impl Scan<'_> {
    fn one(&mut self, of: &[u8]) -> Option<u8> {
        let (&first, rest) = self.rest.split_first()?;
        of.contains(&first).then(|| {
            self.rest = rest;
            first
        })
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        (0..count).try_fold(0, |n, _| Some(n * 10 + u32::from(self.one(b"0123456789")? - b'0')))
    }

    fn fraction(&mut self) -> Option<i64> {
        let (mut millis, mut weight, mut any) = (0, 100, false);
        while let Some(digit) = self.one(b"0123456789") {
            millis += i64::from(digit - b'0') * weight;
            weight /= 10;
            any = true;
        }
        any.then_some(millis)
    }

    /// Minutes east of UTC; the inner `None` where no zone stands.
    fn zone(&mut self) -> Option<Option<i64>> {
        let Some(sign) = self.one(b"Zz+-") else { return Some(None) };
        if matches!(sign, b'Z' | b'z') {
            return Some(Some(0));
        }
        let hours = i64::from(self.digits(2)?);
        let _ = self.one(b":");
        let minutes = i64::from(self.digits(2)?);
        (hours < 24 && minutes < 60).then(|| Some(if sign == b'-' { -1 } else { 1 } * (hours * 60 + minutes)))
    }
}

/// `YYYY-MM-DDThh:mm:ssZ`, with `.mmm` where there are milliseconds; empty for a time beyond the calendar.
pub fn to_iso(millis: i64) -> String {
    let form = if millis.rem_euclid(1000) == 0 { SecondsFormat::Secs } else { SecondsFormat::Millis };
    DateTime::from_timestamp_millis(millis).map(|t| t.to_rfc3339_opts(form, true)).unwrap_or_default()
}

/// The whole second of a time, as `YYYYMMDDThhmmssZ`.
pub fn to_compact(millis: i64) -> String {
    to_iso(millis - millis.rem_euclid(1000)).replace(['-', ':'], "")
}

/// RFC 3339 in UTC with the zeros at the end of the fraction dropped, as Go's `time.RFC3339Nano` prints it.
pub fn to_rfc3339_nano(millis: i64) -> String {
    let text = to_iso(millis);
    match text.split_once('.') {
        Some((whole, fraction)) => format!("{whole}.{}Z", fraction.trim_end_matches('Z').trim_end_matches('0')),
        None => text,
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Reads what [`to_http_date`] writes, in milliseconds.
pub fn parse_http_date(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split_once(", ")?.1.split(' ').collect();
    let [day, month, year, time, "GMT"] = parts[..] else { return None };
    let month = 1 + MONTHS.iter().position(|known| *known == month)?;
    Some(parse_iso(&format!("{year}-{month:02}-{day}T{time}Z"))?.millis)
}

/// The text that HTTP headers carry, `Thu, 01 Jan 1970 00:00:00 GMT`.
pub fn to_http_date(millis: i64) -> String {
    const DAYS: [&str; 7] = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"];
    let iso = to_iso(millis - millis.rem_euclid(1000));
    let part = |from: usize, to: usize| iso.get(from..to).unwrap_or_default();
    let weekday = DAYS.get(millis.div_euclid(86_400_000).rem_euclid(7) as usize).copied().unwrap_or_default();
    let month = part(5, 7).parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1))).copied();
    [weekday, ", ", part(8, 10), " ", month.unwrap_or_default(), " ", part(0, 4), " ", part(11, 19), " GMT"].concat()
}

/// The start of the UTC day, in milliseconds.
pub fn day_of(millis: i64) -> i64 {
    millis - millis.rem_euclid(86_400_000)
}

/// Epoch seconds as the wire has them: a whole number, or with up to three fraction digits.
pub fn to_epoch_seconds(millis: i64) -> String {
    let (sign, size) = if millis < 0 { ("-", millis.unsigned_abs()) } else { ("", millis.unsigned_abs()) };
    let text = format!("{sign}{}.{:03}", size / 1000, size % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// An ISO 8601 duration of weeks, days, hours, minutes and seconds (`P1DT12H`, `PT0.5S`) in milliseconds.
/// Years and months have no fixed length and are refused.
pub fn parse_duration(text: &str) -> Option<i64> {
    let mut rest = text.strip_prefix(['P', 'p'])?;
    let (mut total, mut in_time, mut any) = (0i64, false, false);
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix(['T', 't']) {
            (rest, in_time) = (after, true);
            continue;
        }
        let end = rest.find(|c: char| !c.is_ascii_digit() && c != '.')?;
        let (number, after) = rest.split_at_checked(end)?;
        let mut unit = after.chars();
        let scale = match (unit.next()?.to_ascii_uppercase(), in_time) {
            ('W', false) => 604_800_000,
            ('D', false) => 86_400_000,
            ('H', true) => 3_600_000,
            ('M', true) => 60_000,
            ('S', true) => 1000,
            _ => return None,
        };
        let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
        let part: i64 = whole.parse::<i64>().ok()?.checked_mul(scale)?;
        let mut weight = scale;
        let mut tail = 0;
        for digit in fraction.bytes() {
            weight /= 10;
            tail += i64::from(digit.checked_sub(b'0')?) * weight;
        }
        total = total.checked_add(part)?.checked_add(tail)?;
        (rest, any) = (unit.as_str(), true);
    }
    any.then_some(total)
}

/// Whether a calendar date and time of day exist: `2026-02-31` does not.
pub fn is_real_date(text: &str) -> bool {
    parse_iso(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn iso_forms() {
        let read = |text| parse_iso(text).map(|t| (t.millis, t.zoned));
        assert_eq!(read("2019-06-07T00:00:00Z"), Some((1_559_865_600_000, true)));
        assert_eq!(read("2019-06-07 02:00:00.25+02:00"), Some((1_559_865_600_250, true)));
        assert_eq!(read("2019-06-07T00:00"), Some((1_559_865_600_000, false)));
        assert_eq!(read("2019-06-07"), Some((1_559_865_600_000, false)));
        for wrong in [
            "2026-02-31",
            "0000-01-01",
            "2026-1-1",
            "07-Jun-2019",
            "2026-01-01T24:00:00Z",
            "2026-01-01T00:00:60Z",
            "2026-01-01Z",
            "",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times_as_people_write_them() {
        let read = |text: &str| parse_spoken(text).map(|time| (to_iso(time.millis), time.zoned));
        for (text, time, zoned) in [
            ("07-Jun-2019", "2019-06-07T00:00:00Z", false),
            ("7 June 2019 08:30", "2019-06-07T08:30:00Z", false),
            ("Wed, 12 Mar 2025 06:00:00 GMT", "2025-03-12T06:00:00Z", true),
            ("12 Mar 2025 06:00:00 +0100", "2025-03-12T05:00:00Z", true),
            ("20250312T060000Z", "2025-03-12T06:00:00Z", true),
            ("07-Jun-2019 08:30:00", "2019-06-07T08:30:00Z", false),
        ] {
            assert_eq!(read(text), Some((time.to_string(), zoned)), "{text}");
        }
        for wrong in [
            "",
            "now",
            "03/04/2019",
            "31-Feb-2019",
            "07-Juni-2019",
            "1-2-2019",
            "AnyString",
            "2019-June-07",
            "é-Jun-2019",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        assert_eq!(utc_second_of("1741759200123"), Some(("2025-03-12T06:00:00Z".into(), false)));
        assert_eq!(utc_second_of("2025-03-12T06:00:00.9Z"), Some(("2025-03-12T06:00:00Z".into(), true)));
        assert_eq!(utc_second_of("174175920"), None);
    }

    #[test]
    fn seconds_and_texts() {
        assert_eq!(to_epoch_seconds(1_583_737_233_748), "1583737233.748");
        assert_eq!(to_epoch_seconds(-1_500), "-1.5");
        assert_eq!(to_epoch_seconds(1_000_000), "1000");
        assert_eq!(to_rfc3339_nano(1_583_737_233_740), "2020-03-09T07:00:33.74Z");
        assert_eq!(to_rfc3339_nano(1_583_737_233_000), "2020-03-09T07:00:33Z");
    }

    #[test]
    fn durations() {
        for (text, millis) in [
            ("PT1H", 3_600_000),
            ("P1DT12H", 129_600_000),
            ("PT0.5S", 500),
            ("P2W", 1_209_600_000),
            ("PT90M", 5_400_000),
        ] {
            assert_eq!(parse_duration(text), Some(millis), "{text}");
        }
        for wrong in ["", "P", "PT", "1H", "P1M", "P1H", "PT1", "PTxS", "P99999999999999999W"] {
            assert_eq!(parse_duration(wrong), None, "{wrong}");
        }
    }
}
