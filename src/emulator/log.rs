//! The log: the last requests and how they were answered. It is no state: neither snapshots nor journals have it.

use std::collections::VecDeque;

use super::Emulator;

/// Entries that are kept.
const LENGTH: usize = 1_000;

/// A request that was answered.
#[derive(Clone, Debug, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// Counts all requests from 1.
    pub number: u64,
    /// When, in ISO 8601.
    pub time: String,
    /// `service:Name`, where one was meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub operation: Option<String>,
    /// The service, where one was meant but none of its operations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// The exception, where it was one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Why it was not believed from whom it is, where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub denied: Option<String>,
    /// Who called.
    pub principal: String,
    /// The numbers of the faults that struck.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<u64>,
}

/// The last requests.
#[derive(Default)]
pub(super) struct Log {
    /// How many there ever were.
    count: u64,
    list: VecDeque<LogEntry>,
}

impl Log {
    /// Adds an entry, and numbers it.
    pub(super) fn add(&mut self, entry: LogEntry) {
        self.count += 1;
        if self.list.len() == LENGTH {
            self.list.pop_front();
        }
        self.list.push_back(LogEntry { number: self.count, ..entry });
    }
}

impl Emulator {
    /// The last requests, oldest first.
    pub fn log(&self) -> impl Iterator<Item = &LogEntry> {
        self.log_after(0)
    }

    /// The last requests behind one, oldest first.
    pub fn log_after(&self, after: u64) -> impl Iterator<Item = &LogEntry> {
        self.log.list.iter().filter(move |entry| entry.number > after)
    }

    /// Forgets the requests. Those that come later go on with the numbers.
    pub fn clear_log(&mut self) {
        self.log.list.clear();
    }
}
