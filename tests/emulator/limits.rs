//! Limits, each with its exception, and how long things are kept.

use crate::*;

fn put(type_name: &str, content: Value) -> Value {
    json!({ "TypeName": type_name, "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "Content": content })
}

fn inventory(items: &[Value]) -> Value {
    json!({ "InstanceId": NODE, "Items": items })
}

fn patches(compliance_type: &str) -> Value {
    and(put("AWS:ComplianceItem", json!([{ "Id": "a" }])), json!({ "Context": { "ComplianceType": compliance_type } }))
}

#[test]
fn each_limit_can_be_set_and_has_its_exception() {
    let rack = |content: Value| inventory(&[put("Custom:A", content)]);
    let long = || json!([{ "a": "x".repeat(40) }]);
    for (quotas, operation, input, wanted) in [
        (json!({ "itemBytes": 40 }), "PutInventory", rack(long()), "ItemSizeLimitExceededException"),
        (json!({ "callBytes": 40 }), "PutInventory", rack(long()), "TotalSizeLimitExceededException"),
        (json!({ "dayBytes": 40 }), "PutInventory", rack(long()), "TotalSizeLimitExceededException"),
        (
            json!({ "inventoryItems": 1 }),
            "PutInventory",
            inventory(&[put("Custom:A", json!([])), put("Custom:B", json!([]))]),
            "ValidationException",
        ),
        (json!({ "customTypes": 0 }), "PutInventory", rack(json!([])), "CustomSchemaCountLimitExceededException"),
        (json!({ "customTypeBytes": 60 }), "PutInventory", rack(long()), "ItemSizeLimitExceededException"),
        (
            json!({ "customTypeAttributes": 1 }),
            "PutInventory",
            rack(json!([{ "a": "" }, { "b": "" }])),
            "InvalidItemContentException",
        ),
        (
            json!({ "complianceTypes": 0 }),
            "PutInventory",
            inventory(&[patches("Custom:Own")]),
            "SubTypeCountLimitExceededException",
        ),
        (
            json!({ "complianceTypes": 0 }),
            "PutComplianceItems",
            report("Custom:Own", 10, &[]),
            "ComplianceTypeCountLimitExceededException",
        ),
        (
            json!({ "complianceItems": 1 }),
            "PutComplianceItems",
            report("Patch", 10, &[item("a"), item("b")]),
            "ValidationException",
        ),
        (
            json!({ "complianceBytes": 40 }),
            "PutComplianceItems",
            report("Patch", 10, &[item("a")]),
            "ItemSizeLimitExceededException",
        ),
    ] {
        let (name, message) = refused(&mut with(json!({ "quotas": quotas })), operation, input.clone());
        assert!(name == wanted && !message.is_empty(), "{quotas}: {name} {message}");
        call(&mut emulator(), operation, input);
    }
}

#[test]
fn too_many_items_are_told_as_the_service_tells_of_lists() {
    let mut emulator = with(json!({ "quotas": { "complianceItems": 1 } }));
    let (_, message) = refused(&mut emulator, "PutComplianceItems", report("Patch", 10, &[item("{path}"), item("b")]));
    let items = json!([item("{path}"), item("b")]).to_string();
    let wanted = format!(
        "1 validation error detected: Value '{items}' at 'items' failed to satisfy constraint: Member must have length less than or equal to 1"
    );
    assert_eq!(message, wanted);
}

#[test]
fn an_exception_about_a_size_names_the_type() {
    let mut emulator = with(json!({ "quotas": { "itemBytes": 1 } }));
    let response = emulator.send(&request("PutInventory", &inventory(&[put("Custom:A", json!([{}]))])));
    assert_eq!(
        (&body(&response)["__type"], &body(&response)["TypeName"]),
        (&json!("ItemSizeLimitExceededException"), &json!("Custom:A"))
    );
}

#[test]
fn a_custom_type_keeps_its_spelling_and_its_attributes() {
    let mut emulator = with(json!({ "quotas": { "customTypeAttributes": 2 } }));
    call(&mut emulator, "PutInventory", inventory(&[put("Custom:A", json!([{ "Vendor": "a", "Model": "b" }]))]));
    let other = and(inventory(&[put("Custom:A", json!([{ "vendor": "a" }]))]), json!({ "InstanceId": OTHER_NODE }));
    let (name, message) = refused(&mut emulator, "PutInventory", other);
    assert_eq!(
        (name.as_str(), message.as_str()),
        ("InvalidItemContentException", "The attribute vendor is also written as Vendor.")
    );
    let more = inventory(&[put("Custom:A", json!([{ "Third": "c" }]))]);
    assert_eq!(refused(&mut emulator, "PutInventory", more).0, "InvalidItemContentException");
    call(
        &mut emulator,
        "PutInventory",
        inventory(&[put("AWS:Network", json!([{ "Name": "a", "name": "b", "NAME": "c" }]))]),
    );
}

#[test]
fn custom_compliance_types_count_either_way() {
    let mut emulator = with(json!({ "quotas": { "complianceTypes": 2 } }));
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 10, &[item("a")]));
    call(&mut emulator, "PutInventory", inventory(&[patches("Custom:Two"), patches("Patch")]));
    assert_eq!(
        refused(&mut emulator, "PutInventory", inventory(&[patches("Custom:Three")])).0,
        "SubTypeCountLimitExceededException"
    );
    let third = report("Custom:Three", 10, &[item("a")]);
    assert_eq!(refused(&mut emulator, "PutComplianceItems", third).0, "ComplianceTypeCountLimitExceededException");
    call(&mut emulator, "PutInventory", inventory(&[patches("Custom:One")]));
}

