//! Executions over targets: a child for each, some at a time, until too many fail.

use crate::*;

fn over(options: Value) -> Emulator {
    let mut emulator = bare(options);
    let content = json!({
        "schemaVersion": "0.3",
        "parameters": { "Id": { "type": "String" }, "Note": { "type": "String", "default": "-" } },
        "mainSteps": [{ "name": "act", "action": "aws:executeAwsApi", "inputs": { "Service": "x", "Api": "Y", "Id": "{{ Id }}" } }],
    });
    document(&mut emulator, "Book", content);
    emulator
}

fn values(count: usize) -> Value {
    let values: Vec<String> = (0..count).map(|n| format!("i-{n}")).collect();
    json!({ "TargetParameterName": "Id", "Targets": [{ "Key": "ParameterValues", "Values": values }] })
}

pub fn children(emulator: &mut Emulator, id: &str) -> Vec<Value> {
    let input = json!({ "Filters": [{ "Key": "ParentExecutionId", "Values": [id] }] });
    let output = call(emulator, "DescribeAutomationExecutions", input);
    let mut list = output["AutomationExecutionMetadataList"].as_array().unwrap().clone();
    list.reverse();
    list
}

#[test]
fn each_target_has_a_child_and_some_run_at_a_time() {
    let mut emulator = over(json!({}));
    let id = start(&mut emulator, and(values(5), json!({ "MaxConcurrency": "2", "MaxErrors": "0" })));
    let execution = get(&mut emulator, &id);
    let names: Vec<&Value> = execution["StepExecutions"].as_array().unwrap().iter().map(|s| &s["StepName"]).collect();
    assert_eq!(names, ["i-0", "i-1", "i-2", "i-3", "i-4"]);
    assert!(execution["StepExecutions"].as_array().unwrap().iter().all(|s| s["Action"] == "aws:executeAutomation"));
    for (name, wanted) in
        [("TargetParameterName", json!("Id")), ("MaxConcurrency", json!("2")), ("MaxErrors", json!("0"))]
    {
        assert_eq!(execution[name], wanted);
    }
    assert_eq!(execution["Targets"][0]["Key"], "ParameterValues");
    assert_eq!(execution["ResolvedTargets"]["ParameterValues"], json!(["i-0", "i-1", "i-2", "i-3", "i-4"]));
    let first = children(&mut emulator, &id);
    assert_eq!(first.len(), 2);
    assert_eq!((&first[0]["Target"], &first[1]["Target"]), (&json!("i-0"), &json!("i-1")));
    emulator.advance(SECOND);
    assert_eq!(children(&mut emulator, &id).len(), 4);
    assert_eq!(
        get(&mut emulator, &id)["TargetsSummary"],
        json!({ "TotalCount": 5, "StartedCount": 4, "CompletedCount": 2, "SuccessfulCount": 2, "FailedCount": 0 })
    );
    assert_eq!(emulator.settle(), 2 * SECOND);
    let execution = get(&mut emulator, &id);
    assert_eq!(execution["AutomationExecutionStatus"], "Success");
    assert_eq!(
        execution["ProgressCounters"],
        json!({ "TotalSteps": 5, "SuccessSteps": 5, "FailedSteps": 0, "CancelledSteps": 0, "TimedOutSteps": 0 })
    );
    let child = children(&mut emulator, &id)[3]["AutomationExecutionId"].as_str().unwrap().to_string();
    assert_eq!(step(&mut emulator, &child, "act")["Inputs"]["Id"], "\"i-3\"");
    assert_eq!(get(&mut emulator, &child)["ParentAutomationExecutionId"], json!(id));
}

#[test]
fn ten_run_at_a_time_where_nothing_is_said() {
    let mut emulator = over(json!({}));
    let id = start(&mut emulator, values(12));
    assert_eq!(children(&mut emulator, &id).len(), 10);
}

