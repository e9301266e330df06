//! What a writer asks before there is anything to check: a sample, what can stand here, what a shape is.

use crate::misuse::Misuse;
use crate::model::ShapeId;
use crate::model::complete::{self, Completion, Query};
use crate::model::sample::{Hints, Sampler, Size};
use crate::model::walk::{Form, Side};
use crate::services::{Target, target};

/// A sound, realistic request in wire form.
pub fn sample(operation: &str, size: Size) -> Result<String, Misuse> {
    let target = target(operation)?;
    let hints = Hints::of(target.service.samples);
    let sampler = Sampler { model: &target.model, hints: &hints, form: Form::Wire, size };
    Ok(sampler.request(target.operation().input))
}

/// One side of an operation: what a shape of it holds.
pub fn described(operation: &str, side: Side) -> Result<(Target, ShapeId), Misuse> {
    let target = target(operation)?;
    let shape = match side {
        Side::Input => target.operation().input,
        Side::Output => target.operation().output,
    };
    Ok((target, shape))
}

/// The byte at which a number of UTF-16 units is over; the end of the text where it has fewer.
pub fn byte_of(text: &str, units: usize) -> usize {
    let mut passed = 0;
    for (at, c) in text.char_indices() {
        if passed >= units {
            return at;
        }
        passed += c.len_utf16();
    }
    text.len()
}

/// What can stand at a place of a text, in bytes, however broken the text is.
pub fn complete(operation: &str, text: &str, offset: usize, form: Form) -> Result<Vec<Completion>, Misuse> {
    let target = target(operation)?;
    let hints = Hints::of(target.service.samples);
    let query = Query { model: &target.model, hints: &hints, form, text, offset };
    Ok(complete::complete(&query, target.operation().input))
}
