//! Targets: what each child of an execution runs for, and how many at a time.

use serde_json::{Value, json};

use crate::emulator::Exception;
use crate::services::ssm::nodes::Nodes;
use crate::services::ssm::state::SsmState;

use super::execution::{Birth, Rate};

/// Children that run at a time where nothing is said (API model, MaxConcurrency).
const USUAL_CONCURRENCY: &str = "10";
/// Errors that are let pass where nothing is said. An assumption, after TargetLocationMaxErrors.
const USUAL_ERRORS: &str = "0";

/// What a request says of its targets, or one of its locations.
#[derive(Clone, Copy)]
pub struct Aim<'r> {
    /// The targets; there may be none.
    pub targets: &'r [Value],
    /// The maps of parameters; there may be none.
    pub maps: &'r [Value],
    /// The parameter that takes a target.
    pub parameter: Option<&'r str>,
    /// How many run at a time.
    pub concurrency: Option<&'r str>,
    /// How many may fail.
    pub errors: Option<&'r str>,
}

impl Aim<'_> {
    /// A child for each target, or for each map; nothing where there are neither.
    pub fn rate(self, state: &SsmState) -> Result<Option<Rate>, Exception> {
        let children = births_of(state, self)?;
        let (concurrency, errors) =
            (self.concurrency.unwrap_or(USUAL_CONCURRENCY), self.errors.unwrap_or(USUAL_ERRORS));
        Ok(children.map(|children| rate_of(children, concurrency, errors)))
    }
}

/// Children within limits.
pub fn rate_of(children: Vec<Birth>, concurrency: &str, errors: &str) -> Rate {
    Rate {
        concurrency: within(Limit::AtLeastOne, concurrency, children.len()),
        errors: within(Limit::Any, errors, children.len()),
        children,
        ..Rate::default()
    }
}

/// What a limit may be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Limit {
    /// One at least: nothing would run otherwise.
    AtLeastOne,
    /// Any number.
    Any,
}

/// A number or a percentage of a whole. A part of one is not counted: with 10% of 50 errors the sixth stops the rest (API
/// model, MaxErrors), and that 10% of 7 is 0 is an assumption.
fn within(limit: Limit, given: &str, whole: usize) -> usize {
    let number = match given.strip_suffix('%') {
        Some(percent) => percent.parse::<usize>().unwrap_or_default().saturating_mul(whole) / 100,
        None => given.parse().unwrap_or_default(),
    };
    number.max(usize::from(limit == Limit::AtLeastOne))
}

fn births_of(state: &SsmState, aim: Aim<'_>) -> Result<Option<Vec<Birth>>, Exception> {
    if !aim.maps.is_empty() {
        let birth = |map: &Value| {
            let parameters = map.as_object().cloned().unwrap_or_default();
            let named: Vec<String> =
                parameters.iter().map(|(name, texts)| format!("{name}={}", joined(texts))).collect();
            Birth {
                target: named.join(", "),
                parameters,
                echoed: [(String::from("TargetMaps"), json!([map]))].into_iter().collect(),
                ..Birth::default()
            }
        };
        return Ok(Some(aim.maps.iter().map(birth).collect()));
    }
    let Some(parameter) = aim.parameter.filter(|_| !aim.targets.is_empty()) else { return Ok(None) };
    let mut births = Vec::new();
    for target in aim.targets {
        let key = target.get("Key").and_then(Value::as_str).unwrap_or_default();
        let values = target.get("Values").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let values: Vec<&str> = values.iter().filter_map(Value::as_str).collect();
        births.extend(resolved(state, key, &values)?.into_iter().map(|value| {
            Birth {
                parameters: [(parameter.to_string(), json!([value]))].into_iter().collect(),
                echoed: [
                    (String::from("TargetParameterName"), parameter.into()),
                    (String::from("Targets"), json!([{ "Key": "ParameterValues", "Values": [value] }])),
                ]
                .into_iter()
                .collect(),
                target: value,
                ..Birth::default()
            }
        }));
    }
    Ok(Some(births))
}

fn joined(texts: &Value) -> String {
    let texts = texts.as_array().into_iter().flatten().filter_map(Value::as_str);
    texts.collect::<Vec<_>>().join(",")
}

/// What a target stands for.
///
/// Known: the keys (API model, Targets); a target that does not exist or that the service does not know is InvalidTarget.
/// Assumptions: tags are those of the nodes in the option `nodes`, for the emulator knows no other resources; resource
/// groups are those of the option `resourceGroups`, with all their members, whatever the parameter is about; the nodes are the
/// same in all accounts and regions; targets that stand for nothing are refused; connectors are none that it knows.
fn resolved(state: &SsmState, key: &str, values: &[&str]) -> Result<Vec<String>, Exception> {
    let refuse = |message: String| Err(Exception::new("InvalidTarget", message));
    let settings = &state.settings;
    let known = || -> Vec<String> {
        match &settings.nodes {
            Nodes::Any => state.nodes.keys().cloned().collect(),
            Nodes::Only(nodes) => nodes.keys().cloned().collect(),
        }
    };
    let tagged = |holds: &dyn Fn(&str, &str) -> bool| -> Vec<String> {
        let Nodes::Only(nodes) = &settings.nodes else { return Vec::new() };
        let with = nodes.iter().filter(|(_, facts)| facts.tags.iter().any(|(key, value)| holds(key, value)));
        with.map(|(id, _)| id.clone()).collect()
    };
    let named = || values.iter().map(|value| (*value).to_string()).collect();
    let found = match (key, key.strip_prefix("tag:")) {
        (_, Some(name)) => tagged(&|key, value| key == name && values.contains(&value)),
        ("tag-key", _) => tagged(&|key, _| values.contains(&key)),
        ("ParameterValues", _) => named(),
        ("AWS::EC2::Instance" | "InstanceIds", _) if values == ["*"] => known(),
        ("AWS::EC2::Instance" | "InstanceIds", _) => {
            if let Some(stranger) = values.iter().find(|id| !settings.nodes.has(id)) {
                return refuse(format!("{stranger} is not a managed node."));
            }
            named()
        }
        ("ResourceGroup", _) => {
            if let Some(stranger) = values.iter().find(|name| !settings.resource_groups.contains_key(**name)) {
                return refuse(format!("There is no resource group {stranger}."));
            }
            values.iter().filter_map(|name| settings.resource_groups.get(*name)).flatten().cloned().collect()
        }
        _ => return refuse(format!("Targets cannot be told by {key}.")),
    };
    if found.is_empty() { refuse(format!("No resource is found for {key} {}.", values.join(", "))) } else { Ok(found) }
}
