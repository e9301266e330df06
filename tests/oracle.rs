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

#[path = "support/large_model.rs"]
mod large_model;
#[path = "support/oracle/mod.rs"]
mod oracle;

use cloud_dryrun::{Finding, Form, Options};
use oracle::chance::Chance;
use oracle::generate::sound;
use oracle::judge::{Side, Verdict, judge};
use oracle::model::{Kind, Model, Operation};
use oracle::mutate::spoil;
use oracle::shrink::shrink;
use oracle::tree::{Entry, Node, Value};
use oracle::write::write;
use std::collections::{BTreeMap, BTreeSet};

const REQUESTS: u64 = 120_000;

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
    let requests = number_from("ORACLE_N").unwrap_or(REQUESTS);
    let model = Model::ssm();
    let tried = compare(&model, requests, MET);
    let known: BTreeSet<String> =
        cloud_dryrun::services::all().filter(|target| target.service.id == "ssm").map(|target| target.id()).collect();
    assert_eq!(model.operations.iter().map(|operation| operation.id.clone()).collect::<BTreeSet<_>>(), known);
    assert!(known.len() >= 28, "{known:?}");
    if number_from("ORACLE_SEED").is_some() {
        return;
    }
    for operation in &known {
        for side in [Side::Wire, Side::Client, Side::Answer] {
            let count = tried.get(&(operation.clone(), format!("{side:?}"))).copied().unwrap_or_default();
            assert!(count >= requests / 400, "{operation} as {side:?}: {count} of {requests}");
        }
    }
}

#[test]
fn so_do_those_of_a_service_over_rest_whose_labels_may_be_left_out() {
    let model = Model::over_rest();
    let rules =
        ["missing-member", "not-in-enum", "pattern-mismatch", "too-large", "too-long", "too-small", "wrong-type"];
    compare(&model, number_from("ORACLE_N").unwrap_or(REQUESTS) / 8, &rules);
}

#[test]
fn so_do_those_of_a_large_model_with_every_kind_of_shape() {
    let text = large_model::model("aws.protocols#awsJson1_0", "Oracle Works", 200);
    cloud_dryrun::services::loaded::load(&text).expect("the model loads");
    let broken: Vec<String> = large_model::broken(200);
    let without: Vec<&str> = broken.iter().map(String::as_str).collect();
    let model = Model::read("oracle-works", &text, &without);
    let rules = [
        "no-union-member",
        "several-union-members",
        "repeated-item",
        "not-in-enum",
        "too-large",
        "too-small",
        "pattern-mismatch",
    ];
    compare(&model, number_from("ORACLE_N").unwrap_or(REQUESTS) / 8, &rules);
}

#[test]
fn so_do_those_of_a_model_that_is_brought_along_with_shapes_that_ours_lacks() {
    const HARBOUR: &str = include_str!("models/harbour.json");
    cloud_dryrun::services::loaded::load(HARBOUR).expect("the model loads");
    let model = Model::read("harbour-master", HARBOUR, &["WatchTide"]);
    let rules = ["no-union-member", "several-union-members", "repeated-item", "missing-member", "too-large"];
    compare(&model, number_from("ORACLE_N").unwrap_or(REQUESTS) / 6, &rules);
}

