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
#[path = "support/large.rs"]
mod large;

use std::collections::{BTreeMap, BTreeSet};

use case::all;
use cloud_dryrun::model::{Kind, Model, ShapeId, rules};
use cloud_dryrun::report::{RuleText, Severity};
use cloud_dryrun::services::ssm::{automation, change_requests, compliance, documents, inventory};
use cloud_dryrun::services::{
    self, SERVICES, Service, Target, huawei_config, huawei_function, ssm_agent, ssm_document,
};
use cloud_dryrun::{Basis, Finding, Form, Options, check};
use large::{Large, inventory_of, large_cases, report};

/// The operations of the services with the rules on their requests.
fn tables() -> Vec<(String, Vec<RuleText>)> {
    services::all().map(|target| (target.id(), target.rule_texts().copied().collect())).collect()
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
        // Where the model names no errors, the service has them beside it.
        let is_common = |name: &str| match target.service.emulation {
            Some(emulation) => emulation.common(name).is_some(),
            None => target.service.errors.exceptions.iter().copied().flatten().any(|row| row.name == name),
        };
        assert!(
            finding.exception.is_none_or(|name| is_modelled(name) || is_common(name)),
            "{rule}: {operation} does not answer with {:?}",
            finding.exception
        );
    }
}

#[test]
fn a_size_near_its_limit_says_where_to_split() {
    for (operation, text, rule, split) in [
        ("ssm:PutComplianceItems", report(700), "compliance/items-near-the-size-limit", "/Items/100"),
        ("ssm:PutComplianceItems", report(900), "compliance/items-over-the-size-limit", "/Items/100"),
        ("ssm:PutInventory", inventory_of(&[10, 900]), "inventory/item-near-the-size-limit", "/Items/1/Content/130"),
        ("ssm:PutInventory", inventory_of(&[450, 450]), "inventory/call-near-the-size-limit", "/Items/1/TypeName"),
        (
            "ssm:PutInventory",
            inventory_of(&[100, 200, 300, 300]),
            "inventory/call-near-the-size-limit",
            "/Items/3/TypeName",
        ),
    ] {
        let found = findings(operation, &text).into_iter().find(|finding| finding.rule == rule);
        let related = found.unwrap_or_else(|| panic!("{rule} is not told")).related;
        assert_eq!(related.iter().map(|related| related.path.as_str()).collect::<Vec<_>>(), [split], "{rule}");
    }
}

/// The views of a service: the shapes that its code reads, with their members.
fn views(service: &Service) -> Vec<(&'static str, &'static [&'static str])> {
    let families: &[&[_]] = match &*service.id {
        "ssm" => &[
            automation::view::VIEWS,
            change_requests::view::VIEWS,
            compliance::view::VIEWS,
            documents::view::VIEWS,
            inventory::view::VIEWS,
        ],
        "ssm-agent" => &[ssm_agent::view::VIEWS],
        "ssm-document" => &[ssm_document::view::VIEWS],
        "huawei-config" => &[huawei_config::policy_assignments::view::VIEWS, huawei_config::policy_states::view::VIEWS],
        "huawei-function" => &[huawei_function::view::VIEWS],
        other => panic!("which shapes are read of {other}?"),
    };
    families.iter().copied().flatten().copied().collect()
}

#[test]
fn views_have_the_members_of_their_shapes() {
    for service in SERVICES {
        let model = service.loaded();
        for (name, members) in views(service) {
            let id = model.named(name).unwrap_or_else(|| panic!("there is no shape {name}"));
            let known: Vec<&str> = model.shape(id).members().iter().map(|member| &*member.name).collect();
            assert_eq!(members, known, "{name}");
        }
    }
}

#[test]
fn every_member_of_an_emulated_request_is_in_a_view() {
    let emulated = services::all().filter(|target| target.facts().is_some_and(|facts| facts.emulate.is_some()));
    let targets: Vec<Target> = emulated.collect();
    assert_eq!(targets.len(), 47);
    for target in targets {
        let names: BTreeSet<&str> = views(&target.service).into_iter().map(|(name, _)| name).collect();
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

/// What all `docs.json` below a folder say.
fn explanations(folder: &str) -> BTreeMap<String, String> {
    let files = std::fs::read_dir(folder).expect("the folder is there").map(|entry| entry.expect("an entry").path());
    files
        .flat_map(|path| match path.file_name().and_then(|name| name.to_str()) {
            _ if path.is_dir() => explanations(path.to_str().expect("a plain name")),
            Some("docs.json") => {
                let text = std::fs::read_to_string(&path).expect("it can be read");
                serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
            }
            _ => BTreeMap::new(),
        })
        .collect()
}

#[test]
fn every_explanation_is_of_a_shape_or_member_of_the_model() {
    for service in SERVICES {
        let (docs, model) = (explanations(&format!("src/services/{}", service.id.replace('-', "_"))), service.loaded());
        for name in docs.keys() {
            let (shape, member) =
                name.split_once('$').map_or((name.as_str(), None), |(shape, member)| (shape, Some(member)));
            if member.is_none() && model.operations.contains_key(shape) {
                continue;
            }
            let id = model.named(shape).unwrap_or_else(|| panic!("{name}: no such shape"));
            let has = |member: &str| model.shape(id).members().iter().any(|known| &*known.name == member);
            assert!(member.is_none_or(has), "{name}: no such member");
        }
        for (shape, members) in views(service) {
            for member in members {
                assert!(docs.contains_key(&format!("{shape}${member}")), "{shape}${member} is not explained");
            }
        }
    }
}
