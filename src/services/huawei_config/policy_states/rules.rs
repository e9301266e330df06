//! The rules on requests of this family, beyond the model.

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::huawei_config::reported::{self, EXAMPLES, Evaluated, PERIODIC_EVENT};
use crate::services::reading::{filled, is_absent, shown};
use crate::text::nearest::nearest;
use crate::text::string::quoted;

use super::view::{
    ListPolicyStatesByAssignmentIdRequest as OfAssignment, ListPolicyStatesByDomainIdRequest as OfDomain,
    ListPolicyStatesByResourceIdRequest as OfResource, PolicyResource, UpdatePolicyStateRequest as Update,
};

/// The rules on UpdatePolicyState.
pub const UPDATE_POLICY_STATE: &[Rule] = &[
    SECONDS_FOR_MILLISECONDS,
    IMPLAUSIBLE_TIME,
    TIME_AS_TEXT,
    HASH_OF_ANOTHER_FORM,
    RULE_ID_OF_ANOTHER_FORM,
    RESOURCE_WITHOUT_AN_ID,
    RESOURCE_OF_ANOTHER_ACCOUNT,
    PERIOD_OF_ANOTHER_RESOURCE,
    RESOURCE_WITHOUT_ITS_TYPE,
];

/// The rules on ListPolicyStatesByDomainId.
pub const LIST_POLICY_STATES_BY_DOMAIN_ID: &[Rule] = &[DOMAIN_UNKNOWN_STATE];

/// The rules on ListPolicyStatesByAssignmentId.
pub const LIST_POLICY_STATES_BY_ASSIGNMENT_ID: &[Rule] = &[ASSIGNMENT_UNKNOWN_STATE];

/// The rules on ListPolicyStatesByResourceId.
pub const LIST_POLICY_STATES_BY_RESOURCE_ID: &[Rule] = &[RESOURCE_UNKNOWN_STATE];

const SECONDS_FOR_MILLISECONDS: Rule = Rule::new(
    "policy-state/seconds-for-milliseconds",
    Severity::Warning,
    "the time of an evaluation is in seconds",
    "a result belongs to the evaluation of that millisecond, and there was none in 1970",
    EXAMPLES,
    |request, found| reported::tell_seconds(Update(request).evaluation_time(), found),
);

const IMPLAUSIBLE_TIME: Rule = Rule::new(
    "policy-state/implausible-time",
    Severity::Warning,
    "the time of an evaluation lies before 2015 or behind 2099",
    "a result belongs to the evaluation of that millisecond, and the service evaluated nothing then",
    Basis::Assumption("the service is no older, and a clock is not asked"),
    |request, found| reported::tell_implausible(Update(request).evaluation_time(), found),
);

const TIME_AS_TEXT: Rule = Rule::new(
    "policy-state/time-as-text",
    Severity::Info,
    "the time of an evaluation is a text of digits",
    "it is declared so and shown as a number everywhere; clients in Java, Go and JavaScript can only send it so",
    EXAMPLES,
    |request, found| reported::tell_text(Update(request).evaluation_time(), found),
);

const HASH_OF_ANOTHER_FORM: Rule = Rule::new(
    "policy-state/hash-of-another-form",
    Severity::Warning,
    "the hash of an evaluation is not 32 hexadecimal digits",
    "the service takes only a hash that it handed out, and those that were seen all have this form",
    EXAMPLES,
    |request, found| reported::tell_hash(Update(request).evaluation_hash(), found),
);

const RULE_ID_OF_ANOTHER_FORM: Rule = Rule::new(
    "policy-state/rule-id-of-another-form",
    Severity::Warning,
    "the id of a rule is not one that stands in addresses",
    "a rule has one id everywhere, and in addresses it has up to 36 letters, digits, `_` and `-`",
    Basis::Documentation("Config API Reference, policy_assignment_id as a part of the address"),
    rule_id_of_another_form,
);

fn rule_id_of_another_form(request: Value<'_>, found: &mut Found<'_>) {
    let Some((value, id)) = Update(request).policy_assignment_id().and_then(|value| Some((value, value.any_str()?)))
    else {
        return;
    };
    if !is_id(&id) {
        found.at(value, || {
            Draft::new(format!("{} is no id of a rule", shown(&id)))
                .help("copy `policy_assignment_id` from the event; the name of the rule has a member of its own")
        });
    }
}

/// Whether a text has the form of an id in an address.
fn is_id(text: &str) -> bool {
    !text.is_empty() && text.len() <= 36 && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'))
}