/// Tries many requests and answers, and holds that each of the rules was met. Gives back how often each operation was
/// tried, and as what.
#[track_caller]
fn compare(model: &Model, requests: u64, rules: &[&str]) -> BTreeMap<(String, String), u64> {
    let mut tried = BTreeMap::new();
    if let Some(seed) = number_from("ORACLE_SEED") {
        try_one(model, seed, &mut BTreeMap::new());
        return tried;
    }
    let mut met = BTreeMap::new();
    for seed in 1..=requests {
        for place in try_one(model, seed, &mut met) {
            *tried.entry(place).or_default() += 1;
        }
    }
    for rule in rules {
        let times = met.get(*rule).copied().unwrap_or_default();
        assert!(times >= requests / 400, "too few of {rule}: {met:?}");
    }
    tried
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

/// Makes the request of this seed, spoils it zero to some times, and compares in both forms. Gives back of which
/// operation it was, and as what it was read.
#[track_caller]
fn try_one(model: &Model, seed: u64, met: &mut BTreeMap<String, u64>) -> Vec<(String, String)> {
    let mut chance = Chance::new(seed);
    let operation = operation_of(model, &mut chance);
    let side = chance.pick(&[Side::Wire, Side::Client, Side::Answer]).of(model);
    let (operation, input) = (&operation.id, root_of(operation, side));
    let mut root = sound(model, input, side, &mut chance, 0);
    let untouched = chance.one_in(4);
    if untouched {
        assert_eq!(judge(model, input, &root, side), [], "seed {seed}: the generator made something unsound");
    } else {
        for _ in 0..chance.between(1, 4) {
            spoil(model, input, &mut root, side, &mut chance);
        }
    }
    let sides: &[Side] = if side == Side::Answer { &[Side::Answer] } else { &[Side::Wire, Side::Client] };
    for &side in sides {
        let (text, expected) = expectation(model, operation, &mut root, seed, side);
        for verdict in &expected {
            *met.entry(verdict.rule.clone()).or_default() += 1;
        }
        if found(operation, &text, side) != expected {
            panic!("{}", told(model, operation, &root, seed, side));
        }
    }
    sides.iter().map(|side| (operation.clone(), format!("{side:?}"))).collect()
}

/// Any of them, or the richer of two, so that each gets its share and the large requests come up more often.
fn operation_of<'a>(model: &'a Model, chance: &mut Chance) -> &'a Operation {
    if chance.one_in(2) {
        return chance.pick(&model.operations);
    }
    let (one, other) = (chance.pick(&model.operations), chance.pick(&model.operations));
    if model.reach(&one.input).len() < model.reach(&other.input).len() { other } else { one }
}

fn expectation(model: &Model, operation: &str, root: &mut Node, layout: u64, side: Side) -> (String, Vec<Verdict>) {
    let text = write(root, layout);
    let expected = judge(model, shape_of(model, operation, side), root, side);
    (text, expected)
}

/// What `check` says, without the rules of services.
fn found(operation: &str, text: &str, side: Side) -> Vec<Verdict> {
    let (form, side) = match side {
        Side::Wire => (Form::Wire, cloud_dryrun::Side::Input),
        Side::Client => (Form::Client, cloud_dryrun::Side::Input),
        Side::Answer => (Form::Wire, cloud_dryrun::Side::Output),
    };
    let options = Options { form, side, limit: 1_000_000, ..Options::default() };
    let report = cloud_dryrun::check(operation, text.as_bytes(), &options).expect("a known operation");
    let model_rules = report.findings.iter().filter(|finding| !finding.rule.contains('/'));
    model_rules
        .filter(|finding| !is_within_a_content(operation, text, finding))
        .map(|finding| Verdict {
            start: finding.span.start as usize,
            end: finding.span.end as usize,
            path: finding.path.to_string(),
            rule: finding.rule.to_string(),
        })
        .collect()
}

/// Whether it is told within the text of a document's content, which has a model of its own: the oracle reads the
/// request's. What is told of the content as a value, or of its key, begins with a quote or behind the colon.
fn is_within_a_content(operation: &str, text: &str, finding: &Finding) -> bool {
    if !matches!(operation, "ssm:CreateDocument" | "ssm:UpdateDocument") {
        return false;
    }
    let start = finding.span.start as usize;
    let is_of_the_value = || {
        finding.rule == "missing-member" || text[start..].starts_with('"') || text[..start].trim_end().ends_with(':')
    };
    let is_within = finding.path.starts_with("/Content/") || finding.rule.starts_with("yaml-");
    is_within || finding.path == "/Content" && !is_of_the_value()
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

fn root_of(operation: &Operation, side: Side) -> &str {
    if side == Side::Answer { &operation.output } else { &operation.input }
}

fn shape_of<'a>(model: &'a Model, operation: &str, side: Side) -> &'a str {
    let found = model.operations.iter().find(|known| known.id == operation);
    root_of(found.expect("an operation of the model"), side)
}

fn input_of<'a>(model: &'a Model, operation: &str) -> &'a str {
    shape_of(model, operation, Side::Wire)
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
