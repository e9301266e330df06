//! PutComplianceItems and ListComplianceItems.

use crate::*;

const A: &str = "b85ccafe-9f02-4812-9b81-01234567890a";
const B: &str = "8dfe3659-4309-493a-8755-0123456789ab";

#[test]
fn a_report_is_read_back_as_it_was_put() {
    let mut emulator = emulator();
    let full = json!({ "Id": "KB1", "Title": "ä \"quoted\" 😀", "Severity": "HIGH", "Status": "NON_COMPLIANT", "Details": { "DocumentName": "x", "a/b": "" } });
    let bare = json!({ "Severity": "UNSPECIFIED", "Status": "COMPLIANT" });
    let mut put = report("Custom:Own", 0, &[full.clone(), bare.clone()]);
    put["ExecutionSummary"] =
        json!({ "ExecutionTime": 1_583_737_233.748, "ExecutionId": "run 1", "ExecutionType": "" });
    assert_eq!(call(&mut emulator, "PutComplianceItems", put.clone()), json!({}));
    let about = json!({
        "ComplianceType": "Custom:Own", "ResourceType": "ManagedInstance", "ResourceId": NODE, "ExecutionSummary": put["ExecutionSummary"],
    });
    let wanted = json!({ "ComplianceItems": [and(about.clone(), full), and(about, bare)] });
    assert_eq!(call(&mut emulator, "ListComplianceItems", json!({})), wanted);
}

#[test]
fn a_complete_report_replaces_the_items_of_its_type_alone() {
    let mut emulator = emulator();
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 10, &[item("a"), item("b")]));
    call(&mut emulator, "PutComplianceItems", report("Custom:Two", 10, &[item("c")]));
    call(
        &mut emulator,
        "PutComplianceItems",
        and(report("Custom:One", 10, &[item("d")]), json!({ "ResourceId": OTHER_NODE })),
    );
    call(
        &mut emulator,
        "PutComplianceItems",
        and(report("Custom:One", 11, &[item("e")]), json!({ "UploadType": "COMPLETE" })),
    );
    assert_eq!(listed(&mut emulator, json!({ "ResourceIds": [NODE] })), ["e", "c"]);
    assert_eq!(
        listed(&mut emulator, json!({ "ResourceIds": [OTHER_NODE], "ResourceTypes": ["ManagedInstance"] })),
        ["d"]
    );
}

#[test]
fn an_empty_report_clears_its_type() {
    let mut emulator = emulator();
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 10, &[item("a")]));
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 11, &[]));
    assert_eq!(listed(&mut emulator, json!({})), [""; 0]);
}

#[test]
fn a_partial_report_replaces_the_items_that_it_brings() {
    let mut emulator = emulator();
    call(&mut emulator, "PutComplianceItems", report("Association", 10, &[item(A), item(B)]));
    let mut partial = and(
        report("Association", 20, &[and(item(A), json!({ "Status": "NON_COMPLIANT" }))]),
        json!({ "UploadType": "PARTIAL" }),
    );
    partial["ExecutionSummary"]["ExecutionId"] = json!(A);
    call(&mut emulator, "PutComplianceItems", partial.clone());
    let items = call(&mut emulator, "ListComplianceItems", json!({}))["ComplianceItems"].clone();
    let said: Vec<Value> = items
        .as_array()
        .unwrap()
        .iter()
        .map(|item| json!([item["Id"], item["Status"], item["ExecutionSummary"]["ExecutionTime"]]))
        .collect();
    assert_eq!(
        json!(said),
        json!([[B, "COMPLIANT", 10], [A, "NON_COMPLIANT", 20]]),
        "each item keeps the run that it came from"
    );
    call(&mut emulator, "PutComplianceItems", report("Association", 30, &[item("only")]));
    assert_eq!(listed(&mut emulator, json!({})), ["only"], "a complete report replaces the parts, too");
}

#[test]
fn a_partial_report_is_for_associations_alone() {
    let mut emulator = emulator();
    let put = and(report("Custom:One", 10, &[item("a")]), json!({ "UploadType": "PARTIAL" }));
    assert_eq!(refused(&mut emulator, "PutComplianceItems", put).0, "InvalidItemContentException");
}

