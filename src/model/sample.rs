//! Sample values: a sound one for each shape, made from its constraints, and realistic where the service has a hint.
//! Nothing here is drawn by chance; the same model gives the same sample.

use std::borrow::Cow;
use std::cell::OnceCell;

use serde_json::Value;

use crate::text::string::{code_points, push_quoted};

use super::ast::{Bounds, Kind, Member, Model, Shape, ShapeId, TimeForm};
use super::pattern_sample;
use super::walk::{Form, MAX_DEPTH};

/// How much a sample holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// What has to be there.
    Minimal,
    /// All that can stand together.
    Full,
}

impl Size {
    /// The size with a name.
    pub fn of(name: &str) -> Option<Size> {
        match name {
            "minimal" => Some(Size::Minimal),
            "full" => Some(Size::Full),
            _ => None,
        }
    }
}

/// Hints that are read when the first is wanted: most checks want none.
pub struct LateHints {
    json: &'static str,
    read: OnceCell<Hints>,
}

impl LateHints {
    /// Hints that will be read from this text.
    pub fn of(json: &'static str) -> LateHints {
        LateHints { json, read: OnceCell::new() }
    }

    /// The hints.
    pub fn get(&self) -> &Hints {
        self.read.get_or_init(|| Hints::of(self.json))
    }
}

/// Values that a service would really be sent: by `Shape$member` (with `.minimal` for that size alone) or by `Shape`.
/// `null` leaves a member out of the full sample, since it cannot stand beside others or says nothing.
pub struct Hints {
    map: Value,
}

impl Hints {
    /// Hints from their text; none from an empty one.
    pub fn of(json: &str) -> Hints {
        Hints { map: serde_json::from_str(json).unwrap_or_default() }
    }

    fn get(&self, key: &str) -> Option<&Value> {
        self.map.get(key)
    }

    /// What a shape's pattern asks for, in words, by `Shape.pattern`.
    pub fn pattern(&self, shape: &str) -> Option<&str> {
        self.get(&format!("{shape}.pattern"))?.as_str()
    }

    /// Texts that are often meant, by `Shape$member.values` or `Shape.values`; else the one that is a sample.
    pub(super) fn values(&self, member: &str, shape: &str) -> Vec<&str> {
        let list = [member, shape].iter().find_map(|key| self.get(&format!("{key}.values"))?.as_array());
        list.into_iter().flatten().filter_map(Value::as_str).collect()
    }

    /// The keys of a map's sample.
    pub(super) fn names(&self, member: Option<&str>, shape: &str) -> Vec<Cow<'_, str>> {
        let sample = member.and_then(|key| self.get(key)).or_else(|| self.get(shape)).and_then(Value::as_object);
        sample.into_iter().flat_map(|map| map.keys()).map(|key| Cow::Borrowed(key.as_str())).collect()
    }
}

/// The way to a value of a sample. Shapes that share parts would fill a sample with the same over and over, and those
/// of a model that is wrong may have no end.
#[derive(Default)]
struct Way {
    /// The shapes that it stands in.
    above: Vec<ShapeId>,
    /// How many values there are before it.
    made: usize,
}

impl Way {
    /// Whether there is enough to read: from here on only what has to be there is written.
    fn is_long(&self) -> bool {
        self.made > 1_000
    }

    /// Whether even that has no end.
    fn is_over(&self) -> bool {
        self.made > 20_000 || self.above.len() >= MAX_DEPTH
    }
}

/// Writes samples.
pub struct Sampler<'s> {
    /// The shapes.
    pub model: &'s Model,
    /// What the service knows of realistic values.
    pub hints: &'s Hints,
    /// What the text will be.
    pub form: Form,
    /// How much there will be.
    pub size: Size,
}

