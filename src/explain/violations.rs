//! The joined text of a validation error, read back: the inverse of `report::wording`. Values stand in it as they
//! are, with quotes and separators of their own; the number in front, the model and the values themselves tell which
//! of them part two violations.

use crate::model::sample::LateHints;
use crate::model::{Kind, Shape, ShapeId};
use crate::report::Basis;
use crate::report::wording::{self, Wording};
use crate::services::Target;

use super::place::{self, Place};
use super::retell::{Constraint, Violation, breaks, is_of, retold, rule_of, shown};
use super::{Explanation, MOST, search};

/// One violation as the text has it.
#[derive(Clone, Debug)]
struct Part<'t> {
    /// Where its value starts.
    start: usize,
    /// Where its value ends.
    end: usize,
    path: &'t str,
    constraint: &'t str,
}

/// Operations are told apart by so many violations at most.
const LOOKED_AT: usize = 50;

/// What a joined message says; nothing where there is none in the text. With the words come the exception
/// that has them; `candidates` are the operations that may be meant.
pub fn explained((wording, exception): (&Wording, &str), text: &str, candidates: &[&Target]) -> Vec<Explanation> {
    let Some((count, message)) = joined(wording, text) else { return Vec::new() };
    let message = once(wording, message, count);
    let parts = chosen(wording, message, parts(wording, message), count, candidates);
    let fitting = fitting(wording, message, &parts, candidates);
    let [first, ..] = fitting.as_slice() else {
        return parts.iter().take(MOST).map(|part| one((wording, exception), message, part, None, None)).collect();
    };
    let operation = match fitting.as_slice() {
        [only] => Some(only.id()),
        _ => None,
    };
    let is_same = |part: &Part<'_>| {
        let reading = |target: &Target| {
            let Read { constraint, pointer, shape } = read(wording, target, part)?;
            Some((pointer, rule_of(&constraint, Some(&target.model.shape(shape).kind))))
        };
        fitting.iter().skip(1).all(|target| reading(target) == reading(first))
    };
    parts
        .iter()
        .take(MOST)
        .map(|part| one((wording, exception), message, part, Some(*first).filter(|_| is_same(part)), operation.clone()))
        .collect()
}

fn one(
    (wording, exception): (&Wording, &str),
    message: &str,
    part: &Part<'_>,
    target: Option<&Target>,
    operation: Option<String>,
) -> Explanation {
    let (scope, constraints) = constraints_of(wording, part.constraint);
    let value = value_of(wording, message, part);
    let found = target.and_then(|target| {
        let whole = place::of_path(wording, &target.model, target.operation().input, part.path)?;
        let shape = target.model.shape(part_of(target, &whole, scope)?);
        Some((target, whole, shape))
    });
    let shape = found.as_ref().map(|(_, _, shape)| *shape);
    let aim = aim(scope, &constraints, shape, value);
    let whole = found.as_ref().map(|(_, whole, _)| whole);
    let pointer = whole.map(|whole| match &aim.step {
        Some(step) if whole.is_whole => place::with(&whole.pointer, step),
        _ => whole.pointer.clone(),
    });
    let is_named = scope == Scope::Itself || (aim.step.is_some() && whole.is_some_and(|whole| whole.is_whole));
    let subject = match &pointer {
        Some(pointer) if is_named => place::subject(pointer),
        None if is_named => shown(part.path),
        _ => format!("a part of {}", pointer.as_deref().map_or_else(|| shown(part.path), place::subject)),
    };
    let meant = target.map_or(&[][..], |target| target.service.meant);
    let hints = LateHints::of(target.map_or("", |target| target.service.samples));
    let is_pattern = matches!(aim.constraint, Some(Constraint::Pattern(_)));
    let words = shape.filter(|_| is_pattern).and_then(|shape| hints.get().pattern(&shape.name));
    let (rule, message, help) = match aim.constraint {
        Some(constraint) => retold(constraint, &Violation { subject, shape, meant, words, value: aim.value }),
        None => {
            let said = search::first_line(part.constraint);
            (None, format!("{subject} breaks one of several constraints"), format!("the service says: {said}"))
        }
    };
    // Of a service that nobody here knows, the answer says all there is.
    let basis = if found.is_some() { Basis::Model } else { Basis::Observation("the answer itself") };
    Explanation { exception: exception.into(), operation, path: pointer, rule, message, help, basis }
}

/// Which constraint is broken, and by what.
struct Aim<'a> {
    constraint: Option<&'a Constraint<'a>>,
    /// The index or key of the part of a list or map.
    step: Option<String>,
    value: Option<&'a str>,
}

