//! MD5 and SHA-256, in base64 or hexadecimal.

use hmac::{Hmac, KeyInit, Mac};
use md5::{Digest, Md5};
use sha2::Sha256;

/// A digest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Algorithm {
    /// MD5, RFC 1321: 16 bytes.
    #[default]
    Md5,
    /// SHA-256, FIPS 180-4: 32 bytes.
    Sha256,
}

/// How bytes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// RFC 4648, section 4, with padding.
    #[default]
    Base64,
    /// Lower case.
    Hex,
}

/// The digest of bytes, as text.
pub fn digest(bytes: &[u8], algorithm: Algorithm, encoding: Encoding) -> String {
    match algorithm {
        Algorithm::Md5 => encode(&Md5::digest(bytes), encoding),
        Algorithm::Sha256 => encode(&sha256(bytes), encoding),
    }
}

/// The SHA-256 of bytes.
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The HMAC of bytes with SHA-256, RFC 2104.
pub fn hmac_sha256(key: &[u8], bytes: &[u8]) -> [u8; 32] {
    #[expect(clippy::expect_used, reason = "a key may have any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key of any length");
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

/// Bytes as text.
pub fn encode(bytes: &[u8], encoding: Encoding) -> String {
    match encoding {
        Encoding::Hex => {
            bytes.iter().flat_map(|b| [b >> 4, b & 15]).filter_map(|n| char::from_digit(u32::from(n), 16)).collect()
        }
        Encoding::Base64 => base64(bytes, b"+/", true),
    }
}

/// Bytes as base64 that may stand in a URL: RFC 4648, section 5, without padding.
pub fn base64url(bytes: &[u8]) -> String {
    base64(bytes, b"-_", false)
}

fn base64(bytes: &[u8], last_two: &[u8; 2], padded: bool) -> String {
    let letter = |n: u32| match n as u8 {
        n @ 0..26 => b'A' + n,
        n @ 26..52 => b'a' + n - 26,
        n @ 52..62 => b'0' + n - 52,
        62 => last_two[0],
        _ => last_two[1],
    };
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, &b| bits << 8 | u32::from(b)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            out.push(letter(bits >> (18 - 6 * place) & 63) as char);
        }
        if padded {
            out.extend(std::iter::repeat_n('=', 3 - chunk.len()));
        }
    }
    out
}

/// The bytes of base64 text that may stand in a URL; none where it is no such text.
pub fn from_base64url(text: &str) -> Option<Vec<u8>> {
    let (mut out, mut bits, mut count) = (Vec::with_capacity(text.len() * 3 / 4), 0u32, 0);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    (count < 6 && bits == 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_of_the_standards() {
        assert_eq!(digest(b"abc", Algorithm::Md5, Encoding::Hex), "900150983cd24fb0d6963f7d28e17f72");
        assert_eq!(
            digest(b"abc", Algorithm::Sha256, Encoding::Hex),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
        assert_eq!(digest(b"null", Algorithm::Md5, Encoding::Base64), "N6YlnMDB2uKZp4Zkid/wvQ==");
    }

    /// RFC 4231, cases 2 and 6: a short key, and one that is longer than a block.
    #[test]
    fn a_mac_of_the_standard() {
        let mac = |key: &[u8], text: &str| encode(&hmac_sha256(key, text.as_bytes()), Encoding::Hex);
        assert_eq!(
            mac(b"Jefe", "what do ya want for nothing?"),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
        assert_eq!(
            mac(&[0xaa; 131], "Test Using Larger Than Block-Size Key - Hash Key First"),
            "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
        );
    }

    #[test]
    fn base64_of_the_standard_and_back() {
        for (bytes, text) in [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")] {
            assert_eq!(encode(bytes.as_bytes(), Encoding::Base64), text);
            assert_eq!(from_base64url(&base64url(bytes.as_bytes())).as_deref(), Some(bytes.as_bytes()));
        }
        for wrong in ["A", "Zh", "Zm8=", "Z m8"] {
            assert_eq!(from_base64url(wrong), None, "{wrong}");
        }
    }
}
