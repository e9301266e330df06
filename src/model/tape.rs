//! The tape: what a walk found in a text, as one flat list of nodes in the order of the text, and the values
//! that are read back from it. A broken node reads as absent, so that nobody judges what the walker has told.

use std::borrow::Cow;

use crate::text::Span;
use crate::text::number::Decimal;
use crate::text::reader::Quoted;
use crate::text::scan::is_same;
use crate::text::string::{quoted_len, unescape};
use crate::text::time::parse_iso;

/// What stands at a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// A structure or union; its members follow, each with the index of the member.
    Structure,
    /// A map; keys and values follow in turn.
    Map,
    /// A key of a map.
    Key,
    /// A list; its elements follow.
    List,
    /// A text.
    String,
    /// A number.
    Number,
    /// `true`
    True,
    /// `false`
    False,
    /// `null`
    Null,
    /// Any JSON where the model has no shape for it: also the value of a member that is unknown.
    Document,
    /// Something of the wrong type, or that could not be read.
    Broken,
}

const ESCAPED: u8 = 1;
const SHADOWED: u8 = 2;
const INVALID: u8 = 4;
const BARE: u8 = 8;

/// No member of a structure.
pub const NO_MEMBER: u16 = u16::MAX;

/// A value, or a key of a map.
// INVARIANT: spans nest, and `next` is the index behind the last node inside.
#[derive(Clone, Copy, Debug)]
pub struct Node {
    /// Its place.
    pub span: Span,
    next: u32,
    member: u16,
    /// What it is.
    pub kind: NodeKind,
    flags: u8,
}

impl Node {
    /// Whether it is the value of a structure's member with this index.
    pub fn is_member(&self, member: usize) -> bool {
        usize::from(self.member) == member
    }
}

/// A key on the tape.
#[derive(Clone, Copy)]
pub struct KeyNode {
    span: Span,
    flags: u8,
}

impl KeyNode {
    /// Its text.
    pub fn name<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let inside = inside(self.span, self.flags).of(text);
        if self.flags & ESCAPED != 0 { unescape(inside) } else { Cow::Borrowed(inside) }
    }

    /// Whether another key of the same text has the same name.
    #[inline(always)]
    pub fn is_same(&self, text: &str, other: Quoted) -> bool {
        if self.flags & (ESCAPED | BARE) != 0 || other.escaped || other.bare {
            return self.name(text) == unescape(other.inside(text));
        }
        let lengths = [self.span, other.span].map(|span| span.end - span.start);
        lengths[0] == lengths[1] && is_same(self.span.bytes_of(text), other.span.bytes_of(text))
    }
}

/// A string or key without its quotes, if it has any.
fn inside(span: Span, flags: u8) -> Span {
    let quote = u32::from(flags & BARE == 0);
    Span { start: span.start + quote, end: span.end.saturating_sub(quote) }
}

/// The nodes of one text; reused from text to text.
#[derive(Debug, Default)]
pub struct Tape {
    nodes: Vec<Node>,
}

impl Tape {
    /// Forgets everything but the memory.
    pub fn clear(&mut self) {
        self.nodes.clear();
    }

