//! What the errors of automations mean: starting, stopping, signals and lists.

use crate::explain::{ExceptionFacts, TextFacts};
use crate::report::Basis;
use crate::services::ssm::explained::modelled;

const START: &[&str] = &["StartAutomationExecution"];
const SIGNAL: &[&str] = &["SendAutomationSignal"];
const LISTS: &[&str] = &["DescribeAutomationExecutions", "DescribeAutomationStepExecutions"];

/// The exceptions.
pub const EXCEPTIONS: &[ExceptionFacts] = &[
    modelled!(
        "AutomationDefinitionNotFoundException",
        "there is no runbook of that name that this account can use",
        "check the name, its case and the region; a document of another account needs its whole ARN, and a Command document is no runbook",
    )
    .at("/DocumentName")
    .found_by("automation/command-document"),
    modelled!(
        "AutomationDefinitionVersionNotFoundException",
        "the runbook is there, and not in that version",
        "write a version that ListDocumentVersions shows, `$DEFAULT` or `$LATEST`, or leave it out",
    )
    .at("/DocumentVersion"),
    modelled!(
        "AutomationExecutionLimitExceededException",
        "more automations run and wait than the account may have",
        "wait until some have ended; 100 run at a time, those beyond wait in a queue, and only when that is full is a start refused",
    ),
    modelled!(
        "AutomationExecutionNotFoundException",
        "there is no execution with this id in the account and region",
        "take the id from the answer that started it; executions are kept for 30 days",
    )
    .at("/AutomationExecutionId")
    .found_by("automation/execution-id-of-another-form"),
    modelled!(
        "AutomationStepNotFoundException",
        "the execution has no step with that name or step execution id",
        "take the name from the runbook, or the id from DescribeAutomationStepExecutions: StopStep takes the id of a step's execution, not of the automation",
    )
    .from(SIGNAL)
    .at("/Payload")
    .found_by("automation/step-execution-id-of-another-form"),
    modelled!(
        "InvalidAutomationSignalException",
        "the execution does not take this signal in the state that it is in, or the signal lacks its payload",
        "Approve and Reject need a step that waits for approval, Resume one that pauses, StartStep an interactive execution, StopStep a running step; StartStep and Resume name the step in `StepName`, StopStep its execution in `StepExecutionId`",
    )
    .at("/SignalType")
    .found_by("automation/signal-without-its-payload"),
    modelled!(
        "InvalidAutomationStatusUpdateException",
        "the execution cannot be stopped in the state that it is in",
        "look at its status with GetAutomationExecution: what has ended needs no stop",
    )
    .at("/AutomationExecutionId"),
    modelled!(
        "InvalidAutomationExecutionParametersException",
        "the parameters are not those that the runbook declares, or the targets do not go together",
        "compare names, case and allowed values with the runbook's `parameters`; each value is a list of texts; `Targets` need `TargetParameterName`, and exclude `TargetMaps`, as `check` tells",
    )
    .from(START)
    .at("/Parameters"),
    modelled!(
        "InvalidAutomationExecutionParametersException",
        "the parameters are not those that the template or the runbook declares, or the targets do not go together",
        "compare names, case and allowed values with the `parameters` of both documents; each value is a list of texts",
    ),
    modelled!(
        "IdempotentParameterMismatch",
        "the client token was used before, for a request with other members",
        "make a new token for a new request; repeat a token only with the very same request",
    )
    .at("/ClientToken"),
    modelled!(
        "InvalidTarget",
        "a target does not exist, is not set up for Systems Manager, or is not yours to use",
        "check the key and the values: `tag:` with a tag's key, `ResourceGroup`, `ParameterValues` or `InstanceIds`",
    )
    .at("/Targets"),
    modelled!(
        "InvalidFilterKey",
        "a filter is not one that this list takes, alone or beside the others",
        "name each key once, with a key that the operation is documented with",
    )
    .from(LISTS)
    .at("/Filters")
    .found_by("automation/repeated-filter"),
    modelled!(
        "InvalidFilterKey",
        "a filter has a key that the list does not know",
        "write one of the keys that the operation is documented with; case counts",
    ),
    modelled!(
        "InvalidFilterValue",
        "a filter has a value that its key cannot have",
        "write a status as the service spells it, ids in full, and times as ISO 8601 text in UTC, such as `2026-01-02T03:04:05Z`",
    )
    .at("/Filters")
    .found_by("automation/filter-value-that-nothing-has"),
];

const DISTRIBUTOR: Basis = Basis::Observation("issues CrowdStrike/aws-ssm-distributor 135 and 100");
const WRONG: &str = "InvalidAutomationExecutionParametersException";

/// Answers that were seen.
pub const TEXTS: &[TextFacts] = &[
    TextFacts::of(
        "Missing required parameter: {} in user inputs",
        ExceptionFacts::of(
            WRONG,
            "the document needs the parameter {0}, which has no default and is not given",
            "add it to `Parameters`, as a list of texts",
            DISTRIBUTOR,
        )
        .from(START)
        .at("/Parameters/{0}"),
    ),
    TextFacts::of(
        "Missing required parameter: {} in user inputs",
        ExceptionFacts::of(
            WRONG,
            "the document needs the parameter {0}, which has no default and is not given",
            "add it to the `Parameters` of the document that declares it, as a list of texts",
            DISTRIBUTOR,
        ),
    ),
    TextFacts::of(
        "Parameter \"{}\" has value \"{}\" not found in [{}]",
        ExceptionFacts::of(
            WRONG,
            "the parameter {0} is {1}, which the document does not allow",
            "allowed: {2}; case counts",
            DISTRIBUTOR,
        )
        .from(START)
        .at("/Parameters/{0}"),
    )
    .choosing(1, 2),
    TextFacts::of(
        "Parameter \"{}\" has value \"{}\" not found in [{}]",
        ExceptionFacts::of(
            WRONG,
            "the parameter {0} is {1}, which the document does not allow",
            "allowed: {2}; case counts",
            DISTRIBUTOR,
        ),
    )
    .choosing(1, 2),
    TextFacts::of(
        "The defined assume role is unable to be assumed",
        ExceptionFacts::of(
            WRONG,
            "Systems Manager may not take on the role that the runbook names for its work",
            "check the ARN, let `ssm.amazonaws.com` assume the role in its trust policy, and allow yourself `iam:PassRole` for it",
            Basis::Documentation("User Guide, Troubleshooting Systems Manager Automation"),
        ),
    ),
    TextFacts::of(
        "Only one resource group or tag can be specified at a time",
        ExceptionFacts::of(
            WRONG,
            "several targets are given, and the service takes one resource group or tag at a time",
            "keep one target, or find a tag that all nodes have",
            Basis::Observation("issue aws/aws-cli 9028"),
        )
        .from(START)
        .at("/Targets"),
    ),
    TextFacts::of(
        "Only one resource group or tag can be specified at a time",
        ExceptionFacts::of(
            WRONG,
            "several targets are given, and the service takes one resource group or tag at a time",
            "keep one target, or find a tag that all nodes have",
            Basis::Observation("issue aws/aws-cli 9028"),
        )
        .at("/Runbooks/0/Targets")
        .found_by("automation/several-targets-at-once"),
    ),
];
