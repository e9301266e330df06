//! The model rules against an independent reading of the model: for random requests, sound and broken, in both
//! forms, `check` finds exactly what `support/oracle` says, at exactly the same places.
//!
//! `ORACLE_N` says how many requests are tried, `ORACLE_SEED` repeats a single one.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "support/oracle/mod.rs"]
mod oracle;

use cloud_dryrun::{Form, Options};
use oracle::chance::Chance;
use oracle::generate::sound;
use oracle::judge::{Side, Verdict, judge};
use oracle::model::{Kind, Model};
use oracle::mutate::spoil;
use oracle::shrink::shrink;
use oracle::tree::{Entry, Node, Value};
use oracle::write::write;
use std::collections::BTreeMap;

const REQUESTS: u64 = 20_000;

/// Rules that a random request must have met many times, or the comparison proves little.
const MET: &[&str] = &[
    "json-duplicate-key",
    "missing-member",
    "not-in-enum",
    "pattern-mismatch",
    "too-few-entries",
    "too-few-items",
    "too-large",
    "too-long",
    "too-many-entries",
    "too-many-items",
    "too-short",
    "too-small",
    "unknown-member",
    "wrong-type",
];

#[test]
fn random_requests_get_exactly_the_findings_of_the_independent_reading() {
    let model = Model::ssm();
    if let Some(seed) = number_from("ORACLE_SEED") {
        try_one(&model, seed, &mut BTreeMap::new());
        return;
    }
    let mut met = BTreeMap::new();
    let requests = number_from("ORACLE_N").unwrap_or(REQUESTS);
    for seed in 1..=requests {
        try_one(&model, seed, &mut met);
    }
    for rule in MET {
        let times = met.get(*rule).copied().unwrap_or_default();
        assert!(times >= requests / 400, "too few of {rule}: {met:?}");
    }
}

#[test]
fn bounds_too_far_for_a_random_request_are_kept() {
    let model = Model::ssm();
    for (operation, list, extra) in [
        ("ssm:PutComplianceItems", "Items", 0),
        ("ssm:PutComplianceItems", "Items", 1),
        ("ssm:PutInventory", "Items/0/Content", 0),
        ("ssm:PutInventory", "Items/0/Content", 1),
        ("ssm:CreateDocument", "Tags", 1),
        ("ssm:StartAutomationExecution", "TargetLocations/0/ExcludeAccounts", 1),
    ] {
        let mut root = full(&model, operation);
        fill(&model, input_of(&model, operation), &mut root, list, extra);
        let (text, expected) = expectation(&model, operation, &mut root, 7, Side::Wire);
        assert_eq!(expected.len(), extra, "{operation} {list}");
        assert_eq!(found(operation, &text, Side::Wire), expected, "{operation} {list}");
    }
}

#[test]
fn a_value_too_long_to_match_is_said_to_be_unchecked() {
    let model = Model::ssm();
    let mut root = full(&model, "ssm:ListInventoryEntries");
    let Value::Object(entries) = &mut root.value else { panic!("an input is an object") };
    for entry in entries.iter_mut().filter(|entry| entry.key == "TypeName") {
        entry.node = Node::text(format!("Custom:{}", "😀".repeat(16_500)));
    }
    let (text, expected) = expectation(&model, "ssm:ListInventoryEntries", &mut root, 0, Side::Wire);
    let rules: Vec<&str> = expected.iter().map(|verdict| verdict.rule.as_str()).collect();
    assert_eq!(rules, ["pattern-unchecked", "too-long"]);
    assert_eq!(found("ssm:ListInventoryEntries", &text, Side::Wire), expected);
}

#[test]
fn the_limit_cuts_the_last_findings_and_the_report_says_so() {
    let text = format!(r#"{{"ResourceIds":[{}]}}"#, vec!["null"; 1200].join(","));
    let options = Options { limit: 1000, ..Default::default() };
    let report = cloud_dryrun::check("ssm:ListComplianceItems", text.as_bytes(), &options).expect("a known operation");
    assert!(report.truncated && !report.ok);
    assert_eq!(report.findings.len(), 1000);
    // A rule of the service may have its finding among those of the model.
    let paths: Vec<&str> = report.findings.iter().filter(|f| f.rule == "wrong-type").map(|f| f.path.as_str()).collect();
    assert!(paths.len() > 990);
    assert_eq!(paths[0], "/ResourceIds/0");
    assert_eq!(paths[paths.len() - 1], format!("/ResourceIds/{}", paths.len() - 1));
}

/// Makes the request of this seed, spoils it zero to some times, and compares in both forms.
#[track_caller]
fn try_one(model: &Model, seed: u64, met: &mut BTreeMap<String, u64>) {
    let mut chance = Chance::new(seed);
    let (operation, input) = operation_of(model, &mut chance);
    let side = *chance.pick(&[Side::Wire, Side::Client]);
    let mut root = sound(model, input, side, &mut chance, 0);
    let untouched = chance.one_in(4);
    if untouched {
        assert_eq!(judge(model, input, &root, side), [], "seed {seed}: the generator made something unsound");
    } else {
        for _ in 0..chance.between(1, 4) {
            spoil(model, input, &mut root, side, &mut chance);
        }
    }
    for side in [Side::Wire, Side::Client] {
        let (text, expected) = expectation(model, operation, &mut root, seed, side);
        for verdict in &expected {
            *met.entry(verdict.rule.clone()).or_default() += 1;
        }
        if found(operation, &text, side) != expected {
            panic!("{}", told(model, operation, &root, seed, side));
        }
    }
}

/// The richer of two, so that the large requests come up more often.
fn operation_of<'a>(model: &'a Model, chance: &mut Chance) -> &'a (String, String) {
    let (one, other) = (chance.pick(&model.operations), chance.pick(&model.operations));
    if model.reach(&one.1).len() < model.reach(&other.1).len() { other } else { one }
}

