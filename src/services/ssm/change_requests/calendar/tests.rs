use super::*;
use crate::text::time::{parse_iso, to_iso};

fn seconds(text: &str) -> i64 {
    parse_iso(text).map(|time| time.millis / 1_000).unwrap_or_default()
}

fn calendar(kind: &str, lines: &[&str]) -> Result<Calendar, String> {
    let text = format!(
        "BEGIN:VCALENDAR\r\nPRODID:-//AWS//Change Calendar 1.0//EN\r\nVERSION:2.0\r\nX-CALENDAR-TYPE:{kind}\r\n{}\r\nEND:VCALENDAR\r\n",
        lines.join("\r\n")
    );
    Calendar::of(&text)
}

fn event<'l>(lines: &[&'l str]) -> Vec<&'l str> {
    let around = |end: &'l str, lines: &[&'l str]| [&[end], lines].concat();
    let mut all = around("BEGIN:VEVENT", lines);
    all.push("END:VEVENT");
    all
}

/// The changes of a calendar that is open outside of its events, from the begin of 2025.
#[track_caller]
fn changes(lines: &[&str], count: usize) -> Vec<String> {
    let calendar = calendar("DEFAULT_OPEN", &event(lines)).unwrap_or_else(|reason| panic!("{reason}"));
    let mut at = seconds("2025-01-01T00:00:00Z");
    let mut found = Vec::new();
    while let (_, Some(next)) = state_of(std::slice::from_ref(&calendar), at) {
        if found.len() >= count {
            break;
        }
        at = next;
        found.push(to_iso(next * 1_000));
    }
    found
}

#[test]
fn an_event_closes_what_is_open_and_opens_what_is_closed() {
    let lines = event(&["UID:a", "DTSTART:20250312T060000Z", "DTEND:20250312T080000Z"]);
    for (kind, is_open) in [("DEFAULT_OPEN", true), ("DEFAULT_CLOSED", false)] {
        let calendars = [calendar(kind, &lines).unwrap_or_else(|reason| panic!("{reason}"))];
        let at = |text: &str| state_of(&calendars, seconds(text));
        assert_eq!(at("2025-03-12T05:59:59Z"), (is_open, Some(seconds("2025-03-12T06:00:00Z"))));
        assert_eq!(at("2025-03-12T06:00:00Z"), (!is_open, Some(seconds("2025-03-12T08:00:00Z"))));
        assert_eq!(at("2025-03-12T08:00:00Z"), (is_open, None));
    }
}

#[test]
fn rules_of_recurrence_give_their_times() {
    let daily = ["DTSTART:20250312T220000Z", "DURATION:PT4H", "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2"];
    assert_eq!(
        changes(&daily, 9),
        ["2025-03-12T22:00:00Z", "2025-03-13T02:00:00Z", "2025-03-14T22:00:00Z", "2025-03-15T02:00:00Z"]
    );
    let weekly = [
        "DTSTART:20250307T180000Z",
        "DTEND:20250307T190000Z",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;UNTIL=20250321T180000Z",
    ];
    let starts: Vec<String> = changes(&weekly, 9).into_iter().step_by(2).collect();
    assert_eq!(starts, ["2025-03-07T18:00:00Z", "2025-03-17T18:00:00Z", "2025-03-21T18:00:00Z"]);
    let starts = |rule: &str, count: usize| -> Vec<String> {
        let lines = ["DTSTART;VALUE=DATE:20250131", rule];
        changes(&lines, count * 2).into_iter().step_by(2).map(|time| time.chars().take(10).collect()).collect()
    };
    assert_eq!(starts("RRULE:FREQ=MONTHLY", 3), ["2025-01-31", "2025-03-31", "2025-05-31"]);
    assert_eq!(starts("RRULE:FREQ=MONTHLY;BYMONTHDAY=-1", 3), ["2025-01-31", "2025-02-28", "2025-03-31"]);
    assert_eq!(starts("RRULE:FREQ=MONTHLY;BYDAY=-1FR", 3), ["2025-01-31", "2025-02-28", "2025-03-28"]);
    assert_eq!(starts("RRULE:FREQ=MONTHLY;BYDAY=2TU", 2), ["2025-02-11", "2025-03-11"]);
    assert_eq!(starts("RRULE:FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=24", 2), ["2025-12-24", "2026-12-24"]);
    assert_eq!(starts("RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", 2), ["2025-11-27", "2026-11-26"]);
    assert_eq!(starts("RRULE:FREQ=DAILY;BYMONTH=2;BYDAY=SA", 2), ["2025-02-01", "2025-02-08"]);
}

