//! A JSON value that knows where it was written. Numbers keep their spelling, objects their double keys.

use std::ops::Range;

#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub value: Value,
    pub place: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Null,
    Bool(bool),
    Number(String),
    Text(String),
    List(Vec<Node>),
    Object(Vec<Entry>),
}

#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub key: String,
    pub key_place: Range<usize>,
    pub node: Node,
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        Self { value, place: 0..0 }
    }
}

impl Node {
    pub fn text(text: impl Into<String>) -> Self {
        Value::Text(text.into()).into()
    }

    pub fn is_null(&self) -> bool {
        matches!(self.value, Value::Null)
    }

    pub fn children(&self) -> usize {
        match &self.value {
            Value::List(items) => items.len(),
            Value::Object(entries) => entries.len(),
            _ => 0,
        }
    }

    pub fn child(&self, index: usize) -> &Node {
        match &self.value {
            Value::List(items) => &items[index],
            Value::Object(entries) => &entries[index].node,
            _ => unreachable!("only lists and objects have children"),
        }
    }

    pub fn child_mut(&mut self, index: usize) -> &mut Node {
        match &mut self.value {
            Value::List(items) => &mut items[index],
            Value::Object(entries) => &mut entries[index].node,
            _ => unreachable!("only lists and objects have children"),
        }
    }

    pub fn at(&mut self, steps: &[usize]) -> &mut Node {
        steps.iter().fold(self, |node, &step| node.child_mut(step))
    }
}

impl Entry {
    pub fn new(key: impl Into<String>, node: Node) -> Self {
        Self { key: key.into(), key_place: 0..0, node }
    }
}
