//! Custom inventory files into requests and back: what comes over is sound and the same, what does not is told.

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

use std::collections::BTreeMap;

use chance::Chance;
use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::convert::{ConvertOptions, Converted, Document, convert};
use cloud_dryrun::emulator::EmulatorOptions;
use cloud_dryrun::hash::{HashOptions, content_hashes};
use cloud_dryrun::snippets::{Client, snippet};
use cloud_dryrun::wire::Request;
use cloud_dryrun::{Emulator, Options, check};
use serde_json::{Map, Value, json};

const FILE: &str = "ssm-agent:CustomInventoryFile";
const PUT: &str = "ssm:PutInventory";
const NODE: &str = "i-0a1b2c3d4e5f67890";

fn options() -> ConvertOptions {
    ConvertOptions { node: Some(NODE.into()), time: Some("2025-03-12T06:00:00Z".into()), ..ConvertOptions::default() }
}

fn document(name: &str, text: impl Into<Vec<u8>>) -> Document {
    Document { name: (!name.is_empty()).then(|| name.into()), bytes: text.into() }
}

fn file(type_name: &str, content: Value) -> String {
    json!({ "TypeName": type_name, "SchemaVersion": "1.0", "Content": content }).to_string()
}

#[track_caller]
fn to_requests(documents: &[Document]) -> (Vec<Value>, Converted) {
    let converted = convert(FILE, PUT, documents, &options()).unwrap();
    for made in &converted.documents {
        let report = check(PUT, made.text.as_bytes(), &Options::default()).unwrap();
        assert!(report.ok, "{}", report.render());
        accepted(&made.text);
    }
    (converted.documents.iter().map(|made| serde_json::from_str(&made.text).unwrap()).collect(), converted)
}

#[track_caller]
fn to_files(request: &str) -> (BTreeMap<String, Value>, Converted) {
    let converted = convert(PUT, FILE, &[document("", request)], &ConvertOptions::default()).unwrap();
    let mut files = BTreeMap::new();
    for made in &converted.documents {
        let report = check(FILE, made.text.as_bytes(), &Options::default()).unwrap();
        assert!(report.ok && report.findings.is_empty(), "{}", report.render());
        let name = made.name.clone().expect("a file has a name");
        assert!(name.ends_with(".json"), "{name}");
        let known = files.insert(name.to_lowercase(), serde_json::from_str(&made.text).unwrap());
        assert!(known.is_none(), "two files are named {name}");
    }
    (files, converted)
}

/// Holds that the emulator takes a request, on an empty store.
#[track_caller]
fn accepted(body: &str) {
    let mut emulator = Emulator::new(EmulatorOptions { seed: Some(1), now: Some(0), ..Default::default() }).unwrap();
    let response = emulator.send(&request("AmazonSSM.PutInventory", body));
    assert_eq!(response.status, 200, "{}", response.body);
}

fn request(target: &str, body: &str) -> Request {
    let headers = [("Content-Type", "application/x-amz-json-1.1"), ("X-Amz-Target", target)];
    Request {
        method: "POST".into(),
        url: "/".into(),
        headers: headers.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect(),
        body: body.as_bytes().to_vec(),
    }
}

/// What is lost, as `document path: message`.
fn lost(converted: &Converted) -> Vec<String> {
    converted.lost.iter().map(|lost| format!("{} {}: {}", lost.document, lost.path, lost.message)).collect()
}

#[test]
fn a_file_becomes_the_item_that_the_agent_sends() {
    let text = r#"{"typename":"Custom:RackInfo","SchemaVersion":"1.0","Content":{"RackLocation":"Bay B/Row C/Rack D/Shelf E"}}"#;
    let (requests, converted) = to_requests(&[document("rack.json", text)]);
    assert_eq!(lost(&converted), [""; 0]);
    assert_eq!(
        requests,
        [json!({ "InstanceId": NODE, "Items": [{
            "TypeName": "Custom:RackInfo", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z",
            // Verified against the agent's own code.
            "ContentHash": "h2S3423R45iIYNRHpkdDfg==",
            "Content": [{ "RackLocation": "Bay B/Row C/Rack D/Shelf E" }],
        }] })]
    );
}

