//! JSON string literals: their value, their length, and the way back from a value to a literal.

use std::borrow::Cow;

/// The value of a string literal's inside (without the quotes). Escapes that JSON does not know and halves of
/// surrogate pairs become U+FFFD; whoever must not pass over them asks [`has_lone_surrogate`] first.
pub fn unescape(inside: &str) -> Cow<'_, str> {
    if !inside.contains('\\') {
        return Cow::Borrowed(inside);
    }
    let mut value = String::with_capacity(inside.len());
    for_each_char(inside, |c| value.push(c.unwrap_or(char::REPLACEMENT_CHARACTER)));
    Cow::Owned(value)
}

/// Whether a literal's inside holds a `\u` escape that is half of a surrogate pair: no Unicode text has it.
pub fn has_lone_surrogate(inside: &str) -> bool {
    let mut lone = false;
    for_each_char(inside, |c| lone |= c.is_none());
    lone
}

/// Calls `each` for every character of the value; `None` stands for half of a surrogate pair.
fn for_each_char(inside: &str, mut each: impl FnMut(Option<char>)) {
    let mut rest = inside.chars();
    while let Some(c) = rest.next() {
        if c != '\\' {
            each(Some(c));
            continue;
        }
        match rest.next() {
            Some('n') => each(Some('\n')),
            Some('r') => each(Some('\r')),
            Some('t') => each(Some('\t')),
            Some('b') => each(Some('\u{8}')),
            Some('f') => each(Some('\u{c}')),
            Some('u') => {
                let unit = unit_of(&mut rest);
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
                    rest = ahead;
                    each(pair);
                } else {
                    each(char::from_u32(unit));
                }
            }
            Some(other) => each(Some(other)),
            None => {}
        }
    }
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
/// each UTF-16 unit, like control characters that have no escape of their own.
#[inline]
pub fn push_escaped(out: &mut String, value: &str, as_units: impl Fn(char) -> bool) {
    out.push('"');
    let mut plain_from = 0;
    for (at, c) in value.char_indices() {
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
        if own.is_empty() && !in_units {
            continue;
        }
        out.push_str(value.get(plain_from..at).unwrap_or_default());
        plain_from = at + c.len_utf8();
        if in_units {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|&unit| push_unicode_escape(out, u32::from(unit)));
        } else {
            out.push_str(own);
        }
    }
    out.push_str(value.get(plain_from..).unwrap_or_default());
    out.push('"');
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
