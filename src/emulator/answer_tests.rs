//! A service made up here that speaks REST: it needs nothing of the engine that another does not need.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::json;
use serde_json::value::{RawValue, to_raw_value};

use super::*;
use crate::model::walk::Meant as Word;
use crate::report::Basis;
use crate::services::{Authentication, Clients, CommonError, Denial, Emulation, Facts, Refusals};
use crate::wire::Protocol;
use crate::wire::answers::{Answers, Gateway};
use crate::wire::signing::{Credentials, Scheme, Secret, signed};

static HARBOUR: Service = Service {
    id: Cow::Borrowed("harbour"),
    title: Cow::Borrowed("Harbour"),
    model: r#"{ "smithy": "2.0", "shapes": {
        "h#Harbour": { "type": "service", "version": "1", "operations": [{ "target": "h#Berth" }, { "target": "h#List" }, { "target": "h#Leave" }] },
        "h#Berth": { "type": "operation", "input": { "target": "h#BerthInput" },
            "traits": { "smithy.api#http": { "method": "PUT", "uri": "/v1/{port}/berths", "code": 202 } } },
        "h#List": { "type": "operation", "input": { "target": "h#ListInput" },
            "traits": { "smithy.api#http": { "method": "GET", "uri": "/v1/{port}/berths" } } },
        "h#Leave": { "type": "operation", "traits": { "smithy.api#http": { "method": "POST", "uri": "/v1/leave" } } },
        "h#Port": { "type": "string", "traits": { "smithy.api#pattern": "^[a-z]+$" } },
        "h#BerthInput": { "type": "structure", "members": {
            "port": { "target": "h#Port", "traits": { "smithy.api#required": {}, "smithy.api#httpLabel": {} } },
            "ship": { "target": "smithy.api#String", "traits": { "smithy.api#required": {} } } } },
        "h#ListInput": { "type": "structure", "members": {
            "port": { "target": "h#Port", "traits": { "smithy.api#required": {}, "smithy.api#httpLabel": {} } },
            "limit": { "target": "smithy.api#Integer", "traits": { "smithy.api#httpQuery": "limit" } } } } } }"#,
    samples: "",
    protocol: Some(Protocol::RestJson1),
    endpoint: Cow::Borrowed("https://harbour.example"),
    own_endpoints: &[],
    region: "north",
    authentication: Some(&Authentication {
        schemes: &[Scheme::Token, Scheme::SdkHmac],
        missing: Some(Denial { name: "H.401", message: "who are you?" }),
        incomplete: Denial { name: "H.401", message: "half a signature: {detail}" },
        unknown: Denial { name: "H.401", message: "a stranger: {detail}" },
        mismatch: Denial { name: "H.401", message: "a wrong signature: {detail}" },
        scope: None,
        expired: Denial { name: "H.401", message: "too late: {given} at {now}, from {bound} on" },
        early: Denial { name: "H.401", message: "too early: {detail}" },
    }),
    own_model: None,
    unknown_member: None,
    meant: NO_WORDS,
    operations: &[Facts::of("Berth", &[]).emulated(berth), Facts::of("List", &[]).emulated(list)],
    emulation: Some(&Emulation {
        hosting: &Hosting {
            settings: &[],
            quotas: &[],
            script: &[],
            changes: &[],
            fresh: |_| Ok(Box::new(Ships::default())),
            restore: |_, _| Ok(Box::new(Ships::default())),
            principal: "sailor {key}",
        },
        wording: Some(&WORDING),
        answers: &Answers {
            content_type: "application/json",
            request_id: "x-request-id",
            name: "error_code",
            message: "error_msg",
            gateway: Some(Gateway { names: &["G."], request_id: "id" }),
        },
        refusals: &Refusals {
            unknown_operation: "H.404",
            unreadable: "H.400",
            invalid: "H.400",
            too_large: "H.413",
            own: None,
        },
        common: &[
            CommonError { name: "H.401", status: 401, message: "who are you?", basis: Basis::Model },
            CommonError { name: "H.404", status: 404, message: "nothing here", basis: Basis::Model },
        ],
    }),
    errors: &crate::explain::ErrorBook::of(&[], &[]),
    clients: Clients {
        command: None,
        package: Cow::Borrowed(""),
        class: Cow::Borrowed(""),
        signing: Cow::Borrowed(""),
        own_form: false,
        python: None,
    },
};

