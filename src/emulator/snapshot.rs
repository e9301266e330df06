//! Snapshots: the whole emulator as one JSON text with a version and a checksum. A damaged one is refused in
//! words.

use std::collections::{BTreeMap, VecDeque};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::hash::{Encoding, digest_encode, sha256};
use crate::misuse::Misuse;
use crate::services::SERVICES;

use super::clock::Clock;
use super::ids::Ids;
use super::{Emulator, EmulatorOptions, Hosted};

const FORMAT: &str = "cloud-dryrun";
const VERSION: u32 = 1;
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
            state,
        };
        let mut text = serde_json::to_string(&snapshot).map_err(broken)?;
        let checksum = checksum(&text);
        text.pop();
        Ok(text + CHECKSUM + &checksum + "\"}")
    }

    /// The emulator that a snapshot was made of.
    pub fn restore(text: &str) -> Result<Emulator, Misuse> {
        let bad = |reason: String| Misuse::BadSnapshot { reason };
        let head: Head = serde_json::from_str(text).map_err(|error| bad(format!("this is not a snapshot: {error}")))?;
        if head.format != FORMAT {
            return Err(bad(format!("this is a snapshot of `{}`, not of {FORMAT}", head.format)));
        }
        if head.version != VERSION {
            return Err(bad(format!(
                "the snapshot has version {}, this program reads version {VERSION}",
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
        let mut hosted = Vec::new();
        for &service in SERVICES {
            let state = match snapshot.state.get(service.id) {
                Some(state) => (service.hosting.restore)(state, &snapshot.options.settings).map_err(bad)?,
                None => (service.hosting.fresh)(&snapshot.options.settings).map_err(bad)?,
            };
            hosted.push(Hosted { service, state });
        }
        Ok(Emulator {
            options: snapshot.options,
            clock: Clock::at(snapshot.now),
            ids: Ids::new(snapshot.seed),
            number: snapshot.number,
            reads: 0,
            hosted,
            journal: None,
            log: VecDeque::new(),
            logged: 0,
        })
    }
}

fn checksum(text: &str) -> String {
    digest_encode(&sha256(text.as_bytes()), Encoding::Hex)
}
