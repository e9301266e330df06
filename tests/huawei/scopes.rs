//! Which resources a rule is about.

use crate::*;

/// The resources that a rule with these filters is about, of an account with one of each kind.
#[track_caller]
fn scope(filters: Value) -> Vec<String> {
    let tagged = |id: &str, tags: Value| json!({ "id": id, "provider": "obs", "type": "buckets", "region_id": "r", "tags": tags });
    let resources = json!([
        server("ecs-1"),
        volume("evs-1"),
        tagged("plain", json!(null)),
        tagged("red", json!({ "team": "red" })),
        tagged("blue", json!({ "team": "blue", "env": "test" })),
        tagged("test", json!({ "env": "test" })),
        and(server("theirs"), json!({ "domain_id": OTHER })),
    ]);
    let mut emulator = with(json!({ "resources": resources }));
    let rule = and(and(custom(), json!({ "policy_filter": null })), filters);
    made(&mut emulator, rule);
    let ids: Vec<String> =
        events(&emulator, 0).iter().map(|event| event["invoking_event"]["id"].as_str().unwrap().to_string()).collect();
    ids
}

#[test]
fn without_a_filter_it_is_the_whole_account() {
    assert_eq!(scope(json!({})), ["blue", "ecs-1", "evs-1", "plain", "red", "test"]);
}

#[test]
fn a_filter_wants_each_of_its_values() {
    let old = |filter: Value| scope(json!({ "policy_filter": filter }));
    assert_eq!(old(json!({})), scope(json!({})));
    assert_eq!(old(json!({ "region_id": "eu-west-101" })), ["evs-1"]);
    assert_eq!(old(json!({ "resource_provider": "obs" })), ["blue", "plain", "red", "test"]);
    assert_eq!(old(json!({ "resource_provider": "obs", "resource_type": "volumes" })), [""; 0]);
    assert_eq!(old(json!({ "resource_id": "red" })), ["red"]);
    assert_eq!(old(json!({ "tag_key": "team" })), ["blue", "ecs-1", "red"]);
    assert_eq!(old(json!({ "tag_key": "team", "tag_value": "red" })), ["ecs-1", "red"]);
    assert_eq!(old(json!({ "tag_value": "test" })), ["blue", "test"]);
}

#[test]
fn the_newer_filter_wants_one_of_each_list() {
    let new = |filter: Value| scope(json!({ "policy_filter_v2": filter }));
    let tag = |key: &str, values: &[&str]| json!({ "key": key, "values": values });
    assert_eq!(new(json!({})), scope(json!({})));
    assert_eq!(new(json!({ "region_ids": ["r", "eu-west-101"] })), ["blue", "evs-1", "plain", "red", "test"]);
    assert_eq!(new(json!({ "resource_types": ["ecs.cloudservers", "volumes"] })), ["ecs-1", "evs-1"]);
    assert_eq!(new(json!({ "resource_ids": ["red", "nobody"], "region_ids": ["r"] })), ["red"]);
    let tags = json!([tag("team", &["blue"]), tag("env", &[])]);
    assert_eq!(new(json!({ "tags": tags })), ["blue", "test"]);
    assert_eq!(new(json!({ "tags": tags, "tag_key_logic": "AND" })), ["blue"]);
    assert_eq!(new(json!({ "tags": tags, "exclude_tags": [tag("team", &[])] })), ["test"]);
    assert_eq!(new(json!({ "exclude_tags": tags })), ["ecs-1", "evs-1", "plain", "red"]);
    assert_eq!(
        new(json!({ "exclude_tags": tags, "exclude_tag_key_logic": "AND" })),
        ["ecs-1", "evs-1", "plain", "red", "test"]
    );
    let both = json!({ "policy_filter": { "tag_key": "env" }, "policy_filter_v2": { "tags": [tag("team", &[])] } });
    assert_eq!(scope(both), ["blue"]);
}

#[test]
fn accounts_do_not_see_each_other() {
    let resources = json!([server("everybodys"), and(server("theirs"), json!({ "domain_id": OTHER }))]);
    let mut emulator = with(json!({ "resources": resources }));
    let rule = made(&mut emulator, custom());
    made(&mut emulator, and(custom(), json!({ "domain_id": OTHER })));
    let seen: Vec<(String, String)> = events(&emulator, 0)
        .iter()
        .map(|event| {
            (event["domain_id"].as_str().unwrap().into(), event["invoking_event"]["id"].as_str().unwrap().into())
        })
        .collect();
    let pair = |domain: &str, id: &str| (domain.to_string(), id.to_string());
    assert_eq!(seen, [pair(DOMAIN, "everybodys"), pair(OTHER, "theirs"), pair(OTHER, "everybodys")]);
    for event in events(&emulator, 0) {
        call(&mut emulator, "UpdatePolicyState", report(&event, "Compliant"));
    }
    assert_eq!(results(&mut emulator).len(), 1);
    assert_eq!(all(&mut emulator, "ListPolicyStatesByDomainId", json!({ "domain_id": OTHER })).len(), 2);
    let theirs = and(report(&events(&emulator, 0)[0], "Compliant"), json!({ "domain_id": OTHER }));
    assert_eq!(refused(&mut emulator, "UpdatePolicyState", theirs).0, 404, "{rule} is not theirs");
    // A resource of one's own hides everybody's of that id.
    let own = and(server("everybodys"), json!({ "domain_id": OTHER, "name": "own" }));
    emulator.change(&json!([{ "resource": own }])).unwrap();
    emulator.change(&json!([{ "resource": and(server("everybodys"), json!({ "name": "changed" })) }])).unwrap();
    let names: Vec<Value> = events(&emulator, 3).iter().map(|event| event["invoking_event"]["name"].clone()).collect();
    assert_eq!(names, ["own", "changed"]);
}
