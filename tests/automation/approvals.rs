//! Approvals: who may speak, when enough have, and what an end without them looks like.

use crate::*;

fn asking(inputs: Value) -> Value {
    json!([{ "name": "ask", "action": "aws:approve", "inputs": inputs }, effect("act")])
}

fn user(name: &str) -> String {
    format!("arn:aws:iam::123456789012:user/{name}")
}

#[test]
fn one_rejection_ends_it_and_is_told() {
    let mut emulator = emulator(asking(json!({ "Approvers": ["AKIDANN", "AKIDBEN"], "MinRequiredApprovals": 2 })));
    let id = start(&mut emulator, json!({}));
    signal(&mut emulator, "AKIDANN", &id, "Approve", Value::Null);
    signal(&mut emulator, "AKIDBEN", &id, "Reject", json!({ "Comment": ["not on a Friday"] }));
    assert_eq!(steps(&mut emulator, &id), ["ask Failed", "act Pending"]);
    let execution = get(&mut emulator, &id);
    assert_eq!(execution["AutomationExecutionStatus"], "Failed");
    assert!(execution["FailureMessage"].as_str().unwrap().contains(&user("AKIDBEN")));
    let outputs = &execution["StepExecutions"][0]["Outputs"];
    assert_eq!(outputs["ApprovalStatus"], json!(["Rejected"]));
    let decisions: Vec<Value> = outputs["ApproverDecisions"].as_array().unwrap().iter().map(parsed).collect();
    assert_eq!(
        decisions,
        [
            json!({ "Approver": user("AKIDANN"), "Decision": "Approved" }),
            json!({ "Approver": user("AKIDBEN"), "Decision": "Rejected", "Comment": "not on a Friday" }),
        ]
    );
}

fn parsed(text: &Value) -> Value {
    serde_json::from_str(text.as_str().unwrap()).unwrap()
}

#[test]
fn whoever_approved_may_still_reject() {
    let mut emulator = emulator(asking(json!({ "Approvers": ["AKIDANN", "AKIDBEN"], "MinRequiredApprovals": 2 })));
    let id = start(&mut emulator, json!({}));
    signal(&mut emulator, "AKIDANN", &id, "Approve", Value::Null);
    signal(&mut emulator, "AKIDANN", &id, "Reject", Value::Null);
    assert_eq!(status(&mut emulator, &id), "Failed");
}

#[test]
fn an_approval_waits_for_seven_days_and_no_longer() {
    let mut emulator = emulator(asking(json!({ "Approvers": ["AKIDANN"] })));
    let id = start(&mut emulator, json!({}));
    assert_eq!(emulator.waiting()[0]["until"], "2025-03-19T06:00:00Z");
    assert_eq!(emulator.settle(), 0);
    emulator.advance(7 * DAY - 1);
    assert_eq!(status(&mut emulator, &id), "Waiting");
    emulator.advance(1);
    assert_eq!(steps(&mut emulator, &id), ["ask TimedOut", "act Pending"]);
    assert_eq!(status(&mut emulator, &id), "TimedOut");
    assert_eq!(emulator.waiting(), Vec::<Value>::new());
}

#[test]
fn its_own_time_out_goes_before_the_default() {
    let mut emulator = emulator(json!([
        and(
            asking(json!({ "Approvers": ["AKIDANN"] }))[0].clone(),
            json!({ "timeoutSeconds": 60, "onFailure": "Continue" })
        ),
        effect("act"),
    ]));
    let id = start(&mut emulator, json!({}));
    emulator.advance(60 * SECOND);
    assert_eq!(steps(&mut emulator, &id), ["ask TimedOut", "act InProgress"]);
    assert_eq!(step(&mut emulator, &id, "ask")["TimeoutSeconds"], 60);
}

