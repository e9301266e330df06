//! Which mistake gives a signature that does not fit: the usual ones are made here one at a time, until one of them gives
//! the same. A signature tells nothing else of the request that it was made for.

use crate::hash::{Encoding, digest_encode, hmac_sha256};
use crate::text::order::sort_by;
use crate::text::string::shortened;
use crate::wire::Request;
use crate::wire::address::{decoded, encoded, host_of, pairs_of, path_of};
use crate::wire::compact::push_source;

use super::canonical::{Canonical, digest_of, head, signature, string_to_sign, value_of};
use super::{Method, sigv4};

/// A signature that does not fit, and what went into the right one.
pub(super) struct Work<'w> {
    pub method: &'static Method,
    pub request: &'w Request,
    /// The request as it is signed.
    pub canonical: &'w Canonical,
    pub time: &'w str,
    pub scope: &'w [&'w str],
    pub secret: &'w str,
    /// The key that signs.
    pub key: &'w [u8],
    /// The signature that the request carries.
    pub given: &'w str,
    /// The names of the signed headers as the request has them.
    pub names: String,
    /// Where the service is.
    pub endpoint: String,
}

/// A mistake: what it was, in a clause, and the request as it is then signed.
type Mistake = (String, Canonical);

/// The mistake that gives the signature, in a clause.
pub(super) fn usual_mistake(work: &Work<'_>) -> Option<String> {
    let parts: [fn(&Work<'_>) -> Vec<Mistake>; 5] = [methods, paths, queries, headers, bodies];
    let of_parts = || {
        parts.iter().find_map(|mistakes| {
            let made = mistakes(work).into_iter().find(|(_, canonical)| work.gives(&canonical.text(), work.key));
            made.map(|(clause, _)| clause)
        })
    };
    written(work).or_else(|| keys(work)).or_else(|| texts(work)).or_else(of_parts)
}

impl Work<'_> {
    /// Whether a request signed with a key gives the signature.
    fn gives(&self, canonical: &str, key: &[u8]) -> bool {
        let text = string_to_sign(self.method, self.time, self.scope, canonical);
        signature(key, &text) == self.given
    }

    fn with(&self, change: impl FnOnce(&mut Canonical)) -> Canonical {
        let mut changed = self.canonical.clone();
        change(&mut changed);
        changed
    }
}

/// The right signature, written in another way.
fn written(work: &Work<'_>) -> Option<String> {
    let text = string_to_sign(work.method, work.time, work.scope, &work.canonical.text());
    let bytes = hmac_sha256(work.key, text.as_bytes());
    if digest_encode(&bytes, Encoding::Base64) == work.given {
        return Some("the signature is written in base64, and has to be hexadecimal".into());
    }
    let is_same = digest_encode(&bytes, Encoding::Hex).eq_ignore_ascii_case(work.given);
    is_same.then(|| "the signature is written in capitals, and has to be in small letters".into())
}

fn keys(work: &Work<'_>) -> Option<String> {
    let canonical = work.canonical.text();
    let mistaken = (work.method.mistaken_keys)(work.secret, work.scope);
    let found = mistaken.into_iter().find(|(_, key)| work.gives(&canonical, key));
    found.map(|(clause, _)| format!("the key differs: {clause}"))
}

/// The parts are right, and put together in another way.
fn texts(work: &Work<'_>) -> Option<String> {
    let canonical = work.canonical.text();
    let head = head(work.method, work.time, work.scope);
    if signature(work.key, &(head + &canonical)) == work.given {
        return Some("the string to sign ends with the canonical request, and has to end with its digest".into());
    }
    let without_gap = canonical.replacen("\n\n", "\n", 1);
    let gap = "the empty line between the headers and their names was left out";
    work.gives(&without_gap, work.key).then(|| gap.into())
}

fn methods(work: &Work<'_>) -> Vec<Mistake> {
    let own = &work.canonical.method;
    let others = ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD"].map(String::from);
    let others = others.into_iter().chain([own.to_ascii_lowercase()]).filter(|other| other != own);
    let made = |other: String| {
        let clause = format!("the method was signed as `{other}`, and the request came with `{own}`");
        (clause, work.with(|canonical| canonical.method = other))
    };
    others.map(made).collect()
}

fn paths(work: &Work<'_>) -> Vec<Mistake> {
    let sent = path_of(&work.request.url).0;
    let plain = decoded(sent);
    let once = encoded(&plain, true);
    let twice = encoded(&once, true);
    let all = [sent.to_string(), plain, once, twice, encoded(sent, true), sigv4::path(sent), String::new(), "/".into()];
    let own = &work.canonical.path;
    let ends =
        |path: String| [path.trim_end_matches('/').to_string(), format!("{}/", path.trim_end_matches('/')), path];
    let mut made: Vec<Mistake> = Vec::new();
    for path in all.into_iter().flat_map(ends).filter(|path| path != own) {
        let why = match own.strip_suffix('/') {
            Some(rest) if rest == path => "the `/` at the end of the path is missing, which is only signed".to_string(),
            _ => format!("the path was signed as `{}`, and is signed as `{}`", shortened(&path), shortened(own)),
        };
        made.push((why, work.with(|canonical| canonical.path = path)));
    }
    made
}

fn queries(work: &Work<'_>) -> Vec<Mistake> {
    let sent = path_of(&work.request.url).1;
    let joined = |pairs: Vec<(String, String)>, written: fn(&str) -> String| {
        let pairs = pairs.iter().map(|(name, value)| format!("{}={}", written(name), written(value)));
        pairs.collect::<Vec<_>>().join("&")
    };
    let plain = |text: &str| text.to_string();
    let escaped = |text: &str| encoded(text, false);
    let mut sorted: Vec<(String, String)> = pairs_of(sent).collect();
    sort_by(&mut sorted, Ord::cmp);
    let named = [
        ("was left out", String::new()),
        (
            "was signed in the order in which it was sent, and has to be sorted",
            joined(pairs_of(sent).collect(), escaped),
        ),
        ("was signed as it was sent, and has to be sorted and encoded", sent.to_string()),
        ("was signed without its encoding", joined(sorted.clone(), plain)),
        ("was signed without its encoding and unsorted", joined(pairs_of(sent).collect(), plain)),
        ("was signed in another encoding", joined(sorted, escaped)),
    ];
    let others = named.into_iter().filter(|(_, query)| *query != work.canonical.query);
    others.map(|(how, query)| (format!("the query {how}"), work.with(|canonical| canonical.query = query))).collect()
}

fn headers(work: &Work<'_>) -> Vec<Mistake> {
    let mut made = hosts(work);
    let untrimmed = work.with(|canonical| {
        for (name, value) in &mut canonical.headers {
            *value = value_of(work.request, name, |value| value.into()).unwrap_or_default();
        }
    });
    made.push(("the values of the headers were signed with blanks that have to be taken out".into(), untrimmed));
    let unsorted = work.with(|canonical| {
        let place = |name: &str| work.names.split(';').position(|known| known == name);
        sort_by(&mut canonical.headers, |(one, _), (other, _)| place(one).cmp(&place(other)));
        canonical.names.clone_from(&work.names);
    });
    made.push(("the signed headers have to be sorted by their names".into(), unsorted));
    made
}

/// Hosts that people sign for and do not send to, or the other way round.
fn hosts(work: &Work<'_>) -> Vec<Mistake> {
    let Some((_, own)) = work.canonical.headers.iter().find(|(name, _)| name == "host") else { return Vec::new() };
    let (name, port) = match own.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => (name, format!(":{port}")),
        _ => (own.as_str(), String::new()),
    };
    let mut others = vec![name.to_string(), format!("{name}:443"), format!("{name}:80")];
    others.extend(["localhost", "127.0.0.1", "[::1]"].map(|local| format!("{local}{port}")));
    others.extend(host_of(&work.request.url));
    others.extend(host_of(&work.endpoint));
    others.retain(|other| other != own);
    let made = |other: String| {
        let clause =
            format!("`host` was signed as `{}`, and the request came to `{}`", shortened(&other), shortened(own));
        let change = |canonical: &mut Canonical| {
            let host = canonical.headers.iter_mut().find(|(name, _)| name == "host");
            host.into_iter().for_each(|(_, value)| value.clone_from(&other));
        };
        (clause, work.with(change))
    };
    others.into_iter().map(made).collect()
}

