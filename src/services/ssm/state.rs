//! The state of the emulated service. Compliance and inventory are one store: a compliance report is inventory
//! of type `AWS:ComplianceItem`, with the compliance type as its sub type.
//!
//! What time does to it, it does when the clock gets there: reports go after 30 days, deletions come to their end.

use std::collections::BTreeMap;
use std::ops::Bound;

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::emulator::ids::Ids;
use crate::emulator::{Due, DueKind, Notice, State, Tick};
use crate::text::time::day_of;

use super::automation::script::Entry;
use super::automation::state::AutomationStore;
use super::counts::Totals;
use super::documents::store::DocumentStore;
use super::index::Index;
use super::inventory::deletions::Deletion;
use super::inventory::schemas::Schema;
use super::rows::{Rows, each_field};
use super::settings::{Settings, settings_of};

/// The inventory type that holds compliance.
pub const COMPLIANCE_ITEM: &str = "AWS:ComplianceItem";

/// How the names of custom types begin, those of inventory and those of compliance.
pub const CUSTOM: &str = "Custom:";

const DAY: i64 = 86_400_000;

/// All that the service remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SsmState {
    /// What was set at the start. The options of the emulator keep it.
    #[serde(skip)]
    pub settings: Settings,
    /// What the nodes reported, by node id.
    pub nodes: BTreeMap<String, Node>,
    /// The custom inventory types, by name.
    #[serde(default)]
    pub schemas: BTreeMap<String, Schema>,
    /// The deletions of custom inventory, oldest first.
    #[serde(default)]
    pub deletions: Vec<Deletion>,
    /// The documents.
    #[serde(default)]
    pub documents: DocumentStore,
    /// The executions of runbooks.
    #[serde(default)]
    pub automation: AutomationStore,
    /// What is to be sent out, oldest first. The emulator takes it after every change.
    #[serde(skip)]
    pub notices: Vec<Notice>,
    /// What is counted and ordered beside, so that lists need not look at everything.
    #[serde(skip)]
    pub(super) index: Index,
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
    /// The hash of the last complete upload of compliance, where partial ones came after it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub complete: Option<String>,
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
    /// What the rows count up to, for compliance; made from them.
    #[serde(skip)]
    pub totals: Totals,
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

/// Where a report is kept.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The node.
    pub node: String,
    /// The type.
    pub type_name: String,
    /// The sub type, empty for types that have none.
    pub sub_type: String,
}

impl SsmState {
    /// For how long a report is kept after its last update.
    fn retention(&self) -> i64 {
        DAY.saturating_mul(i64::try_from(self.settings.quotas.retention_days).unwrap_or(i64::MAX))
    }

    /// The last report of a type and sub type from a node.
    pub fn report(&self, node: &str, type_name: &str, sub_type: &str) -> Option<&Report> {
        self.nodes.get(node)?.types.get(type_name)?.get(sub_type)
    }

    /// Puts a report in the place of the last.
    pub fn put(&mut self, place: Place, report: Report) {
        self.take(&place);
        self.index.add(&place, &report);
        let types = &mut self.nodes.entry(place.node).or_default().types;
        types.entry(place.type_name).or_default().insert(place.sub_type, report);
    }

    /// Marks the report of a place as captured and taken again.
    pub fn refresh(&mut self, place: Place, capture_time: String, now: i64) {
        if let Some(report) = self.take(&place) {
            self.put(place, Report { capture_time, updated: now, ..report });
        }
    }

    /// Takes a report out.
    fn take(&mut self, place: &Place) -> Option<Report> {
        let types = &mut self.nodes.get_mut(&place.node)?.types;
        let reports = types.get_mut(&place.type_name)?;
        let report = reports.remove(&place.sub_type)?;
        if reports.is_empty() {
            types.remove(&place.type_name);
        }
        self.index.remove(place, &report);
        Some(report)
    }

    /// Takes all reports of a type out.
    pub fn take_type(&mut self, type_name: &str) {
        let of = |(node, reports): (&String, &Node)| -> Vec<Place> {
            let sub_types = reports.types.get(type_name).into_iter().flat_map(BTreeMap::keys);
            let place = |sub_type: &String| Place {
                node: node.clone(),
                type_name: type_name.into(),
                sub_type: sub_type.clone(),
            };
            sub_types.map(place).collect()
        };
        let places: Vec<Place> = self.nodes.iter().flat_map(of).collect();
        places.iter().for_each(|place| {
            self.take(place);
        });
    }

