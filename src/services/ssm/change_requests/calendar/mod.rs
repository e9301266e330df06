//! Calendars that hold changes back: iCalendar text (RFC 5545) whose `X-CALENDAR-TYPE` says what holds outside of its
//! events. Known (User Guide, Change Calendar): `DEFAULT_OPEN` is closed during its events, `DEFAULT_CLOSED` open.
//!
//! Times are in UTC, or in zones that the calendar describes itself; a time without a zone is taken as UTC, which is an
//! assumption. What cannot be kept is refused in words, and never passed over.

mod lines;
mod recurrence;
mod zone;

use crate::text::time::parse_duration;

use lines::{Component, Property};
use recurrence::{Recurrence, Until, time_of};
use zone::Zone;

/// Events that are looked at to find the next change: they may lie end to end for ever.
const MOST_LOOKS: usize = 20_000;
/// A recurring event lasts a year at most, in seconds: each moment is in many of a longer one.
const LONGEST: i64 = 366 * 86_400;

/// A calendar.
#[derive(Clone, Debug)]
pub struct Calendar {
    is_open_outside: bool,
    events: Vec<Event>,
}

/// An event, with all its recurrences. Times are in seconds.
#[derive(Clone, Debug)]
struct Event {
    id: String,
    /// Which recurrence it takes the place of, UTC.
    replaces: Option<i64>,
    start: i64,
    zone: Zone,
    length: i64,
    recurrence: Option<Recurrence>,
    /// Further starts, UTC.
    more: Vec<i64>,
    /// Starts that do not take place, UTC.
    except: Vec<i64>,
}

impl Calendar {
    /// Reads a calendar; says what is not supported.
    pub fn of(text: &str) -> Result<Calendar, String> {
        let root = Component::of(text)?;
        if root.name != "VCALENDAR" {
            return Err("it does not begin with BEGIN:VCALENDAR".into());
        }
        let kind = root.value("X-CALENDAR-TYPE").unwrap_or_default();
        let is_open_outside = match kind.to_ascii_uppercase().as_str() {
            "DEFAULT_OPEN" => true,
            "DEFAULT_CLOSED" => false,
            _ => return Err("X-CALENDAR-TYPE is neither DEFAULT_OPEN nor DEFAULT_CLOSED".into()),
        };
        let parts = |name: &'static str| root.parts.iter().filter(move |part| part.name == name);
        let zones = parts("VTIMEZONE").map(Zone::of).collect::<Result<Vec<_>, _>>()?;
        let is_called_off = |part: &&Component| {
            part.value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"))
                && part.property("RECURRENCE-ID").is_none()
        };
        let events = parts("VEVENT").filter(|part| !is_called_off(part));
        let mut events = events.map(|part| Event::of(part, &zones)).collect::<Result<Vec<_>, String>>()?;
        let replaced: Vec<(String, i64)> =
            events.iter().filter_map(|event| Some((event.id.clone(), event.replaces?))).collect();
        for event in events.iter_mut().filter(|event| event.replaces.is_none()) {
            let own = replaced.iter().filter(|(id, _)| *id == event.id);
            event.except.extend(own.map(|(_, start)| *start));
        }
        events.retain(|event| event.length > 0);
        Ok(Calendar { is_open_outside, events })
    }

    /// Whether changes may run at a moment, in seconds.
    fn is_open(&self, at: i64) -> bool {
        self.covered_until(at).is_none() == self.is_open_outside
    }

    /// The moment of the next change of its state after a moment, in seconds. `looks` are events that may be looked at.
    fn next_change(&self, at: i64, looks: &mut usize) -> Option<i64> {
        let mut look = || {
            *looks = looks.checked_sub(self.events.len())?;
            Some(())
        };
        look()?;
        let Some(mut end) = self.covered_until(at) else {
            return self.events.iter().filter_map(|event| event.start_after(at)).min();
        };
        loop {
            look()?;
            match self.covered_until(end) {
                Some(later) => end = later,
                None => return Some(end),
            }
        }
    }

    /// When the last of the events ends that take place at a moment.
    fn covered_until(&self, at: i64) -> Option<i64> {
        self.events.iter().filter_map(|event| event.covers_until(at)).max()
    }
}

/// Whether all calendars are open at a moment, and when that changes.
pub fn state_of(calendars: &[Calendar], at: i64) -> (bool, Option<i64>) {
    let is_open = |at: i64| calendars.iter().all(|calendar| calendar.is_open(at));
    let (now, mut next, mut looks) = (is_open(at), at, MOST_LOOKS);
    while let Some(change) = calendars.iter().filter_map(|calendar| calendar.next_change(next, &mut looks)).min() {
        if is_open(change) != now {
            return (now, Some(change));
        }
        next = change;
    }
    (now, None)
}

