//! The emulator against a simple reference: random sequences of rules, reports, resources that come and go and time that
//! passes, held against plain lists that are looked through and counted anew each time.

use crate::chance::Chance;
use crate::*;
use std::collections::BTreeMap;

const DOMAINS: [&str; 2] = [DOMAIN, OTHER];

/// What the service is documented, or taken, to do, without any index.
#[derive(Default)]
struct Reference {
    now: i64,
    /// Owner, id, type.
    resources: Vec<(String, String, &'static str)>,
    rules: Vec<Rule>,
    /// In the order in which rules and resources first had a result.
    results: Vec<Outcome>,
    events: Vec<(String, String, String, i64)>,
}

#[derive(Clone, PartialEq)]
enum At {
    Submitting,
    Evaluating,
    Enabled,
    Disabled,
}

struct Rule {
    domain: String,
    id: String,
    is_custom: bool,
    /// The type that it is about; any where none is named.
    about: Option<&'static str>,
    period: Option<i64>,
    at: At,
    until: i64,
    timer: Option<i64>,
    awaited: Vec<(String, i64)>,
    issued: Vec<i64>,
    went: &'static str,
}

#[derive(Clone)]
struct Outcome {
    domain: String,
    rule: String,
    resource: String,
    is_compliant: bool,
    time: i64,
}

impl Reference {
    fn sees(&self, domain: &str, id: &str) -> Option<&'static str> {
        let of = |owner: &str| self.resources.iter().find(|(o, i, _)| o == owner && i == id).map(|(.., kind)| *kind);
        of(domain).or_else(|| of(""))
    }

    /// In the order of the emulator: one's own by id, then everybody's.
    fn scope(&self, rule: &Rule) -> Vec<String> {
        if rule.period.is_some() {
            return vec![rule.domain.clone()];
        }
        let mut ids: Vec<(bool, String)> = self
            .resources
            .iter()
            .filter(|(owner, id, _)| {
                *owner == rule.domain
                    || owner.is_empty() && !self.resources.iter().any(|(o, i, _)| *o == rule.domain && i == id)
            })
            .filter(|(.., kind)| rule.about.is_none_or(|about| about == *kind))
            .map(|(owner, id, _)| (owner.is_empty(), id.clone()))
            .collect();
        ids.sort();
        ids.into_iter().map(|(_, id)| id).collect()
    }

    fn place(&self, id: &str) -> Option<usize> {
        self.rules.iter().position(|rule| rule.id == id)
    }

    fn submit(&mut self, place: usize) {
        let now = self.now;
        let rule = &mut self.rules[place];
        (rule.at, rule.until, rule.timer) = (At::Submitting, now + 1_000, rule.period.map(|period| now + period));
        rule.awaited.clear();
        rule.went = "Running";
    }

    fn begin(&mut self, place: usize) {
        self.rules[place].awaited.clear();
        self.rules[place].went = "Running";
        let scope = self.scope(&self.rules[place]);
        self.hand_out(place, &scope);
    }

    fn hand_out(&mut self, place: usize, scope: &[String]) {
        let now = self.now;
        let rule = &mut self.rules[place];
        for id in scope {
            rule.awaited.retain(|(known, _)| known != id);
            rule.awaited.push((id.clone(), now));
        }
        if rule.awaited.is_empty() {
            (rule.at, rule.went) = (At::Enabled, "Succeeded");
            return;
        }
        (rule.at, rule.until) = (At::Evaluating, now + if rule.is_custom { 300_000 } else { 1_000 });
        if rule.is_custom {
            rule.issued.push(now);
            let told = scope.iter().map(|id| (rule.domain.clone(), rule.id.clone(), id.clone(), now));
            self.events.extend(told);
        }
    }

    fn put(&mut self, outcome: Outcome) {
        let is_same = |known: &&mut Outcome| {
            (&known.domain, &known.rule, &known.resource) == (&outcome.domain, &outcome.rule, &outcome.resource)
        };
        match self.results.iter_mut().find(is_same) {
            Some(known) => *known = outcome,
            None => self.results.push(outcome),
        }
    }

