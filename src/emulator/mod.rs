//! The emulator: it takes a request off the wire and answers as the service would, from a state in memory. It
//! never waits, reads no clock, and gives the same bytes for the same requests at the same times.

mod call;
pub mod clock;
pub mod ids;
mod journal;
mod options;
pub mod pages;
mod snapshot;

use std::any::Any;
use std::collections::VecDeque;

use crate::check::walked;
use crate::misuse::Misuse;
use crate::model::walk::Form;
use crate::report::wording::{unconvertible_message, validation_message};
use crate::report::{Finding, Findings, Severity};
use crate::services::{self, SERVICES, Service, Target};
use crate::text::time::to_iso;
use crate::wire::{Request, Response, aws_json};

pub use call::{Answer, Call, Emulate, Exception, Hosting, Output, State};
pub use journal::{Control, Record};
pub use options::EmulatorOptions;

use clock::Clock;
use ids::Ids;

/// Log entries that are kept.
const LOG_LENGTH: usize = 1_000;

/// An emulator of all services.
pub struct Emulator {
    options: EmulatorOptions,
    clock: Clock,
    ids: Ids,
    /// Requests so far that changed something.
    number: u64,
    /// Requests since the last that changed something.
    reads: u64,
    hosted: Vec<Hosted>,
    journal: Option<Vec<Record>>,
    log: VecDeque<LogEntry>,
    logged: u64,
}

struct Hosted {
    service: &'static Service,
    state: Box<dyn State>,
}

/// A request that was answered.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// Counts all requests from 1.
    pub number: u64,
    /// When, in ISO 8601.
    pub time: String,
    /// `service:Name`, where one was meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// The exception, where it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Who called.
    pub principal: String,
}

/// An answer on its way out: what the log and the journal want to know of it.
struct Outcome {
    response: Response,
    operation: Option<String>,
    error: Option<String>,
    changed: bool,
}

impl Emulator {
    /// An emulator with nothing in it.
    pub fn new(options: EmulatorOptions) -> Result<Emulator, Misuse> {
        let seed = options.seed.unwrap_or_else(ids::random_seed);
        let hosted = fresh(&options)?;
        let clock = Clock::at(options.now.unwrap_or(0));
        Ok(Emulator {
            options: EmulatorOptions { seed: Some(seed), ..options },
            clock,
            ids: Ids::new(seed),
            number: 0,
            reads: 0,
            hosted,
            journal: None,
            log: VecDeque::new(),
            logged: 0,
        })
    }

    /// Answers a request.
    pub fn send(&mut self, request: &Request) -> Response {
        let principal = self.principal_of(request);
        self.send_as(request, &principal)
    }

    fn send_as(&mut self, request: &Request, principal: &str) -> Response {
        let outcome = self.answer(request, principal);
        if outcome.changed {
            self.number += 1;
            self.reads = 0;
            let (number, time) = (self.number, self.clock.now());
            if let Some(journal) = &mut self.journal {
                journal.push(Record::of_request(number, time, principal, request));
            }
        } else {
            self.reads += 1;
        }
        self.logged += 1;
        if self.log.len() == LOG_LENGTH {
            self.log.pop_front();
        }
        self.log.push_back(LogEntry {
            number: self.logged,
            time: to_iso(self.clock.now()),
            operation: outcome.operation,
            status: outcome.response.status,
            error: outcome.error,
            principal: principal.into(),
        });
        outcome.response
    }

    /// The time, in milliseconds since 1970.
    pub fn now(&self) -> i64 {
        self.clock.now()
    }

    /// How fast adapters let the clock run: 1 is real time, 0 stands still.
    pub fn speed(&self) -> f64 {
        self.options.speed
    }

    /// Lets time pass.
    pub fn advance(&mut self, millis: i64) {
        self.clock.advance(millis);
        let now = self.clock.now();
        self.record(Control::Clock { now });
    }

    /// The last requests, oldest first.
    pub fn log(&self) -> impl Iterator<Item = &LogEntry> {
        self.log.iter()
    }

    /// Back to the start: nothing stored, the time and seed of the beginning.
    pub fn reset(&mut self) -> Result<(), Misuse> {
        let journal = self.journal.take();
        *self = Emulator { journal, ..Emulator::new(self.options.clone())? };
        self.record(Control::Reset);
        Ok(())
    }

    fn principal_of(&self, request: &Request) -> String {
        let Some(key) = aws_json::access_key(request) else { return "anonymous".into() };
        match self.options.principals.get(key) {
            Some(principal) => principal.clone(),
            None => service_of(request).map_or("", |service| service.hosting.principal).replace("{key}", key),
        }
    }

