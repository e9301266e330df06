//! What the store keeps beside the reports: how many resources of each compliance type comply, and the reports in the
//! order of their age. It is made from the reports, and comes and goes with them.

use std::collections::{BTreeMap, BTreeSet};

use super::counts::Counts;
use super::state::{COMPLIANCE_ITEM, Place, Report, SsmState};

/// Counters and order.
// INVARIANT: every report of the store is in `by_age` once; `resources` counts those of compliance that have items.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Index {
    by_age: BTreeSet<(i64, Place)>,
    resources: BTreeMap<String, Counts>,
}

impl Index {
    /// A report came.
    pub fn add(&mut self, place: &Place, report: &Report) {
        self.by_age.insert((report.updated, place.clone()));
        if let Some(bucket) = bucket_of(place, report) {
            self.resources.entry(place.sub_type.clone()).or_default().change(&bucket, u64::saturating_add);
        }
    }

    /// A report goes.
    pub fn remove(&mut self, place: &Place, report: &Report) {
        self.by_age.remove(&(report.updated, place.clone()));
        if let Some(bucket) = bucket_of(place, report)
            && let Some(counts) = self.resources.get_mut(&place.sub_type)
        {
            counts.change(&bucket, u64::saturating_sub);
            if counts.is_empty() {
                self.resources.remove(&place.sub_type);
            }
        }
    }

    /// The report that was updated longest ago.
    pub fn oldest(&self) -> Option<&(i64, Place)> {
        self.by_age.first()
    }
}

/// A report as one resource of its compliance type.
fn bucket_of(place: &Place, report: &Report) -> Option<Counts> {
    let counts = (place.type_name == COMPLIANCE_ITEM).then(|| report.counts()).flatten()?;
    let mut bucket = Counts::default();
    let (status, severity) = counts.overall();
    bucket.add(status, severity);
    Some(bucket)
}

impl Report {
    /// How many of its items comply, for compliance; none where it has no items.
    pub fn counts(&self) -> Option<Counts> {
        let mut counts = Counts::default();
        self.parts.iter().for_each(|part| counts.change(&part.totals.counts, u64::saturating_add));
        (self.count() > 0).then_some(counts)
    }
}

impl SsmState {
    /// How many resources of each compliance type comply, from a type on.
    pub fn resources(&self, from: &str) -> impl Iterator<Item = (&str, &Counts)> {
        self.index.resources.range(from.to_string()..).map(|(name, counts)| (name.as_str(), counts))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::emulator::ids::Ids;
    use crate::emulator::{State, Tick};
    use crate::services::ssm::counts::Totals;
    use crate::services::ssm::state::{Part, restore};
    use std::any::Any;

    fn report(updated: i64, statuses: &[(&str, &str)]) -> Report {
        let mut part = Part::default();
        for (status, severity) in statuses {
            part.rows.push(|out| *out += &format!("{{\"Severity\":\"{severity}\",\"Status\":\"{status}\"}}"));
        }
        part.totals = Totals::of(part.rows.iter());
        Report { updated, parts: vec![part], ..Report::default() }
    }

    fn place(node: usize, sub_type: usize) -> Place {
        Place {
            node: format!("i-{node:08}"),
            type_name: COMPLIANCE_ITEM.into(),
            sub_type: format!("Custom:T{sub_type}"),
        }
    }

    #[test]
    fn counters_are_what_counting_again_gives() {
        let mut state = SsmState::default();
        // A linear congruence is chance enough.
        let mut seed = 1_u64;
        let mut next = |below: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            ((seed >> 33) % below) as usize
        };
        let statuses = ["COMPLIANT", "NON_COMPLIANT", ""];
        let severities = ["CRITICAL", "LOW", "UNSPECIFIED", "MAJOR"];
        for step in 0..3_000 {
            let items: Vec<(&str, &str)> = (0..next(4)).map(|_| (statuses[next(3)], severities[next(4)])).collect();
            match next(8) {
                0 => state.run(Tick { now: step * 86_400_000 / 10, ids: Ids::new(1) }),
                1 => state.refresh(place(next(9), next(4)), String::new(), step * 86_400_000 / 10),
                _ => state.put(place(next(9), next(4)), report(step * 86_400_000 / 10, &items)),
            }
            if step % 100 == 0 {
                let json = state.to_json().unwrap();
                let again = restore(&json, &serde_json::Map::new()).unwrap();
                let again: &dyn Any = &*again;
                let again: &SsmState = again.downcast_ref().unwrap();
                assert_eq!(again.index, state.index, "step {step}");
            }
        }
        assert!(!state.index.resources.is_empty());
    }
}
