//! What the errors of inventory mean: reports, queries, deletions and the nodes themselves.

use crate::explain::{ExceptionFacts, TextFacts};
use crate::report::Basis;
use crate::services::ssm::explained::modelled;

const PUT: &[&str] = &["PutInventory"];
const QUERY: &[&str] = &["GetInventory"];
const ENTRIES: &[&str] = &["ListInventoryEntries"];
const SCHEMA: &[&str] = &["GetInventorySchema"];
const DELETE: &[&str] = &["DeleteInventory"];
const NODES: &[&str] = &["DescribeInstanceInformation"];

/// The exceptions.
pub const EXCEPTIONS: &[ExceptionFacts] = &[
    modelled!(
        "InvalidInstanceId",
        "a node of the filter is not registered, not reachable, or not yours to look at",
        "check the ids and the region; without a filter the list shows the nodes that are registered",
    )
    .from(NODES),
    modelled!(
        "InvalidInstanceId",
        "the node is not registered, not reachable, not in a state that takes reports, or not yours to use",
        "check the id and the region, and see that SSM Agent runs and is registered: DescribeInstanceInformation lists the nodes that are; the node has to be running, pending, stopping or stopped",
    )
    .at("/InstanceId"),
    modelled!(
        "InvalidTypeNameException",
        "an item is of a type that the service does not have",
        "write a type that GetInventorySchema lists, or one of your own with `Custom:` in front",
    )
    .from(PUT)
    .at("/Items")
    .found_by("inventory/unknown-type"),
    modelled!(
        "InvalidTypeNameException",
        "there is no such type, or it is none that can be deleted: those of AWS stay",
        "write the whole name of a custom type, such as `Custom:RackInfo`",
    )
    .from(DELETE)
    .at("/TypeName")
    .found_by("inventory/deletion-of-a-type-of-the-vendor"),
    modelled!(
        "InvalidTypeNameException",
        "there is no such type",
        "leave the name out to see all types, or write one of them with `AWS:` or `Custom:` in front",
    )
    .from(SCHEMA)
    .at("/TypeName")
    .found_by("inventory/schema-of-an-unknown-type"),
    modelled!(
        "InvalidTypeNameException",
        "there is no such type of inventory",
        "write a type that GetInventorySchema lists; case counts, in the prefix too",
    )
    .at("/TypeName")
    .found_by("inventory/unknown-type"),
    modelled!(
        "InvalidItemContentException",
        "the service does not take an item as it is",
        "send `Content`, a list of objects of texts; write the names of attributes in one spelling; after a report with a hash alone, send everything again",
    )
    .from(PUT)
    .at("/Items")
    .found_by("inventory/neither-hash-nor-content"),
    modelled!(
        "InvalidItemContentException",
        "the service does not take an item as it is",
        "`check` looks for what is known to be refused",
    )
    .at("/Items"),
    ExceptionFacts::of(
        "ItemContentMismatchException",
        "an item has a hash and no content, and the service has stored no content with that hash",
        "send the item again with its whole `Content`, and the hash again only once the service has taken it",
        Basis::Observation(
            "amazon-ssm-agent, agent/plugins/inventory/datauploader: sends everything again in full after this exception",
        ),
    )
    .at("/Items")
    .found_by("inventory/hash-without-content"),
    modelled!(
        "ItemSizeLimitExceededException",
        "an item is larger than the service stores: 1,024 KB of inventory",
        "send less of it: fewer entries, or shorter values",
    )
    .from(PUT)
    .at("/Items")
    .found_by("inventory/item-over-the-size-limit"),
    modelled!(
        "ItemSizeLimitExceededException",
        "an item is larger than the service stores",
        "send less of it at a time",
    )
    .at("/Items"),
    modelled!(
        "TotalSizeLimitExceededException",
        "the node reports more than it may: 1 MB in a call, 5,000 KB in a day",
        "spread the items over several calls, send what has not changed as a hash alone, and report less often",
    )
    .from(PUT)
    .at("/Items")
    .found_by("inventory/call-over-the-size-limit"),
    modelled!(
        "TotalSizeLimitExceededException",
        "the node reports more than the service stores for it",
        "send less of it at a time",
    )
    .at("/Items"),
    modelled!(
        "CustomSchemaCountLimitExceededException",
        "the account has as many custom inventory types as it may have: 20",
        "delete a type that nobody needs with DeleteInventory and `DeleteSchema`, or report under one that is there",
    )
    .at("/Items")
    .found_by("inventory/too-many-custom-types"),
    modelled!(
        "UnsupportedInventorySchemaVersionException",
        "an item of a type of AWS has another schema version than the service supports",
        "write the version that GetInventorySchema shows for the type",
    )
    .at("/Items")
    .found_by("inventory/other-schema-version"),
    modelled!(
        "UnsupportedInventoryItemContextException",
        "an item has a `Context`, and its type takes none",
        "leave `Context` out; it belongs to types such as `AWS:ComplianceItem`",
    )
    .at("/Items")
    .found_by("inventory/context-of-another-type"),
    modelled!(
        "InvalidInventoryItemContextException",
        "the `Context` of an item has keys or values that its type does not take",
        "write `ComplianceType`, `ExecutionId`, `ExecutionType` and `ExecutionTime`, and nothing else",
    )
    .at("/Items")
    .found_by("inventory/unknown-context-key"),
    modelled!(
        "SubTypeCountLimitExceededException",
        "the type has as many sub types on this node as it may have; how many, nothing states",
        "report under a compliance type that is there already",
    )
    .at("/Items"),
    modelled!(
        "InvalidFilter",
        "a filter or aggregator names an attribute or a type that the service does not know",
        "write the type, a point and the attribute, such as `AWS:InstanceInformation.PlatformType`; `Exists` stands in the groups of an aggregator alone",
    )
    .from(QUERY)
    .at("/Filters")
    .found_by("inventory/attribute-without-a-type"),
    modelled!(
        "InvalidFilter",
        "a filter has a key that the type does not have",
        "write the name of an attribute of the type that is listed",
    )
    .from(ENTRIES)
    .at("/Filters")
    .found_by("inventory/filter-of-another-type"),
    modelled!(
        "InvalidFilter",
        "a filter has a key that the list does not know",
        "write one of the keys that the operation is documented with; case counts",
    )
    .at("/Filters"),
    modelled!(
        "InvalidAggregatorException",
        "an aggregator counts by something that the service cannot count by",
        "write an attribute that GetInventorySchema lists with `Aggregator` set, and either an expression or groups",
    )
    .at("/Aggregators")
    .found_by("inventory/attribute-that-cannot-be-counted-by"),
    modelled!(
        "InvalidInventoryGroupException",
        "a group of an aggregator is not one that the service takes",
        "give each group a name of its own and at least one filter",
    )
    .at("/Aggregators")
    .found_by("inventory/repeated-group"),
    modelled!(
        "InvalidResultAttributeException",
        "the result is asked for in a type that the service does not give",
        "write `AWS:InstanceInformation`, or leave `ResultAttributes` out",
    )
    .at("/ResultAttributes")
    .found_by("inventory/unsupported-result-type"),
    modelled!(
        "InvalidOptionException",
        "the option of the deletion is not one that this type takes",
        "write `DisableSchema` or `DeleteSchema`, or leave it out to delete the stored data alone",
    )
    .at("/SchemaDeleteOption"),
    modelled!(
        "InvalidDeleteInventoryParametersException",
        "a parameter of the deletion is not one that the service takes",
        "check the name of the type and the option; try it with `DryRun` first",
    ),
    modelled!(
        "InvalidInventoryRequestException",
        "the request is not one that the service takes",
        "check the name of the type: custom types alone can be deleted",
    )
    .at("/TypeName"),
    modelled!(
        "InvalidDeletionIdException",
        "no deletion of the last 30 days has this id",
        "take the id from the answer to DeleteInventory, or leave it out to see all",
    )
    .at("/DeletionId"),
    modelled!(
        "InvalidInstanceInformationFilterValue",
        "a filter has a value that its key does not have",
        "write a value of the form that the key is documented with, such as `Online` for `PingStatus`",
    )
    .found_by("inventory/node-filter-value-that-nothing-has"),
    modelled!(
        "InvalidFilterKey",
        "a filter has a key that the list of nodes does not know, or both kinds of filters are there",
        "write one of the known keys, and either `Filters` or `InstanceInformationFilterList`",
    )
    .from(NODES)
    .found_by("inventory/unknown-node-filter"),
];

