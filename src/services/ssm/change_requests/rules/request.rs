//! The change request itself: the closed service, the schedule, who approves.

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Rule, Severity, Trust};
use crate::services::reading::{did_you_mean, shown, text_of};
use crate::services::ssm::reading::is_near;
use crate::services::ssm::times::{PLAUSIBLE, finer_unit, millis_of};
use crate::text::nearest::nearest;
use crate::text::time::{parse_iso, to_epoch_seconds, to_iso};

use super::super::view::{GetCalendarStateRequest, StartChangeRequestExecutionRequest as Request};

pub const CLOSED_SERVICE: Rule = Rule::new(
    "change-requests/closed-service",
    Severity::Info,
    "Change Manager takes no new customers",
    "an account that did not use Change Manager before November 7, 2025 is refused, whatever the request says",
    Basis::Documentation("API model, StartChangeRequestExecution; User Guide, Change Manager availability change"),
    |request, found| {
        let Some(template) = Request(request).document_name() else { return };
        found.at(template, || {
            Draft::new("the service behind this, Change Manager, has been closed to new customers since November 7, 2025")
                .help("use it where it is in use already; elsewhere start the runbook with StartAutomationExecution and an approval step")
                .exception("NoLongerSupportedException")
        });
    },
);

pub const TIME_IN_MILLISECONDS: Rule = Rule::new(
    "change-requests/time-in-milliseconds",
    Severity::Warning,
    "a scheduled time is given in milliseconds, or in an even finer unit",
    "read in seconds it lies many thousand years ahead, and the change never runs",
    Basis::Documentation("Smithy 2.0, AWS JSON 1.1 protocol: timestamps are seconds since 1970"),
    |request, found| {
        let request = Request(request);
        for value in [request.scheduled_time(), request.scheduled_end_time()].into_iter().flatten() {
            let Some((unit, meant)) = finer_unit(value) else { continue };
            found.at(value, || {
                let seconds = to_epoch_seconds(meant);
                Draft::new(format!("the time is in {unit}, seconds are wanted"))
                    .help(format!("write {seconds}, which is {}", to_iso(meant)))
                    .fix(format!("write {seconds}"), Trust::Safe, value.span(), seconds)
            });
        }
    },
);

pub const IMPLAUSIBLE_TIME: Rule = Rule::new(
    "change-requests/implausible-time",
    Severity::Warning,
    "a scheduled time lies before the year 2000 or after 2099",
    "nobody plans a change for then: the number is most often in another unit, or counted from another year",
    Basis::Assumption("what the service makes of a time in the past is stated nowhere"),
    |request, found| {
        let request = Request(request);
        for value in [request.scheduled_time(), request.scheduled_end_time()].into_iter().flatten() {
            let millis = millis_of(value);
            if PLAUSIBLE.contains(&millis) || finer_unit(value).is_some() {
                continue;
            }
            found.at(value, || {
                let when = i64::try_from(millis).ok().map(to_iso).filter(|iso| !iso.is_empty());
                let when = when.unwrap_or_else(|| "beyond every calendar".into());
                Draft::new(format!("the time is {when}")).help("write the time of the change, in seconds since 1970")
            });
        }
    },
);

pub const DETAILS_NEAR_THE_LIMIT: Rule = Rule::new(
    "change-requests/details-near-the-limit",
    Severity::Info,
    "`ChangeDetails` take up more than four fifths of what they may hold",
    "reviewers see them as one text, and a longer one is refused",
    Basis::Documentation("API model, ChangeDetailsValue: 32,768 characters at most"),
    |request, found| {
        const MOST: u64 = 32_768;
        let Some(value) = Request(request).change_details() else { return };
        let Some(text) = value.str().filter(|text| text.len() as u64 > MOST / 5 * 4) else { return };
        let count = text.chars().count();
        if is_near(count as u64, MOST) {
            found.at(value, || {
                Draft::new(format!("`ChangeDetails` are {count} characters, at most {MOST} are allowed"))
                    .help("keep a summary here, and the rest where a link leads to")
            });
        }
    },
);

