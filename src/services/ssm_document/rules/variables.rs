//! What stands between double braces: parameters, outputs of steps, variables.

use std::borrow::Cow;

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Found, Rule, Severity};
use crate::services::reading::shown;
use crate::text::Span;
use crate::text::nearest::nearest;

use super::super::reading::{behind, followers, inputs, keys, name_of, references, scopes, steps};
use super::super::view::{Runbook, Step, UpdateVariableInputs};

const VARIABLES: &str = "variable:";

/// Names that the service fills in, where only it knows them.
const FILLED: [&str; 2] = ["ssm:", "resolve:"];

/// Names that the service fills in (User Guide, "Automation system variables").
const SYSTEM: [&str; 6] = [
    "automation:EXECUTION_ID",
    "global:ACCOUNT_ID",
    "global:AWS_PARTITION",
    "global:DATE",
    "global:DATE_TIME",
    "global:REGION",
];

/// The index of the script among the inputs of `aws:executeScript`: what stands in it is a program's.
const SCRIPT: usize = 2;

/// What a step refers to.
fn references_of<'t>(step: Step<'t>) -> Vec<(Value<'t>, Span, &'t str)> {
    let Some(value) = step.inputs() else { return Vec::new() };
    let script = inputs(step, "aws:executeScript").and_then(|inputs| inputs.member(SCRIPT)).map(Value::span);
    let all = references(value).into_iter().filter(|(span, _)| script.is_none_or(|script| !script.covers(*span)));
    all.map(|(span, name)| (value, span, name)).collect()
}

fn has(names: &[Cow<'_, str>], name: &str) -> bool {
    names.iter().any(|known| known == name)
}

/// The part of a reference that names a parameter or a step.
fn base(name: &str) -> &str {
    name.split(['.', '[']).next().unwrap_or(name)
}

pub const REFERENCE_TO_NOTHING: Rule = Rule::new(
    "runbook/reference-to-nothing",
    Severity::Warning,
    "double braces name something that the document does not have",
    "nothing can be put in its place",
    Basis::Assumption("what the service makes of it is stated nowhere"),
    |root, found| {
        let runbook = Runbook(root);
        let (parameters, all) = (keys(runbook.parameters()), steps(root));
        let variables = keys(runbook.variables().filter(|value| value.kind() == NodeKind::Map));
        let names: Vec<_> = all.iter().filter_map(|step| name_of(*step)).collect();
        let role = runbook.assume_role().filter(|role| role.any_str().is_some());
        let of_role = role.into_iter().flat_map(|role| references(role).into_iter().map(move |(s, n)| (role, s, n)));
        for (value, span, name) in all.iter().flat_map(|step| references_of(*step)).chain(of_role) {
            let is_known = match name.strip_prefix(VARIABLES) {
                Some(variable) => has(&variables, base(variable)),
                None => {
                    FILLED.iter().any(|prefix| name.starts_with(prefix))
                        || SYSTEM.contains(&name)
                        || has(&parameters, base(name))
                        || has(&names, base(name))
                }
            };
            if !is_known {
                let own = parameters.iter().chain(&names).map(|name| &**name);
                tell(found, value, span, name, own.chain(SYSTEM));
            }
        }
    },
);

fn tell<'n>(found: &mut Found<'_>, value: Value<'_>, span: Span, name: &str, known: impl Iterator<Item = &'n str>) {
    found.within(value, span, || {
        let draft = Draft::new(format!("{} is no parameter, step or variable of the document", shown(name)));
        match nearest(base(name), known.filter(|known| known.contains(':') == name.contains(':'))) {
            Some((meant, _)) => draft.help(format!("did you mean {}?", shown(meant))),
            None => draft.help("add a parameter of this name, or name one that is there"),
        }
    });
}

pub const REFERENCE_TO_A_LATER_STEP: Rule = Rule::new(
    "runbook/reference-to-a-later-step",
    Severity::Warning,
    "a step uses an output of one that never runs before it",
    "there is nothing to put in its place yet",
    Basis::Assumption("what the service makes of it is stated nowhere"),
    |root, found| {
        for scope in scopes(root) {
            let next = followers(&scope);
            for (index, step) in scope.iter().enumerate() {
                for (value, span, name) in references_of(*step) {
                    let named = |other: &Step<'_>| name_of(*other).as_deref() == Some(base(name));
                    let Some(source) = scope.iter().position(named).filter(|_| name.contains('.')) else { continue };
                    if source == index || behind(&next, source).get(index) == Some(&true) {
                        continue;
                    }
                    found.within(value, span, || {
                        Draft::new(format!("the step {} does not run before this one", shown(base(name))))
                            .help("let it run earlier, or use something that is known here")
                    });
                }
            }
        }
    },
);

pub const UPDATE_OF_NO_VARIABLE: Rule = Rule::new(
    "runbook/update-of-no-variable",
    Severity::Error,
    "a step updates a variable that is not declared",
    "only what stands in `variables` can be updated",
    Basis::Documentation("User Guide, \"aws:updateVariable\""),
    |root, found| {
        let variables = keys(Runbook(root).variables());
        for step in steps(root) {
            let name = inputs(step, "aws:updateVariable").and_then(|inputs| UpdateVariableInputs(inputs).name());
            let Some((value, name)) = name.and_then(|value| Some((value, value.str()?))) else { continue };
            let own = name.strip_prefix(VARIABLES).unwrap_or(&name);
            if !has(&variables, own) {
                found.at(value, || {
                    let draft = Draft::new(format!("there is no variable {}", shown(own)));
                    match nearest(own, variables.iter().map(|name| &**name)) {
                        Some((meant, _)) => draft.help(format!("did you mean {}?", shown(meant))),
                        None => draft.help("declare it under `variables`"),
                    }
                });
            }
        }
    },
);
