//! The rules on requests of this family, beyond the model. One idea per file; the tables are here.

mod attributes;
mod context;
mod filters;
mod hashes;
mod others;
mod queries;
mod size;
mod times;
mod types;
mod values;

use crate::report::Rule;
use crate::services::ssm::compliance::rules::upload;

pub use others::NODE_KEYS;
pub use queries::RESULT_TYPES;

/// The rules on PutInventory.
pub const PUT_INVENTORY: &[Rule] = &[
    types::PUT_UNKNOWN_TYPE,
    types::PUT_CUSTOM_TYPE_WITHOUT_A_NAME,
    types::PUT_CUSTOM_NAME_WITHOUT_A_CAPITAL,
    types::OTHER_SCHEMA_VERSION,
    types::REPEATED_TYPE,
    types::TOO_MANY_CUSTOM_TYPES,
    types::IMPOSSIBLE_CAPTURE_TIME,
    hashes::HASH_WITHOUT_CONTENT,
    hashes::NEITHER_HASH_NOR_CONTENT,
    hashes::HASH_OF_NO_KNOWN_FORM,
    hashes::HASH_OF_ANOTHER_CONTENT,
    hashes::HASHED_TIME_OF_THE_RUN,
    context::CONTEXT_OF_ANOTHER_TYPE,
    context::CONTEXT_WITHOUT_COMPLIANCE_TYPE,
    context::UNKNOWN_CONTEXT_KEY,
    context::SUB_TYPE_OUT_OF_THE_PATTERN,
    context::BARE_SUB_TYPE,
    context::UNDERSCORE_IN_SUB_TYPE,
    context::CONTEXT_TIME_OF_ANOTHER_FORM,
    upload::EXECUTION_TYPE_OF_A_CONTEXT,
    attributes::UNKNOWN_ATTRIBUTE,
    attributes::ATTRIBUTE_IN_TWO_SPELLINGS,
    attributes::TOO_MANY_ATTRIBUTES_OF_A_TYPE,
    attributes::PRINTED_VALUE,
    attributes::COMPLIANCE_VALUE_THAT_DOES_NOT_EXIST,
    values::NUMBER_THAT_IS_NONE,
    values::INSTALLED_TIME_OF_AN_ENTRY,
    times::LOCAL_TIME_AS_UTC,
    size::ITEM_NEAR_THE_SIZE_LIMIT,
    size::ITEM_OVER_THE_SIZE_LIMIT,
    size::CALL_NEAR_THE_SIZE_LIMIT,
    size::CALL_OVER_THE_SIZE_LIMIT,
    size::SHARE_OF_THE_DAY,
];

/// The rules on ListInventoryEntries.
pub const LIST_INVENTORY_ENTRIES: &[Rule] = &[
    types::LIST_UNKNOWN_TYPE,
    types::LIST_CUSTOM_TYPE_WITHOUT_A_NAME,
    types::LIST_CUSTOM_NAME_WITHOUT_A_CAPITAL,
    filters::FILTER_OF_ANOTHER_TYPE,
    filters::FILTER_BY_UNKNOWN_ATTRIBUTE,
    filters::EXISTS_WITHOUT_AGGREGATOR,
];

/// The rules on GetInventory.
pub const GET_INVENTORY: &[Rule] = &[
    queries::ATTRIBUTE_WITHOUT_A_TYPE,
    queries::QUERY_OF_AN_UNKNOWN_ATTRIBUTE,
    queries::EXISTS_OUTSIDE_A_GROUP,
    queries::UNSUPPORTED_RESULT_TYPE,
    queries::AGGREGATOR_OF_NOTHING,
    queries::REPEATED_GROUP,
    queries::ATTRIBUTE_THAT_CANNOT_BE_COUNTED_BY,
];

/// The rules on GetInventorySchema.
pub const GET_INVENTORY_SCHEMA: &[Rule] = &[others::SCHEMA_OF_AN_UNKNOWN_TYPE];

/// The rules on DeleteInventory.
pub const DELETE_INVENTORY: &[Rule] = &[others::DELETION_OF_A_TYPE_OF_THE_VENDOR, others::DELETION_OF_A_SCHEMA];

/// The rules on DescribeInventoryDeletions.
pub const DESCRIBE_INVENTORY_DELETIONS: &[Rule] = &[];

/// The rules on DescribeInstanceInformation.
pub const DESCRIBE_INSTANCE_INFORMATION: &[Rule] =
    &[others::TWO_KINDS_OF_FILTERS, others::UNKNOWN_NODE_FILTER, others::NODE_FILTER_VALUE_THAT_NOTHING_HAS];
