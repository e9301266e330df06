//! Documents: the runbooks, change templates and calendars that executions are made of.

mod builtin;
pub mod emulate;
pub mod errors;
pub mod rules;
pub mod store;
pub mod view;

/// The type of a runbook.
pub const AUTOMATION: &str = "Automation";

/// The type of a change template.
pub const CHANGE_TEMPLATE: &str = "Automation.ChangeTemplate";