#[test]
fn the_numbers_of_quotas_are_read_in_words() {
    for (quotas, words) in
        [(json!({ "itemByte": 1 }), "itemByte"), (json!({ "retentionDays": -1 }), "quotas"), (json!([]), "quotas")]
    {
        let options = json!({ "quotas": quotas });
        let error = EmulatorOptions::of(options.as_object().unwrap().clone()).and_then(Emulator::new).err().unwrap();
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn a_report_is_kept_for_30_days_after_its_last_update() {
    let mut emulator = emulator();
    let hashed = |content: Value| and(put("Custom:A", content), json!({ "ContentHash": "h" }));
    call(
        &mut emulator,
        "PutInventory",
        inventory(&[hashed(json!([{ "a": "1" }])), put("AWS:Network", json!([{ "Name": "n" }]))]),
    );
    call(&mut emulator, "PutComplianceItems", report("Patch", 10, &[item("a")]));
    emulator.advance(20 * DAY);
    call(&mut emulator, "PutInventory", inventory(&[hashed(Value::Null)]));
    call(&mut emulator, "PutComplianceItems", report("Custom:Own", 10, &[item("b")]));
    emulator.advance(10 * DAY - 1);
    let entries = |emulator: &mut Emulator, type_name: &str| {
        call(emulator, "ListInventoryEntries", json!({ "InstanceId": NODE, "TypeName": type_name }))["Entries"]
            .as_array()
            .unwrap()
            .len()
    };
    let types = |emulator: &mut Emulator| {
        let list = call(emulator, "ListComplianceSummaries", json!({}))["ComplianceSummaryItems"].clone();
        list.as_array()
            .unwrap()
            .iter()
            .map(|row| row["ComplianceType"].as_str().unwrap().to_string())
            .collect::<Vec<_>>()
    };
    assert_eq!(
        (entries(&mut emulator, "AWS:Network"), listed(&mut emulator, json!({})).len(), types(&mut emulator).len()),
        (1, 2, 2)
    );
    emulator.advance(1);
    assert_eq!(
        (entries(&mut emulator, "AWS:Network"), entries(&mut emulator, "Custom:A")),
        (0, 1),
        "an equal hash is an update"
    );
    assert_eq!(
        (listed(&mut emulator, json!({})), types(&mut emulator)),
        (vec!["b".to_string()], vec!["Custom:Own".to_string()])
    );
    emulator.advance(20 * DAY);
    assert_eq!(entries(&mut emulator, "Custom:A"), 0);
    assert_eq!(call(&mut emulator, "GetInventory", json!({}))["Entities"], json!([]));
    assert_eq!(
        refused(&mut emulator, "PutInventory", inventory(&[hashed(Value::Null)])).0,
        "ItemContentMismatchException"
    );
    let schemas = call(&mut emulator, "GetInventorySchema", json!({ "TypeName": "Custom:A" }))["Schemas"].clone();
    assert_eq!(schemas[0]["TypeName"], "Custom:A", "the type stays");
}

#[test]
fn days_of_keeping_can_be_set() {
    let mut emulator = with(json!({ "quotas": { "retentionDays": 1 } }));
    call(&mut emulator, "PutComplianceItems", report("Patch", 10, &[item("a")]));
    emulator.advance(DAY - 1);
    assert_eq!(listed(&mut emulator, json!({})), ["a"]);
    emulator.advance(1);
    assert_eq!(listed(&mut emulator, json!({})), [""; 0]);
}
