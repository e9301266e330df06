//! What a query over nodes reads: the types of each node, with what the service itself knows of it among them.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::emulator::{Exception, Output};
use crate::services::ssm::nodes::information::{INSTANCE_INFORMATION, attribute_of, item_of};
use crate::services::ssm::state::{COMPLIANCE_ITEM, Part, SsmState};
use crate::text::order::gathered;

use super::compliance_items::attribute_with_context;
use super::filters::{Comparison, Filter, split_key};
use super::types::known;

/// The store at a time.
#[derive(Clone, Copy)]
pub struct Stock<'s> {
    /// The store.
    pub state: &'s SsmState,
    /// The time, in milliseconds.
    pub now: i64,
}

/// A filter over nodes, ready to be held against them.
pub enum NodeFilter {
    /// By an attribute of a type.
    Attribute(Filter, String, String, Comparison),
    /// By the types that are there.
    Exists(Filter),
}

impl<'s> Stock<'s> {
    /// `Type.Attribute` in its parts, where the type and the attribute may exist.
    pub fn attribute_named(self, key: &str) -> Option<(&str, &str)> {
        let is_type = |of: &str| known(of).is_some() || self.state.schemas.contains_key(of);
        let (of, attribute) = split_key(key, is_type)?;
        let exists = match known(of) {
            Some(known) => known.has_context || known.attributes().any(|known| known == attribute),
            None => of.starts_with("Custom:"),
        };
        exists.then_some((of, attribute))
    }

    /// Reads a filter; `in_group` says whether it may ask for types.
    pub fn filter(self, filter: Filter, in_group: bool) -> Result<NodeFilter, Exception> {
        if filter.operator == "Exists" {
            return match filter.key.as_str() {
                "TypeName" if in_group => Ok(NodeFilter::Exists(filter)),
                _ => Err(filter.refused("isn't valid with the operator Exists here")),
            };
        }
        let (of, attribute) = match self.attribute_named(&filter.key) {
            Some((of, attribute)) => (of.to_string(), attribute.to_string()),
            None => return Err(filter.refused("isn't valid")),
        };
        let comparison = Filter::comparison(&of, &attribute);
        Ok(NodeFilter::Attribute(filter, of, attribute, comparison))
    }

    /// Whether a filter holds for a node: of an attribute, where it holds for one of the entries; NotEqual, where none
    /// is equal.
    pub fn holds(self, node: &str, filter: &NodeFilter) -> bool {
        match filter {
            NodeFilter::Exists(filter) => filter.values.iter().any(|type_name| self.has_type(node, type_name)),
            NodeFilter::Attribute(filter, of, attribute, comparison) => {
                filter.holds(*comparison, self.values(node, of, attribute))
            }
        }
    }

    /// Whether a type of a node is there.
    pub fn has_type(self, node: &str, type_name: &str) -> bool {
        if type_name == INSTANCE_INFORMATION {
            return true;
        }
        let node = self.state.nodes.get(node);
        node.is_some_and(|node| node.reports(type_name, "").next().is_some())
    }

    /// The stored entries of a type, each with its sub type and the part that it came in.
    fn entries(self, node: &str, type_name: &str) -> impl Iterator<Item = (&'s str, &'s Part, &'s str)> {
        let node = self.state.nodes.get(node);
        let reports = node.into_iter().flat_map(move |node| node.reports(type_name, ""));
        let parts = reports.flat_map(|(sub_type, report)| report.parts.iter().map(move |part| (sub_type, part)));
        parts.flat_map(|(sub_type, part)| part.rows.iter().map(move |row| (sub_type, part, row)))
    }

    /// How many entries of a type are stored.
    pub fn count(self, node: &str, type_name: &str) -> usize {
        let node = self.state.nodes.get(node).into_iter();
        node.flat_map(|node| node.reports(type_name, "")).map(|(_, report)| report.count()).sum()
    }

    /// The values of an attribute in the entries of a type.
    fn values(self, node: &'s str, type_name: &str, name: &str) -> Box<dyn Iterator<Item = Cow<'s, str>> + 's> {
        if type_name == INSTANCE_INFORMATION {
            return Box::new(attribute_of(self.state, node, name).into_iter());
        }
        let is_compliance = type_name == COMPLIANCE_ITEM;
        let entries = self.entries(node, type_name);
        let values: Vec<Cow<'s, str>> =
            entries.filter_map(|entry| attribute_with_context(entry, name, is_compliance)).collect();
        Box::new(values.into_iter())
    }

    /// A type of a node as an item of a result; none where nothing is stored.
    pub fn item(self, node: &'s str, type_name: &str) -> Option<String> {
        if type_name == INSTANCE_INFORMATION {
            return Some(item_of(self.state, self.now, node));
        }
        let report = self.state.report(node, type_name, "")?;
        let output = Output::default()
            .text("TypeName", type_name)
            .text("SchemaVersion", &report.schema_version)
            .text("CaptureTime", &report.capture_time)
            .maybe("ContentHash", report.hash.as_deref());
        let rows: Vec<&str> = report.rows().collect();
        Some(output.json("Content", &format!("[{}]", rows.join(","))).finish())
    }

    /// Whether a node takes part in a query: one that options name, or one that reported.
    pub fn has_node(self, node: &str) -> bool {
        self.state.settings.nodes.facts(node).is_some()
            || self.state.nodes.get(node).is_some_and(|node| !node.types.is_empty())
    }

    /// The entries of an attribute's type as they are counted by: each with the values of these attributes, in small
    /// letters. An entry that lacks one of them is not counted.
    pub fn tuples(self, node: &'s str, type_name: &str, attributes: &[&str]) -> BTreeSet<Vec<String>> {
        if type_name == INSTANCE_INFORMATION {
            let values = attributes.iter().map(|name| attribute_of(self.state, node, name));
            return gathered(values.map(|value| Some(value?.to_lowercase())).collect::<Option<Vec<_>>>());
        }
        let is_compliance = type_name == COMPLIANCE_ITEM;
        let tuple = |entry| {
            let values = attributes.iter().map(|name| attribute_with_context(entry, name, is_compliance));
            values.map(|value| Some(value?.to_lowercase())).collect::<Option<Vec<String>>>()
        };
        gathered(self.entries(node, type_name).filter_map(tuple))
    }
}
