//! UpdateDocumentMetadata, emulated: the review of a change template.

use crate::emulator::{Answer, Call, Exception};
use crate::services::reading::text;
use crate::services::ssm::documents::store::{Review, ReviewStatus};
use crate::services::ssm::documents::view::UpdateDocumentMetadataRequest;
use crate::services::ssm::state::SsmState;

use super::{no_version, own};

/// Asks for a review of a version, or reviews it.
///
/// Known: the four actions; one version of a document at a time is approved, and one awaits its review (API reference of
/// GetDocument, ReviewStatus): when another is approved, the one before is shown as rejected.
///
/// Assumptions: the default version is meant where none is named; whoever sent a document for review may review it too;
/// approving, rejecting or updating what nobody sent for review is InvalidDocumentOperation, as is sending what is
/// already pending or approved; comments are not kept, since no answer of the model shows them.
pub fn update_document_metadata(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = UpdateDocumentMetadataRequest(call.input);
    let (name, document) = own(call, request.name())?;
    let number = document.number_of(text(request.document_version()).as_deref()).ok_or_else(no_version)?;
    let version = document.versions.get(&number).ok_or_else(no_version)?;
    let action = text(request.document_reviews().and_then(|reviews| reviews.action())).unwrap_or_default();
    let now = version.review.status;
    let next = match (action.as_str(), now) {
        ("SendForReview", ReviewStatus::NotReviewed | ReviewStatus::Rejected) => ReviewStatus::Pending,
        ("UpdateReview", ReviewStatus::Pending) => ReviewStatus::Pending,
        ("Approve", ReviewStatus::Pending) => ReviewStatus::Approved,
        ("Reject", ReviewStatus::Pending) => ReviewStatus::Rejected,
        _ => {
            let message = format!("{action} isn't possible while the review status is {}.", now.as_str());
            return Err(Exception::new("InvalidDocumentOperation", message));
        }
    };
    let (name, time, reviewer) = (name.to_string(), call.now, reviewer_of(call.principal));
    let is_decided = next != ReviewStatus::Pending;
    Ok(Answer::change("{}", move |state: &mut SsmState| {
        let Some(document) = state.documents.documents.get_mut(&name) else { return };
        for (other, version) in &mut document.versions {
            let review = &mut version.review;
            if *other == number {
                let reviewed = if is_decided { Some((reviewer.clone(), time)) } else { review.reviewed.take() };
                *review = Review { status: next, reviewed };
            } else if review.status == next && next == ReviewStatus::Approved {
                review.status = ReviewStatus::Rejected;
            } else if review.status == next && next == ReviewStatus::Pending {
                review.status = ReviewStatus::NotReviewed;
            }
        }
    }))
}

/// The name of a principal: what stands behind the last stroke, in at most 50 of the characters that a reviewer has.
fn reviewer_of(principal: &str) -> String {
    let name = principal.rsplit('/').next().unwrap_or(principal);
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    name.chars().map(|c| if is_allowed(c) { c } else { '_' }).take(50).collect()
}
