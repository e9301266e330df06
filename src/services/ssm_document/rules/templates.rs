//! Change templates: levels of approval, and the runbooks that they allow.

use std::borrow::Cow;

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Rule, Severity};
use crate::services::reading::text_of;

use super::super::reading::{inputs, number, references};
use super::super::view::{ApproveInputs, Parameter, Template};

const LEVELS: usize = 5;

const TEMPLATES: Basis = Basis::Documentation("User Guide, \"Creating change templates\"");

fn levels(root: Value<'_>) -> impl Iterator<Item = ApproveInputs<'_>> {
    Template(root).main_steps().filter_map(|step| inputs(step, "aws:approve").map(ApproveInputs))
}

/// The names of the parameters that are lists.
fn lists_of(root: Value<'_>) -> Vec<Cow<'_, str>> {
    let parameters = Template(root).parameters().filter(|map| map.kind() == NodeKind::Map);
    let lists = parameters.into_iter().flat_map(Value::entries).filter(|(_, value)| {
        let kind = text_of(Parameter(*value).kind()).unwrap_or_default();
        kind.ends_with("List") || kind.starts_with("List<")
    });
    lists.filter_map(|(name, _)| name.any_str()).collect()
}

pub const STEP_THAT_IS_NO_APPROVAL: Rule = Rule::new(
    "change-template/step-that-is-no-approval",
    Severity::Warning,
    "a step of a change template is no approval",
    "the steps of a template are its levels of approval; what is to be done stands in a runbook",
    Basis::Assumption("the guide shows approvals alone"),
    |root, found| {
        for step in Template(root).main_steps() {
            let action = step.action().and_then(|value| Some((value, value.str()?)));
            if let Some((value, action)) = action.filter(|(_, action)| action != "aws:approve") {
                found.at(value, || {
                    Draft::new(format!("`{action}` stands in a change template"))
                        .help("put it into a runbook, and name that in `executableRunBooks`")
                });
            }
        }
    },
);

pub const TOO_MANY_LEVELS: Rule = Rule::new(
    "change-template/too-many-levels",
    Severity::Error,
    "a change template has more than five levels of approval",
    "five are the most",
    TEMPLATES,
    |root, found| {
        let count = levels(root).count();
        if let Some(level) = Template(root).main_steps().nth(LEVELS).filter(|_| count > LEVELS) {
            found.at(level.0, || {
                Draft::new(format!("there are {count} levels of approval, at most {LEVELS} are allowed"))
                    .help("put approvers of several levels into one")
            });
        }
    },
);

pub const LEVEL_WITHOUT_LINES: Rule = Rule::new(
    "change-template/level-without-lines",
    Severity::Warning,
    "a level of approval has its approvers in the older form",
    "the guide has the approvers of templates in `EnhancedApprovals`, with their types",
    Basis::Assumption("whether a template may have the older form is stated nowhere"),
    |root, found| {
        for level in levels(root) {
            if let Some(approvers) = level.approvers().filter(|_| level.enhanced_approvals().is_none()) {
                found.at(approvers, || {
                    Draft::new("the level has no `EnhancedApprovals`")
                        .help("write each approver there, with `approver`, `type` and `minRequiredApprovals`")
                });
            }
        }
    },
);

pub const LEVEL_AND_LINES_DISAGREE: Rule = Rule::new(
    "change-template/level-and-lines-disagree",
    Severity::Info,
    "a level asks for another number of approvals than its lines do together",
    "the greater of the two counts",
    TEMPLATES,
    |root, found| {
        for level in levels(root) {
            let lines = level.enhanced_approvals().into_iter().flat_map(|enhanced| enhanced.approvers());
            let sum: i64 = lines.filter_map(|line| number(line.min_required_approvals())).sum();
            let Some((value, least)) = level.min_required_approvals().and_then(|v| Some((v, number(Some(v))?))) else {
                continue;
            };
            if sum > 0 && least > 0 && sum != least {
                found.at(value, || {
                    Draft::new(format!("the level asks for {least} approvals, and its lines for {sum}"))
                        .help(format!("{} approvals are needed; say so in one place", sum.max(least)))
                });
            }
        }
    },
);

pub const MORE_APPROVALS_THAN_ONE_USER: Rule = Rule::new(
    "change-template/more-approvals-than-one-user",
    Severity::Warning,
    "a line asks one user for several approvals",
    "a second decision of the same person does not count",
    TEMPLATES,
    |root, found| {
        let lines =
            levels(root).filter_map(|level| level.enhanced_approvals()).flat_map(|enhanced| enhanced.approvers());
        let lists = lists_of(root);
        // What a parameter of a list stands for are as many users as it has items.
        let is_list =
            |approver: Value<'_>| references(approver).iter().any(|(_, name)| lists.iter().any(|list| list == name));
        for line in lines.filter(|line| !line.approver().is_some_and(is_list)) {
            let is_user = line.kind().and_then(Value::str).is_some_and(|kind| matches!(&*kind, "IamUser" | "SSOUser"));
            let Some((value, least)) = line.min_required_approvals().and_then(|v| Some((v, number(Some(v))?))) else {
                continue;
            };
            if is_user && least > 1 {
                found.at(value, || {
                    Draft::new(format!("one user cannot give {least} approvals"))
                        .help("ask for one, or name a group or a role")
                });
            }
        }
    },
);

pub const WITHOUT_RUNBOOKS: Rule = Rule::new(
    "change-template/without-runbooks",
    Severity::Info,
    "a change template names no runbooks",
    "whether requests may then run any, or none, is not known",
    Basis::Assumption("the guide shows parts of templates without them; whether the service insists is stated nowhere"),
    |root, found| {
        let template = Template(root);
        if template.executable_run_books().next().is_none() && !root.has_broken() {
            found.missing(root, "executableRunBooks", || {
                Draft::new("`executableRunBooks` names no runbook").help("name those that a request may run")
            });
        }
    },
);
