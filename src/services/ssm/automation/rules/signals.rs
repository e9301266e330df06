//! Signals: which payload belongs to which, and ids that cannot be.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Edit, Found, Rule, Severity, Trust};
use crate::services::reading::{did_you_mean, is_absent, shown, text_of};
use crate::text::Span;
use crate::text::nearest::nearest;
use crate::text::string::quoted;

use super::super::view::{SendAutomationSignalRequest as Request, StopAutomationExecutionRequest};

/// Each signal with the key that it cannot do without, and one that it may have.
const SIGNALS: [(&str, Option<&str>, Option<&str>); 6] = [
    ("Approve", None, Some("Comment")),
    ("Reject", None, Some("Comment")),
    ("StartStep", Some("StepName"), None),
    ("Resume", Some("StepName"), None),
    ("StopStep", Some("StepExecutionId"), None),
    ("Revoke", None, None),
];

const KEYS: [&str; 3] = ["Comment", "StepName", "StepExecutionId"];

const MODEL: Basis = Basis::Documentation("API model, SendAutomationSignal, Payload");

fn needed_by(signal: &str) -> Option<&'static str> {
    SIGNALS.iter().find(|(name, ..)| *name == signal).and_then(|(_, needed, _)| *needed)
}

fn entry<'t>(request: Request<'t>, key: &str) -> Option<Value<'t>> {
    request.payload()?.entries().find(|(name, _)| name.any_str().as_deref() == Some(key)).map(|(_, value)| value)
}

pub const SIGNAL_WITHOUT_ITS_PAYLOAD: Rule = Rule::new(
    "automation/signal-without-its-payload",
    Severity::Error,
    "a signal lacks the payload that says which step it is for",
    "the service cannot tell which step is meant, and refuses the signal",
    MODEL,
    |value, found| {
        let request = Request(value);
        let Some(signal) = request.signal_type() else { return };
        let Some(key) = signal.str().and_then(|signal| needed_by(&signal)) else { return };
        let is_key = |(name, _): (Value<'_>, Value<'_>)| name.any_str().as_deref() == Some(key);
        if request.payload().is_some_and(|payload| payload.all_entries().any(is_key)) {
            return;
        }
        let draft = || {
            Draft::new(format!("{} needs `{key}` in its `Payload`", shown(&signal.str().unwrap_or_default())))
                .help(format!("add `\"{key}\": [\"…\"]`, a list also for one value"))
                .exception("InvalidAutomationSignalException")
        };
        let sample = if key == "StepName" { "stepName" } else { "8f14e45f-ceea-467f-a8d3-0c1d2e3f4a5b" };
        let pair = format!("{}: [{}]", quoted(key), quoted(sample));
        let title = format!("insert `{key}` with a sample value");
        let put = |at: u32, text: String| vec![Edit { span: Span { start: at, end: at }, text }];
        match request.payload() {
            Some(payload) => found.missing(payload, key, || {
                let comma = if payload.all_entries().next().is_some() { ", " } else { "" };
                draft().fix_all(title, Trust::Check, put(payload.span().start + 1, format!("{pair}{comma}")))
            }),
            None if is_absent(value, Request::MEMBERS, "Payload") => found.missing(value, "Payload", || {
                draft().fix_all(title, Trust::Check, put(signal.span().end, format!(", \"Payload\": {{{pair}}}")))
            }),
            None => {}
        }
    },
);

pub const NOT_ONE_STEP: Rule = Rule::new(
    "automation/not-one-step",
    Severity::Warning,
    "a signal names no step or several",
    "a signal is for one step: nothing says which of several the service takes",
    Basis::Assumption("the payload's values are lists; the documentation shows one element in each"),
    |value, found| {
        let request = Request(value);
        let needed = text_of(request.signal_type()).and_then(|signal| needed_by(&signal));
        let Some(list) = needed.and_then(|key| entry(request, key)) else { return };
        let count = list.all_elements().count();
        if count != 1 {
            found.at(list, || {
                Draft::new(format!("{count} steps are named, one is wanted"))
                    .help("send a signal for each step")
                    .exception("InvalidAutomationSignalException")
            });
        }
    },
);

pub const STEP_EXECUTION_ID_OF_ANOTHER_FORM: Rule = Rule::new(
    "automation/step-execution-id-of-another-form",
    Severity::Warning,
    "`StepExecutionId` is no id of a step's run",
    "the service looks for the run of a step with this id and finds none; the name of the step is another thing",
    MODEL,
    |value, found| {
        let Some(list) = entry(Request(value), "StepExecutionId") else { return };
        for id in list.elements().filter(|id| id.str().is_some_and(|id| !is_id(&id))) {
            found.at(id, || {
                Draft::new(format!("{} is not an id of the form of a UUID", shown(&id.str().unwrap_or_default())))
                    .help("take `StepExecutionId` from DescribeAutomationStepExecutions or GetAutomationExecution")
                    .exception("AutomationStepNotFoundException")
            });
        }
    },
);

