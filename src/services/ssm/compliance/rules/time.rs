//! When the run was. Rules read no clock, so only a time that cannot be meant is told.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::ssm::times::{PLAUSIBLE, finer_unit, millis_of};
use crate::text::time::{to_epoch_seconds, to_iso};

use super::super::view::PutComplianceItemsRequest;

pub const TIME_IN_A_FRACTION_OF_SECONDS: Rule = Rule {
    text: RuleText {
        name: "compliance/time-in-milliseconds",
        severity: Severity::Warning,
        summary: "`ExecutionTime` is given in milliseconds, or in an even finer unit",
        why: "read in seconds it lies many thousand years ahead, and each later report counts as older and is dropped",
        basis: Basis::Documentation("Smithy 2.0, AWS JSON 1.1 protocol: timestamps are seconds since 1970"),
    },
    run: time_in_a_fraction_of_seconds,
};

fn time_in_a_fraction_of_seconds(request: Value<'_>, found: &mut Found<'_>) {
    let Some((value, _)) = time_of(request) else { return };
    let Some((unit, meant)) = finer_unit(value) else { return };
    found.at(value, || {
        let seconds = to_epoch_seconds(meant);
        Draft::new(format!("`ExecutionTime` is in {unit}, seconds are wanted"))
            .help(format!("write {seconds}, which is {}", to_iso(meant)))
            .fix(format!("write {seconds}"), Trust::Safe, value.span(), seconds)
    });
}

pub const IMPLAUSIBLE_TIME: Rule = Rule {
    text: RuleText {
        name: "compliance/implausible-time",
        severity: Severity::Warning,
        summary: "`ExecutionTime` lies before the year 2000 or after 2099",
        why: "a report that is older than the stored one is dropped: one from the far past never counts, and after one from the \
              far future no other does",
        basis: Basis::Observation(
            "amazon-ssm-agent, agent/ssm/service.go: a comment says that older data is dropped in favour of newer",
        ),
    },
    run: implausible_time,
};

fn implausible_time(request: Value<'_>, found: &mut Found<'_>) {
    let Some((value, millis)) = time_of(request) else { return };
    if PLAUSIBLE.contains(&millis) || finer_unit(value).is_some() {
        return;
    }
    found.at(value, || {
        let when = i64::try_from(millis).ok().map(to_iso).filter(|iso| !iso.is_empty());
        let when = when.unwrap_or_else(|| {
            if millis < 0 { "long before the year 1".into() } else { "far beyond the year 9999".into() }
        });
        Draft::new(format!("`ExecutionTime` is {when}")).help("write the time of the run, in seconds since 1970")
    });
}

/// The time of the run and its milliseconds.
fn time_of(request: Value<'_>) -> Option<(Value<'_>, i128)> {
    let value =
        PutComplianceItemsRequest(request).execution_summary()?.execution_time().filter(|value| value.is_valid())?;
    Some((value, millis_of(value)))
}
