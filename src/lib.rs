//! Cloud Dry Run checks, hashes, builds and rehearses cloud governance requests, and sends nothing.
//!
//! How a request text flows through the rooms:
//!
//! ```text
//! text ─▶ text/ (bytes with places) ─▶ model/ (the walker) ─▶ services/*/rules ─▶ report/
//!   └▶ hash/      └▶ wire/ request, snippets/      └▶ emulator/ (clock, ids, state) ─▶ wire/ response
//! ```
//!
//! Engines know no service; `services/` holds facts and judgement, no machinery; only `door` knows JavaScript.

pub mod build;
pub mod check;
#[cfg(target_arch = "wasm32")]
pub mod door;
pub mod emulator;
pub mod hash;
pub mod misuse;
pub mod model;
pub mod options;
pub mod report;
pub mod services;
pub mod snippets;
pub mod text;
pub mod view;
pub mod wire;

pub use check::{Options, Report, check};
pub use emulator::Emulator;
pub use misuse::Misuse;
pub use model::walk::Form;
pub use report::{Basis, Finding, Severity};
