//! Rules: made, changed, switched, deleted, shown and listed; and the policies that come with the service.

use crate::*;

#[test]
fn a_rule_is_answered_with_the_members_of_the_documented_example() {
    let mut emulator = emulator();
    let answer = call(&mut emulator, "CreatePolicyAssignments", builtin());
    let id = answer["id"].as_str().unwrap().to_string();
    assert_eq!(
        answer,
        json!({
            "policy_assignment_type": "builtin", "id": id, "name": "images", "description": null, "policy_filter": null,
            "period": null, "state": "Enabled", "created": "2025-03-12T06:00:00.000Z", "updated": "2025-03-12T06:00:00.000Z",
            "policy_definition_id": "5fa265c0aa1e6afc05a0ff07", "custom_policy": null, "parameters": {}, "tags": [],
            "created_by": "custom", "target_type": null, "target_id": null,
        })
    );
    assert_eq!((id.len(), id.starts_with(&format!("{:08x}", NOW / 1000))), (24, true), "{id}");
    emulator.settle();
    assert_eq!(call(&mut emulator, "ShowPolicyAssignment", json!({ "policy_assignment_id": id })), answer);

    let full = and(
        custom(),
        json!({ "description": "äöü", "tags": [{ "key": "a", "value": "" }], "policy_filter_v2": { "region_ids": ["x"] } }),
    );
    let answer = call(&mut emulator, "CreatePolicyAssignments", full.clone());
    for name in ["policy_assignment_type", "name", "description", "custom_policy", "parameters", "tags"] {
        assert_eq!(answer[name], full[name], "{name}");
    }
    assert_eq!(answer["policy_filter"]["region_id"], Value::Null);
    assert_eq!(answer["policy_filter_v2"]["region_ids"], json!(["x"]));
    assert_eq!(answer["policy_definition_id"], Value::Null);
}

#[test]
fn a_change_replaces_what_can_be_changed() {
    let mut emulator = emulator();
    let rule =
        made(&mut emulator, and(custom(), json!({ "description": "old", "tags": [{ "key": "a", "value": "b" }] })));
    let event = events(&emulator, 0)[0].clone();
    emulator.advance(HOUR);
    let change = json!({ "policy_assignment_id": rule, "name": "new", "policy_filter": { "resource_id": "ecs-2" } });
    let answer = call(&mut emulator, "UpdatePolicyAssignment", change.clone());
    assert_eq!(
        (&answer["name"], &answer["description"], &answer["parameters"]),
        (&json!("new"), &Value::Null, &json!({}))
    );
    assert_eq!(
        (&answer["tags"], &answer["custom_policy"]),
        (&json!([{ "key": "a", "value": "b" }]), &custom()["custom_policy"])
    );
    assert_eq!(
        (&answer["created"], &answer["updated"]),
        (&json!("2025-03-12T06:00:00.000Z"), &json!("2025-03-12T07:00:01.000Z"))
    );
    assert_eq!((answer["state"].as_str(), state_of(&mut emulator, &rule).as_str()), (Some("Enabled"), "Submitting"));
    emulator.settle();
    let after: Vec<Value> = events(&emulator, 2);
    assert_eq!(after.len(), 1);
    assert_eq!(
        (&after[0]["invoking_event"]["id"], &after[0]["policy_assignment_name"]),
        (&json!("ecs-2"), &json!("new"))
    );
    // What was handed out before is still taken, and is shown under the name of now.
    assert_eq!(call(&mut emulator, "UpdatePolicyState", report(&event, "Compliant"))["policy_assignment_name"], "new");
    call(&mut emulator, "UpdatePolicyAssignment", change);
    assert_eq!(results(&mut emulator), [], "but what is out of scope has no result");
    let other = json!({ "policy_assignment_id": rule, "name": "new", "policy_assignment_type": "builtin" });
    assert_eq!(refused(&mut emulator, "UpdatePolicyAssignment", other).1, "invalid_parameters");
}

#[test]
fn a_rule_is_switched_off_and_on() {
    let mut emulator = emulator();
    let rule = made(&mut emulator, custom());
    let id = json!({ "policy_assignment_id": rule });
    let event = events(&emulator, 0)[0].clone();
    let response = emulator.send(&request("DisablePolicyAssignment", &id));
    assert_eq!((response.status, response.body.as_str()), (202, ""));
    assert_eq!((state_of(&mut emulator, &rule).as_str(), emulator.waiting().len()), ("Disabled", 0));
    assert_eq!(evaluation_of(&mut emulator, &rule)["state"], "Failed");
    let off = (400, "RMS.00010052".to_string(), "Policy assignment state is illegal.".to_string());
    assert_eq!(refused(&mut emulator, "RunEvaluationByPolicyAssignmentId", id.clone()), off);
    call(&mut emulator, "UpdatePolicyState", report(&event, "Compliant"));
    emulator.change(&json!([{ "resource": server("ecs-3") }])).unwrap();
    let change = and(custom(), id.clone());
    assert_eq!(call(&mut emulator, "UpdatePolicyAssignment", change)["state"], "Disabled");
    emulator.advance(DAY);
    assert_eq!((state_of(&mut emulator, &rule).as_str(), events(&emulator, 2).len()), ("Disabled", 0));
    let before = emulator.snapshot().unwrap();
    call(&mut emulator, "DisablePolicyAssignment", id.clone());
    assert_eq!(emulator.snapshot().unwrap(), before, "twice is as good as once");
    call(&mut emulator, "EnablePolicyAssignment", id.clone());
    assert_eq!(state_of(&mut emulator, &rule), "Submitting");
    emulator.settle();
    assert_eq!(events(&emulator, 2).len(), 3);
    let before = emulator.snapshot().unwrap();
    call(&mut emulator, "EnablePolicyAssignment", id);
    assert_eq!(emulator.snapshot().unwrap(), before, "what is enabled is left as it is");
}

