//! How the emulator of Huawei Cloud Config behaves: rules and what they are about, evaluations with a test that plays the
//! function, results and what they add up to, refusals, faults, and that nothing is left to chance.

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
#[path = "huawei/contract.rs"]
mod contract;
#[path = "huawei/evaluations.rs"]
mod evaluations;
#[path = "huawei/lists.rs"]
mod lists;
#[path = "huawei/recorded.rs"]
mod recorded;
#[path = "huawei/refusals.rs"]
mod refusals;
#[path = "huawei/replay.rs"]
mod replay;
#[path = "huawei/rules.rs"]
mod rules;
#[path = "huawei/scopes.rs"]
mod scopes;
#[path = "huawei/sequences.rs"]
mod sequences;
#[path = "huawei/summaries.rs"]
mod summaries;

use cloud_dryrun::Emulator;
use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::emulator::EmulatorOptions;
use cloud_dryrun::wire::{Request, Response};
use serde_json::{Value, json};

/// 2025-03-12T06:00:00Z
pub const NOW: i64 = 1_741_759_200_000;
/// A day, in milliseconds.
pub const DAY: i64 = 86_400_000;
/// An hour, in milliseconds.
pub const HOUR: i64 = 3_600_000;
/// An account.
pub const DOMAIN: &str = "d0123456789abcdef0123456789abcde";
/// Another account.
pub const OTHER: &str = "0ther56789abcdef0123456789abcdef";

/// An emulator whose accounts have two servers and a volume.
pub fn emulator() -> Emulator {
    with(json!({ "resources": [server("ecs-1"), server("ecs-2"), volume("evs-1")] }))
}

/// An emulator with these options, as JavaScript gives them.
#[track_caller]
pub fn with(mut options: Value) -> Emulator {
    let given = options.as_object_mut().unwrap();
    given.entry("seed").or_insert(json!(1));
    given.entry("now").or_insert(json!(NOW));
    Emulator::new(EmulatorOptions::of(given.clone()).unwrap()).unwrap()
}

/// A server, as a resource.
pub fn server(id: &str) -> Value {
    json!({ "id": id, "name": format!("server {id}"), "provider": "ecs", "type": "cloudservers", "region_id": "cn-north-4", "tags": { "team": "red" } })
}

/// A volume, as a resource.
pub fn volume(id: &str) -> Value {
    json!({ "id": id, "name": format!("volume {id}"), "provider": "evs", "type": "volumes", "region_id": "eu-west-101" })
}

/// A value with further members.
pub fn and(mut value: Value, more: Value) -> Value {
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    value
}

/// A rule that a function decides, about servers.
pub fn custom() -> Value {
    json!({
        "policy_assignment_type": "custom", "name": "own",
        "custom_policy": { "function_urn": "urn:fss:cn-north-4:p1:function:default:check:latest", "auth_type": "agency", "auth_value": { "agency_name": "config" } },
        "policy_filter": { "resource_provider": "ecs", "resource_type": "cloudservers" },
        "parameters": { "limit": { "value": 3 } },
    })
}

/// A rule with a policy of the service's own, about servers.
pub fn builtin() -> Value {
    json!({ "name": "images", "policy_definition_id": "5fa265c0aa1e6afc05a0ff07" })
}

/// A request as `build` writes it; the account is the first unless the input names one.
#[track_caller]
pub fn request(operation: &str, input: &Value) -> Request {
    let has_account = !operation.contains("BuiltIn");
    let input = if has_account { and(json!({ "domain_id": DOMAIN }), input.clone()) } else { input.clone() };
    build(&format!("huawei-config:{operation}"), input.to_string().as_bytes(), &BuildOptions::default())
        .unwrap_or_else(|error| panic!("{operation} {input}: {error}"))
}

/// A request as it stands.
pub fn raw(method: &str, path: &str, body: &str) -> Request {
    let url = format!("https://rms.myhuaweicloud.com{path}");
    let headers = [("X-Auth-Token".to_string(), "token".to_string())].into();
    Request { method: method.into(), url, headers, body: body.into() }
}

/// The body of an answer.
pub fn body(response: &Response) -> Value {
    if response.body.is_empty() {
        Value::Null
    } else {
        serde_json::from_str(&response.body).expect("an answer is JSON")
    }
}