const NO_WORDS: &[Word] = &[];
static WORDING: crate::report::wording::Wording = crate::report::wording::Wording {
    detected: "{count} wrong: ",
    violation: "{path} {constraint}",
    separator: "; ",
    map_keys: "",
    map_values: "",
    elements: "",
    null: "nothing",
    required: "is missing",
    not_in_enum: "",
    pattern: "does not match",
    min_length: "",
    max_length: "",
    min_value: "",
    max_value: "",
    element: "{index}",
    unconvertible: "{found} is no {wanted}",
    unexpected_object: "",
    unexpected_list: "",
};

#[derive(Default)]
struct Ships(BTreeMap<String, Vec<String>>);

impl State for Ships {
    fn to_json(&self) -> Result<Box<RawValue>, serde_json::Error> {
        to_raw_value(&self.0)
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        let all: usize = self.0.values().map(Vec::len).sum();
        if all == 2 { vec![Notice { kind: "full", detail: json!({ "ships": all }) }] } else { Vec::new() }
    }
}

fn berth(call: &Call<'_>) -> Result<Answer, Exception> {
    let text = |member| call.input.member(member).and_then(|value| value.str()).unwrap_or_default().into_owned();
    let (port, ship) = (text(0), text(1));
    if call.state::<Ships>()?.0.contains_key(&port) {
        return Err(Exception::new("H.409", "the berth is taken").with("port", port));
    }
    Ok(Answer::change("", move |ships: &mut Ships| ships.0.entry(port).or_default().push(ship)))
}

fn list(call: &Call<'_>) -> Result<Answer, Exception> {
    let port = call.input.member(0).and_then(|value| value.str()).unwrap_or_default().into_owned();
    let limit = call.input.member(1).and_then(|value| value.integer()).unwrap_or(9);
    let ships = call.state::<Ships>()?.0.get(&port).cloned().unwrap_or_default();
    Ok(Answer::read(json!({ "ships": ships, "limit": limit }).to_string()))
}

fn harbour() -> Emulator {
    let mut emulator = Emulator::new(EmulatorOptions { seed: Some(1), ..EmulatorOptions::default() }).unwrap();
    emulator.hosted.push(Hosted { service: &HARBOUR, state: Box::new(Ships::default()) });
    emulator
}

fn asked(method: &str, url: &str, body: &str) -> Request {
    Request { method: method.into(), url: url.into(), body: body.into(), ..Request::default() }
}

fn with_token(token: &str, request: &Request) -> Request {
    signed(request.clone(), Scheme::Token, &Credentials::Token(Secret::new(token)), ["", ""], 0)
}

fn said(emulator: &mut Emulator, method: &str, url: &str, body: &str) -> (u16, String) {
    let response = emulator.send(&with_token("any", &asked(method, url, body)));
    let content_type = response.headers.get("content-type").map(String::as_str);
    assert_eq!(content_type, (!response.body.is_empty()).then_some("application/json"));
    assert_eq!(response.headers["x-request-id"].len(), 36);
    (response.status, response.body)
}

