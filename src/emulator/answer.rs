//! One request, from the wire to the answer: whose it is, whether a fault strikes it, whether the model lets it through,
//! and what the operation says.

use std::any::Any;
use std::borrow::Cow;

use crate::check::walked;
use crate::model::tape::Value;
use crate::model::walk::Form;
use crate::report::wording::{unconvertible_message, validation_message};
use crate::report::{Finding, Findings, Severity};
use crate::services::{self, Emulation, Target};
use crate::text::Span;
use crate::wire::answers::{Answers, OF_NOBODY, UNKNOWN};
use crate::wire::recognise::{Recognised, recognise};
use crate::wire::{Request, Response};

use super::call::{Answer, Call, Change, Exception};
use super::faults::Dice;
use super::state::State;
use super::{Emulator, Hosted};

/// An answer on its way out: what the log and the journal want to know of it.
pub(super) struct Outcome {
    pub response: Response,
    pub operation: Option<String>,
    /// The service that was meant, where none of its operations was.
    pub service: Option<String>,
    pub error: Option<String>,
    pub changed: bool,
    pub faults: Vec<u64>,
    /// Why the sender was not believed.
    pub denied: Option<String>,
}

impl Outcome {
    pub fn refused(response: Response, service: Option<String>, error: &str) -> Outcome {
        let error = Some(error.into());
        Outcome { response, operation: None, service, error, changed: false, faults: Vec::new(), denied: None }
    }
}

/// Whom a request is for.
pub(super) enum Meant<'r> {
    /// An operation of the service with this index, and its input.
    Operation(usize, Target, Cow<'r, [u8]>),
    /// The service with this index, but nothing that it has, and why.
    Service(usize, String),
    /// An operation of a model that was brought along, which nothing emulates.
    Brought(Target),
    /// Nobody.
    Nobody,
}

impl Emulator {
    pub(super) fn answer(&mut self, meant: Meant<'_>, principal: &str, dice: &Dice<'_>) -> Outcome {
        let request_id = self.read_id();
        let (index, target, document) = match meant {
            Meant::Operation(index, target, document) => (index, target, document),
            Meant::Service(index, why) => return self.unknown(self.hosted.get(index), &request_id, &why),
            Meant::Brought(target) => {
                let exception = not_emulated(&target.id());
                let response = exception_response(&target, &request_id, &exception);
                return Outcome::refused(response, Some(target.service.id.to_string()), NOT_EMULATED);
            }
            Meant::Nobody => return self.unknown(None, &request_id, "no service here knows this request"),
        };
        let id = target.id();
        let number = self.number + 1;
        let strike = self.faults.strike(&target, dice);
        let struck = !strike.used.is_empty();
        let result = match (strike.exception, target.facts().and_then(|facts| facts.emulate)) {
            (Some(exception), _) => Err(exception),
            (None, Some(emulate)) => self.emulated(index, &target, &document, |input, state| {
                let (now, ids) = (self.clock.now(), self.ids);
                emulate(&Call { input, now, ids, number, principal, operation: &target.name, state })
            }),
            (None, None) => Err(not_emulated(&id)),
        };
        let changed = struck || result.as_ref().is_ok_and(|answer| answer.change.is_some());
        // What is replayed from a journal comes without the reads in between: the id of a request that changes
        // something depends on its number alone.
        let request_id = if changed { self.ids.uuid("request", number) } else { request_id };
        let error = result.as_ref().err().map(|exception| exception.name.to_string());
        let mut response = match result {
            Ok(answer) => {
                if let Some(change) = answer.change {
                    self.apply(index, change);
                }
                let status = target.operation().http.as_ref().map_or(200, |http| http.status);
                answers_of(&target).success(status, &request_id, answer.body)
            }
            Err(exception) => exception_response(&target, &request_id, &exception),
        };
        response.delay = strike.delay;
        Outcome { response, operation: Some(id), service: None, error, changed, faults: strike.used, denied: None }
    }

