//! The one walker: it drives the reader over a text along a shape, in one pass, leaves the tape, and tells
//! every place where the text breaks the model. It allocates nothing while all is well.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::report::{Draft, Findings, RuleText};
use crate::text::number::Decimal;
use crate::text::pattern::MAX_VALUE_BYTES;
use crate::text::reader::{Quoted, Reader, Start};
use crate::text::scan::is_same;
use crate::text::string::{code_points, has_lone_surrogate, unescape};
use crate::text::time::parse_iso;
use crate::text::{Span, decode::Decoded};

use super::ast::{Binding, Bounds, Chosen, Kind, Member, Model, Shape, ShapeId, TimeForm};
use super::names::{Keys, Seen, Strangers, is_same_in_any_case};
use super::path::Path;
use super::sample::{LateHints, Sampler, Size};
use super::tape::{NO_MEMBER, NodeKind, Tape};
use super::told::tell_encoding;
use super::{insert, rules, say};

/// Containers in containers beyond this are not read. No request comes near; it bounds the stack.
pub const MAX_DEPTH: usize = 128;

/// What a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The body as it is sent.
    #[default]
    Wire,
    /// What command lines and SDKs take as JSON: ISO 8601 text may stand for a time.
    Client,
}

/// Which side of an operation a text is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Side {
    /// What it takes.
    #[default]
    Input,
    /// What it answers. Least lengths, counts and numbers do not hold there, and an empty text or one in another case
    /// may stand for a value of an enum: real answers break all of them.
    Output,
}

impl Side {
    /// The side with a name.
    pub fn of(name: &str) -> Option<Side> {
        match name {
            "input" => Some(Side::Input),
            "output" => Some(Side::Output),
            _ => None,
        }
    }
}

/// A word that people write since some document has it, and the model does not.
pub struct Meant {
    /// The enum whose value it is taken for, or the structure whose member.
    pub shape: &'static str,
    /// What is written.
    pub said: &'static str,
    /// What the model has instead.
    pub meant: &'static str,
    /// Where the word comes from.
    pub source: &'static str,
}

/// What a walk has to know besides the model.
#[derive(Clone, Copy)]
pub struct Settings<'w> {
    /// What the text is.
    pub form: Form,
    /// Which side it is of.
    pub side: Side,
    /// The rule that tells of unknown members; how bad they are, the service says.
    pub unknown_member: &'w RuleText,
    /// Words that other documents have for those of the model.
    pub meant: &'w [Meant],
    /// What stands in for a member that is missing.
    pub hints: &'w LateHints,
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
    tell_encoding(decoded, findings);
    if decoded.unreadable {
        return;
    }
    let mut walk =
        Walk { model, reader: Reader::new(&decoded.text), tape, findings, settings, depth: 0, placeholder: None };
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
    /// How a text begins that may stand for a value of any shape, where the walker is.
    placeholder: Option<&'w str>,
}

