//! Small questions that the rules of several families ask of a request. They judge nothing.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::model::tape::Value;
use crate::report::{Draft, Edit, Trust};
use crate::text::Span;
use crate::text::scan::is_same;
use crate::text::string::quoted;
use crate::text::time::{parse_iso, utc_second_of};

/// The bytes of a text as a JSON string with the fewest escapes.
pub fn text_bytes(value: Value<'_>) -> usize {
    value.quoted_len()
}

/// The same where nothing is escaped.
pub fn written_bytes(value: Value<'_>) -> usize {
    (value.span().end - value.span().start) as usize
}

/// The bytes of a map of texts as compact JSON.
pub fn map_bytes(map: Value<'_>, measure: fn(Value<'_>) -> usize) -> usize {
    joined(map.entries().map(|(key, value)| measure(key) + 1 + measure(value)))
}

/// The bytes of a list or an object whose parts have these sizes: two brackets, and commas between.
pub fn joined(parts: impl Iterator<Item = usize>) -> usize {
    let (count, bytes) = parts.fold((0, 0), |(count, bytes), part| (count + 1, bytes + part));
    bytes + 1 + usize::max(count, 1)
}

/// A size and its limit, in the words of a message.
pub fn size_of(subject: &str, bytes: u64, limit: u64) -> String {
    format!("{subject} is {bytes} bytes as compact JSON, at most {limit} ({} KB) are taken", limit >> 10)
}

/// Whether a size takes up more than four fifths of its limit, and not more than the whole.
pub fn is_near(bytes: u64, limit: u64) -> bool {
    bytes > limit / 5 * 4 && bytes <= limit
}

/// Whether a text is written as `YYYY-MM-DDThh:mm:ssZ`.
pub fn is_utc_second(text: &str) -> bool {
    is_plain_utc_second(text.as_bytes())
        || text.len() == 20
            && text.as_bytes().get(10) == Some(&b'T')
            && text.ends_with('Z')
            && parse_iso(text).is_some()
}

/// The same for days that every month of every year has, which is most of them, without a calendar.
fn is_plain_utc_second(text: &[u8]) -> bool {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'Z'] = text else {
        return false;
    };
    let is_year = [y1, y2, y3, y4].iter().all(u8::is_ascii_digit) && y1 != b'0';
    let within = |a: u8, b: u8, least: u32, most: u32| {
        let number = u32::from(a.wrapping_sub(b'0')) * 10 + u32::from(b.wrapping_sub(b'0'));
        b.is_ascii_digit() && number >= least && number <= most
    };
    is_year
        && within(m1, m2, 1, 12)
        && within(d1, d2, 1, 28)
        && within(h1, h2, 0, 23)
        && within(n1, n2, 0, 59)
        && within(s1, s2, 0, 59)
}

/// Adds the repair of a time that is written in another way, where it can be read.
pub fn with_utc_second(draft: Draft, span: Span, text: &str) -> Draft {
    match utc_second_of(text).filter(|(iso, _)| iso != text && is_utc_second(iso)) {
        Some((iso, is_sure)) => {
            let trust = if is_sure { Trust::Safe } else { Trust::Check };
            draft.fix(format!("write `{iso}`"), trust, span, quoted(&iso))
        }
        None => draft,
    }
}

/// Whether a text has the form of an MD5 or SHA-256 digest, in hexadecimal or base64.
pub fn is_digest(text: &str) -> bool {
    let is_hex = text.bytes().all(|b| b.is_ascii_hexdigit());
    let body = text.trim_end_matches('=');
    let is_base64 = body.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'-' | b'_'));
    (is_hex && matches!(text.len(), 32 | 64))
        || (is_base64 && matches!((body.len(), text.len()), (22, 22 | 24) | (43, 43 | 44)))
}

/// A key as it first stands in any of several maps, and the value behind it.
pub struct FirstKey<'t> {
    /// Its text.
    pub name: Cow<'t, str>,
    /// The key.
    pub key: Value<'t>,
    /// The value.
    pub value: Value<'t>,
}

/// The different keys of many maps, in the order in which they first stand. Maps of one list are mostly alike,
/// so a key is compared with the one at its place in the map before, and looked up only where it differs.
pub fn first_keys<'t>(maps: impl Iterator<Item = Value<'t>>) -> Vec<FirstKey<'t>> {
    let (mut keys, mut known) = (Vec::new(), BTreeSet::new());
    let mut before: Vec<&[u8]> = Vec::new();
    for map in maps {
        for (place, (key, value)) in map.entries().enumerate() {
            let source = key.source_bytes();
            match before.get_mut(place) {
                Some(same) if is_same(same, source) => continue,
                Some(other) => *other = source,
                None => before.push(source),
            }
            let name = key.any_str().unwrap_or_default();
            if known.insert(name.clone()) {
                keys.push(FirstKey { name, key, value });
            }
        }
    }
    keys
}

/// The edits that rename a key in every map that has it; none where a map has both names.
pub fn renaming<'t>(maps: impl Iterator<Item = Value<'t>>, from: &str, to: &str) -> Option<Vec<Edit>> {
    let mut edits = Vec::new();
    for map in maps {
        let is = |key: Value<'t>, name: &str| key.any_str().as_deref() == Some(name);
        let Some((key, _)) = map.all_entries().find(|(key, _)| is(*key, from)) else { continue };
        if map.all_entries().any(|(key, _)| is(key, to)) {
            return None;
        }
        edits.push(Edit { span: key.span(), text: quoted(to) });
    }
    Some(edits)
}

/// Whether two names are the same but for case and signs between the letters.
pub fn is_respelled(a: &str, b: &str) -> bool {
    let letters = |text: &'_ str| -> Vec<u8> {
        text.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase()).collect()
    };
    // Names that do not begin alike are told apart without looking further.
    let first = |text: &str| text.bytes().find(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_lowercase());
    a != b && a.len().abs_diff(b.len()) < 8 && first(a) == first(b) && letters(a) == letters(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_known_by_their_form() {
        for digest in [
            "VCJt7PVv2CdWaKBlj4vMeA==",
            "VCJt7PVv2CdWaKBlj4vMeA",
            "900150983cd24fb0d6963f7d28e17f72",
            "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD",
            "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=",
        ] {
            assert!(is_digest(digest), "{digest}");
        }
        for other in ["", "hash", "900150983cd24fb0d6963f7d28e17f7", "VCJt7PVv2CdWaKBlj4vMeA=", "sha256:ba7816bf"] {
            assert!(!is_digest(other), "{other}");
        }
    }

    #[test]
    fn sizes_of_lists() {
        assert_eq!(joined(std::iter::empty()), "[]".len());
        assert_eq!(joined([2].into_iter()), "[{}]".len());
        assert_eq!(joined([2, 2].into_iter()), "[{},{}]".len());
    }

    #[test]
    fn another_spelling_is_no_other_name() {
        assert!(is_respelled("document_name", "DocumentName"));
        assert!(is_respelled("CVEIDs", "CVEIds"));
        assert!(!is_respelled("DocumentName", "DocumentName"));
        assert!(!is_respelled("DocumentTitle", "DocumentName"));
    }
}
