//! The details of an item: any names may stand there, a few of them mean something.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::shown;
use crate::services::ssm::reading::{first_keys, is_respelled, is_utc_second, renaming, with_utc_second};

use super::super::view::{ComplianceItemEntry, PutComplianceItemsRequest};

/// The details that the service has names for.
const KNOWN: [&str; 12] = [
    "DocumentName",
    "DocumentVersion",
    "Classification",
    "PatchBaselineId",
    "PatchSeverity",
    "PatchState",
    "PatchGroup",
    "InstalledTime",
    "DetailedText",
    "DetailedLink",
    "CVEIds",
    "InstallOverrideList",
];

fn maps(request: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    PutComplianceItemsRequest(request).items().filter_map(ComplianceItemEntry::details)
}

pub const DETAIL_IN_ANOTHER_SPELLING: Rule = Rule {
    text: RuleText {
        name: "compliance/detail-in-another-spelling",
        severity: Severity::Warning,
        summary: "a detail has the name of a known one in another spelling",
        why: "the console and the filters look for the known names alone",
        basis: Basis::Assumption(
            "the names are those of AWS:ComplianceItem (User Guide, \"Metadata collected by inventory\"); what another spelling does is stated nowhere",
        ),
    },
    run: detail_in_another_spelling,
};

fn detail_in_another_spelling(request: Value<'_>, found: &mut Found<'_>) {
    for first in first_keys(maps(request)) {
        let name = &*first.name;
        if KNOWN.contains(&name) {
            continue;
        }
        let Some(meant) = KNOWN.into_iter().find(|known| is_respelled(name, known)) else { continue };
        found.at_key(first.key, || {
            let draft =
                Draft::new(format!("{} is not the detail `{meant}`", shown(name))).help(format!("write `{meant}`"));
            match renaming(maps(request), name, meant) {
                Some(edits) => draft.fix_all(format!("rename it to `{meant}` in every item"), Trust::Check, edits),
                None => draft,
            }
        });
    }
}

pub const INSTALLED_TIME_OF_ANOTHER_FORM: Rule = Rule {
    text: RuleText {
        name: "compliance/installed-time-of-another-form",
        severity: Severity::Warning,
        summary: "the detail `InstalledTime` is not of the form `YYYY-MM-DDThh:mm:ssZ`",
        why: "readers that compare or sort by it expect the one form",
        basis: Basis::Documentation(
            "API model, PutComplianceItems: \"InstalledTime: … using the following format: yyyy-MM-dd'T'HH:mm:ss'Z'\"",
        ),
    },
    run: |request, found| installed_times(maps(request), found),
};

/// Tells of the times in maps of details.
pub fn installed_times<'t>(maps: impl Iterator<Item = Value<'t>>, found: &mut Found<'_>) {
    let mut place = 0;
    for details in maps {
        if let Some(value) = details.entry("\"InstalledTime\"", &mut place) {
            // What was not installed has an empty time.
            let Some(text) = value.str().filter(|text| !text.is_empty() && !is_utc_second(text)) else { continue };
            found.at(value, || {
                let draft = Draft::new(format!("{} is not of the form `YYYY-MM-DDThh:mm:ssZ`", shown(&text)))
                    .help("write the time in UTC, as in `2025-03-04T21:17:09Z`");
                with_utc_second(draft, value.span(), &text)
            });
        }
    }
}
