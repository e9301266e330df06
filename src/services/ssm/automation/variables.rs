//! Variables in double braces, and what they stand for at a moment of an execution.

use serde_json::Value;

use crate::text::time::to_iso;

use super::execution::Execution;
use super::runbook::{Object, Runbook};
use super::status::Status;

/// The account of principals that name none.
const ACCOUNT: &str = "123456789012";
/// The region: a request does not say where it was sent to.
pub(super) const REGION: &str = "us-east-1";

/// What variables mean in an execution at a time.
pub struct Scope<'x> {
    /// The execution.
    pub execution: &'x Execution,
    /// Its runbook.
    pub runbook: &'x Runbook,
    /// The time.
    pub now: i64,
}

impl Scope<'_> {
    /// A value with its variables replaced. One that is nothing but a variable takes on its type; what stands for nothing
    /// stays as it is, which is an assumption: public runbooks name outputs of steps that a branch has passed over.
    pub fn resolve(&self, value: &Value) -> Value {
        match value {
            Value::String(text) => self.text(text),
            Value::Array(list) => list.iter().map(|value| self.resolve(value)).collect(),
            Value::Object(map) => Value::Object(self.map(map)),
            other => other.clone(),
        }
    }

    /// The same for each member of an object.
    pub fn map(&self, map: &Object) -> Object {
        map.iter().map(|(name, value)| (name.clone(), self.resolve(value))).collect()
    }

    fn text(&self, text: &str) -> Value {
        let whole = text.trim();
        if let Some(name) = whole.strip_prefix("{{").and_then(|rest| rest.strip_suffix("}}"))
            && !name.contains("}}")
        {
            return self.value(name.trim()).unwrap_or_else(|| text.into());
        }
        let mut out = String::with_capacity(text.len());
        for (before, variable) in (Parts { rest: text }) {
            out.push_str(before);
            let Some((source, name)) = variable else { break };
            match self.value(name) {
                Some(value) => out.push_str(&text_of(&value)),
                None => out.push_str(source),
            }
        }
        out.into()
    }

    /// What a name stands for.
    fn value(&self, name: &str) -> Option<Value> {
        if let Some(name) = name.strip_prefix("global:") {
            return self.global(name);
        }
        if let Some(name) = name.strip_prefix("automation:") {
            return (name == "EXECUTION_ID").then(|| self.execution.id.clone().into());
        }
        if let Some(name) = name.strip_prefix("variable:") {
            let declared = self.runbook.variables.get(name)?;
            return self.execution.variables.get(name).or_else(|| declared.get("default")).cloned();
        }
        if let Some(texts) = self.execution.parameters.get(name) {
            return typed(texts, self.runbook.type_of(name));
        }
        let (step, output) = name.split_once('.')?;
        self.output(step, output.strip_prefix("Outputs.").unwrap_or(output))
    }

    fn global(&self, name: &str) -> Option<Value> {
        let time = to_iso(self.now);
        let (date, clock) = time.split_once('T')?;
        let place = self.execution.place.as_ref();
        let value = match name {
            "DATE" => date.to_string(),
            "DATE_TIME" => format!("{date}_{}", clock.get(..8)?.replace(':', ".")),
            "REGION" => place.map_or(REGION, |place| &place.region).into(),
            "ACCOUNT_ID" => place.map_or(account_of(&self.execution.by), |place| &place.account).into(),
            "AWS_PARTITION" => "aws".into(),
            _ => return None,
        };
        Some(value.into())
    }

    /// An output of the last run of a step.
    pub fn output(&self, step: &str, output: &str) -> Option<Value> {
        let (execution, runs) = (self.execution, &self.execution.runs);
        let index = runs.iter().rposition(|run| run.name == step && run.started.is_some())?;
        if let Some(of) = execution.loops.iter().find(|of| of.run == index) {
            let value = of.values.as_ref().and_then(|values| values.get(of.iteration.saturating_sub(1) as usize));
            match output {
                "CurrentIteration" => return Some(of.iteration.into()),
                "CurrentIteratorValue" => return value.cloned(),
                _ => {}
            }
        }
        let run = runs.get(index)?;
        let texts = run.outputs.get(output)?;
        let declared = self.runbook.steps.get(run.step)?.outputs.iter().find(|(name, _)| name == output);
        match declared {
            Some((_, kind)) => typed(texts, kind),
            // Nothing says whether it is one or several.
            None if matches!(output, "ApproverDecisions") => typed(texts, "MapList"),
            None => match texts.as_array().map(Vec::as_slice) {
                Some([one]) => Some(one.clone()),
                _ => Some(texts.clone()),
            },
        }
    }

    /// The outputs of the execution: lists of texts.
    pub fn outputs(&self) -> Object {
        let value = |name: &String| -> Value {
            let known = match name.split_once('.') {
                Some((step, output)) => {
                    let run = self.execution.runs.iter().rfind(|run| run.name == step && run.started.is_some());
                    run.filter(|run| run.status == Status::Success).and_then(|run| run.outputs.get(output)).cloned()
                }
                None => self.value(name).map(|value| texts_of(&value)),
            };
            known.unwrap_or_else(|| Value::Array(vec![NO_OUTPUT.into()]))
        };
        self.runbook.outputs.iter().map(|name| (name.clone(), value(name))).collect()
    }
}

