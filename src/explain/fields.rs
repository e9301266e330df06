//! What the SDKs for Go say of fields before they send anything: one line for each that is wrong, with a name such as
//! `PutThingsInput.Items[0].Name`. Their texts are those of smithy-go's validation.go and of the SDK before it.

use crate::report::Basis;
use crate::services::Target;

use super::place;
use super::retell::{Constraint, Violation, retold};
use super::{Explanation, FIELDS, MOST, search};

const SOURCE: Basis = Basis::Documentation("smithy-go, validation.go");

struct Line<'t> {
    /// The operation's name.
    operation: &'t str,
    /// The field within its input.
    name: &'t str,
    constraint: Constraint<'t>,
}

/// Whether a text has such a line.
pub fn are_told(text: &str) -> bool {
    text.lines().any(|text| line(text).is_some())
}

/// What each line says.
pub fn explained(text: &str, targets: &[Target]) -> Vec<Explanation> {
    text.lines().filter_map(line).take(MOST).map(|line| one(&line, targets)).collect()
}

fn line(text: &str) -> Option<Line<'_>> {
    let limited = |head| {
        let (number, field) = search::cut(search::cut(text, head)?.1, ", ")?;
        Some((number.parse::<u32>().ok()?, field))
    };
    let (constraint, field) = if let Some((_, field)) = search::cut(text, "missing required field, ") {
        (Constraint::Required, field)
    } else if let Some((least, field)) = limited("minimum field size of ") {
        (Constraint::MinLength(least.into()), field)
    } else {
        let (least, field) = limited("minimum field value of ")?;
        (Constraint::MinValue(least.into()), field)
    };
    let (operation, name) = search::cut(field.trim_end().trim_end_matches('.'), "Input.")?;
    let is_word = !name.is_empty() && operation.bytes().all(|b| b.is_ascii_alphanumeric());
    is_word.then_some(Line { operation, name, constraint })
}

fn one(line: &Line<'_>, targets: &[Target]) -> Explanation {
    let mut named = targets.iter().filter(|target| *target.name == *line.operation);
    // Two services may have an operation of one name.
    let target = named.next().filter(|_| named.next().is_none());
    let place = target.and_then(|target| place::of_name(&target.model, target.operation().input, line.name));
    let pointer = place.as_ref().map_or_else(|| place::by_spelling(line.name), |place| place.pointer.clone());
    let shape = target.zip(place.as_ref()).map(|(target, place)| target.model.shape(place.shape));
    let subject = place::subject(&pointer);
    let violation = Violation { subject, shape, meant: &[], words: None, value: None };
    let (rule, message, help) = retold(&line.constraint, &violation);
    let operation = target.map(Target::id);
    Explanation { exception: FIELDS.into(), operation, path: Some(pointer), rule, message, help, basis: SOURCE }
}
