//! What the errors of Systems Manager mean: those of all operations here, those of a family in its folder.

use crate::explain::{ErrorBook, ExceptionFacts};
use crate::report::Basis;
use crate::services::aws_errors;

use super::{automation, change_requests, compliance, documents, inventory};

/// An exception with the words of its own documentation for a source.
macro_rules! modelled {
    ($name:literal, $message:literal, $help:literal $(,)?) => {
        $crate::explain::ExceptionFacts::of(
            $name,
            $message,
            $help,
            $crate::report::Basis::Documentation(concat!("API model, ", $name)),
        )
    };
}
pub(super) use modelled;

/// All of them.
pub const BOOK: ErrorBook = ErrorBook::of(
    &[
        compliance::errors::EXCEPTIONS,
        inventory::errors::EXCEPTIONS,
        automation::errors::EXCEPTIONS,
        change_requests::errors::EXCEPTIONS,
        documents::errors::EXCEPTIONS,
        EXCEPTIONS,
        aws_errors::EXCEPTIONS,
    ],
    &[inventory::errors::TEXTS, compliance::errors::TEXTS, automation::errors::TEXTS, aws_errors::TEXTS],
);

const EXCEPTIONS: &[ExceptionFacts] = &[
    ExceptionFacts::of(
        "InternalServerError",
        "the service failed, not the request",
        "try again after a pause, longer each time; if it lasts, look at the AWS Health Dashboard",
        Basis::Documentation("API model, InternalServerError: the one exception that is a fault of the service"),
    ),
    modelled!(
        "InvalidNextToken",
        "the token is none that the service gave for this query",
        "take `NextToken` from the answer before, unchanged, and repeat the other members as they were; without a token the list begins anew",
    )
    .at("/NextToken"),
    modelled!(
        "TooManyUpdates",
        "another change of the same resource is under way, and it takes one at a time",
        "wait until the other change is done, and try again",
    ),
];
