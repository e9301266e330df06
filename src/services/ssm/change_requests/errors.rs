//! What the errors of change requests and calendars mean.

use crate::explain::ExceptionFacts;
use crate::services::ssm::explained::modelled;

const REQUEST: &[&str] = &["StartChangeRequestExecution"];
const CALENDAR: &[&str] = &["GetCalendarState"];

/// The exceptions.
pub const EXCEPTIONS: &[ExceptionFacts] = &[
    modelled!(
        "AutomationDefinitionNotApprovedException",
        "the change template was rejected, or still waits for its approval",
        "have the template reviewed and approved, then send the request again",
    )
    .at("/DocumentName"),
    modelled!(
        "NoLongerSupportedException",
        "the service behind this, Change Manager, takes no new customers since November 7, 2025, and this account is none of the old ones",
        "start the runbook with StartAutomationExecution, with an approval step in it",
    )
    .from(REQUEST)
    .at("/DocumentName")
    .found_by("change-requests/closed-service"),
    modelled!(
        "InvalidDocument",
        "a calendar is not there, or is no calendar that this account can read",
        "check each name or ARN; documents of the type `ChangeCalendar` alone are calendars",
    )
    .from(CALENDAR)
    .at("/CalendarNames"),
    modelled!(
        "InvalidDocumentType",
        "a document is there, and is no calendar",
        "name documents of the type `ChangeCalendar`",
    )
    .at("/CalendarNames"),
    modelled!(
        "UnsupportedCalendarException",
        "an entry of a calendar is one that Systems Manager cannot read",
        "look for entries that were imported from elsewhere, and write them anew in Change Calendar",
    )
    .at("/CalendarNames"),
];
