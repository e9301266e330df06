//! Which document is meant, and the list of them.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, Severity};
use crate::services::reading::{did_you_mean, shown};
use crate::text::nearest::nearest;

use super::super::view::{DescribeDocumentRequest, GetDocumentRequest, ListDocumentsRequest};

fn two_versions(version: Option<Value<'_>>, name: Option<Value<'_>>, found: &mut Found<'_>) {
    if let (Some(version), Some(name)) = (version, name) {
        found.at(name, || {
            Draft::new("`VersionName` stands beside `DocumentVersion`")
                .help("keep one of the two")
                .exception("InvalidDocumentVersion")
                .related(version.path(), version.span(), "the version by its number")
        });
    }
}

pub const GET_TWO_VERSIONS: Rule = Rule::new(
    "documents/two-versions",
    Severity::Warning,
    "a version is named by number and by name",
    "which of the two counts is stated nowhere",
    Basis::Assumption("the model has both, and every example one of them"),
    |request, found| {
        let request = GetDocumentRequest(request);
        two_versions(request.document_version(), request.version_name(), found);
    },
);

pub const DESCRIBE_TWO_VERSIONS: Rule = Rule {
    run: |request, found| {
        let request = DescribeDocumentRequest(request);
        two_versions(request.document_version(), request.version_name(), found);
    },
    ..GET_TWO_VERSIONS
};

pub const TWO_KINDS_OF_FILTERS: Rule = Rule::new(
    "documents/two-kinds-of-filters",
    Severity::Warning,
    "`Filters` and `DocumentFilterList` are both given",
    "they are the newer and the older form of the same, and what both together mean is stated nowhere",
    Basis::Assumption("the model has both, and every example one of them"),
    |request, found| {
        let request = ListDocumentsRequest(request);
        if let (Some(older), Some(_)) = (request.document_filter_list().next(), request.filters().next()) {
            found.at(older.0, || {
                Draft::new("`DocumentFilterList` stands beside `Filters`")
                    .help("put all filters into `Filters`")
                    .exception("InvalidFilterKey")
            });
        }
    },
);

const OWNERS: &[&str] = &["Self", "Amazon", "Private", "Public", "ThirdParty", "All", "Default"];

/// Keys with the words that stand behind them; others take any text.
pub const KEYS: [(&str, &[&str]); 6] = [
    ("Name", &[]),
    ("Owner", OWNERS),
    ("PlatformTypes", &["Windows", "Linux", "MacOS"]),
    ("DocumentType", &[]),
    ("TargetType", &[]),
    ("SearchKeyword", &[]),
];

fn filters(request: Value<'_>) -> Vec<(Value<'_>, Vec<Value<'_>>)> {
    let request = ListDocumentsRequest(request);
    let older =
        request.document_filter_list().filter_map(|filter| Some((filter.key()?, filter.value().into_iter().collect())));
    let newer = request
        .filters()
        .filter_map(|filter| Some((filter.key()?, filter.values().into_iter().flat_map(Value::elements).collect())));
    older.chain(newer).collect()
}

pub const UNKNOWN_FILTER_KEY: Rule = Rule::new(
    "documents/unknown-filter-key",
    Severity::Warning,
    "a filter of the list of documents has a key that is in none of the vendor's lists",
    "the service refuses a filter that it does not know",
    Basis::Assumption("the keys of the older filters, and those that examples have; no full list is published"),
    |request, found| {
        for (key, _) in filters(request) {
            let Some(name) = key.str() else { continue };
            if name.starts_with("tag:") || KEYS.iter().any(|(known, _)| *known == name) {
                continue;
            }
            found.at(key, || {
                let draft = Draft::new(format!("{} is not a known filter key", shown(&name))).exception("InvalidFilterKey");
                match nearest(&name, KEYS.iter().map(|(known, _)| *known)) {
                    Some((meant, _)) => did_you_mean(draft, key, meant),
                    None => draft.help("known keys are `Name`, `Owner`, `PlatformTypes`, `DocumentType`, `TargetType`, `SearchKeyword` and `tag:` with a name"),
                }
            });
        }
    },
);

pub const FILTER_VALUE_THAT_NOTHING_HAS: Rule = Rule::new(
    "documents/filter-value-that-nothing-has",
    Severity::Warning,
    "a filter of the list of documents asks for an owner or a platform that does not exist",
    "the list comes back empty",
    Basis::Assumption("the values of the vendor's examples, and those of PlatformType in the model"),
    |request, found| {
        for (key, values) in filters(request) {
            let Some((_, words)) = KEYS.iter().find(|(known, _)| key.str().as_deref() == Some(*known)) else {
                continue;
            };
            for value in values {
                let Some(text) = value.str().filter(|text| !words.is_empty() && !words.contains(&&**text)) else {
                    continue;
                };
                found.at(value, || {
                    let draft = Draft::new(format!("{} is not a value of this key", shown(&text)));
                    match nearest(&text, words.iter().copied()) {
                        Some((meant, _)) => did_you_mean(draft, value, meant),
                        None => draft.help(format!("the values are {}", words.join(", "))),
                    }
                });
            }
        }
    },
);
