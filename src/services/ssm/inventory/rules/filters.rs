//! The filters of the inventory lists.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::{shown, text_of};
use crate::text::nearest::nearest;
use crate::text::string::quoted;

use super::super::types::known;
use super::super::view::{InventoryFilter, ListInventoryEntriesRequest};

fn filters(request: Value<'_>) -> impl Iterator<Item = InventoryFilter<'_>> {
    ListInventoryEntriesRequest(request).filters()
}

pub const FILTER_OF_ANOTHER_TYPE: Rule = Rule {
    text: RuleText {
        name: "inventory/filter-of-another-type",
        severity: Severity::Warning,
        summary: "a filter names an attribute of another type than the one listed",
        why: "the entries that are listed do not have it",
        basis: Basis::Assumption(
            "the model's examples name attributes with their type; what the service makes of another type's is stated nowhere",
        ),
    },
    run: filter_of_another_type,
};

fn filter_of_another_type(request: Value<'_>, found: &mut Found<'_>) {
    let Some(listed) = ListInventoryEntriesRequest(request).type_name() else { return };
    let Some(type_name) = listed.str() else { return };
    for key in filters(request).filter_map(InventoryFilter::key) {
        let Some(text) = key.str() else { continue };
        let Some((of, attribute)) = text.rsplit_once('.').filter(|(of, _)| *of != type_name) else { continue };
        found.at(key, || {
            let draft =
                Draft::new(format!("{} is an attribute of another type than {}", shown(&text), shown(&type_name)))
                    .help(format!("name an attribute of {}, with or without the type in front", shown(&type_name)))
                    .exception("InvalidFilter")
                    .related(listed.path(), listed.span(), "the type that is listed");
            let has_it = known(&type_name).is_some_and(|known| known.attributes().any(|known| known == attribute));
            if has_it && !of.is_empty() {
                draft.fix(format!("write `{attribute}`"), Trust::Check, key.span(), quoted(attribute))
            } else {
                draft
            }
        });
    }
}

pub const FILTER_BY_UNKNOWN_ATTRIBUTE: Rule = Rule {
    text: RuleText {
        name: "inventory/filter-by-unknown-attribute",
        severity: Severity::Warning,
        summary: "a filter names an attribute that the listed type does not have",
        why: "no entry has it, so that the filter holds for none or for all",
        basis: Basis::Documentation("User Guide, \"Metadata collected by inventory\""),
    },
    run: filter_by_unknown_attribute,
};

fn filter_by_unknown_attribute(request: Value<'_>, found: &mut Found<'_>) {
    let Some(type_name) = text_of(ListInventoryEntriesRequest(request).type_name()) else { return };
    // Compliance items carry details of any name.
    let Some(known) = known(&type_name).filter(|known| !known.has_context) else { return };
    for key in filters(request).filter_map(InventoryFilter::key) {
        let Some(text) = key.str() else { continue };
        let (front, attribute) = match text.rsplit_once('.') {
            Some((of, attribute)) if of == type_name => (format!("{of}."), attribute),
            Some(_) => continue,
            None => (String::new(), &*text),
        };
        if known.attributes().any(|known| known == attribute) {
            continue;
        }
        found.at(key, || {
            let draft = Draft::new(format!("{} is not an attribute of `{type_name}`", shown(attribute)));
            match nearest(attribute, known.attributes()) {
                Some((meant, _)) => {
                    let meant = format!("{front}{meant}");
                    draft.help(format!("did you mean `{meant}`?")).fix(
                        format!("write `{meant}`"),
                        Trust::Check,
                        key.span(),
                        quoted(&meant),
                    )
                }
                None => {
                    let all: Vec<String> = known.attributes().map(|known| format!("`{known}`")).collect();
                    draft.help(format!("the attributes are {}", all.join(", ")))
                }
            }
        });
    }
}

pub const EXISTS_WITHOUT_AGGREGATOR: Rule = Rule {
    text: RuleText {
        name: "inventory/exists-without-aggregator",
        severity: Severity::Warning,
        summary: "a filter of the type `Exists` stands in a list of entries",
        why: "the operator is for aggregations, which this operation does not make",
        basis: Basis::Documentation(
            "API model, InventoryFilter, Type: \"The Exists filter must be used with aggregators\"",
        ),
    },
    run: |request, found| {
        for operator in
            filters(request).filter_map(InventoryFilter::type_).filter(|value| value.str().as_deref() == Some("Exists"))
        {
            found.at(operator, || {
                Draft::new("`Exists` is for GetInventory with aggregators")
                    .help("compare with a value, by `Equal` or `NotEqual`")
            });
        }
    },
};
