//! Results: what functions report of resources, how rules are evaluated, and what that adds up to.

pub mod emulate;
pub mod evaluate;
pub mod results;
pub mod rules;
pub mod script;
pub mod view;
