//! Steps that fail, are tried again, take too long; what the document says to do then.

use crate::*;

fn failing(emulator: &mut Emulator, entries: Value) {
    emulator.script(&entries).unwrap();
}

fn two(more: Value) -> Value {
    json!([and(effect("first"), more), effect("second"), effect("third")])
}

#[test]
fn a_step_is_tried_as_often_as_it_may() {
    let mut emulator = emulator(two(json!({ "maxAttempts": 3 })));
    failing(
        &mut emulator,
        json!([
            { "step": "first", "attempt": 1, "status": "Failed", "duration": "PT2S" },
            { "step": "first", "attempt": 2, "status": "TimedOut", "duration": "PT3S" },
        ]),
    );
    let id = start(&mut emulator, json!({}));
    emulator.advance(5 * SECOND);
    assert_eq!(steps(&mut emulator, &id)[0], "first InProgress", "two attempts failed, the third runs");
    emulator.advance(SECOND);
    assert_eq!(steps(&mut emulator, &id)[0], "first Success");
    assert_eq!(step(&mut emulator, &id, "first")["MaxAttempts"], 3);
    let events = emulator.timeline(&id).unwrap()["events"].as_array().unwrap().clone();
    assert_eq!(events.iter().filter(|event| event["what"] == "Retry").count(), 2);
    failing(&mut emulator, json!([{ "step": "first", "status": "Failed" }]));
    let id = start(&mut emulator, json!({}));
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Failed");
    assert_eq!(get(&mut emulator, &id)["ExecutionEndTime"], NOW / 1_000 + 6 + 3 + 2 - 2);
}

#[test]
fn a_step_is_tried_again_at_whatever_stage_it_failed() {
    for stage in ["PreVerification", "Invocation", "PostVerification"] {
        let mut emulator = emulator(two(json!({ "maxAttempts": 2 })));
        failing(&mut emulator, json!([{ "step": "first", "attempt": 1, "status": "Failed", "failureStage": stage }]));
        let id = start(&mut emulator, json!({}));
        emulator.settle();
        assert_eq!(status(&mut emulator, &id), "Success", "{stage}");
    }
}

#[test]
fn a_runbook_that_calls_itself_from_many_steps_ends() {
    let mut emulator = bare(json!({}));
    let call = |name: &str| json!({ "name": name, "action": "aws:executeAutomation", "onFailure": "Continue", "inputs": { "DocumentName": "Book" } });
    let steps: Vec<Value> = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l"].map(call).into();
    document(&mut emulator, "Book", json!({ "schemaVersion": "0.3", "mainSteps": steps }));
    let id = start(&mut emulator, json!({}));
    let execution = get(&mut emulator, &id);
    let last = &execution["StepExecutions"][11];
    assert_eq!(last["StepStatus"], "Failed");
    assert!(last["FailureMessage"].as_str().unwrap().contains("More than 5000 runbooks"), "{last}");
    assert_eq!(emulator.timelines(10_000).len(), 5_001);
}

#[test]
fn a_runbook_that_calls_itself_is_not_tried_again_at_each_level() {
    let mut emulator = bare(json!({}));
    let call = json!([{ "name": "again", "action": "aws:executeAutomation", "maxAttempts": 9, "inputs": { "DocumentName": "Book" } }]);
    document(&mut emulator, "Book", json!({ "schemaVersion": "0.3", "mainSteps": call }));
    let id = start(&mut emulator, json!({}));
    assert_eq!(status(&mut emulator, &id), "Failed");
    assert!(get(&mut emulator, &id)["FailureMessage"].as_str().unwrap().contains("levels deep"));
    assert_eq!(emulator.timelines(100).len(), 6);
}

#[test]
fn what_happens_behind_a_failure_is_for_the_document_to_say() {
    for (more, wanted, ends) in [
        (json!({}), ["first Failed", "second Pending", "third Pending"], "Failed"),
        (json!({ "onFailure": "Abort" }), ["first Failed", "second Pending", "third Pending"], "Failed"),
        (json!({ "onFailure": "Cancel" }), ["first Failed", "second Pending", "third Pending"], "Cancelled"),
        (json!({ "onFailure": "Continue" }), ["first Failed", "second Success", "third Success"], "Success"),
        (
            json!({ "onFailure": "Continue", "isCritical": true }),
            ["first Failed", "second Success", "third Success"],
            "Failed",
        ),
        (json!({ "onFailure": "step:third" }), ["first Failed", "second Pending", "third Success"], "Failed"),
        (
            json!({ "onFailure": "step:third", "isCritical": false }),
            ["first Failed", "second Pending", "third Success"],
            "Success",
        ),
        (
            json!({ "onFailure": "Continue", "nextStep": "third" }),
            ["first Failed", "second Pending", "third Success"],
            "Success",
        ),
    ] {
        let mut emulator = emulator(two(more.clone()));
        failing(&mut emulator, json!([{ "step": "first", "status": "Failed", "failureMessage": "no power" }]));
        let id = start(&mut emulator, json!({}));
        emulator.settle();
        assert_eq!(steps(&mut emulator, &id), wanted, "{more}");
        let execution = get(&mut emulator, &id);
        assert_eq!(execution["AutomationExecutionStatus"], ends, "{more}");
        let is_told = execution["FailureMessage"].as_str().is_some_and(|message| message.contains("no power"));
        assert_eq!(is_told, ends != "Success", "{more}");
    }
}

