//! ListBuiltInPolicyDefinitions and ShowBuiltInPolicyDefinition, emulated.

use crate::emulator::{Answer, Call, Exception};
use crate::services::huawei_config::errors::not_found;
use crate::services::huawei_config::paging::{RULES, begin, finish};
use crate::services::huawei_config::policy_assignments::definitions::{definition, definitions};
use crate::services::huawei_config::policy_assignments::view::{
    ListBuiltInPolicyDefinitionsRequest, ShowBuiltInPolicyDefinitionRequest,
};
use crate::services::reading::text;

/// Lists the policies that come with the service: a handful that stand in for the vendor's.
///
/// Known: 500 policies a page at most; the members of a policy.
///
/// Assumptions: the order; the words are English whatever language the header asks for.
pub fn list_built_in_policy_definitions(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListBuiltInPolicyDefinitionsRequest(call.input);
    let (mut page, from) = begin::<usize>(call, "", [request.limit(), request.marker()], RULES)?;
    for (index, definition) in definitions().iter().enumerate().skip(from.unwrap_or(0)) {
        if !page.has_room(|| index.to_string()) {
            break;
        }
        page.looked_at(1);
        page.push(|rows| rows.push_str(&definition.to_json()));
    }
    Ok(Answer::read(finish(page)))
}

/// Shows a policy.
///
/// Known: its members; 404 where there is none of that id, the code is an assumption.
pub fn show_built_in_policy_definition(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ShowBuiltInPolicyDefinitionRequest(call.input);
    let id = text(request.policy_definition_id()).unwrap_or_default();
    Ok(Answer::read(definition(&id).ok_or_else(not_found)?.to_json()))
}
