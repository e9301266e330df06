//! Small questions that the rules ask of a content: its steps, where they lead, what they refer to. They judge nothing.

use std::borrow::Cow;

use crate::model::tape::{NodeKind, Value};
use crate::text::Span;

use super::view::{BranchInputs, Choice, LoopInputs, Runbook, Step};

/// Steps of a longer content are not looked at: it is twice what a document may have, and some questions take time that
/// grows faster than the text.
pub const LOOKED_AT: usize = 128 << 10;

/// What stands for a value that is only known when the steps run.
pub const PLACEHOLDER: &str = "{{";

/// The name of a step.
pub fn name_of<'t>(step: Step<'t>) -> Option<Cow<'t, str>> {
    step.name().and_then(Value::any_str)
}

/// The inputs of a step with an action.
pub fn inputs<'t>(step: Step<'t>, action: &str) -> Option<Value<'t>> {
    let is_meant = step.action().and_then(Value::any_str).as_deref() == Some(action);
    step.inputs().filter(|inputs| is_meant && inputs.kind() == NodeKind::Structure)
}

/// The steps of the document, and of each loop within it: steps lead to others of the same list.
pub fn scopes(root: Value<'_>) -> Vec<Vec<Step<'_>>> {
    if root.source().len() > LOOKED_AT {
        return Vec::new();
    }
    let mut all = vec![Runbook(root).main_steps().collect::<Vec<_>>()];
    let mut at = 0;
    while let Some(steps) = all.get(at) {
        let loops = steps.iter().filter_map(|step| inputs(*step, "aws:loop"));
        let inner: Vec<Vec<Step<'_>>> = loops.map(|inputs| LoopInputs(inputs).steps().collect()).collect();
        all.extend(inner);
        at += 1;
    }
    all
}

/// All steps, those within loops too.
pub fn steps(root: Value<'_>) -> Vec<Step<'_>> {
    scopes(root).into_iter().flatten().collect()
}

/// A step that another leads to: where it is named, and how.
pub struct Lead<'t> {
    /// The value that names it.
    pub value: Value<'t>,
    /// What stands in front of the name.
    pub prefix: &'static str,
    /// The name.
    pub name: Cow<'t, str>,
}

/// Where a step leads, besides to the one behind it.
pub fn leads(step: Step<'_>) -> Vec<Lead<'_>> {
    let mut all = Vec::new();
    push(&mut all, step.next_step(), "");
    push(&mut all, step.on_failure(), "step:");
    push(&mut all, step.on_cancel(), "step:");
    if let Some(branch) = inputs(step, "aws:branch").map(BranchInputs) {
        branch.choices().for_each(|choice| push(&mut all, choice.next_step(), ""));
        push(&mut all, branch.default_value(), "");
    }
    all
}

fn push<'t>(all: &mut Vec<Lead<'t>>, value: Option<Value<'t>>, prefix: &'static str) {
    let Some((value, text)) = value.and_then(|value| Some((value, value.any_str()?))) else { return };
    let Some(name) = text.strip_prefix(prefix).filter(|name| !name.contains(PLACEHOLDER)) else { return };
    let name = Cow::Owned(name.to_string());
    all.push(Lead { value, prefix, name });
}

/// Whether a flag is set, in quotes or without.
pub fn is_set(flag: Option<Value<'_>>) -> bool {
    flag.is_some_and(|flag| flag.boolean() == Some(true) || flag.any_str().as_deref() == Some("true"))
}

/// A number, in quotes or without.
pub fn number(value: Option<Value<'_>>) -> Option<i64> {
    let value = value?;
    value.integer().or_else(|| value.any_str()?.parse().ok())
}

/// For each step of a list, which steps come straight behind it, by their index.
pub fn followers(steps: &[Step<'_>]) -> Vec<Vec<usize>> {
    let names: Vec<_> = steps.iter().map(|step| name_of(*step)).collect();
    let place = |name: &str| names.iter().position(|known| known.as_deref() == Some(name));
    let of = |(index, step): (usize, &Step<'_>)| {
        let mut all: Vec<usize> = leads(*step).iter().filter_map(|lead| place(&lead.name)).collect();
        let has_default =
            inputs(*step, "aws:branch").is_some_and(|inputs| BranchInputs(inputs).default_value().is_some());
        if !is_set(step.is_end()) && step.next_step().is_none() && !has_default && index + 1 < steps.len() {
            all.push(index + 1);
        }
        all
    };
    steps.iter().enumerate().map(of).collect()
}

/// The steps that can come at some time behind one, itself only where it comes again.
pub fn behind(followers: &[Vec<usize>], from: usize) -> Vec<bool> {
    let (mut seen, mut open) = (vec![false; followers.len()], vec![from]);
    while let Some(at) = open.pop() {
        for &next in followers.get(at).into_iter().flatten() {
            if let Some(is_seen) = seen.get_mut(next).filter(|is_seen| !**is_seen) {
                *is_seen = true;
                open.push(next);
            }
        }
    }
    seen
}

/// The keys of a map.
pub fn keys(map: Option<Value<'_>>) -> Vec<Cow<'_, str>> {
    map.into_iter().flat_map(Value::all_entries).filter_map(|(key, _)| key.any_str()).collect()
}

/// What a value refers to: the place of each reference in it, and its name.
pub fn references(value: Value<'_>) -> Vec<(Span, &str)> {
    let (source, start) = (value.source(), value.span().start as usize);
    let mut all = Vec::new();
    let mut at = 0;
    while let Some(open) = source.get(at..).and_then(|rest| rest.find(PLACEHOLDER)).map(|open| at + open) {
        let rest = source.get(open + 2..).unwrap_or_default();
        let Some(length) = rest.find("}}") else { break };
        let name = rest.get(..length).unwrap_or_default();
        at = open + 2 + length + 2;
        let is_name = |c: char| c.is_ascii_alphanumeric() || "_.:-[]*$@".contains(c);
        if !name.trim().is_empty() && name.trim().chars().all(is_name) {
            all.push((Span::new(start + open, start + at), name.trim()));
        }
    }
    all
}

/// Conditions, those within others too.
pub fn conditions<'t>(choice: Choice<'t>) -> Vec<Choice<'t>> {
    let mut all = vec![choice];
    let mut at = 0;
    while let Some(&choice) = all.get(at) {
        all.extend(choice.all().chain(choice.any()).chain(choice.none()));
        at += 1;
    }
    all
}