impl<'w> Walk<'w, '_> {
    /// Reads a value that is not `null`.
    fn value(&mut self, id: ShapeId, member: u16, path: &Path<'_>, start: Start) {
        let shape = self.model.shape(id);
        if start == Start::String && self.placeholder.is_some() && self.stands_in(member) {
            return;
        }
        match (&shape.kind, start) {
            (Kind::Structure(members), Start::Object) => self.structure(shape, members, member, path),
            (Kind::Union(members), Start::Object) => self.structure(shape, members, member, path),
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
            (Kind::Float, Start::Number) => self.number(shape, member, path),
            (Kind::Float, Start::String) => {
                self.text_where(id, member, path, |text| matches!(text, "NaN" | "Infinity" | "-Infinity"))
            }
            (Kind::Integer(_), Start::String) if shape.or_text => {
                self.text_where(id, member, path, |text| text.parse::<i64>().is_ok())
            }
            (Kind::Boolean, Start::String) if shape.or_text => {
                self.text_where(id, member, path, |text| matches!(text, "true" | "false"))
            }
            (Kind::Boolean, Start::True) => self.literal(NodeKind::True, member, 4),
            (Kind::Boolean, Start::False) => self.literal(NodeKind::False, member, 5),
            (Kind::Timestamp(TimeForm::EpochSeconds), Start::Number) => self.seconds(id, member, path),
            (Kind::Timestamp(_), Start::Number) if self.settings.form == Form::Client => self.seconds(id, member, path),
            (Kind::Timestamp(_), Start::String) if self.settings.form == Form::Client => {
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
            (Kind::List { member: element, .. }, Start::Object) if shape.or_one => {
                self.value(*element, member, path, start)
            }
            (Kind::String, _) if shape.unjudged => self.taken(member, start),
            (_, Start::Nothing) => self.passed_over(NodeKind::Broken, member, start),
            _ => self.wrong_type(id, member, path, start),
        }
    }

    fn structure(&mut self, shape: &'w Shape, members: &'w [Member], member: u16, path: &Path<'_>) {
        let is_union = matches!(shape.kind, Kind::Union(_));
        let (form, any_case) = (self.settings.form, shape.any_case);
        let index = self.tape.open(NodeKind::Structure, member, self.reader.at());
        let Some(brace) = self.enter(path) else { return self.tape.close(index, self.reader.at()) };
        let text = self.reader.text();
        let mut seen = Seen::default();
        let mut strangers = Strangers::default();
        let mut nulls: Vec<(usize, Span)> = Vec::new();
        let mut twice: Vec<(usize, usize)> = Vec::new();
        let mut chosen: Vec<(usize, Span)> = Vec::new();
        let (mut first, mut expected) = (true, 0);
        while let Some(key) = self.reader.next_key(first) {
            first = false;
            let name = key.inside(text);
            let name = if key.escaped { unescape(name) } else { Cow::Borrowed(name) };
            let Some(found) = position(members, &name, expected, form, any_case) else {
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
            let here = path.member(&name);
            if seen.named(found) {
                let earlier = self.last_of(index, found, &twice);
                self.shadow(earlier, key.span, &here, &name);
                twice.retain(|(member, _)| *member != found);
                twice.push((found, self.tape.len()));
            }
            let start = self.reader.start();
            if start == Start::Null {
                let span = self.null(known.target, found as u16, &here);
                nulls.push((found, span));
                seen.set(found, false);
            } else {
                match &shape.chosen {
                    Some(chosen) if chosen.member == found => {
                        self.chosen(chosen, (index, members), known.target, &here, start)
                    }
                    _ => self.value(known.target, found as u16, &here, start),
                }
                seen.set(found, true);
                if is_union {
                    chosen.push((found, key.span));
                }
            }
        }
        self.tape.close(index, self.reader.at());
        self.depth -= 1;
        for (span, name) in strangers.list.into_iter().filter(|_| !shape.open) {
            let is_free = |known: &str| position(members, known, 0, form, any_case).is_none_or(|i| !seen.named(i));
            self.findings.add(self.settings.unknown_member, span, || {
                (
                    path.member(&name).pointer(),
                    say::unknown(&name, span, (self.model, shape, form), self.settings.meant, is_free),
                )
            });
        }
        if self.reader.is_lost() {
            return;
        }
        // A body is sent without what stands in the address.
        let is_wanted = |member: &Member| member.required && !(form == Form::Wire && member.binding == Binding::Label);
        for (i, known) in members.iter().enumerate().filter(|(i, m)| is_wanted(m) && !seen.present(*i)) {
            let null = nulls.iter().rev().find(|(at, _)| *at == i).map(|(_, span)| *span);
            if form == Form::Client && (null.is_some() || known.filled) {
                continue;
            }
            let name = known.name_in(form);
            let (model, hints, tape) = (self.model, self.settings.hints, &*self.tape);
            self.findings.add(&rules::MISSING_MEMBER, null.unwrap_or(brace), || {
                let owner = tape.node(index).map_or(brace, |node| node.span);
                let last = tape.children_of(index).filter_map(|i| tape.node(i)).map(|node| node.span.end);
                let gap = insert::Gap { text, null, brace, last: last.take_while(|end| *end <= owner.end).last() };
                let sampler = Sampler { model, hints: hints.get(), form, size: Size::Minimal };
                (path.member(name).pointer(), say::missing(name, gap.filled(&sampler, (shape, known))))
            });
        }
        if is_union {
            self.union(members, &chosen, brace, path);
        }
    }

    /// Reads the member whose shape another one chooses, wherever in the object that one stands.
    #[inline(never)]
    fn chosen(
        &mut self,
        chosen: &'w Chosen,
        (structure, members): (usize, &[Member]),
        unchosen: ShapeId,
        path: &Path<'_>,
        start: Start,
    ) {
        let text = self.reader.text();
        let by = members.iter().position(|member| member.name == chosen.by);
        let before = self.tape.children_of(structure).filter_map(|i| self.tape.node(i));
        let before = before.filter(|node| by.is_some_and(|by| node.is_member(by))).last();
        let literal = before.map(|node| node.span).or_else(|| {
            let mut ahead = Reader::at_offset(text, self.reader.at());
            ahead.skip_value();
            while let Some(key) = ahead.next_key(false) {
                if key.inside(text) == &*chosen.by && ahead.start() == Start::String {
                    return Some(ahead.string().span);
                }
                ahead.skip_value();
            }
            None
        });
        let name = literal.map(|span| span.of(text).trim_matches('"')).unwrap_or_default();
        let shape = chosen.shapes.iter().find(|(known, _)| **known == *name).map_or(unchosen, |(_, shape)| *shape);
        let outside = self.placeholder.replace(&chosen.placeholder);
        self.value(shape, chosen.member as u16, path, start);
        self.placeholder = outside;
    }

    /// Reads a text that stands for a value of whatever shape; tells whether there was one.
    #[inline(never)]
    fn stands_in(&mut self, member: u16) -> bool {
        let ahead = Reader::at_offset(self.reader.text(), self.reader.at()).string();
        let inside = ahead.inside(self.reader.text());
        let stands = ahead.sound && self.placeholder.is_some_and(|placeholder| inside.contains(placeholder));
        if stands {
            let text = self.reader.string();
            self.tape.leaf(NodeKind::String, member, text.span, text.escaped);
        }
        stands
    }

    /// Exactly one member of a union has a value.
    #[inline(never)]
    fn union(&mut self, members: &'w [Member], chosen: &[(usize, Span)], brace: Span, path: &Path<'_>) {
        let form = self.settings.form;
        let Some(&(first, _)) = chosen.first() else {
            let names = || members.iter().map(|member| member.name_in(form));
            return self
                .findings
                .add(&rules::NO_UNION_MEMBER, brace, || (path.pointer(), say::no_union_member(names())));
        };
        for &(other, span) in chosen.iter().filter(|(other, _)| *other != first) {
            let [kept, other] = [first, other].map(|i| members.get(i).map_or("", |member| member.name_in(form)));
            self.findings.add(&rules::SEVERAL_UNION_MEMBERS, span, || {
                (path.member(other).pointer(), say::several_union_members(other, kept))
            });
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
        let mut known = BTreeMap::new();
        while self.reader.next_element(count == 0) {
            let here = path.index(count);
            let start = self.reader.start();
            match start {
                Start::Null if sparse => self.literal(NodeKind::Null, NO_MEMBER, 4),
                Start::Null => self.wrong_type(element, NO_MEMBER, &here, start),
                _ => {
                    let at = self.reader.at();
                    self.value(element, NO_MEMBER, &here, start);
                    if shape.unique {
                        self.repeated(Span::new(at, self.reader.at()), count, &mut known, &here);
                    }
                }
            }
            count += 1;
        }
        self.tape.close(index, self.reader.at());
        self.depth -= 1;
        self.count(shape, index, count, "item", (&rules::TOO_FEW_ITEMS, &rules::TOO_MANY_ITEMS), path);
    }

    /// Tells of an element that stood in the list before. Elements are compared as they are written.
    #[inline(never)]
    fn repeated(&mut self, span: Span, index: usize, known: &mut BTreeMap<Cow<'static, str>, usize>, path: &Path<'_>) {
        let source = span.of(self.reader.text());
        let text: String = if source.starts_with('"') {
            unescape(source).into_owned()
        } else {
            source.split_ascii_whitespace().collect()
        };
        if let Some(&first) = known.get(text.as_str()) {
            return self.findings.add(&rules::REPEATED_ITEM, span, || (path.pointer(), say::repeated_item(first)));
        }
        known.insert(text.into(), index);
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
                Start::Null if sparse || self.model.shape(value_shape).unjudged => {
                    self.literal(NodeKind::Null, NO_MEMBER, 4)
                }
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
        let (Some(bounds), false) = (shape.length, self.reader.is_lost() || shape.unjudged) else { return };
        let Some(span) = self.tape.node(index).map(|node| node.span) else { return };
        if let Some(is_short) = self.outside(count, bounds) {
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
        if shape.unjudged {
            return (NodeKind::String, true);
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
        let is_answer = self.settings.side == Side::Output;
        let mut tell = |rule: &RuleText, draft: &dyn Fn() -> Draft| {
            valid = false;
            self.findings.add(rule, text.span, || (path.pointer(), if on_key { draft().on_key() } else { draft() }));
        };
        if let Some(bounds) = shape.length {
            let is_blob = matches!(shape.kind, Kind::Blob);
            let count = if is_blob { blob_bytes(&value) } else { code_points(&value) };
            if let Some(is_short) = outside(count, bounds).filter(|is_short| !(*is_short && is_answer)) {
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
                let words = || self.settings.hints.get().pattern(&shape.name);
                tell(&rules::PATTERN_MISMATCH, &|| say::pattern(shape, &value, text.span, pattern, words()));
            }
        }
        if let Kind::Enum(allowed) = &shape.kind
            && !(is_answer && is_of_an_answer(allowed, &value))
            && !allowed.iter().any(|known| is_same(known.as_bytes(), value.as_bytes()))
        {
            let meant = self.settings.meant;
            tell(&rules::NOT_IN_ENUM, &|| say::not_in_enum(shape, &value, text.span, allowed, meant));
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
        let mut range = shape.range.unwrap_or(Bounds { min: None, max: None });
        if self.settings.side == Side::Output {
            range.min = None;
        }
        // What the type cannot hold is refused, whatever the range says.
        let least = range.min.into_iter().chain(width.min).max();
        let most = range.max.into_iter().chain(width.max).min();
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
            self.findings.add(&rules::NOT_IN_ENUM, span, || {
                (path.pointer(), say::not_in_enum(shape, source, span, &names, &[]))
            });
        }
    }

    fn any_number(&mut self, member: u16) -> (Span, bool, usize) {
        let (span, sound) = self.reader.number();
        let index = self.tape.leaf(if sound { NodeKind::Number } else { NodeKind::Broken }, member, span, false);
        (span, sound, index)
    }

    fn number(&mut self, shape: &Shape, member: u16, path: &Path<'_>) {
        let (span, sound, index) = self.any_number(member);
        let Some(range) = shape.real_range.filter(|_| sound) else { return };
        let source = span.of(self.reader.text());
        let Ok(value) = source.parse::<f64>() else { return };
        let least = range.min.filter(|&least| self.settings.side == Side::Input && value < least);
        if let Some(least) = least {
            self.tape.invalidate(index);
            self.findings
                .add(&rules::TOO_SMALL, span, || (path.pointer(), say::too_small(&path.subject(), source, least)));
        }
        if let Some(most) = range.max.filter(|&most| value > most) {
            self.tape.invalidate(index);
            self.findings
                .add(&rules::TOO_LARGE, span, || (path.pointer(), say::too_large(&path.subject(), source, most)));
        }
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

    /// Takes whatever stands where a text is wanted that the walker does not judge.
    #[inline(never)]
    fn taken(&mut self, member: u16, start: Start) {
        match start {
            Start::Number => {
                self.any_number(member);
            }
            Start::True => self.literal(NodeKind::True, member, 4),
            Start::False => self.literal(NodeKind::False, member, 5),
            Start::Nothing => self.passed_over(NodeKind::Broken, member, start),
            _ => self.passed_over(NodeKind::Document, member, start),
        }
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

    /// The same as the function, where answers have no least count.
    fn outside(&self, count: usize, bounds: Bounds<u64>) -> Option<bool> {
        outside(count, bounds).filter(|is_short| !(*is_short && self.settings.side == Side::Output))
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
fn position(members: &[Member], name: &str, expected: usize, form: Form, any_case: bool) -> Option<usize> {
    let is_named = |member: &Member| is_same(member.name_in(form).as_bytes(), name.as_bytes());
    if members.get(expected).is_some_and(is_named) {
        return Some(expected);
    }
    let exactly = members.iter().position(is_named);
    if exactly.is_some() || !any_case {
        return exactly;
    }
    members.iter().position(|member| is_same_in_any_case(member.name_in(form), name))
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

/// Whether answers are known to have a text where the model has an enum: none at all, or a value in another case.
fn is_of_an_answer(allowed: &[Box<str>], value: &str) -> bool {
    value.is_empty() || allowed.iter().any(|known| known.eq_ignore_ascii_case(value))
}

/// The bytes that base64 text stands for.
fn blob_bytes(text: &str) -> usize {
    text.trim_end_matches('=').len() * 3 / 4
}
