//! Branches and loops: their choices, and what they compare.

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Found, Rule, Severity};

use super::super::reading::{conditions, inputs, number, steps};
use super::super::view::{BranchInputs, Choice, LoopInputs};

const BRANCH: Basis = Basis::Documentation("User Guide, \"aws:branch\"");

pub const CHOICE_WITHOUT_A_NEXT_STEP: Rule = Rule::new(
    "runbook/choice-without-a-next-step",
    Severity::Error,
    "a choice does not say which step follows",
    "a branch is there to go somewhere",
    BRANCH,
    |root, found| {
        for branch in steps(root).into_iter().filter_map(|step| inputs(step, "aws:branch").map(BranchInputs)) {
            for choice in branch.choices().filter(|choice| choice.next_step().is_none() && !choice.0.has_broken()) {
                found.missing(choice.0, "NextStep", || {
                    Draft::new("`NextStep` is missing in a choice").help("name the step that follows where it holds")
                });
            }
        }
    },
);

pub const NOT_ONE_CONDITION: Rule = Rule::new(
    "runbook/not-one-condition",
    Severity::Error,
    "a choice does not compare one variable in one way",
    "which comparison counts is not said",
    BRANCH,
    |root, found| {
        for step in steps(root) {
            let branch = inputs(step, "aws:branch").map(BranchInputs);
            for choice in branch.into_iter().flat_map(BranchInputs::choices) {
                conditions(choice).into_iter().for_each(|condition| judge(condition, found));
            }
            let condition = inputs(step, "aws:loop").and_then(|inputs| LoopInputs(inputs).loop_condition());
            condition.into_iter().flat_map(conditions).for_each(|condition| judge(condition, found));
        }
    },
);

/// The members of a choice that join others: `And`, `Or`, `Not`.
const JOINING: std::ops::Range<usize> = 2..5;

fn judge(condition: Choice<'_>, found: &mut Found<'_>) {
    if condition.0.kind() != NodeKind::Structure || condition.0.has_broken() {
        return;
    }
    let there: Vec<(usize, Value<'_>)> = condition
        .0
        .members()
        .filter_map(|(index, value)| Some((index.filter(|index| *index >= JOINING.start)?, value)))
        .filter(|(_, value)| value.kind() != NodeKind::Null)
        .collect();
    let compares = there.iter().any(|(index, _)| *index >= JOINING.end);
    match there.as_slice() {
        [] => found.missing(condition.0, "StringEquals", || {
            Draft::new("nothing is compared here")
                .help("add a comparison such as `StringEquals`, or join others with `And`, `Or` or `Not`")
        }),
        [_] if compares && condition.variable().is_none() => found.missing(condition.0, "Variable", || {
            Draft::new("`Variable` is missing beside a comparison").help("say what is compared: `{{ step.output }}`")
        }),
        [_] => {}
        [_, (_, second), ..] => found.at(*second, || {
            Draft::new(format!("`{}` is a second comparison of one choice", second.name()))
                .help("put each comparison into an object of its own, joined with `And` or `Or`")
        }),
    }
}

const LOOP: Basis = Basis::Documentation("User Guide, \"aws:loop\"");

/// Rounds of a loop, and values that it goes over.
const MOST_ROUNDS: i64 = 100;

fn loops(root: Value<'_>) -> impl Iterator<Item = LoopInputs<'_>> {
    steps(root).into_iter().filter_map(|step| inputs(step, "aws:loop").map(LoopInputs))
}

pub const LOOP_WITHOUT_AN_END: Rule = Rule::new(
    "runbook/loop-without-an-end",
    Severity::Error,
    "a loop has neither a list to go through nor a condition",
    "what ends the loop is not said",
    LOOP,
    |root, found| {
        for repeated in loops(root) {
            let has_end = repeated.iterators().is_some() || repeated.loop_condition().is_some();
            if !has_end && !repeated.0.has_broken() {
                found.missing(repeated.0, "Iterators", || {
                    Draft::new("neither `Iterators` nor `LoopCondition` is there").help("add one of the two")
                });
            }
        }
    },
);

pub const LOOP_WITH_TWO_ENDS: Rule = Rule::new(
    "runbook/loop-with-two-ends",
    Severity::Error,
    "a loop has both a list to go through and a condition",
    "only one of the two may be there",
    LOOP,
    |root, found| {
        for repeated in loops(root) {
            if let (Some(list), Some(condition)) = (repeated.iterators(), repeated.loop_condition()) {
                found.at(condition.0, || {
                    Draft::new("`LoopCondition` stands beside `Iterators`").help("keep one of the two").related(
                        list.path(),
                        list.span(),
                        "the list",
                    )
                });
            }
        }
    },
);

pub const LOOP_TOO_LONG: Rule = Rule::new(
    "runbook/loop-too-long",
    Severity::Error,
    "a loop goes round more than 100 times",
    "100 rounds are the most",
    LOOP,
    |root, found| {
        for repeated in loops(root) {
            if let Some(rounds) = number(repeated.max_iterations()).filter(|rounds| *rounds > MOST_ROUNDS)
                && let Some(value) = repeated.max_iterations()
            {
                found.at(value, || {
                    Draft::new(format!("`MaxIterations` is {rounds}, at most {MOST_ROUNDS} are allowed"))
                        .help("let it go round less often")
                });
            }
            let count = |list: Value<'_>| list.elements().count() as i64;
            if let Some(list) = repeated.iterators().filter(|list| count(*list) > MOST_ROUNDS) {
                found.at(list, || {
                    Draft::new(format!("the loop goes over {} values, at most {MOST_ROUNDS} are allowed", count(list)))
                        .help("split the list, and go over each part in a loop of its own")
                });
            }
        }
    },
);

pub const LOOP_IN_A_LOOP: Rule = Rule::new(
    "runbook/loop-in-a-loop",
    Severity::Warning,
    "a loop stands within another",
    "the service's console makes no such loop, and here it fails when its turn comes",
    Basis::Assumption(
        "the console makes none (issue cdklabs/cdk-ssm-documents 82); what the service does is stated nowhere",
    ),
    |root, found| {
        for inner in loops(root).flat_map(|outer| outer.steps()) {
            let Some(action) = inner.action().filter(|_| inputs(inner, "aws:loop").is_some()) else { continue };
            found.at(action, || {
                Draft::new("a loop stands within a loop")
                    .help("put the inner one into a runbook of its own, and start that")
            });
        }
    },
);
