//! What the walker says: the words of its findings, and their repairs (`meant.rs`). Called only when something was found.

use std::fmt::Display;

use serde_json::value::RawValue;

use crate::report::{Draft, Edit, Trust};
use crate::text::nearest::{Likeness, nearest};
use crate::text::number::Decimal;
use crate::text::reader::Start;
use crate::text::string::{quoted, shortened, unescape};
use crate::text::time::{IsoTime, parse_iso, parse_spoken, to_epoch_seconds, to_http_date, to_iso};
use crate::text::{Span, decode, reader};

use super::ast::{Bounds, Kind, Model, Pattern, Shape, ShapeId, TimeForm};
use super::meant::{has_any, is_decimal, is_number, listed, mapped, pair_of, repaired, text_of, truth_of, whole_part};
use super::walk::{Form, Meant};

/// A value as a message repeats it; a secret is not repeated.
fn echoed(shape: &Shape, value: &str) -> String {
    if shape.sensitive { "the value".into() } else { format!("`{}`", shortened(value)) }
}

fn number_of(count: usize, one: &str) -> String {
    match (count, one.strip_suffix('y')) {
        (1, _) => format!("{count} {one}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        _ => format!("{count} {one}s"),
    }
}

pub fn syntax(fault: reader::Fault) -> Draft {
    let draft = Draft::new(fault.message).help(fault.help);
    match fault.repair {
        Some((span, text)) => draft.fix(repair_title(&text), Trust::Safe, span, text),
        None => draft,
    }
}

fn repair_title(text: &str) -> String {
    if text.is_empty() { "delete it".into() } else { format!("write `{}`", shortened(text)) }
}

pub fn encoding(fault: &decode::Fault) -> (Span, Draft) {
    match *fault {
        decode::Fault::ByteOrderMark(span) => {
            let draft = Draft::new("the text begins with a byte order mark").help("save it as UTF-8 without one");
            (span, draft.fix("delete the byte order mark", Trust::Safe, span, ""))
        }
        decode::Fault::NotUtf8(span) => (span, Draft::new("these bytes are not UTF-8").help("save the text as UTF-8")),
        decode::Fault::Utf16 => (Span::default(), Draft::new("the text is in UTF-16").help("save it as UTF-8")),
        decode::Fault::TooLarge(size) => {
            let message = format!("the text is {size} bytes, at most {} are read", decode::MAX_BYTES);
            (Span::default(), Draft::new(message).help("send less at a time"))
        }
    }
}

pub fn too_deep(limit: usize) -> Draft {
    Draft::new(format!("values are nested more than {limit} deep")).help("no operation asks for so deep a value")
}

pub fn lone_surrogate() -> Draft {
    Draft::new("half of a surrogate pair stands in the text")
        .help("write both halves (`\\ud83d\\ude00`), or the character itself")
}

pub fn duplicate(name: &str) -> Draft {
    Draft::new(format!("`{}` stands twice in this object", shortened(name)))
        .help("keep one of the two; the last counts")
}

pub fn missing(name: &str, edit: Edit) -> Draft {
    let title = format!("insert `{name}` with a sample value");
    Draft::new(format!("`{name}` is missing")).help(format!("add `{name}`")).fix_all(title, Trust::Check, vec![edit])
}

/// What a word was meant to be by those who write it so.
fn meant_by<'m>(meant: &'m [Meant], shape: &Shape, said: &str) -> Option<&'m Meant> {
    meant.iter().find(|word| *word.shape == *shape.name && word.said.eq_ignore_ascii_case(said))
}

fn with_meant(draft: Draft, word: &Meant, span: Span) -> Draft {
    draft.help(format!("`{}` is meant; {}", word.meant, word.source)).fix(
        format!("write `{}`", word.meant),
        Trust::Check,
        span,
        quoted(word.meant),
    )
}

