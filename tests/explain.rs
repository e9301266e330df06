//! Errors explained: cases as files, the service's own texts read back, every exception of every operation, and texts
//! that nobody wrote. `BLESS=1` rewrites the wants of the cases.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "support/case.rs"]
mod case;
#[path = "explain/exceptions.rs"]
mod exceptions;
#[path = "explain/hostile.rs"]
mod hostile;
#[path = "support/oracle/mod.rs"]
#[allow(dead_code, reason = "half of it judges, and nothing is judged here")]
mod oracle;
#[path = "explain/round_trip.rs"]
mod round_trip;
#[path = "explain/texts.rs"]
mod texts;
