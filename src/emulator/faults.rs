//! Faults that were asked for: exceptions and delays in the place of answers, so that retrying can be tested. Which
//! requests they strike depends on the seed and the number of the request alone.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::misuse::Misuse;
use crate::services::{self, Emulation, SERVICES, Target};
use crate::text::nearest::nearest;
use crate::text::string::shortened;

use super::Emulator;
use super::call::Exception;
use super::clock::duration_of;
use super::ids::Ids;
use super::journal::Control;

/// Faults that are kept. More of them are a mistake in a loop.
const MOST: usize = 1_000;
/// The longest that an answer is held back, an hour: no client waits that long.
const LONGEST: i64 = 3_600_000;
/// What an exception says that came because it was asked for, where neither the fault nor the service has words.
const MESSAGE: &str = "This fault was asked for.";

/// A fault.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Fault {
    /// Its number; none is given twice.
    pub id: u64,
    /// The operation that it strikes, `service:Name`; any where none is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The exception; a fault without one delays alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exception: Option<String>,
    /// The status, where it is another than the exception's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// What the exception says.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The exception's further members.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub members: BTreeMap<String, String>,
    /// How many requests it strikes; all where that is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub times: Option<u64>,
    /// How likely it strikes a request, from 0 to 1; surely where that is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub probability: Option<f64>,
    /// How long the answer is held back, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latency: Option<u64>,
    /// How many requests it struck.
    pub used: u64,
}

/// The faults of an emulator, in the order in which they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Faults {
    /// How many there ever were.
    count: u64,
    list: Vec<Fault>,
}

/// What strikes a request.
#[derive(Default)]
pub(super) struct Strike {
    /// The numbers of the faults that did.
    pub used: Vec<u64>,
    /// How long the answer is held back, in milliseconds.
    pub delay: u64,
    /// What is answered instead.
    pub exception: Option<Exception>,
}

/// How it is decided which faults strike.
pub(super) enum Dice<'d> {
    /// By the seed and the request's place among all.
    Thrown(Ids, [u64; 2]),
    /// As a record tells.
    Recorded(&'d [u64]),
}

impl Faults {
    /// What strikes a request for an operation. Delays add up; the first exception ends the search.
    pub(super) fn strike(&mut self, target: &Target, dice: &Dice<'_>) -> Strike {
        let mut strike = Strike::default();
        for fault in &mut self.list {
            if !fault.is_for(target) || !fault.falls(dice) {
                continue;
            }
            fault.used += 1;
            strike.used.push(fault.id);
            strike.delay = strike.delay.saturating_add(fault.latency.unwrap_or(0));
            if let Some(name) = &fault.exception {
                strike.exception = Some(fault.exception_of(name, target));
                break;
            }
        }
        strike
    }

    /// Reads faults that were kept.
    pub(super) fn kept(value: &Value) -> Option<Faults> {
        let list = value.get("list")?.as_array()?.iter().map(Fault::kept).collect::<Option<_>>()?;
        Some(Faults { count: whole(value.get("count")?)?, list })
    }

    /// Adds faults, and gives them their numbers.
    fn append(&mut self, faults: &[Fault]) {
        for fault in faults {
            self.count += 1;
            self.list.push(Fault { id: self.count, ..fault.clone() });
        }
    }
}

impl Emulator {
    /// Asks for faults, after those that are there; a list of objects as JavaScript gives them. Nothing is taken of a
    /// list in which something makes no sense.
    pub fn fault(&mut self, given: &Value) -> Result<(), Misuse> {
        let list = given.as_array().ok_or_else(|| Misuse::argument("faults are a list of objects"))?;
        if self.faults.list.len() + list.len() > MOST {
            return Err(Misuse::argument(format!("there can be {MOST} faults at most; clearFaults() takes them away")));
        }
        let faults: Vec<Fault> = list.iter().map(Fault::of).collect::<Result<_, _>>()?;
        self.append_faults(&faults);
        Ok(())
    }

    /// The faults, in the order in which they were asked for, those that are used up among them.
    pub fn faults(&self) -> &[Fault] {
        &self.faults.list
    }

    /// Takes all faults away.
    pub fn clear_faults(&mut self) {
        self.faults.list.clear();
        self.record(Control::ClearFaults);
    }

    pub(super) fn append_faults(&mut self, faults: &[Fault]) {
        self.faults.append(faults);
        self.record(Control::Fault { faults: faults.to_vec() });
    }
}

