//! Documents: made, read, changed, reviewed, listed, deleted, and what is refused on the way.

use crate::*;

const WAIT: &str = "schemaVersion: '0.3'\ndescription: Waits\nparameters:\n  Reason: {type: String, default: ''}\n  Hosts: {type: StringList, default: [a, b]}\nmainSteps:\n- name: Wait\n  action: aws:sleep\n  inputs: {Duration: PT1M}\n";

fn runbook(name: &str, content: &str) -> Value {
    json!({ "Name": name, "DocumentType": "Automation", "DocumentFormat": "YAML", "Content": content })
}

fn template(name: &str) -> Value {
    let content = json!({ "schemaVersion": "0.3", "executableRunBooks": [{ "name": "AWS-HelloWorld" }], "mainSteps": [{
        "name": "Ask", "action": "aws:approve",
        "inputs": { "EnhancedApprovals": { "Approvers": [{ "approver": "ana", "type": "IamUser", "minRequiredApprovals": 1 }] } },
    }] });
    json!({ "Name": name, "DocumentType": "Automation.ChangeTemplate", "Content": content.to_string() })
}

#[track_caller]
fn create(emulator: &mut Emulator, request: Value) -> Value {
    call(emulator, "CreateDocument", request)["DocumentDescription"].clone()
}

#[track_caller]
fn update(emulator: &mut Emulator, name: &str, minutes: u32, more: Value) -> Value {
    let request =
        json!({ "Name": name, "DocumentFormat": "YAML", "Content": WAIT.replace("PT1M", &format!("PT{minutes}M")) });
    call(emulator, "UpdateDocument", and(request, more))["DocumentDescription"].clone()
}

#[track_caller]
fn refused(emulator: &mut Emulator, operation: &str, request: Value, exception: &str) -> String {
    let before = emulator.snapshot().unwrap();
    let (name, message) = crate::refused(emulator, operation, request);
    assert_eq!(name, exception, "{message}");
    assert_eq!(emulator.snapshot().unwrap(), before);
    message
}

#[test]
fn a_document_is_creating_in_the_answer_and_active_afterwards() {
    let mut emulator = emulator();
    let made = create(&mut emulator, runbook("Example-Wait", WAIT));
    let hash = cloud_dryrun::hash::digest_encode(
        &cloud_dryrun::hash::sha256(WAIT.as_bytes()),
        cloud_dryrun::hash::Encoding::Hex,
    );
    assert_eq!(
        made,
        json!({
            "Hash": hash, "HashType": "Sha256", "Name": "Example-Wait", "Owner": "123456789012", "CreatedDate": 1_741_759_200,
            "Status": "Creating", "DocumentVersion": "1", "Description": "Waits",
            "Parameters": [
                { "Name": "Reason", "Type": "String", "DefaultValue": "" },
                { "Name": "Hosts", "Type": "StringList", "DefaultValue": "[\"a\",\"b\"]" },
            ],
            "PlatformTypes": ["Windows", "Linux", "MacOS"], "DocumentType": "Automation", "SchemaVersion": "0.3",
            "LatestVersion": "1", "DefaultVersion": "1", "DocumentFormat": "YAML", "Tags": [], "Author": made["Author"],
        })
    );
    let described = call(&mut emulator, "DescribeDocument", json!({ "Name": "Example-Wait" }))["Document"].clone();
    assert_eq!(described, and(made, json!({ "Status": "Active" })));
    let got = call(&mut emulator, "GetDocument", json!({ "Name": "Example-Wait" }));
    assert_eq!(
        (&got["Content"], &got["DocumentFormat"], &got["Status"]),
        (&json!(WAIT), &json!("YAML"), &json!("Active"))
    );
}

#[test]
fn a_content_comes_in_another_format_and_means_the_same() {
    let mut emulator = emulator();
    create(&mut emulator, runbook("Example-Wait", WAIT));
    let json = call(&mut emulator, "GetDocument", json!({ "Name": "Example-Wait", "DocumentFormat": "JSON" }));
    let value: Value = serde_json::from_str(json["Content"].as_str().unwrap()).unwrap();
    assert_eq!(value["mainSteps"][0]["inputs"], json!({ "Duration": "PT1M" }));
    let again = json!({ "Name": "Example-Json", "DocumentType": "Automation", "Content": json["Content"] });
    create(&mut emulator, again);
    let yaml = call(&mut emulator, "GetDocument", json!({ "Name": "Example-Json", "DocumentFormat": "YAML" }));
    assert!(yaml["Content"].as_str().unwrap().starts_with("---\nschemaVersion: \"0.3\"\n"), "{yaml}");
    create(&mut emulator, runbook("Example-Yaml", yaml["Content"].as_str().unwrap()));
}

