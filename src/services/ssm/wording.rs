//! Words: those of the service's validation errors, and those that people take for the model's.

use crate::model::walk::Meant;
use crate::report::wording::Wording;

/// Seen in SSM's own answers (issues aws/aws-cli 7048, flanksource/config-db 35, disneystreaming/ssm-helpers 47):
/// the head, one violation, a pattern, a maximum, a list that is too long. The other texts are of the same
/// family of validators, seen from other services; the separator and the texts of the second exception are
/// assumptions.
pub const WORDING: Wording = Wording {
    detected: "{count} validation error{s} detected: ",
    violation: "Value {value} at '{path}' failed to satisfy constraint: {constraint}",
    separator: "; ",
    map_keys: "Map keys must satisfy constraint: [{constraints}]",
    map_values: "Map value must satisfy constraint: [{constraints}]",
    elements: "Member must satisfy constraint: [{constraints}]",
    null: "null",
    required: "Member must not be null",
    not_in_enum: "Member must satisfy enum value set: [{values}]",
    pattern: "Member must satisfy regular expression pattern: {pattern}",
    min_length: "Member must have length greater than or equal to {limit}",
    max_length: "Member must have length less than or equal to {limit}",
    min_value: "Member must have value greater than or equal to {limit}",
    max_value: "Member must have value less than or equal to {limit}",
    element: "{index}.member",
    unconvertible: "{found}_VALUE cannot be converted to {wanted}",
    unexpected_object: "Start of structure or map found where not expected.",
    unexpected_list: "Start of list found where not expected.",
};

const GUIDE_DENY: &str = "two pages of the User Guide show `Deny`, which the model does not have";
const GUIDE_SEVERITIES: &str =
    "the User Guide's walkthrough of compliance has severities of another product, and nothing maps them surely";
const GUIDE_NOT_EQUAL: &str = "the User Guide's walkthrough writes it as the inventory lists do";
const AGENT_STATUS: &str = "the agent reports `COMPLIANT` after Success, and `NON_COMPLIANT` after Failed or TimedOut";
const SEEN: &str = "the other name is seen in public callers";

/// Words of other documents.
pub const MEANT: &[Meant] = &[
    Meant { shape: "SignalType", said: "Deny", meant: "Reject", source: GUIDE_DENY },
    Meant { shape: "SignalType", said: "Denied", meant: "Reject", source: GUIDE_DENY },
    Meant { shape: "ComplianceSeverity", said: "MAJOR", meant: "HIGH", source: GUIDE_SEVERITIES },
    Meant { shape: "ComplianceSeverity", said: "MINOR", meant: "LOW", source: GUIDE_SEVERITIES },
    Meant { shape: "ComplianceStatus", said: "Success", meant: "COMPLIANT", source: AGENT_STATUS },
    Meant { shape: "ComplianceStatus", said: "Pass", meant: "COMPLIANT", source: AGENT_STATUS },
    Meant { shape: "ComplianceStatus", said: "Passed", meant: "COMPLIANT", source: AGENT_STATUS },
    Meant { shape: "ComplianceStatus", said: "Failed", meant: "NON_COMPLIANT", source: AGENT_STATUS },
    Meant { shape: "ComplianceStatus", said: "Fail", meant: "NON_COMPLIANT", source: AGENT_STATUS },
    Meant { shape: "ComplianceStatus", said: "TimedOut", meant: "NON_COMPLIANT", source: AGENT_STATUS },
    Meant { shape: "ComplianceQueryOperatorType", said: "NotEqual", meant: "NOT_EQUAL", source: GUIDE_NOT_EQUAL },
    Meant {
        shape: "StartChangeRequestExecutionRequest",
        said: "ScheduledStartTime",
        meant: "ScheduledTime",
        source: SEEN,
    },
    Meant { shape: "Runbook", said: "TargetLocation", meant: "TargetLocations", source: SEEN },
    Meant { shape: "StartAutomationExecutionRequest", said: "TargetLocation", meant: "TargetLocations", source: SEEN },
    Meant { shape: "PutComplianceItemsRequest", said: "Entries", meant: "Items", source: SEEN },
    Meant { shape: "InventoryItem", said: "Entries", meant: "Content", source: SEEN },
];