impl Event {
    fn of(part: &Component, zones: &[(String, Zone)]) -> Result<Event, String> {
        let name = part.value("SUMMARY").or(part.value("UID")).unwrap_or_default();
        let unfit = |what: &str| format!("the {what} of the event {name:.60} cannot be read");
        let own = part.property("DTSTART").ok_or_else(|| format!("the event {name:.60} has no DTSTART"))?;
        let (start, has_time, zone) = local(own, zones)?.ok_or_else(|| unfit("DTSTART"))?;
        let utc = zone.to_utc(start);
        let length = match (part.property("DTEND"), part.value("DURATION")) {
            (Some(end), _) => {
                let (end, _, zone) = local(end, zones)?.ok_or_else(|| unfit("DTEND"))?;
                zone.to_utc(end) - utc
            }
            (None, Some(text)) => {
                parse_duration(text.trim_start_matches('+')).ok_or_else(|| unfit("DURATION"))? / 1_000
            }
            (None, None) if has_time => 0,
            // A day without an end lasts a day (RFC 5545, VEVENT).
            (None, None) => 86_400,
        };
        if part.property("EXRULE").is_some() {
            return Err(format!("EXRULE in the event {name:.60} is not supported"));
        }
        let mut rules = part.properties.iter().filter(|property| property.name == "RRULE");
        let recurrence = rules.next().map(|rule| Recurrence::of(rule.value.trim())).transpose()?;
        if rules.next().is_some() {
            return Err(format!("the event {name:.60} has more than one rule of recurrence"));
        }
        if recurrence.is_some() && length > LONGEST {
            return Err(format!("the recurring event {name:.60} lasts longer than a year"));
        }
        let replaces = match part.property("RECURRENCE-ID") {
            Some(of) if of.parameter("RANGE").is_some() => {
                return Err(format!("RANGE in the event {name:.60} is not supported"));
            }
            Some(of) => {
                let (at, _, zone) = local(of, zones)?.ok_or_else(|| unfit("RECURRENCE-ID"))?;
                Some(zone.to_utc(at))
            }
            None => None,
        };
        let is_called_off = part.value("STATUS").is_some_and(|status| status.eq_ignore_ascii_case("CANCELLED"));
        let listed = |name: &str| {
            let all = part.properties.iter().filter(|property| property.name == name);
            let mut times = Vec::new();
            for property in all {
                for value in property.value.split(',') {
                    let one = Property { value: value.into(), ..property.clone() };
                    let (at, _, zone) = local(&one, zones)?.ok_or_else(|| unfit(name))?;
                    times.push(zone.to_utc(at));
                }
            }
            Ok::<_, String>(times)
        };
        Ok(Event {
            id: part.value("UID").unwrap_or_default().into(),
            replaces,
            start,
            length: if is_called_off { 0 } else { length },
            recurrence,
            more: listed("RDATE")?,
            except: listed("EXDATE")?,
            zone,
        })
    }

    /// Its starts in UTC, ascending but for those that are given one by one; some of those before `from` are left out.
    fn starts(&self, from: i64) -> impl Iterator<Item = i64> {
        // A zone is less than a day away from UTC.
        let from = from - self.length - 2 * 86_400;
        let times: Box<dyn Iterator<Item = i64>> = match &self.recurrence {
            Some(rule) => {
                let last = match rule.until() {
                    Some(Until::Utc(last)) => last,
                    _ => i64::MAX,
                };
                let starts = rule.times(self.start, from).map(|local| self.zone.to_utc(local));
                Box::new(starts.take_while(move |start| *start <= last))
            }
            None => Box::new(std::iter::once(self.zone.to_utc(self.start))),
        };
        times.filter(|start| !self.except.contains(start))
    }

    fn covers_until(&self, at: i64) -> Option<i64> {
        let regular = self.starts(at).take_while(|start| *start <= at);
        let all = regular.chain(self.more.iter().copied());
        all.filter(|start| *start <= at && at < start.saturating_add(self.length))
            .max()
            .map(|start| start + self.length)
    }

    fn start_after(&self, at: i64) -> Option<i64> {
        let regular = self.starts(at).find(|start| *start > at);
        regular.into_iter().chain(self.more.iter().copied().filter(|start| *start > at)).min()
    }
}

/// A time with its zone: local, whether it has a time of day, the zone. None where it cannot be read.
fn local(property: &Property, zones: &[(String, Zone)]) -> Result<Option<(i64, bool, Zone)>, String> {
    let Some((at, has_time, is_utc)) = time_of(property.value.trim()) else { return Ok(None) };
    let zone = match property.parameter("TZID").filter(|_| has_time && !is_utc) {
        Some(name) => Zone::named(name, zones)?,
        None => Zone::default(),
    };
    Ok(Some((at, has_time, zone)))
}

#[cfg(test)]
mod tests;
