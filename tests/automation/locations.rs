//! Executions in other accounts and regions: a row of children for each target location, with limits of its own.

use cloud_dryrun::hash::{Encoding, digest_encode, sha256};

use crate::targets::children;
use crate::*;

const ANN: &str = "111111111111";
const BEN: &str = "222222222222";
const CAT: &str = "333333333333";

/// A runbook `Book` whose step `bad` runs in the region eu-west-1, and `good` elsewhere. A bad step fails.
fn across(options: Value) -> Emulator {
    let mut emulator = bare(options);
    let choice = json!({ "Variable": "{{ global:REGION }}", "StringEquals": "eu-west-1", "NextStep": "bad" });
    let content = json!({
        "schemaVersion": "0.3",
        "parameters": { "Id": { "type": "String", "default": "-" } },
        "mainSteps": [
            { "name": "look", "action": "aws:branch", "inputs": { "Choices": [choice], "Default": "good" } },
            and(effect("good"), json!({ "isEnd": true })),
            effect("bad"),
        ],
    });
    document(&mut emulator, "Book", content);
    emulator.script(&json!([{ "step": "bad", "status": "Failed" }])).unwrap();
    emulator
}

/// A location with further members.
fn place(accounts: &[&str], region: &str, more: Value) -> Value {
    and(json!({ "Accounts": accounts, "Regions": [region] }), more)
}

fn id_of(execution: &Value) -> String {
    execution["AutomationExecutionId"].as_str().unwrap().to_string()
}

#[test]
fn each_location_has_its_own_number_at_a_time() {
    let mut emulator = across(json!({}));
    let wide = json!({
        "Accounts": [ANN, BEN], "Regions": ["eu-central-1", "us-east-2"], "TargetLocationMaxConcurrency": "75%",
    });
    let narrow = place(&[ANN, BEN, CAT], "ap-south-1", json!({}));
    let id = start(&mut emulator, json!({ "TargetLocations": [wide, narrow] }));
    assert_eq!(
        steps(&mut emulator, &id),
        [
            "111111111111:eu-central-1 InProgress",
            "111111111111:us-east-2 InProgress",
            "222222222222:eu-central-1 InProgress",
            "222222222222:us-east-2 Pending",
            "111111111111:ap-south-1 InProgress",
            "222222222222:ap-south-1 Pending",
            "333333333333:ap-south-1 Pending",
        ]
    );
    emulator.advance(SECOND);
    let execution = get(&mut emulator, &id);
    assert_eq!(
        execution["TargetsSummary"],
        json!({ "TotalCount": 7, "StartedCount": 6, "CompletedCount": 4, "SuccessfulCount": 4, "FailedCount": 0 })
    );
    assert_eq!(execution["StepExecutions"][3]["StepStatus"], "InProgress");
    assert_eq!(execution["StepExecutions"][5]["StepStatus"], "InProgress");
    assert_eq!(emulator.settle(), 2 * SECOND);
    assert_eq!(status(&mut emulator, &id), "Success");
}

#[test]
fn a_location_with_too_many_errors_leaves_the_others_alone() {
    let mut emulator = across(json!({}));
    let accounts = [ANN, BEN, CAT];
    let id = start(
        &mut emulator,
        json!({ "TargetLocations": [
            place(&accounts, "eu-central-1", json!({})),
            place(&accounts, "eu-west-1", json!({})),
        ] }),
    );
    emulator.advance(SECOND);
    assert_eq!(
        steps(&mut emulator, &id),
        [
            "111111111111:eu-central-1 Success",
            "222222222222:eu-central-1 InProgress",
            "333333333333:eu-central-1 Pending",
            "111111111111:eu-west-1 Failed",
            "222222222222:eu-west-1 Cancelled",
            "333333333333:eu-west-1 Cancelled",
        ]
    );
    assert_eq!(status(&mut emulator, &id), "InProgress");
    emulator.settle();
    let execution = get(&mut emulator, &id);
    assert_eq!(execution["AutomationExecutionStatus"], "Failed");
    assert_eq!(execution["FailureMessage"], "More than 0 of the executions in target location 2 failed.");
    assert_eq!(
        execution["ProgressCounters"],
        json!({ "TotalSteps": 6, "SuccessSteps": 3, "FailedSteps": 1, "CancelledSteps": 2, "TimedOutSteps": 0 })
    );
}

