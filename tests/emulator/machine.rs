//! Snapshots, journals, the clock, the log and the seed.

use crate::*;
use cloud_dryrun::emulator::Record;
use cloud_dryrun::misuse::Misuse;

/// Requests of all kinds: taken, dropped, refused and reading.
fn conversation() -> Vec<Request> {
    let inventory = |hash: &str, content: Value| {
        json!({ "InstanceId": NODE, "Items": [{
            "TypeName": "Custom:Rack", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "ContentHash": hash, "Content": content,
        }] })
    };
    vec![
        request("PutComplianceItems", &report("Custom:One", 10, &[item("a"), item("ä 😀")])),
        request("ListComplianceItems", &json!({ "MaxResults": 1 })),
        request("PutInventory", &inventory("one", json!([{ "a": "\"\\/\n" }]))),
        request("PutInventory", &inventory("two", Value::Null)),
        request("PutComplianceItems", &report("Custom:One", 5, &[item("old")])),
        request("PutInventory", &inventory("one", Value::Null)),
        raw("PutInventory", "{"),
        request("PutComplianceItems", &report("Association", 10, &[])),
        request("ListInventoryEntries", &json!({ "InstanceId": NODE, "TypeName": "Custom:Rack" })),
    ]
}

fn talk(emulator: &mut Emulator) -> Vec<Response> {
    conversation()
        .iter()
        .map(|request| {
            emulator.advance(1_234);
            emulator.send(request)
        })
        .collect()
}

#[test]
fn the_same_seed_and_times_give_the_same_bytes() {
    let (mut first, mut second, mut other) = (emulator(), emulator(), with(json!({ "seed": 2 })));
    let answers = talk(&mut first);
    assert_eq!(answers, talk(&mut second));
    assert_eq!(first.snapshot().unwrap(), second.snapshot().unwrap());
    let others = talk(&mut other);
    assert!(answers.iter().zip(&others).all(|(a, b)| a.headers["x-amzn-requestid"] != b.headers["x-amzn-requestid"]));
}

#[test]
fn no_two_answers_share_their_id() {
    let answers = talk(&mut emulator());
    let ids: std::collections::BTreeSet<&String> =
        answers.iter().map(|answer| &answer.headers["x-amzn-requestid"]).collect();
    assert_eq!(ids.len(), answers.len());
}

#[test]
fn an_emulator_comes_back_from_its_snapshot() {
    let mut original = with(json!({ "nodes": [NODE], "quotas": { "customTypes": 1 }, "principals": { "AKID": "me" } }));
    talk(&mut original);
    let text = original.snapshot().unwrap();
    let mut restored = Emulator::restore(&text).unwrap();
    assert_eq!(restored.snapshot().unwrap(), text);
    assert_eq!(restored.now(), original.now());
    let token = call(&mut original, "ListComplianceItems", json!({ "MaxResults": 1 }))["NextToken"].clone();
    let rest = call(&mut restored, "ListComplianceItems", json!({ "NextToken": token }));
    assert_eq!(rest["ComplianceItems"][0]["Id"], "ä 😀", "a token outlives the emulator that gave it");
    let more = json!({ "InstanceId": NODE, "Items": [{
        "TypeName": "Custom:More", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "Content": [] }] });
    assert_eq!(
        refused(&mut restored, "PutInventory", more).0,
        "CustomSchemaCountLimitExceededException",
        "settings come back, too"
    );
}

#[test]
fn a_journal_done_again_gives_the_same_state() {
    let mut original = emulator();
    assert_eq!(original.take_journal(), [], "recording begins");
    let answers = talk(&mut original);
    let journal = original.take_journal();
    assert!(!journal.is_empty());
    // A journal is kept as text.
    let lines: Vec<String> = journal.iter().map(|record| serde_json::to_string(record).unwrap()).collect();
    let mut again = emulator();
    let replayed: Vec<Response> = lines
        .iter()
        .filter_map(|line| again.replay(&Record::of(&serde_json::from_str(line).unwrap()).unwrap()).unwrap())
        .collect();
    assert_eq!(again.snapshot().unwrap(), original.snapshot().unwrap());
    let said = |answer: &Response| (answer.status, answer.body.clone());
    let changes: Vec<_> = [0, 2, 5, 7].iter().map(|&i: &usize| said(&answers[i])).collect();
    assert_eq!(
        replayed.iter().map(said).collect::<Vec<_>>(),
        changes,
        "only what changed something is in it, and it gets the same answers"
    );
    assert_eq!(original.take_journal(), []);
}

#[test]
fn a_journal_holds_no_credentials() {
    let mut emulator = emulator();
    emulator.take_journal();
    let mut signed = request("PutComplianceItems", &report("Custom:One", 10, &[]));
    let authorization = "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20250312/us-east-1/ssm/aws4_request, SignedHeaders=host, Signature=5ec2e7";
    signed.headers.insert("authorization".into(), authorization.into());
    signed.headers.insert("X-Amz-Security-Token".into(), "t0ken".into());
    emulator.send(&signed);
    let journal = serde_json::to_string(&emulator.take_journal()).unwrap();
    assert!(!journal.contains("5ec2e7") && !journal.contains("t0ken"), "{journal}");
    assert!(journal.contains("arn:aws:iam::123456789012:user/AKIDEXAMPLE"), "{journal}");
}

