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

#[test]
fn what_is_no_operation_is_unknown() {
    let mut emulator = emulator();
    let mut foreign = raw("ListComplianceItems", "{}");
    foreign.headers.insert("X-Amz-Target".into(), "AmazonEC2.ListComplianceItems".into());
    let mut bare = raw("ListComplianceItems", "{}");
    bare.headers.remove("X-Amz-Target");
    let mut get = raw("ListComplianceItems", "");
    get.method = "GET".into();
    for request in [raw("PutNothing", "{}"), raw("putinventory", "{}"), foreign, bare, get] {
        let response = emulator.send(&request);
        assert_eq!(
            (response.status, body(&response)["__type"].as_str()),
            (400, Some("UnknownOperationException")),
            "{request:?}"
        );
    }
}

#[test]
fn what_is_modelled_but_not_emulated_says_so() {
    let mut emulator = emulator();
    let response = emulator.send(&raw("StartAutomationExecution", "{}"));
    assert_eq!(response.status, 501);
    let body = body(&response);
    assert_eq!(body["__type"], "NotEmulatedException");
    assert!(body["message"].as_str().unwrap().contains("ssm:StartAutomationExecution"), "{body}");
}