    /// What is due next: when, whether it is work, whose, and which of the two.
    fn due(&self) -> Option<(i64, bool, String, String, usize)> {
        let of = |(place, rule): (usize, &Rule)| {
            let phase = match rule.at {
                At::Submitting => Some((rule.until, true)),
                At::Evaluating => Some((rule.until, !rule.is_custom)),
                _ => None,
            };
            let first = phase.into_iter().chain(rule.timer.map(|at| (at, false))).min()?;
            Some((first.0, first.1, rule.domain.clone(), rule.id.clone(), place))
        };
        self.rules.iter().enumerate().filter_map(of).min()
    }

    fn advance(&mut self, to: i64) {
        while let Some((at, .., place)) = self.due().filter(|due| due.0 <= to) {
            self.now = at;
            let rule = &mut self.rules[place];
            match rule.at {
                At::Submitting if rule.until <= at => self.begin(place),
                At::Evaluating if rule.until <= at && rule.is_custom => {
                    rule.awaited.clear();
                    (rule.at, rule.went) = (At::Enabled, "Failed");
                }
                At::Evaluating if rule.until <= at => {
                    let mut awaited = std::mem::take(&mut rule.awaited);
                    awaited.sort();
                    (rule.at, rule.went) = (At::Enabled, "Succeeded");
                    let (domain, id, is_account) = (rule.domain.clone(), rule.id.clone(), rule.period.is_some());
                    for (resource, time) in awaited {
                        if is_account || self.sees(&domain, &resource).is_some() {
                            self.put(Outcome {
                                domain: domain.clone(),
                                rule: id.clone(),
                                resource,
                                is_compliant: true,
                                time,
                            });
                        }
                    }
                }
                _ => {}
            }
            let rule = &mut self.rules[place];
            if let (Some(timer), Some(period)) = (rule.timer, rule.period)
                && timer <= at
            {
                rule.timer = Some(timer + period);
                self.begin(place);
            }
        }
        self.now = to;
    }

    fn change(&mut self, owner: &str, id: &str, kind: Option<&'static str>) {
        self.resources.retain(|(o, i, _)| (o.as_str(), i.as_str()) != (owner, id));
        if let Some(kind) = kind {
            self.resources.push((owner.into(), id.into(), kind));
        }
        let mut places: Vec<usize> = (0..self.rules.len()).collect();
        places.sort_by_key(|place| (self.rules[*place].domain.clone(), self.rules[*place].id.clone()));
        for place in places {
            let rule = &self.rules[place];
            let is_hidden = self.resources.iter().any(|(o, i, _)| *o == rule.domain && i == id);
            if rule.period.is_some() || rule.domain != owner && (!owner.is_empty() || is_hidden) {
                continue;
            }
            let is_meant = self.sees(&rule.domain, id).is_some_and(|kind| rule.about.is_none_or(|about| about == kind));
            if !is_meant {
                let (domain, rule_id) = (rule.domain.clone(), rule.id.clone());
                self.results
                    .retain(|known| (&known.domain, &known.rule, known.resource.as_str()) != (&domain, &rule_id, id));
                let rule = &mut self.rules[place];
                let before = rule.awaited.len();
                rule.awaited.retain(|(known, _)| known != id);
                if before > 0 && rule.awaited.is_empty() {
                    rule.went = "Succeeded";
                    if rule.at == At::Evaluating {
                        rule.at = At::Enabled;
                    }
                }
            } else if matches!(rule.at, At::Enabled | At::Evaluating) {
                self.rules[place].went = "Running";
                self.hand_out(place, &[id.to_string()]);
            }
        }
    }

