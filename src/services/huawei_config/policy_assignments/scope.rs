//! Which resources a rule is about.

use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};

use crate::services::huawei_config::resources::Resource;
use crate::services::reading::{text, texts};

use super::view::{FilterTagDetail, PolicyFilterDefinition, PolicyFilterDefinitionV2};

/// A filter with one value for each thing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Filter {
    region_id: Option<String>,
    resource_provider: Option<String>,
    resource_type: Option<String>,
    resource_id: Option<String>,
    tag_key: Option<String>,
    tag_value: Option<String>,
}

/// The newer filter, with lists.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FilterV2 {
    region_ids: Vec<String>,
    resource_ids: Vec<String>,
    resource_types: Vec<String>,
    tag_key_logic: Option<String>,
    tags: Vec<Tag>,
    exclude_tag_key_logic: Option<String>,
    exclude_tags: Vec<Tag>,
}

/// A tag with the values that it may have; any where none is named.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Tag {
    key: String,
    values: Vec<String>,
}

impl Filter {
    /// Reads it.
    pub fn of(view: PolicyFilterDefinition<'_>) -> Filter {
        Filter {
            region_id: text(view.region_id()),
            resource_provider: text(view.resource_provider()),
            resource_type: text(view.resource_type()),
            resource_id: text(view.resource_id()),
            tag_key: text(view.tag_key()),
            tag_value: text(view.tag_value()),
        }
    }

    /// Whether it lets a resource through. That a value of a tag without its key is looked for in all tags is an
    /// assumption.
    pub fn holds(&self, resource: &Resource) -> bool {
        let is = |wanted: &Option<String>, name: &str| {
            wanted.as_deref().is_none_or(|wanted| resource.text(name) == Some(wanted))
        };
        let has_tag = || match (&self.tag_key, &self.tag_value) {
            (None, None) => true,
            (Some(key), None) => resource.tag(key).is_some(),
            (Some(key), Some(value)) => resource.tag(key) == Some(value),
            (None, Some(value)) => resource.tags().any(|(_, known)| known == value),
        };
        is(&self.region_id, "region_id")
            && is(&self.resource_provider, "provider")
            && is(&self.resource_type, "type")
            && is(&self.resource_id, "id")
            && has_tag()
    }

    /// The filter as answers show it.
    pub fn to_json(&self) -> Json {
        json!(self)
    }
}

impl FilterV2 {
    /// Reads it.
    pub fn of(view: PolicyFilterDefinitionV2<'_>) -> FilterV2 {
        FilterV2 {
            region_ids: texts(view.region_ids()),
            resource_ids: texts(view.resource_ids()),
            resource_types: texts(view.resource_types()),
            tag_key_logic: text(view.tag_key_logic()),
            tags: view.tags().map(Tag::of).collect(),
            exclude_tag_key_logic: text(view.exclude_tag_key_logic()),
            exclude_tags: view.exclude_tags().map(Tag::of).collect(),
        }
    }

    /// Whether it lets a resource through. That an empty list lets all through, and that a type is written as
    /// `provider.type`, or alone, are assumptions.
    pub fn holds(&self, resource: &Resource) -> bool {
        let among = |wanted: &[String], value: Option<&str>| {
            wanted.is_empty() || value.is_some_and(|value| wanted.iter().any(|wanted| wanted == value))
        };
        let kind = resource.text("type");
        let full = [resource.text("provider").unwrap_or_default(), ".", kind.unwrap_or_default()].concat();
        let is_excluded = !self.exclude_tags.is_empty()
            && all_or_any(&self.exclude_tags, self.exclude_tag_key_logic.as_deref(), resource);
        among(&self.region_ids, resource.text("region_id"))
            && among(&self.resource_ids, Some(resource.id()))
            && (among(&self.resource_types, kind) || among(&self.resource_types, Some(&full)))
            && (self.tags.is_empty() || all_or_any(&self.tags, self.tag_key_logic.as_deref(), resource))
            && !is_excluded
    }

    /// The filter as answers show it.
    pub fn to_json(&self) -> Json {
        json!(self)
    }
}

impl Tag {
    fn of(view: FilterTagDetail<'_>) -> Tag {
        Tag { key: text(view.key()).unwrap_or_default(), values: texts(view.values()) }
    }

    fn holds(&self, resource: &Resource) -> bool {
        let value = resource.tag(&self.key);
        value.is_some_and(|value| self.values.is_empty() || self.values.iter().any(|wanted| wanted == value))
    }
}

/// Whether all tags hold, or any: `OR` where nothing is said.
fn all_or_any(tags: &[Tag], logic: Option<&str>, resource: &Resource) -> bool {
    match logic {
        Some("AND") => tags.iter().all(|tag| tag.holds(resource)),
        _ => tags.iter().any(|tag| tag.holds(resource)),
    }
}
