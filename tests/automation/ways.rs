//! The ways through a runbook: choices, loops, variables, sleeps, other runbooks.

use crate::*;

fn book(emulator: &mut Emulator, name: &str, more: Value) {
    document(emulator, name, and(json!({ "schemaVersion": "0.3" }), more));
}

#[test]
fn a_branch_takes_the_first_choice_that_holds() {
    let choice = |condition: Value, next: &str| and(condition, json!({ "NextStep": next }));
    for (value, wanted) in [("5", "few"), ("50", "many"), ("x1", "named"), ("", "none"), ("7y", "seven"), ("z", "rest")]
    {
        let mut emulator = bare(json!({}));
        let steps = json!([
            { "name": "choose", "action": "aws:branch", "inputs": { "Choices": [
                choice(json!({ "Variable": "{{ N }}", "StringEquals": "" }), "none"),
                choice(json!({ "Or": [{ "Variable": "{{ N }}", "StartsWith": "x" }, { "Variable": "{{ N }}", "EndsWith": "?" }] }), "named"),
                choice(json!({ "And": [{ "Variable": "{{ N }}", "Contains": "7" }, { "Not": { "Variable": "{{ N }}", "EqualsIgnoreCase": "7X" } }] }), "seven"),
                choice(json!({ "Variable": "{{ N }}", "EqualsIgnoreCase": "Z" }), "rest"),
                choice(json!({ "Variable": "{{ N }}", "NumericLesser": 10 }), "few"),
            ], "Default": "many" } },
            and(effect("none"), json!({ "isEnd": true })), and(effect("named"), json!({ "isEnd": true })),
            and(effect("seven"), json!({ "isEnd": true })), and(effect("few"), json!({ "isEnd": true })),
            and(effect("many"), json!({ "isEnd": true })), and(effect("rest"), json!({ "isEnd": true })),
        ]);
        book(
            &mut emulator,
            "Book",
            json!({ "parameters": { "N": { "type": "String", "default": "" } }, "mainSteps": steps }),
        );
        let given = if value.is_empty() { json!({}) } else { json!({ "Parameters": { "N": [value] } }) };
        let id = start(&mut emulator, given);
        emulator.settle();
        let done: Vec<String> =
            crate::steps(&mut emulator, &id).into_iter().filter(|s| s.ends_with("Success")).collect();
        assert_eq!(done, ["choose Success".to_string(), format!("{wanted} Success")], "{value}");
    }
}

#[test]
fn booleans_and_numbers_are_compared_as_such() {
    let mut emulator = bare(json!({}));
    let choose = |name: &str, condition: Value, next: &str| json!({ "name": name, "action": "aws:branch", "inputs": { "Choices": [and(condition, json!({ "NextStep": next }))], "Default": "none" } });
    book(
        &mut emulator,
        "Book",
        json!({
            "parameters": { "Yes": { "type": "Boolean" }, "Count": { "type": "Integer", "default": 10 } },
            "mainSteps": [
                choose("a", json!({ "Variable": "{{ Yes }}", "BooleanEquals": true }), "b"),
                choose("b", json!({ "Variable": "{{ Count }}", "NumericEquals": 10.0 }), "c"),
                choose("c", json!({ "Variable": "{{ Count }}", "NumericGreaterOrEquals": 10 }), "d"),
                choose("d", json!({ "Variable": "{{ Count }}", "NumericLesserOrEquals": 10 }), "e"),
                choose("e", json!({ "Variable": "{{ Count }}", "NumericGreater": 9 }), "f"),
                and(effect("f"), json!({ "isEnd": true })),
                effect("none"),
            ],
        }),
    );
    for (yes, last) in [("True", "f"), ("false", "none")] {
        let id = start(&mut emulator, json!({ "Parameters": { "Yes": [yes] } }));
        emulator.settle();
        assert_eq!(status(&mut emulator, &id), "Success");
        assert_eq!(step(&mut emulator, &id, "a")["Action"], "aws:branch");
        assert_eq!(step(&mut emulator, &id, last)["StepStatus"], "Success", "{yes}");
    }
}

