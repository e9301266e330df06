//! Mistakes are made with the parts of a signature, and each is found again. Signatures that are right are those of the
//! official signers: `tests/signing.rs`.

use serde_json::json;

use super::canonical::{head, signature, string_to_sign};
use super::*;
use crate::wire::address::path_of;

/// 2025-03-12T06:00:00Z
const NOW: i64 = 1_741_759_200_000;
const SECRET: &str = "wJalrXUtnFEMI/K7MDENG";
const ENDPOINT: &str = "https://port.{region}.example";
const SIGNERS: [Scheme; 2] = [Scheme::SigV4, Scheme::SdkHmac];

fn request() -> Request {
    let mut request = Request {
        method: "PUT".into(),
        url: "https://a.example:8443/v1/it%20is/x?b=2&a=%C3%A9".into(),
        body: b"{\"a\":1,\"b\":\"x, y: z\"}".into(),
        ..Request::default()
    };
    request.headers.insert("Content-Type".into(), "application/json".into());
    request.headers.insert("X-Note".into(), " one  two ".into());
    request
}

fn credentials(token: Option<&str>) -> Credentials {
    Credentials::Key { id: "AKID".into(), secret: Secret::new(SECRET), token: token.map(Secret::new), domain: None }
}

fn made(scheme: Scheme, request: Request) -> Request {
    signed(request, scheme, &credentials(None), ["north", "port"], NOW)
}

fn keys(value: serde_json::Value) -> Keys {
    let mut keys = Keys::default();
    keys.take("keys", &value).unwrap();
    keys
}

fn judged(scheme: Scheme, request: &Request) -> Result<(), Wrong> {
    let expected = Expected { now: NOW, service: "port", region: None, usual_region: "north", endpoint: ENDPOINT };
    verify(scheme, request, &keys(json!({ "AKID": SECRET })), &expected)
}

/// What differs, where a signature is that of another request.
#[track_caller]
fn difference(scheme: Scheme, request: &Request) -> String {
    match judged(scheme, request) {
        Err(Wrong::Mismatch(clause, None)) => clause,
        other => panic!("{other:?}"),
    }
}

/// A request whose signature is made by a mistake: over another text, or with another key.
fn mistaken(
    scheme: Scheme,
    mut request: Request,
    change: impl FnOnce(&mut Canonical),
    key: impl FnOnce(&str, &[&str]) -> Option<Vec<u8>>,
) -> Request {
    request = made(scheme, request);
    let method = scheme.method().unwrap();
    let (header, _) = request.headers["Authorization"].rsplit_once('=').unwrap();
    let header = header.to_string();
    let mut canonical = Canonical::of(method, &request, &signed_names(&request));
    change(&mut canonical);
    let time = to_compact(NOW);
    let scope = scope_of(method, &time, ["north", "port"]);
    let key = key(SECRET, &scope).unwrap_or_else(|| (method.key)(SECRET, &scope));
    let signature = signature(&key, &string_to_sign(method, &time, &scope, &canonical.text()));
    request.headers.insert("Authorization".into(), format!("{header}={signature}"));
    request
}

#[track_caller]
fn found(scheme: Scheme, words: &str, change: impl Fn(&mut Canonical)) {
    let clause = difference(scheme, &mistaken(scheme, request(), change, |_, _| None));
    assert!(clause.contains(words), "{}: {clause}", scheme.as_str());
}

#[test]
fn what_is_signed_here_is_believed_here() {
    for scheme in SIGNERS {
        assert_eq!(judged(scheme, &made(scheme, request())), Ok(()));
        let temporary = signed(request(), scheme, &credentials(Some("t")), ["north", "port"], NOW);
        let expected = Expected { now: NOW, service: "port", region: Some("north"), usual_region: "", endpoint: "" };
        let known = keys(json!({ "AKID": { "secretKey": SECRET, "securityToken": "t" } }));
        assert_eq!(verify(scheme, &temporary, &known, &expected), Ok(()));
        for (request, words) in [(&temporary, "is no temporary one"), (&made(scheme, request()), "is a temporary one")]
        {
            let known = if *request == temporary { keys(json!({ "AKID": SECRET })) } else { known.clone() };
            let Err(Wrong::Unknown(clause)) = verify(scheme, request, &known, &expected) else { panic!("{words}") };
            assert!(clause.contains(words), "{clause}");
        }
    }
}