#[test]
fn errors_are_let_pass_by_the_location_that_they_are_in() {
    let accounts = [ANN, BEN, CAT];
    let ended = |here: &str, there: &str| {
        let mut emulator = across(json!({}));
        let bad = |errors: &str| place(&accounts, "eu-west-1", json!({ "TargetLocationMaxErrors": errors }));
        let id = start(&mut emulator, json!({ "TargetLocations": [bad(here), bad(there)] }));
        emulator.settle();
        (status(&mut emulator, &id), get(&mut emulator, &id)["TargetsSummary"]["StartedCount"].as_u64().unwrap())
    };
    assert_eq!(ended("3", "100%"), ("Success".into(), 6));
    assert_eq!(ended("3", "2"), ("Failed".into(), 6));
    assert_eq!(ended("0", "3"), ("Failed".into(), 4), "one failure here does not count there");
    assert_eq!(ended("0", "34%"), ("Failed".into(), 3), "34% of 3 is 1");
}

#[test]
fn a_location_runs_over_targets_of_its_own_within_limits_of_its_own() {
    let mut emulator = across(json!({}));
    let own = json!({
        "Targets": [{ "Key": "ParameterValues", "Values": ["a", "b", "c"] }],
        "TargetsMaxConcurrency": "2", "TargetsMaxErrors": "50%",
    });
    let id = start(
        &mut emulator,
        json!({
            "TargetParameterName": "Id", "MaxConcurrency": "1",
            "Targets": [{ "Key": "ParameterValues", "Values": ["x", "y"] }],
            "TargetLocations": [place(&[ANN], "eu-central-1", own), place(&[BEN, CAT], "us-east-2", json!({}))],
        }),
    );
    let there = children(&mut emulator, &id);
    assert_eq!(there.len(), 2, "one of each location");
    let (first, second) = (id_of(&there[0]), id_of(&there[1]));
    assert_eq!(steps(&mut emulator, &first), ["a InProgress", "b InProgress", "c Pending"]);
    assert_eq!(steps(&mut emulator, &second), ["x InProgress", "y Pending"]);
    let shown = get(&mut emulator, &first);
    assert_eq!((&shown["MaxConcurrency"], &shown["MaxErrors"]), (&json!("2"), &json!("50%")));
    assert_eq!(shown["ResolvedTargets"]["ParameterValues"], json!(["a", "b", "c"]));
    assert_eq!(shown["Targets"][0]["Values"], json!(["a", "b", "c"]));
    assert_eq!(shown["Target"], "111111111111:eu-central-1");
    let shown = get(&mut emulator, &second);
    assert_eq!((&shown["MaxConcurrency"], shown.get("MaxErrors")), (&json!("1"), None));
    assert_eq!(shown["Targets"][0]["Values"], json!(["x", "y"]));
    assert_eq!(get(&mut emulator, &id)["ResolvedTargets"]["ParameterValues"], json!([]));
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Success");
    assert_eq!(children(&mut emulator, &id).len(), 3);
}

#[test]
fn maps_run_in_each_location_but_where_there_are_other_targets() {
    let mut emulator = across(json!({}));
    let id = start(
        &mut emulator,
        json!({
            "TargetMaps": [{ "Id": ["m"] }, { "Id": ["n"] }],
            "TargetLocations": [place(&[ANN], "eu-central-1", json!({})), place(&[BEN], "us-east-2", json!({}))],
        }),
    );
    for child in children(&mut emulator, &id) {
        assert_eq!(steps(&mut emulator, &id_of(&child)), ["Id=m InProgress", "Id=n InProgress"]);
    }
    let own = json!({ "Targets": [{ "Key": "ParameterValues", "Values": ["a"] }] });
    let id = start(
        &mut emulator,
        json!({
            "TargetParameterName": "Id", "TargetMaps": [{ "Id": ["m"] }],
            "TargetLocations": [place(&[ANN], "eu-central-1", own), place(&[BEN], "us-east-2", json!({}))],
        }),
    );
    let there = children(&mut emulator, &id);
    assert_eq!(steps(&mut emulator, &id_of(&there[0])), ["a InProgress"]);
    assert_eq!(steps(&mut emulator, &id_of(&there[1])), ["Id=m InProgress"]);
}

#[test]
fn too_many_errors_among_the_targets_of_a_place_fail_that_place() {
    let mut emulator = across(json!({}));
    let targets = json!({ "TargetsMaxConcurrency": "1", "TargetsMaxErrors": "1",
        "Targets": [{ "Key": "ParameterValues", "Values": ["a", "b", "c"] }] });
    let id = start(
        &mut emulator,
        json!({
            "TargetParameterName": "Id",
            "TargetLocations": [place(&[ANN, BEN], "eu-west-1", and(targets, json!({ "TargetLocationMaxErrors": "2" })))],
        }),
    );
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Success");
    assert_eq!(steps(&mut emulator, &id), ["111111111111:eu-west-1 Failed", "222222222222:eu-west-1 Failed"]);
    let first = id_of(&children(&mut emulator, &id)[0]);
    assert_eq!(steps(&mut emulator, &first), ["a Failed", "b Failed", "c Cancelled"]);
}

