//! DeleteInventory and DescribeInventoryDeletions, and what becomes of disabled versions.

use crate::*;

const MINUTE: i64 = 60_000;
const TOKEN: &str = "0b1c2d3e-0000-4000-8000-00000000000a";
const THIRD: &str = "i-0f00000000000000f";

#[track_caller]
fn put(emulator: &mut Emulator, node: &str, version: &str) {
    let rack = json!({
        "TypeName": "Custom:Rack", "SchemaVersion": version, "CaptureTime": "2025-03-12T06:00:00Z", "Content": [{ "Row": "a" }, { "Row": "b" }],
    });
    assert_eq!(call(emulator, "PutInventory", json!({ "InstanceId": node, "Items": [rack] })), json!({}));
}

#[track_caller]
fn entries(emulator: &mut Emulator, node: &str) -> usize {
    let list = call(emulator, "ListInventoryEntries", json!({ "InstanceId": node, "TypeName": "Custom:Rack" }));
    list["Entries"].as_array().unwrap().len()
}

/// Three reports in two versions, as in the User Guide.
fn racks() -> Emulator {
    let mut emulator = emulator();
    put(&mut emulator, NODE, "1.0");
    put(&mut emulator, OTHER_NODE, "1.0");
    put(&mut emulator, THIRD, "2.0");
    emulator
}

fn summary(first: i64, second: i64) -> Value {
    json!({ "TotalCount": 3, "RemainingCount": first + second, "SummaryItems": [
        { "Version": "1.0", "Count": 2, "RemainingCount": first }, { "Version": "2.0", "Count": 1, "RemainingCount": second },
    ] })
}

#[track_caller]
fn delete(emulator: &mut Emulator, more: Value) -> Value {
    call(emulator, "DeleteInventory", and(json!({ "TypeName": "Custom:Rack" }), more))
}

#[track_caller]
fn deletions(emulator: &mut Emulator) -> Value {
    call(emulator, "DescribeInventoryDeletions", json!({}))["InventoryDeletions"].clone()
}

#[test]
fn a_dry_run_counts_and_deletes_nothing() {
    let mut emulator = racks();
    let before = emulator.snapshot().unwrap();
    let answer =
        delete(&mut emulator, json!({ "DryRun": true, "SchemaDeleteOption": "DeleteSchema", "ClientToken": TOKEN }));
    assert_eq!(answer, json!({ "TypeName": "Custom:Rack", "DeletionSummary": summary(2, 1) }));
    assert_eq!(emulator.snapshot().unwrap(), before);
    assert_eq!(deletions(&mut emulator), json!([]));
}

