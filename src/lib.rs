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

pub mod advise;
pub mod build;
pub mod check;
pub mod convert;
#[cfg(target_arch = "wasm32")]
pub mod door;
pub mod emulator;
pub mod explain;
pub mod hash;
mod labels;
pub mod misuse;
pub mod model;
pub mod options;
pub mod report;
pub mod services;
pub mod sign;
pub mod snippets;
pub mod text;
pub mod view;
pub mod wire;

pub use check::{Options, Report, check};
pub use emulator::Emulator;
pub use explain::{Explanation, explain};
pub use misuse::Misuse;
pub use model::walk::{Form, Side};
pub use report::{Basis, Finding, Severity};
