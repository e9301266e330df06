//! The operations on documents, emulated, and what they share: how a document is found and described.

mod content;
mod create;
mod describe;
mod get;
mod list;
mod review;
mod update;

pub use create::create_document;
pub use describe::describe_document;
pub use get::get_document;
pub use list::{list_document_versions, list_documents};
pub use review::update_document_metadata;
pub use update::{delete_document, update_document, update_document_default_version};

use crate::emulator::{Call, Exception};
use crate::model::tape::Value;
use crate::services::reading::text;
use crate::services::ssm::state::SsmState;

use super::store::{Document, Version, name_in};

/// A version of a document that a request names.
struct Named<'s> {
    name: &'s str,
    document: &'s Document,
    number: u64,
    version: &'s Version,
}

/// Finds the version that a request names.
fn named<'s>(
    call: &Call<'s>,
    name: Option<Value<'_>>,
    number: Option<Value<'_>>,
    version_name: Option<Value<'_>>,
) -> Result<Named<'s>, Exception> {
    let state: &SsmState = call.state()?;
    let asked = text(name).unwrap_or_default();
    let (wanted, own) = name_in(&asked);
    let (name, document) = state.documents.find(wanted).ok_or_else(|| no_document(wanted))?;
    let number = text(number).or(own.map(String::from));
    let found = document.number_of(number.as_deref());
    let found = match text(version_name) {
        Some(wanted) => {
            let is_named = |(_, version): &(&u64, &Version)| version.name.as_deref() == Some(&wanted);
            let by_name = document.versions.iter().find(is_named).map(|(number, _)| *number);
            by_name.filter(|by_name| number.is_none() || found == Some(*by_name))
        }
        None => found,
    };
    let number = found.ok_or_else(no_version)?;
    let version = document.versions.get(&number).ok_or_else(no_version)?;
    Ok(Named { name, document, number, version })
}

/// The document of the account that a request names, to change it.
fn own<'s>(call: &Call<'s>, name: Option<Value<'_>>) -> Result<(&'s str, &'s Document), Exception> {
    let state: &SsmState = call.state()?;
    let wanted = text(name).unwrap_or_default();
    let found = state.documents.documents.get_key_value(&wanted);
    found.map(|(name, document)| (name.as_str(), document)).ok_or_else(|| no_document(&wanted))
}

/// The text is that of live answers.
fn no_document(name: &str) -> Exception {
    Exception::new("InvalidDocument", format!("Document with name {name} does not exist."))
}

fn no_version() -> Exception {
    Exception::new("InvalidDocumentVersion", "The document version isn't valid or doesn't exist.")
}
