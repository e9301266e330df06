//! The hot loops over bytes, eight at a time: white space, and the end of a run of plain string characters.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// The offset of the first byte at or after `from` that ends a run of plain string characters: a quote, a
/// backslash or a control character below U+0020; the length of the text where there is none.
#[inline(always)]
pub fn plain_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(word) = bytes.get(at..at + 8) {
        let word = word.try_into().map_or(0, u64::from_le_bytes);
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

#[inline(always)]
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(ONES) & !word & HIGHS
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
}
