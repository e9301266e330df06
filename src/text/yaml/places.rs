//! The way back from the JSON text to the YAML text: places, and edits that are written as the YAML around them is.

use super::super::Span;
use super::super::places::Places;
use super::scalar::is_plain;
use super::{Token, TokenKind, Yaml};

impl Yaml {
    /// The token that covers an offset of the JSON text, or the last before it.
    fn token_at(&self, offset: u32) -> Option<&Token> {
        let behind = self.tokens.partition_point(|token| token.json.start <= offset);
        self.tokens.get(behind.checked_sub(1)?)
    }

    /// The place of a part of a scalar that is written in the YAML as it is in the JSON.
    fn within(&self, token: &Token, span: Span) -> Option<Span> {
        let quotes = u32::from(self.json.as_bytes().get(token.json.start as usize) == Some(&b'"'));
        let own = u32::from(token.kind == TokenKind::Quoted);
        let (inner, outer) = (token.json.end - token.json.start - 2 * quotes, token.source.end - token.source.start);
        let is_alike = matches!(token.kind, TokenKind::Plain | TokenKind::Quoted) && inner + 2 * own == outer;
        is_alike.then(|| {
            let shift = |at: u32| token.source.start + own + (at - token.json.start).saturating_sub(quotes).min(inner);
            Span { start: shift(span.start), end: shift(span.end) }
        })
    }
}

impl Places for Yaml {
    fn outer(&self, span: Span) -> Span {
        let Some(first) = self.token_at(span.start) else { return Span::default() };
        let is_part = first.json.covers(span) && first.json != span;
        if is_part && let Some(part) = self.within(first, span) {
            return part;
        }
        let last = self.token_at(span.end.saturating_sub(1).max(span.start)).unwrap_or(first);
        // A block that lacks something is told at its first key, or item.
        let is_start = first.json == span && matches!(first.kind, TokenKind::Block(_));
        let source = if is_start {
            self.tokens
                .get(self.tokens.partition_point(|t| t.json.start <= span.start))
                .map_or(first.source, |t| t.source)
        } else {
            first.source
        };
        Span { start: source.start, end: if is_start { source.end } else { last.source.end.max(source.start) } }
    }

    fn edit(&self, span: Span, text: &str) -> Option<(Span, String)> {
        let token = self.token_at(span.start)?;
        let is_scalar = matches!(token.kind, TokenKind::Plain | TokenKind::Quoted);
        if token.json == span && is_scalar {
            let own = match (token.kind, text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'))) {
                (TokenKind::Plain, Some(value)) if is_plain(value) => value.to_string(),
                _ => text.to_string(),
            };
            return Some((token.source, own));
        }
        if span.start != span.end {
            return None;
        }
        // Members are put in behind an opening brace; in a block that is its start.
        let token = self.tokens.get(self.tokens.partition_point(|token| token.json.end < span.start))?;
        let (brace, column) = match token.kind {
            TokenKind::Bracket
                if token.json.end == span.start
                    && self.json.as_bytes().get(token.json.start as usize) == Some(&b'{') =>
            {
                return Some((Span { start: token.source.end, end: token.source.end }, text.to_string()));
            }
            TokenKind::Block(column) if token.json.end == span.start => (token, column),
            _ => return None,
        };
        let member = text.trim().trim_end_matches(',').trim();
        let first = self.tokens.get(self.tokens.partition_point(|t| t.json.start <= brace.json.start))?;
        if member.contains('\n') || self.json.as_bytes().get(brace.json.start as usize) != Some(&b'{') {
            return None;
        }
        let at = Span { start: first.source.start, end: first.source.start };
        Some((at, format!("{member}\n{}", " ".repeat(column as usize))))
    }
}
