//! An execution and the runs of its steps: what is remembered of them. What follows from it by itself is not kept.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::emulator::{Due, DueKind};
use crate::services::ssm::change_requests::change::Change;

use super::runbook::Object;
use super::script::Entry;
use super::status::{EXECUTION_MOVES, STEP_MOVES, Status, may_follow};

/// What an execution is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// It runs a runbook.
    #[default]
    Runbook,
    /// It runs children, one for each target.
    Rate,
    /// It is a change request: phases come before its runbook. `change_requests` moves it through them and starts the
    /// runbook as a child of its last step; the machine calls it at its moments.
    Change,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// The rows of children. Snapshots up to version 2 have one alone, and no list around it.
fn rates_of<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Rate>, D::Error> {
    let rows = match Value::deserialize(deserializer)? {
        Value::Array(rows) => rows,
        one => vec![one],
    };
    rows.into_iter().map(|row| serde_json::from_value(row).map_err(D::Error::custom)).collect()
}

/// How long history is kept: 30 days (AWS General Reference, quotas).
const KEPT: i64 = 30 * 86_400_000;

/// An execution.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Execution {
    /// Counts all executions from 1, in the order of their starts.
    pub number: u64,
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: Kind,
    /// The document's name.
    pub document: String,
    /// The document's version, a number.
    pub version: String,
    /// Where the document's content of that moment is kept.
    pub definition: String,
    /// Its status.
    pub status: Status,
    /// Whether it stands in the queue.
    #[serde(skip_serializing_if = "is_default")]
    pub queued: bool,
    /// Whether people start each step.
    #[serde(skip_serializing_if = "is_default")]
    pub interactive: bool,
    /// The parameters as the service shows them: lists of texts.
    #[serde(skip_serializing_if = "is_default")]
    pub parameters: Object,
    /// Who started it.
    pub by: String,
    /// When it was started, in milliseconds.
    pub started: i64,
    /// When it ended.
    #[serde(skip_serializing_if = "is_default")]
    pub ended: Option<i64>,
    /// Members of its request that it shows as they came.
    #[serde(skip_serializing_if = "is_default")]
    pub echoed: Object,
    /// The token that it was started with, in lower case.
    #[serde(skip_serializing_if = "is_default")]
    pub token: Option<String>,
    /// The keys of its tags.
    #[serde(skip_serializing_if = "is_default")]
    pub tags: Vec<String>,
    /// What it is about, where it runs for one of several targets.
    #[serde(skip_serializing_if = "is_default")]
    pub target: Option<String>,
    /// The execution whose step started it, and the index of that run.
    #[serde(skip_serializing_if = "is_default")]
    pub parent: Option<(u64, usize)>,
    /// How many executions it is nested in.
    #[serde(skip_serializing_if = "is_default")]
    pub depth: u32,
    /// The runs of its steps: one for each step of the document in its order, and those that came of going round.
    pub runs: Vec<StepRun>,
    /// The index of the run under way, the innermost.
    #[serde(skip_serializing_if = "is_default")]
    pub at: Option<usize>,
    /// The steps that may come next where people start each.
    #[serde(skip_serializing_if = "is_default")]
    pub next: Vec<String>,
    /// The loops that it is in; there is one at most.
    #[serde(skip_serializing_if = "is_default")]
    pub loops: Vec<LoopRun>,
    /// The values of its variables that were set.
    #[serde(skip_serializing_if = "is_default")]
    pub variables: Object,
    /// Why it failed.
    #[serde(skip_serializing_if = "is_default")]
    pub failure: Option<String>,
    /// Whether a critical step failed and the run went on.
    #[serde(skip_serializing_if = "is_default")]
    pub is_spoilt: bool,
    /// Where it is being stopped: until when the steps for this case may take.
    #[serde(skip_serializing_if = "is_default")]
    pub cancelling: Option<i64>,
    /// How many of its children wait for people, or have children that do.
    #[serde(skip_serializing_if = "is_default")]
    pub awaiting: usize,
    /// Its children where it runs over targets, in rows with limits of their own: one for its targets, or one for each of
    /// its target locations. Their runs stand in the same order.
    #[serde(alias = "rate", deserialize_with = "rates_of", skip_serializing_if = "is_default")]
    pub rates: Vec<Rate>,
    /// Where it runs, if that is not where it was asked for.
    #[serde(skip_serializing_if = "is_default")]
    pub place: Option<Place>,
    /// What happened, for a picture.
    pub moments: Vec<Moment>,
    /// What is remembered of a change request beside.
    #[serde(skip_serializing_if = "is_default")]
    pub change: Option<Box<Change>>,
    /// When `change_requests` goes on by itself, and whether it waits for people until then.
    #[serde(skip_serializing_if = "is_default")]
    pub change_due: Option<(i64, bool)>,
}

