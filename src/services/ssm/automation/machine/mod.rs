//! The step machine: what moves executions on. It works on the store alone, at one moment; what it starts or ends
//! elsewhere is a wake that [`Machine::drive`] looks after, so that nothing calls itself.

mod acts;
mod ends;
mod loops;
mod rates;
mod signals;
mod stops;

pub use signals::Signal;

use std::rc::Rc;

use crate::emulator::ids::Ids;
use crate::emulator::{Notice, Tick};
use crate::services::ssm::state::SsmState;

use super::execution::{Birth, Execution, Failure, Kind, Moment, StepRun};
use super::runbook::{Object, Runbook};
use super::start::Start;
use super::state::{AutomationStore, Definition, Wake, lane_of};
use super::status::Status;

/// A run goes over so many steps at most: a document may lead in a circle that takes no time.
const MOST_RUNS: usize = 2_000;
/// How deep executions nest (AWS General Reference, quotas).
pub const DEEPEST: u32 = 5;

/// As many runbooks are started by others at one moment. What calls itself from many steps would fill the memory: with ten
/// steps it has a hundred thousand children before a second has passed. The service has no such limit that is known; its
/// own calls take time.
const MOST_NESTED: u32 = 5_000;

/// The machine at a moment.
pub struct Machine<'s> {
    /// The executions.
    pub store: &'s mut AutomationStore,
    /// All else that the service remembers. Its own executions are those above.
    pub state: &'s SsmState,
    /// The time, in milliseconds.
    pub now: i64,
    /// Where ids come from.
    pub ids: Ids,
    /// What is sent out.
    pub notices: Vec<Notice>,
    /// How many runbooks others started at this moment.
    pub nested: u32,
}

/// Where a run goes from here.
pub(in crate::services::ssm) enum Go {
    /// To a step.
    Enter(usize),
    /// The run under way is tried, again.
    Attempt,
    /// The run under way is over.
    Ended(Outcome),
    /// Nowhere, for now.
    Rest,
}

/// How a run ended.
#[derive(Debug, Default)]
pub(in crate::services::ssm) struct Outcome {
    status: Status,
    outputs: Object,
    failure: Option<Failure>,
    /// The step that comes next, where the action decides.
    jump: Option<String>,
}

impl Outcome {
    fn success(outputs: Object) -> Outcome {
        Outcome { status: Status::Success, outputs, ..Outcome::default() }
    }

    fn failed(stage: &str, message: impl Into<String>) -> Outcome {
        let failure = Failure { message: message.into(), stage: stage.into(), kind: "Action".into() };
        Outcome { status: Status::Failed, failure: Some(failure), ..Outcome::default() }
    }
}

impl SsmState {
    /// Lets the machine act at a moment, and all that follows of it.
    pub fn automate(&mut self, tick: Tick, act: impl FnOnce(&mut Machine<'_>)) {
        let mut store = std::mem::take(&mut self.automation);
        let mut machine =
            Machine { store: &mut store, state: self, now: tick.now, ids: tick.ids, notices: Vec::new(), nested: 0 };
        act(&mut machine);
        machine.drive();
        let notices = machine.notices;
        self.automation = store;
        self.notices.extend(notices);
    }
}

impl Machine<'_> {
    /// Lets happen what is due.
    pub fn run(&mut self) {
        while let Some(number) = self.store.due_by(self.now) {
            let Some(execution) = self.store.take(number) else { break };
            if execution.is_over() {
                self.forget(&execution);
                continue;
            }
            self.store.put(execution);
            self.with(number, |machine, execution, runbook| {
                let go = machine.fire(execution, runbook);
                machine.go(execution, runbook, go);
            });
            self.drive();
        }
    }

