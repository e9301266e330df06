//! The hot loops over bytes, eight at a time: white space, the end of a run of plain string characters, one
//! byte among others, and whether two runs are the same. The module has no faster ones: what the standard
//! library does with vectors elsewhere goes byte by byte there.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The offset of the first byte at or after `from` that ends a run of plain string characters: a quote, a
/// backslash or a control character below U+0020; the length of the text where there is none.
#[inline(always)]
pub fn plain_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(word) = bytes.get(at..at + 8) {
        let word = word_of(word);
        let hits = zeros(word ^ (ONES * b'"' as u64))
            | zeros(word ^ (ONES * b'\\' as u64))
            | (word.wrapping_sub(ONES * 0x20) & !word & HIGHS);
        if hits != 0 {
            // A borrow can mark only bytes after a true hit, so the lowest mark is right.
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        if byte == b'"' || byte == b'\\' || byte < 0x20 {
            return at;
        }
        at += 1;
    }
    at
}

/// The offset of the first byte at or after `from` that is not JSON white space.
#[inline(always)]
pub fn space_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(b' ' | b'\n' | b'\r' | b'\t') = bytes.get(at) {
        at += 1;
    }
    at
}

/// The offset of the first byte at or after `from` that is this one; the length of the text where there is none.
#[inline(always)]
pub fn find(bytes: &[u8], from: usize, wanted: u8) -> usize {
    let mut at = from;
    while let Some(word) = bytes.get(at..at + 8) {
        let hits = zeros(word_of(word) ^ (ONES * u64::from(wanted)));
        if hits != 0 {
            return at + (hits.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    while at < bytes.len() && bytes.get(at) != Some(&wanted) {
        at += 1;
    }
    at
}

/// Whether two runs of bytes are the same.
#[inline(always)]
pub fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    let mut at = 0;
    while let (Some(x), Some(y)) = (a.get(at..at + 8), b.get(at..at + 8)) {
        if word_of(x) != word_of(y) {
            return false;
        }
        at += 8;
    }
    while at < a.len() {
        if a.get(at) != b.get(at) {
            return false;
        }
        at += 1;
    }
    true
}

/// What editors count in a piece of text: line feeds, and UTF-16 units.
#[inline(always)]
pub fn lines_and_units(bytes: &[u8]) -> (u32, u32) {
    let (mut lines, mut units, mut at) = (0, 0, 0);
    while let Some(word) = bytes.get(at..at + 8) {
        let word = word_of(word);
        // Exact for each byte, unlike `zeros`: these hits are counted.
        let other = word ^ (ONES * b'\n' as u64);
        lines += (!(((other & !HIGHS) + !HIGHS) | other) & HIGHS).count_ones();
        units += 8;
        if word & HIGHS != 0 {
            let continuations = word & !(word << 1) & HIGHS;
            let fours = word & (word << 1) & (word << 2) & (word << 3) & HIGHS;
            units = units + fours.count_ones() - continuations.count_ones();
        }
        at += 8;
    }
    while let Some(&byte) = bytes.get(at) {
        lines += u32::from(byte == b'\n');
        units += u32::from(byte & 0xc0 != 0x80) + u32::from(byte >= 0xf0);
        at += 1;
    }
    (lines, units)
}

#[inline(always)]
fn word_of(bytes: &[u8]) -> u64 {
    bytes.try_into().map_or(0, u64::from_le_bytes)
}

#[inline(always)]
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
}

/// How many ASCII bytes there are before the first other one.
pub fn ascii_len(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(word) = bytes.get(at..at + 8) {
        let high = word.try_into().map_or(0, u64::from_le_bytes) & HIGHS;
        if high != 0 {
            return at + (high.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    at + bytes.get(at..).map_or(0, |rest| rest.iter().take_while(|byte| byte.is_ascii()).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_end_is_what_a_byte_loop_finds() {
        let mut bytes: Vec<u8> = (0..64u16).map(|i| 0x23 + (i * 7 % 0x30) as u8).collect();
        for (stop, hit) in [(0, b'"'), (1, b'\\'), (7, 0x1f), (8, b'\n'), (9, b'"'), (40, 0), (63, b'"')] {
            let kept = bytes[stop];
            bytes[stop] = hit;
            for from in 0..=stop {
                let naive = (from..64).find(|&i| matches!(bytes[i], b'"' | b'\\' | 0..0x20)).unwrap_or(64);
                assert_eq!(plain_end(&bytes, from), naive, "from {from}, stop {stop}");
            }
            bytes[stop] = kept;
        }
        assert_eq!(plain_end("äöü😀 und noch mehr €".as_bytes(), 0), "äöü😀 und noch mehr €".len());
    }

    #[test]
    fn words_see_what_a_byte_loop_sees() {
        let text = "a😀\nä\r\n\"x\" und\n\n\u{7f}\u{80}€ noch 😀😀 mehr\n\u{b}\t\u{10ffff}";
        let starts = || (0..=text.len()).filter(|&i| text.is_char_boundary(i));
        let pieces = starts().flat_map(|from| starts().filter_map(move |to| text.get(from..to)));
        for piece in pieces {
            let lines = piece.matches('\n').count() as u32;
            assert_eq!(lines_and_units(piece.as_bytes()), (lines, piece.encode_utf16().count() as u32), "{piece:?}");
            assert_eq!(find(piece.as_bytes(), 0, b'\n'), piece.find('\n').unwrap_or(piece.len()), "{piece:?}");
        }
        for length in 0..24 {
            let (a, mut b) = (vec![7u8; length], vec![7u8; length]);
            assert!(is_same(&a, &b));
            for at in 0..length {
                b[at] = 8;
                assert!(!is_same(&a, &b));
                b[at] = 7;
            }
        }
    }
}