impl Fault {
    fn is_for(&self, target: &Target) -> bool {
        self.operation.as_ref().is_none_or(|operation| *operation == target.id())
            && self.exception.as_ref().is_none_or(|name| self.status.is_some() || is_of(target, name))
    }

    /// Whether the dice let it strike. Each fault has dice of its own, so that one more does not move the others.
    fn falls(&self, dice: &Dice<'_>) -> bool {
        match dice {
            Dice::Recorded(used) => used.contains(&self.id),
            _ if self.times.is_some_and(|times| self.used >= times) => false,
            Dice::Thrown(ids, [number, reads]) => self.probability.is_none_or(|probability| {
                let mac = ids.mac(&[b"fault", &self.id.to_le_bytes(), &number.to_le_bytes(), &reads.to_le_bytes()]);
                let (head, _) = mac.split_first_chunk().unwrap_or((&[0; 8], &[]));
                ((u64::from_le_bytes(*head) >> 11) as f64) < probability * (1u64 << 53) as f64
            }),
        }
    }

    fn exception_of(&self, name: &str, target: &Target) -> Exception {
        let common = target.service.emulation.and_then(|emulation| emulation.common(name));
        let words = common.map(|common| common.message).filter(|words| !words.is_empty()).unwrap_or(MESSAGE);
        let mut exception = Exception::new(name.to_string(), self.message.as_deref().unwrap_or(words));
        exception.members = self.members.iter().map(|(name, value)| (name.clone().into(), value.clone())).collect();
        exception.status = self.status;
        exception
    }

    /// Reads a fault as JavaScript gives it.
    fn of(given: &Value) -> Result<Fault, Misuse> {
        let given = given.as_object().ok_or_else(|| Misuse::argument("a fault is an object"))?;
        let mut fault = Fault::read(given)?;
        let target = match &mut fault.operation {
            Some(operation) => {
                let target = services::target(operation)?;
                *operation = target.id();
                Some(target)
            }
            None => None,
        };
        match &fault.exception {
            Some(name) if fault.status.is_none() => known(name, target.as_ref())?,
            Some(_) => {}
            None if fault.status.is_some() => fault.exception = Some(of_status(fault.status, target.as_ref())?.into()),
            None if fault.latency.is_none() => {
                return Err(Misuse::argument("a fault has an `exception`, a `latency`, or both"));
            }
            None if fault.message.is_some() || !fault.members.is_empty() => {
                return Err(Misuse::argument("`message` and `members` are those of an `exception`: name one"));
            }
            None => {}
        }
        fault.members_are_known(target.as_ref())?;
        Ok(fault)
    }

    /// Reads a fault that was kept, with its number and its uses.
    pub(super) fn kept(value: &Value) -> Option<Fault> {
        let (id, used) = (whole(value.get("id")?)?, whole(value.get("used")?)?);
        Some(Fault { id, used, ..Fault::read(value.as_object()?).ok()? })
    }

    fn read(given: &Map<String, Value>) -> Result<Fault, Misuse> {
        let mut fault = Fault {
            id: 0,
            operation: None,
            exception: None,
            status: None,
            message: None,
            members: BTreeMap::new(),
            times: None,
            probability: None,
            latency: None,
            used: 0,
        };
        for (name, value) in given {
            let wrong = |wanted: &str| Misuse::argument(format!("`{name}` of a fault has to be {wanted}"));
            let text = || value.as_str().map(String::from);
            match name.as_str() {
                _ if value.is_null() => {}
                "operation" => fault.operation = Some(text().ok_or_else(|| wrong("the name of an operation"))?),
                "exception" => {
                    let name = text().filter(|name| !name.is_empty());
                    fault.exception = Some(name.ok_or_else(|| wrong("the name of an exception"))?);
                }
                "message" => fault.message = Some(text().ok_or_else(|| wrong("a text"))?),
                "members" => {
                    let pairs = value.as_object().into_iter().flatten();
                    let members = pairs.map(|(name, text)| Some((name.clone(), text.as_str()?.into())));
                    let members = members.collect::<Option<_>>().filter(|_| value.is_object());
                    fault.members = members.ok_or_else(|| wrong("an object whose values are texts"))?;
                }
                "status" => {
                    let status = whole(value).filter(|status| (400..=599).contains(status));
                    fault.status = Some(status.ok_or_else(|| wrong("a status from 400 to 599"))? as u16);
                }
                "times" => {
                    fault.times = Some(whole(value).filter(|n| *n > 0).ok_or_else(|| wrong("a whole number from 1"))?);
                }
                "probability" => {
                    let share = value.as_f64().filter(|share| (0.0..=1.0).contains(share));
                    fault.probability = Some(share.ok_or_else(|| wrong("a number from 0 to 1"))?);
                }
                "latency" => {
                    let millis = duration_of(value).filter(|millis| *millis <= LONGEST);
                    let wanted = "milliseconds or an ISO 8601 duration, up to an hour";
                    fault.latency = Some(millis.ok_or_else(|| wrong(wanted))? as u64);
                }
                // What faults() gives can be asked for again; it is then a new fault.
                "id" | "used" => {}
                _ => return Err(unknown_member(name)),
            }
        }
        Ok(fault)
    }

