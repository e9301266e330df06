//! What lists cost with 100,000 resources, in operations and not in time: how many entries a page looks at, told by the
//! number of pages that a query without a match takes, and how often memory is asked for.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use cloud_dryrun::Emulator;
use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::emulator::EmulatorOptions;
use serde_json::{Value, json};

/// Counts what each thread asks for.
struct Counting;

thread_local! {
    static ASKED: Cell<u64> = const { Cell::new(0) };
}

// SAFETY: it hands on to the system's own allocator, and counts beside.
#[expect(unsafe_code, reason = "an allocator cannot be written otherwise")]
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ASKED.try_with(|asked| asked.set(asked.get() + 1));
        // SAFETY: the caller keeps the contract.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTING: Counting = Counting;

/// An answer, and how often memory was asked for meanwhile.
fn call(emulator: &mut Emulator, operation: &str, input: &Value) -> (Value, u64) {
    let request = build(&format!("ssm:{operation}"), input.to_string().as_bytes(), &BuildOptions::default()).unwrap();
    let before = ASKED.get();
    let response = emulator.send(&request);
    let asked = ASKED.get() - before;
    assert_eq!(response.status, 200, "{operation}: {}", response.body);
    (serde_json::from_str(&response.body).unwrap(), asked)
}

fn id(index: usize) -> String {
    format!("i-{index:08}")
}

/// Nodes with two items of patch compliance each, every third with one that does not comply, and one application.
fn fleet(count: usize) -> Emulator {
    let options = EmulatorOptions { seed: Some(1), now: Some(1_741_759_200_000), ..EmulatorOptions::default() };
    let mut emulator = Emulator::new(options).unwrap();
    for index in 0..count {
        let status = if index % 3 == 0 { "NON_COMPLIANT" } else { "COMPLIANT" };
        let put = json!({
            "ResourceId": id(index), "ResourceType": "ManagedInstance", "ComplianceType": "Patch", "ExecutionSummary": { "ExecutionTime": 10 },
            "Items": [{ "Id": "a", "Severity": "HIGH", "Status": status }, { "Id": "b", "Severity": "LOW", "Status": "COMPLIANT" }],
        });
        call(&mut emulator, "PutComplianceItems", &put);
        let inventory = json!({ "InstanceId": id(index), "Items": [{
            "TypeName": "AWS:Application", "SchemaVersion": "1.1", "CaptureTime": "2025-03-12T06:00:00Z", "Content": [{ "Name": (index % 7).to_string() }] }] });
        call(&mut emulator, "PutInventory", &inventory);
    }
    emulator
}

/// The pages of a query, and the most that one of them asked for.
fn pages(emulator: &mut Emulator, operation: &str, list: &str, mut query: Value) -> (usize, usize, u64) {
    let (mut pages, mut rows, mut most) = (0, 0, 0);
    loop {
        let (page, asked) = call(emulator, operation, &query);
        pages += 1;
        rows += page[list].as_array().unwrap().len();
        most = most.max(asked);
        match page.get("NextToken") {
            Some(token) => query["NextToken"] = token.clone(),
            None => return (pages, rows, most),
        }
    }
}

#[test]
fn pages_cost_the_same_however_much_there_is_and_aggregations_grow_with_it() {
    const FEW: usize = 10_000;
    const MANY: usize = 100_000;
    let (mut few, mut many) = (fleet(FEW), fleet(MANY));

    // Counters answer for all resources at once.
    let everything = json!({});
    let (answer, asked) = call(&mut many, "ListComplianceSummaries", &everything);
    let summary = &answer["ComplianceSummaryItems"][0];
    assert_eq!(summary["NonCompliantSummary"]["SeveritySummary"]["HighCount"], MANY.div_ceil(3));
    assert_eq!(summary["CompliantSummary"]["CompliantCount"], MANY - MANY.div_ceil(3));
    assert_eq!(
        asked,
        call(&mut few, "ListComplianceSummaries", &everything).1,
        "no more work for ten times the resources"
    );

    // A page looks at 1,000 entries, matching or not: a node with a report of two items is three of them at most.
    let nothing = |key: &str, value: &str| json!({ "Filters": [{ "Key": key, "Values": [value] }] });
    for (operation, list, query, entries) in [
        ("ListComplianceItems", "ComplianceItems", nothing("Id", "none"), 3),
        ("ListResourceComplianceSummaries", "ResourceComplianceSummaryItems", nothing("ExecutionId", "none"), 2),
        ("GetInventory", "Entities", nothing("AWS:Application.Name", "none"), 2),
        ("DescribeInstanceInformation", "InstanceInformationList", nothing("PlatformTypes", "Windows"), 1),
    ] {
        let (count, rows, most) = pages(&mut many, operation, list, query.clone());
        assert_eq!(rows, 0, "{operation}");
        assert!((MANY / 1_000..=entries * MANY / 1_000 + 1).contains(&count), "{operation}: {count} pages");
        let (_, _, most_of_few) = pages(&mut few, operation, list, query);
        assert!(
            most <= most_of_few + most_of_few / 10,
            "{operation}: a page asked {most} times, and {most_of_few} times with fewer nodes"
        );
    }

    // One node is found without a look at the others, and so is the last page.
    let last = json!({ "ResourceIds": [id(MANY - 1)] });
    assert!(call(&mut many, "ListComplianceItems", &last).1 < 200);

    // What has to look at everything does so once.
    let by_application = json!({ "Aggregators": [{ "Expression": "AWS:Application.Name" }] });
    let by_run = nothing("ExecutionId", "none");
    for (operation, query) in [("GetInventory", &by_application), ("ListComplianceSummaries", &by_run)] {
        let (small, large) = (call(&mut few, operation, query).1, call(&mut many, operation, query).1);
        assert!(large <= small * 11, "{operation}: {small} for {FEW} nodes, {large} for {MANY}");
    }
    let (counted, _) = call(&mut many, "GetInventory", &by_application);
    let rows = counted["Entities"][0]["Data"]["AWS:Application"]["Content"].as_array().unwrap().clone();
    let total: usize = rows.iter().map(|row| row["Count"].as_str().unwrap().parse::<usize>().unwrap()).sum();
    assert_eq!((rows.len(), total), (7, MANY));
}

