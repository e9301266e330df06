//! Random requests over few nodes, types and words, so that they meet, with quotas so small that they are reached.

use serde_json::{Value, json};

use crate::chance::Chance;

#[derive(Clone, Debug)]
pub enum Step {
    Write(&'static str, Value),
    /// An operation, the member that holds its rows, and the query.
    Read(&'static str, &'static str, Value),
    Advance(i64),
    /// A snapshot, and on from there.
    Restore,
    /// The journal done again, and on from there.
    Replay,
    Reset,
}

pub const NODES: [&str; 4] = ["i-00000001", "i-00000002", "mi-00000000000000003", "i-00000004"];
/// The machine of the last is gone.
pub const STATES: [&str; 4] = ["Running", "Stopped", "Pending", "Terminated"];
pub const PLATFORMS: [&str; 4] = ["Linux", "Windows", "Linux", "Linux"];

pub fn nodes() -> Value {
    let node = |i: usize| json!({ "id": NODES[i], "state": STATES[i], "platformType": PLATFORMS[i], "tags": { "Team": if i == 0 { "a" } else { "b" } } });
    (0..4).map(node).collect()
}

pub const ITEM_BYTES: usize = 90;
pub const CALL_BYTES: usize = 150;
pub const DAY_BYTES: usize = 260;
pub const INVENTORY_ITEMS: usize = 3;
pub const CUSTOM_TYPES: usize = 2;
pub const CUSTOM_ATTRIBUTES: usize = 3;
pub const COMPLIANCE_ITEMS: usize = 4;
pub const COMPLIANCE_BYTES: usize = 260;
pub const COMPLIANCE_TYPES: usize = 2;
pub const RETENTION: i64 = 2 * 86_400_000;

pub fn quotas() -> Value {
    json!({
        "itemBytes": ITEM_BYTES, "callBytes": CALL_BYTES, "dayBytes": DAY_BYTES, "inventoryItems": INVENTORY_ITEMS,
        "customTypes": CUSTOM_TYPES, "customTypeAttributes": CUSTOM_ATTRIBUTES, "complianceItems": COMPLIANCE_ITEMS,
        "complianceBytes": COMPLIANCE_BYTES, "complianceTypes": COMPLIANCE_TYPES, "retentionDays": 2,
    })
}

const COMPLIANCE_KINDS: [&str; 5] = ["Association", "Patch", "Custom:One", "Custom:Two", "Custom:Three"];
/// One of them is met more often, so that several versions of it are stored at once.
const TYPES: [&str; 8] = [
    "AWS:Application",
    "AWS:PatchSummary",
    "AWS:InstanceInformation",
    "AWS:ComplianceItem",
    "Custom:A",
    "Custom:A",
    "Custom:B",
    "Custom:A.C",
];
const TIMES: [&str; 3] = ["2025-03-12T06:00:00Z", "2025-03-13T07:30:00Z", "2024-01-01T00:00:00Z"];
const WORDS: [&str; 6] = ["a", "B", "b", "10", "9", "COMPLIANT"];
const STATUSES: [&str; 2] = ["COMPLIANT", "NON_COMPLIANT"];
const SEVERITIES: [&str; 6] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED"];

pub fn steps(chance: &mut Chance) -> Vec<Step> {
    (0..chance.between(5, 40)).map(|_| step(chance)).collect()
}

fn step(chance: &mut Chance) -> Step {
    match chance.below(24) {
        0..=4 => Step::Write("PutComplianceItems", put_compliance(chance)),
        5..=9 => Step::Write("PutInventory", put_inventory(chance)),
        10 => Step::Write("DeleteInventory", delete(chance)),
        11..=12 => Step::Advance(*chance.pick(&[1_000, 60_000, 150_000, 3_600_000, 40_000_000, 86_400_000])),
        13 => match chance.below(5) {
            0 => Step::Reset,
            1 | 2 => Step::Restore,
            _ => Step::Replay,
        },
        14 | 15 => Step::Read("ListComplianceItems", "ComplianceItems", list_items(chance)),
        16 => Step::Read("ListComplianceSummaries", "ComplianceSummaryItems", summary(chance)),
        17 | 18 => Step::Read("ListResourceComplianceSummaries", "ResourceComplianceSummaryItems", summary(chance)),
        19 | 20 => Step::Read("ListInventoryEntries", "Entries", list_entries(chance)),
        21 => Step::Read("GetInventory", "Entities", get_inventory(chance)),
        22 => match chance.below(4) {
            0 => Step::Read("GetInventorySchema", "Schemas", schema(chance)),
            _ => Step::Read("DescribeInventoryDeletions", "InventoryDeletions", paged(chance, json!({}))),
        },
        _ => Step::Read("DescribeInstanceInformation", "InstanceInformationList", describe(chance)),
    }
}

fn node(chance: &mut Chance) -> Value {
    // Now and then one that is not managed.
    if chance.one_in(12) { json!("i-0000000f") } else { json!(chance.pick(&NODES)) }
}

fn paged(chance: &mut Chance, mut query: Value) -> Value {
    if chance.one_in(2) {
        query["MaxResults"] = json!(chance.between(1, 4));
    }
    if chance.one_in(30) {
        query["NextToken"] = json!("made up");
    }
    query
}

fn put_compliance(chance: &mut Chance) -> Value {
    let kind = *chance.pick(&COMPLIANCE_KINDS);
    let items: Vec<Value> = (0..chance.below(COMPLIANCE_ITEMS + 2))
        .map(|_| {
            let mut item = json!({ "Severity": chance.pick(&SEVERITIES), "Status": chance.pick(&STATUSES) });
            if chance.one_in(2) {
                item["Id"] = json!(chance.pick(&WORDS));
            }
            if chance.one_in(3) {
                let name = *chance.pick(&["PatchGroup", "DocumentName", "Id"]);
                item["Details"] = json!({ name: chance.pick(&WORDS) });
            }
            item
        })
        .collect();
    let mut summary = json!({ "ExecutionTime": chance.below(4) });
    if chance.one_in(3) {
        summary["ExecutionId"] = json!(chance.pick(&WORDS));
        summary["ExecutionType"] = json!(chance.pick(&["", "Command"]));
    }
    let mut put = json!({
        "ResourceId": node(chance), "ResourceType": if chance.one_in(30) { "EC2Instance" } else { "ManagedInstance" },
        "ComplianceType": kind, "ExecutionSummary": summary, "Items": items,
    });
    if chance.one_in(3) {
        put["ItemContentHash"] = json!(chance.pick(&["h1", "h2", ""]));
    }
    if chance.one_in(3) && (kind == "Association" || chance.one_in(6)) {
        put["UploadType"] = json!(chance.pick(&["PARTIAL", "COMPLETE"]));
    }
    put
}

fn put_inventory(chance: &mut Chance) -> Value {
    let count = if chance.one_in(12) { INVENTORY_ITEMS + 1 } else { chance.between(1, INVENTORY_ITEMS) };
    let items: Vec<Value> = (0..count).map(|_| inventory_item(chance)).collect();
    json!({ "InstanceId": node(chance), "Items": items })
}

fn inventory_item(chance: &mut Chance) -> Value {
    let type_name = if chance.one_in(30) { "AWS:Nothing" } else { *chance.pick(&TYPES) };
    let version = match type_name {
        _ if chance.one_in(20) => "7.0",
        "AWS:Application" => "1.1",
        name if name.starts_with("Custom:") => *chance.pick(&["1.0", "1.2", "1.10", "2.0"]),
        _ => "1.0",
    };
    let mut item = json!({ "TypeName": type_name, "SchemaVersion": version, "CaptureTime": chance.pick(&TIMES) });
    if !chance.one_in(5) {
        let names: &[&str] = match type_name {
            "AWS:Application" => &["Name", "Version"],
            "AWS:PatchSummary" => &["PatchGroup", "MissingCount"],
            "AWS:InstanceInformation" => &["PlatformType", "ComputerName"],
            "AWS:ComplianceItem" => &["Id", "Title", "Severity", "Status", "PatchGroup"],
            _ => &["Name", "Row", "Shelf", "Bay"],
        };
        let rows: Vec<Value> = (0..chance.below(4))
            .map(|_| {
                let mut row = serde_json::Map::new();
                for name in names {
                    if chance.one_in(2) {
                        let value = match *name {
                            "Severity" => *chance.pick(&SEVERITIES),
                            "Status" => *chance.pick(&["COMPLIANT", "NON_COMPLIANT", ""]),
                            _ => *chance.pick(&WORDS),
                        };
                        row.insert(name.to_string(), json!(value));
                    }
                }
                if type_name.starts_with("Custom:") && chance.one_in(12) {
                    row.insert("name".into(), json!("x"));
                }
                if chance.one_in(25) {
                    row.insert("Name".into(), json!("x".repeat(70)));
                }
                Value::Object(row)
            })
            .collect();
        item["Content"] = json!(rows);
    }
    if chance.one_in(2) {
        item["ContentHash"] = json!(chance.pick(&["h1", "h2", ""]));
    }
    if type_name == "AWS:ComplianceItem" && !chance.one_in(15) {
        let mut context = json!({ "ComplianceType": chance.pick(&COMPLIANCE_KINDS) });
        if chance.one_in(3) {
            context["ExecutionTime"] = json!(chance.pick(&["1970-01-01T00:00:02Z", "nonsense"]));
        }
        if chance.one_in(3) {
            context["ExecutionId"] = json!(chance.pick(&WORDS));
        }
        if chance.one_in(25) {
            context["Site"] = json!("x");
        }
        item["Context"] = context;
    } else if chance.one_in(30) {
        item["Context"] = json!({ "Site": "x" });
    }
    item
}

fn delete(chance: &mut Chance) -> Value {
    let types = ["Custom:A", "Custom:A", "Custom:A", "Custom:B", "Custom:A.C", "AWS:Application"];
    let mut request = json!({ "TypeName": chance.pick(&types) });
    if chance.one_in(2) {
        request["SchemaDeleteOption"] = json!(chance.pick(&["DisableSchema", "DeleteSchema"]));
    }
    if chance.one_in(4) {
        request["DryRun"] = json!(chance.one_in(2));
    }
    // `build` fills in a token of its own where there is none, which is different each time.
    let token = format!("00000000-0000-4000-8000-00000000000{}", chance.below(3));
    request["ClientToken"] = json!(if chance.one_in(3) {
        token
    } else {
        format!("{:08x}-0000-4000-8000-000000000000", chance.next() as u32)
    });
    request
}

fn compliance_filters(chance: &mut Chance, keys: &[&str]) -> Value {
    let filters: Vec<Value> = (0..chance.below(3))
        .map(|_| {
            let key = *chance.pick(keys);
            let values: Vec<&str> = (0..chance.between(1, 2))
                .map(|_| match key {
                    "ComplianceType" => *chance.pick(&["Patch", "Custom:One", "Custom:", "Association"]),
                    "Status" => *chance.pick(&STATUSES),
                    "Severity" | "OverallSeverity" => *chance.pick(&SEVERITIES),
                    "InstanceId" => *chance.pick(&NODES),
                    "ExecutionTime" => *chance.pick(&["1970-01-01T00:00:01Z", "1970-01-01T00:00:02Z"]),
                    "AWS:InstanceInformation.PlatformType" => *chance.pick(&["Linux", "Windows", "a"]),
                    _ => *chance.pick(&WORDS),
                })
                .collect();
            let mut filter = json!({ "Key": key, "Values": values });
            if chance.one_in(2) {
                filter["Type"] = json!(chance.pick(&["EQUAL", "NOT_EQUAL", "BEGIN_WITH", "LESS_THAN", "GREATER_THAN"]));
            }
            filter
        })
        .collect();
    json!(filters)
}

fn list_items(chance: &mut Chance) -> Value {
    let keys = [
        "ComplianceType",
        "Id",
        "Status",
        "Severity",
        "DocumentName",
        "ExecutionTime",
        "ExecutionType",
        "ExecutionId",
        "InstanceId",
        "PatchGroup",
    ];
    let keys = if chance.one_in(20) { &["Colour"][..] } else { &keys };
    let mut query = json!({ "Filters": compliance_filters(chance, keys) });
    if chance.one_in(3) {
        query["ResourceIds"] = json!([node(chance)]);
    }
    paged(chance, query)
}

fn summary(chance: &mut Chance) -> Value {
    let keys = [
        "ComplianceType",
        "Status",
        "OverallSeverity",
        "Severity",
        "PatchGroup",
        "ExecutionTime",
        "ExecutionType",
        "InstanceId",
        "ExecutionId",
        "AWS:InstanceInformation.PlatformType",
    ];
    let keys = if chance.one_in(20) { &["Id"][..] } else { &keys };
    let query = json!({ "Filters": compliance_filters(chance, keys) });
    paged(chance, query)
}

fn inventory_filter(chance: &mut Chance, keys: &[&str]) -> Value {
    let values: Vec<&str> = (0..chance.between(1, 2)).map(|_| *chance.pick(&WORDS)).collect();
    let mut filter = json!({ "Key": chance.pick(keys), "Values": values });
    if chance.one_in(2) {
        filter["Type"] = json!(chance.pick(&["Equal", "NotEqual", "BeginWith", "LessThan", "GreaterThan", "Exists"]));
    }
    filter
}

fn list_entries(chance: &mut Chance) -> Value {
    let type_name = *chance.pick(&TYPES);
    let own = format!("{type_name}.Name");
    let keys = ["Name", "Row", "Id", "PatchGroup", "MissingCount", "Other:Type.Name", &own];
    let mut query =
        json!({ "InstanceId": node(chance), "TypeName": if chance.one_in(20) { "AWS:Nothing" } else { type_name } });
    let filters: Vec<Value> = (0..chance.below(3)).map(|_| inventory_filter(chance, &keys)).collect();
    if !filters.is_empty() {
        query["Filters"] = json!(filters);
    }
    paged(chance, query)
}

const ATTRIBUTES: [&str; 10] = [
    "AWS:InstanceInformation.PlatformType",
    "AWS:InstanceInformation.InstanceStatus",
    "AWS:Application.Name",
    "AWS:Application.Version",
    "AWS:PatchSummary.MissingCount",
    "AWS:ComplianceItem.PatchGroup",
    "Custom:A.Name",
    "Custom:A.C.Row",
    "Custom:B.Name",
    "AWS:Application.Colour",
];

fn aggregator(chance: &mut Chance, depth: usize) -> Value {
    let mut out = json!({});
    if !chance.one_in(5) {
        let all = if chance.one_in(8) {
            &ATTRIBUTES[..]
        } else {
            &[
                "AWS:InstanceInformation.PlatformType",
                "AWS:Application.Name",
                "AWS:Application.Version",
                "Custom:A.Name",
                "Custom:B.Name",
            ]
        };
        out["Expression"] = json!(chance.pick(all));
    }
    if depth > 0 && chance.one_in(2) {
        out["Aggregators"] = (0..chance.between(1, 2)).map(|_| aggregator(chance, depth - 1)).collect();
    }
    if chance.one_in(3) {
        let group = |chance: &mut Chance| {
            let filters: Vec<Value> = (0..chance.between(1, 2))
                .map(|_| match chance.below(4) {
                    0 => inventory_filter(chance, &ATTRIBUTES),
                    _ => json!({ "Key": "TypeName", "Type": "Exists", "Values": [chance.pick(&TYPES)] }),
                })
                .collect();
            json!({ "Name": chance.pick(&["g1", "g2", "g3", "g4", "AWS:Application"]), "Filters": filters })
        };
        out["Groups"] = (0..chance.between(1, 2)).map(|_| group(chance)).collect();
    }
    out
}

fn get_inventory(chance: &mut Chance) -> Value {
    let mut query = json!({});
    let filters: Vec<Value> = (0..chance.below(3))
        .map(|_| {
            let keys = if chance.one_in(5) { &ATTRIBUTES[..] } else { &ATTRIBUTES[..9] };
            inventory_filter(chance, keys)
        })
        .collect();
    if !filters.is_empty() {
        query["Filters"] = json!(filters);
    }
    if chance.one_in(3) {
        query["ResultAttributes"] = json!([{ "TypeName": chance.pick(&["AWS:InstanceInformation", "AWS:PatchSummary", "AWS:PatchSummary", "AWS:Application"]) }]);
    }
    if chance.one_in(2) {
        query["Aggregators"] = (0..chance.between(1, 2)).map(|_| aggregator(chance, 2)).collect();
    }
    paged(chance, query)
}

fn schema(chance: &mut Chance) -> Value {
    let mut query = json!({});
    if chance.one_in(2) {
        query["TypeName"] =
            json!(chance.pick(&["", "AWS:", "AWS:Application", "Custom:", "Custom:A", "AWS:Nothing", "Cust"]));
    }
    for flag in ["Aggregator", "SubType"] {
        if chance.one_in(3) {
            query[flag] = json!(chance.one_in(2));
        }
    }
    query
}

fn describe(chance: &mut Chance) -> Value {
    let mut query = json!({});
    if chance.one_in(2) {
        query["MaxResults"] = json!(5);
    }
    if chance.one_in(2) {
        let (key, values): (&str, &[&str]) = match chance.below(7) {
            0 => ("PingStatus", &["Online"]),
            1 => ("PlatformTypes", &["Windows"]),
            2 => ("InstanceIds", &NODES),
            3 => ("tag:Team", &["a"]),
            4 => ("tag-key", &["Team", "Other"]),
            5 => ("ResourceType", &["ManagedInstance"]),
            _ => ("Colour", &["red"]),
        };
        match chance.below(2) {
            0 => query["Filters"] = json!([{ "Key": key, "Values": values }]),
            _ if key.starts_with("tag") || key == "Colour" => {}
            _ => query["InstanceInformationFilterList"] = json!([{ "key": key, "valueSet": values }]),
        }
    }
    query
}
