//! What is seen of executions from outside, held together: lists, executions, steps, timelines and who is waited for tell
//! one story, and what was told once stays told.

use std::collections::{BTreeMap, BTreeSet};

use cloud_dryrun::Emulator;
use cloud_dryrun::services::ssm::automation::status::{EXECUTION_MOVES, STEP_MOVES, Status, may_follow};
use serde_json::{Value, json};

use crate::{DAY, NOW, body, request};

/// What does not hold, in words.
pub type Held = Result<(), String>;

/// What was seen so far.
#[derive(Default)]
pub struct Watch {
    /// The executions that a start gave the id of.
    pub started: BTreeSet<String>,
    /// All that are listed, as GetAutomationExecution has them, the newest first.
    pub now: Vec<Value>,
    /// What timelines told.
    events: BTreeMap<String, Vec<Value>>,
    /// When each is forgotten, in milliseconds.
    forgotten: BTreeMap<String, i64>,
    looks: usize,
    /// How often a location was seen to be given up while others went on.
    pub given_up: usize,
}

/// An answer, or the exception's name.
pub fn send(emulator: &mut Emulator, by: &str, operation: &str, input: &Value) -> Result<Value, String> {
    let response = emulator.send(&request(by, operation, input));
    let body = body(&response);
    if response.status == 200 { Ok(body) } else { Err(body["__type"].as_str().unwrap_or_default().to_string()) }
}

pub fn text<'v>(value: &'v Value, name: &str) -> &'v str {
    value[name].as_str().unwrap_or_default()
}

pub fn is_over(execution: &Value) -> bool {
    status_of(text(execution, "AutomationExecutionStatus")).is_end()
}

fn status_of(word: &str) -> Status {
    Status::of(word).unwrap_or_else(|| panic!("{word} is no status"))
}

fn list_of<'v>(value: &'v Value, name: &str) -> &'v [Value] {
    value[name].as_array().map(Vec::as_slice).unwrap_or_default()
}

fn require(holds: bool, what: impl FnOnce() -> String) -> Held {
    if holds { Ok(()) } else { Err(what()) }
}

/// All rows of a list.
pub fn pages(
    emulator: &mut Emulator,
    operation: &str,
    list: &str,
    size: usize,
    mut input: Value,
) -> Result<Vec<Value>, String> {
    input["MaxResults"] = json!(size);
    let mut all = Vec::new();
    for _ in 0..10_000 {
        let page = send(emulator, "AKIDANN", operation, &input)?;
        require(list_of(&page, list).len() <= size, || format!("{operation}: more than {size} on a page"))?;
        all.extend_from_slice(list_of(&page, list));
        match page.get("NextToken") {
            None => return Ok(all),
            Some(token) => input["NextToken"] = token.clone(),
        }
    }
    Err(format!("{operation} has no last page"))
}

const LIST: &str = "AutomationExecutionMetadataList";

impl Watch {
    /// Looks at everything.
    pub fn look(&mut self, emulator: &mut Emulator) -> Held {
        self.looks += 1;
        let size = 1 + self.looks * 7 % 50;
        let rows = pages(emulator, "DescribeAutomationExecutions", LIST, size, json!({}))?;
        let ids: BTreeSet<&str> = rows.iter().map(|row| text(row, "AutomationExecutionId")).collect();
        require(ids.len() == rows.len(), || "an execution is listed twice".into())?;
        let times = rows.iter().map(|row| row["ExecutionStartTime"].as_f64().unwrap_or_default());
        require(times.is_sorted_by(|a, b| a >= b), || "the newest is not the first".into())?;
        for id in &self.started {
            let is_kept = self.forgotten.get(id).is_none_or(|at| *at > emulator.now());
            require(ids.contains(id.as_str()) == is_kept, || {
                format!(
                    "{id} is {} and should {} be",
                    if is_kept { "lost" } else { "kept" },
                    if is_kept { "not" } else { "no longer" }
                )
            })?;
        }
        self.now.clear();
        for row in &rows {
            let id = text(row, "AutomationExecutionId");
            let execution =
                send(emulator, "AKIDANN", "GetAutomationExecution", &json!({ "AutomationExecutionId": id }))?;
            let execution = execution["AutomationExecution"].clone();
            for name in ["AutomationExecutionStatus", "DocumentName", "ExecutionStartTime", "CurrentStepName", "Mode"] {
                require(execution.get(name) == row.get(name), || format!("{id}: {name} differs in the list"))?;
            }
            self.now.push(execution);
        }
        for index in 0..self.now.len() {
            let execution = self.now[index].clone();
            let steps = self.steps(emulator, &execution)?;
            self.timeline(emulator, &execution, &steps)?;
            self.shape(&execution, &steps).map_err(|what| format!("{what}\n{execution}"))?;
            if execution.get("TargetsSummary").is_some() {
                self.counts(emulator, &execution, &steps).map_err(|what| format!("{what}\n{execution}"))?;
            }
        }
        self.awaited(emulator)
    }

