//! Any bytes at all get a report: no panic, and what a strict JSON reader refuses is never `ok`.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic, reason = "a test fails loudly")]

#[path = "support/oracle/chance.rs"]
mod chance;

use chance::Chance;
use cloud_dryrun::{Form, Options, Report, check};
use serde::de::IgnoredAny;
use std::time::{Duration, Instant};

const SOUND: &str = r#"{ "InstanceId": "i-0123456789abcdef0", "Items": [ { "TypeName": "Custom:RackInfo",
  "SchemaVersion": "1.0", "CaptureTime": "2019-01-22T10:01:01Z", "ContentHash": null,
  "Content": [ { "Rack\u004cocation": "Bay B\/Row C", "Größe 😀": "\ud83d\ude00 漢" }, {} ] } ] }"#;

/// Pieces that a broken text is made of.
const PIECES: &[&[u8]] = &[
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\udc00",
    b"\\u0000",
    b"null",
    b"tru",
    b"0",
    b"-",
    b"1.",
    b"1e",
    b"1e5",
    b"+",
    b"NaN",
    b" ",
    b"\t",
    b"\n",
    b"\0",
    b"\x0b",
    b"\x7f",
    b"'",
    b"//",
    b"/*",
    b"#",
    b"\xef\xbb\xbf",
    b"\xff",
    b"\xc3",
    b"\xe2\x80",
    b"\xf0\x9f\x98",
    b"\xed\xa0\x80",
    b"\xc0\xaf",
    b"\xf4\x90\x80\x80",
    b"\xc2\xa0",
    b"Items",
];

#[test]
fn each_cut_of_a_sound_text_is_refused() {
    assert!(report(SOUND.as_bytes()).ok, "{}", report(SOUND.as_bytes()).render());
    for end in 0..SOUND.len() {
        assert_refused(&SOUND.as_bytes()[..end]);
    }
}

#[test]
fn a_spoiled_text_is_broken_json_exactly_when_a_strict_reader_says_so() {
    for seed in 0..30_000 {
        let mut chance = Chance::new(seed);
        let mut bytes = SOUND.as_bytes().to_vec();
        for _ in 0..chance.between(1, 3) {
            let at = chance.below(bytes.len());
            let end = (at + chance.below(4)).min(bytes.len());
            let piece = *chance.pick(PIECES);
            bytes.splice(at..end, piece.iter().copied());
        }
        if is_json(&bytes) {
            let report = report(&bytes);
            assert_ranges(&report);
            let broken = report.findings.iter().find(|found| found.rule == "json-syntax");
            assert!(broken.is_none(), "seed {seed}\n{}", report.render());
        } else {
            assert_refused(&bytes);
        }
    }
}

#[test]
fn bytes_without_any_sense_are_refused() {
    for seed in 0..5_000 {
        let mut chance = Chance::new(seed);
        let bytes: Vec<u8> = (0..chance.below(60)).flat_map(|_| *chance.pick(PIECES)).copied().collect();
        if !is_json(&bytes) {
            assert_refused(&bytes);
        }
    }
}

#[test]
fn a_million_brackets_get_a_report_in_time() {
    let many = 1_000_000;
    let closed = [vec![b'['; many], vec![b']'; many]].concat();
    let inside = [SOUND.replace("null", "\"x\", \"More\": ").into_bytes()[..150].to_vec(), vec![b'['; many]].concat();
    let texts = [
        vec![b'['; many],
        closed,
        b"{\"a\":".repeat(many),
        vec![b'{'; many],
        vec![b'"'; many],
        vec![b'\\'; many],
        inside,
    ];
    let start = Instant::now();
    for text in &texts {
        assert_refused(text);
    }
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn a_list_of_wrong_values_costs_in_proportion() {
    assert_linear(|many| format!(r#"{{"Items":[{}]}}"#, vec!["7"; many].join(",")));
}

#[test]
fn a_wide_unknown_object_costs_in_proportion() {
    assert_linear(|many| format!(r#"{{"x":{{{}}}}}"#, vec![r#""k":1"#; many].join(",")));
}

#[test]
fn a_known_key_many_times_costs_in_proportion() {
    assert_linear(|many| format!("{{{}}}", vec![r#""Items":[]"#; many].join(",")));
}

#[test]
fn an_unknown_key_many_times_costs_in_proportion() {
    assert_linear(|many| format!("{{{}}}", vec![r#""x":1"#; many].join(",")));
}

#[test]
fn many_unknown_keys_cost_in_proportion() {
    assert_linear(|many| format!("{{{}}}", (0..many).map(|n| format!(r#""x{n}":1"#)).collect::<Vec<_>>().join(",")));
}

#[test]
fn a_map_with_many_keys_costs_in_proportion() {
    let map = |many| (0..many).map(|n| format!(r#""k{n}":"""#)).collect::<Vec<_>>().join(",");
    assert_linear(|many| format!(r#"{{"Items":[{{"Content":[{{{}}}]}}]}}"#, map(many)));
}

#[test]
fn a_map_key_many_times_costs_in_proportion() {
    assert_linear(|many| format!(r#"{{"Items":[{{"Content":[{{{}}}]}}]}}"#, vec![r#""k":"""#; many].join(",")));
}

#[test]
fn long_strings_cost_in_proportion() {
    assert_linear(|many| format!(r#"{{"InstanceId":"{}","x":"{}"}}"#, "a\\u00e9".repeat(many), "\\".repeat(many)));
}

#[test]
fn broken_pieces_cost_in_proportion() {
    assert_linear(|many| format!(r#"{{"Items":[{}]}}"#, vec!["'a"; many].join(" ")));
    assert_linear(|many| "{ a: 'b', ".repeat(many));
    assert_linear(|many| format!("{{\"Items\": \"{}\"}}", "\t\\x".repeat(many)));
}

/// Fifty times the text may cost some more than fifty times the time, not its square.
#[track_caller]
fn assert_linear(make: impl Fn(usize) -> String) {
    let time = |text: &str| {
        let start = Instant::now();
        report(text.as_bytes());
        start.elapsed().max(Duration::from_millis(1))
    };
    let (small, large) = (make(1_000), make(50_000));
    // The first one loads the model.
    let small = (0..4).map(|_| time(&small)).min().expect("four times");
    let large = time(&large);
    assert!(large < small * 50 * 8, "{small:?} for 1,000 and {large:?} for 50,000");
}

fn report(bytes: &[u8]) -> Report<'_> {
    let client = Options { form: Form::Client, ..Default::default() };
    check("ssm:PutInventory", bytes, &client).expect("a known operation");
    check("ssm:PutInventory", bytes, &Options::default()).expect("a known operation")
}

#[track_caller]
fn assert_refused(bytes: &[u8]) {
    let report = report(bytes);
    assert_ranges(&report);
    let about_json = report.findings.iter().any(|found| found.rule.starts_with("json-")) || report.truncated;
    let shown = String::from_utf8_lossy(&bytes[..bytes.len().min(400)]);
    assert!(!report.ok && about_json, "{shown:?}\n{:?}", report.findings.first());
}

/// Every range is one of whole characters.
#[track_caller]
fn assert_ranges(report: &Report<'_>) {
    for found in &report.findings {
        let range = found.span.start as usize..found.span.end as usize;
        assert!(report.text.get(range.clone()).is_some(), "{} at {range:?} of {:?}", found.rule, report.text);
    }
}

/// As `JSON.parse` sees it: `IgnoredAny` reads any depth, and leaves lone surrogates be.
fn is_json(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok() && serde_json::from_slice::<IgnoredAny>(bytes).is_ok()
}
