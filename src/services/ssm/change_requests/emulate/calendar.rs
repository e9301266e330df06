//! GetCalendarState, emulated.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::reading::{text, texts};
use crate::services::ssm::change_requests::calendar::state_of;
use crate::services::ssm::change_requests::freezes::calendar_of;
use crate::services::ssm::change_requests::view::GetCalendarStateRequest as Request;
use crate::services::ssm::state::SsmState;
use crate::text::time::{parse_iso, to_iso};

/// Says whether calendars are open.
///
/// Known: OPEN only if all are open; the time of the request, or now; the three exceptions for a document that is not
/// there, is of another type, or cannot be read; what holds outside of a calendar's events is in its X-CALENDAR-TYPE.
///
/// Assumptions: the next change is that of all calendars together, and is left out where there is none; times without a
/// zone are UTC; no calendars at all are open; the default version counts; a time that cannot be read is a
/// ValidationException.
pub fn get_calendar_state(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = Request(call.input);
    let state: &SsmState = call.state()?;
    let names = texts(request.calendar_names());
    let calendars = names.iter().map(|name| calendar_of(state, name)).collect::<Result<Vec<_>, _>>()?;
    let at = match text(request.at_time()) {
        None => call.now,
        Some(at) => {
            let message = || format!("AtTime {at:.60} is not an ISO 8601 time.");
            parse_iso(&at).ok_or_else(|| Exception::new("ValidationException", message()))?.millis
        }
    };
    let seconds = at.div_euclid(1_000);
    let (is_open, next) = state_of(&calendars, seconds);
    let time = |seconds: i64| to_iso(seconds.saturating_mul(1_000));
    let out = Output::default()
        .text("State", if is_open { "OPEN" } else { "CLOSED" })
        .text("AtTime", &time(seconds))
        .maybe("NextTransitionTime", next.map(time).filter(|time| !time.is_empty()).as_deref());
    Ok(Answer::read(out.finish()))
}