#[test]
fn what_runs_in_a_place_knows_where_it_is_and_is_local_there() {
    let mut emulator = across(json!({}));
    let inner = json!({ "name": "act", "action": "aws:executeAwsApi", "inputs": { "Service": "x", "Api": "Y",
        "Where": "{{ global:ACCOUNT_ID }} {{ global:REGION }}" } });
    document(&mut emulator, "Inner", json!({ "schemaVersion": "0.3", "mainSteps": [inner] }));
    let run = json!({ "name": "run", "action": "aws:executeAutomation", "inputs": { "DocumentName": "Inner" } });
    document(&mut emulator, "Outer", json!({ "schemaVersion": "0.3", "mainSteps": [inner, run] }));
    let alarm = json!({ "Alarms": [{ "Name": "Errors" }] });
    let more =
        json!({ "ExecutionRoleName": "Ops", "TargetLocationAlarmConfiguration": alarm, "ExcludeAccounts": [CAT] });
    let input = json!({ "DocumentName": "Outer", "TargetLocations": [place(&[BEN, CAT], "eu-west-3", more)] });
    let id = start(&mut emulator, input);
    emulator.settle();
    let shown = step(&mut emulator, &id, "222222222222:eu-west-3")["TargetLocation"].clone();
    assert_eq!(
        shown,
        json!({ "Accounts": [BEN], "Regions": ["eu-west-3"], "ExecutionRoleName": "Ops",
            "TargetLocationAlarmConfiguration": alarm })
    );
    let child = id_of(&children(&mut emulator, &id)[0]);
    assert_eq!(get(&mut emulator, &child)["AlarmConfiguration"], alarm);
    assert_eq!(step(&mut emulator, &child, "act")["Inputs"]["Where"], "\"222222222222 eu-west-3\"");
    let grandchild = id_of(&children(&mut emulator, &child)[0]);
    assert_eq!(step(&mut emulator, &grandchild, "act")["Inputs"]["Where"], "\"222222222222 eu-west-3\"");
    let of_type = |emulator: &mut Emulator, kind: &str| -> Vec<String> {
        let filter = json!({ "Filters": [{ "Key": "AutomationType", "Values": [kind] }] });
        let list = call(emulator, "DescribeAutomationExecutions", filter);
        let list = list["AutomationExecutionMetadataList"].as_array().unwrap();
        assert!(list.iter().all(|one| one["AutomationType"] == kind));
        list.iter().map(id_of).collect()
    };
    assert_eq!(of_type(&mut emulator, "CrossAccount"), [id]);
    assert_eq!(of_type(&mut emulator, "Local"), [grandchild, child]);
}

#[test]
fn units_stand_for_their_accounts() {
    let units = json!({ "organizationalUnits": {
        "ou-ab12-00000000": [ANN, "ou-ab12-11111111", BEN],
        "ou-ab12-11111111": [CAT, ANN, "ou-ab12-00000000"],
    } });
    let mut emulator = across(units);
    let mut accounts = |location: Value| -> Vec<String> {
        let location = and(json!({ "Regions": ["eu-central-1"] }), location);
        let id = start(&mut emulator, json!({ "TargetLocations": [location] }));
        steps(&mut emulator, &id).iter().map(|step| step.split(':').next().unwrap().to_string()).collect()
    };
    let top = "ou-ab12-00000000";
    assert_eq!(accounts(json!({ "Accounts": [top] })), [ANN, BEN]);
    assert_eq!(accounts(json!({ "Accounts": [top, "ou-ab12-11111111"] })), [ANN, BEN, CAT]);
    let below = json!({ "Accounts": [BEN, top, BEN], "IncludeChildOrganizationUnits": true });
    assert_eq!(accounts(below.clone()), [BEN, ANN, CAT], "each once");
    assert_eq!(accounts(and(below.clone(), json!({ "ExcludeAccounts": [ANN] }))), [BEN, CAT]);
    assert_eq!(accounts(json!({ "Accounts": [CAT, "444444444444"], "ExcludeAccounts": [top] })), ["444444444444"]);
    assert_eq!(
        accounts(json!({ "Accounts": ["ou-ab12-99999999"] })),
        ["ou-ab12-99999999"],
        "nobody said what is in it"
    );
    assert_eq!(accounts(json!({})), ["123456789012"], "one's own");
}

