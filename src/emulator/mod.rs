//! The emulator: it takes a request off the wire and answers as the service would, from a state in memory. It
//! never waits, reads no clock, and gives the same bytes for the same requests at the same times.

mod access;
mod answer;
#[cfg(test)]
mod answer_tests;
mod call;
pub mod clock;
mod events;
mod faults;
pub mod ids;
mod journal;
mod log;
mod options;
pub mod pages;
mod rehearsal;
mod snapshot;
mod state;
mod time;

use crate::misuse::Misuse;
use crate::services::{SERVICES, Service};
use crate::text::time::to_iso;
use crate::wire::{Request, Response};

pub use call::{Answer, Call, Emulate, Exception, Output};
pub use events::Event;
pub use faults::Fault;
pub use journal::{Control, Record};
pub use log::LogEntry;
pub use options::EmulatorOptions;
pub use state::{Due, DueKind, Hosting, MadeState, Notice, Options, State, Tick};

use answer::{Meant, Outcome};
use clock::Clock;
use events::Events;
use faults::{Dice, Faults};
use ids::Ids;
use log::Log;

/// An emulator of all services.
pub struct Emulator {
    options: EmulatorOptions,
    clock: Clock,
    /// How fast adapters let the clock run.
    speed: f64,
    ids: Ids,
    /// Requests so far that changed something: a state, or how often a fault struck.
    number: u64,
    /// Requests since the last that changed something.
    reads: u64,
    hosted: Vec<Hosted>,
    faults: Faults,
    events: Events,
    journal: Option<Vec<Record>>,
    log: Log,
}

struct Hosted {
    service: &'static Service,
    state: Box<dyn State>,
}

impl Emulator {
    /// An emulator with nothing in it.
    pub fn new(options: EmulatorOptions) -> Result<Emulator, Misuse> {
        let seed = options.seed.unwrap_or_else(ids::random_seed);
        let hosted = fresh(&options)?;
        let clock = Clock::at(options.now.unwrap_or(0));
        let speed = options.speed;
        Ok(Emulator {
            options: EmulatorOptions { seed: Some(seed), ..options },
            clock,
            speed,
            ids: Ids::new(seed),
            number: 0,
            reads: 0,
            hosted,
            faults: Faults::default(),
            events: Events::default(),
            journal: None,
            log: Log::default(),
        })
    }

    /// Answers a request. The delay of the answer is for whoever passes it on to wait.
    pub fn send(&mut self, request: &Request) -> Response {
        let meant = self.meant(request);
        match self.sender(request, &meant) {
            Ok(principal) => {
                let dice = Dice::Thrown(self.ids, [self.number, self.reads]);
                self.send_as(request, meant, &principal, &dice)
            }
            Err(denied) => {
                let outcome = self.denied(&denied);
                self.told(request, &denied.principal, outcome)
            }
        }
    }

    /// Answers a request of whoever owns the emulator, who need not say who that is.
    pub fn call(&mut self, request: &Request) -> Response {
        let dice = Dice::Thrown(self.ids, [self.number, self.reads]);
        self.send_as(request, self.meant(request), access::ANYBODY, &dice)
    }

    fn send_as(&mut self, request: &Request, meant: Meant<'_>, principal: &str, dice: &Dice<'_>) -> Response {
        let outcome = self.answer(meant, principal, dice);
        self.told(request, principal, outcome)
    }

    /// Tells the journal and the log of an answer before it leaves.
    fn told(&mut self, request: &Request, principal: &str, outcome: Outcome) -> Response {
        let time = self.now();
        if outcome.changed {
            self.number += 1;
            self.reads = 0;
            if let Some(journal) = &mut self.journal {
                journal.push(Record::of_request(self.number, time, principal, request, &outcome.faults));
            }
        } else {
            self.reads += 1;
        }
        self.log.add(LogEntry {
            number: 0,
            time: to_iso(time),
            operation: outcome.operation,
            service: outcome.service,
            status: outcome.response.status,
            error: outcome.error,
            denied: outcome.denied,
            principal: principal.into(),
            faults: outcome.faults,
        });
        outcome.response
    }

    /// Back to the start: nothing stored, no faults, the time, the speed and the seed of the beginning.
    pub fn reset(&mut self) -> Result<(), Misuse> {
        let journal = self.journal.take();
        *self = Emulator { journal, ..Emulator::new(self.options.clone())? };
        self.record(Control::Reset);
        Ok(())
    }
}

fn fresh(options: &EmulatorOptions) -> Result<Vec<Hosted>, Misuse> {
    SERVICES
        .iter()
        .filter_map(|&service| Some((service, service.emulation?.hosting)))
        .map(|(service, hosting)| {
            let state =
                (hosting.fresh)(&options.of_service(hosting)).map_err(|reason| Misuse::UnknownOption { reason })?;
            Ok(Hosted { service, state })
        })
        .collect()
}
