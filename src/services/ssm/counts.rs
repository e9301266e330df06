//! Counters of compliance: how many, by status and severity. What a summary says is kept while reports come in,
//! so that no list has to look at the items again.

use std::borrow::Cow;

use crate::emulator::Output;

use super::rows::{each_field, field};

/// The severities, the worst first (the order of AWS's patch scripts; see [`Counts::overall`]).
pub const SEVERITIES: [&str; 6] = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED"];

const NAMES: [&str; 6] =
    ["CriticalCount", "HighCount", "MediumCount", "LowCount", "InformationalCount", "UnspecifiedCount"];

/// The status of what complies.
pub const COMPLIANT: &str = "COMPLIANT";
/// The status of what does not.
pub const NON_COMPLIANT: &str = "NON_COMPLIANT";

/// How many comply and how many do not, by severity: items of a report, or resources of a type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    compliant: [u64; 6],
    non_compliant: [u64; 6],
}

impl Counts {
    /// Counts one. What has another status than the two counts as neither, another severity as the last.
    pub fn add(&mut self, status: &str, severity: &str) {
        if let Some(count) = self.count_of(status, severity) {
            *count += 1;
        }
    }

    fn count_of(&mut self, status: &str, severity: &str) -> Option<&mut u64> {
        let counts = match status {
            COMPLIANT => &mut self.compliant,
            NON_COMPLIANT => &mut self.non_compliant,
            _ => return None,
        };
        let place = SEVERITIES.iter().position(|known| *known == severity).unwrap_or(SEVERITIES.len() - 1);
        counts.get_mut(place)
    }

    /// Adds or takes away what others counted.
    pub fn change(&mut self, others: &Counts, change: fn(u64, u64) -> u64) {
        for (count, other) in self.compliant.iter_mut().zip(others.compliant) {
            *count = change(*count, other);
        }
        for (count, other) in self.non_compliant.iter_mut().zip(others.non_compliant) {
            *count = change(*count, other);
        }
    }

    /// Whether nothing was counted.
    pub fn is_empty(&self) -> bool {
        *self == Counts::default()
    }

    /// The status of a resource with these items, and its overall severity: the worst of the items that do not
    /// comply, `UNSPECIFIED` where all do.
    pub fn overall(&self) -> (&'static str, &'static str) {
        match SEVERITIES.into_iter().zip(self.non_compliant).find(|(_, count)| *count > 0) {
            Some((severity, _)) => (NON_COMPLIANT, severity),
            None => (COMPLIANT, "UNSPECIFIED"),
        }
    }

    /// What was counted, each with its status and severity.
    pub fn parts(&self) -> impl Iterator<Item = (&'static str, &'static str, u64)> {
        let of = |status: &'static str, counts: [u64; 6]| {
            SEVERITIES.into_iter().zip(counts).map(move |(severity, count)| (status, severity, count))
        };
        of(COMPLIANT, self.compliant).chain(of(NON_COMPLIANT, self.non_compliant)).filter(|(.., count)| *count > 0)
    }

    /// Counts the same `count` times.
    pub fn add_all(&mut self, status: &str, severity: &str, count: u64) {
        if let Some(known) = self.count_of(status, severity) {
            *known += count;
        }
    }

    /// Adds `CompliantSummary` and `NonCompliantSummary` to an answer.
    pub fn summaries(&self, output: Output) -> Output {
        let part = |name: &str, counts: [u64; 6]| {
            let severities = NAMES
                .into_iter()
                .zip(counts)
                .fold(Output::default(), |output, (name, count)| output.json(name, &count.to_string()));
            let total: u64 = counts.iter().sum();
            Output::default().json(name, &total.to_string()).json("SeveritySummary", &severities.finish()).finish()
        };
        output
            .json("CompliantSummary", &part("CompliantCount", self.compliant))
            .json("NonCompliantSummary", &part("NonCompliantCount", self.non_compliant))
    }
}

/// What a summary has to know of the items of a report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// How many comply and how many do not.
    pub counts: Counts,
    /// The different patch groups that the items name.
    pub patch_groups: Vec<String>,
}

/// The detail that names a patch group.
pub const PATCH_GROUP: &str = "PatchGroup";

impl Totals {
    /// Counts an item.
    pub fn add(&mut self, status: &str, severity: &str) {
        self.counts.add(status, severity);
    }

    /// Keeps a patch group.
    pub fn add_group(&mut self, group: Cow<'_, str>) {
        if self.patch_groups.iter().all(|known| *known != *group) {
            self.patch_groups.push(group.into_owned());
        }
    }

    /// The totals of stored rows.
    pub fn of<'r>(rows: impl Iterator<Item = &'r str>) -> Totals {
        let mut totals = Totals::default();
        for row in rows {
            let text = |name| field(row, name).unwrap_or_default();
            totals.add(&text("Status"), &text("Severity"));
            each_field(row, |name, details| {
                if name == "Details"
                    && let Some(group) = field(details, PATCH_GROUP)
                {
                    totals.add_group(group);
                }
            });
        }
        totals
    }
}