#[test]
fn only_approvers_are_heard() {
    let role = "arn:aws:iam::123456789012:role/path/Deployers";
    let session = "arn:aws:sts::123456789012:assumed-role/Auditors/kim";
    let principals = json!({ "principals": {
        "DEPLOYER": "arn:aws:sts::123456789012:assumed-role/Deployers/session-7",
        "KIM": session,
        "LEE": "arn:aws:sts::123456789012:assumed-role/Auditors/lee",
        "FOREIGN": "arn:aws:iam::210987654321:user/ann",
        "FOREIGNROLE": "arn:aws:sts::210987654321:assumed-role/Deployers/session-7",
        "ANN": "arn:aws:iam::123456789012:user/ann",
        "PATH": "arn:aws:iam::123456789012:user/team/ben",
        "PLAIN": "someone",
    } });
    let approvers = json!([role, session, "arn:aws:iam::123456789012:user/ann", "ben", "someone"]);
    let mut emulator = with(principals, asking(json!({ "Approvers": approvers, "MinRequiredApprovals": 5 })));
    let id = start(&mut emulator, json!({}));
    for by in ["LEE", "FOREIGN", "FOREIGNROLE", "AKIDZOE"] {
        let (name, message) =
            refused_as(&mut emulator, by, "SendAutomationSignal", signal_input(&id, "Approve", Value::Null));
        assert_eq!(name, "InvalidAutomationSignalException");
        assert!(message.contains("is not an approver of the step ask"), "{by}: {message}");
    }
    for by in ["DEPLOYER", "KIM", "ANN", "PATH"] {
        signal(&mut emulator, by, &id, "Approve", Value::Null);
        assert_eq!(status(&mut emulator, &id), "Waiting");
    }
    signal(&mut emulator, "PLAIN", &id, "Approve", Value::Null);
    assert_eq!(status(&mut emulator, &id), "InProgress");
}

#[test]
fn approvers_may_come_from_a_parameter() {
    let mut emulator = bare(json!({}));
    document(
        &mut emulator,
        "Book",
        json!({
            "schemaVersion": "0.3",
            "parameters": { "Who": { "type": "StringList" } },
            "mainSteps": asking(json!({ "Approvers": "{{ Who }}" })),
        }),
    );
    let id = start(&mut emulator, json!({ "Parameters": { "Who": ["AKIDANN", "AKIDBEN"] } }));
    assert_eq!(emulator.waiting()[0]["approvers"], json!(["AKIDANN", "AKIDBEN"]));
    signal(&mut emulator, "AKIDBEN", &id, "Approve", Value::Null);
    assert_eq!(status(&mut emulator, &id), "InProgress");
}

#[test]
fn groups_are_those_of_the_option_and_open_where_it_is_silent() {
    let inputs = json!({ "EnhancedApprovals": { "Approvers": [
        { "approver": "Operators", "type": "IamGroup", "minRequiredApprovals": 1 },
        { "approver": "Anybody", "type": "SSOGroup", "minRequiredApprovals": 1 },
    ] }, "MinRequiredApprovals": 2 });
    let mut emulator = with(json!({ "groups": { "Operators": ["AKIDANN"] } }), asking(inputs));
    let id = start(&mut emulator, json!({}));
    signal(&mut emulator, "AKIDBEN", &id, "Approve", Value::Null);
    signal(&mut emulator, "AKIDCID", &id, "Approve", Value::Null);
    assert_eq!(status(&mut emulator, &id), "Waiting", "nobody of the first group has approved");
    signal(&mut emulator, "AKIDANN", &id, "Approve", Value::Null);
    assert_eq!(status(&mut emulator, &id), "InProgress");
}

#[test]
fn lines_of_an_approval_say_what_kind_of_principal_they_mean() {
    let line = |name: &str, kind: &str| json!({ "approver": name, "type": kind, "minRequiredApprovals": 1 });
    let inputs = json!({ "EnhancedApprovals": { "Approvers": [
        line("ann@example.com", "SSOUser"), line("Auditors", "IamRole"), line("ben", "IamUser"),
    ] } });
    let principals = json!({ "principals": {
        "ANN": "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/ann@example.com",
        "KIM": "arn:aws:sts::123456789012:assumed-role/Auditors/kim",
        "BEN": "arn:aws:iam::123456789012:user/ben",
        "BENROLE": "arn:aws:sts::123456789012:assumed-role/ben/x",
    } });
    let mut emulator = with(principals, asking(inputs));
    let id = start(&mut emulator, json!({}));
    let input = signal_input(&id, "Approve", Value::Null);
    assert_eq!(refused_as(&mut emulator, "BENROLE", "SendAutomationSignal", input).0, unfit_name());
    for (by, wanted) in [("ANN", "Waiting"), ("KIM", "Waiting"), ("BEN", "InProgress")] {
        signal(&mut emulator, by, &id, "Approve", Value::Null);
        assert_eq!(status(&mut emulator, &id), wanted, "{by}");
    }
}