#[test]
fn versions_are_counted_named_and_made_the_default() {
    let mut emulator = emulator();
    create(&mut emulator, runbook("Example-Wait", WAIT));
    let second =
        update(&mut emulator, "Example-Wait", 2, json!({ "VersionName": "two", "DocumentVersion": "$LATEST" }));
    assert_eq!((&second["DocumentVersion"], &second["Status"]), (&json!("2"), &json!("Updating")));
    assert_eq!((&second["LatestVersion"], &second["DefaultVersion"]), (&json!("2"), &json!("1")));
    let version = |emulator: &mut Emulator, more: Value| {
        call(emulator, "GetDocument", and(json!({ "Name": "Example-Wait" }), more))["DocumentVersion"].clone()
    };
    assert_eq!(version(&mut emulator, json!({})), "1");
    assert_eq!(version(&mut emulator, json!({ "DocumentVersion": "$DEFAULT" })), "1");
    assert_eq!(version(&mut emulator, json!({ "DocumentVersion": "$LATEST" })), "2");
    assert_eq!(version(&mut emulator, json!({ "VersionName": "two" })), "2");
    let arn = "arn:aws:ssm:eu-central-1:123456789012:document/Example-Wait";
    assert_eq!(version(&mut emulator, json!({ "Name": arn, "DocumentVersion": "2" })), "2");
    let request = json!({ "Name": "Example-Wait", "DocumentVersion": "2" });
    assert_eq!(
        call(&mut emulator, "UpdateDocumentDefaultVersion", request)["Description"],
        json!({ "Name": "Example-Wait", "DefaultVersion": "2", "DefaultVersionName": "two" })
    );
    assert_eq!(version(&mut emulator, json!({})), "2");
    let list = call(&mut emulator, "ListDocumentVersions", json!({ "Name": "Example-Wait", "MaxResults": 1 }));
    assert_eq!(list["DocumentVersions"][0]["IsDefaultVersion"], true);
    let next = json!({ "Name": "Example-Wait", "NextToken": list["NextToken"] });
    let list = call(&mut emulator, "ListDocumentVersions", next);
    assert_eq!(list["DocumentVersions"][0]["DocumentVersion"], "1");
    assert_eq!(list.get("NextToken"), None);
    // Numbers of versions that were deleted do not come again.
    update(&mut emulator, "Example-Wait", 3, json!({}));
    call(&mut emulator, "DeleteDocument", json!({ "Name": "Example-Wait", "DocumentVersion": "3" }));
    assert_eq!(update(&mut emulator, "Example-Wait", 4, json!({}))["DocumentVersion"], "4");
}

#[test]
fn what_a_document_cannot_be_is_refused_with_a_reason() {
    let mut emulator = with(json!({ "quotas": { "documents": 2, "documentVersions": 2, "documentBytes": 2_000 } }));
    create(&mut emulator, runbook("Example-Wait", WAIT));
    let e = &mut emulator;
    refused(e, "CreateDocument", runbook("Example-Wait", WAIT), "DocumentAlreadyExists");
    refused(e, "CreateDocument", runbook("AWS-HelloWorld", WAIT), "DocumentAlreadyExists");
    refused(e, "CreateDocument", runbook("aws-mine", WAIT), "DocumentAlreadyExists");
    refused(e, "CreateDocument", runbook("Big", &format!("{WAIT}# {}", "x".repeat(2_000))), "MaxDocumentSizeExceeded");
    let message =
        refused(e, "CreateDocument", runbook("Bad", &WAIT.replace("sleep", "slep")), "InvalidDocumentContent");
    assert_eq!(message, "`aws:slep` is not one of the allowed values (line 8, column 11, /mainSteps/0/action)");
    refused(e, "CreateDocument", runbook("Bad", "a: 'b"), "InvalidDocumentContent");
    refused(e, "CreateDocument", runbook("Bad", &WAIT.replace("0.3", "2.2")), "InvalidDocumentSchemaVersion");
    refused(e, "CreateDocument", json!({ "Name": "Bad", "Content": "not json" }), "InvalidDocumentContent");
    create(e, json!({ "Name": "Example-Run", "Content": "{\"schemaVersion\":\"2.2\"}" }));
    refused(e, "CreateDocument", runbook("Third", WAIT), "DocumentLimitExceeded");
    let change = |minutes: &str| json!({ "Name": "Example-Wait", "Content": WAIT.replace("PT1M", minutes) });
    refused(e, "UpdateDocument", change("PT1M"), "DuplicateDocumentContent");
    refused(e, "UpdateDocument", change("soon"), "InvalidDocumentContent");
    refused(e, "UpdateDocument", and(change("PT2M"), json!({ "DocumentVersion": "7" })), "InvalidDocumentVersion");
    refused(e, "UpdateDocument", and(change("PT2M"), json!({ "Name": "Nobody" })), "InvalidDocument");
    refused(e, "UpdateDocument", and(change("PT2M"), json!({ "Name": "AWS-HelloWorld" })), "InvalidDocument");
    update(e, "Example-Wait", 2, json!({ "VersionName": "two" }));
    refused(e, "UpdateDocument", and(change("PT3M"), json!({ "VersionName": "two" })), "DuplicateDocumentVersionName");
    refused(e, "UpdateDocument", and(change("PT3M"), json!({ "DocumentVersion": "1" })), "InvalidDocumentVersion");
    refused(e, "UpdateDocument", change("PT3M"), "DocumentVersionLimitExceeded");
    refused(e, "GetDocument", json!({ "Name": "Nobody" }), "InvalidDocument");
    refused(e, "GetDocument", json!({ "Name": "Example-Wait", "DocumentVersion": "3" }), "InvalidDocumentVersion");
    refused(e, "DescribeDocument", json!({ "Name": "Example-Wait", "VersionName": "none" }), "InvalidDocumentVersion");
    let request = json!({ "Name": "Example-Wait", "DocumentVersion": "3" });
    refused(e, "UpdateDocumentDefaultVersion", request, "InvalidDocumentVersion");
    refused(e, "DeleteDocument", json!({ "Name": "AWS-HelloWorld" }), "InvalidDocument");
    refused(e, "DeleteDocument", json!({ "Name": "Example-Wait", "DocumentVersion": "1" }), "InvalidDocumentOperation");
    refused(e, "ListDocumentVersions", json!({ "Name": "Nobody" }), "InvalidDocument");
    refused(e, "ListDocuments", json!({ "NextToken": "x" }), "InvalidNextToken");
    refused(e, "ListDocuments", json!({ "Filters": [{ "Key": "Nam", "Values": ["x"] }] }), "InvalidFilterKey");
    assert_eq!(call(e, "DeleteDocument", json!({ "Name": "Example-Wait" })), json!({}));
    refused(e, "DeleteDocument", json!({ "Name": "Example-Wait" }), "InvalidDocument");
}

