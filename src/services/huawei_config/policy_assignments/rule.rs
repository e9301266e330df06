//! A rule as it is kept: what it is about, how it is decided, and how far its evaluation is.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::emulator::{Due, DueKind};
use crate::services::huawei_config::resources::Resource;
use crate::services::huawei_config::times::to_millis_text;

use super::definitions::{Definition, definition};
use super::scope::{Filter, FilterV2};

/// Evaluations whose hashes are taken: a rule remembers so many.
const REMEMBERED: usize = 1_000;

/// A rule.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: String,
    /// What can be changed about it.
    pub content: Content,
    /// When it was made, in milliseconds.
    pub created: i64,
    /// When it was changed last.
    pub updated: i64,
    /// What it is at.
    pub status: Status,
    /// When its timer goes off next, if it has one and is enabled.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timer: Option<i64>,
    /// Its last evaluation.
    pub evaluation: Evaluation,
    /// The times of evaluations that went to a function, the newest of them.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    issued: BTreeSet<i64>,
}

/// What requests say of a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Content {
    /// Its name.
    pub name: String,
    /// Its description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// How it is decided.
    pub policy: Policy,
    /// How often it is evaluated, where that is by a timer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Which resources it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// The same in the newer form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter_v2: Option<FilterV2>,
    /// Its parameters, each an object with a `value`.
    pub parameters: Map<String, Value>,
    /// Its tags, keys and values.
    pub tags: Vec<(String, String)>,
}

/// How a rule is decided.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// By a policy that comes with the service: its id.
    Builtin(String),
    /// By a function: the member `custom_policy`.
    Custom(Map<String, Value>),
}

impl Default for Policy {
    fn default() -> Policy {
        Policy::Builtin(String::new())
    }
}

/// What a rule is at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It was just made, changed or enabled; evaluated from a time on, in milliseconds.
    Submitting(i64),
    /// It is being evaluated, until a time at the latest.
    Evaluating(i64),
    /// It waits for the next reason to be evaluated.
    #[default]
    Enabled,
    /// It is not evaluated.
    Disabled,
}

/// The last evaluation of a rule.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Evaluation {
    /// When it began, in milliseconds.
    pub started: i64,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<i64>,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The resources without a result yet, each with the time of its evaluation.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub awaited: BTreeMap<String, i64>,
}

impl Status {
    /// The service's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Submitting(_) => "Submitting",
            Status::Evaluating(_) => "Evaluating",
            Status::Enabled => "Enabled",
            Status::Disabled => "Disabled",
        }
    }
}

impl Evaluation {
    /// One that begins.
    pub fn begun(now: i64) -> Evaluation {
        Evaluation { started: now, ..Evaluation::default() }
    }

    /// The word for how it went: only `Succeeded` is documented.
    pub fn state(&self) -> &'static str {
        match (self.ended, &self.error) {
            (None, _) => "Running",
            (Some(_), None) => "Succeeded",
            (Some(_), Some(_)) => "Failed",
        }
    }

    /// Ends it, with whatever is still awaited.
    pub fn end(&mut self, now: i64, error: Option<&str>) {
        self.ended = Some(now);
        self.error = error.map(String::from);
        self.awaited.clear();
    }
}

impl Content {
    /// Whether it is decided by a function.
    pub fn is_custom(&self) -> bool {
        matches!(self.policy, Policy::Custom(_))
    }

    /// The policy that decides it, where it comes with the service.
    pub fn definition(&self) -> Option<&'static Definition> {
        match &self.policy {
            Policy::Builtin(id) => definition(id),
            Policy::Custom(_) => None,
        }
    }

    /// How long its timer takes, in milliseconds; none where changes of resources are what it follows.
    pub fn period_millis(&self) -> Option<i64> {
        const HOUR: i64 = 3_600_000;
        let is_periodic = match self.definition() {
            Some(definition) => definition.is_periodic(),
            None => self.period.is_some(),
        };
        let hours = match self.period.as_deref() {
            Some("One_Hour") => 1,
            Some("Three_Hours") => 3,
            Some("Six_Hours") => 6,
            Some("Twelve_Hours") => 12,
            _ => 24,
        };
        is_periodic.then_some(hours * HOUR)
    }

    /// The service's word for what makes it be evaluated.
    pub fn trigger(&self) -> &'static str {
        if self.period_millis().is_some() { "period" } else { "resource" }
    }

    /// Whether it is about a resource, where it follows resources.
    pub fn is_about(&self, resource: &Resource) -> bool {
        let is_named = self.filter.is_some() || self.filter_v2.is_some();
        self.filter.as_ref().is_none_or(|filter| filter.holds(resource))
            && self.filter_v2.as_ref().is_none_or(|filter| filter.holds(resource))
            && (is_named || self.definition().is_none_or(|definition| definition.is_about(resource)))
    }
}

impl Rule {
    /// A rule that is being made.
    pub fn new(id: &str, content: Content, now: i64) -> Rule {
        Rule { id: id.into(), content, created: now, updated: now, ..Rule::default() }
    }

    /// What happens to it next by itself.
    pub fn due(&self) -> Option<Due> {
        let phase = match self.status {
            Status::Submitting(at) => Some(Due { at, kind: DueKind::Work }),
            // A function is on the outside: who settles an emulator does not pass over what it could still report.
            Status::Evaluating(at) if self.content.is_custom() => Some(Due { at, kind: DueKind::Deadline }),
            Status::Evaluating(at) => Some(Due { at, kind: DueKind::Work }),
            Status::Enabled | Status::Disabled => None,
        };
        let timer = self.timer.map(|at| Due { at, kind: DueKind::Deadline });
        phase.into_iter().chain(timer).min()
    }

    /// Whether results of a function are awaited.
    pub fn waits(&self) -> bool {
        self.content.is_custom() && !self.evaluation.awaited.is_empty()
    }

    /// Remembers that an evaluation went to the function.
    pub fn issue(&mut self, time: i64) {
        self.issued.insert(time);
        if self.issued.len() > REMEMBERED {
            self.issued.pop_first();
        }
    }

    /// Whether an evaluation of this time went to the function.
    pub fn is_issued(&self, time: i64) -> bool {
        self.issued.contains(&time)
    }

    /// The rule as answers show it, with the members of the documented example.
    pub fn to_json(&self) -> String {
        self.to_json_as(self.status.as_str())
    }

    /// The same with another word for its status.
    pub fn to_json_as(&self, status: &str) -> String {
        let content = &self.content;
        let (kind, definition, custom) = match &content.policy {
            Policy::Builtin(id) => ("builtin", json!(id), Value::Null),
            Policy::Custom(custom) => ("custom", Value::Null, json!(custom)),
        };
        let mut shown = Map::new();
        let mut show = |name: &str, value: Value| {
            shown.insert(name.into(), value);
        };
        show("policy_assignment_type", kind.into());
        show("id", self.id.as_str().into());
        show("name", content.name.as_str().into());
        show("description", content.description.as_deref().into());
        show("policy_filter", content.filter.as_ref().map_or(Value::Null, Filter::to_json));
        if let Some(filter) = &content.filter_v2 {
            show("policy_filter_v2", filter.to_json());
        }
        show("period", content.period.as_deref().into());
        show("state", status.into());
        show("created", to_millis_text(self.created).into());
        show("updated", to_millis_text(self.updated).into());
        show("policy_definition_id", definition);
        show("custom_policy", custom);
        show("parameters", json!(content.parameters));
        show("tags", content.tags.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect());
        show("created_by", "custom".into());
        show("target_type", Value::Null);
        show("target_id", Value::Null);
        Value::Object(shown).to_string()
    }
}