#[test]
fn a_location_that_leaves_nobody_is_passed_over_beside_others() {
    let mut emulator = across(json!({}));
    let nobody = place(&[ANN], "eu-central-1", json!({ "ExcludeAccounts": [ANN] }));
    let somebody = place(&[BEN], "eu-central-1", json!({}));
    let id = start(&mut emulator, json!({ "TargetLocations": [nobody, somebody] }));
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["222222222222:eu-central-1 Success"]);
    let input = json!({ "DocumentName": "Book", "TargetLocations": [nobody] });
    assert_eq!(refused(&mut emulator, "StartAutomationExecution", input).1, "The TargetLocations leave no account.");
}

#[test]
fn a_stop_goes_through_all_locations() {
    let mut emulator = across(json!({}));
    let targets = json!({ "Targets": [{ "Key": "ParameterValues", "Values": ["a", "b"] }] });
    let id = start(
        &mut emulator,
        json!({
            "TargetParameterName": "Id",
            "TargetLocations": [
                place(&[ANN, BEN], "eu-central-1", targets),
                place(&[ANN, BEN, CAT], "us-east-2", json!({ "TargetLocationMaxConcurrency": "2" })),
            ],
        }),
    );
    call(&mut emulator, "StopAutomationExecution", json!({ "AutomationExecutionId": id }));
    assert_eq!(status(&mut emulator, &id), "Cancelling");
    assert_eq!(emulator.settle(), SECOND);
    assert_eq!(status(&mut emulator, &id), "Cancelled");
    assert!(steps(&mut emulator, &id).iter().all(|step| step.ends_with(" Cancelled")));
    let started = children(&mut emulator, &id);
    assert_eq!(started.len(), 3);
    assert!(started.iter().all(|child| child["AutomationExecutionStatus"] == "Cancelled"));
}

#[test]
fn what_would_be_too_many_runs_is_refused_before_they_are_made() {
    let mut emulator = across(json!({}));
    let accounts: Vec<String> = (0..50).map(|n| format!("{n:012}")).collect();
    let regions: Vec<String> = (0..50).map(|n| format!("eu-central-{n}")).collect();
    let values: Vec<String> = (0..50).map(|n| n.to_string()).collect();
    let location = json!({ "Accounts": accounts, "Regions": regions });
    let input = |count: usize, more: Value| {
        and(json!({ "DocumentName": "Book", "TargetLocations": vec![&location; count] }), more)
    };
    let targets = json!({ "TargetParameterName": "Id", "Targets": [{ "Key": "ParameterValues", "Values": values }] });
    for input in [input(100, json!({})), input(5, json!({})), input(1, targets)] {
        assert_eq!(
            refused(&mut emulator, "StartAutomationExecution", input).1,
            "The emulator runs a runbook 10000 times in all locations at most."
        );
    }
    let id = start(&mut emulator, input(4, json!({})));
    assert_eq!(get(&mut emulator, &id)["TargetsSummary"]["TotalCount"], 10_000);
}

/// A snapshot as version 2 has it: one row of children, and no list around it.
fn of_version_2(text: &str) -> String {
    let (body, _) = text.split_once(",\"checksum\":\"").unwrap();
    let body = body
        .replace("\"version\":3", "\"version\":2")
        .replace("\"rates\":[{", "\"rate\":{")
        .replace("]}],\"moments\"", "]},\"moments\"");
    assert!(!body.contains("\"rates\""));
    let body = format!("{body}}}");
    let checksum = digest_encode(&sha256(body.as_bytes()), Encoding::Hex);
    format!("{},\"checksum\":\"{checksum}\"}}", &body[..body.len() - 1])
}

#[test]
fn executions_of_older_snapshots_go_on() {
    let mut emulator = across(json!({}));
    let values =
        json!({ "TargetParameterName": "Id", "Targets": [{ "Key": "ParameterValues", "Values": ["a", "b", "c"] }] });
    let id = start(&mut emulator, and(values, json!({ "MaxConcurrency": "2" })));
    emulator.advance(SECOND);
    let mut old = Emulator::restore(&of_version_2(&emulator.snapshot().unwrap())).unwrap();
    assert_eq!(old.snapshot().unwrap(), emulator.snapshot().unwrap());
    old.settle();
    assert_eq!(steps(&mut old, &id), ["a Success", "b Success", "c Success"]);
}
