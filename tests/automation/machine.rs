//! Random runs: starts, signals, stops, scripts, faults and steps of the clock in any order. No status follows another
//! that the tables do not allow, no execution is lost, and the journal does it all again, byte for byte.

use std::collections::BTreeMap;

use crate::*;
use cloud_dryrun::services::ssm::automation::status::{EXECUTION_MOVES, STEP_MOVES, Status, may_follow};

/// A small source of chance.
pub struct Chance(pub u64);

impl Chance {
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % most as u64) as usize
    }

    pub fn of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}

fn books(emulator: &mut Emulator) {
    let halt = json!({ "name": "halt", "action": "aws:pause", "inputs": {} });
    let ask = json!({ "name": "ask", "action": "aws:approve", "timeoutSeconds": 3_000, "onFailure": "step:act",
        "inputs": { "Approvers": ["AKIDANN", "AKIDBEN"], "MinRequiredApprovals": 2 } });
    let rest = json!({ "name": "rest", "action": "aws:sleep", "inputs": { "Duration": "PT10M" } });
    let choose = json!({ "name": "choose", "action": "aws:branch", "inputs": { "Choices": [
        { "Variable": "{{ act.Out }}", "StringEquals": "x", "NextStep": "last" }], "Default": "rest" } });
    let each = json!({ "name": "each", "action": "aws:loop", "timeoutSeconds": 2_000, "inputs": { "Iterators": ["a", "b", "c"], "Steps": [
        and(effect("inner"), json!({ "onFailure": "Continue", "onCancel": "step:nap" })),
        { "name": "nap", "action": "aws:sleep", "inputs": { "Duration": "PT1M" } }] } });
    let act = and(effect("act"), json!({ "maxAttempts": 2, "timeoutSeconds": 90, "onCancel": "step:last" }));
    let run = |name: &str| {
        json!({ "name": format!("run{name}"), "action": "aws:executeAutomation", "timeoutSeconds": 4_000,
        "onFailure": "Continue", "isCritical": true, "inputs": { "DocumentName": name } })
    };
    let parameters = json!({ "Id": { "type": "String", "default": "-" } });
    for (name, steps) in [
        ("Waits", json!([halt, ask, act, choose, rest, effect("last")])),
        ("Loops", json!([act, each, effect("last")])),
        ("Nests", json!([run("Waits"), run("Loops"), run("Nests"), effect("last")])),
    ] {
        document(emulator, name, json!({ "schemaVersion": "0.3", "parameters": parameters, "mainSteps": steps }));
    }
}

/// Whether everything that happened to an execution was allowed, by its timeline.
#[track_caller]
pub fn assert_allowed(timeline: &Value) {
    let mut now: BTreeMap<String, Status> = BTreeMap::new();
    for event in timeline["events"].as_array().unwrap() {
        let Some(status) = event.get("status").and_then(Value::as_str) else { continue };
        let status = Status::of(status).unwrap();
        let of = event.get("stepExecutionId").and_then(Value::as_str).unwrap_or_default();
        let moves = if of.is_empty() { EXECUTION_MOVES } else { STEP_MOVES };
        match now.insert(of.to_string(), status) {
            Some(before) => assert!(may_follow(moves, before, status), "{before:?} to {status:?}: {timeline}"),
            None if of.is_empty() => assert_eq!(status, Status::Pending),
            None => assert!(may_follow(moves, Status::Pending, status), "Pending to {status:?}: {timeline}"),
        }
    }
    assert_eq!(now[""].as_str(), timeline["status"].as_str().unwrap());
}

