//! The rules of the text and the model: what each is called and why it matters. The walker finds them.

use crate::report::{Basis, RuleText, Severity};

const JSON: Basis = Basis::Documentation("RFC 8259");
const SERVICE_REFUSES: &str = "the service refuses the whole request with a validation error";

macro_rules! rules {
    (@severity) => { Severity::Error };
    (@severity $severity:ident) => { Severity::$severity };
    ($($(#[$doc:meta])* $id:ident = $name:literal $(as $severity:ident)?, $basis:expr, $summary:literal, $why:expr;)*) => {
        $($(#[$doc])* pub const $id: RuleText = RuleText {
            name: $name, severity: rules!(@severity $($severity)?), summary: $summary, why: $why, basis: $basis
        };)*
        /// All of them.
        pub const ALL: &[RuleText] = &[$($id),*];
    };
}

/// The same name where an answer is looked at: services add members to their answers as time goes by.
pub const UNKNOWN_MEMBER_OF_AN_ANSWER: RuleText = RuleText {
    severity: Severity::Info,
    why: "services add members to their answers, and clients pass over those that they do not know",
    ..UNKNOWN_MEMBER
};

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
    /// A part of the address that the text has in another way.
    OVERRULED_LABEL = "overruled-label" as Warning, Basis::Documentation("the option `labels` of `check` and `build`"),
        "a part of the address is given beside the text, which has another", "the request goes to the address that the text has, and what is given beside it is lost";
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
    /// A union without a member.
    NO_UNION_MEMBER = "no-union-member", Basis::Model, "none of the members of a choice is there", SERVICE_REFUSES;
    /// A union with more than one member.
    SEVERAL_UNION_MEMBERS = "several-union-members", Basis::Model, "several members of a choice are there",
        SERVICE_REFUSES;
    /// An element that stands twice where each may stand once.
    REPEATED_ITEM = "repeated-item", Basis::Model, "an item stands twice in a list of different ones", SERVICE_REFUSES;
    /// A number below its range.
    TOO_SMALL = "too-small", Basis::Model, "a number is too small", SERVICE_REFUSES;
    /// A number above its range.
    TOO_LARGE = "too-large", Basis::Model, "a number is too large", SERVICE_REFUSES;
    /// The text is not one YAML document.
    YAML_SYNTAX = "yaml-syntax", Basis::Documentation("YAML 1.2.2"), "the text is not one YAML document",
        "no reader takes it";
    /// The text repeats itself beyond the limit.
    YAML_SIZE = "yaml-size", Basis::Assumption("a bound of ours, far above what a document may hold"),
        "aliases make a text too large to be looked at", "readers refuse it to protect themselves";
    /// A tag that gives a value a meaning of its own.
    YAML_TAG = "yaml-tag" as Warning, Basis::Assumption("the tags are those of templates of other tools; which readers refuse them is stated nowhere"),
        "a value carries a tag", "readers refuse it, or take the value as it stands";
    /// A word that is a truth value elsewhere.
    YAML_WORD = "yaml-word" as Warning, Basis::Documentation("YAML 1.1, \"Boolean Language-Independent Type\""),
        "a word without quotes is a truth value in YAML 1.1", "which version a reader follows is seldom stated";
}
