//! Executions and steps as the service shows them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::emulator::Output;
use crate::text::time::to_epoch_seconds;

use super::execution::{Execution, Kind, StepRun};
use super::runbook::{Object, Runbook, Step};
use super::state::AutomationStore;
use super::status::Status;
use super::variables::{Scope, text_of, texts_of};

/// Steps that GetAutomationExecution shows; the number is an assumption, that it may cut the list is known.
const MOST_STEPS: usize = 100;

/// An execution as the list has it: `is_whole` adds what only GetAutomationExecution shows.
pub fn execution(store: &AutomationStore, execution: &Execution, now: i64, is_whole: bool) -> String {
    let definition = store.definition(execution);
    let empty = Runbook::default();
    let runbook = definition.as_ref().map_or(&empty, |of| &of.runbook);
    let scope = Scope { execution, runbook, now };
    let outputs = if execution.kind == Kind::Rate { Object::new() } else { scope.outputs() };
    let parent = execution.parent.and_then(|(parent, _)| store.get(parent)).map(|parent| parent.id.as_str());
    let current = execution.run();
    let mut out = Output::default()
        .text("AutomationExecutionId", &execution.id)
        .text("DocumentName", &execution.document)
        .text("DocumentVersion", &execution.version)
        .text("AutomationExecutionStatus", execution.status.as_str())
        .json("ExecutionStartTime", &to_epoch_seconds(execution.started));
    if let Some(ended) = execution.ended {
        out = out.json("ExecutionEndTime", &to_epoch_seconds(ended));
    }
    out = out.text("ExecutedBy", &execution.by);
    out = if is_whole {
        let steps = execution.runs.len().min(MOST_STEPS);
        let shown = (0..steps).map(|index| step(store, execution, index)).collect::<Vec<_>>().join(",");
        out.json("StepExecutions", &format!("[{shown}]"))
            .json("StepExecutionsTruncated", if steps < execution.runs.len() { "true" } else { "false" })
            .json("Parameters", &json!(execution.parameters).to_string())
    } else {
        out.text("LogFile", "")
    };
    out = out.json("Outputs", &json!(outputs).to_string());
    out = out
        .maybe("FailureMessage", execution.failure.as_deref())
        .text("Mode", if execution.interactive { "Interactive" } else { "Auto" })
        .maybe("ParentAutomationExecutionId", parent)
        .maybe("CurrentStepName", current.map(|run| run.name.as_str()))
        .maybe("CurrentAction", current.map(|run| run.action.as_str()));
    // Always there, also where nothing was targeted (AWS CLI examples).
    if !execution.echoed.contains_key("Targets") {
        out = out.json("Targets", "[]");
    }
    let resolved = json!({ "ParameterValues": resolved(execution), "Truncated": false });
    out = out.json("ResolvedTargets", &resolved.to_string());
    for (name, value) in &execution.echoed {
        if is_whole || name != "TargetLocations" {
            out = out.json(name, &value.to_string());
        }
    }
    out = out.maybe("Target", execution.target.as_deref());
    if !is_whole {
        out = out.text("AutomationType", type_of(execution));
    } else {
        if !runbook.variables.is_empty() {
            out = out.json("Variables", &json!(variables(execution, runbook)).to_string());
        }
        if execution.kind == Kind::Rate {
            out = counts(out, execution);
        }
    }
    if execution.kind == Kind::Change {
        out = out.text("AutomationSubtype", "ChangeRequest");
    }
    out.finish()
}

/// The type of an execution. That one which another account and region were given to is Local there is an assumption.
pub fn type_of(execution: &Execution) -> &'static str {
    if execution.is_across() { "CrossAccount" } else { "Local" }
}

fn resolved(execution: &Execution) -> Vec<&str> {
    // The targets of locations are their own; the values are known where a parameter stands for them.
    let has_parameter = execution.echoed.contains_key("TargetParameterName") && execution.kind == Kind::Rate;
    let children = execution.rates.iter().filter(|_| has_parameter).flat_map(|rate| rate.children.iter());
    children.filter(|birth| birth.rate.is_none()).map(|birth| birth.target.as_str()).collect()
}

fn variables(execution: &Execution, runbook: &Runbook) -> Object {
    let value = |name: &String, declared: &Value| {
        let value = execution.variables.get(name).or_else(|| declared.get("default"));
        value.map(texts_of).unwrap_or_else(|| json!([]))
    };
    runbook.variables.iter().map(|(name, declared)| (name.clone(), value(name, declared))).collect()
}

