//! Evaluations: what triggers them, what a function gets and reports, which hashes are taken, what happens over time.

use crate::*;
use cloud_dryrun::Options;

#[test]
fn a_test_plays_the_function_trigger_event_report_and_the_state_read_back() {
    let mut emulator = emulator();
    let rule = made(&mut emulator, custom());
    assert_eq!(state_of(&mut emulator, &rule), "Evaluating");
    let events = events(&emulator, 0);
    let ids: Vec<&str> = events.iter().map(|event| event["invoking_event"]["id"].as_str().unwrap()).collect();
    assert_eq!(ids, ["ecs-1", "ecs-2"], "one event for each resource in scope");
    assert_eq!(results(&mut emulator), []);

    let answer = call(&mut emulator, "UpdatePolicyState", report(&events[0], "NonCompliant"));
    assert_eq!(
        answer,
        json!({
            "domain_id": DOMAIN, "region_id": "cn-north-4", "resource_id": "ecs-1", "resource_name": "server ecs-1",
            "resource_provider": "ecs", "resource_type": "cloudservers", "trigger_type": "resource",
            "compliance_state": "NonCompliant", "policy_assignment_id": rule, "policy_assignment_name": "own",
            "policy_definition_id": null, "evaluation_time": NOW + 1_000,
        })
    );
    assert_eq!(state_of(&mut emulator, &rule), "Evaluating", "one is still awaited");
    emulator.advance(41);
    call(&mut emulator, "UpdatePolicyState", report(&events[1], "Compliant"));
    assert_eq!(state_of(&mut emulator, &rule), "Enabled");
    assert_eq!(
        evaluation_of(&mut emulator, &rule),
        json!({
            "state": "Succeeded", "policy_assignment_id": rule, "start_time": "2025-03-12T06:00:00.000Z",
            "end_time": "2025-03-12T06:00:01.041Z", "error_message": null,
        })
    );
    let own = |resource: &str, state: &str| ("own".to_string(), resource.to_string(), state.to_string());
    assert_eq!(results(&mut emulator), [own("ecs-1", "NonCompliant"), own("ecs-2", "Compliant")]);
    let again = call(&mut emulator, "ListPolicyStatesByResourceId", json!({ "resource_id": "ecs-1" }));
    assert_eq!(again["value"][0], answer, "what is listed is what was answered");
}

#[test]
fn the_event_has_the_documented_form() {
    let mut emulator = emulator();
    let rule = made(&mut emulator, custom());
    let event = emulator.events(0).next().unwrap().clone();
    assert_eq!((event.service.as_str(), event.kind.as_str()), ("huawei-config", "ConfigEvent"));
    let hash = event.detail["evaluation_hash"].as_str().unwrap();
    assert!(hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b)), "{hash}");
    assert_eq!(
        event.detail,
        json!({
            "domain_id": DOMAIN, "policy_assignment_id": rule, "policy_assignment_name": "own",
            "function_urn": "urn:fss:cn-north-4:p1:function:default:check:latest", "trigger_type": "resource",
            "evaluation_time": NOW + 1_000, "evaluation_hash": hash, "rule_parameter": { "limit": { "value": 3 } },
            "invoking_event": {
                "id": "ecs-1", "name": "server ecs-1", "provider": "ecs", "type": "cloudservers", "tags": { "team": "red" },
                "created": null, "updated": null, "properties": null, "ep_id": null, "project_id": null,
                "region_id": "cn-north-4", "provisioning_state": null,
            },
        })
    );
    let text = event.detail.to_string();
    let checked = cloud_dryrun::check("huawei-function:ConfigEvent", text.as_bytes(), &Options::default()).unwrap();
    assert!(checked.findings.is_empty(), "{}", checked.render());
}

