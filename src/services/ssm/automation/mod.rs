//! Automation: executions are started, signalled, stopped and read.

pub mod approval;
mod choices;
pub mod emulate;
pub mod errors;
pub mod execution;
mod locations;
pub mod machine;
pub mod parameters;
mod rehearsal;
pub mod rules;
pub mod runbook;
pub mod script;
mod show;
pub mod start;
pub mod state;
pub mod status;
mod targets;
pub mod variables;
pub mod view;