#[test]
fn a_recurrence_from_long_ago_is_as_one_from_the_start() {
    for rule in ["FREQ=DAILY;INTERVAL=3", "FREQ=WEEKLY;BYDAY=TU,SA", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY"] {
        let recurrence = Recurrence::of(rule).unwrap_or_else(|reason| panic!("{reason}"));
        let (first, from) = (seconds("1999-11-02T05:00:00Z"), seconds("2025-01-01T00:00:00Z"));
        let whole: Vec<i64> = recurrence.times(first, first).skip_while(|time| *time < from).take(5).collect();
        let short: Vec<i64> = recurrence.times(first, from).skip_while(|time| *time < from).take(5).collect();
        assert_eq!(whole, short, "{rule}");
        assert!(recurrence.times(first, from).take_while(|time| *time < from).count() < 10, "{rule}");
    }
}

#[test]
fn single_recurrences_are_left_out_moved_and_added() {
    let lines = [
        "UID:a",
        "DTSTART:20250301T000000Z",
        "DTEND:20250301T010000Z",
        "RRULE:FREQ=DAILY;COUNT=4",
        "EXDATE:20250302T000000Z",
        "RDATE:20250310T000000Z",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "UID:a",
        "RECURRENCE-ID:20250303T000000Z",
        "DTSTART:20250303T120000Z",
        "DTEND:20250303T130000Z",
    ];
    let starts: Vec<String> = changes(&lines, 20).into_iter().step_by(2).collect();
    assert_eq!(
        starts,
        ["2025-03-01T00:00:00Z", "2025-03-03T12:00:00Z", "2025-03-04T00:00:00Z", "2025-03-10T00:00:00Z"]
    );
}

const NEW_YORK: [&str; 14] = [
    "BEGIN:VTIMEZONE",
    "TZID:America/New_York",
    "BEGIN:STANDARD",
    "DTSTART:20071104T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU",
    "TZOFFSETFROM:-0400",
    "TZOFFSETTO:-0500",
    "END:STANDARD",
    "BEGIN:DAYLIGHT",
    "DTSTART:20070311T020000",
    "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU",
    "TZOFFSETFROM:-0500",
    "TZOFFSETTO:-0400",
    "END:DAYLIGHT",
];

#[test]
fn a_zone_that_the_calendar_describes_is_kept() {
    let own = event(&[
        "DTSTART;TZID=\"America/New_York\":20250308T090000",
        "DTEND;TZID=America/New_York:20250308T100000",
        "RRULE:FREQ=DAILY;COUNT=3",
    ]);
    let lines = [&NEW_YORK[..], &["END:VTIMEZONE"], &own].concat();
    let calendar = calendar("DEFAULT_OPEN", &lines).unwrap_or_else(|reason| panic!("{reason}"));
    let starts: Vec<String> = calendar.events.iter().flat_map(|e| e.starts(0)).map(|at| to_iso(at * 1_000)).collect();
    assert_eq!(starts, ["2025-03-08T14:00:00Z", "2025-03-09T13:00:00Z", "2025-03-10T13:00:00Z"]);
}

#[test]
fn what_is_not_supported_is_said_in_words() {
    let said = |lines: &[&str]| calendar("DEFAULT_OPEN", &event(lines)).err().unwrap_or_default();
    let zone = said(&["DTSTART;TZID=Europe/Berlin:20250312T060000"]);
    assert!(zone.contains("Europe/Berlin") && zone.contains("VTIMEZONE"), "{zone}");
    for (rule, part) in [
        ("FREQ=HOURLY", "FREQ=HOURLY"),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "BYSETPOS=1"),
        ("FREQ=WEEKLY;BYDAY=2MO", "FREQ=WEEKLY;BYDAY=2MO"),
        ("FREQ=YEARLY;BYDAY=20MO", "BYDAY=20MO"),
        ("COUNT=2", "COUNT=2"),
        ("FREQ=DAILY;INTERVAL=0", "INTERVAL=0"),
    ] {
        let reason = said(&["DTSTART:20250312T060000Z", &format!("RRULE:{rule}")]);
        assert!(reason.contains(part), "{rule}: {reason}");
    }
    assert!(said(&["DTSTART:20250231T060000Z"]).contains("DTSTART"));
    assert!(calendar("SOMETIMES", &[]).err().unwrap_or_default().contains("X-CALENDAR-TYPE"));
    for text in ["", "BEGIN:VCALENDAR", "hello", "BEGIN:VEVENT\nEND:VEVENT", "BEGIN:VCALENDAR\nEND:VEVENT"] {
        assert!(Calendar::of(text).is_err(), "{text}");
    }
}

#[test]
fn lines_are_unfolded_and_events_end_to_end_are_one() {
    let lines = [
        "SUMMARY:a name that",
        "  goes on: and on",
        "DTSTART:20250301T00",
        "\t0000Z",
        "DTEND:20250302T000000Z",
        "RRULE:FREQ=DAILY;COUNT=3",
    ];
    assert_eq!(changes(&lines, 9), ["2025-03-01T00:00:00Z", "2025-03-04T00:00:00Z"]);
    let for_ever = ["DTSTART:20250301T000000Z", "DTEND:20250302T000000Z", "RRULE:FREQ=DAILY"];
    assert_eq!(changes(&for_ever, 9), ["2025-03-01T00:00:00Z"], "no end is found");
}
