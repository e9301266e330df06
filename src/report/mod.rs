//! What was found, in the words of the person who reads it: findings, rules, fixes, the rendering as text, and
//! a service's own wording of the same. Nothing here knows what a finding is about.

mod finding;
mod render;
mod repair;
mod rule;
pub mod wording;

pub use finding::{Basis, Draft, Edit, Finding, Findings, Fix, Related, Severity, Trust};
pub use render::render;
pub use repair::{apply, safe_edits};
pub use rule::{Found, Rule, RuleText, TextRule};
