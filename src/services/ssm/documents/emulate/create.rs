//! CreateDocument, emulated.

use crate::emulator::{Answer, Call, Exception, Output, Tick};
use crate::services::reading::text;
use crate::services::ssm::documents::rules::reserved_prefix;
use crate::services::ssm::documents::store::{Document, Version};
use crate::services::ssm::documents::view::CreateDocumentRequest;
use crate::services::ssm::state::SsmState;

use super::content::judge;
use super::describe::description;

/// Makes a document with its first version, which is the default.
///
/// Known: DocumentAlreadyExists, MaxDocumentSizeExceeded, DocumentLimitExceeded (500 documents), InvalidDocumentContent
/// and InvalidDocumentSchemaVersion; names that begin as the vendor's do are refused; the format is JSON where none is given; the answer says Creating.
///
/// Assumptions: such a name is DocumentAlreadyExists, since the model has nothing better for it; a type that is not given is Command; whoever reads the document next finds it Active.
pub fn create_document(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = CreateDocumentRequest(call.input);
    let state: &SsmState = call.state()?;
    let name = text(request.name()).unwrap_or_default();
    if state.documents.find(&name).is_some() {
        return Err(Exception::new("DocumentAlreadyExists", format!("Document with same name {name} already exists")));
    }
    if let Some(prefix) = reserved_prefix(&name) {
        return Err(Exception::new("DocumentAlreadyExists", format!("Names that begin with {prefix} are reserved.")));
    }
    let kind = text(request.document_type()).unwrap_or_else(|| "Command".into());
    let format = text(request.document_format()).unwrap_or_else(|| "JSON".into());
    judge(state, &kind, &format, &text(request.content()).unwrap_or_default())?;
    let limit = state.settings.quotas.documents;
    if state.documents.documents.len() as u64 >= limit {
        let message = format!("There are {limit} documents. Delete one, and then try again.");
        return Err(Exception::new("DocumentLimitExceeded", message));
    }
    let version = Version {
        created: call.now,
        name: text(request.version_name()),
        display_name: text(request.display_name()),
        content: text(request.content()).unwrap_or_default(),
        attachments: request.attachments().filter_map(|attachment| text(attachment.name())).collect(),
        format,
        ..Version::default()
    };
    let tags = request.tags().map(|tag| (text(tag.key()).unwrap_or_default(), text(tag.value()).unwrap_or_default()));
    let document = Document {
        owner: account_of(call.principal).into(),
        kind,
        author: call.principal.into(),
        target_type: text(request.target_type()),
        tags: tags.collect(),
        requires: request.requires().map(|requires| requires.source().into()),
        default_version: 1,
        last_number: 1,
        versions: [(1, version)].into(),
    };
    let version = document.versions.get(&1).cloned().unwrap_or_default();
    let body =
        Output::default().json("DocumentDescription", &description(&name, &document, 1, &version, "Creating")).finish();
    let tick = Tick { now: call.now, ids: call.ids };
    Ok(Answer::change(body, move |state: &mut SsmState| {
        let kind = document.kind.clone();
        state.documents.documents.insert(name, document);
        state.document_changed(tick, &kind);
    }))
}

/// The account that a principal belongs to.
fn account_of(principal: &str) -> &str {
    let account = principal.split(':').nth(4).filter(|account| !account.is_empty());
    account.unwrap_or("123456789012")
}
