//! Signals, as they work on an execution that takes them.

use super::super::approval::{Approval, OUTPUT_DECISIONS, OUTPUT_STATUS, Verdict, decisions};
use super::super::execution::{Execution, Moment, Voice};
use super::super::runbook::{Object, Runbook};
use super::super::status::Status;
use super::acts::INVOCATION;
use super::{Go, Machine, Outcome};

/// A signal that was found sound.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Signal {
    /// A voice on the approval under way, or on passing closed calendars.
    Voice {
        /// Whether it is for.
        approves: bool,
        /// What was said.
        comment: Option<String>,
    },
    /// Start of a step, by its index.
    StartStep(usize),
    /// End of a pause.
    Resume,
    /// Stop of the run under way.
    StopStep,
    /// The approval of a request is taken back.
    Revoke,
}

impl Machine<'_> {
    /// Sends a signal to an execution that takes it.
    pub fn signal(&mut self, number: u64, signal: Signal, by: &str) {
        self.with(number, |machine, execution, runbook| {
            let go = machine.take_signal(execution, runbook, signal, by);
            machine.go(execution, runbook, go);
        });
    }

    fn take_signal(&mut self, execution: &mut Execution, runbook: &Runbook, signal: Signal, by: &str) -> Go {
        let now = self.now;
        let (what, note) = match &signal {
            Signal::Voice { approves: true, comment } => ("Approve", comment.clone()),
            Signal::Voice { approves: false, comment } => ("Reject", comment.clone()),
            Signal::StartStep(index) => ("StartStep", runbook.steps.get(*index).map(|step| step.name.clone())),
            Signal::Resume => ("Resume", None),
            Signal::StopStep => ("StopStep", None),
            Signal::Revoke => ("Revoke", None),
        };
        execution.moments.push(Moment { at: now, run: execution.at, what: what.into(), by: Some(by.into()), note });
        match signal {
            Signal::Voice { approves, comment } => {
                let voice = Voice { by: by.into(), approves, comment, at: now };
                if execution.at.is_none() { self.change_voice(execution, voice) } else { self.voice(execution, voice) }
            }
            Signal::StartStep(index) => Go::Enter(index),
            Signal::Resume => Go::Ended(Outcome::success(Object::new())),
            Signal::StopStep => {
                if execution.cancelling.is_none() {
                    execution.follow_run(Status::InProgress, now);
                }
                self.stop_run(execution);
                Go::Rest
            }
            Signal::Revoke => Go::Rest,
        }
    }

    /// Somebody speaks on the approval under way. A second voice of the same person counts only where it rejects.
    fn voice(&mut self, execution: &mut Execution, voice: Voice) -> Go {
        let groups = &self.state.settings.groups;
        let Some(run) = execution.run_mut() else { return Go::Rest };
        let has_spoken = run.voices.iter().any(|earlier| earlier.by == voice.by);
        if has_spoken && voice.approves {
            return Go::Rest;
        }
        run.voices.retain(|earlier| earlier.by != voice.by);
        run.voices.push(voice);
        let verdict = Approval::of(&run.inputs).map_or(Verdict::Open, |approval| approval.verdict(&run.voices, groups));
        let word = match verdict {
            Verdict::Open => "Waiting",
            Verdict::Approved => "Approved",
            Verdict::Rejected => "Rejected",
        };
        run.outputs.insert(OUTPUT_STATUS.into(), vec![word].into());
        run.outputs.insert(OUTPUT_DECISIONS.into(), decisions(&run.voices));
        match verdict {
            Verdict::Open => Go::Rest,
            Verdict::Approved => Go::Ended(Outcome::success(Object::new())),
            Verdict::Rejected => {
                let who = run.voices.last().map(|voice| voice.by.clone()).unwrap_or_default();
                // It is decided: nobody is asked again.
                run.max_attempts = 1;
                Go::Ended(Outcome::failed(INVOCATION, format!("The approval was rejected by {who}.")))
            }
        }
    }
}
