//! A finding and the bounded list of them.

use std::borrow::Cow;

use crate::text::Span;
use crate::text::order::sort_by;
use crate::text::places::Places;

use super::RuleText;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The service would refuse the request, or take it for something else.
    Error,
    /// The service would take it, but hardly as it is meant.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// How we know. What is not in the model carries its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    /// A constraint of the service's published model.
    Model,
    /// A text that the vendor, or a standard, published.
    Documentation(&'static str),
    /// A real answer that somebody quoted.
    Observation(&'static str),
    /// Our own reading: plausible, and stated nowhere.
    Assumption(&'static str),
}

impl Basis {
    /// The word in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Model => "model",
            Basis::Documentation(_) => "documentation",
            Basis::Observation(_) => "observation",
            Basis::Assumption(_) => "assumption",
        }
    }

    /// Where it stands, where it stands somewhere else than in the model.
    pub fn source(self) -> Option<&'static str> {
        match self {
            Basis::Model => None,
            Basis::Documentation(source) | Basis::Observation(source) | Basis::Assumption(source) => Some(source),
        }
    }
}

/// One thing found at one place.
#[derive(Clone, Debug)]
pub struct Finding {
    /// The rule that found it.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// How we know.
    pub basis: Basis,
    /// Why it matters; a sentence about the rule, not about this place.
    pub why: &'static str,
    /// What is wrong, in one clause.
    pub message: String,
    /// What to do.
    pub help: Option<Cow<'static, str>>,
    /// JSON Pointer; of the absent member where one is missing.
    pub path: String,
    /// The value at fault.
    pub span: Span,
    /// Other places that belong to it.
    pub related: Vec<Related>,
    /// What the service would answer with.
    pub exception: Option<&'static str>,
    /// Repairs, the likeliest first.
    pub fixes: Vec<Fix>,
    /// Whether it is about a map's key, not about the value behind it.
    pub on_key: bool,
}

impl Finding {
    /// The same finding told of the text that its text was taken from. Repairs that cannot be told there go.
    pub fn moved(mut self, places: &dyn Places, above: &str) -> Finding {
        self.span = places.outer(self.span);
        self.path.insert_str(0, above);
        for related in &mut self.related {
            related.span = places.outer(related.span);
            related.path.insert_str(0, above);
        }
        let fixes = std::mem::take(&mut self.fixes).into_iter();
        self.fixes = fixes.filter_map(|fix| Some(Fix { edits: moved(&fix.edits, places)?, ..fix })).collect();
        self
    }
}

fn moved(edits: &[Edit], places: &dyn Places) -> Option<Vec<Edit>> {
    let edit = |edit: &Edit| places.edit(edit.span, &edit.text).map(|(span, text)| Edit { span, text });
    edits.iter().map(edit).collect()
}

/// A place that belongs to a finding, in its own words.
#[derive(Clone, Debug)]
pub struct Related {
    /// JSON Pointer.
    pub path: String,
    /// The place.
    pub span: Span,
    /// What it has to do with the finding.
    pub message: Cow<'static, str>,
}

/// A repair.
#[derive(Clone, Debug)]
pub struct Fix {
    /// What it does, as a button would say it.
    pub title: String,
    /// How far to trust it.
    pub trust: Trust,
    /// What to change; the places do not overlap.
    pub edits: Vec<Edit>,
}

/// How far to trust a repair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trust {
    /// Apply without looking.
    Safe,
    /// Look before applying.
    Check,
}

impl Trust {
    /// The word in a report.
    pub fn as_str(self) -> &'static str {
        match self {
            Trust::Safe => "safe",
            Trust::Check => "check",
        }
    }
}

/// A piece of text to put in place of another.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What to take away; empty where something is put in.
    pub span: Span,
    /// What to put there.
    pub text: String,
}

/// The part of a finding that its place decides; the rule adds the rest.
#[derive(Debug, Default)]
pub struct Draft {
    message: String,
    help: Option<Cow<'static, str>>,
    related: Vec<Related>,
    exception: Option<&'static str>,
    fixes: Vec<Fix>,
    on_key: bool,
}

impl Draft {
    /// What is wrong, in one clause: lower-case start, no final period, the user's words in backticks.
    pub fn new(message: impl Into<String>) -> Self {
        Draft { message: message.into(), ..Draft::default() }
    }