    /// Starts an execution; gives its number.
    pub fn start(&mut self, start: Start) -> u64 {
        let id = self.id();
        let definition = self.store.define(&start.content);
        let mut execution = Execution {
            number: self.store.last + 1,
            id: id.clone(),
            kind: start.kind(),
            document: start.document,
            version: start.version,
            definition,
            interactive: start.interactive,
            parameters: start.parameters,
            by: start.by,
            started: self.now,
            echoed: start.echoed,
            token: start.token,
            tags: start.tags,
            target: start.target,
            parent: start.parent,
            depth: start.depth,
            rates: start.rates,
            place: start.place,
            change: start.change,
            ..Execution::default()
        };
        execution.moments.push(Moment {
            at: self.now,
            what: Status::Pending.as_str().into(),
            by: Some(execution.by.clone()),
            ..Moment::default()
        });
        self.make_runs(&mut execution);
        // Only those that nobody else started stand in the queue: a parent that waits for its child in it would wait for
        // ever.
        execution.queued = execution.parent.is_none() && execution.kind != Kind::Change;
        let number = execution.number;
        if !execution.queued {
            self.store.wakes.push_back(Wake::Begin(number));
        }
        self.store.put(execution);
        number
    }

    /// The runs of steps that are to come.
    fn make_runs(&mut self, execution: &mut Execution) {
        let names: Vec<(usize, String, String)> = match (execution.kind, self.store.definition(execution)) {
            (Kind::Rate, _) => {
                let name = |(index, birth): (usize, &Birth)| {
                    (index, birth.target.clone(), String::from("aws:executeAutomation"))
                };
                execution.rates.iter().flat_map(|rate| &rate.children).enumerate().map(name).collect()
            }
            (_, Some(of)) => {
                let steps = of.runbook.steps.iter().enumerate().filter(|(_, step)| step.within.is_none());
                steps.map(|(index, step)| (index, step.name.clone(), step.action.clone())).collect()
            }
            _ => Vec::new(),
        };
        for (step, name, action) in names {
            let id = self.id();
            execution.runs.push(StepRun { id, step, name, action, ..StepRun::default() });
        }
    }

    /// A new id. The number that it is made of is kept with the executions.
    pub(in crate::services::ssm) fn id(&mut self) -> String {
        self.store.made += 1;
        self.ids.uuid("automation", self.store.made)
    }

    /// The id that the next execution gets.
    pub fn next_id(store: &AutomationStore, ids: Ids) -> String {
        ids.uuid("automation", store.made + 1)
    }

    /// Looks after all that is to be looked after, and after the queues.
    pub(super) fn drive(&mut self) {
        loop {
            match self.store.wakes.pop_front() {
                Some(Wake::Begin(number)) => self.with(number, |machine, execution, runbook| {
                    let go = machine.begin(execution, runbook);
                    machine.go(execution, runbook, go);
                }),
                Some(Wake::Cancel(number)) => self.with(number, |machine, execution, runbook| {
                    let go = machine.cancel(execution);
                    machine.go(execution, runbook, go);
                }),
                Some(Wake::Awaits { parent, is_so }) => self.with(parent, |_, execution, _| {
                    let less = execution.awaiting.saturating_sub(1);
                    execution.awaiting = if is_so { execution.awaiting + 1 } else { less };
                }),
                Some(Wake::Ended { parent, run, child }) => self.with(parent, |machine, execution, runbook| {
                    let go = machine.child_ended(execution, run, child);
                    machine.go(execution, runbook, go);
                }),
                None => {
                    if !self.admit() {
                        return;
                    }
                }
            }
        }
    }

    /// Lets an execution out of a queue, if there is a place.
    fn admit(&mut self) -> bool {
        let quotas = &self.state.settings.quotas;
        for (lane, most) in [quotas.automations, quotas.rate_automations].into_iter().enumerate() {
            let (active, _) = self.store.load(lane);
            let Some(number) = self.store.first_queued(lane).filter(|_| (active as u64) < most) else { continue };
            let Some(mut execution) = self.store.take(number) else { continue };
            execution.queued = false;
            self.store.put(execution);
            self.store.wakes.push_back(Wake::Begin(number));
            return true;
        }
        false
    }

