//! UpdateDocument, UpdateDocumentDefaultVersion and DeleteDocument, emulated.

use crate::emulator::{Answer, Call, Exception, Output, Tick};
use crate::services::reading::text;
use crate::services::ssm::documents::store::Version;
use crate::services::ssm::documents::view::{
    DeleteDocumentRequest, UpdateDocumentDefaultVersionRequest, UpdateDocumentRequest,
};
use crate::services::ssm::state::SsmState;

use super::content::judge;
use super::describe::description;
use super::{no_version, own};

/// Adds a version to a document.
///
/// Known: the new version gets the next number and is not the default; the same content as the version that it is made
/// of is DuplicateDocumentContent, a version name that another version has DuplicateDocumentVersionName; 1,000 versions
/// at most, DocumentVersionLimitExceeded; the answer says Updating.
///
/// Assumptions: the version that is named has to be the latest, which is taken where none is named, else
/// InvalidDocumentVersion; the format is that of the version before where none is named; a new version of a change
/// template has not been reviewed.
pub fn update_document(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = UpdateDocumentRequest(call.input);
    let state: &SsmState = call.state()?;
    let (name, document) = own(call, request.name())?;
    let given = text(request.document_version());
    let base = document.number_of(Some(given.as_deref().unwrap_or("$LATEST")));
    let base = base.filter(|base| *base == document.latest()).ok_or_else(no_version)?;
    let before = document.versions.get(&base).ok_or_else(no_version)?;
    let content = text(request.content()).unwrap_or_default();
    let format = text(request.document_format()).unwrap_or_else(|| before.format.clone());
    judge(state, &document.kind, &format, &content)?;
    if (&content, &format) == (&before.content, &before.format) {
        let message = "The content of the association document matches another document. Change the content of the document and try again.";
        return Err(Exception::new("DuplicateDocumentContent", message));
    }
    let version_name = text(request.version_name());
    if version_name.is_some() && document.versions.values().any(|version| version.name == version_name) {
        let message = "The version name has already been used in this document. Specify a different version name, and then try again.";
        return Err(Exception::new("DuplicateDocumentVersionName", message));
    }
    let limit = state.settings.quotas.document_versions;
    if document.versions.len() as u64 >= limit {
        let message = format!("The document has {limit} versions. Delete one, and then try again.");
        return Err(Exception::new("DocumentVersionLimitExceeded", message));
    }
    let version = Version {
        created: call.now,
        name: version_name,
        display_name: text(request.display_name()).or_else(|| before.display_name.clone()),
        format,
        content,
        attachments: request.attachments().filter_map(|attachment| text(attachment.name())).collect(),
        ..Version::default()
    };
    let mut document = document.clone();
    document.target_type = text(request.target_type()).or(document.target_type);
    document.last_number += 1;
    let number = document.last_number;
    document.versions.insert(number, version.clone());
    let described = description(name, &document, number, &version, "Updating");
    let (body, name) = (Output::default().json("DocumentDescription", &described).finish(), name.to_string());
    let tick = Tick { now: call.now, ids: call.ids };
    Ok(Answer::change(body, move |state: &mut SsmState| {
        let kind = document.kind.clone();
        state.documents.documents.insert(name, document);
        state.document_changed(tick, &kind);
    }))
}

/// Makes a version the default.
///
/// Known: InvalidDocument and InvalidDocumentVersion; the answer names the version.
pub fn update_document_default_version(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = UpdateDocumentDefaultVersionRequest(call.input);
    let (name, document) = own(call, request.name())?;
    let number = document.number_of(Some(&text(request.document_version()).unwrap_or_default()));
    let number = number.ok_or_else(no_version)?;
    let version_name = document.versions.get(&number).and_then(|version| version.name.as_deref());
    let description = Output::default()
        .text("Name", name)
        .text("DefaultVersion", &number.to_string())
        .maybe("DefaultVersionName", version_name)
        .finish();
    let (body, name) = (Output::default().json("Description", &description).finish(), name.to_string());
    let (tick, kind) = (Tick { now: call.now, ids: call.ids }, document.kind.clone());
    Ok(Answer::change(body, move |state: &mut SsmState| {
        if let Some(document) = state.documents.documents.get_mut(&name) {
            document.default_version = number;
        }
        state.document_changed(tick, &kind);
    }))
}

/// Deletes a document, or a version of it.
///
/// Known: all versions where none is named; InvalidDocument; the default version is not deleted alone,
/// InvalidDocumentOperation.
///
/// Assumptions: a version that is not there is InvalidDocument, since the model has no other; what the vendor owns is
/// not found; executions that run go on with the content that they began with.
pub fn delete_document(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = DeleteDocumentRequest(call.input);
    let (name, document) = own(call, request.name())?;
    let (number, version_name) = (text(request.document_version()), text(request.version_name()));
    let is_named = |version: &Version| version_name.is_none() || version.name == version_name;
    let whole = number.is_none() && version_name.is_none();
    let found = document.versions.iter().find(|(known, version)| {
        let wanted = number.as_deref().map(|number| document.number_of(Some(number)));
        is_named(version) && wanted.is_none_or(|wanted| wanted == Some(**known))
    });
    let found = found.map(|(number, _)| *number);
    if !whole && found.is_none() {
        return Err(Exception::new("InvalidDocument", "The document has no such version."));
    }
    if !whole && found == Some(document.default_version) {
        let message = "The default version of a document can't be deleted. Make another version the default first.";
        return Err(Exception::new("InvalidDocumentOperation", message));
    }
    let (name, kind, tick) = (name.to_string(), document.kind.clone(), Tick { now: call.now, ids: call.ids });
    Ok(Answer::change("{}", move |state: &mut SsmState| {
        let documents = &mut state.documents.documents;
        match (whole, found, documents.get_mut(&name)) {
            (false, Some(number), Some(document)) => {
                document.versions.remove(&number);
            }
            _ => {
                documents.remove(&name);
            }
        }
        state.document_changed(tick, &kind);
    }))
}