#[test]
fn callers_have_names() {
    let mut emulator = with(json!({ "principals": { "AKID1": "arn:aws:iam::123456789012:role/admin" } }));
    for key in ["AKID1", "AKID2", ""] {
        let mut request = raw("ListComplianceItems", "{}");
        if !key.is_empty() {
            request.headers.insert(
                "Authorization".into(),
                format!("AWS4-HMAC-SHA256 Credential={key}/20250312/us-east-1/ssm/aws4_request"),
            );
        }
        emulator.send(&request);
    }
    let callers: Vec<&str> = emulator.log().map(|entry| entry.principal.as_str()).collect();
    assert_eq!(callers, ["arn:aws:iam::123456789012:role/admin", "arn:aws:iam::123456789012:user/AKID2", "anonymous"]);
}

#[test]
fn the_log_tells_every_request() {
    let mut emulator = emulator();
    talk(&mut emulator);
    emulator.send(&raw("PutNothing", "{}"));
    let told: Vec<String> = emulator
        .log()
        .map(|e| {
            format!(
                "{} {} {} {}",
                e.number,
                e.operation.as_deref().unwrap_or("-"),
                e.status,
                e.error.as_deref().unwrap_or("-")
            )
        })
        .collect();
    assert_eq!(told[0], "1 ssm:PutComplianceItems 200 -");
    assert_eq!(told[3], "4 ssm:PutInventory 400 ItemContentMismatchException");
    assert_eq!(told[6], "7 ssm:PutInventory 400 SerializationException");
    assert_eq!(told[9], "10 - 400 UnknownOperationException");
    assert_eq!(emulator.log().next().unwrap().time, "2025-03-12T06:00:01.234Z");
}

#[test]
fn reset_goes_back_to_the_start() {
    let mut emulator = emulator();
    let start = emulator.snapshot().unwrap();
    let first = talk(&mut emulator);
    emulator.reset().unwrap();
    assert_eq!(emulator.snapshot().unwrap(), start);
    assert_eq!(talk(&mut emulator), first);
}

#[test]
fn time_never_goes_back() {
    let mut emulator = emulator();
    emulator.advance(-5);
    assert_eq!(emulator.now(), NOW);
    emulator.advance(i64::MAX);
    let end = emulator.now();
    emulator.advance(1);
    assert_eq!((emulator.now(), end), (end, 253_402_300_799_999), "the calendar ends with the year 9999");
    assert_eq!(call(&mut emulator, "PutComplianceItems", report("Custom:One", 1, &[])), json!({}));
}

#[track_caller]
fn refusal(text: &str) -> String {
    match Emulator::restore(text).err().expect("a damaged snapshot is refused") {
        Misuse::BadSnapshot { reason } => reason,
        other => panic!("{other}"),
    }
}

#[test]
fn a_damaged_snapshot_is_refused_in_words() {
    let mut original = emulator();
    talk(&mut original);
    let text = original.snapshot().unwrap();
    for damaged in ["", "null", "[]", "{", "{}", "not a snapshot", &text[..text.len() - 1], &text[1..]] {
        let reason = refusal(damaged);
        assert!(reason.contains("snapshot"), "{reason}");
    }
    for (from, to, words) in [
        ("\"format\":\"cloud-dryrun\"", "\"format\":\"other\"", "`other`"),
        ("\"version\":3,", "\"version\":99,", "version 99"),
        ("\"version\":3,", "\"version\":0,", "versions 1 to 3"),
        ("Custom:Rack", "Custom:Ruck", "damaged"),
        ("\"seed\":1,", "\"seed\":2,", "damaged"),
        ("\"checksum\":\"", "\"checksum\":\"0", "damaged"),
    ] {
        assert!(text.contains(from), "{from} in {text}");
        let reason = refusal(&text.replacen(from, to, 1));
        assert!(reason.contains(words), "{from} -> {to}: {reason}");
    }
    let tail = format!("{text}{text}");
    refusal(&tail);
    // White space around is no damage.
    assert_eq!(Emulator::restore(&format!("{text}\n")).unwrap().snapshot().unwrap(), text);
}

/// Written by the program before it knew faults, events and a speed that changes.
#[test]
fn a_snapshot_of_version_1_is_read() {
    let mut restored = Emulator::restore(include_str!("version-1.snapshot")).unwrap();
    assert_eq!((restored.now(), restored.speed()), (1_741_759_211_106, 2.0));
    assert_eq!(listed(&mut restored, json!({})), ["a", "ä 😀"]);
    let text = restored.snapshot().unwrap();
    assert!(text.contains("\"version\":3,"), "{text}");
    assert_eq!(Emulator::restore(&text).unwrap().snapshot().unwrap(), text);
}

#[test]
fn every_cut_of_a_snapshot_is_refused() {
    let mut original = emulator();
    talk(&mut original);
    let text = original.snapshot().unwrap();
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        refusal(&text[..end]);
    }
}

#[test]
fn options_that_make_no_sense_are_refused_in_words() {
    let of = |options: Value| {
        EmulatorOptions::of(options.as_object().unwrap().clone())
            .and_then(Emulator::new)
            .err()
            .map(|error| error.to_string())
    };
    for (options, words) in [
        (json!({ "sede": 1 }), "`seed`"),
        (json!({ "seed": -1 }), "`seed`"),
        (json!({ "now": "yesterday" }), "`now`"),
        (json!({ "nodes": ["web-01"] }), "`web-01`"),
        (json!({ "nodes": "some" }), "`nodes`"),
        (json!({ "quotas": { "itemByte": 1 } }), "itemByte"),
        (json!({ "speed": -1 }), "`speed`"),
    ] {
        let said = of(options.clone()).unwrap_or_else(|| panic!("{options} is taken"));
        assert!(said.contains(words), "{options}: {said}");
    }
    assert_eq!(of(json!({ "now": "2025-03-12T06:00:00Z", "nodes": "any", "speed": 0.5, "seed": null })), None);
}
