//! Refusals: which row of the table answers which fault, faults that are asked for, and requests for nothing that there is.

use crate::*;
use cloud_dryrun::services::huawei_config::error_table::ROWS;

const STATES: &str = "/v1/resource-manager/domains/d1/policy-states";
const RULES: &str = "/v1/resource-manager/domains/d1/policy-assignments";

fn sound() -> Value {
    json!({
        "policy_resource": {}, "trigger_type": "resource", "compliance_state": "Compliant", "policy_assignment_id": "a",
        "evaluation_time": 1, "evaluation_hash": "h",
    })
}

#[test]
fn each_fault_has_its_row() {
    let mut emulator = emulator();
    let long = "x".repeat(600);
    for (path, code) in [
        (format!("{STATES}?limit=0"), "RMS.00010024"),
        (format!("{STATES}?limit=201"), "RMS.00010025"),
        (format!("{STATES}?limit=x"), "RMS.00010004"),
        (format!("{STATES}?marker=abc"), "RMS.00010035"),
        (format!("{STATES}?marker={long}"), "RMS.00010035"),
        (format!("{STATES}?marker=ab%20cd"), "RMS.00010034"),
        (format!("{STATES}?compliance_state={long}"), "RMS.00010049"),
        (format!("{STATES}?compliance_state=a%27"), "RMS.00010050"),
        (format!("{STATES}?resource_id={long}"), "RMS.00010009"),
        (format!("{STATES}?resource_id=a%2Fb"), "RMS.00010010"),
        (format!("{STATES}?resource_name={long}"), "RMS.00010011"),
        (format!("{STATES}?resource_name=a%27"), "RMS.00010012"),
        (format!("{STATES}/summary?tags=a&tags=b&tags=c&tags=d&tags=e&tags=f"), "RMS.00010028"),
        (format!("{STATES}/summary?tags=%20a"), "RMS.00010033"),
        (format!("/v1/resource-manager/domains/{}/policy-states?limit=0", "d".repeat(37)), "RMS.00010007"),
        ("/v1/resource-manager/domains/a.b/policy-states?limit=0".into(), "RMS.00010008"),
        (format!("{RULES}/{}", "r".repeat(37)), "RMS.00010043"),
        (format!("{RULES}/a.b"), "RMS.00010041"),
        (format!("{RULES}?policy_assignment_name={long}"), "RMS.00010011"),
        (format!("{RULES}?policy_assignment_name=%20a"), "RMS.00010046"),
        (format!("/v1/resource-manager/policy-definitions/{}", "p".repeat(37)), "RMS.00010044"),
        ("/v1/resource-manager/policy-definitions/a.b".into(), "RMS.00010042"),
        (format!("{RULES}/unknown"), "RMS.00010005"),
    ] {
        let (_, found, message) = refused_raw(&mut emulator, &raw("GET", &path, ""));
        assert_eq!(found, code, "{path}: {message}");
        let row = ROWS.iter().find(|row| row.code == code).unwrap();
        assert!(message.starts_with(row.message), "{message}");
    }
    let of_500 = refused_raw(&mut emulator, &raw("GET", &format!("{RULES}?limit=501"), ""));
    assert_eq!(of_500.2, "The maximum value of limit must be less than or equal to 500.");
    for (change, code) in [
        (json!({ "name": long }), "RMS.00010011"),
        (json!({ "name": "a'b" }), "RMS.00010046"),
        (json!({ "policy_definition_id": "a b" }), "RMS.00010042"),
        (json!({ "tags": [{ "key": long, "value": "" }] }), "RMS.00010029"),
        (json!({ "tags": [{ "key": "_sys_a", "value": "" }] }), "RMS.00010033"),
        (json!({ "tags": [{ "key": "a", "value": long }] }), "RMS.00010031"),
        (json!({ "tags": [{ "key": "a", "value": "*" }] }), "RMS.00010032"),
        (json!({ "period": "Daily" }), "RMS.00010004"),
        (json!({ "description": "x".repeat(513) }), "RMS.00010004"),
    ] {
        let found = refused_raw(&mut emulator, &raw("PUT", RULES, &and(builtin(), change.clone()).to_string()));
        assert_eq!(found.1, code, "{change}: {}", found.2);
    }
    let found =
        refused_raw(&mut emulator, &raw("PUT", &format!("{RULES}/a"), &json!({ "name": "x".repeat(65) }).to_string()));
    assert_eq!(found.1, "RMS.00010045");
}

