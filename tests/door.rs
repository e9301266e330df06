//! The door as a guest sees it: results are looked at through JavaScript, since decoding them back into Rust
//! would hide the bugs that these tests are for. Runs in a browser. The start function of a test module is the
//! harness's, so each test calls ours.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, reason = "a test may panic")]

use js_sys::{JSON, Object, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::*;

use cloud_dryrun::door::{self, EmulatorDoor};
use cloud_dryrun::text::pattern::matcher_of;

wasm_bindgen_test_configure!(run_in_browser);

const PUT: &str = r#"{ "InstanceId": "i-0123456789abcdef0", "Items": [ { "TypeName": "Custom:RackInfo",
  "SchemaVersion": "1.0", "CaptureTime": "2016-08-19T10:01:01Z",
  "Content": [ { "RackLocation": "Bay B/Row C/Rack D/Shelf E" } ] } ] }"#;

fn text_of(value: &JsValue) -> String {
    JSON::stringify(value).unwrap().into()
}

fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

fn options(json: &str) -> JsValue {
    JSON::parse(json).unwrap()
}

#[track_caller]
fn refused(result: Result<JsValue, JsValue>, code: &str) -> String {
    let error = result.unwrap_err();
    assert!(error.is_instance_of::<js_sys::Error>());
    assert_eq!(get(&error, "name"), "UsageError");
    assert_eq!(get(&error, "code"), code);
    get(&error, "message").as_string().unwrap()
}

