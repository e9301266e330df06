//! Parameters and variables: a default has to be one of the values that are taken.

use serde_json::Value as Json;

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Rule, Severity};
use crate::services::reading::{shown, text_of};
use crate::text::pattern::matcher_of;

use super::super::reading::{LOOKED_AT, number, references};
use super::super::view::{Parameter, Runbook};

const ELEMENTS: Basis = Basis::Documentation("User Guide, \"Data elements and parameters\"");

fn parameters(root: Value<'_>) -> Vec<Parameter<'_>> {
    let runbook = Runbook(root);
    let maps = [runbook.parameters(), runbook.variables()].into_iter().flatten();
    let maps = maps.filter(|map| map.kind() == NodeKind::Map);
    maps.flat_map(Value::entries).map(|(_, value)| Parameter(value)).collect()
}

pub const UNUSED_PARAMETER: Rule = Rule::new(
    "runbook/unused-parameter",
    Severity::Info,
    "nothing in the document refers to a parameter",
    "whoever starts the document has to give it all the same, where it has no default",
    // It is no warning: a parameter may be there for people, and for programs that read executions.
    Basis::Observation("\"Missing required parameter: X in user inputs.\", CrowdStrike/aws-ssm-distributor 135"),
    |root, found| {
        if root.source().len() > LOOKED_AT {
            return;
        }
        let used: Vec<&str> = references(root).into_iter().map(|(_, name)| base(name)).collect();
        let steps: Vec<&str> = Runbook(root).main_steps().map(|step| step.0.source()).collect();
        let map = Runbook(root).parameters().filter(|map| map.kind() == NodeKind::Map);
        for (key, value) in map.into_iter().flat_map(Value::entries) {
            let Some(name) = key.any_str() else { continue };
            // In a script it may stand in another way than between braces.
            let is_named = used.contains(&&*name) || steps.iter().any(|step| has_word(step, &name));
            if !is_named && Parameter(value).default_value().is_none() {
                found.at_key(key, || {
                    Draft::new(format!("nothing refers to the parameter {}", shown(&name)))
                        .help("use it as `{{ name }}` in a step, or delete it")
                });
            }
        }
    },
);

/// Whether a word stands in a text that is written as JSON.
fn has_word(json: &str, word: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    json.match_indices(word).any(|(at, _)| {
        let (before, behind) = (json.get(..at).unwrap_or_default(), json.get(at + word.len()..).unwrap_or_default());
        // The letter of a line break or a tab is no part of the word behind it.
        let is_escape = [r"\n", r"\r", r"\t"].iter().any(|escape| before.ends_with(escape));
        (is_escape || !before.ends_with(is_part)) && !behind.starts_with(is_part)
    })
}

/// The part of a reference that names a parameter or a step.
fn base(name: &str) -> &str {
    name.split(['.', '[']).next().unwrap_or(name)
}

/// The default of a parameter, where it has one.
fn default_of<'t>(parameter: Parameter<'t>) -> Option<(Value<'t>, Json)> {
    let value = parameter.default_value()?;
    Some((value, serde_json::from_str(value.source()).ok()?))
}

pub const DEFAULT_OF_ANOTHER_TYPE: Rule = Rule::new(
    "runbook/default-of-another-type",
    Severity::Warning,
    "a default is of another type than its parameter",
    "steps get something else than they ask for, or the document is refused",
    ELEMENTS,
    |root, found| {
        for parameter in parameters(root) {
            let (Some(kind), Some((value, default))) = (text_of(parameter.kind()), default_of(parameter)) else {
                continue;
            };
            let (fits, wanted) = match (&*kind, &default) {
                (_, Json::String(text)) if text.contains("{{") => (true, ""),
                ("String", default) => (default.is_string(), "a text"),
                ("Boolean", Json::String(text)) => (matches!(&**text, "true" | "false"), "`true` or `false`"),
                ("Boolean", default) => (default.is_boolean(), "`true` or `false`"),
                ("Integer", Json::String(text)) => (text.parse::<i64>().is_ok(), "a whole number"),
                ("Integer", default) => (default.is_i64(), "a whole number"),
                ("StringMap", default) => (default.is_object(), "a map"),
                ("StringList" | "MapList", default) => (default.is_array(), "a list"),
                (kind, default) if kind.starts_with("List<") => (default.is_array(), "a list"),
                (_, default) => (default.is_string(), "a text"),
            };
            if !fits {
                found.at(value, || {
                    Draft::new(format!("the default of a parameter of type {} is not {wanted}", shown(&kind)))
                        .help(format!("write {wanted}, or change the type"))
                });
            }
        }
    },
);