#[test]
fn a_report_that_is_malformed_is_refused_in_words() {
    let mut emulator = emulator();
    let without = |name: &str| {
        let mut report = sound();
        report.as_object_mut().unwrap().remove(name);
        report.to_string()
    };
    for (body, words) in [
        ("".into(), "`policy_assignment_id` is missing; `policy_resource` is missing; `trigger_type` is missing"),
        ("{}".into(), "`evaluation_hash` is missing"),
        (without("trigger_type"), "Invalid parameter. `trigger_type` is missing."),
        ("{".into(), "Invalid parameter. "),
        ("[]".into(), "Invalid parameter. "),
        (and(sound(), json!({ "trigger_type": "manual" })).to_string(), "(/trigger_type)"),
        (and(sound(), json!({ "evaluation_time": "soon" })).to_string(), "(/evaluation_time)"),
        (and(sound(), json!({ "policy_resource": [] })).to_string(), "(/policy_resource)"),
    ] {
        let (status, code, message) = refused_raw(&mut emulator, &raw("PUT", STATES, &body));
        assert_eq!((status, code.as_str()), (400, "RMS.00010004"), "{body}");
        assert!(message.contains(words), "{body}: {message}");
    }
    let wrong_state = and(sound(), json!({ "compliance_state": "COMPLIANT" })).to_string();
    assert_eq!(refused_raw(&mut emulator, &raw("PUT", STATES, &wrong_state)).1, "RMS.00010050");
    // Of several faults, what stands in the address comes first, then the JSON, then what is missing.
    let bad_path = STATES.replace("d1", "a.b");
    assert_eq!(refused_raw(&mut emulator, &raw("PUT", &bad_path, "{")).1, "RMS.00010008");
    let several = json!({ "compliance_state": "x" }).to_string();
    assert!(refused_raw(&mut emulator, &raw("PUT", STATES, &several)).2.contains("is missing"));
    assert_eq!(
        refused_raw(&mut emulator, &raw("PUT", STATES, &sound().to_string())).0,
        404,
        "the rule comes before the hash"
    );
}

#[test]
fn what_is_no_operation_is_answered_in_the_services_shape() {
    let mut emulator = emulator();
    for (method, path) in [
        ("GET", "/v1/resource-manager/domains/d1/nothing"),
        (
            "GET",
            "/v1/resource-manager/domains/d0123456789abcdef0123456789abcde/conformance-packs/67d122e01da6d43361908d4b",
        ),
        ("DELETE", STATES),
        ("GET", "/v1/resource-manager"),
        ("POST", "/v1/resource-manager/domains//policy-states"),
    ] {
        let (status, code, message) = refused_raw(&mut emulator, &raw(method, path, ""));
        assert_eq!((status, code.as_str()), (404, "RMS.00010005"), "{method} {path}");
        assert!(message.contains(path), "{message}");
    }
    let of_nobody = body(&emulator.send(&raw("GET", "/v1/other", "")));
    assert_eq!(of_nobody["__type"], "UnknownOperationException");
    let meant: Vec<Option<&str>> = emulator.log().map(|entry| entry.service.as_deref()).collect();
    assert_eq!(meant[..2], [Some("huawei-config"); 2]);
    assert_eq!(meant[5], None);
}

