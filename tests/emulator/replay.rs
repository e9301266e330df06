//! Random runs of requests, faults and moves of the clock: what their journal does again has the same state and gives
//! the same answers, and so has a restored snapshot.

use crate::*;
use cloud_dryrun::emulator::{Control, Record};

/// A small generator of numbers; each run has its seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % end
    }

    fn one_of<'l, T>(&mut self, list: &'l [T]) -> &'l T {
        &list[self.below(list.len() as u64) as usize]
    }
}

fn random_request(chance: &mut Chance) -> Request {
    let node = *chance.one_of(&[NODE, OTHER_NODE]);
    let kind = *chance.one_of(&["Custom:One", "Custom:Two", "Association"]);
    let mut request = match chance.below(8) {
        0 | 1 => {
            let items: Vec<Value> = (0..chance.below(4)).map(|i| item(&format!("id {i}"))).collect();
            request(
                "PutComplianceItems",
                &and(report(kind, chance.below(9) as i64, &items), json!({ "ResourceId": node })),
            )
        }
        2 => {
            let content = if chance.below(3) == 0 { Value::Null } else { json!([{ "a": "ä \" \\ 😀" }]) };
            let hash = *chance.one_of(&["", "one", "two"]);
            let inventory = json!({ "InstanceId": node, "Items": [{
                "TypeName": "Custom:Rack", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z",
                "ContentHash": hash, "Content": content,
            }] });
            request("PutInventory", &inventory)
        }
        3 => request("ListComplianceItems", &json!({ "MaxResults": 2 })),
        4 => request("ListInventoryEntries", &json!({ "InstanceId": node, "TypeName": "Custom:Rack" })),
        5 => raw("StartAutomationExecution", "{}"),
        6 => raw("PutInventory", "{"),
        _ => raw("PutNothing", "{"),
    };
    if chance.below(8) == 0 {
        // Bytes that are no text: they may be struck by a fault, and then a record has them.
        request.body = vec![0xff, 0xfe, b'{'];
    }
    if chance.below(2) == 0 {
        let key = *chance.one_of(&["AKIDONE", "AKIDTWO"]);
        request
            .headers
            .insert("Authorization".into(), format!("AWS4-HMAC-SHA256 Credential={key}/x, Signature=5ec2e7"));
    }
    request
}

fn random_fault(chance: &mut Chance) -> Value {
    let mut fault = match chance.below(3) {
        0 => json!({ "latency": chance.below(500) }),
        1 => json!({ "exception": "ThrottlingException" }),
        _ => json!({ "exception": "InternalServerError", "latency": "PT0.2S" }),
    };
    let members = fault.as_object_mut().unwrap();
    if chance.below(2) == 0 {
        members.insert("operation".into(), json!(chance.one_of(&["ssm:PutInventory", "ssm:ListComplianceItems"])));
    }
    if chance.below(2) == 0 {
        members.insert("times".into(), json!(1 + chance.below(4)));
    }
    if chance.below(2) == 0 {
        members.insert("probability".into(), json!(0.25 * chance.below(5) as f64));
    }
    fault
}

/// One step; the answer where it was a request.
fn step(emulator: &mut Emulator, chance: &mut Chance) -> Option<Response> {
    match chance.below(24) {
        0 => emulator.advance(chance.below(90_000) as i64),
        1 => emulator.advance_to(emulator.now() + chance.below(2) as i64 * DAY).unwrap(),
        2 => {
            emulator.settle();
        }
        3 => emulator.set_speed(chance.below(5) as f64 / 2.0).unwrap(),
        4 | 5 => emulator.fault(&json!([random_fault(chance)])).unwrap(),
        6 if chance.below(3) == 0 => emulator.clear_faults(),
        7 if chance.below(3) == 0 => emulator.clear_events(),
        8 if chance.below(10) == 0 => emulator.reset().unwrap(),
        9 => emulator.clear_log(),
        _ => return Some(emulator.send(&random_request(chance))),
    }
    None
}

