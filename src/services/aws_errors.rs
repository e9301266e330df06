//! Errors that any AWS service answers with, whatever its model says: of access, of signatures, of load, and those of
//! its clients before anything is sent.

use crate::explain::{ErrorBook, ExceptionFacts, TextFacts};
use crate::report::Basis;

/// For a service of which nothing else is known.
pub const BOOK: ErrorBook = ErrorBook::of(&[EXCEPTIONS], &[TEXTS]);

const COMMON: Basis = Basis::Documentation("AWS API references, Common Errors");
const SIGNING: Basis = Basis::Documentation("IAM User Guide, Troubleshoot AWS API request signing");
const ACCESS: Basis = Basis::Documentation("IAM User Guide, Troubleshoot access denied error messages");
const BOTOCORE: Basis = Basis::Documentation("botocore, botocore/exceptions.py");
const PROTOCOL: Basis =
    Basis::Documentation("Smithy, AWS JSON protocols: what a service does with a document that it cannot read");
const SEEN: &str = "issue aws-solutions/instance-scheduler-on-aws 284: \"Rate exceeded\"";
const HERE: Basis = Basis::Documentation("this package, README: what is emulated");

/// What they mean.
pub const EXCEPTIONS: &[ExceptionFacts] = &[
    ExceptionFacts::of(
        "ValidationException",
        "the request breaks a constraint of the service",
        "`check` tells which member it is, and what is allowed there",
        COMMON,
    ),
    ExceptionFacts::of(
        "SerializationException",
        "the body is no JSON that the service can read, or a value is of another type than its member",
        "check the body in the wire form: quotes around texts alone, times as a number of seconds, lists in brackets",
        PROTOCOL,
    )
    .found_by("wrong-type"),
    ExceptionFacts::of(
        "ThrottlingException",
        "too many requests came in a short time",
        "wait and try again, longer after each refusal; SDKs do so a few times by themselves",
        COMMON,
    ),
    ExceptionFacts::of(
        "UnknownOperationException",
        "the service has no operation of the name in `X-Amz-Target`",
        "see that the header names service and operation as `build` writes them, and that the host is this service's",
        COMMON,
    ),
    ExceptionFacts::of(
        "AccessDeniedException",
        "who signed the request may not do this",
        "allow the action for that role or user in its policies, and look for a policy that denies it",
        COMMON,
    ),
    ExceptionFacts::of(
        "NotAuthorized",
        "who signed the request may not do this",
        "allow the action for that role or user in its policies, and look for a policy that denies it",
        COMMON,
    ),
    ExceptionFacts::of(
        "ExpiredTokenException",
        "the temporary credentials of the request have run out",
        "get new ones: sign in again, or assume the role again",
        COMMON,
    ),
    ExceptionFacts::of(
        "UnrecognizedClientException",
        "the access key or session token is none that AWS knows",
        "check the credentials: the key may be deleted, mistyped, or of another partition, and temporary keys need their session token",
        COMMON,
    ),
    ExceptionFacts::of(
        "InvalidClientTokenId",
        "the access key is none that AWS knows",
        "check the credentials: the key may be deleted, mistyped, or of another partition",
        COMMON,
    ),
    ExceptionFacts::of(
        "InvalidSignatureException",
        "the signature does not fit the request",
        "check the secret key and the clock; sign the very bytes that are sent, for the right region and service",
        SIGNING,
    ),
    ExceptionFacts::of(
        "SignatureDoesNotMatch",
        "the signature does not fit the request",
        "check the secret key and the clock; sign the very bytes that are sent, for the right region and service",
        SIGNING,
    ),
    ExceptionFacts::of(
        "IncompleteSignature",
        "the `Authorization` header is not a whole signature",
        "let an SDK sign, or write the algorithm, `Credential`, `SignedHeaders` and `Signature`, with commas between them",
        COMMON,
    ),
    ExceptionFacts::of(
        "IncompleteSignatureException",
        "the `Authorization` header is not a whole signature",
        "let an SDK sign, or write the algorithm, `Credential`, `SignedHeaders` and `Signature`, with commas between them",
        COMMON,
    ),
    ExceptionFacts::of(
        "MissingAuthenticationToken",
        "the request is not signed",
        "sign it with Signature Version 4; a proxy may have taken the `Authorization` header away",
        SIGNING,
    ),
    ExceptionFacts::of(
        "MissingAuthenticationTokenException",
        "the request is not signed",
        "sign it with Signature Version 4; a proxy may have taken the `Authorization` header away",
        SIGNING,
    ),
    ExceptionFacts::of(
        "RequestExpired",
        "the time of the request is too far from the service's",
        "set the clock of the machine; a signed request holds for fifteen minutes",
        COMMON,
    ),
    ExceptionFacts::of(
        "RequestTimeTooSkewed",
        "the time of the request is too far from the service's",
        "set the clock of the machine; a signed request holds for fifteen minutes",
        SIGNING,
    ),
    ExceptionFacts::of(
        "OptInRequired",
        "the account is not signed up for the service or the region",
        "enable the region in the account's settings, or finish its registration",
        COMMON,
    ),
    ExceptionFacts::of(
        "ServiceUnavailable",
        "the service is out of reach for a while",
        "try again after a pause, longer each time",
        COMMON,
    ),
    ExceptionFacts::of(
        "InternalFailure",
        "the service failed, not the request",
        "try again after a pause, longer each time",
        COMMON,
    ),
    ExceptionFacts::of(
        "RequestEntityTooLargeException",
        "the body is larger than the service reads",
        "send less at a time",
        COMMON,
    ),
    ExceptionFacts::of(
        "NotEmulatedException",
        "the emulator of this package does not answer this operation",
        "check and build the request here, and send it to the service itself; `operations()` tells what is emulated",
        HERE,
    ),
];