fn act(emulator: &mut Emulator, chance: &mut Chance, ids: &mut Vec<String>) {
    let by = *chance.of(&["AKIDANN", "AKIDBEN", "AKIDZOE"]);
    match chance.below(12) {
        0..=2 => {
            let mut input = json!({ "DocumentName": chance.of(&["Waits", "Loops", "Nests"]) });
            match chance.below(5) {
                0 => input["Mode"] = json!("Interactive"),
                1 => {
                    input = and(
                        input,
                        json!({ "TargetParameterName": "Id", "MaxConcurrency": "2", "MaxErrors": "1",
                        "Targets": [{ "Key": "ParameterValues", "Values": ["a", "b", "c", "d"] }] }),
                    );
                }
                _ => {}
            }
            let response = emulator.send(&request(by, "StartAutomationExecution", &input));
            if response.status == 200 {
                ids.push(body(&response)["AutomationExecutionId"].as_str().unwrap().to_string());
            }
        }
        3..=6 => {
            let waiting = emulator.waiting();
            if waiting.is_empty() {
                return;
            }
            let one = chance.of(&waiting).clone();
            let id = one["executionId"].as_str().unwrap();
            let step = one.get("step").or_else(|| one["next"].get(0)).cloned().unwrap_or(json!("act"));
            let (kind, payload) = match chance.below(6) {
                0 => ("Reject", json!({ "Comment": ["no"] })),
                1 => (
                    "StopStep",
                    json!({ "StepExecutionId": [one.get("stepExecutionId").cloned().unwrap_or(json!("x"))] }),
                ),
                2 => ("StartStep", json!({ "StepName": [step] })),
                3 => ("Resume", json!({ "StepName": [step] })),
                _ => ("Approve", Value::Null),
            };
            emulator.send(&request(by, "SendAutomationSignal", &signal_input(id, kind, payload)));
        }
        7 => {
            if !ids.is_empty() {
                let input = json!({ "AutomationExecutionId": chance.of(ids), "Type": chance.of(&["Cancel", "Cancel", "Complete"]) });
                emulator.send(&request(by, "StopAutomationExecution", &input));
            }
        }
        8 => {
            let status = *chance.of(&["Success", "Failed", "TimedOut", "Cancelled"]);
            let duration = *chance.of(&[0, 500, 40_000, 400_000]);
            let entry = json!({ "step": chance.of(&["act", "inner", "last"]), "status": status, "duration": duration,
                "outputs": { "Out": [chance.of(&["x", "y"])] } });
            emulator.script(&json!([entry])).unwrap();
        }
        9 => emulator.clear_script(),
        10 => {
            emulator.fault(&json!([{ "operation": "ssm:SendAutomationSignal", "exception": "InternalServerError", "times": 1 }])).unwrap();
        }
        _ => match chance.below(4) {
            0 => {
                emulator.settle();
            }
            1 => emulator.advance(chance.below(5_000) as i64),
            _ => emulator.advance(chance.below(900_000) as i64),
        },
    }
}

#[test]
fn random_runs_keep_the_tables_lose_nothing_and_replay_byte_for_byte() {
    for seed in 1..=24 {
        let options = json!({ "quotas": { "automations": 3, "automationQueue": 4, "rateAutomations": 1, "rateAutomationQueue": 1 } });
        let mut emulator = bare(options.clone());
        emulator.take_journal();
        books(&mut emulator);
        let (mut chance, mut ids) = (Chance(seed * 0x9e37_79b9), Vec::new());
        for round in 0..120 {
            act(&mut emulator, &mut chance, &mut ids);
            for id in &ids {
                assert_allowed(&emulator.timeline(id).unwrap_or_else(|_| panic!("{id} is lost")));
            }
            if round % 40 == 0 {
                let snapshot = emulator.snapshot().unwrap();
                let restored = Emulator::restore(&snapshot).unwrap();
                assert_eq!(restored.snapshot().unwrap(), snapshot, "seed {seed}");
                assert_eq!(restored.waiting(), emulator.waiting());
            }
        }
        let journal = emulator.take_journal();
        let mut again = bare(options);
        for record in &journal {
            again.replay(record).unwrap();
        }
        assert_eq!(again.snapshot().unwrap(), emulator.snapshot().unwrap(), "seed {seed}");
        // Whatever still runs comes to an end when nobody answers.
        emulator.script(&json!([{ "status": "Success" }])).unwrap();
        for _ in 0..60 {
            emulator.advance(3_600_000);
            for one in emulator.waiting() {
                let id = one["executionId"].as_str().unwrap();
                call(&mut emulator, "StopAutomationExecution", json!({ "AutomationExecutionId": id }));
            }
        }
        for id in &ids {
            let status = Status::of(&status(&mut emulator, id)).unwrap();
            assert!(status.is_end(), "seed {seed}: {id} is {status:?} for ever");
        }
    }
}