pub const PAYLOAD_KEY_THAT_SAYS_NOTHING: Rule = Rule::new(
    "automation/payload-key-that-says-nothing",
    Severity::Info,
    "a key of the payload is not one that the signal reads",
    "the service passes over it, so that what it says is lost",
    Basis::Assumption("three keys are documented; real callers send others along and are not refused"),
    |value, found| {
        let request = Request(value);
        let Some(signal) = text_of(request.signal_type()) else { return };
        let Some((_, needed, may)) = SIGNALS.iter().find(|(name, ..)| **name == *signal) else { return };
        for (key, _) in request.payload().into_iter().flat_map(Value::entries) {
            let Some(name) = key.any_str().filter(|name| ![*needed, *may].contains(&Some(&**name))) else { continue };
            found.at_key(key, || {
                let draft = Draft::new(format!("{} is not read with {}", shown(&name), shown(&signal)));
                let other = SIGNALS.iter().find(|(_, needed, may)| [*needed, *may].contains(&Some(&*name)));
                match (other, nearest(&name, KEYS)) {
                    (Some((other, ..)), _) => draft.help(format!("it belongs to `{other}`; leave it out")),
                    (None, Some((meant, _))) => did_you_mean(draft, key, meant),
                    _ => draft.help("leave it out; known keys are `Comment`, `StepName` and `StepExecutionId`"),
                }
            });
        }
    },
);

pub const REVOKE_OF_ANYTHING_ELSE: Rule = Rule::new(
    "automation/revoke-of-anything-else",
    Severity::Info,
    "`Revoke` takes back the approval of an access request, and of nothing else",
    "an execution that waits for approval is ended by `Reject`",
    Basis::Documentation("User Guide, just-in-time node access: an approver revokes an approved request"),
    |value, found| {
        let Some(signal) = Request(value).signal_type() else { return };
        if signal.str().as_deref() == Some("Revoke") {
            found.at(signal, || {
                Draft::new("`Revoke` is for just-in-time access requests")
                    .help("send `Reject` to decline an approval, or StopAutomationExecution to end a run")
            });
        }
    },
);

pub const EXECUTION_ID_OF_ANOTHER_FORM: Rule = Rule::new(
    "automation/execution-id-of-another-form",
    Severity::Warning,
    "`AutomationExecutionId` has the right length and not the form of an id",
    "no execution has it",
    Basis::Assumption("the model asks for 36 characters; every id that was ever shown is a UUID"),
    |value, found| {
        // It is the first member of each request that has it.
        let Some(id) = value.member(0) else { return };
        if id.str().is_some_and(|id| !is_id(&id)) {
            found.at(id, || {
                Draft::new(format!("{} is not an id of the form of a UUID", shown(&id.str().unwrap_or_default())))
                    .help("take the id that the start of the execution answered with")
                    .exception("AutomationExecutionNotFoundException")
            });
        }
    },
);

pub const COMPLETE_OF_A_RUN_THAT_IS_NOT_INTERACTIVE: Rule = Rule::new(
    "automation/complete-of-a-run-that-is-not-interactive",
    Severity::Info,
    "`Complete` ends an interactive run behind its last step",
    "a run in the mode Auto ends by itself, and is stopped by `Cancel`",
    Basis::Documentation("API model, StopAutomationExecution, Type; User Guide, \"Run an automation manually\""),
    |value, found| {
        let Some(kind) = StopAutomationExecutionRequest(value).type_() else { return };
        if kind.str().as_deref() == Some("Complete") {
            found.at(kind, || {
                Draft::new("`Complete` is for a run in the mode Interactive")
                    .help("write `Cancel` to stop any other run")
            });
        }
    },
);

/// Whether a text is grouped as a UUID is. The vendor's examples have letters in it that are no hexadecimal digits.
pub fn is_id(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_alphanumeric(),
        })
}

/// Says whether there is something to say of a list of ids.
pub fn tell_ids(list: Option<Value<'_>>, found: &mut Found<'_>, exception: &'static str) {
    for id in list.into_iter().flat_map(Value::elements) {
        if id.str().is_some_and(|id| !is_id(&id)) {
            found.at(id, || {
                Draft::new(format!("{} is not an id of the form of a UUID", shown(&id.str().unwrap_or_default())))
                    .help("write the whole id of an execution")
                    .exception(exception)
            });
        }
    }
}