#[test]
fn a_header_that_is_no_whole_signature_says_what_it_lacks() {
    for (scheme, header, words) in [
        (
            Scheme::SigV4,
            "AWS4-HMAC-SHA256 Credential=AKID",
            "`SignedHeaders` is missing in the header `Authorization`; ",
        ),
        (Scheme::SigV4, "AWS4-HMAC-SHA256", "`Credential` is missing"),
        (Scheme::SigV4, "AWS4-HMAC-SHA256 Credential=AKID/x, SignedHeaders=a, Signature=b", "with a `/` between"),
        (Scheme::SigV4, "AWS4-ECDSA-P256-SHA256 Credential=AKID", "the algorithm is `AWS4-ECDSA-P256-SHA256`"),
        (Scheme::SdkHmac, "SDK-HMAC-SHA256 Access=AKID, SignedHeaders=a", "`Signature` is missing"),
        (Scheme::SdkHmac, "SDK-HMAC-SHA256 Access=AKID, SignedHeaders=a, Signature=b", "`X-Sdk-Date` is missing"),
        (Scheme::SdkHmac, "", "the algorithm is ``"),
    ] {
        let mut request = request();
        request.headers.insert("Authorization".into(), header.into());
        let Err(Wrong::Incomplete(clause)) = judged(scheme, &request) else { panic!("{header}") };
        assert!(clause.contains(words), "{clause}");
    }
    let mut request = made(Scheme::SdkHmac, request());
    request.headers.insert("X-Sdk-Date".into(), "2025-03-12".into());
    let Err(Wrong::Incomplete(clause)) = judged(Scheme::SdkHmac, &request) else { panic!("a date of another form") };
    assert!(clause.contains("`X-Sdk-Date` is `2025-03-12`"), "{clause}");
}

#[test]
fn keys_scopes_and_times_are_those_that_are_expected() {
    for scheme in SIGNERS {
        let request = made(scheme, request());
        let judge = |keys: &Keys, now: i64, service: &str, region: Option<&str>| {
            verify(scheme, &request, keys, &Expected { now, service, region, usual_region: "", endpoint: "" })
        };
        let known = keys(json!({ "AKID": SECRET }));
        let Err(Wrong::Unknown(clause)) = judge(&keys(json!({})), NOW, "port", None) else { panic!("no key") };
        assert!(clause.contains("`AKID`"), "{clause}");
        let quarter = 15 * 60_000;
        assert_eq!(judge(&known, NOW + quarter, "port", None), Ok(()));
        assert_eq!(judge(&known, NOW - quarter, "port", None), Ok(()));
        let times = |given: &str, now: &str, bound: &str| [given, now, bound].map(|time| format!("20250312T{time}Z"));
        let late = times("060000", "061501", "060001");
        assert_eq!(judge(&known, NOW + quarter + 1_000, "port", None), Err(Wrong::Expired(late)));
        let early = times("060000", "054459", "055959");
        assert_eq!(judge(&known, NOW - quarter - 1_000, "port", None), Err(Wrong::Early(early)));
        let scope = |part, given: &str, wanted: &str| match scheme {
            Scheme::SigV4 => Err(Wrong::Scope(part, given.into(), wanted.into())),
            _ => Ok(()),
        };
        assert_eq!(judge(&known, NOW, "quay", None), scope(ScopePart::Service, "port", "quay"));
        assert_eq!(judge(&known, NOW, "port", Some("south")), scope(ScopePart::Region, "north", "south"));
    }
    let mut request = made(Scheme::SigV4, request());
    let header = request.headers["Authorization"].replace("20250312", "20250311");
    request.headers.insert("Authorization".into(), header);
    let day = Wrong::Scope(ScopePart::Day, "20250311".into(), "20250312".into());
    assert_eq!(judged(Scheme::SigV4, &request), Err(day));
}

