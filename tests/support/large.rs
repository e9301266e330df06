//! Requests that are made for their size: too large for the file of a case.

#![allow(dead_code, reason = "each test file uses its part")]

use cloud_dryrun::text::decode::MAX_BYTES;
use cloud_dryrun::text::pattern::MAX_VALUE_BYTES;

/// A request with which a rule fires, where it is too large for the file of a case, and one without it.
pub struct Large {
    pub rule: &'static str,
    pub operation: &'static str,
    pub fires: String,
    pub quiet: String,
}

fn large(rule: &'static str, operation: &'static str, fires: String, quiet: String) -> Large {
    Large { rule, operation, fires, quiet }
}

const KB: usize = 1024;

/// A report of items of 4,000 bytes of details each.
pub fn report(kilobytes: usize) -> String {
    let filler = "x".repeat(4_000);
    let items = (0..kilobytes * KB / 4_090).map(|i| {
        format!(
            "{{\"Id\":\"{i:05}\",\"Severity\":\"LOW\",\"Status\":\"COMPLIANT\",\"Details\":{{\"Text\":\"{filler}\"}}}}"
        )
    });
    format!(
        "{{\"ResourceId\":\"i-02573cafcf0123456\",\"ResourceType\":\"ManagedInstance\",\"ComplianceType\":\"Custom:Big\",\
         \"ExecutionSummary\":{{\"ExecutionTime\":1628697600}},\"Items\":[{}]}}",
        items.collect::<Vec<_>>().join(",")
    )
}

/// An inventory with one item for each size.
pub fn inventory_of(kilobytes: &[usize]) -> String {
    let filler = "x".repeat(4_000);
    let items = kilobytes.iter().enumerate().map(|(i, kilobytes)| {
        let entries: Vec<String> = (0..kilobytes * KB / 4_012).map(|_| format!("{{\"Text\":\"{filler}\"}}")).collect();
        format!(
            "{{\"TypeName\":\"Custom:Big{i}\",\"SchemaVersion\":\"1.0\",\"CaptureTime\":\"2025-03-12T06:00:00Z\",\"Content\":[{}]}}",
            entries.join(",")
        )
    });
    format!("{{\"InstanceId\":\"i-016648b75dd622dab\",\"Items\":[{}]}}", items.collect::<Vec<_>>().join(","))
}

const RUNBOOK: &str =
    "schemaVersion: '0.3'\nmainSteps:\n- name: Rest\n  action: aws:sleep\n  inputs:\n    Duration: PT1M\n";

const TEMPLATE: &str = "schemaVersion: '0.3'\nexecutableRunBooks:\n- name: Example-Rest\nmainSteps:\n- name: First\n  \
                        action: aws:approve\n  inputs:\n    EnhancedApprovals:\n      Approvers:\n      - approver: ana\n        \
                        type: IamUser\n        minRequiredApprovals: 1\n";

/// All of them.
pub fn large_cases() -> Vec<Large> {
    let document =
        |bytes: usize| format!("{{\"Name\":\"Example\",\"Content\":\"{{\\\"a\\\":\\\"{}\\\"}}\"}}", "x".repeat(bytes));
    let change = |details: &str| {
        format!(
            "{{\"DocumentName\":\"Template\",\"Runbooks\":[{{\"DocumentName\":\"Runbook\"}}],\"ChangeDetails\":\"{details}\"}}"
        )
    };
    // Comments count, although nothing is read of them.
    let commented = |text: &str, bytes: usize| format!("{text}# {}\n", "x".repeat(bytes - text.len() - 3));
    let runbook = |bytes: usize| commented(RUNBOOK, bytes);
    let template = |bytes: usize| commented(TEMPLATE, bytes);
    let typed = |name: &str| format!("{{\"InstanceId\":\"i-016648b75dd622dab\",\"TypeName\":\"{name}\"}}");
    vec![
        large("compliance/items-near-the-size-limit", "ssm:PutComplianceItems", report(700), report(640)),
        large("compliance/items-over-the-size-limit", "ssm:PutComplianceItems", report(900), report(700)),
        large("inventory/item-near-the-size-limit", "ssm:PutInventory", inventory_of(&[10, 900]), inventory_of(&[800])),
        large(
            "inventory/item-over-the-size-limit",
            "ssm:PutInventory",
            inventory_of(&[10, 1_100]),
            inventory_of(&[900]),
        ),
        large(
            "inventory/call-near-the-size-limit",
            "ssm:PutInventory",
            inventory_of(&[450, 450]),
            inventory_of(&[900]),
        ),
        large(
            "inventory/call-over-the-size-limit",
            "ssm:PutInventory",
            inventory_of(&[500, 600, 10]),
            inventory_of(&[1_100]),
        ),
        large("inventory/share-of-the-day", "ssm:PutInventory", inventory_of(&[300]), inventory_of(&[200])),
        large(
            "change-requests/details-near-the-limit",
            "ssm:StartChangeRequestExecution",
            change(&"ä".repeat(30_000)),
            change(&"ä".repeat(26_000)),
        ),
        large("documents/content-near-the-size-limit", "ssm:CreateDocument", document(60_000), document(52_000)),
        large("documents/content-over-the-size-limit", "ssm:CreateDocument", document(66_000), document(60_000)),
        large("documents/content-near-the-size-limit", "ssm:UpdateDocument", document(60_000), document(52_000)),
        large("documents/content-over-the-size-limit", "ssm:UpdateDocument", document(66_000), document(60_000)),
        large("documents/content-near-the-size-limit", "ssm-document:Automation", runbook(60_000), runbook(52_000)),
        large("documents/content-over-the-size-limit", "ssm-document:Automation", runbook(66_000), runbook(60_000)),
        large(
            "documents/content-near-the-size-limit",
            "ssm-document:ChangeTemplate",
            template(60_000),
            template(52_000),
        ),
        large(
            "documents/content-over-the-size-limit",
            "ssm-document:ChangeTemplate",
            template(66_000),
            template(60_000),
        ),
        large(
            "pattern-unchecked",
            "ssm:ListInventoryEntries",
            typed(&format!("Custom:{}", "A".repeat(MAX_VALUE_BYTES))),
            typed("Custom:A"),
        ),
        large("json-size", "ssm:ListInventoryEntries", " ".repeat(MAX_BYTES + 1), typed("Custom:A")),
    ]
}