/// The run of a step.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct StepRun {
    /// Its id.
    pub id: String,
    /// The index of the step in the runbook.
    pub step: usize,
    /// The step's name.
    pub name: String,
    /// The step's action.
    pub action: String,
    /// Its status.
    pub status: Status,
    /// When it started.
    #[serde(skip_serializing_if = "is_default")]
    pub started: Option<i64>,
    /// When it ended.
    #[serde(skip_serializing_if = "is_default")]
    pub ended: Option<i64>,
    /// How often it was tried.
    #[serde(skip_serializing_if = "is_default")]
    pub attempt: u32,
    /// How often it may be tried.
    #[serde(skip_serializing_if = "is_default")]
    pub max_attempts: u32,
    /// How many seconds it may take.
    #[serde(skip_serializing_if = "is_default")]
    pub timeout_seconds: Option<i64>,
    /// Its inputs, resolved.
    #[serde(skip_serializing_if = "is_default")]
    pub inputs: Object,
    /// Its outputs: lists of texts.
    #[serde(skip_serializing_if = "is_default")]
    pub outputs: Object,
    /// Why it failed.
    #[serde(skip_serializing_if = "is_default")]
    pub failure: Option<Failure>,
    /// When its effect or its sleep ends by itself.
    #[serde(skip_serializing_if = "is_default")]
    pub end: Option<i64>,
    /// When it times out.
    #[serde(skip_serializing_if = "is_default")]
    pub limit: Option<i64>,
    /// How it ends, where a script says so.
    #[serde(skip_serializing_if = "is_default")]
    pub script: Option<Entry>,
    /// The voices on it.
    #[serde(skip_serializing_if = "is_default")]
    pub voices: Vec<Voice>,
    /// The execution that it started.
    #[serde(skip_serializing_if = "is_default")]
    pub child: Option<u64>,
    /// The index of the loop's run that it is in, the iteration and its value.
    #[serde(skip_serializing_if = "is_default")]
    pub within: Option<(usize, u32, Option<String>)>,
}

/// Why something failed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failure {
    /// The message.
    pub message: String,
    /// The stage, in the service's word.
    pub stage: String,
    /// The type, in the service's word.
    pub kind: String,
}

/// A voice on an approval.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Voice {
    /// Whose.
    pub by: String,
    /// Whether it is for.
    pub approves: bool,
    /// What was said.
    pub comment: Option<String>,
    /// When, in milliseconds.
    pub at: i64,
}

/// A loop under way.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LoopRun {
    /// The index of its run.
    pub run: usize,
    /// The iteration, from 1.
    pub iteration: u32,
    /// The values that it goes over, where it does.
    pub values: Option<Vec<Value>>,
}

/// A row of children: how many of them run at a time, and how many may fail.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rate {
    /// At a time.
    pub concurrency: usize,
    /// Failures with which it goes on.
    pub errors: usize,
    /// Children that were started; those behind wait.
    pub begun: usize,
    /// Children that run.
    pub running: usize,
    /// Children that failed.
    pub failed: usize,
    /// What each child is started with, in the order of the runs.
    pub children: Vec<Birth>,
}

/// What a child is started with, beside what its parent was.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Birth {
    /// What it is about.
    pub target: String,
    /// Parameters of its own.
    pub parameters: Object,
    /// Members that it shows.
    pub echoed: Object,
    /// Its own children, where it runs for targets in its turn.
    pub rate: Option<Rate>,
    /// Where it runs, if that is not where its parent does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<Place>,
}

/// An account and a region.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The account.
    pub account: String,
    /// The region.
    pub region: String,
}