#[test]
fn a_branch_without_a_default_goes_on_behind_it_or_is_the_end() {
    let choose = |more: Value| {
        and(
            json!({ "name": "choose", "action": "aws:branch", "inputs": { "Choices": [
                { "Variable": "{{ N }}", "StringEquals": "last", "NextStep": "last" },
                { "Variable": "{{ N }}", "StringEquals": "end", "NextStep": "last" },
            ] } }),
            more,
        )
    };
    let ended = ["choose Success", "behind Pending", "last Pending"];
    let jumped = ["choose Success", "behind Pending", "last Success"];
    for (more, value, wanted, valid) in [
        (json!({}), "other", ["choose Success", "behind Success", "last Success"], json!(["last", "behind"])),
        (json!({}), "last", jumped, json!(["last", "behind"])),
        (json!({ "nextStep": "last" }), "other", jumped, json!(["last"])),
        (json!({ "isEnd": true }), "other", ended, json!(["last"])),
        (json!({ "isEnd": true }), "last", jumped, json!(["last"])),
    ] {
        for mode in ["Auto", "Interactive"] {
            let mut emulator = bare(json!({}));
            let parameters = json!({ "N": { "type": "String" } });
            let steps = json!([choose(more.clone()), effect("behind"), effect("last")]);
            book(&mut emulator, "Book", json!({ "parameters": parameters, "mainSteps": steps }));
            let id = start(&mut emulator, json!({ "Parameters": { "N": [value] }, "Mode": mode }));
            emulator.settle();
            while let Some(next) = emulator.waiting().first().and_then(|one| one["next"].get(0).cloned()) {
                signal(&mut emulator, "AKIDANN", &id, "StartStep", json!({ "StepName": [next] }));
                emulator.settle();
            }
            assert_eq!(crate::steps(&mut emulator, &id), wanted, "{mode} {more} {value}");
            let shown = step(&mut emulator, &id, "choose");
            assert_eq!(shown["ValidNextSteps"], valid, "{more}");
            assert_eq!(shown["IsEnd"], more.get("isEnd").is_some(), "{more}");
        }
    }
}

#[test]
fn a_loop_goes_over_its_values() {
    let mut emulator = emulator(json!([
        and(effect("find"), json!({ "outputs": [{ "Name": "Ids", "Selector": "$.Ids", "Type": "StringList" }] })),
        { "name": "each", "action": "aws:loop", "inputs": { "Iterators": "{{ find.Ids }}", "IteratorDataType": "String", "Steps": [
            { "name": "stop", "action": "aws:changeInstanceState", "inputs": {
                "InstanceIds": ["{{ each.CurrentIteratorValue }}"], "DesiredState": "stopped" } },
            { "name": "rest", "action": "aws:sleep", "inputs": { "Duration": "PT10S" } },
        ] } },
        effect("last"),
    ]));
    emulator
        .script(&json!([{ "step": "find", "status": "Success", "outputs": { "Ids": ["i-1", "i-2", "i-3"] } }]))
        .unwrap();
    let id = start(&mut emulator, json!({}));
    assert_eq!(emulator.settle(), (1 + 3 * 11 + 1) * SECOND);
    assert_eq!(status(&mut emulator, &id), "Success");
    let execution = get(&mut emulator, &id);
    let inner: Vec<&Value> =
        execution["StepExecutions"].as_array().unwrap().iter().filter(|step| step["StepName"] == "stop").collect();
    let values: Vec<&str> = inner.iter().map(|step| step["Inputs"]["InstanceIds"].as_str().unwrap()).collect();
    assert_eq!(values, [r#"["i-1"]"#, r#"["i-2"]"#, r#"["i-3"]"#]);
    let details = &inner[1]["ParentStepDetails"];
    assert_eq!(
        (&details["StepName"], &details["Iteration"], &details["IteratorValue"]),
        (&json!("each"), &json!(2), &json!("i-2"))
    );
    let parent = step(&mut emulator, &id, "each")["StepExecutionId"].clone();
    for (key, value, count) in [
        ("ParentStepExecutionId", parent, 6),
        ("ParentStepIteration", json!("3"), 2),
        ("ParentStepIteratorValue", json!("i-1"), 2),
    ] {
        let input = json!({ "AutomationExecutionId": id, "Filters": [{ "Key": key, "Values": [value] }] });
        let found = call(&mut emulator, "DescribeAutomationStepExecutions", input);
        assert_eq!(found["StepExecutions"].as_array().unwrap().len(), count, "{key}");
    }
}

#[test]
fn a_loop_goes_on_while_its_condition_holds_behind_each_round() {
    let round = |most: Value| {
        json!([
            { "name": "again", "action": "aws:loop", "inputs": {
                "LoopCondition": { "Variable": "{{ ask.Retry }}", "BooleanEquals": true }, "MaxIterations": most,
                "Steps": [and(effect("ask"), json!({ "outputs": [{ "Name": "Retry", "Selector": "$.Retry", "Type": "Boolean" }] }))] } },
        ])
    };
    for (said, most, seconds) in [("false", json!(5), 1), ("true", json!(5), 5), ("true", Value::Null, 100)] {
        let mut emulator = emulator(round(most.clone()));
        emulator.script(&json!([{ "step": "ask", "status": "Success", "outputs": { "Retry": [said] } }])).unwrap();
        let id = start(&mut emulator, json!({}));
        assert_eq!(emulator.settle(), seconds * SECOND, "{said} {most}");
        assert_eq!(status(&mut emulator, &id), "Success");
    }
}

#[test]
fn a_loop_that_is_left_early_is_exited() {
    let mut emulator = emulator(json!([
        { "name": "each", "action": "aws:loop", "inputs": { "Iterators": ["a", "b"], "Steps": [and(effect("ask"), json!({ "isEnd": true }))] } },
        effect("last"),
    ]));
    let id = start(&mut emulator, json!({}));
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["each Exited", "last Pending", "ask Success"]);
    assert_eq!(status(&mut emulator, &id), "Success");
}

#[test]
fn a_failure_in_a_loop_is_the_loops() {
    let mut emulator = emulator(json!([
        { "name": "each", "action": "aws:loop", "inputs": { "Iterators": ["a", "b"], "Steps": [effect("ask")] } },
    ]));
    emulator.script(&json!([{ "step": "ask", "status": "Failed", "failureMessage": "no" }])).unwrap();
    let id = start(&mut emulator, json!({}));
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["each Failed", "ask Failed"]);
    assert_eq!(status(&mut emulator, &id), "Failed");
    let failing = step(&mut emulator, &id, "each");
    assert!(failing["FailureMessage"].as_str().unwrap().contains("no"));
}