#[test]
fn a_periodic_rule_is_about_the_account_and_comes_again() {
    let mut emulator = emulator();
    let periodic = json!({ "period": "Three_Hours", "policy_filter": null, "parameters": null });
    let rule = made(&mut emulator, and(custom(), periodic));
    let [event] = &events(&emulator, 0)[..] else { panic!("one event") };
    assert_eq!((&event["trigger_type"], &event["rule_parameter"]), (&json!("period"), &json!({})));
    assert_eq!(
        event["invoking_event"],
        json!({
            "id": DOMAIN, "name": "Account", "provider": null, "type": null, "tags": null, "created": null, "updated": null,
            "properties": null, "ep_id": null, "project_id": null, "region_id": "global", "provisioning_state": null,
        })
    );
    let answer = call(&mut emulator, "UpdatePolicyState", report(event, "Compliant"));
    assert_eq!((&answer["resource_id"], &answer["resource_type"]), (&json!(DOMAIN), &Value::Null));
    emulator.advance(9 * HOUR);
    let times: Vec<i64> = events(&emulator, 0).iter().map(|event| event["evaluation_time"].as_i64().unwrap()).collect();
    assert_eq!(times, [NOW + 1_000, NOW + 3 * HOUR, NOW + 6 * HOUR, NOW + 9 * HOUR]);
    assert_eq!(emulator.settle(), 0, "a timer is no work");
    call(&mut emulator, "DisablePolicyAssignment", json!({ "policy_assignment_id": rule }));
    emulator.advance(9 * HOUR);
    assert_eq!(events(&emulator, 0).len(), 4);
}

#[test]
fn only_a_hash_that_was_handed_out_for_the_rule_and_time_is_taken() {
    let mut emulator = emulator();
    made(&mut emulator, custom());
    made(&mut emulator, and(custom(), json!({ "name": "second" })));
    let events = events(&emulator, 0);
    let (first, second) = (&events[0], &events[2]);
    let good = report(first, "Compliant");
    let hash = first["evaluation_hash"].as_str().unwrap();
    let wanted = (400, "invalid_parameters".to_string(), "evaluationHash should not be customized".to_string());
    for change in [
        json!({ "evaluation_hash": "0123456789abcdef0123456789abcdef" }),
        json!({ "evaluation_hash": hash.to_uppercase() }),
        json!({ "evaluation_hash": second["evaluation_hash"] }),
        json!({ "evaluation_hash": "" }),
        json!({ "evaluation_time": NOW + 999 }),
        json!({ "evaluation_time": second["evaluation_time"], "policy_assignment_id": second["policy_assignment_id"] }),
    ] {
        assert_eq!(refused(&mut emulator, "UpdatePolicyState", and(good.clone(), change.clone())), wanted, "{change}");
    }
    for change in [
        json!({}),
        json!({ "evaluation_time": first["evaluation_time"].to_string() }),
        json!({ "function_urn": "sample functions send it" }),
    ] {
        let answer = call(&mut emulator, "UpdatePolicyState", and(good.clone(), change));
        assert_eq!(answer["evaluation_time"], NOW + 1_000);
    }
    // Nothing says that a hash is for one resource alone.
    let other = and(good.clone(), json!({ "policy_resource": { "resource_id": "ecs-9" } }));
    assert_eq!(call(&mut emulator, "UpdatePolicyState", other)["resource_id"], "ecs-9");
}

#[test]
fn hashes_outlive_their_evaluation_but_not_their_rule() {
    let mut emulator = emulator();
    let rule = made(&mut emulator, custom());
    let late = report(&events(&emulator, 0)[0], "NonCompliant");
    for _ in 0..3 {
        emulator.advance(DAY);
        call(&mut emulator, "RunEvaluationByPolicyAssignmentId", json!({ "policy_assignment_id": rule }));
    }
    assert_eq!(call(&mut emulator, "UpdatePolicyState", late.clone())["compliance_state"], "NonCompliant");
    assert_eq!(emulator.waiting().len(), 2, "the last evaluation waits for results of its own");
    call(&mut emulator, "DeletePolicyAssignment", json!({ "policy_assignment_id": rule }));
    assert_eq!(refused(&mut emulator, "UpdatePolicyState", late).0, 404);
    assert_eq!((results(&mut emulator).len(), emulator.waiting().len()), (0, 0));
}

