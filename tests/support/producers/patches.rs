//! The patch scripts (patch_common/package_compliance.py of AWS-RunPatchBaseline and of the variant by association).

use serde_json::{Map, Value, json};

use super::{Sent, hex, node, seconds, sent, some, utc, uuid};
use crate::chance::Chance;

fn patch(chance: &mut Chance, i: usize, with_list: bool) -> Value {
    let mut patch = Map::new();
    let state =
        *chance.pick(&["Installed", "InstalledOther", "Missing", "Failed", "NotApplicable", "InstalledPendingReboot"]);
    let installed = if state.starts_with("Installed") { utc(chance) } else { String::new() };
    for (name, value) in [
        ("Id", format!("kernel-{i}.x86_64:0:4.14.{i}")),
        ("Title", if chance.one_in(4) { String::new() } else { format!("kernel {i}") }),
        ("Severity", (*chance.pick(&["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED"])).into()),
        ("Status", (*chance.pick(&["COMPLIANT", "NON_COMPLIANT", ""])).into()),
        ("Classification", (*chance.pick(&["Security", "Bugfix", ""])).into()),
        ("DocumentName", (*chance.pick(&["", "AWS-RunPatchBaseline"])).into()),
        ("DocumentVersion", String::new()),
        ("InstalledTime", installed),
        ("PatchBaselineId", format!("pb-0{}", hex(chance, 16))),
        ("PatchGroup", (*chance.pick(&["", "web tier"])).into()),
        ("PatchSeverity", (*chance.pick(&["Important", "Critical", ""])).into()),
        ("PatchState", state.into()),
    ] {
        patch.insert(name.into(), value.into());
    }
    if with_list && chance.one_in(2) {
        patch.insert("CVEIds".into(), "CVE-2024-0001,CVE-2024-0002".into());
    }
    patch.into()
}

fn summary(chance: &mut Chance, snapshot: &str, time: &str) -> Value {
    let mut summary = Map::new();
    for name in [
        "InstalledCount",
        "InstalledOtherCount",
        "InstalledPendingRebootCount",
        "InstalledRejectedCount",
        "NotApplicableCount",
        "MissingCount",
        "FailedCount",
        "UnreportedNotApplicableCount",
    ] {
        summary.insert(name.into(), chance.below(500).to_string().into());
    }
    for (name, value) in [
        ("BaselineId", "pb-0c10e65780EXAMPLE"),
        ("PatchGroup", ""),
        ("OwnerInformation", ""),
        ("InstallOverrideList", ""),
        ("OperationType", "Scan"),
        ("RebootOption", "NoReboot"),
        ("LastNoRebootInstallOperationTime", ""),
        ("SnapshotId", snapshot),
        ("OperationStartTime", time),
        ("OperationEndTime", time),
        ("ExecutionId", snapshot),
    ] {
        summary.insert(name.into(), value.into());
    }
    json!({ "TypeName": "AWS:PatchSummary", "SchemaVersion": "1.0", "CaptureTime": time, "ContentHash": hex(chance, 64), "Content": [summary] })
}

fn items(chance: &mut Chance, with_list: bool) -> (Value, Value) {
    let (snapshot, time) = (uuid(chance), utc(chance));
    let item = json!({
        "TypeName": "AWS:ComplianceItem",
        "SchemaVersion": "1.0",
        "CaptureTime": time,
        "ContentHash": hex(chance, 64),
        "Content": some(chance, 60, |chance, i| patch(chance, i, with_list)),
        "Context": { "ComplianceType": "Patch", "ExecutionId": snapshot, "ExecutionType": "Command", "ExecutionTime": time },
    });
    (item, summary(chance, &snapshot, &time))
}

fn put(node: &str, items: Value) -> Sent {
    sent("ssm:PutInventory", json!({ "InstanceId": node, "Items": items }))
}

/// Both types in full; the next time the items by hash alone, with their context, and the summary in full.
pub fn baseline(chance: &mut Chance) -> Vec<Sent> {
    let node = node(chance);
    let (item, summary) = items(chance, true);
    let mut by_hash = item.clone();
    by_hash.as_object_mut().unwrap().remove("Content");
    vec![put(&node, json!([item, summary])), put(&node, json!([by_hash, summary]))]
}

/// After the service called it too large: without the lists of CVEs, and with the hash of what had them.
pub fn without_lists(chance: &mut Chance) -> Vec<Sent> {
    let node = node(chance);
    let (item, summary) = items(chance, false);
    vec![put(&node, json!([item, summary]))]
}

/// One item for the association that ran, with JSON in a text; the client that falls back knows no `UploadType`.
pub fn association(chance: &mut Chance) -> Vec<Sent> {
    let (node, association) = (node(chance), uuid(chance));
    let details = json!({ "patch_states": some(chance, 20, |chance, i| json!({ "Id": format!("KB{i}"), "State": hex(chance, 4) })) });
    let body = json!({
        "ResourceId": node,
        "ResourceType": "ManagedInstance",
        "ComplianceType": "Association",
        "ExecutionSummary": { "ExecutionTime": seconds(chance), "ExecutionId": association, "ExecutionType": "Command" },
        "Items": [{
            "Id": association,
            "Title": "",
            "Severity": "UNSPECIFIED",
            "Status": chance.pick(&["COMPLIANT", "NON_COMPLIANT"]),
            "Details": {
                "DocumentName": "AWS-RunPatchBaselineAssociation",
                "DocumentVersion": "1",
                "PatchBaselineId": "pb-0c10e65780EXAMPLE",
                "DetailedText": details.to_string(),
                "DetailedLink": "",
                "InstallOverrideList": "",
            },
        }],
        "ItemContentHash": hex(chance, 64),
    });
    let mut partial = body.clone();
    partial["UploadType"] = "PARTIAL".into();
    vec![sent("ssm:PutComplianceItems", partial), sent("ssm:PutComplianceItems", body)]
}
