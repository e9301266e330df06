//! What the agent would send for the files in its folder, and what of them it would not.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::check::{Options, check};
use crate::convert::{ConvertOptions, Converted, Lost, Made, Source, is_unreadable};
use crate::hash::texts::Go;
use crate::hash::{Algorithm, Encoding, digest};
use crate::misuse::Misuse;
use crate::model::sample::laid_out;
use crate::model::tape::Value;
use crate::report::{Finding, Severity};
use crate::services::ssm::settings::Quotas;
use crate::text::Span;
use crate::text::order::sort_by;

use super::super::entries::taken;
use super::super::hash::text;
use super::super::view::CustomInventory;
use super::{MOST_FILES, TO_PUT_INVENTORY, json_of};

/// Converts files as the agent reads them: in the order of their names, at most twenty, the first of two with one
/// type. An item that the service would refuse is left out, so that the others can be sent.
///
/// The agent sends all items in one call. Where that is larger than a call may be, there are several.
pub fn run(source: &Source<'_>, options: &ConvertOptions) -> Result<Converted, Misuse> {
    let head = Head::of(options)?;
    let mut lost = Vec::new();
    let files = read_in_order(source, &mut lost);
    if files.len() > MOST_FILES {
        let count = files.len();
        lost.extend(files.into_iter().map(|file| {
            Lost::whole(
                file,
                format!("the agent reads none of {count} files"),
                format!("leave at most {MOST_FILES} files in the folder, or several entries in one file"),
            )
        }));
        return Ok(Converted { documents: Vec::new(), lost });
    }
    let (mut items, mut first): (Vec<Item>, BTreeMap<String, usize>) = (Vec::new(), BTreeMap::new());
    for file in files {
        let Some(item) = item_of(source, file, &mut lost) else { continue };
        if let Some(&earlier) = first.get(&item.type_name) {
            let message = format!(
                "`{}` is the type of {} too, and the first file counts",
                item.type_name,
                named(source, earlier)
            );
            let help = "put the entries of both into one file, or give one of them another type";
            lost.push(Lost {
                path: item.type_path.clone(),
                span: Some(item.type_span),
                ..Lost::whole(file, message, help)
            });
            continue;
        }
        first.insert(item.type_name.clone(), file);
        match head.refusal(&item) {
            None => items.push(item),
            Some(finding) => lost.push(item.refused(file, finding)),
        }
    }
    let made = |items: &[Item]| Made { name: None, text: laid_out(&head.request(items)) };
    Ok(Converted { documents: calls(&items).map(made).collect(), lost })
}

/// What the files do not say.
struct Head {
    node: String,
    time: String,
}

impl Head {
    fn of(options: &ConvertOptions) -> Result<Head, Misuse> {
        let wanted = |name: &str, value: &Option<String>, why: &str| {
            value.clone().ok_or_else(|| Misuse::argument(format!("the option `{name}` is wanted: {why}")))
        };
        let head = Head {
            node: wanted("instanceId", &options.node, "a file does not say on which node it lies")?,
            time: wanted("captureTime", &options.time, "a file does not say when the agent read it")?,
        };
        let probe = Item { type_name: "Custom:Probe".into(), schema_version: "1.0".into(), ..Item::default() };
        for finding in head.refusals(std::slice::from_ref(&probe)) {
            let name = match finding.path.as_str() {
                "/InstanceId" => "instanceId",
                "/Items/0/CaptureTime" => "captureTime",
                _ => continue,
            };
            let help = finding.help.unwrap_or_default();
            return Err(Misuse::argument(format!("the option `{name}` is not sound: {}; {help}", finding.message)));
        }
        Ok(head)
    }

    fn request(&self, items: &[Item]) -> Json {
        let items: Vec<Json> = items
            .iter()
            .map(|item| {
                json!({
                    "TypeName": item.type_name,
                    "SchemaVersion": item.schema_version,
                    "CaptureTime": self.time,
                    "ContentHash": item.hash,
                    "Content": item.content,
                })
            })
            .collect();
        json!({ "InstanceId": self.node, "Items": items })
    }

    /// Why the service would refuse a call with these items.
    fn refusals(&self, items: &[Item]) -> impl Iterator<Item = Finding> {
        let text = self.request(items).to_string();
        let findings = check(TO_PUT_INVENTORY.to, text.as_bytes(), &Options::default()).map(|report| report.findings);
        findings.unwrap_or_default().into_iter().filter(|finding| finding.severity == Severity::Error)
    }

