//! Closed calendars: what is held back, who lets it pass, when it goes on by itself.

use super::*;

const HELD: [&str; 4] = ["Pending", "PendingApproval", "Approved", "PendingChangeCalendarOverride"];

/// An emulator whose calendar `Freeze` is closed until 10:00, four hours from its start.
#[track_caller]
fn frozen(options: Value, more: Value) -> Emulator {
    let mut emulator = changing(options, json!([ann()]), more);
    calendar(&mut emulator, "Freeze", "20250312T000000Z", "20250312T100000Z");
    emulator
}

#[track_caller]
fn held(emulator: &mut Emulator, more: Value) -> String {
    let id = change(emulator, more);
    approve(emulator, "AKIDANN", &id);
    assert_eq!(statuses(emulator, &id), HELD);
    id
}

#[test]
fn somebody_lets_a_change_pass_a_closed_calendar() {
    let options =
        json!({ "changeFreeze": { "approvers": ["AKIDFAY", "Wardens"] }, "groups": { "Wardens": ["AKIDGUS"] } });
    for by in ["AKIDFAY", "AKIDGUS"] {
        let mut emulator = frozen(options.clone(), json!({}));
        let id = held(&mut emulator, json!({}));
        let waiting = &emulator.waiting()[0];
        assert_eq!(waiting["status"], "PendingChangeCalendarOverride");
        assert_eq!(waiting["calendars"], json!(["Freeze"]));
        assert_eq!(waiting["approvers"], json!(["AKIDFAY", "Wardens"]));
        assert_eq!(waiting["until"], "2025-03-12T10:00:00Z");
        assert_eq!(waiting["signals"], json!(["Approve", "Reject"]));
        assert_eq!(emulator.settle(), 0, "people are awaited");
        let input = signal_input(&id, "Approve", Value::Null);
        let (name, message) = refused_as(&mut emulator, "AKIDANN", "SendAutomationSignal", input);
        assert_eq!(name, "InvalidAutomationSignalException");
        assert!(message.contains("AKIDANN does not approve during a change freeze"), "{message}");
        signal(&mut emulator, by, &id, "Approve", json!({ "Comment": ["it cannot wait"] }));
        emulator.settle();
        let wanted = ["ChangeCalendarOverrideApproved", "RunbookInProgress", "CompletedWithSuccess"];
        assert_eq!(statuses(&emulator, &id), [&HELD[..], &wanted].concat());
        let told = &emulator.timeline(&id).unwrap()["change"]["override"][0];
        assert_eq!((&told["decision"], &told["comment"]), (&json!("Approved"), &json!("it cannot wait")));
        assert_replays(&mut emulator, options.clone());
    }
}

#[test]
fn somebody_rejects_to_pass_a_closed_calendar() {
    let mut emulator = frozen(json!({}), json!({}));
    let id = held(&mut emulator, json!({}));
    signal(&mut emulator, "AKIDANYBODY", &id, "Reject", Value::Null);
    assert_eq!(statuses(&emulator, &id), [&HELD[..], &["ChangeCalendarOverrideRejected"]].concat());
    assert!(get(&mut emulator, &id)["FailureMessage"].as_str().unwrap().contains("AKIDANYBODY"));
    emulator.advance(DAY);
    assert_eq!(status(&mut emulator, &id), "ChangeCalendarOverrideRejected");
}

#[test]
fn a_change_goes_on_when_the_calendar_opens() {
    let mut emulator = frozen(json!({}), json!({}));
    let id = held(&mut emulator, json!({}));
    emulator.advance(4 * 3_600 * SECOND - 1);
    assert_eq!(status(&mut emulator, &id), "PendingChangeCalendarOverride");
    emulator.advance(1);
    assert_eq!(statuses(&emulator, &id), [&HELD[..], &["RunbookInProgress"]].concat());
    assert_replays(&mut emulator, json!({}));
}

#[test]
fn emergency_templates_pass_and_auto_approval_does_not() {
    let mut emulator = frozen(json!({}), json!({ "emergencyChange": true }));
    let id = change(&mut emulator, json!({}));
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
    let mut emulator = frozen(json!({}), json!({ "autoApprovable": true }));
    let id = change(&mut emulator, json!({ "AutoApprove": true }));
    assert_eq!(statuses(&emulator, &id), ["Pending", "Approved", "PendingChangeCalendarOverride"]);
}

