//! Summaries and statistics: what results add up to.

use crate::*;

fn counts(compliant: u64, non_compliant: u64) -> Value {
    json!({ "compliant_count": compliant, "non_compliant_count": non_compliant })
}

fn both(of_resources: Value, of_rules: Value) -> Value {
    json!({ "resource_details": of_resources, "assignment_details": of_rules })
}

/// Two rules with a tag each and one without results, over three servers: one of them fails one rule.
fn filled() -> Emulator {
    let mut emulator = with(json!({ "resources": [server("a"), server("b"), server("c"), volume("v")] }));
    emulator.script(&json!([{ "rule": "one", "resource": "a", "complianceState": "NonCompliant" }])).unwrap();
    for (name, tags) in [
        ("one", json!([{ "key": "k", "value": "1" }])),
        ("two", json!([{ "key": "k", "value": "2" }, { "key": "m", "value": "" }])),
    ] {
        made(&mut emulator, and(builtin(), json!({ "name": name, "tags": tags })));
    }
    made(&mut emulator, and(builtin(), json!({ "name": "none", "policy_filter": { "resource_id": "nobody" } })));
    emulator.settle();
    emulator
}

#[test]
fn an_account_is_summed_up() {
    let mut emulator = filled();
    let summary = call(&mut emulator, "CollectPolicyStatesSummary", json!({}));
    assert_eq!(summary["results"], both(counts(2, 1), counts(1, 1)));
    let rules: Vec<(String, Value, Value)> = summary["policy_assignments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| {
            let name = rule["policy_assignment"]["name"].as_str().unwrap().to_string();
            (name, rule["compliance_state"].clone(), rule["results"].clone())
        })
        .collect();
    assert_eq!(rules[0], ("one".into(), json!("NonCompliant"), both(counts(2, 1), counts(0, 1))));
    assert_eq!(rules[1], ("two".into(), json!("Compliant"), both(counts(3, 0), counts(1, 0))));
    assert_eq!(rules[2], ("none".into(), Value::Null, both(counts(0, 0), counts(0, 0))));
    let nobody = call(&mut emulator, "CollectPolicyStatesSummary", json!({ "domain_id": OTHER }));
    assert_eq!(nobody, json!({ "results": both(counts(0, 0), counts(0, 0)), "policy_assignments": [] }));
}

#[test]
fn tags_choose_rules() {
    let mut emulator = filled();
    for (tags, rules, results) in [
        (json!(["k"]), 2, both(counts(2, 1), counts(1, 1))),
        (json!(["k=2"]), 1, both(counts(3, 0), counts(1, 0))),
        (json!(["k", "m"]), 1, both(counts(3, 0), counts(1, 0))),
        (json!(["k=1", "m"]), 0, both(counts(0, 0), counts(0, 0))),
        (json!(["m="]), 1, both(counts(3, 0), counts(1, 0))),
    ] {
        let summary = call(&mut emulator, "CollectPolicyStatesSummary", json!({ "tags": tags }));
        assert_eq!(
            (summary["policy_assignments"].as_array().unwrap().len(), &summary["results"]),
            (rules, &results),
            "{tags}"
        );
    }
}

#[test]
fn a_rule_is_summed_up() {
    let mut emulator = filled();
    let rule = all(&mut emulator, "ListPolicyAssignments", json!({}))[0].clone();
    let query = json!({ "policy_assignment_id": rule["id"] });
    let summary = call(&mut emulator, "CollectPolicyAssignmentsStatesSummary", query.clone());
    assert_eq!(summary["policy_assignment"], rule);
    assert_eq!(
        (&summary["compliance_state"], &summary["results"]),
        (&json!("NonCompliant"), &both(counts(2, 1), counts(0, 1)))
    );
    let of_b = call(
        &mut emulator,
        "CollectPolicyAssignmentsStatesSummary",
        and(query, json!({ "resource_name": "server b" })),
    );
    assert_eq!((&of_b["compliance_state"], &of_b["results"]), (&json!("Compliant"), &both(counts(1, 0), counts(1, 0))));
}

#[test]
fn resources_are_summed_up() {
    let mut emulator = filled();
    let rows = all(&mut emulator, "CollectResourcesPolicyStatesSummary", json!({}));
    assert_eq!(rows.len(), 3);
    assert_eq!(
        rows[0],
        json!({
            "resource": { "resource_id": "a", "resource_name": "server a", "resource_provider": "ecs", "resource_type": "cloudservers", "region_id": "cn-north-4", "domain_id": DOMAIN },
            "compliance_state": "NonCompliant", "results": both(counts(0, 1), counts(1, 1)),
        })
    );
    assert_eq!(rows[1]["results"], both(counts(1, 0), counts(2, 0)));
    assert_eq!(all(&mut emulator, "CollectResourcesPolicyStatesSummary", json!({ "limit": 1 })), rows);
    for query in [json!({ "resource_id": "b" }), json!({ "resource_name": "server b" })] {
        assert_eq!(all(&mut emulator, "CollectResourcesPolicyStatesSummary", query), rows[1..2]);
    }
    assert_eq!(
        all(&mut emulator, "CollectResourcesPolicyStatesSummary", json!({ "resource_id": "v" })),
        [] as [Value; 0]
    );
}

#[test]
fn statistics_tell_how_each_day_ended() {
    let mut emulator = filled();
    let row = |day: &str, figures: [u64; 4]| {
        json!({
            "statistic_date": day, "total_policy_count": figures[0], "non_compliant_policy_count": figures[1],
            "total_resource_count": figures[2], "non_compliant_resource_count": figures[3],
        })
    };
    let days = |emulator: &mut Emulator| {
        call(emulator, "ListPolicyStatesStatistics", json!({}))["value"].as_array().unwrap().clone()
    };
    assert_eq!(days(&mut emulator), [row("2025-03-12", [3, 1, 3, 1])]);
    emulator.advance(2 * DAY);
    emulator.change(&json!([{ "resource": { "id": "a" }, "gone": true }])).unwrap();
    let wanted = [row("2025-03-12", [3, 1, 3, 1]), row("2025-03-13", [3, 1, 3, 1]), row("2025-03-14", [3, 0, 2, 0])];
    assert_eq!(days(&mut emulator), wanted, "a day without a change ends as the one before");
    emulator.advance(40 * DAY);
    let last = days(&mut emulator);
    assert_eq!(
        (last.len(), &last[0], &last[29]),
        (30, &row("2025-03-25", [3, 0, 2, 0]), &row("2025-04-23", [3, 0, 2, 0]))
    );
    let restored = &mut Emulator::restore(&emulator.snapshot().unwrap()).unwrap();
    assert_eq!(days(restored), last);
    assert_eq!(
        call(&mut emulator, "ListPolicyStatesStatistics", json!({ "domain_id": OTHER })),
        json!({ "value": [] })
    );
}