/// Of constraints on the parts of a list or map, which may be several, the one that a part breaks.
fn aim<'a>(scope: Scope, constraints: &'a [Constraint<'a>], shape: Option<&Shape>, value: Option<&'a str>) -> Aim<'a> {
    let parts = value.map(|value| printed(scope, value)).unwrap_or_default();
    let is_broken =
        |one: &&Constraint<'_>, value| shape.and_then(|shape| breaks(one, shape, Some(value))) == Some(true);
    let broken_by = |value| constraints.iter().find(|one| is_broken(one, value));
    let found = parts.iter().find_map(|(step, part)| Some((step, part, broken_by(part)?)));
    if let Some((step, part, constraint)) = found {
        return Aim { constraint: Some(constraint), step: Some(step.clone()), value: Some(part) };
    }
    let only = match constraints {
        [only] => Some(only),
        _ if parts.is_empty() => value.and_then(broken_by),
        _ => None,
    };
    let value = value.filter(|_| parts.is_empty());
    Aim { constraint: only, step: value.filter(|_| scope == Scope::Keys).map(Into::into), value }
}

/// The parts of a list or map as it is printed whole, `[a, b]` or `{k=v, l=w}`, each with its index or key. Commas in
/// a part cannot be told from those between two.
fn printed(scope: Scope, value: &str) -> Vec<(String, &str)> {
    let inside = |open, close| value.strip_prefix(open).and_then(|value| value.strip_suffix(close));
    match scope {
        Scope::Itself => Vec::new(),
        Scope::Elements => {
            let parts = inside('[', ']').into_iter().flat_map(search::parts);
            parts.enumerate().map(|(index, part)| (index.to_string(), part)).collect()
        }
        Scope::Keys | Scope::Values => {
            let entries = inside('{', '}').into_iter().flat_map(search::parts);
            let entries = entries.filter_map(|entry| search::cut(entry, "="));
            entries.map(|(key, of)| (key.into(), if scope == Scope::Keys { key } else { of })).collect()
        }
    }
}

/// The number of violations, and the text behind it.
fn joined<'t>(wording: &Wording, text: &'t str) -> Option<(usize, &'t str)> {
    let pieces = pieces(wording.detected);
    let [_, named, ends] = pieces.as_slice() else { return None };
    let at = search::find(text, named)?;
    let before = text.get(..at)?;
    let digits = before.get(before.trim_end_matches(|c: char| c.is_ascii_digit()).len()..)?;
    let rest = text.get(at + named.len()..)?;
    let end = search::find(rest, ends).filter(|&end| end <= 1)?;
    Some((digits.parse().ok()?, rest.get(end + ends.len()..)?))
}

/// Copies of a message that are looked at.
const MOST_COPIES: usize = 8;

/// A message without what repeats it: clients print an error, and those who catch it print it again.
fn once<'t>(wording: &Wording, message: &'t str, count: usize) -> &'t str {
    if parts(wording, message).len() <= count {
        return message;
    }
    // A value may hold the same words; that they begin the same violations is left to copies.
    let begin = message.char_indices().nth(30).and_then(|(at, _)| message.get(..at)).unwrap_or(message);
    let copies = search::places(message, begin).into_iter().skip(1).filter_map(|at| message.get(..at));
    copies.take(MOST_COPIES).find(|text| parts(wording, text).len() == count).unwrap_or(message)
}

/// Every place that may be the middle of a violation, with what stands around it.
fn parts<'t>(wording: &Wording, message: &'t str) -> Vec<Part<'t>> {
    let pieces = pieces(wording.violation);
    let [begin, between, middle, _] = pieces.as_slice() else { return Vec::new() };
    let separator = format!("{}{begin}", wording.separator);
    let Some(mut start) = message.starts_with(begin).then_some(begin.len()) else { return Vec::new() };
    let (mut parts, mut searched): (Vec<Part<'t>>, usize) = (Vec::new(), start);
    while let Some(at) = message.get(searched..).and_then(|rest| search::find(rest, middle)).map(|at| searched + at) {
        let behind = at + middle.len();
        let ahead = message.get(behind..).unwrap_or_default();
        let next_middle = search::find(ahead, middle);
        let room = ahead.get(..next_middle.unwrap_or(ahead.len())).unwrap_or_default();
        let part = path_before(message, searched, at, between).map(|(end, path)| (end.max(start), path));
        let begins_value = |at: &usize| {
            let value = ahead.get(at + separator.len()..).unwrap_or_default();
            value.starts_with(['\'', '-'])
                || value.starts_with(|c: char| c.is_ascii_digit())
                || value.starts_with(wording.null)
                || value.starts_with(between.trim_start())
        };
        let end_of_constraint = search::places(room, &separator).into_iter().find(begins_value);
        searched = behind;
        // What no other violation follows is the last, or part of a value.
        let Some(constraint) = end_of_constraint.or(next_middle.is_none().then_some(room.len())) else { continue };
        if let (Some((end, path)), Some(constraint)) = (part, room.get(..constraint)) {
            parts.push(Part { start, end, path, constraint });
            start = behind + constraint.len() + separator.len();
        }
    }
    parts
}

