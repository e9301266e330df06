//! What whoever rehearses asks beside the operations: requests that move on what waits, and how runs went.

use crate::*;

fn asking(inputs: Value) -> Value {
    json!([{ "name": "ask", "action": "aws:approve", "inputs": inputs }, effect("act")])
}

/// Sends a request that an execution that waits offers, as somebody.
#[track_caller]
fn take_up(emulator: &mut Emulator, by: &str, title: &str) {
    let waiting = emulator.waiting();
    let offered = waiting[0]["requests"].as_array().unwrap().clone();
    let titles: Vec<&str> = offered.iter().map(|request| request["title"].as_str().unwrap()).collect();
    let request = offered.iter().find(|request| request["title"] == title).unwrap_or_else(|| panic!("{titles:?}"));
    let operation = request["operation"].as_str().unwrap().strip_prefix("ssm:").unwrap();
    call_as(emulator, by, operation, request["input"].clone());
}

#[test]
fn an_approval_offers_both_decisions() {
    for (title, wanted) in [("Approve", "InProgress"), ("Reject", "Failed")] {
        let mut emulator = emulator(asking(json!({ "Approvers": ["AKIDANN"] })));
        let id = start(&mut emulator, json!({}));
        take_up(&mut emulator, "AKIDANN", title);
        assert_eq!(status(&mut emulator, &id), wanted, "{title}");
    }
}

#[test]
fn a_pause_offers_to_go_on() {
    let mut emulator = emulator(json!([{ "name": "halt", "action": "aws:pause", "inputs": {} }, effect("act")]));
    let id = start(&mut emulator, json!({}));
    take_up(&mut emulator, "AKIDANN", "Resume");
    assert_eq!(status(&mut emulator, &id), "InProgress");
}

#[test]
fn an_interactive_execution_offers_each_step_that_may_come_next() {
    let mut emulator = emulator(json!([effect("first"), effect("second")]));
    let id = start(&mut emulator, json!({ "Mode": "Interactive" }));
    take_up(&mut emulator, "AKIDANN", "Start first");
    emulator.settle();
    take_up(&mut emulator, "AKIDANN", "Start second");
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["first Success", "second Success"]);
    take_up(&mut emulator, "AKIDANN", "Complete");
    assert_eq!(status(&mut emulator, &id), "Success");
}

#[test]
fn a_timeline_has_the_steps_with_their_times() {
    let mut emulator = emulator(
        json!([{ "name": "rest", "action": "aws:sleep", "inputs": { "Duration": "PT1M" } }, effect("act"), effect("never")]),
    );
    emulator.script(&json!([{ "step": "act", "status": "Failed", "duration": "PT5S" }])).unwrap();
    let id = start(&mut emulator, json!({}));
    emulator.advance(62 * SECOND);
    let half = emulator.timeline(&id).unwrap();
    assert_eq!((&half["started"], &half.get("ended")), (&json!("2025-03-12T06:00:00Z"), &None));
    assert_eq!(half["steps"][1]["started"], "2025-03-12T06:01:00Z");
    assert_eq!((half["steps"][1].get("ended"), half["steps"][1].get("isGood")), (None, None), "it goes on");
    emulator.settle();
    let whole = emulator.timeline(&id).unwrap();
    assert_eq!((&whole["ended"], &whole["isGood"]), (&json!("2025-03-12T06:01:05Z"), &json!(false)));
    let ids: Vec<&str> =
        whole["steps"].as_array().unwrap().iter().map(|step| step["stepExecutionId"].as_str().unwrap()).collect();
    assert_eq!(
        whole["steps"],
        json!([
            { "step": "rest", "action": "aws:sleep", "stepExecutionId": ids[0], "status": "Success", "isGood": true,
              "started": "2025-03-12T06:00:00Z", "ended": "2025-03-12T06:01:00Z" },
            { "step": "act", "action": "aws:executeAwsApi", "stepExecutionId": ids[1], "status": "Failed", "isGood": false,
              "started": "2025-03-12T06:01:00Z", "ended": "2025-03-12T06:01:05Z" },
            { "step": "never", "action": "aws:executeAwsApi", "stepExecutionId": ids[2], "status": "Pending" },
        ])
    );
}

#[test]
fn what_has_a_timeline_is_listed_newest_first_and_no_more_than_is_asked_for() {
    let mut emulator = emulator(json!([effect("act")]));
    let first = start(&mut emulator, json!({}));
    emulator.settle();
    let second = start(&mut emulator, json!({}));
    assert_eq!(
        emulator.timelines(10),
        [
            json!({ "executionId": second, "document": "Book", "status": "InProgress", "started": "2025-03-12T06:00:01Z" }),
            json!({ "executionId": first, "document": "Book", "status": "Success", "isGood": true,
                "started": "2025-03-12T06:00:00Z", "ended": "2025-03-12T06:00:01Z" }),
        ]
    );
    assert_eq!(emulator.timelines(1).len(), 1);
}
