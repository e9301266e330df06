//! Random runbooks under random starts, signals, stops, scripts, faults and steps of the clock. After each step all that
//! is seen of the executions is held together, what is told to be possible is possible and the rest is refused, and the
//! journal does it all again, byte for byte. In the end everything comes to an end and is kept for 30 days. A sequence
//! that fails is shortened before it is told.

#[path = "sequences/generate.rs"]
mod generate;
#[path = "sequences/watch.rs"]
mod watch;

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

use generate::{PEOPLE, Step};
use watch::{Held, Watch, is_over, send, text};

use crate::chance::Chance;
use crate::*;

/// Sequences where nothing else is asked for.
const USUAL: u64 = 40;

/// What sequences reached, so that a test that reaches nothing fails.
#[derive(Default)]
struct Reached {
    taken: usize,
    refused: BTreeMap<String, usize>,
    statuses: BTreeMap<String, usize>,
    given_up: usize,
}

struct Run {
    emulator: Emulator,
    options: Value,
    journal: Vec<cloud_dryrun::emulator::Record>,
    watch: Watch,
    tokens: BTreeMap<String, (Value, String)>,
    faults: Vec<&'static str>,
    quotas: (usize, usize, usize, usize),
    reached: Reached,
}

impl Run {
    fn new(World { options, books, further }: &World) -> Run {
        let mut emulator = bare(options.clone());
        let mut journal = emulator.take_journal();
        for (name, content) in books {
            document(&mut emulator, name, content.clone());
        }
        for input in further {
            call(&mut emulator, "CreateDocument", input.clone());
        }
        journal.extend(emulator.take_journal());
        let is_scarce = options.get("quotas").is_some();
        Run {
            emulator,
            options: options.clone(),
            journal,
            watch: Watch::default(),
            tokens: BTreeMap::new(),
            faults: Vec::new(),
            quotas: if is_scarce { (3, 4, 1, 1) } else { (100, 5_000, 25, 1_000) },
            reached: Reached::default(),
        }
    }

    /// A call that may be refused. What is refused leaves no trace.
    fn call(
        &mut self,
        by: &str,
        operation: &'static str,
        input: &Value,
        wanted: Result<(), &str>,
    ) -> Result<Option<Value>, String> {
        let fault = self.faults.iter().position(|fault| *fault == operation).map(|index| self.faults.remove(index));
        let wanted = if fault.is_some() { Err("InternalServerError") } else { wanted };
        let before = wanted.is_err().then(|| self.emulator.snapshot().unwrap());
        let got = send(&mut self.emulator, by, operation, input);
        match &got {
            Ok(_) => self.reached.taken += 1,
            Err(name) => *self.reached.refused.entry(format!("{operation} {name}")).or_default() += 1,
        }
        if got.as_ref().map(|_| ()).map_err(String::as_str) != wanted {
            return Err(format!("{operation} of {by} {input}: {wanted:?} is wanted, not {got:?}"));
        }
        if fault.is_none() && before.is_some_and(|before| before != self.emulator.snapshot().unwrap()) {
            return Err(format!("{operation} {input} was refused and left a trace"));
        }
        Ok(got.ok())
    }

