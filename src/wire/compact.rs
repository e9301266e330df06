//! A request text in either form, written out again as the wire wants it: compact, `null` members left out unless their
//! readers keep them apart, names and times as they are on the wire.

use crate::model::tape::{NodeKind, Value};
use crate::model::walk::Form;
use crate::model::{Binding, Kind, Model, ShapeId, TimeForm};
use crate::text::string::{push_quoted, quoted};
use crate::text::time::{to_epoch_seconds, to_http_date, to_iso};

/// A member to put into an object: the object's place, the name and the text of the value.
pub struct Insert {
    /// The start of the object in the text.
    pub object: u32,
    /// The member.
    pub name: &'static str,
    /// Its value, as JSON.
    pub value: String,
}

/// Writes values out again.
pub struct Writer<'w> {
    /// The shapes.
    pub model: &'w Model,
    /// Whether those members of the root are left out that go elsewhere than into the body.
    pub only_body: bool,
    /// Whether members that the model does not know are written, too.
    pub keep_strangers: bool,
    /// Whether `null` is written where it stands for a member.
    pub keep_nulls: bool,
    /// Members to put in, or to put in the place of others.
    pub inserts: Vec<Insert>,
}

impl Writer<'_> {
    /// A value as JSON text.
    pub fn json(&self, value: Value<'_>, shape: ShapeId) -> String {
        let mut out = String::with_capacity(value.source().len());
        self.push(&mut out, value, shape, 0);
        out
    }

    /// Appends a value. What does not fit its shape is copied as it stands, so that nothing is lost.
    fn push(&self, out: &mut String, value: Value<'_>, shape: ShapeId, depth: usize) {
        match (&self.model.shape(shape).kind, value.kind()) {
            (Kind::Structure(members) | Kind::Union(members), NodeKind::Structure) => {
                let here = |insert: &&Insert| insert.object == value.span().start;
                let replaced = |name: &str| self.inserts.iter().filter(here).any(|insert| insert.name == name);
                let mut parts = Parts::open(out, '{');
                let is_written = |child: Value<'_>| self.keep_nulls || child.kind() != NodeKind::Null;
                for (index, child) in value.members().filter(|(_, child)| is_written(*child)) {
                    let member = index.and_then(|i| members.get(i));
                    let is_elsewhere = self.only_body && depth == 0;
                    if member.is_some_and(|m| is_elsewhere && m.binding != Binding::Body) {
                        continue;
                    }
                    if member.is_some_and(|m| replaced(&m.name)) || (member.is_none() && !self.keep_strangers) {
                        continue;
                    }
                    parts.next();
                    push_quoted(parts.out, &member.map_or_else(|| child.name(), |m| m.name_in(Form::Wire).into()));
                    parts.colon();
                    match member {
                        Some(member) => self.push(parts.out, child, member.target, depth + 1),
                        None => push_source(parts.out, child.source()),
                    }
                }
                for insert in self.inserts.iter().filter(here) {
                    parts.next();
                    push_quoted(parts.out, insert.name);
                    parts.colon();
                    parts.out.push_str(&insert.value);
                }
                parts.close('}');
            }
            (Kind::Map { value: of, .. }, NodeKind::Map) => {
                let mut parts = Parts::open(out, '{');
                for (key, entry) in value.all_entries() {
                    parts.next();
                    push_quoted(parts.out, &key.any_str().unwrap_or_default());
                    parts.colon();
                    self.push(parts.out, entry, *of, depth + 1);
                }
                parts.close('}');
            }
            (Kind::List { member, .. }, NodeKind::List) => {
                let mut parts = Parts::open(out, '[');
                for element in value.all_elements() {
                    parts.next();
                    self.push(parts.out, element, *member, depth + 1);
                }
                parts.close(']');
            }
            (Kind::Timestamp(form), NodeKind::String | NodeKind::Number) => push_time(out, value, *form),
            (_, NodeKind::String) => push_text(out, value),
            _ => push_source(out, value.source()),
        }
    }
}

fn push_time(out: &mut String, value: Value<'_>, form: TimeForm) {
    match (value.millis(), form, value.kind()) {
        (Some(millis), TimeForm::EpochSeconds, NodeKind::String) => out.push_str(&to_epoch_seconds(millis)),
        (Some(millis), TimeForm::DateTime, NodeKind::Number) => out.push_str(&quoted(&to_iso(millis))),
        (Some(millis), TimeForm::HttpDate, _) => out.push_str(&quoted(&to_http_date(millis))),
        _ => push_text(out, value),
    }
}

/// How the times of a shape are written; none where it holds no time.
pub fn time_form(model: &Model, shape: ShapeId) -> Option<TimeForm> {
    match model.shape(shape).kind {
        Kind::Timestamp(form) => Some(form),
        _ => None,
    }
}

/// Appends a text as a JSON string: as it stands where nothing in it is escaped.
pub fn push_text(out: &mut String, value: Value<'_>) {
    match value.any_str() {
        Some(text) if value.source().contains('\\') => push_quoted(out, &text),
        _ => out.push_str(value.source()),
    }
}

/// Appends JSON text without the white space around its tokens.
pub fn push_source(out: &mut String, source: &str) {
    let (mut in_string, mut escaped) = (false, false);
    out.extend(source.chars().filter(|&c| {
        let keep = in_string || !matches!(c, ' ' | '\n' | '\r' | '\t');
        if c == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && c == '\\' && !escaped;
        keep
    }));
}

/// The members or elements of one container, with their separators.
struct Parts<'o> {
    out: &'o mut String,
    is_empty: bool,
}

impl<'o> Parts<'o> {
    fn open(out: &'o mut String, bracket: char) -> Self {
        out.push(bracket);
        Parts { out, is_empty: true }
    }

    fn next(&mut self) {
        if !std::mem::take(&mut self.is_empty) {
            self.out.push(',');
        }
    }

    fn colon(&mut self) {
        self.out.push(':');
    }

    fn close(self, bracket: char) {
        self.out.push(bracket);
    }
}
