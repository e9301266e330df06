//! What the errors of documents mean.

use crate::explain::ExceptionFacts;
use crate::services::ssm::explained::modelled;

const CREATE: &[&str] = &["CreateDocument"];
const DELETE: &[&str] = &["DeleteDocument"];
const LIST: &[&str] = &["ListDocuments"];

/// The exceptions.
pub const EXCEPTIONS: &[ExceptionFacts] = &[
    modelled!(
        "AssociatedInstances",
        "the document cannot be deleted as long as nodes are associated with it",
        "delete its associations first; ListAssociations shows them",
    )
    .at("/Name"),
    modelled!(
        "DocumentAlreadyExists",
        "a document of that name is there already, or the name is one that the vendor keeps for itself",
        "choose another name, or write a new version with UpdateDocument",
    )
    .at("/Name")
    .found_by("documents/reserved-name"),
    modelled!(
        "DocumentLimitExceeded",
        "the account has as many documents as it may have: 500",
        "delete documents that nobody needs, or ask for a higher limit",
    ),
    modelled!(
        "DocumentVersionLimitExceeded",
        "the document has as many versions as it may have",
        "delete old versions with DeleteDocument and `DocumentVersion`",
    ),
    modelled!(
        "DuplicateDocumentContent",
        "another document, or another version, has the same content",
        "change the content, or use the one that is there",
    )
    .at("/Content"),
    modelled!(
        "DuplicateDocumentVersionName",
        "another version of the document has that name",
        "give the version a name of its own, or none",
    )
    .at("/VersionName"),
    modelled!(
        "InvalidDocument",
        "there is no document of that name that this account can use",
        "check the name, its case and the region; a document of another account needs its whole ARN",
    )
    .at("/Name"),
    modelled!(
        "InvalidDocumentContent",
        "the content is no document that the service can read",
        "see that it is JSON, or that `DocumentFormat` says otherwise, and that `schemaVersion` and the steps are those of its type; the answer says which part is meant",
    )
    .at("/Content")
    .found_by("documents/content-in-another-format"),
    modelled!(
        "InvalidDocumentOperation",
        "the document cannot be changed in that way: it may be shared, or belong to somebody else",
        "end its sharing with ModifyDocumentPermission first",
    )
    .at("/Name"),
    modelled!(
        "InvalidDocumentSchemaVersion",
        "the content has a `schemaVersion` that its type of document does not have",
        "write `0.3` for runbooks, `2.2` for Command documents",
    )
    .at("/Content")
    .found_by("not-in-enum"),
    modelled!(
        "InvalidDocumentVersion",
        "the document has no such version",
        "write a version that ListDocumentVersions shows, `$DEFAULT` or `$LATEST`, or leave it out",
    )
    .at("/DocumentVersion")
    .found_by("documents/two-versions"),
    modelled!(
        "MaxDocumentSizeExceeded",
        "the content is larger than 64 KB",
        "split the runbook, and let one run the other with `aws:executeAutomation`",
    )
    .at("/Content")
    .found_by("documents/content-over-the-size-limit"),
    modelled!(
        "NoLongerSupportedException",
        "the service does not take new documents of that type any more",
        "Change Manager takes no new customers since November 7, 2025: write a runbook instead of a change template",
    )
    .from(CREATE)
    .at("/DocumentType"),
    modelled!(
        "NoLongerSupportedException",
        "the service does not offer the operation any more, or not to this account",
        "look for what its documentation names in its place",
    ),
    modelled!(
        "TooManyUpdates",
        "another change of the same document is under way, and it takes one at a time",
        "wait until the other change is done, and try again",
    )
    .from(DELETE)
    .at("/Name"),
    modelled!(
        "InvalidFilterKey",
        "a filter has a key that the list of documents does not know, or both kinds of filters are there",
        "write one of the known keys, such as `Owner`, `DocumentType` or `Name`, and either `Filters` or `DocumentFilterList`",
    )
    .from(LIST)
    .at("/Filters")
    .found_by("documents/unknown-filter-key"),
];
