//! Compliance: what a reporter says about a node, and how it is read back.

pub mod emulate;
pub mod hash;
pub mod list;
pub mod rules;
pub mod view;
