//! The statuses of executions and steps, and which may follow which. The tables are data: the machine keeps them, and
//! the tests hold every run to them.

use serde::{Deserialize, Serialize};

/// The status of an execution or a step, in the service's words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// It was not started, or stands in the queue.
    #[default]
    Pending,
    /// It runs.
    InProgress,
    /// It waits for somebody.
    Waiting,
    /// It ended well.
    Success,
    /// It did not end in time.
    TimedOut,
    /// It is being stopped.
    Cancelling,
    /// It was stopped.
    Cancelled,
    /// It ended badly.
    Failed,
    /// A change request waits for approval.
    PendingApproval,
    /// A change request was approved.
    Approved,
    /// A change request was rejected.
    Rejected,
    /// A change request waits for its time.
    Scheduled,
    /// The runbook of a change request runs.
    RunbookInProgress,
    /// A change request waits for somebody to let it pass a closed calendar.
    PendingChangeCalendarOverride,
    /// It may pass.
    ChangeCalendarOverrideApproved,
    /// It may not.
    ChangeCalendarOverrideRejected,
    /// The runbook of a change request ended well.
    CompletedWithSuccess,
    /// It ended badly.
    CompletedWithFailure,
    /// A loop was left early.
    Exited,
}

use Status::*;

/// The statuses of an execution that may follow each. What nothing follows is the end.
///
/// Known: the meanings of the first eight (User Guide, "automation statuses"), and which are an end (AWS sample code,
/// `drs-plan-automation`). Assumption: everything about the order of those of a change request (facts of `ssm`, section
/// 5), and that an interactive execution ends well out of Waiting.
pub const EXECUTION_MOVES: &[(Status, &[Status])] = &[
    (Pending, &[InProgress, Waiting, Cancelled, Failed, PendingApproval, Approved]),
    (InProgress, &[Waiting, Success, TimedOut, Cancelling, Cancelled, Failed]),
    (Waiting, &[InProgress, Success, TimedOut, Cancelling, Cancelled, Failed]),
    (Cancelling, &[Cancelled]),
    (PendingApproval, &[Approved, Rejected, TimedOut, Cancelling, Cancelled, Failed]),
    (Approved, &[PendingChangeCalendarOverride, Scheduled, RunbookInProgress, Cancelling, Cancelled, Failed]),
    (
        PendingChangeCalendarOverride,
        &[
            ChangeCalendarOverrideApproved,
            ChangeCalendarOverrideRejected,
            Scheduled,
            RunbookInProgress,
            TimedOut,
            Cancelling,
            Cancelled,
            Failed,
        ],
    ),
    (ChangeCalendarOverrideApproved, &[Scheduled, RunbookInProgress, Cancelling, Cancelled, Failed]),
    (Scheduled, &[PendingChangeCalendarOverride, RunbookInProgress, Cancelling, Cancelled, Failed]),
    (RunbookInProgress, &[CompletedWithSuccess, CompletedWithFailure, Cancelling, Cancelled]),
];

/// The same of a step.
pub const STEP_MOVES: &[(Status, &[Status])] = &[
    (Pending, &[InProgress, Cancelled]),
    (InProgress, &[Waiting, Success, TimedOut, Cancelling, Cancelled, Failed, Exited]),
    (Waiting, &[InProgress, Success, TimedOut, Cancelling, Cancelled, Failed, Approved, Rejected]),
    (Cancelling, &[Cancelled]),
];

/// Whether a status may follow another.
pub fn may_follow(moves: &[(Status, &[Status])], from: Status, to: Status) -> bool {
    moves.iter().any(|(status, next)| *status == from && next.contains(&to))
}

/// Every status with its word.
pub const WORDS: [(Status, &str); 19] = [
    (Pending, "Pending"),
    (InProgress, "InProgress"),
    (Waiting, "Waiting"),
    (Success, "Success"),
    (TimedOut, "TimedOut"),
    (Cancelling, "Cancelling"),
    (Cancelled, "Cancelled"),
    (Failed, "Failed"),
    (PendingApproval, "PendingApproval"),
    (Approved, "Approved"),
    (Rejected, "Rejected"),
    (Scheduled, "Scheduled"),
    (RunbookInProgress, "RunbookInProgress"),
    (PendingChangeCalendarOverride, "PendingChangeCalendarOverride"),
    (ChangeCalendarOverrideApproved, "ChangeCalendarOverrideApproved"),
    (ChangeCalendarOverrideRejected, "ChangeCalendarOverrideRejected"),
    (CompletedWithSuccess, "CompletedWithSuccess"),
    (CompletedWithFailure, "CompletedWithFailure"),
    (Exited, "Exited"),
];

impl Status {
    /// The service's word.
    pub fn as_str(self) -> &'static str {
        WORDS.iter().find(|(status, _)| *status == self).map_or("", |(_, word)| *word)
    }

    /// The status with a word.
    pub fn of(word: &str) -> Option<Status> {
        WORDS.iter().find(|(_, known)| *known == word).map(|(status, _)| *status)
    }

    /// Whether nothing follows.
    pub fn is_end(self) -> bool {
        matches!(
            self,
            Success
                | TimedOut
                | Cancelled
                | Failed
                | Rejected
                | ChangeCalendarOverrideRejected
                | CompletedWithSuccess
                | CompletedWithFailure
                | Exited
        )
    }

    /// Whether it is a good end.
    pub fn is_success(self) -> bool {
        matches!(self, Success | CompletedWithSuccess | Exited)
    }
}