    /// How many nodes there are: the index of the next.
    #[inline(always)]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether nothing was walked.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Adds a node; its end and what follows are given by [`close`](Self::close).
    #[inline(always)]
    pub fn open(&mut self, kind: NodeKind, member: u16, start: usize) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node { span: Span::new(start, start), next: index as u32 + 1, member, kind, flags: 0 });
        index
    }

    /// Ends a node where the reader stands.
    #[inline(always)]
    pub fn close(&mut self, index: usize, end: usize) {
        let next = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(index) {
            node.span.end = end as u32;
            node.next = next;
        }
    }

    /// Adds a node without others inside.
    #[inline(always)]
    pub fn leaf(&mut self, kind: NodeKind, member: u16, span: Span, escaped: bool) -> usize {
        let index = self.nodes.len();
        self.nodes.push(Node { span, next: index as u32 + 1, member, kind, flags: u8::from(escaped) * ESCAPED });
        index
    }

    /// Marks a value that a later one of the same name puts out of force, and the values inside it.
    pub fn shadow(&mut self, index: usize) {
        self.mark(index, SHADOWED);
    }

    /// Adds a key of a map.
    pub fn key(&mut self, key: Quoted) -> usize {
        let index = self.leaf(NodeKind::Key, NO_MEMBER, key.span, key.escaped);
        if key.bare {
            self.mark(index, BARE);
        }
        index
    }

    /// Marks a value that breaks a constraint of its shape.
    pub fn invalidate(&mut self, index: usize) {
        self.mark(index, INVALID);
    }

    fn mark(&mut self, index: usize, flag: u8) {
        if let Some(node) = self.nodes.get_mut(index) {
            node.flags |= flag;
        }
    }

    /// A node.
    #[inline(always)]
    pub fn node(&self, index: usize) -> Option<&Node> {
        self.nodes.get(index)
    }

    /// The keys of the map at an index that is still open, each with the index of its value.
    pub fn keys_of(&self, map: usize) -> impl Iterator<Item = (KeyNode, usize)> {
        let mut index = map + 1;
        std::iter::from_fn(move || {
            let key = self.nodes.get(index)?;
            let value = index + 1;
            index = self.nodes.get(value)?.next as usize;
            Some((KeyNode { span: key.span, flags: key.flags }, value))
        })
    }

    /// The nodes directly inside a container that is still open.
    pub fn children_of(&self, container: usize) -> impl Iterator<Item = usize> {
        let mut at = container + 1;
        std::iter::from_fn(move || {
            let child = at;
            at = self.nodes.get(child)?.next as usize;
            Some(child)
        })
    }

    /// The value at the root of a text.
    pub fn root<'t>(&'t self, text: &'t str) -> Value<'t> {
        Value { tape: self, text, index: 0 }
    }

    fn is_shadowed(&self, span: Span) -> bool {
        self.nodes.iter().any(|node| node.flags & SHADOWED != 0 && node.span.covers(span))
    }
}

/// A value on a tape.
#[derive(Clone, Copy)]
pub struct Value<'t> {
    tape: &'t Tape,
    text: &'t str,
    index: usize,
}

