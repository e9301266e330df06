//! The files that would make the agent report what a request says, and what a file cannot carry.

use serde_json::json;

use crate::convert::{ConvertOptions, Converted, Lost, Made, Source, is_unreadable};
use crate::misuse::Misuse;
use crate::model::sample::laid_out;
use crate::model::tape::{NodeKind, Value};
use crate::report::Severity;
use crate::services::reading::shown;
use crate::services::ssm::inventory::view::{InventoryItem, PutInventoryRequest};
use crate::text::Span;

use super::super::entries::{PREFIX, TYPE_NAME_BYTES, faults, is_sound, is_type_name};
use super::{MOST_FILES, json_of};

/// Writes one file for each custom item that has a content.
pub fn run(source: &Source<'_>, _: &ConvertOptions) -> Result<Converted, Misuse> {
    let mut converted = Converted::default();
    let mut types: Vec<String> = Vec::new();
    for document in 0..source.documents.len() {
        let Some((report, parts)) = source.checked(document, |request| Parts::of(document, request)) else { continue };
        let is_read = parts.is_request && !report.findings.iter().any(is_unreadable);
        let told = report.findings.iter().filter(|finding| match finding.rule {
            "unknown-member" | "json-duplicate-key" => is_read,
            _ => !is_read && finding.severity == Severity::Error,
        });
        converted.lost.extend(told.map(|finding| Lost::found(document, finding)));
        if !is_read {
            continue;
        }
        converted.lost.extend(parts.lost);
        for File { type_name, text, path, span } in parts.files {
            let reason = if types.contains(&type_name) {
                Some((
                    "another item has this type, and of two files with one type the agent takes the first",
                    "keep one of them",
                ))
            } else if types.len() == MOST_FILES {
                Some(("twenty files are there already, and of more the agent reads none", "report fewer types"))
            } else {
                None
            };
            if let Some((message, help)) = reason {
                let whole = Lost::whole(document, message.into(), help);
                converted.lost.push(Lost { path, span: Some(span), ..whole });
                continue;
            }
            let name = file_name(&type_name, &converted.documents);
            converted.documents.push(Made { name: Some(name), text });
            types.push(type_name);
        }
    }
    Ok(converted)
}

/// A file that can be written.
struct File {
    type_name: String,
    text: String,
    /// Where its type stands in the request.
    path: String,
    span: Span,
}

/// What one request gives.
#[derive(Default)]
struct Parts {
    is_request: bool,
    files: Vec<File>,
    lost: Vec<Lost>,
}

impl Parts {
    fn of(document: usize, request: Value<'_>) -> Parts {
        let mut parts = Parts { is_request: request.kind() == NodeKind::Structure, ..Parts::default() };
        let request = PutInventoryRequest(request);
        if let Some(node) = request.instance_id() {
            parts.lose(document, node, "a file does not say which node it is about", "put it on this node");
        }
        for item in request.items() {
            if let Some(file) = parts.file_of(document, item) {
                parts.files.push(file);
            }
        }
        parts
    }

    fn lose(&mut self, document: usize, value: Value<'_>, message: impl Into<String>, help: &'static str) {
        self.lost.push(Lost::part(document, value, message.into(), help));
    }

    /// The file of an item, if it can have one.
    fn file_of(&mut self, document: usize, item: InventoryItem<'_>) -> Option<File> {
        let Some((name, type_name)) = item.type_name().and_then(|value| Some((value, value.any_str()?))) else {
            self.lose(document, item.0, "the item has no type", "write its `TypeName`");
            return None;
        };
        if !is_type_name(&type_name) {
            let (message, help) = reason_against(&type_name);
            self.lose(document, name, message, help);
            return None;
        }
        let Some(schema_version) = item.schema_version().and_then(Value::str) else {
            self.lose(document, item.0, "the item has no sound `SchemaVersion`", "write one such as `1.0`");
            return None;
        };
        let Some(content) = item.content() else {
            let help = "convert a request that carries the content";
            self.lose(document, item.0, "the item has no content that a file could carry", help);
            return None;
        };
        let entries = self.entries_of(document, content)?;
        if let Some(time) = item.capture_time() {
            self.lose(
                document,
                time,
                "a file has no `CaptureTime`",
                "the agent writes the time at which it reads the file",
            );
        }
        if let Some(hash) = item.content_hash() {
            self.lose(document, hash, "a file has no `ContentHash`", "the agent works it out of what it reads");
        }
        if let Some(context) = item.context() {
            self.lose(document, context, "a file has no `Context`", "custom types have none; leave it out");
        }
        let file = json!({ "TypeName": type_name, "SchemaVersion": schema_version, "Content": json_of(&entries) });
        let (path, span) = (name.path(), name.span());
        Some(File { type_name: type_name.into_owned(), text: laid_out(&file), path, span })
    }

    /// The entries that a file can carry; nothing where all of them would be lost.
    fn entries_of<'t>(&mut self, document: usize, content: Value<'t>) -> Option<Vec<Value<'t>>> {
        let mut entries = Vec::new();
        let mut is_empty = true;
        for entry in content.all_elements() {
            is_empty = false;
            if entry.kind() != NodeKind::Map {
                self.lose(
                    document,
                    entry,
                    "it is no entry, and the agent would not take it",
                    "write an object of texts",
                );
            } else if is_sound(entry) {
                entries.push(entry);
            } else {
                let faults = faults(entry);
                self.lost.extend(faults.into_iter().map(|fault| fault.lost(document, "would not take the entry")));
            }
        }
        (is_empty || !entries.is_empty()).then_some(entries)
    }
}

fn reason_against(type_name: &str) -> (String, &'static str) {
    if type_name.starts_with(PREFIX) {
        let message = format!("`TypeName` is {} bytes, the agent takes at most {TYPE_NAME_BYTES}", type_name.len());
        return (message, "shorten it; the agent counts the bytes of UTF-8, not characters");
    }
    let message = format!("{} is no custom type, and no file can report it", shown(type_name));
    (message, "types of the service are gathered by the agent itself")
}

/// A name that every file system takes and that no other file has, whatever its case.
fn file_name(type_name: &str, others: &[Made]) -> String {
    let own = type_name.strip_prefix(PREFIX).unwrap_or(type_name);
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | '-') { c } else { '-' };
    let own: String = own.chars().map(plain).collect();
    let own = if own.is_empty() { "custom" } else { &own };
    let is_free = |name: &String| {
        others.iter().all(|other| !other.name.as_deref().is_some_and(|other| other.eq_ignore_ascii_case(name)))
    };
    let mut names = std::iter::once(format!("{own}.json")).chain((2..).map(|n| format!("{own}-{n}.json")));
    names.find(is_free).unwrap_or_default()
}
