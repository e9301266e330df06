//! The operations of this family, emulated.

mod get;
mod list;
mod signal;
mod start;
mod steps;
mod stop;

pub use get::get_automation_execution;
pub use list::describe_automation_executions;
pub use signal::send_automation_signal;
pub use start::{MOST_TAGS, start_automation_execution, started};
pub use steps::describe_automation_step_executions;
pub use stop::stop_automation_execution;

use std::collections::BTreeMap;

use serde_json::Value;

use crate::emulator::{Call, Exception};
use crate::services::ssm::state::SsmState;

use super::execution::Execution;
use super::runbook::Object;

/// The execution with an id.
fn found<'s>(state: &'s SsmState, id: Option<crate::model::tape::Value<'_>>) -> Result<&'s Execution, Exception> {
    let id = id.and_then(|id| id.any_str()).unwrap_or_default();
    let missing = || {
        let message = format!("Automation execution {id} does not exist.");
        Exception::new("AutomationExecutionNotFoundException", message)
    };
    state.automation.find(&id).ok_or_else(missing)
}

/// The request as an object; members that are null are absent.
pub fn request_of(call: &Call<'_>) -> Object {
    let mut object: Object = serde_json::from_str(call.input.source()).unwrap_or_default();
    object.retain(|_, value| !value.is_null());
    object
}

/// A request in one form, whatever the order in which it was written.
pub fn canonical(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let sorted: BTreeMap<&String, Value> = map.iter().map(|(name, value)| (name, canonical(value))).collect();
            sorted.into_iter().map(|(name, value)| (name.clone(), value)).collect()
        }
        Value::Array(list) => list.iter().map(canonical).collect(),
        other => other.clone(),
    }
}
