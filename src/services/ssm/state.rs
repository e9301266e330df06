//! The state of the emulated service. Compliance and inventory are one store: a compliance report is inventory
//! of type `AWS:ComplianceItem`, with the compliance type as its sub type.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::emulator::State;
use crate::text::time::day_of;

use super::rows::Rows;
use super::settings::{Settings, settings_of};

/// The inventory type that holds compliance.
pub const COMPLIANCE_ITEM: &str = "AWS:ComplianceItem";

/// All that the service remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SsmState {
    /// What was set at the start. The options of the emulator keep it.
    #[serde(skip)]
    pub settings: Settings,
    /// What the nodes reported, by node id.
    pub nodes: BTreeMap<String, Node>,
}

/// What one node reported.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Node {
    /// By type name, then by sub type; types without sub types have the empty one.
    pub types: BTreeMap<String, BTreeMap<String, Report>>,
    /// The day of the last inventory, and the bytes put on it.
    pub put_on_day: (i64, u64),
}

/// The last report of one type.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Report {
    /// The schema version.
    pub schema_version: String,
    /// When the data was captured, ISO 8601.
    pub capture_time: String,
    /// When the service took it, in milliseconds.
    pub updated: i64,
    /// The content hash that came with it: an opaque token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// The rows, in the parts in which they came.
    pub parts: Vec<Part>,
}

/// Rows that came in one request. There is more than one part only where compliance was uploaded partially.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Part {
    /// The run behind them, for compliance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution: Option<Execution>,
    /// The hash of a partial upload.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hash: Option<String>,
    /// Inventory entries as they were put. Compliance items as `Id`, `Title`, `Severity`, `Status`, `Details`.
    pub rows: Rows,
}

/// The run that a compliance report came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Execution {
    /// When it ran, in milliseconds.
    pub time: i64,
    /// Its id, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its kind, if one was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

impl SsmState {
    /// The last report of a type and sub type from a node.
    pub fn report(&self, node: &str, type_name: &str, sub_type: &str) -> Option<&Report> {
        self.nodes.get(node)?.types.get(type_name)?.get(sub_type)
    }

    /// Puts a report in the place of the last.
    pub fn put(&mut self, node: &str, type_name: &str, sub_type: &str, report: Report) {
        let types = &mut self.nodes.entry(node.into()).or_default().types;
        types.entry(type_name.into()).or_default().insert(sub_type.into(), report);
    }

    /// The bytes of inventory that a node put on the day of `now`, UTC.
    pub fn bytes_on_day(&self, node: &str, now: i64) -> u64 {
        self.nodes
            .get(node)
            .map(|node| node.put_on_day)
            .filter(|(day, _)| *day == day_of(now))
            .map_or(0, |(_, bytes)| bytes)
    }
}

impl Report {
    /// All rows, in order.
    pub fn rows(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().flat_map(|part| part.rows.iter())
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.parts.iter().map(|part| part.rows.len()).sum()
    }

    /// The row with an index over all parts, and the part that it is in.
    pub fn row(&self, mut index: usize) -> Option<(&Part, &str)> {
        for part in &self.parts {
            if let Some(row) = part.rows.get(index) {
                return Some((part, row));
            }
            index -= part.rows.len();
        }
        None
    }
}

impl State for SsmState {
    fn to_json(&self) -> Result<Box<RawValue>, serde_json::Error> {
        to_raw_value(self)
    }
}

/// A state with nothing in it.
pub fn fresh(options: &Map<String, Value>) -> Result<Box<dyn State>, String> {
    Ok(Box::new(SsmState { settings: settings_of(options)?, nodes: BTreeMap::new() }))
}

/// A state from the JSON that it became, and the options of the start.
pub fn restore(json: &RawValue, options: &Map<String, Value>) -> Result<Box<dyn State>, String> {
    let state: SsmState =
        serde_json::from_str(json.get()).map_err(|error| format!("the state of ssm cannot be read: {error}"))?;
    Ok(Box::new(SsmState { settings: settings_of(options)?, ..state }))
}