pub const END_BEFORE_START: Rule = Rule::new(
    "change-requests/end-before-start",
    Severity::Warning,
    "`ScheduledEndTime` is not after `ScheduledTime`",
    "reviewers are shown a window without time; the end is told to them only, and stops nothing",
    Basis::Assumption("what the service makes of it is stated nowhere"),
    |request, found| {
        let request = Request(request);
        let (Some(start), Some(end)) = (request.scheduled_time(), request.scheduled_end_time()) else { return };
        if let (Some(from), Some(to)) = (start.millis(), end.millis())
            && to <= from
        {
            found.at(end, || {
                Draft::new(format!("the end, {}, is not after the start, {}", to_iso(to), to_iso(from)))
                    .help("write a later end")
                    .related(start.path(), start.span(), "the start")
            });
        }
    },
);

pub const RUNBOOK_THAT_IS_THE_TEMPLATE: Rule = Rule::new(
    "change-requests/runbook-that-is-the-template",
    Severity::Warning,
    "the runbook is the change template itself",
    "the template says who approves; the runbook is what runs then, and is another document",
    Basis::Documentation("API model, StartChangeRequestExecution, DocumentName and Runbooks"),
    |request, found| {
        let Some(template) = Request(request).document_name() else { return };
        for name in Request(request).runbooks().filter_map(|runbook| runbook.document_name()) {
            if name.str().is_some() && name.str() == template.str() {
                found.at(name, || {
                    Draft::new(format!("{} is the change template too", shown(&name.str().unwrap_or_default())))
                        .help("name a runbook that the template allows")
                        .exception("InvalidAutomationExecutionParametersException")
                        .related(template.path(), template.span(), "the change template")
                });
            }
        }
    },
);

const APPROVERS: [&str; 5] = ["IamUser", "IamGroup", "IamRole", "SSOGroup", "SSOUser"];

pub const UNKNOWN_APPROVER_TYPE: Rule = Rule::new(
    "change-requests/unknown-approver-type",
    Severity::Warning,
    "`ApproverType` is none that Change Manager knows",
    "the template takes one of five kinds of approvers, and the request fails with any other",
    Basis::Documentation("User Guide, Creating change templates: the kinds of approvers"),
    |request, found| {
        let parameters = Request(request).parameters().into_iter().flat_map(Value::entries);
        for (_, list) in parameters.filter(|(key, _)| key.any_str().as_deref() == Some("ApproverType")) {
            for value in list.elements() {
                let Some(text) = value.str().filter(|text| !APPROVERS.contains(&&**text)) else { continue };
                found.at(value, || {
                    let draft = Draft::new(format!("{} is not a kind of approver", shown(&text)))
                        .exception("InvalidAutomationExecutionParametersException");
                    match nearest(&text, APPROVERS) {
                        Some((meant, _)) => did_you_mean(draft, value, meant),
                        None => draft.help(format!("the kinds are {}", APPROVERS.join(", "))),
                    }
                });
            }
        }
    },
);

pub const AUTO_APPROVE: Rule = Rule::new(
    "change-requests/auto-approve",
    Severity::Info,
    "`AutoApprove` skips the reviewers only where the template allows it",
    "the template has to be auto-approvable and the caller to have the permission; a closed calendar holds the change back all the same",
    Basis::Documentation(
        "API model, StartChangeRequestExecution, AutoApprove; User Guide, the condition key ssm:AutoApprove",
    ),
    |request, found| {
        let Some(value) = Request(request).auto_approve() else { return };
        if value.boolean() == Some(true) {
            found.at(value, || {
                Draft::new("reviewers are skipped only if the change template is auto-approvable")
                    .help("look for `autoApprovable: true` in the template")
            });
        }
    },
);

pub const CALENDAR_TIME_OF_ANOTHER_FORM: Rule = Rule::new(
    "change-requests/calendar-time-of-another-form",
    Severity::Warning,
    "`AtTime` is not ISO 8601 text with a zone",
    "here a time is text, unlike times elsewhere in the service",
    Basis::Documentation("API model, GetCalendarState, AtTime: ISO 8601"),
    |request, found| {
        let Some(value) = GetCalendarStateRequest(request).at_time() else { return };
        let Some(text) = text_of(Some(value)) else { return };
        if parse_iso(&text).is_some_and(|time| time.zoned) || value.kind() != NodeKind::String {
            return;
        }
        found.at(value, || {
            let draft = Draft::new(format!("{} is not an ISO 8601 time with a zone", shown(&text)))
                .help("write it as `2026-10-24T06:00:00Z`");
            crate::services::ssm::reading::with_utc_second(draft, value.span(), &text)
        });
    },
);