#[test]
fn headers_that_should_be_signed_and_those_that_are_not_there_are_told() {
    for (scheme, from, to, words) in [
        (Scheme::SigV4, ";host;", ";", "`host` is not among the signed headers"),
        (Scheme::SigV4, ";x-amz-date", "", "`x-amz-date` is not among the signed headers"),
        (Scheme::SdkHmac, ";x-sdk-date", "", "`x-sdk-date` is not among the signed headers"),
        (
            Scheme::SdkHmac,
            ";host",
            ";host;x-absent",
            "`x-absent` is named among the signed headers, and the request came",
        ),
    ] {
        let mut request = made(scheme, request());
        let header = request.headers["Authorization"].replacen(from, to, 1);
        request.headers.insert("Authorization".into(), header);
        let clause = difference(scheme, &request);
        assert!(clause.contains(words), "{clause}");
    }
}

#[test]
fn a_body_that_is_not_that_of_the_digest_is_told() {
    for (scheme, header) in [(Scheme::SigV4, "x-amz-content-sha256"), (Scheme::SdkHmac, "X-Sdk-Content-Sha256")] {
        let mut request = request();
        request.headers.insert(header.into(), "0".repeat(64));
        let mut request = made(scheme, request);
        request.body.push(b' ');
        let clause = difference(scheme, &request);
        assert!(clause.starts_with("the body differs"), "{clause}");
    }
}

#[test]
fn a_mistake_with_the_method_the_path_or_the_query_is_named() {
    for scheme in SIGNERS {
        found(scheme, "signed as `POST`, and the request came with `PUT`", |c| c.method = "POST".into());
        found(scheme, "signed as `put`", |c| c.method = "put".into());
        found(scheme, "the path was signed as `/`", |c| c.path = "/".into());
        found(scheme, "the path was signed as `/v1/it is/x", |c| c.path = "/v1/it is/x".into());
        found(scheme, "the query was left out", |c| c.query.clear());
        found(scheme, "and has to be sorted", |c| c.query = "b=2&a=%C3%A9".into());
        found(scheme, "without its encoding", |c| c.query = "a=é&b=2".into());
    }
    found(Scheme::SigV4, "the path was signed as `/v1/it%20is/x`, and is signed as `/v1/it%2520is/x`", |c| {
        c.path = path_of(&request().url).0.into();
    });
    found(Scheme::SdkHmac, "the `/` at the end of the path is missing, which is only signed", |c| {
        c.path = path_of(&request().url).0.into();
    });
    let twice = |c: &mut Canonical| c.path = "/v1/it%2520is/x/".into();
    found(Scheme::SdkHmac, "the path was signed as `/v1/it%2520is/x/`", twice);
}

#[test]
fn a_mistake_with_the_headers_is_named() {
    let set = |name: &'static str, value: &'static str| {
        move |c: &mut Canonical| {
            let header = c.headers.iter_mut().find(|(known, _)| known == name).unwrap();
            header.1 = value.into();
        }
    };
    for scheme in SIGNERS {
        found(scheme, "blanks that have to be taken out", set("x-note", " one  two "));
        for host in ["a.example", "localhost:8443"] {
            found(scheme, &format!("`host` was signed as `{host}`, and the request came to"), set("host", host));
        }
    }
    found(Scheme::SigV4, "`host` was signed as `port.north.example`", set("host", "port.north.example"));
}

