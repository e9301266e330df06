//! The cases of `tests/cases`: each file is a request and the findings it deserves. `BLESS=1` rewrites the wants.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "support/case.rs"]
mod case;

use case::{Case, all, of_folder};
use cloud_dryrun::report::{Trust, apply, safe_edits};
use cloud_dryrun::{Finding, Report, Severity, check};
use std::collections::BTreeSet;

/// A test for each folder of cases.
macro_rules! folders {
    ($($test:ident = $folder:literal,)*) => {
        const FOLDERS: &[&str] = &[$($folder),*];
        $(#[test]
        fn $test() {
            check_folder($folder);
        })*
    };
}

folders! {
    a_model_brought_along = "harbour-master/BookBerth",
    collect_policy_assignments_states_summary = "huawei-config/CollectPolicyAssignmentsStatesSummary",
    collect_policy_states_summary = "huawei-config/CollectPolicyStatesSummary",
    collect_resources_policy_states_summary = "huawei-config/CollectResourcesPolicyStatesSummary",
    create_policy_assignments = "huawei-config/CreatePolicyAssignments",
    delete_policy_assignment = "huawei-config/DeletePolicyAssignment",
    disable_policy_assignment = "huawei-config/DisablePolicyAssignment",
    enable_policy_assignment = "huawei-config/EnablePolicyAssignment",
    list_built_in_policy_definitions = "huawei-config/ListBuiltInPolicyDefinitions",
    list_policy_assignments = "huawei-config/ListPolicyAssignments",
    list_policy_states_by_assignment_id = "huawei-config/ListPolicyStatesByAssignmentId",
    list_policy_states_by_domain_id = "huawei-config/ListPolicyStatesByDomainId",
    list_policy_states_by_resource_id = "huawei-config/ListPolicyStatesByResourceId",
    list_policy_states_statistics = "huawei-config/ListPolicyStatesStatistics",
    run_evaluation_by_policy_assignment_id = "huawei-config/RunEvaluationByPolicyAssignmentId",
    show_built_in_policy_definition = "huawei-config/ShowBuiltInPolicyDefinition",
    show_evaluation_state_by_assignment_id = "huawei-config/ShowEvaluationStateByAssignmentId",
    show_policy_assignment = "huawei-config/ShowPolicyAssignment",
    update_policy_assignment = "huawei-config/UpdatePolicyAssignment",
    update_policy_state = "huawei-config/UpdatePolicyState",
    config_event = "huawei-function/ConfigEvent",
    texts_that_are_not_sound_json = "json",
    custom_inventory_file = "ssm-agent/CustomInventoryFile",
    automation_content = "ssm-document/Automation",
    change_template_content = "ssm-document/ChangeTemplate",
    create_document = "ssm/CreateDocument",
    delete_document = "ssm/DeleteDocument",
    delete_inventory = "ssm/DeleteInventory",
    describe_automation_executions = "ssm/DescribeAutomationExecutions",
    describe_automation_step_executions = "ssm/DescribeAutomationStepExecutions",
    describe_document = "ssm/DescribeDocument",
    describe_instance_information = "ssm/DescribeInstanceInformation",
    describe_inventory_deletions = "ssm/DescribeInventoryDeletions",
    get_automation_execution = "ssm/GetAutomationExecution",
    get_calendar_state = "ssm/GetCalendarState",
    get_document = "ssm/GetDocument",
    get_inventory = "ssm/GetInventory",
    get_inventory_schema = "ssm/GetInventorySchema",
    list_compliance_items = "ssm/ListComplianceItems",
    list_compliance_summaries = "ssm/ListComplianceSummaries",
    list_document_versions = "ssm/ListDocumentVersions",
    list_documents = "ssm/ListDocuments",
    list_inventory_entries = "ssm/ListInventoryEntries",
    list_resource_compliance_summaries = "ssm/ListResourceComplianceSummaries",
    put_compliance_items = "ssm/PutComplianceItems",
    put_inventory = "ssm/PutInventory",
    send_automation_signal = "ssm/SendAutomationSignal",
    start_automation_execution = "ssm/StartAutomationExecution",
    start_change_request_execution = "ssm/StartChangeRequestExecution",
    stop_automation_execution = "ssm/StopAutomationExecution",
    update_document = "ssm/UpdateDocument",
    update_document_default_version = "ssm/UpdateDocumentDefaultVersion",
    update_document_metadata = "ssm/UpdateDocumentMetadata",
}

#[test]
fn every_folder_of_cases_has_its_test() {
    let cases = all();
    let folders: BTreeSet<&str> = cases.iter().map(Case::folder).collect();
    assert_eq!(Vec::from_iter(folders), FOLDERS);
}

