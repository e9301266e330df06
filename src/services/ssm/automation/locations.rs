//! Target locations: the accounts and the regions that an execution goes to. Each pair is a child, those of one location run
//! within its limits, and each of them runs over the targets in its turn.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::emulator::Exception;
use crate::services::ssm::settings::Units;
use crate::services::ssm::state::SsmState;
use crate::text::order::gathered;

use super::execution::{Birth, Place, Rate};
use super::parameters::invalid;
use super::runbook::Object;
use super::targets::{Aim, rate_of};
use super::variables::{REGION, account_of};

/// Children of a location that run at a time, and errors that are let pass (API model, TargetLocation).
const USUAL_CONCURRENCY: &str = "1";
const USUAL_ERRORS: &str = "0";

/// Runs that an execution has in all locations together. A request of a few kilobytes could ask for millions, and what each is
/// started with is kept.
const MOST_RUNS: usize = 10_000;

/// A row of children for each location: one child for each account and region of it.
///
/// Known: limits are those of the location, a percentage is one of its pairs of account and region (User Guide, "Running
/// automations in multiple Regions and accounts"); its own targets and their limits go before those of the request (API
/// model, TargetLocation).
///
/// Assumptions: a pair that a location names twice runs once in it; pairs follow each other by account, then by region; a
/// location without accounts or regions means those of who asks; a location with targets of its own has nothing of
/// `TargetMaps`; its alarm is shown by what runs there; all targets are found when the execution starts.
pub fn rates_of(state: &SsmState, locations: &[Value], whole: Aim<'_>, by: &str) -> Result<Vec<Rate>, Exception> {
    let mut rates = Vec::new();
    let mut count = 0_usize;
    for location in locations.iter().filter_map(Value::as_object) {
        let accounts = accounts_of(&state.settings.units, location, account_of(by));
        let mut regions = texts(location, "Regions");
        if regions.is_empty() {
            regions.push(REGION);
        }
        let regions = once(regions);
        let aim = aim_of(location, whole);
        let own = aim.rate(state)?;
        let targets = own.as_ref().map_or(1, |own| own.children.len());
        count = count.saturating_add(accounts.len().saturating_mul(regions.len()).saturating_mul(targets));
        if count > MOST_RUNS {
            return Err(invalid(format!("The emulator runs a runbook {MOST_RUNS} times in all locations at most.")));
        }
        let places = accounts.iter().flat_map(|account| regions.iter().map(move |region| (account, region)));
        let birth = |(account, region): (&String, &&str)| Birth {
            target: format!("{account}:{region}"),
            echoed: shown(location, aim, account, region),
            rate: own.clone(),
            place: Some(Place { account: account.clone(), region: (*region).into() }),
            ..Birth::default()
        };
        rates.push(rate_of(
            places.map(birth).collect(),
            text(location, "TargetLocationMaxConcurrency").unwrap_or(USUAL_CONCURRENCY),
            text(location, "TargetLocationMaxErrors").unwrap_or(USUAL_ERRORS),
        ));
    }
    if rates.iter().all(|rate| rate.children.is_empty()) {
        return Err(invalid("The TargetLocations leave no account."));
    }
    Ok(rates)
}

/// Whether a location has targets of its own.
pub fn has_targets(location: &Value) -> bool {
    location.get("Targets").and_then(Value::as_array).is_some_and(|targets| !targets.is_empty())
}

fn text<'r>(location: &'r Object, name: &str) -> Option<&'r str> {
    location.get(name).and_then(Value::as_str)
}

fn texts<'r>(location: &'r Object, name: &str) -> Vec<&'r str> {
    location.get(name).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str).collect()
}

/// The texts of a list, each once.
fn once(mut texts: Vec<&str>) -> Vec<&str> {
    let mut seen = BTreeSet::new();
    texts.retain(|text| seen.insert(*text));
    texts
}

/// What is run over in a location.
fn aim_of<'r>(location: &'r Object, whole: Aim<'r>) -> Aim<'r> {
    let own = location.get("Targets").and_then(Value::as_array).filter(|targets| !targets.is_empty());
    let (targets, maps) = match own {
        Some(own) => (own.as_slice(), [].as_slice()),
        None => (whole.targets, whole.maps),
    };
    Aim {
        targets,
        maps,
        parameter: whole.parameter,
        concurrency: text(location, "TargetsMaxConcurrency").or(whole.concurrency),
        errors: text(location, "TargetsMaxErrors").or(whole.errors),
    }
}

/// Members that the execution in one account and region shows. Which accounts were left out is no longer said: it can be
/// thousands, for each of thousands.
fn shown(location: &Object, aim: Aim<'_>, account: &str, region: &str) -> Object {
    let is_worked_out = |name: &str| matches!(name, "ExcludeAccounts" | "IncludeChildOrganizationUnits");
    let mut one: Object = location
        .iter()
        .filter(|(name, _)| !is_worked_out(name))
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    one.insert("Accounts".into(), json!([account]));
    one.insert("Regions".into(), json!([region]));
    let alarm = location.get("TargetLocationAlarmConfiguration").cloned();
    let has_targets = !aim.targets.is_empty() || !aim.maps.is_empty();
    let said = |value: Option<&str>| value.filter(|_| has_targets).map(Value::from);
    let list = |list: &[Value]| Some(list).filter(|list| !list.is_empty()).map(|list| json!(list));
    let members = [
        ("TargetLocations", Some(json!([one]))),
        ("TargetParameterName", said(aim.parameter)),
        ("Targets", list(aim.targets)),
        ("TargetMaps", list(aim.maps)),
        ("MaxConcurrency", said(aim.concurrency)),
        ("MaxErrors", said(aim.errors)),
        ("AlarmConfiguration", alarm),
    ];
    members.into_iter().filter_map(|(name, value)| Some((name.to_string(), value?))).collect()
}

/// The accounts of a location, those of its units included.
///
/// Assumptions: units are those of the option `organizationalUnits`, and one that is not named there is one account, so that
/// requests can be tried without it; what is left out is left out with all units below it.
fn accounts_of(units: &Units, location: &Object, own: &str) -> Vec<String> {
    let mut named = texts(location, "Accounts");
    if named.is_empty() {
        named.push(own);
    }
    let goes_down = location.get("IncludeChildOrganizationUnits") == Some(&Value::Bool(true));
    let left_out = texts(location, "ExcludeAccounts");
    let gone: BTreeSet<&str> = gathered(left_out.iter().copied().chain(expanded(units, &left_out, true)));
    expanded(units, &named, goes_down).into_iter().filter(|account| !gone.contains(account)).map(String::from).collect()
}

/// The accounts that names stand for, each once. Units may contain each other in a circle.
fn expanded<'n>(units: &'n Units, names: &[&'n str], goes_down: bool) -> Vec<&'n str> {
    let (mut found, mut seen) = (Vec::new(), BTreeSet::new());
    let mut ahead: Vec<(&str, bool)> = names.iter().rev().map(|name| (*name, true)).collect();
    while let Some((name, is_named)) = ahead.pop() {
        let members = units.get(name);
        let is_below = !is_named && (members.is_some() || name.starts_with("ou-"));
        if is_below && !goes_down || !seen.insert(name) {
            continue;
        }
        match members {
            Some(members) => ahead.extend(members.iter().rev().map(|member| (member.as_str(), false))),
            None => found.push(name),
        }
    }
    found
}
