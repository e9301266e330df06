//! What the agent hashes of an inventory item (amazon-ssm-agent,
//! agent/plugins/inventory/datauploader/uploader.go): its content alone, as Go writes it.

use crate::hash::Content;
use crate::hash::texts::{Go, differs_by_version, go_map, go_object};
use crate::model::tape::Value;
use crate::text::order::sort_by;
use crate::text::scan::is_same;

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
    let members: Option<Vec<_>> = known.map(|known| known.agent_members().collect());
    let write = |go| {
        let mut out = String::with_capacity(content.source().len() + 2);
        out.push('[');
        for (i, entry) in content.elements().enumerate() {
            if i > 0 {
                out.push(',');
            }
            match &members {
                Some(members) => push_structure(&mut out, entry, members, go),
                None => go_map(&mut out, entry, go),
            }
        }
        out.push(']');
        out
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
fn push_structure(out: &mut String, entry: Value<'_>, members: &[(&str, bool)], go: Go) {
    let (mut known, mut others): (Vec<_>, Vec<_>) = (vec![None; members.len()], Vec::new());
    for (key, value) in entry.entries() {
        let (Some(key), Some(value)) = (key.any_str(), value.any_str()) else { continue };
        let place = members.iter().position(|(name, _)| is_same(name.as_bytes(), key.as_bytes()));
        match place.and_then(|place| Some((members.get(place)?, known.get_mut(place)?))) {
            Some((&(_, when_empty), _)) if when_empty && value.is_empty() => {}
            Some((_, slot)) => *slot = Some((key, value)),
            None => others.push((key, value)),
        }
    }
    sort_by(&mut others, |a, b| a.0.as_bytes().cmp(b.0.as_bytes()));
    go_object(out, known.iter().flatten().chain(&others).map(|(key, value)| (&**key, &**value)), go);
}
