//! DescribeDocument, emulated, and the description that other answers carry too.

use serde_json::Value as Json;

use crate::emulator::{Answer, Call, Exception, Output};
use crate::hash::{Encoding, digest_encode, sha256};
use crate::services::ssm::documents::store::{Document, ReviewStatus, Version, parsed};
use crate::services::ssm::documents::view::DescribeDocumentRequest;
use crate::services::ssm::documents::{AUTOMATION, CHANGE_TEMPLATE};
use crate::text::string::quoted;
use crate::text::time::to_epoch_seconds;

use super::{Named, named};

/// Describes a version of a document.
///
/// Known: the default version where none is named; InvalidDocument and InvalidDocumentVersion; the hash is the SHA-256
/// of the content; the members are those of the command line's examples.
///
/// Assumptions: parameters that are lists are shown as StringList, all others as String, since the model has no other
/// types; a default that is no text is shown as JSON; runbooks run on all platforms; a status of the review is shown
/// of change templates, and of what somebody asked a review of.
pub fn describe_document(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = DescribeDocumentRequest(call.input);
    let named = named(call, request.name(), request.document_version(), request.version_name())?;
    let Named { name, document, number, version } = named;
    Ok(Answer::read(
        Output::default().json("Document", &description(name, document, number, version, "Active")).finish(),
    ))
}

/// The description of a version.
pub fn description(name: &str, document: &Document, number: u64, version: &Version, status: &str) -> String {
    let content = parsed(&version.format, &version.content).unwrap_or_default();
    let of = |member: &str| content.get(member).and_then(Json::as_str);
    let hash = digest_encode(&sha256(version.content.as_bytes()), Encoding::Hex);
    let mut output = Output::default()
        .text("Hash", &hash)
        .text("HashType", "Sha256")
        .text("Name", name)
        .maybe("DisplayName", version.display_name.as_deref())
        .maybe("VersionName", version.name.as_deref())
        .text("Owner", &document.owner)
        .json("CreatedDate", &to_epoch_seconds(version.created))
        .text("Status", status)
        .text("DocumentVersion", &number.to_string())
        .maybe("Description", of("description"))
        .json("Parameters", &parameters(&content))
        .json("PlatformTypes", platforms(&document.kind))
        .text("DocumentType", &document.kind)
        .maybe("SchemaVersion", of("schemaVersion"))
        .text("LatestVersion", &document.latest().to_string())
        .text("DefaultVersion", &document.default_version.to_string())
        .text("DocumentFormat", &version.format)
        .maybe("TargetType", document.target_type.as_deref())
        .json("Tags", &tags(document));
    if !version.attachments.is_empty() {
        let names = version.attachments.iter().map(|name| Output::default().text("Name", name).finish());
        output = output.json("AttachmentsInformation", &list(names));
    }
    if let Some(requires) = &document.requires {
        output = output.json("Requires", requires);
    }
    output = output.text("Author", &document.author);
    if let Some((reviewer, time)) = &version.review.reviewed {
        let review = Output::default()
            .json("ReviewedTime", &to_epoch_seconds(*time))
            .text("Status", version.review.status.as_str())
            .text("Reviewer", reviewer)
            .finish();
        output = output.json("ReviewInformation", &list([review].into_iter()));
    }
    for (member, status) in
        [("ApprovedVersion", ReviewStatus::Approved), ("PendingReviewVersion", ReviewStatus::Pending)]
    {
        let found = document.versions.iter().rev().find(|(_, version)| version.review.status == status);
        output = output.maybe(member, found.map(|(number, _)| number.to_string()).as_deref());
    }
    output.maybe("ReviewStatus", review_status(document, version)).finish()
}

/// The status of a review, where one is shown.
pub fn review_status(document: &Document, version: &Version) -> Option<&'static str> {
    let is_shown = document.kind == CHANGE_TEMPLATE || version.review.status != ReviewStatus::NotReviewed;
    is_shown.then(|| version.review.status.as_str())
}

/// The platforms of a type of documents, as JSON.
pub fn platforms(kind: &str) -> &'static str {
    if [AUTOMATION, CHANGE_TEMPLATE].contains(&kind) { r#"["Windows","Linux","MacOS"]"# } else { "[]" }
}

/// The tags, as JSON.
pub fn tags(document: &Document) -> String {
    list(document.tags.iter().map(|(key, value)| Output::default().text("Key", key).text("Value", value).finish()))
}

/// A list of what is JSON already.
pub fn list(items: impl Iterator<Item = String>) -> String {
    format!("[{}]", items.collect::<Vec<_>>().join(","))
}

fn parameters(content: &Json) -> String {
    let parameters = content.get("parameters").and_then(Json::as_object);
    list(parameters.into_iter().flatten().map(|(name, about)| {
        let of = |member: &str| about.get(member).and_then(Json::as_str);
        let is_list = of("type").is_some_and(|kind| kind.ends_with("List") || kind.starts_with("List<"));
        let default = about.get("default").map(|default| match default {
            Json::String(text) => quoted(text),
            other => quoted(&other.to_string()),
        });
        let output = Output::default()
            .text("Name", name)
            .text("Type", if is_list { "StringList" } else { "String" })
            .maybe("Description", of("description"));
        match default {
            Some(default) => output.json("DefaultValue", &default),
            None => output,
        }
        .finish()
    }))
}
