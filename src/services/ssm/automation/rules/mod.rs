//! The rules on requests of this family, beyond the model. One idea per file; the tables are here.

mod filters;
pub(in crate::services::ssm) mod locations;
mod signals;
pub(in crate::services::ssm) mod start;
pub(in crate::services::ssm) mod targets;

use crate::report::Rule;

/// The rules on SendAutomationSignal.
pub const SEND_AUTOMATION_SIGNAL: &[Rule] = &[
    signals::EXECUTION_ID_OF_ANOTHER_FORM,
    signals::SIGNAL_WITHOUT_ITS_PAYLOAD,
    signals::NOT_ONE_STEP,
    signals::STEP_EXECUTION_ID_OF_ANOTHER_FORM,
    signals::PAYLOAD_KEY_THAT_SAYS_NOTHING,
    signals::REVOKE_OF_ANYTHING_ELSE,
];

/// The rules on StartAutomationExecution.
pub const START_AUTOMATION_EXECUTION: &[Rule] = &[
    targets::START_TARGETS_BESIDE_MAPS,
    targets::START_TARGETS_WITHOUT_PARAMETER,
    targets::START_PARAMETER_WITHOUT_TARGETS,
    targets::START_RATE_WITHOUT_TARGETS,
    targets::START_TARGET_KEY_OF_ANOTHER_TASK,
    targets::START_UNKNOWN_TARGET_KEY,
    start::START_TOO_MANY_TAGS,
    start::START_REPEATED_TAG,
    start::START_COMMAND_DOCUMENT,
    start::START_ARN_OF_ANOTHER_FORM,
    start::START_PARAMETER_IN_ANOTHER_SPELLING,
    locations::START_ACCOUNT_OF_ANOTHER_FORM,
    locations::START_REGION_OF_ANOTHER_FORM,
    locations::START_NO_ACCOUNT_LEFT,
    locations::START_OVERRULED_TARGETS,
];

/// The rules on StopAutomationExecution.
pub const STOP_AUTOMATION_EXECUTION: &[Rule] =
    &[signals::EXECUTION_ID_OF_ANOTHER_FORM, signals::COMPLETE_OF_A_RUN_THAT_IS_NOT_INTERACTIVE];

/// The rules on DescribeAutomationExecutions.
pub const DESCRIBE_AUTOMATION_EXECUTIONS: &[Rule] = FILTERS;

const FILTERS: &[Rule] = &[
    filters::FILTER_VALUE_THAT_NOTHING_HAS,
    filters::FILTER_TIME_OF_ANOTHER_FORM,
    filters::FILTER_ID_OF_ANOTHER_FORM,
    filters::FILTER_ACTION_OF_ANOTHER_FORM,
    filters::REPEATED_FILTER,
    filters::NO_TIME_BETWEEN_FILTERS,
];

/// The rules on DescribeAutomationStepExecutions.
pub const DESCRIBE_AUTOMATION_STEP_EXECUTIONS: &[Rule] = &[
    signals::EXECUTION_ID_OF_ANOTHER_FORM,
    filters::FILTER_VALUE_THAT_NOTHING_HAS,
    filters::FILTER_TIME_OF_ANOTHER_FORM,
    filters::FILTER_ID_OF_ANOTHER_FORM,
    filters::FILTER_ACTION_OF_ANOTHER_FORM,
    filters::REPEATED_FILTER,
    filters::NO_TIME_BETWEEN_FILTERS,
];

/// The rules on GetAutomationExecution.
pub const GET_AUTOMATION_EXECUTION: &[Rule] = &[signals::EXECUTION_ID_OF_ANOTHER_FORM];
