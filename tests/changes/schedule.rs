//! The scheduled time, and stops at every phase.

use super::*;

#[test]
fn an_approved_change_waits_for_its_time() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let at = (NOW + 2 * DAY) / 1_000;
    let id = change(&mut emulator, json!({ "ScheduledTime": at, "ScheduledEndTime": at + 3_600 }));
    assert_eq!(emulator.waiting()[0]["scheduledTime"], "2025-03-14T06:00:00Z");
    approve(&mut emulator, "AKIDANN", &id);
    let shown = get(&mut emulator, &id);
    assert_eq!(shown["AutomationExecutionStatus"], "Scheduled");
    assert_eq!(shown["ScheduledTime"], at);
    assert!(shown.get("CurrentStepName").is_none());
    emulator.advance(2 * DAY - 1);
    assert_eq!(status(&mut emulator, &id), "Scheduled");
    emulator.advance(1);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
    emulator.settle();
    assert_eq!(
        statuses(&emulator, &id),
        ["Pending", "PendingApproval", "Approved", "Scheduled", "RunbookInProgress", "CompletedWithSuccess"]
    );
    assert_eq!(get(&mut emulator, &id)["ExecutionEndTime"], at + 1);
    assert_replays(&mut emulator, json!({}));
}

#[test]
fn settling_goes_on_to_the_scheduled_time() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let id = change(&mut emulator, json!({ "ScheduledTime": (NOW + DAY) / 1_000 }));
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(emulator.settle(), DAY + SECOND);
    assert_eq!(status(&mut emulator, &id), "CompletedWithSuccess");
}

#[test]
fn a_change_that_is_approved_late_or_scheduled_in_the_past_runs_at_once() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let late = change(&mut emulator, json!({ "ScheduledTime": NOW / 1_000 + 60 }));
    let past = change(&mut emulator, json!({ "ScheduledTime": NOW / 1_000 - 60 }));
    emulator.advance(120 * SECOND);
    for id in [late, past] {
        approve(&mut emulator, "AKIDANN", &id);
        assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
    }
}

#[test]
fn a_change_can_be_stopped_at_every_phase() {
    let stop = |emulator: &mut Emulator, id: &str| {
        call(emulator, "StopAutomationExecution", json!({ "AutomationExecutionId": id }));
    };
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    calendar(&mut emulator, "Freeze", "20250314T000000Z", "20250315T000000Z");

    let pending = change(&mut emulator, json!({}));
    stop(&mut emulator, &pending);
    assert_eq!(status(&mut emulator, &pending), "Cancelling");
    let input = json!({ "AutomationExecutionId": pending });
    assert_eq!(refused(&mut emulator, "StopAutomationExecution", input).0, "InvalidAutomationStatusUpdateException");
    emulator.advance(SECOND);
    assert_eq!(statuses(&emulator, &pending), ["Pending", "PendingApproval", "Cancelling", "Cancelled"]);

    let scheduled = change(&mut emulator, json!({ "ScheduledTime": (NOW + DAY) / 1_000 }));
    approve(&mut emulator, "AKIDANN", &scheduled);
    stop(&mut emulator, &scheduled);
    assert_eq!(statuses(&emulator, &scheduled), ["Pending", "PendingApproval", "Approved", "Scheduled", "Cancelled"]);

    let frozen = change(&mut emulator, json!({ "ScheduledTime": (NOW + 2 * DAY) / 1_000 }));
    approve(&mut emulator, "AKIDANN", &frozen);
    stop(&mut emulator, &frozen);
    assert_eq!(
        statuses(&emulator, &frozen),
        ["Pending", "PendingApproval", "Approved", "PendingChangeCalendarOverride", "Cancelled"]
    );

    let running = change(&mut emulator, json!({}));
    approve(&mut emulator, "AKIDANN", &running);
    let child = emulator.timeline(&running).unwrap()["children"][0]["executionId"].as_str().unwrap().to_string();
    stop(&mut emulator, &running);
    assert_eq!(
        (status(&mut emulator, &running), status(&mut emulator, &child)),
        ("Cancelling".into(), "Cancelling".into())
    );
    emulator.advance(SECOND);
    assert_eq!(
        (status(&mut emulator, &running), status(&mut emulator, &child)),
        ("Cancelled".into(), "Cancelled".into())
    );

    let input = json!({ "AutomationExecutionId": running, "Type": "Complete" });
    assert_eq!(refused(&mut emulator, "StopAutomationExecution", input).0, "InvalidAutomationStatusUpdateException");
    assert!(emulator.waiting().is_empty());
    emulator.advance(10 * DAY);
    for id in [&pending, &scheduled, &frozen, &running] {
        assert_eq!(status(&mut emulator, id), "Cancelled", "nothing goes on");
    }
    assert_replays(&mut emulator, json!({}));
}

#[test]
fn a_stopped_child_stops_the_change() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let id = change(&mut emulator, json!({}));
    approve(&mut emulator, "AKIDANN", &id);
    let child = emulator.timeline(&id).unwrap()["children"][0]["executionId"].as_str().unwrap().to_string();
    call(&mut emulator, "StopAutomationExecution", json!({ "AutomationExecutionId": child }));
    emulator.advance(SECOND);
    assert_eq!(statuses(&emulator, &id).last().unwrap(), "Cancelled");
}

#[test]
fn a_runbook_that_waits_for_people_keeps_the_change_in_progress() {
    let mut emulator = with(json!({}), json!([{ "name": "halt", "action": "aws:pause", "inputs": {} }]));
    template(&mut emulator, "Template", json!([ann()]), json!({}));
    let id = change(&mut emulator, json!({}));
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(emulator.settle(), 0);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
    let child = emulator.waiting()[0]["executionId"].as_str().unwrap().to_string();
    signal(&mut emulator, "AKIDANN", &child, "Resume", json!({ "StepName": ["halt"] }));
    assert_eq!(status(&mut emulator, &id), "CompletedWithSuccess");
}
