//! Small questions that rules of any service ask of a request, and what several of them say alike.

use std::borrow::Cow;

use crate::model::tape::{NodeKind, Value};
use crate::report::{Draft, Found, Trust};
use crate::text::string::quoted;

/// The text of a value that is there and keeps its shape.
pub fn text_of(value: Option<Value<'_>>) -> Option<Cow<'_, str>> {
    value.and_then(Value::str)
}

/// The same where it says anything at all.
pub fn filled(value: Option<Value<'_>>) -> Option<Cow<'_, str>> {
    text_of(value).filter(|text| !text.is_empty())
}

/// The text of a value.
pub fn text(value: Option<Value<'_>>) -> Option<String> {
    value.and_then(Value::any_str).map(String::from)
}

/// The texts of a list.
pub fn texts(list: Option<Value<'_>>) -> Vec<String> {
    list.into_iter().flat_map(Value::elements).filter_map(Value::any_str).map(String::from).collect()
}

/// A text as a message repeats it: not more of it than anybody reads, and on one line.
pub fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.is_empty() {
        return "an empty text".into();
    }
    let mut out = String::from("`");
    for c in text.chars().take(LONGEST) {
        if c.is_control() { out.extend(c.escape_default()) } else { out.push(c) }
    }
    out.push_str(if text.chars().nth(LONGEST).is_some() { "…`" } else { "`" });
    out
}

/// Whether a structure lacks a member. One that is there but broken is not absent, and neither is one whose
/// name is merely in another case: the walker tells of both.
pub fn is_absent(object: Value<'_>, members: &[&str], name: &str) -> bool {
    object.kind() == NodeKind::Structure
        && object.members().all(|(index, value)| match index {
            Some(index) => value.kind() == NodeKind::Null || members.get(index) != Some(&name),
            None => !value.name().eq_ignore_ascii_case(name),
        })
}

/// Names the known word that was probably meant by a value, and offers to write it instead.
pub fn did_you_mean(draft: Draft, value: Value<'_>, meant: &str) -> Draft {
    draft.help(format!("did you mean `{meant}`?")).fix(
        format!("write `{meant}`"),
        Trust::Check,
        value.span(),
        quoted(meant),
    )
}

/// Tells of tags whose key stands before already.
pub fn tell_repeated_tags<'t>(keys: impl Iterator<Item = Value<'t>>, found: &mut Found<'_>) {
    let keys: Vec<Value<'_>> = keys.filter(|key| key.is_valid()).collect();
    for (i, key) in keys.iter().enumerate() {
        let Some(first) = keys.iter().take(i).find(|first| first.str() == key.str()) else { continue };
        found.at(*key, || {
            Draft::new(format!("the tag {} stands twice", shown(&key.str().unwrap_or_default())))
                .help("give each tag once")
                .related(first.path(), first.span(), "the first tag of this key")
        });
    }
}
