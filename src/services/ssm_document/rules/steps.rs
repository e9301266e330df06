//! The names of steps, and where steps lead.

use std::borrow::Cow;

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::reading::shown;
use crate::text::nearest::nearest;
use crate::text::string::quoted;

use super::super::reading::{PLACEHOLDER, behind, followers, is_set, keys, leads, name_of, scopes, steps};
use super::super::view::Runbook;

const SHARED: Basis = Basis::Documentation("User Guide, \"Properties shared by all actions\"");

pub const REPEATED_STEP_NAME: Rule = Rule::new(
    "runbook/repeated-step-name",
    Severity::Error,
    "two steps have one name",
    "steps are called by their names, which have to be different in the whole document",
    SHARED,
    |root, found| {
        let mut first: Vec<(Cow<'_, str>, Value<'_>)> = Vec::new();
        for step in steps(root) {
            let (Some(value), Some(name)) = (step.name(), name_of(step)) else { continue };
            match first.iter().find(|(known, _)| *known == name) {
                Some((_, first)) => found.at(value, || {
                    Draft::new(format!("{} is the name of an earlier step", shown(&name)))
                        .help("give each step a name of its own")
                        .related(first.path(), first.span(), "the first step of this name")
                }),
                None => first.push((name, value)),
            }
        }
    },
);

pub const UNKNOWN_STEP: Rule = Rule::new(
    "runbook/unknown-step",
    Severity::Error,
    "a step leads to one that is not there",
    "the execution has nowhere to go",
    SHARED,
    |root, found| {
        for scope in scopes(root) {
            let names: Vec<_> = scope.iter().filter_map(|step| name_of(*step)).collect();
            for lead in scope.iter().flat_map(|step| leads(*step)) {
                if names.contains(&lead.name) {
                    continue;
                }
                found.at(lead.value, || {
                    let draft = Draft::new(format!("there is no step {}", shown(&lead.name)));
                    match nearest(&lead.name, names.iter().map(|name| &**name)) {
                        Some((meant, _)) => draft.help(format!("did you mean {}?", shown(meant))).fix(
                            format!("write {}", shown(meant)),
                            Trust::Check,
                            lead.value.span(),
                            quoted(&format!("{}{meant}", lead.prefix)),
                        ),
                        None => draft.help("write the name of a step of the same list"),
                    }
                });
            }
        }
    },
);

pub const UNREACHABLE_STEP: Rule = Rule::new(
    "runbook/unreachable-step",
    Severity::Warning,
    "no way leads to a step",
    "it is never run",
    SHARED,
    |root, found| {
        for scope in scopes(root) {
            let names: Vec<_> = scope.iter().filter_map(|step| name_of(*step)).collect();
            // Where a step leads nowhere, that is told, and what comes of it is not.
            if scope.iter().flat_map(|step| leads(*step)).any(|lead| !names.contains(&lead.name)) {
                continue;
            }
            let reached = behind(&followers(&scope), 0);
            let is_reached = |index: usize| index == 0 || reached.get(index) == Some(&true);
            for (_, step) in scope.iter().enumerate().filter(|(index, _)| !is_reached(*index)) {
                let Some(value) = step.name() else { continue };
                found.at(value, || {
                    Draft::new(format!("no step leads to {}", shown(&value.any_str().unwrap_or_default())))
                        .help("let a step name it in `nextStep`, `onFailure` or a choice, or delete it")
                });
            }
        }
    },
);

pub const CIRCLE: Rule = Rule::new(
    "runbook/circle",
    Severity::Warning,
    "a step leads back to one that leads to it again",
    "the service looks for circles without an end before it runs a runbook, and refuses what it finds",
    Basis::Documentation("User Guide, \"Using conditional statements in runbooks\""),
    |root, found| {
        for scope in scopes(root) {
            let (names, next) = (scope.iter().map(|step| name_of(*step)).collect::<Vec<_>>(), followers(&scope));
            let place = |name: &str| names.iter().position(|known| known.as_deref() == Some(name));
            for (index, step) in scope.iter().enumerate() {
                // A run that is being stopped is not stopped twice, and nothing comes next behind an end.
                let next_step = step.next_step().filter(|_| is_set(step.is_end()));
                let dead = [step.on_cancel(), next_step].map(|value| value.map(Value::span));
                for lead in leads(*step).into_iter().filter(|lead| !dead.contains(&Some(lead.value.span()))) {
                    let is_back =
                        |to: &usize| *to <= index && (*to == index || behind(&next, *to).get(index) == Some(&true));
                    if let Some(to) = place(&lead.name).filter(is_back) {
                        found.at(lead.value, || {
                            let draft = Draft::new(format!("the way from {} leads here again", shown(&lead.name)))
                                .help("repeat steps with `aws:loop`, or try one again with `maxAttempts`");
                            match scope.get(to).and_then(|step| step.name()) {
                                Some(name) if to != index => {
                                    draft.related(name.path(), name.span(), "where it leads back to")
                                }
                                _ => draft,
                            }
                        });
                    }
                }
            }
        }
    },
);

pub const END_WITH_A_NEXT_STEP: Rule = Rule::new(
    "runbook/end-with-a-next-step",
    Severity::Warning,
    "a step is the end, and names another to follow",
    "the execution ends there, and the other step is not run because of it",
    SHARED,
    |root, found| {
        for step in steps(root).into_iter().filter(|step| is_set(step.is_end())) {
            if let (Some(next), Some(end)) = (step.next_step(), step.is_end()) {
                found.at(next, || {
                    Draft::new("`nextStep` stands beside `isEnd`").help("delete one of the two").related(
                        end.path(),
                        end.span(),
                        "the end",
                    )
                });
            }
        }
    },
);

pub const OUTPUT_OF_NO_STEP: Rule = Rule::new(
    "runbook/output-of-no-step",
    Severity::Warning,
    "an output is of a step that is not there",
    "the execution has no such output",
    Basis::Assumption("outputs are `step.name`, or a variable; what another form gives is stated nowhere"),
    output_of_no_step,
);

fn output_of_no_step(root: Value<'_>, found: &mut Found<'_>) {
    let all = steps(root);
    let names: Vec<_> = all.iter().filter_map(|step| name_of(*step)).collect();
    let own = [(keys(Runbook(root).variables()), "variable:"), (keys(Runbook(root).parameters()), "")];
    let is_own = |text: &str| {
        own.iter().any(|(names, prefix)| text.strip_prefix(prefix).is_some_and(|rest| names.iter().any(|n| n == rest)))
    };
    for output in Runbook(root).outputs().into_iter().flat_map(Value::elements) {
        let Some(text) = output.str() else { continue };
        let text = text.trim().trim_start_matches(PLACEHOLDER).trim_end_matches("}}").trim();
        let step = text.split('.').next().unwrap_or_default();
        if names.iter().any(|name| name == step) || is_own(text) {
            continue;
        }
        found.at(output, || {
            let draft = Draft::new(format!("there is no step {}", shown(step)));
            match nearest(step, names.iter().map(|name| &**name)) {
                Some((meant, _)) => draft.help(format!("did you mean {}?", shown(meant))),
                None => draft.help("write the name of a step, a dot, and the name of one of its outputs"),
            }
        });
    }
}
