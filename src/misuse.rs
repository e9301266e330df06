//! Misuse: a call that makes no sense, whatever the text says. A bad text is never misuse; it gets a report.

use std::fmt;

/// Why a call was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Misuse {
    /// No such operation.
    UnknownOperation {
        /// The name that was asked for.
        given: String,
        /// The nearest name there is.
        nearest: Option<String>,
    },
    /// An option that the call does not have, or a value it cannot take.
    UnknownOption {
        /// What is wrong, in one sentence.
        reason: String,
    },
    /// An argument that makes no sense.
    WrongArgument {
        /// What is wrong, in one sentence.
        reason: String,
    },
    /// A text that cannot be made into a request.
    UnreadableText {
        /// The first thing wrong with it.
        reason: String,
    },
    /// A snapshot that cannot be restored.
    BadSnapshot {
        /// What is wrong with it.
        reason: String,
    },
    /// A record of a journal that cannot be replayed.
    BadRecord {
        /// What is wrong with it.
        reason: String,
    },
}

impl Misuse {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Misuse::UnknownOperation { .. } => "unknown-operation",
            Misuse::UnknownOption { .. } => "unknown-option",
            Misuse::WrongArgument { .. } => "wrong-argument",
            Misuse::UnreadableText { .. } => "unreadable-text",
            Misuse::BadSnapshot { .. } => "bad-snapshot",
            Misuse::BadRecord { .. } => "bad-record",
        }
    }

    /// An argument that makes no sense.
    pub fn argument(reason: impl Into<String>) -> Misuse {
        Misuse::WrongArgument { reason: reason.into() }
    }
}

impl fmt::Display for Misuse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Misuse::UnknownOperation { given, nearest: Some(nearest) } => {
                write!(f, "there is no operation `{given}`; did you mean `{nearest}`?")
            }
            Misuse::UnknownOperation { given, nearest: None } => {
                write!(f, "there is no operation `{given}`; operations() lists those there are")
            }
            Misuse::UnknownOption { reason }
            | Misuse::WrongArgument { reason }
            | Misuse::UnreadableText { reason }
            | Misuse::BadSnapshot { reason }
            | Misuse::BadRecord { reason } => f.write_str(reason),
        }
    }
}

impl std::error::Error for Misuse {}
