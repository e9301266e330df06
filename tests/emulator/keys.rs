//! Requests that are signed, before an emulator that has the keys.

use cloud_dryrun::options::Given;
use cloud_dryrun::sign::sign;
use cloud_dryrun::wire::Request;
use cloud_dryrun::{Emulator, explain};
use serde_json::{Value, json};

use super::{body, request, with};

const SECRET: &str = "wJalrXUtnFEMI/K7MDENG";

fn signed(change: Value) -> Request {
    let mut options = json!({ "accessKey": "AKID", "secretKey": SECRET, "time": "2025-03-12T06:00:00Z" });
    options.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
    sign(request("ListComplianceItems", &json!({})), Given::of(options).unwrap().sign().unwrap()).unwrap()
}

fn with_keys() -> Emulator {
    with(json!({ "keys": { "AKID": SECRET, "TEMP": { "secretKey": SECRET, "securityToken": "t0k3n" } } }))
}

/// The exception, its message, and why by the log.
#[track_caller]
fn refused(emulator: &mut Emulator, request: &Request) -> (String, String, String) {
    let response = emulator.send(request);
    assert_eq!(response.status, 400, "{}", response.body);
    let body = body(&response);
    let text = |name: &str| body[name].as_str().unwrap().to_string();
    let entry = emulator.log().last().unwrap();
    assert_eq!((entry.operation.as_deref(), entry.principal.is_empty()), (Some("ssm:ListComplianceItems"), false));
    (text("__type"), text("message"), entry.denied.clone().unwrap())
}

#[test]
fn what_is_signed_with_a_known_key_is_answered() {
    let mut emulator = with_keys();
    let temporary = json!({ "accessKey": "TEMP", "securityToken": "t0k3n" });
    for request in [signed(json!({})), signed(temporary), signed(json!({ "region": "eu-west-1" }))] {
        let mut local = request.clone();
        let host = local.url.clone();
        local.url = "/".into();
        local.headers.insert("host".into(), host.trim_start_matches("https://").trim_end_matches('/').into());
        assert_eq!(emulator.send(&local).status, 200);
    }
    assert_eq!(emulator.send(&request("ListComplianceItems", &json!({}))).status, 200, "an unsigned one is anybody's");
    let callers: Vec<&str> = emulator.log().map(|entry| entry.principal.as_str()).collect();
    let user = "arn:aws:iam::123456789012:user/";
    assert_eq!(callers, [&format!("{user}AKID"), &format!("{user}TEMP"), &format!("{user}AKID"), "anonymous"]);
}

#[test]
fn an_exception_says_which_part_differs_and_is_explained() {
    let mut header = signed(json!({}));
    header.headers.insert("Authorization".into(), "AWS4-HMAC-SHA256 Credential=AKID/a/b/c/d".into());
    let mut tampered = signed(json!({}));
    tampered.body = b"{ }".into();
    let invalid = "InvalidSignatureException";
    for (request, exception, words) in [
        (header, "IncompleteSignatureException", "`SignedHeaders` is missing in the header `Authorization`"),
        (signed(json!({ "accessKey": "OTHER" })), "UnrecognizedClientException", "The access key `OTHER` is not among"),
        (signed(json!({ "accessKey": "TEMP" })), "UnrecognizedClientException", "the access key is a temporary one"),
        (signed(json!({ "secretKey": "another" })), invalid, "The secret key is another one"),
        (tampered, invalid, "it was signed without blanks between its parts"),
        (signed(json!({ "region": "eu-west-1" })), invalid, "should be scoped to a valid region, not 'eu-west-1'"),
        (signed(json!({ "service": "s3" })), invalid, "should be scoped to correct service: 'ssm', not 's3'"),
        (
            signed(json!({ "time": "2025-03-12T05:44:59Z" })),
            invalid,
            "Signature expired: 20250312T054459Z is now earlier than 20250312T054500Z (20250312T060000Z - 15 min.)",
        ),
        (signed(json!({ "time": "2025-03-12T06:15:01Z" })), invalid, "Signature not yet current: 20250312T061501Z"),
    ] {
        let (found, message, denied) = refused(&mut with_keys(), &request);
        assert!(found == exception && message.contains(words), "{found}: {message}");
        assert!(!message.contains(SECRET) && !denied.is_empty() && !denied.contains('\n'), "{denied}");
        let explained = explain(format!("An error occurred ({found}) when calling X: {message}").as_bytes());
        assert_eq!(explained.first().map(|one| one.exception.as_str()), Some(exception), "{message}");
    }
}

#[test]
fn keys_are_given_again_to_an_emulator_that_is_restored() {
    let snapshot = with_keys().snapshot().unwrap();
    assert!(!snapshot.contains("AKID") && !snapshot.contains(SECRET));
    let wrong = signed(json!({ "secretKey": "another" }));
    assert_eq!(Emulator::restore(&snapshot).unwrap().send(&wrong).status, 200, "nobody is asked without keys");
    let keys = Given::of(json!({ "keys": { "AKID": SECRET } })).unwrap().keys().unwrap();
    let mut restored = Emulator::restore(&snapshot).unwrap().with_keys(keys);
    assert_eq!(restored.send(&wrong).status, 400);
    assert_eq!(restored.snapshot().unwrap(), snapshot);
}

#[test]
fn keys_and_tokens_that_make_no_sense_are_refused_without_being_repeated() {
    let read = |options: Value| Given::of(options).unwrap().keys().map(drop).unwrap_err().to_string();
    for wrong in [
        json!({ "keys": "s3cr3t" }),
        json!({ "keys": { "AKID": ["s3cr3t"] } }),
        json!({ "keys": { "AKID": "" } }),
        json!({ "keys": { "AKID": { "secret": "s3cr3t" } } }),
        json!({ "keys": { "AKID": { "secretKey": "s3cr3t", "token": "s3cr3t" } } }),
        json!({ "tokens": ["s3cr3t"] }),
        json!({ "tokens": { "s3cr3t": 1 } }),
    ] {
        let told = read(wrong);
        assert!(told.contains("has to be a map") && !told.contains("s3cr3t"), "{told}");
    }
    assert!(read(json!({ "kyes": {} })).contains("did you mean `keys`?"));
}
