//! What can be set about the emulated service: which nodes there are, and its limits.

use serde::Deserialize;
use serde_json::{Map, Value};

/// The options that [`settings_of`] reads.
pub const NAMES: [&str; 2] = ["nodes", "quotas"];

/// What was set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// Which nodes are managed.
    pub nodes: Nodes,
    /// The limits.
    pub quotas: Quotas,
}

/// Which nodes are managed nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Nodes {
    /// Any id of the right form.
    #[default]
    Any,
    /// These alone.
    Only(Vec<String>),
}

/// The limits of the service. Sizes are in bytes of UTF-8; 1 KB is taken as 1,024 bytes.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Quotas {
    /// The content of one inventory item: 1,024 KB (AWS General Reference, quotas).
    pub item_bytes: u64,
    /// The contents of one PutInventory: 1 MB for a node and call (AWS General Reference, quotas).
    pub call_bytes: u64,
    /// The contents that a node puts on one day, UTC: 5,000 KB (AWS General Reference, quotas).
    pub day_bytes: u64,
    /// Custom inventory types of the account: 20 (AWS General Reference, quotas).
    pub custom_types: u64,
    /// The items of one PutComplianceItems: 800 KB (a live answer, issue dev-sec/cis-dil-benchmark 121).
    pub compliance_bytes: u64,
    /// Custom compliance types of a node: 10 (User Guide, "Working with Compliance").
    pub compliance_types: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Quotas {
            item_bytes: 1_024 << 10,
            call_bytes: 1 << 20,
            day_bytes: 5_000 << 10,
            custom_types: 20,
            compliance_bytes: 800 << 10,
            compliance_types: 10,
        }
    }
}

/// Reads the options that belong to this service.
pub fn settings_of(options: &Map<String, Value>) -> Result<Settings, String> {
    let nodes = match options.get("nodes") {
        None => Nodes::Any,
        Some(Value::String(any)) if any == "any" => Nodes::Any,
        Some(list) => {
            let ids: Vec<String> = serde_json::from_value(list.clone())
                .map_err(|_| "the option `nodes` has to be \"any\" or a list of node ids".to_string())?;
            if let Some(wrong) = ids.iter().find(|id| !is_node_id(id)) {
                return Err(format!(
                    "the option `nodes`: `{wrong}` is no node id: `i-` and 8 or 17 word characters, or `mi-` and 17"
                ));
            }
            Nodes::Only(ids)
        }
    };
    let quotas = match options.get("quotas") {
        None => Quotas::default(),
        Some(given) => {
            serde_json::from_value(given.clone()).map_err(|error| format!("the option `quotas`: {error}"))?
        }
    };
    Ok(Settings { nodes, quotas })
}

impl Nodes {
    /// Whether an id is that of a managed node.
    pub fn has(&self, id: &str) -> bool {
        match self {
            Nodes::Any => is_node_id(id),
            Nodes::Only(ids) => ids.iter().any(|known| known == id),
        }
    }
}

/// Whether an id has the form of the model's InstanceId: `(^i-(\w{8}|\w{17})$)|(^mi-\w{17}$)`.
pub fn is_node_id(id: &str) -> bool {
    let is_word = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match (id.strip_prefix("i-"), id.strip_prefix("mi-")) {
        (Some(rest), _) => matches!(rest.len(), 8 | 17) && is_word(rest),
        (_, Some(rest)) => rest.len() == 17 && is_word(rest),
        _ => false,
    }
}
