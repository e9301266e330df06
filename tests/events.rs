//! Events into the requests that answer them: what a function would copy comes over, whatever the event is like.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "support/oracle/chance.rs"]
mod chance;

use chance::Chance;
use cloud_dryrun::convert::{ConvertOptions, Document, convert, from_event};
use cloud_dryrun::{Misuse, Options, check};
use serde_json::{Map, Value, json};

const EVENT: &str = "huawei-function:ConfigEvent";
const UPDATE: &str = "huawei-config:UpdatePolicyState";

fn deciding(state: &str) -> ConvertOptions {
    let given = Map::from_iter([("compliance_state".to_string(), Value::from(state))]);
    ConvertOptions { given, ..ConvertOptions::default() }
}

#[track_caller]
fn answer(event: &Value, options: &ConvertOptions) -> Value {
    let made = from_event(event.to_string().as_bytes(), options).unwrap_or_else(|error| panic!("{error}\n{event}"));
    serde_json::from_str(&made.text).expect("it is JSON")
}

fn hex(chance: &mut Chance, many: usize) -> String {
    (0..many).map(|_| char::from(*chance.pick(b"0123456789abcdef"))).collect()
}

/// An event of either form, with members in any order, and with what is optional there, null or absent.
fn event(chance: &mut Chance) -> Value {
    let account = hex(chance, 32);
    let is_period = chance.below(2) == 0;
    let word = |chance: &mut Chance, text: &str| match chance.below(4) {
        0 => Value::from(format!("{text}-\"é😀\\\n{}", chance.below(99))),
        _ => Value::from(text),
    };
    let name = word(chance, "web");
    let mut resource = if is_period {
        json!({ "id": account, "name": "Account", "provider": null, "type": null, "tags": null, "created": null,
            "updated": null, "properties": null, "ep_id": null, "project_id": null, "region_id": "global",
            "provisioning_state": null })
    } else {
        json!({ "id": hex(chance, 32), "name": name, "provider": "vpc", "type": "securityGroups",
            "tags": { "team": "web" }, "properties": { "rules": [{ "port": 22.5 }, null] }, "region_id": "eu-de" })
    };
    for optional in ["name", "region_id", "tags"] {
        match chance.below(6) {
            0 => drop(resource.as_object_mut().unwrap().remove(optional)),
            1 => resource[optional] = Value::Null,
            _ => {}
        }
    }
    let time = 1_420_070_400_000 + chance.below(2_000_000_000) as i64 * 1_000 + 7;
    let time = if chance.below(5) == 0 { Value::from(time.to_string()) } else { Value::from(time) };
    let mut members = vec![
        ("domain_id", Value::from(account)),
        ("policy_assignment_id", Value::from(hex(chance, 24))),
        ("function_urn", Value::from("urn:fss:eu-de:0b3c:function:default:check:latest")),
        ("trigger_type", Value::from(if is_period { "period" } else { "resource" })),
        ("evaluation_time", time),
        ("evaluation_hash", Value::from(hex(chance, 32))),
        ("invoking_event", resource),
    ];
    if chance.below(4) > 0 {
        members.push(("policy_assignment_name", word(chance, "no-open-ports")));
    }
    if chance.below(4) > 0 {
        members.push(("rule_parameter", json!({ "ports": { "value": "22" }, "bare": [1] })));
    }
    if chance.below(4) == 0 {
        members.push(("rule_version", Value::from(3)));
    }
    let mut shuffled = Map::new();
    while !members.is_empty() {
        let (name, value) = members.swap_remove(chance.below(members.len()));
        shuffled.insert(name.into(), value);
    }
    Value::Object(shuffled)
}

