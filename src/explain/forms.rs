//! The forms that errors have: a JSON body, a whole HTTP answer, and what clients print of them. Each is taken apart
//! into the exception, the operation and the words of the answer.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::Value;

use crate::report::wording::lower_camel;
use crate::services::Target;
use crate::snippets::names::separated;

use super::{FIELDS, PARAMETERS, fields, parameters, search};

/// An error as a text tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Told<'t> {
    /// The exception; empty where the words alone are there.
    pub exception: Cow<'t, str>,
    /// The operation's name.
    pub operation: Option<Cow<'t, str>>,
    /// The words of the answer.
    pub message: Cow<'t, str>,
    /// What else the exception carries.
    pub members: Vec<(String, String)>,
    /// What to do with what else the answer has.
    pub hints: Vec<&'static str>,
}

/// Finds out whether a word names an exception that can be explained, and which.
pub type IsKnown<'k> = dyn for<'w> Fn(&'w str) -> Option<&'w str> + 'k;

/// What is known of the names in errors.
pub struct Words<'k> {
    /// Exceptions, wherever a word may stand.
    pub is_known: &'k IsKnown<'k>,
    /// Exceptions where nothing else can stand: short names are known there too.
    pub is_code: &'k IsKnown<'k>,
    /// The members of bodies that name an error and say what it is.
    pub pairs: &'k [(&'static str, &'static str)],
    /// What else a body may have, and what to do with it.
    pub extras: &'k [(&'static str, &'static str)],
}

impl Words<'_> {
    /// The name that stands at a place of a text: with its dots, if it has any; and where it ends.
    fn name_at<'t>(&self, text: &'t str, start: usize, word: &'t str) -> Option<(&'t str, usize)> {
        let rest = text.get(start..)?;
        let dotted = rest.get(..search::run(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))?;
        let dotted = dotted.trim_end_matches('.');
        let of = |word: &'t str| Some(((self.is_known)(word)?, start + word.len()));
        of(dotted).filter(|_| dotted.len() > word.len()).or_else(|| of(word))
    }
}

/// No text tells of more errors than anybody reads.
const MOST: usize = 16;

/// Objects that are tried for a JSON body.
const TRIES: usize = 16;

/// A text without colours, carriage returns, and the frame that Terraform draws around it.
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, from)) = search::cut(rest, "\u{1b}[") {
        out.push_str(before);
        rest = from.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';');
        rest = rest.strip_prefix(|c: char| c.is_ascii_alphabetic()).unwrap_or(rest);
    }
    out.push_str(rest);
    if out.contains('\r') {
        out = out.replace("\r\n", "\n");
    }
    if out.lines().any(|line| line.starts_with("│ ")) {
        let lines = out.lines().map(|line| line.trim_start_matches(['│', ' ']).trim_end());
        out = lines.map(|line| if line.is_empty() { "\n" } else { line }).collect::<Vec<_>>().join(" ");
    }
    out
}

/// The errors that a text tells of.
pub fn told<'t>(text: &'t str, words: &Words<'_>) -> Vec<Told<'t>> {
    let (body_at, bodies) = bodies(text, words);
    let (prose_at, prose) = prose(text, words);
    // What stands first holds the other: a body the words of a client, or the words a value that looks like a body.
    let mut list = if body_at < prose_at { bodies } else { prose };
    if list.is_empty() && parameters::are_told(text) {
        list.push(Told { exception: PARAMETERS.into(), message: text.into(), ..Told::default() });
    }
    if list.is_empty() && fields::are_told(text) {
        list.push(Told { exception: FIELDS.into(), message: text.into(), ..Told::default() });
    }
    if list.is_empty() {
        list.extend(labelled(text, words));
    }
    if list.is_empty() {
        list.extend(header(text, words));
    }
    if list.is_empty() {
        list = mentions(text, words);
    }
    if list.is_empty() {
        list.push(Told { message: text.into(), ..Told::default() });
    }
    let hint = operation_of(text);
    for told in list.iter_mut().filter(|told| told.operation.is_none()) {
        told.operation = hint.map(Cow::Borrowed);
    }
    list.truncate(MOST);
    list
}