/// Answers that were seen.
pub const TEXTS: &[TextFacts] = &[
    TextFacts::of(
        "sub type name is missing from item Context",
        ExceptionFacts::of(
            "InvalidInventoryItemContextException",
            "the service found no compliance type for an item: `Context` lacks `ComplianceType`, or its name holds an underscore",
            "add `ComplianceType` to `Context`, and write letters and digits alone behind `Custom:`",
            Basis::Observation("aws-samples/sample-ssm-converge, src/linux/reporters/ssm_compliance.sh"),
        )
        .at("/Items")
        .found_by("inventory/context-without-compliance-type"),
    ),
    TextFacts::of(
        "Result type name {} is not supported. Supported type names are: {}. Default result type name is",
        ExceptionFacts::of(
            "InvalidResultAttributeException",
            "{0} is not a type that the result can be given in",
            "the service names those there are: {1}",
            Basis::Observation("issue aws/aws-sdk 640"),
        )
        .at("/ResultAttributes/0/TypeName")
        .found_by("inventory/unsupported-result-type"),
    )
    .choosing(0, 1),
    TextFacts::of(
        "content hash does not match",
        ExceptionFacts::of(
            "ItemContentMismatchException",
            "an item has a hash and no content, and the service has stored no content with that hash",
            "send the item again with its whole `Content`, and the hash again only once the service has taken it",
            Basis::Observation("amazon-ssm-agent, agent/plugins/inventory/datauploader: the text of the exception in its tests"),
        )
        .at("/Items")
        .found_by("inventory/hash-without-content"),
    ),
];
