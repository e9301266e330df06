//! Zones of time: UTC by its names, and whatever a calendar describes itself in a VTIMEZONE. There is no data base of
//! zones here: a name alone says nothing.

use super::lines::{Component, Property};
use super::recurrence::{Recurrence, time_of};

/// Names of UTC that calendars use.
const UTC: [&str; 7] = ["UTC", "Etc/UTC", "Etc/GMT", "GMT", "Z", "Etc/UCT", "Zulu"];

/// A zone.
#[derive(Clone, Debug, Default)]
pub struct Zone {
    /// Nothing in UTC.
    observances: Vec<Observance>,
}

/// A time of the year with its distance from UTC.
#[derive(Clone, Debug)]
struct Observance {
    /// The local time from which it holds.
    onset: i64,
    /// In seconds, east of UTC.
    offset: i64,
    /// What held before.
    before: i64,
    /// How it comes back.
    recurrence: Option<Recurrence>,
}

impl Zone {
    /// The zone with a name, of those that a calendar describes.
    pub fn named(name: &str, described: &[(String, Zone)]) -> Result<Zone, String> {
        if let Some((_, zone)) = described.iter().find(|(known, _)| known == name) {
            return Ok(zone.clone());
        }
        if UTC.iter().any(|utc| utc.eq_ignore_ascii_case(name.trim_start_matches('/'))) {
            return Ok(Zone::default());
        }
        Err(format!("the time zone {name} is neither UTC nor described by a VTIMEZONE of the calendar"))
    }

    /// Reads a VTIMEZONE: its name and itself.
    pub fn of(component: &Component) -> Result<(String, Zone), String> {
        let name = component.value("TZID").ok_or("a VTIMEZONE has no TZID")?.to_string();
        let mut zone = Zone::default();
        for part in component.parts.iter().filter(|part| part.name == "STANDARD" || part.name == "DAYLIGHT") {
            let unfit = |what: &str| format!("the {what} of the time zone {name} cannot be read");
            let offset = |what: &str| part.value(what).and_then(offset_of).ok_or_else(|| unfit(what));
            let onset = part.value("DTSTART").and_then(time_of).ok_or_else(|| unfit("DTSTART"))?.0;
            let recurrence = part.value("RRULE").map(Recurrence::of).transpose()?;
            if part.properties.iter().any(|of: &Property| of.name == "RDATE") {
                return Err(format!("RDATE in the time zone {name} is not supported"));
            }
            let (offset, before) = (offset("TZOFFSETTO")?, offset("TZOFFSETFROM")?);
            zone.observances.push(Observance { onset, offset, before, recurrence });
        }
        if zone.observances.is_empty() {
            return Err(format!("the time zone {name} says nothing of its distance from UTC"));
        }
        Ok((name, zone))
    }

    /// A local time as UTC, in seconds.
    pub fn to_utc(&self, local: i64) -> i64 {
        const YEARS: i64 = 800 * 86_400;
        let mut latest: Option<(i64, i64)> = None;
        for of in &self.observances {
            let onset = match &of.recurrence {
                None => Some(of.onset).filter(|onset| *onset <= local),
                Some(rule) => rule.times(of.onset, local - YEARS).take_while(|onset| *onset <= local).last(),
            };
            // A recurrence that came to its end has its last onset long ago.
            let onset = onset.or_else(|| Some(of.onset).filter(|onset| *onset <= local));
            if let Some(onset) = onset
                && latest.is_none_or(|(known, _)| onset > known)
            {
                latest = Some((onset, of.offset));
            }
        }
        let first = self.observances.iter().min_by_key(|of| of.onset).map_or(0, |of| of.before);
        local - latest.map_or(first, |(_, offset)| offset)
    }
}

/// `+hhmm` or `-hhmmss` in seconds.
fn offset_of(text: &str) -> Option<i64> {
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let digits = text.get(1..)?;
    if !matches!(digits.len(), 4 | 6) || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let number = |from: usize| digits.get(from..from + 2).map_or(Some(0), |part| part.parse::<i64>().ok());
    Some(sign * (number(0)? * 3_600 + number(2)? * 60 + number(4)?))
}