    /// What to do.
    pub fn help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Another place that belongs to it.
    pub fn related(mut self, path: String, span: Span, message: impl Into<Cow<'static, str>>) -> Self {
        self.related.push(Related { path, span, message: message.into() });
        self
    }

    /// What the service would answer with.
    pub fn exception(mut self, name: &'static str) -> Self {
        self.exception = Some(name);
        self
    }

    /// A repair of one place.
    pub fn fix(self, title: impl Into<String>, trust: Trust, span: Span, text: impl Into<String>) -> Self {
        self.fix_all(title, trust, vec![Edit { span, text: text.into() }])
    }

    /// A repair of several places.
    pub fn fix_all(mut self, title: impl Into<String>, trust: Trust, edits: Vec<Edit>) -> Self {
        self.fixes.push(Fix { title: title.into(), trust, edits });
        self
    }

    /// It is about a map's key.
    pub fn on_key(mut self) -> Self {
        self.on_key = true;
        self
    }

    /// What is said where there is no place for it: the message, the help, and the first repair.
    pub fn into_words(self) -> (String, Option<Cow<'static, str>>, Option<Fix>) {
        (self.message, self.help, self.fixes.into_iter().next())
    }

    pub(super) fn finding(self, rule: &RuleText, path: String, span: Span) -> Finding {
        let Draft { message, help, related, exception, fixes, on_key } = self;
        let &RuleText { name, severity, basis, why, .. } = rule;
        Finding { rule: name, severity, basis, why, message, help, path, span, related, exception, fixes, on_key }
    }
}

/// Findings in the making: a list that keeps the first `limit` by place and counts nothing else, so that a text
/// with a million faults costs no more memory than one with a thousand.
#[derive(Debug)]
pub struct Findings {
    list: Vec<Finding>,
    limit: usize,
    /// Findings that start after this would be cut off anyway.
    horizon: u32,
    truncated: bool,
    has_error: bool,
}

impl Findings {
    /// An empty list that will keep so many.
    pub fn new(limit: usize) -> Self {
        Findings { list: Vec::new(), limit, horizon: u32::MAX, truncated: false, has_error: false }
    }

    /// Adds a finding. Nothing is built where it would be cut off.
    pub fn add(&mut self, rule: &RuleText, span: Span, build: impl FnOnce() -> (String, Draft)) {
        if self.wants(rule, span) {
            let (path, draft) = build();
            self.push(rule, span, path, draft);
        }
    }

    /// Takes a finding that was made elsewhere.
    pub fn adopt(&mut self, finding: Finding) {
        self.has_error |= finding.severity == Severity::Error;
        self.truncated |= finding.span.start > self.horizon;
        if finding.span.start <= self.horizon {
            self.list.push(finding);
        }
    }

    /// Notes that there was more than was kept.
    pub fn note_truncated(&mut self, is_truncated: bool) {
        self.truncated |= is_truncated;
    }

    // Not compiled anew for each of the many places that add.
    #[inline(never)]
    fn wants(&mut self, rule: &RuleText, span: Span) -> bool {
        self.has_error |= rule.severity == Severity::Error;
        self.truncated |= span.start > self.horizon;
        span.start <= self.horizon
    }

    #[inline(never)]
    fn push(&mut self, rule: &RuleText, span: Span, path: String, draft: Draft) {
        self.list.push(draft.finding(rule, path, span));
        if self.list.len() > 2 * self.limit + 16 {
            self.cut();
        }
    }

    /// Whether a rule's finding is among those kept.
    pub(super) fn has(&self, rule: &str) -> bool {
        self.list.iter().any(|finding| finding.rule == rule)
    }

    /// Whether an error was among all that was found, kept or not.
    pub fn has_error(&self) -> bool {
        self.has_error
    }

    /// All that is kept, in order of place, and whether there was more.
    pub fn into_list(mut self) -> (Vec<Finding>, bool) {
        self.cut();
        (self.list, self.truncated)
    }

    fn cut(&mut self) {
        sort_by(&mut self.list, |a, b| {
            (a.span.start, a.span.end, &a.path, a.rule).cmp(&(b.span.start, b.span.end, &b.path, b.rule))
        });
        if self.list.len() > self.limit {
            self.list.truncate(self.limit);
            self.truncated = true;
            self.horizon = self.list.last().map_or(u32::MAX, |last| last.span.start);
        }
    }
}