#[test]
fn an_approval_that_nobody_can_give_fails() {
    let mut emulator = bare(json!({}));
    document(
        &mut emulator,
        "Book",
        json!({
            "schemaVersion": "0.3",
            "parameters": { "Who": { "type": "String", "default": "" } },
            "mainSteps": asking(json!({ "Approvers": ["{{ Who }}"] })),
        }),
    );
    let id = start(&mut emulator, json!({}));
    assert_eq!(status(&mut emulator, &id), "Failed");
    assert_eq!(step(&mut emulator, &id, "ask")["FailureDetails"]["FailureStage"], "InputValidation");
}

#[test]
fn whoever_is_to_approve_is_told() {
    let mut emulator = emulator(asking(json!({
        "Approvers": ["AKIDANN"], "Message": "May it stop?", "NotificationArn": "arn:aws:sns:us-east-1:1:AutomationAsk" })));
    let id = start(&mut emulator, json!({}));
    let events: Vec<_> = emulator.events(0).collect();
    assert_eq!(events.len(), 1);
    assert_eq!(events[0].detail["AutomationExecutionId"], json!(id));
    assert_eq!(events[0].detail["Message"], "May it stop?");
}

#[test]
fn signals_that_do_not_fit_are_refused() {
    let mut emulator = emulator(json!([effect("act"), { "name": "halt", "action": "aws:pause", "inputs": {} }]));
    let id = start(&mut emulator, json!({}));
    let step_id = step(&mut emulator, &id, "act")["StepExecutionId"].clone();
    let pending = step(&mut emulator, &id, "halt")["StepExecutionId"].clone();
    let nobody = "01234567-89ab-4cde-8f01-23456789abcd";
    let unfit = "InvalidAutomationSignalException";
    for (execution, kind, payload, wanted) in [
        (nobody, "Approve", Value::Null, "AutomationExecutionNotFoundException"),
        (&id, "Approve", Value::Null, unfit),
        (&id, "Reject", Value::Null, unfit),
        (&id, "Revoke", Value::Null, unfit),
        (&id, "Resume", Value::Null, unfit),
        (&id, "Resume", json!({ "StepName": ["halt"] }), unfit),
        (&id, "Resume", json!({ "StepName": ["stop"] }), "AutomationStepNotFoundException"),
        (&id, "StartStep", json!({ "StepName": ["halt"] }), unfit),
        (&id, "StartStep", json!({ "StepName": ["stop"] }), "AutomationStepNotFoundException"),
        (&id, "StopStep", json!({ "StepName": ["act"] }), unfit),
        (&id, "StopStep", json!({ "StepExecutionId": [nobody] }), "AutomationStepNotFoundException"),
        (&id, "StopStep", json!({ "StepExecutionId": [pending] }), unfit),
    ] {
        let (name, message) =
            refused(&mut emulator, "SendAutomationSignal", signal_input(execution, kind, payload.clone()));
        assert_eq!(name, wanted, "{kind} {payload}: {message}");
        assert!(!message.is_empty());
    }
    signal(&mut emulator, "AKIDANN", &id, "StopStep", json!({ "StepExecutionId": [step_id] }));
    assert_eq!(steps(&mut emulator, &id), ["act Cancelling", "halt Pending"]);
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Cancelled");
}

#[test]
fn a_pause_ends_when_somebody_resumes_it() {
    let mut emulator = emulator(json!([{ "name": "halt", "action": "aws:pause", "inputs": {} }, effect("act")]));
    let id = start(&mut emulator, json!({}));
    emulator.advance(30 * DAY);
    assert_eq!(status(&mut emulator, &id), "Waiting", "a pause has no end of its own");
    assert_eq!(emulator.waiting()[0]["signals"], json!(["Resume"]));
    signal(&mut emulator, "AKIDZOE", &id, "Resume", json!({ "StepName": ["halt"], "Comment": ["go"] }));
    assert_eq!(steps(&mut emulator, &id), ["halt Success", "act InProgress"]);
    let wanted = (unfit_name(), true);
    let (name, message) =
        refused(&mut emulator, "SendAutomationSignal", signal_input(&id, "Resume", json!({ "StepName": ["halt"] })));
    assert_eq!((name.as_str(), message.contains("does not pause")), wanted);
}

fn unfit_name() -> &'static str {
    "InvalidAutomationSignalException"
}
