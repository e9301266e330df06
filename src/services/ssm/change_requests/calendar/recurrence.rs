//! Rules of recurrence (RFC 5545, RRULE): by day, week, month and year, with INTERVAL, COUNT, UNTIL, BYDAY, BYMONTHDAY,
//! BYMONTH and WKST. Anything else of a rule is refused, not passed over: a freeze at the wrong time is worse than none.
//!
//! Times here are local ones, in seconds as if they were UTC.

use std::collections::VecDeque;

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, NaiveTime, Weekday};

/// How often something recurs.
#[derive(Clone, Debug)]
pub struct Recurrence {
    every: Every,
    interval: u32,
    count: Option<u32>,
    until: Option<Until>,
    by_day: Vec<(Option<i32>, Weekday)>,
    by_month_day: Vec<i32>,
    by_month: Vec<u32>,
    week_start: Weekday,
}

/// Until when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// A moment.
    Utc(i64),
    /// A local time.
    Local(i64),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Every {
    Day,
    Week,
    Month,
    Year,
}

/// More than this many times are not counted up: a rule that says so would be counted through each time.
const MOST: u32 = 2_000;
/// Periods without a time after which there is none to come: eight years of single days, and the leap years around 2100.
const MOST_EMPTY: u32 = 3_000;

impl Recurrence {
    /// Reads a rule; says what is not supported.
    pub fn of(text: &str) -> Result<Recurrence, String> {
        let mut rule = Recurrence {
            every: Every::Day,
            interval: 1,
            count: None,
            until: None,
            by_day: Vec::new(),
            by_month_day: Vec::new(),
            by_month: Vec::new(),
            week_start: Weekday::Mon,
        };
        let mut is_timed = false;
        for part in text.split(';').filter(|part| !part.is_empty()) {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            let unfit = || format!("{part} in a rule of recurrence is not supported");
            let positive = || value.parse::<u32>().ok().filter(|n| (1..=MOST).contains(n)).ok_or_else(unfit);
            match name.to_ascii_uppercase().as_str() {
                "FREQ" => {
                    is_timed = true;
                    rule.every = match value.to_ascii_uppercase().as_str() {
                        "DAILY" => Every::Day,
                        "WEEKLY" => Every::Week,
                        "MONTHLY" => Every::Month,
                        "YEARLY" => Every::Year,
                        _ => return Err(unfit()),
                    }
                }
                "INTERVAL" => rule.interval = positive()?,
                "COUNT" => rule.count = Some(positive()?),
                "UNTIL" => rule.until = Some(until_of(value).ok_or_else(unfit)?),
                "WKST" => rule.week_start = weekday_of(value).ok_or_else(unfit)?,
                "BYDAY" => rule.by_day = listed(value, day_of).ok_or_else(unfit)?,
                "BYMONTHDAY" => {
                    let day = |text: &str| text.parse().ok().filter(|n: &i32| (1..=31).contains(&n.abs()));
                    rule.by_month_day = listed(value, day).ok_or_else(unfit)?;
                }
                "BYMONTH" => {
                    let month = |text: &str| text.parse().ok().filter(|n| (1..=12).contains(n));
                    rule.by_month = listed(value, month).ok_or_else(unfit)?;
                }
                _ => return Err(unfit()),
            }
        }
        let is_ordinal = rule.by_day.iter().any(|(ordinal, _)| ordinal.is_some());
        let is_of_year = rule.every == Every::Year && rule.by_month.is_empty() && !rule.by_day.is_empty();
        if !is_timed || is_of_year || is_ordinal && matches!(rule.every, Every::Day | Every::Week) {
            return Err(format!("the rule of recurrence {text} is not supported"));
        }
        Ok(rule)
    }

    /// Until when it recurs.
    pub fn until(&self) -> Option<Until> {
        self.until
    }