fn bodies(work: &Work<'_>) -> Vec<Mistake> {
    let mut all: Vec<(String, String)> = [
        ("the body was signed as if it were empty", digest_of(b"")),
        ("`UNSIGNED-PAYLOAD` was signed in the place of the digest of the body", "UNSIGNED-PAYLOAD".into()),
        ("the digest of the body was signed in capitals", work.canonical.digest.to_ascii_uppercase()),
        ("the digest of the body was signed, and not what the request has in its place", digest_of(&work.request.body)),
    ]
    .map(|(clause, digest)| (clause.to_string(), digest))
    .into();
    if let Ok(body) = std::str::from_utf8(&work.request.body) {
        let mut compact = String::with_capacity(body.len());
        push_source(&mut compact, body);
        let rewritten = [
            ("without blanks between its parts", compact.clone()),
            ("with a blank behind each `,` and `:`", spaced(&compact)),
            ("with a line end behind it", format!("{body}\n")),
            ("without the line end behind it", body.trim_end_matches(['\r', '\n']).to_string()),
            ("with line ends of another kind", body.replace("\r\n", "\n")),
        ];
        all.extend(rewritten.map(|(how, text)| {
            let clause = format!("the body was written anew behind the signature: it was signed {how}");
            (clause, digest_of(text.as_bytes()))
        }));
    }
    let others = all.into_iter().filter(|(_, digest)| *digest != work.canonical.digest);
    others.map(|(clause, digest)| (clause, work.with(|canonical| canonical.digest = digest))).collect()
}

/// Compact JSON with a blank behind each comma and colon, as Python writes it.
fn spaced(compact: &str) -> String {
    let (mut out, mut in_string, mut escaped) = (String::with_capacity(compact.len()), false, false);
    for c in compact.chars() {
        out.push(c);
        if c == '"' && !escaped {
            in_string = !in_string;
        }
        if !in_string && matches!(c, ',' | ':') {
            out.push(' ');
        }
        escaped = in_string && c == '\\' && !escaped;
    }
    out
}
