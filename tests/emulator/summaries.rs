//! ListComplianceSummaries and ListResourceComplianceSummaries.

use crate::*;

const THIRD: &str = "i-0f00000000000000f";

fn items(of: &[(&str, &str)]) -> Vec<Value> {
    of.iter().map(|(severity, status)| json!({ "Severity": severity, "Status": status })).collect()
}

#[track_caller]
fn put(emulator: &mut Emulator, node: &str, compliance_type: &str, of: &[(&str, &str)]) {
    let put = and(report(compliance_type, 10, &items(of)), json!({ "ResourceId": node }));
    call(emulator, "PutComplianceItems", put);
}

/// Some counts, the others being zero.
fn counts(name: &str, of: &[(&str, i64)]) -> Value {
    let mut severities = json!({ "CriticalCount": 0, "HighCount": 0, "MediumCount": 0, "LowCount": 0, "InformationalCount": 0, "UnspecifiedCount": 0 });
    for (severity, count) in of {
        severities[severity] = json!(count);
    }
    json!({ name: of.iter().map(|(_, count)| count).sum::<i64>(), "SeveritySummary": severities })
}

fn both(compliant: &[(&str, i64)], not: &[(&str, i64)]) -> Value {
    json!({ "CompliantSummary": counts("CompliantCount", compliant), "NonCompliantSummary": counts("NonCompliantCount", not) })
}

/// Three nodes, of which two have patches, and one an own type as well.
fn fleet() -> Emulator {
    let mut emulator = emulator();
    put(&mut emulator, NODE, "Patch", &[("HIGH", "COMPLIANT"), ("UNSPECIFIED", "COMPLIANT")]);
    put(
        &mut emulator,
        OTHER_NODE,
        "Patch",
        &[("CRITICAL", "COMPLIANT"), ("LOW", "NON_COMPLIANT"), ("HIGH", "NON_COMPLIANT")],
    );
    put(&mut emulator, NODE, "Custom:Own", &[("CRITICAL", "NON_COMPLIANT")]);
    put(&mut emulator, THIRD, "Custom:Own", &[]);
    emulator
}

#[track_caller]
fn types(emulator: &mut Emulator, filters: Value) -> Value {
    json!(
        pages(emulator, "ListComplianceSummaries", json!({ "Filters": filters }))
            .iter()
            .flat_map(|page| page["ComplianceSummaryItems"].as_array().unwrap().clone())
            .collect::<Vec<Value>>()
    )
}

#[test]
fn a_summary_counts_the_resources_of_each_type() {
    let mut emulator = fleet();
    let own = and(json!({ "ComplianceType": "Custom:Own" }), both(&[], &[("CriticalCount", 1)]));
    let patch = and(json!({ "ComplianceType": "Patch" }), both(&[("UnspecifiedCount", 1)], &[("HighCount", 1)]));
    assert_eq!(types(&mut emulator, json!([])), json!([own, patch]), "a report without items is no resource");
    put(&mut emulator, NODE, "Custom:Own", &[]);
    assert_eq!(types(&mut emulator, json!([])), json!([patch]), "a type that is cleared is gone");
}

#[test]
fn a_resource_summary_counts_the_items_of_each_report() {
    let mut emulator = fleet();
    let rows =
        call(&mut emulator, "ListResourceComplianceSummaries", json!({}))["ResourceComplianceSummaryItems"].clone();
    let row = |kind: &str, node: &str, status: &str, severity: &str, counts: Value| {
        let about = json!({
            "ComplianceType": kind, "ResourceType": "ManagedInstance", "ResourceId": node,
            "Status": status, "OverallSeverity": severity, "ExecutionSummary": { "ExecutionTime": 10 },
        });
        and(about, counts)
    };
    let wanted = json!([
        row("Custom:Own", NODE, "NON_COMPLIANT", "CRITICAL", both(&[], &[("CriticalCount", 1)])),
        row("Patch", NODE, "COMPLIANT", "UNSPECIFIED", both(&[("HighCount", 1), ("UnspecifiedCount", 1)], &[])),
        row(
            "Patch",
            OTHER_NODE,
            "NON_COMPLIANT",
            "HIGH",
            both(&[("CriticalCount", 1)], &[("LowCount", 1), ("HighCount", 1)])
        ),
    ]);
    assert_eq!(rows, wanted);
}

