//! The attributes of the entries: their names, and values that were printed by accident.

use std::collections::BTreeMap;

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::{shown, text_of};
use crate::services::ssm::reading::{FirstKey, first_keys, is_respelled, renaming};
use crate::services::ssm::state::COMPLIANCE_ITEM;
use crate::text::nearest::{Likeness, nearest};
use crate::text::string::quoted;

use super::super::emulate::CONTEXT_KEYS;
use super::super::types::known;
use super::super::view::{InventoryItem, PutInventoryRequest};

/// The items with a content, each with the name of its type.
fn items(request: Value<'_>) -> impl Iterator<Item = (String, Value<'_>)> {
    let named = |item: InventoryItem<'_>| text_of(item.type_name()).map(|name| name.into_owned());
    PutInventoryRequest(request).items().filter_map(move |item| Some((named(item)?, item.content()?)))
}

pub const UNKNOWN_ATTRIBUTE: Rule = Rule {
    text: RuleText {
        name: "inventory/unknown-attribute",
        severity: Severity::Warning,
        summary: "an entry of a type of the service has an attribute that the type does not have",
        why: "queries and the console know the documented attributes alone, and the service may refuse others",
        basis: Basis::Documentation("User Guide, \"Metadata collected by inventory\""),
    },
    run: unknown_attribute,
};

fn unknown_attribute(request: Value<'_>, found: &mut Found<'_>) {
    for (type_name, content) in items(request) {
        let Some(known) = known(&type_name) else { continue };
        for FirstKey { name, key, .. } in first_keys(content.elements()) {
            if known.attributes().any(|attribute| attribute == name) {
                continue;
            }
            let near = nearest(&name, known.attributes());
            let of_context = known.has_context && CONTEXT_KEYS.contains(&&*name);
            // Compliance items carry details of any name.
            if known.has_context && !of_context && !matches!(near, Some((_, Likeness::Spelling))) {
                continue;
            }
            found.at_key(key, || {
                let draft = Draft::new(format!("{} is not an attribute of `{type_name}`", shown(&name)));
                match near {
                    _ if of_context => draft.help("it belongs into the `Context` of the item"),
                    Some((meant, _)) => {
                        let draft = draft.help(format!("did you mean `{meant}`?"));
                        match renaming(content.elements(), &name, meant) {
                            Some(edits) => {
                                draft.fix_all(format!("rename it to `{meant}` in every entry"), Trust::Check, edits)
                            }
                            None => draft,
                        }
                    }
                    None => draft.help("leave it out, or report it under a custom type"),
                }
            });
        }
    }
}

pub const ATTRIBUTE_IN_TWO_SPELLINGS: Rule = Rule {
    text: RuleText {
        name: "inventory/attribute-in-two-spellings",
        severity: Severity::Error,
        summary: "two attributes of a type differ in nothing but small and capital letters",
        why: "for the service they are one attribute, and it refuses a second spelling of it",
        basis: Basis::Documentation(
            "User Guide, \"Working with custom inventory\": \"If you specify \"Vendor\" … and then you specify \"vendor\" … the system returns an error\"",
        ),
    },
    run: attribute_in_two_spellings,
};

fn attribute_in_two_spellings(request: Value<'_>, found: &mut Found<'_>) {
    // In a type of the service a second spelling is an attribute that the type does not have.
    for (_, content) in items(request).filter(|(name, _)| known(name).is_none()) {
        let mut spelled: BTreeMap<String, FirstKey<'_>> = BTreeMap::new();
        for again in first_keys(content.elements()) {
            let Some(first) = spelled.get(&again.name.to_lowercase()) else {
                spelled.insert(again.name.to_lowercase(), again);
                continue;
            };
            found.at_key(again.key, || {
                let draft =
                    Draft::new(format!("the attribute {} is also written {}", shown(&again.name), shown(&first.name)))
                        .help("write it in the same way everywhere")
                        .exception("InvalidItemContentException")
                        .related(first.key.path(), first.key.span(), "the first spelling");
                match renaming(content.elements(), &again.name, &first.name) {
                    Some(edits) => draft.fix_all(
                        format!("rename it to {} in every entry", shown(&first.name)),
                        Trust::Check,
                        edits,
                    ),
                    None => draft,
                }
            });
        }
    }
}

pub const TOO_MANY_ATTRIBUTES_OF_A_TYPE: Rule = Rule {
    text: RuleText {
        name: "inventory/too-many-attributes-of-a-type",
        severity: Severity::Warning,
        summary: "the entries of a custom type have more than 50 different attributes together",
        why: "a custom type can have 50 attributes, and all entries share them",
        basis: Basis::Documentation(
            "AWS General Reference, \"AWS Systems Manager endpoints and quotas\": attributes per custom inventory type",
        ),
    },
    run: too_many_attributes_of_a_type,
};

