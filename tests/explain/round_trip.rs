//! What the service says of a broken request, explained, is what `check` says of it: the same rules at the same places.

use crate::case;
use crate::oracle::chance::Chance;
use crate::oracle::generate::sound;
use crate::oracle::judge::Side;
use crate::oracle::model::Model;
use crate::oracle::mutate::spoil;
use crate::oracle::write::write;
use cloud_dryrun::emulator::EmulatorOptions;
use cloud_dryrun::model::Kind;
use cloud_dryrun::report::wording::validation_message;
use cloud_dryrun::services::{Target, target};
use cloud_dryrun::{Emulator, Finding, Form, Options, Severity, check, explain};
use serde_json::{Value, json};
use std::collections::BTreeSet;

type Said = BTreeSet<(String, String)>;

/// What a path of the service can say of a finding's: it does not name the entry of a map whose value is at fault.
fn told_path(target: &Target, finding: &Finding) -> String {
    let (mut shape, mut path) = (target.operation().input, String::new());
    let steps: Vec<&str> = finding.path.split('/').skip(1).collect();
    for (index, step) in steps.iter().enumerate() {
        let next = match &target.model.shape(shape).kind {
            Kind::Structure(members) | Kind::Union(members) => members.iter().find(|member| *member.name == **step),
            Kind::List { member, .. } => {
                shape = *member;
                path = format!("{path}/{step}");
                continue;
            }
            Kind::Map { .. } if finding.on_key && index + 1 == steps.len() => return format!("{path}/{step}"),
            _ => return path,
        };
        shape = next.expect("a broken constraint is one of a member").target;
        path = format!("{path}/{step}");
    }
    path
}

/// The joined message of a request, and what is joined in it.
fn joined(operation: &str, text: &str) -> Option<(String, Said)> {
    let target = target(operation).unwrap();
    let report = check(operation, text.as_bytes(), &Options { limit: 1_000_000, ..Options::default() }).unwrap();
    // The service looks at the last of two equal keys alone.
    if report.findings.iter().any(|finding| finding.rule == "json-duplicate-key") {
        return None;
    }
    let wording = target.service.emulation?.wording?;
    let root = target.operation().input;
    let message_of = |findings: &[&Finding]| validation_message(wording, &target.model, root, &report.text, findings);
    let is_told = |finding: &&Finding| {
        finding.severity == Severity::Error && !finding.rule.contains('/') && message_of(&[finding]).is_some()
    };
    let broken: Vec<&Finding> = report.findings.iter().filter(is_told).collect();
    let said = broken.iter().map(|finding| {
        let rule = if finding.rule == "pattern-unchecked" { "pattern-mismatch" } else { finding.rule };
        (rule.into(), told_path(&target, finding))
    });
    let said = said.collect();
    Some((message_of(&broken)?, said))
}

fn explained(text: &str) -> Said {
    let all = explain(text.as_bytes());
    all.iter().map(|one| (one.rule.unwrap_or("none").into(), one.path.clone().unwrap_or("nowhere".into()))).collect()
}

/// A message as a body, as boto3 prints it, or with the name alone.
fn wrapped(operation: &str, message: &str, form: usize) -> String {
    let name = operation.split_once(':').unwrap().1;
    match form % 3 {
        0 => format!(
            "x-amz-target: AmazonSSM.{name}\n\n{}",
            json!({ "__type": "com.amazon.coral.validate#ValidationException", "message": message })
        ),
        1 => format!("An error occurred (ValidationException) when calling the {name} operation: {message}"),
        _ => format!(
            "operation error SSM: {name}, https response error StatusCode: 400, RequestID: 0, api error ValidationException: {message}"
        ),
    }
}

#[track_caller]
fn compare(operation: &str, text: &str, form: usize) -> usize {
    let Some((message, said)) = joined(operation, text) else { return 0 };
    let pasted = wrapped(operation, &message, form);
    let found = explained(&pasted);
    assert_eq!(found, said, "\n{operation} {text}\n{pasted}");
    let all = explain(pasted.as_bytes());
    assert!(all.iter().all(|one| one.operation.as_deref() == Some(operation)), "{pasted}\n{all:?}");
    assert!(all.iter().all(|one| one.exception == "ValidationException" && !one.help.is_empty()), "{all:?}");
    said.len()
}

