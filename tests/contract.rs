//! The contract between the check and the emulator, held over all cases of `ssm` that are on the wire (those of another
//! service stand with its tests): what the one
//! passes, the other does not call malformed; a refused request leaves no trace; answers have the model's shape.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "support/case.rs"]
mod case;

use std::collections::BTreeMap;

use case::{Case, all};
use cloud_dryrun::emulator::EmulatorOptions;
use cloud_dryrun::model::{Kind, Model, ShapeId};
use cloud_dryrun::services::{self, Target};
use cloud_dryrun::wire::{Request, Response};
use cloud_dryrun::{Emulator, Finding, Form, Severity};
use serde_json::Value;

const NOW: i64 = 1_741_759_200_000;

/// The cases on the wire whose operation is emulated.
fn cases() -> Vec<(Case, Target)> {
    let cases: Vec<(Case, Target)> = all()
        .into_iter()
        .filter(|case| case.operation.starts_with("ssm:") && case.is_request() && case.forms().contains(&Form::Wire))
        .map(|case| {
            let target = services::target(&case.operation).unwrap();
            (case, target)
        })
        .filter(|(_, target)| target.facts().is_some_and(|facts| facts.emulate.is_some()))
        .collect();
    assert!(cases.len() > 100, "only {} cases", cases.len());
    cases
}

fn request(operation: &str, body: &[u8]) -> Request {
    let headers = [
        ("Content-Type", "application/x-amz-json-1.1".to_string()),
        ("X-Amz-Target", format!("AmazonSSM.{operation}")),
    ];
    Request {
        method: "POST".into(),
        url: "/".into(),
        headers: headers.into_iter().map(|(name, value)| (name.to_string(), value)).collect::<BTreeMap<_, _>>(),
        body: body.to_vec(),
    }
}

/// An emulator that knows something about the nodes of the cases.
fn emulator() -> Emulator {
    let mut emulator = Emulator::new(EmulatorOptions { seed: Some(1), now: Some(NOW), ..Default::default() }).unwrap();
    for node in ["i-02573cafcf0123456", "i-016648b75dd622dab"] {
        let report = format!(
            "{{\"ResourceId\":\"{node}\",\"ResourceType\":\"ManagedInstance\",\"ComplianceType\":\"Custom:AVCheck\",\
             \"ExecutionSummary\":{{\"ExecutionTime\":1600000000.5,\"ExecutionId\":\"\",\"ExecutionType\":\"Command\"}},\
             \"Items\":[{{\"Id\":\"a\",\"Severity\":\"LOW\",\"Status\":\"COMPLIANT\",\"Details\":{{\"DocumentName\":\"x\"}}}},\
             {{\"Severity\":\"HIGH\",\"Status\":\"NON_COMPLIANT\"}}]}}"
        );
        assert_eq!(emulator.send(&request("PutComplianceItems", report.as_bytes())).status, 200);
        let inventory = format!(
            "{{\"InstanceId\":\"{node}\",\"Items\":[{{\"TypeName\":\"AWS:Application\",\"SchemaVersion\":\"1.1\",\
             \"CaptureTime\":\"2025-03-12T06:00:00Z\",\"ContentHash\":\"VCJt7PVv2CdWaKBlj4vMeA==\",\"Content\":[{{\"Name\":\"a\"}}]}}]}}"
        );
        assert_eq!(emulator.send(&request("PutInventory", inventory.as_bytes())).status, 200);
    }
    emulator
}

fn exception(response: &Response) -> Option<String> {
    let body: Value = serde_json::from_str(&response.body).expect("an answer is JSON");
    (response.status != 200).then(|| body["__type"].as_str().expect("an exception has a type").to_string())
}

fn is_malformed(exception: Option<&str>) -> bool {
    matches!(exception, Some("ValidationException" | "SerializationException"))
}

fn is_of_content(finding: &Finding) -> bool {
    !finding.rule.contains('/') && finding.exception.is_some()
}

