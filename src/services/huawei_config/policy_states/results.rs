//! The results of an account, one for each rule and resource, and what is counted of them beside, so that summaries need
//! not look at everything. The counters come and go with the results, and are made anew when a state is restored.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::emulator::Output;
use crate::services::huawei_config::paging::or_null;

use crate::services::huawei_config::policy_assignments::rule::{Policy, Rule};

/// The results, in the order in which their rules and resources first had one.
#[derive(Clone, Debug, Default)]
pub struct Results {
    last: u64,
    states: BTreeMap<u64, Outcome>,
    rules: BTreeMap<String, Group>,
    resources: BTreeMap<String, Group>,
    /// How many rules comply.
    pub rule_counts: Counts,
    /// How many resources comply.
    pub resource_counts: Counts,
}

/// A result.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// The rule's id.
    pub rule: String,
    /// The resource's id; empty where the report names none.
    pub resource: String,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its provider.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Its type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its region.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub region: Option<String>,
    /// What the evaluation came from, in the service's word.
    pub trigger: String,
    /// Whether it complies.
    pub is_compliant: bool,
    /// The time of the evaluation, in milliseconds.
    pub time: i64,
}

/// How many comply and how many do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Those that do.
    pub compliant: u64,
    /// Those that do not.
    pub non_compliant: u64,
}

/// The results of one rule, or of one resource.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// By the other of the two: the number of the result.
    by_other: BTreeMap<String, u64>,
    numbers: BTreeSet<u64>,
    /// How many of them comply.
    pub counts: Counts,
}

/// The service's word for whether something complies.
pub fn word(is_compliant: bool) -> &'static str {
    if is_compliant { "Compliant" } else { "NonCompliant" }
}

impl Counts {
    /// Counts one.
    pub fn add(&mut self, is_compliant: bool) {
        *(if is_compliant { &mut self.compliant } else { &mut self.non_compliant }) += 1;
    }

    fn take(&mut self, is_compliant: bool) {
        let count = if is_compliant { &mut self.compliant } else { &mut self.non_compliant };
        *count = count.saturating_sub(1);
    }

    /// How many were counted.
    pub fn total(self) -> u64 {
        self.compliant + self.non_compliant
    }

    /// Whether all of them comply; none where there are none.
    pub fn is_compliant(self) -> Option<bool> {
        (self.total() > 0).then_some(self.non_compliant == 0)
    }

    /// The counts as answers show them.
    pub fn to_json(self) -> String {
        Output::default()
            .json("compliant_count", &self.compliant.to_string())
            .json("non_compliant_count", &self.non_compliant.to_string())
            .finish()
    }
}

impl Group {
    /// The numbers of its results, from a number on.
    pub fn from(&self, number: u64) -> impl Iterator<Item = u64> {
        self.numbers.range(number..).copied()
    }

    fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }
}

impl Outcome {
    /// The result as answers show it, with the members of the documented example.
    pub fn to_json(&self, domain: &str, rule: &Rule) -> String {
        let definition = match &rule.content.policy {
            Policy::Builtin(id) => Some(id.as_str()),
            Policy::Custom(_) => None,
        };
        let resource = Some(self.resource.as_str()).filter(|id| !id.is_empty());
        Output::default()
            .text("domain_id", domain)
            .json("region_id", &or_null(self.region.as_deref()))
            .json("resource_id", &or_null(resource))
            .json("resource_name", &or_null(self.name.as_deref()))
            .json("resource_provider", &or_null(self.provider.as_deref()))
            .json("resource_type", &or_null(self.kind.as_deref()))
            .text("trigger_type", &self.trigger)
            .text("compliance_state", word(self.is_compliant))
            .text("policy_assignment_id", &self.rule)
            .text("policy_assignment_name", &rule.content.name)
            .json("policy_definition_id", &or_null(definition))
            .json("evaluation_time", &self.time.to_string())
            .finish()
    }
}

impl Results {
    /// A result by its number.
    pub fn get(&self, number: u64) -> Option<&Outcome> {
        self.states.get(&number)
    }

    /// The results from a number on.
    pub fn from(&self, number: u64) -> impl Iterator<Item = (u64, &Outcome)> {
        self.states.range(number..).map(|(number, outcome)| (*number, outcome))
    }

    /// The results of a rule.
    pub fn of_rule(&self, rule: &str) -> Option<&Group> {
        self.rules.get(rule)
    }

    /// The results of a resource.
    pub fn of_resource(&self, resource: &str) -> Option<&Group> {
        self.resources.get(resource)
    }

    /// Whether a result is the first of its resource.
    pub fn is_first(&self, number: u64, outcome: &Outcome) -> bool {
        self.resources.get(&outcome.resource).and_then(|group| group.numbers.first()) == Some(&number)
    }

