//! Where else a run happens: accounts, regions, and targets of their own.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::reading::shown;
use crate::services::ssm::change_requests::view::{Runbook, StartChangeRequestExecutionRequest as Change};
use crate::text::string::quoted;

use super::super::view::{StartAutomationExecutionRequest as Start, Target, TargetLocation};

/// A location, and the targets that stand beside it.
struct Place<'t> {
    location: TargetLocation<'t>,
    targets: Option<Target<'t>>,
}

fn of_start(request: Value<'_>) -> Vec<Place<'_>> {
    let targets = Start(request).targets().next();
    Start(request).target_locations().map(|location| Place { location, targets }).collect()
}

fn of_change(request: Value<'_>) -> Vec<Place<'_>> {
    Change(request).runbooks().flat_map(of_runbook).collect()
}

fn of_runbook(runbook: Runbook<'_>) -> Vec<Place<'_>> {
    let targets = runbook.targets().next();
    runbook.target_locations().map(|location| Place { location, targets }).collect()
}

/// The same rule on both operations; they differ in where the locations stand.
macro_rules! on_both {
    ($start:ident, $change:ident, $name:literal, $severity:expr, $summary:literal, $why:literal, $basis:expr, $run:expr) => {
        pub const $start: Rule =
            Rule::new($name, $severity, $summary, $why, $basis, |request, found| each(of_start(request), found, $run));
        pub const $change: Rule =
            Rule::new($name, $severity, $summary, $why, $basis, |request, found| each(of_change(request), found, $run));
    };
}

fn each(places: Vec<Place<'_>>, found: &mut Found<'_>, run: fn(&Place<'_>, &mut Found<'_>)) {
    places.iter().for_each(|place| run(place, found));
}

on_both! {
    START_ACCOUNT_OF_ANOTHER_FORM, CHANGE_ACCOUNT_OF_ANOTHER_FORM,
    "automation/account-of-another-form", Severity::Warning,
    "an account has other than 12 digits, and is no organizational unit either",
    "no account has this id, so that nothing runs there",
    Basis::Assumption("the pattern is that of ExcludeAccounts in the API model; Accounts has none"),
    |place, found| {
        for value in place.location.accounts().into_iter().flat_map(Value::elements) {
            let Some(text) = value.str().filter(|text| !is_account(text)) else { continue };
            found.at(value, || {
                let draft = Draft::new(match text.bytes().all(|b| b.is_ascii_digit()) {
                    true => format!("{} has {} digits, 12 are needed", shown(&text), text.len()),
                    false => format!("{} is neither an account nor an organizational unit", shown(&text)),
                });
                let draft = draft.help("write the 12 digits of the account, or the id of the unit, `ou-…`")
                    .exception("InvalidAutomationExecutionParametersException");
                let plain = text.replace(['-', ' '], "");
                if plain.len() == 12 && is_account(&plain) {
                    draft.fix(format!("write `{plain}`"), Trust::Check, value.span(), quoted(&plain))
                } else {
                    draft
                }
            });
        }
    }
}

fn is_account(text: &str) -> bool {
    let is_number = text.len() == 12 && text.bytes().all(|b| b.is_ascii_digit());
    // `r-` is the root of an organization.
    is_number || text.starts_with("ou-") || text.starts_with("r-")
}

on_both! {
    START_REGION_OF_ANOTHER_FORM, CHANGE_REGION_OF_ANOTHER_FORM,
    "automation/region-of-another-form", Severity::Warning,
    "a region is not named as regions are",
    "no region has this name, so that nothing runs there",
    Basis::Documentation("AWS General Reference, \"Regional endpoints\": the codes of regions"),
    |place, found| {
        for value in place.location.regions().into_iter().flat_map(Value::elements) {
            let Some(text) = value.str().filter(|text| !is_region(text)) else { continue };
            found.at(value, || {
                let draft = Draft::new(format!("{} is not the code of a region", shown(&text)))
                    .help("write the code, such as `eu-central-1`; a zone has a letter behind it, a region has not")
                    .exception("InvalidAutomationExecutionParametersException");
                let meant = text.trim().to_ascii_lowercase().replace(['_', ' '], "-");
                let meant = meant.trim_end_matches(|c: char| c.is_ascii_lowercase());
                if is_region(meant) {
                    draft.fix(format!("write `{meant}`"), Trust::Check, value.span(), quoted(meant))
                } else {
                    draft
                }
            });
        }
    }
}

/// Whether a text is words of small letters with hyphens between, the first of two letters or so and the last a number.
fn is_region(text: &str) -> bool {
    let Some((words, number)) = text.rsplit_once('-') else { return false };
    let mut words = words.split('-');
    words.next().is_some_and(|word| (2..=4).contains(&word.len()) && is_word(word))
        && words.clone().next().is_some()
        && words.all(is_word)
        && (1..=2).contains(&number.len())
        && number.bytes().all(|b| b.is_ascii_digit())
}

fn is_word(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b.is_ascii_lowercase())
}

on_both! {
    START_NO_ACCOUNT_LEFT, CHANGE_NO_ACCOUNT_LEFT,
    "automation/no-account-left", Severity::Warning,
    "a location leaves out every account that it names",
    "nothing runs there",
    Basis::Assumption("nothing says what becomes of it; TargetLocation, ExcludeAccounts"),
    |place, found| {
        let Some(left_out) = place.location.exclude_accounts() else { return };
        let gone: Vec<_> = left_out.elements().filter_map(Value::str).collect();
        let mut named = place.location.accounts().into_iter().flat_map(Value::elements).peekable();
        if named.peek().is_some() && named.all(|account| account.str().is_some_and(|text| gone.contains(&text))) {
            found.at(left_out, || {
                Draft::new("every account of the location is left out")
                    .help("leave out some of them, or name others in `Accounts`")
                    .exception("InvalidAutomationExecutionParametersException")
            });
        }
    }
}

on_both! {
    START_OVERRULED_TARGETS, CHANGE_OVERRULED_TARGETS,
    "automation/overruled-targets", Severity::Info,
    "a location has targets of its own beside those of the whole",
    "in this location its own targets count, and the others do not",
    Basis::Documentation("API model, TargetLocation, Targets: they override those of the operation"),
    |place, found| {
        let own = place.location.targets().next();
        if let (Some(own), Some(whole)) = (own, place.targets) {
            found.at(own.0, || {
                Draft::new("these targets take the place of `Targets` in this location")
                    .help("keep both only where the location is to have others")
                    .related(whole.0.path(), whole.0.span(), "the targets of the whole")
            });
        }
    }
}
