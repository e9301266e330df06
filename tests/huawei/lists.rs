//! The lists of results: filters, pages and markers.

use crate::*;

/// Three rules over four servers, some of which do not comply.
fn filled() -> (Emulator, Vec<String>) {
    let servers: Vec<Value> = ["a", "b", "c", "d"].iter().map(|id| server(id)).collect();
    let mut emulator = with(json!({ "resources": servers }));
    emulator
        .script(&json!([
            { "rule": "one", "resource": "a", "complianceState": "NonCompliant" },
            { "rule": "two", "complianceState": "NonCompliant" },
        ]))
        .unwrap();
    let rules = ["one", "two", "three"].map(|name| made(&mut emulator, and(builtin(), json!({ "name": name }))));
    emulator.settle();
    (emulator, rules.to_vec())
}

fn shown(rows: &[Value]) -> Vec<String> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_string();
    rows.iter().map(|row| text(row, "policy_assignment_name") + " " + &text(row, "resource_id")).collect()
}

#[test]
fn results_are_filtered() {
    let (mut emulator, rules) = filled();
    let rule = json!({ "policy_assignment_id": rules[0] });
    for (operation, query, wanted) in [
        ("ListPolicyStatesByDomainId", json!({ "compliance_state": "NonCompliant" }), "one a,two a,two b,two c,two d"),
        ("ListPolicyStatesByDomainId", json!({ "resource_id": "b" }), "one b,two b,three b"),
        (
            "ListPolicyStatesByDomainId",
            json!({ "resource_name": "server c", "compliance_state": "Compliant" }),
            "one c,three c",
        ),
        ("ListPolicyStatesByDomainId", json!({ "resource_id": "nobody" }), ""),
        ("ListPolicyStatesByDomainId", json!({ "compliance_state": "noncompliant" }), ""),
        ("ListPolicyStatesByAssignmentId", rule.clone(), "one a,one b,one c,one d"),
        ("ListPolicyStatesByAssignmentId", and(rule.clone(), json!({ "compliance_state": "NonCompliant" })), "one a"),
        ("ListPolicyStatesByAssignmentId", and(rule.clone(), json!({ "resource_id": "d" })), "one d"),
        ("ListPolicyStatesByAssignmentId", and(rule, json!({ "resource_name": "server d" })), "one d"),
        ("ListPolicyStatesByResourceId", json!({ "resource_id": "a" }), "one a,two a,three a"),
        ("ListPolicyStatesByResourceId", json!({ "resource_id": "a", "compliance_state": "Compliant" }), "three a"),
        ("ListPolicyStatesByResourceId", json!({ "resource_id": "nobody" }), ""),
    ] {
        let whole = all(&mut emulator, operation, query.clone());
        assert_eq!(shown(&whole).join(","), wanted, "{operation} {query}");
        for limit in [1, 2, 3, 200] {
            let paged = all(&mut emulator, operation, and(query.clone(), json!({ "limit": limit })));
            assert_eq!(paged, whole, "{operation} {query} by {limit}");
        }
    }
}

#[test]
fn a_marker_is_of_its_query_alone_and_keeps_its_form() {
    let (mut emulator, rules) = filled();
    let page = call(&mut emulator, "ListPolicyStatesByDomainId", json!({ "limit": 5 }));
    let marker = page["page_info"]["next_marker"].as_str().unwrap().to_string();
    assert!((4..=400).contains(&marker.len()), "{marker}");
    assert!(marker.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=%-_".contains(&b)), "{marker}");
    let next = call(&mut emulator, "ListPolicyStatesByDomainId", json!({ "limit": 1, "marker": marker }));
    assert_eq!(shown(next["value"].as_array().unwrap()), ["two b"], "the size of the page is no part of the query");
    let illegal = (400, "RMS.00010034".to_string(), "marker is illegal.".to_string());
    for (operation, query) in [
        ("ListPolicyStatesByDomainId", json!({ "compliance_state": "Compliant" })),
        ("ListPolicyStatesByDomainId", json!({ "domain_id": OTHER })),
        ("ListPolicyStatesByAssignmentId", json!({ "policy_assignment_id": rules[0] })),
        ("ListPolicyAssignments", json!({})),
        ("CollectResourcesPolicyStatesSummary", json!({})),
    ] {
        let query = and(query, json!({ "marker": marker }));
        assert_eq!(refused(&mut emulator, operation, query.clone()), illegal, "{operation} {query}");
    }
    let made_up = json!({ "marker": "AAAAAAAAAAAAAAAAAAAAAAAA" });
    assert_eq!(refused(&mut emulator, "ListPolicyStatesByDomainId", made_up), illegal);
}

#[test]
fn a_result_keeps_its_place_when_it_changes() {
    let (mut emulator, rules) = filled();
    let before = shown(&all(&mut emulator, "ListPolicyStatesByDomainId", json!({})));
    emulator.advance(5_000);
    call(&mut emulator, "RunEvaluationByPolicyAssignmentId", json!({ "policy_assignment_id": rules[1] }));
    emulator.settle();
    let rows = all(&mut emulator, "ListPolicyStatesByDomainId", json!({}));
    assert_eq!(shown(&rows), before);
    let times: Vec<i64> = rows.iter().map(|row| row["evaluation_time"].as_i64().unwrap()).collect();
    assert!(times[4] > times[8] && times[4] == times[7], "{times:?}");
}

#[test]
fn ids_of_resources_need_no_form_in_a_report() {
    let mut emulator = with(json!({ "evaluationHash": "any" }));
    let rule = made(&mut emulator, custom());
    for id in ["a/b c", &"x".repeat(5_000), "ü\n\"'", ""] {
        let report = json!({
            "policy_resource": { "resource_id": id }, "trigger_type": "resource", "compliance_state": "Compliant",
            "policy_assignment_id": rule, "evaluation_time": 1, "evaluation_hash": "h",
        });
        call(&mut emulator, "UpdatePolicyState", report);
    }
    assert_eq!(all(&mut emulator, "ListPolicyStatesByDomainId", json!({ "limit": 1 })).len(), 4);
    let markers = call(&mut emulator, "CollectResourcesPolicyStatesSummary", json!({ "limit": 2 }));
    assert!(markers["page_info"]["next_marker"].as_str().is_some_and(|marker| marker.len() < 400));
}