/// JSON bodies, alone, in an answer, or among other lines, and where the first of them starts.
fn bodies<'t>(text: &'t str, words: &Words<'_>) -> (usize, Vec<Told<'t>>) {
    let (mut list, mut first, mut at, mut tries) = (Vec::new(), usize::MAX, 0, 0);
    while let Some(open) = text.get(at..).and_then(|rest| search::find(rest, "{")).map(|open| at + open) {
        let rest = text.get(open..).unwrap_or_default();
        at = open + 1;
        // A brace that no name stands behind begins no body.
        if !rest.get(1..).unwrap_or_default().trim_start().starts_with('"') {
            continue;
        }
        tries += 1;
        if tries > TRIES {
            break;
        }
        let mut values = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        if let Some(Ok(value)) = values.next() {
            at = open + values.byte_offset();
            list.extend(of_json(&value, words));
            if !list.is_empty() {
                first = first.min(open);
            }
        }
    }
    if list.is_empty() && text.trim_start().starts_with('"') {
        let mut reader = serde_json::Deserializer::from_str(text);
        if let Ok(inside) = String::deserialize(&mut reader) {
            list.extend(owned(&inside, words));
            first = if list.is_empty() { first } else { 0 };
        }
    }
    (first, list)
}

/// The error that an object is, or holds.
fn of_json<'t>(value: &Value, words: &Words<'_>) -> Vec<Told<'t>> {
    let Some(object) = value.as_object() else { return Vec::new() };
    let text = |names: &[&str]| names.iter().find_map(|name| object.get(*name)?.as_str());
    let inner = object.get("Error").or_else(|| object.get("error")).filter(|inner| inner.is_object());
    if let Some(told) = of_pair(object, words).or_else(|| {
        // Some gateways put it one level down.
        object.values().filter_map(Value::as_object).find_map(|inner| of_pair(inner, words))
    }) {
        return vec![told];
    }
    if let Some(inner) = inner {
        return of_json(inner, words);
    }
    let message = text(&["message", "Message", "errorMessage", "ErrorMessage"]).unwrap_or_default();
    let name = text(&["__type", "errorCode", "errorType", "Code", "code", "name"]).unwrap_or_default();
    let name = search::cut_last(name, "#").map_or(name, |(_, name)| name);
    let name = search::cut(name, ":").map_or(name, |(name, _)| name);
    let Some(exception) = (words.is_known)(name) else {
        // A function that failed tells what its client said.
        return owned(message, words);
    };
    let is_wire = object.contains_key("__type");
    let is_own = |name: &str| is_wire && !name.starts_with(['_', '$']) && !name.eq_ignore_ascii_case("message");
    let members = object.iter().filter(|(name, _)| is_own(name) && *name != "name" && *name != "code");
    vec![Told {
        exception: Cow::Owned(exception.into()),
        operation: text(&["eventName"]).map(|name| Cow::Owned(name.into())),
        message: Cow::Owned(if message == NO_WORDS { String::new() } else { message.into() }),
        members: members.filter_map(|(name, value)| Some((name.clone(), value.as_str()?.into()))).collect(),
        hints: Vec::new(),
    }]
}

/// The error that an object is by the members that some service gives its errors.
fn of_pair<'t>(object: &serde_json::Map<String, Value>, words: &Words<'_>) -> Option<Told<'t>> {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let (exception, message) = words.pairs.iter().find_map(|(name, message)| {
        let exception = (words.is_code)(text(name)?)?;
        Some((exception, text(message)?))
    })?;
    let hints = words.extras.iter().filter(|(name, _)| text(name).is_some_and(|value| !value.is_empty()));
    Some(Told {
        exception: Cow::Owned(exception.into()),
        message: Cow::Owned(message.into()),
        hints: hints.map(|(_, hint)| *hint).collect(),
        ..Told::default()
    })
}