#[test]
fn a_content_without_entries_has_the_hash_of_null() {
    let (requests, _) = to_requests(&[document("a.json", file("Custom:A", json!([])))]);
    assert_eq!(requests[0]["Items"][0]["ContentHash"], "N6YlnMDB2uKZp4Zkid/wvQ==");
    assert_eq!(requests[0]["Items"][0]["Content"], json!([]));
    let hashes = content_hashes(PUT, requests[0].to_string().as_bytes(), HashOptions::default()).unwrap();
    assert_eq!((hashes[0].matches, hashes[0].hashed.as_str()), (Some(true), "null"));
}

#[test]
fn entries_that_vanish_are_told_and_the_others_come_over() {
    let content = json!([{ "A": 1 }, { "A": "x" }, { "B": null, "C": "ü".repeat(2_049) }, { "A": "y" }]);
    let text = file("Custom:A", content);
    let (requests, converted) = to_requests(&[document("a.json", text.clone())]);
    assert_eq!(requests[0]["Items"][0]["Content"], json!([{ "A": "x" }, { "A": "y" }]));
    assert_eq!(
        lost(&converted),
        [
            "0 /Content/0/A: `A` is a number, a text is wanted, and the agent drops the entry without a word",
            "0 /Content/2/B: `B` is `null`, a text is wanted, and the agent drops the entry without a word",
            "0 /Content/2/C: `C` is 4098 bytes, at most 4096 are taken, and the agent drops the entry without a word",
        ]
    );
    assert!(converted.lost.iter().all(|lost| lost.rule == Some("inventory-file/vanishing-entry")));
    let span = converted.lost[0].span.unwrap();
    assert_eq!(&text[span.start as usize..span.end as usize], "1");
    // The hash is of what is left, for the file as for the request.
    let hashes = content_hashes(FILE, text.as_bytes(), HashOptions::default()).unwrap();
    assert_eq!(requests[0]["Items"][0]["ContentHash"], *hashes[0].digest);
    assert_eq!(hashes[0].hashed, r#"[{"A":"x"},{"A":"y"}]"#);
}

#[test]
fn a_bad_file_is_passed_over_and_the_others_are_read() {
    let documents = [
        document("a.json", file("Custom:A", json!([{ "A": "x" }, { "A": 1 }]))),
        document("b.json", file("custom:B", json!({}))),
        document("c.json", "{\"TypeName\": \"Custom:C\","),
        document("d.json", file("Custom:D", json!([[]]))),
        document("e.json", [b"\xef\xbb\xbf", file("Custom:E", json!({})).as_bytes()].concat()),
        document("f.json", file("Custom:F", json!({ "A": "x" }))),
    ];
    let (requests, converted) = to_requests(&documents);
    let names: Vec<&Value> =
        requests.iter().flat_map(|r| r["Items"].as_array().unwrap()).map(|i| &i["TypeName"]).collect();
    assert_eq!(names, ["Custom:F"]);
    let rules: Vec<(usize, Option<&str>)> = converted.lost.iter().map(|lost| (lost.document, lost.rule)).collect();
    assert_eq!(
        rules,
        [
            (0, Some("inventory-file/rejected-entry")),
            (1, Some("inventory-file/type-name-without-custom")),
            (2, Some("json-syntax")),
            (3, Some("wrong-type")),
            (4, Some("json-encoding")),
        ]
    );
    for bad in [&documents[0], &documents[2], &documents[3]] {
        assert_eq!(content_hashes(FILE, &bad.bytes, HashOptions::default()).unwrap(), [], "{:?}", bad.name);
    }
}

#[test]
fn of_two_files_with_one_type_the_first_by_name_counts() {
    let documents = [
        document("b.json", file("Custom:A", json!({ "From": "b" }))),
        document("B.json", file("Custom:A", json!({ "From": "B" }))),
        // It is passed over, so that it is no first.
        document("A.json", file("Custom:A", json!({ "From": 1 }))),
        document("", file("Custom:A", json!({ "From": "nowhere" }))),
        document("c.JSON", file("Custom:C", json!({}))),
        document("d.json.bak", file("Custom:D", json!({}))),
    ];
    let (requests, converted) = to_requests(&documents);
    assert_eq!(requests.len(), 1);
    assert_eq!(requests[0]["Items"].as_array().unwrap().len(), 1);
    assert_eq!(requests[0]["Items"][0]["Content"], json!([{ "From": "B" }]));
    assert_eq!(
        lost(&converted),
        [
            "0 /TypeName: `Custom:A` is the type of `B.json` too, and the first file counts",
            "2 /Content/From: `From` is a number, a text is wanted, and the agent passes over the whole file",
            "3 /TypeName: `Custom:A` is the type of `B.json` too, and the first file counts",
            "4 : the agent does not read a file of this name",
            "5 : the agent does not read a file of this name",
        ]
    );
}

#[test]
fn of_more_than_twenty_files_none_is_read() {
    let files = |count: usize| -> Vec<Document> {
        (0..count).map(|i| document(&format!("{i}.json"), file(&format!("Custom:T{i}"), json!({})))).collect()
    };
    let (requests, converted) = to_requests(&files(20));
    assert_eq!((requests.len(), requests[0]["Items"].as_array().unwrap().len(), converted.lost.len()), (1, 20, 0));
    let mut many = files(20);
    many.push(document("notes.txt", "no file of the agent"));
    assert_eq!(to_requests(&many).0, requests);
    let (requests, converted) = to_requests(&files(21));
    assert_eq!((requests.len(), converted.lost.len()), (0, 21));
    assert_eq!(converted.lost[20].message, "the agent reads none of 21 files");
}

#[test]
fn what_the_service_refuses_is_left_out_with_the_reason() {
    let documents = [
        document("a.json", file("Custom:A\nB", json!({}))),
        document("b.json", file("Custom:B", json!([{ "Vendor": "x" }, { "vendor": "y" }]))),
        document("c.json", file("Custom:C", json!([{ "C": "x" }]))),
        document("d.json", file("Custom:D", Value::Array(vec![json!({}); 10_001]))),
        document("e.json", file("Custom:E", Value::Array(vec![json!({ "A": "x".repeat(4_000) }); 300]))),
    ];
    let (requests, converted) = to_requests(&documents);
    assert_eq!(requests[0]["Items"].as_array().unwrap().len(), 1);
    let told: Vec<_> =
        converted.lost.iter().map(|lost| (lost.document, lost.path.as_str(), lost.rule.unwrap())).collect();
    assert_eq!(
        told,
        [
            (0, "/TypeName", "pattern-mismatch"),
            (1, "/Content", "inventory/attribute-in-two-spellings"),
            (3, "/Content", "too-many-items"),
            (4, "/Content", "inventory/item-over-the-size-limit"),
        ]
    );
    assert!(converted.lost.iter().all(|lost| lost.message.contains("the service refuses the call: ")));
}

#[test]
fn a_call_holds_no_more_than_one_may() {
    let big = |name: &str| file(name, Value::Array(vec![json!({ "A": "x".repeat(4_000) }); 120]));
    let documents: Vec<Document> =
        (0..5).map(|i| document(&format!("{i}.json"), big(&format!("Custom:T{i}")))).collect();
    let (requests, converted) = to_requests(&documents);
    let counts: Vec<usize> = requests.iter().map(|request| request["Items"].as_array().unwrap().len()).collect();
    assert_eq!((counts, converted.lost.len()), (vec![2, 2, 1], 0));
}

#[test]
fn calls_that_make_no_sense_are_refused_in_words() {
    let refused = |from: &str, to: &str, options: &ConvertOptions| {
        convert(from, to, &[document("", file("Custom:A", json!({})))], options).unwrap_err().to_string()
    };
    assert_eq!(
        refused(PUT, PUT, &options()),
        "`ssm:PutInventory` cannot be converted into `ssm:PutInventory`; what can be: \
         `ssm:PutInventory` into `ssm-agent:CustomInventoryFile`, `ssm-agent:CustomInventoryFile` into `ssm:PutInventory`, \
         `huawei-function:ConfigEvent` into `huawei-config:UpdatePolicyState`"
    );
    assert!(
        refused("ssm-agent:CustomInventoryFiles", PUT, &options())
            .contains("did you mean `ssm-agent:CustomInventoryFile`?")
    );
    assert!(refused(FILE, PUT, &ConvertOptions::default()).starts_with("the option `instanceId` is wanted"));
    assert!(
        refused(FILE, PUT, &ConvertOptions { time: None, ..options() })
            .starts_with("the option `captureTime` is wanted")
    );
    let wrong = |node: &str, time: &str| {
        refused(
            FILE,
            PUT,
            &ConvertOptions { node: Some(node.into()), time: Some(time.into()), ..ConvertOptions::default() },
        )
    };
    assert!(wrong("server-1", "2025-03-12T06:00:00Z").starts_with("the option `instanceId` is not sound"));
    assert!(wrong(NODE, "2025-03-12 06:00").starts_with("the option `captureTime` is not sound"));
}

#[test]
fn a_file_is_not_sent() {
    let text = file("Custom:A", json!({}));
    let wanted = "`ssm-agent:CustomInventoryFile` is a file, which is not sent: convert it into a request";
    assert_eq!(build(FILE, text.as_bytes(), &BuildOptions::default()).unwrap_err().to_string(), wanted);
    for client in ["aws-cli", "boto3", "javascript", "curl"] {
        let refused = snippet(FILE, text.as_bytes(), Client::of(client).unwrap(), &BuildOptions::default());
        assert_eq!(refused.unwrap_err().to_string(), wanted, "{client}");
    }
    // Nor is there anything on the wire that would mean it.
    let mut emulator = Emulator::new(EmulatorOptions { seed: Some(1), ..Default::default() }).unwrap();
    let response = emulator.send(&request("SsmAgent.CustomInventoryFile", &text));
    assert_eq!(response.status, 400);
    assert!(response.body.contains("UnknownOperationException"), "{}", response.body);
}

#[test]
fn a_request_becomes_files_and_what_they_cannot_carry_is_told() {
    let request = json!({ "InstanceId": NODE, "Items": [
        { "TypeName": "AWS:Application", "SchemaVersion": "1.1", "CaptureTime": "2025-03-12T06:00:00Z", "Content": [] },
        { "TypeName": "Custom:A/B", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "ContentHash": "x",
          "Content": [{ "A": "x" }, { "A": "ü".repeat(2_049) }, { "A": 5 }] },
        { "TypeName": "Custom:a-b", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "Content": [] },
        { "TypeName": "Custom:A/B", "SchemaVersion": "2.0", "CaptureTime": "2025-03-12T06:00:00Z", "Content": [] },
        { "TypeName": "Custom:Hash", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "ContentHash": "x" },
        { "TypeName": "Custom:Long", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z",
          "Content": [{ "é".repeat(33): "x" }] },
        { "TypeName": format!("Custom:{}", "ü".repeat(47)), "SchemaVersion": "1.0",
          "CaptureTime": "2025-03-12T06:00:00Z", "Content": [] },
    ] });
    let (files, converted) = to_files(&request.to_string());
    assert_eq!(
        files.into_iter().collect::<Vec<_>>(),
        [
            ("a-b-2.json".to_string(), json!({ "TypeName": "Custom:a-b", "SchemaVersion": "1.0", "Content": [] })),
            (
                "a-b.json".to_string(),
                json!({ "TypeName": "Custom:A/B", "SchemaVersion": "1.0", "Content": [{ "A": "x" }] })
            ),
        ]
    );
    let lost: Vec<String> = lost(&converted).iter().map(|lost| lost[2..].chars().take(60).collect()).collect();
    assert_eq!(
        lost,
        [
            "/InstanceId: a file does not say which node it is about",
            "/Items/0/TypeName: `AWS:Application` is no custom type, and ",
            "/Items/1/CaptureTime: a file has no `CaptureTime`",
            "/Items/1/ContentHash: a file has no `ContentHash`",
            "/Items/1/Content/1/A: `A` is 4098 bytes, at most 4096 are ta",
            "/Items/1/Content/2/A: `A` is no text, a text is wanted, and ",
            "/Items/2/CaptureTime: a file has no `CaptureTime`",
            "/Items/3/TypeName: another item has this type, and of two fi",
            "/Items/3/CaptureTime: a file has no `CaptureTime`",
            "/Items/4: the item has no content that a file could carry",
            "/Items/5/Content/0/ééééééééééééééééééééééééééééééééé: the na",
            "/Items/6/TypeName: `TypeName` is 101 bytes, the agent takes ",
        ]
    );
}

#[test]
fn a_text_that_is_no_request_gives_no_file_and_says_why() {
    for text in ["", "[]", "null", "{\"Items\": [", "\u{feff}5", "{}"] {
        let (files, converted) = to_files(text);
        assert!(files.is_empty(), "{text}");
        assert_eq!(converted.lost.is_empty(), text == "{}", "{text}: {:?}", lost(&converted));
    }
}

/// A text with characters of all widths, sometimes near a bound.
fn some_text(chance: &mut Chance, most: usize) -> String {
    const SIGNS: [&str; 10] = ["a", "Z", "ü", "€", "😀", "\"", "\\", "\u{8}", "<", " "];
    let length = if chance.one_in(6) { chance.between(most / 4, most + 1) } else { chance.between(0, 8) };
    (0..length).map(|_| *chance.pick(&SIGNS)).collect()
}

/// An entry that is mostly sound.
fn some_entry(chance: &mut Chance) -> Value {
    let count = if chance.one_in(12) { chance.between(48, 52) } else { chance.between(0, 4) };
    let mut entry = Map::new();
    for i in 0..count {
        let name = if chance.one_in(4) { some_text(chance, 64) } else { format!("A{i}") };
        let value = match chance.between(0, 24) {
            0 => json!(17),
            1 => json!(true),
            2 => Value::Null,
            3 => json!({ "a": 1 }),
            _ => Value::String(some_text(chance, 4_096)),
        };
        entry.insert(name, value);
    }
    Value::Object(entry)
}

fn some_file(chance: &mut Chance) -> String {
    let count = chance.between(0, 4);
    let entries: Vec<Value> = (0..count).map(|_| some_entry(chance)).collect();
    let content = match entries.first() {
        Some(only) if chance.one_in(4) => only.clone(),
        _ if chance.one_in(30) => json!(["no entry"]),
        _ => Value::Array(entries),
    };
    let type_name = match chance.between(0, 12) {
        0 => "custom:A".to_string(),
        1 => format!("Custom:{}", some_text(chance, 93)),
        _ => format!("Custom:T{}", chance.between(0, 9)),
    };
    let version = if chance.one_in(20) { "1" } else { "1.0" };
    json!({ "TypeName": type_name, "SchemaVersion": version, "Content": content }).to_string()
}

/// An independent reading of a file, as the agent's source has it.
fn read_by_the_agent(text: &str) -> Option<(String, Vec<Value>)> {
    let file: Value = serde_json::from_str(text).ok()?;
    let (type_name, version) = (file["TypeName"].as_str()?, file["SchemaVersion"].as_str()?);
    if type_name.len() > 100 || !type_name.starts_with("Custom:") || version != "1.0" {
        return None;
    }
    let is_sound = |entry: &Map<String, Value>| {
        entry.len() <= 50
            && entry.iter().all(|(name, value)| {
                (1..=64).contains(&name.len()) && value.as_str().is_some_and(|text| text.len() <= 4_096)
            })
    };
    if let Value::Object(entry) = &file["Content"] {
        return is_sound(entry).then(|| (type_name.into(), vec![file["Content"].clone()]));
    }
    let (mut kept, mut last_was_sound) = (Vec::new(), true);
    for entry in file["Content"].as_array()? {
        last_was_sound = is_sound(entry.as_object()?);
        if last_was_sound {
            kept.push(entry.clone());
        }
    }
    last_was_sound.then(|| (type_name.into(), kept))
}

#[test]
fn what_is_not_lost_is_what_the_agent_reads_and_comes_back_the_same() {
    let (mut taken, mut passed_over, mut dropped) = (0, 0, 0);
    for seed in 1..=600 {
        let mut chance = Chance::new(seed);
        let count = chance.between(1, 6);
        let texts: Vec<String> = (0..count).map(|_| some_file(&mut chance)).collect();
        let documents: Vec<Document> =
            texts.iter().enumerate().map(|(i, text)| document(&format!("{i}.json"), text.clone())).collect();
        let (requests, converted) = to_requests(&documents);
        let mut items = BTreeMap::new();
        for item in requests.iter().flat_map(|request| request["Items"].as_array().unwrap()) {
            items.insert(item["TypeName"].as_str().unwrap().to_string(), item.clone());
        }
        let mut wanted = BTreeMap::new();
        for (i, text) in texts.iter().enumerate() {
            let is_told = converted.lost.iter().any(|lost| lost.document == i);
            let report = check(FILE, text.as_bytes(), &Options::default()).unwrap();
            let Some((type_name, entries)) = read_by_the_agent(text) else {
                passed_over += 1;
                assert!(!report.ok && is_told, "seed {seed}, file {i}: {text}");
                continue;
            };
            assert!(report.ok, "seed {seed}, file {i}\n{}", report.render());
            let all = serde_json::from_str::<Value>(text).unwrap()["Content"].as_array().map_or(1, Vec::len);
            let is_second = wanted.contains_key(&type_name);
            assert_eq!(is_told, all > entries.len() || is_second, "seed {seed}, file {i}: {text}");
            dropped += all - entries.len();
            if !is_second {
                wanted.insert(type_name, entries);
            }
        }
        taken += wanted.len();
        let contents: BTreeMap<String, Vec<Value>> =
            items.iter().map(|(name, item)| (name.clone(), item["Content"].as_array().unwrap().clone())).collect();
        assert_eq!(contents, wanted, "seed {seed}");
        // The check of the request finds the hash that belongs to the content.
        for request in &requests {
            let hashes = content_hashes(PUT, request.to_string().as_bytes(), HashOptions::default()).unwrap();
            assert!(hashes.iter().all(|hash| hash.matches == Some(true)), "seed {seed}");
        }
        for request in &requests {
            let (files, back) = to_files(&request.to_string());
            let of_items = request["Items"].as_array().unwrap();
            let unseen =
                |path: &str| path.ends_with("/CaptureTime") || path.ends_with("/ContentHash") || path == "/InstanceId";
            assert!(back.lost.iter().all(|lost| unseen(&lost.path)), "seed {seed}: {:?}", lost(&back));
            assert_eq!(files.len(), of_items.len(), "seed {seed}");
            for file in files.values() {
                let item = &items[file["TypeName"].as_str().unwrap()];
                assert_eq!((&file["SchemaVersion"], &file["Content"]), (&item["SchemaVersion"], &item["Content"]));
            }
            let again: Vec<Document> =
                back.documents.iter().map(|made| document(made.name.as_deref().unwrap(), made.text.clone())).collect();
            let (again, converted) = to_requests(&again);
            assert_eq!(lost(&converted), [""; 0], "seed {seed}");
            let by_type = |requests: &[Value]| -> BTreeMap<String, Value> {
                let items = requests.iter().flat_map(|request| request["Items"].as_array().unwrap().clone());
                items.map(|item| (item["TypeName"].to_string(), item)).collect()
            };
            assert_eq!(by_type(&again), by_type(std::slice::from_ref(request)), "seed {seed}");
        }
    }
    assert!(
        taken > 800 && passed_over > 200 && dropped > 50,
        "{taken} taken, {passed_over} passed over, {dropped} dropped"
    );
}