    /// Whether a report is taken.
    fn report(&mut self, domain: &str, rule: &str, resource: &str, time: i64, is_compliant: bool) -> u16 {
        let Some(place) = self.place(rule).filter(|place| self.rules[*place].domain == domain) else { return 404 };
        let known = &mut self.rules[place];
        if !known.issued.contains(&time) {
            return 400;
        }
        if known.awaited.contains(&(resource.to_string(), time)) {
            known.awaited.retain(|(known, _)| known != resource);
            if known.awaited.is_empty() {
                known.went = "Succeeded";
                if known.at == At::Evaluating {
                    known.at = At::Enabled;
                }
            }
        }
        let (domain, rule, resource) = (domain.into(), rule.into(), resource.into());
        self.put(Outcome { domain, rule, resource, is_compliant, time });
        200
    }
}

/// One step on both sides.
fn step(emulator: &mut Emulator, reference: &mut Reference, chance: &mut Chance) -> String {
    let domain = *chance.pick(&DOMAINS);
    let rule = if reference.rules.is_empty() { None } else { Some(chance.below(reference.rules.len())) };
    let (name, owner) = match rule {
        Some(place) => (reference.rules[place].id.clone(), reference.rules[place].domain.clone()),
        None => ("unknown".into(), domain.to_string()),
    };
    let named = json!({ "domain_id": owner, "policy_assignment_id": name });
    let mut status = |operation: &str, input: Value| {
        let response = emulator.send(&request(operation, &input));
        (response.status, body(&response))
    };
    let known = if rule.is_some() { 202 } else { 404 };
    match chance.below(12) {
        0 | 1 if reference.rules.len() < 6 => {
            let (is_custom, is_periodic) = (chance.one_in(2), chance.one_in(4));
            let about = *chance.pick(&[None, Some("cloudservers"), Some("volumes")]);
            let definition = if is_periodic { "d00000000000000000000001" } else { "d00000000000000000000002" };
            let filter = about
                .map(|kind| json!({ "policy_filter": { "resource_type": kind } }))
                .unwrap_or(json!({ "policy_filter": null }));
            let input = if is_custom {
                and(custom(), filter)
            } else {
                and(json!({ "name": "own", "policy_definition_id": definition }), filter)
            };
            let period = if is_periodic { json!({ "period": "One_Hour" }) } else { json!({}) };
            let (code, answer) =
                status("CreatePolicyAssignments", and(and(input, period), json!({ "domain_id": domain })));
            assert_eq!(code, 200);
            reference.rules.push(Rule {
                domain: domain.into(),
                id: answer["id"].as_str().unwrap().into(),
                is_custom,
                about,
                period: is_periodic.then_some(HOUR),
                at: At::Enabled,
                until: 0,
                timer: None,
                awaited: Vec::new(),
                issued: Vec::new(),
                went: "",
            });
            reference.submit(reference.rules.len() - 1);
            format!("create in {domain}: custom {is_custom}, periodic {is_periodic}, about {about:?}")
        }
        2 => {
            let operation = *chance.pick(&["EnablePolicyAssignment", "DisablePolicyAssignment"]);
            assert_eq!(status(operation, named).0, known);
            if let Some(place) = rule {
                let is_disabled = reference.rules[place].at == At::Disabled;
                if operation.starts_with('E') && is_disabled {
                    reference.submit(place);
                } else if operation.starts_with('D') && !is_disabled {
                    let rule = &mut reference.rules[place];
                    (rule.at, rule.timer) = (At::Disabled, None);
                    if rule.went == "Running" {
                        rule.went = "Failed";
                    }
                    rule.awaited.clear();
                }
            }
            format!("{operation} {name}")
        }
        3 => {
            let wanted = match rule.map(|place| &reference.rules[place].at) {
                None => 404,
                Some(At::Disabled) => 400,
                Some(_) => 202,
            };
            assert_eq!(status("RunEvaluationByPolicyAssignmentId", named).0, wanted);
            if let Some(place) = rule.filter(|place| matches!(reference.rules[*place].at, At::Enabled | At::Evaluating))
            {
                reference.begin(place);
            }
            format!("run {name}")
        }
        4 if chance.one_in(2) => {
            assert_eq!(status("DeletePolicyAssignment", named).0, if rule.is_some() { 200 } else { 404 });
            if let Some(place) = rule {
                let gone = reference.rules.remove(place);
                reference.results.retain(|known| known.rule != gone.id);
            }
            format!("delete {name}")
        }
        5..=7 if !reference.events.is_empty() => {
            let place = chance.below(reference.events.len());
            let (domain, rule, resource, mut time) = reference.events[place].clone();
            let hash = emulator.events(0).nth(place).unwrap().detail["evaluation_hash"].clone();
            if chance.one_in(8) {
                time += 1;
            }
            let is_compliant = chance.one_in(2);
            let input = json!({
                "domain_id": domain, "policy_resource": { "resource_id": resource, "resource_name": resource },
                "trigger_type": "resource", "compliance_state": if is_compliant { "Compliant" } else { "NonCompliant" },
                "policy_assignment_id": rule, "evaluation_time": time, "evaluation_hash": hash,
            });
            let response = emulator.send(&request("UpdatePolicyState", &input));
            // The next moment may have been handed out as well; its hash is another one then.
            let wanted = reference.report(&domain, &rule, &resource, time, is_compliant);
            assert_eq!(response.status, wanted, "{}", response.body);
            format!("report {resource} of {rule} at {time}: {is_compliant}, {wanted}")
        }
        8 | 9 => {
            let owner = *chance.pick(&["", DOMAIN, OTHER]);
            let id = format!("r{}", chance.below(4));
            let is_there = reference.resources.iter().any(|(o, i, _)| (o.as_str(), i.as_str()) == (owner, id.as_str()));
            let kind =
                if is_there && chance.one_in(2) { None } else { Some(*chance.pick(&["cloudservers", "volumes"])) };
            let record = json!({ "id": id, "name": id, "type": kind, "domain_id": if owner.is_empty() { Value::Null } else { owner.into() } });
            emulator.change(&json!([{ "resource": record, "gone": kind.is_none() }])).unwrap();
            reference.change(owner, &id, kind);
            format!("resource {id} of {owner:?}: {kind:?}")
        }
        _ => {
            let millis = *chance.pick(&[1, 500, 1_000, 300_000, HOUR, 5 * HOUR]);
            emulator.advance(millis);
            reference.advance(reference.now + millis);
            format!("advance {millis}")
        }
    }
}