#[test]
fn a_later_page_of_entries_costs_no_more_than_the_first() {
    let mut emulator = fleet(1);
    let content: Vec<Value> = (0..10_000).map(|i| json!({ "Name": i.to_string() })).collect();
    let put = json!({ "InstanceId": id(0), "Items": [{
        "TypeName": "Custom:Long", "SchemaVersion": "1.0", "CaptureTime": "2025-03-12T06:00:00Z", "Content": content }] });
    call(&mut emulator, "PutInventory", &put);
    let query =
        json!({ "InstanceId": id(0), "TypeName": "Custom:Long", "Filters": [{ "Key": "Name", "Values": ["none"] }] });
    let (_, first) = call(&mut emulator, "ListInventoryEntries", &query);
    let (count, rows, most) = pages(&mut emulator, "ListInventoryEntries", "Entries", query);
    assert_eq!((count, rows), (10, 0));
    // A token has to be read and written.
    assert!(most < first + 50, "{most} for the costliest page, {first} for the first");
}

/// Executions of a runbook that asks somebody, and one that sleeps for an hour behind all of them.
fn executions(count: usize) -> Emulator {
    let options = json!({ "seed": 1, "now": 1_741_759_200_000_i64, "quotas": { "automations": 1_000_000 } });
    let mut emulator = Emulator::new(EmulatorOptions::of(options.as_object().unwrap().clone()).unwrap()).unwrap();
    let ask = json!({ "name": "ask", "action": "aws:approve", "inputs": { "Approvers": ["AKIDEXAMPLE"] } });
    let rest = json!({ "name": "rest", "action": "aws:sleep", "inputs": { "Duration": "PT1H" } });
    for (name, step) in [("Asks", ask), ("Rests", rest)] {
        let content = json!({ "schemaVersion": "0.3", "mainSteps": [step] }).to_string();
        let input = json!({ "Name": name, "DocumentType": "Automation", "Content": content });
        call(&mut emulator, "CreateDocument", &input);
    }
    for _ in 0..count {
        call(&mut emulator, "StartAutomationExecution", &json!({ "DocumentName": "Asks" }));
        // Each has its own time at which it would time out.
        emulator.advance(1);
    }
    call(&mut emulator, "StartAutomationExecution", &json!({ "DocumentName": "Rests" }));
    emulator
}