pub fn unknown(
    name: &str,
    span: Span,
    (model, shape, form): (&Model, &Shape, Form),
    meant: &[Meant],
    is_free: impl Fn(&str) -> bool,
) -> Draft {
    let message = format!("`{}` is not a member here", shortened(name));
    if let Some(word) = meant_by(meant, shape, name).filter(|word| is_free(word.meant)) {
        return with_meant(Draft::new(message), word, span);
    }
    let free = || shape.members().iter().map(|m| m.name_in(form)).filter(|name| is_free(name));
    let near = nearest(name, free());
    if near.is_none_or(|(_, likeness)| likeness == Likeness::Close)
        && let Some(place) = further_down(model, shape, form, name)
    {
        return Draft::new(message).help(format!("move it into {place}, where it is one"));
    }
    match near {
        Some((meant, likeness)) => Draft::new(message).help(format!("did you mean `{meant}`?")).fix(
            format!("rename it to `{meant}`"),
            if likeness == Likeness::Spelling { Trust::Safe } else { Trust::Check },
            span,
            quoted(meant),
        ),
        None => {
            let names: Vec<String> = free().map(|name| format!("`{name}`")).collect();
            Draft::new(message).help(if names.is_empty() {
                "delete it".to_string()
            } else {
                format!("delete it; members that could stand here: {}", names.join(", "))
            })
        }
    }
}

/// Where a member with this name stands further down. Who leaves out a level writes it too far up.
fn further_down(model: &Model, shape: &Shape, form: Form, name: &str) -> Option<String> {
    // Beyond these levels and members the name is one of many places', and says nothing.
    const LEVELS: usize = 2;
    const MEMBERS: usize = 1_000;
    let mut level = vec![(shape, String::new())];
    let mut looked_at = 0;
    for _ in 0..LEVELS {
        let mut below = Vec::new();
        for (shape, place) in level {
            for member in shape.members() {
                looked_at += 1;
                let Some((inner, what)) = structure_in(model, member.target).filter(|_| looked_at <= MEMBERS) else {
                    continue;
                };
                let own = format!("{what}`{}`", member.name_in(form));
                let place = if place.is_empty() { own } else { format!("{own} in {place}") };
                if inner.members().iter().any(|known| known.name_in(form) == name) {
                    return Some(place);
                }
                below.push((inner, place));
            }
        }
        level = below;
    }
    None
}

/// The structure that a value is, or that its items or entries are.
fn structure_in(model: &Model, target: ShapeId) -> Option<(&Shape, &'static str)> {
    let shape = model.shape(target);
    let (inner, what) = match &shape.kind {
        Kind::List { member, .. } => (model.shape(*member), "an item of "),
        Kind::Map { value, .. } => (model.shape(*value), "an entry of "),
        _ => (shape, ""),
    };
    matches!(inner.kind, Kind::Structure(_)).then_some((inner, what))
}

pub fn no_union_member<'m>(members: impl Iterator<Item = &'m str>) -> Draft {
    let names: Vec<String> = members.map(|name| format!("`{name}`")).collect();
    Draft::new("none of the members that can stand here is there").help(format!("write one of {}", names.join(", ")))
}

pub fn several_union_members(name: &str, kept: &str) -> Draft {
    Draft::new(format!("`{name}` stands beside `{kept}`, and only one member can stand here"))
        .help("keep the one that is meant")
}

pub fn repeated_item(first: usize) -> Draft {
    Draft::new(format!("this item is the same as item {first}")).help("name it once")
}

pub fn not_in_enum(shape: &Shape, value: &str, span: Span, allowed: &[Box<str>], meant: &[Meant]) -> Draft {
    let list: Vec<String> = allowed.iter().map(|v| format!("`{v}`")).collect();
    let draft = Draft::new(format!("{} is not one of the allowed values", echoed(shape, value)));
    if let Some(word) = meant_by(meant, shape, value) {
        return with_meant(draft, word, span);
    }
    match nearest(value, allowed.iter().map(|v| &**v)) {
        Some((meant, likeness)) => {
            let trust = if likeness == Likeness::Spelling { Trust::Safe } else { Trust::Check };
            draft.help(format!("did you mean `{meant}`? allowed: {}", list.join(", "))).fix(
                format!("write `{meant}`"),
                trust,
                span,
                quoted(meant),
            )
        }
        None => draft.help(format!("write one of {}", list.join(", "))),
    }
}

