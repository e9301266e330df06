//! The context of an item: it tells the sub type, and only types with sub types have one.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::{is_absent, shown, text_of};
use crate::services::ssm::reading::{is_respelled, is_utc_second, with_utc_second};
use crate::services::ssm::type_names;
use crate::text::nearest::{Likeness, nearest};
use crate::text::string::quoted;

use super::super::emulate::CONTEXT_KEYS;
use super::super::types::known;
use super::super::view::{InventoryItem, PutInventoryRequest};

const SUB_TYPE: &str = "ComplianceType";

/// The entry of an item's context with this key.
pub fn entry<'t>(item: InventoryItem<'t>, name: &str) -> Option<(Value<'t>, Value<'t>)> {
    item.context()?.entries().find(|(key, _)| key.any_str().as_deref() == Some(name))
}

/// The items of types with sub types.
fn with_sub_types(request: Value<'_>) -> impl Iterator<Item = InventoryItem<'_>> {
    let has_context = |item: &InventoryItem<'_>| {
        text_of(item.type_name()).and_then(|name| known(&name)).is_some_and(|known| known.has_context)
    };
    PutInventoryRequest(request).items().filter(has_context)
}

fn sub_types(request: Value<'_>) -> impl Iterator<Item = Value<'_>> {
    with_sub_types(request).filter_map(|item| entry(item, SUB_TYPE)).map(|(_, value)| value)
}

pub const CONTEXT_OF_ANOTHER_TYPE: Rule = Rule {
    text: RuleText {
        name: "inventory/context-of-another-type",
        severity: Severity::Error,
        summary: "an item of a type without sub types has a `Context`",
        why: "the service refuses the item",
        basis: Basis::Documentation(
            "API model, UnsupportedInventoryItemContextException: \"You can only use the Context attribute with inventory types like AWS:ComplianceItem\"",
        ),
    },
    run: context_of_another_type,
};

fn context_of_another_type(request: Value<'_>, found: &mut Found<'_>) {
    for item in PutInventoryRequest(request).items() {
        let (Some(context), Some(name)) = (item.context(), text_of(item.type_name())) else { continue };
        let has_none = match known(&name) {
            Some(known) => !known.has_context,
            // Of types that are not known here nothing can be said.
            None => name.starts_with("Custom:"),
        };
        if has_none && context.all_entries().next().is_some() {
            found.at(context, || {
                Draft::new(format!("the type {} has no `Context`", shown(&name)))
                    .help("leave `Context` out; what it says belongs into the entries of `Content`")
                    .exception("UnsupportedInventoryItemContextException")
            });
        }
    }
}

pub const CONTEXT_WITHOUT_COMPLIANCE_TYPE: Rule = Rule {
    text: RuleText {
        name: "inventory/context-without-compliance-type",
        severity: Severity::Error,
        summary: "an item of type `AWS:ComplianceItem` has no `ComplianceType` in its `Context`",
        why: "it is the sub type under which the items are kept, and the service refuses items without one",
        basis: Basis::Observation(
            "aws-samples/sample-ssm-converge, src/linux/reporters/ssm_compliance.sh: \"sub type name is missing from item Context\"",
        ),
    },
    run: context_without_compliance_type,
};

fn context_without_compliance_type(request: Value<'_>, found: &mut Found<'_>) {
    const HELP: &str = "write `\"Context\": { \"ComplianceType\": \"Custom:…\" }`, with the type of the report";
    const EXCEPTION: &str = "InvalidInventoryItemContextException";
    for item in with_sub_types(request) {
        let Some(context) = item.context() else {
            if is_absent(item.0, InventoryItem::MEMBERS, "Context") {
                found.missing(item.0, "Context", || {
                    Draft::new("the item has no `Context`").help(HELP).exception(EXCEPTION)
                });
            }
            continue;
        };
        match (named(context, SUB_TYPE), misspelled(context)) {
            (Some((_, value)), _) if value.str().is_some_and(|name| name.is_empty()) => {
                found.at(value, || Draft::new("`ComplianceType` is empty").help(HELP).exception(EXCEPTION));
            }
            (Some(_), _) => {}
            (None, Some(key)) => found.at_key(key, || {
                Draft::new(format!("{} is not `ComplianceType`", shown(&key.any_str().unwrap_or_default())))
                    .help("write `ComplianceType`")
                    .exception(EXCEPTION)
                    .fix("rename it to `ComplianceType`", Trust::Safe, key.span(), quoted(SUB_TYPE))
            }),
            (None, None) => {
                found.missing(context, SUB_TYPE, || {
                    Draft::new("`Context` has no `ComplianceType`").help(HELP).exception(EXCEPTION)
                });
            }
        }
    }
}

fn named<'t>(context: Value<'t>, name: &str) -> Option<(Value<'t>, Value<'t>)> {
    context.all_entries().find(|(key, _)| key.any_str().as_deref() == Some(name))
}

