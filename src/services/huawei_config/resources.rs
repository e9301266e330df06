//! What there is in the accounts, as rules see it: records in the form that events carry. They come from an option, and
//! change from the outside; no operation of the service makes one.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::text::nearest::nearest;

/// The members of a record, in the order of the documented event.
pub const MEMBERS: [&str; 12] = [
    "id",
    "name",
    "provider",
    "type",
    "tags",
    "created",
    "updated",
    "properties",
    "ep_id",
    "project_id",
    "region_id",
    "provisioning_state",
];

/// The member that says whose a resource is; it is no part of the record.
const OWNER: &str = "domain_id";

/// A resource: its record, with every member, null where nothing is known.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Resource(Map<String, Value>);

/// The resources, by account and id; those of the account without a name are in every account.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Resources(BTreeMap<String, BTreeMap<String, Resource>>);

/// A resource that came or went, and whose it is; everybody's where no account is named.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The account.
    pub owner: String,
    /// The resource, as it is from now on or was.
    pub resource: Resource,
    /// Whether it is gone.
    pub is_gone: bool,
}

impl Resource {
    /// Reads a record, and whose it is; what cannot be read is told in a sentence.
    pub fn of(given: &Value) -> Result<(String, Resource), String> {
        let Some(given) = given.as_object() else {
            return Err("a resource is an object such as { id, name, provider, type, region_id }".into());
        };
        let known = || MEMBERS.into_iter().chain([OWNER]);
        if let Some(name) = given.keys().find(|name| known().all(|known| known != name.as_str())) {
            let hint = nearest(name, known()).map(|(near, _)| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("a resource has no `{name}`{hint}"));
        }
        let mut record = Map::new();
        for name in MEMBERS {
            let value = given.get(name).cloned().unwrap_or_default();
            let is_right = match name {
                "tags" => is_texts(&value),
                "properties" => value.is_null() || value.is_object(),
                "id" => value.as_str().is_some_and(|id| !id.is_empty()),
                _ => value.is_null() || value.is_string(),
            };
            if !is_right {
                let wanted = match name {
                    "tags" => "an object whose values are texts",
                    "properties" => "an object",
                    _ => "a text",
                };
                return Err(format!("the `{name}` of a resource has to be {wanted}"));
            }
            record.insert(name.into(), value);
        }
        match given.get(OWNER) {
            None | Some(Value::Null) => Ok((String::new(), Resource(record))),
            Some(Value::String(owner)) if !owner.is_empty() => Ok((owner.clone(), Resource(record))),
            Some(_) => Err(format!("the `{OWNER}` of a resource has to be the id of an account")),
        }
    }

    /// What a rule with a timer is about: the account as a whole.
    pub fn account(domain: &str) -> Resource {
        let mut record: Map<String, Value> = Map::new();
        for name in MEMBERS {
            record.insert(name.into(), Value::Null);
        }
        record.insert("id".into(), domain.into());
        record.insert("name".into(), "Account".into());
        record.insert("region_id".into(), "global".into());
        Resource(record)
    }

    /// Its id.
    pub fn id(&self) -> &str {
        self.text("id").unwrap_or_default()
    }

    /// A member that is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_str()
    }

    /// The value of a tag.
    pub fn tag(&self, key: &str) -> Option<&str> {
        self.0.get("tags")?.get(key)?.as_str()
    }

    /// All tags.
    pub fn tags(&self) -> impl Iterator<Item = (&str, &str)> {
        let tags = self.0.get("tags").and_then(Value::as_object).into_iter().flatten();
        tags.filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)))
    }

    /// The record.
    pub fn record(&self) -> Value {
        json!(self.0)
    }
}

impl Resources {
    /// Reads the option.
    pub fn of(given: &Value) -> Result<Resources, String> {
        let list = given.as_array().ok_or("the option `resources` has to be a list of resources")?;
        let mut all = Resources::default();
        for given in list {
            let (owner, resource) = Resource::of(given).map_err(|why| format!("the option `resources`: {why}"))?;
            all.put(&owner, resource);
        }
        Ok(all)
    }

