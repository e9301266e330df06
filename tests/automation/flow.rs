//! From a start to an end: what takes time, what is scripted, what waits.

use crate::*;

#[test]
fn steps_run_one_after_the_other_and_take_their_time() {
    let mut emulator = emulator(json!([
        effect("first"),
        { "name": "rest", "action": "aws:sleep", "inputs": { "Duration": "PT10M" } },
        effect("last"),
    ]));
    let id = start(&mut emulator, json!({}));
    assert_eq!(status(&mut emulator, &id), "InProgress");
    assert_eq!(steps(&mut emulator, &id), ["first InProgress", "rest Pending", "last Pending"]);
    emulator.advance(SECOND);
    assert_eq!(steps(&mut emulator, &id), ["first Success", "rest InProgress", "last Pending"]);
    assert_eq!(get(&mut emulator, &id)["CurrentStepName"], "rest");
    emulator.advance(600 * SECOND);
    assert_eq!(steps(&mut emulator, &id), ["first Success", "rest Success", "last InProgress"]);
    assert_eq!(emulator.settle(), SECOND);
    let execution = get(&mut emulator, &id);
    assert_eq!(execution["AutomationExecutionStatus"], "Success");
    assert_eq!(execution["ExecutionStartTime"], NOW / 1_000);
    assert_eq!(execution["ExecutionEndTime"], NOW / 1_000 + 602);
    assert!(execution.get("CurrentStepName").is_none());
}

#[test]
fn a_script_says_how_an_effect_ends() {
    let mut emulator = emulator(json!([
        and(effect("look"), json!({ "outputs": [{ "Name": "State", "Selector": "$.State", "Type": "String" }] })),
        { "name": "say", "action": "aws:executeScript", "inputs": { "InputPayload": { "said": "it is {{ look.State }}" },
            "Runtime": "python3.11", "Handler": "h", "Script": "def h(e, c): pass" } },
    ]));
    let script = json!([
        { "step": "look", "status": "Success", "outputs": { "State": ["running"] }, "duration": "PT5S" },
        { "document": "Book", "step": "say", "status": "Failed", "failureMessage": "no voice" },
    ]);
    emulator.script(&script).unwrap();
    let id = start(&mut emulator, json!({}));
    emulator.advance(5 * SECOND);
    assert_eq!(step(&mut emulator, &id, "look")["Outputs"], json!({ "State": ["running"] }));
    assert_eq!(step(&mut emulator, &id, "say")["Inputs"]["InputPayload"], r#"{"said":"it is running"}"#);
    emulator.settle();
    let execution = get(&mut emulator, &id);
    assert_eq!(execution["AutomationExecutionStatus"], "Failed");
    let message = execution["FailureMessage"].as_str().unwrap();
    assert!(message.contains("no voice"), "{message}");
    let details = &step(&mut emulator, &id, "say")["FailureDetails"];
    assert_eq!((&details["FailureStage"], &details["FailureType"]), (&json!("Invocation"), &json!("Action")));
}

#[test]
fn an_approval_waits_for_its_approvers() {
    let mut emulator = emulator(json!([
        { "name": "ask", "action": "aws:approve", "inputs": {
            "Approvers": ["arn:aws:iam::123456789012:user/AKIDANN", "AKIDBEN"], "MinRequiredApprovals": 2 } },
        effect("act"),
    ]));
    let id = start(&mut emulator, json!({}));
    assert_eq!(emulator.settle(), 0, "only people are awaited");
    assert_eq!(status(&mut emulator, &id), "Waiting");
    assert_eq!(emulator.waiting()[0]["approvers"], json!(["arn:aws:iam::123456789012:user/AKIDANN", "AKIDBEN"]));
    signal(&mut emulator, "AKIDANN", &id, "Approve", json!({ "Comment": ["fine"] }));
    signal(&mut emulator, "AKIDANN", &id, "Approve", Value::Null);
    assert_eq!(status(&mut emulator, &id), "Waiting", "a person counts once");
    signal(&mut emulator, "AKIDBEN", &id, "Approve", Value::Null);
    assert_eq!(steps(&mut emulator, &id), ["ask Success", "act InProgress"]);
    let outputs = step(&mut emulator, &id, "ask")["Outputs"].clone();
    assert_eq!(outputs["ApprovalStatus"], json!(["Approved"]));
    assert_eq!(outputs["ApproverDecisions"].as_array().unwrap().len(), 2);
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Success");
}
