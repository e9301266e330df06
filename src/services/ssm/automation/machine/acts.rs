//! What steps do: each action, from its inputs to what it waits for.

use serde_json::{Value, json};

use crate::emulator::Notice;
use crate::text::time::{parse_duration, parse_iso};

use super::super::approval::{Approval, OUTPUT_DECISIONS, OUTPUT_STATUS};
use super::super::choices::holds;
use super::super::execution::{Execution, StepRun};
use super::super::runbook::{Object, Runbook};
use super::super::script::{Entry, USUAL};
use super::super::start::{MISSING, prepare};
use super::super::status::Status;
use super::super::variables::{Scope, text_of, texts_of};
use super::{DEEPEST, Go, MOST_NESTED, Machine, Outcome};

/// How long an approval waits: seven days (User Guide, aws:approve).
pub const APPROVAL_SECONDS: i64 = 604_800;
/// How long `aws:waitForAwsResourceProperty` waits: an hour (User Guide).
const PROPERTY_SECONDS: i64 = 3_600;
/// The longest sleep (User Guide, aws:sleep).
const LONGEST_SLEEP: i64 = 604_799_000;

/// The stages of FailureDetails (API model).
pub(super) const INPUT: &str = "InputValidation";
pub(super) const INVOCATION: &str = "Invocation";

/// Actions whose failure is one of the type Verification: they do nothing but look.
const VERIFIES: [&str; 2] = ["aws:assertAwsResourceProperty", "aws:waitForAwsResourceProperty"];

