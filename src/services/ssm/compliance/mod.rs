//! Compliance: what a reporter says about a node, and how it is read back.

pub mod emulate;
pub mod errors;
pub mod filters;
pub mod hash;
pub mod list;
pub mod rules;
pub mod summaries;
pub mod view;
