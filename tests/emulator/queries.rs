//! GetInventory and GetInventorySchema.

use crate::*;

const THIRD: &str = "i-0f00000000000000f";
const FOURTH: &str = "i-0f0000000000000ff";

fn put(type_name: &str, content: Value) -> Value {
    let version = if type_name == "AWS:Application" { "1.1" } else { "1.0" };
    json!({ "TypeName": type_name, "SchemaVersion": version, "CaptureTime": "2025-03-12T06:00:00Z", "Content": content })
}

#[track_caller]
fn report_of(emulator: &mut Emulator, node: &str, items: &[Value]) {
    call(emulator, "PutInventory", json!({ "InstanceId": node, "Items": items }));
}

/// The four nodes of the User Guide's page on aggregation, with platforms.
fn fleet() -> Emulator {
    let node = |id: &str, kind: &str, name: &str| json!({ "id": id, "platformType": kind, "platformName": name });
    let mut emulator = with(json!({ "nodes": [
        node(NODE, "Linux", "Debian"), node(OTHER_NODE, "Linux", "Amazon Linux"), node(THIRD, "Windows", "Server"), node(FOURTH, "Linux", "Debian"),
    ] }));
    let app = |name: &str, version: &str| json!({ "Name": name, "Version": version });
    report_of(&mut emulator, NODE, &[put("AWS:Application", json!([app("Chrome", "1"), app("audit-libs", "2")]))]);
    report_of(&mut emulator, OTHER_NODE, &[put("AWS:File", json!([{ "Name": "a" }]))]);
    let apps = json!([app("chrome", "1"), app("Chrome", "1"), app("Chrome", "2"), { "Name": "bare" }]);
    report_of(&mut emulator, THIRD, &[put("AWS:Application", apps), put("AWS:File", json!([{ "Name": "b" }]))]);
    report_of(&mut emulator, FOURTH, &[put("AWS:Network", json!([]))]);
    emulator
}

#[track_caller]
fn entities(emulator: &mut Emulator, query: Value) -> Value {
    call(emulator, "GetInventory", query)["Entities"].clone()
}

#[track_caller]
fn ids(emulator: &mut Emulator, filters: Value) -> Vec<String> {
    let list = entities(emulator, json!({ "Filters": filters }));
    list.as_array().unwrap().iter().map(|entity| entity["Id"].as_str().unwrap().to_string()).collect()
}

#[test]
fn nodes_are_listed_with_what_the_service_knows_of_them() {
    let mut emulator = fleet();
    let wanted = json!({ "Id": NODE, "Data": { "AWS:InstanceInformation": {
        "TypeName": "AWS:InstanceInformation", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z",
        "Content": [{ "PlatformName": "Debian", "PlatformType": "Linux", "InstanceId": NODE, "InstanceStatus": "Active", "ResourceType": "EC2Instance" }],
    } } });
    assert_eq!(ids(&mut emulator, Value::Null), [NODE, THIRD, FOURTH, OTHER_NODE]);
    assert_eq!(entities(&mut emulator, json!({}))[0], wanted);
}

#[test]
fn a_node_may_put_what_the_service_would_know() {
    let mut emulator = emulator();
    let own = json!([{ "PlatformType": "MacOS", "ComputerName": "mac" }]);
    report_of(&mut emulator, NODE, &[and(put("AWS:InstanceInformation", own.clone()), json!({ "ContentHash": "h" }))]);
    assert_eq!(entities(&mut emulator, json!({}))[0]["Data"]["AWS:InstanceInformation"]["Content"], own);
    let filter = |value: &str| json!([{ "Key": "AWS:InstanceInformation.PlatformType", "Values": [value] }]);
    assert_eq!(ids(&mut emulator, filter("MacOS")), [NODE]);
    assert_eq!(ids(&mut emulator, filter("Linux")), [""; 0]);
}

