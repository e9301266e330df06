//! What is asked of every rule and of every view: a name of its own, a reason, a source, a case where it fires
//! and one where it stays quiet; and members that are those of the model.

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

use std::collections::{BTreeMap, BTreeSet};

use case::all;
use cloud_dryrun::model::{Kind, Model, ShapeId, rules};
use cloud_dryrun::report::{RuleText, Severity};
use cloud_dryrun::services::ssm::{compliance, inventory};
use cloud_dryrun::services::{self, Target};
use cloud_dryrun::text::decode::MAX_BYTES;
use cloud_dryrun::text::pattern::MAX_VALUE_BYTES;
use cloud_dryrun::{Basis, Finding, Form, Options, check};

/// The operations of the services with the rules on their requests.
fn tables() -> Vec<(String, Vec<RuleText>)> {
    services::all().map(|target| (target.id(), target.rules().iter().map(|rule| rule.text).collect())).collect()
}

#[test]
fn a_name_stands_for_one_rule() {
    let mut known: BTreeMap<&str, String> = BTreeMap::new();
    for text in rules::ALL {
        assert!(known.insert(text.name, format!("{text:?}")).is_none(), "{} is there twice", text.name);
        assert!(!text.name.contains('/'), "{}: rules of the model have no family", text.name);
    }
    for (operation, table) in tables() {
        let names: BTreeSet<&str> = table.iter().map(|text| text.name).collect();
        assert_eq!(names.len(), table.len(), "{operation} has a rule twice");
        for text in table {
            let is_plain = |part: &str| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            };
            assert!(
                text.name.split_once('/').is_some_and(|(family, what)| is_plain(family) && is_plain(what)),
                "{}",
                text.name
            );
            // Operations may share a rule; then all that is said of it is the same.
            let said = format!("{text:?}");
            assert_eq!(known.entry(text.name).or_insert_with(|| said.clone()), &said, "{} means two things", text.name);
        }
    }
}

#[test]
fn a_rule_says_what_it_finds_and_why_and_how_we_know() {
    let all = tables().into_iter().flat_map(|(_, table)| table);
    for text in rules::ALL.iter().copied().chain(all) {
        for said in [text.summary, text.why] {
            assert!(!said.trim().is_empty() && !said.ends_with('.'), "{}: {said:?}", text.name);
        }
        match text.basis {
            Basis::Model => assert!(!text.name.contains('/'), "{}: what the model says, the walker tells", text.name),
            Basis::Documentation(source) | Basis::Observation(source) | Basis::Assumption(source) => {
                assert!(source.len() > 5, "{}: no source", text.name);
            }
        }
        let is_assumed = matches!(text.basis, Basis::Assumption(_)) && text.name.contains('/');
        assert!(!(is_assumed && text.severity == Severity::Error), "{}: an assumption refuses nothing", text.name);
    }
}

/// A request with which a rule fires, where it is too large for a file of a case or of another operation.
struct Large {
    rule: &'static str,
    operation: &'static str,
    fires: String,
    quiet: String,
}

fn large(rule: &'static str, operation: &'static str, fires: String, quiet: String) -> Large {
    Large { rule, operation, fires, quiet }
}

const KB: usize = 1024;

/// A report of items of 4,000 bytes of details each.
fn report(kilobytes: usize) -> String {
    let filler = "x".repeat(4_000);
    let items = (0..kilobytes * KB / 4_090).map(|i| {
        format!(
            "{{\"Id\":\"{i:05}\",\"Severity\":\"LOW\",\"Status\":\"COMPLIANT\",\"Details\":{{\"Text\":\"{filler}\"}}}}"
        )
    });
    format!(
        "{{\"ResourceId\":\"i-02573cafcf0123456\",\"ResourceType\":\"ManagedInstance\",\"ComplianceType\":\"Custom:Big\",\
         \"ExecutionSummary\":{{\"ExecutionTime\":1628697600}},\"Items\":[{}]}}",
        items.collect::<Vec<_>>().join(",")
    )
}

/// An inventory with one item for each size.
fn inventory_of(kilobytes: &[usize]) -> String {
    let filler = "x".repeat(4_000);
    let items = kilobytes.iter().enumerate().map(|(i, kilobytes)| {
        let entries: Vec<String> = (0..kilobytes * KB / 4_012).map(|_| format!("{{\"Text\":\"{filler}\"}}")).collect();
        format!(
            "{{\"TypeName\":\"Custom:Big{i}\",\"SchemaVersion\":\"1.0\",\"CaptureTime\":\"2025-03-12T06:00:00Z\",\"Content\":[{}]}}",
            entries.join(",")
        )
    });
    format!("{{\"InstanceId\":\"i-016648b75dd622dab\",\"Items\":[{}]}}", items.collect::<Vec<_>>().join(","))
}

