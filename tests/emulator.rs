//! How the emulator behaves: what is stored, what is refused, and that nothing is left to chance.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "emulator/compliance.rs"]
mod compliance;
#[path = "emulator/deletions.rs"]
mod deletions;
#[path = "emulator/documents.rs"]
mod documents;
#[path = "emulator/faults.rs"]
mod faults;
#[path = "emulator/inventory.rs"]
mod inventory;
#[path = "emulator/keys.rs"]
mod keys;
#[path = "emulator/limits.rs"]
mod limits;
#[path = "emulator/machine.rs"]
mod machine;
#[path = "emulator/nodes.rs"]
mod nodes;
#[path = "emulator/queries.rs"]
mod queries;
#[path = "emulator/replay.rs"]
mod replay;
#[path = "emulator/summaries.rs"]
mod summaries;
#[path = "emulator/time.rs"]
mod time;
#[path = "emulator/wording.rs"]
mod wording;

use cloud_dryrun::Emulator;
use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::emulator::EmulatorOptions;
use cloud_dryrun::wire::{Request, Response};
use serde_json::{Value, json};

/// 2025-03-12T06:00:00Z
pub const NOW: i64 = 1_741_759_200_000;
/// A node.
pub const NODE: &str = "i-02573cafcf0123456";
/// A node outside.
pub const OTHER_NODE: &str = "mi-0123456789abcdef0";
/// In milliseconds.
pub const DAY: i64 = 86_400_000;

/// An emulator with nothing in it.
pub fn emulator() -> Emulator {
    with(json!({}))
}

/// An emulator with these options, as JavaScript gives them.
#[track_caller]
pub fn with(mut options: Value) -> Emulator {
    let given = options.as_object_mut().unwrap();
    given.entry("seed").or_insert(json!(1));
    given.entry("now").or_insert(json!(NOW));
    Emulator::new(EmulatorOptions::of(given.clone()).unwrap()).unwrap()
}

/// A request as `build` writes it.
#[track_caller]
pub fn request(operation: &str, input: &Value) -> Request {
    build(&format!("ssm:{operation}"), input.to_string().as_bytes(), &BuildOptions::default()).unwrap()
}

/// A request with a body as it stands.
pub fn raw(operation: &str, body: &str) -> Request {
    let mut request = request("ListComplianceItems", &json!({}));
    request.headers.insert("X-Amz-Target".into(), format!("AmazonSSM.{operation}"));
    request.body = body.into();
    request
}

/// The body of an answer.
pub fn body(response: &Response) -> Value {
    serde_json::from_str(&response.body).expect("an answer is JSON")
}

/// The output of a call that goes well.
#[track_caller]
pub fn call(emulator: &mut Emulator, operation: &str, input: Value) -> Value {
    let response = emulator.send(&request(operation, &input));
    assert_eq!(response.status, 200, "{operation} {input}: {}", response.body);
    body(&response)
}

/// The exception of a call that is refused, without leaving a trace: its name and its message.
#[track_caller]
pub fn refused(emulator: &mut Emulator, operation: &str, input: Value) -> (String, String) {
    let before = emulator.snapshot().unwrap();
    let response = emulator.send(&request(operation, &input));
    assert_eq!(response.status, 400, "{operation} {input}: {}", response.body);
    assert_eq!(emulator.snapshot().unwrap(), before, "a refused request leaves no trace");
    let body = body(&response);
    let text = |name: &str| body[name].as_str().map(String::from);
    (text("__type").unwrap(), text("Message").or_else(|| text("message")).unwrap_or_default())
}

/// A compliance report with these items at a time in seconds.
pub fn report(compliance_type: &str, time: i64, items: &[Value]) -> Value {
    json!({
        "ResourceId": NODE, "ResourceType": "ManagedInstance", "ComplianceType": compliance_type,
        "ExecutionSummary": { "ExecutionTime": time }, "Items": items,
    })
}

/// A compliance item.
pub fn item(id: &str) -> Value {
    json!({ "Id": id, "Severity": "LOW", "Status": "COMPLIANT" })
}

/// A value with further members.
pub fn and(mut value: Value, more: Value) -> Value {
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    value
}

/// The ids of the stored compliance items that a query lists, over all pages.
#[track_caller]
pub fn listed(emulator: &mut Emulator, query: Value) -> Vec<String> {
    pages(emulator, "ListComplianceItems", query)
        .iter()
        .flat_map(|page| page["ComplianceItems"].as_array().unwrap())
        .map(|item| item["Id"].as_str().unwrap_or("-").to_string())
        .collect()
}

/// The pages of a list.
#[track_caller]
pub fn pages(emulator: &mut Emulator, operation: &str, query: Value) -> Vec<Value> {
    let (mut pages, mut token) = (Vec::new(), None);
    loop {
        let page = call(emulator, operation, and(query.clone(), json!({ "NextToken": token })));
        token = page.get("NextToken").and_then(Value::as_str).map(String::from);
        pages.push(page);
        if token.is_none() {
            return pages;
        }
    }
}