    fn start(&mut self, by: &str, input: &Value) -> Held {
        let mut token = input.get("ClientToken").map(|token| token.as_str().unwrap().to_string());
        if self.faults.contains(&"StartAutomationExecution") {
            token = None;
        }
        if let Some((earlier, id)) = token.as_ref().and_then(|token| self.tokens.get(token)).cloned() {
            let wanted = if earlier == *input { Ok(()) } else { Err("IdempotentParameterMismatch") };
            let got = self.call(by, "StartAutomationExecution", input, wanted)?;
            return match got {
                Some(output) if text(&output, "AutomationExecutionId") != id => Err("a token started two".into()),
                _ => Ok(()),
            };
        }
        let is_rate = ["Targets", "TargetMaps", "TargetLocations"].iter().any(|name| input.get(name).is_some());
        let (active, queued) = self.watch.load(is_rate);
        let (most, room) = if is_rate { (self.quotas.2, self.quotas.3) } else { (self.quotas.0, self.quotas.1) };
        let wanted = match input["DocumentName"].as_str() {
            Some("Nowhere") => Err("AutomationDefinitionNotFoundException"),
            _ if active >= most && queued >= room => Err("AutomationExecutionLimitExceededException"),
            _ => Ok(()),
        };
        if let Some(output) = self.call(by, "StartAutomationExecution", input, wanted)? {
            let id = text(&output, "AutomationExecutionId").to_string();
            if let Some(token) = token {
                self.tokens.insert(token, (input.clone(), id.clone()));
            }
            if !self.watch.started.insert(id.clone()) {
                return Err(format!("{id} was started twice"));
            }
        }
        Ok(())
    }

    fn request(&mut self, by: &str, input: &Value, is_auto_approvable: bool) -> Held {
        let (active, queued) = self.watch.load(false);
        let wanted = match (input["DocumentName"].as_str(), input.get("AutoApprove")) {
            (Some("Nowhere"), _) => Err("AutomationDefinitionNotFoundException"),
            (_, Some(_)) if !is_auto_approvable => Err("InvalidAutomationExecutionParametersException"),
            _ if active >= self.quotas.0 && queued >= self.quotas.1 => Err("AutomationExecutionLimitExceededException"),
            _ => Ok(()),
        };
        if let Some(output) = self.call(by, "StartChangeRequestExecution", input, wanted)? {
            self.watch.started.insert(text(&output, "AutomationExecutionId").to_string());
        }
        Ok(())
    }

    /// A signal that an execution is told to wait for: all may send it but for approvals.
    fn answer(&mut self, by: &str, pick: usize, choice: usize) -> Held {
        let waiting = self.emulator.waiting();
        let Some(one) = waiting.get(pick % waiting.len().max(1)) else { return Ok(()) };
        let signals = one["signals"].as_array().unwrap();
        let kind = signals[choice % signals.len()].as_str().unwrap();
        let next = one["next"].as_array().filter(|next| !next.is_empty());
        let payload = match kind {
            "StartStep" => match next {
                Some(next) => json!({ "StepName": [next[choice % next.len()]] }),
                None => return Ok(()),
            },
            "Resume" => json!({ "StepName": [one["step"]] }),
            _ => json!({ "Comment": ["as it is"] }),
        };
        let is_allowed = may_decide(one, by);
        let wanted = if is_allowed { Ok(()) } else { Err("InvalidAutomationSignalException") };
        self.call(by, "SendAutomationSignal", &signal_input(text(one, "executionId"), kind, payload), wanted)?;
        Ok(())
    }

