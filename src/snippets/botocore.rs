//! What botocore, under boto3 and the AWS CLI, does with a request before it is sent: it refuses what is missing, of
//! the wrong type, too short or too small, and knows no upper bounds, no patterns and no enumerations.

use crate::model::ast::{Bounds, TimeForm};
use crate::model::tape::{NodeKind, Value};
use crate::model::{Kind, Model, ShapeId};
use crate::text::number::Decimal;

use super::notes::Notes;
use super::time::Time;
use super::tree::whole;

/// Python reads no integer of more digits from text.
const MOST_DIGITS: usize = 4_300;

/// Tells of everything in a request that makes botocore refuse it.
pub fn tell_refusals(model: &Model, request: Value<'_>, shape: ShapeId, client: &'static str, notes: &mut Notes) {
    Judge { model, client, notes }.value(request, shape);
}

struct Judge<'j> {
    model: &'j Model,
    client: &'static str,
    notes: &'j mut Notes,
}

impl Judge<'_> {
    fn value(&mut self, value: Value<'_>, shape: ShapeId) {
        let model = self.model;
        let shape = model.shape(shape);
        match (&shape.kind, value.kind()) {
            (Kind::Structure(members) | Kind::Union(members), NodeKind::Structure) => {
                for (index, member) in members.iter().enumerate().filter(|(_, member)| member.required) {
                    let is_there =
                        value.members().any(|(at, child)| at == Some(index) && child.kind() != NodeKind::Null);
                    if !is_there {
                        let told = refusal(self.client, "this member is required");
                        self.notes.add_at(|| format!("{}/{}", value.path(), member.name), || told);
                    }
                }
                let known = value.members().filter(|(index, child)| index.is_some() && child.kind() != NodeKind::Null);
                let mut count = 0;
                for (index, child) in known {
                    count += 1;
                    if let Some(member) = index.and_then(|index| members.get(index)) {
                        self.value(child, member.target);
                    }
                }
                if matches!(shape.kind, Kind::Union(_)) && count != 1 {
                    self.refuse(value, "exactly one member has to be set here");
                }
            }
            (Kind::Map { key: key_shape, value: of, .. }, NodeKind::Map) => {
                // Botocore counts the entries of no map.
                for (key, entry) in value.all_entries() {
                    let length = key.any_str().map_or(0, |key| key.chars().count());
                    self.least(
                        entry,
                        length,
                        model.shape(*key_shape).length,
                        ("character in the key", "characters in the key"),
                    );
                    self.value(entry, *of);
                }
            }
            (Kind::List { member, .. }, NodeKind::List) => {
                self.least(value, value.all_elements().count(), shape.length, ("element", "elements"));
                for element in value.all_elements() {
                    self.value(element, *member);
                }
            }
            (Kind::String | Kind::Enum(_), NodeKind::String) => {
                let length = value.any_str().map_or(0, |text| text.chars().count());
                self.least(value, length, shape.length, ("character", "characters"));
            }
            (Kind::Integer(_) | Kind::IntEnum(_), NodeKind::Number) => self.integer(value, shape.range),
            (Kind::Timestamp(_), NodeKind::Number) if !Time::of(value.source()).is_some_and(Time::is_in_calendar) => {
                self.refuse(value, "its calendar goes from the year 1 to 9999");
            }
            (Kind::Document, _) | (_, NodeKind::Number | NodeKind::String | NodeKind::True | NodeKind::False) => {}
            (kind, _) => self.misfit(value, kind, shape.range),
        }
    }

    fn integer(&mut self, value: Value<'_>, range: Option<Bounds<i128>>) {
        let least = range.and_then(|range| range.min);
        match whole(value.source()) {
            None => self.refuse(value, "it takes a number in this spelling for no whole one"),
            Some(digits) if digits.len() > MOST_DIGITS => {
                self.refuse(value, "Python reads no number of so many digits")
            }
            Some(_) => {
                let number = Decimal::of(value.source()).integer();
                if let (Some(least), Some(number)) = (least, number)
                    && number < least
                {
                    self.refuse(value, &format!("it wants {least} or more"));
                }
            }
        }
    }

    /// Something of the wrong type. Python takes a truth value for a number, and botocore any number or text that
    /// looks like one for a time.
    fn misfit(&mut self, value: Value<'_>, kind: &Kind, range: Option<Bounds<i128>>) {
        let source = value.source();
        let truth = match source {
            "true" => Some(1),
            "false" => Some(0),
            _ => None,
        };
        match (kind, truth) {
            (Kind::Integer(_) | Kind::IntEnum(_) | Kind::Float, Some(number)) => {
                let least = range.and_then(|range| range.min);
                if let Some(least) = least.filter(|&least| number < least) {
                    self.refuse(value, &format!("it wants {least} or more"));
                }
            }
            (Kind::Timestamp(TimeForm::EpochSeconds), Some(number)) => {
                let client = self.client;
                self.notes.add(value, || format!("{client} sends this as the number {number}."));
            }
            (Kind::Timestamp(_), None) if source.starts_with('"') => {
                let client = self.client;
                self.notes.add(value, || {
                    format!("{client} sends the number of seconds that it reads in this text, or refuses the request before it is sent.")
                });
            }
            _ => {
                let wanted = wanted(kind);
                self.refuse(value, &format!("it wants {wanted} here"));
            }
        }
    }

    fn least(&mut self, value: Value<'_>, count: usize, bounds: Option<Bounds<u64>>, (one, many): (&str, &str)) {
        if let Some(least) = bounds.and_then(|bounds| bounds.min).filter(|&least| (count as u64) < least) {
            let unit = if least == 1 { one } else { many };
            self.refuse(value, &format!("it wants at least {least} {unit}"));
        }
    }

    fn refuse(&mut self, value: Value<'_>, reason: &str) {
        let client = self.client;
        self.notes.add(value, || refusal(client, reason));
    }
}

fn refusal(client: &str, reason: &str) -> String {
    format!("{client} refuses the request before it is sent: {reason}.")
}

fn wanted(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure(_) | Kind::Union(_) | Kind::Map { .. } => "an object",
        Kind::List { .. } => "a list",
        Kind::String | Kind::Enum(_) => "a text",
        Kind::Blob => "bytes",
        Kind::Integer(_) | Kind::IntEnum(_) => "a whole number",
        Kind::Float => "a number",
        Kind::Boolean => "true or false",
        Kind::Timestamp(_) => "a time",
        Kind::Document => "JSON",
    }
}

/// What is told of a member that the model does not know.
pub fn stranger(client: &str) -> String {
    format!("left out, because {client} refuses a request with a member that it does not know.")
}
