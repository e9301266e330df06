//! Functions behind custom rules of Huawei Cloud Config, written anew after what the documented ones send: one result for
//! each event, copied member by member, through plain HTTP with nulls and the function's URN, or through the vendor's
//! client, which leaves nulls out.

use serde_json::{Map, Value, json};

use super::{Sent, hex, sent};
use crate::chance::Chance;

const UPDATE: &str = "huawei-config:UpdatePolicyState";

fn event(chance: &mut Chance) -> Value {
    let account = hex(chance, 32);
    let time = 1_600_000_000_000_u64 + chance.below(400_000_000) as u64 * 1_000 + chance.below(1_000) as u64;
    let is_period = chance.below(2) == 0;
    let resource = if is_period {
        json!({ "id": account, "name": "Account", "provider": null, "type": null, "tags": null, "created": null,
            "updated": null, "properties": null, "ep_id": null, "project_id": null, "region_id": "global",
            "provisioning_state": null })
    } else {
        let (provider, kind) = *chance.pick(&[("vpc", "securityGroups"), ("ecs", "cloudservers"), ("evs", "volumes")]);
        json!({ "id": super::uuid(chance), "name": format!("{kind}-{}", chance.below(100)), "provider": provider,
            "type": kind, "tags": {}, "created": "2022-11-07T12:58:46.000+00:00",
            "updated": "2022-11-07T12:58:46.000+00:00", "properties": {}, "ep_id": "0",
            "project_id": hex(chance, 32), "region_id": *chance.pick(&["eu-de", "cn-north-4"]),
            "provisioning_state": "Succeeded" })
    };
    json!({ "domain_id": account, "policy_assignment_id": hex(chance, 24), "policy_assignment_name": "rule",
        "function_urn": format!("urn:fss:eu-de:{}:function:default:check:latest", hex(chance, 32)),
        "trigger_type": if is_period { "period" } else { "resource" }, "evaluation_time": time,
        "evaluation_hash": hex(chance, 32), "rule_parameter": { "vpcId": { "value": "fixed" } },
        "invoking_event": resource })
}

fn result(event: &Value, state: &str) -> Value {
    let resource = &event["invoking_event"];
    json!({
        "policy_resource": {
            "domain_id": event["domain_id"], "region_id": resource["region_id"], "resource_id": resource["id"],
            "resource_name": resource["name"], "resource_provider": resource["provider"],
            "resource_type": resource["type"],
        },
        "trigger_type": event["trigger_type"], "compliance_state": state,
        "policy_assignment_id": event["policy_assignment_id"],
        "policy_assignment_name": event["policy_assignment_name"],
        "evaluation_time": event["evaluation_time"], "evaluation_hash": event["evaluation_hash"],
    })
}

fn state(chance: &mut Chance) -> &'static str {
    ["Compliant", "NonCompliant"][chance.below(2)]
}

/// A function that posts what it copied, with what the schema does not have.
pub fn over_http(chance: &mut Chance) -> Vec<Sent> {
    let event = event(chance);
    let mut body = result(&event, state(chance));
    body["function_urn"] = event["function_urn"].clone();
    vec![sent(UPDATE, body)]
}

/// A function that uses the vendor's client: members that are null are not sent.
pub fn through_the_client(chance: &mut Chance) -> Vec<Sent> {
    let mut body = result(&event(chance), state(chance));
    let resource = body["policy_resource"].as_object_mut().unwrap();
    *resource = resource.iter().filter(|(_, value)| !value.is_null()).map(|(n, v)| (n.clone(), v.clone())).collect();
    vec![sent(UPDATE, body)]
}

/// Clients that can only send a text for the time, with the account in the document.
pub fn typed(chance: &mut Chance) -> Vec<Sent> {
    let event = event(chance);
    let mut body = result(&event, state(chance));
    body["evaluation_time"] = Value::from(event["evaluation_time"].to_string());
    body["domain_id"] = event["domain_id"].clone();
    vec![sent(UPDATE, body)]
}

/// The events themselves, those of an organisation's rules with bare parameters.
pub fn events(chance: &mut Chance) -> Vec<Sent> {
    let mut event = event(chance);
    event["rule_parameter"] = match chance.below(3) {
        0 => Value::Object(Map::new()),
        1 => json!({ "vpcId": "fixed" }),
        _ => json!({ "vpcId": { "value": "fixed" } }),
    };
    vec![sent("huawei-function:ConfigEvent", event)]
}
