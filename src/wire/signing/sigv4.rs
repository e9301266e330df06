//! AWS Signature Version 4 in headers: <https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html>.
//! Not the form in a query, nor Version 4A.

use crate::hash::hmac_sha256;
use crate::text::order::sort_by;
use crate::wire::address::encoded;

use super::{Method, MistakenKey, refresh_digest};

const DIGEST: &str = "X-Amz-Content-Sha256";

pub(super) static METHOD: Method = Method {
    algorithm: "AWS4-HMAC-SHA256",
    access: "Credential",
    scope_end: Some("aws4_request"),
    date: "X-Amz-Date",
    token: "X-Amz-Security-Token",
    domain: None,
    digest: DIGEST,
    most: None,
    path,
    query,
    value,
    must: |name| name == "host" || name.starts_with("x-amz-"),
    stand_in: |request| request.header(DIGEST),
    prepare: |request| refresh_digest(request, DIGEST),
    key: |secret, scope| derived(&format!("AWS4{secret}"), scope),
    mistaken_keys,
};

/// Segments that mean nothing go, and all is encoded once more than it is in the address.
pub(super) fn path(path: &str) -> String {
    encoded(&normalised(path), true)
}

/// A path without `.`, `..` and empty segments: RFC 3986, section 5.2.4.
fn normalised(path: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            segment => kept.push(segment),
        }
    }
    let end = if path.ends_with('/') && !kept.is_empty() { "/" } else { "" };
    format!("/{}{end}", kept.join("/"))
}

/// Sorted as it is encoded in the address.
fn query(query: &str) -> String {
    if query.is_empty() {
        return String::new();
    }
    let mut pairs: Vec<(&str, &str)> =
        query.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).collect();
    sort_by(&mut pairs, Ord::cmp);
    let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
    pairs.join("&")
}

/// Without the blanks around it, and with one for several within.
fn value(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Each part of the scope is signed with what came of the part before.
fn derived(first: &str, scope: &[&str]) -> Vec<u8> {
    scope.iter().fold(first.as_bytes().to_vec(), |key, part| hmac_sha256(&key, part.as_bytes()).to_vec())
}

fn mistaken_keys(secret: &str, scope: &[&str]) -> Vec<MistakenKey> {
    vec![
        ("the key was derived without `AWS4` in front of the secret", derived(secret, scope)),
        ("the secret itself signed, and not the key that is derived from it", secret.as_bytes().to_vec()),
        (
            "`AWS4` and the secret signed, and not the key that is derived from them",
            format!("AWS4{secret}").into_bytes(),
        ),
        ("the secret was taken with a line end behind it", derived(&format!("AWS4{secret}\n"), scope)),
    ]
}
