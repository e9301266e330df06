//! The journal: what changed an emulator, so that the same can be done again. With the options of the start it
//! is a full backup.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::hash::{base64url, from_base64url};
use crate::misuse::Misuse;
use crate::wire::{Request, Response, SECRET_HEADERS};

use super::Emulator;
use super::clock::time_of;
use super::faults::{Dice, Fault, whole};

/// One thing that changed an emulator.
#[derive(Clone, Debug, PartialEq, Serialize)]
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
        /// The numbers of the faults that struck it.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        faults: Vec<u64>,
    },
    /// A call that is no request.
    Control {
        /// Which.
        control: Control,
    },
}

/// A request as it is kept.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Recorded {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    body: String,
    /// The body is base64url of bytes that are no text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    binary: bool,
}

/// A call that is no request.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Control {
    /// The clock was moved.
    Clock {
        /// The time since, in milliseconds since 1970.
        now: i64,
    },
    /// Adapters let the clock run at another speed.
    Speed {
        /// Which.
        speed: f64,
    },
    /// Faults were asked for.
    Fault {
        /// Which.
        faults: Vec<Fault>,
    },
    /// The faults were taken away.
    ClearFaults,
    /// The events were forgotten.
    ClearEvents,
    /// It was said how work on the outside ends.
    Script {
        /// How.
        entries: Vec<Value>,
    },
    /// The scripts were taken away.
    ClearScript,
    /// The world outside changed.
    Change {
        /// How.
        changes: Vec<Value>,
    },
    /// Back to the start.
    Reset,
}

impl Record {
    pub(super) fn of_request(number: u64, time: i64, principal: &str, request: &Request, faults: &[u64]) -> Record {
        let is_kept = |name: &str| !SECRET_HEADERS.iter().any(|secret| name.eq_ignore_ascii_case(secret));
        let mut headers = request.headers.clone();
        headers.retain(|name, _| is_kept(name));
        let (body, binary) = match std::str::from_utf8(&request.body) {
            Ok(text) => (text.into(), false),
            Err(_) => (base64url(&request.body), true),
        };
        let request = Recorded { method: request.method.clone(), url: request.url.clone(), headers, body, binary };
        Record::Request { number, time, principal: principal.into(), request, faults: faults.to_vec() }
    }

    /// Reads a record that was kept. By hand: derived, it would be a tenth of the module.
    pub fn of(value: &Value) -> Result<Record, Misuse> {
        let reason = || "this is no record of an emulator's journal".into();
        Record::read(value).ok_or_else(|| Misuse::BadRecord { reason: reason() })
    }

    fn read(value: &Value) -> Option<Record> {
        if let Some(control) = value.get("control") {
            return Some(Record::Control { control: Control::read(control)? });
        }
        let faults =
            value.get("faults").map_or(Some(Vec::new()), |faults| faults.as_array()?.iter().map(whole).collect());
        Some(Record::Request {
            number: whole(value.get("number")?)?,
            time: time_of(value.get("time")?)?,
            principal: value.get("principal")?.as_str()?.into(),
            request: Recorded::read(value.get("request")?)?,
            faults: faults?,
        })
    }
}

impl Control {
    fn read(value: &Value) -> Option<Control> {
        match value.as_str() {
            Some("reset") => return Some(Control::Reset),
            Some("clearFaults") => return Some(Control::ClearFaults),
            Some("clearEvents") => return Some(Control::ClearEvents),
            Some("clearScript") => return Some(Control::ClearScript),
            _ => {}
        }
        let (name, told) = value.as_object().and_then(|one| one.iter().next())?;
        match name.as_str() {
            "clock" => Some(Control::Clock { now: time_of(told.get("now")?)? }),
            "speed" => Some(Control::Speed { speed: told.get("speed")?.as_f64()? }),
            "fault" => {
                let faults = told.get("faults")?.as_array()?.iter().map(Fault::kept).collect::<Option<_>>()?;
                Some(Control::Fault { faults })
            }
            "change" => Some(Control::Change { changes: told.get("changes")?.as_array()?.clone() }),
            "script" => Some(Control::Script { entries: told.get("entries")?.as_array()?.clone() }),
            _ => None,
        }
    }
}

impl Recorded {
    fn read(value: &Value) -> Option<Recorded> {
        let text = |name: &str| Some(value.get(name)?.as_str()?.to_string());
        let pairs = value.get("headers")?.as_object()?.iter();
        Some(Recorded {
            method: text("method")?,
            url: text("url")?,
            headers: pairs.map(|(name, value)| Some((name.clone(), value.as_str()?.into()))).collect::<Option<_>>()?,
            body: text("body")?,
            binary: value.get("binary").is_some_and(|binary| *binary == true),
        })
    }

    fn to_request(&self) -> Result<Request, Misuse> {
        let body = if self.binary { from_base64url(&self.body) } else { Some(self.body.clone().into_bytes()) };
        let damaged = || Misuse::BadRecord { reason: "the record is damaged: its body is not base64".into() };
        Ok(Request {
            method: self.method.clone(),
            url: self.url.clone(),
            headers: self.headers.clone(),
            body: body.ok_or_else(damaged)?,
        })
    }
}

impl Emulator {
    /// What changed since the last call. Recording begins with the first one, so that nobody who keeps no
    /// journal pays for one.
    pub fn take_journal(&mut self) -> Vec<Record> {
        self.journal.replace(Vec::new()).unwrap_or_default()
    }

    pub(super) fn record(&mut self, control: Control) {
        let Some(journal) = &mut self.journal else { return };
        match (journal.last_mut(), &control) {
            // Whatever was due on the way happens on the longer way, too.
            (Some(Record::Control { control: last @ Control::Clock { .. } }), Control::Clock { .. }) => *last = control,
            _ => journal.push(Record::Control { control }),
        }
    }

    /// Does again what a record tells; gives the answer to a request.
    pub fn replay(&mut self, record: &Record) -> Result<Option<Response>, Misuse> {
        let control = match record {
            Record::Request { number, time, principal, request, faults } => {
                if *number != self.number + 1 {
                    let reason = format!(
                        "the record is of request {number}, and this emulator is at request {}: records are missing, or were \
                         replayed before",
                        self.number
                    );
                    return Err(Misuse::BadRecord { reason });
                }
                let request = request.to_request()?;
                self.run_to(*time);
                let meant = self.meant(&request);
                return Ok(Some(self.send_as(&request, meant, principal, &Dice::Recorded(faults))));
            }
            Record::Control { control } => control,
        };
        match control {
            Control::Clock { now } => self.advance(now - self.now()),
            Control::Speed { speed } => self.set_speed(*speed)?,
            Control::Fault { faults } => self.append_faults(faults),
            Control::ClearFaults => self.clear_faults(),
            Control::ClearEvents => self.clear_events(),
            Control::Script { entries } => self.script(&Value::Array(entries.clone()))?,
            Control::ClearScript => self.clear_script(),
            Control::Change { changes } => self.change(&Value::Array(changes.clone()))?,
            Control::Reset => self.reset()?,
        }
        Ok(None)
    }
}