fn too_many_attributes_of_a_type(request: Value<'_>, found: &mut Found<'_>) {
    const MOST: usize = 50;
    for (_, content) in items(request).filter(|(name, _)| name.starts_with("Custom:")) {
        // An entry with more than that breaks the model, which is told at the entry.
        if content.elements().any(|entry| entry.all_entries().count() > MOST) {
            continue;
        }
        let keys = first_keys(content.elements());
        if let Some(first_over) = keys.get(MOST) {
            found.at_key(first_over.key, || {
                Draft::new(format!("the entries have {} different attributes, at most {MOST} are allowed", keys.len()))
                    .help("use the same attributes in every entry, or a type for each kind of entry")
            });
        }
    }
}

pub const PRINTED_VALUE: Rule = Rule {
    text: RuleText {
        name: "inventory/printed-value",
        severity: Severity::Info,
        summary: "an attribute holds what a programming language prints for no value, a truth value or an object",
        why: "queries compare texts, and the agent writes `true` and `false`, and nothing where there is nothing",
        basis: Basis::Assumption("told by the value alone; it may be meant"),
    },
    run: printed_value,
};

fn printed_value(request: Value<'_>, found: &mut Found<'_>) {
    for (_, content) in items(request) {
        for entry in content.elements() {
            for (_, value) in entry.entries() {
                let Some((text, help)) =
                    value.str().and_then(|text| Some((help_on_printed(&text)?, text))).map(|(help, text)| (text, help))
                else {
                    continue;
                };
                found.at(value, || {
                    let draft =
                        Draft::new(format!("{} looks like a value printed by accident", shown(&text))).help(help);
                    match &*text {
                        "True" | "False" => {
                            let meant = text.to_ascii_lowercase();
                            draft.fix(format!("write `{meant}`"), Trust::Check, value.span(), quoted(&meant))
                        }
                        _ => draft,
                    }
                });
            }
        }
    }
}

fn help_on_printed(text: &str) -> Option<&'static str> {
    match text {
        "True" | "False" => Some("write `true` or `false`, as the agent does"),
        "null" | "None" | "undefined" | "NaN" | "<nil>" | "<no value>" => {
            Some("leave the attribute out, or write an empty text")
        }
        "[object Object]" => Some("write the value as JSON text"),
        _ => None,
    }
}

pub const COMPLIANCE_VALUE_THAT_DOES_NOT_EXIST: Rule = Rule {
    text: RuleText {
        name: "inventory/compliance-value-that-does-not-exist",
        severity: Severity::Warning,
        summary: "an entry of type `AWS:ComplianceItem` has a severity or a status that compliance does not know",
        why: "ListComplianceItems and the summaries count the known ones alone",
        basis: Basis::Assumption(
            "API model, ComplianceSeverity and ComplianceStatus; values of an entry have no such list",
        ),
    },
    run: compliance_value_that_does_not_exist,
};

fn compliance_value_that_does_not_exist(request: Value<'_>, found: &mut Found<'_>) {
    const KNOWN: [(&str, &[&str]); 2] = [
        ("Severity", &["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED"]),
        // Patches that are not applicable have an empty status (API model, ComplianceItem, Status).
        ("Status", &["COMPLIANT", "NON_COMPLIANT", ""]),
    ];
    let entries =
        items(request).filter(|(name, _)| name == COMPLIANCE_ITEM).flat_map(|(_, content)| content.elements());
    for (key, value) in entries.flat_map(Value::entries) {
        let (Some(name), Some(text)) = (key.str(), value.str()) else { continue };
        let Some((_, existing)) =
            KNOWN.iter().find(|(known, _)| *known == name).filter(|(_, existing)| !existing.contains(&&*text))
        else {
            continue;
        };
        let existing = existing.iter().copied().filter(|known| !known.is_empty());
        found.at(value, || {
            let draft = Draft::new(format!("{} is not a known `{name}`", shown(&text)));
            match existing.clone().find(|known| is_respelled(&text, known)) {
                Some(meant) => draft.help(format!("write `{meant}`")).fix(
                    format!("write `{meant}`"),
                    Trust::Safe,
                    value.span(),
                    quoted(meant),
                ),
                None => draft.help(format!(
                    "write one of {}",
                    existing.map(|known| format!("`{known}`")).collect::<Vec<_>>().join(", ")
                )),
            }
        });
    }
}
