//! Reporters of other people, and the samples that they start from.

use serde_json::{Map, Value, json};

use super::{Sent, hex, node, seconds, sent, some, text, utc};
use crate::chance::Chance;

/// One map of many attributes, hashed as a map: MD5 in hexadecimal (cloud-custodian, OmniSSM).
pub fn omnissm(chance: &mut Chance) -> Vec<Sent> {
    let mut entry = Map::new();
    for name in
        ["Region", "AccountId", "Created", "InstanceId", "InstanceType", "ImageId", "State", "Name", "App", "Env"]
    {
        entry.insert(name.into(), text(chance).into());
    }
    let item = json!({
        "TypeName": "Custom:CloudInfo", "SchemaVersion": "1.0", "CaptureTime": utc(chance),
        "ContentHash": hex(chance, 32), "Content": [entry],
    });
    vec![sent("ssm:PutInventory", json!({ "InstanceId": node(chance), "Items": [item] }))]
}

/// Chef, Ansible and others: many checks, with or without ids, titles and details.
pub fn configuration_management(chance: &mut Chance) -> Vec<Sent> {
    let count = *chance.pick(&[0, 1, 7, 300]);
    let items: Vec<Value> = (0..count)
        .map(|i| {
            let mut item = json!({
                "Severity": chance.pick(&["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED"]),
                "Status": chance.pick(&["COMPLIANT", "NON_COMPLIANT"]),
            });
            if !chance.one_in(5) {
                item["Id"] = format!("cis-{i}").into();
            }
            if !chance.one_in(3) {
                item["Title"] = text(chance).repeat(chance.between(1, 10)).into();
            }
            if !chance.one_in(3) {
                item["Details"] =
                    json!({ "DetailedText": text(chance), "Owner": text(chance), "Größe": "12", "DocumentName": "" });
            }
            item
        })
        .collect();
    let mut summary = json!({ "ExecutionTime": seconds(chance) });
    if chance.one_in(2) {
        summary["ExecutionType"] = "Command".into();
        summary["ExecutionId"] = text(chance).into();
    }
    let body = json!({
        "ResourceId": node(chance), "ResourceType": "ManagedInstance",
        "ComplianceType": chance.pick(&["Custom:ChefInspec", "Custom:Ansible", "Custom:OSHardening2", "Custom:AVCheck"]),
        "ExecutionSummary": summary, "Items": items,
    });
    vec![sent("ssm:PutComplianceItems", body)]
}

/// A script that writes one entry, and sends it with or without a hash.
pub fn shell(chance: &mut Chance) -> Vec<Sent> {
    let mut item = json!({
        "TypeName": chance.pick(&["Custom:RackInfo", "Custom:Agents", "Custom:日本", "Custom:Disk use"]),
        "SchemaVersion": chance.pick(&["1.0", "0.1", "12.345"]),
        "CaptureTime": utc(chance),
        "Content": some(chance, 3, |chance, i| json!({ "Name": format!("n{i}"), "Value": text(chance), "On": "true", "Count": "3" })),
    });
    if chance.one_in(3) {
        item["ContentHash"] = hex(chance, 64).into();
    }
    vec![sent("ssm:PutInventory", json!({ "InstanceId": node(chance), "Items": [item] }))]
}

