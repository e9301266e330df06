//! Members that every client fills in by itself where a request leaves them out: the model marks them with
//! `smithy.api#idempotencyToken`.

use crate::model::Member;
use crate::model::tape::{NodeKind, Value as Request};
use crate::services::Target;

use super::notes::Notes;

/// Tells of members that are absent and that a client will not leave absent.
pub fn tell(target: &Target, request: Request<'_>, client: &str, notes: &mut Notes) {
    let members = target.model.shape(target.operation().input).members();
    for (index, Member { name, .. }) in members.iter().enumerate().filter(|(_, member)| member.filled) {
        let is_there = request.members().any(|(at, value)| at == Some(index) && value.kind() != NodeKind::Null);
        if !is_there {
            notes.add_at(
                || format!("/{name}"),
                || format!("{client} fills this in, with a new random value each time."),
            );
        }
    }
}