#[test]
fn a_journal_of_any_run_does_the_same_again() {
    let (mut requests, mut struck, mut binary) = (0, 0, 0);
    for seed in 1..=60 {
        let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ seed << 20);
        let options = json!({ "seed": seed, "quotas": { "customTypes": 2 } });
        let (mut original, mut again) = (with(options.clone()), with(options));
        original.take_journal();
        for _ in 0..80 {
            let answer = step(&mut original, &mut chance);
            // A journal is kept as text, record by record.
            let lines: Vec<String> =
                original.take_journal().iter().map(|r| serde_json::to_string(r).unwrap()).collect();
            assert!(lines.iter().all(|line| !line.contains("5ec2e7")), "{lines:?}");
            for line in &lines {
                let record = Record::of(&serde_json::from_str(line).unwrap()).unwrap();
                binary += usize::from(line.contains("\"binary\":true"));
                let replayed = again.replay(&record).unwrap();
                if let Record::Request { faults, .. } = &record {
                    (requests, struck) = (requests + 1, struck + usize::from(!faults.is_empty()));
                    assert_eq!(replayed, answer, "{line}");
                }
            }
            assert_eq!(again.snapshot().unwrap(), original.snapshot().unwrap(), "seed {seed}, {lines:?}");
        }
        let text = original.snapshot().unwrap();
        let mut restored = Emulator::restore(&text).unwrap();
        assert_eq!(restored.snapshot().unwrap(), text);
        // The snapshot was taken between two requests: from here on, the two run alike.
        let last = request("PutComplianceItems", &report("Custom:One", 10, &[item("last")]));
        again.send(&last);
        restored.send(&last);
        let [one, other] = [again, restored].map(|mut emulator| {
            emulator.clear_faults();
            listed(&mut emulator, json!({}))
        });
        assert_eq!(one, other);
    }
    assert!(requests > 500 && struck > 100 && binary > 10, "{requests} requests, {struck} struck, {binary} binary");
}

#[test]
fn the_same_run_gives_the_same_answers_reads_and_faults_included() {
    let run = |seed: u64| -> (Vec<Option<Response>>, String) {
        let (mut emulator, mut chance) = (emulator(), Chance(seed));
        let answers = (0..150).map(|_| step(&mut emulator, &mut chance)).collect();
        (answers, emulator.snapshot().unwrap())
    };
    assert_eq!(run(77), run(77));
}

#[test]
fn moves_of_the_clock_between_two_changes_are_one_record() {
    let mut emulator = emulator();
    emulator.take_journal();
    for _ in 0..5 {
        emulator.advance(1_000);
        call(&mut emulator, "ListComplianceItems", json!({}));
    }
    assert_eq!(emulator.take_journal(), [Record::Control { control: Control::Clock { now: NOW + 5_000 } }]);
}

#[test]
fn records_that_do_not_follow_are_refused_in_words() {
    let mut original = emulator();
    original.take_journal();
    for id in ["a", "b"] {
        call(&mut original, "PutComplianceItems", report("Custom:One", 10, &[item(id)]));
    }
    let journal = original.take_journal();
    let mut again = emulator();
    let missing = again.replay(&journal[1]).unwrap_err();
    assert_eq!(missing.code(), "bad-record");
    assert!(missing.to_string().contains("of request 2, and this emulator is at request 0"), "{missing}");
    again.replay(&journal[0]).unwrap();
    assert_eq!(again.replay(&journal[0]).unwrap_err().code(), "bad-record", "twice is once too often");
    again.replay(&journal[1]).unwrap();
    assert_eq!(again.snapshot().unwrap(), original.snapshot().unwrap());
}

#[test]
fn what_is_no_record_is_refused_in_words() {
    for damaged in [
        json!(null),
        json!([]),
        json!({}),
        json!({ "control": "explode" }),
        json!({ "control": { "clock": {} } }),
        json!({ "number": 1, "time": 0 }),
        json!({ "number": 1, "time": 0, "principal": "me", "request": { "method": "POST" } }),
    ] {
        let refused = Record::of(&damaged).expect_err("no record");
        assert_eq!((refused.code(), refused.to_string().contains("no record")), ("bad-record", true), "{damaged}");
    }
    let request = json!({ "method": "POST", "url": "/", "headers": {}, "body": "!", "binary": true });
    let record = Record::of(&json!({ "number": 1, "time": 0, "principal": "me", "request": request })).unwrap();
    assert!(emulator().replay(&record).unwrap_err().to_string().contains("damaged"));
}
