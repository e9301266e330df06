//! The rules of the text and the model: what each is called and why it matters. The walker finds them.

use crate::report::{Basis, RuleText, Severity};

const JSON: Basis = Basis::Documentation("RFC 8259");
const SERVICE_REFUSES: &str = "the service refuses the whole request with a validation error";

macro_rules! rules {
    ($($(#[$doc:meta])* $id:ident = $name:literal, $basis:expr, $summary:literal, $why:expr;)*) => {
        $($(#[$doc])* pub const $id: RuleText =
            RuleText { name: $name, severity: Severity::Error, summary: $summary, why: $why, basis: $basis };)*
        /// All of them.
        pub const ALL: &[RuleText] = &[$($id),*];
    };
}

rules! {
    /// The text is not JSON.
    JSON_SYNTAX = "json-syntax", JSON, "the text is not JSON", "no client and no service reads it";
    /// A name stands twice in one object.
    JSON_DUPLICATE_KEY = "json-duplicate-key", Basis::Documentation("RFC 8259, section 4"),
        "a name stands twice in one object", "readers keep one of the two, most the last, and drop the other without a word";
    /// Brackets in brackets beyond the limit.
    JSON_DEPTH = "json-depth", Basis::Assumption("no request of these services is nested deeper; JSON readers have such a limit too"),
        "values are nested too deeply", "readers refuse it to protect themselves";
    /// Bytes that are not UTF-8, or text that is not Unicode.
    JSON_ENCODING = "json-encoding", Basis::Documentation("RFC 8259, section 8.1"),
        "the text is not plain UTF-8", "readers refuse it, or put replacement characters in its place";
    /// More than is read.
    JSON_SIZE = "json-size", Basis::Assumption("no request of these services comes near"),
        "the text is too large to be looked at", "the largest request that the services take is far smaller";
    /// A member that has to be there is not.
    MISSING_MEMBER = "missing-member", Basis::Model, "a required member is missing", SERVICE_REFUSES;
    /// A member that the model does not have.
    UNKNOWN_MEMBER = "unknown-member", Basis::Model, "a member is unknown",
        "SDKs refuse it, and the service passes over it, so that what it says is lost";
    /// Another JSON type than the model asks for.
    WRONG_TYPE = "wrong-type", Basis::Model, "a value is of the wrong type", "the service cannot read the request";
    /// A text that is none of the listed.
    NOT_IN_ENUM = "not-in-enum", Basis::Model, "a value is not one of those allowed", SERVICE_REFUSES;
    /// Too few characters or bytes.
    TOO_SHORT = "too-short", Basis::Model, "a text is too short", SERVICE_REFUSES;
    /// Too many characters or bytes.
    TOO_LONG = "too-long", Basis::Model, "a text is too long", SERVICE_REFUSES;
    /// A text that does not match its pattern as a whole.
    PATTERN_MISMATCH = "pattern-mismatch", Basis::Model, "a text does not match its pattern", SERVICE_REFUSES;
    /// A text too long to be matched.
    PATTERN_UNCHECKED = "pattern-unchecked", Basis::Assumption("a bound of ours"),
        "a text is too long to be matched against its pattern", "no sound value is as long";
    /// Too few elements.
    TOO_FEW_ITEMS = "too-few-items", Basis::Model, "a list is too short", SERVICE_REFUSES;
    /// Too many elements.
    TOO_MANY_ITEMS = "too-many-items", Basis::Model, "a list is too long", SERVICE_REFUSES;
    /// Too few entries.
    TOO_FEW_ENTRIES = "too-few-entries", Basis::Model, "a map has too few entries", SERVICE_REFUSES;
    /// Too many entries.
    TOO_MANY_ENTRIES = "too-many-entries", Basis::Model, "a map has too many entries", SERVICE_REFUSES;
    /// A number below its range.
    TOO_SMALL = "too-small", Basis::Model, "a number is too small", SERVICE_REFUSES;
    /// A number above its range.
    TOO_LARGE = "too-large", Basis::Model, "a number is too large", SERVICE_REFUSES;
}
