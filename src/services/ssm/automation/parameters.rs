//! Parameters of an execution against those that its document declares, in the service's words where they are known.

use serde_json::Value;

use crate::emulator::Exception;
use crate::text::pattern::matcher_of;

use super::runbook::{Object, Runbook};
use super::variables::{text_of, texts_of, typed};

/// The exception for parameters that do not fit.
pub fn invalid(message: impl Into<String>) -> Exception {
    Exception::new("InvalidAutomationExecutionParametersException", message)
}

/// All parameters of a run: those given, and the defaults of others. `later` is filled in for each target.
///
/// Observed: the texts about a missing parameter (issue CrowdStrike/aws-ssm-distributor 135) and about a value that is
/// not allowed (100). Assumed: that all else is refused with the same exception, its texts, and that a parameter is
/// looked at in the order of the document.
pub fn parameters_of(runbook: &Runbook, given: &Object, later: &[&str]) -> Result<Object, Exception> {
    if let Some(name) = given.keys().find(|name| !runbook.parameters.contains_key(*name)) {
        return Err(invalid(format!("Parameter \"{name}\" is not defined in the document.")));
    }
    let mut all = Object::new();
    for (name, declared) in &runbook.parameters {
        let texts = match (given.get(name), declared.get("default")) {
            (Some(texts), _) => {
                fits(name, declared, runbook.type_of(name), texts)?;
                texts.clone()
            }
            (None, Some(default)) => texts_of(default),
            (None, None) if later.contains(&name.as_str()) => continue,
            (None, None) => return Err(missing(name)),
        };
        all.insert(name.clone(), texts);
    }
    Ok(all)
}

/// The refusal of a run that lacks a parameter.
pub fn missing(name: &str) -> Exception {
    invalid(format!("Missing required parameter: {name} in user inputs."))
}

/// Whether given values fit a declared parameter.
pub fn fits(name: &str, declared: &Value, kind: &str, texts: &Value) -> Result<(), Exception> {
    let list = texts.as_array().map(Vec::as_slice).unwrap_or_default();
    let is_list = matches!(kind, "StringList" | "MapList") || kind.starts_with("List<");
    if !is_list && list.len() != 1 {
        return Err(invalid(format!(
            "Parameter \"{name}\" is of type {kind} and takes one value, not {}.",
            list.len()
        )));
    }
    let misfit = |text: &Value| match (kind, typed(&Value::Array(vec![text.clone()]), kind)) {
        ("Boolean", Some(value)) => !value.is_boolean(),
        ("Integer", Some(value)) => !value.is_i64() && !value.is_u64(),
        ("StringMap", Some(value)) => !value.is_object(),
        ("MapList", Some(Value::Array(values))) => !values.iter().all(Value::is_object),
        _ => false,
    };
    if let Some(text) = list.iter().find(|text| misfit(text)) {
        return Err(invalid(format!("Parameter \"{name}\" has value \"{}\" not of type {kind}.", text_of(text))));
    }
    let most = |rule: &str| {
        declared.get(rule).and_then(|limit| match limit {
            Value::String(text) => text.parse().ok(),
            limit => limit.as_u64(),
        })
    };
    if let Some(Value::Array(allowed)) = declared.get("allowedValues") {
        let allowed: Vec<String> = allowed.iter().map(text_of).collect();
        if let Some(text) = list.iter().map(text_of).find(|text| !allowed.contains(text)) {
            let allowed = allowed.join(", ");
            return Err(invalid(format!("Parameter \"{name}\" has value \"{text}\" not found in [{allowed}].")));
        }
    }
    if let Some(Value::String(pattern)) = declared.get("allowedPattern") {
        // A pattern that cannot be read is the document's fault, which the check tells.
        let matcher = matcher_of(pattern).ok();
        let is_match = |text: &str| matcher.as_ref().is_none_or(|matcher| matcher.is_match(text));
        if let Some(text) = list.iter().map(text_of).find(|text| !is_match(text)) {
            return Err(invalid(format!("Parameter \"{name}\" has value \"{text}\" not matching {pattern}.")));
        }
    }
    let count = list.len() as u64;
    if is_list && most("minItems").is_some_and(|least| count < least) {
        return Err(invalid(format!("Parameter \"{name}\" has fewer items than the minimum allowed.")));
    }
    if is_list && most("maxItems").is_some_and(|most| count > most) {
        return Err(invalid(format!("Parameter \"{name}\" has more items than the maximum allowed.")));
    }
    for text in list.iter().map(text_of) {
        let length = text.chars().count() as u64;
        if most("minChars").is_some_and(|least| length < least) || most("maxChars").is_some_and(|most| length > most) {
            return Err(invalid(format!("Parameter \"{name}\" has value \"{text}\" of a length that is not allowed.")));
        }
    }
    Ok(())
}
