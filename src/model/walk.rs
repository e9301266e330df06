//! The one walker: it drives the reader over a text along a shape, in one pass, leaves the tape, and tells
//! every place where the text breaks the model. It allocates nothing while all is well.

use std::borrow::Cow;

use crate::report::{Draft, Findings, RuleText};
use crate::text::number::Decimal;
use crate::text::pattern::MAX_VALUE_BYTES;
use crate::text::reader::{Quoted, Reader, Start};
use crate::text::scan::is_same;
use crate::text::string::{code_points, has_lone_surrogate, unescape};
use crate::text::time::parse_iso;
use crate::text::{Span, decode::Decoded};

use super::ast::{Bounds, Kind, Member, Model, Shape, ShapeId, TimeForm};
use super::names::{Keys, Seen, Strangers};
use super::path::Path;
use super::tape::{NO_MEMBER, NodeKind, Tape};
use super::{rules, say};

/// Containers in containers beyond this are not read. No request comes near; it bounds the stack.
pub const MAX_DEPTH: usize = 128;

/// What a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The body as it is sent.
    #[default]
    Wire,
    /// What the AWS CLI's `--cli-input-json` and boto3 take: ISO 8601 text may stand for a time.
    Client,
}

/// What a walk has to know besides the model.
#[derive(Clone, Copy)]
pub struct Settings<'w> {
    /// What the text is.
    pub form: Form,
    /// The rule that tells of unknown members; how bad they are, the service says.
    pub unknown_member: &'w RuleText,
}

/// Walks a decoded text along a shape.
pub fn walk(
    model: &Model,
    shape: ShapeId,
    decoded: &Decoded<'_>,
    settings: Settings<'_>,
    tape: &mut Tape,
    findings: &mut Findings,
) {
    tape.clear();
    for fault in &decoded.faults {
        let (span, draft) = say::encoding(fault);
        let rule = match fault {
            crate::text::decode::Fault::TooLarge(_) => &rules::JSON_SIZE,
            _ => &rules::JSON_ENCODING,
        };
        findings.add(rule, span, || (String::new(), draft));
    }
    if decoded.unreadable {
        return;
    }
    let mut walk = Walk { model, reader: Reader::new(&decoded.text), tape, findings, settings, depth: 0 };
    let start = walk.reader.start();
    if start == Start::Null {
        walk.wrong_type(shape, NO_MEMBER, &Path::ROOT, start);
    } else {
        walk.value(shape, NO_MEMBER, &Path::ROOT, start);
    }
    walk.reader.end();
    for fault in std::mem::take(&mut walk.reader.faults) {
        walk.findings.add(&rules::JSON_SYNTAX, fault.span, || (String::new(), say::syntax(fault)));
    }
}

struct Walk<'w, 't> {
    model: &'w Model,
    reader: Reader<'t>,
    tape: &'w mut Tape,
    findings: &'w mut Findings,
    settings: Settings<'w>,
    depth: usize,
}

