//! A service's own wording of findings: the joined text of a validation error. Which words, the service says.

use crate::model::{Kind, Model, Shape, ShapeId};
use crate::text::string::{fill, unescape};

use super::Finding;

/// The words of a service's validation errors. `{…}` stands for what a place decides.
pub struct Wording {
    /// In front of all, `{count}` and `{s}` for the plural.
    pub detected: &'static str,
    /// One violation: `{value}` (in quotes, but for one that is absent), `{path}` and `{constraint}`.
    pub violation: &'static str,
    /// Between two violations.
    pub separator: &'static str,
    /// Around constraints on the keys of a map: `{constraints}`.
    pub map_keys: &'static str,
    /// Around constraints on the values of a map: `{constraints}`.
    pub map_values: &'static str,
    /// Around constraints on the elements of a list that is told whole: `{constraints}`.
    pub elements: &'static str,
    /// What stands for a value that is absent.
    pub null: &'static str,
    /// A required member is missing.
    pub required: &'static str,
    /// A text that is none of the listed: `{values}`.
    pub not_in_enum: &'static str,
    /// A text that does not match: `{pattern}`.
    pub pattern: &'static str,
    /// Too short, in characters, elements or entries: `{limit}`.
    pub min_length: &'static str,
    /// Too long, in characters, elements or entries: `{limit}`.
    pub max_length: &'static str,
    /// A number too small: `{limit}`.
    pub min_value: &'static str,
    /// A number too large: `{limit}`.
    pub max_value: &'static str,
    /// What a path calls an element of a list: `{index}`, from 1.
    pub element: &'static str,
    /// A scalar of the wrong type: `{found}` and `{wanted}`.
    pub unconvertible: &'static str,
    /// An object where none belongs.
    pub unexpected_object: &'static str,
    /// A list where none belongs.
    pub unexpected_list: &'static str,
}

/// The service's text for violations of constraints; none where it tells of none of the findings.
pub fn validation_message(
    wording: &Wording,
    model: &Model,
    root: ShapeId,
    text: &str,
    findings: &[&Finding],
) -> Option<String> {
    let told: Vec<String> =
        findings.iter().filter_map(|finding| violation(wording, model, root, text, finding)).collect();
    let plural = if told.len() == 1 { "" } else { "s" };
    let head = wording.detected.replace("{count}", &told.len().to_string()).replace("{s}", plural);
    (!told.is_empty()).then(|| head + &told.join(wording.separator))
}

fn violation(wording: &Wording, model: &Model, root: ShapeId, text: &str, finding: &Finding) -> Option<String> {
    let place = Place::of(wording, model, root, &finding.path)?;
    let shape = model.shape(if finding.on_key { place.key? } else { place.shape });
    let constraint = constraint(wording, shape, finding.rule)?;
    let value = if finding.rule == "missing-member" {
        wording.null.into()
    } else {
        format!("'{}'", value_text(finding.span.of(text)))
    };
    let constraint = match (finding.on_key, place.in_map) {
        (true, _) => wording.map_keys.replace("{constraints}", &constraint),
        (false, true) => wording.map_values.replace("{constraints}", &constraint),
        (false, false) => constraint,
    };
    Some(fill(wording.violation, &[("{value}", &value), ("{path}", &place.path), ("{constraint}", &constraint)]))
}