/// A text that does not match its pattern. `words` say what the pattern asks for, where the service has any.
pub fn pattern(shape: &Shape, value: &str, span: Span, pattern: &Pattern, words: Option<&str>) -> Draft {
    let source = &pattern.source;
    let draft = Draft::new(format!("{} does not match the pattern of `{}`", echoed(shape, value), shape.name));
    let draft = draft.help(match words {
        Some(words) => format!("{words}; the whole value has to match `{source}`"),
        None => format!("the whole value has to match `{source}`"),
    });
    if shape.sensitive {
        return draft;
    }
    match repaired(pattern, value) {
        Some((meant, trust)) => draft.fix(repair_title(&meant), trust, span, quoted(&meant)),
        None => draft,
    }
}

pub fn pattern_unchecked(bytes: usize, limit: usize) -> Draft {
    Draft::new(format!("the text is {bytes} bytes, at most {limit} are matched against a pattern")).help("shorten it")
}

/// Too short or too long, in the unit that is counted (`character`, `byte`, `item`, `entry`).
pub fn length(subject: &str, count: usize, unit: &str, bounds: Bounds<u64>, is_short: bool) -> Draft {
    let is = if matches!(unit, "character" | "byte") { "is" } else { "has" };
    let bound = |limit: Option<u64>| limit.unwrap_or(0);
    if is_short {
        let least = bound(bounds.min);
        let verb = if least == 1 { "is" } else { "are" };
        Draft::new(format!("{subject} {is} {}, at least {least} {verb} needed", number_of(count, unit))).help(
            if count == 0 && matches!(unit, "item" | "entry") {
                "fill it, or leave the member out"
            } else {
                "lengthen it"
            },
        )
    } else {
        let most = bound(bounds.max);
        let verb = if most == 1 { "is" } else { "are" };
        Draft::new(format!("{subject} {is} {}, at most {most} {verb} allowed", number_of(count, unit)))
            .help(if matches!(unit, "item" | "entry") { "send fewer at a time" } else { "shorten it" })
    }
}

pub fn too_small(subject: &str, value: &str, least: impl Display) -> Draft {
    Draft::new(format!("{subject} is {}, at least {least} is needed", shortened(value)))
        .help(format!("write {least} or more"))
}

pub fn too_large(subject: &str, value: &str, most: impl Display) -> Draft {
    Draft::new(format!("{subject} is {}, at most {most} is allowed", shortened(value)))
        .help(format!("write {most} or less"))
}

