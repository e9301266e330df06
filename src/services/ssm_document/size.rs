//! The size of a content. It is counted in the text as it was written: comments and line ends are kept, too. Within a
//! request the request's own rules tell it, with the answer that it gets.

use crate::report::{Basis, Draft, RuleText, Severity, TextRule};
use crate::services::ssm::reading::is_near;
use crate::text::Span;

/// 64 KB, counted in bytes of the content itself.
const LIMIT: u64 = 64 << 10;

const QUOTAS: Basis =
    Basis::Documentation("AWS General Reference, \"AWS Systems Manager endpoints and quotas\": 64 KB a document");

/// What is said of a content over the limit.
pub const OVER_THE_SIZE_LIMIT: RuleText = RuleText {
    name: "documents/content-over-the-size-limit",
    severity: Severity::Error,
    summary: "a content is larger than a document may be",
    why: "the service refuses the document",
    basis: QUOTAS,
};

/// What is said of a content near the limit.
pub const NEAR_THE_SIZE_LIMIT: RuleText = RuleText {
    name: "documents/content-near-the-size-limit",
    severity: Severity::Warning,
    summary: "a content takes up more than four fifths of what a document may hold",
    why: "the next longer one is refused",
    basis: QUOTAS,
};

/// The rules on the text of a content that stands alone.
pub const RULES: &[TextRule] = &[
    TextRule { text: OVER_THE_SIZE_LIMIT, run: |text| Some((behind(text, LIMIT), over(text)?)) },
    TextRule { text: NEAR_THE_SIZE_LIMIT, run: |text| Some((behind(text, LIMIT / 5 * 4), near(text)?)) },
];

/// What is wrong with a content over the limit.
pub fn over(text: &str) -> Option<Draft> {
    let bytes = text.len() as u64;
    (bytes > LIMIT).then(|| {
        Draft::new(format!("the content is {bytes} bytes, at most {LIMIT} (64 KB) are taken"))
            .help("split the runbook, and let one run the other with `aws:executeAutomation`")
    })
}

/// What is to be said of a content near the limit.
pub fn near(text: &str) -> Option<Draft> {
    let bytes = text.len() as u64;
    is_near(bytes, LIMIT).then(|| {
        Draft::new(format!("the content is {bytes} bytes, at most {LIMIT} (64 KB) are taken"))
            .help("split the runbook before it grows over the limit")
    })
}

/// What stands behind so many bytes, from the next character on.
fn behind(text: &str, bytes: u64) -> Span {
    let from = (bytes as usize..text.len()).find(|at| text.is_char_boundary(*at));
    Span::new(from.unwrap_or(text.len()), text.len())
}