/// The key that was meant to be `ComplianceType`, where that one is not there.
fn misspelled(context: Value<'_>) -> Option<Value<'_>> {
    let is_meant = |key: &Value<'_>| key.any_str().is_some_and(|name| is_respelled(&name, SUB_TYPE));
    context.all_entries().map(|(key, _)| key).find(is_meant).filter(|_| named(context, SUB_TYPE).is_none())
}

pub const UNKNOWN_CONTEXT_KEY: Rule = Rule {
    text: RuleText {
        name: "inventory/unknown-context-key",
        severity: Severity::Error,
        summary: "a `Context` has a key that its type does not have",
        why: "the service refuses the item",
        basis: Basis::Documentation(
            "API model, InvalidInventoryItemContextException: \"You specified invalid keys or values in the Context attribute\"; the keys: \
             User Guide, \"Metadata collected by inventory\", AWS:ComplianceItem",
        ),
    },
    run: unknown_context_key,
};

fn unknown_context_key(request: Value<'_>, found: &mut Found<'_>) {
    for context in with_sub_types(request).filter_map(InventoryItem::context) {
        let told = misspelled(context).map(|key| key.span());
        for (key, _) in context.entries().filter(|(key, _)| Some(key.span()) != told) {
            let Some(name) = key.str().filter(|name| !CONTEXT_KEYS.contains(&&**name)) else { continue };
            found.at_key(key, || {
                let draft = Draft::new(format!("{} is not a key of this `Context`", shown(&name)))
                    .exception("InvalidInventoryItemContextException");
                let free = CONTEXT_KEYS.into_iter().filter(|known| named(context, known).is_none());
                match nearest(&name, free) {
                    Some((meant, likeness)) => {
                        let trust = if likeness == Likeness::Spelling { Trust::Safe } else { Trust::Check };
                        draft.help(format!("did you mean `{meant}`?")).fix(
                            format!("rename it to `{meant}`"),
                            trust,
                            key.span(),
                            quoted(meant),
                        )
                    }
                    None => draft.help(format!(
                        "leave it out; the keys are {}",
                        CONTEXT_KEYS.map(|known| format!("`{known}`")).join(", ")
                    )),
                }
            });
        }
    }
}

pub const BARE_SUB_TYPE: Rule = Rule {
    text: type_names::BARE_TYPE_NAME,
    run: |request, found| sub_types(request).for_each(|value| type_names::bare(value, found)),
};

pub const UNDERSCORE_IN_SUB_TYPE: Rule = Rule {
    text: type_names::UNDERSCORE,
    run: |request, found| sub_types(request).for_each(|value| type_names::underscore(value, found)),
};

pub const SUB_TYPE_OUT_OF_THE_PATTERN: Rule = Rule {
    text: RuleText {
        name: "inventory/sub-type-out-of-the-pattern",
        severity: Severity::Warning,
        summary: "the `ComplianceType` of a `Context` could not be the type of a compliance report",
        why: "compliance is one store: what no PutComplianceItems may name, nothing else replaces or lists",
        basis: Basis::Assumption("API model, ComplianceTypeName has the pattern; values of Context have none"),
    },
    run: sub_type_out_of_the_pattern,
};

fn sub_type_out_of_the_pattern(request: Value<'_>, found: &mut Found<'_>) {
    for value in sub_types(request) {
        let Some(name) = value.str().filter(|name| !name.is_empty()) else { continue };
        if type_names::is_plain(name.strip_prefix("Custom:").unwrap_or(&name)) {
            continue;
        }
        found.at(value, || {
            Draft::new(format!("{} is not the name of a compliance type", shown(&name)))
                .help("write `Association`, `Patch`, or `Custom:` and two or more letters and digits")
        });
    }
}

pub const CONTEXT_TIME_OF_ANOTHER_FORM: Rule = Rule {
    text: RuleText {
        name: "inventory/context-time-of-another-form",
        severity: Severity::Warning,
        summary: "the `ExecutionTime` of a `Context` is not of the form `YYYY-MM-DDThh:mm:ssZ`",
        why: "it becomes the time of the run, by which newer reports are told from older ones",
        basis: Basis::Observation(
            "the patch payload of AWS-RunPatchBaseline writes this form; API model, InvalidInventoryItemContextException, speaks of invalid values",
        ),
    },
    run: context_time_of_another_form,
};

fn context_time_of_another_form(request: Value<'_>, found: &mut Found<'_>) {
    for (_, value) in with_sub_types(request).filter_map(|item| entry(item, "ExecutionTime")) {
        let Some(text) = value.str().filter(|text| !is_utc_second(text)) else { continue };
        found.at(value, || {
            let draft = Draft::new(format!("{} is not of the form `YYYY-MM-DDThh:mm:ssZ`", shown(&text)))
                .help("write the time in UTC as text, as in `2025-03-12T06:00:00Z`");
            with_utc_second(draft, value.span(), &text)
        });
    }
}
