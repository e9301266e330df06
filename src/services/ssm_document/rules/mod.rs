//! The rules on the contents of documents, beyond the model. One idea per file; the tables are here.

mod approvals;
mod conditions;
mod parameters;
mod sleep;
mod steps;
mod templates;
mod variables;

use crate::report::Rule;

/// The rules on the content of a runbook.
pub const AUTOMATION: &[Rule] = &[
    steps::REPEATED_STEP_NAME,
    steps::UNKNOWN_STEP,
    steps::UNREACHABLE_STEP,
    steps::CIRCLE,
    steps::END_WITH_A_NEXT_STEP,
    steps::OUTPUT_OF_NO_STEP,
    variables::REFERENCE_TO_NOTHING,
    variables::REFERENCE_TO_A_LATER_STEP,
    variables::UPDATE_OF_NO_VARIABLE,
    parameters::DEFAULT_OF_ANOTHER_TYPE,
    parameters::DEFAULT_OUTSIDE_ITS_LIMITS,
    parameters::LIMITS_THAT_NOTHING_KEEPS,
    parameters::PATTERN_THAT_DOES_NOT_COMPILE,
    parameters::UNUSED_PARAMETER,
    approvals::ACCOUNT_OF_ANOTHER_LENGTH,
    approvals::APPROVAL_WITHOUT_APPROVERS,
    approvals::MORE_APPROVALS_THAN_APPROVERS,
    approvals::APPROVAL_TIMEOUT_TOO_LONG,
    approvals::TOPIC_OF_ANOTHER_NAME,
    sleep::SLEEP_WITHOUT_ONE_LENGTH,
    sleep::SLEEP_OF_ANOTHER_FORM,
    sleep::SLEEP_TOO_LONG,
    conditions::CHOICE_WITHOUT_A_NEXT_STEP,
    conditions::NOT_ONE_CONDITION,
    conditions::LOOP_WITHOUT_AN_END,
    conditions::LOOP_WITH_TWO_ENDS,
    conditions::LOOP_TOO_LONG,
    conditions::LOOP_IN_A_LOOP,
];

/// The rules on the content of a change template.
pub const CHANGE_TEMPLATE: &[Rule] = &[
    steps::REPEATED_STEP_NAME,
    variables::REFERENCE_TO_NOTHING,
    parameters::DEFAULT_OF_ANOTHER_TYPE,
    parameters::DEFAULT_OUTSIDE_ITS_LIMITS,
    parameters::LIMITS_THAT_NOTHING_KEEPS,
    parameters::PATTERN_THAT_DOES_NOT_COMPILE,
    parameters::UNUSED_PARAMETER,
    approvals::ACCOUNT_OF_ANOTHER_LENGTH,
    approvals::APPROVAL_WITHOUT_APPROVERS,
    approvals::APPROVAL_TIMEOUT_TOO_LONG,
    approvals::TOPIC_OF_ANOTHER_NAME,
    templates::STEP_THAT_IS_NO_APPROVAL,
    templates::TOO_MANY_LEVELS,
    templates::LEVEL_WITHOUT_LINES,
    templates::LEVEL_AND_LINES_DISAGREE,
    templates::MORE_APPROVALS_THAN_ONE_USER,
    templates::WITHOUT_RUNBOOKS,
];
