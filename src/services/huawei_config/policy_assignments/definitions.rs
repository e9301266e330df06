//! The policies that are here from the start. Three have names and ids of documented ones, all are written by us and say so
//! in their descriptions: what a rule with one of them finds is what a script says.

use std::sync::OnceLock;

use serde_json::Value;

use crate::services::huawei_config::resources::Resource;

/// A policy.
#[derive(Debug)]
pub struct Definition(Value);

/// The policies.
pub fn definitions() -> &'static [Definition] {
    static DEFINITIONS: OnceLock<Vec<Definition>> = OnceLock::new();
    DEFINITIONS.get_or_init(|| {
        let list: Vec<Value> = serde_json::from_str(include_str!("definitions.json")).unwrap_or_default();
        list.into_iter().map(Definition).collect()
    })
}

/// A policy by its id.
pub fn definition(id: &str) -> Option<&'static Definition> {
    definitions().iter().find(|definition| definition.id() == id)
}

impl Definition {
    fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.text("id")
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.text("name")
    }

    /// Whether it looks at the account from time to time, not at resources.
    pub fn is_periodic(&self) -> bool {
        self.text("trigger_type") == "period"
    }

    /// Whether it is about a resource, where its rule does not say which are meant.
    pub fn is_about(&self, resource: &Resource) -> bool {
        let types = self.0.get("default_resource_types").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let is = |kind: &Value| {
            ["provider", "type"].iter().all(|name| kind.get(name).and_then(Value::as_str) == resource.text(name))
        };
        types.is_empty() || types.iter().any(is)
    }

    /// The policy as answers show it.
    pub fn to_json(&self) -> String {
        self.0.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_policy_says_that_it_stands_in() {
        assert_eq!(definitions().len(), 5);
        for definition in definitions() {
            assert!(definition.text("display_name").ends_with("(stand-in)"), "{}", definition.name());
            assert_eq!(definition.id().len(), 24, "{}", definition.name());
        }
    }
}