pub const DEFAULT_OUTSIDE_ITS_LIMITS: Rule = Rule::new(
    "runbook/default-outside-its-limits",
    Severity::Warning,
    "a default is none of the values that are taken",
    "who starts the document without a value of their own is refused",
    ELEMENTS,
    |root, found| {
        for parameter in parameters(root) {
            let Some((value, default)) = default_of(parameter) else { continue };
            if let Some((what, help)) = broken_limit(parameter, &default) {
                found.at(value, || Draft::new(format!("the default {what}")).help(help));
            }
        }
    },
);

/// The limit that a default breaks. An empty text stands for nothing given.
fn broken_limit(parameter: Parameter<'_>, default: &Json) -> Option<(String, &'static str)> {
    let allowed: Vec<Json> = parameter
        .allowed_values()
        .into_iter()
        .flat_map(Value::elements)
        .filter_map(|value| serde_json::from_str(value.source()).ok())
        .collect();
    let items: Vec<&Json> = default.as_array().map_or(vec![default], |items| items.iter().collect());
    let texts =
        || items.iter().filter_map(|item| item.as_str()).filter(|text| !text.is_empty() && !text.contains("{{"));
    if !allowed.is_empty() && items.iter().any(|item| !allowed.contains(item) && **item != "") {
        return Some(("is not among `allowedValues`".into(), "add it to them, or write one of them"));
    }
    let pattern = text_of(parameter.allowed_pattern()).and_then(|pattern| matcher_of(&pattern).ok());
    if let Some(text) = pattern.and_then(|pattern| texts().find(|text| !pattern.is_match(text))) {
        return Some((format!("{} does not match `allowedPattern`", shown(text)), "write one that matches"));
    }
    let count = default.as_array().map(|items| items.len() as i64);
    let outside = |count: i64, least: Option<Value<'_>>, most: Option<Value<'_>>| {
        number(least).is_some_and(|least| count < least) || number(most).is_some_and(|most| count > most)
    };
    if let Some(count) = count.filter(|count| outside(*count, parameter.min_items(), parameter.max_items())) {
        return Some((format!("has {count} items"), "keep to `minItems` and `maxItems`"));
    }
    let characters = |text: &&str| outside(text.chars().count() as i64, parameter.min_chars(), parameter.max_chars());
    let text = texts().find(characters)?;
    Some((format!("is {} characters", text.chars().count()), "keep to `minChars` and `maxChars`"))
}

pub const LIMITS_THAT_NOTHING_KEEPS: Rule = Rule::new(
    "runbook/limits-that-nothing-keeps",
    Severity::Warning,
    "a least number is greater than the greatest",
    "no value is taken",
    ELEMENTS,
    |root, found| {
        for parameter in parameters(root) {
            let pairs = [
                (parameter.min_items(), parameter.max_items(), ["minItems", "maxItems"]),
                (parameter.min_chars(), parameter.max_chars(), ["minChars", "maxChars"]),
            ];
            for (least, most, [low, high]) in pairs {
                let (Some(at), Some(from), Some(to)) = (least, number(least), number(most)) else { continue };
                if from > to {
                    found.at(at, || {
                        Draft::new(format!("`{low}` is {from}, and `{high}` is {to}")).help("exchange the two numbers")
                    });
                }
            }
        }
    },
);

pub const PATTERN_THAT_DOES_NOT_COMPILE: Rule = Rule::new(
    "runbook/pattern-that-does-not-compile",
    Severity::Warning,
    "a pattern is no regular expression",
    "no value can be held against it",
    Basis::Assumption("patterns are read as ECMAScript reads them; the service's own reader is stated nowhere"),
    |root, found| {
        for parameter in parameters(root) {
            let Some((value, pattern)) = parameter.allowed_pattern().and_then(|value| Some((value, value.str()?)))
            else {
                continue;
            };
            if matcher_of(&pattern).is_err() {
                found.at(value, || {
                    Draft::new(format!("{} does not compile", shown(&pattern)))
                        .help("look for brackets that do not close, and for backslashes that the format has taken")
                });
            }
        }
    },
);
