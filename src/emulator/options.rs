//! The options of an emulator. What is not its own belongs to the services, which name what they read.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::misuse::Misuse;
use crate::services::SERVICES;
use crate::text::nearest::nearest;

use super::clock::time_of;

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
}

const OWN: [&str; 4] = ["now", "seed", "speed", "principals"];

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
}

fn settings() -> impl Iterator<Item = &'static str> {
    SERVICES.iter().flat_map(|service| service.hosting.settings).copied()
}
