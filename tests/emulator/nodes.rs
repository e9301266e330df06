//! Which nodes there are: DescribeInstanceInformation, and what a strict set refuses.

use crate::*;

fn inventory(node: &str) -> Value {
    json!({ "InstanceId": node, "Items": [{
        "TypeName": "Custom:Rack", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "Content": [] }] })
}

const STATES: [&str; 6] = ["Pending", "Running", "Stopping", "Stopped", "ShuttingDown", "Terminated"];

fn id(index: usize) -> String {
    format!("i-0000000{index}")
}

/// A node in each state.
fn fleet() -> Emulator {
    let nodes: Vec<Value> =
        STATES.iter().enumerate().map(|(i, state)| json!({ "id": id(i), "state": state })).collect();
    with(json!({ "nodes": nodes }))
}

#[track_caller]
fn described(emulator: &mut Emulator, query: Value) -> Value {
    call(emulator, "DescribeInstanceInformation", query)["InstanceInformationList"].clone()
}

#[track_caller]
fn ids(emulator: &mut Emulator, query: Value) -> Vec<String> {
    let list = described(emulator, query);
    list.as_array().unwrap().iter().map(|node| node["InstanceId"].as_str().unwrap().to_string()).collect()
}

#[test]
fn nodes_report_in_four_states() {
    let mut emulator = fleet();
    for (i, state) in STATES.iter().enumerate() {
        let put = and(report("Custom:One", 10, &[]), json!({ "ResourceId": id(i) }));
        if i < 4 {
            call(&mut emulator, "PutInventory", inventory(&id(i)));
            call(&mut emulator, "PutComplianceItems", put);
        } else {
            assert_eq!(refused(&mut emulator, "PutInventory", inventory(&id(i))).0, "InvalidInstanceId", "{state}");
            assert_eq!(refused(&mut emulator, "PutComplianceItems", put).0, "InvalidResourceId", "{state}");
        }
        call(&mut emulator, "ListInventoryEntries", json!({ "InstanceId": id(i), "TypeName": "Custom:Rack" }));
        call(&mut emulator, "ListComplianceItems", json!({ "ResourceIds": [id(i)] }));
    }
    let entities = call(&mut emulator, "GetInventory", json!({}))["Entities"].clone();
    let status = |i: usize| entities[i]["Data"]["AWS:InstanceInformation"]["Content"][0]["InstanceStatus"].clone();
    assert_eq!(entities.as_array().unwrap().len(), 6, "stopped and terminated nodes are there");
    assert_eq!((status(1), status(3), status(5)), (json!("Active"), json!("Stopped"), json!("Terminated")));
}

#[test]
fn a_node_is_described_by_what_is_known_of_it() {
    let full = json!({
        "id": OTHER_NODE, "state": "Stopped", "pingStatus": "Inactive", "agentVersion": "3.3.0.0", "platformType": "Linux",
        "platformName": "Debian", "platformVersion": "12", "activationId": "a", "iamRole": "r", "name": "n", "ipAddress": "192.0.2.1",
        "computerName": "c", "associationStatus": "Success", "sourceId": "s", "sourceType": "AWS::IoT::Thing", "tags": { "Team": "web" },
    });
    let mut emulator = with(json!({ "nodes": [NODE, full] }));
    let bare = json!({ "InstanceId": NODE, "PingStatus": "Online", "LastPingDateTime": NOW / 1000, "ResourceType": "EC2Instance" });
    let said = json!({
        "InstanceId": OTHER_NODE, "PingStatus": "Inactive", "AgentVersion": "3.3.0.0", "PlatformType": "Linux", "PlatformName": "Debian",
        "PlatformVersion": "12", "ActivationId": "a", "IamRole": "r", "ResourceType": "ManagedInstance", "Name": "n", "IPAddress": "192.0.2.1",
        "ComputerName": "c", "AssociationStatus": "Success", "SourceId": "s", "SourceType": "AWS::IoT::Thing",
    });
    assert_eq!(described(&mut emulator, json!({})), json!([bare, said]));
    call(&mut emulator, "PutInventory", inventory(OTHER_NODE));
    emulator.advance(1_500);
    assert_eq!(
        described(&mut emulator, json!({}))[1]["LastPingDateTime"],
        NOW / 1000,
        "a node that is not online was last heard of with its report"
    );
    assert_eq!(described(&mut emulator, json!({}))[0]["LastPingDateTime"], json!(NOW as f64 / 1000.0 + 1.5));
    for (key, value) in [
        ("InstanceIds", OTHER_NODE),
        ("AgentVersion", "3.3.0.0"),
        ("PingStatus", "Inactive"),
        ("PlatformTypes", "Linux"),
        ("ActivationIds", "a"),
        ("IamRole", "r"),
        ("ResourceType", "ManagedInstance"),
        ("AssociationStatus", "Success"),
        ("SourceIds", "s"),
        ("SourceTypes", "AWS::IoT::Thing"),
        ("tag-key", "Team"),
        ("tag:Team", "web"),
    ] {
        let newer = json!({ "Filters": [{ "Key": key, "Values": [value] }] });
        assert_eq!(ids(&mut emulator, newer), [OTHER_NODE], "{key}");
    }
    let older =
        json!({ "InstanceInformationFilterList": [{ "key": "PingStatus", "valueSet": ["Online", "ConnectionLost"] }] });
    assert_eq!(ids(&mut emulator, older), [NODE], "values are alternatives");
    let two =
        json!({ "Filters": [{ "Key": "PingStatus", "Values": ["Online"] }, { "Key": "tag:Team", "Values": ["web"] }] });
    assert_eq!(ids(&mut emulator, two), [""; 0], "filters all have to hold");
}

