//! The words of refusals, as the service was seen to write them.

use crate::*;

#[track_caller]
fn said(operation: &str, text: &str) -> Value {
    let mut emulator = emulator();
    let response = emulator.send(&raw(operation, text));
    assert_eq!(response.status, 400, "{}", response.body);
    body(&response)
}

#[track_caller]
fn validation(operation: &str, text: &str) -> String {
    let body = said(operation, text);
    assert_eq!(body["__type"], "ValidationException", "{body}");
    body["message"].as_str().unwrap().to_string()
}

#[test]
fn a_number_too_large_as_in_issue_aws_cli_7048() {
    assert_eq!(
        validation("ListComplianceItems", "{\"MaxResults\": 100}"),
        "1 validation error detected: Value '100' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50"
    );
}

#[test]
fn a_pattern_as_in_issue_amazon_ssm_agent_60() {
    assert_eq!(
        validation("ListInventoryEntries", "{\"InstanceId\": \"i-123\", \"TypeName\": \"AWS:Network\"}"),
        "1 validation error detected: Value 'i-123' at 'instanceId' failed to satisfy constraint: Member must satisfy regular expression pattern: \
         (^i-(\\w{8}|\\w{17})$)|(^mi-\\w{17}$)"
    );
}

#[test]
fn a_list_that_is_too_long_as_in_issue_ssm_helpers_47() {
    let filters = ["{\"Key\":\"a\",\"Values\":[\"b\"]}"; 6].join(",");
    let message = validation(
        "ListInventoryEntries",
        &format!("{{\"InstanceId\":\"{NODE}\",\"TypeName\":\"AWS:Network\",\"Filters\":[{filters}]}}"),
    );
    assert!(message.starts_with("1 validation error detected: Value '"), "{message}");
    assert!(
        message
            .ends_with("' at 'filters' failed to satisfy constraint: Member must have length less than or equal to 5"),
        "{message}"
    );
}

/// An absent value is written without quotes, as other services of the family were seen to do (issue
/// pulumi/pulumi-aws 2357).
#[test]
fn several_violations_are_joined_in_the_order_of_the_text() {
    let text = format!(
        "{{\"ResourceId\":\"{NODE}\",\"ComplianceType\":\"Custom:My-Check\",\"ExecutionSummary\":{{\"ExecutionTime\":1}},\
         \"Items\":[{{\"Severity\":\"HIGH\",\"Status\":\"COMPLIANT\"}},{{\"Severity\":\"MAJOR\",\"Status\":\"COMPLIANT\"}}]}}"
    );
    assert_eq!(
        validation("PutComplianceItems", &text),
        "3 validation errors detected: Value null at 'resourceType' failed to satisfy constraint: Member must not be null; \
         Value 'Custom:My-Check' at 'complianceType' failed to satisfy constraint: Member must satisfy regular expression pattern: \
         ^([A-Za-z0-9_\\-]\\w+|Custom:[a-zA-Z0-9_\\-]\\w+)$; \
         Value 'MAJOR' at 'items.2.member.severity' failed to satisfy constraint: Member must satisfy enum value set: \
         [CRITICAL, HIGH, MEDIUM, LOW, INFORMATIONAL, UNSPECIFIED]"
    );
}

#[test]
fn a_body_that_cannot_be_read_is_a_serialization_exception() {
    for text in ["", "{", "[]", "null", "{\"ResourceIds\": {}}", "{\"MaxResults\": \"5\"}", "\u{feff}{}x"] {
        if text.is_empty() {
            // Nothing at all is taken for an empty object, as clients send it.
            assert_eq!(emulator().send(&raw("ListComplianceItems", text)).status, 200);
            continue;
        }
        assert_eq!(said("ListComplianceItems", text)["__type"], "SerializationException", "{text}");
    }
}

#[test]
fn strangers_are_passed_over() {
    let mut emulator = emulator();
    let text = "{\"Stranger\": {\"a\": [1, null]}, \"MaxResults\": 5}";
    let response = emulator.send(&raw("ListComplianceItems", text));
    assert_eq!((response.status, response.body.as_str()), (200, "{\"ComplianceItems\":[]}"));
}

