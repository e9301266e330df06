//! Inventory: what is on a node, by type, and how it is read back.

pub mod aggregate;
pub mod compliance_items;
pub mod deletions;
pub mod emulate;
pub mod errors;
pub mod events;
pub mod filters;
pub mod hash;
pub mod list;
pub mod query;
pub mod rules;
pub mod schema;
pub mod schemas;
pub mod stock;
pub mod types;
pub mod view;