impl<'t> Value<'t> {
    #[inline(always)]
    fn node(self) -> Option<&'t Node> {
        self.tape.nodes.get(self.index)
    }

    /// What it is; `Broken` where nothing was walked.
    #[inline]
    pub fn kind(self) -> NodeKind {
        self.node().map_or(NodeKind::Broken, |node| node.kind)
    }

    /// Its place.
    #[inline]
    pub fn span(self) -> Span {
        self.node().map_or(Span::default(), |node| node.span)
    }

    /// The text it was read from.
    #[inline]
    pub fn source(self) -> &'t str {
        self.span().of(self.text)
    }

    /// The bytes it was read from.
    pub fn source_bytes(self) -> &'t [u8] {
        let span = self.span();
        self.text.as_bytes().get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// The whole text around it.
    pub fn whole_text(self) -> &'t str {
        self.text
    }

    /// Whether a place lies in a value that a later one of the same name puts out of force.
    pub fn is_out_of_force(self, span: Span) -> bool {
        self.tape.is_shadowed(span)
    }

    /// Whether it keeps the constraints of its shape, as far as they are about itself.
    #[inline]
    pub fn is_valid(self) -> bool {
        self.node().is_some_and(|node| node.flags & INVALID == 0 && node.kind != NodeKind::Broken)
    }

    /// The text of a string that keeps the constraints of its shape.
    pub fn str(self) -> Option<Cow<'t, str>> {
        if self.is_valid() { self.any_str() } else { None }
    }

    /// The text of a string, whether or not it keeps the constraints of its shape.
    pub fn any_str(self) -> Option<Cow<'t, str>> {
        let node = self.node()?;
        if !matches!(node.kind, NodeKind::String | NodeKind::Key) {
            return None;
        }
        let inside = inside(node.span, node.flags).of(self.text);
        Some(if node.flags & ESCAPED == 0 { Cow::Borrowed(inside) } else { unescape(inside) })
    }

    /// The bytes of a string as a JSON literal with the fewest escapes, quotes included; 0 for anything else.
    pub fn quoted_len(self) -> usize {
        match self.node() {
            Some(node) if matches!(node.kind, NodeKind::String | NodeKind::Key) => self.written_len(node),
            _ => 0,
        }
    }

    /// The same of a string or key of the same text.
    fn written_len(self, node: &Node) -> usize {
        let inside = inside(node.span, node.flags);
        if node.flags & ESCAPED == 0 {
            (inside.end - inside.start) as usize + 2
        } else {
            quoted_len(inside.of(self.text))
        }
    }

    /// The bytes of a structure of texts and of maps of texts as compact JSON, told from one pass over its nodes;
    /// `members` are its names in the model. None where anything else stands in it, or what a later one puts out
    /// of force: that wants a closer look.
    pub fn compact_len(self, members: &[&str]) -> Option<usize> {
        let end = self.node()?.next as usize;
        let mut bytes = 0;
        for (index, node) in (self.index..).zip(self.tape.nodes.get(self.index..end)?) {
            if node.flags & SHADOWED != 0 {
                return None;
            }
            // A name comes with quotes, a colon, and the comma to what follows; the last has none.
            let name = if node.member == NO_MEMBER { 0 } else { members.get(usize::from(node.member))?.len() + 4 };
            let own = match node.kind {
                NodeKind::Structure | NodeKind::Map => 2 - usize::from(node.next as usize > index + 1),
                NodeKind::Key => self.written_len(node) + 2,
                NodeKind::String => self.written_len(node),
                _ => return None,
            };
            bytes += name + own;
        }
        Some(bytes)
    }

    /// The value of a key that is written as `name`, quotes included. It is looked for first at the place where
    /// it stood in the map before, which is most often right.
    pub fn entry(self, name: &str, place: &mut usize) -> Option<Value<'t>> {
        let is_name = |key: &Node| key.kind == NodeKind::Key && is_same(key.span.bytes_of(self.text), name.as_bytes());
        let (key, value) = (self.index + 1 + 2 * *place, self.index + 2 + 2 * *place);
        if value < self.node()?.next as usize
            && self.tape.nodes.get(key).is_some_and(is_name)
            && self
                .tape
                .nodes
                .get(value)
                .is_some_and(|node| node.flags & SHADOWED == 0 && node.kind == NodeKind::String)
        {
            return Some(Value { index: value, ..self });
        }
        let (found, value) = self.entries().enumerate().find(|(_, (key, _))| key.node().is_some_and(is_name))?;
        *place = found;
        Some(value.1)
    }

    /// The number of an integer that keeps the constraints of its shape.
    pub fn integer(self) -> Option<i64> {
        if self.kind() != NodeKind::Number || !self.is_valid() {
            return None;
        }
        Decimal::of(self.source()).integer().and_then(|n| i64::try_from(n).ok())
    }

    /// The milliseconds of a time, from a number of seconds or from ISO 8601 text.
    pub fn millis(self) -> Option<i64> {
        match self.kind() {
            NodeKind::Number if self.is_valid() => Decimal::of(self.source()).millis(),
            NodeKind::String => parse_iso(&self.str()?).map(|time| time.millis),
            _ => None,
        }
    }

    /// The truth value.
    pub fn boolean(self) -> Option<bool> {
        match self.kind() {
            NodeKind::True => Some(true),
            NodeKind::False => Some(false),
            _ => None,
        }
    }

    /// A member of a structure by its index in the model; absent where it is `null`, broken, or put out of
    /// force by a later one.
    pub fn member(self, member: usize) -> Option<Value<'t>> {
        let wanted = u16::try_from(member).unwrap_or(NO_MEMBER);
        let mut children = self.children();
        while let Some((child, node)) = children.step() {
            if node.member == wanted && !matches!(node.kind, NodeKind::Null | NodeKind::Broken) {
                return Some(child);
            }
        }
        None
    }

    /// The elements of a list; broken ones are passed over.
    pub fn elements(self) -> Children<'t> {
        Children { passes_broken: true, ..self.children_of(NodeKind::List) }
    }

    /// The entries of a map; those with a broken value are passed over.
    pub fn entries(self) -> Entries<'t> {
        Entries(Children { passes_broken: true, ..self.children_of(NodeKind::Map) })
    }

    /// The elements of a list, broken ones too.
    pub fn all_elements(self) -> Children<'t> {
        self.children_of(NodeKind::List)
    }

    /// The entries of a map, those with a broken value too.
    pub fn all_entries(self) -> Entries<'t> {
        Entries(self.children_of(NodeKind::Map))
    }

    /// The members of a structure that are there, with their index in the model; none for a stranger.
    pub fn members(self) -> Members<'t> {
        Members(self.children_of(NodeKind::Structure))
    }

    /// The values inside, if it is of the kind.
    fn children_of(self, kind: NodeKind) -> Children<'t> {
        let children = self.children();
        if self.kind() == kind { children } else { Children { end: 0, ..children } }
    }

    /// Values directly inside, without keys and without those put out of force.
    fn children(self) -> Children<'t> {
        let end = self.node().map_or(0, |node| node.next as usize);
        Children { next: Value { index: self.index + 1, ..self }, end, passes_broken: false }
    }

    fn all_children(self) -> impl Iterator<Item = Value<'t>> {
        let end = self.node().map_or(0, |node| node.next as usize);
        let mut index = self.index + 1;
        std::iter::from_fn(move || {
            let child = Value { index, ..self };
            if index >= end {
                return None;
            }
            index = child.node()?.next as usize;
            Some(child)
        })
    }

    /// Whether anything in it could not be read as the model wants it.
    pub fn has_broken(self) -> bool {
        let end = self.node().map_or(0, |node| node.next as usize);
        (self.index..end).any(|i| self.tape.nodes.get(i).is_none_or(|node| node.kind == NodeKind::Broken))
    }

    /// Its JSON Pointer, found by going down from the root; for a key the pointer of its entry.
    pub fn path(self) -> String {
        let mut path = String::new();
        let mut at = Value { index: 0, ..self };
        while at.index < self.index {
            let (mut count, mut key, mut inside) = (0, None, None);
            for child in at.all_children() {
                if child.kind() == NodeKind::Key {
                    key = Some(child);
                }
                let end = child.node().map_or(0, |node| node.next as usize);
                if child.index <= self.index && self.index < end {
                    inside = Some(child);
                    break;
                }
                count += 1;
            }
            let Some(child) = inside else { break };
            match (at.kind(), key) {
                (NodeKind::List, _) => push_step(&mut path, &count.to_string()),
                (NodeKind::Map, Some(key)) => push_step(&mut path, &key.any_str().unwrap_or_default()),
                _ => push_step(&mut path, &child.name()),
            }
            at = child;
        }
        path
    }

    /// The member name in front of a value inside a structure, read back from the text.
    pub fn name(self) -> Cow<'t, str> {
        let before = self.text.get(..self.span().start as usize).unwrap_or_default();
        let before = before.trim_end_matches([' ', '\n', '\r', '\t', ':']);
        let Some(body) = before.strip_suffix('"') else {
            // A name without quotes, which the reader passed with a fault.
            let start = before.rfind([' ', '\n', '\r', '\t', ',', '{']).map_or(0, |at| at + 1);
            return Cow::Borrowed(before.get(start..).unwrap_or_default());
        };
        // A quote inside a key is escaped, so the opening one is the last without a backslash in front.
        let opening = body.rmatch_indices('"').find(|(at, _)| {
            let slashes = body.get(..*at).unwrap_or_default().bytes().rev().take_while(|&b| b == b'\\').count();
            slashes % 2 == 0
        });
        opening.map_or(Cow::Borrowed(""), |(at, _)| unescape(body.get(at + 1..).unwrap_or_default()))
    }
}

