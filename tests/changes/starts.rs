//! What StartChangeRequestExecution refuses, and what it takes once.

use super::*;

const INVALID: &str = "InvalidAutomationExecutionParametersException";
const START: &str = "StartChangeRequestExecution";

#[track_caller]
fn refused_change(emulator: &mut Emulator, more: Value) -> (String, String) {
    refused(emulator, START, change_input(more))
}

#[test]
fn what_is_not_there_is_not_found() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    for (more, wanted, said) in [
        (json!({ "DocumentName": "Nothing" }), "AutomationDefinitionNotFoundException", "Nothing"),
        (json!({ "DocumentName": "Book" }), "AutomationDefinitionNotFoundException", "is of type Automation"),
        (json!({ "DocumentVersion": "7" }), "AutomationDefinitionVersionNotFoundException", "7"),
        (json!({ "Runbooks": [{ "DocumentName": "Nothing" }] }), "AutomationDefinitionNotFoundException", "Nothing"),
        (json!({ "Runbooks": [{ "DocumentName": "Template" }] }), "AutomationDefinitionNotFoundException", "Template"),
        (
            json!({ "Runbooks": [{ "DocumentName": "Book", "DocumentVersion": "7" }] }),
            "AutomationDefinitionVersionNotFoundException",
            "7",
        ),
    ] {
        let (name, message) = refused_change(&mut emulator, more);
        assert_eq!(name, wanted, "{message}");
        assert!(message.contains(said), "{message}");
    }
}

#[test]
fn a_template_under_review_or_rejected_is_not_approved() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let review = |emulator: &mut Emulator, action: &str| {
        let input = json!({ "Name": "Template", "DocumentReviews": { "Action": action } });
        call(emulator, "UpdateDocumentMetadata", input);
    };
    for (action, word) in [("SendForReview", "PENDING"), ("Reject", "REJECTED")] {
        review(&mut emulator, action);
        let (name, message) = refused_change(&mut emulator, json!({}));
        assert_eq!(name, "AutomationDefinitionNotApprovedException");
        assert!(message.contains(word), "{message}");
    }
    review(&mut emulator, "SendForReview");
    review(&mut emulator, "Approve");
    let id = change(&mut emulator, json!({}));
    assert_eq!(status(&mut emulator, &id), "PendingApproval");
}

#[test]
fn a_runbook_has_to_be_among_those_that_the_template_names() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    document(&mut emulator, "Other", json!({ "schemaVersion": "0.3", "mainSteps": [effect("act")] }));
    let other = json!({ "Runbooks": [{ "DocumentName": "Other" }] });
    let (name, message) = refused_change(&mut emulator, other.clone());
    assert_eq!(name, INVALID);
    assert!(message.contains("Other") && message.contains("Template"), "{message}");
    template(&mut emulator, "Open", json!([ann()]), json!({ "executableRunBooks": [] }));
    change(&mut emulator, and(other, json!({ "DocumentName": "Open" })));
    let arn = "arn:aws:ssm:us-east-1:123456789012:document/Book";
    change(&mut emulator, json!({ "Runbooks": [{ "DocumentName": arn }] }));
}

#[test]
fn a_runbook_has_to_be_of_the_version_that_the_template_names() {
    let mut emulator =
        changing(json!({}), json!([ann()]), json!({ "executableRunBooks": [{ "name": "Book", "version": "2" }] }));
    let content = json!({ "schemaVersion": "0.3", "mainSteps": [effect("newer")] }).to_string();
    call(&mut emulator, "UpdateDocument", json!({ "Name": "Book", "Content": content, "DocumentVersion": "$LATEST" }));
    let (name, message) = refused_change(&mut emulator, json!({}));
    assert_eq!(name, INVALID);
    assert!(message.contains("version 1"), "{message}");
    let id = change(&mut emulator, json!({ "Runbooks": [{ "DocumentName": "Book", "DocumentVersion": "2" }] }));
    approve(&mut emulator, "AKIDANN", &id);
    emulator.settle();
    let child = emulator.timeline(&id).unwrap()["children"][0]["executionId"].as_str().unwrap().to_string();
    assert_eq!(steps(&mut emulator, &child), ["newer Success"]);
}