    /// A signal to whatever there is; whether it is taken follows from what is seen.
    fn signal(&mut self, by: &str, pick: usize, kind: &str) -> Held {
        let Some(execution) = self.watch.now.get(pick % self.watch.now.len().max(1)).cloned() else {
            let input = signal_input("00000000-0000-4000-8000-000000000000", "Approve", Value::Null);
            self.call(by, "SendAutomationSignal", &input, Err("AutomationExecutionNotFoundException"))?;
            return Ok(());
        };
        let id = text(&execution, "AutomationExecutionId");
        let waiting = self.emulator.waiting();
        let awaited = waiting.iter().find(|one| text(one, "executionId") == id);
        let takes = |kind: &str| awaited.is_some_and(|one| one["signals"].as_array().unwrap().contains(&json!(kind)));
        let unfit = Err("InvalidAutomationSignalException");
        let steps = execution["StepExecutions"].as_array().unwrap();
        let step = steps.get(pick % steps.len().max(1)).cloned().unwrap_or_default();
        let is_of_book = execution.get("TargetsSummary").is_none();
        let (payload, wanted) = match kind {
            "Approve" | "Reject" => {
                let may = takes(kind) && may_decide(awaited.unwrap(), by);
                (Value::Null, if may { Ok(()) } else { unfit })
            }
            "Resume" if !pick.is_multiple_of(5) => {
                let is_there = takes("Resume") && awaited.unwrap()["step"] == step["StepName"];
                (json!({ "StepName": [step["StepName"]] }), if is_there { Ok(()) } else { unfit })
            }
            "StartStep" if !pick.is_multiple_of(5) => {
                let may = takes(kind) && awaited.unwrap()["next"].as_array().unwrap().contains(&step["StepName"]);
                (json!({ "StepName": [step["StepName"]] }), if may { Ok(()) } else { unfit })
            }
            "Resume" | "StartStep" => (json!({ "StepName": ["nowhere"] }), Err("AutomationStepNotFoundException")),
            "StopStep" if pick.is_multiple_of(5) => {
                (json!({ "StepExecutionId": [id] }), Err("AutomationStepNotFoundException"))
            }
            "StopStep" => {
                let is_running = matches!(text(&step, "StepStatus"), "InProgress" | "Waiting");
                let is_it = execution["CurrentStepName"] == step["StepName"] && is_of_book;
                let is_stopping = execution["AutomationExecutionStatus"] == "Cancelling";
                let may = is_running && is_it && !is_stopping;
                (json!({ "StepExecutionId": [step["StepExecutionId"]] }), if may { Ok(()) } else { unfit })
            }
            _ => (Value::Null, unfit),
        };
        self.call(by, "SendAutomationSignal", &signal_input(id, kind, payload), wanted)?;
        Ok(())
    }

    fn stop(&mut self, by: &str, pick: usize, kind: &str) -> Held {
        let Some(execution) = self.watch.now.get(pick % self.watch.now.len().max(1)).cloned() else { return Ok(()) };
        let id = text(&execution, "AutomationExecutionId").to_string();
        let status = text(&execution, "AutomationExecutionStatus");
        let is_between = status == "Waiting" && execution.get("CurrentStepName").is_none();
        let may = !is_over(&execution) && status != "Cancelling" && (kind == "Cancel" || is_between);
        let input = json!({ "AutomationExecutionId": id, "Type": kind });
        let wanted = if may { Ok(()) } else { Err("InvalidAutomationStatusUpdateException") };
        if self.call(by, "StopAutomationExecution", &input, wanted)?.is_some() {
            let now = get(&mut self.emulator, &id);
            let now = text(&now, "AutomationExecutionStatus");
            // A step that failed by hand spoils the whole all the same.
            let is_right = if kind == "Cancel" {
                matches!(now, "Cancelling" | "Cancelled")
            } else {
                matches!(now, "Success" | "Failed")
            };
            return if is_right { Ok(()) } else { Err(format!("after {kind}, {id} is {now}")) };
        }
        Ok(())
    }

    fn act(&mut self, step: &Step, is_auto_approvable: bool) -> Held {
        match step {
            Step::Start { by, input } => self.start(by, input)?,
            Step::Request { by, input } => self.request(by, input, is_auto_approvable)?,
            Step::Answer { by, pick, choice } => self.answer(by, *pick, *choice)?,
            Step::Signal { by, pick, kind } => self.signal(by, *pick, kind)?,
            Step::Stop { by, pick, kind } => self.stop(by, *pick, kind)?,
            Step::Script(entries) => self.emulator.script(entries).unwrap(),
            Step::ClearScript => self.emulator.clear_script(),
            Step::Fault(operation) => {
                let fault = json!([{ "operation": format!("ssm:{operation}"), "exception": "InternalServerError", "times": 1 }]);
                self.emulator.fault(&fault).unwrap();
                self.faults.push(operation);
            }
            Step::Advance(millis) => self.emulator.advance(*millis),
            Step::Settle => {
                self.emulator.settle();
                if self.emulator.settle() != 0 {
                    return Err("settled, and still going on".into());
                }
            }
            Step::Restore => self.restore()?,
            Step::Replay => self.replay()?,
        }
        self.journal.extend(self.emulator.take_journal());
        self.watch.look(&mut self.emulator)
    }

