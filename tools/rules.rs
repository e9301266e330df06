//! Prints the reference of the rules as JSON, for the page that shows it: `cargo run --example rules`.
//!
//! An example of cargo's, since those alone may use what the tests use, and nothing of it reaches the module.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    missing_docs,
    reason = "it shares the tests' support, and fails loudly as they do"
)]

#[path = "../tests/support/case.rs"]
mod case;
#[path = "../tests/support/large.rs"]
mod large;
#[path = "../tests/support/reference.rs"]
mod reference;

use std::io::{self, BufWriter, Write as _};

fn main() -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, &reference::reference())?;
    out.flush()
}
