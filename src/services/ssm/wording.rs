//! The words of the service's validation errors.

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