/// Holds everything that can be read against the reference.
fn compare(emulator: &mut Emulator, reference: &Reference, told: &[String]) {
    let said = || told.join("\n");
    let events: Vec<(String, String, String, i64)> = events(emulator, 0)
        .iter()
        .map(|event| {
            let text = |value: &Value| value.as_str().unwrap().to_string();
            (
                text(&event["domain_id"]),
                text(&event["policy_assignment_id"]),
                text(&event["invoking_event"]["id"]),
                event["evaluation_time"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(events, reference.events, "{}", said());
    assert_eq!(
        emulator.waiting().len(),
        reference.rules.iter().filter(|rule| rule.is_custom).map(|rule| rule.awaited.len()).sum::<usize>(),
        "{}",
        said()
    );
    for rule in &reference.rules {
        let id = json!({ "domain_id": rule.domain, "policy_assignment_id": rule.id });
        let wanted = match rule.at {
            At::Submitting => "Submitting",
            At::Evaluating => "Evaluating",
            At::Enabled => "Enabled",
            At::Disabled => "Disabled",
        };
        assert_eq!(call(emulator, "ShowPolicyAssignment", id.clone())["state"], wanted, "{}", said());
        assert_eq!(
            call(emulator, "ShowEvaluationStateByAssignmentId", id.clone())["state"],
            rule.went,
            "{}\n{}",
            rule.id,
            said()
        );
        let rows = all(emulator, "ListPolicyStatesByAssignmentId", and(id.clone(), json!({ "limit": 3 })));
        let own: Vec<&Outcome> = reference.results.iter().filter(|known| known.rule == rule.id).collect();
        assert_eq!(shown(&rows), own.iter().map(|known| line(known)).collect::<Vec<_>>(), "{}", said());
        let summary = call(emulator, "CollectPolicyAssignmentsStatesSummary", id);
        assert_eq!(
            summary["results"]["resource_details"],
            counts(own.iter().map(|known| known.is_compliant)),
            "{}",
            said()
        );
    }
    for domain in DOMAINS {
        let account = json!({ "domain_id": domain });
        let own: Vec<&Outcome> = reference.results.iter().filter(|known| known.domain == domain).collect();
        let rows = all(emulator, "ListPolicyStatesByDomainId", and(account.clone(), json!({ "limit": 2 })));
        assert_eq!(shown(&rows), own.iter().map(|known| line(known)).collect::<Vec<_>>(), "{}", said());
        let (mut resources, mut rules) = (BTreeMap::new(), BTreeMap::new());
        for known in &own {
            *resources.entry(&known.resource).or_insert(true) &= known.is_compliant;
            *rules.entry(&known.rule).or_insert(true) &= known.is_compliant;
        }
        let summary = call(emulator, "CollectPolicyStatesSummary", account.clone());
        assert_eq!(summary["results"]["resource_details"], counts(resources.values().copied()), "{}", said());
        assert_eq!(summary["results"]["assignment_details"], counts(rules.values().copied()), "{}", said());
        let rows = all(emulator, "CollectResourcesPolicyStatesSummary", and(account.clone(), json!({ "limit": 1 })));
        assert_eq!(rows.len(), resources.len(), "{}", said());
        for row in rows {
            let id = row["resource"]["resource_id"].as_str().unwrap();
            let of = own.iter().filter(|known| known.resource == id).map(|known| known.is_compliant);
            assert_eq!(row["results"]["assignment_details"], counts(of), "{id}\n{}", said());
        }
        let today = call(emulator, "ListPolicyStatesStatistics", account)["value"].as_array().unwrap().last().cloned();
        if let Some(today) = today {
            assert_eq!(today["total_resource_count"], resources.len(), "{}", said());
            assert_eq!(today["non_compliant_policy_count"], rules.values().filter(|is| !**is).count(), "{}", said());
        }
    }
}

fn line(known: &Outcome) -> String {
    format!("{} {} {} {}", known.rule, known.resource, known.is_compliant, known.time)
}

fn shown(rows: &[Value]) -> Vec<String> {
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_string();
    let is_compliant = |row: &Value| row["compliance_state"] == "Compliant";
    rows.iter()
        .map(|row| {
            format!(
                "{} {} {} {}",
                text(row, "policy_assignment_id"),
                text(row, "resource_id"),
                is_compliant(row),
                row["evaluation_time"]
            )
        })
        .collect()
}

fn counts(all: impl Iterator<Item = bool>) -> Value {
    let (yes, no): (Vec<bool>, Vec<bool>) = all.partition(|is_compliant| *is_compliant);
    json!({ "compliant_count": yes.len(), "non_compliant_count": no.len() })
}

#[test]
fn random_sequences_agree_with_a_reference_that_counts_everything_anew() {
    let mut results = 0;
    for seed in 0..40 {
        let mut chance = Chance::new(seed);
        let (mut emulator, mut reference) = (with(json!({})), Reference { now: NOW, ..Reference::default() });
        let mut told = vec![format!("seed {seed}")];
        for round in 0..60 {
            // The events are a list of the last thousand.
            if reference.events.len() > 900 {
                break;
            }
            told.push(step(&mut emulator, &mut reference, &mut chance));
            if chance.one_in(9) {
                emulator = Emulator::restore(&emulator.snapshot().unwrap()).unwrap();
            }
            if round % 5 == 4 {
                compare(&mut emulator, &reference, &told);
            }
        }
        results += reference.results.len();
    }
    assert!(results > 100, "only {results} results in the end");
}
