//! An independent reading of the model, for `tests/oracle.rs`.
//!
//! It is written from the design and the model file alone and shares no code with the crate: a random request
//! is made as a tree, written as text with known places, and judged on the tree. It is slow and plain on
//! purpose. It knows model rules only, no service's.

pub mod chance;
pub mod generate;
pub mod judge;
pub mod model;
pub mod mutate;
pub mod number;
pub mod samples;
pub mod shrink;
pub mod time;
pub mod tree;
pub mod write;