#[test]
fn with_the_lenient_option_any_hash_is_taken() {
    let mut emulator = with(json!({ "evaluationHash": "any" }));
    let rule = made(&mut emulator, custom());
    let report = json!({
        "policy_resource": {}, "trigger_type": "resource", "compliance_state": "Compliant", "policy_assignment_id": rule,
        "evaluation_time": "1667374060248", "evaluation_hash": "whatever",
    });
    let answer = call(&mut emulator, "UpdatePolicyState", report.clone());
    assert_eq!((&answer["evaluation_time"], &answer["resource_id"]), (&json!(1_667_374_060_248_i64), &Value::Null));
    let unknown = and(report, json!({ "policy_assignment_id": "0123456789abcdef01234567" }));
    let wanted = (404, "RMS.00010005".to_string(), "Resource not found.".to_string());
    assert_eq!(refused(&mut emulator, "UpdatePolicyState", unknown), wanted, "but the rule has to be there");
}

#[test]
fn an_evaluation_without_reports_fails_after_five_minutes_and_settling_does_not_wait_for_it() {
    let mut emulator = emulator();
    let id = call(&mut emulator, "CreatePolicyAssignments", custom())["id"].as_str().unwrap().to_string();
    assert_eq!(state_of(&mut emulator, &id), "Submitting");
    assert_eq!(emulator.settle(), 1_000, "up to where a function has to report");
    assert_eq!(state_of(&mut emulator, &id), "Evaluating");
    assert_eq!(evaluation_of(&mut emulator, &id)["state"], "Running");
    let mut waiting = emulator.waiting();
    let requests = waiting[1].as_object_mut().unwrap().remove("requests").unwrap();
    assert_eq!(
        waiting[1],
        json!({
            "title": "own: ecs-2", "status": "Evaluating", "policyAssignmentId": id, "policyAssignmentName": "own",
            "domainId": DOMAIN, "resourceId": "ecs-2",
            "since": "2025-03-12T06:00:01Z", "until": "2025-03-12T06:05:01Z",
        })
    );
    assert_eq!(requests.as_array().unwrap().len(), 2);
    for (request, state) in requests.as_array().unwrap().iter().zip(["Compliant", "NonCompliant"]) {
        assert_eq!(
            (&request["title"], &request["operation"]),
            (&json!(state), &json!("huawei-config:UpdatePolicyState"))
        );
        let mut tried = Emulator::restore(&emulator.snapshot().unwrap()).unwrap();
        let found = call(&mut tried, "UpdatePolicyState", request["input"].clone());
        assert_eq!((&found["resource_id"], &found["compliance_state"]), (&json!("ecs-2"), &json!(state)));
    }
    emulator.advance(299_999);
    assert_eq!((state_of(&mut emulator, &id).as_str(), emulator.waiting().len()), ("Evaluating", 2));
    emulator.advance(1);
    assert_eq!((state_of(&mut emulator, &id).as_str(), emulator.waiting().len()), ("Enabled", 0));
    let failed = evaluation_of(&mut emulator, &id);
    assert_eq!(
        (failed["state"].as_str(), failed["end_time"].as_str()),
        (Some("Failed"), Some("2025-03-12T06:05:01.000Z"))
    );
    assert!(!failed["error_message"].is_null());
}

