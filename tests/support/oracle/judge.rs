//! The findings of the model rules that a request deserves, read off the tree.

use super::model::{Kind, Model, Shape};
use super::number::{Whole, is_finite, whole};
use super::time::{is_iso_time, is_time_number};
use super::tree::{Entry, Node, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A longer value is not matched against a pattern.
const LONGEST_MATCHED: usize = 65_536;

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Side {
    Wire,
    Client,
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
    let mut judge = Judge { model, side, found: Vec::new() };
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
            (Kind::Structure(_), Value::Object(entries)) => self.structure(shape, entries, &node.place, path),
            (Kind::Map { .. }, Value::Object(entries)) => self.map(shape, entries, &node.place, path),
            (Kind::List { item, sparse }, Value::List(items)) => {
                for (index, element) in items.iter().enumerate() {
                    if !(*sparse && element.is_null()) {
                        self.value(item, element, &format!("{path}/{index}"));
                    }
                }
                self.count(shape, items.len(), ["too-few-items", "too-many-items"], &node.place, path);
            }
            (Kind::Text | Kind::Enum(_), Value::Text(text)) => self.text(shape, text, &node.place, path),
            (Kind::Boolean, Value::Bool(_)) => {}
            (Kind::Integer { bits }, Value::Number(spelling)) => {
                self.integer(shape, *bits, spelling, &node.place, path)
            }
            (Kind::Timestamp, Value::Number(spelling)) if self.side == Side::Wire && is_finite(spelling) => {}
            (Kind::Timestamp, Value::Number(spelling)) if self.side == Side::Client && is_time_number(spelling) => {}
            (Kind::Timestamp, Value::Text(text)) if self.side == Side::Client && is_iso_time(text) => {}
            _ => self.report("wrong-type", &node.place, path),
        }
    }

    fn structure(&mut self, shape: &Shape, entries: &[Entry], place: &Range<usize>, path: &str) {
        let Kind::Structure(members) = &shape.kind else { return };
        self.double_keys(entries, path);
        let mut last = BTreeMap::new();
        for entry in entries {
            let path = join(path, &entry.key);
            last.insert(entry.key.as_str(), &entry.node);
            match members.iter().find(|member| member.name == entry.key) {
                None => self.report("unknown-member", &entry.key_place, &path),
                Some(_) if entry.node.is_null() && self.side == Side::Wire => {}
                Some(member) => self.value(&member.target, &entry.node, &path),
            }
        }
        for member in members.iter().filter(|member| member.required) {
            let path = join(path, &member.name);
            match last.get(member.name.as_str()) {
                None => self.report("missing-member", &(place.start..place.start + 1), &path),
                Some(null) if null.is_null() && self.side == Side::Wire => {
                    self.report("missing-member", &null.place, &path);
                }
                Some(_) => {}
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
        if shape.least.is_some_and(|least| (count as u64) < least) {
            self.report(few, place, path);
        }
        if shape.most.is_some_and(|most| count as u64 > most) {
            self.report(many, place, path);
        }
    }

    fn integer(&mut self, shape: &Shape, bits: u32, spelling: &str, place: &Range<usize>, path: &str) {
        let as_float = spelling.contains(['.', 'e', 'E']);
        let value = match whole(spelling) {
            Some(value) if !(as_float && self.side == Side::Client) => value,
            _ => return self.report("wrong-type", place, path),
        };
        let widest = 1_i128 << (bits - 1);
        let low = shape.low.map_or(-widest, |low| low.max(-widest));
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

fn join(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}