impl Sampler<'_> {
    /// A whole request, laid out.
    pub fn request(&self, shape: ShapeId) -> String {
        let mut out = String::new();
        self.push(&mut out, shape, None, 0, &mut Way::default());
        out
    }

    /// The value of a member, laid out for a place so many levels deep.
    pub fn member(&self, owner: &Shape, member: &Member, depth: usize) -> String {
        let mut out = String::new();
        self.push(&mut out, member.target, Some((owner, member)), depth, &mut Way::default());
        out
    }

    /// The value of a shape on one line of its own.
    pub fn value(&self, shape: ShapeId, depth: usize) -> String {
        let mut out = String::new();
        self.push(&mut out, shape, None, depth, &mut Way::default());
        out
    }

    fn hint(&self, shape: &Shape, of: Option<(&Shape, &Member)>) -> Option<&Value> {
        let by_member = of.and_then(|(owner, member)| {
            let key = format!("{}${}", owner.name, member.name);
            let small = || self.hints.get(&format!("{key}.minimal"));
            Some(self.size).filter(|size| *size == Size::Minimal).and_then(|_| small()).or_else(|| self.hints.get(&key))
        });
        by_member.or_else(|| self.hints.get(&shape.name))
    }

    fn push(&self, out: &mut String, id: ShapeId, of: Option<(&Shape, &Member)>, depth: usize, way: &mut Way) {
        let shape = self.model.shape(id);
        if let Some(hint) = self.hint(shape, of).filter(|hint| !hint.is_null()) {
            return push_json(out, hint, depth);
        }
        way.above.push(id);
        way.made += 1;
        match &shape.kind {
            Kind::Structure(_) | Kind::Union(_) | Kind::Map { .. } if way.is_over() => out.push_str("{}"),
            Kind::List { .. } if way.is_over() => out.push_str("[]"),
            Kind::Structure(members) => {
                let mut parts = Parts::open(out, '{', depth);
                for member in members {
                    if !self.has(shape, member, way) {
                        continue;
                    }
                    parts.key(member.name_in(self.form));
                    self.push(parts.out, member.target, Some((shape, member)), depth + 1, way);
                }
                parts.close('}');
            }
            Kind::Union(members) => {
                let mut parts = Parts::open(out, '{', depth);
                let ends = |member: &&Member| !self.leads_back(member.target, &way.above);
                if let Some(member) = members.iter().find(ends).or(members.first()) {
                    parts.key(member.name_in(self.form));
                    self.push(parts.out, member.target, Some((shape, member)), depth + 1, way);
                }
                parts.close('}');
            }
            Kind::List { member, .. } => {
                let mut parts = Parts::open(out, '[', depth);
                for _ in 0..self.count(shape, *member, &way.above) {
                    if way.is_over() {
                        break;
                    }
                    parts.next();
                    self.push(parts.out, *member, None, depth + 1, way);
                }
                parts.close(']');
            }
            Kind::Map { key, value, .. } => {
                let mut parts = Parts::open(out, '{', depth);
                for i in 0..self.count(shape, *value, &way.above) {
                    if way.is_over() {
                        break;
                    }
                    let key_shape = self.model.shape(*key);
                    let name = match (&key_shape.kind, self.hint(key_shape, None).and_then(Value::as_str)) {
                        (Kind::Enum(values), _) => values.get(i as usize).map(ToString::to_string).unwrap_or_default(),
                        (_, Some(hint)) if i == 0 => hint.to_string(),
                        _ => text_of(key_shape, i),
                    };
                    parts.key(&name);
                    self.push(parts.out, *value, None, depth + 1, way);
                }
                parts.close('}');
            }
            Kind::String => push_quoted(out, &text_of(shape, 0)),
            Kind::Enum(values) => push_quoted(out, values.first().map_or("", |value| value)),
            Kind::Blob => push_quoted(out, &blob_of(shape)),
            Kind::IntEnum(values) => out.push_str(&values.first().copied().unwrap_or_default().to_string()),
            Kind::Integer(_) => {
                let range = shape.range.unwrap_or(Bounds { min: None, max: None });
                let number = 1.max(range.min.unwrap_or(1)).min(range.max.unwrap_or(i128::MAX));
                out.push_str(&number.to_string());
            }
            Kind::Float => {
                let range = shape.real_range.unwrap_or(Bounds { min: None, max: None });
                let number = range.min.unwrap_or(1.0).max(1.0).min(range.max.unwrap_or(1.0));
                out.push_str(&number.to_string());
            }
            Kind::Boolean => out.push_str("true"),
            Kind::Timestamp(form) => out.push_str(match form {
                TimeForm::EpochSeconds => "1793000000",
                TimeForm::DateTime => "\"2026-10-26T07:33:20Z\"",
                TimeForm::HttpDate => "\"Mon, 26 Oct 2026 07:33:20 GMT\"",
            }),
            Kind::Document => out.push_str("{}"),
        }
        way.above.pop();
    }

    fn has(&self, shape: &Shape, member: &Member, way: &Way) -> bool {
        if member.required {
            return true;
        }
        if self.size == Size::Minimal || way.is_long() {
            return self.hints.get(&format!("{}${}.minimal", shape.name, member.name)).is_some();
        }
        let target = self.model.shape(member.target);
        let own = self.hints.get(&format!("{}${}", shape.name, member.name));
        let is_left_out = own.or_else(|| self.hints.get(&target.name)).is_some_and(Value::is_null);
        !is_left_out && (own.is_some() || !self.leads_back(member.target, &way.above))
    }

    /// How many elements or entries; none that would not end.
    fn count(&self, shape: &Shape, of: ShapeId, above: &[ShapeId]) -> u64 {
        let length = shape.length.unwrap_or(Bounds { min: None, max: None });
        let least = length.min.unwrap_or(0);
        if least == 0 && self.leads_back(of, above) {
            return 0;
        }
        least.max(1).min(length.max.unwrap_or(u64::MAX))
    }

    /// Whether a value has to hold one of those that it stands in, so that it would not end or repeat itself.
    fn leads_back(&self, id: ShapeId, above: &[ShapeId]) -> bool {
        let mut inner = id;
        // Lists of lists end, but for those of a model that is wrong.
        for _ in 0..MAX_DEPTH {
            if above.contains(&inner) {
                return true;
            }
            match &self.model.shape(inner).kind {
                Kind::List { member, .. } => inner = *member,
                Kind::Map { value, .. } => inner = *value,
                _ => return false,
            }
        }
        true
    }
}

