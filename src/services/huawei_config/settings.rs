//! What can be set about the emulated service: which resources there are, how strictly results are looked at, its limits.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::resources::Resources;

/// The options that [`settings_of`] reads.
pub const NAMES: [&str; 3] = ["resources", "evaluationHash", "quotas"];
/// The limits that `quotas` may name.
pub const QUOTAS: [&str; 1] = ["policyAssignments"];

/// What was set.
#[derive(Clone, Debug, Default)]
pub struct Settings {
    /// The resources at the start.
    pub resources: Resources,
    /// Whether a result is taken with any hash, not only with one that was handed out for its rule and time.
    pub any_hash: bool,
    /// The limits.
    pub quotas: Quotas,
}

/// The limits of the service.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
pub struct Quotas {
    /// Rules of an account: 500 (User Guide, constraints of rules).
    pub policy_assignments: u64,
}

impl Default for Quotas {
    fn default() -> Self {
        Quotas { policy_assignments: 500 }
    }
}

/// Reads the options that belong to this service.
pub fn settings_of(options: &Map<String, Value>) -> Result<Settings, String> {
    let resources = options.get("resources").map_or_else(|| Ok(Resources::default()), Resources::of)?;
    let any_hash = match options.get("evaluationHash").map(Value::as_str) {
        None | Some(Some("issued")) => false,
        Some(Some("any")) => true,
        Some(_) => return Err("the option `evaluationHash` is `issued` or `any`".into()),
    };
    let quotas = match options.get("quotas") {
        None => Quotas::default(),
        Some(given) if !given.is_object() => return Err("the option `quotas` has to be an object of limits".into()),
        Some(given) => {
            serde_json::from_value(given.clone()).map_err(|error| format!("the option `quotas`: {error}"))?
        }
    };
    Ok(Settings { resources, any_hash, quotas })
}
