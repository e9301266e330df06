//! The errors of Config: what it answers with, once, and what each means. The answers of the emulator and what `explain`
//! says are made of these rows.

use crate::explain::ExceptionFacts;
use crate::report::Basis;
use crate::services::CommonError;

const TABLE: Basis = Basis::Documentation("Config API Reference, Error Codes");
const UPDATE: Basis = Basis::Documentation("Config API Reference, Updating the Compliance Result");
const GATEWAY: Basis = Basis::Documentation("API Gateway, Error Codes");
const THROTTLED: Basis = Basis::Observation("answers of other services behind the same gateway");

/// An error that the service answers with.
pub struct Row {
    /// The status of the answer.
    pub status: u16,
    /// `error_code`.
    pub code: &'static str,
    /// `error_msg`, as the service words it.
    pub message: &'static str,
    /// What it means.
    means: ExceptionFacts,
}

/// The rows as exceptions that every operation may answer with.
pub const COMMON: &[CommonError] = &common();

/// The rows as what they mean.
pub const EXCEPTIONS: &[ExceptionFacts] = &meanings();

/// The answer to a hash that no event carried.
pub const CUSTOMIZED_HASH: &str = "evaluationHash should not be customized";

const COUNT: usize = ROWS.len();

#[expect(clippy::indexing_slicing, reason = "while compiling, an index beyond the rows is an error")]
const fn common() -> [CommonError; COUNT] {
    let mut list = [const { CommonError { name: "", status: 0, message: "", basis: TABLE } }; COUNT];
    let mut at = 0;
    while at < COUNT {
        let Row { status, code, message, means } = &ROWS[at];
        list[at] = CommonError { name: code, status: *status, message, basis: means.basis };
        at += 1;
    }
    list
}

#[expect(clippy::indexing_slicing, reason = "while compiling, an index beyond the rows is an error")]
const fn meanings() -> [ExceptionFacts; COUNT] {
    let mut list = [const { ExceptionFacts::of("", "", "", TABLE) }; COUNT];
    let mut at = 0;
    while at < COUNT {
        let ExceptionFacts { name, operations, path, rule, message, help, basis } = ROWS[at].means;
        list[at] = ExceptionFacts { name, operations, path, rule, message, help, basis };
        at += 1;
    }
    list
}

const fn row(status: u16, code: &'static str, message: &'static str, means: &'static str, help: &'static str) -> Row {
    Row { status, code, message, means: ExceptionFacts::of(code, means, help, TABLE) }
}

impl Row {
    const fn at(self, path: &'static str) -> Row {
        Row { means: self.means.at(path), ..self }
    }

    const fn found_by(self, rule: &'static str) -> Row {
        Row { means: self.means.found_by(rule), ..self }
    }

    const fn known_by(self, basis: Basis) -> Row {
        Row { means: ExceptionFacts { basis, ..self.means }, ..self }
    }
}

