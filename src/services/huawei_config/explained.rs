//! What the errors of Config mean, beyond the table: what its client makes of answers, and words that say more than their
//! code.

use crate::explain::{ErrorBook, ExceptionFacts, TextFacts};
use crate::report::Basis;

use super::error_table;

/// All of it.
pub const BOOK: ErrorBook = ErrorBook {
    exceptions: &[error_table::EXCEPTIONS, EXCEPTIONS],
    texts: &[TEXTS],
    // The members of the service, and those that the vendor's clients understand or print.
    bodies: &[
        ("error_code", "error_msg"),
        ("errorCode", "errorMsg"),
        ("error_code", "error_message"),
        ("code", "message"),
    ],
    extras: &[(
        "encoded_authorization_message",
        "which policy says so stands in `encoded_authorization_message`, which IAM decodes for those who may know",
    )],
};

const CLIENT: Basis = Basis::Observation("huaweicloudsdkcore 3.1.219, exception_handler.py");

const EXCEPTIONS: &[ExceptionFacts] = &[
    ExceptionFacts::of(
        "429",
        "more requests came than are let through; the client drops what the answer says",
        "wait and try again, longer after each refusal; the documented functions try three times, a second apart",
        CLIENT,
    ),
    ExceptionFacts::of(
        "NotEmulatedException",
        "the emulator of this package does not answer this operation",
        "check and build the request here, and send it to the service itself; `operations()` tells what is emulated",
        Basis::Documentation("this package: what it answers for operations that it does not emulate"),
    ),
];

/// Answers that are known by their words.
const TEXTS: &[TextFacts] = &[TextFacts::of(
    error_table::CUSTOMIZED_HASH,
    ExceptionFacts::of(
        "invalid_parameters",
        "the hash is none that the service handed out for this rule and time; that the call got so far shows that it is permitted",
        "copy `evaluation_hash` and `evaluation_time` from the event that the function was called with; outside of a function there is no other",
        Basis::Documentation("Config API Reference, Updating the Compliance Result"),
    )
    .at("/evaluation_hash")
    .found_by("policy-state/hash-of-another-form"),
)];