    /// The times from a first one on, ascending. Those well before `from` may be left out.
    pub fn times(&self, first: i64, from: i64) -> Times<'_> {
        let first = DateTime::from_timestamp(first, 0).map(|time| time.naive_utc()).unwrap_or_default();
        let mut times = Times { rule: self, first, period: 0, ready: VecDeque::new(), given: 0, empty: 0 };
        // What is counted has to be counted from the start.
        if self.count.is_none()
            && let Some(from) = DateTime::from_timestamp(from, 0).map(|time| time.naive_utc())
        {
            let days = (from - first).num_days();
            let months =
                i64::from(from.year() - first.year()) * 12 + i64::from(from.month()) - i64::from(first.month());
            let periods = match self.every {
                Every::Day => days,
                Every::Week => days / 7,
                Every::Month => months,
                Every::Year => months / 12,
            };
            times.period = u32::try_from(periods / i64::from(self.interval) - 1).unwrap_or(0);
        }
        times
    }

    /// The days of a period, ascending; nothing behind the end of the calendar.
    fn days(&self, first: NaiveDate, period: u32) -> Option<Vec<NaiveDate>> {
        let steps = u64::from(period) * u64::from(self.interval);
        Some(match self.every {
            Every::Day => {
                let day = first.checked_add_days(Days::new(steps))?;
                Some(day).filter(|day| self.fits(*day)).into_iter().collect()
            }
            Every::Week => {
                let start = first.week(self.week_start).checked_first_day()?;
                let start = start.checked_add_days(Days::new(steps * 7))?;
                let all = (0..7).filter_map(|day| start.checked_add_days(Days::new(day)));
                let is_meant = |day: &NaiveDate| match self.by_day.as_slice() {
                    [] => day.weekday() == first.weekday(),
                    _ => true,
                };
                all.filter(is_meant).filter(|day| self.fits(*day)).collect()
            }
            Every::Month => {
                let month = first.with_day(1)?.checked_add_months(Months::new(u32::try_from(steps).ok()?))?;
                if self.by_month.is_empty() || self.by_month.contains(&month.month()) {
                    self.days_of_month(first, month)
                } else {
                    Vec::new()
                }
            }
            Every::Year => {
                let year = first.year().checked_add(i32::try_from(steps).ok()?)?;
                NaiveDate::from_ymd_opt(year, 1, 1)?;
                let is_meant = |month: &u32| match self.by_month.as_slice() {
                    [] => *month == first.month(),
                    months => months.contains(month),
                };
                let starts = (1..=12).filter(is_meant).filter_map(|month| NaiveDate::from_ymd_opt(year, month, 1));
                starts.flat_map(|month| self.days_of_month(first, month)).collect()
            }
        })
    }

    fn days_of_month(&self, first: NaiveDate, month: NaiveDate) -> Vec<NaiveDate> {
        let length = i64::from(month.num_days_in_month());
        let all = (0..length).filter_map(|day| month.checked_add_days(Days::new(day.unsigned_abs())));
        all.filter(|day| {
            let number = i64::from(day.day());
            let is_day = |wanted: &i32| {
                let wanted = i64::from(*wanted);
                number == if wanted < 0 { length + 1 + wanted } else { wanted }
            };
            let is_weekday = |(ordinal, weekday): &(Option<i32>, Weekday)| {
                let nth = match ordinal.map(i64::from) {
                    None => true,
                    Some(nth) if nth < 0 => (length - number) / 7 + 1 == -nth,
                    Some(nth) => (number - 1) / 7 + 1 == nth,
                };
                day.weekday() == *weekday && nth
            };
            match (self.by_month_day.is_empty(), self.by_day.is_empty()) {
                (true, true) => day.day() == first.day(),
                (no_days, no_weekdays) => {
                    (no_days || self.by_month_day.iter().any(is_day))
                        && (no_weekdays || self.by_day.iter().any(is_weekday))
                }
            }
        })
        .collect()
    }

    /// Whether a single day keeps what the rule says beside its frequency.
    fn fits(&self, day: NaiveDate) -> bool {
        let length = day.num_days_in_month();
        let is_day = |wanted: &i32| {
            let number = i64::from(day.day());
            number == if *wanted < 0 { i64::from(length) + 1 + i64::from(*wanted) } else { i64::from(*wanted) }
        };
        (self.by_day.is_empty() || self.by_day.iter().any(|(_, weekday)| *weekday == day.weekday()))
            && (self.by_month.is_empty() || self.by_month.contains(&day.month()))
            && (self.by_month_day.is_empty() || self.by_month_day.iter().any(is_day))
    }
}

