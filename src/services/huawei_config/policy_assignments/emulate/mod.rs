//! The operations on rules and on the policies that come with the service, emulated.

mod change;
mod definitions;
mod list;
mod switch;

pub use change::{create_policy_assignments, delete_policy_assignment, update_policy_assignment};
pub use definitions::{list_built_in_policy_definitions, show_built_in_policy_definition};
pub use list::{list_policy_assignments, show_policy_assignment};
pub use switch::{disable_policy_assignment, enable_policy_assignment};

use crate::emulator::{Call, Exception, Tick};
use crate::model::tape::Value;
use crate::services::huawei_config::errors::not_found;
use crate::services::huawei_config::policy_assignments::rule::Rule;
use crate::services::huawei_config::state::{ConfigState, Key};
use crate::services::reading::text;

/// The rule that a request names, and the state that it is in. That a rule is not there is answered with 404: documented
/// as a status of most operations, its code an assumption.
pub fn named<'c>(
    call: &Call<'c>,
    domain: Option<Value<'_>>,
    rule: Option<Value<'_>>,
) -> Result<(&'c ConfigState, Key, &'c Rule), Exception> {
    let state: &ConfigState = call.state()?;
    let key = Key { domain: text(domain).unwrap_or_default(), rule: text(rule).unwrap_or_default() };
    let rule = state.rule(&key.domain, &key.rule).ok_or_else(not_found)?;
    Ok((state, key, rule))
}

/// The moment of a call.
pub fn tick(call: &Call<'_>) -> Tick {
    Tick { now: call.now, ids: call.ids }
}
