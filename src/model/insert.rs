//! Where in an object a missing member goes, and how it is laid out there: as its neighbours are.

use crate::report::Edit;
use crate::text::Span;
use crate::text::string::quoted;

use super::ast::{Member, Shape};
use super::sample::Sampler;

/// A place where a member is missing.
pub(super) struct Gap<'t> {
    pub(super) text: &'t str,
    /// A `null` that stands in its place.
    pub(super) null: Option<Span>,
    /// The opening brace of the object.
    pub(super) brace: Span,
    /// Where the last member ends, if there is one.
    pub(super) last: Option<u32>,
}

impl Gap<'_> {
    /// The edit that puts the member there.
    pub(super) fn filled(&self, sampler: &Sampler<'_>, (owner, member): (&Shape, &Member)) -> Edit {
        let value = sampler.member(owner, member, 0);
        let indent = self.indent();
        let value = match indent {
            Some(indent) => value.replace('\n', &["\n", indent].concat()),
            None => on_one_line(&value),
        };
        if let Some(span) = self.null {
            return Edit { span, text: value };
        }
        let named = format!("{}: {value}", quoted(member.name_in(sampler.form)));
        let at = self.last.unwrap_or(self.brace.end);
        let text = match (self.last, indent) {
            (Some(_), Some(indent)) => format!(",\n{indent}{named}"),
            (Some(_), None) => format!(", {named}"),
            (None, _) => named,
        };
        Edit { span: Span { start: at, end: at }, text }
    }

    /// The white space before a member, where each has a line of its own.
    fn indent(&self) -> Option<&str> {
        let inside = self.text.get(self.brace.end as usize..)?;
        let space = inside.get(..inside.len() - inside.trim_start().len())?;
        self.last.and(space.rsplit_once('\n')).map(|(_, indent)| indent)
    }
}

/// JSON that was laid out, on one line. Texts in it have no line ends of their own.
fn on_one_line(json: &str) -> String {
    let mut out = String::new();
    for line in json.lines() {
        if out.ends_with(',') {
            out.push(' ');
        }
        out.push_str(line.trim_start());
    }
    out
}
