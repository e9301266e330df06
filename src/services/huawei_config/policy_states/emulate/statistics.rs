//! ListPolicyStatesStatistics, emulated.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::huawei_config::policy_states::view::ListPolicyStatesStatisticsRequest;
use crate::services::huawei_config::state::{ConfigState, Figures};
use crate::services::huawei_config::times::to_day_text;
use crate::services::reading::text;

/// Tells what the results of an account added up to at the end of each day.
///
/// Known: the members of the answer.
///
/// Assumptions: the last thirty days, this one included, from the first on which the account had a rule; days are those of
/// UTC, written `YYYY-MM-DD`, the oldest first; rules are all rules, resources those with results.
pub fn list_policy_states_statistics(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListPolicyStatesStatisticsRequest(call.input);
    let state: &ConfigState = call.state()?;
    let account = state.accounts.get(&text(request.domain_id()).unwrap_or_default());
    let days = account.map(|account| account.statistics(call.now)).unwrap_or_default();
    let days: Vec<String> = days.iter().map(|(day, figures)| row_of(*day, figures)).collect();
    Ok(Answer::read(Output::default().json("value", &format!("[{}]", days.join(","))).finish()))
}

fn row_of(day: i64, figures: &Figures) -> String {
    Output::default()
        .text("statistic_date", &to_day_text(day))
        .json("total_policy_count", &figures.rules.to_string())
        .json("non_compliant_policy_count", &figures.non_compliant_rules.to_string())
        .json("total_resource_count", &figures.resources.to_string())
        .json("non_compliant_resource_count", &figures.non_compliant_resources.to_string())
        .finish()
}