    fn answer(&mut self, request: &Request, principal: &str) -> Outcome {
        let request_id = self.ids.uuid("read", self.number << 32 | self.reads);
        let refuse = |status, name: &str, message: String, operation: Option<String>| Outcome {
            response: aws_json::error(status, &request_id, name, &[("message", &message)]),
            operation,
            error: Some(name.into()),
            changed: false,
        };
        let unknown = || refuse(400, "UnknownOperationException", String::new(), None);
        let Some((_, name)) = aws_json::target(request).filter(|_| request.method.eq_ignore_ascii_case("POST")) else {
            return unknown();
        };
        let Some(service) = service_of(request) else { return unknown() };
        let Some(target) = services::operation_of(service, name) else { return unknown() };
        let id = target.id();
        let Some(emulate) = target.facts().and_then(|facts| facts.emulate) else {
            let message = format!("{id} is checked and built here, but not emulated");
            return refuse(501, "NotEmulatedException", message, Some(id));
        };
        let Some(hosted) = self.hosted.iter_mut().find(|hosted| hosted.service.id == service.id) else {
            return unknown();
        };
        let body = if request.body.is_empty() { b"{}" } else { request.body.as_slice() };
        let mut findings = Findings::new(usize::MAX / 4);
        let (clock, ids, number) = (self.clock, self.ids, self.number + 1);
        let (_, result) = walked(&target, body, Form::Wire, &mut findings, |input, findings| {
            let found = std::mem::replace(findings, Findings::new(0)).into_list().0;
            malformed(&target, input.whole_text(), &found, |span| input.is_out_of_force(span))?;
            let call = Call {
                input,
                now: clock.now(),
                ids,
                number,
                principal,
                operation: &target.name,
                state: &*hosted.state,
            };
            emulate(&call)
        });
        match result {
            Ok(answer) => {
                let changed = answer.change.is_some();
                if let Some(change) = answer.change {
                    let state: &mut dyn Any = &mut *hosted.state;
                    change(state);
                }
                // What is replayed from a journal comes without the reads in between: the id of a request that
                // changes something depends on its number alone.
                let request_id = if changed { ids.uuid("request", number) } else { request_id };
                Outcome {
                    response: aws_json::success(&request_id, answer.body),
                    operation: Some(id),
                    error: None,
                    changed,
                }
            }
            Err(exception) => Outcome {
                response: exception_response(&target, &request_id, &exception),
                operation: Some(id),
                error: Some(exception.name.into()),
                changed: false,
            },
        }
    }
}

fn fresh(options: &EmulatorOptions) -> Result<Vec<Hosted>, Misuse> {
    SERVICES
        .iter()
        .map(|&service| {
            let state =
                (service.hosting.fresh)(&options.settings).map_err(|reason| Misuse::UnknownOption { reason })?;
            Ok(Hosted { service, state })
        })
        .collect()
}

fn service_of(request: &Request) -> Option<&'static Service> {
    let (service_name, _) = aws_json::target(request)?;
    SERVICES.iter().copied().find(|service| *service.loaded().service_name == *service_name)
}

/// Refuses a request that breaks the model, as the service does: what cannot be read at all by one exception,
/// broken constraints joined in another. Unknown members are passed over.
fn malformed(
    target: &Target,
    text: &str,
    findings: &[Finding],
    is_dropped: impl Fn(crate::text::Span) -> bool,
) -> Result<(), Exception> {
    let errors = || findings.iter().filter(|f| f.severity == Severity::Error && !is_dropped(f.span));
    let (wording, root) = (target.service.wording, target.operation().input);
    let unreadable =
        |f: &&Finding| matches!(f.rule, "json-syntax" | "json-depth" | "json-encoding" | "json-size" | "wrong-type");
    if let Some(finding) = errors().find(unreadable) {
        let message =
            unconvertible_message(wording, &target.model, root, text, finding).filter(|_| finding.rule == "wrong-type");
        return Err(Exception::new("SerializationException", message.unwrap_or_default()));
    }
    let broken: Vec<&Finding> =
        errors().filter(|f| !matches!(f.rule, "unknown-member" | "json-duplicate-key")).collect();
    if broken.is_empty() {
        return Ok(());
    }
    // A number beyond the width of its type breaks no constraint that the service words; it cannot be read.
    match validation_message(wording, &target.model, root, text, &broken) {
        Some(message) => Err(Exception::new("ValidationException", message)),
        None => Err(Exception::new("SerializationException", "")),
    }
}

/// An exception in the shape that the model gives it; one that the model does not have carries `message`.
fn exception_response(target: &Target, request_id: &str, exception: &Exception) -> Response {
    let shape = target.model.named(exception.name).map(|id| target.model.shape(id));
    let Some(shape) = shape.filter(|shape| shape.status.is_some()) else {
        let members = [("message", exception.message.as_str())];
        let members = if exception.message.is_empty() { &members[..0] } else { &members[..] };
        return aws_json::error(400, request_id, exception.name, members);
    };
    let own = exception.members.iter().map(|(name, value)| (*name, value.as_str()));
    let message = ["Message", "message"].map(|name| (name, exception.message.as_str()));
    let members: Vec<(&str, &str)> = own
        .chain(message)
        .filter(|(name, value)| !value.is_empty() && shape.members().iter().any(|m| *m.name == **name))
        .collect();
    aws_json::error(shape.status.unwrap_or(400), request_id, exception.name, &members)
}