    /// A resource of an account.
    pub fn get(&self, domain: &str, id: &str) -> Option<&Resource> {
        [domain, ""].into_iter().find_map(|owner| self.0.get(owner)?.get(id))
    }

    /// A resource of an owner alone.
    pub fn own(&self, owner: &str, id: &str) -> Option<&Resource> {
        self.0.get(owner)?.get(id)
    }

    /// The resources of an account, its own and everybody's.
    pub fn all(&self, domain: &str) -> impl Iterator<Item = &Resource> {
        let own = self.0.get(domain);
        let shared = self.0.get("").into_iter().flatten();
        let shared = shared.filter(move |(id, _)| own.is_none_or(|own| !own.contains_key(*id)));
        own.into_iter().flatten().chain(shared).map(|(_, resource)| resource)
    }

    /// Puts a resource in the place of the one with its id.
    pub fn put(&mut self, owner: &str, resource: Resource) {
        self.0.entry(owner.into()).or_default().insert(resource.id().into(), resource);
    }

    /// Takes a resource out.
    pub fn take(&mut self, owner: &str, id: &str) {
        if let Some(resources) = self.0.get_mut(owner) {
            resources.remove(id);
        }
    }
}

/// The members of a change.
pub const CHANGE_MEMBERS: [&str; 2] = ["resource", "gone"];

impl Change {
    /// Reads a change; what cannot be read is told in a sentence.
    pub fn of(given: &Value) -> Result<Change, String> {
        let members = || given.as_object().into_iter().flatten();
        if let Some((name, _)) = members().find(|(name, _)| !CHANGE_MEMBERS.contains(&name.as_str())) {
            let near = nearest(name, CHANGE_MEMBERS);
            let hint = near.map(|(near, _)| format!("; did you mean `{near}`?")).unwrap_or_default();
            return Err(format!("a change has no `{name}`{hint}"));
        }
        let is_gone = match given.get("gone") {
            None | Some(Value::Null) => false,
            Some(gone) => gone.as_bool().ok_or("the `gone` of a change is true or false")?,
        };
        let resource = given.get("resource").ok_or("a change has a `resource`")?;
        let (owner, resource) = Resource::of(resource)?;
        Ok(Change { owner, resource, is_gone })
    }
}

fn is_texts(value: &Value) -> bool {
    value.is_null() || value.as_object().is_some_and(|tags| tags.values().all(Value::is_string))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_its_own_resources_and_everybodys() {
        let all = Resources::of(&json!([
            { "id": "a", "name": "everybody's" }, { "id": "b" },
            { "id": "a", "name": "its own", "domain_id": "one" }, { "id": "c", "domain_id": "two" },
        ]))
        .unwrap();
        let ids = |domain: &str| all.all(domain).map(|r| (r.id(), r.text("name"))).collect::<Vec<_>>();
        assert_eq!(ids("one"), [("a", Some("its own")), ("b", None)]);
        assert_eq!(ids("two"), [("c", None), ("a", Some("everybody's")), ("b", None)]);
        assert_eq!(all.get("three", "c"), None);
    }

    #[test]
    fn what_is_no_resource_is_told_in_a_sentence() {
        for (given, words) in [
            (json!([3]), "a resource is an object"),
            (json!([{}]), "the `id` of a resource has to be a text"),
            (json!([{ "id": "a", "region": "x" }]), "a resource has no `region`; did you mean `region_id`?"),
            (
                json!([{ "id": "a", "tags": ["x"] }]),
                "the `tags` of a resource has to be an object whose values are texts",
            ),
            (json!([{ "id": "a", "properties": 1 }]), "the `properties` of a resource has to be an object"),
            (json!([{ "id": "a", "domain_id": 1 }]), "the `domain_id` of a resource has to be the id of an account"),
            (json!({}), "has to be a list"),
        ] {
            let told = Resources::of(&given).unwrap_err();
            assert!(told.contains(words), "{told}");
        }
    }
}
