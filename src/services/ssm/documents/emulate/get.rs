//! GetDocument, emulated.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::reading::text;
use crate::services::ssm::documents::store::parsed;
use crate::services::ssm::documents::view::GetDocumentRequest;
use crate::text::time::to_epoch_seconds;

use super::describe::review_status;
use super::{Named, named};

/// Gives the content of a version.
///
/// Known: the default version where none is named; the format of the document where none is asked for; InvalidDocument
/// and InvalidDocumentVersion.
///
/// Assumptions: a content in another format than its own comes as JSON of two spaces, or as YAML in blocks with its
/// texts in quotes; where a format cannot stand for the content it comes as it is; attachments have no content here.
pub fn get_document(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = GetDocumentRequest(call.input);
    let named = named(call, request.name(), request.document_version(), request.version_name())?;
    let Named { name, document, number, version } = named;
    let wanted = text(request.document_format()).unwrap_or_else(|| version.format.clone());
    let converted = if wanted == version.format { None } else { converted(&version.format, &version.content, &wanted) };
    let format = if converted.is_some() { &wanted } else { &version.format };
    let mut output = Output::default()
        .text("Name", name)
        .json("CreatedDate", &to_epoch_seconds(version.created))
        .maybe("DisplayName", version.display_name.as_deref())
        .maybe("VersionName", version.name.as_deref())
        .text("DocumentVersion", &number.to_string())
        .text("Status", "Active")
        .text("Content", converted.as_deref().unwrap_or(&version.content))
        .text("DocumentType", &document.kind)
        .text("DocumentFormat", format);
    if let Some(requires) = &document.requires {
        output = output.json("Requires", requires);
    }
    let output = output.json("AttachmentsContent", "[]").maybe("ReviewStatus", review_status(document, version));
    Ok(Answer::read(output.finish()))
}

fn converted(format: &str, content: &str, wanted: &str) -> Option<String> {
    let value = parsed(format, content)?;
    match wanted {
        "JSON" => serde_json::to_string_pretty(&value).ok(),
        "YAML" => Some(crate::text::yaml::written(&value)),
        _ => None,
    }
}