fn part(time: i64, items: &[Value], hash: &str) -> Value {
    and(report("Association", time, items), json!({ "UploadType": "PARTIAL", "ItemContentHash": hash }))
}

#[test]
fn a_partial_report_is_older_than_what_it_replaces_alone() {
    let mut emulator = emulator();
    call(&mut emulator, "PutComplianceItems", part(20, &[item(A)], ""));
    call(&mut emulator, "PutComplianceItems", part(10, &[item(B)], ""));
    assert_eq!(listed(&mut emulator, json!({})), [A, B], "the run of another association says nothing of this one's");
    call(&mut emulator, "PutComplianceItems", part(19, &[and(item(A), json!({ "Severity": "HIGH" }))], ""));
    let high = json!({ "Filters": [{ "Key": "Severity", "Values": ["HIGH"] }] });
    assert_eq!(listed(&mut emulator, high), [""; 0], "older than what is stored of the same association");
    call(&mut emulator, "PutComplianceItems", report("Association", 19, &[item("all")]));
    assert_eq!(listed(&mut emulator, json!({})), [A, B], "a complete report replaces all, so the newest counts");
}

#[test]
fn no_items_with_the_hash_of_the_last_complete_report_say_that_nothing_changed() {
    let mut emulator = emulator();
    let agent = |time, items: &[Value]| and(report("Association", time, items), json!({ "ItemContentHash": "agent" }));
    call(&mut emulator, "PutComplianceItems", agent(10, &[item(A), item(B)]));
    call(&mut emulator, "PutComplianceItems", part(20, &[item(A)], "patch"));
    call(&mut emulator, "PutComplianceItems", agent(30, &[]));
    assert_eq!(listed(&mut emulator, json!({})), [B, A], "what came in parts since is kept, and so is the rest");
    call(&mut emulator, "PutComplianceItems", agent(40, &[item(A), item(B)]));
    assert_eq!(listed(&mut emulator, json!({})), [A, B], "with items it is put again, since parts of it were replaced");
    call(&mut emulator, "PutComplianceItems", part(50, &[item(A)], "patch"));
    call(&mut emulator, "PutComplianceItems", and(agent(60, &[]), json!({ "ItemContentHash": "another" })));
    assert_eq!(listed(&mut emulator, json!({})), [""; 0]);
}

#[test]
fn the_hash_of_a_part_goes_with_the_first_of_its_items() {
    let mut emulator = emulator();
    call(&mut emulator, "PutComplianceItems", part(10, &[item(A), item(B)], "both"));
    call(&mut emulator, "PutComplianceItems", part(20, &[and(item(A), json!({ "Severity": "HIGH" }))], "one"));
    call(&mut emulator, "PutComplianceItems", part(30, &[item(A), item(B)], "both"));
    let high = json!({ "Filters": [{ "Key": "Severity", "Values": ["HIGH"] }] });
    assert_eq!(listed(&mut emulator, high), [""; 0]);
}

#[test]
fn a_report_with_the_stored_hash_is_ignored() {
    let mut emulator = emulator();
    let hashed =
        |time, hash: &str, items: &[Value]| and(report("Custom:One", time, items), json!({ "ItemContentHash": hash }));
    call(&mut emulator, "PutComplianceItems", hashed(10, "opaque", &[item("a")]));
    let stored = emulator.snapshot().unwrap();
    call(&mut emulator, "PutComplianceItems", hashed(20, "opaque", &[item("b")]));
    call(&mut emulator, "PutComplianceItems", hashed(20, "opaque", &[]));
    assert_eq!(emulator.snapshot().unwrap(), stored, "neither other items nor none change anything");
    call(&mut emulator, "PutComplianceItems", hashed(20, "another", &[item("b")]));
    assert_eq!(listed(&mut emulator, json!({})), ["b"]);
    call(&mut emulator, "PutComplianceItems", hashed(21, "opaque", &[]));
    assert_eq!(listed(&mut emulator, json!({})), [""; 0], "the hash before the last is no longer known");
}

#[test]
fn an_empty_hash_is_no_hash() {
    let mut emulator = emulator();
    let put = |id: &str| and(report("Custom:One", 10, &[item(id)]), json!({ "ItemContentHash": "" }));
    call(&mut emulator, "PutComplianceItems", put("a"));
    call(&mut emulator, "PutComplianceItems", put("b"));
    assert_eq!(listed(&mut emulator, json!({})), ["b"]);
}