fn large_cases() -> Vec<Large> {
    let signal = |payload: &str| {
        format!(
            "{{\"AutomationExecutionId\":\"00000000-0000-4000-8000-000000000000\",\"SignalType\":\"Approve\",\"Payload\":{payload}}}"
        )
    };
    let typed = |name: &str| format!("{{\"InstanceId\":\"i-016648b75dd622dab\",\"TypeName\":\"{name}\"}}");
    vec![
        large("compliance/items-near-the-size-limit", "ssm:PutComplianceItems", report(700), report(640)),
        large("compliance/items-over-the-size-limit", "ssm:PutComplianceItems", report(900), report(700)),
        large("inventory/item-near-the-size-limit", "ssm:PutInventory", inventory_of(&[10, 900]), inventory_of(&[800])),
        large(
            "inventory/item-over-the-size-limit",
            "ssm:PutInventory",
            inventory_of(&[10, 1_100]),
            inventory_of(&[900]),
        ),
        large(
            "inventory/call-near-the-size-limit",
            "ssm:PutInventory",
            inventory_of(&[450, 450]),
            inventory_of(&[900]),
        ),
        large(
            "inventory/call-over-the-size-limit",
            "ssm:PutInventory",
            inventory_of(&[500, 600, 10]),
            inventory_of(&[1_100]),
        ),
        large("too-few-entries", "ssm:SendAutomationSignal", signal("{}"), signal("{\"Comment\":[\"yes\"]}")),
        large(
            "pattern-unchecked",
            "ssm:ListInventoryEntries",
            typed(&format!("Custom:{}", "A".repeat(MAX_VALUE_BYTES))),
            typed("Custom:A"),
        ),
        large("json-size", "ssm:ListInventoryEntries", " ".repeat(MAX_BYTES + 1), typed("Custom:A")),
    ]
}

fn findings(operation: &str, text: &str) -> Vec<Finding> {
    check(operation, text.as_bytes(), &Options::default()).expect("a known operation").findings
}

#[test]
fn every_rule_fires_in_a_case_and_stays_quiet_in_another() {
    let mut fires: BTreeSet<(String, String)> = BTreeSet::new();
    let mut quiet = fires.clone();
    let every: Vec<(String, Vec<&str>)> =
        tables().into_iter().map(|(id, table)| (id, table.iter().map(|text| text.name).collect())).collect();
    let model: Vec<&str> = rules::ALL.iter().map(|text| text.name).collect();
    for case in all() {
        for &form in case.forms() {
            let found: BTreeSet<&str> = case.report(form).findings.iter().map(|finding| finding.rule).collect();
            let of_operation =
                every.iter().find(|(id, _)| *id == case.operation).map(|(_, names)| names).into_iter().flatten();
            for rule in of_operation.chain(&model) {
                let place = (case.operation.clone(), rule.to_string());
                if found.contains(rule) {
                    fires.insert(place)
                } else {
                    quiet.insert(place)
                };
            }
        }
    }
    for Large { rule, operation, fires: with, quiet: without } in large_cases() {
        let place = (operation.to_string(), rule.to_string());
        let count = |text: &str| findings(operation, text).iter().filter(|finding| finding.rule == rule).count();
        assert_eq!((count(&with), count(&without)), (1, 0), "{rule}");
        fires.insert(place.clone());
        quiet.insert(place);
    }
    let mut lacking = Vec::new();
    for (operation, table) in &every {
        for rule in table {
            let place = (operation.clone(), rule.to_string());
            lacking.extend((!fires.contains(&place)).then(|| format!("{rule} never fires on {operation}")));
            lacking.extend((!quiet.contains(&place)).then(|| format!("{rule} is never quiet on {operation}")));
        }
    }
    for rule in model {
        let both = fires.iter().any(|place| place.1 == rule && quiet.contains(place));
        lacking.extend((!both).then(|| format!("{rule} does not fire and stay quiet on one operation")));
    }
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
}