impl Machine<'_> {
    /// Enters a step: its run begins.
    pub(super) fn enter(&mut self, execution: &mut Execution, runbook: &Runbook, index: usize) -> Go {
        let Some(step) = runbook.steps.get(index) else {
            return self.finish(execution, Status::Failed, Some("There is no such step.".into()));
        };
        let now = self.now;
        let within = execution.loops.iter().find(|of| execution.runs.get(of.run).map(|run| run.step) == step.within);
        let within = within.map(|of| {
            let value = of.values.as_ref().and_then(|values| values.get(of.iteration.saturating_sub(1) as usize));
            (of.run, of.iteration, value.map(text_of))
        });
        let is_fresh = |run: &StepRun| run.step == index && run.started.is_none() && run.status == Status::Pending;
        let place = match execution.runs.iter().position(is_fresh) {
            Some(place) => place,
            None => {
                let id = self.id();
                let (name, action) = (step.name.clone(), step.action.clone());
                execution.runs.push(StepRun { id, step: index, name, action, within, ..StepRun::default() });
                execution.runs.len() - 1
            }
        };
        let scope = Scope { execution, runbook, now };
        // The steps and the condition of a loop are resolved when their turn comes.
        let inputs: Object = step
            .inputs
            .iter()
            .map(|(name, value)| {
                let is_later = step.action == "aws:loop" && matches!(name.as_str(), "Steps" | "LoopCondition");
                (name.clone(), if is_later { value.clone() } else { scope.resolve(value) })
            })
            .collect();
        let number = |value: &Value| text_of(&scope.resolve(value)).trim().parse::<i64>().ok();
        let (attempts, timeout) = (number(&step.max_attempts), number(&step.timeout_seconds));
        let timeout = timeout.filter(|seconds| *seconds > 0).or(match step.action.as_str() {
            "aws:approve" => Some(APPROVAL_SECONDS),
            "aws:waitForAwsResourceProperty" => Some(PROPERTY_SECONDS),
            _ => None,
        });
        if let Some(run) = execution.runs.get_mut(place) {
            run.started = Some(now);
            run.inputs = inputs;
            run.max_attempts = attempts.and_then(|n| u32::try_from(n).ok()).unwrap_or(1).max(1);
            run.timeout_seconds = timeout;
        }
        execution.at = Some(place);
        execution.move_run(place, Status::InProgress, now);
        if execution.cancelling.is_none() {
            execution.follow_run(Status::InProgress, now);
        }
        Go::Attempt
    }

    /// Tries the run under way.
    pub(super) fn attempt(&mut self, execution: &mut Execution, runbook: &Runbook) -> Go {
        let now = self.now;
        let Some(run) = execution.run_mut() else { return Go::Rest };
        run.attempt += 1;
        run.limit = run.timeout_seconds.map(|seconds| now.saturating_add(seconds.saturating_mul(1_000)));
        match run.action.clone().as_str() {
            "aws:sleep" => sleep(run, now),
            "aws:pause" => self.wait(execution),
            "aws:approve" => self.ask(execution),
            "aws:branch" => branch(run),
            "aws:loop" => self.enter_loop(execution, runbook),
            "aws:updateVariable" => update(execution, runbook),
            "aws:executeAutomation" => self.execute(execution),
            _ => self.effect(execution),
        }
    }

    /// Waits for people.
    fn wait(&mut self, execution: &mut Execution) -> Go {
        if let Some(at) = execution.at {
            execution.move_run(at, Status::Waiting, self.now);
        }
        if execution.cancelling.is_none() {
            execution.follow_run(Status::Waiting, self.now);
        }
        Go::Rest
    }

    /// Asks approvers.
    fn ask(&mut self, execution: &mut Execution) -> Go {
        let Some(run) = execution.run_mut() else { return Go::Rest };
        let approval = match Approval::of(&run.inputs) {
            Ok(approval) => approval,
            Err(message) => return Go::Ended(Outcome::failed(INPUT, message)),
        };
        run.outputs.insert(OUTPUT_STATUS.into(), json!(["Waiting"]));
        run.outputs.insert(OUTPUT_DECISIONS.into(), json!([]));
        let detail = json!({
            "AutomationExecutionId": execution.id.clone(),
            "StepName": execution.run().map(|run| run.name.clone()),
            "Message": approval.message,
            "Approvers": approval.names(),
            "NotificationArn": approval.topic,
        });
        self.notices.push(Notice { kind: "Automation approval requested", detail });
        self.wait(execution)
    }

    /// Starts another runbook.
    pub(in crate::services::ssm) fn execute(&mut self, execution: &mut Execution) -> Go {
        let (by, depth) = (execution.by.clone(), execution.depth + 1);
        let Some(run) = execution.run() else { return Go::Rest };
        if depth > DEEPEST {
            return Go::Ended(Outcome::failed(INPUT, too_deep()));
        }
        if self.nested >= MOST_NESTED {
            let message = format!("More than {MOST_NESTED} runbooks would be started by others at one moment.");
            return Go::Ended(Outcome::failed(INPUT, message));
        }
        let mut request = run.inputs.clone();
        // Documents may have numbers where requests have texts.
        request.values_mut().filter(|value| value.is_number()).for_each(|value| *value = text_of(value).into());
        if let Some(Value::Object(parameters)) = request.remove("RuntimeParameters") {
            let texts = parameters.iter().map(|(name, value)| (name.clone(), texts_of(value)));
            request.insert("Parameters".into(), Value::Object(texts.collect()));
        }
        match prepare(self.state, &request, &by) {
            Ok(mut start) => {
                (start.parent, start.depth) = (execution.at.map(|at| (execution.number, at)), depth);
                start.place = execution.place.clone();
                // The parent is out of the store: numbers go on behind its own all the same.
                let child = self.start(start);
                self.nested += 1;
                if let Some(run) = execution.run_mut() {
                    run.child = Some(child);
                }
                Go::Rest
            }
            // A runbook that is not here can be scripted like any other effect.
            Err(exception) if exception.name == MISSING && self.is_scripted(execution) => self.effect(execution),
            Err(exception) => Go::Ended(Outcome::failed(INPUT, exception.message)),
        }
    }

    /// Whether an entry of the script names the step under way.
    fn is_scripted(&self, execution: &Execution) -> bool {
        let run = execution.run();
        let names = |entry: &Entry, run: &StepRun| {
            entry.step.is_some() && entry.is_about(&execution.document, &run.name, run.attempt)
        };
        run.is_some_and(|run| self.store.scripts.iter().any(|entry| names(entry, run)))
    }

    /// An effect on the world outside begins.
    fn effect(&mut self, execution: &mut Execution) -> Go {
        let now = self.now;
        let document = execution.document.clone();
        let Some(run) = execution.run_mut() else { return Go::Rest };
        let entry = self.store.scripts.iter().rfind(|entry| entry.is_about(&document, &run.name, run.attempt));
        let is_late = entry.is_some_and(|entry| entry.status == Status::TimedOut && entry.duration.is_none());
        let end = now.saturating_add(entry.and_then(|entry| entry.duration).unwrap_or(USUAL));
        run.end = Some(if is_late { run.limit.unwrap_or(end) } else { end });
        run.script = entry.cloned();
        Go::Rest
    }

    /// An effect, a sleep or a stop of the run under way came to its end.
    pub(super) fn effect_ended(&mut self, execution: &mut Execution, _: &Runbook) -> Go {
        let Some(run) = execution.run_mut() else { return Go::Rest };
        run.end = None;
        if run.status == Status::Cancelling {
            return Go::Ended(Outcome { status: Status::Cancelled, ..Outcome::default() });
        }
        let Some(script) = run.script.take() else { return Go::Ended(Outcome::success(Object::new())) };
        let (said, stage) = (script.failure, script.stage.as_deref().unwrap_or(INVOCATION));
        let mut outcome = match script.status {
            Status::Success => Outcome::success(script.outputs),
            Status::TimedOut => {
                let mut outcome = Outcome::failed(stage, said.unwrap_or_else(|| late(run)));
                outcome.status = Status::TimedOut;
                outcome
            }
            Status::Cancelled => Outcome { status: Status::Cancelled, ..Outcome::default() },
            _ => {
                let message = told(said.as_deref().unwrap_or("The action failed"));
                let mut outcome = Outcome { outputs: script.outputs, ..Outcome::failed(stage, message) };
                if let Some(failure) = outcome.failure.as_mut().filter(|_| VERIFIES.contains(&run.action.as_str())) {
                    failure.kind = "Verification".into();
                }
                outcome
            }
        };
        if let (Some(failure), Some(kind)) = (outcome.failure.as_mut(), script.kind) {
            failure.kind = kind;
        }
        Go::Ended(outcome)
    }

    /// The run under way took too long.
    pub(super) fn timed_out(&mut self, execution: &mut Execution) -> Go {
        let Some(run) = execution.run_mut() else { return Go::Rest };
        if let Some(child) = run.child {
            self.store.wakes.push_back(super::Wake::Cancel(child));
        }
        let mut outcome = Outcome::failed(INVOCATION, late(run));
        outcome.status = Status::TimedOut;
        Go::Ended(outcome)
    }
}

