//! StartChangeRequestExecution, emulated.

use serde_json::Value;

use crate::emulator::{Answer, Call, Exception};
use crate::services::ssm::automation::approval::Approval;
use crate::services::ssm::automation::emulate::{MOST_TAGS, started};
use crate::services::ssm::automation::execution::{Execution, Kind};
use crate::services::ssm::automation::parameters::{invalid, parameters_of};
use crate::services::ssm::automation::runbook::{Object, Runbook};
use crate::services::ssm::automation::start::{Found, Start, definition_of, prepare};
use crate::services::ssm::automation::variables::Scope;
use crate::services::ssm::change_requests::change::Change;
use crate::services::ssm::change_requests::view::StartChangeRequestExecutionRequest as Request;
use crate::services::ssm::documents::CHANGE_TEMPLATE;
use crate::services::ssm::documents::store::{ReviewStatus, content_of, name_in};
use crate::services::ssm::state::SsmState;
use crate::text::time::to_epoch_seconds;

/// The kinds of approvers (User Guide, creating change templates).
const APPROVERS: [&str; 5] = ["IamUser", "IamGroup", "IamRole", "SSOGroup", "SSOUser"];

/// Starts a change request.
///
/// Known: the exceptions; a template that awaits its review or was rejected is AutomationDefinitionNotApprovedException;
/// the runbook is one of those that the template names; AutoApprove skips the levels where the template is
/// auto-approvable, and never a closed calendar; the runbook does not start before ScheduledTime; the template's text
/// stands in for ChangeDetails; what is wrong with parameters is told as of StartAutomationExecution.
///
/// Assumptions: a template that was never sent for review can be used; AutoApprove where the template does not allow it,
/// a runbook that the template does not name, a kind of approver that there is not, and a sixth tag are
/// InvalidAutomationExecutionParametersException; the runbook's version is that of the request's moment, and has to be
/// the template's where that names one; a time that is past is now; ScheduledEndTime stops nothing; the same request with
/// the same token is answered with the first execution. Change requests take no place among executions.
pub fn start_change_request_execution(call: &Call<'_>) -> Result<Answer, Exception> {
    let state: &SsmState = call.state()?;
    let view = Request(call.input);
    let request = crate::services::ssm::automation::emulate::request_of(call);
    if request.get("Tags").and_then(Value::as_array).is_some_and(|tags| tags.len() > MOST_TAGS) {
        return Err(invalid(format!("At most {MOST_TAGS} tags can be given.")));
    }
    let times = [view.scheduled_time(), view.scheduled_end_time()].map(|time| time.and_then(|time| time.millis()));
    let ops_item = ops_item_of(call, state);
    started(call, state, request, |request| change_of(state, request, call.principal, times, &ops_item))
}