#[test]
fn an_older_report_is_dropped_without_a_word() {
    let mut emulator = emulator();
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 20, &[item("new")]));
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 19, &[item("old")]));
    assert_eq!(listed(&mut emulator, json!({})), ["new"]);
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 20, &[item("same time")]));
    assert_eq!(listed(&mut emulator, json!({})), ["same time"]);
    call(&mut emulator, "PutComplianceItems", report("Custom:Two", 1, &[item("other type")]));
    assert_eq!(listed(&mut emulator, json!({})), ["same time", "other type"]);
}

#[test]
fn a_report_of_more_than_800_kb_is_refused() {
    let mut emulator = emulator();
    let items = |count: usize| -> Vec<Value> {
        (0..count).map(|i| and(item(&format!("{i:06}")), json!({ "Details": { "Text": "x".repeat(4_000) } }))).collect()
    };
    let size = |count: usize| Value::from(items(count)).to_string().len();
    let most = (0..300).rev().find(|&count| size(count) <= 800 * 1024).unwrap();
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 10, &items(most)));
    let (name, message) = refused(&mut emulator, "PutComplianceItems", report("Custom:One", 11, &items(most + 1)));
    assert_eq!(
        (name.as_str(), message.as_str()),
        ("ItemSizeLimitExceededException", "Compliance item can have up to 800 KB in total.")
    );
    assert_eq!(listed(&mut emulator, json!({})).len(), most);
}

#[test]
fn a_node_has_ten_custom_types() {
    let mut emulator = emulator();
    for i in 0..10 {
        call(&mut emulator, "PutComplianceItems", report(&format!("Custom:Type{i}"), 10, &[item("a")]));
    }
    let (name, message) = refused(&mut emulator, "PutComplianceItems", report("Custom:Type10", 10, &[item("a")]));
    assert_eq!(name, "ComplianceTypeCountLimitExceededException");
    assert!(message.contains("maximum of 10"), "{message}");
    for fine in [
        report("Custom:Type9", 11, &[item("b")]),
        report("Patch", 10, &[]),
        and(report("Custom:Type10", 10, &[]), json!({ "ResourceId": OTHER_NODE })),
    ] {
        call(&mut emulator, "PutComplianceItems", fine);
    }
}

#[test]
fn only_managed_nodes_have_compliance() {
    let mut emulator = with(json!({ "nodes": [NODE] }));
    let put =
        |id: &str, kind: &str| and(report("Custom:One", 10, &[]), json!({ "ResourceId": id, "ResourceType": kind }));
    call(&mut emulator, "PutComplianceItems", put(NODE, "ManagedInstance"));
    assert_eq!(
        refused(&mut emulator, "PutComplianceItems", put(NODE, "EC2Instance")),
        ("InvalidResourceType".into(), String::new())
    );
    for id in [OTHER_NODE, "web-01"] {
        assert_eq!(
            refused(&mut emulator, "PutComplianceItems", put(id, "ManagedInstance")),
            ("InvalidResourceId".into(), String::new())
        );
        assert_eq!(
            refused(&mut emulator, "ListComplianceItems", json!({ "ResourceIds": [id] })).0,
            "InvalidResourceId"
        );
    }
    assert_eq!(
        refused(&mut emulator, "ListComplianceItems", json!({ "ResourceTypes": ["x"] })).0,
        "InvalidResourceType"
    );
    let two = json!({ "ResourceIds": [NODE, NODE] });
    assert_eq!(refused(&mut emulator, "ListComplianceItems", two).0, "InvalidResourceId");
}

