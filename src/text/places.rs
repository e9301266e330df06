//! Places of a text within another: of a text that stands in a JSON string with its escapes, and of what was read
//! from it. Spans and edits lead from the inner text to the outer.

use super::Span;
use super::string::quoted;

/// The way from a text to the one that it was taken from.
pub trait Places {
    /// The place in the outer text that a place in the inner one stands for.
    fn outer(&self, span: Span) -> Span;

    /// The edit of the outer text that does what this one does in the inner; none where that cannot be said.
    fn edit(&self, span: Span, text: &str) -> Option<(Span, String)>;
}

/// The inside of a JSON string literal: an escape is more characters outside than inside.
pub struct Escaped {
    /// The text without escapes.
    pub text: String,
    /// Inner and outer offsets from which on both grow alike.
    // INVARIANT: in order, beginning with the start of the text.
    steps: Vec<(u32, u32)>,
    end: u32,
}

impl Escaped {
    /// The value of a literal whose inside begins at an offset of the outer text.
    pub fn of(inside: &str, start: u32) -> Escaped {
        let (mut text, mut steps) = (String::with_capacity(inside.len()), vec![(0, start)]);
        let mut rest = inside;
        while let Some(slash) = rest.find('\\') {
            let (plain, escape) = rest.split_at(slash);
            text.push_str(plain);
            let length = escape_len(escape);
            let (escape, after) = escape.split_at_checked(length).unwrap_or((escape, ""));
            text.push_str(&super::string::unescape(escape));
            rest = after;
            steps.push((text.len() as u32, start + (inside.len() - rest.len()) as u32));
        }
        text.push_str(rest);
        Escaped { text, steps, end: start + inside.len() as u32 }
    }

    fn offset(&self, inner: u32) -> u32 {
        let place = self.steps.partition_point(|(from, _)| *from <= inner).saturating_sub(1);
        let (from, to) = self.steps.get(place).copied().unwrap_or_default();
        let next = self.steps.get(place + 1).map_or(self.end, |(_, outer)| *outer);
        (to + (inner - from.min(inner))).min(next)
    }
}

/// How long an escape is, a pair of surrogates being one.
fn escape_len(text: &str) -> usize {
    let bytes = text.as_bytes();
    let unit = |at: usize| bytes.get(at..at + 2) == Some(b"\\u");
    match bytes.get(1) {
        Some(b'u')
            if unit(6) && matches!(bytes.get(2..4), Some([b'd' | b'D', b'8' | b'9' | b'a' | b'b' | b'A' | b'B'])) =>
        {
            12
        }
        Some(b'u') => 6,
        // Behind the backslash stands one character, of one byte where the literal is sound.
        Some(_) => 1 + text.get(1..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8),
        None => 1,
    }
}

impl Places for Escaped {
    fn outer(&self, span: Span) -> Span {
        Span { start: self.offset(span.start), end: self.offset(span.end) }
    }

    fn edit(&self, span: Span, text: &str) -> Option<(Span, String)> {
        let literal = quoted(text);
        let inside = literal.get(1..literal.len() - 1)?;
        Some((self.outer(span), inside.into()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_count_escapes() {
        let outer = r#"{"a":"x\n\"yä\u00e4\ud83d\ude00z"}"#;
        let inside = outer.get(6..outer.len() - 2).unwrap();
        let escaped = Escaped::of(inside, 6);
        assert_eq!(escaped.text, "x\n\"yää😀z");
        let place = |piece: &str| {
            let start = escaped.text.find(piece).unwrap();
            escaped.outer(Span::new(start, start + piece.len())).of(outer)
        };
        assert_eq!(place("x"), "x");
        assert_eq!(place("\n"), "\\n");
        assert_eq!(place("\"y"), "\\\"y");
        assert_eq!(place("😀"), "\\ud83d\\ude00");
        assert_eq!(place("z"), "z");
        assert_eq!(place(&escaped.text.clone()), inside);
    }

    #[test]
    fn edits_are_escaped_again() {
        let escaped = Escaped::of("a\\tb", 1);
        assert_eq!(escaped.edit(Span::new(2, 3), "\"\n"), Some((Span::new(4, 5), "\\\"\\n".into())));
    }
}
