//! ListDocuments and ListDocumentVersions, emulated.

use serde_json::Value as Json;

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::reading::{text, texts};
use crate::services::ssm::documents::rules::KEYS;
use crate::services::ssm::documents::store::{AMAZON, Document, Version, parsed};
use crate::services::ssm::documents::view::{ListDocumentVersionsRequest, ListDocumentsRequest};
use crate::services::ssm::paging::{begin, finish};
use crate::services::ssm::state::SsmState;
use crate::text::time::to_epoch_seconds;

use super::describe::{platforms, review_status, tags};
use super::named;

/// Lists the documents, each with its default version.
///
/// Known: both kinds of filters; an unknown key is InvalidFilterKey, a foreign token InvalidNextToken.
///
/// Assumptions: the order is by name; a name matches where it begins with a value, as does a keyword where it stands
/// anywhere in the name; the owner Self is the account, Private what is its own, Public, Amazon, ThirdParty and Default
/// what the vendor owns, All everything, which is also listed where no owner is asked for; values of a filter are
/// alternatives, filters all have to hold; both kinds of filters at once are InvalidFilterKey.
pub fn list_documents(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListDocumentsRequest(call.input);
    let state: &SsmState = call.state()?;
    let older: Vec<(String, Vec<String>)> = request
        .document_filter_list()
        .map(|filter| (text(filter.key()).unwrap_or_default(), text(filter.value()).into_iter().collect()))
        .collect();
    let newer: Vec<(String, Vec<String>)> =
        request.filters().map(|filter| (text(filter.key()).unwrap_or_default(), texts(filter.values()))).collect();
    if !older.is_empty() && !newer.is_empty() {
        return Err(Exception::new("InvalidFilterKey", ""));
    }
    let filters = [older, newer].concat();
    let is_known = |key: &str| key.starts_with("tag:") || KEYS.iter().any(|(known, _)| *known == key);
    if filters.iter().any(|(key, _)| !is_known(key)) {
        return Err(Exception::new("InvalidFilterKey", ""));
    }
    let query = filters.iter().map(|filter| format!("{filter:?}")).collect::<Vec<_>>().join("\n");
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    for (name, document) in state.documents.from(&from.unwrap_or_default()) {
        if !page.has_room(|| name.into()) {
            break;
        }
        page.looked_at(1);
        if filters.iter().all(|(key, values)| values.iter().any(|value| holds(key, value, name, document))) {
            page.push(|out| *out += &identifier(name, document));
        }
    }
    Ok(Answer::read(finish(page, Output::default(), "DocumentIdentifiers")))
}

fn holds(key: &str, value: &str, name: &str, document: &Document) -> bool {
    let is_ours = document.owner != AMAZON;
    match key {
        "Name" => name.starts_with(value),
        "SearchKeyword" => name.to_ascii_lowercase().contains(&value.to_ascii_lowercase()),
        "Owner" => match value {
            "All" => true,
            "Self" | "Private" => is_ours,
            "Amazon" | "Public" | "Default" => !is_ours,
            account => document.owner == account,
        },
        "PlatformTypes" => platforms(&document.kind).contains(&format!("\"{value}\"")),
        "DocumentType" => document.kind == value,
        "TargetType" => document.target_type.as_deref() == Some(value),
        key => document.tags.iter().any(|(tag, own)| key.strip_prefix("tag:") == Some(tag) && own == value),
    }
}

fn identifier(name: &str, document: &Document) -> String {
    let number = document.default_version;
    let none = Version::default();
    let version = document.versions.get(&number).unwrap_or(&none);
    let content = parsed(&version.format, &version.content).unwrap_or_default();
    let output = Output::default()
        .text("Name", name)
        .json("CreatedDate", &to_epoch_seconds(version.created))
        .maybe("DisplayName", version.display_name.as_deref())
        .text("Owner", &document.owner)
        .maybe("VersionName", version.name.as_deref())
        .json("PlatformTypes", platforms(&document.kind))
        .text("DocumentVersion", &number.to_string())
        .text("DocumentType", &document.kind)
        .maybe("SchemaVersion", content.get("schemaVersion").and_then(Json::as_str))
        .text("DocumentFormat", &version.format)
        .maybe("TargetType", document.target_type.as_deref())
        .json("Tags", &tags(document));
    let output = match &document.requires {
        Some(requires) => output.json("Requires", requires),
        None => output,
    };
    output.maybe("ReviewStatus", review_status(document, version)).text("Author", &document.author).finish()
}

/// Lists the versions of a document.
///
/// Known: InvalidDocument, and InvalidNextToken for a foreign token.
///
/// Assumption: the newest version comes first.
pub fn list_document_versions(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListDocumentVersionsRequest(call.input);
    let found = named(call, request.name(), None, None)?;
    let (mut page, from) = begin(call, found.name, request.next_token(), request.max_results())?;
    let from = from.and_then(|from| from.parse().ok()).unwrap_or(u64::MAX);
    for (number, version) in found.document.versions.range(..=from).rev() {
        if !page.has_room(|| number.to_string()) {
            break;
        }
        page.looked_at(1);
        let row = Output::default()
            .text("Name", found.name)
            .maybe("DisplayName", version.display_name.as_deref())
            .text("DocumentVersion", &number.to_string())
            .maybe("VersionName", version.name.as_deref())
            .json("CreatedDate", &to_epoch_seconds(version.created))
            .json("IsDefaultVersion", if *number == found.document.default_version { "true" } else { "false" })
            .text("DocumentFormat", &version.format)
            .text("Status", "Active")
            .maybe("ReviewStatus", review_status(found.document, version))
            .finish();
        page.push(|out| *out += &row);
    }
    Ok(Answer::read(finish(page, Output::default(), "DocumentVersions")))
}
