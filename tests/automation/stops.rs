//! Stopping, and running by hand.

use crate::*;

fn stop(emulator: &mut Emulator, id: &str, kind: &str) {
    call(emulator, "StopAutomationExecution", json!({ "AutomationExecutionId": id, "Type": kind }));
}

#[track_caller]
fn cannot_stop(emulator: &mut Emulator, id: &str, kind: &str) -> String {
    let input = json!({ "AutomationExecutionId": id, "Type": kind });
    let (name, message) = refused(emulator, "StopAutomationExecution", input);
    assert_eq!(name, "InvalidAutomationStatusUpdateException");
    message
}

#[test]
fn a_stop_takes_its_time_and_is_final() {
    let mut emulator = emulator(json!([effect("act"), effect("more")]));
    let id = start(&mut emulator, json!({}));
    let input = json!({ "AutomationExecutionId": "01234567-89ab-4cde-8f01-23456789abcd" });
    assert_eq!(refused(&mut emulator, "StopAutomationExecution", input).0, "AutomationExecutionNotFoundException");
    call(&mut emulator, "StopAutomationExecution", json!({ "AutomationExecutionId": id }));
    assert_eq!(status(&mut emulator, &id), "Cancelling");
    assert_eq!(steps(&mut emulator, &id), ["act Cancelling", "more Pending"]);
    assert!(cannot_stop(&mut emulator, &id, "Cancel").contains("is being stopped"));
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["act Cancelled", "more Pending"]);
    assert_eq!(status(&mut emulator, &id), "Cancelled");
    assert!(cannot_stop(&mut emulator, &id, "Cancel").contains("Cancelled"));
    assert!(cannot_stop(&mut emulator, &id, "Complete").contains("Cancelled"));
}

#[test]
fn steps_for_the_case_of_a_stop_run_for_two_minutes_at_most() {
    for (seconds, ends) in [(30, "clean Success"), (300, "clean Cancelled")] {
        let mut emulator = emulator(json!([
            and(effect("act"), json!({ "onCancel": "step:clean", "isEnd": true })),
            and(effect("clean"), json!({ "isEnd": true })),
        ]));
        emulator.script(&json!([{ "step": "clean", "status": "Success", "duration": seconds * SECOND }])).unwrap();
        let id = start(&mut emulator, json!({}));
        stop(&mut emulator, &id, "Cancel");
        emulator.advance(SECOND);
        assert_eq!(steps(&mut emulator, &id), ["act Cancelled", "clean InProgress"]);
        assert_eq!(status(&mut emulator, &id), "Cancelling");
        emulator.settle();
        assert_eq!(steps(&mut emulator, &id), ["act Cancelled", ends]);
        assert_eq!(status(&mut emulator, &id), "Cancelled");
        let ended = get(&mut emulator, &id)["ExecutionEndTime"].as_i64().unwrap() - NOW / 1_000;
        assert_eq!(ended, (1 + seconds).min(120));
    }
}

#[test]
fn what_waits_can_be_stopped_too() {
    for step in [
        json!({ "name": "halt", "action": "aws:pause", "inputs": {} }),
        json!({ "name": "halt", "action": "aws:approve", "inputs": { "Approvers": ["AKIDANN"] } }),
        json!({ "name": "halt", "action": "aws:sleep", "inputs": { "Duration": "PT1H" } }),
        json!({ "name": "halt", "action": "aws:loop", "inputs": { "Iterators": ["a", "b"], "Steps": [effect("act")] } }),
    ] {
        let mut emulator = emulator(json!([step]));
        let id = start(&mut emulator, json!({}));
        stop(&mut emulator, &id, "Cancel");
        assert_eq!(emulator.settle(), SECOND, "{step}");
        assert_eq!(status(&mut emulator, &id), "Cancelled", "{step}");
        assert!(steps(&mut emulator, &id).iter().all(|step| step.ends_with("Cancelled")), "{step}");
        assert_eq!(emulator.waiting(), Vec::<Value>::new());
    }
}

