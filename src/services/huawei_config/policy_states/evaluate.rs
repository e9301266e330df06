//! How rules are evaluated: what is handed to functions, which results are awaited, and what happens when time passes.
//!
//! Known: creation, a change, enabling, the timer, a change of a resource in scope and the call evaluate a rule; it is
//! Evaluating meanwhile and Enabled after; a function gets one event for each resource, with a hash.
//!
//! Assumptions: a rule is Submitting for a second; the results of a policy of the service's own are there after another;
//! an evaluation that is handed to a function ends with the last result, or as failed after five minutes; all events of
//! an evaluation have one time and one hash; a rule whose evaluation finds nothing in scope is done at once; a resource
//! that goes, or leaves the scope of a rule, takes its result along.

use serde_json::{Value, json};

use crate::emulator::ids::Ids;
use crate::emulator::{Notice, Tick};
use crate::hash::{Encoding, digest_encode};
use crate::services::huawei_config::policy_assignments::rule::{Evaluation, Policy, Rule, Status};
use crate::services::huawei_config::resources::{Change, Resource, Resources};
use crate::services::huawei_config::state::{ConfigState, Key};
use crate::text::time::to_iso;

use super::results::{Outcome, Results, word};
use super::script::{Entry, complies};

/// How long a rule is Submitting, in milliseconds.
const SUBMITTING: i64 = 1_000;
/// How long a policy of the service's own takes.
const USUAL: i64 = 1_000;
/// How long results of a function are awaited.
const PATIENCE: i64 = 300_000;

/// What an event is called among all that is sent out: the operation whose input it is.
const EVENT: &str = "ConfigEvent";

/// What a rule that is evaluated has around it.
pub struct Room<'s> {
    domain: &'s str,
    resources: &'s Resources,
    scripts: &'s [Entry],
    /// The results of the account.
    pub results: &'s mut Results,
    notices: &'s mut Vec<Notice>,
    tick: Tick,
}

impl ConfigState {
    /// Does something to a rule; what it is due for, and whether it waits, is seen to.
    pub fn with_rule(&mut self, key: &Key, tick: Tick, act: impl FnOnce(&mut Rule, &mut Room<'_>)) {
        let Some(account) = self.accounts.get_mut(&key.domain) else { return };
        let Some(rule) = account.rules.get_mut(&key.rule) else { return };
        if let Some(due) = rule.due() {
            self.due.remove(&(due, key.clone()));
        }
        self.waiting.remove(key);
        let mut room = Room {
            domain: &key.domain,
            resources: &self.resources,
            scripts: &self.scripts,
            results: &mut account.results,
            notices: &mut self.notices,
            tick,
        };
        act(rule, &mut room);
        self.due.extend(rule.due().map(|due| (due, key.clone())));
        if rule.waits() {
            self.waiting.insert(key.clone());
        }
        account.note_day(tick.now);
    }

    /// Lets happen all that is due.
    pub fn evaluate(&mut self, tick: Tick) {
        while let Some((_, key)) = self.due.first().filter(|(due, _)| due.at <= tick.now).cloned() {
            self.with_rule(&key, tick, |rule, room| room.happen(rule));
        }
    }

    /// Lets resources come, change and go, and evaluates the rules that follow them.
    pub fn change_resources(&mut self, tick: Tick, changes: &[Change]) {
        for change in changes {
            let id = change.resource.id();
            if change.is_gone {
                self.resources.take(&change.owner, id);
            } else {
                self.resources.put(&change.owner, change.resource.clone());
            }
            // What an account has of its own hides what everybody has.
            let is_shared = |domain: &str| change.owner.is_empty() && self.resources.own(domain, id).is_none();
            let is_theirs = |domain: &&String| **domain == change.owner || is_shared(domain);
            let domains: Vec<String> = self.accounts.keys().filter(is_theirs).cloned().collect();
            for domain in domains {
                let rules = self.accounts.get(&domain).map(|account| account.rules.keys().cloned().collect());
                let rules: Vec<String> = rules.unwrap_or_default();
                for rule in rules {
                    let key = Key { domain: domain.clone(), rule };
                    self.with_rule(&key, tick, |rule, room| room.follow(rule, id));
                }
            }
        }
    }
}

impl Room<'_> {
    /// A rule was made, changed or enabled.
    pub fn submit(&mut self, rule: &mut Rule) {
        let now = self.tick.now;
        rule.status = Status::Submitting(now.saturating_add(SUBMITTING));
        rule.timer = rule.content.period_millis().map(|period| now.saturating_add(period));
        rule.evaluation = Evaluation::begun(now);
    }