    /// Puts a result in the place of the one of its rule and resource.
    pub fn put(&mut self, outcome: Outcome) {
        let known = self.rules.get(&outcome.rule).and_then(|group| group.by_other.get(&outcome.resource)).copied();
        let number = match known {
            Some(number) => {
                self.take(number);
                number
            }
            None => {
                self.last += 1;
                self.last
            }
        };
        self.insert(number, outcome);
    }

    fn insert(&mut self, number: u64, outcome: Outcome) {
        add(&mut self.rules, &mut self.rule_counts, (&outcome.rule, &outcome.resource), number, outcome.is_compliant);
        let names = (outcome.resource.as_str(), outcome.rule.as_str());
        add(&mut self.resources, &mut self.resource_counts, names, number, outcome.is_compliant);
        self.states.insert(number, outcome);
    }

    /// Takes a result out.
    pub fn take(&mut self, number: u64) {
        let Some(outcome) = self.states.remove(&number) else { return };
        let names = (outcome.rule.as_str(), outcome.resource.as_str());
        remove(&mut self.rules, &mut self.rule_counts, names, number, outcome.is_compliant);
        let names = (outcome.resource.as_str(), outcome.rule.as_str());
        remove(&mut self.resources, &mut self.resource_counts, names, number, outcome.is_compliant);
    }

    /// Takes the results of a rule out of which something is said.
    pub fn take_of_rule(&mut self, rule: &str, is_meant: impl Fn(&Outcome) -> bool) {
        let numbers: Vec<u64> = self.rules.get(rule).into_iter().flat_map(|group| group.from(0)).collect();
        for number in numbers {
            if self.states.get(&number).is_some_and(&is_meant) {
                self.take(number);
            }
        }
    }

    /// Takes the results of a resource out.
    pub fn take_of_resource(&mut self, resource: &str) {
        let numbers: Vec<u64> = self.resources.get(resource).into_iter().flat_map(|group| group.from(0)).collect();
        numbers.into_iter().for_each(|number| self.take(number));
    }

    /// Takes the result of a rule and a resource out.
    pub fn take_of(&mut self, rule: &str, resource: &str) {
        if let Some(number) = self.rules.get(rule).and_then(|group| group.by_other.get(resource)).copied() {
            self.take(number);
        }
    }
}

type Groups = BTreeMap<String, Group>;

fn add(groups: &mut Groups, all: &mut Counts, (own, other): (&str, &str), number: u64, is_compliant: bool) {
    if !groups.contains_key(own) {
        groups.insert(own.into(), Group::default());
    }
    let Some(group) = groups.get_mut(own) else { return };
    let before = group.counts.is_compliant();
    group.by_other.insert(other.into(), number);
    group.numbers.insert(number);
    group.counts.add(is_compliant);
    recount(all, before, group.counts.is_compliant());
}

fn remove(groups: &mut Groups, all: &mut Counts, (own, other): (&str, &str), number: u64, is_compliant: bool) {
    let Some(group) = groups.get_mut(own) else { return };
    let before = group.counts.is_compliant();
    group.by_other.remove(other);
    group.numbers.remove(&number);
    group.counts.take(is_compliant);
    recount(all, before, group.counts.is_compliant());
    if group.is_empty() {
        groups.remove(own);
    }
}

fn recount(all: &mut Counts, before: Option<bool>, after: Option<bool>) {
    if let Some(before) = before {
        all.take(before);
    }
    if let Some(after) = after {
        all.add(after);
    }
}

/// What a snapshot keeps.
#[derive(Serialize, Deserialize)]
struct Kept {
    last: u64,
    states: BTreeMap<u64, Outcome>,
}

impl Serialize for Results {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Kept { last: self.last, states: self.states.clone() }.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for Results {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Results, D::Error> {
        let kept = Kept::deserialize(deserializer)?;
        let mut results = Results { last: kept.last, ..Results::default() };
        for (number, outcome) in kept.states {
            results.insert(number, outcome);
        }
        Ok(results)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_are_what_counting_again_gives() {
        let mut results = Results::default();
        // A linear congruence is chance enough.
        let mut seed = 1_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % below
        };
        for step in 0..3_000 {
            let (rule, resource) = (format!("rule {}", next(5)), format!("resource {}", next(9)));
            match next(12) {
                0 => results.take_of_rule(&rule, |outcome| outcome.is_compliant),
                1 => results.take_of_resource(&resource),
                2 => results.take_of(&rule, &resource),
                _ => results.put(Outcome { rule, resource, is_compliant: next(2) == 0, ..Outcome::default() }),
            }
            if step % 100 == 0 {
                let again: Results = serde_json::from_str(&serde_json::to_string(&results).unwrap()).unwrap();
                assert_eq!((&again.rules, &again.resources), (&results.rules, &results.resources), "step {step}");
                let totals = |results: &Results| (results.rule_counts, results.resource_counts, results.last);
                assert_eq!(totals(&again), totals(&results), "step {step}");
            }
        }
        assert!(results.rule_counts.total() > 0 && results.resource_counts.total() > 0);
    }
}