/// How many children were started, and how the whole ended.
fn with_errors(count: usize, concurrency: &str, errors: &str) -> (usize, String) {
    let mut emulator = over(json!({}));
    emulator.script(&json!([{ "status": "Failed" }])).unwrap();
    let limits = json!({ "MaxConcurrency": concurrency, "MaxErrors": errors });
    let id = start(&mut emulator, and(values(count), limits));
    emulator.settle();
    (get(&mut emulator, &id)["TargetsSummary"]["StartedCount"].as_u64().unwrap() as usize, status(&mut emulator, &id))
}

#[test]
fn the_error_behind_the_last_that_is_let_pass_stops_the_rest() {
    assert_eq!(with_errors(5, "1", "0"), (1, "Failed".into()));
    assert_eq!(with_errors(5, "1", "2"), (3, "Failed".into()));
    assert_eq!(with_errors(5, "1", "5"), (5, "Success".into()));
    assert_eq!(with_errors(50, "1", "10%"), (6, "Failed".into()), "10% of 50 stops at the sixth");
    assert_eq!(with_errors(5, "3", "0"), (3, "Failed".into()), "those that run come to their own ends");
    assert_eq!(with_errors(10, "40%", "0"), (4, "Failed".into()));
    assert_eq!(with_errors(3, "1%", "100%"), (3, "Success".into()), "one at least runs");
}

#[test]
fn what_was_not_started_is_cancelled() {
    let mut emulator = over(json!({}));
    emulator.script(&json!([{ "status": "TimedOut" }])).unwrap();
    let id = start(&mut emulator, and(values(3), json!({ "MaxConcurrency": "1" })));
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["i-0 TimedOut", "i-1 Cancelled", "i-2 Cancelled"]);
    assert_eq!(
        get(&mut emulator, &id)["ProgressCounters"],
        json!({ "TotalSteps": 3, "SuccessSteps": 0, "FailedSteps": 0, "CancelledSteps": 2, "TimedOutSteps": 1 })
    );
}

#[test]
fn a_stop_stops_what_runs_and_what_was_to_run() {
    let mut emulator = over(json!({}));
    let id = start(&mut emulator, and(values(3), json!({ "MaxConcurrency": "2" })));
    call(&mut emulator, "StopAutomationExecution", json!({ "AutomationExecutionId": id }));
    assert_eq!(status(&mut emulator, &id), "Cancelling");
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Cancelled");
    assert_eq!(steps(&mut emulator, &id), ["i-0 Cancelled", "i-1 Cancelled", "i-2 Cancelled"]);
    assert!(get(&mut emulator, &id).get("FailureMessage").is_none(), "nothing failed");
}

#[test]
fn maps_give_each_child_its_own_parameters() {
    let mut emulator = over(json!({}));
    let id = start(&mut emulator, json!({ "TargetMaps": [{ "Id": ["a"], "Note": ["x"] }, { "Id": ["b"] }] }));
    emulator.settle();
    let parameters: Vec<Value> = children(&mut emulator, &id)
        .iter()
        .map(|child| child["AutomationExecutionId"].as_str().unwrap().to_string())
        .collect::<Vec<_>>()
        .iter()
        .map(|child| get(&mut emulator, child)["Parameters"].clone())
        .collect();
    assert_eq!(parameters.len(), 2);
    assert_eq!((&parameters[0]["Id"], &parameters[0]["Note"]), (&json!(["a"]), &json!(["x"])));
    assert_eq!((&parameters[1]["Id"], &parameters[1]["Note"]), (&json!(["b"]), &json!(["-"])));
    assert_eq!(get(&mut emulator, &id)["TargetMaps"].as_array().unwrap().len(), 2);
}

