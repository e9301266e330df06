//! Starts: parameters, tokens, places and queues, and every refusal.

use crate::*;

fn with_parameters(parameters: Value) -> Emulator {
    let mut emulator = bare(json!({}));
    let content = json!({ "schemaVersion": "0.3", "parameters": parameters, "mainSteps": [effect("act")] });
    document(&mut emulator, "Book", content);
    emulator
}

#[test]
fn parameters_are_held_to_the_document() {
    let mut emulator = with_parameters(json!({
        "Action": { "type": "String", "allowedValues": ["Install", "Uninstall"] },
        "Count": { "type": "Integer", "default": 3 },
        "Yes": { "type": "Boolean", "default": true },
        "List": { "type": "StringList", "default": [], "minItems": 0, "maxItems": 2 },
        "Id": { "type": "String", "default": "i-1", "allowedPattern": "^i-[0-9]+$" },
        "Map": { "type": "StringMap", "default": { "a": "b" } },
        "Maps": { "type": "MapList", "default": [{ "a": 1 }] },
        "Name": { "type": "String", "default": "abc", "minChars": 2, "maxChars": 4 },
        "Role": { "type": "AWS::IAM::Role::Arn", "default": "" },
    }));
    for (given, message) in [
        (json!({}), "Missing required parameter: Action in user inputs."),
        (
            json!({ "Action": ["install"] }),
            "Parameter \"Action\" has value \"install\" not found in [Install, Uninstall].",
        ),
        (json!({ "Action": ["Install"], "Other": ["x"] }), "Parameter \"Other\" is not defined in the document."),
        (
            json!({ "Action": ["Install", "Uninstall"] }),
            "Parameter \"Action\" is of type String and takes one value, not 2.",
        ),
        (
            json!({ "Action": ["Install"], "Count": ["many"] }),
            "Parameter \"Count\" has value \"many\" not of type Integer.",
        ),
        (json!({ "Action": ["Install"], "Yes": ["si"] }), "Parameter \"Yes\" has value \"si\" not of type Boolean."),
        (json!({ "Action": ["Install"], "Map": ["[]"] }), "Parameter \"Map\" has value \"[]\" not of type StringMap."),
        (json!({ "Action": ["Install"], "Maps": ["1"] }), "Parameter \"Maps\" has value \"1\" not of type MapList."),
        (
            json!({ "Action": ["Install"], "List": ["a", "b", "c"] }),
            "Parameter \"List\" has more items than the maximum allowed.",
        ),
        (json!({ "Action": ["Install"], "Id": ["x"] }), "Parameter \"Id\" has value \"x\" not matching ^i-[0-9]+$."),
        (
            json!({ "Action": ["Install"], "Name": ["abcde"] }),
            "Parameter \"Name\" has value \"abcde\" of a length that is not allowed.",
        ),
    ] {
        let mut input = json!({ "DocumentName": "Book" });
        if !given.as_object().unwrap().is_empty() {
            input["Parameters"] = given.clone();
        }
        let (name, said) = refused(&mut emulator, "StartAutomationExecution", input);
        assert_eq!(
            (name.as_str(), said.as_str()),
            ("InvalidAutomationExecutionParametersException", message),
            "{given}"
        );
    }
    let id = start(&mut emulator, json!({ "Parameters": { "Action": ["Install"], "Count": ["7"], "Yes": ["false"] } }));
    let parameters = get(&mut emulator, &id)["Parameters"].clone();
    assert_eq!(
        parameters,
        json!({
            "Action": ["Install"], "Count": ["7"], "Yes": ["false"], "List": [], "Id": ["i-1"], "Map": ["{\"a\":\"b\"}"],
            "Maps": ["{\"a\":1}"], "Name": ["abc"], "Role": [""],
        })
    );
}

#[test]
fn a_start_is_refused_for_what_it_names() {
    let mut emulator = with_parameters(json!({ "Id": { "type": "String", "default": "-" } }));
    let parameters = json!({ "Id": { "type": "String" }, "Note": { "type": "String", "default": "-" } });
    let strict = json!({ "schemaVersion": "0.3", "parameters": parameters, "mainSteps": [effect("act")] });
    document(&mut emulator, "Strict", strict);
    let invalid = "InvalidAutomationExecutionParametersException";
    let target = json!([{ "Key": "ParameterValues", "Values": ["a"] }]);
    for (input, wanted) in [
        (json!({ "DocumentName": "Nobody" }), "AutomationDefinitionNotFoundException"),
        (json!({ "DocumentName": "AWS-HelloWorldChangeTemplate" }), "AutomationDefinitionNotFoundException"),
        (json!({ "DocumentName": "Book", "DocumentVersion": "7" }), "AutomationDefinitionVersionNotFoundException"),
        (json!({ "DocumentName": "Book", "Targets": target }), invalid),
        (json!({ "DocumentName": "Book", "TargetParameterName": "Id" }), invalid),
        (json!({ "DocumentName": "Book", "Targets": target, "TargetParameterName": "Other" }), invalid),
        (
            json!({ "DocumentName": "Book", "Targets": target, "TargetParameterName": "Id", "TargetMaps": [{ "Id": ["b"] }] }),
            invalid,
        ),
        (json!({ "DocumentName": "Book", "TargetMaps": [{ "Other": ["b"] }] }), invalid),
        (json!({ "DocumentName": "Strict", "TargetMaps": [{ "Id": ["b"] }, { "Note": ["b"] }] }), invalid),
        (
            json!({ "DocumentName": "Book", "TargetParameterName": "Id", "Targets": [{ "Key": "ResourceGroup", "Values": ["g"] }] }),
            "InvalidTarget",
        ),
        (
            json!({ "DocumentName": "Book", "TargetParameterName": "Id", "Targets": [{ "Key": "tag:a", "Values": ["g"] }] }),
            "InvalidTarget",
        ),
        (json!({ "DocumentName": "Book", "TargetLocationsURL": "https://b.s3.amazonaws.com/x" }), invalid),
        (
            json!({ "DocumentName": "Book", "TargetLocations": [{ "Accounts": ["123456789012"], "ExcludeAccounts": ["123456789012"] }] }),
            invalid,
        ),
    ] {
        let (name, message) = refused(&mut emulator, "StartAutomationExecution", input.clone());
        assert_eq!(name, wanted, "{input}: {message}");
        assert!(!message.is_empty());
    }
    let tags: Vec<Value> = (0..6).map(|n| json!({ "Key": format!("k{n}"), "Value": "v" })).collect();
    let response = emulator.send(&{
        let mut six = request("AKIDANN", "StartAutomationExecution", &json!({ "DocumentName": "Book" }));
        six.body = json!({ "DocumentName": "Book", "Tags": tags }).to_string().into_bytes();
        six
    });
    assert_eq!((response.status, body(&response)["__type"].as_str().unwrap()), (400, invalid));
}

