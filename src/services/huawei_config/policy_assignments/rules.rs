//! The rules on requests of this family, beyond the model.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::huawei_config::reported;
use crate::services::reading::{filled, shown, tell_repeated_tags};
use crate::text::nearest::nearest;
use crate::text::string::{code_points, quoted};

use super::view::{
    CreatePolicyAssignmentsRequest as Create, CustomPolicy, ListBuiltInPolicyDefinitionsRequest as Definitions,
    PolicyFilterDefinition, ResourceTag, ShowBuiltInPolicyDefinitionRequest as Definition,
    UpdatePolicyAssignmentRequest as Update,
};

/// The rules on CreatePolicyAssignments.
pub const CREATE_POLICY_ASSIGNMENTS: &[Rule] = &[
    NAME_OVER_THE_OLDER_LIMIT,
    CREATE_RULE_WITHOUT_ITS_POLICY,
    CREATE_POLICY_OF_THE_OTHER_TYPE,
    CREATE_PERIOD_BESIDE_A_FILTER,
    TWO_FILTERS_AT_ONCE,
    CREATE_HALF_A_FILTER,
    CREATE_FUNCTION_OF_ANOTHER_FORM,
    CREATE_REPEATED_TAG,
];

/// The rules on UpdatePolicyAssignment.
pub const UPDATE_POLICY_ASSIGNMENT: &[Rule] = &[
    UPDATE_RULE_WITHOUT_ITS_POLICY,
    UPDATE_POLICY_OF_THE_OTHER_TYPE,
    UPDATE_PERIOD_BESIDE_A_FILTER,
    UPDATE_HALF_A_FILTER,
    UPDATE_FUNCTION_OF_ANOTHER_FORM,
    UPDATE_REPEATED_TAG,
];

/// The rules on ListBuiltInPolicyDefinitions.
pub const LIST_BUILT_IN_POLICY_DEFINITIONS: &[Rule] = &[LIST_UNKNOWN_LANGUAGE];

/// The rules on ShowBuiltInPolicyDefinition.
pub const SHOW_BUILT_IN_POLICY_DEFINITION: &[Rule] = &[SHOW_UNKNOWN_LANGUAGE];

/// A rule as it is created or changed.
#[derive(Clone, Copy)]
struct Assignment<'t> {
    request: Value<'t>,
    kind: Option<Value<'t>>,
    period: Option<Value<'t>>,
    filter: Option<PolicyFilterDefinition<'t>>,
    definition: Option<Value<'t>>,
    custom: Option<CustomPolicy<'t>>,
}

