//! Every exception of every operation is explained, and what is said of it fits the operation and its rules.

use crate::case;
use cloud_dryrun::model::{Kind, Model, ShapeId, rules};
use cloud_dryrun::report::Basis;
use cloud_dryrun::services::{self, SERVICES, Target};
use cloud_dryrun::{Explanation, explain};
use std::collections::{BTreeMap, BTreeSet};

/// What any service answers with, whatever its model says.
const OF_ANY_SERVICE: [&str; 10] = [
    "ValidationException",
    "SerializationException",
    "ThrottlingException",
    "UnknownOperationException",
    "AccessDeniedException",
    "ExpiredTokenException",
    "UnrecognizedClientException",
    "InvalidSignatureException",
    "IncompleteSignature",
    "NotEmulatedException",
];

fn built_in() -> Vec<Target> {
    let answers = |target: &Target| target.service.protocol.is_some();
    let is_own = |target: &Target| answers(target) && SERVICES.iter().any(|service| service.id == target.service.id);
    services::all().filter(is_own).collect()
}

#[track_caller]
fn of(exception: &str, target: &Target) -> Explanation {
    let name = &target.name;
    let text = format!("An error occurred ({exception}) when calling the {name} operation: words of no use");
    let mut all = explain(text.as_bytes());
    assert_eq!(all.len(), 1, "{exception} of {name}: {all:?}");
    all.remove(0)
}

#[test]
fn every_exception_of_every_operation_has_a_message_a_help_and_a_basis() {
    let mut count = 0;
    for target in built_in() {
        let errors = target.operation().errors.iter().map(|name| &**name);
        let rows = || target.service.errors.exceptions.iter().copied().flatten();
        let of_any = OF_ANY_SERVICE.into_iter().filter(|name| rows().any(|row| row.name == *name));
        // A service whose model names no errors has them all in its book.
        let own =
            rows().filter(|_| target.operation().errors.is_empty()).map(|row| row.name).filter(|name| name.len() > 7);
        for exception in errors.chain(of_any).chain(own.filter(|name| !OF_ANY_SERVICE.contains(name))) {
            let one = of(exception, &target);
            assert_eq!((one.exception.as_str(), one.operation.as_deref()), (exception, Some(&*target.id())));
            let is_clause =
                one.message.starts_with(|c: char| c.is_lowercase() || c == '`') && !one.message.ends_with('.');
            assert!(is_clause, "{exception}: {}", one.message);
            assert!(one.help.len() > 20 && !one.help.ends_with('.'), "{exception}: {}", one.help);
            assert!(one.basis.source().is_some_and(|source| source.len() > 10), "{exception}: {:?}", one.basis);
            assert!(!matches!(one.basis, Basis::Assumption(_)), "{exception}: an assumption explains nothing");
            count += 1;
        }
    }
    assert!(count > 400, "{count}");
}

/// The rows of every service, those of texts too.
fn rows() -> impl Iterator<Item = &'static cloud_dryrun::explain::ExceptionFacts> {
    SERVICES.iter().flat_map(|service| {
        let texts = service.errors.texts.iter().copied().flatten().map(|row| &row.of);
        service.errors.exceptions.iter().copied().flatten().chain(texts)
    })
}

#[test]
fn each_row_is_reached_by_an_operation_that_has_the_exception() {
    let targets = built_in();
    for row in rows() {
        let has = |target: &&Target| target.operation().errors.iter().any(|name| **name == *row.name);
        for name in row.operations {
            let target = targets.iter().find(|target| *target.name == **name);
            assert!(target.is_some_and(|target| has(&target)), "{name} has no {}", row.name);
        }
        let meant = |target: &&Target| row.operations.is_empty() || row.operations.contains(&&*target.name);
        let mut operations = targets.iter().filter(has).filter(meant).peekable();
        if let Some(path) = row.path.filter(|_| operations.peek().is_some()) {
            let leads = |target: &Target| leads(&target.model, target.operation().input, path);
            assert!(operations.any(leads), "{} at {path} is no member of any operation with it", row.name);
        }
    }
}

