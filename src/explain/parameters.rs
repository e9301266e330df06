//! What botocore says of parameters before it sends anything: one line for each that is wrong, with a name such as
//! `Items[0].TypeName`. Its texts are those of botocore/validate.py.

use crate::model::Model;
use crate::model::ast::Bounds;
use crate::model::say;
use crate::model::walk::Form;
use crate::report::Basis;
use crate::services::Target;
use crate::text::Span;
use crate::text::nearest::nearest;
use crate::text::reader::Start;
use crate::text::string::quoted;

use super::place::{self, Place};
use super::retell::{Constraint, Retold, Violation, retold, rule_of, shown, unit_of, words_of};
use super::{Explanation, MOST, PARAMETERS, forms, search};

const SOURCE: Basis = Basis::Documentation("botocore, botocore/validate.py");

/// One line.
struct Line<'t> {
    /// The name of the parameter, or of the structure that it is in.
    name: &'t str,
    what: What<'t>,
}

enum What<'t> {
    Missing { member: &'t str },
    Unknown { member: &'t str, known: &'t str },
    WrongType { value: &'t str, found: &'t str, wanted: &'t str },
    Short { length: &'t str, least: u64 },
    Small { value: &'t str, least: i128 },
    SeveralOfUnion { members: &'t str },
    NoneOfUnion { members: &'t str },
    NoJson,
}

const HEADS: [&str; 8] = [
    "Missing required parameter in ",
    "Unknown parameter in ",
    "Invalid type for parameter ",
    "Invalid type for document parameter ",
    "Invalid value for parameter ",
    "Invalid length for parameter ",
    "Invalid number of parameters set for tagged union structure ",
    "Must set one of the following keys for tagged union",
];

/// Whether a text has such a line.
pub fn are_told(text: &str) -> bool {
    blocks(text).next().is_some()
}

/// What each line says.
pub fn explained(text: &str, candidates: &[&Target], whole: &str) -> Vec<Explanation> {
    let lines: Vec<Line<'_>> = blocks(text).filter_map(line).take(MOST).collect();
    let leads = |target: &&Target| lines.iter().take(50).all(|line| placed(target, line).is_some());
    let mut fitting: Vec<&Target> = candidates.iter().copied().filter(leads).collect();
    if fitting.len() > 1 {
        let spoken = forms::spoken_of(&fitting, whole);
        fitting = if spoken.is_empty() { fitting } else { spoken };
    }
    let operation = match fitting.as_slice() {
        [only] => Some(only.id()),
        _ => None,
    };
    let is_same = |line: &Line<'_>| {
        let pointer = |target: &&Target| placed(target, line).map(|place| place.pointer);
        let first = fitting.first().and_then(pointer);
        fitting.iter().all(|target| pointer(target) == first)
    };
    let target = |line| fitting.first().copied().filter(|_| is_same(line));
    lines.iter().map(|line| one(line, target(line), operation.clone())).collect()
}

/// The lines, each with those below it that belong to its value.
fn blocks(text: &str) -> impl Iterator<Item = &str> {
    let begins = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        HEADS.iter().any(|head| rest.starts_with(head)) || rest.starts_with("Invalid parameter ")
    };
    let marks = text.match_indices(['M', 'U', 'I']).map(|(at, _)| at);
    let mut starts = marks.filter(move |&at| begins(at) && is_start(text, at)).peekable();
    std::iter::from_fn(move || {
        let start = starts.next()?;
        text.get(start..starts.peek().copied().unwrap_or(text.len()))
    })
}

/// A line begins a text or a line of it, or stands behind what a client puts in front.
fn is_start(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let line = before.trim_end_matches([' ', '\t']);
    line.is_empty() || line.ends_with('\n') || before.ends_with(": ") || before.ends_with("\\n")
}

fn line(block: &str) -> Option<Line<'_>> {
    let between = |after: &str, end: &str| -> Option<(usize, usize)> {
        let start = search::find(block, after)? + after.len();
        Some((start, start + search::find(block.get(start..)?, end)?))
    };
    let piece = |(start, end): (usize, usize)| block.get(start..end);
    let head = HEADS.iter().position(|head| block.starts_with(head));
    let behind = |index: usize| block.get(HEADS.get(index)?.len()..);
    let number = |text: &str| -> Option<i128> {
        let end = search::run(text, |c| c.is_ascii_digit() || c == '-');
        text.get(..end)?.parse().ok()
    };
    Some(match head {
        Some(0) => {
            let (name, member) = search::cut(behind(0)?, ": \"")?;
            Line { name, what: What::Missing { member: member.get(..search::find(member, "\"")?)? } }
        }
        Some(1) => {
            let (name, rest) = search::cut(behind(1)?, ": \"")?;
            let end = "\", must be one of: ";
            let (member, known) = rest.split_at_checked(search::find_last(rest, end)?)?;
            Line { name, what: What::Unknown { member, known: search::first_line(known.get(end.len()..)?) } }
        }
        Some(index @ (2 | 3)) => {
            let (name, rest) = search::cut(behind(index)?, ", value: ")?;
            let (value, types) = rest.split_at_checked(search::find_last(rest, ", type: <class '")?)?;
            let (found, wanted) = search::cut(types.strip_prefix(", type: <class '")?, "'>, valid types: ")?;
            Line { name, what: What::WrongType { value, found, wanted: search::first_line(wanted) } }
        }
        Some(4) => {
            let name = search::cut(behind(4)?, ", value: ")?.0;
            let value = piece(between(", value: ", ", valid min value: ")?)?;
            let least = number(search::cut_last(block, ", valid min value: ")?.1)?;
            Line { name, what: What::Small { value, least } }
        }
        Some(5) => {
            let name = search::cut(behind(5)?, ", value: ")?.0;
            let length = piece(between(", value: ", ", valid min length: ")?)?;
            let least = u64::try_from(number(search::cut_last(block, ", valid min length: ")?.1)?).ok()?;
            Line { name, what: What::Short { length, least } }
        }
        Some(6) => {
            let (name, members) = search::cut(behind(6)?, ". Can only set one of the following keys: ")?;
            Line { name, what: What::SeveralOfUnion { members: search::first_line(members).trim_end_matches('.') } }
        }
        Some(_) => {
            // No space stands between the two words in botocore's own text.
            let (name, members) = search::cut(behind(7)?.trim_start().strip_prefix("structure ")?, ": ")?;
            Line { name, what: What::NoneOfUnion { members: search::first_line(members).trim_end_matches('.') } }
        }
        None => {
            let (name, _) = search::cut(block.strip_prefix("Invalid parameter ")?, " must be json serializable: ")?;
            Line { name, what: What::NoJson }
        }
    })
}

fn placed(target: &Target, line: &Line<'_>) -> Option<Place> {
    let place = place::of_name(&target.model, target.operation().input, line.name)?;
    let shape = target.model.shape(place.shape);
    // A member that is missing here is one of another operation.
    let is_member = |name: &str| shape.members().iter().any(|member| *member.name == *name);
    match &line.what {
        What::Missing { member } if !is_member(member) => None,
        What::Unknown { known, .. } if !search::parts(known).into_iter().all(is_member) => None,
        _ => Some(place),
    }
}

fn one(line: &Line<'_>, target: Option<&Target>, operation: Option<String>) -> Explanation {
    let place = target.and_then(|target| placed(target, line));
    let whole = place.as_ref().map_or_else(|| place::by_spelling(line.name), |place| place.pointer.clone());
    let pointer = match line.what {
        What::Missing { member } | What::Unknown { member, .. } => place::with(&whole, member),
        _ => whole,
    };
    let found = target.zip(place.as_ref());
    let (rule, message, help) = said(line, &pointer, found.map(|(target, place)| (target, &*target.model, place)));
    Explanation { exception: PARAMETERS.into(), operation, path: Some(pointer), rule, message, help, basis: SOURCE }
}

fn said(line: &Line<'_>, pointer: &str, found: Option<(&Target, &Model, &Place)>) -> Retold {
    let shape = found.map(|(_, model, place)| model.shape(place.shape));
    let subject = place::subject(pointer);
    let meant = found.map_or(&[][..], |(target, ..)| target.service.meant);
    let violation = |value| Violation { subject: subject.clone(), shape, meant, words: None, value };
    let listed =
        |members: &str| search::parts(members).iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    match line.what {
        What::Missing { .. } => retold(&Constraint::Required, &violation(None)),
        What::Unknown { member, known } => match found.zip(shape) {
            Some(((_, model, _), shape)) => {
                let draft = say::unknown(member, Span::default(), (model, shape, Form::Client), meant, |_| true);
                let (message, help) = words_of(draft, false);
                (Some("unknown-member"), message, help)
            }
            None => {
                let help = match nearest(member, search::parts(known)) {
                    Some((near, _)) => format!("did you mean `{near}`?"),
                    None => format!("delete it; members that could stand here: {}", listed(known)),
                };
                (Some("unknown-member"), format!("{} is not a member here", shown(member)), help)
            }
        },
        What::WrongType { value, found: class, wanted } => {
            let (start, source) = value_of(class, value);
            let (message, help) = match found {
                Some((_, model, place)) if !source.is_empty() => {
                    let shape = model.shape(place.shape);
                    let draft = say::wrong_type(model, shape, Form::Client, &subject, start, Span::default(), &source);
                    words_of(draft, false)
                }
                _ => (
                    format!("{subject} is of the Python type `{class}`"),
                    format!("give one of {}", wanted.replace("<class '", "`").replace("'>", "`")),
                ),
            };
            (Some("wrong-type"), message, help)
        }
        What::Short { length, least } => {
            let constraint = Constraint::MinLength(least);
            let Some((shape, count)) = shape.zip(length.parse().ok()) else {
                // Which of three rules it is depends on the shape.
                let (_, message, help) = retold(&constraint, &violation(None));
                return (None, message.replace("characters", "characters, items or entries"), help);
            };
            let bounds = Bounds { min: Some(least), max: None };
            let draft = say::length(&subject, count, unit_of(shape), bounds, true);
            let (message, help) = words_of(draft, false);
            (rule_of(&constraint, Some(&shape.kind)), message, help)
        }
        What::Small { value, least } => retold(&Constraint::MinValue(least), &violation(Some(value))),
        What::SeveralOfUnion { members } => (
            Some("several-union-members"),
            format!("{subject} has several members, and only one can stand here"),
            format!("keep one of {}", listed(members)),
        ),
        What::NoneOfUnion { members } => (
            Some("no-union-member"),
            "none of the members that can stand here is there".into(),
            format!("write one of {}", listed(members)),
        ),
        What::NoJson => (
            Some("wrong-type"),
            format!("{subject} cannot be written as JSON"),
            "give texts, numbers, `true` or `false`, lists and objects alone".into(),
        ),
    }
}

/// A Python value as the JSON that it stands for; its parts do not matter.
fn value_of(class: &str, value: &str) -> (Start, String) {
    match class {
        "str" => (Start::String, quoted(value)),
        "int" | "float" | "decimal.Decimal" => (Start::Number, value.into()),
        "bool" if value == "True" => (Start::True, "true".into()),
        "bool" => (Start::False, "false".into()),
        "NoneType" => (Start::Null, "null".into()),
        "dict" | "collections.OrderedDict" => (Start::Object, "{}".into()),
        "list" | "tuple" | "set" => (Start::Array, "[]".into()),
        _ => (Start::Nothing, String::new()),
    }
}
