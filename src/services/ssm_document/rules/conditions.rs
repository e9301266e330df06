//! Branches and loops: their choices, and what they compare.

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Found, Rule, Severity};

use super::super::reading::{conditions, inputs, steps};
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

pub const LOOP_WITHOUT_AN_END: Rule = Rule::new(
    "runbook/loop-without-an-end",
    Severity::Error,
    "a loop has neither a list to go through nor a condition",
    "what ends the loop is not said",
    Basis::Documentation("User Guide, \"aws:loop\""),
    |root, found| {
        for repeated in steps(root).into_iter().filter_map(|step| inputs(step, "aws:loop").map(LoopInputs)) {
            let has_end = repeated.iterators().is_some() || repeated.loop_condition().is_some();
            if !has_end && !repeated.0.has_broken() {
                found.missing(repeated.0, "Iterators", || {
                    Draft::new("neither `Iterators` nor `LoopCondition` is there").help("add one of the two")
                });
            }
        }
    },
);
