//! The requests of this family, as code reads them.

use crate::services::ssm::automation::view::Tag;

crate::views! {
    /// The request of CreateDocument.
    CreateDocumentRequest {
        content: Content,
        requires: Requires,
        attachments: Attachments as [AttachmentsSource],
        name: Name,
        display_name: DisplayName,
        version_name: VersionName,
        document_type: DocumentType,
        document_format: DocumentFormat,
        target_type: TargetType,
        tags: Tags as [Tag],
    }
    /// The request of UpdateDocument.
    UpdateDocumentRequest {
        content: Content,
        attachments: Attachments as [AttachmentsSource],
        name: Name,
        display_name: DisplayName,
        version_name: VersionName,
        document_version: DocumentVersion,
        document_format: DocumentFormat,
        target_type: TargetType,
    }
    /// The request of GetDocument.
    GetDocumentRequest {
        name: Name,
        version_name: VersionName,
        document_version: DocumentVersion,
        document_format: DocumentFormat,
    }
    /// The request of DescribeDocument.
    DescribeDocumentRequest {
        name: Name,
        document_version: DocumentVersion,
        version_name: VersionName,
    }
    /// The request of ListDocuments.
    ListDocumentsRequest {
        document_filter_list: DocumentFilterList as [DocumentFilter],
        filters: Filters as [DocumentKeyValuesFilter],
        max_results: MaxResults,
        next_token: NextToken,
    }
    /// A filter of the list of documents, the older kind.
    DocumentFilter {
        key: key,
        value: value,
    }
    /// A filter of the list of documents.
    DocumentKeyValuesFilter {
        key: Key,
        values: Values,
    }
    /// The request of UpdateDocumentDefaultVersion.
    UpdateDocumentDefaultVersionRequest {
        name: Name,
        document_version: DocumentVersion,
    }
    /// The request of UpdateDocumentMetadata.
    UpdateDocumentMetadataRequest {
        name: Name,
        document_version: DocumentVersion,
        document_reviews: DocumentReviews as DocumentReviews,
    }
    /// A review of a document.
    DocumentReviews {
        action: Action,
        comment: Comment as [DocumentReviewCommentSource],
    }
    /// A comment on a document.
    DocumentReviewCommentSource {
        kind: Type,
        content: Content,
    }
    /// The request of ListDocumentVersions.
    ListDocumentVersionsRequest {
        name: Name,
        max_results: MaxResults,
        next_token: NextToken,
    }
    /// The request of DeleteDocument.
    DeleteDocumentRequest {
        name: Name,
        document_version: DocumentVersion,
        version_name: VersionName,
        force: Force,
    }
    /// A document that another needs.
    DocumentRequires {
        name: Name,
        version: Version,
        require_type: RequireType,
        version_name: VersionName,
    }
    /// A file that belongs to a document.
    AttachmentsSource {
        key: Key,
        values: Values,
        name: Name,
    }
}