#[test]
fn a_document_may_be_named_by_arn_and_version_and_what_started_keeps_its_content() {
    let mut emulator = with_parameters(json!({}));
    let arn = "arn:aws:ssm:us-east-1:123456789012:document/Book";
    let output =
        call(&mut emulator, "StartAutomationExecution", json!({ "DocumentName": arn, "DocumentVersion": "$LATEST" }));
    let id = output["AutomationExecutionId"].as_str().unwrap().to_string();
    let execution = get(&mut emulator, &id);
    assert_eq!((&execution["DocumentName"], &execution["DocumentVersion"]), (&json!("Book"), &json!("1")));
    call(&mut emulator, "DeleteDocument", json!({ "Name": "Book" }));
    emulator = Emulator::restore(&emulator.snapshot().unwrap()).unwrap();
    emulator.settle();
    assert_eq!(steps(&mut emulator, &id), ["act Success"]);
}

#[test]
fn a_token_starts_one_execution() {
    let mut emulator = with_parameters(json!({ "Id": { "type": "String", "default": "-" } }));
    let token = "0a1b2c3d-0000-4000-8000-ABCDEFabcdef";
    let with_token = |id: &str| json!({ "ClientToken": token, "Parameters": { "Id": [id] } });
    let first = start(&mut emulator, with_token("a"));
    emulator.advance(DAY);
    assert_eq!(start(&mut emulator, with_token("a")), first);
    let in_lower = json!({ "Parameters": { "Id": ["a"] }, "ClientToken": token.to_lowercase() });
    assert_eq!(start(&mut emulator, in_lower), first, "neither case nor order matters");
    let input = json!({ "DocumentName": "Book", "ClientToken": token, "Parameters": { "Id": ["b"] } });
    assert_eq!(refused(&mut emulator, "StartAutomationExecution", input).0, "IdempotentParameterMismatch");
    emulator.advance(31 * DAY);
    assert_ne!(start(&mut emulator, with_token("b")), first, "what is forgotten has no token");
}

#[test]
fn executions_beyond_the_places_wait_and_beyond_the_queue_are_refused() {
    let mut emulator = with(json!({ "quotas": { "automations": 2, "automationQueue": 2 } }), json!([effect("act")]));
    let ids: Vec<String> = (0..4).map(|_| start(&mut emulator, json!({}))).collect();
    let all = |emulator: &mut Emulator| ids.iter().map(|id| status(emulator, id)).collect::<Vec<_>>();
    assert_eq!(all(&mut emulator), ["InProgress", "InProgress", "Pending", "Pending"]);
    let (name, _) = refused(&mut emulator, "StartAutomationExecution", json!({ "DocumentName": "Book" }));
    assert_eq!(name, "AutomationExecutionLimitExceededException");
    call(&mut emulator, "StopAutomationExecution", json!({ "AutomationExecutionId": ids[2] }));
    emulator.advance(SECOND);
    assert_eq!(all(&mut emulator), ["Success", "Success", "Cancelled", "InProgress"]);
    emulator.settle();
    assert_eq!(all(&mut emulator), ["Success", "Success", "Cancelled", "Success"]);
}

#[test]
fn history_is_kept_for_thirty_days() {
    let mut emulator = with_parameters(json!({}));
    let id = start(&mut emulator, json!({}));
    emulator.advance(30 * DAY + SECOND - 1);
    assert_eq!(status(&mut emulator, &id), "Success");
    emulator.advance(1);
    let input = json!({ "AutomationExecutionId": id });
    assert_eq!(refused(&mut emulator, "GetAutomationExecution", input).0, "AutomationExecutionNotFoundException");
    assert_eq!(
        call(&mut emulator, "DescribeAutomationExecutions", json!({})),
        json!({ "AutomationExecutionMetadataList": [] })
    );
}
