//! Parts of an address beside a text: what `check` says of them is what `build` does with them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test fails loudly")]

use std::collections::BTreeMap;

use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::{Options, check};

const LIST: &str = "huawei-config:ListPolicyStatesByDomainId";

/// The account in the address that is built, and the rules that the check finds on the account.
fn tried(text: &str, given: Option<&str>) -> (Option<String>, Vec<&'static str>) {
    let labels: BTreeMap<String, String> = given.map(|given| ("domain_id".into(), given.into())).into_iter().collect();
    let built = build(LIST, text.as_bytes(), &BuildOptions { labels: labels.clone(), ..BuildOptions::default() });
    let account = built.ok().map(|request| request.url.split('/').nth(6).unwrap().to_string());
    let report = check(LIST, text.as_bytes(), &Options { labels, ..Options::default() }).unwrap();
    let on_account = report.findings.iter().filter(|finding| finding.path == "/domain_id");
    (account, on_account.map(|finding| finding.rule).collect())
}

#[test]
fn what_stands_in_the_text_counts_for_both() {
    let account = |name: &str| Some(name.to_string());
    assert_eq!(tried(r#"{"domain_id":"text"}"#, None), (account("text"), vec![]));
    assert_eq!(tried("{}", Some("beside")), (account("beside"), vec![]));
    assert_eq!(tried(r#"{"domain_id":null}"#, Some("beside")), (account("beside"), vec![]));
    assert_eq!(tried(r#"{"domain_id":"both"}"#, Some("both")), (account("both"), vec![]));
    assert_eq!(tried(r#"{"domain_id":"text"}"#, Some("beside")), (account("text"), vec!["overruled-label"]));
}

#[test]
fn what_is_missing_is_told_where_a_request_is_built_and_no_fault_of_a_body() {
    assert_eq!(tried("{}", None), (None, vec![]));
    assert_eq!(tried("{}", Some("")), (None, vec!["pattern-mismatch", "too-short"]));
}