const RESOURCE_WITHOUT_AN_ID: Rule = Rule::new(
    "policy-state/resource-without-an-id",
    Severity::Warning,
    "a result does not say which resource it is about",
    "states are kept by rule and resource, so that one without a resource is found by nobody",
    Basis::Assumption("no member of `policy_resource` is declared to be mandatory; every example has the id"),
    |request, found| {
        let Some(resource) = Update(request).policy_resource() else { return };
        let is_empty = resource.resource_id().and_then(Value::any_str).is_some_and(|id| id.is_empty());
        if is_empty || is_absent(resource.0, PolicyResource::MEMBERS, "resource_id") {
            found.missing(resource.0, "resource_id", || {
                Draft::new("`policy_resource` has no `resource_id`")
                    .help("copy the id of the resource from the event; a periodic one has the account's")
            });
        }
    },
);

/// The account in the address of a request, wherever it is given.
fn account(request: Value<'_>, found: &Found<'_>) -> Option<String> {
    let of_text = Update(request).domain_id().map(|value| value.any_str().unwrap_or_default().into_owned());
    of_text.or_else(|| found.label("domain_id").map(Into::into)).filter(|account| is_id(account))
}

const RESOURCE_OF_ANOTHER_ACCOUNT: Rule = Rule::new(
    "policy-state/resource-of-another-account",
    Severity::Warning,
    "a resource is of another account than the address",
    "a rule looks at the resources of its account; the states of others are not among those it lists",
    Basis::Assumption("events have one account for both"),
    |request, found| {
        let Some(account) = account(request, found) else { return };
        let Some(value) = Update(request).policy_resource().and_then(PolicyResource::domain_id) else { return };
        let Some(own) = value.any_str().filter(|own| !own.is_empty() && **own != *account) else { return };
        found.at(value, || {
            Draft::new(format!("the resource is of account {}, the address of {}", shown(&own), shown(&account)))
                .help("take both from `domain_id` of the event")
        });
    },
);

fn evaluated<'t>(request: Value<'t>, found: &Found<'_>) -> Option<Evaluated<'t>> {
    let resource = Update(request).policy_resource()?;
    let own = filled(resource.domain_id()).map(|own| own.into_owned());
    Some(Evaluated {
        trigger: Update(request).trigger_type(),
        account: own.or_else(|| account(request, found)),
        resource: resource.0,
        id: resource.resource_id(),
        provider: resource.resource_provider(),
        kind: resource.resource_type(),
    })
}

const PERIOD_OF_ANOTHER_RESOURCE: Rule = Rule::new(
    "policy-state/period-of-another-resource",
    Severity::Warning,
    "a periodic result is about something else than the account",
    "the hash of a periodic event was handed out for the account; nothing says that it covers a resource",
    Basis::Assumption(PERIODIC_EVENT),
    |request, found| {
        if let Some(evaluated) = evaluated(request, found) {
            evaluated.tell_period(found);
        }
    },
);

const RESOURCE_WITHOUT_ITS_TYPE: Rule = Rule::new(
    "policy-state/resource-without-its-type",
    Severity::Warning,
    "a result after a change of a resource has no provider or type",
    "lists show both, and only a periodic event has none",
    Basis::Assumption("every event after a change has both"),
    |request, found| {
        if let Some(evaluated) = evaluated(request, found) {
            evaluated.tell_untyped(["resource_provider", "resource_type"], found);
        }
    },
);

const STATES: [&str; 2] = ["Compliant", "NonCompliant"];

fn tell_unknown_state(state: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some((value, state)) = state.and_then(|value| Some((value, value.str()?))) else { return };
    if value.kind() != NodeKind::String || STATES.contains(&&*state) {
        return;
    }
    found.at(value, || {
        let draft = Draft::new(format!("no rule has the state {}", shown(&state))).exception("RMS.00010050");
        match nearest(&state, STATES) {
            Some((meant, _)) => draft
                .help(format!("did you mean `{meant}`? there are `Compliant` and `NonCompliant`"))
                .fix(format!("write `{meant}`"), Trust::Check, value.span(), quoted(meant)),
            None => draft.help("write `Compliant` or `NonCompliant`, or leave it out for both"),
        }
    });
}

const DOMAIN_UNKNOWN_STATE: Rule = Rule::new(
    "policy-state/unknown-state",
    Severity::Warning,
    "a list is asked for a state that nothing has",
    "the list is empty, or the request is refused",
    Basis::Assumption(
        "the filter is declared as a text; results have one of two states, and an error says that another is illegal",
    ),
    |request, found| tell_unknown_state(OfDomain(request).compliance_state(), found),
);

const ASSIGNMENT_UNKNOWN_STATE: Rule = Rule {
    run: |request, found| tell_unknown_state(OfAssignment(request).compliance_state(), found),
    ..DOMAIN_UNKNOWN_STATE
};

const RESOURCE_UNKNOWN_STATE: Rule = Rule {
    run: |request, found| tell_unknown_state(OfResource(request).compliance_state(), found),
    ..DOMAIN_UNKNOWN_STATE
};