/// What clients print of such a body: its members with their values, without the quotes that would make it JSON.
fn labelled<'t>(text: &'t str, words: &Words<'_>) -> Option<Told<'t>> {
    words.pairs.iter().find_map(|(name, message)| {
        let (exception, end) = search::places(text, name).into_iter().find_map(|at| {
            let rest = text.get(at + name.len()..)?;
            let value = rest.trim_start_matches(SIGNS);
            let code = value.get(..search::run(value, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.')))?;
            let is_apart = value.len() < rest.len();
            let exception = (words.is_code)(code.trim_end_matches('.')).filter(|_| is_apart)?;
            Some((exception, text.len() - value.len() + code.len()))
        })?;
        let behind = search::cut(text.get(end..)?, message).map_or("", |(_, behind)| behind);
        let line = search::first_line(behind.trim_start_matches(SIGNS));
        let said =
            |extra: &str| search::cut(line, extra).map(|(before, value)| (before, value.trim_start_matches(SIGNS)));
        let found = words.extras.iter().filter_map(|(extra, hint)| Some((said(extra)?, *hint)));
        let hints: Vec<&str> = found
            .clone()
            .filter(|((_, value), _)| !value.starts_with("None") && !value.starts_with('}'))
            .map(|(_, hint)| hint)
            .collect();
        let words = found.map(|((before, _), _)| before).next().unwrap_or(line);
        let is_end = |c: char| matches!(c, ' ' | ',' | '}' | '"' | '\'' | ')');
        Some(Told {
            exception: exception.into(),
            message: words.trim_end_matches(is_end).into(),
            hints,
            ..Told::default()
        })
    })
}

/// What stands between a member and its value.
const SIGNS: [char; 5] = [':', '=', ' ', '"', '\''];

/// The errors in a text that stands in another.
fn owned<'t>(text: &str, words: &Words<'_>) -> Vec<Told<'t>> {
    let owned = |told: Told<'_>| Told {
        exception: Cow::Owned(told.exception.into_owned()),
        operation: told.operation.map(|name| Cow::Owned(name.into_owned())),
        message: Cow::Owned(told.message.into_owned()),
        members: told.members,
        hints: told.hints,
    };
    let mut list: Vec<Told<'t>> = prose(text, words).1.into_iter().map(owned).collect();
    if list.is_empty() && parameters::are_told(text) {
        list.push(owned(Told { exception: PARAMETERS.into(), message: text.into(), ..Told::default() }));
    }
    list
}

/// What the JavaScript SDK writes for an answer without words.
const NO_WORDS: &str = "UnknownError";

const OCCURRED: &str = "An error occurred (";

