//! The operations on results and evaluations, emulated.

mod list;
mod run;
mod statistics;
mod summaries;
mod update;

pub use list::{
    list_policy_states_by_assignment_id, list_policy_states_by_domain_id, list_policy_states_by_resource_id,
};
pub use run::{run_evaluation_by_policy_assignment_id, show_evaluation_state_by_assignment_id};
pub use statistics::list_policy_states_statistics;
pub use summaries::{
    collect_policy_assignments_states_summary, collect_policy_states_summary, collect_resources_policy_states_summary,
};
pub use update::update_policy_state;
