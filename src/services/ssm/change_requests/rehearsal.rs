//! What people who rehearse a change request ask beside the service's operations: its levels, who decides, until when.

use serde_json::{Value, json};

use crate::services::ssm::automation::approval::{Approval, Approver};
use crate::services::ssm::automation::execution::{Execution, Voice};
use crate::services::ssm::automation::runbook::{Object, Runbook};
use crate::services::ssm::automation::status::Status;
use crate::services::ssm::automation::variables::Scope;
use crate::services::ssm::settings::Settings;
use crate::text::time::to_iso;

use super::change::Change;

/// What a change request that waits for people tells beside what every execution does.
pub fn awaited(execution: &Execution, change: &Change, settings: &Settings) -> Object {
    let mut told = about(execution, change);
    if execution.status == Status::PendingChangeCalendarOverride {
        told.insert("calendars".into(), json!(change.closed));
        told.insert("approvers".into(), json!(settings.freeze.approvers.as_deref().unwrap_or_default()));
        told.insert("needed".into(), 1.into());
        if let Some(until) = execution.due() {
            told.insert("until".into(), to_iso(until.at).into());
        }
    }
    if let Some(run) = execution.run()
        && let Ok(approval) = Approval::of(&run.inputs)
    {
        let levels = execution.runs.iter().filter(|run| run.action == "aws:approve").count();
        let level = execution.runs.iter().take(execution.at.unwrap_or_default() + 1);
        told.insert("level".into(), level.filter(|run| run.action == "aws:approve").count().into());
        told.insert("levels".into(), levels.into());
        told.insert("lines".into(), lines(&approval));
    }
    told
}

/// The whole of a change request.
pub fn told(execution: &Execution, change: &Change, runbook: &Runbook) -> Value {
    let mut told = about(execution, change);
    told.insert("isEmergency".into(), change.is_emergency.into());
    told.insert("isAutoApproved".into(), change.is_auto_approved.into());
    if !change.closed.is_empty() {
        told.insert("calendars".into(), json!(change.closed));
    }
    if !change.voices.is_empty() {
        told.insert("override".into(), change.voices.iter().map(decision).collect());
    }
    let scope = Scope { execution, runbook, now: execution.started };
    let levels = execution.runs.iter().filter(|run| run.action == "aws:approve").map(|run| {
        // What has not begun has no inputs yet.
        let inputs = runbook.steps.get(run.step).map(|step| scope.map(&step.inputs));
        let approval = inputs.and_then(|inputs| Approval::of(&inputs).ok()).unwrap_or_default();
        let mut level = json!({
            "step": run.name,
            "status": run.status.as_str(),
            "needed": approval.needed,
            "lines": lines(&approval),
            "decisions": run.voices.iter().map(decision).collect::<Vec<_>>(),
        });
        if let (Some(until), Some(level)) = (run.limit, level.as_object_mut()) {
            level.insert("until".into(), to_iso(until).into());
        }
        level
    });
    told.insert("levels".into(), levels.collect());
    Value::Object(told)
}

fn about(execution: &Execution, change: &Change) -> Object {
    let mut told = Object::new();
    let echoed = [("changeRequest", "ChangeRequestName"), ("opsItemId", "OpsItemId")];
    told.extend(
        echoed.iter().filter_map(|(name, member)| Some(((*name).to_string(), execution.echoed.get(*member)?.clone()))),
    );
    let times = [("scheduledTime", change.scheduled), ("scheduledEndTime", change.scheduled_end)];
    told.extend(times.iter().filter_map(|(name, at)| Some(((*name).to_string(), to_iso((*at)?).into()))));
    told.extend(change.details.as_deref().map(|details| ("details".to_string(), details.into())));
    told
}

fn lines(approval: &Approval) -> Value {
    let line = |line: &Approver| json!({ "approvers": line.names, "type": line.kind, "needed": line.needed });
    approval.approvers.iter().map(line).collect()
}

fn decision(voice: &Voice) -> Value {
    let word = if voice.approves { "Approved" } else { "Rejected" };
    let mut told = json!({ "time": to_iso(voice.at), "by": voice.by, "decision": word });
    if let (Some(comment), Some(told)) = (&voice.comment, told.as_object_mut()) {
        told.insert("comment".into(), comment.as_str().into());
    }
    told
}
