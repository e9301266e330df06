//! The rules on requests of this family, beyond the model. One idea per file; the tables are here.

pub(in crate::services::ssm) mod details;
mod filters;
mod items;
mod resource;
mod time;
pub(in crate::services::ssm) mod upload;

use crate::report::Rule;

pub use filters::SUMMARY_KEYS;

/// The rules on PutComplianceItems.
pub const PUT_COMPLIANCE_ITEMS: &[Rule] = &[
    resource::PUT_OTHER_TYPE,
    resource::PUT_ID_OF_ANOTHER_FORM,
    upload::BARE_TYPE_NAME,
    upload::UNDERSCORE_IN_TYPE_NAME,
    upload::PARTIAL_OF_ANOTHER_TYPE,
    upload::PARTIAL_WITH_ANOTHER_ID,
    upload::ONE_ASSOCIATION_AS_A_WHOLE,
    upload::ONE_ITEM_AS_THE_WHOLE,
    upload::EXECUTION_TYPE_IN_ANOTHER_SPELLING,
    upload::REPORT_WITHOUT_ITEMS,
    upload::HASH_WITHOUT_ITEMS,
    upload::HASH_OF_NO_KNOWN_FORM,
    time::TIME_IN_A_FRACTION_OF_SECONDS,
    time::IMPLAUSIBLE_TIME,
    items::REPEATED_ITEM_ID,
    items::SPACE_AROUND_ITEM_ID,
    // The first tells the second that there is nothing to count.
    items::ITEMS_OVER_THE_SIZE_LIMIT,
    items::ITEMS_NEAR_THE_SIZE_LIMIT,
    details::DETAIL_IN_ANOTHER_SPELLING,
    details::INSTALLED_TIME_OF_ANOTHER_FORM,
];

/// The rules on ListComplianceItems.
pub const LIST_COMPLIANCE_ITEMS: &[Rule] = &[
    resource::SEVERAL_RESOURCE_IDS,
    resource::LIST_ID_OF_ANOTHER_FORM,
    resource::LIST_OTHER_TYPE,
    filters::FILTER_WITHOUT_KEY,
    filters::FILTER_WITHOUT_VALUES,
    filters::UNKNOWN_FILTER_KEY,
    filters::FILTER_VALUE_THAT_NO_ITEM_HAS,
    filters::FILTER_TIME_OF_ANOTHER_FORM,
];

/// The rules on ListComplianceSummaries.
pub const LIST_COMPLIANCE_SUMMARIES: &[Rule] = &[
    filters::FILTER_WITHOUT_KEY,
    filters::FILTER_WITHOUT_VALUES,
    filters::UNKNOWN_SUMMARY_FILTER_KEY,
    filters::FILTER_VALUE_THAT_NO_ITEM_HAS,
    filters::FILTER_TIME_OF_ANOTHER_FORM,
    filters::PAGE_OF_ANOTHER_SIZE,
];

/// The rules on ListResourceComplianceSummaries.
pub const LIST_RESOURCE_COMPLIANCE_SUMMARIES: &[Rule] = &[
    filters::FILTER_WITHOUT_KEY,
    filters::FILTER_WITHOUT_VALUES,
    filters::UNKNOWN_SUMMARY_FILTER_KEY,
    filters::FILTER_VALUE_THAT_NO_ITEM_HAS,
    filters::FILTER_TIME_OF_ANOTHER_FORM,
];
