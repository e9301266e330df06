//! The patterns of the models, and some that engines like to disagree about, run in `regress`. The door test
//! runs the same table in the browser's engine, so the two are held to each other. `BLESS=1` writes the table.
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::fmt::Write;

use cloud_dryrun::services::SERVICES;
use cloud_dryrun::text::pattern::matcher_of;

/// Where engines could differ: look-ahead, classes of Unicode, anchors in the middle, case, line ends, escapes
/// that the `u` flag forbids, and a pattern that no engine takes.
const FURTHER: [&str; 9] =
    [r"^(?!\s*$).+", r"\p{Lu}\p{Script=Greek}+", r"a$|^b", r"[\s\S]*", r".", r"\w+", r"[\w\:]+", r"\d{2,3}?", r"("];

const VALUES: [&str; 34] = [
    "",
    " ",
    "a",
    "b",
    "ab",
    "A",
    "Ωμέγα",
    "ß",
    "😀",
    "e\u{301}",
    "\u{2028}",
    "a\n",
    "\n",
    "\u{a0}",
    "\u{feff}",
    "1",
    "12",
    "1234",
    "i-12345678",
    "i-0123456789abcdef0",
    "mi-0123456789abcdef0",
    "i-1234567",
    "Custom:Rack_1",
    "AWS:Application",
    "aws:approve",
    "1.0",
    "1.2.3",
    "$LATEST",
    "$DEFAULT",
    "2026-02-28T23:59:59Z",
    "01234567-89ab-cdef-0123-456789abcdef",
    "100%",
    "https://bucket.s3.us-east-1.amazonaws.com/key",
    "tag:Größe",
];

fn table() -> String {
    let mut patterns: BTreeSet<String> = FURTHER.iter().map(|p| (*p).to_string()).collect();
    for service in SERVICES {
        let model: serde_json::Value = serde_json::from_str(service.model).unwrap();
        for shape in model["shapes"].as_object().unwrap().values() {
            let own = [shape]
                .into_iter()
                .chain(shape["members"].as_object().into_iter().flat_map(|members| members.values()));
            patterns.extend(own.filter_map(|s| s["traits"]["smithy.api#pattern"].as_str()).map(String::from));
        }
    }
    let mut table = String::new();
    for pattern in patterns {
        let matcher = matcher_of(&pattern).ok();
        for value in VALUES {
            let found = serde_json::json!(matcher.as_ref().map(|matcher| matcher.is_match(value)));
            writeln!(table, "{}\t{}\t{found}", serde_json::json!(pattern), serde_json::json!(value)).unwrap();
        }
    }
    table
}

#[test]
fn patterns_mean_the_same_in_this_engine() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/patterns.tsv");
    let table = table();
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(path, &table).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    for (found, wanted) in table.lines().zip(kept.lines()) {
        assert_eq!(found, wanted);
    }
    assert_eq!(table.lines().count(), kept.lines().count());
}
