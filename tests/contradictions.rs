//! Where the texts about a service contradict each other, the README says what was chosen, and a case or a row shows it.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails loudly")]

use std::path::Path;

use cloud_dryrun::services::{self, SERVICES};

const CASES: &str = "tests/cases/huawei-config";

/// Each contradiction, with what shows the choice.
const CONTRADICTIONS: [(&str, Shown); 18] = [
    ("time-type", Shown::Case("UpdatePolicyState/time-as-text")),
    ("null-string", Shown::Case("UpdatePolicyState/answer")),
    ("domain-desc", Shown::Case("UpdatePolicyState/account-given-too-long")),
    ("token-mandatory", Shown::Error("RMS.00010079")),
    ("status-404", Shown::Error("RMS.00010005")),
    ("readonly-in-request", Shown::Case("UpdatePolicyState/sound")),
    ("list-example-id", Shown::Case("ListPolicyStatesByDomainId/answer-of-the-examples")),
    ("summary-error", Shown::Explained("python-sdk")),
    ("event-title", Shown::Case("UpdatePolicyState/rule-named-for-a-period")),
    ("function-urn", Shown::Case("UpdatePolicyState/function-urn")),
    ("permission-uri", Shown::Address("/policy-assignments/{policy_assignment_id}/policy-states/evaluation-state")),
    ("rule-name-length", Shown::Case("CreatePolicyAssignments/name-of-65")),
    ("rule-name-update", Shown::Case("UpdatePolicyAssignment/name-of-65")),
    ("limit-500", Shown::Case("ListPolicyAssignments/answer")),
    ("tag-key", Shown::Error("RMS.00010029")),
    ("tags-key", Shown::Case("CreatePolicyAssignments/tag-for-tags")),
    ("delete-status", Shown::Status("DeletePolicyAssignment", 200)),
    ("time-formats", Shown::Case("UpdatePolicyState/time-in-iso")),
];

enum Shown {
    /// A file of a case.
    Case(&'static str),
    /// A case of an explained error.
    Explained(&'static str),
    /// A code that is explained.
    Error(&'static str),
    /// The end of an address.
    Address(&'static str),
    /// The status of an operation's answer.
    Status(&'static str, u16),
}

#[test]
fn every_contradiction_has_a_row_and_something_that_shows_the_choice() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    let service = SERVICES.iter().find(|service| service.id == "huawei-config").unwrap();
    for (id, shown) in CONTRADICTIONS {
        assert_eq!(readme.matches(&format!("\n| `{id}` | ")).count(), 1, "{id} has one row in the README");
        let is_shown = match shown {
            Shown::Case(name) => Path::new(&format!("{CASES}/{name}.json")).exists(),
            Shown::Explained(name) => Path::new(&format!("tests/explain/{name}.json")).exists(),
            Shown::Error(code) => service.errors.exceptions.iter().copied().flatten().any(|row| row.name == code),
            Shown::Address(end) => has_address(end),
            Shown::Status(name, status) => {
                let target = services::target(&format!("huawei-config:{name}")).unwrap();
                target.operation().http.as_ref().is_some_and(|http| http.status == status)
            }
        };
        assert!(is_shown, "{id}");
    }
}

fn has_address(end: &str) -> bool {
    let own = services::all().filter(|target| target.service.id == "huawei-config");
    own.into_iter().any(|target| target.operation().http.as_ref().is_some_and(|http| http.uri.ends_with(end)))
}
