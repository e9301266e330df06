//! A broken constraint in our words: the rule that it belongs to, what is wrong and what is meant.

use crate::model::ast::Bounds;
use crate::model::say;
use crate::model::walk::Meant;
use crate::model::{Kind, Shape};
use crate::report::{Draft, Edit};
use crate::text::Span;
use crate::text::nearest::nearest;
use crate::text::pattern::MAX_VALUE_BYTES;
use crate::text::string::{code_points, shortened};

/// A constraint as an error names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constraint<'t> {
    /// The member has to be there.
    Required,
    /// One of these texts is wanted.
    Enum(Vec<Box<str>>),
    /// The whole value has to match.
    Pattern(&'t str),
    /// At least so many characters, items or entries.
    MinLength(u64),
    /// At most so many characters, items or entries.
    MaxLength(u64),
    /// At least this number.
    MinValue(i128),
    /// At most this number.
    MaxValue(i128),
    /// In words that nobody here knows.
    Other(&'t str),
}

/// A violation, and what is known of its place.
pub struct Violation<'v> {
    /// What a message calls the value.
    pub subject: String,
    /// The shape, where the place was found in a model.
    pub shape: Option<&'v Shape>,
    /// Words that other documents have for those of the model.
    pub meant: &'v [Meant],
    /// What the pattern asks for, where the service has words for it.
    pub words: Option<&'v str>,
    /// The value, where the error repeats it.
    pub value: Option<&'v str>,
}

