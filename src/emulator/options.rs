//! The options of an emulator. What is not its own belongs to the services, which name what they read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::misuse::Misuse;
use crate::services::SERVICES;
use crate::text::nearest::nearest;
use crate::wire::signing::Keys;

use super::clock::time_of;
use super::state::{Hosting, Options};

/// How an emulator begins.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EmulatorOptions {
    /// The time at the start, in milliseconds since 1970.
    pub now: Option<i64>,
    /// Where ids come from; drawn at random where none is given.
    pub seed: Option<u64>,
    /// How fast adapters let the clock run.
    pub speed: f64,
    /// Who an access key is.
    pub principals: BTreeMap<String, String>,
    /// The options of the services.
    pub settings: Map<String, Value>,
    /// What requests are believed by. It is written nowhere: whoever restores a snapshot gives it again.
    #[serde(skip)]
    pub keys: Keys,
}

const OWN: [&str; 6] = ["now", "seed", "speed", "principals", "keys", "tokens"];

impl EmulatorOptions {
    /// Reads options as JavaScript gives them.
    pub fn of(given: Map<String, Value>) -> Result<EmulatorOptions, Misuse> {
        let mut options = EmulatorOptions::default();
        let wrong = |name: &str, wanted: &str| Misuse::argument(format!("the option `{name}` has to be {wanted}"));
        for (name, value) in given {
            match name.as_str() {
                _ if value.is_null() => {}
                "now" => {
                    let time = time_of(&value)
                        .ok_or_else(|| wrong("now", "a time: ISO 8601 text or milliseconds since 1970"))?;
                    options.now = Some(time);
                }
                "seed" => {
                    let seed =
                        value.as_f64().filter(|f| f.fract() == 0.0 && (0.0..9_007_199_254_740_992.0).contains(f));
                    options.seed = Some(seed.ok_or_else(|| wrong("seed", "a whole number from 0 to 2^53 - 1"))? as u64);
                }
                "speed" => {
                    let speed = value.as_f64().filter(|f| (0.0..=1e9).contains(f));
                    options.speed = speed.ok_or_else(|| wrong("speed", "a number from 0 to 1000000000"))?;
                }
                "principals" => {
                    options.principals = serde_json::from_value(value)
                        .map_err(|_| wrong("principals", "a map from access keys to principals"))?;
                }
                option if Keys::OPTIONS.contains(&option) => {
                    options.keys.take(option, &value).map_err(|wanted| wrong(option, wanted))?;
                }
                _ if settings().any(|known| known == name) => {
                    options.settings.insert(name, value);
                }
                _ => {
                    let near = nearest(&name, OWN.into_iter().chain(settings()));
                    let hint = near.map(|(near, _)| format!("; did you mean `{near}`?")).unwrap_or_default();
                    return Err(Misuse::UnknownOption { reason: format!("there is no option `{name}`{hint}") });
                }
            }
        }
        Ok(options)
    }

    /// The options as a service reads them: without the limits that only others have.
    pub(super) fn of_service(&self, hosting: &Hosting) -> Options {
        let mut options = self.settings.clone();
        if let Some(quotas) = options.get_mut("quotas").and_then(Value::as_object_mut) {
            quotas.retain(|name, _| {
                hosting.quotas.contains(&name.as_str()) || quotas_of_all().all(|known| known != name)
            });
        }
        options
    }
}

fn quotas_of_all() -> impl Iterator<Item = &'static str> {
    SERVICES.iter().filter_map(|service| service.emulation).flat_map(|emulation| emulation.hosting.quotas).copied()
}

fn settings() -> impl Iterator<Item = &'static str> {
    SERVICES.iter().filter_map(|service| service.emulation).flat_map(|emulation| emulation.hosting.settings).copied()
}