#[test]
fn a_deleted_rule_takes_its_results_along() {
    let mut emulator = emulator();
    let (first, second) =
        (made(&mut emulator, builtin()), made(&mut emulator, and(builtin(), json!({ "name": "other" }))));
    emulator.settle();
    let response = emulator.send(&request("DeletePolicyAssignment", &json!({ "policy_assignment_id": first })));
    assert_eq!((response.status, response.body.as_str()), (200, ""));
    let rules: Vec<String> = results(&mut emulator).into_iter().map(|(rule, ..)| rule).collect();
    assert_eq!(rules, ["other", "other"]);
    for operation in [
        "ShowPolicyAssignment",
        "DeletePolicyAssignment",
        "EnablePolicyAssignment",
        "DisablePolicyAssignment",
        "RunEvaluationByPolicyAssignmentId",
        "ShowEvaluationStateByAssignmentId",
        "ListPolicyStatesByAssignmentId",
        "CollectPolicyAssignmentsStatesSummary",
    ] {
        let wanted = (404, "RMS.00010005".to_string(), "Resource not found.".to_string());
        assert_eq!(refused(&mut emulator, operation, json!({ "policy_assignment_id": first })), wanted, "{operation}");
        let other = json!({ "policy_assignment_id": second, "domain_id": OTHER });
        assert_eq!(refused(&mut emulator, operation, other), wanted, "{operation} of another account");
    }
}

#[test]
fn rules_are_listed_by_pages_and_by_name() {
    let mut emulator = emulator();
    for index in 0..7 {
        made(&mut emulator, and(builtin(), json!({ "name": format!("rule {}", index % 3) })));
    }
    let names = |rows: &[Value]| rows.iter().map(|row| row["name"].as_str().unwrap().to_string()).collect::<Vec<_>>();
    let whole = all(&mut emulator, "ListPolicyAssignments", json!({}));
    assert_eq!(
        names(&whole),
        (0..7).map(|index| format!("rule {}", index % 3)).collect::<Vec<_>>(),
        "in the order of their making"
    );
    for limit in [1, 2, 3, 7, 500] {
        assert_eq!(all(&mut emulator, "ListPolicyAssignments", json!({ "limit": limit })), whole, "{limit}");
    }
    let named = all(&mut emulator, "ListPolicyAssignments", json!({ "policy_assignment_name": "rule 1", "limit": 1 }));
    assert_eq!(names(&named), ["rule 1", "rule 1"]);
    assert_eq!(all(&mut emulator, "ListPolicyAssignments", json!({ "domain_id": OTHER })), [] as [Value; 0]);
}

#[test]
fn an_account_has_five_hundred_rules_at_most() {
    let mut emulator = with(json!({ "quotas": { "policyAssignments": 2, "documents": 3 } }));
    for _ in 0..2 {
        made(&mut emulator, builtin());
    }
    let (status, code, message) = refused(&mut emulator, "CreatePolicyAssignments", builtin());
    assert_eq!((status, code.as_str(), message.contains("2 rules")), (400, "invalid_parameters", true));
    call(&mut emulator, "CreatePolicyAssignments", and(builtin(), json!({ "domain_id": OTHER })));
    let restored = Emulator::restore(&emulator.snapshot().unwrap()).unwrap();
    assert_eq!(restored.snapshot().unwrap(), emulator.snapshot().unwrap());
    let wrong = EmulatorOptions::of(json!({ "quotas": { "policyAssignment": 2 } }).as_object().unwrap().clone());
    assert!(Emulator::new(wrong.unwrap()).is_err_and(|error| error.to_string().contains("policyAssignment")));
}

#[test]
fn what_a_rule_needs_is_asked_for() {
    let mut emulator = emulator();
    for (rule, code) in [
        (json!({ "name": "a" }), "RMS.00010042"),
        (json!({ "name": "a", "policy_definition_id": "0123456789abcdef01234567" }), "RMS.00010042"),
        (json!({ "name": "a", "policy_assignment_type": "custom" }), "invalid_parameters"),
        (
            json!({ "name": "a", "policy_assignment_type": "builtin", "custom_policy": custom()["custom_policy"] }),
            "RMS.00010042",
        ),
    ] {
        assert_eq!(refused(&mut emulator, "CreatePolicyAssignments", rule.clone()).1, code, "{rule}");
    }
}

#[test]
fn policies_stand_in_and_say_so() {
    let mut emulator = emulator();
    let list = all(&mut emulator, "ListBuiltInPolicyDefinitions", json!({ "limit": 2 }));
    assert_eq!(list.len(), 5);
    for policy in &list {
        let said = policy["display_name"].as_str().unwrap();
        assert!(said.ends_with("(stand-in)"), "{said}");
        let id = json!({ "policy_definition_id": policy["id"] });
        assert_eq!(call(&mut emulator, "ShowBuiltInPolicyDefinition", id.clone()), *policy);
        made(&mut emulator, and(json!({ "name": "any" }), id));
    }
    emulator.settle();
    let about: Vec<String> = results(&mut emulator).into_iter().map(|(_, resource, _)| resource).collect();
    let wanted = ["ecs-1", "ecs-2", "ecs-1", "ecs-2", "evs-1", DOMAIN, "ecs-1", "ecs-2", "evs-1"];
    assert_eq!(about, wanted, "each is about its types");
    let unknown = json!({ "policy_definition_id": "none" });
    assert_eq!(refused(&mut emulator, "ShowBuiltInPolicyDefinition", unknown).0, 404);
}
