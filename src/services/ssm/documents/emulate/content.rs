//! The content of a document on its way in: what the check calls an error, the service refuses.

use crate::check::{Format, Options, checked};
use crate::emulator::Exception;
use crate::report::Severity;
use crate::services;
use crate::services::ssm::state::SsmState;
use crate::services::ssm_document::{content_operation, exception_of};
use crate::text::decode::decode_text;
use crate::text::lines::positions;

/// Refuses a content that a document of a type cannot have.
///
/// Known: 64 KB at most; InvalidDocumentContent and InvalidDocumentSchemaVersion.
///
/// Assumptions: the words of the answer are ours; contents of other types than runbooks and change templates have to be
/// JSON or YAML where they say so, and are not looked at further.
pub fn judge(state: &SsmState, kind: &str, format: &str, text: &str) -> Result<(), Exception> {
    let limit = state.settings.quotas.document_bytes;
    if text.len() as u64 > limit {
        let message = format!("The content of the document is larger than {limit} bytes.");
        return Err(Exception::new("MaxDocumentSizeExceeded", message));
    }
    let invalid = |message: String| Exception::new("InvalidDocumentContent", message);
    let Some(format) = Format::of(format) else { return Ok(()) };
    let Some(operation) = content_operation(Some(kind), text, format) else {
        let name = if format == Format::Json { "JSON" } else { "YAML" };
        let is_read = super::super::store::parsed(name, text).is_some();
        return if is_read { Ok(()) } else { Err(invalid(format!("The content is not {name}."))) };
    };
    let Ok(target) = services::target(operation) else { return Ok(()) };
    let options = Options { format: Some(format), ..Options::default() };
    let report = checked(&target, decode_text(text), &options, &mut |_| ());
    let Some(finding) = report.findings.iter().find(|finding| finding.severity == Severity::Error) else {
        return Ok(());
    };
    let place = positions(text, &[finding.span.start]).into_iter().next().unwrap_or_default();
    let path = if finding.path.is_empty() { String::new() } else { format!(", {}", finding.path) };
    let at = format!("line {}, column {}{path}", place.line + 1, place.character + 1);
    Err(Exception::new(exception_of(finding), format!("{} ({at})", finding.message)))
}
