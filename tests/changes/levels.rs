//! Levels of approval: who may speak, how many have to, what ends them.

use super::*;

#[test]
fn one_approval_lets_the_runbook_run_to_its_end() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let id = change(&mut emulator, json!({ "ChangeRequestName": "Restart" }));
    let shown = get(&mut emulator, &id);
    assert_eq!(shown["AutomationExecutionStatus"], "PendingApproval");
    assert_eq!(shown["AutomationSubtype"], "ChangeRequest");
    assert_eq!(shown["ChangeRequestName"], "Restart");
    assert_eq!(shown["Runbooks"], json!([{ "DocumentName": "Book" }]));
    assert_eq!((&shown["CurrentStepName"], &shown["CurrentAction"]), (&json!("ApproveAction1"), &json!("aws:approve")));
    let ops_item = shown["OpsItemId"].as_str().unwrap();
    assert!(ops_item.len() == 15 && ops_item.starts_with("oi-"), "{ops_item}");
    assert_eq!(steps(&mut emulator, &id), ["ApproveAction1 Waiting", "Book Pending"]);
    assert_eq!(emulator.settle(), 0, "only people are awaited");

    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(steps(&mut emulator, &id), ["ApproveAction1 Success", "Book InProgress"]);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
    let children = call(
        &mut emulator,
        "DescribeAutomationExecutions",
        json!({ "Filters": [{ "Key": "ParentExecutionId", "Values": [id] }] }),
    );
    let child = &children["AutomationExecutionMetadataList"][0];
    assert_eq!((&child["DocumentName"], &child["AutomationExecutionStatus"]), (&json!("Book"), &json!("InProgress")));
    assert_eq!(emulator.timeline(&id).unwrap()["children"][0]["executionId"], child["AutomationExecutionId"]);

    emulator.settle();
    assert_eq!(
        statuses(&emulator, &id),
        ["Pending", "PendingApproval", "Approved", "RunbookInProgress", "CompletedWithSuccess"]
    );
    let shown = get(&mut emulator, &id);
    assert_eq!(shown["ExecutionEndTime"], NOW / 1_000 + 1);
    let outputs = &shown["StepExecutions"][1]["Outputs"];
    assert_eq!(outputs["ExecutionId"], json!([child["AutomationExecutionId"]]));
    assert_replays(&mut emulator, json!({}));
}

#[test]
fn a_runbook_that_fails_completes_with_failure() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    emulator
        .script(&json!([{ "document": "Book", "step": "act", "status": "Failed", "failureMessage": "no" }]))
        .unwrap();
    let id = change(&mut emulator, json!({}));
    approve(&mut emulator, "AKIDANN", &id);
    emulator.settle();
    let shown = get(&mut emulator, &id);
    assert_eq!(shown["AutomationExecutionStatus"], "CompletedWithFailure");
    assert!(shown["FailureMessage"].as_str().unwrap().contains("no"), "{shown}");
}

#[test]
fn levels_come_one_after_the_other_and_the_larger_number_counts() {
    let first = level("First", &[("{{ Approver }}", "{{ ApproverType }}", 1)]);
    let mut second = level("Second", &[("AKIDBEN", "IamUser", 1), ("Leads", "IamGroup", 1)]);
    second["inputs"]["MinRequiredApprovals"] = json!(3);
    let groups = json!({ "groups": { "Leads": ["AKIDCAT", "AKIDDAN"] } });
    let parameters = json!({ "Approver": { "type": "String" }, "ApproverType": { "type": "String" } });
    let mut emulator = changing(groups.clone(), json!([first, second]), json!({ "parameters": parameters }));
    let given = json!({ "Parameters": { "Approver": ["AKIDANN"], "ApproverType": ["IamUser"] } });
    let id = change(&mut emulator, given);
    let waiting = &emulator.waiting()[0];
    assert_eq!((&waiting["step"], &waiting["level"], &waiting["levels"]), (&json!("First"), &json!(1), &json!(2)));
    assert_eq!(waiting["lines"], json!([{ "approvers": ["AKIDANN"], "type": "IamUser", "needed": 1 }]));
    assert_eq!(waiting["until"], "2025-03-12T07:00:00Z");
    assert_eq!(waiting["details"], "what it is for");

    let (name, message) =
        refused_as(&mut emulator, "AKIDBEN", "SendAutomationSignal", signal_input(&id, "Approve", Value::Null));
    assert_eq!(name, "InvalidAutomationSignalException");
    assert!(message.contains("AKIDBEN is not an approver of the step First"), "{message}");
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(steps(&mut emulator, &id), ["First Success", "Second Waiting", "Book Pending"]);
    assert_eq!(status(&mut emulator, &id), "PendingApproval");
    assert_eq!(emulator.waiting()[0]["level"], 2);

    approve(&mut emulator, "AKIDBEN", &id);
    approve(&mut emulator, "AKIDBEN", &id);
    approve(&mut emulator, "AKIDCAT", &id);
    assert_eq!(status(&mut emulator, &id), "PendingApproval", "each line has its voice, the level wants three people");
    let levels = &emulator.timeline(&id).unwrap()["change"]["levels"];
    assert_eq!(
        (&levels[0]["status"], &levels[1]["status"], &levels[1]["needed"]),
        (&json!("Success"), &json!("Waiting"), &json!(3))
    );
    assert_eq!(levels[1]["decisions"].as_array().unwrap().len(), 2, "a person counts once");
    approve(&mut emulator, "AKIDDAN", &id);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
    assert_replays(&mut emulator, groups);
}