#[test]
fn executions_cost_the_same_however_many_there_are() {
    const FEW: usize = 2_000;
    const MANY: usize = 20_000;
    let (mut few, mut many) = (executions(FEW), executions(MANY));
    let list = "AutomationExecutionMetadataList";
    let fits = |what: &str, few: u64, many: u64| {
        assert!(many <= few + few / 20 + 8, "{what}: asked {many} times, and {few} times with fewer executions");
    };

    let asked = |emulator: &mut Emulator, act: &dyn Fn(&mut Emulator)| {
        let before = ASKED.get();
        act(emulator);
        ASKED.get() - before
    };
    let nothing_due = |emulator: &mut Emulator| emulator.advance(1);
    assert!(asked(&mut many, &nothing_due) <= asked(&mut few, &nothing_due), "time passes, and nothing is due");
    let one_due = |emulator: &mut Emulator| {
        assert_eq!(emulator.settle(), 3_599_999, "the one that sleeps");
    };
    let (small, large) = (asked(&mut few, &one_due), asked(&mut many, &one_due));
    assert!(small > 0, "something happens");
    fits("one of them goes on", small, large);

    let of = |key: &str, value: &str| json!({ "Filters": [{ "Key": key, "Values": [value] }] });
    let newest = call(&mut many, "DescribeAutomationExecutions", &json!({ "MaxResults": 2 })).0[list].clone();
    assert_eq!(newest[0]["AutomationExecutionStatus"], "Success");
    let newest_of_few = call(&mut few, "DescribeAutomationExecutions", &json!({ "MaxResults": 2 })).0[list].clone();
    for query in [json!({}), of("ExecutionStatus", "Failed"), of("DocumentNamePrefix", "Nowhere")] {
        let operation = "DescribeAutomationExecutions";
        let (count, rows, most) = pages(&mut many, operation, list, query.clone());
        let (_, rows_of_few, most_of_few) = pages(&mut few, operation, list, query.clone());
        if rows == 0 {
            // A page looks at 1,000 executions.
            assert!((MANY / 1_000..=MANY / 1_000 + 2).contains(&count), "{query}: {count} pages");
        } else {
            assert_eq!((rows, rows_of_few), (MANY + 1, FEW + 1), "none is lost, and none comes twice");
        }
        fits(&query.to_string(), most_of_few, most);
    }
    let id = |newest: &Value| newest[1]["AutomationExecutionId"].as_str().unwrap().to_string();
    let (one, other) = (id(&newest), id(&newest_of_few));
    for operation in ["GetAutomationExecution", "DescribeAutomationStepExecutions"] {
        let input = |id: &str| json!({ "AutomationExecutionId": id });
        fits(operation, call(&mut few, operation, &input(&other)).1, call(&mut many, operation, &input(&one)).1);
    }
    let by_id = |id: &str| of("ExecutionId", id);
    let operation = "DescribeAutomationExecutions";
    fits("one by its id", call(&mut few, operation, &by_id(&other)).1, call(&mut many, operation, &by_id(&one)).1);
    let cancel = |id: &str| json!({ "AutomationExecutionId": id });
    let operation = "StopAutomationExecution";
    fits(operation, call(&mut few, operation, &cancel(&other)).1, call(&mut many, operation, &cancel(&one)).1);
}

const ACCOUNT: &str = "d0123456789abcdef0123456789abcde";

/// An answer of the second service, and how often memory was asked for meanwhile.
fn call_config(emulator: &mut Emulator, operation: &str, input: &Value) -> (Value, u64) {
    let mut input = input.clone();
    input["domain_id"] = ACCOUNT.into();
    let operation = format!("huawei-config:{operation}");
    let request = build(&operation, input.to_string().as_bytes(), &BuildOptions::default()).unwrap();
    let before = ASKED.get();
    let response = emulator.send(&request);
    let asked = ASKED.get() - before;
    assert!(response.status < 300, "{operation}: {}", response.body);
    (serde_json::from_str(&response.body).unwrap_or_default(), asked)
}

/// An account with so many resources, a rule of the service's own with a result for each, and one whose function is awaited
/// for each; and the rules' ids.
fn account(count: usize) -> (Emulator, [String; 2]) {
    let resources: Vec<Value> = (0..count).map(|index| json!({ "id": id(index), "name": id(index) })).collect();
    let options = json!({ "seed": 1, "now": 1_741_759_200_000_i64, "resources": resources });
    let mut emulator = Emulator::new(EmulatorOptions::of(options.as_object().unwrap().clone()).unwrap()).unwrap();
    let own = json!({ "name": "own", "policy_definition_id": "d00000000000000000000002" });
    let urn = "urn:fss:r:p:function:default:own:latest";
    let custom = json!({ "name": "custom", "policy_assignment_type": "custom", "custom_policy": { "function_urn": urn, "auth_type": "agency" } });
    let rules = [own, custom].map(|rule| {
        let (answer, _) = call_config(&mut emulator, "CreatePolicyAssignments", &rule);
        answer["id"].as_str().unwrap().to_string()
    });
    emulator.settle();
    (emulator, rules)
}

