//! Shapes: a service's Smithy model, the one walker over it, and the tape that a walk leaves behind. Nothing
//! here knows which services there are.

pub mod ast;
pub mod complete;
mod insert;
mod load;
mod meant;
mod names;
pub mod path;
mod pattern_sample;
pub mod rules;
pub mod sample;
pub(crate) mod say;
pub mod tape;
pub mod told;
mod traits;
pub mod view;
pub mod walk;

pub use ast::{Binding, Chosen, Kind, Member, Model, ModelError, Operation, Shape, ShapeId, TimeForm};
pub use load::{Loaded, Refused};
