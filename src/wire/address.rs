//! Addresses: their parts, and the percent-encoding of RFC 3986, both ways.

/// The host of an address as `Host` has it: in small letters, without the port that its scheme has anyway. None where
/// the address is a path alone.
pub fn host_of(url: &str) -> Option<String> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host).to_ascii_lowercase();
    let usual = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let host = host.strip_suffix(usual).unwrap_or(&host);
    (!host.is_empty()).then(|| host.into())
}

/// The region in the host of an address, where it is the host of an endpoint with `{region}` in it.
pub fn region_of(url: &str, endpoint: &str) -> Option<String> {
    let (before, behind) = endpoint.split_once("://")?.1.split_once("{region}")?;
    let region = host_of(url)?.strip_prefix(before)?.strip_suffix(behind)?.to_string();
    let is_region = !region.is_empty() && region.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    is_region.then_some(region)
}

/// The path and the query of an address.
pub fn path_of(url: &str) -> (&str, &str) {
    let url = url.split('#').next().unwrap_or_default();
    let behind = url
        .split_once("://")
        .map_or(url, |(_, rest)| rest.find(['/', '?']).and_then(|at| rest.get(at..)).unwrap_or_default());
    behind.split_once('?').unwrap_or((behind, ""))
}

/// What a query asks for, decoded.
pub fn pairs_of(query: &str) -> impl Iterator<Item = (String, String)> {
    query.split('&').filter(|pair| !pair.is_empty()).map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(&name.replace('+', " ")), decoded(&value.replace('+', " ")))
    })
}

/// A text with its percent-encoded bytes decoded. What is no such byte stays as it stands.
pub fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, behind)) = rest.split_first() {
        let digits = behind.get(..2).filter(|_| first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        // The standard reading of numbers would take a sign in front.
        let digits = digits.filter(|digits| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = behind.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(first);
                rest = behind;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A text with every byte percent-encoded that RFC 3986 does not call unreserved.
pub fn encoded(text: &str, keeps_slashes: bool) -> String {
    let mut out = String::with_capacity(text.len());
    push_encoded(&mut out, text, keeps_slashes);
    out
}

/// Appends a text with every byte percent-encoded that RFC 3986 does not call unreserved.
pub fn push_encoded(out: &mut String, text: &str, keeps_slashes: bool) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    for byte in text.bytes() {
        let is_kept = byte.is_ascii_alphanumeric()
            || matches!(byte, b'-' | b'_' | b'.' | b'~')
            || (keeps_slashes && byte == b'/');
        if is_kept {
            out.push(char::from(byte));
        } else {
            out.push('%');
            out.extend([byte >> 4, byte & 15].iter().filter_map(|i| HEX.get(usize::from(*i))).map(|b| char::from(*b)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_host_a_path_and_a_query() {
        for (url, host, path, query) in [
            ("https://A.example:443/p/q?x=1#y", Some("a.example"), "/p/q", "x=1"),
            ("http://user@a.example:8787?x=1", Some("a.example:8787"), "", "x=1"),
            ("http://[::1]:80/", Some("[::1]"), "/", ""),
            ("http://a.example:443", Some("a.example:443"), "", ""),
            ("/p?x", None, "/p", "x"),
        ] {
            assert_eq!((host_of(url).as_deref(), path_of(url)), (host, (path, query)), "{url}");
        }
    }

    #[test]
    fn a_region_is_read_from_the_host_of_its_endpoint() {
        let endpoint = "https://s3.{region}.cloud.example";
        let region = |url| region_of(url, endpoint);
        assert_eq!(region("https://s3.eu-west-1.cloud.example/").as_deref(), Some("eu-west-1"));
        for other in ["https://s3..cloud.example/", "https://s3.a.b.cloud.example/", "http://127.0.0.1/", "/"] {
            assert_eq!(region(other), None, "{other}");
        }
        assert_eq!(region_of("https://one.example/", "https://one.example"), None);
    }

    #[test]
    fn what_is_encoded_comes_back_and_what_is_not_stays() {
        assert_eq!(encoded("a b/ü~+%", true), "a%20b/%C3%BC~%2B%25");
        assert_eq!(decoded(&encoded("a b/ü~+%", false)), "a b/ü~+%");
        assert_eq!(decoded("%zz %+1 %4"), "%zz %+1 %4");
    }
}
