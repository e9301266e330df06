//! How AWS services know who asks: Signature Version 4. The names and texts are those that services of the JSON protocols
//! answer with, as their clients show them; what differs is told behind them, in our words.

use crate::wire::signing::Scheme;

use super::{Authentication, Denial, ScopeWords};

/// For any of its services. That a request without a signature is taken is not the service's way: it lets people try
/// things without keys.
pub static AUTHENTICATION: Authentication = Authentication {
    schemes: &[Scheme::SigV4],
    missing: None,
    incomplete: Denial { name: "IncompleteSignatureException", message: "{detail}" },
    unknown: Denial {
        name: "UnrecognizedClientException",
        message: "The security token included in the request is invalid. {detail}",
    },
    mismatch: Denial {
        name: MISMATCH,
        message: "The request signature we calculated does not match the signature you provided. Check your AWS Secret \
                  Access Key and signing method. {detail}",
    },
    scope: Some(ScopeWords {
        day: "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{given}' != \
              '{wanted}'.",
        region: "Credential should be scoped to a valid region, not '{given}': the request came to {wanted}.",
        service: "Credential should be scoped to correct service: '{wanted}', not '{given}'.",
        end: "Credential should be scoped with a valid terminator: '{wanted}', not '{given}'.",
    }),
    expired: Denial {
        name: MISMATCH,
        message: "Signature expired: {given} is now earlier than {bound} ({now} - 15 min.)",
    },
    early: Denial {
        name: MISMATCH,
        message: "Signature not yet current: {given} is still later than {bound} ({now} + 15 min.)",
    },
};

const MISMATCH: &str = "InvalidSignatureException";
