//! The rest of a start: tags, names, and the role that an automation takes on.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, Severity, Trust};
use crate::services::reading::{shown, tell_repeated_tags};
use crate::services::ssm::change_requests::view::{Runbook, StartChangeRequestExecutionRequest as Change};
use crate::services::ssm::reading::is_respelled;
use crate::text::string::quoted;

use super::super::view::{StartAutomationExecutionRequest as Start, Tag};

const MOST_TAGS: usize = 5;

const TAGS: Basis = Basis::Documentation("API model, StartAutomationExecution and StartChangeRequestExecution, Tags");

fn too_many_tags<'t>(tags: impl Iterator<Item = Tag<'t>>, found: &mut Found<'_>) {
    let tags: Vec<Tag<'_>> = tags.collect();
    if let Some(sixth) = tags.get(MOST_TAGS) {
        found.at(sixth.0, || {
            Draft::new(format!("there are {} tags, at most {MOST_TAGS} are allowed", tags.len()))
                .help("keep five tags here, and add others to the execution later")
        });
    }
}

pub const START_TOO_MANY_TAGS: Rule = Rule::new(
    "automation/too-many-tags",
    Severity::Error,
    "more than five tags are given",
    "the model's shape lets a thousand pass, and the service five",
    TAGS,
    |request, found| too_many_tags(Start(request).tags(), found),
);

pub const CHANGE_TOO_MANY_TAGS: Rule =
    Rule { run: |request, found| too_many_tags(Change(request).tags(), found), ..START_TOO_MANY_TAGS };

pub const START_REPEATED_TAG: Rule = Rule::new(
    "automation/repeated-tag",
    Severity::Warning,
    "two tags have the same key",
    "a resource has one value for a key: one of the two is lost, or the request is refused",
    Basis::Assumption("tags are a map by key everywhere in the service"),
    |request, found| tell_repeated_tags(Start(request).tags().filter_map(Tag::key), found),
);

pub const CHANGE_REPEATED_TAG: Rule = Rule {
    run: |request, found| tell_repeated_tags(Change(request).tags().filter_map(Tag::key), found),
    ..START_REPEATED_TAG
};

/// Documents of the vendor's that run commands on nodes, and are no runbooks.
const COMMANDS: [&str; 8] = [
    "AWS-RunShellScript",
    "AWS-RunPowerShellScript",
    "AWS-RunPatchBaseline",
    "AWS-RunRemoteScript",
    "AWS-RunDocument",
    "AWS-ConfigureAWSPackage",
    "AWS-UpdateSSMAgent",
    "AWS-GatherSoftwareInventory",
];

fn command_document(name: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some(name) = name else { return };
    if name.str().is_some_and(|text| COMMANDS.contains(&&*text)) {
        found.at(name, || {
            Draft::new(format!("{} is a Command document", shown(&name.str().unwrap_or_default())))
                .help("name an Automation runbook; one with a step `aws:runCommand` can run this document")
                .exception("AutomationDefinitionNotFoundException")
        });
    }
}

pub const START_COMMAND_DOCUMENT: Rule = Rule::new(
    "automation/command-document",
    Severity::Warning,
    "the document is one for commands, not a runbook",
    "an automation runs documents of the type Automation only",
    Basis::Assumption("names of the vendor's public Command documents"),
    |request, found| command_document(Start(request).document_name(), found),
);

pub const CHANGE_COMMAND_DOCUMENT: Rule = Rule {
    run: |request, found| {
        command_document(Change(request).document_name(), found);
        Change(request).runbooks().for_each(|runbook: Runbook<'_>| command_document(runbook.document_name(), found));
    },
    ..START_COMMAND_DOCUMENT
};

/// What is wrong with an ARN, if a text is meant to be one.
fn flaw_of_arn(text: &str) -> Option<&'static str> {
    let mut parts = text.strip_prefix("arn:")?.splitn(5, ':');
    let (_, service, region, account) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let is_account =
        account.is_empty() || account == "aws" || account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit());
    match (service, region.is_empty()) {
        _ if !is_account => Some("the account of an ARN has 12 digits"),
        ("iam", false) => Some("an ARN of a role has no region"),
        _ => None,
    }
}

fn tell_arn(value: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some(value) = value else { return };
    let Some(flaw) = value.str().and_then(|text| flaw_of_arn(&text)) else { return };
    found
        .at(value, || Draft::new(format!("{} is not a sound ARN", shown(&value.str().unwrap_or_default()))).help(flaw));
}

fn tell_parameters(parameters: Option<Value<'_>>, found: &mut Found<'_>) {
    for (_, list) in parameters.into_iter().flat_map(Value::entries) {
        list.elements().for_each(|value| tell_arn(Some(value), found));
    }
}

pub const START_ARN_OF_ANOTHER_FORM: Rule = Rule::new(
    "automation/arn-of-another-form",
    Severity::Warning,
    "an ARN has an account that is none, or a role with a region",
    "nothing has this name, so that a document is not found or a role cannot be taken on",
    Basis::Documentation("AWS General Reference, Amazon Resource Names"),
    |request, found| {
        tell_arn(Start(request).document_name(), found);
        tell_parameters(Start(request).parameters(), found);
    },
);

pub const CHANGE_ARN_OF_ANOTHER_FORM: Rule = Rule {
    run: |request, found| {
        tell_arn(Change(request).document_name(), found);
        tell_parameters(Change(request).parameters(), found);
        for runbook in Change(request).runbooks() {
            tell_arn(runbook.document_name(), found);
            tell_parameters(runbook.parameters(), found);
        }
    },
    ..START_ARN_OF_ANOTHER_FORM
};

/// Parameters that runbooks and templates of the vendor's share.
const PARAMETERS: [&str; 4] = ["AutomationAssumeRole", "Approver", "ApproverType", "ApproverSnsTopicArn"];

fn parameter_in_another_spelling(parameters: Option<Value<'_>>, found: &mut Found<'_>) {
    let Some(parameters) = parameters else { return };
    for (key, _) in parameters.entries() {
        let Some(name) = key.str() else { continue };
        let Some(meant) = PARAMETERS.into_iter().find(|known| is_respelled(&name, known)) else { continue };
        let has_both = parameters.all_entries().any(|(key, _)| key.any_str().as_deref() == Some(meant));
        found.at_key(key, || {
            let draft = Draft::new(format!("{} is not the parameter `{meant}`", shown(&name)))
                .help(format!("write `{meant}`, unless the document has a parameter of this name"))
                .exception("InvalidAutomationExecutionParametersException");
            if has_both {
                return draft;
            }
            draft.fix(format!("rename it to `{meant}`"), Trust::Check, key.span(), quoted(meant))
        });
    }
}

pub const START_PARAMETER_IN_ANOTHER_SPELLING: Rule = Rule::new(
    "automation/parameter-in-another-spelling",
    Severity::Warning,
    "a parameter has the name of a common one in another spelling",
    "names of parameters are compared letter by letter, and a document refuses those that it does not declare",
    Basis::Assumption(
        "User Guide: names of parameters are case sensitive; that the common one is meant is told by its letters alone",
    ),
    |request, found| parameter_in_another_spelling(Start(request).parameters(), found),
);

pub const CHANGE_PARAMETER_IN_ANOTHER_SPELLING: Rule = Rule {
    run: |request, found| {
        parameter_in_another_spelling(Change(request).parameters(), found);
        Change(request).runbooks().for_each(|runbook| parameter_in_another_spelling(runbook.parameters(), found));
    },
    ..START_PARAMETER_IN_ANOTHER_SPELLING
};
