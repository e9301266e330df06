//! Every exception that the model has for an operation of documents, executions and change requests is answered: in a
//! situation that leads to it, or, where none does, by a fault, with the reason said. The model is gone through, so that
//! an operation or an exception that comes new to it is missed here.

use std::collections::BTreeSet;

use cloud_dryrun::services::SERVICES;

use crate::*;

/// Exceptions that come by a fault alone, and why: everywhere, or of one operation.
const FAULTS: [(Option<&str>, &str, &str); 6] = [
    (None, "InternalServerError", "nothing goes wrong inside"),
    (None, "TooManyUpdates", "one request is answered after the other"),
    (None, "NoLongerSupportedException", "whether an account may still use a feature is not emulated"),
    (Some("DeleteDocument"), "AssociatedInstances", "associations are not emulated"),
    (Some("UpdateDocument"), "InvalidDocumentOperation", "nothing says which update it is for"),
    (Some("UpdateDocumentDefaultVersion"), "InvalidDocumentSchemaVersion", "a version that is there has a sound one"),
];

const FAMILIES: [&str; 4] = ["Automation", "Document", "ChangeRequest", "Calendar"];
const TOKEN: &str = "6b1e4f7a-0000-4000-8000-000000000001";
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// An execution that waits, and documents of each kind.
struct World {
    emulator: Emulator,
    id: String,
}

fn content(minutes: u32) -> String {
    let approve = json!({ "name": "ask", "action": "aws:approve", "inputs": { "Approvers": ["AKIDANN"] } });
    let rest = json!({ "name": "rest", "action": "aws:sleep", "inputs": { "Duration": format!("PT{minutes}M") } });
    json!({ "schemaVersion": "0.3", "mainSteps": [approve, rest] }).to_string()
}

fn template() -> String {
    let line = json!({ "approver": "AKIDANN", "type": "IamUser", "minRequiredApprovals": 1 });
    let level =
        json!({ "name": "level", "action": "aws:approve", "inputs": { "EnhancedApprovals": { "Approvers": [line] } } });
    json!({ "schemaVersion": "0.3", "executableRunBooks": [{ "name": "Book" }], "mainSteps": [level] }).to_string()
}

fn new_document(name: &str, kind: &str, format: &str, content: &str) -> Value {
    json!({ "Name": name, "DocumentType": kind, "DocumentFormat": format, "Content": content })
}

fn world(quotas: Value) -> World {
    let mut emulator = bare(json!({ "quotas": quotas }));
    for input in [
        new_document("Book", "Automation", "JSON", &content(1)),
        new_document("Change", "Automation.ChangeTemplate", "JSON", &template()),
        new_document("Pending", "Automation.ChangeTemplate", "JSON", &template()),
        new_document("Broken", "ChangeCalendar", "TEXT", "no calendar"),
    ] {
        call(&mut emulator, "CreateDocument", input);
    }
    let review = json!({ "Name": "Pending", "DocumentReviews": { "Action": "SendForReview" } });
    call(&mut emulator, "UpdateDocumentMetadata", review);
    let id = start(&mut emulator, json!({ "ClientToken": TOKEN }));
    World { emulator, id }
}