#[test]
fn a_report_says_the_same_twice_and_in_order() {
    for case in all() {
        for &form in case.forms() {
            let (first, second) = (case.report(form), case.report(form));
            assert_eq!(first.render(), second.render(), "{}", case.name);
            assert_eq!(format!("{:?}", first.findings), format!("{:?}", second.findings), "{}", case.name);
            let places: Vec<_> = first
                .findings
                .iter()
                .map(|found| (found.span.start, found.span.end, &found.path, found.rule))
                .collect();
            assert!(places.is_sorted(), "{}: {places:?}", case.name);
            let errors = first.findings.iter().any(|found| found.severity == Severity::Error);
            assert_eq!(first.ok, !errors, "{}: `ok` means no error", case.name);
        }
    }
}

#[test]
fn every_range_holds_whole_characters_of_the_text() {
    for case in all() {
        for &form in case.forms() {
            let report = case.report(form);
            for found in &report.findings {
                let edits = found.fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span);
                let related = found.related.iter().map(|related| related.span);
                for span in edits.chain(related).chain([found.span]) {
                    let range = span.start as usize..span.end as usize;
                    assert!(report.text.get(range.clone()).is_some(), "{}: {} {range:?}", case.name, found.rule);
                }
            }
        }
    }
}

#[test]
fn a_fix_removes_its_finding_and_a_safe_one_adds_none_elsewhere() {
    for case in all() {
        for &form in case.forms() {
            let report = case.report(form);
            for found in &report.findings {
                for fix in &found.fixes {
                    let text = apply(&report.text, fix.edits.iter());
                    let after =
                        check(&case.operation, text.as_bytes(), &case.options(form)).expect("a known operation");
                    let told = || format!("{}: \"{}\" for {}\n{}", case.name, fix.title, found.rule, after.render());
                    assert!(about(&after, found) < about(&report, found), "it is still there. {}", told());
                    // What could not be read before may be looked at now: a whole text, or what stands below.
                    if fix.trust == Trust::Safe && !found.rule.starts_with("json-") {
                        assert!(elsewhere(&after, found) <= elsewhere(&report, found), "there is more. {}", told());
                    }
                }
            }
        }
    }
}

/// What may be looked at only after it: a text that could not be read, a value under another name or of another type.
fn uncovers(found: &Finding) -> &str {
    if found.rule.starts_with("json-") { "" } else { found.path.rsplit_once('/').map_or("", |(above, _)| above) }
}

#[test]
fn applying_all_safe_fixes_again_and_again_comes_to_an_end_and_adds_nothing() {
    let mut applied = 0;
    for case in all() {
        for &form in case.forms() {
            let mut text = String::from_utf8_lossy(&case.bytes).into_owned();
            for round in 0.. {
                let report = check(&case.operation, text.as_bytes(), &case.options(form)).expect("a known operation");
                let edits = safe_edits(&report.findings);
                if edits.is_empty() {
                    break;
                }
                applied += edits.len();
                assert!(round < 10, "{}: there is no end\n{}", case.name, report.render());
                let next = apply(&text, edits.into_iter());
                let after = check(&case.operation, next.as_bytes(), &case.options(form)).expect("a known operation");
                let is_repaired = |found: &&Finding| found.fixes.iter().any(|fix| fix.trust == Trust::Safe);
                for new in &after.findings {
                    let was_there = report.findings.iter().any(|old| (old.rule, &old.path) == (new.rule, &new.path));
                    let below = |path: &str| new.path.starts_with(path);
                    let is_uncovered = report.findings.iter().filter(is_repaired).any(|old| below(uncovers(old)));
                    assert!(was_there || is_uncovered, "{}: {} is new\n{}", case.name, new.rule, after.render());
                }
                text = next;
            }
        }
    }
    assert!(applied > 60, "only {applied} safe fixes");
}

fn about(report: &Report<'_>, found: &Finding) -> usize {
    report.findings.iter().filter(|other| (other.rule, &other.path) == (found.rule, &found.path)).count()
}

fn elsewhere(report: &Report<'_>, found: &Finding) -> usize {
    let below = format!("{}/", found.path);
    report.findings.iter().filter(|other| other.path != found.path && !other.path.starts_with(&below)).count()
}

#[track_caller]
fn check_folder(folder: &str) {
    let cases = of_folder(folder);
    assert!(!cases.is_empty(), "no cases in {folder}");
    let failures: Vec<String> = cases.iter().filter_map(Case::difference).collect();
    assert!(failures.is_empty(), "{} of {} cases differ\n\n{}", failures.len(), cases.len(), failures.join("\n"));
}
