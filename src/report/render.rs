//! Findings as text for a terminal: the place, the line, a caret under the value, and what to do.

use std::fmt::Write;

use crate::text::lines::positions;

use super::{Finding, Severity};

/// The longest piece of a line that is shown, in characters.
const WIDTH: usize = 100;

/// Renders findings over the text that they are about; `name` stands for the text, as a file name would.
pub fn render(name: &str, text: &str, findings: &[Finding]) -> String {
    let starts: Vec<u32> = findings.iter().map(|f| f.span.start).collect();
    let mut out = String::new();
    for (finding, position) in findings.iter().zip(positions(text, &starts)) {
        let at = (finding.span.start as usize).min(text.len());
        let line_start = text.get(..at).and_then(|t| t.rfind('\n')).map_or(0, |i| i + 1);
        let line_end = text.get(at..).and_then(|t| t.find(['\n', '\r'])).map_or(text.len(), |i| at + i);
        let end = (finding.span.end as usize).clamp(at, line_end.max(at));
        let (before, marked, after) = (
            text.get(line_start..at).unwrap_or_default(),
            text.get(at..end).unwrap_or_default(),
            text.get(end..line_end).unwrap_or_default(),
        );
        let before = shown_tail(before, WIDTH / 2);
        let marked = shown_head(marked, WIDTH / 2);
        let after = shown_head(after, WIDTH / 4);
        let number = (position.line + 1).to_string();
        let gutter = " ".repeat(number.len());
        let carets = "^".repeat(marked.chars().count().max(1));
        let indent = " ".repeat(before.chars().count());
        // Writing to a string cannot fail.
        let _ = writeln!(out, "{}[{}]: {}", finding.severity.as_str(), finding.rule, finding.message);
        let place = if finding.path.is_empty() { "the whole document" } else { &finding.path };
        let _ = writeln!(out, "{gutter}--> {name}:{number}:{} {place}", position.character + 1);
        let _ = writeln!(out, "{gutter} |\n{number} | {before}{marked}{after}\n{gutter} | {indent}{carets}");
        if let Some(help) = &finding.help {
            let _ = writeln!(out, "{gutter} = help: {help}");
        }
        let source = finding.basis.source().map(|s| format!(" ({s})")).unwrap_or_default();
        let _ = writeln!(out, "{gutter} = why: {}; {}{source}\n", finding.why, finding.basis.as_str());
    }
    let count = |severity| findings.iter().filter(|f| f.severity == severity).count();
    let parts: Vec<String> = [(Severity::Error, "error"), (Severity::Warning, "warning"), (Severity::Info, "note")]
        .into_iter()
        .map(|(severity, word)| (count(severity), word))
        .filter(|&(n, _)| n > 0)
        .map(|(n, word)| format!("{n} {word}{}", if n == 1 { "" } else { "s" }))
        .collect();
    let total = if parts.is_empty() { "no findings".to_string() } else { parts.join(", ") };
    let _ = writeln!(out, "{name}: {total}");
    out
}

/// The end of a piece, white space made visible as spaces, cut at the front.
fn shown_tail(piece: &str, most: usize) -> String {
    let count = piece.chars().count();
    let cut = count.saturating_sub(most);
    let mark = if cut > 0 { "…" } else { "" };
    mark.chars().chain(piece.chars().skip(cut).map(plain)).collect()
}

fn shown_head(piece: &str, most: usize) -> String {
    let mark = if piece.chars().count() > most { "…" } else { "" };
    piece.chars().take(most).map(plain).chain(mark.chars()).collect()
}

/// Tabs and other controls would move the caret away.
fn plain(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}
