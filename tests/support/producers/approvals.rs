//! Approvals, pauses and starts, as tests and tools send them.

use serde_json::{Value, json};

use super::{Sent, sent, text, uuid};
use crate::chance::Chance;

fn signal(id: &str, kind: &str, payload: Option<Value>) -> Sent {
    let mut body = json!({ "AutomationExecutionId": id, "SignalType": kind });
    if let Some(payload) = payload {
        body["Payload"] = payload;
    }
    sent("ssm:SendAutomationSignal", body)
}

/// With and without a comment; steps by name, runs of steps by id.
pub fn approvals(chance: &mut Chance) -> Vec<Sent> {
    let id = uuid(chance);
    let comment = format!("looked at {}", text(chance));
    vec![
        signal(&id, "Approve", None),
        signal(&id, "Approve", Some(json!({ "Comment": [comment] }))),
        signal(&id, "Reject", Some(json!({ "Comment": ["not today"] }))),
        signal(&id, "StartStep", Some(json!({ "StepName": ["restart"] }))),
        signal(&id, "Resume", Some(json!({ "StepName": ["waitForPeople"] }))),
        signal(&id, "StopStep", Some(json!({ "StepExecutionId": [uuid(chance)] }))),
        signal(&id, "Revoke", None),
        sent(
            "ssm:StopAutomationExecution",
            json!({ "AutomationExecutionId": id, "Type": chance.pick(&["Cancel", "Complete"]) }),
        ),
    ]
}

/// Sends a comment along with the step.
pub fn game_day(chance: &mut Chance) -> Vec<Sent> {
    let id = uuid(chance);
    vec![
        signal(&id, "Resume", Some(json!({ "StepName": ["pause"], "Comment": ["the experiment is over"] }))),
        sent("ssm:GetAutomationExecution", json!({ "AutomationExecutionId": id })),
        sent(
            "ssm:DescribeAutomationExecutions",
            json!({ "Filters": [
            { "Key": "ExecutionStatus", "Values": ["Waiting"] }, { "Key": "StartTimeAfter", "Values": ["2025-03-12T06:00:00Z"] } ] }),
        ),
    ]
}

/// A template, one runbook, up to five tags, a schedule or none.
pub fn change_requests(chance: &mut Chance) -> Vec<Sent> {
    let tags: Vec<Value> = (0..chance.below(6)).map(|i| json!({ "Key": format!("k{i}"), "Value": "" })).collect();
    let mut body = json!({
        "DocumentName": chance.pick(&["AWS-HelloWorldChangeTemplate", "MyChangeTemplate", "arn:aws:ssm:us-east-1:123456789012:document/MyTemplate"]),
        "ChangeRequestName": text(chance) + "x",
        "Runbooks": [{ "DocumentName": "AWS-HelloWorld", "DocumentVersion": chance.pick(&["1", "$DEFAULT", "$LATEST"]),
            "Parameters": { "AutomationAssumeRole": ["arn:aws:iam::123456789012:role/Automation"] } }],
        "Parameters": { "Approver": ["lead"], "ApproverType": ["IamUser"], "ApproverSnsTopicArn": ["arn:aws:sns:us-east-1:123456789012:changes"] },
        "Tags": tags,
    });
    if chance.one_in(2) {
        body["ScheduledTime"] = json!(1_793_000_000);
        body["ScheduledEndTime"] = json!(1_793_000_900.5);
    }
    if chance.one_in(2) {
        body["ClientToken"] = uuid(chance).to_uppercase().into();
        body["ChangeDetails"] = "# Why\n\nBecause.".into();
        body["AutoApprove"] = chance.one_in(2).into();
    }
    if chance.one_in(2) {
        body["Runbooks"][0]["Targets"] = json!([{ "Key": "tag:Team", "Values": ["platform"] }]);
        body["Runbooks"][0]["TargetParameterName"] = "InstanceId".into();
        body["Runbooks"][0]["MaxConcurrency"] = "10%".into();
        body["Runbooks"][0]["MaxErrors"] = "0".into();
    }
    vec![sent("ssm:StartChangeRequestExecution", body)]
}

/// Many targets, maps of parameters, accounts and regions.
pub fn at_scale(chance: &mut Chance) -> Vec<Sent> {
    let start = |more: Value| {
        let mut body = json!({ "DocumentName": "AWS-RestartEC2Instance", "MaxConcurrency": "2", "MaxErrors": "10%" });
        more.as_object().unwrap().iter().for_each(|(name, value)| body[name] = value.clone());
        sent("ssm:StartAutomationExecution", body)
    };
    let key =
        *chance.pick(&["tag:Team", "ParameterValues", "ResourceGroup", "AWS::EC2::Instance", "tag-key", "InstanceIds"]);
    vec![
        start(json!({ "TargetParameterName": "InstanceId", "Targets": [{ "Key": key, "Values": ["a"] }] })),
        start(json!({ "TargetMaps": [{ "InstanceId": ["i-1"] }, { "InstanceId": ["i-2"], "Mode": ["fast"] }] })),
        start(json!({ "TargetParameterName": "InstanceId", "Targets": [{ "Key": "tag:Team", "Values": ["a"] }],
            "TargetLocations": [{ "Accounts": ["123456789012", "ou-ab12-cdefgh34", "r-abcd"], "Regions": ["us-east-1", "ap-southeast-2", "us-gov-west-1", "us-isob-east-1"],
                "ExecutionRoleName": "AWS-SystemsManager-AutomationExecutionRole", "TargetLocationMaxConcurrency": "1" }] })),
        sent(
            "ssm:StartAutomationExecution",
            json!({ "DocumentName": "Example", "Mode": "Interactive", "ClientToken": uuid(chance) }),
        ),
        sent(
            "ssm:CreateDocument",
            json!({ "Name": "Example", "DocumentType": "Automation", "DocumentFormat": "YAML",
            "Content": "schemaVersion: '0.3'\nmainSteps:\n- name: wait\n  action: aws:sleep\n  inputs:\n    Duration: PT1M\n" }),
        ),
    ]
}
