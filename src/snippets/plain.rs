//! Which characters are written as they are. What cannot be seen, changes the direction of the text around it
//! or is taken for a key press by a terminal is written as an escape instead.

/// Whether a character is shown as itself.
pub fn is_plain(c: char) -> bool {
    let is_hidden = matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}'
        | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}');
    let is_no_character = c as u32 & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}' | '\u{e000}'..='\u{f8ff}');
    !(c.is_control() || is_hidden || is_no_character)
}

/// Appends `\u` and four digits, for a character beyond the BMP twice: as JSON and JavaScript have it.
pub fn push_utf16_escape(out: &mut String, c: char) {
    for unit in c.encode_utf16(&mut [0; 2]) {
        crate::text::string::push_unicode_escape(out, u32::from(*unit));
    }
}

/// Appends a text as a double-quoted JSON literal, which JavaScript reads the same.
pub fn push_json(out: &mut String, text: &str) {
    push_literal(out, text, push_utf16_escape);
}

/// Appends a text as a Python literal.
pub fn push_python(out: &mut String, text: &str) {
    push_literal(out, text, |out, c| match c as u32 {
        code @ ..=0xff => out.push_str(&format!("\\x{code:02x}")),
        code @ ..=0xffff => out.push_str(&format!("\\u{code:04x}")),
        code => out.push_str(&format!("\\U{code:08x}")),
    });
}

/// Appends a text between double quotes; how a character that is not shown is written, the language says.
fn push_literal(out: &mut String, text: &str, escape: fn(&mut String, char)) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_plain(c) => out.push(c),
            c => escape(out, c),
        }
    }
    out.push('"');
}

/// JSON text with the characters that are not shown as escapes. They can only stand in strings, and never behind
/// a backslash.
pub fn json_shown(json: &str) -> String {
    let mut out = String::with_capacity(json.len());
    for c in json.chars() {
        if is_plain(c) || c == '\n' { out.push(c) } else { push_utf16_escape(&mut out, c) }
    }
    out
}
