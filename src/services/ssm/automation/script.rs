//! Scripts: how steps with an effect on the world outside end, as whoever tries a runbook wants it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::emulator::clock::duration_of;
use crate::text::nearest::nearest;

use super::runbook::Object;
use super::status::Status;

/// How long an effect takes where nothing is said, in milliseconds.
pub const USUAL: i64 = 1_000;

/// The members of an entry.
pub const MEMBERS: [&str; 9] =
    ["document", "step", "attempt", "status", "outputs", "failureMessage", "failureStage", "failureType", "duration"];

/// The stages and types of FailureDetails (API model, FailureDetails: the texts of its members).
const STAGES: [&str; 4] = ["InputValidation", "PreVerification", "Invocation", "PostVerification"];
const TYPES: [&str; 5] = ["Action", "Permission", "Throttling", "Verification", "Internal"];

const ENDS: [Status; 4] = [Status::Success, Status::Failed, Status::TimedOut, Status::Cancelled];

/// An entry: which steps it is about, and how they end.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The document; any where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The step; any where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// The attempt; each where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attempt: Option<u32>,
    /// How it ends.
    pub status: Status,
    /// What it puts out: lists of texts.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub outputs: Object,
    /// Why it fails.
    #[serde(default, rename = "failureMessage", skip_serializing_if = "Option::is_none")]
    pub failure: Option<String>,
    /// At which stage it fails; the call itself where none is named.
    #[serde(default, rename = "failureStage", skip_serializing_if = "Option::is_none")]
    pub stage: Option<String>,
    /// The type of the failure; the action's own where none is named.
    #[serde(default, rename = "failureType", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// How long it takes, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<i64>,
}

impl Entry {
    /// Reads an entry; what cannot be read is told in a sentence.
    pub fn of(given: &Value) -> Result<Entry, String> {
        let Some(given) = given.as_object() else {
            return Err("an entry of a script is an object such as { step, status }".into());
        };
        if let Some(name) = given.keys().find(|name| !MEMBERS.contains(&name.as_str())) {
            let hint = nearest(name, MEMBERS).map(|(near, _)| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("an entry of a script has no `{name}`{hint}"));
        }
        let given = |name: &str| given.get(name).filter(|value| !value.is_null());
        let text = |name: &str| match given(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("the `{name}` of an entry of a script has to be a text")),
        };
        let one_of = |name: &str, known: &[&str]| match text(name)? {
            Some(word) if !known.contains(&word.as_str()) => {
                Err(format!("the `{name}` of an entry of a script is one of {}", known.join(", ")))
            }
            word => Ok(word),
        };
        let status = given("status").and_then(Value::as_str).and_then(Status::of).filter(|s| ENDS.contains(s));
        let attempt = match given("attempt") {
            None => None,
            Some(number) => {
                let whole = number.as_f64().filter(|f| f.fract() == 0.0 && (1.0..=1e6).contains(f));
                Some(whole.ok_or("the `attempt` of an entry of a script is a whole number from 1")? as u32)
            }
        };
        let duration =
            match given("duration") {
                None => None,
                Some(given) => Some(duration_of(given).ok_or(
                    "the `duration` of an entry of a script is a number of milliseconds or an ISO 8601 duration",
                )?),
            };
        Ok(Entry {
            document: text("document")?,
            step: text("step")?,
            attempt,
            status: status.ok_or("the `status` of an entry of a script is Success, Failed, TimedOut or Cancelled")?,
            outputs: given("outputs").map_or(Ok(Object::new()), outputs_of)?,
            failure: text("failureMessage")?,
            stage: one_of("failureStage", &STAGES)?,
            kind: one_of("failureType", &TYPES)?,
            duration,
        })
    }

    /// The entry, as it is shown.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    /// Whether it is about an attempt of a step.
    pub fn is_about(&self, document: &str, step: &str, attempt: u32) -> bool {
        let is = |wanted: &Option<String>, name: &str| wanted.as_deref().is_none_or(|wanted| wanted == name);
        is(&self.document, document) && is(&self.step, step) && self.attempt.is_none_or(|wanted| wanted == attempt)
    }
}

fn outputs_of(given: &Value) -> Result<Object, String> {
    let is_texts = |list: &Value| list.as_array().is_some_and(|list| list.iter().all(Value::is_string));
    match given.as_object() {
        Some(outputs) if outputs.values().all(is_texts) => Ok(outputs.clone()),
        _ => Err("the `outputs` of an entry of a script are a map from names to lists of texts".into()),
    }
}
