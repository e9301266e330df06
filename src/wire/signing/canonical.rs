//! A request as it is signed, whatever the scheme: a text of six parts, its digest in the string to sign.

use crate::hash::{Encoding, digest_encode, hmac_sha256, sha256};
use crate::text::order::sort_by;
use crate::wire::Request;
use crate::wire::address::{host_of, path_of};

use super::Method;

/// The parts of a request that is signed.
#[derive(Clone)]
pub(super) struct Canonical {
    pub method: String,
    pub path: String,
    pub query: String,
    /// The signed headers by their names in small letters, in order.
    pub headers: Vec<(String, String)>,
    /// Their names.
    pub names: String,
    /// The digest of the body, or what stands in for it.
    pub digest: String,
}

impl Canonical {
    /// A request of which these headers are signed.
    pub fn of(method: &Method, request: &Request, names: &[String]) -> Canonical {
        let (path, query) = path_of(&request.url);
        let digest = (method.stand_in)(request).map_or_else(|| digest_of(&request.body), String::from);
        let value = |name: &String| value_of(request, name, method.value).unwrap_or_default();
        Canonical {
            method: request.method.to_ascii_uppercase(),
            path: (method.path)(path),
            query: (method.query)(query),
            headers: names.iter().map(|name| (name.clone(), value(name))).collect(),
            names: names.join(";"),
            digest,
        }
    }

    /// The text whose digest is signed.
    pub fn text(&self) -> String {
        let Canonical { method, path, query, names, digest, .. } = self;
        let headers: String = self.headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        format!("{method}\n{path}\n{query}\n{headers}\n{names}\n{digest}")
    }
}

/// The text that is signed: which scheme, when, for what, and what the request says.
pub(super) fn string_to_sign(method: &Method, time: &str, scope: &[&str], canonical: &str) -> String {
    let digest = digest_of(canonical.as_bytes());
    head(method, time, scope) + &digest
}

/// All of the string to sign but the digest at its end.
pub(super) fn head(method: &Method, time: &str, scope: &[&str]) -> String {
    let scope = method.scope_end.map(|_| scope.join("/") + "\n");
    format!("{}\n{time}\n{}", method.algorithm, scope.unwrap_or_default())
}

/// The signature of a text.
pub(super) fn signature(key: &[u8], text: &str) -> String {
    digest_encode(&hmac_sha256(key, text.as_bytes()), Encoding::Hex)
}

/// SHA-256 in hexadecimal.
pub(super) fn digest_of(bytes: &[u8]) -> String {
    digest_encode(&sha256(bytes), Encoding::Hex)
}

/// The headers that are signed: all but those that browsers and proxies set or change, and the host.
pub(super) fn signed_names(request: &Request) -> Vec<String> {
    let mut names: Vec<String> = request.headers.keys().map(|name| name.to_ascii_lowercase()).collect();
    names.retain(|name| is_signed(name));
    names.push("host".into());
    sort_by(&mut names, String::cmp);
    names.dedup();
    names
}

/// What whoever passes a request on may set or change. A browser lets no program set most of it
/// (<https://fetch.spec.whatwg.org/#forbidden-request-header>), and the official clients leave out the rest.
const PASSING: [&str; 25] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "authorization",
    "baggage",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "keep-alive",
    "origin",
    "referer",
    "te",
    "traceparent",
    "tracestate",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "via",
    "x-amzn-trace-id",
];

fn is_signed(name: &str) -> bool {
    let is_passing = PASSING.contains(&name) || name.starts_with("proxy-") || name.starts_with("sec-");
    // Servers take `_` for `-` or drop such headers, so the clients that know it leave them out.
    !is_passing && !name.contains('_')
}

/// The value of a header as it is signed; of the host, what the address says where no header does.
pub(super) fn value_of(request: &Request, name: &str, written: fn(&str) -> String) -> Option<String> {
    let same = request.headers.iter().filter(|(known, _)| known.eq_ignore_ascii_case(name));
    let values: Vec<String> = same.map(|(_, value)| written(value)).collect();
    match values.is_empty() {
        true if name == "host" => host_of(&request.url),
        true => None,
        false => Some(values.join(",")),
    }
}