/// Times of a recurrence, local, in seconds.
pub struct Times<'r> {
    rule: &'r Recurrence,
    first: NaiveDateTime,
    period: u32,
    ready: VecDeque<i64>,
    given: u32,
    empty: u32,
}

impl Iterator for Times<'_> {
    type Item = i64;

    fn next(&mut self) -> Option<i64> {
        loop {
            if self.rule.count.is_some_and(|count| self.given >= count) {
                return None;
            }
            if let Some(time) = self.ready.pop_front() {
                if matches!(self.rule.until, Some(Until::Local(until)) if time > until) {
                    return None;
                }
                self.given += 1;
                return Some(time);
            }
            let days = self.rule.days(self.first.date(), self.period)?;
            self.period = self.period.checked_add(1)?;
            let at = |day: NaiveDate| seconds_of(day.and_time(self.first.time()));
            let first = seconds_of(self.first);
            self.ready.extend(days.into_iter().map(at).filter(|time| *time >= first));
            self.empty = if self.ready.is_empty() { self.empty + 1 } else { 0 };
            if self.empty > MOST_EMPTY {
                return None;
            }
        }
    }
}

/// A local time in seconds.
pub fn seconds_of(time: NaiveDateTime) -> i64 {
    time.and_utc().timestamp()
}

/// Reads `YYYYMMDD` or `YYYYMMDDThhmmss` with or without `Z`: seconds, whether it has a time, whether it is UTC.
pub fn time_of(text: &str) -> Option<(i64, bool, bool)> {
    let (text, is_utc) = text.strip_suffix('Z').map_or((text, false), |text| (text, true));
    let (date, clock) = text.split_once('T').map_or((text, None), |(date, clock)| (date, Some(clock)));
    if date.len() != 8 {
        return None;
    }
    let number = |text: &str, from: usize, to: usize| -> Option<u32> {
        text.get(from..to).filter(|part| part.bytes().all(|b| b.is_ascii_digit()))?.parse().ok()
    };
    let year = i32::try_from(number(date, 0, 4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, number(date, 4, 6)?, number(date, 6, 8)?)?;
    let time = match clock {
        None => NaiveTime::MIN,
        Some(clock) if clock.len() == 6 => {
            // A leap second is the second before it.
            let second = number(clock, 4, 6)?.min(59);
            NaiveTime::from_hms_opt(number(clock, 0, 2)?, number(clock, 2, 4)?, second)?
        }
        Some(_) => return None,
    };
    Some((seconds_of(day.and_time(time)), clock.is_some(), is_utc))
}

fn until_of(text: &str) -> Option<Until> {
    let (seconds, has_time, is_utc) = time_of(text)?;
    Some(match (has_time, is_utc) {
        (_, true) => Until::Utc(seconds),
        (true, false) => Until::Local(seconds),
        // The day is meant to its end.
        (false, false) => Until::Local(seconds + 86_399),
    })
}

fn listed<T>(text: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    text.split(',').map(|part| read(part.trim())).collect()
}

fn weekday_of(text: &str) -> Option<Weekday> {
    use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
    let days = [("MO", Mon), ("TU", Tue), ("WE", Wed), ("TH", Thu), ("FR", Fri), ("SA", Sat), ("SU", Sun)];
    days.iter().find(|(name, _)| name.eq_ignore_ascii_case(text)).map(|(_, day)| *day)
}

fn day_of(text: &str) -> Option<(Option<i32>, Weekday)> {
    let (ordinal, name) = text.split_at_checked(text.len().checked_sub(2)?)?;
    let ordinal = match ordinal {
        "" => None,
        ordinal => Some(ordinal.parse().ok().filter(|n: &i32| (1..=5).contains(&n.abs()))?),
    };
    Some((ordinal, weekday_of(name)?))
}
