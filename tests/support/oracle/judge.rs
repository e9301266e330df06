//! The findings of the model rules that a request deserves, read off the tree.

use super::model::{Kind, Member, Model, Shape, TimeForm};
use super::number::{Whole, is_finite, whole};
use super::time::{is_iso_text, is_iso_time, is_time_number};
use super::tree::{Entry, Node, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A longer value is not matched against a pattern.
const LONGEST_MATCHED: usize = 65_536;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Side {
    Wire,
    Client,
    /// What an operation answers, over the wire.
    Answer,
}

impl Side {
    /// As what a document is read: without a form of their own, clients take what is sent.
    pub fn of(self, model: &Model) -> Side {
        if self == Side::Client && !model.has_client_form { Side::Wire } else { self }
    }
}

// INVARIANT: the fields stand in the order in which a report sorts its findings.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Verdict {
    pub start: usize,
    pub end: usize,
    pub path: String,
    pub rule: String,
}

pub fn judge(model: &Model, input: &str, root: &Node, side: Side) -> Vec<Verdict> {
    let mut judge = Judge { model, side: side.of(model), found: Vec::new() };
    judge.value(input, root, "");
    judge.found.sort();
    judge.found
}

struct Judge<'a> {
    model: &'a Model,
    side: Side,
    found: Vec<Verdict>,
}