#[test]
fn a_size_over_its_limit_is_told_where_it_passes_it() {
    for (operation, text, path) in [
        ("ssm:PutComplianceItems", report(900), "/Items/201"),
        ("ssm:PutInventory", inventory_of(&[10, 1_100]), "/Items/1/Content/261"),
        ("ssm:PutInventory", inventory_of(&[500, 600, 10]), "/Items/1/TypeName"),
    ] {
        let errors: Vec<Finding> =
            findings(operation, &text).into_iter().filter(|finding| finding.severity == Severity::Error).collect();
        assert_eq!(errors.iter().map(|finding| finding.path.as_str()).collect::<Vec<_>>(), [path], "{operation}");
        assert!(errors[0].exception.is_some_and(|name| name.ends_with("SizeLimitExceededException")), "{operation}");
    }
}

#[test]
fn every_finding_says_what_to_do() {
    let large: Vec<(String, Finding)> = large_cases()
        .iter()
        .flat_map(|case| {
            findings(case.operation, &case.fires).into_iter().map(|finding| (case.operation.to_string(), finding))
        })
        .collect();
    let cases = all();
    let of_cases = cases.iter().flat_map(|case| {
        case.forms()
            .iter()
            .flat_map(|&form: &Form| case.report(form).findings)
            .map(|finding| (case.operation.clone(), finding))
    });
    for (operation, finding) in of_cases.chain(large) {
        let Finding { rule, message, help, .. } = &finding;
        assert!(help.as_ref().is_some_and(|help| !help.trim().is_empty()), "{rule}: no help with {message:?}");
        // A capital begins an abbreviation alone.
        let is_sentence =
            message.starts_with(|c: char| c.is_uppercase()) && !message.chars().nth(1).is_some_and(char::is_uppercase);
        assert!(!message.ends_with('.') && !is_sentence, "{rule}: {message:?}");
        assert!(
            finding.related.iter().all(|related| !related.message.is_empty()),
            "{rule}: a related place without words"
        );
        let target = services::target(&operation).unwrap();
        let is_modelled = |name: &str| target.operation().errors.iter().any(|error| **error == *name);
        assert!(
            finding.exception.is_none_or(is_modelled),
            "{rule}: {operation} does not answer with {:?}",
            finding.exception
        );
    }
}

fn views() -> impl Iterator<Item = (&'static str, &'static [&'static str])> {
    [compliance::view::VIEWS, inventory::view::VIEWS].into_iter().flatten().copied()
}

#[test]
fn views_have_the_members_of_their_shapes() {
    let model = services::ssm::SERVICE.loaded();
    for (name, members) in views() {
        let id = model.named(name).unwrap_or_else(|| panic!("there is no shape {name}"));
        let known: Vec<&str> = model.shape(id).members().iter().map(|member| &*member.name).collect();
        assert_eq!(members, known, "{name}");
    }
}

#[test]
fn every_member_of_an_emulated_request_is_in_a_view() {
    let names: BTreeSet<&str> = views().map(|(name, _)| name).collect();
    let emulated = services::all().filter(|target| target.facts().is_some_and(|facts| facts.emulate.is_some()));
    let targets: Vec<Target> = emulated.collect();
    assert_eq!(targets.len(), 4);
    for target in targets {
        let mut structures = BTreeSet::new();
        collect(&target.model, target.operation().input, &mut structures);
        for structure in structures {
            assert!(names.contains(&*structure), "{}: nobody reads {structure}", target.id());
        }
    }
}

/// The names of the structures that a shape leads to.
fn collect(model: &Model, id: ShapeId, names: &mut BTreeSet<String>) {
    let shape = model.shape(id);
    match &shape.kind {
        Kind::Structure(members) | Kind::Union(members) if names.insert(shape.name.to_string()) => {
            members.iter().for_each(|member| collect(model, member.target, names));
        }
        Kind::List { member, .. } => collect(model, *member, names),
        Kind::Map { value, .. } => collect(model, *value, names),
        _ => {}
    }
}

#[test]
fn every_explanation_is_of_a_shape_or_member_of_the_model() {
    let docs: BTreeMap<String, String> =
        serde_json::from_str(include_str!("../src/services/ssm/docs.json")).expect("the explanations are JSON");
    let model = cloud_dryrun::services::ssm::SERVICE.loaded();
    for name in docs.keys() {
        let (shape, member) =
            name.split_once('$').map_or((name.as_str(), None), |(shape, member)| (shape, Some(member)));
        let id = model.named(shape).unwrap_or_else(|| panic!("{name}: no such shape"));
        let has = |member: &str| model.shape(id).members().iter().any(|known| &*known.name == member);
        assert!(member.is_none_or(has), "{name}: no such member");
    }
    for (shape, members) in [compliance::view::VIEWS, inventory::view::VIEWS].concat() {
        for member in members {
            assert!(docs.contains_key(&format!("{shape}${member}")), "{shape}${member} is not explained");
        }
    }
}