/// The path that ends at a place, and where the value before it ends.
fn path_before<'t>(message: &'t str, from: usize, at: usize, between: &str) -> Option<(usize, &'t str)> {
    let quote = between.chars().next_back()?;
    let before = message.get(from..at)?;
    let path = before.get(before.rfind(quote)? + quote.len_utf8()..)?;
    let end = at - path.len();
    message.get(..end)?.ends_with(between).then_some((end.checked_sub(between.len())?, path))
}

/// As many parts as there are violations: those drop out, into the value behind them, that the model does not have,
/// then those that their value does not break.
fn chosen<'t>(
    wording: &Wording,
    message: &str,
    mut parts: Vec<Part<'t>>,
    count: usize,
    candidates: &[&Target],
) -> Vec<Part<'t>> {
    if parts.len() <= count {
        return parts;
    }
    // Beyond what anybody reads, the first place that may part two violations is taken for one.
    let is_readable = parts.len() <= 2 * MOST;
    let candidates = candidates.get(..LOOKED_AT.min(candidates.len())).filter(|_| is_readable).unwrap_or_default();
    let is_sound = |part: &Part<'_>| candidates.iter().any(|target| is_of_model(wording, target, part));
    let is_broken = |part: &Part<'_>| {
        let value = value_of(wording, message, part);
        candidates.iter().any(|target| is_of_model(wording, target, part) && breaks_it(wording, target, part, value))
    };
    merge(&mut parts, count, |part, _| !is_sound(part));
    merge(&mut parts, count, |part, _| !is_broken(part));
    merge(&mut parts, count, |_, next| !is_broken(next));
    merge(&mut parts, count, |_, _| true);
    parts
}

/// Drops parts that are wrong, each into the value of the next, as long as there are too many.
fn merge<'t>(parts: &mut Vec<Part<'t>>, count: usize, is_wrong: impl Fn(&Part<'t>, &Part<'t>) -> bool) {
    let mut excess = parts.len().saturating_sub(count);
    let mut kept: Vec<Part<'t>> = Vec::with_capacity(parts.len());
    let mut start = None;
    let mut rest = std::mem::take(parts).into_iter().peekable();
    while let Some(mut part) = rest.next() {
        if let Some(start) = start.take() {
            part.start = start;
        }
        match rest.peek() {
            Some(next) if excess > 0 && is_wrong(&part, next) => {
                start = Some(part.start);
                excess -= 1;
            }
            _ => kept.push(part),
        }
    }
    *parts = kept;
}

/// The value of a part, without its quotes; none where it is absent.
fn value_of<'t>(wording: &Wording, message: &'t str, part: &Part<'_>) -> Option<&'t str> {
    let value = message.get(part.start..part.end)?;
    match value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')) {
        Some(inside) => Some(inside),
        None => Some(value).filter(|value| *value != wording.null && !value.is_empty()),
    }
}

/// The operations in which every path leads somewhere; of several those whose constraints are the ones told.
fn fitting<'k>(wording: &Wording, message: &str, parts: &[Part<'_>], candidates: &[&'k Target]) -> Vec<&'k Target> {
    let parts = parts.get(..LOOKED_AT.min(parts.len())).unwrap_or_default();
    if let [only] = candidates {
        return vec![only];
    }
    let leads = |target: &&Target| parts.iter().all(|part| read(wording, target, part).is_some());
    let leading: Vec<&Target> = candidates.iter().copied().filter(leads).collect();
    let is_model = |target: &&Target| {
        parts.iter().all(|part| {
            is_of_model(wording, target, part) && breaks_it(wording, target, part, value_of(wording, message, part))
        })
    };
    let strict: Vec<&Target> = leading.iter().copied().filter(is_model).collect();
    if strict.is_empty() { leading } else { strict }
}

/// What a part says of an operation's request.
struct Read<'t> {
    constraint: Constraint<'t>,
    pointer: String,
    shape: ShapeId,
}

/// What a part says of an operation's request, where its path leads somewhere.
fn read<'t>(wording: &Wording, target: &Target, part: &Part<'t>) -> Option<Read<'t>> {
    let place = place::of_path(wording, &target.model, target.operation().input, part.path)?;
    let (scope, constraints) = constraints_of(wording, part.constraint);
    let shape = part_of(target, &place, scope)?;
    Some(Read { constraint: constraints.into_iter().next()?, pointer: place.pointer, shape })
}

