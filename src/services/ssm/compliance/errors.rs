//! What the errors of compliance reports and their lists mean.

use crate::explain::{ExceptionFacts, TextFacts};
use crate::report::Basis;
use crate::services::ssm::explained::modelled;

const PUT: &[&str] = &["PutComplianceItems"];
const LIST: &[&str] = &["ListComplianceItems"];
const SUMMARIES: &[&str] = &["ListComplianceSummaries", "ListResourceComplianceSummaries"];

/// The exceptions.
pub const EXCEPTIONS: &[ExceptionFacts] = &[
    modelled!(
        "ComplianceTypeCountLimitExceededException",
        "the node has ten custom compliance types, and no other fits",
        "report under a type that is there already, and tell the checks apart by the ids of their items",
    )
    .at("/ComplianceType"),
    modelled!(
        "InvalidResourceId",
        "the resource is no managed node of this account and region",
        "write the id of a registered node, such as `i-0123456789abcdef0` or `mi-0123456789abcdef0`, and check the region",
    )
    .from(PUT)
    .at("/ResourceId")
    .found_by("compliance/resource-id-of-another-form"),
    modelled!(
        "InvalidResourceId",
        "the resource is no managed node of this account and region",
        "write the id of a registered node, such as `i-0123456789abcdef0` or `mi-0123456789abcdef0`, and check the region",
    )
    .at("/ResourceIds/0")
    .found_by("compliance/resource-id-of-another-form"),
    modelled!(
        "InvalidResourceType",
        "the resource type is not one that compliance is kept for",
        "write `ManagedInstance`, the only type that is supported",
    )
    .from(PUT)
    .at("/ResourceType")
    .found_by("compliance/other-resource-type"),
    modelled!(
        "InvalidResourceType",
        "the resource type is not one that compliance is kept for",
        "write `ManagedInstance`, the only type that is supported",
    )
    .at("/ResourceTypes/0")
    .found_by("compliance/other-resource-type"),
    modelled!(
        "InvalidFilter",
        "a filter has a key that the list does not know, or lacks its values",
        "write one of the known keys, such as `ComplianceType`, `Status` or `Severity`, and at least one value",
    )
    .from(LIST)
    .at("/Filters")
    .found_by("compliance/unknown-filter-key"),
    modelled!(
        "InvalidFilter",
        "a filter has a key that the summary does not know, or lacks its values",
        "write one of the known keys, such as `ComplianceType` or `OverallSeverity`, or `AWS:InstanceInformation.` with an attribute",
    )
    .from(SUMMARIES)
    .at("/Filters")
    .found_by("compliance/unknown-summary-filter-key"),
    modelled!(
        "InvalidItemContentException",
        "the service does not take an item as it is",
        "`check` looks for what is known to be refused; of the upload types, PARTIAL is for associations alone",
    )
    .from(PUT)
    .at("/Items")
    .found_by("compliance/partial-upload-of-another-type"),
    modelled!(
        "ItemSizeLimitExceededException",
        "the report is larger than the service stores for one compliance type",
        "shorten `Details`, or spread the items over several compliance types: each call replaces all items of its type",
    )
    .from(PUT)
    .at("/Items")
    .found_by("compliance/items-over-the-size-limit"),
    modelled!(
        "TotalSizeLimitExceededException",
        "all that the node reports together is more than the service stores; where the limit is, nothing states",
        "shorten the details of the items, or report fewer of them",
    )
    .from(PUT)
    .at("/Items"),
];

/// Answers that were seen.
pub const TEXTS: &[TextFacts] = &[TextFacts::of(
    "Compliance item can have up to {} KB in total.",
    ExceptionFacts::of(
        "ItemSizeLimitExceededException",
        "all items of one compliance type of a node may have {0} KB together; it is no limit on a single item",
        "shorten `Details`, or spread the items over several compliance types: each call replaces all items of its type",
        Basis::Observation("issues dev-sec/cis-dil-benchmark 121 and GSA/data.gov 3776"),
    )
    .at("/Items")
    .found_by("compliance/items-over-the-size-limit"),
)];
