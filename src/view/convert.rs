//! Conversions as JavaScript sees them.

use serde::Serialize;

use crate::convert::{Converted, Document, Lost, Made};
use crate::text::decode::decode;
use crate::text::lines::positions;

use super::{Range, range};

/// What a conversion gives.
#[derive(Serialize)]
pub struct ConversionView<'c> {
    documents: Vec<MadeView<'c>>,
    lost: Vec<LostView<'c>>,
}

#[derive(Serialize)]
struct MadeView<'c> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'c str>,
    text: &'c str,
}

#[derive(Serialize)]
struct LostView<'c> {
    document: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'c str>,
    path: &'c str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    message: &'c str,
    help: &'c str,
}

/// A conversion of these documents, with the places in UTF-16.
pub fn conversion<'c>(converted: &'c Converted, documents: &'c [Document]) -> ConversionView<'c> {
    let made = |Made { name, text }: &'c Made| MadeView { name: name.as_deref(), text };
    let mut lost = Vec::new();
    // INVARIANT: what is lost stands in the order of the documents.
    for all in converted.lost.chunk_by(|a, b| a.document == b.document) {
        let document = all.first().and_then(|first| documents.get(first.document));
        let text = document.map(|document| decode(&document.bytes).text).unwrap_or_default();
        let spans: Vec<u32> = all.iter().filter_map(|lost| lost.span).flat_map(|span| [span.start, span.end]).collect();
        let mut places = positions(&text, &spans).into_iter();
        lost.extend(all.iter().map(|Lost { document: index, path, span, rule, message, help }| LostView {
            document: *index,
            name: document.and_then(|document| document.name.as_deref()),
            path,
            range: span.map(|_| range(&mut places)),
            rule: *rule,
            message,
            help,
        }));
    }
    ConversionView { documents: converted.documents.iter().map(made).collect(), lost }
}