/// Seen in public answers of GetAutomationExecution (AWS CLI examples).
const NO_OUTPUT: &str = "No output available yet because the step is not successfully executed";

/// The account of a principal.
pub fn account_of(principal: &str) -> &str {
    let account = principal.strip_prefix("arn:").and_then(|rest| rest.split(':').nth(3));
    account.filter(|account| !account.is_empty()).unwrap_or(ACCOUNT)
}

/// The texts between variables, each with the variable behind it: its source and its name.
struct Parts<'t> {
    rest: &'t str,
}

type Part<'t> = (&'t str, Option<(&'t str, &'t str)>);

impl<'t> Iterator for Parts<'t> {
    type Item = Part<'t>;

    fn next(&mut self) -> Option<Part<'t>> {
        if self.rest.is_empty() {
            return None;
        }
        let found = self.rest.split_once("{{").and_then(|(before, rest)| {
            let (name, _) = rest.split_once("}}")?;
            Some((before, name))
        });
        let Some((before, name)) = found else {
            return Some((std::mem::take(&mut self.rest), None));
        };
        let (end, source) =
            (before.len() + name.len() + 4, self.rest.get(before.len()..before.len() + name.len() + 4)?);
        self.rest = self.rest.get(end..)?;
        Some((before, Some((source, name.trim()))))
    }
}

/// The names of all variables in a value.
pub fn names_in(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.extend(Parts { rest: text }.filter_map(|(_, of)| Some(of?.1.to_string()))),
        Value::Array(list) => list.iter().for_each(|value| names_in(value, found)),
        Value::Object(map) => map.values().for_each(|value| names_in(value, found)),
        _ => {}
    }
}

/// A list of texts as a value of a type.
pub fn typed(texts: &Value, kind: &str) -> Option<Value> {
    let list = texts.as_array()?;
    let json = |text: &Value| {
        let parsed = text.as_str().and_then(|text| serde_json::from_str(text).ok());
        parsed.unwrap_or_else(|| text.clone())
    };
    match kind {
        "StringList" | "MapList" | "StringMapList" => Some(list.iter().map(json_if(kind, json)).collect()),
        _ if kind.starts_with("List<") => Some(texts.clone()),
        "Boolean" => {
            let text = list.first()?;
            let word = text.as_str().unwrap_or_default();
            let is = |yes: &str| word.eq_ignore_ascii_case(yes);
            Some(if is("true") {
                true.into()
            } else if is("false") {
                false.into()
            } else {
                text.clone()
            })
        }
        "Integer" | "StringMap" => Some(json(list.first()?)),
        _ => list.first().cloned(),
    }
}

fn json_if(kind: &str, json: impl Fn(&Value) -> Value) -> impl Fn(&Value) -> Value {
    let is_json = kind != "StringList";
    move |text| if is_json { json(text) } else { text.clone() }
}

/// A value as the service shows it: a list of texts.
pub fn texts_of(value: &Value) -> Value {
    match value {
        Value::Array(list) => list.iter().map(|value| Value::from(text_of(value))).collect(),
        other => Value::Array(vec![text_of(other).into()]),
    }
}

/// A value within a text: a text as it is, anything else as JSON.
pub fn text_of(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