#[test]
fn what_the_emulator_calls_malformed_the_check_has_flagged_and_the_other_way_round() {
    for (case, target) in cases() {
        let report = case.report(Form::Wire);
        let errors = report.findings.iter().filter(|f| f.severity == Severity::Error);
        // What is wrong in a document that a request carries as a text is no fault of the request's own form.
        let errors: Vec<&str> = errors.filter(|f| !is_of_content(f)).map(|f| f.rule).collect();
        let exception = exception(&emulator().send(&request(&target.name, &case.bytes)));
        let exception = exception.as_deref();
        // A request that breaks nothing but rules of the service is well formed, and so is one with strangers in it.
        let breaks_model =
            |rule: &&str| !rule.contains('/') && !matches!(*rule, "unknown-member" | "json-duplicate-key");
        if errors.contains(&"json-duplicate-key") {
            // Faults in a value that a later one puts out of force are flagged, and harm nothing.
            assert!(!is_malformed(exception) || errors.iter().any(breaks_model), "{}", case.name);
        } else {
            assert_eq!(
                is_malformed(exception),
                errors.iter().any(breaks_model),
                "{}: {exception:?} {errors:?}",
                case.name
            );
        }
        if exception == Some("SerializationException") {
            let unreadable = ["wrong-type", "too-large", "too-small"];
            assert!(
                errors.iter().any(|rule| rule.starts_with("json-") || unreadable.contains(rule)),
                "{}: {errors:?}",
                case.name
            );
        }
    }
}

#[test]
fn what_a_rule_calls_an_error_the_emulator_refuses() {
    for (case, target) in cases() {
        let report = case.report(Form::Wire);
        let errors: Vec<_> = report.findings.iter().filter(|f| f.severity == Severity::Error).collect();
        if errors.is_empty() || !errors.iter().all(|finding| finding.rule.contains('/') || is_of_content(finding)) {
            continue;
        }
        let exception = exception(&emulator().send(&request(&target.name, &case.bytes)));
        assert!(exception.is_some(), "{}: {:?}", case.name, errors.iter().map(|f| f.rule).collect::<Vec<_>>());
        let of_content = errors.iter().find(|finding| is_of_content(finding) || finding.path.starts_with("/Content/"));
        // A document is looked for by its name before its content is looked at.
        if let Some(finding) = of_content.filter(|_| exception.as_deref() != Some("InvalidDocument")) {
            assert_eq!(exception.as_deref(), finding.exception, "{}", case.name);
        }
    }
}

#[test]
fn a_refused_request_leaves_the_state_as_it_was() {
    let (mut refused, mut taken) = (0, 0);
    let mut emulator = emulator();
    let base = emulator.snapshot().unwrap();
    emulator.take_journal();
    for (case, target) in cases() {
        let response = emulator.send(&request(&target.name, &case.bytes));
        let is_read = target.facts().is_some_and(|facts| facts.readonly);
        if response.status == 200 && !is_read {
            taken += 1;
            emulator = Emulator::restore(&base).unwrap();
            emulator.take_journal();
            continue;
        }
        refused += 1;
        assert_eq!(emulator.snapshot().unwrap(), base, "{}: {}", case.name, response.body);
        assert_eq!(emulator.take_journal(), [], "{}", case.name);
    }
    assert!(refused > 50 && taken > 20, "{refused} refused, {taken} taken");
}

#[test]
fn answers_have_the_shape_of_the_model() {
    for (case, target) in cases() {
        let mut emulator = emulator();
        fits(&case.name, &target, &emulator.send(&request(&target.name, &case.bytes)));
        for (operation, body) in READS {
            let list = services::target(&format!("ssm:{operation}")).unwrap();
            let response = emulator.send(&request(operation, body.as_bytes()));
            assert_eq!(response.status, 200, "{}: {}", case.name, response.body);
            fits(&case.name, &list, &response);
        }
    }
}

