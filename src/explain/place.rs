//! Places: what a service or a client calls a member, as the JSON Pointer in the model's spelling.

use std::cell::Cell;

use crate::model::tape::push_step;
use crate::model::{Kind, Model, ShapeId};
use crate::report::wording::{Wording, lower_camel};

use super::search;

/// Where a name leads.
#[derive(Clone, Debug)]
pub struct Place {
    /// JSON Pointer. It ends at the first map that is not the last step of a service's path: the key is not told.
    pub pointer: String,
    /// The shape there.
    pub shape: ShapeId,
    /// Whether the pointer leads all the way.
    pub is_whole: bool,
}

/// Where a service's path leads, such as `items.1.member.typeName`.
pub fn of_path(wording: &Wording, model: &Model, root: ShapeId, path: &str) -> Option<Place> {
    let (before, after) = search::cut(wording.element, "{index}")?;
    let (mut shape, mut pointer, mut rest, mut is_told) = (root, String::new(), path, true);
    while !rest.is_empty() {
        match &model.shape(shape).kind {
            Kind::Structure(members) | Kind::Union(members) => {
                let (step, behind) = search::cut(rest, ".").unwrap_or((rest, ""));
                // Two members may differ in their first letter alone.
                let named = members.iter().filter(|member| lower_camel(&member.name) == step || *member.name == *step);
                let member = named.min_by_key(|member| *member.name != *step)?;
                if is_told {
                    push_step(&mut pointer, &member.name);
                }
                (shape, rest) = (member.target, behind);
            }
            Kind::List { member, .. } => {
                let from = rest.strip_prefix(before)?;
                let digits = search::run(from, |c| c.is_ascii_digit());
                let (number, behind) = from.split_at_checked(digits)?;
                let behind = behind.strip_prefix(after)?;
                if is_told {
                    push_step(&mut pointer, &number.parse::<usize>().ok()?.checked_sub(1)?.to_string());
                }
                (shape, rest) = (*member, behind.strip_prefix('.').unwrap_or(behind));
            }
            Kind::Map { value, .. } => (shape, is_told) = (*value, false),
            _ => return None,
        }
    }
    Some(Place { pointer, shape, is_whole: is_told })
}

/// Names longer than this are not looked for in a model.
const LONGEST: usize = 2_000;

/// Ways of reading a name that are tried: keys may hold points, and shapes themselves.
const TRIES: u32 = 2_000;

/// Where the name leads that botocore gives a parameter, such as `Items[0].TypeName` or `Parameters (key: Name)`.
pub fn of_name(model: &Model, root: ShapeId, name: &str) -> Option<Place> {
    if name == "input" {
        return Some(Place { pointer: String::new(), shape: root, is_whole: true });
    }
    if name.len() > LONGEST {
        return None;
    }
    // The first name has no point before it.
    below(model, root, &format!(".{name}"), String::new(), &Cell::new(TRIES))
}

fn below(model: &Model, shape: ShapeId, rest: &str, pointer: String, tries: &Cell<u32>) -> Option<Place> {
    tries.set(tries.get().checked_sub(1)?);
    if rest.is_empty() {
        return Some(Place { pointer, shape, is_whole: true });
    }
    match &model.shape(shape).kind {
        Kind::Structure(members) | Kind::Union(members) => {
            let named = rest.strip_prefix('.')?;
            members.iter().find_map(|member| {
                let behind = named.strip_prefix(&*member.name)?;
                (behind.is_empty() || behind.starts_with(['.', '[', ' '])).then_some(())?;
                below(model, member.target, behind, with(&pointer, &member.name), tries)
            })
        }
        Kind::List { member, .. } => {
            let (number, behind) = search::cut(rest.strip_prefix('[')?, "]")?;
            number.parse::<usize>().ok()?;
            below(model, *member, behind, with(&pointer, number), tries)
        }
        Kind::Map { key, value, .. } => {
            if let Some(name) = rest.strip_prefix(" (key: ").and_then(|name| name.strip_suffix(')')) {
                return Some(Place { pointer: with(&pointer, name), shape: *key, is_whole: true });
            }
            let name = rest.strip_prefix('.')?;
            // A key may hold points and brackets itself: the most that can be read below it is.
            let ends = name.char_indices().filter(|(_, c)| matches!(c, '.' | '[' | ' ')).map(|(at, _)| at).take(32);
            ends.chain([name.len()])
                .find_map(|end| below(model, *value, name.get(end..)?, with(&pointer, name.get(..end)?), tries))
        }
        _ => None,
    }
}

/// The pointer that such a name comes to where no model is there to read it by.
pub fn by_spelling(name: &str) -> String {
    let mut pointer = String::new();
    if name == "input" {
        return pointer;
    }
    if let Some((map, key)) = name.strip_suffix(')').and_then(|name| search::cut(name, " (key: ")) {
        return with(&by_spelling(map), key);
    }
    for part in name.split('.') {
        let (step, mut rest) = part.split_at_checked(part.find('[').unwrap_or(part.len())).unwrap_or((part, ""));
        push_step(&mut pointer, step);
        while let Some((number, behind)) = rest.strip_prefix('[').and_then(|from| search::cut(from, "]")) {
            push_step(&mut pointer, number);
            rest = behind;
        }
    }
    pointer
}

/// A pointer with one more step.
pub fn with(pointer: &str, step: &str) -> String {
    let mut pointer = pointer.to_string();
    push_step(&mut pointer, step);
    pointer
}

/// Whether a shape can have a member where a pointer leads.
pub fn is_in(model: &Model, root: ShapeId, pointer: &str) -> bool {
    let mut shape = root;
    pointer.split('/').skip(1).all(|step| {
        let next = match &model.shape(shape).kind {
            Kind::Structure(members) | Kind::Union(members) => {
                members.iter().find(|member| *member.name == *step).map(|member| member.target)
            }
            Kind::List { member, .. } => step.parse::<usize>().ok().map(|_| *member),
            Kind::Map { value, .. } => Some(*value),
            _ => None,
        };
        next.map(|next| shape = next).is_some()
    })
}

/// What a message calls the value at a pointer.
pub fn subject(pointer: &str) -> String {
    match search::cut_last(pointer, "/") {
        None => "the request".into(),
        Some((_, "")) => "the empty key".into(),
        Some((_, step)) if step.parse::<usize>().is_ok() => format!("element {step}"),
        Some((_, step)) => super::retell::shown(&step.replace("~1", "/").replace("~0", "~")),
    }
}