/// Values directly inside another, without keys and without those put out of force. One type for all, so that
/// what goes over them is compiled once.
#[derive(Clone)]
pub struct Children<'t> {
    next: Value<'t>,
    end: usize,
    passes_broken: bool,
}

impl<'t> Children<'t> {
    #[inline(always)]
    fn step(&mut self) -> Option<(Value<'t>, &'t Node)> {
        while self.next.index < self.end {
            let child = self.next;
            let node = child.node()?;
            self.next.index = node.next as usize;
            if node.kind == NodeKind::Key
                || node.flags & SHADOWED != 0
                || (self.passes_broken && node.kind == NodeKind::Broken)
            {
                continue;
            }
            return Some((child, node));
        }
        None
    }
}

impl<'t> Iterator for Children<'t> {
    type Item = Value<'t>;

    #[inline]
    fn next(&mut self) -> Option<Value<'t>> {
        self.step().map(|(child, _)| child)
    }
}

/// The entries of a map, keys with values.
#[derive(Clone)]
pub struct Entries<'t>(Children<'t>);

impl<'t> Iterator for Entries<'t> {
    type Item = (Value<'t>, Value<'t>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        // INVARIANT: the node in front of an entry's value is its key.
        let (value, _) = self.0.step()?;
        Some((Value { index: value.index - 1, ..value }, value))
    }
}

/// The members of a structure, with their index in the model.
#[derive(Clone)]
pub struct Members<'t>(Children<'t>);

impl<'t> Iterator for Members<'t> {
    type Item = (Option<usize>, Value<'t>);

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let (child, node) = self.0.step()?;
        Some(((node.member != NO_MEMBER).then_some(usize::from(node.member)), child))
    }
}

/// Appends a step to a JSON Pointer (RFC 6901).
pub fn push_step(path: &mut String, step: &str) {
    path.push('/');
    for c in step.chars() {
        match c {
            '~' => path.push_str("~0"),
            '/' => path.push_str("~1"),
            c => path.push(c),
        }
    }
}