/// Lists of all kinds, of what the cases put.
const READS: [(&str, &str); 11] = [
    ("ListComplianceItems", r#"{"MaxResults":1}"#),
    ("ListComplianceSummaries", "{}"),
    ("ListResourceComplianceSummaries", r#"{"MaxResults":1}"#),
    ("ListInventoryEntries", r#"{"InstanceId":"i-016648b75dd622dab","TypeName":"AWS:ComplianceItem","MaxResults":1}"#),
    ("ListInventoryEntries", r#"{"InstanceId":"i-016648b75dd622dab","TypeName":"AWS:Application","MaxResults":1}"#),
    ("ListInventoryEntries", r#"{"InstanceId":"i-016648b75dd622dab","TypeName":"Custom:RackInfo"}"#),
    ("GetInventory", r#"{"MaxResults":1}"#),
    ("GetInventory", r#"{"ResultAttributes":[{"TypeName":"AWS:PatchSummary"}]}"#),
    ("GetInventorySchema", "{}"),
    ("DescribeInventoryDeletions", "{}"),
    ("DescribeInstanceInformation", "{}"),
];

/// Holds an answer to the output of its operation, or to the exception that it is. Bounds are for requests
/// alone: answers of the service break them.
#[track_caller]
fn fits(case: &str, target: &Target, response: &Response) {
    assert_eq!(response.headers.get("content-type").map(String::as_str), Some("application/x-amz-json-1.1"), "{case}");
    assert!(response.headers.contains_key("x-amzn-requestid"), "{case}");
    let mut body: Value = serde_json::from_str(&response.body).expect("an answer is JSON");
    let shape = if response.status == 200 {
        target.operation().output
    } else {
        let name =
            body.as_object_mut().expect("an exception is an object").remove("__type").expect("an exception has a type");
        let name = name.as_str().expect("a type is a text");
        if matches!(name, "ValidationException" | "SerializationException") {
            assert_eq!(response.status, 400, "{case}");
            assert!(
                body.as_object().is_some_and(|members| members.keys().all(|key| key == "message")),
                "{case}: {body}"
            );
            return;
        }
        assert!(
            target.operation().errors.iter().any(|error| **error == *name),
            "{case}: {} never answers {name}",
            target.id()
        );
        target.model.named(name).expect("an exception of the operation is in the model")
    };
    let mut faults = Vec::new();
    walk(&target.model, shape, &body, String::new(), &mut faults);
    assert!(faults.is_empty(), "{case}: {} answers {body}\n{}", target.id(), faults.join("\n"));
}

fn walk(model: &Model, id: ShapeId, value: &Value, path: String, faults: &mut Vec<String>) {
    let shape = model.shape(id);
    let is_sound = match (&shape.kind, value) {
        (Kind::Structure(members) | Kind::Union(members), Value::Object(object)) => {
            for (name, value) in object {
                match members.iter().find(|member| *member.name == **name) {
                    Some(member) => walk(model, member.target, value, format!("{path}/{name}"), faults),
                    None => faults.push(format!("{path}/{name} is not in {}", shape.name)),
                }
            }
            true
        }
        (Kind::List { member, .. }, Value::Array(list)) => {
            list.iter().enumerate().for_each(|(i, value)| walk(model, *member, value, format!("{path}/{i}"), faults));
            true
        }
        (Kind::Map { value: of, .. }, Value::Object(object)) => {
            object.iter().for_each(|(key, value)| walk(model, *of, value, format!("{path}/{key}"), faults));
            true
        }
        (Kind::String | Kind::Enum(_), Value::String(_)) | (Kind::Boolean, Value::Bool(_)) => true,
        (Kind::Integer(_), Value::Number(number)) => number.is_i64(),
        (Kind::Timestamp(_) | Kind::Float, Value::Number(_)) => true,
        _ => false,
    };
    if !is_sound {
        faults.push(format!("{path}: {value} is no {}", shape.name));
    }
}
