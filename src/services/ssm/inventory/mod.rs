//! Inventory: what is on a node, by type, and how it is read back.

pub mod emulate;
pub mod hash;
pub mod list;
pub mod rules;
pub mod types;
pub mod view;
