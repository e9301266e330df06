//! Lists of executions and of steps: filters, orders, pages.

use crate::*;

fn list(emulator: &mut Emulator, filters: Value) -> Vec<String> {
    let mut names = Vec::new();
    let mut token = Value::Null;
    loop {
        let mut input = json!({ "MaxResults": 2 });
        if !filters.as_array().unwrap().is_empty() {
            input["Filters"] = filters.clone();
        }
        if !token.is_null() {
            input["NextToken"] = token;
        }
        let page = call(emulator, "DescribeAutomationExecutions", input);
        let rows = page["AutomationExecutionMetadataList"].as_array().unwrap();
        names.extend(rows.iter().map(|row| row["DocumentName"].as_str().unwrap().to_string()));
        token = page.get("NextToken").cloned().unwrap_or_default();
        if token.is_null() {
            return names;
        }
    }
}

fn key(key: &str, values: &[&str]) -> Value {
    json!({ "Key": key, "Values": values })
}

/// Three runbooks, one of each started, a second apart; the ids.
fn three() -> (Emulator, Vec<String>) {
    let mut emulator = bare(json!({}));
    let parameters = json!({ "Id": { "type": "String", "default": "-" } });
    for (name, step) in [
        ("AppOne", effect("act")),
        ("AppTwo", json!({ "name": "halt", "action": "aws:pause", "inputs": {} })),
        ("Base", json!({ "name": "rest", "action": "aws:sleep", "inputs": { "Duration": "PT1H" } })),
    ] {
        let content = json!({ "schemaVersion": "0.3", "parameters": parameters, "mainSteps": [step] });
        document(&mut emulator, name, content);
    }
    let ids = ["AppOne", "AppTwo", "Base"].map(|name| {
        let tags = json!([{ "Key": format!("tag-{name}"), "Value": "x" }]);
        let output = call(&mut emulator, "StartAutomationExecution", json!({ "DocumentName": name, "Tags": tags }));
        emulator.advance(SECOND);
        output["AutomationExecutionId"].as_str().unwrap().to_string()
    });
    (emulator, ids.to_vec())
}

#[test]
fn every_filter_finds_what_it_is_for() {
    let (mut emulator, ids) = three();
    let cases: Vec<(Value, Vec<&str>)> = vec![
        (json!([]), vec!["Base", "AppTwo", "AppOne"]),
        (json!([key("DocumentNamePrefix", &["App"])]), vec!["AppTwo", "AppOne"]),
        (json!([key("DocumentNamePrefix", &["AppO", "B"])]), vec!["Base", "AppOne"]),
        (json!([key("ExecutionStatus", &["Success"])]), vec!["AppOne"]),
        (json!([key("ExecutionStatus", &["Waiting", "InProgress"])]), vec!["Base", "AppTwo"]),
        (json!([key("ExecutionStatus", &["Waiting"]), key("DocumentNamePrefix", &["Base"])]), vec![]),
        (json!([key("ExecutionId", &[&ids[1]])]), vec!["AppTwo"]),
        (json!([key("ExecutionId", &[&ids[0], &ids[2], &ids[0]])]), vec!["Base", "AppOne"]),
        (json!([key("ExecutionId", &["01234567-89ab-4cde-8f01-23456789abcd"])]), vec![]),
        (json!([key("ParentExecutionId", &[&ids[1]])]), vec![]),
        (json!([key("CurrentAction", &["aws:pause"])]), vec!["AppTwo"]),
        (json!([key("StartTimeBefore", &["2025-03-12T06:00:01Z"])]), vec!["AppOne"]),
        (json!([key("StartTimeAfter", &["2025-03-12T06:00:01Z"])]), vec!["Base"]),
        (
            json!([
                key("StartTimeAfter", &["2025-03-12T06:00:00Z"]),
                key("StartTimeBefore", &["2025-03-12T06:00:02Z"])
            ]),
            vec!["AppTwo"],
        ),
        (json!([key("AutomationType", &["Local"])]), vec!["Base", "AppTwo", "AppOne"]),
        (json!([key("AutomationType", &["CrossAccount"])]), vec![]),
        (json!([key("AutomationSubtype", &["ChangeRequest"])]), vec![]),
        (json!([key("TagKey", &["tag-Base"])]), vec!["Base"]),
        (json!([key("TargetResourceGroup", &["group"])]), vec![]),
        (json!([key("OpsItemId", &["oi-1"])]), vec![]),
    ];
    for (filters, wanted) in cases {
        assert_eq!(list(&mut emulator, filters.clone()), wanted, "{filters}");
    }
}

#[test]
fn filters_that_make_no_sense_are_refused() {
    let (mut emulator, ids) = three();
    for (filters, wanted) in [
        (json!([key("ExecutionStatus", &["Done"])]), "InvalidFilterValue"),
        (json!([key("AutomationType", &["Remote"])]), "InvalidFilterValue"),
        (json!([key("AutomationSubtype", &["Other"])]), "InvalidFilterValue"),
        (json!([key("StartTimeBefore", &["yesterday"])]), "InvalidFilterValue"),
        (json!([key("TagKey", &["a"]), key("TagKey", &["b"])]), "InvalidFilterKey"),
    ] {
        let (name, message) = refused(&mut emulator, "DescribeAutomationExecutions", json!({ "Filters": filters }));
        assert_eq!(name, wanted, "{filters}: {message}");
    }
    for (filters, wanted) in [
        (json!([key("StepExecutionStatus", &["Done"])]), "InvalidFilterValue"),
        (json!([key("StartTimeAfter", &["yesterday"])]), "InvalidFilterValue"),
        (json!([key("ParentStepIteration", &["x"])]), "InvalidFilterValue"),
        (json!([key("StepName", &["a"]), key("StepName", &["b"])]), "InvalidFilterKey"),
    ] {
        let input = json!({ "AutomationExecutionId": ids[0], "Filters": filters });
        let (name, message) = refused(&mut emulator, "DescribeAutomationStepExecutions", input);
        assert_eq!(name, wanted, "{filters}: {message}");
    }
    let token = json!({ "NextToken": "AAAA" });
    assert_eq!(refused(&mut emulator, "DescribeAutomationExecutions", token).0, "InvalidNextToken");
    let steps = json!({ "AutomationExecutionId": ids[0], "NextToken": "AAAA" });
    assert_eq!(refused(&mut emulator, "DescribeAutomationStepExecutions", steps).0, "InvalidNextToken");
    let nobody = json!({ "AutomationExecutionId": "01234567-89ab-4cde-8f01-23456789abcd" });
    for operation in ["GetAutomationExecution", "DescribeAutomationStepExecutions"] {
        assert_eq!(refused(&mut emulator, operation, nobody.clone()).0, "AutomationExecutionNotFoundException");
    }
}

