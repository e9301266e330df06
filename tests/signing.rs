//! Signing: signatures are those of the official signers, and what is refused is told without a secret. The kept
//! signatures come from `tests/clients/signing.mjs`, which holds them to the signers.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

use std::collections::BTreeMap;

use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::options::Given;
use cloud_dryrun::services::loaded;
use cloud_dryrun::sign::sign;
use cloud_dryrun::wire::Request;
use cloud_dryrun::{Emulator, Misuse};
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Deserialize)]
struct Vector {
    request: Written,
    options: Value,
    want: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Written {
    method: String,
    url: String,
    headers: BTreeMap<String, String>,
    body: String,
}

/// The request signed, or why not.
fn signed(request: Request, options: Value) -> Result<Request, Misuse> {
    sign(request, Given::of(options).unwrap().sign()?)
}

/// A request of a service that is built in.
fn put() -> Request {
    build("ssm:ListComplianceItems", b"{}", &BuildOptions::default()).unwrap()
}

const TIME: &str = "2025-03-12T06:00:00Z";
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG";

#[test]
fn signatures_are_those_of_the_official_signers() {
    let lines = include_str!("signing/vectors.jsonl").lines();
    let vectors: Vec<Vector> = lines.map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(vectors.len() >= 100);
    for Vector { request: Written { method, url, headers, body }, options, want } in vectors {
        let request = Request { method, url, headers, body: body.into_bytes() };
        let given = request.headers.clone();
        let added: BTreeMap<String, String> = signed(request, options)
            .unwrap()
            .headers
            .into_iter()
            .filter(|(name, _)| !given.contains_key(name))
            .collect();
        assert_eq!(added, want);
    }
}

#[test]
fn scheme_region_and_service_come_from_the_service_that_knows_the_request() {
    let options = json!({ "accessKey": "AKID", "secretKey": SECRET, "time": TIME });
    let authorization = |endpoint: &str, region: Option<&str>| {
        let endpoint = Some(endpoint.to_string()).filter(|endpoint| !endpoint.is_empty());
        let build_options = BuildOptions { endpoint, region: region.map(Into::into), ..BuildOptions::default() };
        let request = build("ssm:ListComplianceItems", b"{}", &build_options).unwrap();
        signed(request, options.clone()).unwrap().headers["Authorization"].clone()
    };
    for (endpoint, region, wanted) in [
        ("", None, "AKID/20250312/us-east-1/ssm/aws4_request"),
        ("", Some("eu-west-1"), "AKID/20250312/eu-west-1/ssm/aws4_request"),
        ("http://127.0.0.1:8787", None, "AKID/20250312/us-east-1/ssm/aws4_request"),
    ] {
        let found = authorization(endpoint, region);
        assert!(found.starts_with(&format!("AWS4-HMAC-SHA256 Credential={wanted}, SignedHeaders=")), "{found}");
    }
}

#[test]
fn a_service_of_tokens_is_built_with_one_in_its_place_and_signed_by_either_way() {
    let options = BuildOptions::default();
    let request =
        build("huawei-config:DisablePolicyAssignment", br#"{"domain_id":"d","policy_assignment_id":"a"}"#, &options);
    let request = request.unwrap();
    assert_eq!(request.header("X-Auth-Token"), Some("your-token-here"));
    let by_token = signed(request.clone(), json!({ "token": "t0k3n", "time": TIME })).unwrap();
    assert_eq!(by_token.header("X-Auth-Token"), Some("t0k3n"));
    let options =
        json!({ "accessKey": "AK", "secretKey": SECRET, "securityToken": "t", "domainId": "d", "time": TIME });
    let by_key = signed(request, options).unwrap();
    assert_eq!(by_key.header("X-Auth-Token"), None);
    assert_eq!((by_key.header("X-Domain-Id"), by_key.header("X-Security-Token")), (Some("d"), Some("t")));
    let names = "SignedHeaders=host;x-domain-id;x-sdk-date;x-security-token, Signature=";
    let authorization = by_key.header("Authorization").unwrap();
    assert!(
        authorization.starts_with("SDK-HMAC-SHA256 Access=AK, ") && authorization.contains(names),
        "{authorization}"
    );
}

#[test]
fn a_service_that_was_brought_along_signs_too() {
    let model = json!({ "smithy": "2.0", "shapes": {
        "q#Quay": { "type": "service", "version": "1", "operations": [{ "target": "q#Moor" }],
            "traits": { "aws.protocols#restJson1": {}, "aws.auth#sigv4": { "name": "quays" },
                "aws.api#service": { "sdkId": "Signing Quay", "endpointPrefix": "quay" } } },
        "q#Moor": { "type": "operation",
            "traits": { "smithy.api#http": { "method": "POST", "uri": "/quay/moor", "code": 200 } } } } });
    loaded::load(&model.to_string()).unwrap();
    let request = build("signing-quay:Moor", b"{}", &BuildOptions::default()).unwrap();
    let options = json!({ "accessKey": "AKID", "secretKey": SECRET, "time": TIME });
    let found = signed(request, options).unwrap().headers["Authorization"].clone();
    assert!(found.contains("Credential=AKID/20250312/us-east-1/quays/aws4_request"), "{found}");
}

#[test]
fn a_signature_takes_the_place_of_the_one_before() {
    let first = json!({ "accessKey": "AKID", "secretKey": SECRET, "securityToken": "one", "time": TIME });
    let second = json!({ "accessKey": "OTHER", "secretKey": SECRET, "time": "2025-03-12T07:00:00Z" });
    let once = signed(put(), second.clone()).unwrap();
    let mut again = signed(put(), first).unwrap();
    again.headers.insert("authorization".into(), "in other letters".into());
    again.headers.insert("X-Auth-Token".into(), "your-token-here".into());
    assert_eq!(signed(again, second).unwrap(), once);
    let token = signed(once, json!({ "token": "t0k3n", "scheme": "token", "time": TIME })).unwrap();
    let added: Vec<&str> = token.headers.keys().map(String::as_str).collect();
    assert_eq!(added, ["Content-Type", "X-Amz-Target", "X-Auth-Token"]);
}

#[test]
fn a_digest_in_a_header_follows_the_body() {
    let mut request = put();
    request.headers.insert("x-amz-content-sha256".into(), "0".repeat(64));
    let options = json!({ "accessKey": "AKID", "secretKey": SECRET, "time": TIME });
    let request = signed(request, options.clone()).unwrap();
    let digest = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    assert_eq!(request.header("X-Amz-Content-Sha256"), Some(digest));
    let mut unsigned = put();
    unsigned.headers.insert("X-Amz-Content-Sha256".into(), "UNSIGNED-PAYLOAD".into());
    assert_eq!(signed(unsigned, options).unwrap().header("x-amz-content-sha256"), Some("UNSIGNED-PAYLOAD"));
}

#[test]
fn what_makes_no_sense_is_misuse_and_no_secret_is_repeated() {
    let secret = "s3cr3t-s3cr3t";
    let with = |change: Value| {
        let mut options = json!({ "accessKey": "AKID", "secretKey": secret, "time": TIME });
        options.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        options
    };
    for (options, code, words) in [
        (json!({ "time": TIME }), "wrong-argument", "give a `token`, or an `accessKey`"),
        (json!({ "accessKey": "AKID", "time": TIME }), "wrong-argument", "which is missing"),
        (json!({ "secretKey": secret, "time": TIME }), "wrong-argument", "which is missing"),
        (json!({ "accessKey": "AKID", "secretKey": secret }), "wrong-argument", "`time` is missing"),
        (with(json!({ "token": secret })), "wrong-argument", "not both"),
        (with(json!({ "secretKey": [secret] })), "wrong-argument", "`secretKey` has to be a text"),
        (with(json!({ "secretKey": format!("{secret}\n") })), "wrong-argument", "line ends around it"),
        (with(json!({ "secretKey": "" })), "wrong-argument", "is empty"),
        (with(json!({ "accessKey": { "id": secret } })), "wrong-argument", "`accessKey` has to be a text"),
        (with(json!({ "accessKey": format!("{secret}, x") })), "wrong-argument", "`accessKey` is made of"),
        (with(json!({ "securityToken": format!("{secret}\r\nx: y") })), "wrong-argument", "a header cannot carry"),
        (with(json!({ "scheme": "sigv5" })), "wrong-argument", "the option `scheme` has to be"),
        (with(json!({ "scheme": "token" })), "wrong-argument", "does not sign with `token`"),
        (with(json!({ "domainId": "d" })), "wrong-argument", "`domainId` is no part of `sigv4`"),
        (with(json!({ "scheme": "sdk-hmac-sha256", "region": "x" })), "wrong-argument", "`region` is no part of"),
        (with(json!({ "region": "a b" })), "wrong-argument", "`region` is part of the signature"),
        (with(json!({ "secretKye": secret })), "unknown-option", "did you mean `secretKey`?"),
        (json!({ "token": format!("{secret}\n"), "scheme": "token", "time": TIME }), "wrong-argument", "cannot carry"),
        (json!({ "token": secret, "time": TIME }), "wrong-argument", "takes `sigv4`"),
        (json!({ "token": secret, "domainId": "d", "time": TIME }), "wrong-argument", "belong to an `accessKey`"),
    ] {
        let error = signed(put(), options.clone()).unwrap_err();
        assert_eq!(error.code(), code, "{options}: {error}");
        assert!(error.to_string().contains(words), "{options}: {error}");
        assert!(!error.to_string().contains("s3cr3t"), "{options}: {error}");
    }
}

#[test]
fn what_cannot_be_signed_is_told() {
    let options = json!({ "accessKey": "AKID", "secretKey": SECRET, "time": TIME });
    let foreign = Request { method: "GET".into(), url: "https://a.example/".into(), ..Request::default() };
    let error = signed(foreign.clone(), options.clone()).unwrap_err().to_string();
    assert!(error.contains("say with `scheme` how to sign it, `sigv4` or `sdk-hmac-sha256`"), "{error}");
    let mut options = options;
    options["scheme"] = "sdk-hmac-sha256".into();
    let path = Request { url: "/v1".into(), ..foreign.clone() };
    let error = signed(path, options.clone()).unwrap_err().to_string();
    assert!(error.contains("the host is signed"), "{error}");
    let large = Request { body: vec![b' '; 12 * 1024 * 1024 + 1], ..foreign };
    let error = signed(large, options.clone()).unwrap_err().to_string();
    assert!(error.contains("12582913 bytes, and `sdk-hmac-sha256` signs at most 12582912"), "{error}");
}

#[test]
fn nothing_that_is_printed_shows_a_secret() {
    let options = json!({ "accessKey": "AKID", "secretKey": SECRET, "securityToken": SECRET, "time": TIME });
    let shown = format!("{:?}", Given::of(options).unwrap().sign().unwrap());
    assert!(shown.contains("AKID") && !shown.contains(SECRET), "{shown}");
    let keys = json!({ "keys": { "AKID": SECRET }, "tokens": { SECRET: "alice" } });
    let options = cloud_dryrun::emulator::EmulatorOptions::of(keys.as_object().unwrap().clone()).unwrap();
    let shown = format!("{options:?}");
    assert!(shown.contains("AKID") && !shown.contains(SECRET), "{shown}");
    let snapshot = Emulator::new(options).unwrap().snapshot().unwrap();
    assert!(!snapshot.contains("AKID") && !snapshot.contains(SECRET), "{snapshot}");
}
