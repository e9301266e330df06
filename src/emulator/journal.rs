//! The journal: what changed an emulator, so that the same can be done again. With the options of the start it
//! is a full backup.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::misuse::Misuse;
use crate::wire::{Request, Response};

use super::Emulator;

/// Headers that hold credentials; no record keeps them.
const SECRET: [&str; 3] = ["authorization", "x-amz-security-token", "cookie"];

/// One thing that changed an emulator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Record {
    /// A request.
    Request {
        /// Its number among those that change something.
        number: u64,
        /// When, in milliseconds since 1970.
        time: i64,
        /// Who called.
        principal: String,
        /// The request without credentials.
        request: Recorded,
    },
    /// A call that is no request.
    Control {
        /// Which.
        control: Control,
    },
}

/// A request as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Recorded {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    body: String,
}

/// A call that is no request.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Control {
    /// The clock was moved.
    Clock {
        /// The time since, in milliseconds since 1970.
        now: i64,
    },
    /// Back to the start.
    Reset,
}

impl Record {
    pub(super) fn of_request(number: u64, time: i64, principal: &str, request: &Request) -> Record {
        let is_kept = |name: &str| !SECRET.iter().any(|secret| name.eq_ignore_ascii_case(secret));
        let mut headers = request.headers.clone();
        headers.retain(|name, _| is_kept(name));
        Record::Request {
            number,
            time,
            principal: principal.into(),
            request: Recorded {
                method: request.method.clone(),
                url: request.url.clone(),
                headers,
                // Only a request that could be read changes anything, and then it is UTF-8.
                body: String::from_utf8_lossy(&request.body).into_owned(),
            },
        }
    }
}

impl Emulator {
    /// What changed since the last call. Recording begins with the first one, so that nobody who keeps no
    /// journal pays for one.
    pub fn take_journal(&mut self) -> Vec<Record> {
        self.journal.replace(Vec::new()).unwrap_or_default()
    }

    pub(super) fn record(&mut self, control: Control) {
        if let Some(journal) = &mut self.journal {
            journal.push(Record::Control { control });
        }
    }

    /// Does again what a record tells; gives the answer to a request.
    pub fn replay(&mut self, record: &Record) -> Result<Option<Response>, Misuse> {
        match record {
            Record::Control { control: Control::Reset } => self.reset().map(|()| None),
            Record::Control { control: Control::Clock { now } } => {
                self.advance(now - self.now());
                Ok(None)
            }
            Record::Request { time, principal, request, .. } => {
                self.clock.advance(time - self.now());
                let request = Request {
                    method: request.method.clone(),
                    url: request.url.clone(),
                    headers: request.headers.clone(),
                    body: request.body.clone().into_bytes(),
                };
                Ok(Some(self.send_as(&request, principal)))
            }
        }
    }
}