    /// The runs of steps, by their own list, which agrees with the execution.
    fn steps(&self, emulator: &mut Emulator, execution: &Value) -> Result<Vec<Value>, String> {
        let shown = list_of(execution, "StepExecutions");
        if execution["StepExecutionsTruncated"] == false && !self.looks.is_multiple_of(4) {
            return Ok(shown.to_vec());
        }
        let input = json!({ "AutomationExecutionId": execution["AutomationExecutionId"] });
        let steps = pages(emulator, "DescribeAutomationStepExecutions", "StepExecutions", 2 + self.looks % 49, input)?;
        let of = |list: &[Value]| -> BTreeMap<String, Value> {
            list.iter().map(|step| (text(step, "StepExecutionId").to_string(), step.clone())).collect()
        };
        let (all, some) = (of(&steps), of(shown));
        require(all.len() == steps.len(), || "a step is listed twice".into())?;
        require(some.iter().all(|(id, step)| all.get(id) == Some(step)), || "the lists of steps differ".into())?;
        Ok(steps)
    }

    /// What was told goes on being told; what is new may follow; the last of it is what is shown.
    fn timeline(&mut self, emulator: &mut Emulator, execution: &Value, steps: &[Value]) -> Held {
        let id = text(execution, "AutomationExecutionId");
        let timeline = emulator.timeline(id).map_err(|_| format!("{id} has no timeline"))?;
        let events = list_of(&timeline, "events");
        let before = self.events.entry(id.to_string()).or_default();
        require(events.starts_with(before), || format!("{id}: the past changed: {before:?} was told, now {timeline}"))?;
        *before = events.to_vec();
        require(events.iter().map(|event| millis(text(event, "time"))).is_sorted(), || {
            format!("time runs back: {timeline}")
        })?;
        let mut now: BTreeMap<&str, Status> =
            steps.iter().map(|s| (text(s, "StepExecutionId"), Status::Pending)).collect();
        now.insert("", Status::Pending);
        for event in events.iter().skip(1) {
            let Some(word) = event["status"].as_str() else { continue };
            let (of, to) = (text(event, "stepExecutionId"), status_of(word));
            let moves = if of.is_empty() { EXECUTION_MOVES } else { STEP_MOVES };
            let from = now.insert(of, to).ok_or_else(|| format!("{of} is no step of {id}"))?;
            require(may_follow(moves, from, to) && !from.is_end(), || format!("{from:?} to {to:?}: {timeline}"))?;
        }
        for (of, shown) in steps
            .iter()
            .map(|s| (text(s, "StepExecutionId"), text(s, "StepStatus")))
            .chain([("", text(execution, "AutomationExecutionStatus"))])
        {
            require(now.get(of).is_some_and(|now| now.as_str() == shown), || {
                format!("{of} is shown as {shown}: {timeline}")
            })?;
        }
        if is_over(execution) && !self.forgotten.contains_key(id) {
            let ended = events
                .iter()
                .rev()
                .find(|event| event.get("status").is_some() && event.get("stepExecutionId").is_none());
            let ended = ended.map(|event| millis(text(event, "time"))).unwrap_or_default();
            self.forgotten.insert(id.to_string(), ended + 30 * DAY);
        }
        Ok(())
    }

