//! A rule: one row in the table of its family, one function below it.

use crate::labels::Labels;
use crate::model::tape::Value;
use crate::text::Span;

use super::{Basis, Draft, Findings, Severity};

/// What is said of a rule, whoever runs it.
#[derive(Clone, Copy, Debug)]
pub struct RuleText {
    /// The thing found, in words that read well after "allow …". Never used for another.
    pub name: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is found, in a clause.
    pub summary: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// How we know.
    pub basis: Basis,
}

/// A rule of a service on a request that the model lets through.
pub struct Rule {
    /// What is said of it.
    pub text: RuleText,
    /// Finds it. A plain function: no state, no clock, no I/O.
    pub run: for<'t> fn(Value<'t>, &mut Found<'_>),
}

impl Rule {
    /// A rule in a line for each thing that is said of it.
    pub const fn new(
        name: &'static str,
        severity: Severity,
        summary: &'static str,
        why: &'static str,
        basis: Basis,
        run: for<'t> fn(Value<'t>, &mut Found<'_>),
    ) -> Rule {
        Rule { text: RuleText { name, severity, summary, why, basis }, run }
    }
}

/// A rule on a text as it was written, before anything is read of it.
pub struct TextRule {
    /// What is said of it.
    pub text: RuleText,
    /// Finds it: where it stands, and what is said there.
    pub run: fn(&str) -> Option<(Span, Draft)>,
}

/// Where a rule puts what it finds.
pub struct Found<'f> {
    pub(crate) rule: &'f RuleText,
    pub(crate) findings: &'f mut Findings,
    pub(crate) labels: &'f Labels,
}

impl<'f> Found<'f> {
    /// A part of the address that was given beside the text.
    pub fn label(&self, name: &str) -> Option<&'f str> {
        self.labels.get(name).map(String::as_str)
    }

    /// Something wrong at a value.
    pub fn at(&mut self, value: Value<'_>, draft: impl FnOnce() -> Draft) {
        self.findings.add(self.rule, value.span(), || (value.path(), draft()));
    }

    /// Something wrong at a place within a value.
    pub fn within(&mut self, value: Value<'_>, span: Span, draft: impl FnOnce() -> Draft) {
        self.findings.add(self.rule, span, || (value.path(), draft()));
    }

    /// Something wrong at the key of a map's entry, told with the path of the entry.
    pub fn at_key(&mut self, key: Value<'_>, draft: impl FnOnce() -> Draft) {
        self.findings.add(self.rule, key.span(), || (key.path(), draft().on_key()));
    }

    /// Whether another rule found something before: where it counted the same, nothing has to be counted again.
    pub fn is_told(&self, rule: &RuleText) -> bool {
        self.findings.has(rule.name)
    }

    /// A member that is not there: told at the opening brace of the object that lacks it.
    pub fn missing(&mut self, object: Value<'_>, member: &str, draft: impl FnOnce() -> Draft) {
        let start = object.span().start;
        let brace = Span { start, end: start + 1 };
        self.findings.add(self.rule, brace, || (format!("{}/{member}", object.path()), draft()));
    }
}
