//! Executions of runbooks: started, waited for, signalled, stopped and read, on a clock that the tests own.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "automation/approvals.rs"]
mod approvals;
#[path = "support/oracle/chance.rs"]
mod chance;
#[path = "changes/mod.rs"]
mod changes;
#[path = "automation/errors.rs"]
mod errors;
#[path = "automation/failures.rs"]
mod failures;
#[path = "automation/flow.rs"]
mod flow;
#[path = "automation/locations.rs"]
mod locations;
#[path = "automation/machine.rs"]
mod machine;
#[path = "automation/reading.rs"]
mod reading;
#[path = "automation/rehearsing.rs"]
mod rehearsing;
#[path = "automation/sequences.rs"]
mod sequences;
#[path = "automation/starting.rs"]
mod starting;
#[path = "automation/stops.rs"]
mod stops;
#[path = "automation/targets.rs"]
mod targets;
#[path = "automation/ways.rs"]
mod ways;

use cloud_dryrun::Emulator;
use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::emulator::EmulatorOptions;
use cloud_dryrun::wire::{Request, Response};
use serde_json::{Value, json};

/// 2025-03-12T06:00:00Z
pub const NOW: i64 = 1_741_759_200_000;
/// In milliseconds.
pub const SECOND: i64 = 1_000;
/// In milliseconds.
pub const DAY: i64 = 86_400_000;

/// An emulator with these options and a runbook `Book` of these steps.
#[track_caller]
pub fn with(options: Value, steps: Value) -> Emulator {
    let mut emulator = bare(options);
    document(&mut emulator, "Book", json!({ "schemaVersion": "0.3", "mainSteps": steps }));
    emulator
}

/// An emulator with a runbook `Book` of these steps.
#[track_caller]
pub fn emulator(steps: Value) -> Emulator {
    with(json!({}), steps)
}

/// An emulator with these options.
#[track_caller]
pub fn bare(mut options: Value) -> Emulator {
    let given = options.as_object_mut().unwrap();
    given.entry("seed").or_insert(json!(1));
    given.entry("now").or_insert(json!(NOW));
    Emulator::new(EmulatorOptions::of(given.clone()).unwrap()).unwrap()
}

/// Makes a runbook.
#[track_caller]
pub fn document(emulator: &mut Emulator, name: &str, content: Value) {
    let input = json!({
        "Name": name, "DocumentType": "Automation", "DocumentFormat": "JSON", "Content": content.to_string(),
    });
    call(emulator, "CreateDocument", input);
}

/// A request as `build` writes it, of somebody.
#[track_caller]
pub fn request(by: &str, operation: &str, input: &Value) -> Request {
    let mut request =
        build(&format!("ssm:{operation}"), input.to_string().as_bytes(), &BuildOptions::default()).unwrap();
    let credential = format!(
        "AWS4-HMAC-SHA256 Credential={by}/20250312/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=00"
    );
    request.headers.insert("Authorization".into(), credential);
    request
}

/// The body of an answer.
pub fn body(response: &Response) -> Value {
    serde_json::from_str(&response.body).expect("an answer is JSON")
}

/// The output of a call that goes well.
#[track_caller]
pub fn call(emulator: &mut Emulator, operation: &str, input: Value) -> Value {
    call_as(emulator, "AKIDANN", operation, input)
}

/// The same, of somebody.
#[track_caller]
pub fn call_as(emulator: &mut Emulator, by: &str, operation: &str, input: Value) -> Value {
    let response = emulator.send(&request(by, operation, &input));
    assert_eq!(response.status, 200, "{operation} {input}: {}", response.body);
    body(&response)
}

/// The exception of a call that is refused, without leaving a trace: its name and its message.
#[track_caller]
pub fn refused(emulator: &mut Emulator, operation: &str, input: Value) -> (String, String) {
    refused_as(emulator, "AKIDANN", operation, input)
}

/// The same, of somebody.
#[track_caller]
pub fn refused_as(emulator: &mut Emulator, by: &str, operation: &str, input: Value) -> (String, String) {
    let before = emulator.snapshot().unwrap();
    let response = emulator.send(&request(by, operation, &input));
    assert_eq!(response.status, 400, "{operation} {input}: {}", response.body);
    assert_eq!(emulator.snapshot().unwrap(), before, "a refused request leaves no trace");
    let body = body(&response);
    let text = |name: &str| body[name].as_str().map(String::from);
    (text("__type").unwrap(), text("Message").or_else(|| text("message")).unwrap_or_default())
}

/// Starts `Book` with further members; the execution's id.
#[track_caller]
pub fn start(emulator: &mut Emulator, more: Value) -> String {
    let mut input = json!({ "DocumentName": "Book" });
    input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let output = call(emulator, "StartAutomationExecution", input);
    output["AutomationExecutionId"].as_str().unwrap().to_string()
}

/// An execution as GetAutomationExecution shows it.
#[track_caller]
pub fn get(emulator: &mut Emulator, id: &str) -> Value {
    call(emulator, "GetAutomationExecution", json!({ "AutomationExecutionId": id }))["AutomationExecution"].clone()
}

/// The status of an execution.
#[track_caller]
pub fn status(emulator: &mut Emulator, id: &str) -> String {
    get(emulator, id)["AutomationExecutionStatus"].as_str().unwrap().to_string()
}

/// The statuses of an execution's steps: `name Status`.
#[track_caller]
pub fn steps(emulator: &mut Emulator, id: &str) -> Vec<String> {
    let execution = get(emulator, id);
    let steps = execution["StepExecutions"].as_array().unwrap();
    steps.iter().map(|s| format!("{} {}", s["StepName"].as_str().unwrap(), s["StepStatus"].as_str().unwrap())).collect()
}

/// The run of a step, the last of its name.
#[track_caller]
pub fn step(emulator: &mut Emulator, id: &str, name: &str) -> Value {
    let execution = get(emulator, id);
    let steps = execution["StepExecutions"].as_array().unwrap();
    steps.iter().rfind(|step| step["StepName"] == name).unwrap_or_else(|| panic!("no step {name}")).clone()
}

/// Sends a signal of somebody.
#[track_caller]
pub fn signal(emulator: &mut Emulator, by: &str, id: &str, kind: &str, payload: Value) {
    call_as(emulator, by, "SendAutomationSignal", signal_input(id, kind, payload));
}

/// The input of a signal.
pub fn signal_input(id: &str, kind: &str, payload: Value) -> Value {
    let mut input = json!({ "AutomationExecutionId": id, "SignalType": kind });
    if !payload.is_null() {
        input["Payload"] = payload;
    }
    input
}

/// A step with an effect outside.
pub fn effect(name: &str) -> Value {
    json!({ "name": name, "action": "aws:executeAwsApi", "inputs": { "Service": "ec2", "Api": "DescribeInstances" } })
}

/// A value with further members.
pub fn and(mut value: Value, more: Value) -> Value {
    value.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    value
}
