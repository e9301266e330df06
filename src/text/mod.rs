//! Bytes with places: decoding, the strict JSON reader, spans and lines, numbers, times, patterns and the
//! nearest name. Nothing here knows a shape or a service.

pub mod decode;
pub mod lines;
pub mod nearest;
pub mod number;
pub mod order;
pub mod pattern;
pub mod places;
pub mod reader;
pub mod scan;
pub mod string;
pub mod time;
pub mod yaml;

/// A place in a text: byte offsets, `start` inclusive and `end` exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// The span from one byte offset to another.
    #[inline(always)]
    pub fn new(start: usize, end: usize) -> Self {
        // Texts are bounded by `decode::MAX_BYTES`, far below 4 GiB.
        Span { start: start as u32, end: end as u32 }
    }

    /// The text it covers; empty where it lies outside.
    #[inline(always)]
    pub fn of<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// The bytes it covers; empty where it lies outside.
    #[inline(always)]
    pub fn bytes_of<'t>(&self, text: &'t str) -> &'t [u8] {
        text.as_bytes().get(self.start as usize..self.end as usize).unwrap_or_default()
    }

    /// Whether another span lies within this one.
    pub fn covers(&self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}
