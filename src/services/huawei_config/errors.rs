//! What the service answers that is no output. The table of its error codes is documented (`error_table.rs`); which row
//! answers which fault of a request is in no text, so the nearest row is taken. Where none is near, the message of the general one is followed by
//! what is wrong, in our words.

use crate::emulator::Exception;
use crate::report::Finding;
use crate::services::Refusals;
use crate::wire::answers::{Answers, Gateway};

use super::error_table::COMMON;

/// The members of an error and the header of a request's id (API Reference, status codes; OpenAPI, ErrorResp). Errors of
/// API Gateway, which stands in front, have a third member (API Gateway, error codes).
pub const ANSWERS: Answers = Answers {
    content_type: "application/json",
    request_id: "x-request-id",
    name: "error_code",
    message: "error_msg",
    gateway: Some(Gateway { names: &["APIGW.", "APIG."], request_id: "request_id" }),
};

/// What a request gets that reaches no operation. That an unknown address is answered in this shape is an assumption.
pub const REFUSALS: Refusals = Refusals {
    unknown_operation: NOT_FOUND,
    unreadable: INVALID,
    invalid: INVALID,
    too_large: INVALID,
    own: Some(refused),
};

/// A parameter is wrong, and no other row fits.
const INVALID: &str = "RMS.00010004";
/// What is asked for is not there.
const NOT_FOUND: &str = "RMS.00010005";
/// The code of the newer style, of which one message is known.
pub const INVALID_PARAMETERS: &str = "invalid_parameters";

/// Something that a request names is not there.
pub fn not_found() -> Exception {
    coded(NOT_FOUND)
}

/// A request that cannot be done as things are, for a reason that the table has no row for.
pub fn invalid_parameters(message: impl Into<String>) -> Exception {
    Exception::new(INVALID_PARAMETERS, message)
}

/// A row of the table.
pub fn coded(code: &'static str) -> Exception {
    let row = COMMON.iter().find(|row| row.name == code);
    Exception::new(code, row.map_or("", |row| row.message))
}

/// Faults of what stands in the address come before those of the JSON, and these before missing members and the rest: an
/// assumption, as is every choice of a row.
fn refused(operation: &str, faults: &[&Finding]) -> Option<Exception> {
    let rank = |fault: &Finding| match fault.rule {
        _ if matches!(fault.path.as_str(), "/domain_id") => 0,
        _ if is_in_address(operation, &fault.path) => 1,
        rule if rule.starts_with("json-") => 2,
        "missing-member" => 3,
        _ => 4,
    };
    let first = faults.iter().min_by_key(|fault| rank(fault))?;
    if let Some(code) = row_of(operation, first) {
        return Some(match (code, first.rule) {
            // The row speaks of 200, and the lists of rules and policies take 500.
            ("RMS.00010025", _) if has_long_pages(operation) => {
                Exception::new(code, coded(code).message.replace("200", "500"))
            }
            _ => coded(code),
        });
    }
    const MOST: usize = 10;
    let alike = faults.iter().filter(|fault| rank(fault) == rank(first)).take(MOST);
    let told: Vec<String> = alike.map(|fault| told(fault)).collect();
    Some(Exception::new(INVALID, format!("{} {}.", coded(INVALID).message, told.join("; "))))
}

/// What is wrong and, where the words do not name it, with which member.
fn told(fault: &Finding) -> String {
    let names_it = fault.path.is_empty() || fault.rule == "missing-member";
    if names_it { fault.message.clone() } else { format!("{} ({})", fault.message, fault.path) }
}

fn is_in_address(operation: &str, path: &str) -> bool {
    match path {
        "/policy_assignment_id" => operation != "UpdatePolicyState",
        "/resource_id" => operation == "ListPolicyStatesByResourceId",
        "/policy_definition_id" => operation == "ShowBuiltInPolicyDefinition",
        _ => false,
    }
}

fn has_long_pages(operation: &str) -> bool {
    matches!(operation, "ListPolicyAssignments" | "ListBuiltInPolicyDefinitions")
}

/// The row that tells of a fault.
fn row_of(operation: &str, fault: &Finding) -> Option<&'static str> {
    if matches!(fault.rule, "missing-member" | "wrong-type") || fault.rule.starts_with("json-") {
        return None;
    }
    let is_long = fault.rule == "too-long";
    let either = |long: &'static str, illegal: &'static str| Some(if is_long { long } else { illegal });
    match fault.path.as_str() {
        "/domain_id" => either("RMS.00010007", "RMS.00010008"),
        "/policy_assignment_id" => either("RMS.00010043", "RMS.00010041"),
        "/policy_definition_id" => either("RMS.00010044", "RMS.00010042"),
        "/resource_id" => either("RMS.00010009", "RMS.00010010"),
        "/resource_name" => either("RMS.00010011", "RMS.00010012"),
        "/limit" => Some(if fault.rule == "too-small" { "RMS.00010024" } else { "RMS.00010025" }),
        "/marker" => Some(if fault.rule == "pattern-mismatch" { "RMS.00010034" } else { "RMS.00010035" }),
        "/compliance_state" => either("RMS.00010049", "RMS.00010050"),
        "/name" if operation == "UpdatePolicyAssignment" => either("RMS.00010045", "RMS.00010046"),
        "/name" | "/policy_assignment_name" if operation != "UpdatePolicyState" => {
            either("RMS.00010011", "RMS.00010046")
        }
        "/tags" if operation == "CollectPolicyStatesSummary" => Some("RMS.00010028"),
        path if path.starts_with("/tags/") && path.ends_with("/value") => either("RMS.00010031", "RMS.00010032"),
        path if path.starts_with("/tags/") => either("RMS.00010029", "RMS.00010033"),
        _ => None,
    }
}