#[test]
fn parameters_are_held_to_the_template_and_to_the_runbook() {
    let mut emulator = bare(json!({}));
    let books = json!({ "Action": { "type": "String", "allowedValues": ["Install", "Uninstall"] } });
    document(
        &mut emulator,
        "Book",
        json!({ "schemaVersion": "0.3", "parameters": books, "mainSteps": [effect("act")] }),
    );
    let own =
        json!({ "parameters": { "Approver": { "type": "String" }, "Count": { "type": "Integer", "default": 1 } } });
    template(&mut emulator, "Template", json!([level("First", &[("{{ Approver }}", "IamUser", 1)])]), own);
    let runbook = |parameters: Value| json!([{ "DocumentName": "Book", "Parameters": parameters }]);
    let good = json!({ "Approver": ["AKIDANN"] });
    for (parameters, of_runbook, said) in [
        (
            json!({ "Count": ["1"] }),
            json!({ "Action": ["Install"] }),
            "Missing required parameter: Approver in user inputs.",
        ),
        (good.clone(), json!({ "action": ["Install"] }), "Parameter \"action\" is not defined in the document."),
        (
            good.clone(),
            json!({ "Action": ["install"] }),
            "Parameter \"Action\" has value \"install\" not found in [Install, Uninstall].",
        ),
        (
            json!({ "Approver": ["A"], "Other": ["x"] }),
            json!({ "Action": ["Install"] }),
            "Parameter \"Other\" is not defined",
        ),
    ] {
        let (name, message) =
            refused_change(&mut emulator, json!({ "Parameters": parameters, "Runbooks": runbook(of_runbook) }));
        assert_eq!(name, INVALID, "{message}");
        assert!(message.contains(said), "{message}");
    }
    let missing = refused_change(&mut emulator, json!({ "Parameters": good }));
    assert_eq!(missing, (INVALID.into(), "Missing required parameter: Action in user inputs.".into()));
    change(
        &mut emulator,
        json!({ "Parameters": { "Approver": ["AKIDANN"] }, "Runbooks": runbook(json!({ "Action": ["Install"] })) }),
    );
}

#[test]
fn a_kind_of_approver_that_there_is_not_is_refused() {
    let parameters = json!({ "parameters": { "Kind": { "type": "String" } } });
    let mut emulator = changing(json!({}), json!([level("First", &[("AKIDANN", "{{ Kind }}", 1)])]), parameters);
    let (name, message) = refused_change(&mut emulator, json!({ "Parameters": { "Kind": ["Everybody"] } }));
    assert_eq!(name, INVALID);
    assert!(message.contains("Everybody") && message.contains("SSOGroup"), "{message}");
}

#[test]
fn nobody_skips_the_levels_where_the_template_does_not_allow_it() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let (name, message) = refused_change(&mut emulator, json!({ "AutoApprove": true }));
    assert_eq!(name, INVALID);
    assert!(message.contains("not auto-approvable"), "{message}");
    template(&mut emulator, "Auto", json!([ann()]), json!({ "autoApprovable": true }));
    let asked = change(&mut emulator, json!({ "DocumentName": "Auto" }));
    assert_eq!(status(&mut emulator, &asked), "PendingApproval", "only who asks for it skips them");
    let id = change(&mut emulator, json!({ "DocumentName": "Auto", "AutoApprove": true }));
    emulator.advance(SECOND);
    assert_eq!(statuses(&emulator, &id), ["Pending", "Approved", "RunbookInProgress", "CompletedWithSuccess"]);
    assert_eq!(steps(&mut emulator, &id), ["ApproveAction1 Pending", "Book Success"], "nobody approved");
}