/// The output of a call that goes well.
#[track_caller]
pub fn call(emulator: &mut Emulator, operation: &str, input: Value) -> Value {
    let response = emulator.send(&request(operation, &input));
    assert!((200..300).contains(&response.status), "{operation} {input}: {} {}", response.status, response.body);
    body(&response)
}

/// The status, code and message of a call that is refused, without leaving a trace.
#[track_caller]
pub fn refused(emulator: &mut Emulator, operation: &str, input: Value) -> (u16, String, String) {
    refused_raw(emulator, &request(operation, &input))
}

/// The same of a request as it stands.
#[track_caller]
pub fn refused_raw(emulator: &mut Emulator, request: &Request) -> (u16, String, String) {
    let before = emulator.snapshot().unwrap();
    let response = emulator.send(request);
    assert!(response.status >= 400, "{} {}: {}", request.method, request.url, response.body);
    assert_eq!(response.headers["content-type"], "application/json");
    assert_eq!(response.headers["x-request-id"].len(), 36);
    assert_eq!(emulator.snapshot().unwrap(), before, "a refused request leaves no trace");
    let body = body(&response);
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_string();
    let is_of_gateway = body["error_code"].as_str().unwrap().starts_with("APIG");
    assert_eq!(body.as_object().unwrap().len(), if is_of_gateway { 3 } else { 2 }, "{body}");
    (response.status, text("error_code"), text("error_msg"))
}

/// Makes a rule, and lets it be submitted; its id.
#[track_caller]
pub fn made(emulator: &mut Emulator, rule: Value) -> String {
    let id = call(emulator, "CreatePolicyAssignments", rule)["id"].as_str().unwrap().to_string();
    emulator.advance(1_000);
    id
}

/// The events that functions got behind one.
pub fn events(emulator: &Emulator, after: u64) -> Vec<Value> {
    emulator.events(after).map(|event| event.detail.clone()).collect()
}

/// The report that a function makes of an event, as the documentation maps it.
pub fn report(event: &Value, state: &str) -> Value {
    let of = &event["invoking_event"];
    json!({
        "domain_id": event["domain_id"],
        "policy_resource": {
            "resource_id": of["id"], "resource_name": of["name"], "resource_provider": of["provider"],
            "resource_type": of["type"], "region_id": of["region_id"], "domain_id": event["domain_id"],
        },
        "trigger_type": event["trigger_type"],
        "compliance_state": state,
        "policy_assignment_id": event["policy_assignment_id"],
        "policy_assignment_name": event["policy_assignment_name"],
        "evaluation_time": event["evaluation_time"],
        "evaluation_hash": event["evaluation_hash"],
    })
}

/// What a rule is at.
#[track_caller]
pub fn state_of(emulator: &mut Emulator, rule: &str) -> String {
    call(emulator, "ShowPolicyAssignment", json!({ "policy_assignment_id": rule }))["state"].as_str().unwrap().into()
}

/// How the last evaluation of a rule went.
#[track_caller]
pub fn evaluation_of(emulator: &mut Emulator, rule: &str) -> Value {
    call(emulator, "ShowEvaluationStateByAssignmentId", json!({ "policy_assignment_id": rule }))
}

/// All rows of a list, over all pages.
#[track_caller]
pub fn all(emulator: &mut Emulator, operation: &str, mut query: Value) -> Vec<Value> {
    let mut rows = Vec::new();
    for _ in 0..1_000 {
        let page = call(emulator, operation, query.clone());
        let list = page["value"].as_array().unwrap();
        assert_eq!(page["page_info"]["current_count"], list.len());
        rows.extend(list.iter().cloned());
        match &page["page_info"]["next_marker"] {
            Value::Null => return rows,
            marker => query["marker"] = marker.clone(),
        }
    }
    panic!("a list without end")
}

/// The results of the account: rule, resource and state.
#[track_caller]
pub fn results(emulator: &mut Emulator) -> Vec<(String, String, String)> {
    let rows = all(emulator, "ListPolicyStatesByDomainId", json!({}));
    let text = |row: &Value, name: &str| row[name].as_str().unwrap_or("-").to_string();
    rows.iter()
        .map(|row| (text(row, "policy_assignment_name"), text(row, "resource_id"), text(row, "compliance_state")))
        .collect()
}
