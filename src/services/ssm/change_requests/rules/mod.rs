//! The rules on requests of this family, beyond the model. One idea per file; the tables are here.

mod request;

use crate::report::Rule;
use crate::services::ssm::automation::rules::{locations, start, targets};

/// The rules on StartChangeRequestExecution.
pub const START_CHANGE_REQUEST_EXECUTION: &[Rule] = &[
    request::CLOSED_SERVICE,
    request::TIME_IN_MILLISECONDS,
    request::IMPLAUSIBLE_TIME,
    request::DETAILS_NEAR_THE_LIMIT,
    request::END_BEFORE_START,
    request::RUNBOOK_THAT_IS_THE_TEMPLATE,
    request::UNKNOWN_APPROVER_TYPE,
    request::AUTO_APPROVE,
    targets::RUNBOOK_TARGETS_BESIDE_MAPS,
    targets::RUNBOOK_TARGETS_WITHOUT_PARAMETER,
    targets::RUNBOOK_PARAMETER_WITHOUT_TARGETS,
    targets::RUNBOOK_RATE_WITHOUT_TARGETS,
    targets::RUNBOOK_TARGET_KEY_OF_ANOTHER_TASK,
    targets::RUNBOOK_UNKNOWN_TARGET_KEY,
    targets::SEVERAL_TARGETS_AT_ONCE,
    start::CHANGE_TOO_MANY_TAGS,
    start::CHANGE_REPEATED_TAG,
    start::CHANGE_COMMAND_DOCUMENT,
    start::CHANGE_ARN_OF_ANOTHER_FORM,
    start::CHANGE_PARAMETER_IN_ANOTHER_SPELLING,
    locations::CHANGE_ACCOUNT_OF_ANOTHER_FORM,
    locations::CHANGE_REGION_OF_ANOTHER_FORM,
    locations::CHANGE_NO_ACCOUNT_LEFT,
    locations::CHANGE_OVERRULED_TARGETS,
];

/// The rules on GetCalendarState.
pub const GET_CALENDAR_STATE: &[Rule] = &[request::CALENDAR_TIME_OF_ANOTHER_FORM];