#[test]
fn lines_count_where_they_ask_for_more_than_the_level() {
    let mut own = level("First", &[("AKIDANN", "IamUser", 1), ("AKIDBEN", "IamUser", 1)]);
    own["inputs"]["MinRequiredApprovals"] = json!(1);
    let mut emulator = changing(json!({}), json!([own]), json!({}));
    let id = change(&mut emulator, json!({}));
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(status(&mut emulator, &id), "PendingApproval");
    approve(&mut emulator, "AKIDBEN", &id);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
}

#[test]
fn lines_ask_for_as_many_people_as_they_have_together() {
    // Whom no option names belongs to every group.
    let own = level("First", &[("Leads", "IamGroup", 1), ("Owners", "IamGroup", 1), ("AKIDZOE", "IamUser", 0)]);
    let mut emulator = changing(json!({}), json!([own]), json!({}));
    let id = change(&mut emulator, json!({}));
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(status(&mut emulator, &id), "PendingApproval", "one voice is not two approvals");
    let waiting = &emulator.waiting()[0];
    assert_eq!((&waiting["needed"], &waiting["approvals"]), (&json!(2), &json!(1)));
    assert_eq!(emulator.timeline(&id).unwrap()["change"]["levels"][0]["needed"], 2);
    approve(&mut emulator, "AKIDBEN", &id);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
}

#[test]
fn a_line_of_several_people_counts_their_voices_together() {
    let parameters = json!({ "parameters": { "People": { "type": "StringList" } } });
    let levels = json!([level("First", &[("{{ People }}", "IamUser", 2), ("AKIDDAN", "IamUser", 0)])]);
    let mut emulator = changing(json!({}), levels, parameters);
    let id = change(&mut emulator, json!({ "Parameters": { "People": ["AKIDANN", "AKIDBEN", "AKIDCAT"] } }));
    let waiting = &emulator.waiting()[0];
    assert_eq!(waiting["approvers"], json!(["AKIDANN", "AKIDBEN", "AKIDCAT", "AKIDDAN"]));
    assert_eq!(
        waiting["lines"],
        json!([
            { "approvers": ["AKIDANN", "AKIDBEN", "AKIDCAT"], "type": "IamUser", "needed": 2 },
            { "approvers": ["AKIDDAN"], "type": "IamUser", "needed": 0 },
        ])
    );
    approve(&mut emulator, "AKIDCAT", &id);
    approve(&mut emulator, "AKIDCAT", &id);
    approve(&mut emulator, "AKIDDAN", &id);
    assert_eq!(status(&mut emulator, &id), "PendingApproval", "only one of the line has approved");
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress", "the third of the line is not needed");
    assert_replays(&mut emulator, json!({}));
}

#[test]
fn one_of_a_line_of_several_people_is_enough_where_one_is_asked_for() {
    let parameters = json!({ "parameters": { "People": { "type": "StringList" } } });
    let mut emulator = changing(json!({}), json!([level("First", &[("{{ People }}", "IamUser", 1)])]), parameters);
    let id = change(&mut emulator, json!({ "Parameters": { "People": ["AKIDANN", "AKIDBEN"] } }));
    approve(&mut emulator, "AKIDBEN", &id);
    assert_eq!(status(&mut emulator, &id), "RunbookInProgress");
}

