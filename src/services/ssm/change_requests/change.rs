//! What is remembered of a change request beside its execution.

use serde::{Deserialize, Serialize};

use crate::services::ssm::automation::execution::Voice;
use crate::services::ssm::automation::runbook::Object;

/// A change request.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The runbook that it runs: the members of the request's, with the version of that moment.
    pub runbook: Object,
    /// When it is to run, in milliseconds.
    pub scheduled: Option<i64>,
    /// When it is to be over, for those who decide.
    pub scheduled_end: Option<i64>,
    /// Whether closed calendars do not hold it back.
    pub is_emergency: bool,
    /// Whether nobody reviews it.
    pub is_auto_approved: bool,
    /// What those who decide are told.
    pub details: Option<String>,
    /// The calendars that hold it back.
    pub closed: Vec<String>,
    /// The voices on passing them.
    pub voices: Vec<Voice>,
}

impl Change {
    /// Whether somebody let it pass closed calendars.
    pub fn may_pass(&self) -> bool {
        self.is_emergency || self.voices.iter().any(|voice| voice.approves)
    }
}