impl<'t> Assignment<'t> {
    fn created(request: Value<'t>) -> Assignment<'t> {
        let own = Create(request);
        Assignment {
            request,
            kind: own.policy_assignment_type(),
            period: own.period(),
            filter: own.policy_filter(),
            definition: own.policy_definition_id(),
            custom: own.custom_policy(),
        }
    }

    fn changed(request: Value<'t>) -> Assignment<'t> {
        let own = Update(request);
        Assignment {
            request,
            kind: own.policy_assignment_type(),
            period: own.period(),
            filter: own.policy_filter(),
            definition: own.policy_definition_id(),
            custom: own.custom_policy(),
        }
    }

    fn is_of(&self, kind: &str) -> bool {
        self.kind.and_then(Value::str).is_some_and(|own| own == kind)
    }

    /// What belongs to the type is not there.
    fn tell_without_policy(&self, found: &mut Found<'_>) {
        let has = |name: &str| self.request.members().any(|(_, value)| value.name() == name);
        let (member, message) = match (self.is_of("custom"), self.is_of("builtin")) {
            (true, _) if self.custom.is_none() => ("custom_policy", "a custom rule names no function"),
            (_, true) if self.definition.is_none() => ("policy_definition_id", "a built-in rule names no policy"),
            (false, false) if self.kind.is_none() && self.custom.is_none() && self.definition.is_none() => {
                ("policy_definition_id", "the rule names neither a policy nor a function")
            }
            _ => return,
        };
        // One that is there and broken is told by the walker.
        if has(member) {
            return;
        }
        found.missing(self.request, member, || {
            Draft::new(message).help(
                "write `policy_definition_id` for a built-in policy, or `custom_policy` with a function of your own",
            )
        });
    }

    /// What belongs to the other type is there.
    fn tell_other_policy(&self, found: &mut Found<'_>) {
        let both = self.definition.zip(self.custom);
        let (value, kind) = match (self.definition, self.custom) {
            (Some(definition), _) if self.is_of("custom") => (definition, "a custom rule"),
            (_, Some(custom)) if self.is_of("builtin") => (custom.0, "a built-in rule"),
            _ => match both.filter(|_| self.kind.is_none()) {
                Some((_, custom)) => (custom.0, "a rule with `policy_definition_id`"),
                None => return,
            },
        };
        found.at(value, || {
            Draft::new(format!("`{}` is not for {kind}", value.name())).help(
                "`builtin` goes with `policy_definition_id`, `custom` with `custom_policy`: keep the one that is meant",
            )
        });
    }

    fn tell_period(&self, newer: Option<Value<'t>>, found: &mut Found<'_>) {
        let Some(period) = self.period else { return };
        let Some(filter) = self.filter.map(|filter| filter.0).or(newer) else { return };
        // An empty filter says nothing.
        if filter.members().next().is_none() {
            return;
        }
        found.at(period, || {
            Draft::new(format!("`period` stands beside `{}`", filter.name()))
                .help("leave out the filter for a rule on a timer, or the period for one that follows changes of resources")
                .related(filter.path(), filter.span(), "this is for rules that follow changes")
        });
    }

    fn tell_half_filter(&self, found: &mut Found<'_>) {
        let Some(filter) = self.filter else { return };
        for (value, lacks, has_it) in [
            (filter.resource_type(), "resource_provider", filter.resource_provider().is_some()),
            (filter.tag_value(), "tag_key", filter.tag_key().is_some()),
        ] {
            let Some(value) = value.filter(|value| !has_it && filled(Some(*value)).is_some()) else { continue };
            found.at(value, || {
                Draft::new(format!("`{}` stands without `{lacks}`", value.name()))
                    .help(format!("add `{lacks}`, or leave both out"))
            });
        }
    }
}

const NAME_OVER_THE_OLDER_LIMIT: Rule = Rule::new(
    "policy-assignment/name-over-the-older-limit",
    Severity::Warning,
    "a rule is created with a name of more than 64 characters",
    "it can be created where the service takes 256, and then not be changed: a change takes 64, as one answer says of all names",
    Basis::Documentation(
        "Config API Reference, Error Codes, RMS.00010045; OpenAPI documents of 2026, UpdatePolicyAssignment",
    ),
    |request, found| {
        let Some((value, name)) = Create(request).name().and_then(|value| Some((value, value.str()?))) else { return };
        let length = code_points(&name);
        if length > 64 {
            found.at(value, || {
                Draft::new(format!("`name` is {length} characters, 64 are surely taken"))
                    .help("shorten it to 64 characters, so that the rule can be changed later")
                    .exception("RMS.00010045")
            });
        }
    },
);

const CREATE_RULE_WITHOUT_ITS_POLICY: Rule = Rule::new(
    "policy-assignment/rule-without-its-policy",
    Severity::Warning,
    "a rule names no policy and no function",
    "there is nothing to evaluate",
    Basis::Assumption("only `name` is declared to be mandatory; every example has what belongs to its type"),
    |request, found| Assignment::created(request).tell_without_policy(found),
);

const UPDATE_RULE_WITHOUT_ITS_POLICY: Rule = Rule {
    run: |request, found| Assignment::changed(request).tell_without_policy(found),
    ..CREATE_RULE_WITHOUT_ITS_POLICY
};

const CREATE_POLICY_OF_THE_OTHER_TYPE: Rule = Rule::new(
    "policy-assignment/policy-of-the-other-type",
    Severity::Warning,
    "a rule has what belongs to the other type of rule",
    "one of the two is passed over, or the request is refused",
    Basis::Assumption("a rule is built in or custom, and examples have one member for each"),
    |request, found| Assignment::created(request).tell_other_policy(found),
);

const UPDATE_POLICY_OF_THE_OTHER_TYPE: Rule = Rule {
    run: |request, found| Assignment::changed(request).tell_other_policy(found),
    ..CREATE_POLICY_OF_THE_OTHER_TYPE
};

const CREATE_PERIOD_BESIDE_A_FILTER: Rule = Rule::new(
    "policy-assignment/period-beside-a-filter",
    Severity::Warning,
    "a rule has a period and a filter of resources",
    "with a period it runs on a timer for the whole account, with a filter it follows changes: one of the two is lost",
    Basis::Documentation("terraform-provider-huaweicloud, services/rms: how the trigger of a rule is told"),
    |request, found| {
        let newer = Create(request).policy_filter_v2().map(|filter| filter.0);
        Assignment::created(request).tell_period(newer, found);
    },
);

const UPDATE_PERIOD_BESIDE_A_FILTER: Rule = Rule {
    run: |request, found| Assignment::changed(request).tell_period(None, found),
    ..CREATE_PERIOD_BESIDE_A_FILTER
};

const TWO_FILTERS_AT_ONCE: Rule = Rule::new(
    "policy-assignment/two-filters-at-once",
    Severity::Warning,
    "a rule has a filter in both forms",
    "they say the same thing in two ways, and nothing tells which of them counts",
    Basis::Assumption("`policy_filter_v2` came later, in place of `policy_filter`"),
    |request, found| {
        let (Some(older), Some(newer)) = (Create(request).policy_filter(), Create(request).policy_filter_v2()) else {
            return;
        };
        found.at(newer.0, || {
            Draft::new("`policy_filter_v2` stands beside `policy_filter`")
                .help("keep the newer one, unless the rule is to be changed: a change takes the older alone")
                .related(older.0.path(), older.0.span(), "the filter in its older form")
        });
    },
);

const CREATE_HALF_A_FILTER: Rule = Rule::new(
    "policy-assignment/half-a-filter",
    Severity::Warning,
    "a filter has a type without its provider, or the value of a tag without its key",
    "a type is one of its provider, and a value one of its key: alone they name nothing",
    Basis::Assumption("examples have both"),
    |request, found| Assignment::created(request).tell_half_filter(found),
);

const UPDATE_HALF_A_FILTER: Rule =
    Rule { run: |request, found| Assignment::changed(request).tell_half_filter(found), ..CREATE_HALF_A_FILTER };

const CREATE_FUNCTION_OF_ANOTHER_FORM: Rule = Rule::new(
    "policy-assignment/function-of-another-form",
    Severity::Warning,
    "the function of a rule is not named as functions are",
    "the service calls the version of the function that is named, and finds none",
    Basis::Documentation("User Guide, events of custom rules: function_urn"),
    |request, found| {
        reported::tell_function(Create(request).custom_policy().and_then(CustomPolicy::function_urn), found);
    },
);

const UPDATE_FUNCTION_OF_ANOTHER_FORM: Rule = Rule {
    run: |request, found| {
        reported::tell_function(Update(request).custom_policy().and_then(CustomPolicy::function_urn), found);
    },
    ..CREATE_FUNCTION_OF_ANOTHER_FORM
};

const CREATE_REPEATED_TAG: Rule = Rule::new(
    "policy-assignment/repeated-tag",
    Severity::Warning,
    "two tags have the same key",
    "a resource has one value for a key: one of the two is lost, or the request is refused",
    Basis::Assumption("tags are a map by key everywhere in this cloud"),
    |request, found| tell_repeated_tags(Create(request).tags().filter_map(ResourceTag::key), found),
);

const UPDATE_REPEATED_TAG: Rule = Rule {
    run: |request, found| tell_repeated_tags(Update(request).tags().filter_map(ResourceTag::key), found),
    ..CREATE_REPEATED_TAG
};

const LANGUAGES: [&str; 2] = ["zh-cn", "en-us"];

fn tell_language(language: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some((value, language)) = language.and_then(|value| Some((value, value.str()?))) else { return };
    if LANGUAGES.contains(&&*language) {
        return;
    }
    found.at(value, || {
        let draft = Draft::new(format!("{} is no language that the service speaks", shown(&language)))
            .help("write `zh-cn` or `en-us`, or leave it out for Chinese")
            .exception("RMS.00010053");
        let meant = nearest(&language, LANGUAGES).map(|(meant, _)| meant);
        match meant.or_else(|| LANGUAGES.into_iter().find(|known| known.get(..2) == language.get(..2))) {
            Some(meant) => draft.fix(format!("write `{meant}`"), Trust::Check, value.span(), quoted(meant)),
            None => draft,
        }
    });
}

const LIST_UNKNOWN_LANGUAGE: Rule = Rule::new(
    "policy-assignment/unknown-language",
    Severity::Warning,
    "policies are asked for in a language that there is none of",
    "the request is refused, or answered in Chinese",
    Basis::Assumption("the default is declared and English documented; that there are no others is not said"),
    |request, found| tell_language(Definitions(request).x_language(), found),
);

const SHOW_UNKNOWN_LANGUAGE: Rule =
    Rule { run: |request, found| tell_language(Definition(request).x_language(), found), ..LIST_UNKNOWN_LANGUAGE };
