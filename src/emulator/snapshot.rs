//! Snapshots: the whole emulator as one JSON text with a version and a checksum. A damaged one is refused in
//! words.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};

use crate::hash::{Encoding, digest_encode, sha256};
use crate::misuse::Misuse;
use crate::services::{Emulation, SERVICES};
use crate::wire::signing::Keys;

use super::clock::Clock;
use super::events::Events;
use super::faults::Faults;
use super::ids::Ids;
use super::log::Log;
use super::{Emulator, EmulatorOptions, Hosted};

const FORMAT: &str = "cloud-dryrun";
/// Version 1 had neither speed, faults nor events; it is read as if there had been none. In version 2 the state of a service
/// had another form in places; services read both.
const VERSION: u32 = 3;
const OLDEST: u32 = 1;
const CHECKSUM: &str = ",\"checksum\":\"";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Snapshot {
    format: String,
    version: u32,
    seed: u64,
    now: i64,
    number: u64,
    options: EmulatorOptions,
    speed: Option<f64>,
    faults: Option<Box<RawValue>>,
    events: Option<Box<RawValue>>,
    state: BTreeMap<String, Box<RawValue>>,
}

/// Only what has to be known before the rest is believed.
#[derive(Deserialize)]
struct Head {
    format: String,
    version: u32,
}

impl Emulator {
    /// The whole emulator as one text: state, clock, seed and options; not the log and the journal.
    pub fn snapshot(&self) -> Result<String, Misuse> {
        let broken =
            |error: serde_json::Error| Misuse::BadSnapshot { reason: format!("the state cannot be written: {error}") };
        let mut state = BTreeMap::new();
        for hosted in &self.hosted {
            state.insert(hosted.service.id.to_string(), hosted.state.to_json().map_err(broken)?);
        }
        let snapshot = Snapshot {
            format: FORMAT.into(),
            version: VERSION,
            seed: self.ids.seed(),
            now: self.clock.now(),
            number: self.number,
            options: self.options.clone(),
            speed: Some(self.speed),
            faults: Some(to_raw_value(&self.faults).map_err(broken)?),
            events: Some(to_raw_value(&self.events).map_err(broken)?),
            state,
        };
        let mut text = serde_json::to_string(&snapshot).map_err(broken)?;
        let checksum = checksum(&text);
        text.pop();
        Ok(text + CHECKSUM + &checksum + "\"}")
    }

    /// The same, which believes requests by these keys. No snapshot has any.
    pub fn with_keys(mut self, keys: Keys) -> Emulator {
        self.options.keys = keys;
        self
    }

    /// The emulator that a snapshot was made of.
    pub fn restore(text: &str) -> Result<Emulator, Misuse> {
        let bad = |reason: String| Misuse::BadSnapshot { reason };
        let head: Head = serde_json::from_str(text).map_err(|error| bad(format!("this is not a snapshot: {error}")))?;
        if head.format != FORMAT {
            return Err(bad(format!("this is a snapshot of `{}`, not of {FORMAT}", head.format)));
        }
        if !(OLDEST..=VERSION).contains(&head.version) {
            return Err(bad(format!(
                "the snapshot has version {}, this program reads versions {OLDEST} to {VERSION}",
                head.version
            )));
        }
        let damaged = || bad("the snapshot is damaged: its text does not fit its checksum".into());
        let (body, given) = text.trim_end().rsplit_once(CHECKSUM).ok_or_else(damaged)?;
        let body = format!("{body}}}");
        if given.strip_suffix("\"}") != Some(checksum(&body).as_str()) {
            return Err(damaged());
        }
        let snapshot: Snapshot =
            serde_json::from_str(&body).map_err(|error| bad(format!("the snapshot cannot be read: {error}")))?;
        let unread = |what: &str| bad(format!("the {what} of the snapshot cannot be read"));
        let mut hosted = Vec::new();
        for &service in SERVICES {
            let Some(Emulation { hosting, .. }) = service.emulation else { continue };
            let state = match snapshot.state.get(&*service.id) {
                Some(state) => (hosting.restore)(state, &snapshot.options.of_service(hosting)).map_err(bad)?,
                None => (hosting.fresh)(&snapshot.options.of_service(hosting)).map_err(bad)?,
            };
            hosted.push(Hosted { service, state });
        }
        Ok(Emulator {
            speed: snapshot.speed.unwrap_or(snapshot.options.speed),
            options: snapshot.options,
            clock: Clock::at(snapshot.now),
            ids: Ids::new(snapshot.seed),
            number: snapshot.number,
            reads: 0,
            hosted,
            faults: kept(snapshot.faults.as_deref(), Faults::kept).ok_or_else(|| unread("faults"))?,
            events: kept(snapshot.events.as_deref(), Events::kept).ok_or_else(|| unread("events"))?,
            journal: None,
            log: Log::default(),
        })
    }
}

/// A part that older versions do not have.
fn kept<P: Default>(json: Option<&RawValue>, read: fn(&Value) -> Option<P>) -> Option<P> {
    json.map_or_else(|| Some(P::default()), |json| read(&serde_json::from_str(json.get()).ok()?))
}

fn checksum(text: &str) -> String {
    digest_encode(&sha256(text.as_bytes()), Encoding::Hex)
}