#[test]
fn a_mistake_with_the_body_is_named() {
    let digest = |text: &'static str| move |c: &mut Canonical| c.digest = canonical::digest_of(text.as_bytes());
    for scheme in SIGNERS {
        found(scheme, "as if it were empty", digest(""));
        found(scheme, "with a blank behind each", digest("{\"a\": 1, \"b\": \"x, y: z\"}"));
        found(scheme, "with a line end behind it", digest("{\"a\":1,\"b\":\"x, y: z\"}\n"));
        found(scheme, "`UNSIGNED-PAYLOAD` was signed", |c| c.digest = "UNSIGNED-PAYLOAD".into());
        found(scheme, "in capitals", |c| c.digest.make_ascii_uppercase());
        let mut spaced = request();
        spaced.body = b"{ \"a\": 1 }\r\n".into();
        for (text, words) in [("{\"a\":1}", "without blanks"), ("{ \"a\": 1 }", "without the line end")] {
            let clause = difference(scheme, &mistaken(scheme, spaced.clone(), digest(text), |_, _| None));
            assert!(clause.contains(words), "{clause}");
        }
    }
}

#[test]
fn a_mistake_with_the_key_or_the_text_is_named() {
    for scheme in SIGNERS {
        let method = scheme.method().unwrap();
        let time = to_compact(NOW);
        let scope = scope_of(method, &time, ["north", "port"]);
        for (words, key) in (method.mistaken_keys)(SECRET, &scope) {
            let clause = difference(scheme, &mistaken(scheme, request(), |_| {}, |_, _| Some(key)));
            assert_eq!(clause, format!("the key differs: {words}"));
        }
        let right = made(scheme, request());
        let canonical = Canonical::of(method, &right, &signed_names(&right)).text();
        let key = (method.key)(SECRET, &scope);
        let gapless = string_to_sign(method, &time, &scope, &canonical.replacen("\n\n", "\n", 1));
        let undigested = head(method, &time, &scope) + &canonical;
        let (before, own) = right.headers["Authorization"].rsplit_once('=').unwrap();
        for (signature, words) in [
            (own.to_uppercase(), "in capitals"),
            (signature(&key, &gapless), "the empty line between the headers"),
            (signature(&key, &undigested), "has to end with its digest"),
        ] {
            let mut request = right.clone();
            request.headers.insert("Authorization".into(), format!("{before}={signature}"));
            let clause = difference(scheme, &request);
            assert!(clause.contains(words), "{clause}");
        }
    }
}

#[test]
fn what_no_usual_mistake_explains_comes_with_the_working_and_without_the_token() {
    for scheme in SIGNERS {
        let mut request = signed(request(), scheme, &credentials(Some("t0k3n")), ["north", "port"], NOW);
        let expected = Expected { now: NOW, service: "port", region: None, usual_region: "", endpoint: "" };
        let known = keys(json!({ "AKID": { "secretKey": "another", "securityToken": "t0k3n" } }));
        let Err(Wrong::Mismatch(clause, Some(working))) = verify(scheme, &request, &known, &expected) else { panic!() };
        assert!(clause.starts_with("the secret key is another one"), "{clause}");
        assert!(working.canonical.starts_with("PUT\n/v1/it%"), "{}", working.canonical);
        assert!(working.string_to_sign.starts_with(scheme.method().unwrap().algorithm));
        let shown = format!("{working:?}");
        assert!(!shown.contains("t0k3n") && !shown.contains(SECRET) && !shown.contains("another"), "{shown}");
        request.url = "https://a.example:8443/v1/other".into();
        let known = keys(json!({ "AKID": { "secretKey": SECRET, "securityToken": "t0k3n" } }));
        assert!(matches!(verify(scheme, &request, &known, &expected), Err(Wrong::Mismatch(_, Some(_)))));
    }
}

#[test]
fn a_claim_is_read_from_the_schemes_that_count() {
    let mut request = Request::default();
    let all = [Scheme::Token, Scheme::SdkHmac];
    assert_eq!(claim(&all, &request), None);
    request.headers.insert("x-auth-token".into(), "t".into());
    assert_eq!(claim(&all, &request), Some(Claim::Token("t")));
    assert_eq!(claim(&[Scheme::SigV4], &request), None);
    request.headers.insert("authorization".into(), "SDK-HMAC-SHA256 Access=AK, SignedHeaders=a, Signature=b".into());
    assert_eq!(claim(&all, &request), Some(Claim::Key(Scheme::SdkHmac, "AK")));
    assert_eq!(claim(&[Scheme::SigV4], &request), Some(Claim::Nobody));
}
