//! The contents of documents: runbooks and change templates, in JSON or YAML. Their model is ours, written after the User
//! Guide, and so are the rules. A content is sent as a text within a request, where it is checked in the same way.

mod reading;
mod rules;
pub mod size;
pub mod view;

use crate::check::Format;
use crate::misuse::Misuse;
use crate::report::{Basis, Finding, RuleText, Severity};
use crate::text::yaml::yaml;

use super::files::Files;
use super::{Facts, OwnModel, Service};

/// Where the elements of a content are described.
const SOURCE: Basis = Basis::Documentation(
    "User Guide, \"Data elements and parameters\", \"Systems Manager Automation actions reference\", \"Creating change templates\"",
);

/// The content of a runbook.
pub const AUTOMATION: &str = "ssm-document:Automation";

/// The content of a change template.
pub const CHANGE_TEMPLATE: &str = "ssm-document:ChangeTemplate";

/// The service.
pub static SERVICE: Service = Files {
    id: "ssm-document",
    title: "Contents of Systems Manager documents",
    model: include_str!("model.json"),
    samples: include_str!("samples.json"),
    own_model: OwnModel {
        why: "the service checks a content when it takes the document, and refuses what it cannot read",
        basis: SOURCE,
        yaml: true,
        exception: Some(exception_of),
    },
    unknown_member: &UNKNOWN_ELEMENT,
    operations: OPERATIONS,
    own_form: true,
}
.service();

const OPERATIONS: &[Facts] = &[
    Facts::of("Automation", rules::AUTOMATION).on_text(size::RULES),
    Facts::of("ChangeTemplate", rules::CHANGE_TEMPLATE).on_text(size::RULES),
];

const UNKNOWN_ELEMENT: RuleText = RuleText {
    name: "unknown-member",
    severity: Severity::Warning,
    summary: "a member is unknown",
    why: "what it says is lost, or the document is refused for it",
    basis: Basis::Assumption("whether the service refuses an element that it does not know is stated nowhere"),
};

/// What the service answers to a document with an error.
pub fn exception_of(finding: &Finding) -> &'static str {
    let is_version = finding.path == "/schemaVersion" && finding.rule == "not-in-enum";
    if is_version { "InvalidDocumentSchemaVersion" } else { "InvalidDocumentContent" }
}

/// The operation whose input a content is. A content that shows nothing is judged as a runbook's.
pub fn operation_of(kind: Option<&str>, text: &str, format: Format) -> Result<&'static str, Misuse> {
    match (kind, content_operation(kind, text, format)) {
        (_, Some(operation)) => Ok(operation),
        (None, None) => Ok(AUTOMATION),
        (Some(kind), None) => Err(Misuse::argument(format!(
            "contents of the type `{}` are not checked; `Automation` and `Automation.ChangeTemplate` are",
            kind.chars().take(60).collect::<String>()
        ))),
    }
}

/// Which content a text is: by the type of its document, or by what stands in it. None where the type is of documents
/// whose contents are not looked at, or where the text shows no runbook.
pub fn content_operation(kind: Option<&str>, text: &str, format: Format) -> Option<&'static str> {
    match kind {
        Some("Automation") => return Some(AUTOMATION),
        Some("Automation.ChangeTemplate") => return Some(CHANGE_TEMPLATE),
        Some(_) => return None,
        None => {}
    }
    let json = match format {
        Format::Json => serde_json::from_str(text).ok(),
        Format::Yaml => {
            let yaml = yaml(text);
            yaml.is_whole().then(|| serde_json::from_str::<serde_json::Value>(&yaml.json).ok()).flatten()
        }
    }?;
    let has = |name: &str| json.get(name).is_some();
    if ["templateInformation", "executableRunBooks", "emergencyChange", "autoApprovable"].into_iter().any(has) {
        return Some(CHANGE_TEMPLATE);
    }
    let is_runbook =
        json.get("schemaVersion").and_then(serde_json::Value::as_str).is_none_or(|version| version == "0.3");
    (is_runbook && has("mainSteps")).then_some(AUTOMATION)
}