#[test]
fn a_loop_times_out_as_a_whole() {
    let mut emulator = emulator(json!([
        { "name": "each", "action": "aws:loop", "timeoutSeconds": 15, "onFailure": "Continue", "inputs": {
            "Iterators": ["a", "b", "c"], "Steps": [{ "name": "rest", "action": "aws:sleep", "inputs": { "Duration": "PT10S" } }] } },
        effect("last"),
    ]));
    let id = start(&mut emulator, json!({}));
    assert_eq!(emulator.settle(), 16 * SECOND);
    assert_eq!(steps(&mut emulator, &id), ["each TimedOut", "last Success", "rest Success", "rest Cancelled"]);
}

#[test]
fn variables_are_set_and_shown() {
    let mut emulator = bare(json!({}));
    book(
        &mut emulator,
        "Book",
        json!({
            "variables": { "Colour": { "type": "String", "default": "red" }, "List": { "type": "StringList", "default": [] } },
            "outputs": ["say.Said", "Nothing.There"],
            "mainSteps": [
                { "name": "set", "action": "aws:updateVariable", "inputs": { "Name": "variable:List", "Value": ["{{ variable:Colour }}", "blue"] } },
                { "name": "paint", "action": "aws:updateVariable", "inputs": { "Name": "variable:Colour", "Value": "green" } },
                { "name": "say", "action": "aws:executeAwsApi", "inputs": { "Service": "x", "Api": "Y",
                    "Text": "{{variable:Colour}} {{ variable:List }} {{ Nothing.There }} {{ unknown }}", "Whole": "{{ variable:List }}" } },
            ],
        }),
    );
    emulator.script(&json!([{ "step": "say", "status": "Success", "outputs": { "Said": ["yes", "no"] } }])).unwrap();
    let id = start(&mut emulator, json!({}));
    let no_output = json!(["No output available yet because the step is not successfully executed"]);
    assert_eq!(get(&mut emulator, &id)["Outputs"], json!({ "say.Said": no_output, "Nothing.There": no_output }));
    emulator.settle();
    let execution = get(&mut emulator, &id);
    assert_eq!(execution["Variables"], json!({ "Colour": ["green"], "List": ["red", "blue"] }));
    assert_eq!(execution["Outputs"], json!({ "say.Said": ["yes", "no"], "Nothing.There": no_output }));
    let inputs = step(&mut emulator, &id, "say")["Inputs"].clone();
    assert_eq!(inputs["Text"], json!(json!(r#"green ["red","blue"] {{ Nothing.There }} {{ unknown }}"#).to_string()));
    assert_eq!(inputs["Whole"], r#"["red","blue"]"#);
}

#[test]
fn what_the_service_knows_can_be_named() {
    let mut emulator = emulator(
        json!([{ "name": "say", "action": "aws:executeAwsApi", "inputs": { "Service": "x", "Api": "Y",
        "Text": "{{global:DATE}} {{ global:DATE_TIME }} {{global:REGION}} {{global:ACCOUNT_ID}} {{automation:EXECUTION_ID}}" } }]),
    );
    let id = start(&mut emulator, json!({}));
    let said = step(&mut emulator, &id, "say")["Inputs"]["Text"].clone();
    assert_eq!(said, format!("\"2025-03-12 2025-03-12_06.00.00 us-east-1 123456789012 {id}\""));
}

#[test]
fn a_sleep_ends_at_its_time_and_one_in_the_past_at_once() {
    for (kind, given, seconds, ends) in [
        ("Duration", "PT90S", 90, "Success"),
        ("Timestamp", "2025-03-12T07:00:00Z", 3_600, "Success"),
        ("Timestamp", "2020-01-01T01:00:00Z", 0, "Success"),
        ("Duration", "P8D", 0, "Failed"),
        ("Duration", "soon", 0, "Failed"),
    ] {
        let mut emulator = bare(json!({}));
        book(
            &mut emulator,
            "Book",
            json!({
                "parameters": { "Until": { "type": "String" } },
                "mainSteps": [effect("act"), { "name": "rest", "action": "aws:sleep", "inputs": { kind: "{{ Until }}" } }],
            }),
        );
        emulator.script(&json!([{ "status": "Success", "duration": 0 }])).unwrap();
        let id = start(&mut emulator, json!({ "Parameters": { "Until": [given] } }));
        assert_eq!(emulator.settle(), seconds * SECOND, "{given}");
        assert_eq!(status(&mut emulator, &id), ends, "{given}");
    }
}

#[test]
fn a_runbook_runs_another_and_takes_its_outputs() {
    let mut emulator = bare(json!({}));
    book(
        &mut emulator,
        "Child",
        json!({
            "parameters": { "Ids": { "type": "StringList" }, "Note": { "type": "String", "default": "-" } },
            "outputs": ["act.State"], "mainSteps": [effect("act")],
        }),
    );
    book(
        &mut emulator,
        "Book",
        json!({ "mainSteps": [
        { "name": "run", "action": "aws:executeAutomation", "inputs": { "DocumentName": "Child",
            "RuntimeParameters": { "Ids": ["i-1", "i-2"], "Note": "from {{ automation:EXECUTION_ID }}" } } },
        { "name": "say", "action": "aws:executeAwsApi", "inputs": { "Service": "x", "Api": "Y", "Text": "{{ run.Output }}" } },
    ] }),
    );
    emulator.script(&json!([{ "document": "Child", "status": "Success", "outputs": { "State": ["fine"] } }])).unwrap();
    let id = start(&mut emulator, json!({}));
    let children = call(
        &mut emulator,
        "DescribeAutomationExecutions",
        json!({
        "Filters": [{ "Key": "ParentExecutionId", "Values": [id] }] }),
    );
    let child = &children["AutomationExecutionMetadataList"][0];
    assert_eq!((&child["DocumentName"], &child["ParentAutomationExecutionId"]), (&json!("Child"), &json!(id)));
    let child_id = child["AutomationExecutionId"].as_str().unwrap().to_string();
    let parameters = get(&mut emulator, &child_id)["Parameters"].clone();
    assert_eq!(parameters, json!({ "Ids": ["i-1", "i-2"], "Note": [format!("from {id}")] }));
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Success");
    let outputs = step(&mut emulator, &id, "run")["Outputs"].clone();
    assert_eq!((&outputs["ExecutionId"], &outputs["Status"]), (&json!([child_id]), &json!(["Success"])));
    assert_eq!(emulator.timeline(&id).unwrap()["children"][0]["executionId"], json!(child_id));
}

#[test]
fn a_child_that_fails_or_cannot_start_fails_its_step() {
    let mut emulator = bare(json!({}));
    book(
        &mut emulator,
        "Child",
        json!({ "parameters": { "Must": { "type": "String" } }, "mainSteps": [effect("act")] }),
    );
    let run = |inputs: Value| json!({ "mainSteps": [{ "name": "run", "action": "aws:executeAutomation", "inputs": inputs }] });
    book(&mut emulator, "Book", run(json!({ "DocumentName": "Child", "RuntimeParameters": { "Must": "x" } })));
    emulator.script(&json!([{ "document": "Child", "status": "Failed", "failureMessage": "no power" }])).unwrap();
    let id = start(&mut emulator, json!({}));
    emulator.settle();
    assert!(get(&mut emulator, &id)["FailureMessage"].as_str().unwrap().contains("no power"));
    for (inputs, words) in [
        (json!({ "DocumentName": "Child" }), "Missing required parameter: Must in user inputs."),
        (json!({ "DocumentName": "Nobody" }), "Nobody"),
    ] {
        document(&mut emulator, &format!("Bad{}", words.len()), and(json!({ "schemaVersion": "0.3" }), run(inputs)));
        let output =
            call(&mut emulator, "StartAutomationExecution", json!({ "DocumentName": format!("Bad{}", words.len()) }));
        let execution = get(&mut emulator, output["AutomationExecutionId"].as_str().unwrap());
        assert_eq!(execution["AutomationExecutionStatus"], "Failed");
        assert!(execution["FailureMessage"].as_str().unwrap().contains(words), "{execution}");
    }
}

#[test]
fn runbooks_nest_five_levels_deep_and_no_deeper() {
    let mut emulator =
        emulator(json!([{ "name": "self", "action": "aws:executeAutomation", "inputs": { "DocumentName": "Book" } }]));
    let id = start(&mut emulator, json!({}));
    emulator.settle();
    assert_eq!(status(&mut emulator, &id), "Failed");
    let all = call(&mut emulator, "DescribeAutomationExecutions", json!({}));
    assert_eq!(all["AutomationExecutionMetadataList"].as_array().unwrap().len(), 6, "itself and five levels");
}

#[test]
fn a_circle_that_takes_no_time_has_an_end() {
    let to = |name: &str, next: &str| json!({ "name": name, "action": "aws:branch", "inputs": { "Choices": [{ "Variable": "a", "StringEquals": "b", "NextStep": next }], "Default": next } });
    let mut emulator = emulator(json!([to("a", "b"), to("b", "a")]));
    let id = start(&mut emulator, json!({}));
    let execution = get(&mut emulator, &id);
    assert_eq!(execution["AutomationExecutionStatus"], "Failed");
    assert_eq!(execution["StepExecutionsTruncated"], true);
    assert_eq!(execution["StepExecutions"].as_array().unwrap().len(), 100);
}

#[test]
fn settling_stops_for_people_however_deep_they_are_asked() {
    let mut emulator = bare(json!({}));
    book(
        &mut emulator,
        "Child",
        json!({ "mainSteps": [
        { "name": "rest", "action": "aws:sleep", "inputs": { "Duration": "PT2H" } },
        { "name": "halt", "action": "aws:pause", "inputs": {} },
    ] }),
    );
    let run = |document: &str, seconds: i64| {
        json!({ "mainSteps": [{ "name": "run", "action": "aws:executeAutomation",
        "timeoutSeconds": seconds, "inputs": { "DocumentName": document } }] })
    };
    book(&mut emulator, "Middle", run("Child", 10_000));
    book(&mut emulator, "Book", run("Middle", 20_000));
    book(&mut emulator, "Hasty", run("Child", 3_600));
    let id = start(&mut emulator, json!({}));
    assert_eq!(emulator.settle(), 7_200 * SECOND, "up to the pause, and not to the time-outs around it");
    assert_eq!(status(&mut emulator, &id), "InProgress");
    emulator.advance(2_800 * SECOND);
    assert_eq!(status(&mut emulator, &id), "TimedOut");
    let hasty = call(&mut emulator, "StartAutomationExecution", json!({ "DocumentName": "Hasty" }));
    assert_eq!(
        emulator.settle(),
        3_601 * SECOND,
        "a child that sleeps awaits nobody: the step times out, and its child stops"
    );
    assert_eq!(status(&mut emulator, hasty["AutomationExecutionId"].as_str().unwrap()), "TimedOut");
}

#[test]
fn a_runbook_that_is_not_here_can_be_scripted() {
    let run =
        json!([{ "name": "run", "action": "aws:executeAutomation", "inputs": { "DocumentName": "AWS-EnterStandby" } }]);
    let mut emulator = emulator(run);
    emulator
        .script(&json!([{ "step": "run", "status": "Success", "outputs": { "Output": ["done"] }, "duration": "PT1M" }]))
        .unwrap();
    let id = start(&mut emulator, json!({}));
    assert_eq!(emulator.settle(), 60 * SECOND);
    assert_eq!(step(&mut emulator, &id, "run")["Outputs"], json!({ "Output": ["done"] }));
    emulator.clear_script();
    let id = start(&mut emulator, json!({}));
    assert_eq!(get(&mut emulator, &id)["FailureMessage"], "Document AWS-EnterStandby does not exist.");
}