#[test]
fn a_token_starts_one_change() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let token = json!({ "ClientToken": "0A1B2C3D-0000-4000-8000-00000000000a" });
    let id = change(&mut emulator, token.clone());
    let lower = json!({ "ClientToken": "0a1b2c3d-0000-4000-8000-00000000000A" });
    assert_eq!(change(&mut emulator, lower), id, "whatever its case");
    let (name, _) = refused_change(&mut emulator, and(token, json!({ "ChangeRequestName": "another" })));
    assert_eq!(name, "IdempotentParameterMismatch");
}

#[test]
fn five_tags_are_taken_and_found() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let tags = |count: usize| (0..count).map(|n| json!({ "Key": format!("k{n}"), "Value": "v" })).collect::<Vec<_>>();
    let (name, message) = refused_change(&mut emulator, json!({ "Tags": tags(6) }));
    assert_eq!((name.as_str(), message.as_str()), (INVALID, "At most 5 tags can be given."));
    let id = change(&mut emulator, json!({ "Tags": tags(5) }));
    let ops_item = get(&mut emulator, &id)["OpsItemId"].clone();
    let other = change(&mut emulator, json!({}));
    assert_ne!(get(&mut emulator, &other)["OpsItemId"], ops_item);
    let plain = start(&mut emulator, json!({}));
    let mut found = |key: &str, value: Value| -> Vec<String> {
        let input = json!({ "Filters": [{ "Key": key, "Values": [value] }] });
        let list = call(&mut emulator, "DescribeAutomationExecutions", input);
        let list = list["AutomationExecutionMetadataList"].as_array().unwrap().clone();
        list.iter().map(|one| one["AutomationExecutionId"].as_str().unwrap().to_string()).collect()
    };
    assert_eq!(found("AutomationSubtype", json!("ChangeRequest")), [other.clone(), id.clone()]);
    assert_eq!(found("OpsItemId", ops_item), [&*id]);
    assert_eq!(found("TagKey", json!("k4")), [&*id]);
    assert_eq!(found("ExecutionStatus", json!("PendingApproval")), [other.clone(), id.clone()]);
    assert_eq!(found("CurrentAction", json!("aws:approve")), [other, id]);
    assert_eq!(found("ExecutionStatus", json!("InProgress")), [plain]);
}

#[test]
fn a_full_queue_and_a_closed_service_refuse() {
    let quotas = json!({ "quotas": { "automations": 1, "automationQueue": 0 } });
    let mut emulator = changing(quotas, json!([ann()]), json!({}));
    let first = change(&mut emulator, json!({}));
    assert_eq!(status(&mut emulator, &first), "PendingApproval", "change requests take no place");
    start(&mut emulator, json!({}));
    assert_eq!(refused_change(&mut emulator, json!({})).0, "AutomationExecutionLimitExceededException");
    let fault = json!([{ "operation": "ssm:StartChangeRequestExecution", "exception": "NoLongerSupportedException", "times": 1 }]);
    emulator.fault(&fault).unwrap();
    let response = emulator.send(&request("AKIDREQ", START, &change_input(json!({}))));
    assert_eq!((response.status, &body(&response)["__type"]), (400, &json!("NoLongerSupportedException")));
}

#[test]
fn a_runbook_that_went_away_completes_with_failure() {
    let mut emulator = changing(json!({}), json!([ann()]), json!({}));
    let id = change(&mut emulator, json!({}));
    call(&mut emulator, "DeleteDocument", json!({ "Name": "Book" }));
    approve(&mut emulator, "AKIDANN", &id);
    assert_eq!(
        statuses(&emulator, &id),
        ["Pending", "PendingApproval", "Approved", "RunbookInProgress", "CompletedWithFailure"]
    );
    assert!(get(&mut emulator, &id)["FailureMessage"].as_str().unwrap().contains("Book"));
}