#[test]
fn filters_say_which_resources_are_counted() {
    let mut emulator = with(json!({ "nodes": [{ "id": NODE, "platformType": "Linux" }, OTHER_NODE] }));
    put(&mut emulator, NODE, "Patch", &[("HIGH", "COMPLIANT")]);
    put(&mut emulator, OTHER_NODE, "Patch", &[("HIGH", "NON_COMPLIANT")]);
    let grouped = json!({ "Severity": "LOW", "Status": "NON_COMPLIANT", "Details": { "PatchGroup": "web" } });
    let mut put = report("Association", 10, &[grouped]);
    put["ExecutionSummary"] = json!({ "ExecutionTime": 20, "ExecutionId": "run", "ExecutionType": "Command" });
    call(&mut emulator, "PutComplianceItems", put);
    let filter =
        |key: &str, value: &str, operator: Option<&str>| json!([{ "Key": key, "Values": [value], "Type": operator }]);
    for (filters, wanted) in [
        (filter("ComplianceType", "Patch", None), vec!["Patch 1 1"]),
        (filter("ComplianceType", "Pa", Some("BEGIN_WITH")), vec!["Patch 1 1"]),
        (filter("Status", "COMPLIANT", None), vec!["Patch 1 0"]),
        (filter("OverallSeverity", "HIGH", Some("EQUAL")), vec!["Patch 0 1"]),
        (filter("Severity", "HIGH", Some("NOT_EQUAL")), vec!["Association 0 1", "Patch 1 0"]),
        (filter("InstanceId", NODE, None), vec!["Association 0 1", "Patch 1 0"]),
        (filter("ExecutionTime", "1970-01-01T00:00:20Z", Some("LESS_THAN")), vec!["Patch 1 1"]),
        (filter("ExecutionType", "Command", None), vec!["Association 0 1"]),
        (filter("ExecutionId", "run", Some("NOT_EQUAL")), vec!["Patch 1 1"]),
        (filter("PatchGroup", "web", None), vec!["Association 0 1"]),
        (filter("AWS:InstanceInformation.PlatformType", "Linux", None), vec!["Association 0 1", "Patch 1 0"]),
        (filter("AWS:InstanceInformation.PlatformType", "Linux", Some("NOT_EQUAL")), vec!["Patch 0 1"]),
    ] {
        let list = types(&mut emulator, filters.clone());
        let said: Vec<String> = list
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                let kind = row["ComplianceType"].as_str().unwrap();
                format!(
                    "{kind} {} {}",
                    row["CompliantSummary"]["CompliantCount"], row["NonCompliantSummary"]["NonCompliantCount"]
                )
            })
            .collect();
        assert_eq!(said, wanted, "{filters}");
        let rows = call(&mut emulator, "ListResourceComplianceSummaries", json!({ "Filters": filters }));
        let sum: i64 = list
            .as_array()
            .unwrap()
            .iter()
            .map(|row| {
                row["CompliantSummary"]["CompliantCount"].as_i64().unwrap()
                    + row["NonCompliantSummary"]["NonCompliantCount"].as_i64().unwrap()
            })
            .sum();
        assert_eq!(
            rows["ResourceComplianceSummaryItems"].as_array().unwrap().len() as i64,
            sum,
            "both lists agree on {filters}"
        );
    }
    for operation in ["ListComplianceSummaries", "ListResourceComplianceSummaries"] {
        for wrong in
            [json!({ "Key": "Colour", "Values": ["red"] }), json!({ "Values": ["red"] }), json!({ "Key": "Status" })]
        {
            assert_eq!(refused(&mut emulator, operation, json!({ "Filters": [wrong] })).0, "InvalidFilter");
        }
    }
}

#[test]
fn summaries_follow_what_comes_as_inventory_and_in_parts() {
    let mut emulator = emulator();
    let entry = |status: &str| json!({ "Id": "KB1", "Severity": "CRITICAL", "Status": status });
    let context = json!({ "ComplianceType": "Patch", "ExecutionTime": "2025-03-12T05:00:00Z" });
    let inventory = |status: &str| {
        json!({ "InstanceId": NODE, "Items": [{
            "TypeName": "AWS:ComplianceItem", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z",
            "Content": [entry(status)], "Context": context,
        }] })
    };
    call(&mut emulator, "PutInventory", inventory("NON_COMPLIANT"));
    assert_eq!(
        types(&mut emulator, json!([]))[0]["NonCompliantSummary"],
        counts("NonCompliantCount", &[("CriticalCount", 1)])
    );
    call(&mut emulator, "PutInventory", inventory(""));
    assert_eq!(
        types(&mut emulator, json!([]))[0]["CompliantSummary"],
        counts("CompliantCount", &[("UnspecifiedCount", 1)])
    );
    call(&mut emulator, "PutComplianceItems", report("Association", 10, &[item("a"), item("b")]));
    let partial = and(
        report("Association", 20, &[and(item("a"), json!({ "Status": "NON_COMPLIANT" }))]),
        json!({ "UploadType": "PARTIAL" }),
    );
    call(&mut emulator, "PutComplianceItems", partial);
    let rows =
        call(&mut emulator, "ListResourceComplianceSummaries", json!({}))["ResourceComplianceSummaryItems"].clone();
    assert_eq!(
        (&rows[0]["Status"], &rows[0]["ExecutionSummary"]),
        (&json!("NON_COMPLIANT"), &json!({ "ExecutionTime": 20 }))
    );
    assert_eq!(rows[0]["CompliantSummary"], counts("CompliantCount", &[("LowCount", 1)]));
}

#[test]
fn summaries_come_in_pages_and_a_token_belongs_to_its_query() {
    let mut emulator = emulator();
    for i in 0..8 {
        for node in [NODE, OTHER_NODE] {
            put(&mut emulator, node, &format!("Custom:T{i}"), &[("LOW", "COMPLIANT")]);
        }
    }
    for (operation, list, count) in [
        ("ListComplianceSummaries", "ComplianceSummaryItems", 8),
        ("ListResourceComplianceSummaries", "ResourceComplianceSummaryItems", 16),
    ] {
        let pages = pages(&mut emulator, operation, json!({ "MaxResults": 3 }));
        let rows = |page: &Value| page[list].as_array().unwrap().clone();
        let all: Vec<Value> = pages.iter().flat_map(rows).collect();
        assert_eq!(all, rows(&call(&mut emulator, operation, json!({}))), "{operation}");
        assert_eq!((all.len(), rows(&pages[0]).len()), (count, 3));
        let token = pages[0]["NextToken"].clone();
        let other = json!({ "Filters": [{ "Key": "Status", "Values": ["COMPLIANT"] }], "NextToken": token });
        assert_eq!(refused(&mut emulator, operation, other).0, "InvalidNextToken");
        assert_eq!(refused(&mut emulator, operation, json!({ "NextToken": "AAAA" })).0, "InvalidNextToken");
    }
}
