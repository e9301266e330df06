//! Shapes: a service's Smithy model, the one walker over it, and the tape that a walk leaves behind. Nothing
//! here knows which services there are.

pub mod ast;
mod names;
pub mod path;
pub mod rules;
mod say;
pub mod tape;
pub mod view;
pub mod walk;

pub use ast::{Kind, Member, Model, ModelError, Operation, Shape, ShapeId};
