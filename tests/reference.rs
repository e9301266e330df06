//! The reference of the rules is whole: every rule of the tables, with examples that are what the check says.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "support/case.rs"]
mod case;
#[path = "support/large.rs"]
mod large;
#[path = "support/reference.rs"]
mod reference;

use std::collections::BTreeSet;
use std::ops::Range;

use cloud_dryrun::{model, services};
use reference::{Entry, Example, Piece, pieces, reference};

fn rules_in(example: &Example) -> Vec<&str> {
    let findings = example.findings.as_array().expect("findings are a list");
    findings.iter().map(|finding| finding["rule"].as_str().expect("a finding names its rule")).collect()
}

fn has_error(example: &Example) -> bool {
    example.findings.as_array().expect("a list").iter().any(|finding| finding["severity"] == "error")
}

#[test]
fn every_rule_is_in_the_reference_once() {
    let mut wanted: BTreeSet<&str> = model::rules::ALL.iter().map(|text| text.name).collect();
    wanted.extend(services::all().flat_map(|target| target.rule_texts()).map(|rule| rule.name));
    let entries = reference();
    let names: BTreeSet<&str> = entries.iter().map(|entry| entry.name).collect();
    assert_eq!(names, wanted);
    assert_eq!(entries.len(), names.len());
}

#[test]
fn the_operations_of_a_rule_are_those_that_have_it_in_their_tables() {
    for Entry { name, service, operations, .. } in reference() {
        let having = services::all().filter(|target| target.rule_texts().any(|rule| rule.name == name));
        let wanted: BTreeSet<String> = having.map(|target| target.id()).collect();
        assert_eq!(service.is_some(), name.contains('/'), "{name}");
        assert_eq!(BTreeSet::from_iter(operations), wanted, "{name}");
    }
}

#[test]
fn a_rule_is_found_in_its_first_example_and_not_in_its_sound_one() {
    let cases = case::all();
    for Entry { name, severity, broken, sound, .. } in reference() {
        assert!(rules_in(&broken).contains(&name), "{name} is not found in its example");
        let Some(sound) = sound else {
            let of_operation = cases.iter().filter(|case| case.operation == broken.operation && case.is_request());
            let reports = of_operation.flat_map(|case| case.forms().iter().map(|&form| case.report(form)));
            let without =
                reports.filter(|report| report.ok && !report.findings.iter().any(|finding| finding.rule == name));
            assert_eq!((without.count(), severity != "error"), (0, true), "{name} has a sound text");
            continue;
        };
        assert_eq!(sound.operation, broken.operation, "{name}");
        assert!(!rules_in(&sound).contains(&name) && !has_error(&sound), "{name}: {:?}", rules_in(&sound));
    }
}

#[test]
fn what_is_marked_is_what_the_case_wants() {
    let cases = case::all();
    let mut looked_at = 0;
    for Entry { name, broken, .. } in reference() {
        let Some(case) = cases.iter().find(|case| Some(&case.name) == broken.case.as_ref()) else { continue };
        let marked: Vec<&str> = broken.pieces.iter().filter_map(marked).collect();
        let is_whole = !broken.pieces.iter().any(|piece| matches!(piece, Piece::LeftOut(_) | Piece::MarkedLeftOut(_)));
        if is_whole {
            let wanted: Vec<&str> = case.want.iter().filter(|want| want.rule == name).map(|want| &*want.at).collect();
            assert_eq!(marked, wanted, "{name}, {}", case.name);
            looked_at += 1;
        }
    }
    assert!(looked_at > 100, "only {looked_at}");
}

fn marked(piece: &Piece) -> Option<&str> {
    if let Piece::Marked(text) = piece { Some(text) } else { None }
}

/// A piece as a text, with the cuts as their lengths.
fn told(pieces: &[Piece]) -> String {
    let told = pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.clone(),
        Piece::Marked(text) => format!("<{text}>"),
        Piece::LeftOut(count) => format!("…{count}…"),
        Piece::MarkedLeftOut(count) => format!("<…{count}…>"),
    });
    told.collect()
}

#[test]
fn a_long_text_is_cut_between_what_is_marked() {
    let one = |range: Range<usize>| vec![range];
    assert_eq!(told(&pieces("{\"a\":1}", &one(5..6))), "{\"a\":<1>}");
    assert_eq!(told(&pieces("{", &one(1..1))), "{<>");
    assert_eq!(told(&pieces("", &one(0..0))), "<>");
    // Two bytes for a character: no cut falls into one.
    let text = format!("{}!{}", "é".repeat(1_000), "é".repeat(1_000));
    let shown = told(&pieces(&text, &one(2_000..2_001)));
    let e = |count| "é".repeat(count);
    assert_eq!(shown, format!("{}…840…{}<!>{}…900…{}", e(110), e(50), e(50), e(50)));
    let inside = told(&pieces(&"x".repeat(4_000), &one(1_000..3_000)));
    let x = |count| "x".repeat(count);
    assert_eq!(inside, format!("{}…680…{}<{}><…1800…><{}>{}…800…{}", x(220), x(100), x(100), x(100), x(100), x(100)));
}