#[test]
fn a_result_type_is_one_of_two() {
    let mut emulator = fleet();
    report_of(&mut emulator, NODE, &[put("AWS:PatchSummary", json!([{ "PatchGroup": "web", "MissingCount": "10" }]))]);
    let result = |name: &str| json!({ "ResultAttributes": [{ "TypeName": name }] });
    let list = entities(&mut emulator, result("AWS:PatchSummary"));
    assert_eq!(list[0]["Data"]["AWS:PatchSummary"]["Content"], json!([{ "PatchGroup": "web", "MissingCount": "10" }]));
    assert_eq!(list[1], json!({ "Id": THIRD, "Data": {} }));
    let (name, message) = refused(&mut emulator, "GetInventory", result("AWS:Application"));
    assert_eq!(name, "InvalidResultAttributeException");
    assert_eq!(
        message,
        "Result type name AWS:Application is not supported. Supported type names are: AWS:InstanceInformation, AWS:PatchSummary. Default result type name is AWS:InstanceInformation."
    );
}

#[test]
fn filters_choose_nodes() {
    let mut emulator = fleet();
    report_of(
        &mut emulator,
        OTHER_NODE,
        &[
            put("AWS:PatchSummary", json!([{ "MissingCount": "10" }])),
            put("Custom:Rack.Info", json!([{ "Row": "a" }, { "Row": "b" }])),
        ],
    );
    call(
        &mut emulator,
        "PutComplianceItems",
        report("Custom:Own", 10, &[and(item("x"), json!({ "Details": { "PatchGroup": "web" } }))]),
    );
    let filter =
        |key: &str, values: &[&str], operator: Option<&str>| json!({ "Key": key, "Values": values, "Type": operator });
    for (filters, wanted) in [
        (vec![filter("AWS:InstanceInformation.PlatformType", &["Linux"], None)], vec![NODE, FOURTH, OTHER_NODE]),
        (vec![filter("AWS:InstanceInformation.PlatformType", &["Windows", "MacOS"], Some("Equal"))], vec![THIRD]),
        (
            vec![
                filter("AWS:InstanceInformation.PlatformName", &["Deb"], Some("BeginWith")),
                filter("AWS:Application.Name", &["Chrome"], None),
            ],
            vec![NODE],
        ),
        (vec![filter("AWS:Application.Name", &["Chrome"], Some("NotEqual"))], vec![FOURTH, OTHER_NODE]),
        (vec![filter("AWS:PatchSummary.MissingCount", &["9"], Some("GreaterThan"))], vec![OTHER_NODE]),
        (vec![filter("AWS:PatchSummary.MissingCount", &["9"], Some("LessThan"))], vec![]),
        (vec![filter("AWS:Application.Version", &["10"], Some("GreaterThan"))], vec![NODE, THIRD]),
        (vec![filter("Custom:Rack.Info.Row", &["b"], None)], vec![OTHER_NODE]),
        (vec![filter("Custom:Nothing.Row", &["b"], None)], vec![]),
        (vec![filter("AWS:ComplianceItem.Id", &["x"], None)], vec![NODE]),
        (vec![filter("AWS:ComplianceItem.PatchGroup", &["web"], None)], vec![NODE]),
    ] {
        assert_eq!(ids(&mut emulator, json!(filters)), wanted, "{}", json!(filters));
    }
    for wrong in [
        filter("PlatformType", &["Linux"], None),
        filter("AWS:Nothing.Name", &["x"], None),
        filter("AWS:Application.Colour", &["x"], None),
        filter("TypeName", &["AWS:Application"], Some("Exists")),
        filter("AWS:Application.Name", &["x"], Some("Exists")),
        filter("Other.Name", &["x"], None),
    ] {
        let (name, message) = refused(&mut emulator, "GetInventory", json!({ "Filters": [wrong] }));
        assert!(name == "InvalidFilter" && !message.is_empty(), "{wrong}: {name}");
    }
}