#[test]
fn calendars_are_asked_about_the_time_of_the_change() {
    let mut emulator = frozen(json!({}), json!({}));
    let hour = 3_600;
    let later = change(&mut emulator, json!({ "ScheduledTime": NOW / 1_000 + 5 * hour }));
    approve(&mut emulator, "AKIDANN", &later);
    assert_eq!(status(&mut emulator, &later), "Scheduled", "it is open by then");
    let within = held(&mut emulator, json!({ "ScheduledTime": NOW / 1_000 + 2 * hour }));
    approve(&mut emulator, "AKIDFAY", &within);
    assert_eq!(status(&mut emulator, &within), "Scheduled", "it may pass, at its time");
    let waits = held(&mut emulator, json!({ "ScheduledTime": NOW / 1_000 + 2 * hour }));
    emulator.advance(2 * hour * SECOND);
    assert_eq!(status(&mut emulator, &within), "RunbookInProgress");
    assert_eq!(status(&mut emulator, &waits), "PendingChangeCalendarOverride");
    emulator.advance(2 * hour * SECOND);
    assert_eq!(status(&mut emulator, &waits), "RunbookInProgress", "the calendar opened behind its time");
    emulator.advance(hour * SECOND);
    assert_eq!(status(&mut emulator, &later), "RunbookInProgress");
}

#[test]
fn a_freeze_that_came_after_the_approval_holds_back_too() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let id = change(&mut emulator, json!({ "ScheduledTime": (NOW + DAY) / 1_000 }));
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(status(&mut emulator, &id), "Scheduled");
    calendar(&mut emulator, "Freeze", "20250313T000000Z", "20250314T000000Z");
    emulator.advance(DAY);
    assert_eq!(
        statuses(&emulator, &id),
        ["Pending", "PendingApproval", "Approved", "Scheduled", "PendingChangeCalendarOverride"]
    );
    emulator.advance(DAY);
    assert_eq!(status(&mut emulator, &id), "CompletedWithSuccess");
}

#[test]
fn an_option_says_which_calendars_hold_back() {
    for (calendars, wanted) in [
        (json!(["Freeze"]), "PendingChangeCalendarOverride"),
        (json!([]), "RunbookInProgress"),
        (json!(["Missing"]), "PendingChangeCalendarOverride"),
    ] {
        let mut emulator = frozen(json!({ "changeFreeze": { "calendars": calendars } }), json!({}));
        let id = change(&mut emulator, json!({}));
        approve(&mut emulator, "AKIDANN", &id);
        assert_eq!(status(&mut emulator, &id), wanted, "{calendars}");
    }
    for wrong in [json!([]), json!({ "calendar": [] }), json!({ "approvers": "AKIDANN" })] {
        let mut given = json!({ "seed": 1, "now": NOW, "changeFreeze": wrong });
        let given = given.as_object_mut().unwrap().clone();
        assert!(EmulatorOptions::of(given).and_then(Emulator::new).is_err(), "{wrong}");
    }
}

#[test]
fn a_calendar_that_cannot_be_read_holds_back_until_somebody_lets_it_pass() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let text = calendar_text("DEFAULT_OPEN", "20250312T000000", "20250312T100000");
    let text = text.replace("DTSTART:", "DTSTART;TZID=Europe/Berlin:");
    typed_document(&mut emulator, "Foreign", "ChangeCalendar", "TEXT", &text);
    let id = held(&mut emulator, json!({}));
    assert_eq!(emulator.waiting()[0]["calendars"], json!(["Foreign"]));
    assert!(emulator.waiting()[0].get("until").is_none(), "nobody knows when it opens");
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
}

#[test]
fn a_calendar_that_is_changed_lets_go_or_holds_longer() {
    let mut emulator = frozen(json!({}), json!({}));
    let id = held(&mut emulator, json!({}));
    let longer = calendar_text("DEFAULT_OPEN", "20250312T000000Z", "20250312T120000Z");
    let update = |emulator: &mut Emulator, text: &str| {
        let input =
            json!({ "Name": "Freeze", "Content": text, "DocumentVersion": "$LATEST", "DocumentFormat": "TEXT" });
        let output = call(emulator, "UpdateDocument", input);
        let version = output["DocumentDescription"]["DocumentVersion"].clone();
        call(emulator, "UpdateDocumentDefaultVersion", json!({ "Name": "Freeze", "DocumentVersion": version }));
    };
    update(&mut emulator, &longer);
    assert_eq!(emulator.waiting()[0]["until"], "2025-03-12T12:00:00Z");
    calendar(&mut emulator, "Second", "20250312T000000Z", "20250312T110000Z");
    assert_eq!(emulator.waiting()[0]["calendars"], json!(["Freeze", "Second"]));
    call(&mut emulator, "DeleteDocument", json!({ "Name": "Second" }));
    assert_eq!(status(&mut emulator, &id), "PendingChangeCalendarOverride");
    update(&mut emulator, &calendar_text("DEFAULT_OPEN", "20250311T000000Z", "20250312T060000Z"));
    assert_eq!(statuses(&emulator, &id), [&HELD[..], &["RunbookInProgress"]].concat());
    let asked = emulator.events(0).filter(|event| event.kind == "Change calendar override requested").count();
    assert_eq!(asked, 1, "people are asked once");
    assert_replays(&mut emulator, json!({}));
}