#[test]
fn every_member_that_a_function_copies_comes_over_as_it_is() {
    let (mut nulls, mut absent) = (0, 0);
    for seed in 1..=2_000 {
        let mut chance = Chance::new(seed);
        let event = event(&mut chance);
        let state = *chance.pick(&["Compliant", "NonCompliant"]);
        let result = answer(&event, &deciding(state));
        let resource = &event["invoking_event"];
        for (path, wanted) in [
            ("/policy_resource/domain_id", event.get("domain_id")),
            ("/policy_resource/region_id", resource.get("region_id")),
            ("/policy_resource/resource_id", resource.get("id")),
            ("/policy_resource/resource_name", resource.get("name")),
            ("/policy_resource/resource_provider", resource.get("provider")),
            ("/policy_resource/resource_type", resource.get("type")),
            ("/trigger_type", event.get("trigger_type")),
            ("/compliance_state", Some(&Value::from(state))),
            ("/policy_assignment_id", event.get("policy_assignment_id")),
            ("/policy_assignment_name", event.get("policy_assignment_name")),
            ("/evaluation_time", event.get("evaluation_time")),
            ("/evaluation_hash", event.get("evaluation_hash")),
        ] {
            assert_eq!(result.pointer(path), wanted, "{seed}: {path}\n{event}");
            nulls += usize::from(wanted.is_some_and(Value::is_null));
            absent += usize::from(wanted.is_none());
        }
        let counts = (result.as_object().unwrap().len(), result["policy_resource"].as_object().unwrap().len());
        assert!(counts.0 <= 7 && counts.1 <= 6, "{seed}: more came over than documented: {result}");
        let text = result.to_string();
        let report = check(UPDATE, text.as_bytes(), &Options::default()).unwrap();
        assert!(
            report.ok && !report.findings.iter().any(|found| found.rule == "unknown-member"),
            "{}",
            report.render()
        );
    }
    assert!(nulls > 1_000 && absent > 500, "{nulls} {absent}");
}

#[test]
fn the_way_through_convert_is_the_same() {
    for seed in 1..=50 {
        let text = event(&mut Chance::new(seed)).to_string();
        let options = deciding("Compliant");
        let documents = [Document { name: None, bytes: text.clone().into_bytes() }];
        let converted = convert(EVENT, UPDATE, &documents, &options).unwrap();
        assert!(converted.lost.is_empty());
        assert_eq!(converted.documents, [from_event(text.as_bytes(), &options).unwrap()]);
    }
}

#[test]
fn a_time_is_written_as_a_text_where_that_is_asked_for() {
    let event = json!({ "domain_id": "a", "policy_assignment_id": "b", "trigger_type": "period",
        "evaluation_time": 1_790_841_600_123_i64, "evaluation_hash": "c", "invoking_event": { "id": "a" } });
    assert_eq!(answer(&event, &deciding("Compliant"))["evaluation_time"], 1_790_841_600_123_i64);
    let options = ConvertOptions { numbers_as_text: true, ..deciding("Compliant") };
    assert_eq!(answer(&event, &options)["evaluation_time"], "1790841600123");
}

#[track_caller]
fn refused(event: &str, options: &ConvertOptions) -> (&'static str, String) {
    let error: Misuse = from_event(event.as_bytes(), options).expect_err("it is refused");
    (error.code(), error.to_string())
}

#[test]
fn what_cannot_be_answered_is_refused_in_words() {
    let sound = event(&mut Chance::new(1)).to_string();
    let given = |name: &str, value: Value| ConvertOptions {
        given: Map::from_iter([(name.to_string(), value)]),
        ..ConvertOptions::default()
    };
    let all = "`Compliant` or `NonCompliant`";
    for (event, options, code, words) in [
        (&*sound, ConvertOptions::default(), "wrong-argument", all),
        (&sound, given("compliance_state", Value::Null), "wrong-argument", all),
        (&sound, deciding("compliant"), "wrong-argument", "did you mean `Compliant`?"),
        (&sound, deciding("Unknown"), "wrong-argument", "not one of the allowed values"),
        (&sound, given("compliance_state", json!(true)), "wrong-argument", "a text is wanted"),
        (&sound, given("complianceState", json!("Compliant")), "unknown-option", "did you mean `compliance_state`?"),
        ("", deciding("Compliant"), "unreadable-text", EVENT),
        ("[]", deciding("Compliant"), "unreadable-text", "line 1, column 1"),
        ("{}", deciding("Compliant"), "unreadable-text", "`domain_id` is missing"),
        ("{\"domain_id\": 5,\n \"trigger_type\": \"x\"}", deciding("Compliant"), "unreadable-text", "line 1, column"),
        (&sound[..sound.len() - 1], deciding("Compliant"), "unreadable-text", "line 1"),
    ] {
        let (found, message) = refused(event, &options);
        assert_eq!(found, code, "{message}");
        assert!(message.contains(words), "{message}");
    }
}

#[test]
fn what_is_decided_belongs_to_events_alone() {
    let documents = [Document { name: None, bytes: b"{}".to_vec() }];
    let error = convert("ssm:PutInventory", "ssm-agent:CustomInventoryFile", &documents, &deciding("x")).unwrap_err();
    assert_eq!(error.code(), "unknown-option");
    let lost = convert(EVENT, UPDATE, &documents, &deciding("Compliant")).unwrap();
    assert!(lost.documents.is_empty() && lost.lost.iter().any(|lost| lost.path == "/domain_id"));
}