#[test]
fn a_template_is_reviewed_and_one_version_at_a_time_is_approved() {
    let mut emulator = emulator();
    assert_eq!(create(&mut emulator, template("Ask"))["ReviewStatus"], "NOT_REVIEWED");
    let review = |version: &str, action: &str| json!({ "Name": "Ask", "DocumentVersion": version, "DocumentReviews": { "Action": action, "Comment": [{ "Type": "Comment", "Content": "ok" }] } });
    let status = |emulator: &mut Emulator, version: &str| {
        call(emulator, "GetDocument", json!({ "Name": "Ask", "DocumentVersion": version }))["ReviewStatus"].clone()
    };
    for action in ["Approve", "Reject", "UpdateReview"] {
        refused(&mut emulator, "UpdateDocumentMetadata", review("1", action), "InvalidDocumentOperation");
    }
    for (action, then) in [
        ("SendForReview", "PENDING"),
        ("UpdateReview", "PENDING"),
        ("Reject", "REJECTED"),
        ("SendForReview", "PENDING"),
        ("Approve", "APPROVED"),
    ] {
        assert_eq!(call(&mut emulator, "UpdateDocumentMetadata", review("1", action)), json!({}));
        assert_eq!(status(&mut emulator, "1"), then);
    }
    refused(&mut emulator, "UpdateDocumentMetadata", review("1", "SendForReview"), "InvalidDocumentOperation");
    refused(&mut emulator, "UpdateDocumentMetadata", review("2", "Approve"), "InvalidDocumentVersion");
    let mut second = template("Ask");
    let content = second["Content"].as_str().unwrap().replace("ana", "bob");
    second["Content"] = content.into();
    second.as_object_mut().unwrap().remove("DocumentType");
    call(&mut emulator, "UpdateDocument", second);
    assert_eq!(status(&mut emulator, "2"), "NOT_REVIEWED");
    call(&mut emulator, "UpdateDocumentMetadata", review("2", "SendForReview"));
    let described = call(&mut emulator, "DescribeDocument", json!({ "Name": "Ask" }))["Document"].clone();
    assert_eq!((&described["ApprovedVersion"], &described["PendingReviewVersion"]), (&json!("1"), &json!("2")));
    assert_eq!(described["ReviewInformation"][0]["Status"], "APPROVED");
    call(&mut emulator, "UpdateDocumentMetadata", review("2", "Approve"));
    assert_eq!((status(&mut emulator, "1"), status(&mut emulator, "2")), (json!("REJECTED"), json!("APPROVED")));
}