/// A value of another type than its shape asks for, with the repair where the meant value is plain.
pub fn wrong_type(
    model: &Model,
    shape: &Shape,
    form: Form,
    subject: &str,
    start: Start,
    span: Span,
    source: &str,
) -> Draft {
    let inside = source.get(1..source.len().saturating_sub(1)).unwrap_or_default();
    let draft = Draft::new(format!("{subject} is {}, {} is wanted", found(start, source), wanted(shape, form)));
    match (&shape.kind, start) {
        (_, Start::Null) => draft.help("leave it out, or write a value"),
        (Kind::Timestamp(TimeForm::EpochSeconds), Start::Number) => {
            draft.help("times lie in the years 1 to 9999; divide milliseconds by 1000")
        }
        (Kind::Timestamp(TimeForm::EpochSeconds), Start::String) => {
            match parse_iso(inside) {
                Some(_) if form == Form::Client => draft.help("times lie in the years 1 to 9999"),
                Some(time) => {
                    let seconds = to_epoch_seconds(time.millis);
                    let (trust, help) = if time.zoned {
                        (
                            Trust::Safe,
                            "on the wire a time is a number of seconds since 1970; CLI and SDKs turn ISO text into it",
                        )
                    } else {
                        (
                            Trust::Check,
                            "on the wire a time is a number of seconds since 1970; the text names no zone, UTC is taken",
                        )
                    };
                    draft.help(help).fix(format!("write {seconds}"), trust, span, seconds)
                }
                None if is_decimal(inside) && inside.find('.').unwrap_or(inside.len()) <= 11 => {
                    unquote(draft, span, inside)
                }
                // Thousandths or millionths of seconds; of now they have 13 and 16 digits.
                None if is_number(inside) => {
                    let seconds = inside.get(..10).unwrap_or(inside);
                    draft
                    .help("on the wire a time is a number of seconds since 1970, and this looks like a fraction of them")
                    .fix(format!("write {seconds}"), Trust::Check, span, seconds)
                }
                None => match parse_spoken(inside) {
                    Some(IsoTime { millis, .. }) => {
                        let seconds = to_epoch_seconds(millis);
                        draft.help("on the wire a time is a number of seconds since 1970").fix(
                            format!("write {seconds}"),
                            Trust::Check,
                            span,
                            seconds,
                        )
                    }
                    None => draft.help("write the seconds since 1970-01-01T00:00:00Z as a number, such as 1767225600"),
                },
            }
        }
        (Kind::Integer(_), Start::String)
            if shape.millis
                && let Some(IsoTime { millis, zoned }) = parse_iso(inside).or_else(|| parse_spoken(inside)) =>
        {
            let (trust, help) = if zoned {
                (Trust::Safe, "write the milliseconds since 1970")
            } else {
                (Trust::Check, "write the milliseconds since 1970; the text names no zone, UTC is taken")
            };
            draft.help(help).fix(format!("write {millis}"), trust, span, millis.to_string())
        }
        (Kind::Integer(_) | Kind::IntEnum(_) | Kind::Float, Start::String) if is_number(inside) => {
            unquote(draft, span, inside)
        }
        (Kind::Float, Start::String) if is_decimal(inside) => unquote(draft, span, inside),
        (Kind::Integer(_) | Kind::IntEnum(_) | Kind::Float, Start::String) if is_number(whole_part(inside)) => {
            let meant = whole_part(inside);
            draft.help("write a plain number").fix(format!("write {meant}"), Trust::Check, span, meant)
        }
        (Kind::Integer(_), Start::Number) => draft.help("write it without a fraction"),
        (Kind::Boolean, Start::String) if matches!(&*inside.to_ascii_lowercase(), "true" | "false") => {
            unquote(draft, span, &inside.to_ascii_lowercase())
        }
        (Kind::Boolean, Start::String | Start::Number) if truth_of(inside_or(source, inside)).is_some() => {
            let word = truth_of(inside_or(source, inside)).unwrap_or_default();
            draft.help("write `true` or `false`").fix(format!("write `{word}`"), Trust::Check, span, word)
        }
        (Kind::String | Kind::Enum(_) | Kind::Blob, Start::Number | Start::True | Start::False) => {
            match text_of(shape, source) {
                Some((text, trust)) if text != source => {
                    draft.help("write a text in double quotes").fix(repair_title(&text), trust, span, quoted(&text))
                }
                Some((text, trust)) => {
                    draft.help("put quotes around it").fix("put quotes around it", trust, span, quoted(&text))
                }
                None => draft.help("write a text in double quotes"),
            }
        }
        (Kind::List { member, .. }, Start::Number | Start::True | Start::False)
            if let Kind::String | Kind::Enum(_) = model.shape(*member).kind
                && let Some((text, trust)) = text_of(model.shape(*member), source) =>
        {
            draft.help("write a list of texts, even if there is one alone").fix(
                "put quotes and brackets around it",
                trust,
                span,
                format!("[{}]", quoted(&text)),
            )
        }
        (Kind::Timestamp(own), Start::Number) if let Some(millis) = Decimal::of(source).millis() => {
            let text = if *own == TimeForm::HttpDate { to_http_date(millis) } else { to_iso(millis) };
            draft.help("write the time as a text").fix(repair_title(&text), Trust::Check, span, quoted(&text))
        }
        // An object without any member of the elements is not the only element.
        (Kind::List { member, .. }, Start::Object)
            if let Kind::Structure(members) = &model.shape(*member).kind
                && !has_any(source, members, form) =>
        {
            let draft = draft.help("write a list of objects, each with members of its own");
            match pair_of(model.shape(*member)).and_then(|names| listed(source, names)) {
                Some(list) => draft.fix("write it as a list", Trust::Check, span, list),
                None => draft,
            }
        }
        (Kind::List { member, .. }, _) if fits(&model.shape(*member).kind, start) => draft
            .help("put it into a list, even if it is the only one")
            .fix("put brackets around it", Trust::Safe, span, format!("[{source}]")),
        (Kind::Structure(_) | Kind::Map { .. } | Kind::List { .. }, Start::String)
            if inside.starts_with(['{', '[']) =>
        {
            let json = unescape(inside);
            let draft = draft.help("it looks like JSON inside a text: write it without the quotes around it");
            match serde_json::from_str::<&RawValue>(&json) {
                Ok(_) => draft.fix("write the JSON itself", Trust::Check, span, json),
                Err(_) => draft,
            }
        }
        (Kind::Structure(members), Start::String | Start::Number | Start::True | Start::False | Start::Array)
            if let [only] = members.as_slice()
                && takes(model, only.target, start) =>
        {
            let name = only.name_in(form);
            let wrapped = format!("{{{}: {source}}}", quoted(name));
            draft.help(format!("put it into an object, as its `{name}`")).fix(
                format!("write `{}`", shortened(&wrapped)),
                Trust::Safe,
                span,
                wrapped,
            )
        }
        (Kind::Map { .. }, Start::Array) if let Some(object) = mapped(source) => draft
            .help("write one object, with the names for its keys")
            .fix("write it as an object", Trust::Check, span, object),
        (kind, Start::Array) if !matches!(kind, Kind::List { .. }) => {
            let only = serde_json::from_str::<Vec<&RawValue>>(source).ok().filter(|list| list.len() == 1);
            let draft = draft.help("write one value, not a list");
            match only.as_deref().and_then(<[_]>::first) {
                Some(only) => draft.fix("take it out of the list", Trust::Check, span, only.get()),
                None => draft,
            }
        }
        (Kind::String, Start::Object) => {
            let draft = draft.help("write it as a text: its JSON, in double quotes");
            match serde_json::from_str::<serde_json::Value>(source) {
                Ok(json) => draft.fix("write its JSON as a text", Trust::Check, span, quoted(&json.to_string())),
                Err(_) => draft,
            }
        }
        (kind, _) => draft.help(match kind {
            Kind::Structure(_) | Kind::Union(_) | Kind::Map { .. } => "write an object: `{ … }`",
            Kind::List { .. } => "write a list: `[ … ]`",
            Kind::Boolean => "write `true` or `false`",
            Kind::Timestamp(_) => "write a time",
            Kind::Integer(_) | Kind::IntEnum(_) | Kind::Float => "write a plain number",
            _ => "write a text in double quotes",
        }),
    }
}