#[test]
fn a_terminated_node_is_not_described() {
    let mut emulator = fleet();
    let list = described(&mut emulator, json!({}));
    let pings: Vec<&Value> = list.as_array().unwrap().iter().map(|node| &node["PingStatus"]).collect();
    assert_eq!(pings, ["Online", "Online", "ConnectionLost", "ConnectionLost", "ConnectionLost"]);
}

#[test]
fn where_any_id_is_a_node_those_that_reported_are_listed() {
    let mut emulator = emulator();
    assert_eq!(described(&mut emulator, json!({})), json!([]));
    call(&mut emulator, "PutInventory", inventory(NODE));
    assert_eq!(ids(&mut emulator, json!({})), [NODE]);
    let other = json!({ "Filters": [{ "Key": "InstanceIds", "Values": [OTHER_NODE] }] });
    assert_eq!(ids(&mut emulator, other), [OTHER_NODE], "who is asked for is there");
    emulator.advance(30 * DAY);
    assert_eq!(described(&mut emulator, json!({})), json!([]));
}

#[test]
fn wrong_filters_are_refused() {
    let mut emulator = with(json!({ "nodes": [NODE] }));
    let filter = |key: &str, value: &str| json!({ "Filters": [{ "Key": key, "Values": [value] }] });
    for (query, wanted) in [
        (filter("Colour", "red"), "InvalidFilterKey"),
        (filter("PingStatus", "online"), "InvalidInstanceInformationFilterValue"),
        (filter("InstanceIds", OTHER_NODE), "InvalidInstanceId"),
        (filter("InstanceIds", "web-01"), "InvalidInstanceId"),
        (
            and(
                filter("PingStatus", "Online"),
                json!({ "InstanceInformationFilterList": [{ "key": "IamRole", "valueSet": ["r"] }] }),
            ),
            "InvalidFilterKey",
        ),
        (json!({ "NextToken": "AAAA" }), "InvalidNextToken"),
    ] {
        assert_eq!(refused(&mut emulator, "DescribeInstanceInformation", query.clone()).0, wanted, "{query}");
    }
}

#[test]
fn nodes_come_in_pages() {
    let nodes: Vec<String> = (0..23).map(|i| format!("i-000000{i:02}")).collect();
    let mut emulator = with(json!({ "nodes": nodes }));
    let pages = pages(&mut emulator, "DescribeInstanceInformation", json!({ "MaxResults": 5 }));
    let counts: Vec<usize> =
        pages.iter().map(|page| page["InstanceInformationList"].as_array().unwrap().len()).collect();
    assert_eq!(counts, [5, 5, 5, 5, 3]);
}

#[test]
fn nodes_that_make_no_sense_are_refused_in_words() {
    let of = |nodes: Value| {
        let options = json!({ "nodes": nodes });
        EmulatorOptions::of(options.as_object().unwrap().clone())
            .and_then(Emulator::new)
            .err()
            .map(|error| error.to_string())
    };
    for (nodes, words) in [
        (json!([{ "state": "Running" }]), "`id`"),
        (json!([{ "id": "web-01" }]), "`web-01`"),
        (json!([{ "id": NODE, "state": "running" }]), "Running"),
        (json!([{ "id": NODE, "state": 1 }]), "`state`"),
        (json!([{ "id": NODE, "pingStatus": "Off" }]), "ConnectionLost"),
        (json!([{ "id": NODE, "platfromType": "Linux" }]), "did you mean `platformType`"),
        (json!([{ "id": NODE, "name": 5 }]), "`name`"),
        (json!([{ "id": NODE, "tags": { "a": 1 } }]), "tag"),
        (json!([NODE, { "id": NODE }]), "twice"),
        (json!([5]), "neither"),
        (json!({ "id": NODE }), "list"),
    ] {
        let said = of(nodes.clone()).unwrap_or_else(|| panic!("{nodes} is taken"));
        assert!(said.contains(words), "{nodes}: {said}");
    }
    assert_eq!(of(json!([NODE, { "id": OTHER_NODE, "name": null }])), None);
}
