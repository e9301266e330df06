//! The cases of `tests/cases`: each file is a request and the findings it deserves. `BLESS=1` rewrites the wants.

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

use case::{Case, all, of_folder};
use cloud_dryrun::report::{Edit, Trust};
use cloud_dryrun::{Finding, Options, Report, Severity, check};
use std::collections::BTreeSet;

const FOLDERS: &[&str] =
    &["json", "ssm/ListComplianceItems", "ssm/ListInventoryEntries", "ssm/PutComplianceItems", "ssm/PutInventory"];

#[test]
fn texts_that_are_not_sound_json() {
    check_folder("json");
}

#[test]
fn list_compliance_items() {
    check_folder("ssm/ListComplianceItems");
}

#[test]
fn list_inventory_entries() {
    check_folder("ssm/ListInventoryEntries");
}

#[test]
fn put_compliance_items() {
    check_folder("ssm/PutComplianceItems");
}

#[test]
fn put_inventory() {
    check_folder("ssm/PutInventory");
}

#[test]
fn every_folder_of_cases_has_its_test() {
    let cases = all();
    let folders: BTreeSet<&str> = cases.iter().map(Case::folder).collect();
    assert_eq!(Vec::from_iter(folders), FOLDERS);
}

#[test]
fn a_report_says_the_same_twice_and_in_order() {
    for case in all() {
        for &form in case.forms() {
            let (first, second) = (case.report(form), case.report(form));
            assert_eq!(first.render(), second.render(), "{}", case.name);
            assert_eq!(format!("{:?}", first.findings), format!("{:?}", second.findings), "{}", case.name);
            let places: Vec<_> = first
                .findings
                .iter()
                .map(|found| (found.span.start, found.span.end, &found.path, found.rule))
                .collect();
            assert!(places.is_sorted(), "{}: {places:?}", case.name);
            let errors = first.findings.iter().any(|found| found.severity == Severity::Error);
            assert_eq!(first.ok, !errors, "{}: `ok` means no error", case.name);
        }
    }
}

#[test]
fn every_range_holds_whole_characters_of_the_text() {
    for case in all() {
        for &form in case.forms() {
            let report = case.report(form);
            for found in &report.findings {
                let edits = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
                let related = found.related.iter().map(|related| related.span);
                for span in edits.chain(related).chain([found.span]) {
                    let range = span.start as usize..span.end as usize;
                    assert!(report.text.get(range.clone()).is_some(), "{}: {} {range:?}", case.name, found.rule);
                }
            }
        }
    }
}

#[test]
fn a_fix_removes_its_finding_and_a_safe_one_adds_none_elsewhere() {
    for case in all() {
        for &form in case.forms() {
            let report = case.report(form);
            for found in &report.findings {
                for fix in &found.fixes {
                    let text = applied(&report.text, &fix.edits);
                    let after = check(&case.operation, text.as_bytes(), &Options { form, ..Default::default() });
                    let after = after.expect("a known operation");
                    let told = || format!("{}: \"{}\" for {}\n{}", case.name, fix.title, found.rule, after.render());
                    assert!(about(&after, found) < about(&report, found), "it is still there. {}", told());
                    // What could not be read before may be looked at now: a whole text, or what stands below.
                    if fix.trust == Trust::Safe && !found.rule.starts_with("json-") {
                        assert!(elsewhere(&after, found) <= elsewhere(&report, found), "there is more. {}", told());
                    }
                }
            }
        }
    }
}

fn about(report: &Report<'_>, found: &Finding) -> usize {
    report.findings.iter().filter(|other| (other.rule, &other.path) == (found.rule, &found.path)).count()
}

fn elsewhere(report: &Report<'_>, found: &Finding) -> usize {
    let below = format!("{}/", found.path);
    report.findings.iter().filter(|other| other.path != found.path && !other.path.starts_with(&below)).count()
}

#[track_caller]
fn check_folder(folder: &str) {
    let cases = of_folder(folder);
    assert!(!cases.is_empty(), "no cases in {folder}");
    let failures: Vec<String> = cases.iter().filter_map(Case::difference).collect();
    assert!(failures.is_empty(), "{} of {} cases differ\n\n{}", failures.len(), cases.len(), failures.join("\n"));
}

fn applied(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span.start));
    let mut text = text.to_owned();
    for edit in edits {
        text.replace_range(edit.span.start as usize..edit.span.end as usize, &edit.text);
    }
    text
}
