//! Shapes and completions as JavaScript sees them.

use std::cell::Cell;
use std::rc::Rc;

use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

use crate::model::complete::Completion;
use crate::model::walk::MAX_DEPTH;
use crate::model::{Chosen, Kind, Member, Model, ShapeId};
use crate::text::lines::positions;

use super::{Range, range};

/// A shape as a tree. One that stands within itself is named there and not described again.
pub struct ShapeView<'m> {
    model: &'m Model,
    id: ShapeId,
    /// The structure and member that it is of.
    of: Option<(&'m str, &'m Member)>,
    above: Vec<ShapeId>,
    /// What it can be besides, where another member chooses.
    chosen: Option<&'m Chosen>,
    /// How many shapes may still be described: those that share parts could fill the memory with the same.
    left: Rc<Cell<u32>>,
}

/// As many shapes as anybody looks through.
const MOST: u32 = 20_000;

/// A shape of a model.
pub fn shape(model: &Model, id: ShapeId) -> ShapeView<'_> {
    ShapeView { model, id, of: None, above: Vec::new(), chosen: None, left: Rc::new(Cell::new(MOST)) }
}

impl<'m> ShapeView<'m> {
    fn below(&self, id: ShapeId, of: Option<(&'m str, &'m Member)>) -> ShapeView<'m> {
        let mut above = self.above.clone();
        above.push(self.id);
        ShapeView { model: self.model, id, of, above, chosen: None, left: self.left.clone() }
    }
}

impl Serialize for ShapeView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let shape = self.model.shape(self.id);
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("kind", kind_of(&shape.kind))?;
        map.serialize_entry("name", &*shape.name)?;
        let of_member = self.of.and_then(|(owner, member)| self.model.doc(&format!("{owner}${}", member.name)));
        if let Some(doc) = of_member.or_else(|| self.model.doc(&shape.name)) {
            map.serialize_entry("doc", doc)?;
        }
        if let Some((_, member)) = self.of {
            map.serialize_entry("required", &member.required)?;
        }
        if self.above.contains(&self.id) {
            map.serialize_entry("recursive", &true)?;
            return map.end();
        }
        let left = self.left.get();
        let is_deep = self.above.len() >= MAX_DEPTH;
        if is_deep || left == 0 && !shape.members().is_empty() {
            map.serialize_entry("cut", &true)?;
            return map.end();
        }
        self.left.set(left.saturating_sub(1));
        let length = || shape.length.map(|length| (length.min.map(|n| n as f64), length.max.map(|n| n as f64)));
        let range = || shape.range.map(|range| (range.min.map(|n| n as f64), range.max.map(|n| n as f64)));
        let real_range = || shape.real_range.map(|range| (range.min, range.max));
        let (min, max) = length().or_else(range).or_else(real_range).unwrap_or_default();
        let pattern = shape.pattern.as_ref().map(|pattern| &*pattern.source);
        if min.is_some() || max.is_some() || pattern.is_some() {
            map.serialize_entry("constraints", &Constraints { min, max, pattern })?;
        }
        match &shape.kind {
            Kind::Structure(members) | Kind::Union(members) => {
                map.serialize_entry("members", &Members { structure: self, members })?;
            }
            Kind::List { member, .. } => {
                if shape.or_one {
                    map.serialize_entry("orOne", &true)?;
                }
                map.serialize_entry("member", &self.below(*member, None))?;
            }
            Kind::Map { key, value, .. } => {
                map.serialize_entry("key", &self.below(*key, None))?;
                map.serialize_entry("value", &self.below(*value, None))?;
            }
            Kind::Enum(values) => map.serialize_entry("values", values)?,
            Kind::IntEnum(values) => {
                let values: Vec<f64> = values.iter().map(|value| *value as f64).collect();
                map.serialize_entry("values", &values)?;
            }
            _ => {}
        }
        if let Some(chosen) = self.chosen {
            map.serialize_entry("chosenBy", &*chosen.by)?;
            map.serialize_entry("choices", &Choices { member: self, chosen })?;
        }
        map.end()
    }
}

#[derive(Serialize)]
struct Constraints<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    min: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pattern: Option<&'c str>,
}

/// The members of a structure by the names that they have on the wire.
struct Members<'v, 'm> {
    structure: &'v ShapeView<'m>,
    members: &'m [Member],
}

impl Serialize for Members<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let owner = self.structure.model.shape(self.structure.id);
        let mut map = serializer.serialize_map(Some(self.members.len()))?;
        for (index, member) in self.members.iter().enumerate() {
            let name = member.wire_name.as_deref().unwrap_or(&member.name);
            let chosen = owner.chosen.as_deref().filter(|chosen| chosen.member == index);
            let view = self.structure.below(member.target, Some((&*owner.name, member)));
            map.serialize_entry(name, &ShapeView { chosen, ..view })?;
        }
        map.end()
    }
}

/// The shapes that a member can have, by the texts that choose them.
struct Choices<'v, 'm> {
    member: &'v ShapeView<'m>,
    chosen: &'m Chosen,
}

impl Serialize for Choices<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.chosen.shapes.len()))?;
        for (text, id) in &self.chosen.shapes {
            map.serialize_entry(&**text, &self.member.below(*id, None))?;
        }
        map.end()
    }
}

fn kind_of(kind: &Kind) -> &'static str {
    match kind {
        Kind::Structure(_) => "structure",
        Kind::Union(_) => "union",
        Kind::List { .. } => "list",
        Kind::Map { .. } => "map",
        Kind::String => "string",
        Kind::Enum(_) => "enum",
        Kind::Blob => "blob",
        Kind::Integer(_) => "integer",
        Kind::IntEnum(_) => "intEnum",
        Kind::Float => "float",
        Kind::Boolean => "boolean",
        Kind::Timestamp(_) => "timestamp",
        Kind::Document => "document",
    }
}

/// Something that can stand at a place.
#[derive(Serialize)]
pub struct CompletionView<'c> {
    label: &'c str,
    kind: &'static str,
    insert: &'c str,
    range: Range,
    /// What explanations are kept by: `Shape$member` or `Shape`.
    of: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    doc: Option<&'c str>,
}

/// What can stand at a place of a text.
pub fn completions<'c>(model: &'c Model, text: &str, list: &'c [Completion]) -> Vec<CompletionView<'c>> {
    // All take the place of the same token.
    let spans: Vec<u32> = list.iter().flat_map(|one| [one.span.start, one.span.end]).collect();
    let mut places = positions(text, &spans).into_iter();
    list.iter()
        .map(|Completion { label, kind, insert, of, .. }| CompletionView {
            label,
            kind: kind.as_str(),
            insert,
            range: range(&mut places),
            of,
            doc: model.doc(of),
        })
        .collect()
}
