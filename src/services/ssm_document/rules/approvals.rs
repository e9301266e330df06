//! Steps that wait for people.

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Rule, Severity};

use super::super::reading::{PLACEHOLDER, inputs, number, steps};
use super::super::view::{ApproveInputs, Step};

/// 30 days.
const LONGEST: i64 = 2_592_000;

const APPROVE: Basis = Basis::Documentation("User Guide, \"aws:approve\"");

fn approvals(root: Value<'_>) -> impl Iterator<Item = (Step<'_>, ApproveInputs<'_>)> {
    steps(root).into_iter().filter_map(|step| Some((step, ApproveInputs(inputs(step, "aws:approve")?))))
}

pub const APPROVAL_WITHOUT_APPROVERS: Rule = Rule::new(
    "runbook/approval-without-approvers",
    Severity::Error,
    "an approval names nobody who may decide",
    "nobody can let the execution go on",
    APPROVE,
    |root, found| {
        for (_, approve) in approvals(root) {
            if approve.approvers().is_none() && approve.enhanced_approvals().is_none() && !approve.0.has_broken() {
                found.missing(approve.0, "Approvers", || {
                    Draft::new("nobody is named who may approve")
                        .help("add `Approvers`, a list of users, roles or ARNs")
                });
            }
        }
    },
);

pub const MORE_APPROVALS_THAN_APPROVERS: Rule = Rule::new(
    "runbook/more-approvals-than-approvers",
    Severity::Error,
    "more approvals are needed than there are approvers",
    "a second decision of the same person does not count, so the step times out",
    APPROVE,
    |root, found| {
        for (_, approve) in approvals(root) {
            let Some((value, least)) = approve.min_required_approvals().and_then(|v| Some((v, number(Some(v))?)))
            else {
                continue;
            };
            let list = approve.approvers().filter(|list| list.kind() == NodeKind::List);
            let Some(list) = list.filter(|list| !list.source().contains(PLACEHOLDER)) else { continue };
            let names: Vec<_> = list.elements().filter_map(Value::any_str).collect();
            let repeated = names.iter().enumerate().filter(|(at, name)| names.iter().take(*at).any(|n| n == *name));
            let repeated = repeated.count();
            let count = list.elements().count() - repeated;
            if least > count as i64 {
                let different = if repeated > 0 { "different " } else { "" };
                found.at(value, || {
                    Draft::new(format!("{least} approvals are needed, and there are {count} {different}approvers"))
                        .help("ask for fewer, or name more approvers")
                        .related(list.path(), list.span(), "the approvers")
                });
            }
        }
    },
);

pub const APPROVAL_TIMEOUT_TOO_LONG: Rule = Rule::new(
    "runbook/approval-timeout-too-long",
    Severity::Error,
    "an approval waits longer than 30 days",
    "30 days are the most that an approval waits",
    APPROVE,
    |root, found| {
        for (step, _) in approvals(root) {
            let Some((value, seconds)) = step.timeout_seconds().and_then(|v| Some((v, number(Some(v))?))) else {
                continue;
            };
            if seconds > LONGEST {
                found.at(value, || {
                    Draft::new(format!("the step waits {seconds} seconds, at most {LONGEST} (30 days) are allowed"))
                        .help("write a shorter time")
                });
            }
        }
    },
);

pub const TOPIC_OF_ANOTHER_NAME: Rule = Rule::new(
    "runbook/topic-of-another-name",
    Severity::Warning,
    "the topic that tells approvers has a name that does not begin with `Automation`",
    "the service's own policy lets it send to topics of such names alone",
    APPROVE,
    |root, found| {
        for (_, approve) in approvals(root) {
            let enhanced = approve.enhanced_approvals().and_then(|enhanced| enhanced.notification_arn());
            for arn in [approve.notification_arn(), enhanced].into_iter().flatten() {
                let Some(text) = arn.str() else { continue };
                let topic = text.strip_prefix("arn:").and_then(|rest| rest.rsplit(':').next());
                if topic.is_some_and(|topic| !topic.starts_with("Automation") && !text.contains(PLACEHOLDER)) {
                    found.at(arn, || {
                        Draft::new("the name of the topic does not begin with `Automation`")
                            .help("use a topic of such a name, or see that the role may publish to this one")
                    });
                }
            }
        }
    },
);

pub const ACCOUNT_OF_ANOTHER_LENGTH: Rule = Rule::new(
    "runbook/account-of-another-length",
    Severity::Warning,
    "an ARN of an approver or a topic has an account number that is not 12 digits",
    "nobody has such an ARN; placeholders of examples are often too short",
    Basis::Documentation("AWS General Reference, \"Amazon Resource Names\""),
    |root, found| {
        for (_, approve) in approvals(root) {
            let enhanced = approve.enhanced_approvals().and_then(|enhanced| enhanced.notification_arn());
            let approvers = approve.approvers().into_iter().flat_map(Value::elements);
            for arn in approvers.chain(approve.notification_arn()).chain(enhanced) {
                let Some(text) = arn.str().filter(|text| text.starts_with("arn:") && !text.contains(PLACEHOLDER))
                else {
                    continue;
                };
                let account = text.split(':').nth(4).unwrap_or_default();
                if account.bytes().all(|b| b.is_ascii_digit()) && !matches!(account.len(), 0 | 12) {
                    found.at(arn, || {
                        Draft::new(format!("the account number in the ARN has {} digits", account.len()))
                            .help("an account number has 12 digits")
                    });
                }
            }
        }
    },
);
