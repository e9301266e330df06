//! Writes a tree as JSON text with a layout and escapes of its own choice, and notes every place.

use super::chance::Chance;
use super::tree::{Entry, Node, Value};
use std::ops::Range;

pub struct Writer {
    chance: Chance,
    layout: Layout,
    /// One character in so many is escaped without need; 0 for none.
    escapes: usize,
    text: String,
}

#[derive(Clone, Copy)]
enum Layout {
    Compact,
    Pretty,
    Wild,
}

/// The same seed writes the same tree in the same way; seed 0 is the plainest.
pub fn write(root: &mut Node, seed: u64) -> String {
    let mut chance = Chance::new(seed);
    let (layout, escapes) = if seed == 0 {
        (Layout::Compact, 0)
    } else {
        (*chance.pick(&[Layout::Compact, Layout::Pretty, Layout::Wild]), *chance.pick(&[0, 0, 2, 8, 40]))
    };
    let mut writer = Writer { chance, layout, escapes, text: String::new() };
    writer.gap(0);
    writer.node(root, 0);
    writer.gap(0);
    writer.text
}

impl Writer {
    fn node(&mut self, node: &mut Node, depth: usize) {
        let start = self.text.len();
        match &mut node.value {
            Value::Null => self.text.push_str("null"),
            Value::Bool(value) => self.text.push_str(if *value { "true" } else { "false" }),
            Value::Number(spelling) => self.text.push_str(spelling),
            Value::Text(text) => {
                self.string(text);
            }
            Value::List(items) => {
                self.text.push('[');
                for (index, item) in items.iter_mut().enumerate() {
                    self.comma(index, depth);
                    self.node(item, depth + 1);
                }
                self.gap(depth);
                self.text.push(']');
            }
            Value::Object(entries) => {
                self.text.push('{');
                for (index, entry) in entries.iter_mut().enumerate() {
                    self.comma(index, depth);
                    self.entry(entry, depth + 1);
                }
                self.gap(depth);
                self.text.push('}');
            }
        }
        node.place = start..self.text.len();
    }

    fn entry(&mut self, entry: &mut Entry, depth: usize) {
        entry.key_place = self.string(&entry.key);
        self.wild_gap();
        self.text.push(':');
        match self.layout {
            Layout::Pretty => self.text.push(' '),
            _ => self.wild_gap(),
        }
        self.node(&mut entry.node, depth);
    }

    fn comma(&mut self, index: usize, depth: usize) {
        if index > 0 {
            self.wild_gap();
            self.text.push(',');
        }
        self.gap(depth + 1);
    }

    fn gap(&mut self, depth: usize) {
        match self.layout {
            Layout::Compact => {}
            Layout::Pretty => {
                self.text.push('\n');
                self.text.push_str(&"  ".repeat(depth));
            }
            Layout::Wild => self.wild_gap(),
        }
    }

    fn wild_gap(&mut self) {
        if matches!(self.layout, Layout::Wild) {
            for _ in 0..self.chance.below(4) {
                let space = *self.chance.pick(&[' ', '\t', '\r', '\n']);
                self.text.push(space);
            }
        }
    }

    fn string(&mut self, value: &str) -> Range<usize> {
        let start = self.text.len();
        self.text.push('"');
        for character in value.chars() {
            let must = matches!(character, '"' | '\\' | '\0'..='\x1f');
            if must || (self.escapes > 0 && self.chance.one_in(self.escapes)) {
                self.escape(character);
            } else {
                self.text.push(character);
            }
        }
        self.text.push('"');
        start..self.text.len()
    }

    fn escape(&mut self, character: char) {
        let short = match character {
            '"' | '\\' | '/' => Some(character),
            '\x08' => Some('b'),
            '\x0c' => Some('f'),
            '\n' => Some('n'),
            '\r' => Some('r'),
            '\t' => Some('t'),
            _ => None,
        };
        if let Some(short) = short.filter(|_| self.escapes == 0 || !self.chance.one_in(3)) {
            self.text.push('\\');
            self.text.push(short);
            return;
        }
        for unit in character.encode_utf16(&mut [0; 2]) {
            let hex = if self.chance.one_in(2) { format!("\\u{unit:04x}") } else { format!("\\u{unit:04X}") };
            self.text.push_str(&hex);
        }
    }
}
