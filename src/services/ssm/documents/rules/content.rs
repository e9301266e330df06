//! The content of a document as a text: its size, its format, and the version of its schema. What stands in it is
//! looked at elsewhere.

use std::borrow::Cow;

use crate::check::Format;
use crate::model::tape::Value;
use crate::report::{Basis, Draft, Rule, RuleText, Severity, Trust};
use crate::services::Embedded;
use crate::services::reading::text_of;
use crate::services::ssm_document::{content_operation, size};
use crate::text::string::quoted;

use super::super::view::{CreateDocumentRequest, UpdateDocumentRequest};

/// What both requests say of a content.
struct Content<'t> {
    value: Value<'t>,
    text: Cow<'t, str>,
    format: Option<Value<'t>>,
    kind: Option<Value<'t>>,
}

fn of_create(request: Value<'_>) -> Option<Content<'_>> {
    let request = CreateDocumentRequest(request);
    let value = request.content()?;
    Some(Content { value, text: value.str()?, format: request.document_format(), kind: request.document_type() })
}

fn of_update(request: Value<'_>) -> Option<Content<'_>> {
    let request = UpdateDocumentRequest(request);
    let value = request.content()?;
    Some(Content { value, text: value.str()?, format: request.document_format(), kind: None })
}

fn over(content: &Content<'_>) -> Option<Draft> {
    Some(size::over(&content.text)?.exception("MaxDocumentSizeExceeded"))
}

fn near(content: &Content<'_>) -> Option<Draft> {
    size::near(&content.text)
}

fn looks_like_yaml(text: &str) -> bool {
    !text.trim_start().starts_with(['{', '['])
}

fn is_content(content: &Content<'_>) -> bool {
    content_operation(text_of(content.kind).as_deref(), &content.text, Format::Json).is_some()
}

fn no_json(content: &Content<'_>) -> Option<Draft> {
    let format = content.format.and_then(Value::str);
    let is_json = matches!(format.as_deref(), None | Some("JSON"));
    if !is_json || serde_json::from_str::<serde::de::IgnoredAny>(&content.text).is_ok() {
        return None;
    }
    let looks_like_yaml = looks_like_yaml(&content.text);
    // What is wrong with a runbook is told at its place.
    if !looks_like_yaml && is_content(content) {
        return None;
    }
    let draft = Draft::new("the content is not JSON").exception("InvalidDocumentContent");
    Some(match content.format {
        Some(format) if looks_like_yaml => draft.help("it looks like YAML: say so in `DocumentFormat`").fix(
            "write `YAML` as format",
            Trust::Check,
            format.span(),
            quoted("YAML"),
        ),
        None if looks_like_yaml => draft
            .help("it looks like YAML: add `\"DocumentFormat\": \"YAML\"`, since JSON is taken where nothing is said"),
        _ => draft.help("repair the content; a JSON text in a JSON text needs its quotes escaped"),
    })
}

/// The content of a runbook or change template, which is looked at as a document of its own.
pub fn embedded_in_create(request: Value<'_>) -> Option<Embedded<'_>> {
    embedded(&of_create(request)?)
}

/// The same for a new version of a document, whose type the content alone shows.
pub fn embedded_in_update(request: Value<'_>) -> Option<Embedded<'_>> {
    embedded(&of_update(request)?)
}

fn embedded<'t>(content: &Content<'t>) -> Option<Embedded<'t>> {
    let format = text_of(content.format).map_or(Some(Format::Json), |format| Format::of(&format))?;
    // Another format than the one that is named is told as that alone.
    if format == Format::Json && looks_like_yaml(&content.text) {
        return None;
    }
    let operation = content_operation(text_of(content.kind).as_deref(), &content.text, format)?;
    Some(Embedded { value: content.value, operation, format })
}

/// What is said of a content that is not what its format says.
const IN_ANOTHER_FORMAT: RuleText = RuleText {
    name: "documents/content-in-another-format",
    severity: Severity::Warning,
    summary: "a content is not in the format that is named",
    why: "the service reads it as JSON where nothing else is said, and refuses what is none",
    basis: Basis::Assumption(
        "JSON is the default of the format in the vendor's clients; the content's text alone was looked at",
    ),
};

/// The same rule on both requests.
macro_rules! on_both {
    ($create:ident, $update:ident, $text:expr, $find:ident) => {
        pub const $create: Rule = Rule {
            text: $text,
            run: |request, found| {
                if let Some((content, draft)) =
                    of_create(request).and_then(|content| Some((content.value, $find(&content)?)))
                {
                    found.at(content, || draft);
                }
            },
        };
        pub const $update: Rule = Rule {
            text: $text,
            run: |request, found| {
                if let Some((content, draft)) =
                    of_update(request).and_then(|content| Some((content.value, $find(&content)?)))
                {
                    found.at(content, || draft);
                }
            },
        };
    };
}

on_both! { CREATE_OVER_THE_SIZE_LIMIT, UPDATE_OVER_THE_SIZE_LIMIT, size::OVER_THE_SIZE_LIMIT, over }
on_both! { CREATE_NEAR_THE_SIZE_LIMIT, UPDATE_NEAR_THE_SIZE_LIMIT, size::NEAR_THE_SIZE_LIMIT, near }
on_both! { CREATE_CONTENT_IN_ANOTHER_FORMAT, UPDATE_CONTENT_IN_ANOTHER_FORMAT, IN_ANOTHER_FORMAT, no_json }