    /// Members have to be those that the model gives the exception.
    fn members_are_known(&self, target: Option<&Target>) -> Result<(), Misuse> {
        let (Some(exception), false) = (&self.exception, self.members.is_empty()) else { return Ok(()) };
        let targets = || SERVICES.iter().filter(|service| target.is_none_or(|target| target.service.id == service.id));
        let Some(model) = targets().map(|service| service.loaded()).find(|model| model.named(exception).is_some())
        else {
            return Ok(());
        };
        let Some(shape) = model.named(exception).map(|id| model.shape(id)) else { return Ok(()) };
        let is_known = |name: &String| shape.members().iter().any(|member| *member.name == **name);
        match self.members.keys().find(|name| !is_known(name)) {
            None => Ok(()),
            Some(stranger) => {
                let names: Vec<&str> = shape.members().iter().map(|member| &*member.name).collect();
                let has = if names.is_empty() { "none".into() } else { names.join(", ") };
                Err(Misuse::argument(format!("`{exception}` has no member `{stranger}`; it has {has}")))
            }
        }
    }
}

/// A whole number from 0, also where JavaScript made a double of it.
pub(super) fn whole(value: &Value) -> Option<u64> {
    value.as_u64().or_else(|| value.as_f64().filter(|n| n.fract() == 0.0 && (0.0..9e15).contains(n)).map(|n| n as u64))
}

fn unknown_member(name: &str) -> Misuse {
    const NAMES: [&str; 8] =
        ["operation", "exception", "status", "message", "members", "times", "probability", "latency"];
    let near = nearest(name, NAMES).map(|(near, _)| format!("; did you mean `{near}`?")).unwrap_or_default();
    Misuse::UnknownOption { reason: format!("a fault has no `{name}`{near}") }
}

/// Whether an operation can answer with an exception.
fn is_of(target: &Target, exception: &str) -> bool {
    let is_common = |emulation: &Emulation| emulation.common(exception).is_some();
    target.operation().errors.iter().any(|error| **error == *exception)
        || target.service.emulation.is_some_and(is_common)
}

/// The first exception with a status that an operation can answer with: one of its own, or one of its service's.
fn of_status(status: Option<u16>, target: Option<&Target>) -> Result<&str, Misuse> {
    let (Some(status), Some(target)) = (status, target) else {
        return Err(Misuse::argument("a `status` without an `exception` is that of an `operation`: name one"));
    };
    let status_of = |name: &str| target.model.named(name).and_then(|id| target.model.shape(id).status);
    let own = target.operation().errors.iter().map(|name| &**name).find(|name| status_of(name) == Some(status));
    let common =
        || target.service.emulation?.common.iter().find(|error| error.status == status).map(|error| error.name);
    own.or_else(common).ok_or_else(|| {
        Misuse::argument(format!("{} answers with nothing of status {status}; name an `exception` for it", target.id()))
    })
}

/// Refuses an exception that neither the operation, nor any where none is named, can answer with.
fn known(exception: &str, target: Option<&Target>) -> Result<(), Misuse> {
    let all: Vec<Target> = if target.is_none() { services::all().collect() } else { Vec::new() };
    let targets = || target.into_iter().chain(&all);
    if targets().any(|target| is_of(target, exception)) {
        return Ok(());
    }
    let modelled = targets().flat_map(|target| target.operation().errors.iter().map(|error| &**error));
    let emulations = targets().filter_map(|target| target.service.emulation);
    let common = emulations.flat_map(|emulation| emulation.common.iter().map(|common| common.name));
    let near = nearest(exception, modelled.chain(common));
    let hint = near.map(|(near, _)| format!("did you mean `{near}`?"));
    let hint = hint.unwrap_or_else(|| "with a `status` any name can be given".into());
    let whose =
        target.map_or_else(|| "no operation answers with".into(), |target| target.id() + " does not answer with");
    Err(Misuse::argument(format!("{whose} `{}`; {hint}", shortened(exception))))
}
