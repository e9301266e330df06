//! What a client does otherwise than asked, told at the top of its program: a line for each value, beginning with
//! the value's JSON Pointer.

use crate::model::tape::Value;

use super::plain::{is_plain, push_utf16_escape};

/// As many lines as somebody reads before the program begins.
const MOST: usize = 20;

/// The notes on one program.
#[derive(Default)]
pub struct Notes {
    list: Vec<(String, String)>,
    more: usize,
}

impl Notes {
    /// A note on a value.
    pub fn add(&mut self, value: Value<'_>, told: impl FnOnce() -> String) {
        self.add_at(|| value.path(), told);
    }

    /// A note on a place.
    pub fn add_at(&mut self, path: impl FnOnce() -> String, told: impl FnOnce() -> String) {
        if self.list.len() < MOST {
            self.list.push((path(), told()));
        } else {
            self.more += 1;
        }
    }

    /// The notes as comments, and an empty line behind them; nothing where there are none.
    pub fn comments(&self, style: Comments) -> String {
        let mut out = String::new();
        for (path, told) in &self.list {
            let path = if path.is_empty() { "the request" } else { path };
            out.push_str(&style.line(&format!("{}: {told}", style.shown(path))));
        }
        if self.more > 0 {
            out.push_str(&style.line(&format!("... and the same kinds of things at {} more places.", self.more)));
        }
        if !out.is_empty() {
            out.push('\n');
        }
        out
    }
}

/// How a language writes a comment.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Comments {
    /// `# …` in Python.
    Python,
    /// `# …` in a shell.
    Shell,
    /// `// …`
    Slashes,
}

impl Comments {
    /// A comment of one line.
    pub fn line(self, text: &str) -> String {
        let mark = if self == Comments::Slashes { "//" } else { "#" };
        format!("{mark} {text}\n")
    }

    /// The user's words, such that they stay inside the comment whatever they are.
    fn shown(self, words: &str) -> String {
        let mut out = String::with_capacity(words.len());
        for c in words.chars() {
            let is_safe = match self {
                // zsh takes a pasted comment for a command, unless told otherwise.
                Comments::Shell => {
                    c.is_alphanumeric() || matches!(c, '/' | ' ' | ':' | '.' | ',' | '_' | '-' | '+' | '@')
                }
                Comments::Python | Comments::Slashes => c != '\\',
            };
            if is_safe && is_plain(c) { out.push(c) } else { push_utf16_escape(&mut out, c) }
        }
        // Python looks for the encoding of a file in comments.
        if self == Comments::Python {
            out.replace("coding:", "coding\\u003a").replace("coding=", "coding\\u003d")
        } else {
            out
        }
    }
}
