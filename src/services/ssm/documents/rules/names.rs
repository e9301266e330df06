//! The names of documents.

use crate::report::{Basis, Draft, Rule, Severity};

use super::super::view::CreateDocumentRequest;

/// What the vendor keeps for its own documents.
const RESERVED: [&str; 6] = ["AWSConfigRemediation", "AWSSupport", "AWSEC2", "amazon", "amzn", "aws"];

/// The reserved beginning that a name has.
pub fn reserved_prefix(name: &str) -> Option<&'static str> {
    let begins = |prefix: &&&str| name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    RESERVED.iter().find(begins).copied()
}

pub const RESERVED_NAME: Rule = Rule::new(
    "documents/reserved-name",
    Severity::Error,
    "a document has a name that begins as the vendor's do",
    "the service refuses it",
    Basis::Documentation("API reference of CreateDocument, Name"),
    |request, found| {
        let name = CreateDocumentRequest(request).name();
        let Some((value, name)) = name.and_then(|value| Some((value, value.str()?))) else { return };
        if let Some(prefix) = reserved_prefix(&name) {
            found.at(value, || {
                Draft::new(format!("the name begins with `{prefix}`, which is kept for documents of the vendor"))
                    .help("let the name begin with something of your own")
                    .exception("DocumentAlreadyExists")
            });
        }
    },
);
