//! Members that every client fills in by itself where a request leaves them out: the model marks them with
//! `smithy.api#idempotencyToken`.

use serde_json::Value;

use crate::model::tape::{NodeKind, Value as Request};
use crate::services::Target;

use super::notes::Notes;

/// Tells of members that are absent and that a client will not leave absent.
pub fn tell(target: &Target, request: Request<'_>, client: &str, notes: &mut Notes) {
    let members = target.model.shape(target.operation().input).members();
    for name in tokens(target) {
        let Some(index) = members.iter().position(|member| *member.name == *name) else { continue };
        let is_there = request.members().any(|(at, value)| at == Some(index) && value.kind() != NodeKind::Null);
        if !is_there {
            notes.add_at(
                || format!("/{name}"),
                || format!("{client} fills this in, with a new random value each time."),
            );
        }
    }
}

/// The names of an operation's tokens. The trait is no part of a shape, so it is looked up in the model's text.
fn tokens(target: &Target) -> Vec<String> {
    const TRAIT: &str = "smithy.api#idempotencyToken";
    if !target.service.model.contains(TRAIT) {
        return Vec::new();
    }
    let ast: Value = serde_json::from_str(target.service.model).unwrap_or_default();
    let shapes = ast.get("shapes").and_then(Value::as_object);
    let operation = shapes.into_iter().flatten().find(|(id, shape)| {
        let is_operation = shape.get("type").is_some_and(|kind| kind == "operation");
        is_operation && id.rsplit_once('#').is_some_and(|(_, name)| *name == *target.name)
    });
    let input = operation.and_then(|(_, shape)| shape.get("input")?.get("target")?.as_str());
    let members = input.and_then(|id| shapes?.get(id)?.get("members")?.as_object());
    let has_trait = |member: &Value| member.get("traits").is_some_and(|traits| traits.get(TRAIT).is_some());
    members.into_iter().flatten().filter(|(_, member)| has_trait(member)).map(|(name, _)| name.clone()).collect()
}