fn unquote(draft: Draft, span: Span, value: &str) -> Draft {
    draft.help("write it without quotes").fix("delete the quotes", Trust::Safe, span, value)
}

fn inside_or<'s>(source: &'s str, inside: &'s str) -> &'s str {
    if source.starts_with('"') { inside } else { source }
}

/// Whether a value of a shape may begin so.
fn takes(model: &Model, shape: ShapeId, start: Start) -> bool {
    let kind = &model.shape(shape).kind;
    matches!(kind, Kind::Document) || fits(kind, start)
}

fn fits(kind: &Kind, start: Start) -> bool {
    match kind {
        Kind::Structure(_) | Kind::Union(_) | Kind::Map { .. } => start == Start::Object,
        Kind::String | Kind::Enum(_) | Kind::Blob => start == Start::String,
        Kind::Integer(_) | Kind::IntEnum(_) | Kind::Float => start == Start::Number,
        _ => false,
    }
}

fn found(start: Start, source: &str) -> String {
    match start {
        Start::Object => "an object".into(),
        Start::Array => "a list".into(),
        Start::String => "a text".into(),
        Start::Number => format!("the number {}", shortened(source)),
        Start::True | Start::False | Start::Null | Start::Nothing => format!("`{source}`"),
    }
}

fn wanted(shape: &Shape, form: Form) -> &'static str {
    match (&shape.kind, form) {
        (Kind::Structure(_) | Kind::Union(_) | Kind::Map { .. }, _) => "an object",
        (Kind::List { .. }, _) if shape.or_one => "an object or a list of objects",
        (Kind::List { .. }, _) => "a list",
        (Kind::String | Kind::Enum(_), _) => "a text",
        (Kind::Blob, _) => "base64 text",
        (Kind::Integer(_), _) if shape.millis => "a number of milliseconds since 1970",
        (Kind::Integer(_) | Kind::IntEnum(_), _) => "a whole number",
        (Kind::Float, _) => "a number",
        (Kind::Boolean, _) => "`true` or `false`",
        (Kind::Timestamp(TimeForm::EpochSeconds), Form::Wire) => "a number of seconds since 1970",
        (Kind::Timestamp(TimeForm::EpochSeconds), Form::Client) => "a number of seconds since 1970 or an ISO 8601 time",
        (Kind::Timestamp(_), _) => "a time as text",
        (Kind::Document, _) => "a value",
    }
}