/// A situation and a request that lead to an exception.
fn situation(operation: &str, exception: &str) -> Option<(Emulator, Value)> {
    let quotas = match exception {
        "AutomationExecutionLimitExceededException" => json!({ "automations": 1, "automationQueue": 0 }),
        "DocumentLimitExceeded" => json!({ "documents": 4 }),
        "DocumentVersionLimitExceeded" => json!({ "documentVersions": 1 }),
        _ => json!({}),
    };
    let World { mut emulator, id } = world(quotas);
    let of = |more: Value| and(json!({ "AutomationExecutionId": id }), more);
    let book = |more: Value| and(json!({ "DocumentName": "Book" }), more);
    let change = |more: Value| and(json!({ "DocumentName": "Change", "Runbooks": [{ "DocumentName": "Book" }] }), more);
    let new = |content: &str| new_document("New", "Automation", "JSON", content);
    let update = |more: Value| and(json!({ "Name": "Book", "Content": content(2) }), more);
    let named = |more: Value| and(json!({ "Name": "Book" }), more);
    let twice = json!({ "Filters": [{ "Key": "ExecutionStatus", "Values": ["Success"] }, { "Key": "ExecutionStatus", "Values": ["Failed"] }] });
    let strange = json!({ "Filters": [{ "Key": "ExecutionStatus", "Values": ["Sleeping"] }] });
    let steps = |value: &Value| {
        of(serde_json::from_str(&value.to_string().replace("ExecutionStatus", "StepExecutionStatus")).unwrap())
    };
    let token = json!({ "NextToken": "x" });
    let large = new(&format!("{}{}", content(1), " ".repeat(70_000)));
    let input = match (operation, exception) {
        ("StartAutomationExecution", "AutomationDefinitionNotFoundException") => {
            book(json!({ "DocumentName": "Nowhere" }))
        }
        ("StartAutomationExecution", "AutomationDefinitionVersionNotFoundException") => {
            book(json!({ "DocumentVersion": "9" }))
        }
        ("StartAutomationExecution", "InvalidAutomationExecutionParametersException") => {
            book(json!({ "Parameters": { "No": ["x"] } }))
        }
        ("StartAutomationExecution", "AutomationExecutionLimitExceededException") => book(json!({})),
        ("StartAutomationExecution", "IdempotentParameterMismatch") => {
            book(json!({ "ClientToken": TOKEN, "Mode": "Interactive" }))
        }
        ("StartAutomationExecution", "InvalidTarget") => {
            book(json!({ "TargetParameterName": "Id", "Targets": [{ "Key": "tag:None", "Values": ["x"] }] }))
        }
        (
            "StopAutomationExecution" | "GetAutomationExecution" | "DescribeAutomationStepExecutions",
            "AutomationExecutionNotFoundException",
        ) => of(json!({ "AutomationExecutionId": NOBODY })),
        ("StopAutomationExecution", "InvalidAutomationStatusUpdateException") => of(json!({ "Type": "Complete" })),
        ("SendAutomationSignal", "AutomationExecutionNotFoundException") => {
            of(json!({ "AutomationExecutionId": NOBODY, "SignalType": "Approve" }))
        }
        ("SendAutomationSignal", "AutomationStepNotFoundException") => {
            of(json!({ "SignalType": "Resume", "Payload": { "StepName": ["nowhere"] } }))
        }
        ("SendAutomationSignal", "InvalidAutomationSignalException") => {
            of(json!({ "SignalType": "Resume", "Payload": { "StepName": ["ask"] } }))
        }
        ("DescribeAutomationExecutions", "InvalidFilterKey") => twice,
        ("DescribeAutomationExecutions", "InvalidFilterValue") => strange,
        ("DescribeAutomationStepExecutions", "InvalidFilterKey") => steps(&twice),
        ("DescribeAutomationStepExecutions", "InvalidFilterValue") => steps(&strange),
        ("DescribeAutomationStepExecutions", "InvalidNextToken") => of(token),
        ("DescribeAutomationExecutions" | "ListDocuments", "InvalidNextToken") => token,
        ("ListDocumentVersions", "InvalidNextToken") => named(token),
        ("StartChangeRequestExecution", "AutomationDefinitionNotFoundException") => {
            change(json!({ "DocumentName": "Nowhere" }))
        }
        ("StartChangeRequestExecution", "AutomationDefinitionVersionNotFoundException") => {
            change(json!({ "DocumentVersion": "9" }))
        }
        ("StartChangeRequestExecution", "AutomationDefinitionNotApprovedException") => {
            change(json!({ "DocumentName": "Pending" }))
        }
        ("StartChangeRequestExecution", "InvalidAutomationExecutionParametersException") => {
            change(json!({ "AutoApprove": true }))
        }
        ("StartChangeRequestExecution", "AutomationExecutionLimitExceededException") => change(json!({})),
        ("StartChangeRequestExecution", "IdempotentParameterMismatch") => change(json!({ "ClientToken": TOKEN })),
        ("GetCalendarState", "InvalidDocument") => json!({ "CalendarNames": ["Nowhere"] }),
        ("GetCalendarState", "InvalidDocumentType") => json!({ "CalendarNames": ["Book"] }),
        ("GetCalendarState", "UnsupportedCalendarException") => json!({ "CalendarNames": ["Broken"] }),
        ("CreateDocument", "DocumentAlreadyExists") => and(new(&content(1)), json!({ "Name": "Book" })),
        ("CreateDocument", "MaxDocumentSizeExceeded") => large,
        ("UpdateDocument", "MaxDocumentSizeExceeded") => update(json!({ "Content": large["Content"] })),
        ("CreateDocument", "InvalidDocumentContent") => new("{}"),
        ("UpdateDocument", "InvalidDocumentContent") => {
            update(json!({ "Content": content(2).replace("PT2M", "soon") }))
        }
        ("CreateDocument", "InvalidDocumentSchemaVersion") => new(&content(1).replace("0.3", "2.2")),
        ("UpdateDocument", "InvalidDocumentSchemaVersion") => {
            update(json!({ "Content": content(2).replace("0.3", "2.2") }))
        }
        ("CreateDocument", "DocumentLimitExceeded") => new(&content(1)),
        ("UpdateDocument", "DocumentVersionLimitExceeded") => update(json!({})),
        ("UpdateDocument", "DuplicateDocumentContent") => update(json!({ "Content": content(1) })),
        ("UpdateDocument", "DuplicateDocumentVersionName") => {
            call(&mut emulator, "UpdateDocument", update(json!({ "VersionName": "two" })));
            update(json!({ "Content": content(3), "VersionName": "two", "DocumentVersion": "$LATEST" }))
        }
        (
            "UpdateDocument" | "UpdateDocumentDefaultVersion" | "GetDocument" | "DescribeDocument",
            "InvalidDocumentVersion",
        ) => {
            let input = json!({ "DocumentVersion": "9" });
            if operation == "UpdateDocument" { update(input) } else { named(input) }
        }
        ("UpdateDocument", "InvalidDocument") => update(json!({ "Name": "Nowhere" })),
        ("UpdateDocumentDefaultVersion", "InvalidDocument") => json!({ "Name": "Nowhere", "DocumentVersion": "1" }),
        ("GetDocument" | "DescribeDocument" | "ListDocumentVersions" | "DeleteDocument", "InvalidDocument") => {
            json!({ "Name": "Nowhere" })
        }
        ("UpdateDocumentMetadata", _) => {
            let input = json!({ "Name": "Change", "DocumentReviews": { "Action": "Approve" } });
            match exception {
                "InvalidDocument" => and(input, json!({ "Name": "Nowhere" })),
                "InvalidDocumentOperation" => input,
                "InvalidDocumentVersion" => and(input, json!({ "DocumentVersion": "9" })),
                _ => return None,
            }
        }
        ("ListDocuments", "InvalidFilterKey") => json!({ "Filters": [{ "Key": "Colour", "Values": ["x"] }] }),
        ("DeleteDocument", "InvalidDocumentOperation") => {
            call(&mut emulator, "UpdateDocument", update(json!({ "DocumentVersion": "$LATEST" })));
            named(json!({ "DocumentVersion": "1" }))
        }
        _ => return None,
    };
    Some((emulator, input))
}

