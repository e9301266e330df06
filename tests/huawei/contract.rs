//! The contract between the check and the emulator over all cases of the service: what the one passes, the other does not
//! call malformed, and what the other calls malformed, the one has flagged. Answers have the model's shape.

#[path = "../support/case.rs"]
mod case;

use crate::*;
use case::{Case, all as cases_of_all};
use cloud_dryrun::model::{Kind, Model, ShapeId};
use cloud_dryrun::services::{self, Target};
use cloud_dryrun::{Form, Severity};
use std::collections::BTreeMap;

const RULE: &str = "6551fa0c2bd84e1f93a7c0de";

/// The cases that can be sent: those whose text is an object.
fn cases() -> Vec<(Case, Target, Request)> {
    let own =
        cases_of_all().into_iter().filter(|case| case.operation.starts_with("huawei-config:") && case.is_request());
    let sent = own.filter_map(|case| {
        let target = services::target(&case.operation).unwrap();
        let mut labels = BTreeMap::from([
            ("domain_id".to_string(), DOMAIN.to_string()),
            ("policy_assignment_id".into(), RULE.into()),
            ("policy_definition_id".into(), "5fa265c0aa1e6afc05a0ff07".into()),
            ("resource_id".into(), "ecs-1".into()),
        ]);
        labels.extend(case.labels.clone());
        let http = target.operation().http.as_ref().unwrap();
        labels.retain(|name, _| http.uri.contains(&format!("{{{name}}}")));
        let options = BuildOptions { labels, ..BuildOptions::default() };
        let request = build(&case.operation, &case.bytes, &options).ok()?;
        Some((case, target, request))
    });
    let all: Vec<_> = sent.collect();
    assert!(all.len() > 80, "only {} cases", all.len());
    all
}

/// The error code of an answer, if it is one.
fn code(response: &Response) -> Option<String> {
    (response.status >= 400).then(|| body(response)["error_code"].as_str().unwrap().to_string())
}

/// What the state decides: a rule or policy that is not there, a hash, a type or number of rules, what a rule is at.
const OF_STATE: [&str; 4] = ["RMS.00010005", "invalid_parameters", "RMS.00010052", "RMS.00010042"];
/// A marker that was made up is well formed, and leads nowhere.
const OF_MARKERS: &str = "RMS.00010034";

#[test]
fn what_the_emulator_calls_malformed_the_check_has_flagged_and_the_other_way_round() {
    let (mut sound, mut malformed) = (0, 0);
    for (case, _, request) in cases() {
        // A file of a wrong type in the address or the query is the same text there as one of the right type.
        let is_elsewhere = |path: &str| {
            ["/domain_id", "/limit", "/marker", "/resource_id", "/resource_name", "/policy_definition_id", "/tags"]
                .iter()
                .any(|name| path.starts_with(name))
        };
        let report = case.report(Form::Wire);
        let errors: Vec<_> = report
            .findings
            .iter()
            .filter(|f| f.severity == Severity::Error && !f.rule.contains('/') && f.rule != "json-duplicate-key")
            .collect();
        if errors.iter().any(|error| error.rule == "wrong-type" && is_elsewhere(&error.path)) {
            continue;
        }
        let code = code(&emulator().send(&request));
        let is_refused = code.as_deref().is_some_and(|code| !OF_STATE.contains(&code));
        if errors.is_empty() {
            sound += 1;
            assert!(!is_refused || code.as_deref() == Some(OF_MARKERS), "{}: {code:?}", case.name);
        } else {
            malformed += 1;
            let rules: Vec<_> = errors.iter().map(|error| (error.rule, error.path.as_str())).collect();
            let is_flagged = is_refused || code.as_deref() == Some("RMS.00010042");
            assert!(is_flagged, "{}: {code:?}, {rules:?}", case.name);
        }
    }
    assert!(sound > 50 && malformed > 20, "{sound} sound, {malformed} malformed");
}

#[test]
fn what_a_rule_calls_an_error_the_emulator_refuses() {
    for (case, _, request) in cases() {
        let report = case.report(Form::Wire);
        let mut errors = report.findings.iter().filter(|f| f.severity == Severity::Error).peekable();
        if errors.peek().is_some() && errors.all(|finding| finding.rule.contains('/')) {
            assert!(code(&emulator().send(&request)).is_some(), "{}", case.name);
        }
    }
}

#[test]
fn answers_have_the_shape_of_the_model() {
    let mut answered = 0;
    for (case, target, request) in cases() {
        let response = emulator().send(&request);
        if response.status < 300 {
            fits(&case.name, &target, &response);
            answered += 1;
        }
    }
    assert!(answered > 20, "{answered}");
    let mut emulator = emulator();
    for rule in
        [builtin(), and(custom(), json!({ "policy_filter_v2": { "tags": [{ "key": "team" }] }, "description": "d" }))]
    {
        made(&mut emulator, rule);
    }
    emulator.settle();
    let event = events(&emulator, 0)[0].clone();
    let rule = json!({ "policy_assignment_id": event["policy_assignment_id"] });
    for (operation, input) in [
        ("UpdatePolicyState", report(&event, "NonCompliant")),
        ("ListPolicyStatesByDomainId", json!({ "limit": 1 })),
        ("ListPolicyStatesByAssignmentId", rule.clone()),
        ("ListPolicyStatesByResourceId", json!({ "resource_id": "ecs-1" })),
        ("ShowEvaluationStateByAssignmentId", rule.clone()),
        ("CollectPolicyStatesSummary", json!({})),
        ("CollectPolicyAssignmentsStatesSummary", rule.clone()),
        ("CollectResourcesPolicyStatesSummary", json!({})),
        ("ListPolicyStatesStatistics", json!({})),
        ("ListPolicyAssignments", json!({ "limit": 1 })),
        ("ShowPolicyAssignment", rule),
        ("ListBuiltInPolicyDefinitions", json!({})),
    ] {
        let target = services::target(&format!("huawei-config:{operation}")).unwrap();
        fits(operation, &target, &emulator.send(&request(operation, &input)));
    }
}

/// Holds an answer to the output of its operation; nulls stand where the documented examples have them.
#[track_caller]
fn fits(case: &str, target: &Target, response: &Response) {
    assert_eq!(response.status, target.operation().http.as_ref().unwrap().status, "{case}: {}", response.body);
    if response.body.is_empty() {
        return;
    }
    let mut faults = Vec::new();
    walk(&target.model, target.operation().output, &body(response), String::new(), &mut faults);
    assert!(faults.is_empty(), "{case}: {}\n{}", response.body, faults.join("\n"));
}

fn walk(model: &Model, id: ShapeId, value: &Value, path: String, faults: &mut Vec<String>) {
    let shape = model.shape(id);
    let is_sound = match (&shape.kind, value) {
        (Kind::Structure(members), Value::Object(object)) => {
            for (name, value) in object.iter().filter(|(_, value)| !value.is_null()) {
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
        (Kind::String | Kind::Enum(_), Value::String(_)) | (Kind::Document, _) => true,
        (Kind::Integer(_), Value::Number(number)) => number.is_i64(),
        (Kind::Float, Value::Number(_)) => true,
        _ => false,
    };
    if !is_sound {
        faults.push(format!("{path}: {value} is no {}", shape.name));
    }
}
