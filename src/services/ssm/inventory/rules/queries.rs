//! Queries over all nodes: what filters and aggregators may name.

use std::borrow::Cow;

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::reading::{is_absent, shown, text_of};
use crate::text::nearest::nearest;
use crate::text::string::quoted;

use super::super::types::{aggregatable, known, names};
use super::super::view::{GetInventoryRequest, InventoryAggregator, InventoryFilter, InventoryGroup};

/// Every aggregator, those within others too.
fn aggregators(request: Value<'_>) -> Vec<InventoryAggregator<'_>> {
    let mut all: Vec<InventoryAggregator<'_>> = GetInventoryRequest(request).aggregators().collect();
    let mut next = 0;
    while let Some(aggregator) = all.get(next).copied() {
        all.extend(aggregator.aggregators());
        next += 1;
    }
    all
}

fn groups(request: Value<'_>) -> impl Iterator<Item = InventoryGroup<'_>> {
    aggregators(request).into_iter().flat_map(|aggregator| aggregator.groups())
}

/// What names an attribute of a type: the keys of filters, but for those that ask whether a type is there, and the
/// expressions of aggregators.
fn attributes(request: Value<'_>) -> Vec<(Value<'_>, Cow<'_, str>)> {
    let inner = groups(request).flat_map(|group| group.filters());
    let keys = GetInventoryRequest(request).filters().chain(inner).filter(|filter| !is_exists(*filter));
    let expressions = aggregators(request).into_iter().filter_map(InventoryAggregator::expression);
    let all = keys.filter_map(InventoryFilter::key).chain(expressions);
    all.filter_map(|value| Some((value, value.str()?))).collect()
}

fn is_exists(filter: InventoryFilter<'_>) -> bool {
    text_of(filter.type_()).as_deref() == Some("Exists")
}

const FORM: Basis = Basis::Documentation("API model and CLI examples of GetInventory: `<type>.<attribute>`");

pub const ATTRIBUTE_WITHOUT_A_TYPE: Rule = Rule::new(
    "inventory/attribute-without-a-type",
    Severity::Warning,
    "a filter or an aggregator names an attribute without its type",
    "over all nodes an attribute is named as `<type>.<attribute>`, and a bare one is not known",
    FORM,
    |request, found| {
        for (value, text) in attributes(request) {
            if text.contains(':') && text.contains('.') {
                continue;
            }
            found.at(value, || {
                let draft = Draft::new(format!("{} names no type", shown(&text))).exception("InvalidFilter");
                let node = known("AWS:InstanceInformation").into_iter().flat_map(|known| known.attributes());
                match nearest(&text, node) {
                    Some((meant, _)) => {
                        let meant = format!("AWS:InstanceInformation.{meant}");
                        draft.help(format!("write the type in front, such as `{meant}`")).fix(
                            format!("write `{meant}`"),
                            Trust::Check,
                            value.span(),
                            quoted(&meant),
                        )
                    }
                    None => draft.help(
                        "write the type and a full stop in front, such as `AWS:InstanceInformation.PlatformType`",
                    ),
                }
            });
        }
    },
);

pub const QUERY_OF_AN_UNKNOWN_ATTRIBUTE: Rule = Rule::new(
    "inventory/query-of-an-unknown-attribute",
    Severity::Warning,
    "a filter or an aggregator names a type or an attribute of the vendor's that does not exist",
    "no node has it, so that nothing is found",
    Basis::Documentation("User Guide, \"Metadata collected by inventory\""),
    |request, found| {
        for (value, text) in attributes(request) {
            let Some((type_name, attribute)) = text.split_once('.').filter(|(of, _)| of.starts_with("AWS:")) else {
                continue;
            };
            match known(type_name) {
                None => tell_unknown(value, type_name, names(), &format!(".{attribute}"), found),
                Some(known) if !known.has_context && known.attributes().all(|known| known != attribute) => {
                    tell_unknown(value, attribute, known.attributes(), "", found);
                }
                Some(_) => {}
            }
        }
        let asked = groups(request).flat_map(|group| group.filters()).filter(|filter| is_exists(*filter));
        for value in asked.filter_map(InventoryFilter::values).flat_map(Value::elements) {
            let Some(name) = value.str().filter(|name| name.starts_with("AWS:") && known(name).is_none()) else {
                continue;
            };
            tell_unknown(value, &name, names(), "", found);
        }
    },
);

fn tell_unknown<'n>(
    value: Value<'_>,
    name: &str,
    all: impl Iterator<Item = &'n str>,
    behind: &str,
    found: &mut Found<'_>,
) {
    let near = nearest(name, all).map(|(near, _)| near);
    found.at(value, || {
        let draft = Draft::new(format!("{} is not known", shown(name))).exception("InvalidFilter");
        let Some(near) = near else { return draft.help("GetInventorySchema lists the types and their attributes") };
        let text = value.str().unwrap_or_default();
        let front = if behind.is_empty() { text.strip_suffix(name).unwrap_or_default() } else { "" };
        let meant = [front, near, behind].concat();
        draft.help(format!("did you mean `{near}`?")).fix(
            format!("write `{meant}`"),
            Trust::Check,
            value.span(),
            quoted(&meant),
        )
    });
}

pub const EXISTS_OUTSIDE_A_GROUP: Rule = Rule::new(
    "inventory/exists-outside-a-group",
    Severity::Warning,
    "a filter of the type `Exists` stands elsewhere than in a group, or asks for something else than a type",
    "it splits the nodes of an aggregator into those that have a type and those that have not, and does nothing else",
    Basis::Documentation("User Guide, \"Aggregating inventory data\": groups, with `TypeName` as key"),
    |request, found| {
        for filter in GetInventoryRequest(request).filters().filter(|filter| is_exists(*filter)) {
            let Some(place) = filter.type_() else { continue };
            found.at(place, || {
                Draft::new("`Exists` does not stand outside of a group of an aggregator")
                    .help("put it into `Aggregators`, in a group, with `TypeName` as key")
                    .exception("InvalidFilter")
            });
        }
        for filter in groups(request).flat_map(|group| group.filters()).filter(|filter| is_exists(*filter)) {
            let Some(key) = filter.key().filter(|key| key.str().is_some_and(|key| key != "TypeName")) else { continue };
            found.at(key, || {
                Draft::new(format!("`Exists` asks for types, not for {}", shown(&key.str().unwrap_or_default())))
                    .help("write `TypeName` as key, and names of types as values")
                    .exception("InvalidFilter")
                    .fix("write `TypeName`", Trust::Check, key.span(), quoted("TypeName"))
            });
        }
    },
);

/// The types that GetInventory gives back.
pub const RESULT_TYPES: [&str; 2] = ["AWS:InstanceInformation", "AWS:PatchSummary"];

pub const UNSUPPORTED_RESULT_TYPE: Rule = Rule::new(
    "inventory/unsupported-result-type",
    Severity::Error,
    "a result type is neither `AWS:InstanceInformation` nor `AWS:PatchSummary`",
    "the service gives back these two alone; others are read node by node with ListInventoryEntries",
    Basis::Observation(
        "issue aws/aws-sdk 640: \"Supported type names are: AWS:InstanceInformation, AWS:PatchSummary\"",
    ),
    |request, found| {
        for value in GetInventoryRequest(request).result_attributes().filter_map(|result| result.type_name()) {
            let Some(name) = value.str().filter(|name| !RESULT_TYPES.contains(&&**name)) else { continue };
            found.at(value, || {
                let draft = Draft::new(format!("{} is not given back here", shown(&name)))
                    .help("take one of the two, or read the entries of each node with ListInventoryEntries")
                    .exception("InvalidResultAttributeException");
                match nearest(&name, RESULT_TYPES) {
                    Some((meant, _)) => {
                        draft.fix(format!("write `{meant}`"), Trust::Check, value.span(), quoted(meant))
                    }
                    None => draft,
                }
            });
        }
    },
);

pub const AGGREGATOR_OF_NOTHING: Rule = Rule::new(
    "inventory/aggregator-of-nothing",
    Severity::Warning,
    "an aggregator has neither an expression nor groups",
    "it says nothing to count by",
    Basis::Assumption("the model requires neither; the documentation always shows one of them"),
    |request, found| {
        let members = InventoryAggregator::MEMBERS;
        for aggregator in aggregators(request) {
            if is_absent(aggregator.0, members, "Expression") && is_absent(aggregator.0, members, "Groups") {
                found.missing(aggregator.0, "Expression", || {
                    Draft::new("the aggregator counts by nothing")
                        .help("add `Expression`, such as `AWS:InstanceInformation.PlatformType`")
                        .exception("InvalidAggregatorException")
                });
            }
        }
    },
);

pub const REPEATED_GROUP: Rule = Rule::new(
    "inventory/repeated-group",
    Severity::Warning,
    "two groups of an aggregator have the same name",
    "the answer is keyed by the names of groups, so that one hides the other",
    Basis::Documentation("User Guide, \"Aggregating inventory data\": the sample answers"),
    |request, found| {
        for aggregator in aggregators(request) {
            let names: Vec<Value<'_>> = aggregator.groups().filter_map(|group| group.name()).collect();
            for (i, name) in names.iter().enumerate() {
                let Some(first) = names.iter().take(i).find(|first| first.str().is_some() && first.str() == name.str())
                else {
                    continue;
                };
                found.at(*name, || {
                    Draft::new(format!("the group {} is there twice", shown(&name.str().unwrap_or_default())))
                        .help("give each group its own name")
                        .exception("InvalidInventoryGroupException")
                        .related(first.path(), first.span(), "the first group of this name")
                });
            }
        }
    },
);

pub const ATTRIBUTE_THAT_CANNOT_BE_COUNTED_BY: Rule = Rule::new(
    "inventory/attribute-that-cannot-be-counted-by",
    Severity::Warning,
    "an aggregator counts by an attribute that is not among those which can be aggregated",
    "some attributes alone can be counted by; GetInventorySchema lists them with `Aggregator`",
    Basis::Documentation("User Guide, \"Aggregating inventory data\": a sample that may not be complete"),
    |request, found| {
        for value in aggregators(request).into_iter().filter_map(InventoryAggregator::expression) {
            let Some(text) = value.str() else { continue };
            let Some((type_name, attribute)) = text.split_once('.') else { continue };
            let is_known = known(type_name).is_some_and(|known| known.attributes().any(|known| known == attribute));
            let can = aggregatable(type_name).is_some_and(|mut all| all.any(|known| known == attribute));
            if is_known && !can {
                found.at(value, || {
                    Draft::new(format!("{} is not among the attributes that can be counted by", shown(&text)))
                        .help(match aggregatable(type_name) {
                            Some(all) => format!("those of the type are {}", all.collect::<Vec<_>>().join(", ")),
                            None => "the type has none; take another type".into(),
                        })
                        .exception("InvalidAggregatorException")
                });
            }
        }
    },
);
