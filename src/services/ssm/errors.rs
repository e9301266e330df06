//! Exceptions that the model does not have: what every operation may answer with, and what requests get that reach no
//! operation.

use crate::report::Basis;
use crate::services::{CommonError, Refusals};

/// The names are those of SSM's own answers (issues aws/aws-cli 7048, aws-solutions/instance-scheduler-on-aws 284) and of
/// the family's; that a body is too large is an assumption of ours, for the service's own limit is not known.
pub const REFUSALS: Refusals = Refusals {
    unknown_operation: "UnknownOperationException",
    unreadable: "SerializationException",
    invalid: "ValidationException",
    too_large: "RequestEntityTooLargeException",
    own: None,
};

const LIST: Basis = Basis::Documentation("AWS API references, Common Errors");
const NEWER_LIST: Basis = Basis::Documentation("AWS Management Console, Common Errors");
const THROTTLED: Basis = Basis::Observation("issue aws-solutions/instance-scheduler-on-aws 284");

/// The list of errors that all AWS services share, with its statuses. Where services send another name than the list
/// has, the list is followed. The texts are those of the list, in our own words; that of throttling is SSM's.
pub const COMMON: &[CommonError] = &[
    error("ThrottlingException", 400, "Rate exceeded", THROTTLED),
    error("AccessDeniedException", 400, "You are not allowed to do this.", LIST),
    error("NotAuthorized", 400, "You are not allowed to do this.", LIST),
    error("ExpiredTokenException", 403, "The security token of the request has expired.", NEWER_LIST),
    error("IncompleteSignature", 400, "The signature of the request is not complete.", LIST),
    error("IncompleteSignatureException", 400, "The signature of the request is not complete.", AS_LISTED),
    error("InvalidSignatureException", 400, "The signature is not that of the request.", AS_LISTED),
    error("InvalidClientTokenId", 403, "There is no such access key.", LIST),
    error("UnrecognizedClientException", 400, "The security token of the request is invalid.", TWO_STATUSES),
    error("OptInRequired", 403, "The access key is not subscribed to the service.", LIST),
    error("RequestExpired", 400, "The request is more than 15 minutes from the service's time.", LIST),
    error("InternalFailure", 500, "The request failed for an unknown reason.", LIST),
    error("ServiceUnavailable", 503, "The service is not available for the moment.", LIST),
    error("RequestEntityTooLargeException", 413, "The request is too large.", NEWER_LIST),
    error("UnknownOperationException", 400, "There is no such operation.", TWO_STATUSES),
    error("ValidationException", 400, "The input does not keep the constraints.", SEEN_STATUS),
    error("SerializationException", 400, "The body cannot be read.", ASSUMED_STATUS),
];

const SEEN_STATUS: Basis = Basis::Observation("issue aws/aws-cli 7048");
const TWO_STATUSES: Basis =
    Basis::Assumption("services of the JSON protocols are taken to answer 400; newer lists differ");
const AS_LISTED: Basis =
    Basis::Assumption("services of the JSON protocols name it so; the status is that of IncompleteSignature");
const ASSUMED_STATUS: Basis = Basis::Assumption("the status is that of other errors of clients");

const fn error(name: &'static str, status: u16, message: &'static str, basis: Basis) -> CommonError {
    CommonError { name, status, message, basis }
}
