//! The vendor's agent on a node (amazon-ssm-agent, agent/association/compliance and agent/plugins/inventory).

use serde_json::{Map, Value, json};

use super::{Sent, digest, node, seconds, sent, some, text, utc, uuid};
use crate::chance::Chance;

/// One item for each association; the next run, where nothing changed, an empty list with the old hash.
pub fn associations(chance: &mut Chance) -> Vec<Sent> {
    let (node, hash) = (node(chance), digest(chance));
    let items = some(chance, 40, |chance, _| {
        json!({
            "Details": { "DocumentName": "AWS-GatherSoftwareInventory", "DocumentVersion": chance.pick(&["", "1", "$DEFAULT"]) },
            "Id": uuid(chance),
            "Severity": "UNSPECIFIED",
            "Status": chance.pick(&["COMPLIANT", "NON_COMPLIANT"]),
            "Title": "",
        })
    });
    let report = |time: Value, items: Value| {
        json!({
            "ComplianceType": "Association",
            "ExecutionSummary": { "ExecutionId": "", "ExecutionTime": time, "ExecutionType": "" },
            "ItemContentHash": hash,
            "Items": items,
            "ResourceId": node,
            "ResourceType": "ManagedInstance",
        })
    };
    let time = seconds(chance);
    let full = sent("ssm:PutComplianceItems", report(time.clone(), items.into()));
    vec![full, sent("ssm:PutComplianceItems", report(time, json!([])))]
}

/// The members of the agent's structures, those left out when empty marked by `?`.
const TYPES: &[(&str, &str, &str)] = &[
    (
        "AWS:Application",
        "1.1",
        "Name Publisher Version Release? Epoch? InstalledTime? ApplicationType? Architecture URL? Summary? PackageId?",
    ),
    (
        "AWS:AWSComponent",
        "1.0",
        "Name Publisher Version Release? Epoch? InstalledTime? ApplicationType? Architecture URL? Summary? PackageId?",
    ),
    ("AWS:Network", "1.0", "Name SubnetMask? Gateway? DHCPServer? DNSServer? MacAddress IPV4 IPV6"),
    ("AWS:WindowsUpdate", "1.0", "HotFixId Description InstalledTime InstalledBy"),
    (
        "AWS:InstanceDetailedInformation",
        "1.0",
        "CPUModel CPUSpeedMHz CPUs CPUSockets CPUCores CPUHyperThreadEnabled OSServicePack KernelVersion",
    ),
    ("AWS:Service", "1.0", "Name DisplayName Status DependentServices ServicesDependedOn ServiceType StartType"),
    ("AWS:WindowsRegistry", "1.0", "ValueName ValueType KeyPath Value"),
    (
        "AWS:WindowsRole",
        "1.0",
        "Name DisplayName Description Installed InstalledState FeatureType Path SubFeatures ServerComponentDescriptor DependsOn Parent",
    ),
    ("AWS:BillingInfo", "1.0", "BillingProductId"),
    ("Custom:RackInfo", "1.0", "Rack Shelf?"),
    ("Custom:DiskUse", "2.13", "Path Free Total"),
];

fn entry(members: &str, chance: &mut Chance) -> Value {
    let mut entry = Map::new();
    for member in members.split(' ') {
        let (name, may_lack) = member.strip_suffix('?').map_or((member, false), |name| (name, true));
        let is_number = name.starts_with("CPU") && !matches!(name, "CPUModel" | "CPUHyperThreadEnabled");
        let value = match name {
            "CPUHyperThreadEnabled" | "Installed" => (*chance.pick(&["true", "false"])).to_string(),
            "InstalledTime" => {
                (*chance.pick(&["2025-01-02T03:04:05Z", "Wednesday, October 15, 2014 12:00:00 AM", ""])).to_string()
            }
            _ if is_number => (*chance.pick(&["2", "2300", ""])).to_string(),
            _ => text(chance),
        };
        if !(may_lack && value.is_empty()) {
            entry.insert(name.into(), value.into());
        }
    }
    entry.into()
}

/// Everything in full, then some of it by hash alone. Those all carry the version and time of what was gathered last:
/// a bug of the agent that every listener has to live with.
pub fn inventory(chance: &mut Chance) -> Vec<Sent> {
    let node = node(chance);
    let mut gathered: Vec<Value> = Vec::new();
    for (name, version, members) in TYPES {
        if chance.one_in(3) {
            continue;
        }
        gathered.push(json!({
            "CaptureTime": utc(chance),
            "Content": some(chance, 12, |chance, _| entry(members, chance)),
            "ContentHash": digest(chance),
            "SchemaVersion": version,
            "TypeName": name,
        }));
    }
    let Some(last) = gathered.last().cloned() else { return Vec::new() };
    let again = gathered.iter().map(|item| {
        if chance.one_in(3) {
            return item.clone();
        }
        json!({
            "CaptureTime": last["CaptureTime"],
            "ContentHash": item["ContentHash"],
            "SchemaVersion": last["SchemaVersion"],
            "TypeName": item["TypeName"],
        })
    });
    let again: Vec<Value> = again.collect();
    let put = |items: &[Value]| sent("ssm:PutInventory", json!({ "InstanceId": node, "Items": items }));
    vec![put(&gathered), put(&again)]
}

/// Applications alone, always in full.
pub fn frequent_collector(chance: &mut Chance) -> Vec<Sent> {
    let (name, version, members) = TYPES[0];
    let node = node(chance);
    let put = |chance: &mut Chance| {
        sent(
            "ssm:PutInventory",
            json!({ "InstanceId": node, "Items": [{
                "CaptureTime": utc(chance), "Content": some(chance, 20, |chance, _| entry(members, chance)),
                "ContentHash": digest(chance), "SchemaVersion": version, "TypeName": name,
            }] }),
        )
    };
    vec![put(chance), put(chance)]
}

/// More than a call may hold: files go first, in a call of their own.
pub fn files_apart(chance: &mut Chance) -> Vec<Sent> {
    const FILE: &str = "Name Size Description FileVersion InstalledDate ModificationTime LastAccessTime ProductName InstalledDir CompanyName ProductVersion ProductLanguage";
    let node = node(chance);
    let item = |name: &str, version: &str, members: &str, chance: &mut Chance| {
        json!({
            "CaptureTime": utc(chance), "Content": (0..60).map(|_| entry(members, chance)).collect::<Vec<_>>(),
            "ContentHash": digest(chance), "SchemaVersion": version, "TypeName": name,
        })
    };
    let (name, version, members) = TYPES[0];
    let files = item("AWS:File", "1.0", FILE, chance);
    let rest = item(name, version, members, chance);
    [files, rest].map(|item| sent("ssm:PutInventory", json!({ "InstanceId": node, "Items": [item] }))).into()
}