/// Something that happened.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moment {
    /// When, in milliseconds.
    pub at: i64,
    /// The index of the run that it is about; the execution itself where there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<usize>,
    /// What: a status, a signal, `Retry`.
    pub what: String,
    /// Who did it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// What was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Execution {
    /// Gives it another status.
    pub fn move_to(&mut self, status: Status, now: i64) {
        if self.status == status {
            return;
        }
        debug_assert!(may_follow(EXECUTION_MOVES, self.status, status), "{:?} to {status:?}", self.status);
        self.status = status;
        self.moments.push(Moment { at: now, what: status.as_str().into(), ..Moment::default() });
    }

    /// Gives it the status that follows from the run of a step. Those of a change request follow from its phases.
    pub fn follow_run(&mut self, status: Status, now: i64) {
        if self.kind != Kind::Change {
            self.move_to(status, now);
        }
    }

    /// Gives a run of a step another status.
    pub fn move_run(&mut self, index: usize, status: Status, now: i64) {
        let Some(run) = self.runs.get_mut(index).filter(|run| run.status != status) else { return };
        debug_assert!(may_follow(STEP_MOVES, run.status, status), "{}: {:?} to {status:?}", run.name, run.status);
        run.status = status;
        if status.is_end() {
            run.ended = Some(now);
            (run.end, run.limit) = (None, None);
        }
        self.moments.push(Moment { at: now, run: Some(index), what: status.as_str().into(), ..Moment::default() });
    }

    /// The run under way.
    pub fn run(&self) -> Option<&StepRun> {
        self.runs.get(self.at?)
    }

    /// The run under way.
    pub fn run_mut(&mut self) -> Option<&mut StepRun> {
        self.runs.get_mut(self.at?)
    }

    /// The row of children that a run belongs to, and the child's place in it.
    pub fn row_of(&self, run: usize) -> Option<(usize, usize)> {
        let mut place = run;
        for (row, rate) in self.rates.iter().enumerate() {
            match place.checked_sub(rate.children.len()) {
                Some(behind) => place = behind,
                None => return Some((row, place)),
            }
        }
        None
    }

    /// What the child of a run is started with.
    pub fn birth(&self, run: usize) -> Option<&Birth> {
        let (row, place) = self.row_of(run)?;
        self.rates.get(row)?.children.get(place)
    }

    /// Whether it goes to other accounts and regions. What it starts there runs in one of each.
    pub fn is_across(&self) -> bool {
        self.birth(0).is_some_and(|birth| birth.place.is_some())
    }

    /// Whether it came to its end.
    pub fn is_over(&self) -> bool {
        self.status.is_end()
    }

    /// Whether it takes one of the places for executions that run at the same time: children run in their parent's.
    pub fn takes_place(&self) -> bool {
        self.parent.is_none() && self.kind != Kind::Change && !self.queued && !self.is_over()
    }

    /// Whether nothing but people moves it on, but for its time-out.
    pub fn waits_for_people(&self) -> bool {
        use Status::{PendingApproval, PendingChangeCalendarOverride, Waiting};
        // A change request keeps its status while a level of it is being stopped.
        let is_stopping = self.run().is_some_and(|run| run.status == Status::Cancelling);
        !is_stopping && matches!(self.status, Waiting | PendingApproval | PendingChangeCalendarOverride)
    }

    /// Whether people are awaited by it or by what it started.
    pub fn awaits(&self) -> bool {
        self.waits_for_people() || !self.is_over() && self.awaiting > 0
    }

    /// When it goes on by itself, if it does.
    pub fn due(&self) -> Option<Due> {
        if self.is_over() {
            return Some(Due { at: self.ended?.saturating_add(KEPT), kind: DueKind::Deadline });
        }
        // Whoever waits for a child or for people is timed out at a deadline; settling stops before it.
        let run = self.run();
        let limit_kind = if self.awaits() { DueKind::Deadline } else { DueKind::Work };
        let work = run.and_then(|run| run.end).map(|at| Due { at, kind: DueKind::Work });
        let own = run.and_then(|run| run.limit);
        let loops = self.loops.iter().filter_map(|of| self.runs.get(of.run)?.limit);
        let limits = own.into_iter().chain(loops).map(|at| Due { at, kind: limit_kind });
        // Children of targets take their own time, and the last of them ends the whole.
        let stop = self.cancelling.filter(|_| self.kind != Kind::Rate).map(|at| Due { at, kind: DueKind::Work });
        let change = self
            .change_due
            .map(|(at, is_deadline)| Due { at, kind: if is_deadline { DueKind::Deadline } else { DueKind::Work } });
        limits.chain(work).chain(stop).chain(change).min()
    }
}
