//! PutInventory and ListInventoryEntries, and compliance that comes and goes that way.

use crate::*;

/// An item of a type with a content.
fn put(type_name: &str, content: Value) -> Value {
    json!({ "TypeName": type_name, "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "Content": content })
}

/// The same item with a hash; without content where that is null.
fn hashed(type_name: &str, hash: &str, content: Value) -> Value {
    and(put(type_name, content), json!({ "ContentHash": hash }))
}

fn inventory(items: &[Value]) -> Value {
    json!({ "InstanceId": NODE, "Items": items })
}

#[track_caller]
fn entries(emulator: &mut Emulator, type_name: &str) -> Value {
    call(emulator, "ListInventoryEntries", json!({ "InstanceId": NODE, "TypeName": type_name }))["Entries"].clone()
}

#[test]
fn what_is_put_is_read_back() {
    let mut emulator = emulator();
    let content = json!([{ "Name": "a", "ä": "\u{1}\"<&>" }, {}]);
    assert_eq!(call(&mut emulator, "PutInventory", inventory(&[put("Custom:Rack", content.clone())])), json!({}));
    let wanted = json!({
        "TypeName": "Custom:Rack", "InstanceId": NODE, "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "Entries": content,
    });
    assert_eq!(
        call(&mut emulator, "ListInventoryEntries", json!({ "InstanceId": NODE, "TypeName": "Custom:Rack" })),
        wanted
    );
    call(&mut emulator, "PutInventory", inventory(&[put("Custom:Rack", json!([]))]));
    assert_eq!(entries(&mut emulator, "Custom:Rack"), json!([]));
}

#[test]
fn the_conversation_about_hashes() {
    let mut emulator = emulator();
    let content = json!([{ "Name": "a" }]);
    let short =
        |hash: &str, version: &str| and(hashed("AWS:Network", hash, Value::Null), json!({ "SchemaVersion": version }));
    let mismatch = ("ItemContentMismatchException".to_string(), "The inventory item has invalid content.".to_string());
    assert_eq!(
        refused(&mut emulator, "PutInventory", inventory(&[short("one", "1.0")])),
        mismatch,
        "nothing is stored yet"
    );
    call(&mut emulator, "PutInventory", inventory(&[hashed("AWS:Network", "one", content.clone())]));
    let later = and(short("one", "1.1"), json!({ "CaptureTime": "2025-03-13T06:00:00Z" }));
    call(&mut emulator, "PutInventory", inventory(&[later]));
    let list = call(&mut emulator, "ListInventoryEntries", json!({ "InstanceId": NODE, "TypeName": "AWS:Network" }));
    assert_eq!(
        (&list["Entries"], &list["SchemaVersion"]),
        (&content, &json!("1.0")),
        "a hash alone may come with any version, and changes none"
    );
    assert_eq!(list["CaptureTime"], "2025-03-13T06:00:00Z");
    assert_eq!(
        refused(&mut emulator, "PutInventory", inventory(&[short("two", "1.0")])),
        mismatch,
        "the content has changed"
    );
    call(&mut emulator, "PutInventory", inventory(&[hashed("AWS:Network", "two", json!([{ "Name": "b" }]))]));
    assert_eq!(refused(&mut emulator, "PutInventory", inventory(&[short("one", "1.0")])), mismatch);
    call(&mut emulator, "PutInventory", inventory(&[short("two", "1.0")]));
    assert_eq!(entries(&mut emulator, "AWS:Network"), json!([{ "Name": "b" }]));
}

#[test]
fn an_equal_hash_leaves_the_content_as_it_is() {
    let mut emulator = emulator();
    call(&mut emulator, "PutInventory", inventory(&[hashed("Custom:Rack", "same", json!([{ "a": "1" }]))]));
    call(&mut emulator, "PutInventory", inventory(&[hashed("Custom:Rack", "same", json!([{ "a": "2" }]))]));
    assert_eq!(entries(&mut emulator, "Custom:Rack"), json!([{ "a": "1" }]));
    call(&mut emulator, "PutInventory", inventory(&[put("Custom:Rack", json!([{ "a": "3" }]))]));
    assert_eq!(entries(&mut emulator, "Custom:Rack"), json!([{ "a": "3" }]));
    let short = hashed("Custom:Rack", "same", Value::Null);
    assert_eq!(
        refused(&mut emulator, "PutInventory", inventory(&[short])).0,
        "ItemContentMismatchException",
        "a put without a hash forgets the old one"
    );
}

#[test]
fn hashes_and_contents_mix_in_one_call_and_all_are_stored_or_none() {
    let mut emulator = emulator();
    call(&mut emulator, "PutInventory", inventory(&[hashed("AWS:Network", "one", json!([{ "Name": "a" }]))]));
    call(
        &mut emulator,
        "PutInventory",
        inventory(&[hashed("AWS:Network", "one", Value::Null), put("Custom:Rack", json!([{ "a": "1" }]))]),
    );
    assert_eq!(entries(&mut emulator, "Custom:Rack"), json!([{ "a": "1" }]));
    let half = inventory(&[put("Custom:Rack", json!([{ "a": "2" }])), hashed("AWS:Network", "two", Value::Null)]);
    assert_eq!(refused(&mut emulator, "PutInventory", half).0, "ItemContentMismatchException");
    assert_eq!(entries(&mut emulator, "Custom:Rack"), json!([{ "a": "1" }]));
}

#[test]
fn an_exception_names_the_type() {
    let mut emulator = emulator();
    let response = emulator.send(&request("PutInventory", &inventory(&[hashed("AWS:Network", "x", Value::Null)])));
    assert_eq!(body(&response)["TypeName"], "AWS:Network");
}

#[test]
fn items_that_cannot_be_stored() {
    let mut emulator = emulator();
    let context = |context: Value| and(put("AWS:ComplianceItem", json!([])), json!({ "Context": context }));
    for (item, wanted) in [
        (put("AWS:Nothing", json!([])), "InvalidTypeNameException"),
        (
            and(put("AWS:Application", json!([])), json!({ "SchemaVersion": "1.0" })),
            "UnsupportedInventorySchemaVersionException",
        ),
        (put("Custom:Rack", Value::Null), "InvalidItemContentException"),
        (put("Custom:Rack", json!([{ "Vendor": "a" }, { "vendor": "b" }])), "InvalidItemContentException"),
        (
            and(put("Custom:Rack", json!([])), json!({ "Context": { "a": "b" } })),
            "UnsupportedInventoryItemContextException",
        ),
        (put("AWS:ComplianceItem", json!([])), "InvalidInventoryItemContextException"),
        (context(json!({ "ExecutionId": "1" })), "InvalidInventoryItemContextException"),
        (context(json!({ "ComplianceType": "Patch", "Site": "A" })), "InvalidInventoryItemContextException"),
    ] {
        assert_eq!(refused(&mut emulator, "PutInventory", inventory(std::slice::from_ref(&item))).0, wanted, "{item}");
    }
    let (_, message) = refused(&mut emulator, "PutInventory", inventory(&[context(json!({ "ExecutionId": "1" }))]));
    assert_eq!(message, "sub type name is missing from item Context");
}

#[test]
fn compliance_put_as_inventory_is_listed_as_compliance() {
    let mut emulator = emulator();
    let entry = json!({ "Id": "KB1", "Title": "t", "Severity": "HIGH", "Status": "NON_COMPLIANT", "PatchState": "Missing", "Classification": "Security" });
    let context = json!({ "ComplianceType": "Patch", "ExecutionId": "snapshot", "ExecutionType": "Command", "ExecutionTime": "2025-03-12T05:00:00Z" });
    let put_patch = and(put("AWS:ComplianceItem", json!([entry.clone()])), json!({ "Context": context }));
    call(&mut emulator, "PutInventory", inventory(&[put_patch]));
    let wanted = json!({
        "ComplianceType": "Patch", "ResourceType": "ManagedInstance", "ResourceId": NODE,
        "ExecutionSummary": { "ExecutionTime": 1_741_755_600, "ExecutionId": "snapshot", "ExecutionType": "Command" },
        "Id": "KB1", "Title": "t", "Severity": "HIGH", "Status": "NON_COMPLIANT",
        "Details": { "PatchState": "Missing", "Classification": "Security" },
    });
    assert_eq!(call(&mut emulator, "ListComplianceItems", json!({}))["ComplianceItems"], json!([wanted]));
    assert_eq!(entries(&mut emulator, "AWS:ComplianceItem"), json!([entry]));
}

#[test]
fn compliance_put_as_such_is_listed_as_inventory() {
    let mut emulator = emulator();
    let own = and(item("a"), json!({ "Details": { "Owner": "me", "Id": "hidden" } }));
    call(&mut emulator, "PutComplianceItems", report("Custom:Own", 10, &[own]));
    let context = json!({ "Context": { "ComplianceType": "Patch" } });
    call(
        &mut emulator,
        "PutInventory",
        inventory(&[and(put("AWS:ComplianceItem", json!([{ "Id": "p" }])), context.clone())]),
    );
    let list =
        call(&mut emulator, "ListInventoryEntries", json!({ "InstanceId": NODE, "TypeName": "AWS:ComplianceItem" }));
    let wanted = json!([{ "Id": "a", "Severity": "LOW", "Status": "COMPLIANT", "Owner": "me" }, { "Id": "p" }]);
    assert_eq!(list["Entries"], wanted, "all sub types are listed, in the order of their names");
    let replace = json!({ "Context": { "ComplianceType": "Custom:Own" } });
    call(&mut emulator, "PutInventory", inventory(&[and(put("AWS:ComplianceItem", json!([])), replace)]));
    assert_eq!(listed(&mut emulator, json!({})), ["p"], "either way replaces what the other put");
}

/// A content of entries of 1,024 bytes each, with the comma or bracket that belongs to each.
fn kilobytes(count: usize) -> Value {
    json!(vec![json!({ "a": "x".repeat(1_015) }); count])
}

#[test]
fn an_item_and_a_call_have_limits() {
    let mut emulator = emulator();
    call(&mut emulator, "PutInventory", inventory(&[put("Custom:A", kilobytes(1_023))]));
    let (name, message) = refused(&mut emulator, "PutInventory", inventory(&[put("Custom:A", kilobytes(1_025))]));
    assert_eq!(
        (name.as_str(), message.as_str()),
        ("ItemSizeLimitExceededException", "Inventory item can have up to 1024 KB in total.")
    );
    call(&mut emulator, "PutInventory", inventory(&[put("Custom:A", kilobytes(500)), put("Custom:B", kilobytes(500))]));
    let (name, _) = refused(
        &mut emulator,
        "PutInventory",
        inventory(&[put("Custom:A", kilobytes(500)), put("Custom:B", kilobytes(525))]),
    );
    assert_eq!(name, "TotalSizeLimitExceededException");
}

#[test]
fn a_node_has_5_000_kb_a_day() {
    let mut emulator = with(json!({ "now": NOW - NOW % DAY }));
    let put_a = |emulator: &mut Emulator, node: &str, count: usize| {
        let items = and(inventory(&[put("Custom:A", kilobytes(count))]), json!({ "InstanceId": node }));
        body(&emulator.send(&request("PutInventory", &items)))["__type"].as_str().map(String::from)
    };
    for _ in 0..5 {
        assert_eq!(put_a(&mut emulator, NODE, 990), None);
    }
    let exceeded = Some("TotalSizeLimitExceededException".to_string());
    assert_eq!(put_a(&mut emulator, NODE, 51), exceeded);
    assert_eq!(put_a(&mut emulator, OTHER_NODE, 51), None, "each node has its own");
    emulator.advance(DAY - 1);
    assert_eq!(put_a(&mut emulator, NODE, 51), exceeded, "the day is not over");
    emulator.advance(1);
    assert_eq!(put_a(&mut emulator, NODE, 990), None);
}

#[test]
fn an_account_has_20_custom_types() {
    let mut emulator = emulator();
    for (half, node) in [NODE, OTHER_NODE].into_iter().enumerate() {
        let items: Vec<Value> = (0..10).map(|i| put(&format!("Custom:T{half}{i}"), json!([]))).collect();
        call(&mut emulator, "PutInventory", and(inventory(&items), json!({ "InstanceId": node })));
    }
    let (name, message) = refused(&mut emulator, "PutInventory", inventory(&[put("Custom:T20", json!([]))]));
    assert_eq!(name, "CustomSchemaCountLimitExceededException");
    assert!(message.contains("20"), "{message}");
    call(&mut emulator, "PutInventory", inventory(&[put("Custom:T19", json!([])), put("AWS:Network", json!([]))]));
}

#[test]
fn limits_can_be_set() {
    let mut emulator = with(json!({ "quotas": { "itemBytes": 30, "customTypes": 1 } }));
    call(&mut emulator, "PutInventory", inventory(&[put("Custom:A", json!([{ "a": "1" }]))]));
    assert_eq!(
        refused(&mut emulator, "PutInventory", inventory(&[put("Custom:A", json!([{ "a": "x".repeat(30) }]))])).0,
        "ItemSizeLimitExceededException"
    );
    assert_eq!(
        refused(&mut emulator, "PutInventory", inventory(&[put("Custom:B", json!([]))])).0,
        "CustomSchemaCountLimitExceededException"
    );
}

#[test]
fn only_nodes_of_the_set_have_inventory() {
    let mut emulator = with(json!({ "nodes": [OTHER_NODE] }));
    assert_eq!(refused(&mut emulator, "PutInventory", inventory(&[put("Custom:A", json!([]))])).0, "InvalidInstanceId");
    let list = json!({ "InstanceId": NODE, "TypeName": "Custom:A" });
    assert_eq!(refused(&mut emulator, "ListInventoryEntries", list).0, "InvalidInstanceId");
    call(
        &mut emulator,
        "PutInventory",
        and(inventory(&[put("Custom:A", json!([]))]), json!({ "InstanceId": OTHER_NODE })),
    );
}

#[test]
fn entries_come_in_pages_and_can_be_filtered() {
    let mut emulator = emulator();
    let content: Vec<Value> =
        (0..120).map(|i| json!({ "Name": format!("n{i:03}"), "Odd": (i % 2).to_string() })).collect();
    call(&mut emulator, "PutInventory", inventory(&[put("Custom:Big", json!(content))]));
    let query = json!({ "InstanceId": NODE, "TypeName": "Custom:Big" });
    let count = |pages: &[Value]| -> Vec<usize> {
        pages.iter().map(|page| page["Entries"].as_array().unwrap().len()).collect()
    };
    assert_eq!(count(&pages(&mut emulator, "ListInventoryEntries", query.clone())), [50, 50, 20]);
    let filtered = |key: &str, value: &str, operator: Option<&str>| {
        and(query.clone(), json!({ "Filters": [{ "Key": key, "Values": [value], "Type": operator }] }))
    };
    for (key, value, operator, wanted) in [
        ("Name", "n007", None, 1),
        ("Custom:Big.Name", "n00", Some("BeginWith"), 10),
        ("Odd", "1", Some("NotEqual"), 60),
        ("Name", "n100", Some("GreaterThan"), 19),
        ("Name", "n100", Some("LessThan"), 100),
        ("Colour", "red", Some("Exists"), 0),
        ("Colour", "red", Some("NotEqual"), 120),
    ] {
        let found = pages(&mut emulator, "ListInventoryEntries", filtered(key, value, operator));
        assert_eq!(count(&found).iter().sum::<usize>(), wanted, "{key} {operator:?} {value}");
    }
    assert_eq!(
        refused(&mut emulator, "ListInventoryEntries", filtered("AWS:Network.Name", "x", None)).0,
        "InvalidFilter"
    );
    let token = call(&mut emulator, "ListInventoryEntries", query)["NextToken"].clone();
    let other = json!({ "InstanceId": OTHER_NODE, "TypeName": "Custom:Big", "NextToken": token });
    assert_eq!(refused(&mut emulator, "ListInventoryEntries", other).0, "InvalidNextToken");
}

#[test]
fn nothing_stored_is_an_empty_list_and_an_unknown_type_none() {
    let mut emulator = emulator();
    let list = |name: &str| json!({ "InstanceId": NODE, "TypeName": name });
    assert_eq!(call(&mut emulator, "ListInventoryEntries", list("AWS:Network"))["Entries"], json!([]));
    assert_eq!(call(&mut emulator, "ListInventoryEntries", list("Custom:Any"))["Entries"], json!([]));
    assert_eq!(refused(&mut emulator, "ListInventoryEntries", list("AWS:Any")).0, "InvalidTypeNameException");
}

#[test]
fn the_agents_whole_conversation() {
    let mut emulator = emulator();
    let full = |hash: &str, content: Value| {
        [
            and(hashed("AWS:Application", hash, content), json!({ "SchemaVersion": "1.1" })),
            hashed("AWS:Network", "network", json!([{ "Name": "eth0" }])),
        ]
    };
    // The agent's loop gives all hash-only items the version and the time of the item gathered last.
    let short =
        |hash: &str| [hashed("AWS:Application", hash, Value::Null), hashed("AWS:Network", "network", Value::Null)];
    let stored = |emulator: &mut Emulator| {
        let list = call(emulator, "ListInventoryEntries", json!({ "InstanceId": NODE, "TypeName": "AWS:Application" }));
        (list["SchemaVersion"].clone(), list["Entries"].clone())
    };
    let (old, new) = (json!([{ "Name": "a" }]), json!([{ "Name": "a" }, { "Name": "b" }]));
    call(&mut emulator, "PutInventory", inventory(&full("one", old.clone())));
    call(&mut emulator, "PutInventory", inventory(&short("one")));
    assert_eq!(stored(&mut emulator), (json!("1.1"), old.clone()), "hashes alone change nothing");
    let mixed = [full("two", new.clone())[0].clone(), short("one")[1].clone()];
    call(&mut emulator, "PutInventory", inventory(&mixed));
    assert_eq!(stored(&mut emulator), (json!("1.1"), new.clone()), "what changed comes in full beside what did not");
    call(&mut emulator, "PutInventory", inventory(&full("three", old)));
    assert_eq!(refused(&mut emulator, "PutInventory", inventory(&short("two"))).0, "ItemContentMismatchException");
    call(&mut emulator, "PutInventory", inventory(&full("two", new.clone())));
    assert_eq!(stored(&mut emulator), (json!("1.1"), new), "after a mismatch all goes again in full");
}