/// All of them: those of the update call and of the gateway, which the service's own table lacks, then that table.
pub const ROWS: &[Row] = &[
    row(
        400,
        "invalid_parameters",
        CUSTOMIZED_HASH,
        "a member of the result is not what the service handed to the function",
        "copy `evaluation_hash`, `evaluation_time`, `trigger_type` and the rule from the event, unchanged; for a call outside of a function there is no hash that would be taken",
    )
    .known_by(UPDATE),
    row(
        401,
        "APIGW.0301",
        "Incorrect IAM authentication information",
        "the token or the signature is not valid",
        "get a new token, which holds for a day; for a signature check key, secret and clock, and that nothing signed was changed on the way",
    )
    .known_by(GATEWAY),
    row(
        429,
        "APIG.0308",
        "The throttling threshold has been reached",
        "more requests came than the gateway lets through",
        "wait and try again; the documented functions try three times, a second apart",
    )
    .known_by(THROTTLED),
    row(
        400,
        "RMS.00010001",
        "Some region is restricted to access.",
        "the account may not use a region that the request names",
        "ask the administrator which regions are open to the account, and name one of those",
    ),
    row(
        400,
        "RMS.00010002",
        "Resource type invalid.",
        "there is no such resource type",
        "write a type of the provider as the list of supported resources spells it, such as `cloudservers`",
    ),
    row(
        400,
        "RMS.00010003",
        "Service invalid.",
        "there is no such cloud service",
        "write a provider as the list of supported resources spells it, such as `ecs`",
    ),
    row(
        400,
        "RMS.00010004",
        "Invalid parameter.",
        "a parameter is missing, has the wrong type or a value that the service does not take; which one, the answer does not say",
        "let `check` find it: it knows what has to be there, the types, and the values of each enum",
    ),
    row(
        400,
        "RMS.00010007",
        "The max length of domainId must be less than or equal to 36.",
        "the account id is too long",
        "write the id of the account, not its name: up to 36 characters",
    )
    .at("/domain_id")
    .found_by("too-long"),
    row(
        400,
        "RMS.00010008",
        "DomainId is illegal.",
        "the account id has characters that no id has",
        "write the id of the account, not its name: letters, digits, `_` and `-`. A `{domain_id}` in the address was never filled in: give the client an account id",
    )
    .at("/domain_id")
    .found_by("pattern-mismatch"),
    row(
        400,
        "RMS.00010009",
        "The max length of id must be less than or equal to 512.",
        "the id of a resource is too long",
        "write the id of the resource, up to 512 characters",
    )
    .at("/resource_id")
    .found_by("too-long"),
    row(
        400,
        "RMS.00010010",
        "Id is illegal.",
        "the id of a resource has characters that no id has",
        "write letters, digits, `_`, `.`, `:` and `-` alone",
    )
    .at("/resource_id")
    .found_by("pattern-mismatch"),
    row(
        400,
        "RMS.00010011",
        "The max length of name must be less than or equal to 256.",
        "the name of a resource is too long",
        "write up to 256 characters",
    )
    .at("/resource_name")
    .found_by("too-long"),
    row(
        400,
        "RMS.00010012",
        "Name is illegal.",
        "the name of a resource has a character that the service does not take",
        "leave out apostrophes",
    )
    .at("/resource_name")
    .found_by("pattern-mismatch"),
    row(
        400,
        "RMS.00010013",
        "The size of resource type array must be between 1 and 100.",
        "too few or too many resource types are given",
        "give 1 to 100 resource types in a request",
    ),
    row(
        400,
        "RMS.00010014",
        "The max length of resource type must be less than or equal to 40.",
        "a resource type is too long",
        "write a type as the list of supported resources spells it, up to 40 characters",
    ),
    row(
        400,
        "RMS.00010015",
        "Resource type is illegal.",
        "a resource type has characters that no type has",
        "write a type as the list of supported resources spells it",
    ),
    row(
        400,
        "RMS.00010016",
        "The size of region id array must be between 1 and 10.",
        "too few or too many regions are given",
        "give 1 to 10 regions in a request",
    ),
    row(
        400,
        "RMS.00010017",
        "The max length of region id must be less than or equal to 36.",
        "the id of a region is too long",
        "write the id of a region, such as `eu-de`, up to 36 characters",
    ),
    row(
        400,
        "RMS.00010018",
        "Region id is illegal.",
        "the id of a region has characters that no region has",
        "write the id of a region, such as `eu-de`, not its name",
    ),
    row(
        400,
        "RMS.00010019",
        "The size of enterprise project array must be between 1 and 10.",
        "too few or too many enterprise projects are given",
        "give 1 to 10 enterprise projects in a request",
    ),
    row(
        400,
        "RMS.00010020",
        "Enterprise project is invalid.",
        "there is no such enterprise project, or the id has the wrong form",
        "write the id of the enterprise project, `0` for the default one",
    ),
    row(
        400,
        "RMS.00010021",
        "The max length of project id array must be between 1 and 10.",
        "too few or too many projects are given",
        "give 1 to 10 projects in a request",
    ),
    row(
        400,
        "RMS.00010022",
        "The max length of project id must be less than or equal to 36.",
        "the id of a project is too long",
        "write the id of the project, not its name: up to 36 characters",
    ),
    row(
        400,
        "RMS.00010023",
        "Project id is illegal.",
        "the id of a project has characters that no id has",
        "write the id of the project, not its name",
    ),
    row(
        400,
        "RMS.00010024",
        "The minimum value of limit must be greater than or equal to 1.",
        "fewer entries are asked for than one",
        "ask for at least 1, or leave `limit` out",
    )
    .at("/limit")
    .found_by("too-small"),
    row(
        400,
        "RMS.00010025",
        "The maximum value of limit must be less than or equal to 200.",
        "more entries are asked for than a page can have",
        "ask for fewer and follow `next_marker`; policy states come up to 200 at a time",
    )
    .at("/limit")
    .found_by("too-large"),
    row(
        400,
        "RMS.00010026",
        "The minimum value of offset must be greater than or equal to 1.",
        "the page begins too early",
        "begin at 1 or later; lists of this service mostly have a marker in place of an offset",
    ),
    row(
        400,
        "RMS.00010027",
        "The maximum value of offset must be less than or equal to 1000.",
        "the page begins too late",
        "begin at 1,000 or earlier, and narrow the query instead",
    ),
    row(
        400,
        "RMS.00010028",
        "The number of tag keys must be between 1 and 5.",
        "too few or too many tags are given",
        "give 1 to 5 tags in a query",
    )
    .at("/tags"),
    row(
        400,
        "RMS.00010029",
        "The length of a tag key must be less than or equal to 128.",
        "the key of a tag is too long",
        "write up to 128 characters; one text of the documentation says 36, so shorter is safer",
    ),
    row(
        400,
        "RMS.00010030",
        "The number of values in a tag key must be less than or equal to 5.",
        "a tag has too many values",
        "give up to 5 values for a key",
    ),
    row(
        400,
        "RMS.00010031",
        "The length of a tag value must be less than or equal to 255.",
        "the value of a tag is too long",
        "write up to 255 characters",
    ),
    row(
        400,
        "RMS.00010032",
        "Tag value is illegal.",
        "the value of a tag has characters that the service does not take",
        "write letters, digits, blanks, and `_ . : / = + - @`",
    ),
    row(
        400,
        "RMS.00010033",
        "Tag key is illegal.",
        "the key of a tag has characters that the service does not take",
        "write letters, digits, blanks, and `_ . : = + - @`, with no blank at either end, and nothing that begins with `_sys_`",
    ),
    row(
        400,
        "RMS.00010034",
        "marker is illegal.",
        "the marker is none that the service gave",
        "take `next_marker` from the page before, unchanged; without a marker the list begins anew",
    )
    .at("/marker")
    .found_by("pattern-mismatch"),
    row(
        400,
        "RMS.00010035",
        "The length of marker must be between 4 and 400.",
        "the marker is too short or too long to be one",
        "take `next_marker` from the page before, unchanged; `null` there is the end of the list",
    )
    .at("/marker"),
    row(
        400,
        "RMS.00010036",
        "The minimum value of limit must be greater than or equal to 1.",
        "fewer entries are asked for than one",
        "ask for at least 1, or leave `limit` out",
    )
    .at("/limit")
    .found_by("too-small"),
    row(
        400,
        "RMS.00010037",
        "The maximum value of limit must be less than or equal to 200.",
        "more entries are asked for than a page can have",
        "ask for fewer and follow `next_marker`; policy states come up to 200 at a time",
    )
    .at("/limit")
    .found_by("too-large"),
    row(
        400,
        "RMS.00010038",
        "The minimum value of offset must be greater than or equal to 1.",
        "the page begins too early",
        "begin at 1 or later; lists of this service mostly have a marker in place of an offset",
    ),
    row(
        400,
        "RMS.00010039",
        "The maximum value of offset must be less than or equal to 1000.",
        "the page begins too late",
        "begin at 1,000 or earlier, and narrow the query instead",
    ),
    row(
        400,
        "RMS.00010040",
        "The max length of auth action must be less than or equal to 64.",
        "the name of an action is too long",
        "write up to 64 characters",
    ),
    row(
        400,
        "RMS.00010041",
        "Policy assignment id is illegal.",
        "the id of a rule has characters that no id has",
        "take the `id` that ListPolicyAssignments shows, not the name",
    )
    .at("/policy_assignment_id")
    .found_by("pattern-mismatch"),
    row(
        400,
        "RMS.00010042",
        "Policy definition id is illegal.",
        "the id of a policy has characters that no id has",
        "take the `id` that ListBuiltInPolicyDefinitions shows, not the name",
    )
    .at("/policy_definition_id")
    .found_by("pattern-mismatch"),
    row(
        400,
        "RMS.00010043",
        "The max length of policy assignment id must be less than or equal to 36.",
        "the id of a rule is too long",
        "take the `id` that ListPolicyAssignments shows, not the name",
    )
    .at("/policy_assignment_id")
    .found_by("too-long"),
    row(
        400,
        "RMS.00010044",
        "The max length of policy definition id must be less than or equal to 36.",
        "the id of a policy is too long",
        "take the `id` that ListBuiltInPolicyDefinitions shows, not the name",
    )
    .at("/policy_definition_id")
    .found_by("too-long"),
    row(
        400,
        "RMS.00010045",
        "The max length of name must be less than or equal to 64.",
        "the name of a rule is too long",
        "write up to 64 characters: newer texts allow 256 where a rule is created, this answer does not",
    )
    .at("/name")
    .found_by("policy-assignment/name-over-the-older-limit"),
    row(
        400,
        "RMS.00010046",
        "Name is illegal.",
        "the name of a rule has a character that the service does not take",
        "leave out apostrophes; where a rule is created, write letters, digits, blanks, `_` and `-`",
    )
    .at("/name")
    .found_by("pattern-mismatch"),
    row(
        400,
        "RMS.00010047",
        "The max length of keyword must be less than or equal to 64.",
        "a keyword is too long",
        "write up to 64 characters",
    ),
    row(
        400,
        "RMS.00010048",
        "Keyword is illegal.",
        "a keyword has characters that the service does not take",
        "write letters, digits, blanks, `_` and `-`",
    ),
    row(
        400,
        "RMS.00010049",
        "The max length of compliance state must be less than or equal to 16.",
        "the compliance state is too long to be one",
        "write `Compliant` or `NonCompliant`",
    )
    .at("/compliance_state")
    .found_by("too-long"),
    row(
        400,
        "RMS.00010050",
        "Compliance state is illegal.",
        "there is no such compliance state",
        "write `Compliant` or `NonCompliant`; case counts",
    )
    .at("/compliance_state")
    .found_by("policy-state/unknown-state"),
    row(
        400,
        "RMS.00010051",
        "The max length of policy assignment state must be less than or equal to 16.",
        "the state of a rule is too long to be one",
        "write `Enabled`, `Disabled`, `Evaluating` or `Submitting`",
    ),
    row(
        400,
        "RMS.00010052",
        "Policy assignment state is illegal.",
        "there is no such state of a rule",
        "write `Enabled`, `Disabled`, `Evaluating` or `Submitting`; case counts",
    ),
    row(
        400,
        "RMS.00010053",
        "X-Language header is invalid.",
        "the header with the language has a value that the service does not know",
        "send `X-Language: en-us` or `zh-cn`, or leave the header out",
    )
    .at("/x_language")
    .found_by("policy-assignment/unknown-language"),
    row(
        400,
        "RMS.00010054",
        "The max length of queryId must be less than or equal to 36.",
        "the id of a query is too long",
        "write up to 36 characters",
    ),
    row(
        400,
        "RMS.00010055",
        "QueryId is illegal.",
        "the id of a query has characters that no id has",
        "take the id that the list of stored queries shows",
    ),
    row(
        400,
        "RMS.00010056",
        "The minimum value of limit must be greater than or equal to 1.",
        "fewer entries are asked for than one",
        "ask for at least 1, or leave `limit` out",
    )
    .at("/limit")
    .found_by("too-small"),
    row(
        400,
        "RMS.00010057",
        "The maximum value of limit must be less than or equal to 200.",
        "more entries are asked for than a page can have",
        "ask for fewer and follow `next_marker`; policy states come up to 200 at a time",
    )
    .at("/limit")
    .found_by("too-large"),
    row(
        400,
        "RMS.00010058",
        "Marker is illegal.",
        "the marker is none that the service gave",
        "take `next_marker` from the page before, unchanged; without a marker the list begins anew",
    )
    .at("/marker")
    .found_by("pattern-mismatch"),
    row(
        400,
        "RMS.00010059",
        "The length of marker must be between 4 and 400.",
        "the marker is too short or too long to be one",
        "take `next_marker` from the page before, unchanged; `null` there is the end of the list",
    )
    .at("/marker"),
    row(
        400,
        "RMS.00010060",
        "Incorrect resource query language.",
        "the expression of an advanced query cannot be read",
        "check its syntax: it is a `SELECT` in the query language of resources",
    ),
    row(
        400,
        "RMS.00010061",
        "Stored query name is illegal.",
        "the name of a stored query has a character that the service does not take",
        "write letters, digits, `_` and `-`",
    ),
    row(
        400,
        "RMS.00010062",
        "The length of stored query name must be between 1 and 64.",
        "the name of a stored query is too short or too long",
        "write 1 to 64 characters",
    ),
    row(
        400,
        "RMS.00010091",
        "The tracker-config is not enabled.",
        "the recorder of resources is off in this account",
        "turn the resource recorder on: rules are evaluated, and resources seen, only while it runs",
    ),
    row(
        401,
        "RMS.00010079",
        "Incorrect IAM authentication information: Authorization header is missing.",
        "the request carries neither a token nor a signature",
        "send `X-Auth-Token`, or sign with an access key; one of them is enough",
    ),
    row(
        403,
        "RMS.00010006",
        "Access denied.",
        "who sent the request may not do this",
        "give the user, or the agency of the function, the action that the documentation names for the call; a function that reports results needs `rms:policyStates:update`",
    ),
    row(
        404,
        "RMS.00010005",
        "Resource not found.",
        "there is nothing with this id in the account",
        "check the id, and that it belongs to the account whose id stands in the address",
    ),
    row(
        429,
        "RMS.00010063",
        "ResourceQL is busy.",
        "too many advanced queries run at once",
        "wait and try again, longer after each refusal",
    ),
    row(
        500,
        "RMS.INTERNAL.ERROR",
        "Internal server error occurred.",
        "the service failed, not the request",
        "try again after a pause, longer each time",
    ),
];
