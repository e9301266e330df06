//! What people who rehearse a runbook ask beside the service's operations: who is waited for, and how a run went.

use serde_json::{Value, json};

use crate::text::time::to_iso;

use crate::services::ssm::change_requests;
use crate::services::ssm::settings::Settings;

use super::approval::Approval;
use super::execution::{Execution, Kind, Moment, StepRun};
use super::runbook::Object;
use super::script::Entry;
use super::state::AutomationStore;
use super::status::Status;

impl AutomationStore {
    /// Appends to the scripts.
    pub fn script(&mut self, entries: &[Value]) {
        self.scripts.extend(entries.iter().filter_map(|entry| Entry::of(entry).ok()));
    }

    /// What waits for people: which signals it takes, from whom, until when.
    pub fn waiting(&self, settings: &Settings) -> Vec<Value> {
        self.awaited().map(|execution| self.awaited_of(execution, settings)).collect()
    }

    fn awaited_of(&self, execution: &Execution, settings: &Settings) -> Value {
        let mut told = Object::new();
        let mut tell = |name: &str, value: Value| {
            told.insert(name.into(), value);
        };
        tell("title", execution.document.as_str().into());
        tell("executionId", execution.id.as_str().into());
        tell("document", execution.document.as_str().into());
        tell("status", execution.status.as_str().into());
        let run = execution.run();
        let since = run.and_then(|run| run.started).or(execution.moments.last().map(|moment| moment.at));
        tell("since", to_iso(since.unwrap_or(execution.started)).into());
        let signals = signals_of(execution);
        if !signals.is_empty() {
            tell("signals", json!(signals));
        }
        if signals == [START_STEP] {
            tell("next", json!(execution.next));
        }
        tell("requests", requests(execution, signals).into());
        if let Some(run) = run {
            tell("step", run.name.as_str().into());
            tell("stepExecutionId", run.id.as_str().into());
            if let Some(until) = execution.due() {
                tell("until", to_iso(until.at).into());
            }
            if let Ok(approval) = Approval::of(&run.inputs)
                && run.action == "aws:approve"
            {
                let for_it = run.voices.iter().filter(|voice| voice.approves).count();
                tell("approvers", json!(approval.names()));
                tell("needed", approval.needed.into());
                tell("approvals", for_it.into());
            }
        }
        if let Some(change) = &execution.change {
            told.extend(change_requests::rehearsal::awaited(execution, change, settings));
        }
        Value::Object(told)
    }

    /// The executions that were started last, the newest first.
    pub fn timelines(&self, most: usize) -> Vec<Value> {
        self.before(u64::MAX).take(most).map(|execution| Value::Object(self.head_of(execution))).collect()
    }

    fn head_of(&self, execution: &Execution) -> Object {
        let mut told = Object::new();
        told.insert("executionId".into(), execution.id.as_str().into());
        told.insert("document".into(), execution.document.as_str().into());
        if let Some(parent) = execution.parent.and_then(|(parent, _)| self.get(parent)) {
            told.insert("parent".into(), parent.id.as_str().into());
        }
        tell_course(&mut told, execution.status, Some(execution.started), execution.ended);
        told
    }

    /// How an execution went.
    pub fn timeline(&self, id: &str) -> Option<Value> {
        let execution = self.find(id)?;
        let told = execution.moments.iter().map(|moment| event_of(execution, moment));
        let children = execution.runs.iter().filter_map(|run| {
            let child = self.get(run.child?)?;
            Some(json!({ "executionId": child.id, "step": run.name, "stepExecutionId": run.id }))
        });
        let mut whole = self.head_of(execution);
        whole.insert("steps".into(), execution.runs.iter().map(step_of).collect());
        whole.insert("events".into(), told.collect());
        whole.insert("children".into(), children.collect());
        if let Some(change) = &execution.change {
            let definition = self.definition(execution).map(|of| of.runbook.clone()).unwrap_or_default();
            whole.insert("change".into(), change_requests::rehearsal::told(execution, change, &definition));
        }
        Some(Value::Object(whole))
    }
}

const START_STEP: &str = "StartStep";

/// The signals that move on what waits.
fn signals_of(execution: &Execution) -> &'static [&'static str] {
    match execution.run().map(|run| run.action.as_str()) {
        Some("aws:approve") => &["Approve", "Reject"],
        Some("aws:pause") => &["Resume"],
        Some(_) => &[],
        None if execution.kind == Kind::Change => &["Approve", "Reject"],
        None => &[START_STEP],
    }
}

/// The requests that move it on, each with the words of a button.
fn requests(execution: &Execution, signals: &[&str]) -> Vec<Value> {
    let signal = |title: String, kind: &str, step: Option<&str>| {
        let mut input = json!({ "AutomationExecutionId": execution.id, "SignalType": kind });
        if let (Some(step), Some(input)) = (step, input.as_object_mut()) {
            input.insert("Payload".into(), json!({ "StepName": [step] }));
        }
        json!({ "title": title, "operation": "ssm:SendAutomationSignal", "input": input })
    };
    let mut all = Vec::new();
    for kind in signals {
        match *kind {
            START_STEP => {
                all.extend(execution.next.iter().map(|step| signal(format!("Start {step}"), kind, Some(step))));
                let input = json!({ "AutomationExecutionId": execution.id, "Type": "Complete" });
                all.push(json!({ "title": "Complete", "operation": "ssm:StopAutomationExecution", "input": input }));
            }
            "Resume" => all.extend(execution.run().map(|run| signal((*kind).into(), kind, Some(&run.name)))),
            _ => all.push(signal((*kind).into(), kind, None)),
        }
    }
    all
}

/// The status of something, since when and until when, and how it ended.
fn tell_course(told: &mut Object, status: Status, started: Option<i64>, ended: Option<i64>) {
    told.insert("status".into(), status.as_str().into());
    if status.is_end() {
        told.insert("isGood".into(), status.is_success().into());
    }
    let times = [("started", started), ("ended", ended)];
    told.extend(times.iter().filter_map(|(name, at)| Some(((*name).to_string(), to_iso((*at)?).into()))));
}

fn step_of(run: &StepRun) -> Value {
    let mut told = Object::new();
    told.insert("step".into(), run.name.as_str().into());
    told.insert("action".into(), run.action.as_str().into());
    told.insert("stepExecutionId".into(), run.id.as_str().into());
    if let Some((_, iteration, _)) = &run.within {
        told.insert("iteration".into(), iteration.to_string().into());
    }
    tell_course(&mut told, run.status, run.started, run.ended);
    Value::Object(told)
}

fn event_of(execution: &Execution, moment: &Moment) -> Value {
    let mut told = Object::new();
    let mut tell = |name: &str, value: &str| {
        told.insert(name.into(), value.into());
    };
    tell("time", &to_iso(moment.at));
    let is_status = Status::of(&moment.what).is_some();
    tell(if is_status { "status" } else { "what" }, &moment.what);
    if let Some(run) = moment.run.and_then(|run| execution.runs.get(run)) {
        tell("step", &run.name);
        tell("action", &run.action);
        tell("stepExecutionId", &run.id);
        if let Some((_, iteration, _)) = &run.within {
            tell("iteration", &iteration.to_string());
        }
    }
    if let Some(by) = &moment.by {
        tell("by", by);
    }
    if let Some(note) = &moment.note {
        tell("note", note);
    }
    Value::Object(told)
}