#[test]
fn each_kind_of_approver_is_known_by_its_principal() {
    let principals = json!({
        "KEYUSER": "arn:aws:iam::123456789012:user/ann",
        "KEYROLE": "arn:aws:sts::123456789012:assumed-role/Deployers/session",
        "KEYSSO": "arn:aws:sts::123456789012:assumed-role/AWSReservedSSO_Admin_0123456789abcdef/cat",
    });
    let options = json!({ "principals": principals, "groups": { "Team": ["ann"], "SsoTeam": ["cat"] } });
    for (approver, kind, key) in [
        ("ann", "IamUser", "KEYUSER"),
        ("arn:aws:iam::123456789012:user/ann", "IamUser", "KEYUSER"),
        ("Team", "IamGroup", "KEYUSER"),
        ("Deployers", "IamRole", "KEYROLE"),
        ("arn:aws:iam::123456789012:role/Deployers", "IamRole", "KEYROLE"),
        ("cat", "SSOUser", "KEYSSO"),
        ("SsoTeam", "SSOGroup", "KEYSSO"),
    ] {
        let mut emulator = changing(options.clone(), json!([level("First", &[(approver, kind, 1)])]), json!({}));
        let id = change(&mut emulator, json!({}));
        for other in ["KEYUSER", "KEYROLE", "KEYSSO"].into_iter().filter(|other| *other != key) {
            let input = signal_input(&id, "Approve", Value::Null);
            let (name, _) = refused_as(&mut emulator, other, "SendAutomationSignal", input);
            assert_eq!(name, "InvalidAutomationSignalException", "{other} for {approver}");
        }
        approve(&mut emulator, key, &id);
        assert_eq!(status(&mut emulator, &id), "RunbookInProgress", "{approver}");
    }
}

#[test]
fn one_rejection_at_any_level_ends_it() {
    let levels = json!([ann(), level("Second", &[("AKIDBEN", "IamUser", 1), ("AKIDCAT", "IamUser", 1)])]);
    let mut emulator = changing(json!({}), levels, json!({}));
    let id = change(&mut emulator, json!({}));
    approve(&mut emulator, "AKIDANN", &id);
    approve(&mut emulator, "AKIDBEN", &id);
    signal(&mut emulator, "AKIDCAT", &id, "Reject", json!({ "Comment": ["not on a Friday"] }));
    assert_eq!(statuses(&emulator, &id), ["Pending", "PendingApproval", "Rejected"]);
    assert_eq!(steps(&mut emulator, &id), ["ApproveAction1 Success", "Second Failed", "Book Pending"]);
    let outputs = step(&mut emulator, &id, "Second")["Outputs"].clone();
    assert_eq!(outputs["ApprovalStatus"], json!(["Rejected"]));
    assert!(outputs["ApproverDecisions"].to_string().contains("not on a Friday"));
    assert!(get(&mut emulator, &id)["FailureMessage"].as_str().unwrap().contains("AKIDCAT"));
    let (name, _) =
        refused_as(&mut emulator, "AKIDBEN", "SendAutomationSignal", signal_input(&id, "Approve", Value::Null));
    assert_eq!(name, "InvalidAutomationSignalException", "it is over");
}

#[test]
fn whatever_the_template_says_of_failures_a_rejection_ends_it() {
    let levels = json!([and(ann(), json!({ "onFailure": "Continue", "maxAttempts": 3 }))]);
    let mut emulator = changing(json!({}), levels, json!({}));
    let id = change(&mut emulator, json!({}));
    signal(&mut emulator, "AKIDANN", &id, "Reject", Value::Null);
    assert_eq!(status(&mut emulator, &id), "Rejected");
}

#[test]
fn a_level_without_a_decision_times_out() {
    let mut emulator = changing(json!({}), json!([ann(), and(ann(), json!({ "name": "Second" }))]), json!({}));
    let id = change(&mut emulator, json!({}));
    emulator.advance(1_800 * SECOND);
    approve(&mut emulator, "AKIDANN", &id);
    emulator.advance(3_599 * SECOND);
    assert_eq!(status(&mut emulator, &id), "PendingApproval", "each level has its own time");
    emulator.advance(SECOND);
    assert_eq!(statuses(&emulator, &id), ["Pending", "PendingApproval", "TimedOut"]);
    assert_eq!(steps(&mut emulator, &id), ["ApproveAction1 Success", "Second TimedOut", "Book Pending"]);
}