    /// Whom a request is for.
    pub(super) fn meant<'r>(&self, request: &'r Request) -> Meant<'r> {
        let mut meant = Meant::Nobody;
        for (index, Hosted { service, .. }) in self.hosted.iter().enumerate() {
            let Some(protocol) = service.protocol else { continue };
            match recognise(protocol, &service.loaded(), request) {
                Recognised::Foreign => {}
                Recognised::Unknown(why) => meant = Meant::Service(index, why),
                Recognised::Operation { name, document } => {
                    let Some(target) = services::operation_of(service, &name) else { continue };
                    return Meant::Operation(index, target, document);
                }
            }
        }
        services::brought(request).map_or(meant, Meant::Brought)
    }

    pub(super) fn emulation(&self, index: usize) -> Option<&'static Emulation> {
        self.hosted.get(index).and_then(|hosted| hosted.service.emulation)
    }

    /// The answer to a request for nothing that there is: always JSON, whatever was asked.
    fn unknown(&self, meant: Option<&Hosted>, request_id: &str, why: &str) -> Outcome {
        let emulation = meant.and_then(|hosted| hosted.service.emulation);
        let service = meant.map(|hosted| hosted.service.id.to_string());
        let name = emulation.map_or(UNKNOWN, |emulation| emulation.refusals.unknown_operation);
        Outcome::refused(refusal(emulation, request_id, name, why), service, name)
    }

    /// The id of a request that changes nothing.
    pub(super) fn read_id(&self) -> String {
        self.ids.uuid("read", self.number << 32 | self.reads)
    }

    /// What an operation says to an input, if the model lets it through.
    fn emulated(
        &self,
        index: usize,
        target: &Target,
        document: &[u8],
        emulate: impl FnOnce(Value<'_>, &dyn State) -> Result<Answer, Exception>,
    ) -> Result<Answer, Exception> {
        let Some(hosted) = self.hosted.get(index) else { return Err(Exception::new(NOT_EMULATED, "")) };
        let mut findings = Findings::new(usize::MAX / 4);
        let (_, result) = walked(target, document, Form::Wire, &mut findings, |input, findings| {
            let found = std::mem::replace(findings, Findings::new(0)).into_list().0;
            malformed(target, input.whole_text(), &found, |span| input.is_out_of_force(span))?;
            emulate(input, &*hosted.state)
        });
        result
    }

    /// Changes a state, and lets happen what is due at once because of it.
    fn apply(&mut self, index: usize, change: Change) {
        let Some(hosted) = self.hosted.get_mut(index) else { return };
        let state: &mut dyn Any = &mut *hosted.state;
        change(state);
        self.collect(index);
        self.run_to(self.now());
    }
}

/// An exception outside of the model, whatever the operation.
pub(super) fn refusal(emulation: Option<&Emulation>, request_id: &str, name: &str, message: &str) -> Response {
    let answers = emulation.map_or(OF_NOBODY, |emulation| emulation.answers);
    let status = emulation.and_then(|emulation| emulation.common(name)).map_or(400, |error| error.status);
    answers.error(status, request_id, name, &[(answers.message, message)])
}

/// What an operation is answered with that this program does not emulate. No service has it.
const NOT_EMULATED: &str = "NotEmulatedException";

fn not_emulated(operation: &str) -> Exception {
    let message = format!("{operation} is checked and built here, but not emulated");
    Exception { status: Some(501), ..Exception::new(NOT_EMULATED, message) }
}

fn answers_of(target: &Target) -> &'static Answers {
    target.service.emulation.map_or(OF_NOBODY, |emulation| emulation.answers)
}

/// Refuses a request that breaks the model, as the service does: what cannot be read at all by one exception,
/// broken constraints joined in another. Unknown members are passed over.
fn malformed(
    target: &Target,
    text: &str,
    findings: &[Finding],
    is_dropped: impl Fn(Span) -> bool,
) -> Result<(), Exception> {
    let errors = || findings.iter().filter(|f| f.severity == Severity::Error && !is_dropped(f.span));
    let Some(Emulation { wording, refusals, .. }) = target.service.emulation else { return Ok(()) };
    if errors().any(|finding| finding.rule == "json-size") {
        return Err(Exception::new(refusals.too_large, ""));
    }
    let is_fault = |f: &&Finding| !matches!(f.rule, "unknown-member" | "json-duplicate-key");
    let faults: Vec<&Finding> = errors().filter(is_fault).collect();
    if let Some(own) = refusals.own.filter(|_| !faults.is_empty())
        && let Some(exception) = own(&target.name, &faults)
    {
        return Err(exception);
    }
    let root = target.operation().input;
    let unreadable = |f: &&Finding| matches!(f.rule, "json-syntax" | "json-depth" | "json-encoding" | "wrong-type");
    if let Some(finding) = errors().find(unreadable) {
        let worded = wording.filter(|_| finding.rule == "wrong-type");
        let message = worded.and_then(|wording| unconvertible_message(wording, &target.model, root, text, finding));
        return Err(Exception::new(refusals.unreadable, message.unwrap_or_default()));
    }
    if faults.is_empty() {
        return Ok(());
    }
    // A number beyond the width of its type breaks no constraint that the service words; it cannot be read.
    match wording.and_then(|wording| validation_message(wording, &target.model, root, text, &faults)) {
        Some(message) => Err(Exception::new(refusals.invalid, message)),
        None => Err(Exception::new(refusals.unreadable, "")),
    }
}

/// An exception in the shape that the model gives it; one that the model does not have carries its message under the
/// service's usual name.
fn exception_response(target: &Target, request_id: &str, exception: &Exception) -> Response {
    let shape = target.model.named(&exception.name).map(|id| target.model.shape(id));
    let shape = shape.filter(|shape| shape.status.is_some());
    let common = target.service.emulation.and_then(|emulation| emulation.common(&exception.name));
    let status = exception.status.or(shape.and_then(|shape| shape.status)).or(common.map(|common| common.status));
    let answers = answers_of(target);
    let names: &[&str] = if shape.is_some() { &["Message", "message"] } else { &[answers.message] };
    let own = exception.members.iter().map(|(name, value)| (&**name, value.as_str()));
    let message = names.iter().map(|name| (*name, exception.message.as_str()));
    let is_there = |name: &str| shape.is_none_or(|shape| shape.members().iter().any(|m| *m.name == *name));
    let members: Vec<(&str, &str)> =
        own.chain(message).filter(|(name, value)| !value.is_empty() && is_there(name)).collect();
    answers.error(status.unwrap_or(400), request_id, &exception.name, &members)
}
