//! A request as a literal of another language: the tree is walked here, and how a language writes each part is the
//! language's own matter.

use crate::model::tape::{NodeKind, Value};
use crate::model::{Kind, Model, ShapeId};
use crate::text::string::unescape;

use super::time::Time;

/// How a language writes values.
pub trait Language {
    /// Spaces for each level.
    const INDENT: usize;
    /// Whether a comma may follow the last part.
    const COMMA_AT_THE_END: bool;
    /// `true`, `false`, `null`.
    const WORDS: [&'static str; 3];

    /// What a structure begins with, by the name of its shape.
    fn opening(&mut self, out: &mut String, _shape: &str) {
        out.push('{');
    }
    /// What it ends with.
    const CLOSING: char = '}';
    /// The name of a member, with what stands between it and its value.
    fn member(&mut self, out: &mut String, name: &str) {
        self.key(out, name);
    }
    /// A key of a map, with what stands between it and its value.
    fn key(&mut self, out: &mut String, name: &str);
    /// A text.
    fn text(&mut self, out: &mut String, text: &str);
    /// A number. `whole` is its digits where the shape wants a whole number and it is one.
    fn number(&mut self, out: &mut String, value: Value<'_>, whole: Option<&str>, holder: Holder);
    /// A number inside something that does not fit its shape.
    fn stray_number(&mut self, out: &mut String, digits: &str);
    /// `NaN`, `Infinity` or `-Infinity`, which JSON has as texts.
    fn no_number(&mut self, out: &mut String, name: &str);
    /// A point in time; without one the number is beyond all of them.
    fn time(&mut self, out: &mut String, value: Value<'_>, time: Option<Time>);
    /// Bytes, from base64.
    fn bytes(&mut self, out: &mut String, value: Value<'_>, base64: &str);
    /// A member that is `null`, and that is left out.
    fn absent(&mut self, _value: Value<'_>) {}
    /// A member that the model does not know, and that is left out.
    fn stranger(&mut self, value: Value<'_>);
    /// Looks at something that does not fit its shape before it is written as it stands.
    fn misfit(&mut self, value: Value<'_>, model: &Model, shape: ShapeId, holder: Holder);
}

/// What a value stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Holder {
    /// A structure.
    Structure,
    /// A list or a map.
    Collection,
}

/// A request on its way into a language.
pub struct Tree<'t, L> {
    /// The shapes.
    pub model: &'t Model,
    /// The language.
    pub language: L,
}

impl<L: Language> Tree<'_, L> {
    /// Appends the members of a structure that are there and known, each with its key by the language, or by
    /// `key` where the language has another way for this place.
    pub fn members(
        &mut self,
        out: &mut String,
        value: Value<'_>,
        shape: ShapeId,
        depth: usize,
        key: fn(&mut L, &mut String, &str),
    ) -> bool {
        let members = self.model.shape(shape).members();
        let mut any = false;
        for (index, child) in value.members() {
            if child.kind() == NodeKind::Null {
                self.language.absent(child);
                continue;
            }
            let Some(member) = index.and_then(|index| members.get(index)) else {
                self.language.stranger(child);
                continue;
            };
            part::<L>(out, depth, &mut any);
            key(&mut self.language, out, &member.name);
            self.push(out, child, member.target, Holder::Structure, depth + 1);
        }
        any
    }

    /// Appends a value.
    pub fn push(&mut self, out: &mut String, value: Value<'_>, shape: ShapeId, holder: Holder, depth: usize) {
        let model = self.model;
        match (&model.shape(shape).kind, value.kind()) {
            (Kind::Structure(_) | Kind::Union(_), NodeKind::Structure) => {
                self.language.opening(out, &model.shape(shape).name);
                let any = self.members(out, value, shape, depth, L::member);
                close::<L>(out, L::CLOSING, depth, any);
            }
            (Kind::Map { value: of, .. }, NodeKind::Map) => {
                out.push('{');
                let mut any = false;
                for (key, entry) in value.all_entries() {
                    part::<L>(out, depth, &mut any);
                    self.language.key(out, &key.any_str().unwrap_or_default());
                    self.push(out, entry, *of, Holder::Collection, depth + 1);
                }
                close::<L>(out, '}', depth, any);
            }
            (Kind::List { member, .. }, NodeKind::List) => {
                out.push('[');
                let mut any = false;
                for element in value.all_elements() {
                    part::<L>(out, depth, &mut any);
                    self.push(out, element, *member, Holder::Collection, depth + 1);
                }
                close::<L>(out, ']', depth, any);
            }
            (Kind::Timestamp(_), NodeKind::Number) => self.language.time(out, value, Time::of(value.source())),
            (Kind::Integer(_) | Kind::IntEnum(_), NodeKind::Number) => {
                let whole = whole(value.source());
                self.language.number(out, value, whole.as_deref(), holder);
            }
            (_, NodeKind::Number) => self.language.number(out, value, None, holder),
            (Kind::Float, NodeKind::String) => self.language.no_number(out, &value.any_str().unwrap_or_default()),
            (Kind::Blob, NodeKind::String) => self.language.bytes(out, value, &value.any_str().unwrap_or_default()),
            (_, NodeKind::String) => self.language.text(out, &value.any_str().unwrap_or_default()),
            _ => {
                self.language.misfit(value, model, shape, holder);
                self.raw(out, value.source());
            }
        }
    }

    /// Appends JSON, token by token, in one line.
    fn raw(&mut self, out: &mut String, json: &str) {
        let mut rest = json;
        while let Some(c) = rest.chars().next() {
            let end = match c {
                '"' => end_of_string(rest),
                '-' | '0'..='9' => {
                    rest.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E')).unwrap_or(rest.len())
                }
                't' | 'n' => 4,
                'f' => 5,
                c => c.len_utf8(),
            };
            let Some((token, after)) = rest.split_at_checked(end) else { return };
            rest = after;
            let [yes, no, null] = L::WORDS;
            match token {
                "true" => out.push_str(yes),
                "false" => out.push_str(no),
                "null" => out.push_str(null),
                "{" | "[" | "]" | "}" => out.push_str(token),
                "," => out.push_str(", "),
                _ if c == '"' => {
                    let text = unescape(token.get(1..token.len() - 1).unwrap_or_default());
                    let is_key = rest.trim_start_matches([' ', '\n', '\r', '\t']).starts_with(':');
                    if is_key { self.language.key(out, &text) } else { self.language.text(out, &text) }
                }
                _ if matches!(c, '-' | '0'..='9') => self.language.stray_number(out, token),
                _ => {}
            }
        }
    }
}

/// The length of the string literal that a text begins with.
pub fn end_of_string(text: &str) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if c == '"' && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// What stands before a part of something that has brackets.
pub fn part<L: Language>(out: &mut String, depth: usize, any: &mut bool) {
    if std::mem::replace(any, true) {
        out.push(',');
    }
    line(out, L::INDENT * (depth + 1));
}

/// The end of something that has brackets.
pub fn close<L: Language>(out: &mut String, bracket: char, depth: usize, any: bool) {
    if any {
        if L::COMMA_AT_THE_END {
            out.push(',');
        }
        line(out, L::INDENT * depth);
    }
    out.push(bracket);
}

fn line(out: &mut String, indent: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n(' ', indent));
}

/// The digits of a whole number in any spelling: `5`, `5.0`, `50e-1`. Nothing for one of more than 38 digits,
/// unless they are spelt out.
pub fn whole(number: &str) -> Option<String> {
    let value = crate::text::number::Decimal::of(number).integer()?;
    if value != i128::MAX && value != i128::MIN && value != -i128::MAX {
        return Some(value.to_string());
    }
    (!number.contains(['.', 'e', 'E'])).then(|| number.into())
}