#[test]
fn tags_are_those_of_the_nodes_that_there_are() {
    let node = |id: &str, stage: &str| json!({ "id": id, "tags": { "Stage": stage } });
    let nodes = json!([
        node("i-0123456789abcdef0", "dev"),
        node("i-0123456789abcdef1", "prod"),
        node("i-0123456789abcdef2", "dev")
    ]);
    let mut emulator = over(json!({ "nodes": nodes }));
    let targeted =
        |key: &str, value: &str| json!({ "TargetParameterName": "Id", "Targets": [{ "Key": key, "Values": [value] }] });
    for (key, value, count) in [("tag:Stage", "dev", 2), ("tag-key", "Stage", 3), ("InstanceIds", "*", 3)] {
        let id = start(&mut emulator, targeted(key, value));
        assert_eq!(children(&mut emulator, &id).len(), count, "{key}");
    }
}

#[test]
fn resource_groups_are_those_that_are_said() {
    let groups = json!({ "resourceGroups": { "web": ["i-1", "bucket"], "none": [] } });
    let mut emulator = over(groups);
    let group =
        |name: &str| json!({ "TargetParameterName": "Id", "Targets": [{ "Key": "ResourceGroup", "Values": [name] }] });
    let id = start(&mut emulator, group("web"));
    assert_eq!(steps(&mut emulator, &id), ["i-1 InProgress", "bucket InProgress"]);
    assert_eq!(get(&mut emulator, &id)["ResolvedTargets"]["ParameterValues"], json!(["i-1", "bucket"]));
    let filter = json!({ "Filters": [{ "Key": "TargetResourceGroup", "Values": ["web"] }] });
    let list = call(&mut emulator, "DescribeAutomationExecutions", filter);
    assert_eq!(list["AutomationExecutionMetadataList"].as_array().unwrap().len(), 1);
    for (name, said) in
        [("db", "There is no resource group db."), ("none", "No resource is found for ResourceGroup none.")]
    {
        let input = and(group(name), json!({ "DocumentName": "Book" }));
        let (exception, message) = refused(&mut emulator, "StartAutomationExecution", input);
        assert_eq!((exception.as_str(), message.as_str()), ("InvalidTarget", said));
    }
}

#[test]
fn a_node_that_is_none_is_no_target() {
    let mut emulator = over(json!({ "nodes": ["i-0123456789abcdef0"] }));
    let node =
        |key: &str, id: &str| json!({ "TargetParameterName": "Id", "Targets": [{ "Key": key, "Values": [id] }] });
    for key in ["InstanceIds", "AWS::EC2::Instance"] {
        let id = start(&mut emulator, node(key, "i-0123456789abcdef0"));
        assert_eq!(children(&mut emulator, &id).len(), 1, "{key}");
        let input = and(node(key, "i-0123456789abcdef1"), json!({ "DocumentName": "Book" }));
        assert_eq!(
            refused(&mut emulator, "StartAutomationExecution", input),
            ("InvalidTarget".into(), "i-0123456789abcdef1 is not a managed node.".into())
        );
    }
    let id = start(&mut emulator, node("ParameterValues", "i-0123456789abcdef1"));
    assert_eq!(children(&mut emulator, &id).len(), 1, "values of a parameter are anything");
}

#[test]
fn executions_over_targets_have_places_and_a_queue_of_their_own() {
    let quotas = json!({ "quotas": { "rateAutomations": 1, "rateAutomationQueue": 1, "automations": 1 } });
    let mut emulator = over(quotas);
    let ids: Vec<String> = (0..2).map(|_| start(&mut emulator, values(2))).collect();
    let plain = start(&mut emulator, json!({ "Parameters": { "Id": ["x"] } }));
    assert_eq!(status(&mut emulator, &ids[1]), "Pending");
    assert_eq!(status(&mut emulator, &plain), "InProgress");
    let input = and(values(1), json!({ "DocumentName": "Book" }));
    assert_eq!(
        refused(&mut emulator, "StartAutomationExecution", input).0,
        "AutomationExecutionLimitExceededException"
    );
    emulator.settle();
    assert_eq!(status(&mut emulator, &ids[1]), "Success");
}
