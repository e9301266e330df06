//! The filters of the compliance lists. In their shape nothing is required, so much passes that finds nothing.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::{did_you_mean, is_absent, shown, text_of};
use crate::services::ssm::counts::SEVERITIES;
use crate::services::ssm::reading::{is_utc_second, with_utc_second};
use crate::text::nearest::nearest;

use super::super::list::FILTER_KEYS;
use super::super::view::{
    ComplianceStringFilter as Filter, ListComplianceItemsRequest, ListComplianceSummariesRequest,
};

/// The filters of any of the three lists.
// INVARIANT: they are the first member of each of the requests; `tests/registry.rs` holds the views to the model.
fn filters(request: Value<'_>) -> impl Iterator<Item = Filter<'_>> {
    ListComplianceItemsRequest(request).filters()
}

pub const FILTER_WITHOUT_KEY: Rule = Rule {
    text: RuleText {
        name: "compliance/filter-without-key",
        severity: Severity::Warning,
        summary: "a filter has no `Key`",
        why: "it says by which value, but not of what",
        basis: Basis::Assumption("the model requires neither; ListComplianceItems, Filters"),
    },
    run: |request, found| {
        for filter in filters(request).filter(|filter| is_absent(filter.0, Filter::MEMBERS, "Key")) {
            found.missing(filter.0, "Key", || {
                Draft::new("the filter has no `Key`")
                    .help("add `Key`, such as `Status` or `ComplianceType`")
                    .exception("InvalidFilter")
            });
        }
    },
};

pub const FILTER_WITHOUT_VALUES: Rule = Rule {
    text: RuleText {
        name: "compliance/filter-without-values",
        severity: Severity::Warning,
        summary: "a filter has no `Values`",
        why: "it says by what, but not by which value",
        basis: Basis::Assumption("the model requires neither; ListComplianceItems, Filters"),
    },
    run: |request, found| {
        for filter in filters(request).filter(|filter| is_absent(filter.0, Filter::MEMBERS, "Values")) {
            found.missing(filter.0, "Values", || {
                Draft::new("the filter has no `Values`")
                    .help("add `Values`, a list of texts")
                    .exception("InvalidFilter")
            });
        }
    },
};

pub const UNKNOWN_FILTER_KEY: Rule = Rule {
    text: RuleText {
        name: "compliance/unknown-filter-key",
        severity: Severity::Warning,
        summary: "a filter has a `Key` that is in none of the vendor's examples",
        why: "the service refuses a filter that it does not know",
        basis: Basis::Assumption(
            "the keys are those of the User Guide's and the CLI's examples; a full list is published nowhere",
        ),
    },
    run: unknown_filter_key,
};

fn unknown_filter_key(request: Value<'_>, found: &mut Found<'_>) {
    for key in filters(request).filter_map(Filter::key) {
        let Some(name) = key.str().filter(|name| !FILTER_KEYS.contains(&&**name)) else { continue };
        found.at(key, || {
            let draft = Draft::new(format!("{} is not a known filter key", shown(&name))).exception("InvalidFilter");
            let summary = name == "OverallSeverity" || name.starts_with("AWS:InstanceInformation.");
            match nearest(&name, FILTER_KEYS) {
                _ if summary => {
                    draft.help("this key is for the compliance summaries; items have `Severity` and `InstanceId`")
                }
                Some((meant, _)) => did_you_mean(draft, key, meant),
                None => draft.help(format!("known keys: {}", FILTER_KEYS.map(|known| format!("`{known}`")).join(", "))),
            }
        });
    }
}

/// The keys that the examples of the summaries have.
pub const SUMMARY_KEYS: [&str; 9] = [
    "ComplianceType",
    "Status",
    "OverallSeverity",
    "Severity",
    "PatchGroup",
    "ExecutionTime",
    "ExecutionType",
    "InstanceId",
    "ExecutionId",
];

pub const UNKNOWN_SUMMARY_FILTER_KEY: Rule = Rule::new(
    "compliance/unknown-summary-filter-key",
    Severity::Warning,
    "a filter of a summary has a `Key` that is in none of the vendor's examples",
    "the service refuses a filter that it does not know",
    Basis::Assumption(
        "the keys are those of the User Guide's and the CLI's examples; a full list is published nowhere",
    ),
    |request, found| {
        for key in filters(request).filter_map(Filter::key) {
            let Some(name) = key.str() else { continue };
            if SUMMARY_KEYS.contains(&&*name) || name.starts_with("AWS:InstanceInformation.") {
                continue;
            }
            found.at(key, || {
                let draft = Draft::new(format!("{} is not a known filter key of summaries", shown(&name)))
                    .exception("InvalidFilter");
                match nearest(&name, SUMMARY_KEYS) {
                    Some((meant, _)) => did_you_mean(draft, key, meant),
                    None => draft.help(
                        "known keys are `ComplianceType`, `Status`, `OverallSeverity` and `AWS:InstanceInformation.` with an attribute",
                    ),
                }
            });
        }
    },
);

pub const PAGE_OF_ANOTHER_SIZE: Rule = Rule::new(
    "compliance/page-of-another-size",
    Severity::Warning,
    "`MaxResults` of this summary is neither absent nor 50",
    "the model takes 1 to 50, and the documentation 50 alone",
    Basis::Documentation("API model, ListComplianceSummaries, MaxResults: the text; the shape says otherwise"),
    |request, found| {
        let Some(value) = ListComplianceSummariesRequest(request).max_results() else { return };
        if let Some(number) = value.integer().filter(|number| value.is_valid() && *number != 50) {
            found.at(value, || {
                Draft::new(format!("{number} rows are asked for, and 50 are documented"))
                    .help("leave it out, or write 50")
                    .fix("write 50", Trust::Check, value.span(), "50")
            });
        }
    },
);

pub const FILTER_VALUE_THAT_NO_ITEM_HAS: Rule = Rule {
    text: RuleText {
        name: "compliance/filter-value-that-no-item-has",
        severity: Severity::Warning,
        summary: "a filter asks for a severity or a status that does not exist",
        why: "no item has it, so that the filter holds for none or for all",
        basis: Basis::Documentation("API model, ComplianceSeverity and ComplianceStatus"),
    },
    run: filter_value_that_no_item_has,
};

/// An item read back may also have the empty status (API model, ComplianceItem, Status).
const STATUSES: &[&str] = &["COMPLIANT", "NON_COMPLIANT", ""];

fn filter_value_that_no_item_has(request: Value<'_>, found: &mut Found<'_>) {
    for filter in filters(request) {
        let existing = match text_of(filter.key()).as_deref() {
            Some("Severity" | "OverallSeverity") => &SEVERITIES[..],
            Some("Status") => STATUSES,
            _ => continue,
        };
        let operator = text_of(filter.type_());
        if !matches!(operator.as_deref(), None | Some("EQUAL" | "NOT_EQUAL" | "BEGIN_WITH")) {
            continue;
        }
        let is_there = |value: &str| match operator.as_deref() {
            Some("BEGIN_WITH") => existing.iter().any(|known| known.starts_with(value)),
            _ => existing.contains(&value),
        };
        for value in filter.values().into_iter().flat_map(Value::elements) {
            let Some(text) = value.str().filter(|text| !is_there(text)) else { continue };
            let existing = existing.iter().copied().filter(|known| !known.is_empty());
            found.at(value, || {
                let draft = Draft::new(format!("no item has {}", shown(&text)));
                match nearest(&text, existing.clone()) {
                    Some((meant, _)) => did_you_mean(draft, value, meant),
                    None => draft.help(format!(
                        "write one of {}",
                        existing.map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ")
                    )),
                }
            });
        }
    }
}

pub const FILTER_TIME_OF_ANOTHER_FORM: Rule = Rule {
    text: RuleText {
        name: "compliance/filter-time-of-another-form",
        severity: Severity::Warning,
        summary: "a filter by `ExecutionTime` has a value that is not of the form `YYYY-MM-DDThh:mm:ssZ`",
        why: "times in filters are texts of this one form, not the numbers that stand elsewhere",
        basis: Basis::Documentation("User Guide, \"Creating formatted date and time strings for Systems Manager\""),
    },
    run: filter_time_of_another_form,
};

fn filter_time_of_another_form(request: Value<'_>, found: &mut Found<'_>) {
    for filter in filters(request) {
        // The beginning of a time may be of any length.
        let is_whole = text_of(filter.type_()).as_deref() != Some("BEGIN_WITH");
        if text_of(filter.key()).as_deref() != Some("ExecutionTime") || !is_whole {
            continue;
        }
        for value in filter.values().into_iter().flat_map(Value::elements) {
            let Some(text) = value.str().filter(|text| !is_utc_second(text)) else { continue };
            found.at(value, || {
                let draft = Draft::new(format!("{} is not of the form `YYYY-MM-DDThh:mm:ssZ`", shown(&text)))
                    .help("write the time in UTC, as in `2025-03-12T06:00:00Z`");
                with_utc_second(draft, value.span(), &text)
            });
        }
    }
}
