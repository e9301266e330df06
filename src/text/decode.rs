//! Any bytes become a text that can be read: UTF-8 as it is, anything else with a fault for each bad place.
//! Nothing is refused here but what is too large to look at.

use std::borrow::Cow;

use super::Span;
use super::scan::ascii_len;

/// The longest request text that is read, in bytes. The largest request any of the services takes is some
/// MiB; a bound keeps spans in 32 bits and a browser tab alive.
pub const MAX_BYTES: usize = 16 << 20;

/// Bad places after this many are not told one by one: the text is not text.
const MAX_FAULTS: usize = 100;

/// A text to read, and what was wrong with its bytes.
pub struct Decoded<'b> {
    /// The text that all spans refer to. Bad bytes stand as U+FFFD, one for each bad sequence, as a browser's
    /// `TextDecoder` has it.
    pub text: Cow<'b, str>,
    /// What was wrong, in order of place.
    pub faults: Vec<Fault>,
    /// The text is not worth reading on: another encoding, or too large.
    pub unreadable: bool,
}

/// Something wrong with the bytes of a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// A byte order mark before the text; `JSON.parse` refuses it.
    ByteOrderMark(Span),
    /// Bytes that are not UTF-8.
    NotUtf8(Span),
    /// The text is in UTF-16.
    Utf16,
    /// More bytes than are read; the number of bytes.
    TooLarge(usize),
}

/// Decodes the bytes of a text.
pub fn decode(bytes: &[u8]) -> Decoded<'_> {
    match std::str::from_utf8(bytes) {
        Ok(text) => decode_text(text),
        Err(_) if bytes.len() > MAX_BYTES || looks_like_utf16(bytes) => {
            decode_text_of(bytes, Cow::Borrowed(""), Vec::new())
        }
        Err(_) => {
            let (text, faults) = lossy(bytes);
            decode_text_of(bytes, text, faults)
        }
    }
}

/// The same for what is known to be UTF-8.
pub fn decode_text(text: &str) -> Decoded<'_> {
    decode_text_of(text.as_bytes(), Cow::Borrowed(text), Vec::new())
}

fn decode_text_of<'b>(bytes: &[u8], text: Cow<'b, str>, mut faults: Vec<Fault>) -> Decoded<'b> {
    if bytes.len() > MAX_BYTES {
        return unreadable(Fault::TooLarge(bytes.len()));
    }
    if looks_like_utf16(bytes) {
        return unreadable(Fault::Utf16);
    }
    if text.starts_with('\u{feff}') {
        faults.insert(0, Fault::ByteOrderMark(Span::new(0, '\u{feff}'.len_utf8())));
    }
    Decoded { text, faults, unreadable: false }
}

/// The text of Latin-1 bytes, each of which is the character of its number.
pub fn from_latin1(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut rest = bytes;
    while let Some((plain, more)) = rest.split_at_checked(ascii_len(rest)) {
        text.push_str(std::str::from_utf8(plain).unwrap_or_default());
        let Some((&byte, more)) = more.split_first() else { break };
        text.push(char::from(byte));
        rest = more;
    }
    text
}

fn unreadable(fault: Fault) -> Decoded<'static> {
    Decoded { text: Cow::Borrowed(""), faults: vec![fault], unreadable: true }
}

fn looks_like_utf16(bytes: &[u8]) -> bool {
    matches!(bytes, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, b'{' | b'[' | b'"', ..] | [b'{' | b'[' | b'"', 0, ..])
}

fn lossy(bytes: &[u8]) -> (Cow<'_, str>, Vec<Fault>) {
    let (mut text, mut faults) = (String::with_capacity(bytes.len() + 16), Vec::new());
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            let start = text.len();
            text.push(char::REPLACEMENT_CHARACTER);
            if faults.len() < MAX_FAULTS {
                faults.push(Fault::NotUtf8(Span::new(start, text.len())));
            }
        }
    }
    (Cow::Owned(text), faults)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_bad_sequence_is_one_fault_at_its_replacement() {
        let decoded = decode(b"a\xffb\xe2\x82c");
        assert_eq!(decoded.text, "a\u{fffd}b\u{fffd}c");
        assert_eq!(decoded.faults, [Fault::NotUtf8(Span::new(1, 4)), Fault::NotUtf8(Span::new(5, 8))]);
    }

    #[test]
    fn latin1_bytes_are_the_characters_of_their_numbers() {
        let all: Vec<u8> = (0..=255).chain([b'a'; 40]).chain([0xfc]).chain([b'b'; 9]).collect();
        let text: String = all.iter().map(|&byte| char::from(byte)).collect();
        for start in 0..all.len() {
            assert_eq!(from_latin1(&all[start..]), text.chars().skip(start).collect::<String>());
        }
    }

    #[test]
    fn utf16_is_named_as_such() {
        assert_eq!(decode(b"\xff\xfe{\0}\0").faults, [Fault::Utf16]);
        assert_eq!(decode(b"{\0}\0").faults, [Fault::Utf16]);
    }
}