impl Judge<'_> {
    fn value(&mut self, id: &str, node: &Node, path: &str) {
        let shape = self.model.shape(id);
        match (&shape.kind, &node.value) {
            (Kind::Structure(_) | Kind::Union(_), Value::Object(entries)) => {
                self.structure(shape, entries, &node.place, path)
            }
            (Kind::Map { .. }, Value::Object(entries)) => self.map(shape, entries, &node.place, path),
            (Kind::List { item, sparse, unique }, Value::List(items)) => {
                let mut known = BTreeSet::new();
                for (index, element) in items.iter().enumerate() {
                    if !(*sparse && element.is_null()) {
                        self.value(item, element, &format!("{path}/{index}"));
                    }
                    if let (true, Value::Text(text)) = (*unique, &element.value)
                        && !known.insert(text.clone())
                    {
                        self.report("repeated-item", &element.place, &format!("{path}/{index}"));
                    }
                }
                self.count(shape, items.len(), ["too-few-items", "too-many-items"], &node.place, path);
            }
            (Kind::Text | Kind::Enum(_), Value::Text(text)) => self.text(shape, text, &node.place, path),
            (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Integer { bits }, Value::Number(spelling)) => {
                self.integer(shape, *bits, spelling, &node.place, path)
            }
            (Kind::Integer { .. }, Value::Text(text)) if shape.or_text && text.parse::<i64>().is_ok() => {}
            (Kind::IntEnum(values), Value::Number(spelling)) => match self.whole_number(spelling) {
                None => self.report("wrong-type", &node.place, path),
                Some(Whole::Is(value)) if values.contains(&value) => {}
                Some(_) => self.report("not-in-enum", &node.place, path),
            },
            (Kind::Float, Value::Number(spelling)) => self.float(shape, spelling, &node.place, path),
            (Kind::Float, Value::Text(text)) if ["NaN", "Infinity", "-Infinity"].contains(&text.as_str()) => {}
            (Kind::Blob, Value::Text(text)) => {
                let bytes = text.trim_end_matches('=').len() * 3 / 4;
                self.count(shape, bytes, ["too-short", "too-long"], &node.place, path);
            }
            (Kind::Document, value) if *value != Value::Null => {}
            (Kind::Timestamp(form), value) if self.is_time(*form, value) => {}
            _ => self.report("wrong-type", &node.place, path),
        }
    }

    fn structure(&mut self, shape: &Shape, entries: &[Entry], place: &Range<usize>, path: &str) {
        let (Kind::Structure(members) | Kind::Union(members)) = &shape.kind else { return };
        self.double_keys(entries, path);
        let mut last = BTreeMap::new();
        for entry in entries {
            let path = join(path, &entry.key);
            last.insert(entry.key.as_str(), &entry.node);
            match members.iter().find(|member| member.name == entry.key) {
                None => self.report("unknown-member", &entry.key_place, &path),
                Some(_) if entry.node.is_null() && self.side != Side::Client => {}
                Some(member) => self.value(&member.target, &entry.node, &path),
            }
        }
        // A body is sent without what stands in the address.
        let is_wanted = |member: &&Member| member.required && !(member.label && self.side != Side::Client);
        let wanted: Vec<&Member> = members.iter().filter(is_wanted).collect();
        for member in wanted {
            let path = join(path, &member.name);
            match last.get(member.name.as_str()) {
                None if member.filled && self.side == Side::Client => {}
                None => self.report("missing-member", &(place.start..place.start + 1), &path),
                Some(null) if null.is_null() && self.side != Side::Client => {
                    self.report("missing-member", &null.place, &path);
                }
                Some(_) => {}
            }
        }
        if matches!(shape.kind, Kind::Union(_)) {
            let is_set = |entry: &&Entry| {
                members.iter().any(|member| member.name == entry.key)
                    && (!entry.node.is_null() || self.side == Side::Client)
            };
            let set: Vec<&Entry> = entries.iter().filter(is_set).filter(|entry| !entry.node.is_null()).collect();
            match set.first() {
                None => self.report("no-union-member", &(place.start..place.start + 1), path),
                Some(first) => {
                    for other in set.iter().filter(|other| other.key != first.key) {
                        self.report("several-union-members", &other.key_place, &join(path, &other.key));
                    }
                }
            }
        }
    }

    fn map(&mut self, shape: &Shape, entries: &[Entry], place: &Range<usize>, path: &str) {
        let Kind::Map { key, value, sparse } = &shape.kind else { return };
        self.double_keys(entries, path);
        let key_shape = self.model.shape(key);
        for entry in entries {
            let path = join(path, &entry.key);
            self.text(key_shape, &entry.key, &entry.key_place, &path);
            if !(*sparse && entry.node.is_null()) {
                self.value(value, &entry.node, &path);
            }
        }
        let distinct: BTreeSet<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
        self.count(shape, distinct.len(), ["too-few-entries", "too-many-entries"], place, path);
    }

    fn double_keys(&mut self, entries: &[Entry], path: &str) {
        let mut seen = BTreeSet::new();
        for entry in entries {
            if !seen.insert(entry.key.as_str()) {
                self.report("json-duplicate-key", &entry.key_place, &join(path, &entry.key));
            }
        }
    }

    fn text(&mut self, shape: &Shape, text: &str, place: &Range<usize>, path: &str) {
        if let Kind::Enum(values) = &shape.kind
            && !values.iter().any(|value| value == text)
            && !(self.side == Side::Answer && (text.is_empty() || is_there_in_another_case(values, text)))
        {
            self.report("not-in-enum", place, path);
        }
        self.count(shape, text.chars().count(), ["too-short", "too-long"], place, path);
        match &shape.pattern {
            Some(_) if text.len() > LONGEST_MATCHED => self.report("pattern-unchecked", place, path),
            Some(pattern) if !pattern.matches(text) => self.report("pattern-mismatch", place, path),
            _ => {}
        }
    }

    fn count(&mut self, shape: &Shape, count: usize, [few, many]: [&str; 2], place: &Range<usize>, path: &str) {
        if self.side != Side::Answer && shape.least.is_some_and(|least| (count as u64) < least) {
            self.report(few, place, path);
        }
        if shape.most.is_some_and(|most| count as u64 > most) {
            self.report(many, place, path);
        }
    }

    fn is_time(&self, form: TimeForm, value: &Value) -> bool {
        match (value, form) {
            (Value::Number(spelling), _) if self.side == Side::Client => is_time_number(spelling),
            (Value::Text(text), _) if self.side == Side::Client => is_iso_time(text),
            (Value::Number(spelling), TimeForm::Seconds) => is_finite(spelling),
            (Value::Text(text), TimeForm::DateTime) => is_iso_text(text),
            (Value::Text(text), TimeForm::HttpDate) => text.ends_with(" GMT"),
            _ => false,
        }
    }

    fn float(&mut self, shape: &Shape, spelling: &str, place: &Range<usize>, path: &str) {
        let value: f64 = spelling.parse().expect("a number is a float of some size");
        if self.side != Side::Answer && shape.low.is_some_and(|low| value < low as f64) {
            self.report("too-small", place, path);
        }
        if shape.high.is_some_and(|high| value > high as f64) {
            self.report("too-large", place, path);
        }
    }

    /// None where it is none, or is not spelled as one for a client.
    fn whole_number(&self, spelling: &str) -> Option<Whole> {
        let as_float = spelling.contains(['.', 'e', 'E']);
        whole(spelling).filter(|_| !(as_float && self.side == Side::Client))
    }

    fn integer(&mut self, shape: &Shape, bits: u32, spelling: &str, place: &Range<usize>, path: &str) {
        let Some(value) = self.whole_number(spelling) else { return self.report("wrong-type", place, path) };
        if bits == 0 && shape.low.is_none() && shape.high.is_none() {
            return;
        }
        let widest = if bits == 0 { i128::MAX } else { 1_i128 << (bits - 1) };
        let low = shape.low.filter(|_| self.side != Side::Answer).map_or(-widest, |low| low.max(-widest));
        let high = shape.high.map_or(widest - 1, |high| high.min(widest - 1));
        match value {
            Whole::Is(value) if (low..=high).contains(&value) => {}
            Whole::Is(value) if value < low => self.report("too-small", place, path),
            Whole::FarBelow => self.report("too-small", place, path),
            _ => self.report("too-large", place, path),
        }
    }

    fn report(&mut self, rule: &str, place: &Range<usize>, path: &str) {
        self.found.push(Verdict { start: place.start, end: place.end, path: path.to_owned(), rule: rule.to_owned() });
    }
}

fn is_there_in_another_case(values: &[String], text: &str) -> bool {
    values.iter().any(|value| value.eq_ignore_ascii_case(text))
}

fn join(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}
