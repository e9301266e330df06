//! JSON string literals: their value, their length, and the way back from a value to a literal.

use std::borrow::Cow;

use super::scan;

/// The value of a string literal's inside (without the quotes). Escapes that JSON does not know and halves of
/// surrogate pairs become U+FFFD; whoever must not pass over them asks [`has_lone_surrogate`] first.
pub fn unescape(inside: &str) -> Cow<'_, str> {
    let mut slash = scan::find(inside.as_bytes(), 0, b'\\');
    if slash == inside.len() {
        return Cow::Borrowed(inside);
    }
    let (mut value, mut plain_from) = (String::with_capacity(inside.len()), 0);
    while slash < inside.len() {
        value.push_str(inside.get(plain_from..slash).unwrap_or_default());
        let mut rest = inside.get(slash + 1..).unwrap_or_default().chars();
        if let Some(c) = escape(&mut rest) {
            value.push(c.unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        plain_from = inside.len() - rest.as_str().len();
        slash = scan::find(inside.as_bytes(), plain_from, b'\\');
    }
    value.push_str(inside.get(plain_from..).unwrap_or_default());
    Cow::Owned(value)
}

/// Whether a literal's inside holds a `\u` escape that is half of a surrogate pair: no Unicode text has it.
pub fn has_lone_surrogate(inside: &str) -> bool {
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        if c == '\\' && escape(&mut rest) == Some(None) {
            return true;
        }
    }
    false
}

/// The character of the escape behind a backslash; `Some(None)` stands for half of a surrogate pair.
fn escape(rest: &mut std::str::Chars<'_>) -> Option<Option<char>> {
    Some(match rest.next()? {
        'n' => Some('\n'),
        'r' => Some('\r'),
        't' => Some('\t'),
        'b' => Some('\u{8}'),
        'f' => Some('\u{c}'),
        'u' => {
            let unit = unit_of(rest);
            let mut ahead = rest.clone();
            let pair = match unit {
                0xd800..0xdc00 if ahead.next() == Some('\\') && ahead.next() == Some('u') => {
                    match unit_of(&mut ahead) {
                        low @ 0xdc00..0xe000 => char::from_u32(0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)),
                        _ => None,
                    }
                }
                _ => None,
            };
            if pair.is_some() {
                *rest = ahead;
            }
            pair.or_else(|| char::from_u32(unit))
        }
        other => Some(other),
    })
}

/// The bytes of a literal's value as a literal with the fewest escapes, quotes included.
pub fn quoted_len(inside: &str) -> usize {
    let bytes = inside.as_bytes();
    let mut length = bytes.len() + 2;
    let mut at = scan::find(bytes, 0, b'\\');
    while at < bytes.len() {
        match bytes.get(at + 1) {
            Some(b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't') => {}
            Some(b'/') => length -= 1,
            _ => return quoted(&unescape(inside)).len(),
        }
        at = scan::find(bytes, at + 2, b'\\');
    }
    length
}

fn unit_of(rest: &mut std::str::Chars<'_>) -> u32 {
    (0..4).fold(0, |unit, _| unit * 16 + rest.next().and_then(|c| c.to_digit(16)).unwrap_or(0))
}

/// How many Unicode code points a text has.
pub fn code_points(text: &str) -> usize {
    text.chars().count()
}

/// Appends a value as a JSON string literal with the fewest escapes, as `JSON.stringify` writes it.
pub fn push_quoted(out: &mut String, value: &str) {
    push_escaped(out, value, |_| false);
}

/// Appends a value as a JSON string literal in which characters that `as_units` picks stand as `\uXXXX`, one for
/// each UTF-16 unit, like control characters that have no escape of their own. Of printable ASCII it is asked
/// about `<`, `>` and `&` alone.
pub fn push_escaped(out: &mut String, value: &str, as_units: impl Fn(char) -> bool) {
    out.push('"');
    let bytes = value.as_bytes();
    let (mut plain_from, mut at) = (0, 0);
    loop {
        while let Some(true) = bytes.get(at).map(|&byte| is_plain(byte)) {
            at += 1;
        }
        let Some(c) = value.get(at..).and_then(|rest| rest.chars().next()) else { break };
        let next = at + c.len_utf8();
        let own = match c {
            '"' => "\\\"",
            '\\' => "\\\\",
            '\n' => "\\n",
            '\r' => "\\r",
            '\t' => "\\t",
            '\u{8}' => "\\b",
            '\u{c}' => "\\f",
            _ => "",
        };
        let in_units = as_units(c) || (own.is_empty() && c < ' ');
        if in_units || !own.is_empty() {
            out.push_str(value.get(plain_from..at).unwrap_or_default());
            plain_from = next;
            if in_units {
                c.encode_utf16(&mut [0; 2]).iter().for_each(|&unit| push_unicode_escape(out, u32::from(unit)));
            } else {
                out.push_str(own);
            }
        }
        at = next;
    }
    out.push_str(value.get(plain_from..).unwrap_or_default());
    out.push('"');
}

/// Whether a byte stands for itself, whoever writes the literal.
#[inline(always)]
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && !matches!(byte, b'"' | b'\\' | b'<' | b'>' | b'&')
}

/// Appends `\u` and four lower-case hexadecimal digits.
pub fn push_unicode_escape(out: &mut String, unit: u32) {
    out.push_str("\\u");
    for shift in [12, 8, 4, 0] {
        out.extend(char::from_digit((unit >> shift) & 15, 16));
    }
}

/// A value as a JSON string literal.
pub fn quoted(value: &str) -> String {
    let mut out = String::with_capacity(value.len() + 2);
    push_quoted(&mut out, value);
    out
}

/// A text short enough for a message.
pub fn shortened(text: &str) -> String {
    shortened_to(text, 60)
}

/// The first characters of a text, and a sign that there are more.
pub fn shortened_to(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_string(),
    }
}

/// Puts values into a template; what stands in a value is not looked at again.
pub fn fill(template: &str, values: &[(&str, &str)]) -> String {
    let (mut out, mut rest) = (String::new(), template);
    while let Some(open) = rest.find('{') {
        let (before, from) = rest.split_at(open);
        out.push_str(before);
        match values.iter().find(|(name, _)| from.starts_with(name)) {
            Some((name, value)) => {
                out.push_str(value);
                rest = from.get(name.len()..).unwrap_or_default();
            }
            None => {
                out.push('{');
                rest = from.get(1..).unwrap_or_default();
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_become_their_characters() {
        assert_eq!(unescape(r#"a\"\\\/\b\f\n\r\t\u00e4\ud83d\ude00z"#), "a\"\\/\u{8}\u{c}\n\r\tä😀z");
    }

    #[test]
    fn halves_of_pairs_are_found() {
        for lone in [r"\ud800", r"x\udc00", r"\ud83d\u0041", r"\ud83d\ud83d\ude00"] {
            assert!(has_lone_surrogate(lone), "{lone}");
        }
        assert!(!has_lone_surrogate(r"\ud83d\ude00 \\ud800"));
        assert_eq!(unescape(r"\ud83d\ud83d\ude00"), "\u{fffd}😀");
    }
}
