//! Which types are reported: their names, their versions, when they were captured, and how many there are.

use std::collections::BTreeMap;

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::{shown, text_of};
use crate::services::ssm::settings::Quotas;
use crate::services::ssm::type_names::capitalised;
use crate::text::nearest::{Likeness, nearest};
use crate::text::order::sort_by;
use crate::text::string::quoted;
use crate::text::time::is_real_date;

use super::super::types::{known, names};
use super::super::view::{InventoryItem, ListInventoryEntriesRequest, PutInventoryRequest};

fn items(request: Value<'_>) -> impl Iterator<Item = InventoryItem<'_>> {
    PutInventoryRequest(request).items()
}

/// Runs a judgement of a type name over a PutInventory.
fn each_put(request: Value<'_>, found: &mut Found<'_>, judge: fn(Value<'_>, &mut Found<'_>)) {
    items(request).filter_map(InventoryItem::type_name).for_each(|name| judge(name, found));
}

/// Runs a judgement of a type name over a ListInventoryEntries.
fn listed(request: Value<'_>, found: &mut Found<'_>, judge: fn(Value<'_>, &mut Found<'_>)) {
    ListInventoryEntriesRequest(request).type_name().into_iter().for_each(|name| judge(name, found));
}

const UNKNOWN_TYPE: RuleText = RuleText {
    name: "inventory/unknown-type",
    severity: Severity::Warning,
    summary: "a type in the name space `AWS` is not one of the types of the service",
    why: "only the service makes types in this name space, and it refuses those it does not have",
    basis: Basis::Assumption(
        "the types are those of the User Guide, \"Metadata collected by inventory\"; the answer follows from InvalidTypeNameException",
    ),
};

pub const PUT_UNKNOWN_TYPE: Rule =
    Rule { text: UNKNOWN_TYPE, run: |request, found| each_put(request, found, unknown_type) };

pub const LIST_UNKNOWN_TYPE: Rule =
    Rule { text: UNKNOWN_TYPE, run: |request, found| listed(request, found, unknown_type) };

fn unknown_type(value: Value<'_>, found: &mut Found<'_>) {
    let Some(name) = value.str().filter(|name| name.starts_with("AWS:") && known(name).is_none()) else { return };
    found.at(value, || {
        let draft =
            Draft::new(format!("{} is not a type of the service", shown(&name))).exception("InvalidTypeNameException");
        let own = name.strip_prefix("AWS:").unwrap_or_default();
        let known = names().filter_map(|name| name.strip_prefix("AWS:"));
        match nearest(own, known) {
            Some((meant, likeness)) => {
                let (meant, trust) =
                    (format!("AWS:{meant}"), if likeness == Likeness::Spelling { Trust::Safe } else { Trust::Check });
                draft.help(format!("did you mean `{meant}`?")).fix(
                    format!("write `{meant}`"),
                    trust,
                    value.span(),
                    quoted(&meant),
                )
            }
            None => draft.help("a type of your own begins with `Custom:`"),
        }
    });
}

const CUSTOM_TYPE_WITHOUT_A_NAME: RuleText = RuleText {
    name: "inventory/custom-type-without-a-name",
    severity: Severity::Warning,
    summary: "nothing stands behind `Custom:`",
    why: "the pattern lets it through, but a type without a name is hardly meant",
    basis: Basis::Documentation("User Guide, \"Working with custom inventory\": \"Custom:user_defined\""),
};

pub const PUT_CUSTOM_TYPE_WITHOUT_A_NAME: Rule = Rule {
    text: CUSTOM_TYPE_WITHOUT_A_NAME,
    run: |request, found| each_put(request, found, custom_type_without_a_name),
};

pub const LIST_CUSTOM_TYPE_WITHOUT_A_NAME: Rule =
    Rule { text: CUSTOM_TYPE_WITHOUT_A_NAME, run: |request, found| listed(request, found, custom_type_without_a_name) };

fn custom_type_without_a_name(value: Value<'_>, found: &mut Found<'_>) {
    if value.str().is_some_and(|name| name.strip_prefix("Custom:").is_some_and(|own| own.trim().is_empty())) {
        found.at(value, || {
            Draft::new("the custom type has no name").help("write a name behind `Custom:`, as in `Custom:RackInfo`")
        });
    }
}

const CUSTOM_NAME_WITHOUT_A_CAPITAL: RuleText = RuleText {
    name: "inventory/custom-name-without-a-capital",
    severity: Severity::Warning,
    summary: "the name of a custom type does not begin with a capital letter",
    why: "the User Guide asks for one and speaks of exceptions; the pattern of the model lets it through",
    basis: Basis::Documentation(
        "User Guide, \"Working with custom inventory\": \"Both Custom and the Data you specify must begin with a capital letter\"",
    ),
};

pub const PUT_CUSTOM_NAME_WITHOUT_A_CAPITAL: Rule = Rule {
    text: CUSTOM_NAME_WITHOUT_A_CAPITAL,
    run: |request, found| each_put(request, found, custom_name_without_a_capital),
};

pub const LIST_CUSTOM_NAME_WITHOUT_A_CAPITAL: Rule = Rule {
    text: CUSTOM_NAME_WITHOUT_A_CAPITAL,
    run: |request, found| listed(request, found, custom_name_without_a_capital),
};

fn custom_name_without_a_capital(value: Value<'_>, found: &mut Found<'_>) {
    let Some(name) = value.str() else { return };
    let Some(own) = name.strip_prefix("Custom:").filter(|own| !own.trim().is_empty()) else { return };
    // Letters of alphabets without capitals are as good.
    if own.chars().next().is_some_and(|first| first.is_alphabetic() && !first.is_lowercase()) {
        return;
    }
    found.at(value, || {
        let draft = Draft::new(format!("{} does not begin with a capital letter", shown(own)));
        let meant = format!("Custom:{}", capitalised(own));
        let draft = draft.help("begin the name behind `Custom:` with a capital letter");
        if meant == name {
            draft
        } else {
            draft.fix(format!("write `{meant}`"), Trust::Check, value.span(), quoted(&meant))
        }
    });
}

pub const OTHER_SCHEMA_VERSION: Rule = Rule {
    text: RuleText {
        name: "inventory/other-schema-version",
        severity: Severity::Warning,
        summary: "a type of the service is sent in another version than the documented one",
        why: "the service refuses versions that it does not support",
        basis: Basis::Documentation(
            "User Guide, \"Metadata collected by inventory\"; UnsupportedInventorySchemaVersionException: \"Inventory item type schema \
             version has to match supported versions in the service\"",
        ),
    },
    run: other_schema_version,
};

fn other_schema_version(request: Value<'_>, found: &mut Found<'_>) {
    // The agent sends a hash alone with any version, and the service takes it.
    for item in items(request).filter(|item| item.content().is_some()) {
        let (Some(name), Some(value)) = (text_of(item.type_name()), item.schema_version()) else { continue };
        let (Some(known), Some(version)) = (known(&name), value.str()) else { continue };
        if version == known.schema_version {
            continue;
        }
        found.at(value, || {
            Draft::new(format!("`{name}` is sent as version {version}, the documented one is {}", known.schema_version))
                .help(format!("write `{}`, or ask GetInventorySchema which versions there are", known.schema_version))
                .exception("UnsupportedInventorySchemaVersionException")
                .fix(
                    format!("write `{}`", known.schema_version),
                    Trust::Check,
                    value.span(),
                    quoted(known.schema_version),
                )
        });
    }
}

pub const REPEATED_TYPE: Rule = Rule {
    text: RuleText {
        name: "inventory/repeated-type",
        severity: Severity::Warning,
        summary: "two items of one call are of the same type",
        why: "an item takes the place of the last one of its type, so that one of the two is lost",
        basis: Basis::Assumption(
            "follows from API model, PutInventory: \"updates an inventory item, if it does exist\"; nothing states it for one call",
        ),
    },
    run: repeated_type,
};

fn repeated_type(request: Value<'_>, found: &mut Found<'_>) {
    let mut seen: BTreeMap<(String, String), Value<'_>> = BTreeMap::new();
    for item in items(request) {
        let (Some(value), Some(name)) = (item.type_name(), text_of(item.type_name())) else { continue };
        let sub_type =
            super::context::entry(item, "ComplianceType").and_then(|(_, value)| value.any_str()).unwrap_or_default();
        // A sub type that is missing is told by its own rule.
        if sub_type.is_empty() && known(&name).is_some_and(|known| known.has_context) {
            continue;
        }
        let key = (name.into_owned(), sub_type.into_owned());
        match seen.get(&key).copied() {
            Some(first) => found.at(value, || {
                Draft::new(format!("`{}` is sent twice in this call", key.0))
                    .help("put the entries of both into the `Content` of one item")
                    .related(first.path(), first.span(), "the first item of this type")
            }),
            None => {
                seen.insert(key, value);
            }
        }
    }
}

pub const TOO_MANY_CUSTOM_TYPES: Rule = Rule {
    text: RuleText {
        name: "inventory/too-many-custom-types",
        severity: Severity::Error,
        summary: "one call brings more custom types than an account can have",
        why: "the service refuses the whole call",
        basis: Basis::Documentation(
            "AWS General Reference, \"AWS Systems Manager endpoints and quotas\": custom inventory types per account",
        ),
    },
    run: too_many_custom_types,
};

fn too_many_custom_types(request: Value<'_>, found: &mut Found<'_>) {
    let limit = Quotas::default().custom_types as usize;
    let mut first: BTreeMap<String, Value<'_>> = BTreeMap::new();
    for value in items(request).filter_map(InventoryItem::type_name) {
        let Some(name) = value.str().filter(|name| name.starts_with("Custom:")) else { continue };
        first.entry(name.into_owned()).or_insert(value);
    }
    let count = first.len();
    let mut places: Vec<Value<'_>> = first.into_values().collect();
    sort_by(&mut places, |a, b| a.span().cmp(&b.span()));
    if let Some(passing) = places.get(limit) {
        found.at(*passing, || {
            Draft::new(format!("the call brings {count} custom types, an account can have {limit}"))
                .help("put what belongs together into one type, with an attribute that tells the kinds apart")
                .exception("CustomSchemaCountLimitExceededException")
        });
    }
}

pub const IMPOSSIBLE_CAPTURE_TIME: Rule = Rule {
    text: RuleText {
        name: "inventory/impossible-capture-time",
        severity: Severity::Warning,
        summary: "`CaptureTime` names a day that does not exist",
        why: "the pattern lets it through, but it is no time",
        basis: Basis::Assumption(
            "API model, InventoryItemCaptureTime: the pattern allows day 31 in every month; whether the service looks closer is not known",
        ),
    },
    run: impossible_capture_time,
};

fn impossible_capture_time(request: Value<'_>, found: &mut Found<'_>) {
    for value in items(request).filter_map(InventoryItem::capture_time) {
        let Some(text) = value.str().filter(|text| !is_real_date(text)) else { continue };
        found.at(value, || {
            Draft::new(format!("the day of {} does not exist", shown(&text)))
                .help("write the time at which the data was captured, in UTC")
        });
    }
}