#[test]
fn a_deletion_runs_over_time() {
    let mut emulator = racks();
    let answer = delete(&mut emulator, json!({}));
    let id = answer["DeletionId"].clone();
    assert_eq!(answer, json!({ "DeletionId": id, "TypeName": "Custom:Rack", "DeletionSummary": summary(2, 1) }));
    assert_eq!(entries(&mut emulator, NODE), 0, "lists have nothing of it at once");
    let state = |emulator: &mut Emulator| {
        call(emulator, "DescribeInventoryDeletions", json!({ "DeletionId": id }))["InventoryDeletions"][0].clone()
    };
    let running = json!({
        "DeletionId": id, "TypeName": "Custom:Rack", "DeletionStartTime": NOW / 1000, "LastStatus": "InProgress",
        "LastStatusMessage": "The Delete is in progress", "DeletionSummary": summary(2, 1), "LastStatusUpdateTime": NOW / 1000,
    });
    assert_eq!(state(&mut emulator), running);
    emulator.advance(2 * MINUTE);
    assert_eq!(state(&mut emulator)["DeletionSummary"], summary(1, 1));
    emulator.advance(3 * MINUTE - 1);
    assert_eq!(
        (&state(&mut emulator)["DeletionSummary"], &state(&mut emulator)["LastStatus"]),
        (&summary(0, 1), &json!("InProgress"))
    );
    assert_eq!(emulator.events(0).count(), 0);
    emulator.advance(1);
    let complete = and(
        running,
        json!({
            "LastStatus": "Complete", "LastStatusMessage": "Deletion is successful", "DeletionSummary": summary(0, 0),
            "LastStatusUpdateTime": (NOW + 5 * MINUTE) / 1000,
        }),
    );
    assert_eq!(state(&mut emulator), complete);
    let events: Vec<Value> = emulator.events(0).map(|event| json!([event.time, event.kind, event.detail])).collect();
    let detail = json!({
        "action-status": "succeeded", "action": "delete-summary", "resource-type": "managed-instance", "resource-id": "", "type-name": "Custom:Rack",
        "action-reason": "The delete for type name Custom:Rack was completed. The deletion summary is: {\"totalCount\":3,\"remainingCount\":0,\"summaryItems\":[{\"version\":\"1.0\",\"count\":2,\"remainingCount\":0},{\"version\":\"2.0\",\"count\":1,\"remainingCount\":0}]}",
    });
    assert_eq!(json!(events), json!([["2025-03-12T06:05:00Z", "Inventory Resource State Change", detail]]));
    put(&mut emulator, NODE, "1.0");
    assert_eq!(entries(&mut emulator, NODE), 2, "without an option the type stays as it was");
}

#[test]
fn settling_brings_a_deletion_to_its_end_and_drops_nothing() {
    let mut emulator = racks();
    delete(&mut emulator, json!({}));
    put(&mut emulator, NODE, "1.0");
    emulator.settle();
    assert_eq!(emulator.now(), NOW + 5 * MINUTE);
    assert_eq!(deletions(&mut emulator)[0]["LastStatus"], "Complete");
    assert_eq!(entries(&mut emulator, NODE), 2, "keeping has an end that nobody waits for");
}

#[test]
fn a_disabled_version_is_passed_over_with_an_event() {
    let mut emulator = racks();
    delete(&mut emulator, json!({ "SchemaDeleteOption": "DisableSchema" }));
    for version in ["1.0", "1.10", "2.0"] {
        put(&mut emulator, NODE, version);
        assert_eq!(entries(&mut emulator, NODE), 0, "{version}");
    }
    let last = emulator.events(0).last().unwrap().detail.clone();
    let wanted = json!({
        "action-status": "failed", "action": "put", "resource-type": "managed-instance", "resource-id": NODE, "type-name": "Custom:Rack",
        "action-reason": "The inventory item with type name Custom:Rack was sent with a disabled schema verison 2.0. You must send a version greater than 2.0",
    });
    assert_eq!((emulator.events(0).count(), last), (3, wanted));
    let schemas = call(&mut emulator, "GetInventorySchema", json!({ "TypeName": "Custom:Rack" }))["Schemas"].clone();
    assert_eq!(schemas[0]["Version"], "2.0", "a disabled type can be looked at");
    put(&mut emulator, NODE, "2.1");
    assert_eq!(entries(&mut emulator, NODE), 2, "a greater version enables the type");
    put(&mut emulator, OTHER_NODE, "2.0");
    assert_eq!(entries(&mut emulator, OTHER_NODE), 0, "but not the versions before");
}

#[test]
fn a_deleted_schema_is_gone_until_the_next_report() {
    let mut emulator = with(json!({ "quotas": { "customTypes": 1 } }));
    put(&mut emulator, NODE, "3.0");
    delete(&mut emulator, json!({ "SchemaDeleteOption": "DisableSchema" }));
    delete(&mut emulator, json!({ "SchemaDeleteOption": "DeleteSchema" }));
    let schemas = json!({ "TypeName": "Custom:" });
    assert_eq!(call(&mut emulator, "GetInventorySchema", schemas.clone())["Schemas"], json!([]));
    put(&mut emulator, NODE, "1.0");
    assert_eq!(entries(&mut emulator, NODE), 2);
    assert_eq!(call(&mut emulator, "GetInventorySchema", schemas)["Schemas"][0]["Version"], "1.0");
}

