//! The names of one object while it is walked: which members a structure has, which it does not know, and which
//! keys a map has. They find what stands twice; they judge nothing.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::text::Span;
use crate::text::reader::Quoted;
use crate::text::string::unescape;

use super::tape::{KeyNode, Tape};

/// Whether two names are the same but for case, as Go's `encoding/json` folds them: two signs outside of ASCII fold to
/// letters inside.
pub(super) fn is_same_in_any_case(a: &str, b: &str) -> bool {
    let folded = |c: char| match c {
        '\u{17f}' => 's',
        '\u{212a}' => 'k',
        c => c.to_ascii_lowercase(),
    };
    a.chars().map(folded).eq(b.chars().map(folded))
}

/// The members of an object that its shape does not know. Many of them are compared through a set.
#[derive(Default)]
pub(super) struct Strangers<'t> {
    /// Their keys, in order.
    pub(super) list: Vec<(Span, Cow<'t, str>)>,
    // The type that `Keys` has, so that the module has one tree.
    names: BTreeMap<Cow<'t, str>, usize>,
}

impl<'t> Strangers<'t> {
    /// Adds a member; tells whether its name was there.
    pub(super) fn add(&mut self, key: Span, name: Cow<'t, str>) -> bool {
        self.list.push((key, name.clone()));
        self.names.insert(name, 0).is_some()
    }
}

/// Which members of a structure a text has named, and which have a value.
#[derive(Default)]
pub(super) struct Seen {
    // A wider mask would be shifted by a function call each time.
    named: u64,
    present: u64,
    /// Members beyond the width of the masks: index and whether there is a value.
    more: Vec<(usize, bool)>,
}

impl Seen {
    #[inline(always)]
    pub(super) fn named(&self, member: usize) -> bool {
        if member < 64 { self.named >> member & 1 == 1 } else { self.more.iter().any(|(m, _)| *m == member) }
    }

    #[inline(always)]
    pub(super) fn present(&self, member: usize) -> bool {
        if member < 64 {
            self.present >> member & 1 == 1
        } else {
            self.more.iter().rev().find(|(m, _)| *m == member).is_some_and(|(_, present)| *present)
        }
    }

    #[inline(always)]
    pub(super) fn set(&mut self, member: usize, present: bool) {
        if member < 64 {
            self.named |= 1 << member;
            self.present = self.present & !(1 << member) | u64::from(present) << member;
        } else {
            self.more.push((member, present));
        }
    }
}

/// The keys of a map so far. A few are compared one by one on the tape; many are kept in a tree.
#[derive(Default)]
pub(super) struct Keys<'t> {
    count: usize,
    many: BTreeMap<Cow<'t, str>, usize>,
}

impl<'t> Keys<'t> {
    const FEW: usize = 16;

    /// Adds a key that will be the next node; gives the value of an earlier equal one that is put out of force.
    pub(super) fn add(&mut self, tape: &Tape, text: &'t str, map: usize, key: Quoted) -> Option<usize> {
        let value = tape.len() + 1;
        self.count += 1;
        if self.count > Self::FEW {
            if self.many.is_empty() {
                for (key, value) in tape.keys_of(map) {
                    self.many.insert(key.name(text), value);
                }
            }
            return self.many.insert(unescape(key.inside(text)), value);
        }
        let same = |(other, _): &(KeyNode, usize)| other.is_same(text, key);
        tape.keys_of(map).filter(same).last().map(|(_, value)| value)
    }
}