#[test]
fn members_that_are_always_there_are_there() {
    let (mut emulator, ids) = three();
    let listed = call(&mut emulator, "DescribeAutomationExecutions", json!({}));
    let running = &listed["AutomationExecutionMetadataList"][0];
    assert_eq!(
        running,
        &json!({
            "AutomationExecutionId": ids[2], "DocumentName": "Base", "DocumentVersion": "1",
            "AutomationExecutionStatus": "InProgress", "ExecutionStartTime": NOW / 1_000 + 2,
            "ExecutedBy": "arn:aws:iam::123456789012:user/AKIDANN", "LogFile": "", "Outputs": {}, "Mode": "Auto",
            "CurrentStepName": "rest", "CurrentAction": "aws:sleep", "Targets": [],
            "ResolvedTargets": { "ParameterValues": [], "Truncated": false }, "AutomationType": "Local",
        })
    );
    let whole = get(&mut emulator, &ids[0]);
    let step_id = whole["StepExecutions"][0]["StepExecutionId"].clone();
    assert_eq!(step_id.as_str().unwrap().len(), 36);
    assert_eq!(
        whole,
        json!({
            "AutomationExecutionId": ids[0], "DocumentName": "AppOne", "DocumentVersion": "1",
            "AutomationExecutionStatus": "Success", "ExecutionStartTime": NOW / 1_000, "ExecutionEndTime": NOW / 1_000 + 1,
            "ExecutedBy": "arn:aws:iam::123456789012:user/AKIDANN",
            "StepExecutions": [{
                "StepName": "act", "Action": "aws:executeAwsApi", "OnFailure": "Abort", "MaxAttempts": 1,
                "ExecutionStartTime": NOW / 1_000, "ExecutionEndTime": NOW / 1_000 + 1, "StepStatus": "Success",
                "Inputs": { "Service": "\"ec2\"", "Api": "\"DescribeInstances\"" }, "Outputs": {}, "ResponseCode": "0",
                "StepExecutionId": step_id, "OverriddenParameters": {}, "IsEnd": true, "IsCritical": true, "ValidNextSteps": [],
            }],
            "StepExecutionsTruncated": false, "Parameters": { "Id": ["-"] }, "Outputs": {}, "Mode": "Auto", "Targets": [],
            "ResolvedTargets": { "ParameterValues": [], "Truncated": false },
        })
    );
}

#[test]
fn steps_are_listed_by_their_start_in_either_order() {
    let mut emulator = emulator(json!([
        and(effect("a"), json!({ "nextStep": "c" })),
        effect("b"),
        and(effect("c"), json!({ "nextStep": "b" })),
    ]));
    let id = start(&mut emulator, json!({}));
    emulator.advance(2 * SECOND);
    let list = |emulator: &mut Emulator, more: Value| {
        let (mut names, mut token) = (Vec::new(), Value::Null);
        loop {
            let mut input = and(json!({ "AutomationExecutionId": id, "MaxResults": 2 }), more.clone());
            if !token.is_null() {
                input["NextToken"] = token;
            }
            let page = call(emulator, "DescribeAutomationStepExecutions", input);
            names.extend(
                page["StepExecutions"].as_array().unwrap().iter().map(|s| s["StepName"].as_str().unwrap().to_string()),
            );
            token = page.get("NextToken").cloned().unwrap_or_default();
            if token.is_null() {
                return names;
            }
        }
    };
    assert_eq!(list(&mut emulator, json!({})), ["a", "c", "b"]);
    assert_eq!(list(&mut emulator, json!({ "ReverseOrder": true })), ["b", "c", "a"]);
    let now = |filters: Value| json!({ "Filters": filters });
    assert_eq!(list(&mut emulator, now(json!([key("StepExecutionStatus", &["Success"])]))), ["a", "c"]);
    assert_eq!(list(&mut emulator, now(json!([key("StepName", &["b", "a"])]))), ["a", "b"]);
    assert_eq!(list(&mut emulator, now(json!([key("Action", &["aws:sleep"])]))), Vec::<String>::new());
    assert_eq!(list(&mut emulator, now(json!([key("StartTimeAfter", &["2025-03-12T06:00:00Z"])]))), ["c", "b"]);
    assert_eq!(list(&mut emulator, now(json!([key("StartTimeBefore", &["2025-03-12T06:00:01Z"])]))), ["a"]);
    let id_of_c = step(&mut emulator, &id, "c")["StepExecutionId"].as_str().unwrap().to_string();
    assert_eq!(list(&mut emulator, now(json!([key("StepExecutionId", &[&id_of_c])]))), ["c"]);
}