#[test]
fn a_script_says_at_which_stage_a_step_fails_and_of_which_type() {
    for (stage, kind) in [
        ("InputValidation", "Permission"),
        ("PreVerification", "Throttling"),
        ("Invocation", "Internal"),
        ("PostVerification", "Verification"),
    ] {
        let mut emulator = emulator(two(json!({})));
        let entry = json!({ "step": "first", "status": "Failed", "failureStage": stage, "failureType": kind });
        emulator.script(&json!([entry])).unwrap();
        assert_eq!(emulator.scripts()[0]["failureStage"], stage);
        let id = start(&mut emulator, json!({}));
        emulator.settle();
        let details = step(&mut emulator, &id, "first")["FailureDetails"].clone();
        assert_eq!((&details["FailureStage"], &details["FailureType"]), (&json!(stage), &json!(kind)));
    }
    for wrong in [json!({ "failureStage": "Verification" }), json!({ "failureType": "Other" })] {
        let entry = and(json!({ "step": "first", "status": "Failed" }), wrong.clone());
        let refused = emulator(two(json!({}))).script(&json!([entry])).unwrap_err().to_string();
        assert!(refused.contains("is one of"), "{wrong}: {refused}");
    }
}

#[test]
fn an_end_is_an_end_and_a_next_step_goes_before_the_one_behind() {
    let mut emulator = emulator(json!([
        and(effect("first"), json!({ "nextStep": "third" })),
        effect("second"),
        and(effect("third"), json!({ "isEnd": true })),
        effect("fourth"),
    ]));
    let id = start(&mut emulator, json!({}));
    assert_eq!(step(&mut emulator, &id, "first")["ValidNextSteps"], json!(["third"]));
    assert_eq!(step(&mut emulator, &id, "third")["IsEnd"], true);
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["first Success", "second Pending", "third Success", "fourth Pending"]);
    assert_eq!(status(&mut emulator, &id), "Success");
}

#[test]
fn a_step_that_takes_too_long_times_out() {
    let mut emulator = emulator(two(json!({ "timeoutSeconds": 30 })));
    failing(&mut emulator, json!([{ "step": "first", "status": "Success", "duration": "PT1H" }]));
    let id = start(&mut emulator, json!({}));
    emulator.advance(30 * SECOND);
    assert_eq!(steps(&mut emulator, &id)[0], "first TimedOut");
    assert_eq!(status(&mut emulator, &id), "TimedOut");
    emulator.clear_script();
    failing(&mut emulator, json!([{ "step": "first", "status": "TimedOut" }]));
    let id = start(&mut emulator, json!({}));
    assert_eq!(emulator.settle(), 30 * SECOND, "who times out takes as long as it may");
    assert_eq!(status(&mut emulator, &id), "TimedOut");
}

#[test]
fn a_step_can_be_cancelled_from_outside() {
    let mut emulator = emulator(two(json!({ "onCancel": "step:third" })));
    failing(&mut emulator, json!([{ "step": "first", "status": "Cancelled" }]));
    let id = start(&mut emulator, json!({}));
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["first Cancelled", "second Pending", "third Success"]);
}

#[test]
fn the_last_entry_that_fits_decides() {
    let mut emulator = emulator(two(json!({})));
    failing(
        &mut emulator,
        json!([
            { "step": "first", "status": "Failed" },
            { "document": "Other", "step": "first", "status": "Failed" },
            { "step": "first", "status": "Success", "outputs": { "A": ["1"] } },
            { "document": "Other", "status": "Failed" },
        ]),
    );
    let id = start(&mut emulator, json!({}));
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Success");
    assert_eq!(step(&mut emulator, &id, "first")["Outputs"], json!({ "A": ["1"] }));
    assert_eq!(emulator.scripts().len(), 4);
    emulator.clear_script();
    assert_eq!(emulator.scripts(), Vec::<Value>::new());
}

#[test]
fn a_script_that_makes_no_sense_is_refused_whole() {
    let mut emulator = emulator(two(json!({})));
    for (entry, words) in [
        (json!(["x"]), "an entry of a script is an object"),
        (json!([{ "status": "Success" }, { "stauts": "Failed" }]), "did you mean `status`?"),
        (json!([{ "step": "a" }]), "Success, Failed, TimedOut or Cancelled"),
        (json!([{ "status": "Waiting" }]), "Success, Failed, TimedOut or Cancelled"),
        (json!([{ "status": "Failed", "attempt": 0 }]), "a whole number from 1"),
        (json!([{ "status": "Failed", "duration": "soon" }]), "ISO 8601 duration"),
        (json!([{ "status": "Failed", "step": 1 }]), "`step`"),
        (json!([{ "status": "Success", "outputs": { "A": "1" } }]), "lists of texts"),
        (json!({ "status": "Success" }), "a list of entries"),
    ] {
        let error = emulator.script(&entry).unwrap_err().to_string();
        assert!(error.contains(words), "{entry}: {error}");
        assert_eq!(emulator.scripts(), Vec::<Value>::new());
    }
}