/// A failure in the service's words. Known from the User Guide's page on troubleshooting.
fn told(message: &str) -> String {
    let message = message.trim_end_matches('.');
    format!(
        "Step fails when it is Execute/Cancelling action. {message}. Please refer to Automation Service Troubleshooting \
         Guide for more diagnosis details."
    )
}

/// What is told of the execution that would be one too many.
pub(super) fn too_deep() -> String {
    format!("Automation executions can be nested {DEEPEST} levels deep at most.")
}

fn late(run: &StepRun) -> String {
    match run.timeout_seconds {
        Some(seconds) => told(&format!("Step {} timed out after {seconds} seconds", run.name)),
        None => told(&format!("Step {} timed out", run.name)),
    }
}

fn sleep(run: &mut StepRun, now: i64) -> Go {
    let text = |name: &str| run.inputs.get(name).map(text_of);
    let until = match (text("Duration"), text("Timestamp")) {
        (Some(duration), _) => parse_duration(&duration).map(|millis| now.saturating_add(millis)),
        (None, Some(time)) => parse_iso(&time).map(|time| time.millis),
        (None, None) => None,
    };
    match until {
        Some(until) if until - now <= LONGEST_SLEEP => {
            // What lies in the past goes on at once.
            run.end = Some(until.max(now));
            if until <= now { Go::Ended(Outcome::success(Object::new())) } else { Go::Rest }
        }
        Some(_) => Go::Ended(Outcome::failed(INPUT, "A sleep takes 604799 seconds at most.")),
        None => Go::Ended(Outcome::failed(INPUT, "A sleep needs a Duration or a Timestamp in ISO 8601.")),
    }
}

fn branch(run: &StepRun) -> Go {
    let choices = run.inputs.get("Choices").and_then(Value::as_array).into_iter().flatten();
    for choice in choices.filter_map(Value::as_object) {
        match holds(choice) {
            Ok(true) => {
                let next = choice.get("NextStep").map(text_of);
                return Go::Ended(Outcome { jump: next, ..Outcome::success(Object::new()) });
            }
            Ok(false) => {}
            Err(message) => return Go::Ended(Outcome::failed(INPUT, message)),
        }
    }
    // Without a Default the step behind comes next, or nothing where `isEnd` says so (User Guide, "Using conditional
    // statements in runbooks").
    Go::Ended(Outcome { jump: run.inputs.get("Default").map(text_of), ..Outcome::success(Object::new()) })
}

fn update(execution: &mut Execution, runbook: &Runbook) -> Go {
    let Some(run) = execution.run() else { return Go::Rest };
    let name = run.inputs.get("Name").map(text_of).unwrap_or_default();
    let name = name.trim().trim_start_matches("variable:").to_string();
    let value = run.inputs.get("Value").cloned().unwrap_or_default();
    if !runbook.variables.contains_key(&name) {
        return Go::Ended(Outcome::failed(INPUT, format!("There is no variable {name}.")));
    }
    execution.variables.insert(name, value);
    Go::Ended(Outcome::success(Object::new()))
}
