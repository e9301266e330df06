//! No false alarm: what real producers send is sound under the check in both forms, and taken by the emulator where it
//! emulates the operation. Each producer is built as its source is known to build, with chance where it varies.

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
#[path = "support/producers/mod.rs"]
mod producers;

use std::collections::{BTreeMap, BTreeSet};

use chance::Chance;
use cloud_dryrun::emulator::EmulatorOptions;
use cloud_dryrun::services::target;
use cloud_dryrun::text::time::to_iso;
use cloud_dryrun::wire::{Request, Response};
use cloud_dryrun::{Emulator, Form, Options, Severity, check};
use producers::{PRODUCERS, Sent};
use serde_json::Value;

const NOW: i64 = 1_741_759_200_000;
const ROUNDS: u64 = 150;

#[test]
fn what_real_producers_send_is_sound_in_both_forms() {
    let (mut tried, mut told) = (0, Vec::new());
    for (name, produce) in PRODUCERS {
        for seed in 1..=ROUNDS {
            for Sent { operation, body } in produce(&mut Chance::new(seed)) {
                for (form, text) in [(Form::Wire, body.to_string()), (Form::Client, client(&body).to_string())] {
                    tried += 1;
                    let report = check(operation, text.as_bytes(), &Options { form, ..Options::default() }).unwrap();
                    if !report.ok {
                        told.push(format!("{name} {seed} {form:?}\n{}", report.render()));
                    }
                }
            }
        }
    }
    assert!(told.is_empty(), "{} of {tried}\n{}", told.len(), told[0]);
    assert!(tried as u64 > ROUNDS * 40, "{tried}");
}

/// The times of a wire document as clients give them.
fn client(body: &Value) -> Value {
    match body {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let is_time = matches!(name.as_str(), "ExecutionTime" | "ScheduledTime" | "ScheduledEndTime");
                let millis = value.as_f64().filter(|_| is_time).map(|seconds| (seconds * 1000.0).round() as i64);
                (name.clone(), millis.map_or_else(|| client(value), |millis| to_iso(millis).into()))
            };
            Value::Object(members.iter().map(member).collect())
        }
        Value::Array(items) => items.iter().map(client).collect(),
        plain => plain.clone(),
    }
}

fn send(emulator: &mut Emulator, operation: &str, body: &str) -> Response {
    let name = operation.strip_prefix("ssm:").expect("one of ssm's");
    let headers =
        [("Content-Type", "application/x-amz-json-1.1".to_string()), ("X-Amz-Target", format!("AmazonSSM.{name}"))];
    emulator.send(&Request {
        method: "POST".into(),
        url: "/".into(),
        headers: headers.into_iter().map(|(name, value)| (name.to_string(), value)).collect::<BTreeMap<_, _>>(),
        body: body.as_bytes().to_vec(),
    })
}

#[test]
fn the_emulator_takes_it_too() {
    let mut taken = 0;
    for (name, produce) in PRODUCERS {
        for seed in 1..=ROUNDS / 5 {
            let options = EmulatorOptions { seed: Some(seed), now: Some(NOW), ..Default::default() };
            let mut emulator = Emulator::new(options).unwrap();
            for Sent { operation, body } in produce(&mut Chance::new(seed)) {
                let target = target(operation).unwrap();
                // Results of evaluations are taken only with a hash that was handed out, which is tested elsewhere.
                if target.service.id != "ssm" || target.facts().is_none_or(|facts| facts.emulate.is_none()) {
                    continue;
                }
                let response = send(&mut emulator, operation, &body.to_string());
                let answer: Value = serde_json::from_str(&response.body).unwrap();
                let exception = answer["__type"].as_str().unwrap_or_default();
                assert!(
                    !["ValidationException", "SerializationException"].contains(&exception),
                    "{name} {seed}: {answer}\n{body}"
                );
                // Whether an execution is there to get a signal is not the sender's fault.
                if operation.contains(":Put") {
                    assert_eq!(response.status, 200, "{name} {seed}: {answer}\n{body}");
                    taken += 1;
                }
            }
        }
    }
    assert!(taken > 300, "{taken}");
}

#[test]
fn every_producer_varies_and_none_is_told_more_than_a_hint() {
    for (name, produce) in PRODUCERS {
        let texts: Vec<String> = (1..=9)
            .flat_map(|seed| produce(&mut Chance::new(seed)))
            .map(|sent| format!("{}{}", sent.operation, sent.body))
            .collect();
        let different: BTreeSet<&String> = texts.iter().collect();
        let is_fixed = *name == "examples of the command line";
        assert!(different.len() > 2 && (is_fixed || different.len() * 3 > texts.len()), "{name}: {}", different.len());
    }
    // What the vendor's own producers send is as it should be: nothing about it is even doubtful.
    for (name, produce) in PRODUCERS.iter().filter(|(name, _)| name.starts_with("agent")) {
        for Sent { operation, body } in (1..=ROUNDS).flat_map(|seed| produce(&mut Chance::new(seed))) {
            let text = body.to_string();
            let report = check(operation, text.as_bytes(), &Options::default()).unwrap();
            let doubtful = report.findings.iter().find(|finding| finding.severity != Severity::Info);
            assert!(doubtful.is_none(), "{name}\n{}", report.render());
        }
    }
}