/// The text of the constraint that a rule holds of a shape.
pub fn constraint(wording: &Wording, shape: &Shape, rule: &str) -> Option<String> {
    let length = |limit: fn(&crate::model::ast::Bounds<u64>) -> Option<u64>| {
        shape.length.as_ref().and_then(limit).map(|n| n.to_string())
    };
    let range = |limit: fn(&crate::model::ast::Bounds<i128>) -> Option<i128>| {
        shape.range.as_ref().and_then(limit).map(|n| n.to_string())
    };
    Some(match rule {
        "missing-member" => wording.required.to_string(),
        "not-in-enum" => {
            let Kind::Enum(values) = &shape.kind else { return None };
            let list: Vec<&str> = values.iter().map(|v| &**v).collect();
            wording.not_in_enum.replace("{values}", &list.join(", "))
        }
        "pattern-mismatch" | "pattern-unchecked" => {
            wording.pattern.replace("{pattern}", &shape.pattern.as_ref()?.source)
        }
        "too-short" | "too-few-items" | "too-few-entries" => wording.min_length.replace("{limit}", &length(|b| b.min)?),
        "too-long" | "too-many-items" | "too-many-entries" => {
            wording.max_length.replace("{limit}", &length(|b| b.max)?)
        }
        "too-small" => wording.min_value.replace("{limit}", &range(|b| b.min)?),
        "too-large" => wording.max_value.replace("{limit}", &range(|b| b.max)?),
        _ => return None,
    })
}

/// The service's text for a value of the wrong type.
pub fn unconvertible_message(
    wording: &Wording,
    model: &Model,
    root: ShapeId,
    text: &str,
    finding: &Finding,
) -> Option<String> {
    let place = Place::of(wording, model, root, &finding.path)?;
    let found = match finding.span.of(text).bytes().next()? {
        b'{' => return Some(wording.unexpected_object.into()),
        b'[' => return Some(wording.unexpected_list.into()),
        b'"' => "STRING",
        b't' => "TRUE",
        b'f' => "FALSE",
        b'n' => "NULL",
        _ => "NUMBER",
    };
    let wanted = match model.shape(place.shape).kind {
        Kind::Structure(_) | Kind::Union(_) | Kind::Map { .. } => "Map",
        Kind::List { .. } => "List",
        Kind::Integer(64) => "Long",
        Kind::Integer(_) | Kind::IntEnum(_) => "Integer",
        Kind::Float => "Double",
        Kind::Boolean => "Boolean",
        Kind::Timestamp(_) => "Timestamp",
        _ => "String",
    };
    Some(fill(wording.unconvertible, &[("{found}", found), ("{wanted}", wanted)]))
}

/// Where a finding is, in the service's way of naming places.
struct Place {
    path: String,
    shape: ShapeId,
    /// The shape of the keys, where the place is an entry of a map.
    key: Option<ShapeId>,
    in_map: bool,
}

impl Place {
    fn of(wording: &Wording, model: &Model, root: ShapeId, pointer: &str) -> Option<Place> {
        let mut place = Place { path: String::new(), shape: root, key: None, in_map: false };
        for step in pointer.split('/').skip(1) {
            let step = step.replace("~1", "/").replace("~0", "~");
            (place.key, place.in_map) = (None, false);
            let part = match &model.shape(place.shape).kind {
                Kind::Structure(members) | Kind::Union(members) => {
                    place.shape = members.iter().find(|m| *m.name == *step)?.target;
                    lower_camel(&step)
                }
                Kind::List { member, .. } => {
                    place.shape = *member;
                    wording.element.replace("{index}", &(step.parse::<usize>().ok()? + 1).to_string())
                }
                Kind::Map { key, value, .. } => {
                    (place.shape, place.key, place.in_map) = (*value, Some(*key), true);
                    // Constraints on entries are told at the map.
                    continue;
                }
                _ => return None,
            };
            if !place.path.is_empty() {
                place.path.push('.');
            }
            place.path.push_str(&part);
        }
        Some(place)
    }
}

/// A member's name as paths spell it.
pub fn lower_camel(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect())
}

/// A text without its quotes, anything else as compact JSON.
fn value_text(source: &str) -> String {
    match source.strip_prefix('"').and_then(|s| s.strip_suffix('"')) {
        Some(inside) => unescape(inside).into_owned(),
        None => {
            let mut out = String::new();
            crate::wire::compact::push_source(&mut out, source);
            out
        }
    }
}
