//! What a repair writes, where the right value is known or nearly.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

use cloud_dryrun::report::{Trust, apply};
use cloud_dryrun::{Options, check};

/// The first repair of the finding at a path: how far to trust it, and what stands there afterwards.
#[track_caller]
fn repaired(operation: &str, text: &str, path: &str) -> (Trust, String) {
    let report = check(operation, text.as_bytes(), &Options::default()).unwrap();
    let found = report.findings.iter().find(|finding| finding.path == path && !finding.fixes.is_empty());
    let fix = &found.unwrap_or_else(|| panic!("nothing to repair at {path}\n{}", report.render())).fixes[0];
    let after = apply(&report.text, fix.edits.iter());
    let root: serde_json::Value = serde_json::from_str(&after).unwrap_or_else(|error| panic!("{error}: {after}"));
    (fix.trust, root.pointer(path).map_or_else(|| after.clone(), ToString::to_string))
}

const COMPLIANCE: &str = "ssm:PutComplianceItems";
const START: &str = "ssm:StartAutomationExecution";

fn run(time: &str) -> String {
    format!(r#"{{"ExecutionSummary":{{"ExecutionTime":{time}}}}}"#)
}

#[test]
fn times_become_seconds() {
    let path = "/ExecutionSummary/ExecutionTime";
    for (written, trust, seconds) in [
        (r#""2025-03-12T06:00:00Z""#, Trust::Safe, "1741759200"),
        (r#""2025-03-12T07:00:00+01:00""#, Trust::Safe, "1741759200"),
        (r#""2025-03-12T06:00:00.5Z""#, Trust::Safe, "1741759200.5"),
        (r#""2025-03-12 06:00:00""#, Trust::Check, "1741759200"),
        (r#""1741759200""#, Trust::Safe, "1741759200"),
        (r#""1741759200000""#, Trust::Check, "1741759200"),
        ("1741759200000", Trust::Safe, "1741759200"),
        ("[1741759200]", Trust::Check, "1741759200"),
    ] {
        assert_eq!(repaired(COMPLIANCE, &run(written), path), (trust, seconds.into()), "{written}");
    }
}

#[test]
fn values_become_what_their_shape_wants() {
    for (operation, text, path, trust, value) in [
        ("ssm:ListDocuments", r#"{"MaxResults":"5"}"#, "/MaxResults", Trust::Safe, "5"),
        ("ssm:ListDocuments", r#"{"MaxResults":" 5.0 "}"#, "/MaxResults", Trust::Check, "5"),
        ("ssm:DeleteInventory", r#"{"DryRun":"True"}"#, "/DryRun", Trust::Safe, "true"),
        ("ssm:DeleteInventory", r#"{"DryRun":"yes"}"#, "/DryRun", Trust::Check, "true"),
        ("ssm:DeleteInventory", r#"{"DryRun":0}"#, "/DryRun", Trust::Check, "false"),
        ("ssm:DeleteInventory", r#"{"TypeName":["Custom:A"]}"#, "/TypeName", Trust::Check, r#""Custom:A""#),
        (
            "ssm:DeleteInventory",
            r#"{"ClientToken":"8F14E45F-CEEA-467F-A8D3-0C1D2E3F4A5B"}"#,
            "/ClientToken",
            Trust::Check,
            r#""8f14e45f-ceea-467f-a8d3-0c1d2e3f4a5b""#,
        ),
        (
            "ssm:PutInventory",
            r#"{"Items":[{"Content":[{"Tags":{"b":[1],"a":"x"}}]}]}"#,
            "/Items/0/Content/0/Tags",
            Trust::Check,
            r#""{\"b\":[1],\"a\":\"x\"}""#,
        ),
        (START, r#"{"DocumentVersion":"latest"}"#, "/DocumentVersion", Trust::Check, r#""$LATEST""#),
        (START, r#"{"MaxErrors":"10 %"}"#, "/MaxErrors", Trust::Check, r#""10%""#),
        (
            COMPLIANCE,
            r#"{"ComplianceType":"Custom:CIS-RHEL9"}"#,
            "/ComplianceType",
            Trust::Check,
            r#""Custom:CISRHEL9""#,
        ),
        ("ssm:DeleteInventory", r#"{"TypeName":"CUSTOM:Rack"}"#, "/TypeName", Trust::Check, r#""Custom:Rack""#),
        (
            "ssm:PutInventory",
            r#"{"InstanceId":"arn:aws:ec2:eu-central-1:111122223333:instance/i-0123456789abcdef0"}"#,
            "/InstanceId",
            Trust::Check,
            r#""i-0123456789abcdef0""#,
        ),
        (
            "ssm:PutInventory",
            r#"{"InstanceId":"aws.ssm.8f14e45f-ceea-467f-a8d3-0c1d2e3f4a5b.i-0123456789abcdef0"}"#,
            "/InstanceId",
            Trust::Check,
            r#""i-0123456789abcdef0""#,
        ),
        (
            START,
            r#"{"TargetLocations":[{"ExecutionRoleName":"arn:aws:iam::111122223333:role/Automation"}]}"#,
            "/TargetLocations/0/ExecutionRoleName",
            Trust::Check,
            r#""Automation""#,
        ),
        (
            "ssm:DescribeInventoryDeletions",
            r#"{"DeletionId":"8f14e45fceea467fa8d30c1d2e3f4a5b"}"#,
            "/DeletionId",
            Trust::Check,
            r#""8f14e45f-ceea-467f-a8d3-0c1d2e3f4a5b""#,
        ),
        (START, r#"{"DocumentName":" Example "}"#, "/DocumentName", Trust::Check, r#""Example""#),
        (START, r#"{"Mode":"interactive"}"#, "/Mode", Trust::Safe, r#""Interactive""#),
        (START, r#"{"Parameters":{"A":"b"}}"#, "/Parameters/A", Trust::Safe, r#"["b"]"#),
        (START, r#"{"Parameters":"{\"A\":[\"b\"]}"}"#, "/Parameters", Trust::Check, r#"{"A":["b"]}"#),
        (
            START,
            r#"{"Tags":{"Team":"x","Env":"y"}}"#,
            "/Tags",
            Trust::Check,
            r#"[{"Key":"Team","Value":"x"},{"Key":"Env","Value":"y"}]"#,
        ),
        (START, r#"{"Tags":{"Key":"Team","Value":"x"}}"#, "/Tags", Trust::Safe, r#"[{"Key":"Team","Value":"x"}]"#),
        (
            "ssm:PutInventory",
            r#"{"InstanceID":"i-0123456789abcdef0"}"#,
            "/InstanceID",
            Trust::Safe,
            r#"{"InstanceId":"i-0123456789abcdef0"}"#,
        ),
    ] {
        assert_eq!(repaired(operation, text, path), (trust, value.into()), "{text}");
    }
}

/// Quotes alone would not make them what the shape wants.
#[test]
fn numbers_become_the_texts_that_their_shape_takes() {
    const PUT: &str = "ssm:PutInventory";
    for (operation, text, path, trust, value) in [
        (
            PUT,
            r#"{"Items":[{"CaptureTime":1741759200}]}"#,
            "/Items/0/CaptureTime",
            Trust::Check,
            r#""2025-03-12T06:00:00Z""#,
        ),
        (
            PUT,
            r#"{"Items":[{"CaptureTime":1741759200123}]}"#,
            "/Items/0/CaptureTime",
            Trust::Check,
            r#""2025-03-12T06:00:00Z""#,
        ),
        (PUT, r#"{"Items":[{"SchemaVersion":1}]}"#, "/Items/0/SchemaVersion", Trust::Check, r#""1.0""#),
        (PUT, r#"{"Items":[{"SchemaVersion":1.0}]}"#, "/Items/0/SchemaVersion", Trust::Safe, r#""1.0""#),
        (PUT, r#"{"Items":[{"Content":[{"Size":10}]}]}"#, "/Items/0/Content/0/Size", Trust::Safe, r#""10""#),
        (START, r#"{"DocumentVersion":3}"#, "/DocumentVersion", Trust::Safe, r#""3""#),
        (START, r#"{"ClientToken":3}"#, "/ClientToken", Trust::Check, r#""3""#),
        (START, r#"{"Parameters":{"Count":3}}"#, "/Parameters/Count", Trust::Safe, r#"["3"]"#),
        (START, r#"{"Parameters":{"DryRun":true}}"#, "/Parameters/DryRun", Trust::Safe, r#"["true"]"#),
        (COMPLIANCE, &run(r#""1741759200.5""#), "/ExecutionSummary/ExecutionTime", Trust::Safe, "1741759200.5"),
    ] {
        assert_eq!(repaired(operation, text, path), (trust, value.into()), "{text}");
    }
    let report = check(COMPLIANCE, br#"{"Items":[{"Status":true}]}"#, &Options::default()).unwrap();
    let status = report.findings.iter().find(|finding| finding.path == "/Items/0/Status").unwrap();
    assert!(status.fixes.is_empty(), "no quotes make it one of the values");
}

#[test]
fn an_object_is_put_into_a_list_if_it_is_an_element() {
    const DESCRIBE: &str = "ssm:DescribeAutomationExecutions";
    for (operation, text, path, trust, value) in [
        (
            DESCRIBE,
            r#"{"Filters":{"key":"ExecutionId","Values":["x"]}}"#,
            "/Filters",
            Trust::Safe,
            r#"[{"key":"ExecutionId","Values":["x"]}]"#,
        ),
        (
            DESCRIBE,
            r#"{"Filters":{"ExecutionId":["Key"]}}"#,
            "/Filters",
            Trust::Check,
            r#"[{"Key":"ExecutionId","Values":["Key"]}]"#,
        ),
        (
            "ssm:GetInventory",
            r#"{"Filters":{"A:B.C":["x"]}}"#,
            "/Filters",
            Trust::Check,
            r#"[{"Key":"A:B.C","Values":["x"]}]"#,
        ),
        (
            START,
            r#"{"Parameters":[{"Name":"A","Values":["b"]},{"Name":"C","Values":[]}]}"#,
            "/Parameters",
            Trust::Check,
            r#"{"A":["b"],"C":[]}"#,
        ),
    ] {
        assert_eq!(repaired(operation, text, path), (trust, value.into()), "{text}");
    }
    let report =
        check("ssm:PutInventory", br#"{"Items":{"rack":{"TypeName":"Custom:A"}}}"#, &Options::default()).unwrap();
    let items = report.findings.iter().find(|finding| finding.path == "/Items").unwrap();
    assert!(items.fixes.is_empty(), "an object of objects is no item");
}

/// What is missed where a name is written is often a part of it, or the object that it belongs into.
#[test]
fn a_member_is_found_by_a_part_of_its_name_and_further_down() {
    let help = |operation: &str, text: &str, path: &str| {
        let report = check(operation, text.as_bytes(), &Options::default()).unwrap();
        let found = report.findings.iter().find(|finding| finding.path == path);
        found.unwrap_or_else(|| panic!("{path}\n{}", report.render())).help.clone().unwrap().into_owned()
    };
    assert_eq!(help("ssm:SendAutomationSignal", r#"{"Signal":"Reject"}"#, "/Signal"), "did you mean `SignalType`?");
    assert_eq!(
        help(COMPLIANCE, r#"{"ExecutionTime":1741759200}"#, "/ExecutionTime"),
        "move it into `ExecutionSummary`, where it is one"
    );
    assert_eq!(
        help("ssm:PutInventory", r#"{"TypeName":"Custom:A"}"#, "/TypeName"),
        "move it into an item of `Items`, where it is one"
    );
    assert_eq!(
        help("ssm:StartChangeRequestExecution", r#"{"Accounts":[]}"#, "/Accounts"),
        "move it into an item of `TargetLocations` in an item of `Runbooks`, where it is one"
    );
}

#[test]
fn times_that_are_texts_become_times_in_utc() {
    let path = "/Items/0/CaptureTime";
    for (written, trust, time) in [
        ("2025-03-12T06:00:00.123Z", Trust::Safe, "2025-03-12T06:00:00Z"),
        ("2025-03-12T08:00:00+02:00", Trust::Safe, "2025-03-12T06:00:00Z"),
        ("2025-03-12 06:00:00", Trust::Check, "2025-03-12T06:00:00Z"),
        ("1741759200", Trust::Check, "2025-03-12T06:00:00Z"),
        ("1741759200123", Trust::Check, "2025-03-12T06:00:00Z"),
        ("07-Jun-2019", Trust::Check, "2019-06-07T00:00:00Z"),
        ("Wed, 12 Mar 2025 06:00:00 GMT", Trust::Safe, "2025-03-12T06:00:00Z"),
    ] {
        let text = format!(r#"{{"Items":[{{"CaptureTime":"{written}"}}]}}"#);
        assert_eq!(repaired("ssm:PutInventory", &text, path), (trust, format!("\"{time}\"")), "{written}");
    }
    for (operation, text, path) in [
        (
            "ssm:DescribeAutomationExecutions",
            r#"{"Filters":[{"Key":"StartTimeAfter","Values":["2025-03-12T07:00:00+01:00"]}]}"#,
            "/Filters/0/Values/0",
        ),
        (
            "ssm:ListComplianceItems",
            r#"{"Filters":[{"Key":"ExecutionTime","Values":["1741759200"],"Type":"GREATER_THAN"}]}"#,
            "/Filters/0/Values/0",
        ),
        ("ssm:GetCalendarState", r#"{"CalendarNames":["Example"],"AtTime":"12 Mar 2025 06:00:00"}"#, "/AtTime"),
    ] {
        assert_eq!(repaired(operation, text, path).1, r#""2025-03-12T06:00:00Z""#, "{text}");
    }
}

#[test]
fn a_missing_member_is_laid_out_as_its_neighbours_are() {
    for (text, after) in [
        ("{}", r#"{"TypeName": "Custom:RackInfo"}"#),
        (r#"{"DryRun":true}"#, r#"{"DryRun":true, "TypeName": "Custom:RackInfo"}"#),
        ("{\n    \"DryRun\": true\n}", "{\n    \"DryRun\": true,\n    \"TypeName\": \"Custom:RackInfo\"\n}"),
        (r#"{"TypeName":null}"#, r#"{"TypeName":"Custom:RackInfo"}"#),
        (r#"{"Other": {"a": [1]} }"#, r#"{"Other": {"a": [1]}, "TypeName": "Custom:RackInfo" }"#),
    ] {
        let report = check("ssm:DeleteInventory", text.as_bytes(), &Options::default()).unwrap();
        let missing = report.findings.iter().find(|finding| finding.rule == "missing-member").unwrap();
        assert_eq!(missing.fixes[0].trust, Trust::Check);
        assert_eq!(apply(&report.text, missing.fixes[0].edits.iter()), after);
    }
    let text = "{\n  \"InstanceId\": \"i-0123456789abcdef0\"\n}";
    let report = check("ssm:PutInventory", text.as_bytes(), &Options::default()).unwrap();
    let after = apply(&report.text, report.findings[0].fixes[0].edits.iter());
    assert!(after.contains("\n  \"Items\": [\n    {\n      \"TypeName\""), "{after}");
    assert!(check("ssm:PutInventory", after.as_bytes(), &Options::default()).unwrap().ok);
}
