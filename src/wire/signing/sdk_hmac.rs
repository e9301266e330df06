//! SDK-HMAC-SHA256, after the vendor's API Request Signing Guide and the signer of its Python SDK (core,
//! `signer/signer.py`). Not the forms with derived keys or other algorithms.

use crate::text::order::sort_by;
use crate::wire::Request;
use crate::wire::address::{decoded, encoded, pairs_of};

use super::{Method, MistakenKey, put, refresh_digest, sigv4};

const DIGEST: &str = "X-Sdk-Content-Sha256";
/// The guide: a body of at most 12 MB.
const MOST: usize = 12 * 1024 * 1024;

pub(super) static METHOD: Method = Method {
    algorithm: "SDK-HMAC-SHA256",
    access: "Access",
    scope_end: None,
    date: "X-Sdk-Date",
    token: "X-Security-Token",
    domain: Some("X-Domain-Id"),
    digest: DIGEST,
    most: Some(MOST),
    path,
    query,
    value: |value| value.trim().into(),
    must: |name| matches!(name, "host" | "x-sdk-date" | "x-security-token"),
    // Nothing has one digest, whatever the header says.
    stand_in: |request| request.header(DIGEST).filter(|_| !request.body.is_empty()),
    prepare,
    key: |secret, _| secret.as_bytes().to_vec(),
    mistaken_keys,
};

/// Encoded once, whatever it is in the address, and with a `/` at its end, which is only signed.
fn path(path: &str) -> String {
    let path = encoded(&decoded(path), true);
    if path.ends_with('/') { path } else { path + "/" }
}

/// Sorted as it is decoded, and encoded afterwards.
fn query(query: &str) -> String {
    let mut pairs: Vec<(String, String)> = pairs_of(query).collect();
    sort_by(&mut pairs, Ord::cmp);
    let pair = |(name, value): &(String, String)| format!("{}={}", encoded(name, false), encoded(value, false));
    pairs.iter().map(pair).collect::<Vec<_>>().join("&")
}

/// A body that is no JSON is not signed, and the request says so.
fn prepare(request: &mut Request) {
    let signed = ["application/json", "application/bson"];
    let kind = request.header("Content-Type").filter(|kind| !kind.is_empty());
    let is_signed = kind.is_none_or(|kind| signed.iter().any(|known| kind.starts_with(known)));
    match is_signed {
        true => refresh_digest(request, DIGEST),
        false => put(request, DIGEST, "UNSIGNED-PAYLOAD".into()),
    }
}

fn mistaken_keys(secret: &str, scope: &[&str]) -> Vec<MistakenKey> {
    let of_aws: Vec<&str> = scope.iter().copied().chain(sigv4::METHOD.scope_end).collect();
    vec![
        ("a key was derived as for AWS Signature Version 4, and not the secret itself signed", {
            (sigv4::METHOD.key)(secret, &of_aws)
        }),
        ("the secret was taken with `AWS4` in front of it", format!("AWS4{secret}").into_bytes()),
        ("the secret was taken with a line end behind it", format!("{secret}\n").into_bytes()),
    ]
}