#[test]
fn every_documented_reason_evaluates_a_rule() {
    let mut emulator = emulator();
    let rule = made(&mut emulator, custom());
    let id = json!({ "policy_assignment_id": rule });
    let mut seen = 0;
    let mut more = |emulator: &mut Emulator, count: u64, why: &str| {
        assert_eq!(emulator.events(seen).count() as u64, count, "{why}");
        seen += count;
        for event in events(emulator, seen - count) {
            call(emulator, "UpdatePolicyState", report(&event, "Compliant"));
        }
        assert_eq!(emulator.waiting(), [] as [Value; 0], "{why}");
    };
    more(&mut emulator, 2, "creation");
    more(&mut emulator, 0, "nothing");
    let response = emulator.send(&request("RunEvaluationByPolicyAssignmentId", &id));
    assert_eq!((response.status, response.body.as_str()), (202, ""));
    assert!(!response.headers.contains_key("content-type"));
    more(&mut emulator, 2, "the call, at once");
    call(&mut emulator, "UpdatePolicyAssignment", and(and(custom(), id.clone()), json!({ "name": "renamed" })));
    emulator.settle();
    more(&mut emulator, 2, "a change");
    call(&mut emulator, "DisablePolicyAssignment", id.clone());
    call(&mut emulator, "EnablePolicyAssignment", id.clone());
    emulator.settle();
    more(&mut emulator, 2, "enabling");
    emulator.change(&json!([{ "resource": server("ecs-3") }])).unwrap();
    more(&mut emulator, 1, "a resource that comes");
    emulator.change(&json!([{ "resource": and(server("ecs-3"), json!({ "tags": {} })) }])).unwrap();
    more(&mut emulator, 1, "a resource that changes");
    emulator.change(&json!([{ "resource": volume("evs-2") }])).unwrap();
    more(&mut emulator, 0, "a resource out of scope");
    emulator
        .change(&json!([{ "resource": and(volume("evs-2"), json!({ "provider": "ecs", "type": "cloudservers" })) }]))
        .unwrap();
    more(&mut emulator, 1, "one that comes into scope");
    emulator
        .change(&json!([{ "resource": volume("evs-2") }, { "resource": { "id": "ecs-3" }, "gone": true }]))
        .unwrap();
    more(&mut emulator, 0, "one that leaves the scope, one that goes");
    let left: Vec<String> = results(&mut emulator).into_iter().map(|(_, resource, _)| resource).collect();
    assert_eq!(left, ["ecs-1", "ecs-2"], "they took their results along");
}

#[test]
fn a_policy_of_the_services_own_finds_what_a_script_says() {
    let mut emulator = emulator();
    emulator
        .script(&json!([
            { "policy": "allowed-images-by-id", "resource": "ecs-1", "complianceState": "NonCompliant" },
            { "document": "AWS-HelloWorld", "step": "hello", "status": "Failed" },
            { "rule": "other", "complianceState": "NonCompliant" },
        ]))
        .unwrap();
    assert_eq!(emulator.scripts().len(), 3, "each service has its own");
    let rule = made(&mut emulator, builtin());
    assert_eq!((state_of(&mut emulator, &rule).as_str(), results(&mut emulator).len()), ("Evaluating", 0));
    assert_eq!(emulator.settle(), 1_000);
    let images = |resource: &str, state: &str| ("images".to_string(), resource.to_string(), state.to_string());
    assert_eq!(results(&mut emulator), [images("ecs-1", "NonCompliant"), images("ecs-2", "Compliant")]);
    assert_eq!(state_of(&mut emulator, &rule), "Enabled");
    assert_eq!(events(&emulator, 0).len(), 0, "nothing is handed to a function");
    let row = &all(&mut emulator, "ListPolicyStatesByAssignmentId", json!({ "policy_assignment_id": rule }))[0];
    assert_eq!(row["policy_definition_id"], "5fa265c0aa1e6afc05a0ff07");
    emulator.script(&json!([{ "rule": rule, "resource": "server ecs-1", "complianceState": "Compliant" }])).unwrap();
    call(&mut emulator, "RunEvaluationByPolicyAssignmentId", json!({ "policy_assignment_id": rule }));
    emulator.settle();
    assert_eq!(results(&mut emulator)[0], images("ecs-1", "Compliant"), "a later entry wins");
    emulator.clear_script();
    assert_eq!(emulator.scripts(), [] as [Value; 0]);
}

