//! What can be set about the emulated service: which nodes there are, and its limits.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::{Map, Value};

use super::nodes::{Nodes, nodes_of};

/// The options that [`settings_of`] reads.
pub const NAMES: [&str; 6] = ["nodes", "quotas", "groups", "resourceGroups", "organizationalUnits", "changeFreeze"];

/// What belongs to each organizational unit: accounts, and units below it.
pub type Units = BTreeMap<String, Vec<String>>;

/// The limits that `quotas` may name.
pub const QUOTAS: [&str; 18] = [
    "itemBytes",
    "callBytes",
    "dayBytes",
    "inventoryItems",
    "customTypes",
    "customTypeBytes",
    "customTypeAttributes",
    "complianceItems",
    "complianceBytes",
    "complianceTypes",
    "documentBytes",
    "documents",
    "documentVersions",
    "retentionDays",
    "automations",
    "automationQueue",
    "rateAutomations",
    "rateAutomationQueue",
];

/// What was set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Which nodes are managed.
    pub nodes: Nodes,
    /// The limits.
    pub quotas: Quotas,
    /// Who belongs to which group of approvers.
    pub groups: BTreeMap<String, BTreeSet<String>>,
    /// The resources of each resource group.
    pub resource_groups: BTreeMap<String, Vec<String>>,
    /// The organization.
    pub units: Units,
    /// What holds changes back.
    pub freeze: FreezeSettings,
}

/// What Change Manager is set to, where no operation shows it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FreezeSettings {
    /// The calendars that hold changes back; all of the account where that is not said.
    pub calendars: Option<Vec<String>>,
    /// Who may let a change pass them, people and groups; anybody where that is not said.
    pub approvers: Option<Vec<String>>,
}

/// The limits of the service. Sizes are in bytes of UTF-8; 1 KB is taken as 1,024 bytes. Items of a call are bounded
/// by the model as well: a greater number than the model's changes nothing.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Quotas {
    /// The content of one inventory item: 1,024 KB (AWS General Reference, quotas).
    pub item_bytes: u64,
    /// The contents of one PutInventory: 1 MB for a node and call (AWS General Reference, quotas).
    pub call_bytes: u64,
    /// The contents that a node puts on one day, UTC: 5,000 KB (AWS General Reference, quotas).
    pub day_bytes: u64,
    /// The items of one PutInventory: 30 (API model).
    pub inventory_items: u64,
    /// Custom inventory types of the account: 20 (AWS General Reference, quotas).
    pub custom_types: u64,
    /// The definition of a custom inventory type: 200 KB (AWS General Reference, quotas).
    pub custom_type_bytes: u64,
    /// The attributes of a custom inventory type: 50 (AWS General Reference, quotas).
    pub custom_type_attributes: u64,
    /// The items of one PutComplianceItems: 10,000 (API model).
    pub compliance_items: u64,
    /// The items of one PutComplianceItems: 800 KB (a live answer, issue dev-sec/cis-dil-benchmark 121).
    pub compliance_bytes: u64,
    /// Custom compliance types of a node: 10 (User Guide, "Working with Compliance").
    pub compliance_types: u64,
    /// The content of a document: 64 KB (AWS General Reference, quotas).
    pub document_bytes: u64,
    /// Documents of the account: 500 (AWS General Reference, quotas).
    pub documents: u64,
    /// Versions of a document: 1,000 (AWS General Reference, quotas).
    pub document_versions: u64,
    /// Days for which a report is kept after its last update: 30 (AWS General Reference, quotas).
    pub retention_days: u64,
    /// Executions that run at the same time: 100 (AWS General Reference, quotas).
    pub automations: u64,
    /// Executions that wait for a place: 5,000 (AWS General Reference, quotas, which also lists 1,000).
    pub automation_queue: u64,
    /// Executions over targets that run at the same time: 25 (AWS General Reference, quotas).
    pub rate_automations: u64,
    /// Those that wait for a place: 1,000 (AWS General Reference, quotas).
    pub rate_automation_queue: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Quotas {
            item_bytes: 1_024 << 10,
            call_bytes: 1 << 20,
            day_bytes: 5_000 << 10,
            inventory_items: 30,
            custom_types: 20,
            custom_type_bytes: 200 << 10,
            custom_type_attributes: 50,
            compliance_items: 10_000,
            compliance_bytes: 800 << 10,
            compliance_types: 10,
            document_bytes: 64 << 10,
            documents: 500,
            document_versions: 1_000,
            retention_days: 30,
            automations: 100,
            automation_queue: 5_000,
            rate_automations: 25,
            rate_automation_queue: 1_000,
        }
    }
}

/// Reads the options that belong to this service.
pub fn settings_of(options: &Map<String, Value>) -> Result<Settings, String> {
    let nodes = options.get("nodes").map_or(Ok(Nodes::Any), nodes_of)?;
    let quotas = match options.get("quotas") {
        None => Quotas::default(),
        // Read as it stands, a list would be taken for the limits in their order.
        Some(given) if !given.is_object() => return Err("the option `quotas` has to be an object of limits".into()),
        Some(given) => {
            serde_json::from_value(given.clone()).map_err(|error| format!("the option `quotas`: {error}"))?
        }
    };
    let groups = match options.get("groups") {
        None => BTreeMap::new(),
        Some(given) => serde_json::from_value(given.clone())
            .map_err(|_| "the option `groups` is a map from names of groups to lists of principals".to_string())?,
    };
    let lists = |name: &str, what: &str| match options.get(name) {
        None => Ok(BTreeMap::new()),
        Some(given) => {
            serde_json::from_value(given.clone()).map_err(|_| format!("the option `{name}` is a map from {what}"))
        }
    };
    let resource_groups = lists("resourceGroups", "names of resource groups to lists of resources")?;
    let units = lists("organizationalUnits", "ids of organizational units to lists of accounts and units")?;
    let freeze = match options.get("changeFreeze").filter(|given| !given.is_null()) {
        None => FreezeSettings::default(),
        Some(given) if given.is_object() => {
            serde_json::from_value(given.clone()).map_err(|error| format!("the option `changeFreeze`: {error}"))?
        }
        Some(_) => return Err("the option `changeFreeze` is an object with `calendars` and `approvers`".into()),
    };
    Ok(Settings { nodes, quotas, groups, resource_groups, units, freeze })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_can_be_named() {
        let given = |name: &str| -> Map<String, Value> {
            let quotas = serde_json::json!({ "quotas": { name: 1 } });
            quotas.as_object().cloned().unwrap_or_default()
        };
        assert!(QUOTAS.iter().all(|name| settings_of(&given(name)).is_ok()));
        let told = settings_of(&given("nothing")).unwrap_err();
        assert_eq!(told.matches('`').count(), 2 * (QUOTAS.len() + 2), "{told}");
    }
}