/// Requests that reach no operation, and what the answer has to say.
fn strangers() -> Vec<(Request, &'static str)> {
    let of = |change: fn(&mut Request)| {
        let mut request = raw("ListComplianceItems", "{}");
        change(&mut request);
        request
    };
    fn header(request: &mut Request, name: &str, value: &str) {
        request.headers.insert(name.into(), value.into());
    }
    vec![
        (raw("PutNothing", "{}"), "PutNothing"),
        (raw("putinventory", "{}"), "putinventory"),
        (raw("", "{}"), "no operation"),
        (raw(&"x".repeat(1_000), "{}"), "xxx…"),
        (of(|r| header(r, "X-Amz-Target", "AmazonEC2.ListComplianceItems")), "no service"),
        (of(|r| header(r, "X-Amz-Target", "ListComplianceItems")), "no service"),
        (of(|r| header(r, "X-Amz-Target", "amazonssm.ListComplianceItems")), "no service"),
        (of(|r| drop(r.headers.remove("X-Amz-Target"))), "no service"),
        (of(|r| r.method = "GET".into()), "POST"),
        (of(|r| r.method = "<b>".into()), "POST"),
        (of(|r| header(r, "Content-Type", "application/x-amz-json-1.0")), "application/x-amz-json-1.1"),
        (of(|r| header(r, "Content-Type", "application/json")), "application/x-amz-json-1.1"),
        (of(|r| header(r, "Content-Type", "text/html; charset=utf-8")), "application/x-amz-json-1.1"),
        (Request { method: "GET".into(), url: "/".into(), ..Request::default() }, "no service"),
        (Request { method: "GET".into(), url: "/v1/nothing?x=%zz".into(), ..Request::default() }, "no service"),
        (Request::default(), "no service"),
    ]
}

#[test]
fn what_reaches_no_operation_is_told_in_json_and_leaves_no_trace() {
    let mut emulator = emulator();
    let before = emulator.snapshot().unwrap();
    for (request, words) in strangers() {
        let response = emulator.send(&request);
        assert_eq!(response.status, 400, "{request:?}");
        assert_eq!(response.headers["content-type"], "application/x-amz-json-1.1", "{request:?}");
        assert_eq!(response.headers["x-amzn-requestid"].len(), 36, "{request:?}");
        let body = body(&response);
        assert_eq!(body["__type"], "UnknownOperationException", "{request:?}");
        assert!(body["message"].as_str().unwrap().contains(words), "{request:?}: {body}");
    }
    assert_eq!(emulator.snapshot().unwrap(), before);
    assert!(emulator.log().all(|entry| entry.error.as_deref() == Some("UnknownOperationException")));
}

#[test]
fn the_content_type_may_have_parameters_or_be_absent() {
    let mut emulator = emulator();
    for kind in [Some("Application/X-Amz-Json-1.1; charset=utf-8"), None] {
        let mut request = raw("ListComplianceItems", "{}");
        request.headers.remove("Content-Type");
        request.headers.extend(kind.map(|kind| ("content-type".to_string(), kind.to_string())));
        assert_eq!(emulator.send(&request).status, 200, "{kind:?}");
    }
}

#[test]
fn bytes_that_are_no_text_are_a_serialization_exception() {
    let mut request = raw("ListComplianceItems", "");
    request.body = b"{\"ResourceIds\":[\"\xff\"]}".to_vec();
    let response = emulator().send(&request);
    assert_eq!((response.status, body(&response)["__type"].as_str()), (400, Some("SerializationException")));
}

#[test]
fn a_body_that_is_too_large_is_not_read() {
    let response = emulator().send(&raw("ListComplianceItems", &format!("{{}}{}", " ".repeat(17 << 20))));
    assert_eq!((response.status, body(&response)["__type"].as_str()), (413, Some("RequestEntityTooLargeException")));
}