    fn restore(&mut self) -> Held {
        self.journal.extend(self.emulator.take_journal());
        let kept = self.emulator.snapshot().unwrap();
        let waiting = self.emulator.waiting();
        self.emulator = Emulator::restore(&kept).unwrap();
        self.emulator.take_journal();
        if self.emulator.snapshot().unwrap() != kept || self.emulator.waiting() != waiting {
            return Err("another state after a restore".into());
        }
        Ok(())
    }

    /// Goes on with an emulator made from the journal alone.
    fn replay(&mut self) -> Held {
        self.journal.extend(self.emulator.take_journal());
        let mut again = bare(self.options.clone());
        again.take_journal();
        // The first record is the new emulator's own.
        for record in &self.journal {
            again.replay(record).map_err(|misuse| format!("the journal: {misuse:?}"))?;
        }
        if again.snapshot().unwrap() != self.emulator.snapshot().unwrap() {
            return Err("another state after a replay".into());
        }
        again.take_journal();
        self.emulator = again;
        Ok(())
    }

    fn open(&self) -> Vec<Value> {
        self.watch.now.iter().filter(|execution| !is_over(execution)).cloned().collect()
    }

    /// Lets everything end: by the clock alone as far as that goes, then by stopping what only people could end.
    fn end(&mut self) -> Held {
        for _ in 0..400 {
            self.emulator.settle();
            self.watch.look(&mut self.emulator)?;
            let open = self.open();
            if open.is_empty() {
                return self.forget();
            }
            let waiting = self.emulator.waiting();
            let until = waiting.iter().filter_map(|one| one["until"].as_str()).min().map(String::from);
            let next = until.and_then(|until| cloud_dryrun::text::time::parse_iso(&until)).map(|time| time.millis);
            // A step that waits for a child may have a limit of its own, which waiting() does not tell.
            let limited = open.iter().any(|e| {
                e["StepExecutions"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|s| s["StepStatus"] == "InProgress" && s.get("TimeoutSeconds").is_some())
            });
            match next {
                Some(next) => self.emulator.advance((next - self.emulator.now()).max(0)),
                None if limited => self.emulator.advance(3_000 * SECOND),
                // Settling stops before something is forgotten.
                None if waiting.is_empty() => self.emulator.advance(DAY),
                None => {
                    for one in waiting {
                        let input = json!({ "AutomationExecutionId": one["executionId"] });
                        // The stop of one may be the end of another.
                        let _ = send(&mut self.emulator, PEOPLE[0], "StopAutomationExecution", &input);
                    }
                }
            }
            self.watch.look(&mut self.emulator)?;
        }
        Err(format!("it does not end: {:?}", self.open()))
    }

    /// What is over is kept for 30 days, to the millisecond.
    fn forget(&mut self) -> Held {
        for execution in &self.watch.now {
            *self.reached.statuses.entry(text(execution, "AutomationExecutionStatus").into()).or_default() += 1;
        }
        let ends = self.watch.ends(self.emulator.now());
        for at in [ends.first(), ends.last()].into_iter().flatten() {
            self.emulator.advance(at - 1 - self.emulator.now());
            self.watch.look(&mut self.emulator)?;
            self.emulator.advance(at - self.emulator.now());
            self.watch.look(&mut self.emulator)?;
        }
        if self.watch.now.is_empty() { Ok(()) } else { Err(format!("kept for ever: {:?}", self.watch.now)) }
    }
}

/// Whoever is waited for; nobody in particular may be anybody.
fn may_decide(one: &Value, by: &str) -> bool {
    let approvers = one["approvers"].as_array().filter(|approvers| !approvers.is_empty());
    approvers.is_none_or(|approvers| approvers.contains(&json!(by)))
}