/// aws-cli, awscli/examples/ssm.
pub fn command_line(chance: &mut Chance) -> Vec<Sent> {
    let filters = json!([{ "Key": "Status", "Values": ["Pending", "InProgress"] }]);
    let _ = chance;
    vec![
        sent(
            "ssm:PutComplianceItems",
            json!({ "ResourceId": "i-1234567890abcdef0", "ResourceType": "ManagedInstance", "ComplianceType": "Custom:AVCheck",
                "ExecutionSummary": { "ExecutionTime": 1_550_505_600 },
                "Items": [{ "Id": "Version2.0", "Title": "ScanHost", "Severity": "CRITICAL", "Status": "COMPLIANT" }] }),
        ),
        sent(
            "ssm:PutInventory",
            json!({ "InstanceId": "i-016648b75dd622dab", "Items": [{ "TypeName": "Custom:RackInfo", "SchemaVersion": "1.0",
                "CaptureTime": "2019-01-22T10:01:01Z", "Content": [{ "RackLocation": "Bay B/Row C/Rack D/Shelf E" }] }] }),
        ),
        sent(
            "ssm:SendAutomationSignal",
            json!({ "AutomationExecutionId": "73c8eef8-f4ee-4a05-820c-e354fEXAMPLE", "SignalType": "Approve" }),
        ),
        sent("ssm:GetAutomationExecution", json!({ "AutomationExecutionId": "73c8eef8-f4ee-4a05-820c-e354fEXAMPLE" })),
        sent("ssm:StopAutomationExecution", json!({ "AutomationExecutionId": "73c8eef8-f4ee-4a05-820c-e354fEXAMPLE" })),
        sent(
            "ssm:DescribeAutomationStepExecutions",
            json!({ "AutomationExecutionId": "73c8eef8-f4ee-4a05-820c-e354fEXAMPLE" }),
        ),
        sent(
            "ssm:DescribeAutomationExecutions",
            json!({ "Filters": [{ "Key": "ExecutionId", "Values": ["73c8eef8-f4ee-4a05-820c-e354fEXAMPLE"] }] }),
        ),
        sent(
            "ssm:StartAutomationExecution",
            json!({ "DocumentName": "AWS-UpdateLinuxAmi", "Parameters": {
            "AutomationAssumeRole": ["arn:aws:iam::123456789012:role/SSMAutomationRole"], "SourceAmiId": ["ami-EXAMPLE"], "IamInstanceProfileName": ["EC2InstanceRole"] } }),
        ),
        sent(
            "ssm:ListComplianceItems",
            json!({ "ResourceIds": ["i-1234567890abcdef0"], "ResourceTypes": ["ManagedInstance"],
            "Filters": [{ "Key": "ComplianceType", "Values": ["Patch"], "Type": "EQUAL" }] }),
        ),
        sent(
            "ssm:ListComplianceSummaries",
            json!({ "Filters": [{ "Key": "ComplianceType", "Values": ["Patch"], "Type": "EQUAL" }] }),
        ),
        sent(
            "ssm:ListResourceComplianceSummaries",
            json!({ "Filters": [{ "Key": "Status", "Values": ["NON_COMPLIANT"], "Type": "EQUAL" }] }),
        ),
        sent(
            "ssm:GetInventory",
            json!({ "Filters": [{ "Key": "AWS:InstanceInformation.PlatformType", "Values": ["Linux"], "Type": "Equal" }] }),
        ),
        sent("ssm:GetInventorySchema", json!({ "TypeName": "AWS:Application" })),
        sent("ssm:ListInventoryEntries", json!({ "InstanceId": "i-1234567890abcdef0", "TypeName": "AWS:Application" })),
        sent(
            "ssm:DeleteInventory",
            json!({ "TypeName": "Custom:MyCustomType", "SchemaDeleteOption": "DisableSchema", "DryRun": true }),
        ),
        sent("ssm:DescribeInventoryDeletions", json!({ "DeletionId": "6961492a-8163-44ec-aa1e-923364dd0850" })),
        sent("ssm:DescribeInstanceInformation", json!({ "Filters": [{ "Key": "PingStatus", "Values": ["Online"] }] })),
        sent(
            "ssm:GetCalendarState",
            json!({ "CalendarNames": ["arn:aws:ssm:us-west-2:123456789012:document/MyCalendar"], "AtTime": "2020-07-30T23:05:21Z" }),
        ),
        sent(
            "ssm:ListDocuments",
            json!({ "Filters": [{ "Key": "Owner", "Values": ["Self"] }, { "Key": "tag:DocUse", "Values": ["Testing"] }] }),
        ),
        sent("ssm:DescribeDocument", json!({ "Name": "Example" })),
        sent("ssm:GetDocument", json!({ "Name": "AWS-RunShellScript" })),
        sent("ssm:ListDocumentVersions", json!({ "Name": "Example" })),
        sent("ssm:UpdateDocumentDefaultVersion", json!({ "Name": "Example", "DocumentVersion": "2" })),
        sent("ssm:DeleteDocument", json!({ "Name": "Example" })),
        sent(
            "ssm:DescribeAutomationExecutions",
            json!({ "Filters": [{ "Key": "ExecutionStatus", "Values": filters[0]["Values"] }] }),
        ),
    ]
}

/// Wire samples with epoch seconds.
pub fn api_reference(chance: &mut Chance) -> Vec<Sent> {
    let item = |hash: Option<&str>| {
        let mut item = json!({ "TypeName": "Custom:RackInfo", "SchemaVersion": "1.0", "CaptureTime": "2019-01-22T10:01:01Z",
            "Content": [{ "RackLocation": "Bay B/Row C/Rack D/Shelf E" }] });
        if let Some(hash) = hash {
            item["ContentHash"] = hash.into();
        }
        item
    };
    let hash = hex(chance, 32);
    vec![
        sent(
            "ssm:PutComplianceItems",
            json!({ "ResourceId": "i-02573cafcfEXAMPLE", "ResourceType": "ManagedInstance", "ComplianceType": "Custom:AVCheck",
                "ExecutionSummary": { "ExecutionTime": 1_582_748_400.0 }, "ItemContentHash": hash,
                "Items": [{ "Id": "Version2.0", "Title": "ScanHost", "Severity": "CRITICAL", "Status": "COMPLIANT" }] }),
        ),
        sent("ssm:PutInventory", json!({ "InstanceId": "i-02573cafcfEXAMPLE", "Items": [item(None)] })),
        sent("ssm:PutInventory", json!({ "InstanceId": "i-02573cafcfEXAMPLE", "Items": [item(Some(&hash))] })),
    ]
}

/// Write-SSMComplianceItem with the time `07-Jun-2019`, which the SDK sends as a number, and Write-SSMInventory.
pub fn power_shell(chance: &mut Chance) -> Vec<Sent> {
    vec![
        sent(
            "ssm:PutComplianceItems",
            json!({ "ResourceId": node(chance), "ResourceType": "ManagedInstance", "ComplianceType": "Custom:AVCheck",
                "ExecutionSummary": { "ExecutionId": "123ad837-383c-4ab4-1234-0123456789ab", "ExecutionType": "Command", "ExecutionTime": 1_559_865_600 },
                "Items": [{ "Id": "A", "Title": "B", "Severity": "LOW", "Status": "NON_COMPLIANT", "Details": {} }] }),
        ),
        sent(
            "ssm:PutInventory",
            json!({ "InstanceId": node(chance), "Items": [{ "TypeName": "Custom:RackInfo", "SchemaVersion": "1.0", "CaptureTime": "2016-08-22T10:01:01Z",
                "Content": [{ "RackLocation": "Bay B/Row C/Rack D/Shelf E" }] }] }),
        ),
    ]
}
