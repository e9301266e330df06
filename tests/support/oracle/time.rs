//! Times as a client takes them: seconds, or ISO 8601 text, `YYYY-MM-DD` alone or with `Thh:mm[:ss[.f+]]` and a
//! zone. In either spelling the time lies, in UTC, in the years 1 to 9999; botocore knows no others.

const FIRST: i64 = -62_135_596_800;
const LAST: i64 = 253_402_300_799;

pub fn is_time_number(spelling: &str) -> bool {
    spelling.parse().is_ok_and(|seconds: f64| (FIRST as f64..(LAST + 1) as f64).contains(&seconds))
}

pub fn is_iso_time(text: &str) -> bool {
    seconds_of(text).is_some_and(|seconds| (FIRST..=LAST).contains(&seconds))
}

/// The same in any year that has four digits.
pub fn is_iso_text(text: &str) -> bool {
    seconds_of(text).is_some()
}

fn seconds_of(text: &str) -> Option<i64> {
    let (date, time) = text.split_at_checked(10)?;
    let midnight = days_of(date)? * 86_400;
    if time.is_empty() {
        return Some(midnight);
    }
    let clock = time.strip_prefix(['T', 't', ' '])?;
    let (clock, zone) = clock.split_at(clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len()));
    let mut parts = clock.splitn(3, ':');
    let (hour, minute) = (digits(parts.next(), 2, 23)?, digits(parts.next(), 2, 59)?);
    let second = parts.next().map_or(Some(0), whole_seconds)?;
    Some(midnight + hour * 3600 + minute * 60 + second - offset_of(zone)?)
}

/// The days since 1970, counted year by year: slow, and hard to get wrong.
fn days_of(date: &str) -> Option<i64> {
    let mut parts = date.split('-');
    let (year, month, day) =
        (digits(parts.next(), 4, 9999)?, digits(parts.next(), 2, 12)?, digits(parts.next(), 2, 31)?);
    if parts.next().is_some() || year < 1 || month < 1 || day < 1 || day > days_in(year, month) {
        return None;
    }
    let year_days = |year: i64| (1..=12).map(|month| days_in(year, month)).sum::<i64>();
    let years: i64 =
        if year < 1970 { -(year..1970).map(year_days).sum::<i64>() } else { (1970..year).map(year_days).sum() };
    Some(years + (1..month).map(|month| days_in(year, month)).sum::<i64>() + day - 1)
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 => 28 + i64::from(year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)),
        _ => 31,
    }
}

fn whole_seconds(text: &str) -> Option<i64> {
    let (seconds, fraction) = text.split_once('.').unwrap_or((text, "0"));
    let is_fraction = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
    digits(Some(seconds), 2, 59).filter(|_| is_fraction)
}

fn offset_of(zone: &str) -> Option<i64> {
    let Some(offset) = zone.strip_prefix(['+', '-']) else {
        return matches!(zone, "" | "Z" | "z").then_some(0);
    };
    let (hours, minutes) = offset.split_once(':').or_else(|| offset.split_at_checked(2))?;
    let seconds = digits(Some(hours), 2, 23)? * 3600 + digits(Some(minutes), 2, 59)? * 60;
    Some(if zone.starts_with('-') { -seconds } else { seconds })
}

fn digits(text: Option<&str>, many: usize, most: i64) -> Option<i64> {
    let text = text.filter(|text| text.len() == many && text.bytes().all(|byte| byte.is_ascii_digit()))?;
    text.parse().ok().filter(|&value| value <= most)
}

#[test]
fn only_real_times_in_the_known_forms_are_times() {
    for text in [
        "2024-02-29",
        "2019-02-18T16:00:00Z",
        "2019-02-18 16:00",
        "0001-01-01t00:00:00.123456789z",
        "2024-01-01T10:00+0530",
        "9999-12-31T23:59:59.9",
        "0001-01-01T05:00:00+05:00",
    ] {
        assert!(is_iso_time(text), "{text}");
    }
    for text in [
        "2023-02-29",
        "0000-01-01",
        "20190218T160000Z",
        "2019-02-18T16Z",
        "2019-02-18T16:00:00.",
        "2019-02-18T24:00Z",
        "07-Jun-2019",
        "1550505600",
        "2019-02-18T16:00+05",
        "2019-02-18Z",
        "0001-01-01T04:59:59+05:00",
        "9999-12-31T23:59:59-00:01",
    ] {
        assert!(!is_iso_time(text), "{text}");
    }
    assert_eq!(seconds_of("2019-02-18T17:00:00.9+01:00"), Some(1_550_505_600));
    assert_eq!((seconds_of("0001-01-01"), seconds_of("9999-12-31T23:59:59Z")), (Some(FIRST), Some(LAST)));
    assert!(is_time_number("1550505600.5") && !is_time_number("1550505600000") && !is_time_number("1e400"));
}