#[test]
fn nodes_are_counted_by_attributes() {
    let mut emulator = fleet();
    let by = |expression: &str, inner: Value| json!({ "Expression": expression, "Aggregators": inner });
    let content = |emulator: &mut Emulator, aggregator: Value, of: &str| {
        let list = entities(emulator, json!({ "Aggregators": [aggregator] }));
        assert_eq!(list.as_array().unwrap().len(), 1);
        assert!(list[0].get("Id").is_none());
        list[0]["Data"][of]["Content"].clone()
    };
    let platform = by("AWS:InstanceInformation.PlatformType", Value::Null);
    let wanted = json!([{ "Count": "3", "PlatformType": "linux" }, { "Count": "1", "PlatformType": "windows" }]);
    assert_eq!(content(&mut emulator, platform.clone(), "AWS:InstanceInformation"), wanted);
    let wanted = json!([{ "Count": "1", "Name": "audit-libs" }, { "Count": "1", "Name": "bare" }, { "Count": "2", "Name": "chrome" }]);
    assert_eq!(
        content(&mut emulator, by("AWS:Application.Name", Value::Null), "AWS:Application"),
        wanted,
        "nodes count, not entries"
    );
    let nested = by("AWS:Application.Name", json!([by("AWS:Application.Version", json!([platform]))]));
    let row = |name: &str, version: &str, platform: &str| json!({ "Count": "1", "PlatformType": platform, "Version": version, "Name": name });
    let wanted = json!([
        row("audit-libs", "2", "linux"),
        row("chrome", "1", "linux"),
        row("chrome", "1", "windows"),
        row("chrome", "2", "windows")
    ]);
    assert_eq!(
        content(&mut emulator, nested, "AWS:Application"),
        wanted,
        "attributes of one type are those of one entry"
    );
    let branches = by(
        "AWS:InstanceInformation.PlatformType",
        json!([by("AWS:InstanceInformation.PlatformName", Value::Null), by("AWS:Application.Name", Value::Null)]),
    );
    let rows = content(&mut emulator, branches, "AWS:InstanceInformation");
    assert_eq!(rows.as_array().unwrap().len(), 3 + 4);
    let same = by("AWS:Application.Name", json!([by("AWS:ResourceGroup.Name", Value::Null)]));
    report_of(&mut emulator, NODE, &[put("AWS:ResourceGroup", json!([{ "Name": "G" }]))]);
    let wanted = json!([
        { "Count": "1", "AWS:ResourceGroup.Name": "g", "Name": "audit-libs" }, { "Count": "1", "AWS:ResourceGroup.Name": "g", "Name": "chrome" },
    ]);
    assert_eq!(
        content(&mut emulator, same, "AWS:Application"),
        wanted,
        "a second column of one name has its whole name"
    );
    let filtered = json!({ "Aggregators": [by("AWS:InstanceInformation.PlatformType", Value::Null)], "Filters": [{ "Key": "AWS:Application.Name", "Values": ["Chrome"] }] });
    let wanted = json!([{ "Count": "1", "PlatformType": "linux" }, { "Count": "1", "PlatformType": "windows" }]);
    assert_eq!(entities(&mut emulator, filtered)[0]["Data"]["AWS:InstanceInformation"]["Content"], wanted);
}

#[test]
fn groups_count_those_that_match_and_those_that_do_not() {
    let mut emulator = fleet();
    let exists = |types: &[&str]| json!({ "Key": "TypeName", "Values": types, "Type": "Exists" });
    let group = |name: &str, filters: &[Value]| json!({ "Name": name, "Filters": filters });
    let counted =
        |not: &str, matching: &str| json!({ "Content": [{ "notMatchingCount": not }, { "matchingCount": matching }] });
    // The first two are the page's own, with its numbers.
    let groups = json!([
        group("ApplicationAndFile", &[exists(&["AWS:Application"]), exists(&["AWS:File"])]),
        group("ApplicationORFile", &[exists(&["AWS:Application", "AWS:File"])]),
        group("Network", &[exists(&["AWS:Network"])]),
        group("Known", &[exists(&["AWS:InstanceInformation"])]),
        group("Debian", &[json!({ "Key": "AWS:InstanceInformation.PlatformName", "Values": ["Debian"] })]),
    ]);
    let wanted = json!([{ "Data": {
        "ApplicationAndFile": counted("3", "1"), "ApplicationORFile": counted("1", "3"), "Network": counted("3", "1"),
        "Known": counted("0", "4"), "Debian": counted("2", "2"),
    } }]);
    assert_eq!(entities(&mut emulator, json!({ "Aggregators": [{ "Groups": groups }] })), wanted);
    let both = json!({ "Expression": "AWS:InstanceInformation.PlatformType", "Groups": [group("Network", &[exists(&["AWS:Network"])])] });
    let list = entities(&mut emulator, json!({ "Aggregators": [both] }));
    assert_eq!(list[0]["Data"].as_object().unwrap().keys().collect::<Vec<_>>(), ["AWS:InstanceInformation", "Network"]);
}

