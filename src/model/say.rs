//! What the walker says: the words of its findings, and their repairs. Called only when something was found.

use crate::report::{Draft, Trust};
use crate::text::nearest::{Likeness, nearest};
use crate::text::reader::Start;
use crate::text::string::quoted;
use crate::text::time::{parse_iso, to_epoch_seconds};
use crate::text::{Span, decode, reader};

use super::ast::{Bounds, Kind, Member, Model, Shape, TimeForm};
use super::walk::Form;

/// A text short enough for a message.
pub fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_string(),
    }
}

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

pub fn missing(name: &str) -> Draft {
    Draft::new(format!("`{name}` is missing")).help(format!("add `{name}`"))
}

pub fn unknown(name: &str, span: Span, members: &[Member], is_free: impl Fn(&str) -> bool) -> Draft {
    let message = format!("`{}` is not a member here", shortened(name));
    let free = || members.iter().map(|m| &*m.name).filter(|name| is_free(name));
    match nearest(name, free()) {
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

pub fn not_in_enum(shape: &Shape, value: &str, span: Span, allowed: &[Box<str>]) -> Draft {
    let list: Vec<String> = allowed.iter().map(|v| format!("`{v}`")).collect();
    let draft = Draft::new(format!("{} is not one of the allowed values", echoed(shape, value)));
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

pub fn pattern(shape: &Shape, value: &str, source: &str) -> Draft {
    Draft::new(format!("{} does not match the pattern of `{}`", echoed(shape, value), shape.name))
        .help(format!("the whole value has to match `{source}`"))
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

pub fn too_small(subject: &str, value: &str, least: i128) -> Draft {
    Draft::new(format!("{subject} is {}, at least {least} is needed", shortened(value)))
        .help(format!("write {least} or more"))
}

pub fn too_large(subject: &str, value: &str, most: i128) -> Draft {
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
        (Kind::Timestamp(TimeForm::EpochSeconds), Start::String) => match parse_iso(inside) {
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
            None if is_number(inside) => unquote(draft, span, inside),
            None => draft.help("write the seconds since 1970-01-01T00:00:00Z as a number, such as 1767225600"),
        },
        (Kind::Integer(_) | Kind::IntEnum(_) | Kind::Float, Start::String) if is_number(inside) => {
            unquote(draft, span, inside)
        }
        (Kind::Integer(_), Start::Number) => draft.help("write it without a fraction"),
        (Kind::Boolean, Start::String) if matches!(&*inside.to_ascii_lowercase(), "true" | "false") => {
            unquote(draft, span, &inside.to_ascii_lowercase())
        }
        (Kind::String | Kind::Enum(_) | Kind::Blob, Start::Number | Start::True | Start::False) => {
            draft.help("put quotes around it").fix("put quotes around it", Trust::Safe, span, format!("\"{source}\""))
        }
        (Kind::List { member, .. }, _) if fits(&model.shape(*member).kind, start) => draft
            .help("put it into a list, even if it is the only one")
            .fix("put brackets around it", Trust::Safe, span, format!("[{source}]")),
        (Kind::Structure(_) | Kind::Map { .. } | Kind::List { .. }, Start::String)
            if inside.starts_with(['{', '[']) =>
        {
            draft.help("it looks like JSON inside a text: write it without the quotes around it")
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

fn is_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty()
        && digits.len() < 20
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
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
        (Kind::List { .. }, _) => "a list",
        (Kind::String | Kind::Enum(_), _) => "a text",
        (Kind::Blob, _) => "base64 text",
        (Kind::Integer(_) | Kind::IntEnum(_), _) => "a whole number",
        (Kind::Float, _) => "a number",
        (Kind::Boolean, _) => "`true` or `false`",
        (Kind::Timestamp(TimeForm::EpochSeconds), Form::Wire) => "a number of seconds since 1970",
        (Kind::Timestamp(TimeForm::EpochSeconds), Form::Client) => "a number of seconds since 1970 or an ISO 8601 time",
        (Kind::Timestamp(_), _) => "a time as text",
        (Kind::Document, _) => "a value",
    }
}