    /// An execution that is over has an end and nothing that runs; one that is not has one thing that does.
    fn shape(&self, execution: &Value, steps: &[Value]) -> Held {
        let status = status_of(text(execution, "AutomationExecutionStatus"));
        require(status.is_end() == execution.get("ExecutionEndTime").is_some(), || {
            "over, and no end, or the other way round".into()
        })?;
        let of =
            |wanted: &[Status]| steps.iter().filter(|s| wanted.contains(&status_of(text(s, "StepStatus")))).count();
        let running = of(&[Status::InProgress, Status::Waiting, Status::Cancelling]);
        for step in steps {
            let is_begun = step.get("ExecutionStartTime").is_some();
            let status = status_of(text(step, "StepStatus"));
            let is_left = status == Status::Cancelled && execution.get("TargetsSummary").is_some();
            require(is_begun == (status != Status::Pending) || is_left, || {
                format!("{status:?}, and begun: {is_begun}")
            })?;
            require(
                (status == Status::Failed) <= step.get("FailureMessage").is_some()
                    || execution.get("TargetsSummary").is_some(),
                || "a step failed without a word".into(),
            )?;
        }
        if status.is_end() {
            require(running == 0, || "over, and a step runs".into())?;
            require(execution.get("CurrentStepName").is_none(), || "over, and at a step".into())?;
            require(status != Status::Failed || execution.get("FailureMessage").is_some(), || {
                "failed without a word".into()
            })?;
        }
        if execution.get("TargetsSummary").is_some() {
            return Ok(());
        }
        let loops = steps.iter().filter(|s| s["Action"] == "aws:loop" && s["StepStatus"] == "InProgress").count();
        let is_interactive = execution["Mode"] == "Interactive";
        match status {
            Status::Pending => require(running == 0, || "pending, and a step runs".into()),
            // A level can be stopped as any step, and takes a second for it.
            Status::PendingApproval => {
                require(of(&[Status::Waiting, Status::Cancelling]) == 1, || "no level waits".into())
            }
            Status::Scheduled | Status::PendingChangeCalendarOverride => {
                require(running == 0, || "it waits for its time, and a step runs".into())
            }
            Status::RunbookInProgress => require(running == 1, || format!("{running} steps run")),
            Status::Waiting => {
                require(of(&[Status::Waiting]) == 1 || is_interactive && running == 0, || "it waits for nothing".into())
            }
            Status::InProgress | Status::Cancelling => {
                require(running - loops.min(1) <= 1 && running > 0, || format!("{running} steps run"))
            }
            // Whoever starts the steps by hand may say that all is well.
            Status::Success | Status::CompletedWithSuccess if !is_interactive => {
                let bad =
                    |s: &&Value| matches!(text(s, "StepStatus"), "Failed" | "TimedOut") && s["IsCritical"] == true;
                require(!steps.iter().any(|s| bad(&s)), || "a critical step failed, and it is a success".into())
            }
            _ => Ok(()),
        }
    }

    /// The counters of an execution over targets are those of its children.
    fn counts(&mut self, emulator: &mut Emulator, execution: &Value, steps: &[Value]) -> Held {
        let of = |status: &str| steps.iter().filter(|step| step["StepStatus"] == status).count();
        let (good, bad, stopped, late) = (of("Success"), of("Failed"), of("Cancelled"), of("TimedOut"));
        let progress = json!({ "TotalSteps": steps.len(), "SuccessSteps": good, "FailedSteps": bad,
            "CancelledSteps": stopped, "TimedOutSteps": late });
        require(execution["ProgressCounters"] == progress, || format!("{progress} is wanted"))?;
        let filter =
            json!({ "Filters": [{ "Key": "ParentExecutionId", "Values": [execution["AutomationExecutionId"]] }] });
        let children = pages(emulator, "DescribeAutomationExecutions", LIST, 50, filter)?;
        let over = children.iter().filter(|child| is_over(child)).count();
        let well = children.iter().filter(|child| child["AutomationExecutionStatus"] == "Success").count();
        let summary = json!({ "TotalCount": steps.len(), "StartedCount": children.len(), "CompletedCount": over,
            "SuccessfulCount": well, "FailedCount": over - well });
        // Children may be forgotten before their parent.
        if self.forgotten.values().all(|at| *at > emulator.now()) {
            require(execution["TargetsSummary"] == summary, || format!("{summary} is wanted"))?;
        }
        if steps.iter().any(|step| step.get("TargetLocation").is_some()) {
            return self.locations(execution, steps);
        }
        let most = limit(execution, "MaxConcurrency", "10", steps.len()).max(1);
        require(children.len() - over <= most, || format!("more than {most} children run"))?;
        let errors = limit(execution, "MaxErrors", "0", steps.len());
        let failed = bad + stopped + late;
        match text(execution, "AutomationExecutionStatus") {
            "Success" => require(failed <= errors && good + failed == steps.len(), || format!("{failed} failed")),
            "Failed" => require(failed > errors, || format!("{failed} failed alone")),
            _ => Ok(()),
        }
    }

