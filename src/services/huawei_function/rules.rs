//! The rules on events, beyond the model.

use crate::model::tape::{NodeKind, Value};
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::huawei_config::reported::{self, EXAMPLES, Evaluated, PERIODIC_EVENT};
use crate::services::reading::{filled, shown};
use crate::text::string::shortened;

use super::SOURCE;
use super::view::Event;

/// The rules on an event.
pub const CONFIG_EVENT: &[Rule] = &[
    SECONDS_FOR_MILLISECONDS,
    IMPLAUSIBLE_TIME,
    TIME_AS_TEXT,
    HASH_OF_ANOTHER_FORM,
    FUNCTION_OF_ANOTHER_FORM,
    PERIOD_OF_ANOTHER_RESOURCE,
    RESOURCE_WITHOUT_ITS_TYPE,
    BARE_PARAMETER,
];

const SECONDS_FOR_MILLISECONDS: Rule = Rule::new(
    "config-event/seconds-for-milliseconds",
    Severity::Warning,
    "the time of an evaluation is in seconds",
    "a result that is made from the event belongs to no evaluation",
    EXAMPLES,
    |event, found| reported::tell_seconds(Event(event).evaluation_time(), found),
);

const IMPLAUSIBLE_TIME: Rule = Rule::new(
    "config-event/implausible-time",
    Severity::Warning,
    "the time of an evaluation lies before 2015 or behind 2099",
    "a result that is made from the event belongs to no evaluation",
    Basis::Assumption("the service is no older, and a clock is not asked"),
    |event, found| reported::tell_implausible(Event(event).evaluation_time(), found),
);

const TIME_AS_TEXT: Rule = Rule::new(
    "config-event/time-as-text",
    Severity::Info,
    "the time of an evaluation is a text of digits",
    "events have it as a number, so a function that counts with it stops here",
    EXAMPLES,
    |event, found| reported::tell_text(Event(event).evaluation_time(), found),
);

const HASH_OF_ANOTHER_FORM: Rule = Rule::new(
    "config-event/hash-of-another-form",
    Severity::Warning,
    "the hash of an evaluation is not 32 hexadecimal digits",
    "the service takes only a hash that it handed out, and those that were seen all have this form",
    EXAMPLES,
    |event, found| reported::tell_hash(Event(event).evaluation_hash(), found),
);

const FUNCTION_OF_ANOTHER_FORM: Rule = Rule::new(
    "config-event/function-of-another-form",
    Severity::Warning,
    "the function of an event is not named as functions are",
    "the service calls functions by this name",
    SOURCE,
    |event, found| reported::tell_function(Event(event).function_urn(), found),
);

fn evaluated(event: Value<'_>) -> Option<Evaluated<'_>> {
    let (event, resource) = (Event(event), Event(event).invoking_event()?);
    Some(Evaluated {
        trigger: event.trigger_type(),
        account: filled(event.domain_id()).map(|account| account.into_owned()),
        resource: resource.0,
        id: resource.id(),
        provider: resource.provider(),
        kind: resource.kind(),
    })
}

const PERIOD_OF_ANOTHER_RESOURCE: Rule = Rule::new(
    "config-event/period-of-another-resource",
    Severity::Warning,
    "a periodic event is about something else than the account",
    "a function that is tried with it meets what the service never sends",
    Basis::Assumption(PERIODIC_EVENT),
    |event, found| {
        if let Some(evaluated) = evaluated(event) {
            evaluated.tell_period(found);
        }
    },
);

const RESOURCE_WITHOUT_ITS_TYPE: Rule = Rule::new(
    "config-event/resource-without-its-type",
    Severity::Warning,
    "an event after a change of a resource has no provider or type",
    "a function that looks at the type first takes such an event for another's",
    Basis::Assumption("every event after a change has both"),
    |event, found| {
        if let Some(evaluated) = evaluated(event) {
            evaluated.tell_untyped(["provider", "type"], found);
        }
    },
);

const BARE_PARAMETER: Rule = Rule::new(
    "config-event/bare-parameter",
    Severity::Info,
    "a parameter of the rule is not an object with a `value`",
    "functions of rules of an account read `value` in it; those of rules of an organisation read the parameter itself",
    SOURCE,
    bare_parameter,
);

fn bare_parameter(event: Value<'_>, found: &mut Found<'_>) {
    for (key, value) in Event(event).rule_parameter().into_iter().flat_map(Value::all_entries) {
        let is_bare = match value.kind() {
            NodeKind::Broken => false,
            _ => serde_json::from_str::<serde_json::Value>(value.source())
                .is_ok_and(|json| json.as_object().is_none_or(|object| !object.contains_key("value"))),
        };
        if is_bare {
            found.at(value, || {
                let name = key.any_str().unwrap_or_default();
                let meant = format!("{{\"value\": {}}}", value.source());
                Draft::new(format!("the parameter {} has no `value`", shown(&name)))
                    .help("for a rule of an account write its value as `value` in an object; a rule of an organisation has it so")
                    .fix(format!("write `{}`", shortened(&meant)), Trust::Check, value.span(), meant)
            });
        }
    }
}
