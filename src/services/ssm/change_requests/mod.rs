//! Change requests: an execution behind a template that asks people first, and the calendars that hold it back.

mod calendar;
pub mod change;
pub mod emulate;
pub mod errors;
pub mod freezes;
pub mod phases;
pub mod rehearsal;
pub mod rules;
pub mod view;