fn expectation(model: &Model, operation: &str, root: &mut Node, layout: u64, side: Side) -> (String, Vec<Verdict>) {
    let text = write(root, layout);
    let expected = judge(model, input_of(model, operation), root, side);
    (text, expected)
}

/// What `check` says, without the rules of services.
fn found(operation: &str, text: &str, side: Side) -> Vec<Verdict> {
    let form = match side {
        Side::Wire => Form::Wire,
        Side::Client => Form::Client,
    };
    let options = Options { form, limit: 1_000_000 };
    let report = cloud_dryrun::check(operation, text.as_bytes(), &options).expect("a known operation");
    let model_rules = report.findings.iter().filter(|finding| !finding.rule.contains('/'));
    model_rules
        .map(|finding| Verdict {
            start: finding.span.start as usize,
            end: finding.span.end as usize,
            path: finding.path.to_string(),
            rule: finding.rule.to_string(),
        })
        .collect()
}

/// The failure, on the smallest request that still shows it.
fn told(model: &Model, operation: &str, root: &Node, seed: u64, side: Side) -> String {
    let differs = |layout: u64| {
        move |root: &Node| {
            let mut root = root.clone();
            let (text, expected) = expectation(model, operation, &mut root, layout, side);
            found(operation, &text, side) != expected
        }
    };
    // The plain layout is easier to read; not every difference shows in it.
    let layout = if differs(0)(root) { 0 } else { seed };
    let mut small = shrink(root.clone(), differs(layout));
    let (text, expected) = expectation(model, operation, &mut small, layout, side);
    let actual = found(operation, &text, side);
    let list = |these: &[Verdict], those: &[Verdict]| -> String {
        let only = these.iter().filter(|verdict| !those.contains(verdict));
        only.map(|verdict| {
            let at = text.get(verdict.start..verdict.end).unwrap_or("(no such range)");
            format!("\n    {} {:?} {}..{} {at}", verdict.rule, verdict.path, verdict.start, verdict.end)
        })
        .collect()
    };
    format!(
        "ORACLE_SEED={seed} {operation} {side:?}\n  text: {text}\n  only expected:{}\n  only found:{}\n  (else the order differs)",
        list(&expected, &actual),
        list(&actual, &expected),
    )
}

fn input_of<'a>(model: &'a Model, operation: &str) -> &'a str {
    let found = model.operations.iter().find(|(id, _)| id == operation);
    found.map(|(_, input)| input.as_str()).expect("an operation of the model")
}

/// A sound request with each member of the first level that is not null.
fn full(model: &Model, operation: &str) -> Node {
    (1..)
        .map(|seed| sound(model, input_of(model, operation), Side::Wire, &mut Chance::new(seed), 0))
        .find(|root| judge(model, input_of(model, operation), root, Side::Wire).is_empty())
        .expect("seeds do not end")
}

/// Brings the list at `path` to its greatest length and `extra` beyond, making what is missing on the way.
fn fill(model: &Model, id: &str, node: &mut Node, path: &str, extra: usize) {
    let (step, rest) = path.split_once('/').map_or((path, None), |(step, rest)| (step, Some(rest)));
    let mut chance = Chance::new(3);
    let (target, child) = match (&model.shape(id).kind, &mut node.value) {
        (Kind::Structure(members), Value::Object(entries)) => {
            let target = &members.iter().find(|member| member.name == step).expect("a member").target;
            entries.retain(|entry| entry.key != step);
            entries.push(Entry::new(step, sound(model, target, Side::Wire, &mut chance, 9)));
            (target, &mut entries.last_mut().expect("just pushed").node)
        }
        (Kind::List { item, .. }, Value::List(items)) => {
            items.clear();
            items.push(sound(model, item, Side::Wire, &mut chance, 9));
            (item, &mut items[0])
        }
        _ => panic!("{path} does not lead through {id}"),
    };
    if let Some(rest) = rest {
        return fill(model, target, child, rest, extra);
    }
    let Kind::List { item, .. } = &model.shape(target).kind else { panic!("{target} is no list") };
    let one = sound(model, item, Side::Wire, &mut chance, 9);
    let many = model.shape(target).most.expect("a list with a bound") as usize + extra;
    child.value = Value::List(vec![one; many]);
}

fn number_from(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}