#[test]
fn aggregators_that_make_no_sense() {
    let mut emulator = fleet();
    let many: Vec<Value> = (0..101).map(|i| json!({ "Name": format!("a{i}") })).collect();
    report_of(&mut emulator, NODE, &[put("AWS:Application", json!(many)), put("AWS:Service", json!(many))]);
    let exists = json!({ "Key": "TypeName", "Values": ["AWS:File"], "Type": "Exists" });
    let group = |name: &str, filter: &Value| json!({ "Name": name, "Filters": [filter] });
    let by = |expression: &str, inner: Value| json!({ "Expression": expression, "Aggregators": inner });
    let times = |count: usize, aggregator: Value| json!(vec![aggregator; count]);
    let names = times(2, by("AWS:InstanceInformation.PlatformName", Value::Null));
    let platforms = times(10, by("AWS:InstanceInformation.PlatformType", names));
    let branches = by("AWS:Application.Name", times(10, by("AWS:Application.Version", platforms)));
    for (aggregator, wanted) in [
        (json!({}), "InvalidAggregatorException"),
        (json!({ "Aggregators": [{ "Expression": "AWS:Application.Name" }] }), "InvalidAggregatorException"),
        (json!({ "Expression": "Name" }), "InvalidAggregatorException"),
        (json!({ "Expression": "AWS:Nothing.Name" }), "InvalidAggregatorException"),
        (json!({ "Expression": "AWS:Application.Publisher" }), "InvalidAggregatorException"),
        (json!({ "Expression": "AWS:Network.Name" }), "InvalidAggregatorException"),
        (
            json!({ "Expression": "AWS:Application.Name", "Aggregators": [{ "Expression": "AWS:Service.Name" }] }),
            "InvalidAggregatorException",
        ),
        (branches, "InvalidAggregatorException"),
        (by("AWS:Application.Name", json!([by("AWS:Application.Name", Value::Null)])), "InvalidAggregatorException"),
        (json!({ "Groups": [group("a", &exists), group("a", &exists)] }), "InvalidInventoryGroupException"),
        (
            json!({ "Expression": "AWS:Application.Name", "Groups": [group("AWS:Application", &exists)] }),
            "InvalidInventoryGroupException",
        ),
        (
            json!({ "Groups": [group("a", &json!({ "Key": "AWS:File.Name", "Values": ["a"], "Type": "Exists" }))] }),
            "InvalidFilter",
        ),
    ] {
        let (name, message) = refused(&mut emulator, "GetInventory", json!({ "Aggregators": [aggregator] }));
        assert!(name == wanted && !message.is_empty(), "{aggregator}: {name} {message}");
    }
}