#[test]
fn a_level_waits_seven_days_where_it_says_nothing() {
    let mut own = ann();
    own.as_object_mut().unwrap().remove("timeoutSeconds");
    let mut emulator = changing(json!({}), json!([own]), json!({}));
    let id = change(&mut emulator, json!({}));
    emulator.advance(7 * DAY - 1);
    assert_eq!(status(&mut emulator, &id), "PendingApproval");
    emulator.advance(1);
    assert_eq!(status(&mut emulator, &id), "TimedOut");
}

#[test]
fn other_signals_do_not_fit_a_change_request() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let id = change(&mut emulator, json!({}));
    for (kind, payload, wanted) in [
        ("Resume", json!({ "StepName": ["ApproveAction1"] }), "InvalidAutomationSignalException"),
        ("StartStep", json!({ "StepName": ["ApproveAction1"] }), "InvalidAutomationSignalException"),
        ("StartStep", json!({ "StepName": ["nothing"] }), "AutomationStepNotFoundException"),
        ("StopStep", json!({ "StepExecutionId": ["nothing"] }), "AutomationStepNotFoundException"),
        ("Revoke", Value::Null, "InvalidAutomationSignalException"),
    ] {
        let (name, _) = refused(&mut emulator, "SendAutomationSignal", signal_input(&id, kind, payload));
        assert_eq!(name, wanted, "{kind}");
    }
}

#[test]
fn the_vendors_template_stands_in() {
    let mut emulator = bare(json!({}));
    let input = json!({
        "DocumentName": "AWS-HelloWorldChangeTemplate",
        "Runbooks": [{ "DocumentName": "AWS-HelloWorld" }],
        "Parameters": {
            "Approver": ["AKIDANN"],
            "ApproverType": ["IamUser"],
            "ApproverSnsTopicArn": ["arn:aws:sns:us-east-1:123456789012:Automation-topic"],
        },
    });
    let output = call(&mut emulator, "StartChangeRequestExecution", input);
    let id = output["AutomationExecutionId"].as_str().unwrap().to_string();
    approve(&mut emulator, "AKIDANN", &id);
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "CompletedWithSuccess");
}

#[test]
fn a_runbook_with_targets_runs_for_each_and_shows_its_counts_in_the_child() {
    let mut emulator = bare(json!({ "nodes": "any" }));
    let parameters = json!({ "Id": { "type": "String" } });
    document(
        &mut emulator,
        "Book",
        json!({ "schemaVersion": "0.3", "parameters": parameters, "mainSteps": [effect("act")] }),
    );
    template(&mut emulator, "Template", json!([ann()]), json!({}));
    let targets = json!([{ "Key": "ParameterValues", "Values": ["a", "b", "c"] }]);
    let runbook =
        json!({ "DocumentName": "Book", "TargetParameterName": "Id", "Targets": targets, "MaxConcurrency": "2" });
    let id = change(&mut emulator, json!({ "Runbooks": [runbook] }));
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(emulator.settle(), 2 * SECOND, "two at a time");
    assert_eq!(status(&mut emulator, &id), "CompletedWithSuccess");
    let child = emulator.timeline(&id).unwrap()["children"][0]["executionId"].as_str().unwrap().to_string();
    assert_eq!(get(&mut emulator, &child)["ProgressCounters"]["SuccessSteps"], 3);
}

#[test]
fn a_level_that_is_being_stopped_waits_for_nobody() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let id = change(&mut emulator, json!({}));
    assert_eq!(emulator.waiting().len(), 1);
    let level = step(&mut emulator, &id, "ApproveAction1")["StepExecutionId"].clone();
    signal(&mut emulator, "AKIDZOE", &id, "StopStep", json!({ "StepExecutionId": [level] }));
    assert_eq!(steps(&mut emulator, &id), ["ApproveAction1 Cancelling", "Book Pending"]);
    assert!(emulator.waiting().is_empty());
    let input = signal_input(&id, "Approve", Value::Null);
    assert_eq!(refused(&mut emulator, "SendAutomationSignal", input).0, "InvalidAutomationSignalException");
    assert_eq!(emulator.settle(), SECOND);
}