#[test]
fn a_rest_service_is_answered_in_its_own_shape() {
    let mut emulator = harbour();
    for (method, url, body, status, wanted) in [
        ("PUT", "/v1/kiel/berths", r#"{"ship":"Gorch"}"#, 202, ""),
        ("GET", "http://h/v1/kiel/berths?limit=3", "", 200, r#"{"ships":["Gorch"],"limit":3}"#),
        (
            "PUT",
            "/v1/kiel/berths",
            r#"{"ship":"Other"}"#,
            400,
            r#"{"error_code":"H.409","port":"kiel","error_msg":"the berth is taken"}"#,
        ),
        (
            "PUT",
            "/v1/KIEL/berths",
            "{}",
            400,
            r#"{"error_code":"H.400","error_msg":"2 wrong: ship is missing; port does not match"}"#,
        ),
        ("GET", "/v1/kiel/berths?limit=x", "", 400, r#"{"error_code":"H.400","error_msg":"STRING is no Integer"}"#),
        ("PUT", "/v1/kiel/berths", "{", 400, r#"{"error_code":"H.400"}"#),
        (
            "DELETE",
            "/v1/kiel/berths",
            "",
            404,
            r#"{"error_code":"H.404","error_msg":"/v1/kiel/berths is answered to GET or PUT, not to DELETE"}"#,
        ),
        (
            "POST",
            "/v1/leave",
            "",
            501,
            r#"{"error_code":"NotEmulatedException","error_msg":"harbour:Leave is checked and built here, but not emulated"}"#,
        ),
    ] {
        let (found, text) = said(&mut emulator, method, url, body);
        assert_eq!(found, status, "{method} {url}: {text}");
        assert_eq!(text, wanted, "{method} {url}");
    }
}

#[test]
fn faults_and_events_are_those_of_any_service() {
    let mut emulator = harbour();
    emulator
        .fault(&json!([{ "exception": "H.429", "status": 429, "message": "slow down", "latency": 9, "times": 1 }]))
        .unwrap();
    let (status, text) = said(&mut emulator, "PUT", "/v1/kiel/berths", r#"{"ship":"A"}"#);
    assert_eq!((status, text.as_str()), (429, r#"{"error_code":"H.429","error_msg":"slow down"}"#));
    for port in ["kiel", "brake"] {
        said(&mut emulator, "PUT", &format!("/v1/{port}/berths"), r#"{"ship":"A"}"#);
    }
    let events: Vec<&Event> = emulator.events(0).collect();
    assert_eq!((events.len(), events[0].service.as_str(), events[0].kind.as_str()), (1, "harbour", "full"));
    let callers: Vec<&str> = emulator.log().map(|entry| entry.operation.as_deref().unwrap_or("-")).collect();
    assert_eq!(callers, ["harbour:Berth"; 3]);
    emulator.fault(&json!([{ "exception": "G.1", "status": 429, "message": "slow down", "times": 1 }])).unwrap();
    let refused = emulator.send(&with_token("any", &asked("GET", "/v1/kiel/berths", "")));
    let id = &refused.headers["x-request-id"];
    assert_eq!(refused.body, format!(r#"{{"error_code":"G.1","error_msg":"slow down","id":"{id}"}}"#));
}

const SECRET: &str = "wJalrXUtnFEMI";

fn with_key(request: &Request, time: i64) -> Request {
    let secret = Secret::new(SECRET);
    let key = Credentials::Key { id: "AK".into(), secret, token: None, domain: Some("d".into()) };
    signed(request.clone(), Scheme::SdkHmac, &key, ["", ""], time)
}

/// What a request is answered with, and what the log tells of it.
fn heard(emulator: &mut Emulator, request: &Request) -> (u16, String, LogEntry) {
    let response = emulator.send(request);
    (response.status, response.body, emulator.log().last().unwrap().clone())
}

#[test]
fn a_service_that_wants_to_know_who_asks_refuses_who_does_not_say() {
    let mut emulator = harbour();
    let list = asked("GET", "http://h/v1/kiel/berths", "");
    let (status, body, entry) = heard(&mut emulator, &list);
    assert_eq!((status, body.as_str()), (401, r#"{"error_code":"H.401","error_msg":"who are you?"}"#));
    assert_eq!(entry.denied.as_deref(), Some("the request says nothing of its sender"));
    assert_eq!((entry.operation.as_deref(), entry.principal.as_str()), (Some("harbour:List"), "anonymous"));
    let mut half = list.clone();
    half.headers.insert("Authorization".into(), "SDK-HMAC-SHA256 Access=".into());
    assert_eq!(heard(&mut emulator, &half).0, 401);
    assert_eq!(emulator.call(&list).status, 200, "whoever owns the emulator need not say who that is");
}

#[test]
fn without_keys_and_tokens_anybody_is_believed_and_a_token_is_not_shown() {
    let mut emulator = harbour();
    let list = asked("GET", "http://h/v1/kiel/berths", "");
    let (status, _, entry) = heard(&mut emulator, &with_key(&list, 0));
    assert_eq!((status, entry.principal.as_str()), (200, "sailor AK"));
    let (status, _, entry) = heard(&mut emulator, &with_token("t0k3n-t0k3n", &list));
    let name = entry.principal.strip_prefix("sailor token-").unwrap();
    assert!(status == 200 && name.len() == 8 && !name.contains("t0k"), "{}", entry.principal);
    let again = heard(&mut emulator, &with_token("t0k3n-t0k3n", &list)).2;
    let other = heard(&mut emulator, &with_token("another", &list)).2;
    assert!(again.principal == entry.principal && other.principal != entry.principal);
}

#[test]
fn keys_and_tokens_are_asked_for_where_they_are_given() {
    let mut emulator = harbour();
    let keys = json!({ "keys": { "AK": SECRET }, "tokens": { "t0k3n": "alice" } });
    emulator.options.keys = EmulatorOptions::of(keys.as_object().unwrap().clone()).unwrap().keys;
    emulator.take_journal();
    let put = asked("PUT", "http://h/v1/kiel/berths", r#"{"ship":"Gorch"}"#);
    let list = asked("GET", "http://h/v1/kiel/berths?limit=3", "");
    assert_eq!(heard(&mut emulator, &with_token("t0k3n", &list)).2.principal, "alice");
    assert_eq!(heard(&mut emulator, &with_key(&put, 0)).0, 202);
    assert_eq!(heard(&mut emulator, &with_key(&list, 0)).0, 200);
    let mut tampered = with_key(&list, 0);
    tampered.url = "http://h/v1/kiel/berths?limit=4".into();
    for (request, words) in [
        (with_token("other", &list), "a stranger: The token is not among those that are known here."),
        (tampered, "a wrong signature: The secret key is another one, or a part that is signed was changed"),
        (with_key(&list, -16 * 60_000), "too late: 19691231T234400Z at 19700101T000000Z, from 19691231T234500Z on"),
        (with_key(&list, 16 * 60_000), "too early: The time of the signature has not come"),
    ] {
        let (status, body, entry) = heard(&mut emulator, &request);
        assert!(status == 401 && body.contains(words), "{status} {body}");
        assert!(entry.denied.is_some() && entry.error.as_deref() == Some("H.401"));
        assert!(!body.contains("t0k3n") && !body.contains(SECRET), "{body}");
    }
    let kept = format!("{:?} {}", emulator.take_journal(), emulator.snapshot().unwrap());
    assert!(kept.contains("Gorch") && !kept.contains(SECRET) && !kept.contains("t0k3n"), "{kept}");
}

#[test]
fn a_request_that_is_not_believed_meets_no_fault_and_one_that_was_is_not_asked_again() {
    let options = json!({ "seed": 1, "keys": { "AK": SECRET } });
    let made = || {
        let options = EmulatorOptions::of(options.as_object().unwrap().clone()).unwrap();
        let mut emulator = Emulator::new(options).unwrap();
        emulator.hosted.push(Hosted { service: &HARBOUR, state: Box::new(Ships::default()) });
        emulator.take_journal();
        emulator
    };
    let mut emulator = made();
    emulator.fault(&json!([{ "latency": 9, "times": 1 }])).unwrap();
    let put = with_key(&asked("PUT", "http://h/v1/kiel/berths", r#"{"ship":"Gorch"}"#), 0);
    let mut tampered = put.clone();
    tampered.body = br#"{"ship":"Other"}"#.into();
    let refused = emulator.send(&tampered);
    assert_eq!((refused.status, refused.delay), (401, 0));
    let taken = emulator.send(&put);
    assert_eq!((taken.status, taken.delay), (202, 9));
    let mut again = made();
    let records = emulator.take_journal();
    let answers: Vec<_> = records.iter().filter_map(|record| again.replay(record).unwrap()).collect();
    assert_eq!(answers, [taken]);
    emulator.reset().unwrap();
    emulator.hosted.push(Hosted { service: &HARBOUR, state: Box::new(Ships::default()) });
    assert_eq!(emulator.send(&tampered).status, 401, "keys stay when all else goes");
}
