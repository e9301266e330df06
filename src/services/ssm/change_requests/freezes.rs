//! Calendars as documents of the account, and which of them hold changes back.

use crate::emulator::Exception;
use crate::services::ssm::automation::approval::is_meant;
use crate::services::ssm::documents::store::{Missing, Stored, content_of};
use crate::services::ssm::settings::Settings;
use crate::services::ssm::state::SsmState;

use super::calendar::{Calendar, state_of};

/// The type of a calendar's document.
pub const CHANGE_CALENDAR: &str = "ChangeCalendar";

/// Who holds a change back at a time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Freeze {
    /// The names of the calendars that are closed, those that cannot be read among them.
    pub calendars: Vec<String>,
    /// When all are open, in milliseconds, as far as that can be said.
    pub opens: Option<i64>,
}

/// The calendar of a name or an ARN.
pub fn calendar_of(state: &SsmState, name: &str) -> Result<Calendar, Exception> {
    let missing = |what: Missing| {
        let what = match what {
            Missing::Document => "does not exist",
            Missing::Version => "has no such version",
        };
        Exception::new("InvalidDocument", format!("Document {name} {what}."))
    };
    let stored = content_of(state, name, None).map_err(missing)?;
    if stored.document.kind != CHANGE_CALENDAR {
        let message = format!("Document {name} is of type {}, not {CHANGE_CALENDAR}.", stored.document.kind);
        return Err(Exception::new("InvalidDocumentType", message));
    }
    read(&stored).map_err(|reason| {
        let message = format!("The calendar {name} is not supported: {reason}.");
        Exception::new("UnsupportedCalendarException", message)
    })
}

/// Which calendars hold back a change that is to run at a time, in milliseconds.
///
/// Known (API model, AutoApprove): a change is held back where the state of an associated calendar is CLOSED, until those
/// who approve during a freeze let it pass or the calendar is open. Which calendars those are is a setting of Change
/// Manager that no operation shows. Assumptions: it is every calendar of the account unless an option names some, and one
/// that cannot be read holds back.
pub fn freeze_at(state: &SsmState, at: i64) -> Option<Freeze> {
    let names: Vec<&str> = match &state.settings.freeze.calendars {
        Some(names) => names.iter().map(String::as_str).collect(),
        None => {
            let all = state.documents.documents.iter();
            all.filter(|(_, document)| document.kind == CHANGE_CALENDAR).map(|(name, _)| name.as_str()).collect()
        }
    };
    let seconds = at.div_euclid(1_000);
    let (mut freeze, mut readable, mut is_readable) = (Freeze::default(), Vec::new(), true);
    for name in names {
        match content_of(state, name, None).ok().map(|stored| read(&stored)) {
            Some(Ok(calendar)) => {
                if !state_of(std::slice::from_ref(&calendar), seconds).0 {
                    freeze.calendars.push(name.into());
                }
                readable.push(calendar);
            }
            _ => {
                freeze.calendars.push(name.into());
                is_readable = false;
            }
        }
    }
    if freeze.calendars.is_empty() {
        return None;
    }
    let opens = state_of(&readable, seconds).1.filter(|_| is_readable);
    freeze.opens = opens.map(|seconds| seconds.saturating_mul(1_000));
    Some(freeze)
}

/// Whether somebody may let a change pass a closed calendar: anybody, where no option names people or groups.
pub fn may_override(settings: &Settings, principal: &str) -> bool {
    settings.freeze.approvers.as_ref().is_none_or(|approvers| {
        approvers.iter().any(|name| {
            let kind = if settings.groups.contains_key(name) { "IamGroup" } else { "" };
            is_meant(name, kind, principal, &settings.groups)
        })
    })
}

fn read(stored: &Stored<'_>) -> Result<Calendar, String> {
    Calendar::of(&stored.version.content)
}