fn leads(model: &Model, mut shape: ShapeId, path: &str) -> bool {
    path.split('/').skip(1).all(|step| {
        let next = match &model.shape(shape).kind {
            Kind::Structure(members) => members.iter().find(|member| *member.name == *step).map(|member| member.target),
            Kind::List { member, .. } => Some(*member),
            Kind::Map { value, .. } => Some(*value),
            _ => None,
        };
        next.map(|next| shape = next).is_some()
    })
}

/// Which rules found what the service answers with an exception, over all cases.
fn observed() -> BTreeMap<(String, &'static str), BTreeSet<&'static str>> {
    let mut observed: BTreeMap<_, BTreeSet<_>> = BTreeMap::new();
    for case in case::all().iter().filter(|case| case.is_request()) {
        for &form in case.forms() {
            for finding in case.report(form).findings {
                if let Some(exception) = finding.exception {
                    observed.entry((case.operation.clone(), exception)).or_default().insert(finding.rule);
                }
            }
        }
    }
    observed
}

#[test]
fn an_exception_that_rules_find_names_one_of_them_unless_they_are_many() {
    let observed = observed();
    assert!(observed.len() > 30, "{observed:?}");
    for ((operation, exception), rules) in &observed {
        let one = of(exception, &services::target(operation).unwrap());
        // Of many causes none is likelier than the others.
        let is_one_of = one.rule.map_or(rules.len() > 3, |rule| rules.contains(rule));
        assert!(is_one_of, "{exception} of {operation} names {:?}, found by {rules:?}", one.rule);
    }
}

#[test]
fn a_rule_that_is_named_is_one_of_the_operation() {
    for target in built_in() {
        for exception in &target.operation().errors {
            if let Some(rule) = of(exception, &target).rule {
                // A document within a request has a model of its own, whose rules tell what the service refuses.
                let is_of_a_model = rules::ALL.iter().any(|known| known.name == rule);
                let is_own = target.rules().iter().any(|own| own.text.name == rule);
                assert!(is_own || is_of_a_model, "{rule} of {}", target.id());
            }
        }
    }
    let all: BTreeSet<&str> = SERVICES
        .iter()
        .flat_map(|service| service.operations)
        .flat_map(|operation| operation.rules)
        .map(|rule| rule.text.name)
        .collect();
    for rule in rows().filter_map(|row| row.rule).filter(|rule| rule.contains('/')) {
        assert!(all.contains(rule), "there is no rule {rule}");
    }
}

#[test]
fn every_text_that_was_seen_is_recognised_alone_and_with_its_exception() {
    for row in SERVICES.iter().flat_map(|service| service.errors.texts.iter().copied().flatten()) {
        let text = row.text.replace("{}", "thing");
        let operation =
            row.of.operations.first().map_or(String::new(), |name| format!("operation error SSM: {name}, x"));
        let named = format!("{operation}\n{}: {text}", row.of.name);
        for pasted in [format!("{operation}\n{text}"), named] {
            let all = explain(pasted.as_bytes());
            let messages: Vec<String> = all.iter().map(|one| one.message.clone()).collect();
            let wanted =
                ["{0}", "{1}", "{2}"].iter().fold(row.of.message.to_string(), |m, hole| m.replace(hole, "`thing`"));
            assert_eq!(messages, [wanted], "{pasted}");
            assert_eq!(all[0].exception, row.of.name);
        }
    }
}

#[test]
fn an_exception_of_a_model_that_was_brought_along_is_explained_from_the_model() {
    services::loaded::load(include_str!("../models/harbour.json")).expect("the model loads");
    let brought = services::all().filter(|target| target.service.id == "harbour-master");
    let mut count = 0;
    for target in brought {
        for exception in &target.operation().errors {
            let one = of(exception, &target);
            let doc = target.model.doc(exception).map(|doc| doc.trim_end_matches('.').to_string());
            assert!(doc.is_none_or(|doc| doc == one.message), "{one:?}");
            assert_eq!((one.basis, one.operation), (Basis::Model, Some(target.id())));
            count += 1;
        }
    }
    assert!(count > 0);
}