#[wasm_bindgen_test]
fn a_sound_text_gets_an_empty_report_of_plain_objects() {
    door::start();
    let report = door::check("ssm:PutInventory", PUT.as_bytes(), JsValue::UNDEFINED).unwrap();
    assert_eq!(Object::get_prototype_of(&report), Object::get_prototype_of(&Object::new()));
    assert_eq!(text_of(&report), r#"{"operation":"ssm:PutInventory","ok":true,"findings":[],"truncated":false}"#);
}

#[wasm_bindgen_test]
fn places_are_counted_in_utf16_and_absent_fields_are_absent() {
    door::start();
    let text = "{ \"InstanceId\": \"😀\",\n  \"Items\": 1 }";
    let report = door::check("ssm:PutInventory", text.as_bytes(), JsValue::UNDEFINED).unwrap();
    let finding = Reflect::get_u32(&get(&report, "findings"), 1).unwrap();
    assert_eq!(get(&finding, "rule"), "wrong-type");
    assert_eq!(
        text_of(&get(&finding, "range")),
        r#"{"start":{"offset":33,"line":1,"character":11},"end":{"offset":34,"line":1,"character":12}}"#
    );
    assert!(!Reflect::has(&finding, &"exception".into()).unwrap());
    assert!(!Reflect::has(&finding, &"related".into()).unwrap());
}

#[wasm_bindgen_test]
fn a_latin1_text_gets_the_report_of_its_utf8() {
    door::start();
    let text = "{ \"InstanceId\": \"Größe\",\n  \"Items\": 1, \"é\": null }";
    let latin1: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let one = door::check_latin1("ssm:PutInventory", &latin1, JsValue::UNDEFINED).unwrap();
    let other = door::check("ssm:PutInventory", text.as_bytes(), JsValue::UNDEFINED).unwrap();
    assert_eq!(text_of(&one), text_of(&other));
}

#[wasm_bindgen_test]
fn a_text_of_any_kind_gets_a_report() {
    door::start();
    let deep = "[".repeat(1_000_000);
    for text in ["", "{", "\u{feff}{}", "null", &deep, "aws ssm put-inventory", "{\"a\":\"\\ud800\"}"] {
        let report = door::check("ssm:PutInventory", text.as_bytes(), JsValue::UNDEFINED).unwrap();
        assert_eq!(get(&report, "ok"), JsValue::FALSE, "{}", text.get(..20.min(text.len())).unwrap_or("…"));
    }
    let report = door::check("ssm:PutInventory", &[0xff, 0xfe, 0, 0x80], JsValue::UNDEFINED).unwrap();
    assert_eq!(get(&report, "ok"), JsValue::FALSE);
}

#[wasm_bindgen_test]
fn misuse_is_an_error_with_a_code() {
    door::start();
    let message = refused(door::check("ssm:PutInventroy", b"{}", JsValue::UNDEFINED), "unknown-operation");
    assert!(message.contains("ssm:PutInventory"), "{message}");
    refused(door::check("ssm:PutInventory", b"{}", options(r#"{"fom":"wire"}"#)), "unknown-option");
    refused(door::check("ssm:PutInventory", b"{}", options(r#"{"limit":-1}"#)), "wrong-argument");
    refused(door::build("ssm:PutInventory", b"{", JsValue::UNDEFINED), "unreadable-text");
    refused(door::build("ssm:PutInventory", b"{}", options(r#"{"region":"a b"}"#)), "wrong-argument");
    refused(door::snippet("ssm:PutInventory", b"{}", "perl", JsValue::UNDEFINED).map(JsValue::from), "wrong-argument");
    refused(EmulatorDoor::restore("{}", JsValue::UNDEFINED).map(JsValue::from), "bad-snapshot");
    refused(EmulatorDoor::new(options(r#"{"nodes":["x"]}"#)).map(JsValue::from), "unknown-option");
}

#[wasm_bindgen_test]
fn hashes_requests_and_snippets_cross_the_door() {
    door::start();
    let hashes = door::content_hashes("ssm:PutInventory", PUT.as_bytes(), JsValue::UNDEFINED).unwrap();
    assert_eq!(
        text_of(&hashes),
        r#"[{"path":"/Items/0/Content","digest":"h2S3423R45iIYNRHpkdDfg==","hashed":"[{\"RackLocation\":\"Bay B/Row C/Rack D/Shelf E\"}]"}]"#
    );
    let request = door::build("ssm:PutInventory", PUT.as_bytes(), options(r#"{"region":"eu-west-1"}"#)).unwrap();
    assert_eq!(get(&request, "url"), "https://ssm.eu-west-1.amazonaws.com/");
    assert_eq!(get(&get(&request, "headers"), "X-Amz-Target"), "AmazonSSM.PutInventory");
    let snippet = door::snippet("ssm:PutInventory", PUT.as_bytes(), "boto3", JsValue::UNDEFINED).unwrap();
    assert!(snippet.contains("put_inventory"), "{snippet}");
}

#[wasm_bindgen_test]
fn an_emulator_answers_and_comes_back_from_its_snapshot() {
    door::start();
    let mut emulator = EmulatorDoor::new(options(r#"{"seed":7,"now":"2026-01-01T00:00:00Z"}"#)).unwrap();
    emulator.advance("PT1H".into()).unwrap();
    assert_eq!(emulator.now(), 1_767_229_200_000.0);
    let headers = options(r#"{"X-Amz-Target":"AmazonSSM.PutInventory","Content-Type":"application/x-amz-json-1.1"}"#);
    let answer = emulator.send("POST", "/", headers, PUT.as_bytes()).unwrap();
    assert_eq!(get(&answer, "status"), 200);
    assert_eq!(get(&answer, "body"), "{}");
    let snapshot = emulator.snapshot().unwrap();
    let restored = EmulatorDoor::restore(&snapshot, JsValue::UNDEFINED).unwrap();
    assert_eq!(restored.snapshot().unwrap(), snapshot);
    assert_eq!(restored.now(), emulator.now());
    emulator.reset().unwrap();
    assert_ne!(emulator.snapshot().unwrap(), snapshot);
    refused(emulator.advance("soon".into()).map(|()| JsValue::NULL), "wrong-argument");
}

#[wasm_bindgen_test]
fn without_a_seed_every_emulator_has_its_own() {
    door::start();
    let seed = || get(&options(&EmulatorDoor::new(JsValue::UNDEFINED).unwrap().snapshot().unwrap()), "seed");
    assert_ne!(seed(), seed());
}

/// `tests/patterns.rs` holds `regress` to the same table.
#[wasm_bindgen_test]
fn patterns_mean_the_same_in_this_engine() {
    door::start();
    for line in include_str!("patterns.tsv").lines() {
        let mut parts = line.split('\t').map(|part| JSON::parse(part).unwrap());
        let mut next = || parts.next().unwrap();
        let (pattern, value, wanted) = (next().as_string().unwrap(), next().as_string().unwrap(), next());
        let found = matcher_of(&pattern).map(|matcher| matcher.is_match(&value)).ok();
        assert_eq!(found, wanted.as_bool(), "{pattern} on {value:?}");
    }
}