    /// What a rule was evaluated for before, and is no longer about, has no result any more.
    pub fn leave(&mut self, rule: &Rule) {
        let (domain, resources) = (self.domain, self.resources);
        let is_left = |outcome: &Outcome| {
            let resource = resources.get(domain, &outcome.resource);
            resource.is_some_and(|resource| !rule.content.is_about(resource))
        };
        self.results.take_of_rule(&rule.id, is_left);
    }

    /// Evaluates a rule for all that it is about.
    pub fn begin(&mut self, rule: &mut Rule) {
        let resources: Vec<Resource> = if rule.content.period_millis().is_some() {
            vec![Resource::account(self.domain)]
        } else {
            self.resources.all(self.domain).filter(|resource| rule.content.is_about(resource)).cloned().collect()
        };
        rule.evaluation = Evaluation::begun(self.tick.now);
        self.hand_out(rule, &resources);
    }

    /// A rule is no longer evaluated.
    pub fn stop(&mut self, rule: &mut Rule) {
        if rule.evaluation.ended.is_none() {
            rule.evaluation.end(self.tick.now, Some("The rule was disabled."));
        }
        rule.status = Status::Disabled;
        rule.timer = None;
    }

    /// A result came from a function.
    pub fn take(&mut self, rule: &mut Rule, outcome: Outcome, any_time: bool) {
        let awaited = rule.evaluation.awaited.get(&outcome.resource).copied();
        if awaited.is_some_and(|time| any_time || time == outcome.time) {
            rule.evaluation.awaited.remove(&outcome.resource);
            if rule.evaluation.awaited.is_empty() {
                self.succeed(rule);
            }
        }
        self.results.put(outcome);
    }

    /// What is due happens.
    fn happen(&mut self, rule: &mut Rule) {
        let now = self.tick.now;
        match rule.status {
            Status::Submitting(at) if at <= now => {
                let started = rule.evaluation.started;
                self.begin(rule);
                rule.evaluation.started = started;
            }
            Status::Evaluating(at) if at <= now => self.finish(rule),
            _ => {}
        }
        if let (Some(at), Some(period)) = (rule.timer, rule.content.period_millis())
            && at <= now
        {
            rule.timer = Some(at.saturating_add(period));
            self.begin(rule);
        }
    }

    /// The time of an evaluation is over.
    fn finish(&mut self, rule: &mut Rule) {
        if rule.content.is_custom() {
            rule.evaluation.end(self.tick.now, Some("The function did not report in time."));
            rule.status = Status::Enabled;
            return;
        }
        for (id, time) in std::mem::take(&mut rule.evaluation.awaited) {
            let account = Resource::account(self.domain);
            let is_account = rule.content.period_millis().is_some();
            let found = if is_account { Some(&account) } else { self.resources.get(self.domain, &id) };
            // What went meanwhile has no result.
            let Some(resource) = found else { continue };
            let text = |name: &str| resource.text(name).map(String::from);
            self.results.put(Outcome {
                rule: rule.id.clone(),
                resource: id,
                name: text("name"),
                provider: text("provider"),
                kind: text("type"),
                region: text("region_id"),
                trigger: rule.content.trigger().into(),
                is_compliant: complies(self.scripts, rule, resource),
                time,
            });
        }
        self.succeed(rule);
    }

    fn succeed(&mut self, rule: &mut Rule) {
        rule.evaluation.end(self.tick.now, None);
        if matches!(rule.status, Status::Evaluating(_)) {
            rule.status = Status::Enabled;
        }
    }

    /// A resource came, changed or went.
    fn follow(&mut self, rule: &mut Rule, id: &str) {
        if rule.content.period_millis().is_some() {
            return;
        }
        let resource = self.resources.get(self.domain, id).filter(|resource| rule.content.is_about(resource)).cloned();
        match (resource, rule.status) {
            (Some(resource), Status::Enabled | Status::Evaluating(_)) => {
                if rule.evaluation.ended.is_some() {
                    rule.evaluation = Evaluation::begun(self.tick.now);
                }
                self.hand_out(rule, &[resource]);
            }
            // What waits to be evaluated will be, and what is disabled will not.
            (Some(_), Status::Submitting(_) | Status::Disabled) => {}
            (None, _) => {
                self.results.take_of(&rule.id, id);
                if rule.evaluation.awaited.remove(id).is_some() && rule.evaluation.awaited.is_empty() {
                    self.succeed(rule);
                }
            }
        }
    }

