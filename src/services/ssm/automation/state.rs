//! The executions that there are, and the orders in which they are asked for: by id, by their start, by parent, by what
//! happens next. The orders are made from the executions; snapshots keep the executions alone.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use crate::emulator::Due;
use crate::hash::{Encoding, digest_encode, sha256};

use super::execution::{Execution, Kind};
use super::runbook::Runbook;
use super::script::Entry;

/// All executions.
#[derive(Clone, Debug, Default)]
pub struct AutomationStore {
    executions: BTreeMap<u64, Execution>,
    definitions: BTreeMap<String, Rc<Definition>>,
    /// By token in lower case: the execution that it started, and with what.
    pub tokens: BTreeMap<String, Token>,
    /// How steps end.
    pub scripts: Vec<Entry>,
    /// Things that ids were made for.
    pub made: u64,
    /// The greatest number of an execution.
    pub last: u64,
    ids: BTreeMap<String, u64>,
    children: BTreeMap<u64, BTreeSet<u64>>,
    due: BTreeSet<(Due, u64)>,
    awaited: BTreeSet<u64>,
    queue: [BTreeSet<u64>; 2],
    active: [usize; 2],
    /// What is to be looked after before anything else.
    pub(super) wakes: VecDeque<Wake>,
}

/// The content of a document as it was when an execution started.
#[derive(Debug)]
pub struct Definition {
    /// The content.
    pub content: Value,
    /// The same, read.
    pub runbook: Runbook,
}

/// A token that was used.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// The execution that it started.
    pub id: String,
    /// A digest of the request.
    pub request: String,
}

/// Something to look after.
#[derive(Clone, Copy, Debug)]
pub(super) enum Wake {
    /// An execution may begin.
    Begin(u64),
    /// An execution is to be stopped.
    Cancel(u64),
    /// A child of an execution waits for people from now on, or does so no longer.
    Awaits { parent: u64, is_so: bool },
    /// The child of an execution's run came to its end.
    Ended { parent: u64, run: usize, child: u64 },
}

/// What a snapshot keeps.
#[derive(Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    executions: Vec<Execution>,
    definitions: BTreeMap<String, Value>,
    tokens: BTreeMap<String, Token>,
    scripts: Vec<Entry>,
    made: u64,
    last: u64,
}

impl Default for Kept {
    fn default() -> Self {
        AutomationStore::default().kept()
    }
}

impl AutomationStore {
    /// An execution by its id.
    pub fn find(&self, id: &str) -> Option<&Execution> {
        self.executions.get(self.ids.get(id)?)
    }

    /// An execution by its number.
    pub fn get(&self, number: u64) -> Option<&Execution> {
        self.executions.get(&number)
    }

    /// The executions that were started before one, the newest first.
    pub fn before(&self, number: u64) -> impl Iterator<Item = &Execution> {
        self.executions.range(..number).rev().map(|(_, execution)| execution)
    }

    /// The children of an execution that were started before one, the newest first.
    pub fn children_before(&self, parent: u64, number: u64) -> impl Iterator<Item = &Execution> {
        let children = self.children.get(&parent).map(|children| children.range(..number).rev());
        children.into_iter().flatten().filter_map(|number| self.get(*number))
    }

    /// The executions that wait for people, the oldest first.
    pub fn awaited(&self) -> impl Iterator<Item = &Execution> {
        self.awaited.iter().filter_map(|number| self.get(*number))
    }

    /// The content that an execution was started with.
    pub fn definition(&self, execution: &Execution) -> Option<Rc<Definition>> {
        self.definitions.get(&execution.definition).cloned()
    }

    /// Keeps the content of a document; gives the name that it is found by.
    pub fn define(&mut self, content: &Value) -> String {
        let key = digest_encode(&sha256(content.to_string().as_bytes()), Encoding::Hex);
        if !self.definitions.contains_key(&key) {
            // Lenient: whatever has no steps ends at once.
            let runbook = Runbook::of(content).unwrap_or_default();
            self.definitions.insert(key.clone(), Rc::new(Definition { content: content.clone(), runbook }));
        }
        key
    }

    /// What happens next by itself.
    pub fn next_due(&self) -> Option<Due> {
        self.due.first().map(|(due, _)| *due)
    }

    /// The execution that is due by a time.
    pub(super) fn due_by(&self, now: i64) -> Option<u64> {
        self.due.first().filter(|(due, _)| due.at <= now).map(|(_, number)| *number)
    }

    /// Takes an execution out, to work on it.
    pub fn take(&mut self, number: u64) -> Option<Execution> {
        let execution = self.executions.remove(&number)?;
        self.ids.remove(&execution.id);
        if let Some(due) = execution.due() {
            self.due.remove(&(due, number));
        }
        self.awaited.remove(&number);
        if let Some((parent, _)) = execution.parent
            && let Some(children) = self.children.get_mut(&parent)
        {
            children.remove(&number);
            if children.is_empty() {
                self.children.remove(&parent);
            }
        }
        let lane = lane_of(execution.kind);
        if let (Some(queue), Some(active)) = (self.queue.get_mut(lane), self.active.get_mut(lane)) {
            queue.remove(&number);
            *active -= usize::from(execution.takes_place());
        }
        Some(execution)
    }

    /// Puts an execution in, or back.
    pub fn put(&mut self, execution: Execution) {
        let number = execution.number;
        self.ids.insert(execution.id.clone(), number);
        self.due.extend(execution.due().map(|due| (due, number)));
        if execution.waits_for_people() {
            self.awaited.insert(number);
        }
        if let Some((parent, _)) = execution.parent {
            self.children.entry(parent).or_default().insert(number);
        }
        let lane = lane_of(execution.kind);
        if let (Some(queue), Some(active)) = (self.queue.get_mut(lane), self.active.get_mut(lane)) {
            if execution.queued {
                queue.insert(number);
            }
            *active += usize::from(execution.takes_place());
        }
        self.last = self.last.max(number);
        self.executions.insert(number, execution);
    }

    /// Executions of a lane that run, and those in its queue.
    pub fn load(&self, lane: usize) -> (usize, usize) {
        (self.active.get(lane).copied().unwrap_or_default(), self.queue.get(lane).map_or(0, BTreeSet::len))
    }

    /// The execution that has waited longest in the queue of a lane.
    pub(super) fn first_queued(&self, lane: usize) -> Option<u64> {
        self.queue.get(lane)?.first().copied()
    }

    fn kept(&self) -> Kept {
        // Contents that no execution has any more are left behind.
        let used: BTreeSet<&String> = self.executions.values().map(|execution| &execution.definition).collect();
        let definitions = self.definitions.iter().filter(|(key, _)| used.contains(key));
        Kept {
            executions: self.executions.values().cloned().collect(),
            definitions: definitions.map(|(key, of)| (key.clone(), of.content.clone())).collect(),
            tokens: self.tokens.clone(),
            scripts: self.scripts.clone(),
            made: self.made,
            last: self.last,
        }
    }
}

/// Executions over targets have places and a queue of their own.
pub fn lane_of(kind: Kind) -> usize {
    usize::from(kind == Kind::Rate)
}

impl Serialize for AutomationStore {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.kept().serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for AutomationStore {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<AutomationStore, D::Error> {
        let kept = Kept::deserialize(deserializer)?;
        let mut store = AutomationStore {
            tokens: kept.tokens,
            scripts: kept.scripts,
            made: kept.made,
            last: kept.last,
            ..AutomationStore::default()
        };
        kept.definitions.values().for_each(|content| {
            store.define(content);
        });
        kept.executions.into_iter().for_each(|execution| store.put(execution));
        Ok(store)
    }
}
