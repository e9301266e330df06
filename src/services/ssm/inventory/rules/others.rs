//! Schemas, deletions and the list of nodes.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Rule, Severity};
use crate::services::reading::{did_you_mean, shown};
use crate::text::nearest::nearest;

use super::super::types::names;
use super::super::view::{DeleteInventoryRequest, DescribeInstanceInformationRequest, GetInventorySchemaRequest};

pub const SCHEMA_OF_AN_UNKNOWN_TYPE: Rule = Rule::new(
    "inventory/schema-of-an-unknown-type",
    Severity::Warning,
    "no type of the vendor's begins as the one that is asked for",
    "the list comes back empty, or the name is refused",
    Basis::Documentation("User Guide, \"Metadata collected by inventory\""),
    |request, found| {
        let Some(value) = GetInventorySchemaRequest(request).type_name() else { return };
        let Some(text) = value.str().filter(|text| !text.is_empty() && !text.starts_with("Custom:")) else { return };
        if names().any(|name| name.starts_with(&*text)) || "Custom:".starts_with(&*text) {
            return;
        }
        found.at(value, || {
            let draft = Draft::new(format!("there is no type {}", shown(&text))).exception("InvalidTypeNameException");
            match nearest(&text, names()) {
                Some((meant, _)) => did_you_mean(draft, value, meant),
                None => draft.help("leave it out to list all types"),
            }
        });
    },
);

pub const DELETION_OF_A_TYPE_OF_THE_VENDOR: Rule = Rule::new(
    "inventory/deletion-of-a-type-of-the-vendor",
    Severity::Error,
    "a type to delete is not a custom one",
    "types of your own can be deleted, and no others",
    Basis::Documentation("API model, DeleteInventory: custom inventory types"),
    |request, found| {
        let Some(value) = DeleteInventoryRequest(request).type_name() else { return };
        if value.str().is_some_and(|name| name.starts_with("AWS:")) {
            found.at(value, || {
                Draft::new(format!("{} is a type of the vendor's", shown(&value.str().unwrap_or_default())))
                    .help("its data goes by itself, 30 days after the last report; name a type that begins with `Custom:`")
                    .exception("InvalidTypeNameException")
            });
        }
    },
);

pub const DELETION_OF_A_SCHEMA: Rule = Rule::new(
    "inventory/deletion-of-a-schema",
    Severity::Info,
    "not the data alone, but the type itself is deleted or disabled",
    "what nodes report later under the same version is passed over, or makes the type anew",
    Basis::Documentation("API model, DeleteInventory, SchemaDeleteOption; User Guide, \"Deleting custom inventory\""),
    |request, found| {
        let request = DeleteInventoryRequest(request);
        let Some(option) = request.schema_delete_option() else { return };
        if request.dry_run().and_then(Value::boolean) == Some(true) {
            return;
        }
        let says = match option.str().as_deref() {
            Some("DisableSchema") => "data of this version and of those before it is passed over from now on",
            Some("DeleteSchema") => "the type is gone with all its data, and the next report makes it anew",
            _ => return,
        };
        found.at(option, || {
            Draft::new(says).help("try it with `DryRun` first; without the option the data alone is deleted")
        });
    },
);

pub const TWO_KINDS_OF_FILTERS: Rule = Rule::new(
    "inventory/two-kinds-of-filters",
    Severity::Warning,
    "`Filters` and `InstanceInformationFilterList` are both given",
    "they are the newer and the older form of the same, and what both together mean is stated nowhere",
    Basis::Assumption("the model has both, and every example one of them"),
    |request, found| {
        let request = DescribeInstanceInformationRequest(request);
        let older = request.instance_information_filter_list().next();
        if let (Some(older), Some(_)) = (older, request.filters().next()) {
            found.at(older.0, || {
                Draft::new("`InstanceInformationFilterList` stands beside `Filters`")
                    .help("put all filters into `Filters`")
                    .exception("InvalidFilterKey")
            });
        }
    },
);

/// Keys with the words that stand behind them; others take any text.
pub const NODE_KEYS: [(&str, &[&str]); 11] = [
    ("InstanceIds", &[]),
    ("AgentVersion", &[]),
    ("PingStatus", &["Online", "ConnectionLost", "Inactive"]),
    ("PlatformTypes", &["Windows", "Linux", "MacOS"]),
    ("ActivationIds", &[]),
    ("IamRole", &[]),
    ("ResourceType", &["ManagedInstance", "EC2Instance"]),
    ("AssociationStatus", &[]),
    ("SourceIds", &[]),
    ("SourceTypes", &[]),
    ("tag-key", &[]),
];

fn filters(request: Value<'_>) -> Vec<(Value<'_>, Option<Value<'_>>)> {
    let request = DescribeInstanceInformationRequest(request);
    let older =
        request.instance_information_filter_list().filter_map(|filter| Some((filter.key()?, filter.value_set())));
    older.chain(request.filters().filter_map(|filter| Some((filter.key()?, filter.values())))).collect()
}

pub const UNKNOWN_NODE_FILTER: Rule = Rule::new(
    "inventory/unknown-node-filter",
    Severity::Warning,
    "a filter of the list of nodes has a key that is in none of the vendor's lists",
    "the service refuses a filter that it does not know",
    Basis::Assumption("the keys of the older filters, and those that examples have; no full list is published"),
    |request, found| {
        for (key, _) in filters(request) {
            let Some(name) = key.str() else { continue };
            if name.starts_with("tag:") || NODE_KEYS.iter().any(|(known, _)| *known == name) {
                continue;
            }
            found.at(key, || {
                let draft =
                    Draft::new(format!("{} is not a known filter key", shown(&name))).exception("InvalidFilterKey");
                match nearest(&name, NODE_KEYS.iter().map(|(known, _)| *known)) {
                    Some((meant, _)) => did_you_mean(draft, key, meant),
                    None => draft.help(
                        "known keys are `InstanceIds`, `PingStatus`, `PlatformTypes`, `tag:` with a name, and others",
                    ),
                }
            });
        }
    },
);

pub const NODE_FILTER_VALUE_THAT_NOTHING_HAS: Rule = Rule::new(
    "inventory/node-filter-value-that-nothing-has",
    Severity::Warning,
    "a filter of the list of nodes asks for a value that no node has",
    "the list comes back empty, or the value is refused",
    Basis::Documentation("API model: the values of PingStatus, PlatformType and ResourceType"),
    |request, found| {
        for (key, values) in filters(request) {
            let Some((_, words)) = NODE_KEYS.iter().find(|(known, _)| key.str().as_deref() == Some(*known)) else {
                continue;
            };
            for value in values.into_iter().flat_map(Value::elements) {
                let Some(text) = value.str().filter(|text| !words.is_empty() && !words.contains(&&**text)) else {
                    continue;
                };
                found.at(value, || {
                    let draft = Draft::new(format!("{} is not a value of this key", shown(&text)))
                        .exception("InvalidInstanceInformationFilterValue");
                    match nearest(&text, words.iter().copied()) {
                        Some((meant, _)) => did_you_mean(draft, value, meant),
                        None => draft.help(format!("the values are {}", words.join(", "))),
                    }
                });
            }
        }
    },
);
