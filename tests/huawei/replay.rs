//! Journals and snapshots: the same again, byte for byte, whatever was done.

use crate::chance::Chance;
use crate::*;
use cloud_dryrun::emulator::Record;

/// One step of a random run; the answer, where it was a request.
fn step(emulator: &mut Emulator, chance: &mut Chance) -> Option<Response> {
    let rules: Vec<String> = all(emulator, "ListPolicyAssignments", json!({}))
        .iter()
        .map(|rule| rule["id"].as_str().unwrap().to_string())
        .collect();
    let rule = if rules.is_empty() || chance.one_in(10) { "unknown".into() } else { chance.pick(&rules).clone() };
    let id = json!({ "policy_assignment_id": rule });
    let events = events(emulator, 0);
    let server = |chance: &mut Chance| server(&format!("ecs-{}", chance.below(5)));
    let send =
        |emulator: &mut Emulator, operation: &str, input: Value| Some(emulator.send(&request(operation, &input)));
    match chance.below(16) {
        0 | 1 => {
            let rule = if chance.one_in(2) { custom() } else { builtin() };
            let period = if chance.one_in(3) { json!({ "period": "One_Hour" }) } else { json!({}) };
            send(emulator, "CreatePolicyAssignments", and(rule, period))
        }
        2 => send(
            emulator,
            "UpdatePolicyAssignment",
            and(json!({ "name": "changed", "policy_filter": { "resource_id": "ecs-1" } }), id),
        ),
        3 => send(emulator, ["EnablePolicyAssignment", "DisablePolicyAssignment"][chance.below(2)], id),
        4 if chance.one_in(3) => send(emulator, "DeletePolicyAssignment", id),
        5 | 6 => send(emulator, "RunEvaluationByPolicyAssignmentId", id),
        7..=9 if !events.is_empty() => {
            let event = chance.pick(&events).clone();
            send(emulator, "UpdatePolicyState", report(&event, ["Compliant", "NonCompliant", "Wrong"][chance.below(3)]))
        }
        10 => {
            let change = json!([{ "resource": server(chance), "gone": false }]);
            emulator.change(&change).unwrap();
            None
        }
        11 => {
            let change = json!([{ "resource": server(chance) }, { "resource": server(chance), "gone": true }]);
            // What is not there cannot go.
            let _ = emulator.change(&change);
            None
        }
        12 => {
            emulator
                .script(
                    &json!([{ "resource": "ecs-1", "complianceState": chance.pick(&["Compliant", "NonCompliant"]) }]),
                )
                .unwrap();
            None
        }
        13 => {
            emulator
                .fault(&json!([{ "operation": "huawei-config:UpdatePolicyState", "status": 429, "times": 2 }]))
                .unwrap();
            None
        }
        14 => {
            emulator.settle();
            None
        }
        _ => {
            emulator.advance(*chance.pick(&[1, 1_000, 400_000, 2 * HOUR, DAY]));
            None
        }
    }
}

#[test]
fn a_journal_does_the_same_again_byte_for_byte() {
    let mut changes = 0;
    for seed in 0..30 {
        let (mut original, mut chance) = (emulator(), Chance::new(seed));
        original.take_journal();
        let (mut again, mut answers, mut lines) = (emulator(), Vec::new(), Vec::new());
        for _ in 0..60 {
            let answer = step(&mut original, &mut chance);
            let records = original.take_journal();
            answers.extend(answer.filter(|_| records.iter().any(|record| matches!(record, Record::Request { .. }))));
            lines.extend(records.iter().map(|record| serde_json::to_string(record).unwrap()));
        }
        let mut answers = answers.into_iter();
        for line in &lines {
            let record = Record::of(&serde_json::from_str(line).unwrap()).unwrap();
            if let Some(replayed) = again.replay(&record).unwrap() {
                assert_eq!(replayed.body, answers.next().unwrap().body, "seed {seed}: {line}");
                changes += 1;
            }
        }
        assert_eq!(again.snapshot().unwrap(), original.snapshot().unwrap(), "seed {seed}");
    }
    assert!(changes > 300, "{changes}");
}

#[test]
fn a_restored_emulator_goes_on_as_the_one_that_was_saved() {
    for seed in 0..20 {
        let (mut original, mut chance) = (emulator(), Chance::new(seed));
        for _ in 0..40 {
            step(&mut original, &mut chance);
        }
        let text = original.snapshot().unwrap();
        let mut restored = Emulator::restore(&text).unwrap();
        assert_eq!(restored.snapshot().unwrap(), text, "seed {seed}");
        let (mut one, mut other) = (Chance::new(seed + 1_000), Chance::new(seed + 1_000));
        for round in 0..40 {
            let [left, right] = [step(&mut original, &mut one), step(&mut restored, &mut other)];
            let told = |answer: Option<Response>| answer.map(|answer| (answer.status, answer.body));
            assert_eq!(told(left), told(right), "seed {seed}, round {round}");
        }
        assert_eq!(restored.snapshot().unwrap(), original.snapshot().unwrap(), "seed {seed}");
    }
}

#[test]
fn another_seed_hands_out_other_hashes() {
    let hash = |seed: u64| {
        let mut emulator = with(json!({ "seed": seed, "resources": [server("a")] }));
        made(&mut emulator, custom());
        events(&emulator, 0)[0]["evaluation_hash"].clone()
    };
    assert_eq!(hash(1), hash(1));
    assert_ne!(hash(1), hash(2));
}

#[test]
fn a_reset_brings_the_resources_of_the_start_back() {
    let mut emulator = emulator();
    emulator.change(&json!([{ "resource": { "id": "ecs-1" }, "gone": true }])).unwrap();
    made(&mut emulator, custom());
    assert_eq!(events(&emulator, 0).len(), 1);
    emulator.reset().unwrap();
    made(&mut emulator, custom());
    assert_eq!(events(&emulator, 0).len(), 2);
}