    /// Each location keeps to its own limits and goes as far as they let it, whatever happens in the others.
    fn locations(&mut self, execution: &Value, steps: &[Value]) -> Held {
        let status = text(execution, "AutomationExecutionStatus");
        let (mut given_up, mut open) = (0, 0);
        for location in list_of(execution, "TargetLocations") {
            let is_here =
                |step: &&Value| list_of(location, "Accounts").contains(&step["TargetLocation"]["Accounts"][0]);
            let here: Vec<&Value> = steps.iter().filter(is_here).collect();
            let all = list_of(location, "Accounts").len() * list_of(location, "Regions").len();
            require(here.len() == all, || format!("{} of {all} pairs: {location}", here.len()))?;
            let of = |words: &[&str]| here.iter().filter(|step| words.contains(&text(step, "StepStatus"))).count();
            let is_left_out =
                |step: &&&Value| step["StepStatus"] == "Cancelled" && step.get("ExecutionStartTime").is_none();
            let left_out = here.iter().filter(is_left_out).count();
            let failed = of(&["Failed", "TimedOut", "Cancelled"]) - left_out;
            let (running, waiting, good) = (of(&["InProgress", "Cancelling"]), of(&["Pending"]), of(&["Success"]));
            let most = limit(location, "TargetLocationMaxConcurrency", "1", all).max(1);
            let errors = limit(location, "TargetLocationMaxErrors", "0", all);
            require(running <= most, || format!("more than {most} run: {location}"))?;
            if matches!(status, "Pending" | "Cancelling" | "Cancelled") {
                continue;
            }
            let is_given_up = failed > errors;
            let is_held = if is_given_up {
                (waiting == 0 || running > 0) && (left_out == 0 || running == 0)
            } else {
                left_out == 0 && running == most.min(all - good - failed)
            };
            require(is_held, || format!("{running} run, {waiting} wait, {left_out} are left out: {location}"))?;
            given_up += usize::from(is_given_up);
            open += usize::from(running > 0);
        }
        self.given_up += usize::from(given_up > 0 && open > 0 && status == "InProgress");
        match status {
            "InProgress" => require(open > 0, || "it goes on, and nothing runs".into()),
            "Success" => require(given_up == 0, || "a location was given up".into()),
            "Failed" => {
                require(given_up > 0 && open == 0, || format!("{given_up} locations were given up, {open} are open"))
            }
            _ => Ok(()),
        }
    }

    /// Who is waited for is who is shown to be waited for.
    fn awaited(&self, emulator: &Emulator) -> Held {
        let waiting = emulator.waiting();
        let told: BTreeSet<&str> = waiting.iter().map(|one| text(one, "executionId")).collect();
        let is_awaited = |execution: &&Value| {
            let status = text(execution, "AutomationExecutionStatus");
            let is_stopping =
                list_of(execution, "StepExecutions").iter().any(|step| step["StepStatus"] == "Cancelling");
            matches!(status, "Waiting" | "PendingApproval" | "PendingChangeCalendarOverride") && !is_stopping
        };
        let shown = self.now.iter().filter(is_awaited);
        let shown: BTreeSet<&str> = shown.map(|execution| text(execution, "AutomationExecutionId")).collect();
        require(told == shown && told.len() == waiting.len(), || {
            format!("waiting() tells {told:?}, and {shown:?} wait")
        })?;
        for one in &waiting {
            let execution = self.find(text(one, "executionId"));
            require(execution.get("CurrentStepName") == one.get("step"), || {
                format!("{one} waits elsewhere: {execution}")
            })?;
            require(!list_of(one, "signals").is_empty(), || format!("{one} takes no signal"))?;
        }
        Ok(())
    }

    pub fn find(&self, id: &str) -> &Value {
        self.now.iter().find(|execution| execution["AutomationExecutionId"] == id).unwrap_or(&Value::Null)
    }

    /// Executions of a lane that take a place, and those that wait for one.
    pub fn load(&self, is_rate: bool) -> (usize, usize) {
        let own = self.now.iter().filter(|execution| {
            !is_over(execution)
                && execution.get("ParentAutomationExecutionId").is_none()
                && execution.get("AutomationSubtype").is_none()
                && execution.get("TargetsSummary").is_some() == is_rate
        });
        let (queued, active): (Vec<&Value>, Vec<&Value>) =
            own.partition(|execution| execution["AutomationExecutionStatus"] == "Pending");
        (active.len(), queued.len())
    }

    /// When the first and the last of those that are over are forgotten.
    pub fn ends(&self, now: i64) -> BTreeSet<i64> {
        self.forgotten.values().copied().filter(|at| *at > now).collect()
    }
}

/// A limit: a number, or half of all.
fn limit(of: &Value, name: &str, usual: &str, all: usize) -> usize {
    match of[name].as_str().unwrap_or(usual) {
        "50%" => all / 2,
        number => number.parse().unwrap(),
    }
}

/// The milliseconds of a time in ISO 8601.
fn millis(time: &str) -> i64 {
    cloud_dryrun::text::time::parse_iso(time).map_or(NOW, |time| time.millis)
}