    fn refusal(&self, item: &Item) -> Option<Finding> {
        self.refusals(std::slice::from_ref(item)).next()
    }
}

/// What the agent makes of a file.
struct Item {
    type_name: String,
    schema_version: String,
    hash: String,
    content: Json,
    /// Where the type and the content stand in the file.
    type_path: String,
    type_span: Span,
    content_path: String,
    content_span: Span,
}

impl Default for Item {
    fn default() -> Item {
        Item {
            type_name: String::new(),
            schema_version: String::new(),
            hash: String::new(),
            content: Json::Array(Vec::new()),
            type_path: String::new(),
            type_span: Span::default(),
            content_path: String::new(),
            content_span: Span::default(),
        }
    }
}

impl Item {
    fn of(file: Value<'_>) -> Option<Item> {
        let taken = taken(file)?;
        let (type_name, content) = (CustomInventory(file).type_name()?, CustomInventory(file).content()?);
        let hashed = text(&taken.entries, Go::Since122);
        Some(Item {
            type_name: taken.type_name.into_owned(),
            schema_version: taken.schema_version.into_owned(),
            hash: digest(hashed.as_bytes(), Algorithm::Md5, Encoding::Base64),
            content: json_of(&taken.entries),
            type_path: type_name.path(),
            type_span: type_name.span(),
            content_path: content.path(),
            content_span: content.span(),
        })
    }

    /// The bytes of the content as they are counted for the limit of a call.
    fn bytes(&self) -> u64 {
        self.content.to_string().len() as u64
    }

    /// That the service refuses it although the agent takes the file.
    fn refused(&self, file: usize, finding: Finding) -> Lost {
        let is_type = finding.path.ends_with("/TypeName");
        let (path, span) =
            if is_type { (&self.type_path, self.type_span) } else { (&self.content_path, self.content_span) };
        Lost {
            document: file,
            path: path.clone(),
            span: Some(span),
            rule: Some(finding.rule),
            message: format!("the agent sends it, and the service refuses the call: {}", finding.message),
            help: finding.help.unwrap_or_default(),
        }
    }
}

/// The files that the agent reads, in the order in which it does; those without a name in the order given.
fn read_in_order(source: &Source<'_>, lost: &mut Vec<Lost>) -> Vec<usize> {
    let mut files = Vec::new();
    for (i, document) in source.documents.iter().enumerate() {
        match &document.name {
            Some(name) if !name.ends_with(".json") => {
                let help = "let the name end in `.json`, in small letters";
                lost.push(Lost::whole(i, "the agent does not read a file of this name".into(), help));
            }
            _ => files.push(i),
        }
    }
    let name = |file: usize| source.documents.get(file).and_then(|document| document.name.as_deref());
    sort_by(&mut files, |&a, &b| (name(a).is_none(), name(a), a).cmp(&(name(b).is_none(), name(b), b)));
    files
}

fn named(source: &Source<'_>, file: usize) -> String {
    match source.documents.get(file).and_then(|document| document.name.as_deref()) {
        Some(name) => format!("`{name}`"),
        None => format!("document {file}"),
    }
}

/// Go's reader takes no byte order mark.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// What the agent makes of one file, and what of it is lost.
fn item_of(source: &Source<'_>, file: usize, lost: &mut Vec<Lost>) -> Option<Item> {
    let (report, item) = source.checked(file, Item::of)?;
    let is_marked = source.documents.get(file)?.bytes.starts_with(MARK);
    let item = item.filter(|_| !is_marked && !report.findings.iter().any(is_unreadable));
    // Everything that is found in a file which the agent takes does not come over; else nothing does, and errors say why.
    let told = report.findings.iter().filter(|finding| item.is_some() || finding.severity == Severity::Error);
    lost.extend(told.map(|finding| Lost::found(file, finding)));
    item
}

/// The items by calls, none larger than one may be.
fn calls(items: &[Item]) -> impl Iterator<Item = &[Item]> {
    let most = Quotas::default().call_bytes;
    let mut rest = items;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let fits = |item: &&Item| {
            bytes += item.bytes();
            bytes <= most
        };
        // What is larger than a call was left out before.
        let count = rest.iter().take_while(fits).count().max(1).min(rest.len());
        let (call, others) = rest.split_at_checked(count)?;
        rest = others;
        (!call.is_empty()).then_some(call)
    })
}