#[test]
fn queries_come_in_pages_and_a_token_belongs_to_its_query() {
    let mut emulator = emulator();
    for i in 0..7 {
        report_of(&mut emulator, &format!("i-0000000{i}"), &[put("Custom:Rack", json!([{ "Row": i.to_string() }]))]);
    }
    let first = pages(&mut emulator, "GetInventory", json!({ "MaxResults": 3 }));
    let all: Vec<Value> = first.iter().flat_map(|page| page["Entities"].as_array().unwrap().clone()).collect();
    assert_eq!((json!(all), first.len()), (entities(&mut emulator, json!({})), 3));
    let token = first[0]["NextToken"].clone();
    let rack = json!({ "Expression": "Custom:Rack.Row" });
    for other in [
        json!({ "Filters": [{ "Key": "Custom:Rack.Row", "Values": ["1"] }] }),
        json!({ "ResultAttributes": [{ "TypeName": "AWS:PatchSummary" }] }),
        json!({ "Aggregators": [rack] }),
    ] {
        assert_eq!(
            refused(&mut emulator, "GetInventory", and(other, json!({ "NextToken": token }))).0,
            "InvalidNextToken"
        );
    }
    let counted = pages(
        &mut emulator,
        "GetInventory",
        json!({ "MaxResults": 1, "Aggregators": [rack, { "Expression": "Custom:Rack.Other" }] }),
    );
    let lengths: Vec<usize> = counted.iter().map(|page| page["Entities"].as_array().unwrap().len()).collect();
    assert_eq!(lengths, [1, 1]);
    assert_eq!(counted[0]["Entities"][0]["Data"]["Custom:Rack"]["Content"].as_array().unwrap().len(), 7);
}

#[track_caller]
fn schemas(emulator: &mut Emulator, query: Value) -> Value {
    call(emulator, "GetInventorySchema", query)["Schemas"].clone()
}

fn names(schemas: &Value) -> Vec<&str> {
    schemas.as_array().unwrap().iter().map(|schema| schema["TypeName"].as_str().unwrap()).collect()
}

#[test]
fn schemas_are_listed_by_name() {
    let mut emulator = emulator();
    assert_eq!(names(&schemas(&mut emulator, json!({}))).len(), 18);
    report_of(
        &mut emulator,
        NODE,
        &[and(put("Custom:Rack", json!([{ "Row": "a" }, { "Shelf": "b" }])), json!({ "SchemaVersion": "1.9" }))],
    );
    report_of(
        &mut emulator,
        OTHER_NODE,
        &[and(put("Custom:Rack", json!([{ "Row": "a", "Bay": "c" }])), json!({ "SchemaVersion": "1.10" }))],
    );
    let all = schemas(&mut emulator, json!({}));
    let mut sorted = names(&all);
    sorted.sort_unstable();
    assert_eq!((names(&all), sorted.len()), (sorted.clone(), 19));
    let text = |name: &str| json!({ "Name": name, "DataType": "STRING" });
    let rack = json!({ "TypeName": "Custom:Rack", "Version": "1.10", "Attributes": [text("Row"), text("Shelf"), text("Bay")] });
    assert_eq!(all[18], rack);
    assert_eq!(
        schemas(&mut emulator, json!({ "TypeName": "AWS:BillingInfo" }))[0]["Attributes"],
        json!([text("BillingProductId")])
    );
    let details = schemas(&mut emulator, json!({ "TypeName": "AWS:InstanceDetailedInformation" }));
    assert_eq!(details[0]["Attributes"][1], json!({ "Name": "CPUCores", "DataType": "NUMBER" }));
    assert_eq!(
        names(&schemas(&mut emulator, json!({ "TypeName": "AWS:Compliance" }))),
        ["AWS:ComplianceItem", "AWS:ComplianceSummary"]
    );
    assert_eq!(names(&schemas(&mut emulator, json!({ "SubType": true }))), ["AWS:ComplianceItem"]);
    let counted = schemas(&mut emulator, json!({ "Aggregator": true }));
    assert_eq!(
        names(&counted),
        [
            "AWS:Application",
            "AWS:InstanceInformation",
            "AWS:ResourceGroup",
            "AWS:Service",
            "AWS:WindowsRole",
            "Custom:Rack"
        ]
    );
    let application = json!({ "TypeName": "AWS:Application", "Version": "1.1", "DisplayName": "Application", "Attributes": [text("Name"), text("Version")] });
    assert_eq!(counted[0], application);
    assert_eq!(schemas(&mut emulator, json!({ "TypeName": "Custom:Other" })), json!([]));
    assert_eq!(
        refused(&mut emulator, "GetInventorySchema", json!({ "TypeName": "AWS:Other" })).0,
        "InvalidTypeNameException"
    );
}