fn change_of(
    state: &SsmState,
    request: &Object,
    by: &str,
    [scheduled, scheduled_end]: [Option<i64>; 2],
    ops_item: &str,
) -> Result<Start, Exception> {
    let text = |name: &str| request.get(name).and_then(Value::as_str);
    let object = |name: &str| request.get(name).and_then(Value::as_object).cloned().unwrap_or_default();
    let found = template_of(state, text("DocumentName").unwrap_or_default(), text("DocumentVersion"))?;
    let template = Runbook::of(&found.content)
        .map_err(|_| invalid(format!("The change template {} has no level of approval.", found.name)))?;
    let parameters = parameters_of(&template, &object("Parameters"), &[])?;
    let runbook = request.get("Runbooks").and_then(|list| list.get(0)).and_then(Value::as_object);
    let mut runbook = runbook.cloned().unwrap_or_default();
    runbook.retain(|_, value| !value.is_null());
    let run = prepare(state, &runbook, by)?;
    if !is_allowed(state, &found.content, &run) {
        let message = format!(
            "The runbook {} in version {} is not among those that the change template {} allows.",
            run.document, run.version, found.name
        );
        return Err(invalid(message));
    }
    runbook.insert("DocumentVersion".into(), run.version.into());
    let is = |name: &str| match found.content.get(name) {
        Some(Value::Bool(yes)) => *yes,
        Some(Value::String(word)) => word.eq_ignore_ascii_case("true"),
        _ => false,
    };
    let is_auto_approved = request.get("AutoApprove") == Some(&Value::Bool(true));
    if is_auto_approved && !is("autoApprovable") {
        return Err(invalid(format!("The change template {} is not auto-approvable.", found.name)));
    }
    levels_are_sound(&template, &parameters, by)?;
    let information = found.content.get("templateInformation").and_then(Value::as_str);
    let change = Change {
        runbook,
        scheduled,
        scheduled_end,
        is_emergency: is("emergencyChange"),
        is_auto_approved,
        details: text("ChangeDetails").or(information).map(String::from),
        ..Change::default()
    };
    let mut echoed = Object::new();
    for name in ["ChangeRequestName", "Runbooks"] {
        echoed.extend(request.get(name).map(|value| (name.to_string(), value.clone())));
    }
    echoed.extend(
        scheduled
            .and_then(|at| serde_json::from_str(&to_epoch_seconds(at)).ok())
            .map(|at| ("ScheduledTime".to_string(), at)),
    );
    echoed.insert("OpsItemId".into(), ops_item.into());
    let tags = request.get("Tags").and_then(Value::as_array).into_iter().flatten();
    Ok(Start {
        document: found.name,
        version: found.version,
        content: found.content,
        kind: Kind::Change,
        parameters,
        by: by.into(),
        echoed,
        tags: tags.filter_map(|tag| Some(tag.get("Key")?.as_str()?.to_string())).collect(),
        change: Some(Box::new(change)),
        ..Start::default()
    })
}

/// The template, which has to be approved as far as anybody reviewed it.
fn template_of(state: &SsmState, name: &str, version: Option<&str>) -> Result<Found, Exception> {
    let found = definition_of(state, name, version, CHANGE_TEMPLATE)?;
    match found.review {
        ReviewStatus::Pending | ReviewStatus::Rejected => {
            let message = format!(
                "The change template {} in version {} is not approved: its review is {}.",
                found.name,
                found.version,
                found.review.as_str()
            );
            Err(Exception::new("AutomationDefinitionNotApprovedException", message))
        }
        _ => Ok(found),
    }
}

/// Whether a template lets a runbook run: any, where it names none.
fn is_allowed(state: &SsmState, template: &Value, run: &Start) -> bool {
    let Some(list) = template.get("executableRunBooks").and_then(Value::as_array).filter(|list| !list.is_empty())
    else {
        return true;
    };
    list.iter().any(|allowed| {
        let name = allowed.get("name").and_then(Value::as_str).unwrap_or_default();
        let version = allowed.get("version").map(crate::services::ssm::automation::variables::text_of);
        let is_version = |version: &str| {
            content_of(state, name, Some(version)).is_ok_and(|stored| stored.number.to_string() == run.version)
        };
        name_in(name).0 == run.document && version.is_none_or(|version| is_version(&version))
    })
}

/// Whether each level has approvers that there can be, with the parameters that were given.
fn levels_are_sound(template: &Runbook, parameters: &Object, by: &str) -> Result<(), Exception> {
    let execution = Execution { parameters: parameters.clone(), by: by.into(), ..Execution::default() };
    let scope = Scope { execution: &execution, runbook: template, now: 0 };
    for level in template.steps.iter().filter(|step| step.action == "aws:approve") {
        let approval = Approval::of(&scope.map(&level.inputs))
            .map_err(|reason| invalid(format!("The level {} cannot be approved: {reason}", level.name)))?;
        let is_unknown = |kind: &&str| !kind.is_empty() && !APPROVERS.contains(kind);
        if let Some(kind) = approval.approvers.iter().map(|line| line.kind.as_str()).find(is_unknown) {
            let (name, known) = (&level.name, APPROVERS.join(", "));
            return Err(invalid(format!("The level {name} has approvers of type {kind}, not of one of [{known}].")));
        }
    }
    Ok(())
}

/// The id of the OpsItem that stands for the request. OpsItems themselves are not emulated.
fn ops_item_of(call: &Call<'_>, state: &SsmState) -> String {
    let id = call.ids.uuid("ops-item", state.automation.made);
    let digits: String = id.chars().filter(char::is_ascii_hexdigit).take(12).collect();
    format!("oi-{digits}")
}