impl<'w> Walk<'w, '_> {
    /// Reads a value that is not `null`.
    fn value(&mut self, id: ShapeId, member: u16, path: &Path<'_>, start: Start) {
        let shape = self.model.shape(id);
        match (&shape.kind, start) {
            (Kind::Structure(members) | Kind::Union(members), Start::Object) => self.structure(members, member, path),
            (Kind::List { member: element, sparse }, Start::Array) => self.list(shape, *element, *sparse, member, path),
            (Kind::Map { key, value, sparse }, Start::Object) => self.map(shape, (*key, *value), *sparse, member, path),
            (Kind::String | Kind::Enum(_) | Kind::Blob, Start::String) => {
                let text = self.reader.string();
                let (kind, valid) = self.string(shape, text, path, false);
                let index = self.tape.leaf(kind, member, text.span, text.escaped);
                if !valid {
                    self.tape.invalidate(index);
                }
            }
            (Kind::Integer(_) | Kind::IntEnum(_), Start::Number) => self.integer(shape, id, member, path),
            (Kind::Float, Start::Number) => self.number(member),
            (Kind::Float, Start::String) => {
                self.text_where(id, member, path, |text| matches!(text, "NaN" | "Infinity" | "-Infinity"))
            }
            (Kind::Boolean, Start::True) => self.literal(NodeKind::True, member, 4),
            (Kind::Boolean, Start::False) => self.literal(NodeKind::False, member, 5),
            (Kind::Timestamp(TimeForm::EpochSeconds), Start::Number) => self.seconds(id, member, path),
            (Kind::Timestamp(TimeForm::EpochSeconds), Start::String) if self.settings.form == Form::Client => {
                self.text_where(id, member, path, |text| {
                    parse_iso(text).is_some_and(|time| is_in_calendar(time.millis))
                });
            }
            (Kind::Timestamp(TimeForm::DateTime), Start::String) => {
                self.text_where(id, member, path, |text| parse_iso(text).is_some())
            }
            (Kind::Timestamp(TimeForm::HttpDate), Start::String) => {
                self.text_where(id, member, path, |text| text.ends_with(" GMT"))
            }
            (Kind::Document, _) => self.passed_over(NodeKind::Document, member, start),
            (_, Start::Nothing) => self.passed_over(NodeKind::Broken, member, start),
            _ => self.wrong_type(id, member, path, start),
        }
    }

    fn structure(&mut self, members: &'w [Member], member: u16, path: &Path<'_>) {
        let index = self.tape.open(NodeKind::Structure, member, self.reader.at());
        let Some(brace) = self.enter(path) else { return self.tape.close(index, self.reader.at()) };
        let text = self.reader.text();
        let mut seen = Seen::default();
        let mut strangers = Strangers::default();
        let mut nulls: Vec<(usize, Span)> = Vec::new();
        let mut twice: Vec<(usize, usize)> = Vec::new();
        let (mut first, mut expected) = (true, 0);
        while let Some(key) = self.reader.next_key(first) {
            first = false;
            let name = key.inside(text);
            let name = if key.escaped { unescape(name) } else { Cow::Borrowed(name) };
            let Some(found) = position(members, &name, expected) else {
                if strangers.add(key.span, name.clone()) {
                    self.findings.add(&rules::JSON_DUPLICATE_KEY, key.span, || {
                        (path.member(&name).pointer(), say::duplicate(&name))
                    });
                }
                let start = self.reader.start();
                self.passed_over(NodeKind::Document, NO_MEMBER, start);
                continue;
            };
            let Some(known) = members.get(found) else { continue };
            expected = found + 1;
            let here = path.member(&known.name);
            if seen.named(found) {
                let earlier = self.last_of(index, found, &twice);
                self.shadow(earlier, key.span, &here, &known.name);
                twice.retain(|(member, _)| *member != found);
                twice.push((found, self.tape.len()));
            }
            let start = self.reader.start();
            if start == Start::Null {
                let span = self.null(known.target, found as u16, &here);
                nulls.push((found, span));
                seen.set(found, false);
            } else {
                self.value(known.target, found as u16, &here, start);
                seen.set(found, true);
            }
        }
        self.tape.close(index, self.reader.at());
        self.depth -= 1;
        for (span, name) in strangers.list {
            let is_free = |known: &str| position(members, known, 0).is_none_or(|i| !seen.named(i));
            self.findings.add(self.settings.unknown_member, span, || {
                (path.member(&name).pointer(), say::unknown(&name, span, members, is_free))
            });
        }
        if self.reader.is_lost() {
            return;
        }
        for (i, known) in members.iter().enumerate().filter(|(i, m)| m.required && !seen.present(*i)) {
            let null = nulls.iter().rev().find(|(at, _)| *at == i).map(|(_, span)| *span);
            if null.is_some() && self.settings.form == Form::Client {
                continue;
            }
            let place = null.unwrap_or(brace);
            self.findings
                .add(&rules::MISSING_MEMBER, place, || (path.member(&known.name).pointer(), say::missing(&known.name)));
        }
    }

    /// A `null` where a member stands: absent on the wire, of the wrong type for a client.
    fn null(&mut self, target: ShapeId, member: u16, path: &Path<'_>) -> Span {
        let at = self.reader.at();
        if self.settings.form == Form::Client {
            self.wrong_type(target, member, path, Start::Null);
        } else {
            self.literal(NodeKind::Null, member, 4);
        }
        Span::new(at, self.reader.at())
    }

    /// The last value of a member in a structure that is still open. A name that comes again and again is looked
    /// up in `twice`, so that the way over the tape is gone once for each member.
    fn last_of(&self, structure: usize, member: usize, twice: &[(usize, usize)]) -> Option<usize> {
        let known = twice.iter().find(|(other, _)| *other == member).map(|(_, node)| *node);
        known.or_else(|| {
            self.tape.children_of(structure).find(|&i| self.tape.node(i).is_some_and(|node| node.is_member(member)))
        })
    }

    fn shadow(&mut self, earlier: Option<usize>, key: Span, path: &Path<'_>, name: &str) {
        let first = earlier.and_then(|i| self.tape.node(i)).map(|node| node.span);
        if let Some(i) = earlier {
            self.tape.shadow(i);
        }
        self.findings.add(&rules::JSON_DUPLICATE_KEY, key, || {
            let draft = say::duplicate(name);
            (
                path.pointer(),
                match first {
                    Some(span) => draft.related(path.pointer(), span, "this value is dropped"),
                    None => draft,
                },
            )
        });
    }

    fn list(&mut self, shape: &Shape, element: ShapeId, sparse: bool, member: u16, path: &Path<'_>) {
        let index = self.tape.open(NodeKind::List, member, self.reader.at());
        if self.enter(path).is_none() {
            return self.tape.close(index, self.reader.at());
        }
        let mut count = 0;
        while self.reader.next_element(count == 0) {
            let here = path.index(count);
            let start = self.reader.start();
            match start {
                Start::Null if sparse => self.literal(NodeKind::Null, NO_MEMBER, 4),
                Start::Null => self.wrong_type(element, NO_MEMBER, &here, start),
                _ => self.value(element, NO_MEMBER, &here, start),
            }
            count += 1;
        }
        self.tape.close(index, self.reader.at());
        self.depth -= 1;
        self.count(shape, index, count, "item", (&rules::TOO_FEW_ITEMS, &rules::TOO_MANY_ITEMS), path);
    }

    fn map(
        &mut self,
        shape: &Shape,
        (key_shape, value_shape): (ShapeId, ShapeId),
        sparse: bool,
        member: u16,
        path: &Path<'_>,
    ) {
        let index = self.tape.open(NodeKind::Map, member, self.reader.at());
        if self.enter(path).is_none() {
            return self.tape.close(index, self.reader.at());
        }
        let text = self.reader.text();
        let mut keys = Keys::default();
        let (mut first, mut count) = (true, 0);
        while let Some(key) = self.reader.next_key(first) {
            first = false;
            let here = path.key(text, key);
            let (_, valid) = self.string(self.model.shape(key_shape), key, &here, true);
            match keys.add(self.tape, text, index, key) {
                Some(earlier) => {
                    let name = unescape(key.inside(text));
                    self.shadow(Some(earlier), key.span, &here, &name);
                }
                None => count += 1,
            }
            let at = self.tape.key(key);
            if !valid {
                self.tape.invalidate(at);
            }
            let start = self.reader.start();
            match start {
                Start::Null if sparse => self.literal(NodeKind::Null, NO_MEMBER, 4),
                Start::Null => self.wrong_type(value_shape, NO_MEMBER, &here, start),
                _ => self.value(value_shape, NO_MEMBER, &here, start),
            }
        }
        self.tape.close(index, self.reader.at());
        self.depth -= 1;
        self.count(shape, index, count, "entry", (&rules::TOO_FEW_ENTRIES, &rules::TOO_MANY_ENTRIES), path);
    }

    fn count(
        &mut self,
        shape: &Shape,
        index: usize,
        count: usize,
        unit: &str,
        (few, many): (&RuleText, &RuleText),
        path: &Path<'_>,
    ) {
        let (Some(bounds), false) = (shape.length, self.reader.is_lost()) else { return };
        let Some(span) = self.tape.node(index).map(|node| node.span) else { return };
        if let Some(is_short) = outside(count, bounds) {
            self.tape.invalidate(index);
            let rule = if is_short { few } else { many };
            self.findings
                .add(rule, span, || (path.pointer(), say::length(&path.subject(), count, unit, bounds, is_short)));
        }
    }

    /// Judges a string that was read: what stands on the tape, and whether it keeps its constraints.
    #[inline(always)]
    fn string(&mut self, shape: &Shape, text: Quoted, path: &Path<'_>, on_key: bool) -> (NodeKind, bool) {
        // A code point takes one to four bytes: most bounds are kept whatever the characters are.
        let (least, most) = shape.plain_bytes;
        let bytes = text.span.end - text.span.start;
        if text.sound && !text.escaped && bytes >= least && bytes <= most {
            return (NodeKind::String, true);
        }
        self.judged_string(shape, text, path, on_key)
    }

    #[inline(never)]
    fn judged_string(&mut self, shape: &Shape, text: Quoted, path: &Path<'_>, on_key: bool) -> (NodeKind, bool) {
        if !text.sound && !on_key {
            return (NodeKind::Broken, false);
        }
        let inside = text.inside(self.reader.text());
        if text.has_units && has_lone_surrogate(inside) {
            self.findings.add(&rules::JSON_ENCODING, text.span, || (path.pointer(), say::lone_surrogate()));
            return (NodeKind::String, false);
        }
        let is_plain = shape.pattern.is_none() && matches!(shape.kind, Kind::String);
        if is_plain
            && shape.length.is_none_or(|b| {
                b.min.is_none_or(|min| min == 0) && b.max.is_none_or(|max| inside.len() <= max as usize)
            })
        {
            return (NodeKind::String, true);
        }
        let value = if text.escaped { unescape(inside) } else { Cow::Borrowed(inside) };
        let mut valid = true;
        let mut tell = |rule: &RuleText, draft: &dyn Fn() -> Draft| {
            valid = false;
            self.findings.add(rule, text.span, || (path.pointer(), if on_key { draft().on_key() } else { draft() }));
        };
        if let Some(bounds) = shape.length {
            let is_blob = matches!(shape.kind, Kind::Blob);
            let count = if is_blob { blob_bytes(&value) } else { code_points(&value) };
            if let Some(is_short) = outside(count, bounds) {
                let rule = if is_short { &rules::TOO_SHORT } else { &rules::TOO_LONG };
                let unit = if is_blob { "byte" } else { "character" };
                let subject = if on_key { format!("the key {}", path.subject()) } else { path.subject() };
                tell(rule, &|| say::length(&subject, count, unit, bounds, is_short));
            }
        }
        if let Some(pattern) = &shape.pattern {
            if value.len() > MAX_VALUE_BYTES {
                tell(&rules::PATTERN_UNCHECKED, &|| say::pattern_unchecked(value.len(), MAX_VALUE_BYTES));
            } else if !pattern.matcher.is_match(&value) {
                tell(&rules::PATTERN_MISMATCH, &|| say::pattern(shape, &value, &pattern.source));
            }
        }
        if let Kind::Enum(allowed) = &shape.kind
            && !allowed.iter().any(|known| is_same(known.as_bytes(), value.as_bytes()))
        {
            tell(&rules::NOT_IN_ENUM, &|| say::not_in_enum(shape, &value, text.span, allowed));
        }
        (NodeKind::String, valid)
    }

    fn integer(&mut self, shape: &Shape, id: ShapeId, member: u16, path: &Path<'_>) {
        let (span, sound) = self.reader.number();
        if !sound {
            self.tape.leaf(NodeKind::Broken, member, span, false);
            return;
        }
        let source = span.of(self.reader.text());
        let is_spelt_whole = self.settings.form == Form::Wire || !source.contains(['.', 'e', 'E']);
        let Some(value) = Decimal::of(source).integer().filter(|_| is_spelt_whole) else {
            return self.tell_wrong_type(id, member, path, Start::Number, span);
        };
        let index = self.tape.leaf(NodeKind::Number, member, span, false);
        let width = match shape.kind {
            Kind::Integer(bits @ 1..=64) => {
                let most = (1i128 << (bits - 1)) - 1;
                Bounds { min: Some(-most - 1), max: Some(most) }
            }
            _ => Bounds { min: None, max: None },
        };
        let range = shape.range.unwrap_or(Bounds { min: None, max: None });
        let (least, most) = (range.min.or(width.min), range.max.or(width.max));
        if let Some(least) = least.filter(|&least| value < least) {
            self.tape.invalidate(index);
            self.findings
                .add(&rules::TOO_SMALL, span, || (path.pointer(), say::too_small(&path.subject(), source, least)));
        }
        if let Some(most) = most.filter(|&most| value > most) {
            self.tape.invalidate(index);
            self.findings
                .add(&rules::TOO_LARGE, span, || (path.pointer(), say::too_large(&path.subject(), source, most)));
        }
        if let Kind::IntEnum(allowed) = &shape.kind
            && !allowed.contains(&value)
        {
            self.tape.invalidate(index);
            let names: Vec<Box<str>> = allowed.iter().map(|n| n.to_string().into()).collect();
            self.findings
                .add(&rules::NOT_IN_ENUM, span, || (path.pointer(), say::not_in_enum(shape, source, span, &names)));
        }
    }

    fn number(&mut self, member: u16) {
        let (span, sound) = self.reader.number();
        self.tape.leaf(if sound { NodeKind::Number } else { NodeKind::Broken }, member, span, false);
    }

    fn seconds(&mut self, id: ShapeId, member: u16, path: &Path<'_>) {
        let (span, sound) = self.reader.number();
        let number = Decimal::of(span.of(self.reader.text()));
        let is_time = || match self.settings.form {
            Form::Wire => number.is_finite(),
            Form::Client => number.millis().is_some_and(is_in_calendar),
        };
        if sound && !is_time() {
            return self.tell_wrong_type(id, member, path, Start::Number, span);
        }
        self.tape.leaf(if sound { NodeKind::Number } else { NodeKind::Broken }, member, span, false);
    }

    /// A string that stands for something else than a text.
    fn text_where(&mut self, id: ShapeId, member: u16, path: &Path<'_>, is_right: impl Fn(&str) -> bool) {
        let text = self.reader.string();
        if text.sound && !is_right(&unescape(text.inside(self.reader.text()))) {
            return self.tell_wrong_type(id, member, path, Start::String, text.span);
        }
        let kind = if text.sound { NodeKind::String } else { NodeKind::Broken };
        self.tape.leaf(kind, member, text.span, text.escaped);
    }

    fn literal(&mut self, kind: NodeKind, member: u16, length: usize) {
        let at = self.reader.at();
        self.reader.pass(length);
        self.tape.leaf(kind, member, Span::new(at, at + length), false);
    }

    fn wrong_type(&mut self, id: ShapeId, member: u16, path: &Path<'_>, start: Start) {
        let at = self.reader.at();
        let faults = self.reader.faults.len();
        self.skip(start, path);
        let span = Span::new(at, self.reader.at());
        if self.reader.faults.len() > faults && matches!(start, Start::String | Start::Number) {
            // What is not JSON is told as that alone.
            self.tape.leaf(NodeKind::Broken, member, span, false);
            return;
        }
        self.tell_wrong_type(id, member, path, start, span);
    }

    fn tell_wrong_type(&mut self, id: ShapeId, member: u16, path: &Path<'_>, start: Start, span: Span) {
        self.tape.leaf(NodeKind::Broken, member, span, false);
        let (model, form) = (self.model, self.settings.form);
        let source = span.of(self.reader.text());
        self.findings.add(&rules::WRONG_TYPE, span, || {
            (path.pointer(), say::wrong_type(model, model.shape(id), form, &path.subject(), start, span, source))
        });
    }

    fn passed_over(&mut self, kind: NodeKind, member: u16, start: Start) {
        let at = self.reader.at();
        self.skip(start, &Path::ROOT);
        self.tape.leaf(kind, member, Span::new(at, self.reader.at()), false);
    }

    /// Reads over a value that has no shape; only its JSON is judged.
    fn skip(&mut self, start: Start, path: &Path<'_>) {
        match start {
            Start::Object => {
                if self.enter(path).is_none() {
                    return;
                }
                let mut first = true;
                while self.reader.next_key(first).is_some() {
                    first = false;
                    let start = self.reader.start();
                    self.skip(start, path);
                }
                self.depth -= 1;
            }
            Start::Array => {
                if self.enter(path).is_none() {
                    return;
                }
                let mut first = true;
                while self.reader.next_element(first) {
                    first = false;
                    let start = self.reader.start();
                    self.skip(start, path);
                }
                self.depth -= 1;
            }
            Start::String => {
                self.reader.string();
            }
            Start::Number => {
                self.reader.number();
            }
            Start::True | Start::Null => self.reader.pass(4),
            Start::False => self.reader.pass(5),
            Start::Nothing => {}
        }
    }

    /// Passes an opening bracket or brace and gives its place; tells instead if there are too many around it.
    #[inline(always)]
    fn enter(&mut self, path: &Path<'_>) -> Option<Span> {
        let at = self.reader.at();
        let span = Span::new(at, at + 1);
        if self.depth >= MAX_DEPTH {
            self.findings.add(&rules::JSON_DEPTH, span, || (path.pointer(), say::too_deep(MAX_DEPTH)));
            self.reader.skip_unread();
            return None;
        }
        self.depth += 1;
        self.reader.pass(1);
        Some(span)
    }
}

/// Whether a time lies in the years 1 to 9999: clients hold times in a calendar that ends there.
fn is_in_calendar(millis: i64) -> bool {
    (-62_135_596_800_000..253_402_300_800_000).contains(&millis)
}

/// The index of a member by its name. Members most often come in the order of the model, so the search begins
/// behind the last one found.
#[inline(always)]
fn position(members: &[Member], name: &str, expected: usize) -> Option<usize> {
    let is_named = |member: &Member| is_same(member.name.as_bytes(), name.as_bytes());
    if members.get(expected).is_some_and(is_named) {
        return Some(expected);
    }
    members.iter().position(is_named)
}

/// Whether a count is below (`true`) or above (`false`) its bounds.
#[inline(always)]
fn outside(count: usize, bounds: Bounds<u64>) -> Option<bool> {
    if bounds.min.is_some_and(|min| (count as u64) < min) {
        Some(true)
    } else {
        bounds.max.is_some_and(|max| count as u64 > max).then_some(false)
    }
}

/// The bytes that base64 text stands for.
fn blob_bytes(text: &str) -> usize {
    text.trim_end_matches('=').len() * 3 / 4
}