#[test]
fn documents_are_listed_by_name_and_found_by_filters() {
    let mut emulator = emulator();
    create(
        &mut emulator,
        and(
            runbook("Example-B", WAIT),
            json!({ "Tags": [{ "Key": "Team", "Value": "web" }], "TargetType": "/AWS::EC2::Instance" }),
        ),
    );
    create(&mut emulator, runbook("Example-A", WAIT));
    create(&mut emulator, template("Ask"));
    let names = |emulator: &mut Emulator, request: Value| {
        let list = call(emulator, "ListDocuments", request)["DocumentIdentifiers"].clone();
        list.as_array().unwrap().iter().map(|one| one["Name"].as_str().unwrap().to_string()).collect::<Vec<_>>()
    };
    let by = |key: &str, value: &str| json!({ "Filters": [{ "Key": key, "Values": [value] }] });
    let all = names(&mut emulator, json!({}));
    assert!(all.is_sorted() && all.len() > 5, "{all:?}");
    assert_eq!(names(&mut emulator, by("Owner", "Self")), ["Ask", "Example-A", "Example-B"]);
    assert_eq!(names(&mut emulator, by("Owner", "Amazon")).len(), all.len() - 3);
    assert_eq!(names(&mut emulator, by("Name", "Example-")), ["Example-A", "Example-B"]);
    assert_eq!(names(&mut emulator, by("SearchKeyword", "ple-a")), ["Example-A"]);
    assert_eq!(names(&mut emulator, by("tag:Team", "web")), ["Example-B"]);
    assert_eq!(names(&mut emulator, by("TargetType", "/AWS::EC2::Instance")), ["Example-B"]);
    assert_eq!(
        names(&mut emulator, by("DocumentType", "Automation.ChangeTemplate")),
        ["AWS-HelloWorldChangeTemplate", "Ask"]
    );
    assert_eq!(names(&mut emulator, by("PlatformTypes", "Linux")), all);
    let older =
        json!({ "DocumentFilterList": [{ "key": "Owner", "value": "Self" }, { "key": "Name", "value": "Ask" }] });
    assert_eq!(names(&mut emulator, older.clone()), ["Ask"]);
    refused(&mut emulator, "ListDocuments", and(older, by("Name", "Ask")), "InvalidFilterKey");
    let mut paged = Vec::new();
    let mut request = json!({ "MaxResults": 2 });
    loop {
        let page = call(&mut emulator, "ListDocuments", request);
        paged.extend(
            page["DocumentIdentifiers"].as_array().unwrap().iter().map(|one| one["Name"].as_str().unwrap().to_string()),
        );
        let Some(token) = page.get("NextToken") else { break };
        request = json!({ "MaxResults": 2, "NextToken": token });
    }
    assert_eq!(paged, all);
}

#[test]
fn what_is_here_from_the_start_is_sound_and_says_what_it_is() {
    let mut emulator = emulator();
    let list = call(&mut emulator, "ListDocuments", json!({ "Filters": [{ "Key": "Owner", "Values": ["Amazon"] }] }));
    for one in list["DocumentIdentifiers"].as_array().unwrap() {
        let got = call(&mut emulator, "GetDocument", json!({ "Name": one["Name"] }));
        let kind = got["DocumentType"].as_str().unwrap();
        let report = cloud_dryrun::check::check_document(
            got["Content"].as_str().unwrap().as_bytes(),
            Some(kind),
            &cloud_dryrun::Options::default(),
        )
        .unwrap();
        assert_eq!(report.findings.len(), 0, "{}", report.render());
        let described = call(&mut emulator, "DescribeDocument", json!({ "Name": one["Name"] }));
        assert!(described["Document"]["Description"].as_str().unwrap().starts_with("Stand-in of cloud-dryrun"));
    }
}

#[test]
fn a_snapshot_keeps_documents() {
    let mut emulator = emulator();
    create(
        &mut emulator,
        and(
            runbook("Example-Wait", WAIT),
            json!({ "DisplayName": "Wait", "Requires": [{ "Name": "Other" }], "Attachments": [{ "Key": "SourceUrl", "Values": ["https://example.com/"], "Name": "file.zip" }] }),
        ),
    );
    create(&mut emulator, template("Ask"));
    let review = json!({ "Name": "Ask", "DocumentReviews": { "Action": "SendForReview" } });
    call(&mut emulator, "UpdateDocumentMetadata", review);
    let mut again = Emulator::restore(&emulator.snapshot().unwrap()).unwrap();
    for name in ["Example-Wait", "Ask"] {
        let request = json!({ "Name": name });
        let described = call(&mut emulator, "DescribeDocument", request.clone());
        assert_eq!(call(&mut again, "DescribeDocument", request), described);
    }
    assert_eq!(again.snapshot().unwrap(), emulator.snapshot().unwrap());
}