#[test]
fn schemas_come_in_pages() {
    let mut emulator = with(json!({ "quotas": { "customTypes": 90 } }));
    for i in 0..60 {
        report_of(&mut emulator, NODE, &[put(&format!("Custom:T{i:02}"), json!([]))]);
    }
    let pages = pages(&mut emulator, "GetInventorySchema", json!({}));
    let lengths: Vec<usize> = pages.iter().map(|page| page["Schemas"].as_array().unwrap().len()).collect();
    assert_eq!(lengths, [50, 28]);
    let token = pages[0]["NextToken"].clone();
    let other = json!({ "Aggregator": true, "NextToken": token });
    assert_eq!(refused(&mut emulator, "GetInventorySchema", other).0, "InvalidNextToken");
}

#[test]
fn compliance_items_are_found_by_what_their_context_says() {
    let mut emulator = emulator();
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 10, &[item("a")]));
    let context = json!({
        "ComplianceType": "Patch", "ExecutionId": "run", "ExecutionType": "Command", "ExecutionTime": "2025-03-12T06:00:00Z",
    });
    let patches = json!({
        "TypeName": "AWS:ComplianceItem", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z",
        "Context": context, "Content": [{ "Id": "KB1", "Status": "COMPLIANT" }],
    });
    call(&mut emulator, "PutInventory", json!({ "InstanceId": OTHER_NODE, "Items": [patches] }));
    for (key, value) in context.as_object().unwrap() {
        let filters = json!([{ "Key": format!("AWS:ComplianceItem.{key}"), "Values": [value] }]);
        let entities = call(&mut emulator, "GetInventory", json!({ "Filters": filters }))["Entities"].clone();
        assert_eq!((entities.as_array().unwrap().len(), &entities[0]["Id"]), (1, &json!(OTHER_NODE)), "{key}");
        for (node, wanted) in [(NODE, json!([])), (OTHER_NODE, json!([{ "Id": "KB1", "Status": "COMPLIANT" }]))] {
            let list = json!({ "InstanceId": node, "TypeName": "AWS:ComplianceItem", "Filters": [{ "Key": key, "Values": [value] }] });
            assert_eq!(call(&mut emulator, "ListInventoryEntries", list)["Entries"], wanted, "{key}");
        }
    }
}

#[test]
fn what_the_service_knows_of_a_node_is_its_entry_too() {
    let mut emulator = with(json!({ "nodes": [{ "id": NODE, "platformType": "Linux" }, OTHER_NODE] }));
    let list =
        |filters: Value| json!({ "InstanceId": NODE, "TypeName": "AWS:InstanceInformation", "Filters": filters });
    let item = entities(&mut emulator, json!({}))[0]["Data"]["AWS:InstanceInformation"].clone();
    let entries = call(&mut emulator, "ListInventoryEntries", list(Value::Null));
    for (name, wanted) in [("Entries", "Content"), ("SchemaVersion", "SchemaVersion"), ("CaptureTime", "CaptureTime")] {
        assert_eq!(entries[name], item[wanted]);
    }
    for (value, count) in [("Linux", 1), ("Windows", 0)] {
        let filtered = list(json!([{ "Key": "PlatformType", "Values": [value] }]));
        let entries = call(&mut emulator, "ListInventoryEntries", filtered)["Entries"].clone();
        assert_eq!(entries.as_array().unwrap().len(), count);
    }
    let own = json!([{ "PlatformType": "MacOS" }]);
    report_of(&mut emulator, NODE, &[put("AWS:InstanceInformation", own.clone())]);
    assert_eq!(call(&mut emulator, "ListInventoryEntries", list(Value::Null))["Entries"], own);
}