/// What clients print: `An error occurred (Name) when calling the Operation operation: words` and `Name: words`; and
/// where the first of them starts.
fn prose<'t>(text: &'t str, words: &Words<'_>) -> (usize, Vec<Told<'t>>) {
    let (mut list, mut first): (Vec<Told<'t>>, usize) = (Vec::new(), usize::MAX);
    let (mut at, mut tries) = (0, 0);
    while let Some((start, word)) = next_word(text, at) {
        let end = start + word.len();
        at = end;
        let Some((exception, end)) = words.name_at(text, start, word).filter(|(name, _)| *name != PARAMETERS) else {
            continue;
        };
        at = end;
        tries += 1;
        if tries > 4 * MOST {
            break;
        }
        let (before, after) = (text.get(..start).unwrap_or_default(), text.get(end..).unwrap_or_default());
        let behind = if before.ends_with(OCCURRED) {
            calling(after)
        } else {
            let words = after.strip_prefix(": ").filter(|words| !words.starts_with(OCCURRED));
            words.filter(|_| !is_header(before)).map(|words| (None, words))
        };
        let (operation, message) = match behind {
            Some((operation, words)) => {
                let (message, length) = message_of(words);
                // What its words say of other exceptions is no error of its own.
                at = text.len() - words.len() + length;
                (operation, message)
            }
            None if before.ends_with("Error Code: ") => (None, before_service(before)),
            None => continue,
        };
        let message = if matches!(message, NO_WORDS | "null" | "None") { "" } else { message };
        let told = Told {
            exception: exception.into(),
            operation: operation.map(Cow::Borrowed),
            message: message.into(),
            ..Told::default()
        };
        // Clients name an error twice: as a class, and in its words.
        if !list.iter().any(|other| other.exception == told.exception && other.message == told.message) {
            list.push(told);
            first = first.min(start);
        }
        if list.len() == MOST {
            break;
        }
    }
    (first, list)
}

/// ` when calling the Name operation (reached max retries: 4): words`, behind the exception.
fn calling(after: &str) -> Option<(Option<&str>, &str)> {
    let rest = after.strip_prefix(')')?;
    let Some(rest) = rest.strip_prefix(" when calling the ") else {
        return Some((None, rest.strip_prefix(": ")?));
    };
    let (operation, rest) = rest.split_at_checked(search::run(rest, |c| c.is_ascii_alphanumeric()))?;
    let rest = rest.strip_prefix(" operation")?;
    let rest = match rest.strip_prefix(" (reached max retries: ") {
        Some(retries) => retries.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix(')')?,
        None => rest,
    };
    Some((Some(operation), rest.strip_prefix(':')?.trim_start_matches(' ')))
}

/// The words in front of ` (Service: …; Status Code: 400; Error Code: Name`, behind the class.
fn before_service(before: &str) -> &str {
    let words = search::cut_last(before, BEHIND).map_or("", |(words, _)| words);
    let line = words.get(search::find_last(words, "\n").map_or(0, |end| end + 1)..).unwrap_or_default();
    search::cut(line, "Exception: ").map_or(line, |(_, words)| words)
}

/// What begins another error, such as the one that was caught before.
const OTHERS: [&str; 4] =
    ["\nTraceback (most recent call last)", "\n\nDuring handling of ", "\n\nThe above exception ", OCCURRED];

/// What stands behind the words of an error on their last line.
const BEHIND: &str = " (Service: ";

/// The words of an error, and the length of all that belongs to it. Those that join violations may be many lines and
/// hold anything, since values may; others end with their line.
fn message_of(words: &str) -> (&str, usize) {
    let end = OTHERS.iter().filter_map(|end| search::find(words, end)).min().unwrap_or(words.len());
    let words = words.get(..end).unwrap_or_default();
    let head = words.get(..words.char_indices().nth(60).map_or(words.len(), |(at, _)| at)).unwrap_or_default();
    if search::find(head, "detected: ").is_some() {
        return (words, words.len());
    }
    let line = search::first_line(words);
    let message = search::cut(line, BEHIND).map_or(line, |(message, _)| message).trim_end();
    (message, message.len())
}

/// Whether a line so far is the name of a header that a name of an error follows.
fn is_header(before: &str) -> bool {
    let line = before.get(before.len().saturating_sub(40)..).unwrap_or_default();
    line.trim_end().to_ascii_lowercase().ends_with(&format!("{ERROR_TYPE}:"))
}

const ERROR_TYPE: &str = "x-amzn-errortype";

/// The exception that a header names.
fn header<'t>(text: &'t str, words: &Words<'_>) -> Option<Told<'t>> {
    let exception = (words.is_known)(value_of(text, ERROR_TYPE)?)?;
    Some(Told { exception: exception.into(), ..Told::default() })
}

/// The operation that a header or a client names besides the exception.
fn operation_of(text: &str) -> Option<&str> {
    let of_target =
        value_of(text, "x-amz-target").and_then(|target| search::cut_last(target, ".")).map(|(_, name)| name);
    of_target.or_else(|| {
        // `operation error Service: Name, https response error …`
        let (_, rest) = search::cut(text, "operation error ")?;
        let name = search::cut(search::first_line(rest), ": ")?.1;
        name.get(..search::run(name, |c| c.is_ascii_alphanumeric()))
    })
}

/// The word that stands behind a name, whatever marks are between the two.
fn value_of<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let bytes = text.as_bytes();
    let at = bytes.windows(name.len()).position(|part| part.eq_ignore_ascii_case(name.as_bytes()))?;
    let rest = text.get(at + name.len()..)?.trim_start_matches(['"', '\'', ':', '=', ' ']);
    let end = search::run(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
    rest.get(..end).filter(|value| !value.is_empty())
}

/// Exceptions that are named somewhere, with the whole text for their words.
fn mentions<'t>(text: &'t str, words: &Words<'_>) -> Vec<Told<'t>> {
    let (mut list, mut at): (Vec<Told<'t>>, usize) = (Vec::new(), 0);
    while let Some((start, word)) = next_word(text, at).filter(|_| list.len() < MOST) {
        at = start + word.len();
        let named = words.name_at(text, start, word);
        if let Some((exception, end)) = named.filter(|(name, _)| list.iter().all(|told| told.exception != *name)) {
            at = end;
            list.push(Told { exception: exception.into(), message: text.into(), ..Told::default() });
        }
    }
    list
}

fn next_word(text: &str, from: usize) -> Option<(usize, &str)> {
    let rest = text.get(from..)?;
    let start = search::run(rest, |c| !(c.is_ascii_alphanumeric() || c == '_'));
    let word = rest.get(start..)?;
    let word = word.get(..search::run(word, |c| c.is_ascii_alphanumeric() || c == '_'))?;
    (!word.is_empty()).then_some((from + start, word))
}

/// Those of some operations whose names a text speaks of, in the spelling of some client.
pub fn spoken_of<'k>(targets: &[&'k Target], text: &str) -> Vec<&'k Target> {
    let spellings = |target: &&Target| {
        let name = &*target.name;
        [name.into(), format!("{name}Command"), lower_camel(name), separated(name, '_'), separated(name, '-')]
    };
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let is_word = |words: &str| {
        let is_whole = |at: usize| {
            let (before, behind) = (text.get(..at), text.get(at + words.len()..));
            !before.is_some_and(|before| before.ends_with(is_part))
                && !behind.is_some_and(|behind| behind.starts_with(is_part))
        };
        search::places(text, words).into_iter().any(is_whole)
    };
    targets.iter().filter(|target| spellings(target).iter().any(|words| is_word(words))).copied().collect()
}