#[test]
fn a_stop_goes_on_to_children() {
    let mut emulator = bare(json!({}));
    let run = json!([{ "name": "run", "action": "aws:executeAutomation", "inputs": { "DocumentName": "Child" } }]);
    document(&mut emulator, "Book", json!({ "schemaVersion": "0.3", "mainSteps": run }));
    let halt = json!([{ "name": "halt", "action": "aws:pause", "inputs": {} }]);
    document(&mut emulator, "Child", json!({ "schemaVersion": "0.3", "mainSteps": halt }));
    let id = start(&mut emulator, json!({}));
    let child = emulator.waiting()[0]["executionId"].as_str().unwrap().to_string();
    stop(&mut emulator, &id, "Cancel");
    assert_eq!(status(&mut emulator, &child), "Cancelling");
    emulator.settle();
    assert_eq!(status(&mut emulator, &child), "Cancelled");
    assert_eq!(status(&mut emulator, &id), "Cancelled");
}

#[test]
fn by_hand_each_step_is_started_by_a_signal() {
    let choose = json!({ "name": "choose", "action": "aws:branch", "inputs": { "Choices": [{ "Variable": "a", "StringEquals": "b", "NextStep": "second" }], "Default": "third" } });
    let mut emulator = emulator(json!([effect("first"), choose, effect("second"), effect("third")]));
    let id = start(&mut emulator, json!({ "Mode": "Interactive" }));
    assert_eq!(status(&mut emulator, &id), "Waiting");
    assert_eq!(get(&mut emulator, &id)["Mode"], "Interactive");
    assert_eq!(emulator.waiting()[0]["next"], json!(["first"]));
    let start_step = |name: &str| json!({ "StepName": [name] });
    let input = signal_input(&id, "StartStep", start_step("second"));
    let (name, message) = refused(&mut emulator, "SendAutomationSignal", input);
    assert_eq!(name, "InvalidAutomationSignalException");
    assert!(message.contains("valid are: [first]"), "{message}");
    signal(&mut emulator, "AKIDANN", &id, "StartStep", start_step("first"));
    assert_eq!(status(&mut emulator, &id), "InProgress");
    let busy = signal_input(&id, "StartStep", start_step("first"));
    assert!(refused(&mut emulator, "SendAutomationSignal", busy).1.contains("a step is under way"));
    assert!(cannot_stop(&mut emulator, &id, "Complete").contains("waits between steps"));
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Waiting");
    signal(&mut emulator, "AKIDANN", &id, "StartStep", start_step("choose"));
    assert_eq!(emulator.waiting()[0]["next"], json!(["third"]), "the branch decides");
    signal(&mut emulator, "AKIDANN", &id, "StartStep", start_step("third"));
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Waiting", "it ends when somebody says so");
    stop(&mut emulator, &id, "Complete");
    assert_eq!(status(&mut emulator, &id), "Success");
    assert_eq!(steps(&mut emulator, &id), ["first Success", "choose Success", "second Pending", "third Success"]);
}

#[test]
fn by_hand_a_step_that_failed_may_be_started_again() {
    let mut emulator = emulator(json!([and(effect("first"), json!({ "onFailure": "step:second" })), effect("second")]));
    emulator.script(&json!([{ "step": "first", "status": "Failed" }])).unwrap();
    let id = start(&mut emulator, json!({ "Mode": "Interactive" }));
    signal(&mut emulator, "AKIDANN", &id, "StartStep", json!({ "StepName": ["first"] }));
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Waiting");
    assert_eq!(emulator.waiting()[0]["next"], json!(["first", "second"]));
    emulator.clear_script();
    signal(&mut emulator, "AKIDANN", &id, "StartStep", json!({ "StepName": ["first"] }));
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["first Failed", "second Pending", "first Success"]);
    stop(&mut emulator, &id, "Cancel");
    assert_eq!(status(&mut emulator, &id), "Cancelled");
}

#[test]
fn only_what_runs_by_hand_can_be_completed() {
    let mut emulator = emulator(json!([{ "name": "halt", "action": "aws:pause", "inputs": {} }]));
    let id = start(&mut emulator, json!({}));
    assert!(cannot_stop(&mut emulator, &id, "Complete").contains("not an interactive execution"));
}