/// What there is before anything happens.
struct World {
    options: Value,
    books: Vec<(String, Value)>,
    further: Vec<Value>,
}

impl World {
    fn of(chance: &mut Chance) -> World {
        let (options, books) = (generate::options(chance), generate::books(chance));
        World { options, books, further: generate::further(chance) }
    }

    fn is_auto_approvable(&self) -> bool {
        self.further[0]["Content"].as_str().unwrap().contains("\"autoApprovable\":true")
    }
}

/// Runs steps; what does not hold, in words.
fn run(world: &World, steps: &[Step]) -> Result<Reached, String> {
    let all = || {
        let mut run = Run::new(world);
        for (index, step) in steps.iter().enumerate() {
            run.act(step, world.is_auto_approvable()).map_err(|what| format!("step {index}, {step:?}: {what}"))?;
        }
        run.replay()?;
        run.end().map_err(|what| format!("at the end: {what}"))?;
        run.reached.given_up = run.watch.given_up;
        Ok(run.reached)
    };
    catch_unwind(AssertUnwindSafe(all)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().cloned();
        Err(format!("it panics: {}", said.unwrap_or_else(|| "?".into())))
    })
}

/// The same steps without those that the failure does not need: halves first, then smaller parts.
fn shortened(world: &World, mut steps: Vec<Step>) -> Vec<Step> {
    let mut size = steps.len() / 2;
    while size > 0 {
        let mut from = 0;
        while from < steps.len() {
            let mut fewer = steps.clone();
            fewer.drain(from..(from + size).min(steps.len()));
            if run(world, &fewer).is_err() {
                steps = fewer;
            } else {
                from += size;
            }
        }
        size /= 2;
    }
    steps
}

#[test]
fn random_sequences_of_executions_hold_together() {
    let number = |name: &str| std::env::var(name).ok().and_then(|n| n.parse::<u64>().ok());
    let first = number("EXECUTIONS_FROM").unwrap_or(0);
    let count = number("EXECUTIONS_N").unwrap_or(USUAL);
    let mut all = Reached::default();
    for seed in first..first + count {
        let mut chance = Chance::new(seed);
        let world = World::of(&mut chance);
        let steps = generate::steps(&mut chance, world.books.len());
        match run(&world, &steps) {
            Ok(reached) => {
                all.taken += reached.taken;
                all.given_up += reached.given_up;
                reached.refused.into_iter().for_each(|(name, n)| *all.refused.entry(name).or_default() += n);
                reached.statuses.into_iter().for_each(|(name, n)| *all.statuses.entry(name).or_default() += n);
            }
            Err(what) => {
                let steps = shortened(&world, steps);
                let again = run(&world, &steps).err().unwrap_or_default();
                let told: Vec<String> = steps.iter().map(|step| format!("  {step:?}")).collect();
                let books = world.books.iter().map(|(name, book)| format!("  {name}: {book}"));
                let books: Vec<String> = books.chain(world.further.iter().map(Value::to_string)).collect();
                let (options, books, told) = (&world.options, books.join("\n"), told.join("\n"));
                panic!("seed {seed}: {what}\nshortened, {options}:\n{books}\n{told}\n{again}");
            }
        }
    }
    if count >= USUAL {
        // Chance has to reach both what is taken and what is refused, and every end.
        let refused: usize = all.refused.values().sum();
        assert!(refused * 10 > all.taken && refused < all.taken * 3, "{} taken, {:?}", all.taken, all.refused);
        for end in
            ["Success", "Failed", "TimedOut", "Cancelled", "Rejected", "CompletedWithSuccess", "CompletedWithFailure"]
        {
            assert!(all.statuses.contains_key(end), "{:?}", all.statuses);
        }
        assert!(all.refused.len() > 8, "{:?}", all.refused);
        assert!(all.given_up > 0, "no location was given up while others went on");
    }
}