    /// Hands resources to whatever decides the rule.
    fn hand_out(&mut self, rule: &mut Rule, resources: &[Resource]) {
        let now = self.tick.now;
        for resource in resources {
            rule.evaluation.awaited.insert(resource.id().into(), now);
        }
        if rule.evaluation.awaited.is_empty() {
            rule.status = Status::Evaluating(now);
            return self.succeed(rule);
        }
        let patience = if rule.content.is_custom() { PATIENCE } else { USUAL };
        rule.status = Status::Evaluating(now.saturating_add(patience));
        if rule.content.is_custom() {
            rule.issue(now);
            for resource in resources {
                let detail = event(self.tick.ids, self.domain, rule, resource, now);
                self.notices.push(Notice { kind: EVENT, detail });
            }
        }
    }
}

/// What a function is called with: the documented event.
fn event(ids: Ids, domain: &str, rule: &Rule, resource: &Resource, time: i64) -> Value {
    let urn = match &rule.content.policy {
        Policy::Custom(custom) => custom.get("function_urn").cloned().unwrap_or_default(),
        Policy::Builtin(_) => Value::Null,
    };
    json!({
        "domain_id": domain,
        "policy_assignment_id": rule.id,
        "policy_assignment_name": rule.content.name,
        "function_urn": urn,
        "trigger_type": rule.content.trigger(),
        "evaluation_time": time,
        "evaluation_hash": hash_of(ids, domain, &rule.id, time),
        "rule_parameter": rule.content.parameters,
        "invoking_event": resource.record(),
    })
}

/// The hash of a rule's evaluation at a time. How the service makes it is not known; whoever has none cannot make one here
/// either, for it depends on the seed.
pub fn hash_of(ids: Ids, domain: &str, rule: &str, time: i64) -> String {
    let mac = ids.mac(&[b"evaluation", domain.as_bytes(), rule.as_bytes(), &time.to_le_bytes()]);
    digest_encode(mac.get(..16).unwrap_or_default(), Encoding::Hex)
}

impl ConfigState {
    /// What waits for functions, and the requests that report for them.
    pub fn awaited(&self, ids: Ids) -> Vec<Value> {
        let rules = self.waiting.iter().filter_map(|key| Some((key, self.rule(&key.domain, &key.rule)?)));
        rules
            .flat_map(|(key, rule)| {
                rule.evaluation.awaited.iter().map(move |(id, time)| self.awaited_of(ids, key, rule, (id, *time)))
            })
            .collect()
    }

    fn awaited_of(&self, ids: Ids, key: &Key, rule: &Rule, (id, time): (&str, i64)) -> Value {
        let until = match rule.status {
            Status::Evaluating(until) => to_iso(until),
            _ => String::new(),
        };
        let account = Resource::account(&key.domain);
        let resource = self.resources.get(&key.domain, id).unwrap_or(&account);
        let event = event(ids, &key.domain, rule, resource, time);
        let requests = [true, false].map(|complies| {
            json!({ "title": word(complies), "operation": "huawei-config:UpdatePolicyState", "input": report(&event, complies) })
        });
        json!({
            "title": format!("{}: {id}", rule.content.name),
            "status": rule.status.as_str(),
            "policyAssignmentId": rule.id,
            "policyAssignmentName": rule.content.name,
            "domainId": key.domain,
            "resourceId": id,
            "since": to_iso(time),
            "until": until,
            "requests": requests,
        })
    }
}

/// The input of the request that answers an event.
fn report(event: &Value, complies: bool) -> Value {
    let resource = &event["invoking_event"];
    json!({
        "domain_id": event["domain_id"],
        "policy_resource": {
            "resource_id": resource["id"],
            "resource_name": resource["name"],
            "resource_provider": resource["provider"],
            "resource_type": resource["type"],
            "region_id": resource["region_id"],
            "domain_id": event["domain_id"],
        },
        "trigger_type": event["trigger_type"],
        "compliance_state": word(complies),
        "policy_assignment_id": event["policy_assignment_id"],
        "policy_assignment_name": event["policy_assignment_name"],
        "evaluation_time": event["evaluation_time"],
        "evaluation_hash": event["evaluation_hash"],
    })
}
