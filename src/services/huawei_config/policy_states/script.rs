//! Scripts: what rules find whose policies come with the service, as whoever tries them wants it.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::services::huawei_config::policy_assignments::rule::Rule;
use crate::services::huawei_config::resources::Resource;
use crate::text::nearest::nearest;

use super::results::word;

/// The members of an entry.
pub const MEMBERS: [&str; 4] = ["rule", "policy", "resource", "complianceState"];

/// An entry: what it is about, and the result. A later one wins over an earlier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Entry {
    /// The name or id of the rule; any where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rule: Option<String>,
    /// The name or id of the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    /// The name or id of the resource.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    resource: Option<String>,
    /// The result.
    compliance_state: String,
}

impl Entry {
    /// Reads an entry; what cannot be read is told in a sentence.
    pub fn of(given: &Value) -> Result<Entry, String> {
        let mut members = given.as_object().into_iter().flatten();
        if let Some((name, _)) = members.find(|(name, _)| !MEMBERS.contains(&name.as_str())) {
            let hint = nearest(name, MEMBERS).map(|(near, _)| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("an entry of a script has no `{name}`{hint}"));
        }
        let text = |name: &str| match given.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(format!("the `{name}` of an entry of a script has to be a text")),
        };
        let state = text("complianceState")?.filter(|state| [true, false].map(word).contains(&state.as_str()));
        Ok(Entry {
            rule: text("rule")?,
            policy: text("policy")?,
            resource: text("resource")?,
            compliance_state: state
                .ok_or("the `complianceState` of an entry of a script is Compliant or NonCompliant")?,
        })
    }

    /// The entry, as it is shown.
    pub fn to_json(&self) -> Value {
        serde_json::to_value(self).unwrap_or_default()
    }

    fn is_about(&self, rule: &Rule, resource: &Resource) -> bool {
        let is = |wanted: &Option<String>, names: [Option<&str>; 2]| {
            wanted.as_deref().is_none_or(|wanted| names.contains(&Some(wanted)))
        };
        let definition = rule.content.definition();
        is(&self.rule, [Some(&rule.id), Some(&rule.content.name)])
            && is(&self.policy, [definition.map(|of| of.id()), definition.map(|of| of.name())])
            && is(&self.resource, [Some(resource.id()), resource.text("name")])
    }
}

/// Whether a resource complies with a rule: it does where no entry is about them.
pub fn complies(entries: &[Entry], rule: &Rule, resource: &Resource) -> bool {
    let entry = entries.iter().rev().find(|entry| entry.is_about(rule, resource));
    entry.is_none_or(|entry| entry.compliance_state == word(true))
}
