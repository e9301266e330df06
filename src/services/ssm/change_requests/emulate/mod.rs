//! The operations of this family, emulated.

mod calendar;
mod start;

pub use calendar::get_calendar_state;
pub use start::start_change_request_execution;