#[test]
fn results_of_rules_cost_what_they_show_and_what_waits_costs_nothing() {
    const FEW: usize = 2_000;
    const MANY: usize = 20_000;
    let ((mut few, rules), (mut many, _)) = (account(FEW), account(MANY));
    assert_eq!((few.waiting().len(), many.waiting().len()), (FEW, MANY));
    let rule = json!({ "policy_assignment_id": rules[0] });

    // Counters answer for all results at once, and one that is named is found.
    for (operation, query) in [
        ("CollectPolicyStatesSummary", json!({})),
        ("CollectPolicyAssignmentsStatesSummary", rule.clone()),
        ("ListPolicyStatesStatistics", json!({})),
        ("ListPolicyStatesByResourceId", json!({ "resource_id": id(7) })),
        ("ListPolicyStatesByDomainId", json!({ "resource_id": id(7) })),
        ("CollectResourcesPolicyStatesSummary", json!({ "resource_id": id(7) })),
        ("ListPolicyAssignments", json!({})),
    ] {
        let (small, large) = (call_config(&mut few, operation, &query).1, call_config(&mut many, operation, &query).1);
        assert!(large <= small + 5, "{operation}: {small} for {FEW} results, {large} for {MANY}");
    }
    let (summary, _) = call_config(&mut many, "CollectPolicyStatesSummary", &json!({}));
    assert_eq!(summary["results"]["resource_details"]["compliant_count"], MANY);

    // A page looks at 1,000 results, matching or not.
    let none = json!({ "compliance_state": "NonCompliant" });
    for (operation, mut query) in [
        ("ListPolicyStatesByDomainId", none.clone()),
        (
            "ListPolicyStatesByAssignmentId",
            json!({ "policy_assignment_id": rules[0], "compliance_state": "NonCompliant" }),
        ),
        ("CollectResourcesPolicyStatesSummary", json!({ "resource_name": "nobody" })),
    ] {
        let mut pages = 0;
        loop {
            let (page, asked) = call_config(&mut many, operation, &query);
            pages += 1;
            assert_eq!(page["value"], json!([]), "{operation}");
            assert!(asked < 400, "{operation}: a page asked {asked} times");
            match &page["page_info"]["next_marker"] {
                Value::Null => break,
                marker => query["marker"] = marker.clone(),
            }
        }
        assert_eq!(pages, MANY / 1_000, "{operation}");
    }

    // A report, a resource that changes and time that passes cost the same however much waits.
    let cost = |emulator: &mut Emulator| {
        let event = emulator.events(0).last().unwrap().detail.clone();
        let report = json!({
            "policy_resource": { "resource_id": event["invoking_event"]["id"] }, "trigger_type": "resource",
            "compliance_state": "NonCompliant", "policy_assignment_id": event["policy_assignment_id"],
            "evaluation_time": event["evaluation_time"], "evaluation_hash": event["evaluation_hash"],
        });
        let (_, reported) = call_config(emulator, "UpdatePolicyState", &report);
        let before = ASKED.get();
        emulator.change(&json!([{ "resource": { "id": id(3), "name": "changed" } }])).unwrap();
        let changed = ASKED.get() - before;
        let before = ASKED.get();
        for _ in 0..100 {
            emulator.advance(1);
        }
        (reported, changed, ASKED.get() - before)
    };
    let (small, large) = (cost(&mut few), cost(&mut many));
    assert!(large.0 <= small.0 + 10, "a report: {} and {}", small.0, large.0);
    assert!(large.1 <= small.1 + 30, "a change: {} and {}", small.1, large.1);
    assert_eq!(large.2, small.2, "a hundred moments");
}

/// An execution in so many accounts and regions, one of each location at a time.
fn places(count: usize) -> Emulator {
    let options = EmulatorOptions { seed: Some(1), now: Some(1_741_759_200_000), ..EmulatorOptions::default() };
    let mut emulator = Emulator::new(options).unwrap();
    let act = json!({ "name": "act", "action": "aws:executeAwsApi", "inputs": { "Service": "ec2", "Api": "DescribeInstances" } });
    let content = json!({ "schemaVersion": "0.3", "mainSteps": [act] }).to_string();
    let input = json!({ "Name": "Acts", "DocumentType": "Automation", "Content": content });
    call(&mut emulator, "CreateDocument", &input);
    let accounts = |n: usize| (0..n).map(|account| format!("{account:012}")).collect::<Vec<_>>();
    let regions: Vec<String> = (0..50).map(|region| format!("eu-central-{region}")).collect();
    let location = json!({ "Accounts": accounts(count / 100), "Regions": regions });
    let input = json!({ "DocumentName": "Acts", "TargetLocations": [location, location] });
    call(&mut emulator, "StartAutomationExecution", &input);
    emulator
}

#[test]
fn a_child_costs_the_same_however_many_wait_behind_it() {
    let (mut few, mut many) = (places(500), places(5_000));
    let asked = |emulator: &mut Emulator| {
        let before = ASKED.get();
        emulator.advance(1_000);
        ASKED.get() - before
    };
    let (small, large) = (asked(&mut few), asked(&mut many));
    assert!(small > 0, "something happens");
    assert!(large <= small + small / 20 + 8, "asked {large} times, and {small} times with fewer that wait");
}
