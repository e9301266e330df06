//! What the agent hashes of a file: the entries that it reports, always as a list, keys in the order of their bytes.

use crate::hash::Content;
use crate::hash::texts::{Go, differs_by_version, go_map};
use crate::model::tape::Value;

use super::entries::reported;
use super::view::CustomInventory;

/// The content of a file.
pub fn contents(file: Value<'_>) -> Vec<Content<'_>> {
    let content = CustomInventory(file).content();
    let of = |value| Content { value, given: None, place: (file, "ContentHash"), agent: |_, content| texts(content) };
    content.into_iter().map(of).collect()
}

/// The texts that the agent may have hashed; none where it passes over the file because of the content.
fn texts(content: Value<'_>) -> Vec<String> {
    let Some(entries) = reported(content) else { return Vec::new() };
    let latest = text(&entries, Go::Since122);
    let older = differs_by_version(&latest).then(|| text(&entries, Go::Before122));
    [latest].into_iter().chain(older).collect()
}

/// The text that an agent hashes. Without an entry its list is not even made, and Go writes `null`.
pub fn text(entries: &[Value<'_>], go: Go) -> String {
    if entries.is_empty() {
        return "null".into();
    }
    let mut out = String::from("[");
    for (i, &entry) in entries.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        go_map(&mut out, entry, go);
    }
    out + "]"
}