/// Texts that tell more than their exception.
pub const TEXTS: &[TextFacts] = &[
    TextFacts::of(
        "Rate exceeded",
        ExceptionFacts::of(
            "ThrottlingException",
            "the account made more requests of this kind in a second than it may",
            "wait and try again, longer after each refusal; spread calls over time, and ask for more at once where a list is read",
            Basis::Observation(SEEN),
        ),
    ),
    TextFacts::of(
        "is not authorized to perform: {} on resource: {} because no {} policy allows",
        ExceptionFacts::of(
            "AccessDeniedException",
            "no {2} policy allows {0} on {1}",
            "add the action and the resource to such a policy of the role or user",
            ACCESS,
        ),
    ),
    TextFacts::of(
        "is not authorized to perform: {} on resource: {} with an explicit deny in {}",
        ExceptionFacts::of(
            "AccessDeniedException",
            "a policy forbids {0} on {1} in so many words",
            "no other policy can allow it: change the one that denies ({2}), or the conditions that it names",
            ACCESS,
        ),
    ),
    TextFacts::of(
        "Signature expired: {}",
        ExceptionFacts::of(
            "InvalidSignatureException",
            "the time of the request is too far from the service's",
            "set the clock of the machine; a signed request holds for fifteen minutes",
            SIGNING,
        ),
    ),
    TextFacts::of(
        "Credential should be scoped to a valid region",
        ExceptionFacts::of(
            "InvalidSignatureException",
            "the request is signed for another region than the host's",
            "sign for the region that the host names",
            SIGNING,
        ),
    ),
    TextFacts::of(
        "Unable to locate credentials",
        ExceptionFacts::of(
            "NoCredentialsError",
            "the client found no credentials, and sent nothing",
            "give it an access key, a profile or a role; for the emulator any key will do",
            BOTOCORE,
        ),
    ),
    TextFacts::of(
        "You must specify a region",
        ExceptionFacts::of(
            "NoRegionError",
            "the client knows no region, and sent nothing",
            "set AWS_DEFAULT_REGION, or give the region to the client",
            BOTOCORE,
        ),
    ),
    TextFacts::of(
        "Could not connect to the endpoint URL: \"{}\"",
        ExceptionFacts::of(
            "EndpointConnectionError",
            "nobody answers at {0}",
            "check the region in the host's name, the network, and the endpoint that is set; for the emulator, see that it runs",
            BOTOCORE,
        ),
    ),
];