/// The operations of these families that are emulated, with the exceptions that the model has for each.
fn modelled() -> Vec<(String, Vec<String>)> {
    let model: Value = serde_json::from_str(include_str!("../../src/services/ssm/model.json")).unwrap();
    let ssm = SERVICES.iter().find(|service| service.id == "ssm").unwrap();
    let ours = ssm.operations.iter().filter(|facts| FAMILIES.iter().any(|family| facts.name.contains(family)));
    ours.map(|facts| {
        let errors = &model["shapes"][format!("com.amazonaws.ssm#{}", facts.name)]["errors"];
        let errors = errors.as_array().unwrap_or_else(|| panic!("{} has no errors in the model", facts.name));
        let names =
            errors.iter().map(|error| error["target"].as_str().unwrap().rsplit('#').next().unwrap().to_string());
        (facts.name.to_string(), names.collect())
    })
    .collect()
}

#[test]
fn each_exception_of_the_model_is_provoked_or_comes_by_a_fault_for_a_reason() {
    let (mut missing, mut used) = (Vec::new(), BTreeSet::new());
    let operations = modelled();
    assert!(operations.len() >= 17, "{operations:?}");
    for (operation, exceptions) in &operations {
        let mut sample = None;
        for exception in exceptions {
            let fault =
                FAULTS.iter().position(|(of, name, _)| name == exception && of.is_none_or(|of| of == operation));
            match (situation(operation, exception), fault) {
                (Some((mut emulator, input)), None) => {
                    let (name, message) = refused(&mut emulator, operation, input.clone());
                    assert_eq!(&name, exception, "{operation}: {message}");
                    sample = Some(input);
                }
                (None, Some(fault)) => {
                    used.insert(fault);
                }
                (Some(_), Some(_)) => panic!("{operation}: {exception} can be provoked, and needs no fault"),
                (None, None) => missing.push(format!("{operation} {exception}")),
            }
        }
        let sample = sample.unwrap_or_else(|| panic!("{operation} is never refused by itself"));
        // By a fault, each of them comes.
        for exception in exceptions {
            let mut emulator = world(json!({})).emulator;
            let fault = json!([{ "operation": format!("ssm:{operation}"), "exception": exception, "times": 1 }]);
            emulator.fault(&fault).unwrap_or_else(|misuse| panic!("{operation} {exception}: {misuse:?}"));
            let response = emulator.send(&request("AKIDANN", operation, &sample));
            assert_eq!(body(&response)["__type"], json!(exception), "{operation}");
        }
    }
    assert!(missing.is_empty(), "nothing provokes these, and nothing says why: {missing:#?}");
    assert_eq!(used.len(), FAULTS.len(), "a reason is given for what the model does not have");
}
