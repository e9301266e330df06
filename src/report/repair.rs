//! Repairs applied: which go together, and the text that comes of them.

use crate::text::order::sort_by;

use super::{Edit, Finding, Trust};

/// The edits of those safe fixes that do not touch each other: of each finding the first, in the order of the text.
/// Those left over are found again in the text that comes of it.
pub fn safe_edits(findings: &[Finding]) -> Vec<&Edit> {
    let mut taken: Vec<&Edit> = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fixes.iter().find(|fix| fix.trust == Trust::Safe) else { continue };
        let touches = |edit: &Edit| {
            taken.iter().any(|other| edit.span.start <= other.span.end && other.span.start <= edit.span.end)
        };
        if !fix.edits.iter().any(touches) {
            taken.extend(&fix.edits);
        }
    }
    taken
}

/// A text with edits applied; they do not overlap.
pub fn apply<'e>(text: &str, edits: impl Iterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.collect();
    sort_by(&mut edits, |a, b| a.span.start.cmp(&b.span.start));
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for edit in edits {
        out.push_str(text.get(at..edit.span.start as usize).unwrap_or_default());
        out.push_str(&edit.text);
        at = edit.span.end as usize;
    }
    out + text.get(at..).unwrap_or_default()
}