/// A text that keeps the constraints of its shape, as far as one could be made; another for each number.
fn text_of(shape: &Shape, number: u64) -> String {
    let bounds = shape.length.unwrap_or(Bounds { min: None, max: None });
    let fits = |text: &str| {
        let length = code_points(text) as u64;
        bounds.min.is_none_or(|min| length >= min) && bounds.max.is_none_or(|max| length <= max)
    };
    if let Some(pattern) = &shape.pattern {
        let made = pattern_sample::texts(&pattern.source).filter(|text| fits(text) && pattern.matcher.is_match(text));
        return distinct(made).nth(number as usize).unwrap_or_default();
    }
    let word = if number == 0 { "example".to_string() } else { format!("example{number}") };
    if fits(&word) {
        return word;
    }
    let length = bounds.min.unwrap_or(0).max(1).min(bounds.max.unwrap_or(1)).min(1_000_000);
    word.chars().cycle().take(length as usize).collect()
}

fn distinct(texts: impl Iterator<Item = String>) -> impl Iterator<Item = String> {
    let mut known: Vec<String> = Vec::new();
    texts.filter(move |text| {
        let is_new = !known.contains(text);
        if is_new {
            known.push(text.clone());
        }
        is_new
    })
}

fn blob_of(shape: &Shape) -> String {
    let least = shape.length.and_then(|length| length.min).unwrap_or(0).min(1_000_000);
    // Three bytes are four letters.
    "AAAA".repeat((least as usize).div_ceil(3).max(1))
}

/// JSON as text, laid out.
pub fn laid_out(value: &Value) -> String {
    let mut out = String::new();
    push_json(&mut out, value, 0);
    out
}

/// Appends JSON, laid out.
fn push_json(out: &mut String, value: &Value, depth: usize) {
    match value {
        Value::Array(items) => {
            let mut parts = Parts::open(out, '[', depth);
            for item in items {
                parts.next();
                push_json(parts.out, item, depth + 1);
            }
            parts.close(']');
        }
        Value::Object(members) => {
            let mut parts = Parts::open(out, '{', depth);
            for (name, member) in members {
                parts.key(name);
                push_json(parts.out, member, depth + 1);
            }
            parts.close('}');
        }
        Value::String(text) => push_quoted(out, text),
        plain => out.push_str(&plain.to_string()),
    }
}

/// The parts of one container, each on a line of its own.
struct Parts<'o> {
    out: &'o mut String,
    depth: usize,
    is_empty: bool,
}

impl<'o> Parts<'o> {
    fn open(out: &'o mut String, bracket: char, depth: usize) -> Self {
        out.push(bracket);
        Parts { out, depth, is_empty: true }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(',');
        }
        self.line(self.depth + 1);
    }

    fn key(&mut self, name: &str) {
        self.next();
        push_quoted(self.out, name);
        self.out.push_str(": ");
    }

    fn close(mut self, bracket: char) {
        if !self.is_empty {
            self.line(self.depth);
        }
        self.out.push(bracket);
    }

    fn line(&mut self, depth: usize) {
        self.out.push('\n');
        for _ in 0..depth {
            self.out.push_str("  ");
        }
    }
}
