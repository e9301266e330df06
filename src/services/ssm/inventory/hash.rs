//! What the agent hashes of an inventory item (amazon-ssm-agent,
//! agent/plugins/inventory/datauploader/uploader.go): its content alone, as Go writes it.

use crate::hash::Content;
use crate::hash::texts::{Go, differs_by_version, go_map, go_object};
use crate::text::order::sort_by;
use crate::model::tape::Value;

use super::types::{InventoryType, known};
use super::view::{InventoryItem, PutInventoryRequest};

/// The contents of a PutInventory request: those of its items that have one.
pub fn contents(request: Value<'_>) -> Vec<Content<'_>> {
    PutInventoryRequest(request).items().filter_map(content_of).collect()
}

fn content_of(item: InventoryItem<'_>) -> Option<Content<'_>> {
    let place = (item.0, "ContentHash");
    item.content().map(|value| Content { value, given: item.content_hash(), place, agent: agent_texts_of(item) })
}

fn agent_texts_of(item: InventoryItem<'_>) -> fn(Value<'_>, Value<'_>) -> Vec<String> {
    // A context means a type with sub types, which no gatherer of the agent makes.
    if item.context().is_some() { |_, content| texts(content, None) } else { with_type }
}

fn with_type(request: Value<'_>, content: Value<'_>) -> Vec<String> {
    let holds = |item: &InventoryItem<'_>| item.content().is_some_and(|other| other.span() == content.span());
    let item = PutInventoryRequest(request).items().find(holds);
    let name = item.and_then(InventoryItem::type_name).and_then(Value::any_str);
    texts(content, name.and_then(|name| known(&name)).filter(|known| known.agent_members().next().is_some()))
}

/// The texts that the agent may have hashed. Go changed the escapes of backspace and form feed with 1.22, and
/// an empty content is `[]`, or `null` where nothing was gathered at all.
fn texts(content: Value<'_>, known: Option<&InventoryType>) -> Vec<String> {
    let write = |go| {
        let mut out = String::from("[");
        for (i, entry) in content.elements().enumerate() {
            if i > 0 {
                out.push(',');
            }
            match known {
                Some(known) => push_structure(&mut out, entry, known, go),
                None => go_map(&mut out, entry, go),
            }
        }
        out + "]"
    };
    let mut all = vec![write(Go::Since122)];
    if all.iter().any(|text| differs_by_version(text)) {
        all.push(write(Go::Before122));
    }
    if content.elements().next().is_none() {
        all.push("null".into());
    }
    all
}

/// A structure of the agent: its members in their order, without those that are left out when empty. An
/// attribute that the structure does not have follows in the order of bytes (assumption: no agent sends one).
fn push_structure(out: &mut String, entry: Value<'_>, known: &InventoryType, go: Go) {
    let mut entries: Vec<_> = entry.entries().filter_map(|(key, value)| Some((key.any_str()?, value.any_str()?))).collect();
    let place = |name: &str| known.agent_members().position(|(member, _)| member == name);
    let is_left_out = |name: &str| known.agent_members().any(|(member, when_empty)| member == name && when_empty);
    entries.retain(|(key, value)| !(value.is_empty() && is_left_out(key)));
    sort_by(&mut entries, |a, b| {
        let rank = |name: &str| place(name).unwrap_or(usize::MAX);
        (rank(&a.0), a.0.as_bytes()).cmp(&(rank(&b.0), b.0.as_bytes()))
    });
    go_object(out, entries.iter().map(|(key, value)| (&**key, &**value)), go);
}