#[test]
fn a_script_is_taken_whole_or_not_at_all() {
    let mut emulator = emulator();
    let sound = [json!({ "rule": "a", "complianceState": "Compliant" }), json!({ "step": "a", "status": "Failed" })];
    for (wrong, words) in [
        (json!({ "rule": "a" }), "`complianceState` of an entry of a script is Compliant or NonCompliant"),
        (json!({ "rule": "a", "complianceState": "compliant" }), "`complianceState`"),
        (json!({ "rule": 1, "complianceState": "Compliant" }), "`rule` of an entry of a script has to be a text"),
        (json!({ "rule": "a", "complianceStatus": "Compliant" }), "did you mean `complianceState`?"),
        (json!({ "step": "a", "status": "Well" }), "`status`"),
        (json!({ "step": "a", "rule": "a", "status": "Failed" }), "`rule`"),
        (json!(3), "an entry of a script is an object"),
    ] {
        for list in [
            json!([sound[0].clone(), sound[1].clone(), wrong.clone()]),
            json!([wrong.clone(), sound[1].clone(), sound[0].clone()]),
        ] {
            let told = emulator.script(&list).unwrap_err().to_string();
            assert!(told.contains(words), "{wrong}: {told}");
        }
    }
    assert_eq!(emulator.scripts(), [] as [Value; 0]);
}

#[test]
fn changes_are_taken_whole_or_not_at_all() {
    let mut emulator = emulator();
    let before = emulator.snapshot().unwrap();
    for (wrong, words) in [
        (json!({}), "a change has a `resource`"),
        (json!({ "resource": { "id": "" } }), "`id`"),
        (json!({ "resource": { "id": "x" }, "gone": true }), "there is no resource `x` that could go"),
        (json!({ "resource": { "id": "x" }, "gone": 1 }), "`gone`"),
        (json!({ "resource": { "id": "x" }, "went": true }), "a change has no `went`"),
        (json!(1), "a change is an object"),
    ] {
        let told = emulator.change(&json!([{ "resource": server("ecs-7") }, wrong])).unwrap_err();
        assert!(told.to_string().contains(words), "{wrong}: {told}");
        assert_eq!(told.code(), "wrong-argument");
    }
    assert!(emulator.change(&json!({})).is_err());
    assert_eq!(emulator.snapshot().unwrap(), before);
    emulator.change(&json!([{ "resource": { "id": "x" } }, { "resource": { "id": "x" }, "gone": true }])).unwrap();
    assert_eq!(emulator.snapshot().unwrap(), before);
}

#[test]
fn running_an_evaluation_again_begins_it_anew() {
    let mut emulator = emulator();
    let rule = made(&mut emulator, custom());
    let first = events(&emulator, 0);
    call(&mut emulator, "UpdatePolicyState", report(&first[0], "Compliant"));
    emulator.advance(5);
    call(&mut emulator, "RunEvaluationByPolicyAssignmentId", json!({ "policy_assignment_id": rule }));
    assert_eq!(emulator.waiting().len(), 2);
    for event in &first {
        call(&mut emulator, "UpdatePolicyState", report(event, "Compliant"));
    }
    assert_eq!(emulator.waiting().len(), 2, "results of the first are taken, and are not those that are awaited");
    for event in events(&emulator, 2) {
        call(&mut emulator, "UpdatePolicyState", report(&event, "NonCompliant"));
    }
    assert_eq!((emulator.waiting().len(), state_of(&mut emulator, &rule).as_str()), (0, "Enabled"));
}

#[test]
fn a_rule_with_nothing_in_scope_is_done_at_once() {
    let mut emulator = with(json!({}));
    let rule = made(&mut emulator, custom());
    assert_eq!(state_of(&mut emulator, &rule), "Enabled");
    assert_eq!(evaluation_of(&mut emulator, &rule)["state"], "Succeeded");
    assert_eq!(emulator.events(0).count(), 0);
}