#[test]
fn a_token_makes_a_deletion_happen_once() {
    let mut emulator = racks();
    let first = delete(&mut emulator, json!({ "ClientToken": TOKEN }));
    emulator.advance(10 * MINUTE);
    put(&mut emulator, NODE, "1.0");
    assert_eq!(delete(&mut emulator, json!({ "ClientToken": TOKEN })), first);
    assert_eq!(entries(&mut emulator, NODE), 2);
    let other = json!({ "TypeName": "Custom:Rack", "ClientToken": TOKEN, "SchemaDeleteOption": "DeleteSchema" });
    assert_eq!(refused(&mut emulator, "DeleteInventory", other).0, "InvalidDeleteInventoryParametersException");
    emulator.advance(30 * DAY);
    let again = delete(&mut emulator, json!({ "ClientToken": TOKEN }));
    assert_ne!(again["DeletionId"], first["DeletionId"]);
}

#[test]
fn deletions_are_listed_for_30_days_the_last_first() {
    let mut emulator = racks();
    let mut ids = Vec::new();
    for _ in 0..7 {
        ids.push(delete(&mut emulator, json!({}))["DeletionId"].clone());
        emulator.advance(DAY);
    }
    let all = deletions(&mut emulator);
    let listed: Vec<Value> = all.as_array().unwrap().iter().map(|deletion| deletion["DeletionId"].clone()).collect();
    ids.reverse();
    assert_eq!(listed, ids);
    assert_eq!(all[0]["DeletionSummary"], json!({ "TotalCount": 0, "RemainingCount": 0, "SummaryItems": [] }));
    let pages = pages(&mut emulator, "DescribeInventoryDeletions", json!({ "MaxResults": 3 }));
    let paged: Vec<Value> =
        pages.iter().flat_map(|page| page["InventoryDeletions"].as_array().unwrap().clone()).collect();
    assert_eq!((json!(paged), pages.len()), (all, 3));
    emulator.advance(24 * DAY);
    assert_eq!(deletions(&mut emulator).as_array().unwrap().len(), 5);
    let gone = json!({ "DeletionId": ids[6] });
    assert_eq!(refused(&mut emulator, "DescribeInventoryDeletions", gone).0, "InvalidDeletionIdException");
    let token = call(&mut emulator, "DescribeInventoryDeletions", json!({ "MaxResults": 1 }))["NextToken"].clone();
    let other = json!({ "DeletionId": ids[0], "NextToken": token });
    assert_eq!(refused(&mut emulator, "DescribeInventoryDeletions", other).0, "InvalidNextToken");
}

#[test]
fn only_custom_types_can_be_deleted() {
    let mut emulator = racks();
    let (name, message) = refused(&mut emulator, "DeleteInventory", json!({ "TypeName": "AWS:Application" }));
    assert_eq!(name, "InvalidTypeNameException");
    assert!(!message.is_empty());
    let nothing = call(&mut emulator, "DeleteInventory", json!({ "TypeName": "Custom:Nothing" }));
    assert_eq!(nothing["DeletionSummary"]["SummaryItems"], json!([]));
}

#[test]
fn deletions_outlive_a_restart() {
    let mut emulator = racks();
    let id = delete(&mut emulator, json!({ "SchemaDeleteOption": "DisableSchema" }))["DeletionId"].clone();
    let mut restored = Emulator::restore(&emulator.snapshot().unwrap()).unwrap();
    restored.advance(5 * MINUTE);
    assert_eq!(deletions(&mut restored)[0]["DeletionId"], id);
    assert_eq!((deletions(&mut restored)[0]["LastStatus"].as_str(), restored.events(0).count()), (Some("Complete"), 1));
    put(&mut restored, NODE, "2.0");
    assert_eq!(entries(&mut restored, NODE), 0);
}