/// A rule with its message and help.
pub type Retold = (Option<&'static str>, String, String);

/// The rule that finds such a thing beforehand.
pub fn rule_of(constraint: &Constraint<'_>, kind: Option<&Kind>) -> Option<&'static str> {
    let by_kind = |text, list, map| match kind {
        Some(Kind::List { .. }) => list,
        Some(Kind::Map { .. }) => map,
        _ => text,
    };
    Some(match constraint {
        Constraint::Required => "missing-member",
        Constraint::Enum(_) => "not-in-enum",
        Constraint::Pattern(_) => "pattern-mismatch",
        Constraint::MinLength(_) => by_kind("too-short", "too-few-items", "too-few-entries"),
        Constraint::MaxLength(_) => by_kind("too-long", "too-many-items", "too-many-entries"),
        Constraint::MinValue(_) => "too-small",
        Constraint::MaxValue(_) => "too-large",
        Constraint::Other(_) => return None,
    })
}

/// Whether a value breaks a constraint; none where that cannot be told from its text.
pub fn breaks(constraint: &Constraint<'_>, shape: &Shape, value: Option<&str>) -> Option<bool> {
    let Some(value) = value else { return Some(matches!(constraint, Constraint::Required)) };
    let is_text = matches!(shape.kind, Kind::String | Kind::Enum(_));
    match constraint {
        Constraint::Enum(allowed) => Some(allowed.iter().all(|one| **one != *value)),
        Constraint::Pattern(source) if is_of(shape, source) => {
            shape.pattern.as_ref().map(|pattern| value.len() > MAX_VALUE_BYTES || !pattern.matcher.is_match(value))
        }
        Constraint::MinLength(least) if is_text => Some((code_points(value) as u64) < *least),
        Constraint::MaxLength(most) if is_text => Some(code_points(value) as u64 > *most),
        Constraint::Required => Some(false),
        _ => None,
    }
}

/// What is wrong, and what to do.
pub fn retold(constraint: &Constraint<'_>, violation: &Violation<'_>) -> Retold {
    let Violation { subject, shape, meant, words, value } = violation;
    let rule = rule_of(constraint, shape.map(|shape| &shape.kind));
    let span = Span::default();
    let draft = match (constraint, *shape, *value) {
        (Constraint::Required, ..) => {
            let name = subject.trim_matches('`');
            say::missing(name, Edit { span, text: String::new() })
        }
        (Constraint::Enum(allowed), Some(shape), Some(value)) => say::not_in_enum(shape, value, span, allowed, meant),
        (Constraint::Enum(allowed), _, value) => of_enum(subject, allowed, value),
        (Constraint::Pattern(source), Some(shape), Some(value)) if is_of(shape, source) => match &shape.pattern {
            Some(pattern) => say::pattern(shape, value, span, pattern, *words),
            None => of_pattern(subject, source),
        },
        (Constraint::Pattern(source), ..) => of_pattern(subject, super::search::first_line(source)),
        (Constraint::MinLength(limit), shape, value) => of_length(subject, shape, value, *limit, true),
        (Constraint::MaxLength(limit), shape, value) => of_length(subject, shape, value, *limit, false),
        (Constraint::MinValue(least), _, Some(value)) => say::too_small(subject, value, *least),
        (Constraint::MaxValue(most), _, Some(value)) => say::too_large(subject, value, *most),
        (Constraint::MinValue(least), _, None) => {
            Draft::new(format!("{subject} is less than {least}")).help(format!("write {least} or more"))
        }
        (Constraint::MaxValue(most), _, None) => {
            Draft::new(format!("{subject} is more than {most}")).help(format!("write {most} or less"))
        }
        (Constraint::Other(text), ..) => Draft::new(format!("{subject} breaks a constraint of the service"))
            .help(format!("the service says: {}", shown(text))),
    };
    let (message, help) = words_of(draft, matches!(constraint, Constraint::Pattern(_)));
    (rule, message, help)
}

/// The words of a draft; the repair is named where the help alone does not say what is meant.
pub fn words_of(draft: Draft, names_repair: bool) -> (String, String) {
    let (message, help, fix) = draft.into_words();
    let help = help.unwrap_or_default().into_owned();
    match fix.filter(|_| names_repair) {
        Some(fix) => (message, format!("{help}; {}", fix.title)),
        None => (message, help),
    }
}

/// Whether a pattern, with whatever stands behind it in a log, is the shape's.
pub fn is_of(shape: &Shape, source: &str) -> bool {
    shape.pattern.as_ref().is_some_and(|pattern| source.starts_with(&*pattern.source))
}

fn of_enum(subject: &str, allowed: &[Box<str>], value: Option<&str>) -> Draft {
    let list: Vec<String> = allowed.iter().map(|one| format!("`{one}`")).collect();
    let near = value.and_then(|value| nearest(value, allowed.iter().map(|one| &**one)));
    let help = match near {
        Some((near, _)) => format!("did you mean `{near}`? allowed: {}", list.join(", ")),
        None => format!("write one of {}", list.join(", ")),
    };
    Draft::new(format!("{subject} is not one of the allowed values")).help(help)
}

fn of_pattern(subject: &str, source: &str) -> Draft {
    Draft::new(format!("{subject} does not match its pattern"))
        .help(format!("the whole value has to match `{}`", shortened(source)))
}

fn of_length(subject: &str, shape: Option<&Shape>, value: Option<&str>, limit: u64, is_short: bool) -> Draft {
    let unit = shape.map_or("character", unit_of);
    let of_what = match unit {
        "entry" => "entries",
        "item" => "items",
        _ => "characters",
    };
    // Lists and maps are repeated in a spelling of the service's own.
    let count = value.filter(|_| unit == "character").map(code_points);
    let is_told = count.is_some_and(|count| if is_short { (count as u64) < limit } else { count as u64 > limit });
    let bounds = Bounds { min: Some(limit), max: Some(limit) };
    match count.filter(|_| is_told) {
        Some(count) => say::length(subject, count, unit, bounds, is_short),
        None if is_short => Draft::new(format!("{subject} has fewer {of_what} than the {limit} that are needed"))
            .help("fill it, or leave the member out"),
        None => Draft::new(format!("{subject} has more {of_what} than the {limit} that are allowed"))
            .help(if unit == "character" { "shorten it" } else { "send fewer at a time" }),
    }
}

/// What the length of a value is counted in.
pub fn unit_of(shape: &Shape) -> &'static str {
    match shape.kind {
        Kind::List { .. } => "item",
        Kind::Map { .. } => "entry",
        _ => "character",
    }
}

/// A piece of an error, short enough for a message.
pub fn shown(piece: &str) -> String {
    format!("`{}`", shortened(piece))
}
