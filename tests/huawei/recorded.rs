//! Requests of the vendor's own SDK for Python as they arrived, byte for byte (`tests/clients/scenarios/recording.mjs` keeps
//! them): their signatures verify, and they are answered with the documented status and shape.

use crate::*;
use cloud_dryrun::model::walk::Side;
use cloud_dryrun::{Options, check, services};
use std::collections::BTreeSet;

const RECORDED: &str = include_str!("recorded.json");

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap().into()
}

fn sent(step: &Value) -> Request {
    let headers = step["headers"].as_object().unwrap();
    Request {
        method: text(step, "method"),
        url: text(step, "url"),
        headers: headers.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap().into())).collect(),
        body: text(step, "body").into_bytes(),
    }
}

/// Does again what was done when the requests were recorded; gives each to `look`, in its place.
fn again(mut look: impl FnMut(&mut Emulator, &Value)) {
    let scenarios: Vec<Value> = serde_json::from_str(RECORDED).unwrap();
    for scenario in scenarios {
        let mut emulator = with(scenario["emulator"].clone());
        for step in scenario["steps"].as_array().unwrap() {
            match step {
                _ if step["method"].is_string() => look(&mut emulator, step),
                _ if step["script"].is_array() => emulator.script(&step["script"]).unwrap(),
                _ if step["change"].is_array() => emulator.change(&step["change"]).unwrap(),
                _ if step["settle"] == true => drop(emulator.settle()),
                _ => {
                    assert_eq!(step["advance"], "PT1S");
                    emulator.advance(1_000);
                }
            }
        }
    }
}

#[test]
fn requests_of_the_sdk_are_answered_as_documented_and_their_signatures_verify() {
    let mut answered = BTreeSet::new();
    again(|emulator, step| {
        let response = emulator.send(&sent(step));
        let operation = emulator.log().last().unwrap().operation.clone().unwrap();
        assert_eq!(json!(response.status), step["status"], "{operation}: {}", response.body);
        if response.status >= 400 {
            let names: Vec<String> = body(&response).as_object().unwrap().keys().cloned().collect();
            assert_eq!(names, ["error_code", "error_msg"], "{operation}");
            return;
        }
        let target = services::target(&operation).unwrap();
        assert_eq!(response.status, target.operation().http.as_ref().unwrap().status, "{operation}");
        if response.body.is_empty() {
            assert!(target.model.shape(target.operation().output).members().is_empty(), "{operation}");
        } else {
            let options = Options { side: Side::Output, ..Options::default() };
            let report = check(&operation, response.body.as_bytes(), &options).unwrap();
            assert!(report.findings.is_empty(), "{operation}: {}", report.render());
        }
        answered.insert(operation);
    });
    let all = services::all().filter(|target| target.facts().is_some_and(|facts| facts.emulate.is_some()));
    let own: BTreeSet<String> = all.map(|target| target.id()).filter(|id| id.starts_with("huawei-config:")).collect();
    assert_eq!(answered, own, "every operation was recorded");
}

#[test]
fn what_is_changed_on_the_way_is_refused_and_told() {
    let mut tried = BTreeSet::new();
    again(|emulator, step| {
        let request = sent(step);
        let mark = if request.url.contains('?') { "&" } else { "?" };
        let mut headers = request.headers.clone();
        headers.insert("X-Domain-Id".into(), "another".into());
        for (part, changed) in [
            ("path", Request { url: request.url.replace("/domains/0", "/domains/1"), ..request.clone() }),
            ("query", Request { url: format!("{}{mark}limit=7", request.url), ..request.clone() }),
            ("body", Request { body: [&request.body[..], b" "].concat(), ..request.clone() }),
            ("X-Domain-Id", Request { headers, ..request.clone() }),
        ] {
            if changed == request {
                continue;
            }
            let (status, code, message) = refused_raw(emulator, &changed);
            assert_eq!((status, code.as_str()), (401, "APIGW.0301"), "{part}: {message}");
            let is_named = message.contains(&format!("The {part} ")) && !message.contains("The canonical request");
            tried.insert((part, is_named));
        }
        emulator.send(&request);
    });
    // What was there before nobody can tell from a signature; of those, the working is shown.
    for part in ["path", "X-Domain-Id"] {
        assert!(tried.contains(&(part, false)) && !tried.contains(&(part, true)), "{tried:?}");
    }
    for part in ["body", "query"] {
        assert!(tried.contains(&(part, true)), "{tried:?}");
    }
}