#[test]
fn a_list_comes_in_pages_and_a_token_belongs_to_its_query() {
    let mut emulator = emulator();
    let ids: Vec<String> = (0..120).map(|i| format!("{i:03}")).collect();
    let items: Vec<Value> = ids.iter().map(|id| item(id)).collect();
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 10, &items));
    call(
        &mut emulator,
        "PutComplianceItems",
        and(report("Custom:One", 10, &items), json!({ "ResourceId": OTHER_NODE })),
    );
    let query = json!({ "ResourceIds": [NODE] });
    let counts = |pages: &[Value]| -> Vec<usize> {
        pages.iter().map(|page| page["ComplianceItems"].as_array().unwrap().len()).collect()
    };
    assert_eq!(
        counts(&pages(&mut emulator, "ListComplianceItems", query.clone())),
        [50, 50, 20],
        "50 items a page where no number is given"
    );
    assert_eq!(counts(&pages(&mut emulator, "ListComplianceItems", json!({ "MaxResults": 48 }))), [48; 5]);
    assert_eq!(listed(&mut emulator, and(query.clone(), json!({ "MaxResults": 7 }))), ids);
    let token = call(&mut emulator, "ListComplianceItems", query.clone())["NextToken"].clone();
    let more = call(&mut emulator, "ListComplianceItems", and(query, json!({ "NextToken": token, "MaxResults": 1 })));
    assert_eq!(more["ComplianceItems"][0]["Id"], "050", "the size of a page may change");
    for other in [
        json!({}),
        json!({ "ResourceIds": [OTHER_NODE] }),
        json!({ "ResourceIds": [NODE], "Filters": [{ "Key": "Status", "Values": ["COMPLIANT"] }] }),
    ] {
        assert_eq!(
            refused(&mut emulator, "ListComplianceItems", and(other, json!({ "NextToken": token }))).0,
            "InvalidNextToken"
        );
    }
    let entries = json!({ "InstanceId": NODE, "TypeName": "AWS:ComplianceItem", "NextToken": token });
    assert_eq!(refused(&mut emulator, "ListInventoryEntries", entries).0, "InvalidNextToken");
    assert_eq!(refused(&mut emulator, "ListComplianceItems", json!({ "NextToken": "made up" })).0, "InvalidNextToken");
}

#[test]
fn filters_narrow_a_list() {
    let mut emulator = emulator();
    let items = [
        json!({ "Id": "a", "Severity": "HIGH", "Status": "COMPLIANT", "Details": { "DocumentName": "AWS-RunPatchBaseline" } }),
        json!({ "Id": "b", "Severity": "HIGH", "Status": "NON_COMPLIANT" }),
        json!({ "Severity": "LOW", "Status": "NON_COMPLIANT" }),
    ];
    call(&mut emulator, "PutComplianceItems", report("Custom:One", 1_600_000_000, &items));
    call(&mut emulator, "PutComplianceItems", report("Patch", 1_700_000_000, &[item("d")]));
    let filter =
        |key: &str, values: &[&str], operator: Option<&str>| json!({ "Key": key, "Values": values, "Type": operator });
    for (filters, wanted) in [
        (vec![filter("Status", &["COMPLIANT"], None)], vec!["a", "d"]),
        (vec![filter("Severity", &["LOW", "MEDIUM"], Some("EQUAL"))], vec!["-", "d"]),
        (vec![filter("Severity", &["HIGH"], Some("NOT_EQUAL"))], vec!["-", "d"]),
        (
            vec![filter("ComplianceType", &["Custom:"], Some("BEGIN_WITH")), filter("Status", &["COMPLIANT"], None)],
            vec!["a"],
        ),
        (vec![filter("ExecutionTime", &["2021-01-01T00:00:00Z"], Some("GREATER_THAN"))], vec!["d"]),
        (vec![filter("ExecutionTime", &["2021-01-01T00:00:00Z"], Some("LESS_THAN"))], vec!["a", "b", "-"]),
        (vec![filter("DocumentName", &["AWS-RunPatchBaseline"], None)], vec!["a"]),
        (vec![filter("Id", &["b"], Some("NOT_EQUAL"))], vec!["a", "-", "d"]),
        (vec![filter("InstanceId", &[NODE], None), filter("Id", &["x"], None)], vec![]),
    ] {
        let query = json!({ "Filters": filters });
        assert_eq!(listed(&mut emulator, query.clone()), wanted, "{query}");
    }
    for wrong in
        [json!({ "Key": "Colour", "Values": ["red"] }), json!({ "Values": ["red"] }), json!({ "Key": "Status" })]
    {
        assert_eq!(refused(&mut emulator, "ListComplianceItems", json!({ "Filters": [wrong] })).0, "InvalidFilter");
    }
}