#[test]
fn every_row_of_the_table_can_be_asked_for_and_statuses_alone() {
    assert_eq!(ROWS.len(), 69);
    let operation = "huawei-config:UpdatePolicyState";
    for row in ROWS {
        let mut emulator = emulator();
        emulator.fault(&json!([{ "operation": operation, "exception": row.code }])).unwrap();
        let response = emulator.send(&raw("PUT", STATES, "{}"));
        assert_eq!(response.status, row.status, "{}", row.code);
        let own = json!({ "error_code": row.code, "error_msg": row.message });
        let of_gateway = json!({ "request_id": response.headers["x-request-id"] });
        let is_of_gateway = row.code.starts_with("APIG");
        assert_eq!(body(&response), if is_of_gateway { and(own, of_gateway) } else { own });
        assert_eq!(emulator.send(&raw("GET", STATES, "")).status, 200, "another operation");
    }
    for (status, code) in [
        (400, "invalid_parameters"),
        (401, "APIGW.0301"),
        (403, "RMS.00010006"),
        (404, "RMS.00010005"),
        (429, "APIG.0308"),
        (500, "RMS.INTERNAL.ERROR"),
    ] {
        let mut emulator = emulator();
        emulator.fault(&json!([{ "operation": operation, "status": status, "times": 1 }])).unwrap();
        assert_eq!(emulator.faults()[0].exception.as_deref(), Some(code));
        let response = emulator.send(&raw("PUT", STATES, "{}"));
        assert_eq!((response.status, body(&response)["error_code"].as_str()), (status, Some(code)));
        assert_eq!(emulator.send(&raw("PUT", STATES, "{}")).status, 400, "once");
        emulator.fault(&serde_json::to_value(emulator.faults()).unwrap()).unwrap();
    }
    let told = |fault: Value| emulator().fault(&json!([fault])).unwrap_err().to_string();
    assert!(told(json!({ "status": 429 })).contains("`operation`"));
    let none = told(json!({ "operation": operation, "status": 418 }));
    assert!(none.contains("418") && none.contains("`exception`"), "{none}");
    assert!(told(json!({ "operation": operation, "exception": "RMS.00010064" })).contains("did you mean `RMS.000100"));
}

#[test]
fn what_the_gateway_answers_has_the_id_of_the_request() {
    let mut emulator = with(json!({ "keys": { "AK": "a secret" }, "tokens": { "right": "u" } }));
    let mut denied = raw("GET", STATES, "");
    denied.headers.insert("X-Auth-Token".into(), "wrong".into());
    let response = emulator.send(&denied);
    let said = body(&response);
    assert_eq!((response.status, said["error_code"].as_str()), (401, Some("APIGW.0301")));
    assert_eq!(said["request_id"], response.headers["x-request-id"]);
    denied.headers.clear();
    let of_service = body(&emulator.send(&denied));
    assert_eq!((of_service["error_code"].as_str(), of_service.as_object().unwrap().len()), (Some("RMS.00010079"), 2));
    // Other codes of it can be asked for, and what is asked for counts.
    let mut emulator = crate::emulator();
    let members = json!({ "request_id": "r-1", "error_msg": "no backend", "error_code": "x" });
    emulator
        .fault(&json!([{ "exception": "APIG.0202", "status": 504, "message": "too late", "members": members }]))
        .unwrap();
    let text = emulator.send(&raw("GET", STATES, "")).body;
    assert_eq!(text, r#"{"error_code":"APIG.0202","error_msg":"no backend","request_id":"r-1"}"#);
}

#[test]
fn a_function_that_tries_again_gets_through() {
    let mut emulator = emulator();
    made(&mut emulator, custom());
    let event = events(&emulator, 0)[0].clone();
    emulator.fault(&json!([{ "operation": "huawei-config:UpdatePolicyState", "status": 429, "times": 2 }])).unwrap();
    let statuses: Vec<u16> =
        (0..3).map(|_| emulator.send(&request("UpdatePolicyState", &report(&event, "Compliant"))).status).collect();
    assert_eq!(statuses, [429, 429, 200]);
}
