//! Where the walker is: a chain of steps on the stack, written out only when there is a finding.

use std::borrow::Cow;

use crate::text::reader::Quoted;
use crate::text::string::{shortened, unescape};

use super::tape::push_step;

/// The way from the root to a value.
#[derive(Clone, Copy)]
pub struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: Step<'p>,
}

#[derive(Clone, Copy)]
enum Step<'p> {
    Root,
    Member(&'p str),
    Index(usize),
    Key(&'p str, Quoted),
}

impl<'p> Path<'p> {
    /// The document itself.
    pub const ROOT: Path<'static> = Path { parent: None, step: Step::Root };

    /// A member of the structure here.
    #[inline(always)]
    pub fn member(&'p self, name: &'p str) -> Path<'p> {
        Path { parent: Some(self), step: Step::Member(name) }
    }

    /// An element of the list here.
    #[inline(always)]
    pub fn index(&'p self, index: usize) -> Path<'p> {
        Path { parent: Some(self), step: Step::Index(index) }
    }

    /// An entry of the map here, by its key in the text.
    #[inline(always)]
    pub fn key(&'p self, text: &'p str, key: Quoted) -> Path<'p> {
        Path { parent: Some(self), step: Step::Key(text, key) }
    }

    /// The JSON Pointer.
    pub fn pointer(&self) -> String {
        let mut pointer = self.parent.map_or(String::new(), Path::pointer);
        match self.step {
            Step::Root => {}
            Step::Index(index) => push_step(&mut pointer, &index.to_string()),
            Step::Member(_) | Step::Key(..) => push_step(&mut pointer, &self.name()),
        }
        pointer
    }

    /// What a message calls the value: its name in backticks, or which element it is.
    pub fn subject(&self) -> String {
        match self.step {
            Step::Root => "the document".into(),
            Step::Index(index) => format!("element {index}"),
            Step::Member(_) | Step::Key(..) => format!("`{}`", shortened(&self.name())),
        }
    }

    fn name(&self) -> Cow<'p, str> {
        match self.step {
            Step::Member(name) => Cow::Borrowed(name),
            Step::Key(text, key) => unescape(key.inside(text)),
            Step::Root | Step::Index(_) => Cow::Borrowed(""),
        }
    }
}