    /// Lets go of what is too old.
    fn forget(&mut self, now: i64) {
        let oldest = now.saturating_sub(self.retention());
        while let Some(place) = self.index.oldest().filter(|(updated, _)| *updated <= oldest).map(|(_, p)| p.clone()) {
            self.take(&place);
            let is_idle = |node: &Node| node.types.is_empty() && node.put_on_day.0 != day_of(now);
            if self.nodes.get(&place.node).is_some_and(is_idle) {
                self.nodes.remove(&place.node);
            }
        }
        self.deletions.retain(|deletion| deletion.listed_until() > now);
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

impl Node {
    /// The reports of a type, each with its sub type, from a sub type on.
    pub fn reports<'s>(&'s self, type_name: &str, from: &str) -> impl Iterator<Item = (&'s str, &'s Report)> + use<'s> {
        let types = self.types.get(type_name);
        let from = (Bound::Included(from), Bound::Unbounded);
        let reports = types.map(|types| types.range::<str, _>(from)).into_iter().flatten();
        reports.map(|(name, report)| (name.as_str(), report))
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

    /// The run that came last.
    pub fn execution(&self) -> Option<&Execution> {
        self.parts.iter().filter_map(|part| part.execution.as_ref()).max_by_key(|execution| execution.time)
    }
}

impl State for SsmState {
    fn to_json(&self) -> Result<Box<RawValue>, serde_json::Error> {
        to_raw_value(self)
    }

    fn next_due(&self) -> Option<Due> {
        let age = self.index.oldest().map(|(updated, _)| updated.saturating_add(self.retention()));
        let listed = self.deletions.first().map(Deletion::listed_until);
        let deadlines = age.into_iter().chain(listed).map(|at| Due { at, kind: DueKind::Deadline });
        let ends = self.running_deletion().map(|deletion| Due { at: deletion.end(), kind: DueKind::Work });
        deadlines.chain(ends).chain(self.automation.next_due()).min()
    }

    fn run(&mut self, tick: Tick) {
        while let Some(deletion) = self.running_deletion_mut().filter(|deletion| deletion.end() <= tick.now) {
            let notice = deletion.complete();
            self.notices.push(notice);
        }
        self.automate(tick, |machine| machine.run());
        self.forget(tick.now);
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    fn check_script(&self, entries: &[Value]) -> Result<(), String> {
        entries.iter().try_for_each(|entry| Entry::of(entry).map(drop))
    }

    fn script(&mut self, entries: &[Value]) {
        self.automation.script(entries);
    }

    fn scripts(&self) -> Vec<Value> {
        self.automation.scripts.iter().map(Entry::to_json).collect()
    }

    fn clear_script(&mut self) {
        self.automation.scripts.clear();
    }

    fn waiting(&self, _: Ids) -> Vec<Value> {
        self.automation.waiting(&self.settings)
    }

    fn timelines(&self, most: usize) -> Vec<Value> {
        self.automation.timelines(most)
    }

    fn timeline(&self, id: &str) -> Option<Value> {
        self.automation.timeline(id)
    }
}

impl SsmState {
    // INVARIANT: all deletions take equally long, so that those which run stand behind those that are complete.
    fn running(&self) -> usize {
        self.deletions.partition_point(|deletion| deletion.is_complete)
    }

    fn running_deletion(&self) -> Option<&Deletion> {
        self.deletions.get(self.running())
    }

    fn running_deletion_mut(&mut self) -> Option<&mut Deletion> {
        let place = self.running();
        self.deletions.get_mut(place)
    }
}

/// The names of a row's members.
fn attributes_of(row: &str) -> Vec<String> {
    let mut names = Vec::new();
    each_field(row, |name, _| names.push(name.to_string()));
    names
}

/// A state with nothing in it.
pub fn fresh(options: &Map<String, Value>) -> Result<Box<dyn State>, String> {
    Ok(Box::new(SsmState { settings: settings_of(options)?, ..SsmState::default() }))
}

/// A state from the JSON that it became, and the options of the start.
pub fn restore(json: &RawValue, options: &Map<String, Value>) -> Result<Box<dyn State>, String> {
    let mut state: SsmState =
        serde_json::from_str(json.get()).map_err(|error| format!("the state of ssm cannot be read: {error}"))?;
    state.settings = settings_of(options)?;
    // Snapshots were written before there were schemas.
    let known: Vec<String> = state.schemas.keys().cloned().collect();
    for (node, reports) in &mut state.nodes {
        for (type_name, types) in &mut reports.types {
            for (sub_type, report) in types {
                if type_name == COMPLIANCE_ITEM {
                    report.parts.iter_mut().for_each(|part| part.totals = Totals::of(part.rows.iter()));
                }
                if type_name.starts_with(CUSTOM) && !known.contains(type_name) {
                    let attributes = report.rows().flat_map(attributes_of).collect();
                    state.schemas.entry(type_name.clone()).or_default().grow(&report.schema_version, attributes);
                }
                let (node, type_name, sub_type) = (node.clone(), type_name.clone(), sub_type.clone());
                state.index.add(&Place { node, type_name, sub_type }, report);
            }
        }
    }
    Ok(Box::new(state))
}
