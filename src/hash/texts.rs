//! The texts that producers hash: how Go, Python and `JSON.stringify` write the same values.

use crate::model::tape::{NodeKind, Value};
use crate::text::order::sort_by;
use crate::text::scan;
use crate::text::string::{push_escaped, push_quoted};

/// Compact JSON in the order of the text, with the fewest escapes.
pub fn json(value: Value<'_>) -> String {
    let mut out = String::new();
    write(&mut out, value, Style { comma: ",", colon: ":", quote: push_quoted });
    out
}

/// As Python's `json.dumps` writes it with its defaults.
pub fn python(value: Value<'_>) -> String {
    let mut out = String::new();
    write(&mut out, value, Style { comma: ", ", colon: ": ", quote: push_python });
    out
}

/// As Go's `encoding/json` writes a map: keys in the order of their UTF-8 bytes.
pub fn go_map(out: &mut String, value: Value<'_>, go: Go) {
    let mut entries: Vec<_> = value.entries().filter_map(|(k, v)| Some((k.any_str()?, v.any_str()?))).collect();
    sort_by(&mut entries, |a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    go_object(out, entries.iter().map(|(key, value)| (&**key, &**value)), go);
}

/// As Go's `encoding/json` writes names and texts, in the order given.
pub fn go_object<'s>(out: &mut String, members: impl Iterator<Item = (&'s str, &'s str)>, go: Go) {
    out.push('{');
    for (i, (key, value)) in members.enumerate() {
        if i > 0 {
            out.push(',');
        }
        push_go(out, key, go);
        out.push(':');
        push_go(out, value, go);
    }
    out.push('}');
}

/// Which Go wrote the text: backspace and form feed changed their escapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Go {
    /// 1.22 and later: `\b` and `\f`.
    Since122,
    /// 1.21 and earlier: `\u0008` and `\u000c`.
    Before122,
}

/// Whether a text that Go 1.22 wrote may have been another before: it has an escape that changed.
pub fn differs_by_version(text: &str) -> bool {
    let bytes = text.as_bytes();
    let mut at = scan::find(bytes, 0, b'\\');
    while at < bytes.len() && !matches!(bytes.get(at + 1), Some(b'b' | b'f')) {
        at = scan::find(bytes, at + 2, b'\\');
    }
    at < bytes.len()
}

fn push_go(out: &mut String, value: &str, go: Go) {
    push_escaped(out, value, |c| match c {
        '\u{8}' | '\u{c}' => go == Go::Before122,
        '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => true,
        _ => false,
    });
}

fn push_python(out: &mut String, value: &str) {
    push_escaped(out, value, |c| c > '~');
}

#[derive(Clone, Copy)]
struct Style {
    comma: &'static str,
    colon: &'static str,
    quote: fn(&mut String, &str),
}

fn write(out: &mut String, value: Value<'_>, style: Style) {
    let separate = |out: &mut String, first: &mut bool| {
        if !std::mem::take(first) {
            out.push_str(style.comma);
        }
    };
    let mut first = true;
    match value.kind() {
        NodeKind::List => {
            out.push('[');
            for element in value.elements() {
                separate(out, &mut first);
                write(out, element, style);
            }
            out.push(']');
        }
        NodeKind::Map => {
            out.push('{');
            for (key, entry) in value.entries() {
                separate(out, &mut first);
                (style.quote)(out, &key.any_str().unwrap_or_default());
                out.push_str(style.colon);
                write(out, entry, style);
            }
            out.push('}');
        }
        NodeKind::Structure => {
            out.push('{');
            for (_, member) in value.members() {
                separate(out, &mut first);
                (style.quote)(out, &member.name());
                out.push_str(style.colon);
                write(out, member, style);
            }
            out.push('}');
        }
        _ => match value.any_str() {
            Some(text) => (style.quote)(out, &text),
            None => out.push_str(value.source()),
        },
    }
}