    /// Works on an execution that is not over.
    pub(in crate::services::ssm) fn with(
        &mut self,
        number: u64,
        work: impl FnOnce(&mut Self, &mut Execution, &Runbook),
    ) {
        let Some(mut execution) = self.store.take(number) else { return };
        let awaited = execution.awaits();
        if !execution.is_over() {
            let definition: Option<Rc<Definition>> = self.store.definition(&execution);
            match definition {
                Some(of) => work(self, &mut execution, &of.runbook),
                None => work(self, &mut execution, &Runbook::default()),
            }
        }
        if let Some((parent, _)) = execution.parent.filter(|_| execution.awaits() != awaited) {
            self.store.wakes.push_back(Wake::Awaits { parent, is_so: !awaited });
        }
        self.store.put(execution);
    }

    /// Goes from step to step until there is something to wait for.
    pub(in crate::services::ssm) fn go(&mut self, execution: &mut Execution, runbook: &Runbook, mut go: Go) {
        loop {
            go = match go {
                Go::Enter(_) if execution.runs.len() >= MOST_RUNS + runbook.steps.len() => {
                    let message = format!("The execution went over more than {MOST_RUNS} steps.");
                    self.finish(execution, Status::Failed, Some(message))
                }
                Go::Enter(step) => self.enter(execution, runbook, step),
                Go::Attempt => self.attempt(execution, runbook),
                Go::Ended(outcome) => self.ended(execution, runbook, outcome),
                Go::Rest => return,
            }
        }
    }

    fn begin(&mut self, execution: &mut Execution, runbook: &Runbook) -> Go {
        if execution.status != Status::Pending {
            return Go::Rest;
        }
        match execution.kind {
            Kind::Change => return self.begin_change(execution),
            Kind::Rate => {
                execution.move_to(Status::InProgress, self.now);
                return self.launch(execution);
            }
            Kind::Runbook if execution.interactive => {
                execution.move_to(Status::Waiting, self.now);
                execution.next = runbook.steps.first().map(|step| step.name.clone()).into_iter().collect();
            }
            Kind::Runbook => {
                execution.move_to(Status::InProgress, self.now);
                return if runbook.steps.is_empty() {
                    self.finish(execution, Status::Success, None)
                } else {
                    Go::Enter(0)
                };
            }
        }
        Go::Rest
    }

    /// Something of an execution is due.
    fn fire(&mut self, execution: &mut Execution, runbook: &Runbook) -> Go {
        let now = self.now;
        let is_due = |at: Option<i64>| at.is_some_and(|at| at <= now);
        if is_due(execution.change_due.map(|(at, _)| at)) {
            execution.change_due = None;
            return self.change_due(execution);
        }
        if is_due(execution.cancelling) {
            return self.finish(execution, Status::Cancelled, None);
        }
        if let Some(of) = execution
            .loops
            .iter()
            .map(|of| of.run)
            .find(|run| is_due(execution.runs.get(*run).and_then(|run| run.limit)))
        {
            return self.loop_timed_out(execution, of);
        }
        let Some(run) = execution.run() else { return Go::Rest };
        match (run.end, run.limit) {
            (Some(end), limit) if end <= now && limit.is_none_or(|limit| end <= limit) => {
                self.effect_ended(execution, runbook)
            }
            (_, limit) if is_due(limit) => self.timed_out(execution),
            _ => Go::Rest,
        }
    }

    /// Lets go of an execution that was kept long enough.
    fn forget(&mut self, execution: &Execution) {
        if let Some(token) = &execution.token {
            self.store.tokens.remove(token);
        }
    }

    /// The lane of an execution that is to be started, and whether its queue has room.
    pub fn has_room(state: &SsmState, start: &Start) -> bool {
        let quotas = &state.settings.quotas;
        let lane = lane_of(start.kind());
        let (most, room) = if lane == 0 {
            (quotas.automations, quotas.automation_queue)
        } else {
            (quotas.rate_automations, quotas.rate_automation_queue)
        };
        let (active, queued) = state.automation.load(lane);
        (active as u64) < most || (queued as u64) < room
    }
}