fn counts(out: Output, execution: &Execution) -> Output {
    let of = |status: Status| execution.runs.iter().filter(|run| run.status == status).count();
    let all = execution.runs.len();
    let (good, bad, stopped, late) =
        (of(Status::Success), of(Status::Failed), of(Status::Cancelled), of(Status::TimedOut));
    let progress = json!({
        "TotalSteps": all, "SuccessSteps": good, "FailedSteps": bad, "CancelledSteps": stopped, "TimedOutSteps": late,
    });
    let begun: usize = execution.rates.iter().map(|rate| rate.begun).sum();
    let over = execution.runs.iter().filter(|run| run.child.is_some() && run.status.is_end()).count();
    let summary = json!({
        "TotalCount": all,
        "StartedCount": begun,
        "CompletedCount": over,
        "SuccessfulCount": good,
        "FailedCount": over - good,
    });
    out.json("ProgressCounters", &progress.to_string()).json("TargetsSummary", &summary.to_string())
}

/// A run of a step.
pub fn step(store: &AutomationStore, execution: &Execution, index: usize) -> String {
    let Some(run) = execution.runs.get(index) else { return "{}".into() };
    let definition = store.definition(execution).filter(|_| execution.kind != Kind::Rate);
    let step = definition.as_ref().and_then(|of| of.runbook.steps.get(run.step));
    let mut out = Output::default().text("StepName", &run.name).text("Action", &run.action);
    if let Some(seconds) = run.timeout_seconds {
        out = out.json("TimeoutSeconds", &seconds.to_string());
    }
    out = out.text("OnFailure", step.map_or("Abort", |step| &step.on_failure));
    if run.max_attempts > 0 {
        out = out.json("MaxAttempts", &run.max_attempts.to_string());
    }
    if let Some(started) = run.started {
        out = out.json("ExecutionStartTime", &to_epoch_seconds(started));
    }
    if let Some(ended) = run.ended.filter(|_| run.started.is_some()) {
        out = out.json("ExecutionEndTime", &to_epoch_seconds(ended));
    }
    // Each input is the text of a JSON value (AWS CLI examples).
    let inputs: Object = run.inputs.iter().map(|(name, value)| (name.clone(), value.to_string().into())).collect();
    out = out
        .text("StepStatus", run.status.as_str())
        .json("Inputs", &json!(inputs).to_string())
        .json("Outputs", &json!(run.outputs).to_string());
    if run.ended.is_some() && run.started.is_some() {
        out = out.maybe("ResponseCode", response_code(run));
    }
    if let Some(failure) = &run.failure {
        out = out.text("FailureMessage", &failure.message);
        if !failure.stage.is_empty() {
            let details = json!({ "FailureStage": failure.stage, "FailureType": failure.kind, "Details": {} });
            out = out.json("FailureDetails", &details.to_string());
        }
    }
    out = out.text("StepExecutionId", &run.id).json("OverriddenParameters", "{}");
    if let (Some(step), Some(of)) = (step, &definition) {
        let next = next_of(step, &of.runbook);
        out = out.json("IsEnd", if step.is_end || next.is_empty() { "true" } else { "false" });
        out = out.maybe("NextStep", step.next_step.as_deref());
        out = out.json("IsCritical", if step.is_critical() { "true" } else { "false" });
        out = out.json("ValidNextSteps", &json!(next).to_string());
    }
    if let Some(birth) = execution.birth(index) {
        if let Some(targets) = birth.echoed.get("Targets") {
            out = out.json("Targets", &targets.to_string());
        }
        if let Some(location) = birth.echoed.get("TargetLocations").and_then(|list| list.get(0)) {
            out = out.json("TargetLocation", &location.to_string());
        }
    }
    if let Some((of, iteration, value)) = &run.within
        && let Some(parent) = execution.runs.get(*of)
    {
        let mut details = Output::default()
            .text("StepExecutionId", &parent.id)
            .text("StepName", &parent.name)
            .text("Action", &parent.action)
            .json("Iteration", &iteration.to_string());
        details = details.maybe("IteratorValue", value.as_deref());
        out = out.json("ParentStepDetails", &details.finish());
    }
    out.finish()
}

/// The response code of a step that went through: 0, and 1 where it failed. Assumed for all actions, seen for
/// `aws:runCommand`.
fn response_code(run: &StepRun) -> Option<&'static str> {
    match run.status {
        Status::Success => Some("0"),
        Status::Failed => Some("1"),
        _ => None,
    }
}

/// The names of the steps that may come next, each once.
fn next_of(step: &Step, runbook: &Runbook) -> Vec<String> {
    let following = step.following.and_then(|next| runbook.steps.get(next)).map(|step| step.name.clone());
    let otherwise = step.next_step.clone().or(following).filter(|_| !step.is_end);
    let mut names: Vec<String> = Vec::new();
    if step.action == "aws:branch" {
        let choices = step.inputs.get("Choices").and_then(Value::as_array).into_iter().flatten();
        names.extend(choices.filter_map(|choice| choice.get("NextStep").map(text_of)));
        names.extend(step.inputs.get("Default").map(text_of).or(otherwise));
    } else {
        names.extend(otherwise);
    }
    let mut seen = BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    names
}
