//! GetCalendarState. The rules of recurrence have their tests beside them.

use super::*;

#[track_caller]
fn state(emulator: &mut Emulator, names: &[&str], at: Option<&str>) -> (String, String, Option<String>) {
    let mut input = json!({ "CalendarNames": names });
    if let Some(at) = at {
        input["AtTime"] = at.into();
    }
    let output = call(emulator, "GetCalendarState", input);
    let text = |name: &str| output[name].as_str().map(String::from);
    (text("State").unwrap(), text("AtTime").unwrap(), text("NextTransitionTime"))
}

fn told(state: &str, at: &str, next: Option<&str>) -> (String, String, Option<String>) {
    (state.into(), at.into(), next.map(String::from))
}

#[test]
fn calendars_are_open_where_all_are() {
    let mut emulator = bare(json!({}));
    calendar(&mut emulator, "Morning", "20250312T000000Z", "20250312T080000Z");
    calendar(&mut emulator, "Noon", "20250312T070000Z", "20250312T130000Z");
    let window = calendar_text("DEFAULT_CLOSED", "20250312T120000Z", "20250312T200000Z");
    typed_document(&mut emulator, "Window", "ChangeCalendar", "TEXT", &window);
    let now = "2025-03-12T06:00:00Z";
    assert_eq!(state(&mut emulator, &["Morning"], None), told("CLOSED", now, Some("2025-03-12T08:00:00Z")));
    assert_eq!(state(&mut emulator, &["Noon"], None), told("OPEN", now, Some("2025-03-12T07:00:00Z")));
    assert_eq!(state(&mut emulator, &["Window"], None), told("CLOSED", now, Some("2025-03-12T12:00:00Z")));
    assert_eq!(state(&mut emulator, &["Morning", "Noon"], None), told("CLOSED", now, Some("2025-03-12T13:00:00Z")));
    let arn = "arn:aws:ssm:us-east-1:123456789012:document/Window";
    let open = state(&mut emulator, &["Noon", arn], Some("2025-03-12T14:00:00+01:00"));
    assert_eq!(open, told("OPEN", "2025-03-12T13:00:00Z", Some("2025-03-12T20:00:00Z")));
    let after = state(&mut emulator, &["Morning"], Some("2025-03-13T00:00:00Z"));
    assert_eq!(after, told("OPEN", "2025-03-13T00:00:00Z", None));
    emulator.advance(2 * 3_600 * SECOND);
    assert_eq!(state(&mut emulator, &["Morning"], None).0, "OPEN", "the clock went on");
}

#[test]
fn what_is_no_calendar_is_refused() {
    let mut emulator = emulator(json!([effect("act")]));
    typed_document(
        &mut emulator,
        "Odd",
        "ChangeCalendar",
        "TEXT",
        "BEGIN:VCALENDAR\nX-CALENDAR-TYPE:DEFAULT_OPEN\nBEGIN:VEVENT\nDTSTART:20250312T000000Z\nRRULE:FREQ=MINUTELY\nEND:VEVENT\nEND:VCALENDAR",
    );
    calendar(&mut emulator, "Good", "20250312T000000Z", "20250312T080000Z");
    for (name, wanted, said) in [
        ("Nothing", "InvalidDocument", "Nothing"),
        ("Book", "InvalidDocumentType", "Automation"),
        ("Odd", "UnsupportedCalendarException", "FREQ=MINUTELY"),
    ] {
        let input = json!({ "CalendarNames": ["Good", name] });
        let (exception, message) = refused(&mut emulator, "GetCalendarState", input);
        assert_eq!(exception, wanted);
        assert!(message.contains(said), "{message}");
    }
    let input = json!({ "CalendarNames": ["Good"], "AtTime": "tomorrow" });
    assert_eq!(refused(&mut emulator, "GetCalendarState", input).0, "ValidationException");
}
