//! The rules on requests of this family, beyond the model. One idea per file; the tables are here.

mod content;
mod lists;
mod names;

use crate::report::Rule;

pub use content::{embedded_in_create, embedded_in_update};
pub use lists::KEYS;
pub use names::reserved_prefix;

/// The rules on CreateDocument.
pub const CREATE_DOCUMENT: &[Rule] = &[
    names::RESERVED_NAME,
    content::CREATE_OVER_THE_SIZE_LIMIT,
    content::CREATE_NEAR_THE_SIZE_LIMIT,
    content::CREATE_CONTENT_IN_ANOTHER_FORMAT,
];

/// The rules on UpdateDocument.
pub const UPDATE_DOCUMENT: &[Rule] = &[
    content::UPDATE_OVER_THE_SIZE_LIMIT,
    content::UPDATE_NEAR_THE_SIZE_LIMIT,
    content::UPDATE_CONTENT_IN_ANOTHER_FORMAT,
];

/// The rules on UpdateDocumentDefaultVersion.
pub const UPDATE_DOCUMENT_DEFAULT_VERSION: &[Rule] = &[];

/// The rules on UpdateDocumentMetadata.
pub const UPDATE_DOCUMENT_METADATA: &[Rule] = &[];

/// The rules on DescribeDocument.
pub const DESCRIBE_DOCUMENT: &[Rule] = &[lists::DESCRIBE_TWO_VERSIONS];

/// The rules on GetDocument.
pub const GET_DOCUMENT: &[Rule] = &[lists::GET_TWO_VERSIONS];

/// The rules on ListDocuments.
pub const LIST_DOCUMENTS: &[Rule] =
    &[lists::TWO_KINDS_OF_FILTERS, lists::UNKNOWN_FILTER_KEY, lists::FILTER_VALUE_THAT_NOTHING_HAS];

/// The rules on ListDocumentVersions.
pub const LIST_DOCUMENT_VERSIONS: &[Rule] = &[];

/// The rules on DeleteDocument.
pub const DELETE_DOCUMENT: &[Rule] = &[];