#[test]
fn broken_requests_of_the_cases_are_explained_with_the_rules_and_places_that_check_has() {
    let (mut texts, mut told) = (0, 0);
    for (index, case) in case::all().iter().filter(|case| case.is_request()).enumerate() {
        let said = compare(&case.operation, &case.report(Form::Wire).text, index);
        texts += usize::from(said > 0);
        told += said;
    }
    assert!(texts > 60 && told > 100, "{told} violations in {texts} texts compare nothing");
}

#[test]
fn so_are_random_requests_of_every_operation() {
    let model = Model::ssm();
    let mut told = 0;
    for seed in 1..=6_000 {
        let mut chance = Chance::new(seed);
        let operation = chance.pick(&model.operations);
        let mut root = sound(&model, &operation.input, Side::Wire, &mut chance, 0);
        for _ in 0..chance.between(1, 4) {
            spoil(&model, &operation.input, &mut root, Side::Wire, &mut chance);
        }
        told += compare(&operation.id, &write(&mut root, seed), seed as usize);
    }
    assert!(told > 3_000, "{told} violations compare nothing");
}

/// Pieces of which the joined text is made.
const PIECES: &[&str] = &[
    "'",
    "''",
    "; ",
    "; Value '",
    "; Value null at 'resourceId'",
    "Value '",
    "x",
    "null",
    " at ",
    "' at 'items.1.member.status'",
    " failed to satisfy constraint: ",
    "' at 'resourceId' failed to satisfy constraint: Member must not be null",
    "' at 'items.1.member.severity' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
    "Member must have length less than or equal to 5",
    "\n",
    "1 validation error detected: ",
    "\n\tstatus code: 400",
    "InvalidFilter: ",
    "[",
    "]",
    "{\"__type\":\"InvalidFilter\"}",
    "😀",
];

#[test]
fn values_that_look_like_the_text_around_them_stay_values() {
    let mut told = 0;
    for seed in 1..=4_000 {
        let mut chance = Chance::new(seed);
        let mut hostile = || {
            let many = chance.between(0, 5);
            (0..many).map(|_| *chance.pick(PIECES)).collect::<String>()
        };
        let text = json!({
            "ResourceId": "a".repeat(101), "ResourceType": "ManagedInstance", "ComplianceType": hostile(),
            "ExecutionSummary": { "ExecutionTime": 1 },
            "Items": [{ "Severity": hostile(), "Status": hostile() }, { "Severity": hostile(), "Status": "COMPLIANT" }],
        });
        told += compare("ssm:PutComplianceItems", &text.to_string(), seed as usize);
    }
    assert!(told > 10_000, "{told} violations compare nothing");
}

#[test]
fn what_the_emulator_answers_is_explained_as_it_stands() {
    let mut told = 0;
    for case in case::all().iter().filter(|case| case.is_request() && case.operation.starts_with("ssm:")) {
        let mut emulator = Emulator::new(EmulatorOptions::of(serde_json::Map::new()).unwrap()).unwrap();
        let Some((message, said)) = joined(&case.operation, &case.report(Form::Wire).text) else { continue };
        let name = case.operation.split_once(':').unwrap().1;
        let target = [("X-Amz-Target".to_string(), format!("AmazonSSM.{name}"))];
        let request = cloud_dryrun::wire::Request {
            method: "POST".into(),
            url: "https://ssm.eu-central-1.amazonaws.com/".into(),
            headers: target.into(),
            body: case.bytes.clone(),
        };
        let response = emulator.send(&request);
        let body: Value = serde_json::from_str(&response.body).unwrap();
        if body["__type"] != "ValidationException" {
            continue;
        }
        assert_eq!(body["message"], message.as_str(), "{}", case.name);
        // As it comes over the wire, without a word on the operation: the members have to tell.
        let headers: String = response.headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let answer = format!("HTTP/1.1 {} Bad Request\r\n{headers}\r\n{}", response.status, response.body);
        let found = explained(&answer);
        let is_found = |one: &(String, String)| said.contains(one) || one.1 == "nowhere";
        assert!(found.iter().all(is_found), "{}\n{answer}\n{found:?}\n{said:?}", case.name);
        told += 1;
    }
    assert!(told > 20, "{told} answers compare nothing");
}
