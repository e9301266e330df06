//! The emulator against a simple reference: random sequences of all operations on compliance and inventory, held against
//! a model of the same that is written here, keeps plain lists and counts everything anew each time. Snapshots, replays
//! of the journal and resets come in between. A difference is shortened before it is told.

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
#[path = "sequences/generate.rs"]
mod generate;
#[path = "sequences/model.rs"]
mod model;
#[path = "sequences/queries.rs"]
mod queries;

use chance::Chance;
use cloud_dryrun::Emulator;
use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::emulator::EmulatorOptions;
use generate::Step;
use model::Model;
use serde_json::{Value, json};

/// 2025-03-12T06:00:00Z
const NOW: i64 = 1_741_759_200_000;

fn options() -> EmulatorOptions {
    let options = json!({ "seed": 1, "now": NOW, "nodes": generate::nodes(), "quotas": generate::quotas() });
    EmulatorOptions::of(options.as_object().unwrap().clone()).unwrap()
}

/// An answer, with what differs by design taken out: texts of messages, ids, tokens.
fn send(emulator: &mut Emulator, operation: &str, input: &Value) -> Result<Value, String> {
    let request = build(&format!("ssm:{operation}"), input.to_string().as_bytes(), &BuildOptions::default()).unwrap();
    let response = emulator.send(&request);
    let body: Value = serde_json::from_str(&response.body).expect("an answer is JSON");
    if response.status == 200 { Ok(body) } else { Err(body["__type"].as_str().unwrap().to_string()) }
}

/// All pages of a list, in one.
fn read(emulator: &mut Emulator, operation: &str, list: &str, input: &Value) -> Result<Value, String> {
    let mut all = Vec::new();
    let mut input = input.clone();
    for _ in 0..1_000 {
        let page = send(emulator, operation, &input)?;
        let rows = page[list].as_array().unwrap();
        let most = input["MaxResults"].as_u64().unwrap_or(50);
        assert!(rows.len() as u64 <= most, "a page of {} rows, {most} were asked for", rows.len());
        all.extend(rows.iter().cloned());
        match page.get("NextToken") {
            None => return Ok(Value::Array(all)),
            Some(token) => input["NextToken"] = token.clone(),
        }
    }
    panic!("{operation} has no last page")
}

/// Runs steps in both; a difference in words.
fn run(steps: &[Step]) -> Result<usize, String> {
    let mut emulator = Emulator::new(options()).unwrap();
    let mut model = Model::new(NOW);
    let mut journal = Vec::new();
    emulator.take_journal();
    let mut refused = 0;
    for (index, step) in steps.iter().enumerate() {
        let (got, wanted) = match step {
            Step::Advance(millis) => {
                emulator.advance(*millis);
                model.now += millis;
                continue;
            }
            Step::Reset => {
                emulator.reset().unwrap();
                model = Model::new(NOW);
                continue;
            }
            Step::Restore => {
                journal.extend(emulator.take_journal());
                let text = emulator.snapshot().unwrap();
                emulator = Emulator::restore(&text).unwrap();
                emulator.take_journal();
                if emulator.snapshot().unwrap() != text {
                    return Err(format!("step {index}: another snapshot after a restore"));
                }
                continue;
            }
            Step::Replay => {
                journal.extend(emulator.take_journal());
                let mut again = Emulator::new(options()).unwrap();
                again.take_journal();
                for record in &journal {
                    again.replay(record).unwrap();
                }
                if again.snapshot().unwrap() != emulator.snapshot().unwrap() {
                    return Err(format!("step {index}: another state after a replay"));
                }
                again.take_journal();
                emulator = again;
                continue;
            }
            Step::Write(operation, input) => {
                let got = send(&mut emulator, operation, input).map(|mut answer| {
                    // Ids are the emulator's own.
                    let id = answer.as_object_mut().and_then(|answer| answer.remove("DeletionId"));
                    if let Some(id) = id {
                        answer["has an id"] = json!(id.is_string());
                    }
                    answer
                });
                (got, model.write(operation, input))
            }
            Step::Read(operation, list, input) => {
                let got = read(&mut emulator, operation, list, input).map(|mut rows| {
                    rows.as_array_mut().unwrap().iter_mut().for_each(|row| {
                        row.as_object_mut().unwrap().remove("DeletionId");
                    });
                    rows
                });
                (got, queries::read(&model, operation, input))
            }
        };
        refused += usize::from(got.is_err());
        if got != wanted {
            let told = |answer: &Result<Value, String>| match answer {
                Ok(value) => value.to_string(),
                Err(name) => name.clone(),
            };
            return Err(format!("step {index}, {step:?}\n   emulator: {}\n  reference: {}", told(&got), told(&wanted)));
        }
    }
    Ok(refused)
}

/// The same steps without those that the difference does not need.
fn shortened(mut steps: Vec<Step>) -> Vec<Step> {
    let mut index = 0;
    while index < steps.len() {
        let mut fewer = steps.clone();
        fewer.remove(index);
        if run(&fewer).is_err() {
            steps = fewer;
        } else {
            index += 1;
        }
    }
    steps
}

#[test]
fn random_sequences_find_no_difference_from_the_reference() {
    let count: u64 = std::env::var("SEQUENCES_N").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000);
    let (mut refused, mut all) = (0, 0);
    for seed in 0..count {
        let steps = generate::steps(&mut Chance::new(seed));
        all += steps.len();
        match run(&steps) {
            Ok(count) => refused += count,
            Err(difference) => {
                let steps = shortened(steps);
                let again = run(&steps).err().unwrap_or_default();
                let told: Vec<String> = steps.iter().map(|step| format!("  {step:?}")).collect();
                panic!("seed {seed}: {difference}\nshortened:\n{}\n{again}", told.join("\n"));
            }
        }
    }
    // Chance has to reach both what is taken and what is refused.
    assert!(refused * 10 > all && refused * 2 < all, "{refused} of {all} steps refused");
}
