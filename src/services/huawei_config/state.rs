//! The state of the emulated service: the accounts with their rules and results, and what there is in them.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
use serde_json::{Map, Value};

use crate::emulator::ids::Ids;
use crate::emulator::{Due, Notice, State, Tick};
use crate::text::time::day_of;

use super::policy_assignments::rule::Rule;
use super::policy_states::results::Results;
use super::policy_states::script::Entry;
use super::resources::{Change, Resources};
use super::settings::{Settings, settings_of};

const DAY: i64 = 86_400_000;
/// Days of which the statistics are told: the last thirty, an assumption.
pub const DAYS: i64 = 30;

/// All that the service remembers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ConfigState {
    /// What was set at the start. The options of the emulator keep it.
    #[serde(skip)]
    pub settings: Settings,
    /// What there is in the accounts.
    pub resources: Resources,
    /// By the id of the account, which the API calls a domain.
    pub accounts: BTreeMap<String, Account>,
    /// What rules find whose policies come with the service.
    #[serde(default)]
    pub scripts: Vec<Entry>,
    /// What is to be sent out, oldest first. The emulator takes it after every change.
    #[serde(skip)]
    pub(super) notices: Vec<Notice>,
    // INVARIANT: every rule that is due is in `due` once, every rule whose function is awaited is in `waiting`.
    #[serde(skip)]
    pub(super) due: BTreeSet<(Due, Key)>,
    #[serde(skip)]
    pub(super) waiting: BTreeSet<Key>,
}

/// An account.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Account {
    /// Its rules, by id.
    pub rules: BTreeMap<String, Rule>,
    /// Their results.
    pub results: Results,
    /// What the results added up to at the end of each day on which something changed, by its first millisecond.
    pub days: BTreeMap<i64, Figures>,
}

/// What the results of an account add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Rules.
    pub rules: u64,
    /// Rules that something does not comply with.
    pub non_compliant_rules: u64,
    /// Resources with results.
    pub resources: u64,
    /// Resources that do not comply with some rule.
    pub non_compliant_resources: u64,
}

/// Which rule is meant.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// The account.
    pub domain: String,
    /// The rule.
    pub rule: String,
}

impl ConfigState {
    /// A rule of an account.
    pub fn rule(&self, domain: &str, rule: &str) -> Option<&Rule> {
        self.accounts.get(domain)?.rules.get(rule)
    }

    /// Takes a rule out, with its results.
    pub fn remove_rule(&mut self, key: &Key, now: i64) {
        let Some(account) = self.accounts.get_mut(&key.domain) else { return };
        let Some(rule) = account.rules.remove(&key.rule) else { return };
        if let Some(due) = rule.due() {
            self.due.remove(&(due, key.clone()));
        }
        self.waiting.remove(key);
        account.results.take_of_rule(&key.rule, |_| true);
        account.note_day(now);
    }

    /// Orders the rules by what is due.
    fn order(&mut self) {
        for (domain, account) in &self.accounts {
            for (id, rule) in &account.rules {
                let key = Key { domain: domain.clone(), rule: id.clone() };
                self.due.extend(rule.due().map(|due| (due, key.clone())));
                if rule.waits() {
                    self.waiting.insert(key);
                }
            }
        }
    }
}

impl Account {
    /// What its results add up to.
    pub fn figures(&self) -> Figures {
        let (rules, resources) = (self.results.rule_counts, self.results.resource_counts);
        Figures {
            rules: self.rules.len() as u64,
            non_compliant_rules: rules.non_compliant,
            resources: resources.total(),
            non_compliant_resources: resources.non_compliant,
        }
    }

    /// Keeps what the results of this day add up to.
    pub fn note_day(&mut self, now: i64) {
        let today = day_of(now);
        self.days.insert(today, self.figures());
        let oldest = today - (DAYS - 1) * DAY;
        // The last of the days before tells how the oldest began.
        while self.days.keys().nth(1).is_some_and(|second| *second <= oldest) {
            self.days.pop_first();
        }
    }

    /// What its results added up to on each of the last days, the oldest first.
    pub fn statistics(&self, now: i64) -> Vec<(i64, Figures)> {
        let today = day_of(now);
        let days = (0..DAYS).rev().map(|back| today - back * DAY);
        days.filter_map(|day| Some((day, *self.days.range(..=day).next_back()?.1))).collect()
    }
}

impl State for ConfigState {
    fn to_json(&self) -> Result<Box<RawValue>, serde_json::Error> {
        to_raw_value(self)
    }

    fn next_due(&self) -> Option<Due> {
        self.due.first().map(|(due, _)| *due)
    }

    fn run(&mut self, tick: Tick) {
        self.evaluate(tick);
    }

    fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    fn check_script(&self, entries: &[Value]) -> Result<(), String> {
        entries.iter().try_for_each(|entry| Entry::of(entry).map(drop))
    }

    fn script(&mut self, entries: &[Value]) {
        self.scripts.extend(entries.iter().filter_map(|entry| Entry::of(entry).ok()));
    }

    fn scripts(&self) -> Vec<Value> {
        self.scripts.iter().map(Entry::to_json).collect()
    }

    fn clear_script(&mut self) {
        self.scripts.clear();
    }

    fn check_changes(&self, changes: &[Value]) -> Result<(), String> {
        let mut brought = BTreeSet::new();
        for change in changes {
            let Change { owner, resource, is_gone } = Change::of(change)?;
            let key = (owner, resource.id().to_string());
            if !is_gone {
                brought.insert(key);
            } else if !brought.remove(&key) && self.resources.own(&key.0, &key.1).is_none() {
                return Err(format!("there is no resource `{}` that could go", key.1));
            }
        }
        Ok(())
    }

    fn change(&mut self, tick: Tick, changes: &[Value]) {
        let changes: Vec<Change> = changes.iter().filter_map(|change| Change::of(change).ok()).collect();
        self.change_resources(tick, &changes);
    }

    fn waiting(&self, ids: Ids) -> Vec<Value> {
        self.awaited(ids)
    }
}

/// A state with nothing in it but the resources that were set.
pub fn fresh(options: &Map<String, Value>) -> Result<Box<dyn State>, String> {
    let settings = settings_of(options)?;
    let resources = settings.resources.clone();
    Ok(Box::new(ConfigState { settings, resources, ..ConfigState::default() }))
}

/// A state from the JSON that it became, and the options of the start.
pub fn restore(json: &RawValue, options: &Map<String, Value>) -> Result<Box<dyn State>, String> {
    let mut state: ConfigState = serde_json::from_str(json.get())
        .map_err(|error| format!("the state of huawei-config cannot be read: {error}"))?;
    state.settings = settings_of(options)?;
    state.order();
    Ok(Box::new(state))
}