/// Whether a value may break what a part says of it.
fn breaks_it(wording: &Wording, target: &Target, part: &Part<'_>, value: Option<&str>) -> bool {
    let (scope, _) = constraints_of(wording, part.constraint);
    let is_print = value.is_some_and(|value| !printed(scope, value).is_empty());
    is_print
        || read(wording, target, part)
            .is_some_and(|read| breaks(&read.constraint, target.model.shape(read.shape), value) != Some(false))
}

/// Whether a part says what the model of an operation says of that place.
fn is_of_model(wording: &Wording, target: &Target, part: &Part<'_>) -> bool {
    let Some(Read { constraint, shape, .. }) = read(wording, target, part) else { return false };
    let shape = target.model.shape(shape);
    match constraint {
        Constraint::Required => true,
        Constraint::Pattern(source) => is_of(shape, source),
        other => rule_of(&other, Some(&shape.kind))
            .and_then(|rule| wording::constraint(wording, shape, rule))
            .is_some_and(|text| search::find(part.constraint, &text).is_some()),
    }
}

/// What of a member breaks a constraint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    Itself,
    Keys,
    Values,
    Elements,
}

/// The shape that a constraint is on.
fn part_of(target: &Target, place: &Place, scope: Scope) -> Option<ShapeId> {
    Some(match (scope, &target.model.shape(place.shape).kind) {
        (Scope::Itself, _) => place.shape,
        (Scope::Keys, Kind::Map { key, .. }) => *key,
        (Scope::Values, Kind::Map { value, .. }) => *value,
        (Scope::Elements, Kind::List { member, .. }) => *member,
        _ => return None,
    })
}

/// The constraints of a text. On parts of a list or map there may be several.
fn constraints_of<'t>(wording: &Wording, text: &'t str) -> (Scope, Vec<Constraint<'t>>) {
    let scopes =
        [(wording.map_keys, Scope::Keys), (wording.map_values, Scope::Values), (wording.elements, Scope::Elements)];
    for (template, scope) in scopes {
        let pieces = pieces(template);
        let [before, after] = pieces.as_slice() else { continue };
        if let Some(inside) = text.strip_prefix(before) {
            let inside = search::find_last(inside, after).and_then(|end| inside.get(..end)).unwrap_or(inside);
            return (scope, listed(wording, inside));
        }
    }
    (Scope::Itself, vec![simple(wording, text)])
}

/// Constraints with commas between them; lists of values and patterns have commas too.
fn listed<'t>(wording: &Wording, inside: &'t str) -> Vec<Constraint<'t>> {
    let (mut list, mut start) = (Vec::new(), 0);
    let is_constraint = |at: usize| {
        let behind = inside.get(at + 2..).unwrap_or_default();
        !matches!(simple(wording, behind), Constraint::Other(_))
    };
    for at in search::places(inside, ", ").into_iter().filter(|at| is_constraint(*at)) {
        list.push(simple(wording, inside.get(start..at).unwrap_or_default()));
        start = at + 2;
    }
    list.push(simple(wording, inside.get(start..).unwrap_or_default()));
    list
}

/// A constraint on a value itself. What stands behind it in a log is passed over.
fn simple<'t>(wording: &Wording, text: &'t str) -> Constraint<'t> {
    let behind = |template: &str| {
        let at = search::find(template, "{").unwrap_or(template.len());
        text.strip_prefix(template.get(..at)?)
    };
    fn number<N: std::str::FromStr>(text: &str) -> Option<N> {
        let end = search::run(text, |c| c.is_ascii_digit() || c == '-');
        text.get(..end)?.parse().ok()
    }
    let values = |list: &str| {
        let list = search::cut(list, "]").map_or(list, |(list, _)| list);
        search::parts(list).into_iter().map(Into::into).collect()
    };
    None.or_else(|| behind(wording.required).map(|_| Constraint::Required))
        .or_else(|| behind(wording.not_in_enum).map(|list| Constraint::Enum(values(list))))
        .or_else(|| behind(wording.pattern).map(Constraint::Pattern))
        .or_else(|| number(behind(wording.min_length)?).map(Constraint::MinLength))
        .or_else(|| number(behind(wording.max_length)?).map(Constraint::MaxLength))
        .or_else(|| number(behind(wording.min_value)?).map(Constraint::MinValue))
        .or_else(|| number(behind(wording.max_value)?).map(Constraint::MaxValue))
        .unwrap_or(Constraint::Other(text))
}

/// What of a template stands between its holes.
pub fn pieces(template: &str) -> Vec<&str> {
    let (mut pieces, mut start) = (Vec::new(), 0);
    for open in search::places(template, "{") {
        let Some(end) = template.get(open..).and_then(|rest| search::find(rest, "}")) else { continue };
        let name = template.get(open + 1..open + end).unwrap_or_default();
        if name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
            pieces.push(template.get(start..open).unwrap_or_default());
            start = open + end + 1;
        }
    }
    pieces.push(template.get(start..).unwrap_or_default());
    pieces
}
