//! Change requests, from the request to the end of the runbook, and the calendars that hold them back.

mod calendars;
mod freezes;
mod levels;
mod random;
mod schedule;
mod starts;

use crate::*;

/// A change template of these levels, with further members, and a runbook `Book` that it may run: one effect.
#[track_caller]
pub fn changing(options: Value, levels: Value, more: Value) -> Emulator {
    let mut emulator = bare(options);
    emulator.take_journal();
    document(&mut emulator, "Book", json!({ "schemaVersion": "0.3", "mainSteps": [effect("act")] }));
    template(&mut emulator, "Template", levels, more);
    emulator
}

/// Makes a change template.
#[track_caller]
pub fn template(emulator: &mut Emulator, name: &str, levels: Value, more: Value) {
    let content = and(
        json!({
            "schemaVersion": "0.3",
            "description": "a template",
            "templateInformation": "what it is for",
            "executableRunBooks": [{ "name": "Book", "version": "$DEFAULT" }],
            "emergencyChange": false,
            "autoApprovable": false,
            "mainSteps": levels,
        }),
        more,
    );
    typed_document(emulator, name, "Automation.ChangeTemplate", "JSON", &content.to_string());
}

/// Makes a document of a type.
#[track_caller]
pub fn typed_document(emulator: &mut Emulator, name: &str, kind: &str, format: &str, content: &str) {
    let input = json!({ "Name": name, "DocumentType": kind, "DocumentFormat": format, "Content": content });
    call(emulator, "CreateDocument", input);
}

/// Makes a calendar of one event.
#[track_caller]
pub fn calendar(emulator: &mut Emulator, name: &str, from: &str, to: &str) {
    typed_document(emulator, name, "ChangeCalendar", "TEXT", &calendar_text("DEFAULT_OPEN", from, to));
}

/// The text of a calendar with one event.
pub fn calendar_text(kind: &str, from: &str, to: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nPRODID:-//AWS//Change Calendar 1.0//EN\r\nVERSION:2.0\r\nX-CALENDAR-TYPE:{kind}\r\n\
         BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:freeze\r\nDTSTART:{from}\r\nDTEND:{to}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// A level with these lines: `(approver, type, how many)`.
pub fn level(name: &str, lines: &[(&str, &str, u32)]) -> Value {
    let line = |(approver, kind, needed): &(&str, &str, u32)| json!({ "approver": approver, "type": kind, "minRequiredApprovals": needed });
    json!({
        "name": name,
        "action": "aws:approve",
        "timeoutSeconds": 3_600,
        "inputs": {
            "Message": "please look",
            "EnhancedApprovals": {
                "NotificationArn": "arn:aws:sns:us-east-1:123456789012:Automation-change",
                "Approvers": lines.iter().map(line).collect::<Vec<_>>(),
            },
        },
    })
}

/// A level that AKIDANN approves alone.
pub fn ann() -> Value {
    level("ApproveAction1", &[("AKIDANN", "IamUser", 1)])
}

/// The input of a change request for `Template` that runs `Book`, with further members.
pub fn change_input(more: Value) -> Value {
    and(json!({ "DocumentName": "Template", "Runbooks": [{ "DocumentName": "Book" }] }), more)
}

/// Starts a change request; the execution's id.
#[track_caller]
pub fn change(emulator: &mut Emulator, more: Value) -> String {
    let output = call_as(emulator, "AKIDREQ", "StartChangeRequestExecution", change_input(more));
    output["AutomationExecutionId"].as_str().unwrap().to_string()
}

/// The statuses that an execution had, in order.
#[track_caller]
pub fn statuses(emulator: &Emulator, id: &str) -> Vec<String> {
    let timeline = emulator.timeline(id).unwrap();
    let events = timeline["events"].as_array().unwrap().iter();
    let own = events.filter(|event| event.get("step").is_none());
    own.filter_map(|event| event.get("status")).map(|status| status.as_str().unwrap().to_string()).collect()
}

/// Approves the level or the override under way.
#[track_caller]
pub fn approve(emulator: &mut Emulator, by: &str, id: &str) {
    signal(emulator, by, id, "Approve", Value::Null);
}

/// What a journal makes of an emulator with the same options is the same, byte for byte.
#[track_caller]
pub fn assert_replays(emulator: &mut Emulator, options: Value) {
    let mut again = bare(options);
    for record in &emulator.take_journal() {
        again.replay(record).unwrap();
    }
    assert_eq!(again.snapshot().unwrap(), emulator.snapshot().unwrap());
    assert_eq!(again.waiting(), emulator.waiting());
    let restored = Emulator::restore(&emulator.snapshot().unwrap()).unwrap();
    assert_eq!(restored.snapshot().unwrap(), emulator.snapshot().unwrap());
}
