//! What leaves through the door, as JavaScript sees it. The inner types may change; these may not.

mod convert;
mod shape;

use serde::Serialize;

use crate::check::Report;
use crate::explain::Explanation;
use crate::hash::ContentHash;
use crate::model::{Binding, Refused};
use crate::report::{Finding, Fix, Related};
use crate::services::loaded::Brought;
use crate::services::{self, Target};
use crate::snippets::clients_of;
use crate::text::Span;
use crate::text::lines::{Position as Place, positions};
use crate::text::order::sort_by;
use crate::wire;

pub use convert::conversion;
pub use shape::{completions, shape};

/// A report.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReportView<'r> {
    operation: &'r str,
    ok: bool,
    findings: Vec<FindingView<'r>>,
    truncated: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct FindingView<'r> {
    rule: &'static str,
    severity: &'static str,
    path: &'r str,
    message: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'r str>,
    why: &'static str,
    range: Range,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedView<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    exception: Option<&'static str>,
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    fixes: Vec<FixView<'r>>,
}

#[derive(Serialize)]
struct RelatedView<'r> {
    path: &'r str,
    range: Range,
    message: &'r str,
}

#[derive(Serialize)]
struct FixView<'r> {
    title: &'r str,
    trust: &'static str,
    edits: Vec<EditView<'r>>,
}

#[derive(Serialize)]
struct EditView<'r> {
    start: u32,
    end: u32,
    text: &'r str,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    offset: u32,
    line: u32,
    character: u32,
}

/// A report with its places in UTF-16.
pub fn report<'r>(report: &'r Report<'_>) -> ReportView<'r> {
    let spans = report.findings.iter().flat_map(spans_of);
    let offsets: Vec<u32> = spans.flat_map(|span| [span.start, span.end]).collect();
    let mut places = positions(&report.text, &offsets).into_iter();
    let findings = report.findings.iter().map(|f| finding(f, &mut places)).collect();
    ReportView { operation: &report.operation, ok: report.ok, findings, truncated: report.truncated }
}

/// Every place of a finding, in the order in which [`finding`] takes them.
fn spans_of(finding: &Finding) -> impl Iterator<Item = Span> {
    let related = finding.related.iter().map(|r| r.span);
    let edits = finding.fixes.iter().flat_map(|fix| fix.edits.iter().map(|edit| edit.span));
    [finding.span].into_iter().chain(related).chain(edits)
}

fn finding<'r>(finding: &'r Finding, places: &mut impl Iterator<Item = Place>) -> FindingView<'r> {
    FindingView {
        rule: finding.rule,
        severity: finding.severity.as_str(),
        path: &finding.path,
        message: &finding.message,
        help: finding.help.as_deref(),
        why: finding.why,
        range: range(places),
        related: finding.related.iter().map(|r| related(r, places)).collect(),
        exception: finding.exception,
        basis: finding.basis.as_str(),
        source: finding.basis.source(),
        fixes: finding.fixes.iter().map(|f| fix(f, places)).collect(),
    }
}

fn related<'r>(related: &'r Related, places: &mut impl Iterator<Item = Place>) -> RelatedView<'r> {
    RelatedView { path: &related.path, range: range(places), message: &related.message }
}

fn fix<'r>(fix: &'r Fix, places: &mut impl Iterator<Item = Place>) -> FixView<'r> {
    let edits = fix.edits.iter().map(|edit| {
        let Range { start, end } = range(places);
        EditView { start: start.offset, end: end.offset, text: &edit.text }
    });
    FixView { title: &fix.title, trust: fix.trust.as_str(), edits: edits.collect() }
}

fn range(places: &mut impl Iterator<Item = Place>) -> Range {
    let mut next = || {
        let Place { offset, line, character } = places.next().unwrap_or_default();
        Position { offset, line, character }
    };
    Range { start: next(), end: next() }
}

/// An operation, as `operations()` lists it.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OperationView {
    id: String,
    service: String,
    service_title: String,
    name: String,
    emulated: bool,
    hashed: bool,
    readonly: bool,
    kind: &'static str,
    converts_to: Vec<&'static str>,
    decides: Vec<&'static str>,
    labels: Vec<String>,
    snippets: Vec<&'static str>,
}

/// All operations, those first that are known best.
pub fn operations() -> Vec<OperationView> {
    let mut all: Vec<OperationView> = services::all().map(|target| operation(&target)).collect();
    let rank = |operation: &OperationView| (!operation.emulated, operation.readonly && operation.emulated);
    sort_by(&mut all, |a, b| rank(a).cmp(&rank(b)));
    all
}

fn operation(target: &Target) -> OperationView {
    let facts = target.facts();
    OperationView {
        id: target.id(),
        service: target.service.id.to_string(),
        service_title: target.service.title.to_string(),
        name: target.name.to_string(),
        emulated: facts.is_some_and(|facts| facts.emulate.is_some()),
        hashed: facts.is_some_and(|facts| facts.hashes.is_some()),
        readonly: facts.map_or(target.operation().readonly, |facts| facts.readonly),
        kind: if target.is_file() { "file" } else { "request" },
        decides: target.conversions().iter().filter_map(|way| way.decided).flatten().copied().collect(),
        converts_to: target.conversions().iter().map(|conversion| conversion.to).collect(),
        labels: labels_of(target),
        snippets: clients_of(&target.service).iter().map(|client| client.as_str()).collect(),
    }
}

/// The members that are part of the address.
fn labels_of(target: &Target) -> Vec<String> {
    let members = target.model.shape(target.operation().input).members();
    members.iter().filter(|member| member.binding == Binding::Label).map(|member| member.name.to_string()).collect()
}

/// What one part of an error says.
#[derive(Serialize)]
pub struct ExplanationView<'e> {
    exception: &'e str,
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    path: Option<&'e str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule: Option<&'static str>,
    message: &'e str,
    help: &'e str,
    basis: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
}

/// What an error says.
pub fn explanations(list: &[Explanation]) -> Vec<ExplanationView<'_>> {
    list.iter().map(explanation).collect()
}

fn explanation(one: &Explanation) -> ExplanationView<'_> {
    let Explanation { exception, operation, path, rule, message, help, basis } = one;
    ExplanationView {
        exception,
        operation: operation.as_deref(),
        path: path.as_deref(),
        rule: *rule,
        message,
        help,
        basis: basis.as_str(),
        source: basis.source(),
    }
}

/// What a model brought.
#[derive(Serialize)]
pub struct BroughtView<'b> {
    service: &'b str,
    operations: &'b [String],
    refused: Vec<RefusedView<'b>>,
}

#[derive(Serialize)]
struct RefusedView<'b> {
    shape: &'b str,
    reason: &'b str,
}

/// What a model brought.
pub fn brought(brought: &Brought) -> BroughtView<'_> {
    let refused = brought.refused.iter().map(|Refused { shape, reason }| RefusedView { shape, reason }).collect();
    BroughtView { service: &brought.service, operations: &brought.operations, refused }
}

/// A request.
#[derive(Serialize)]
pub struct RequestView<'r> {
    method: &'r str,
    url: &'r str,
    headers: &'r std::collections::BTreeMap<String, String>,
    body: String,
}

/// A request that was built.
pub fn request(request: &wire::Request) -> RequestView<'_> {
    // What was built was text.
    let body = String::from_utf8_lossy(&request.body).into_owned();
    RequestView { method: &request.method, url: &request.url, headers: &request.headers, body }
}

/// A response.
#[derive(Serialize)]
pub struct ResponseView<'r> {
    status: u16,
    headers: &'r std::collections::BTreeMap<String, String>,
    body: &'r str,
    #[serde(skip_serializing_if = "is_none")]
    delay: u64,
}

fn is_none(delay: &u64) -> bool {
    *delay == 0
}

/// An answer of the emulator.
pub fn response(response: &wire::Response) -> ResponseView<'_> {
    let wire::Response { status, headers, body, delay } = response;
    ResponseView { status: *status, headers, body, delay: *delay }
}

/// A content hash.
#[derive(Serialize)]
pub struct HashView<'h> {
    path: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<&'h str>,
    digest: &'h str,
    #[serde(skip_serializing_if = "Option::is_none")]
    matches: Option<bool>,
    hashed: &'h str,
}

/// Content hashes.
pub fn hashes(hashes: &[ContentHash]) -> Vec<HashView<'_>> {
    hashes.iter().map(hash).collect()
}

fn hash(hash: &ContentHash) -> HashView<'_> {
    let ContentHash { path, given, digest, matches, hashed } = hash;
    HashView { path, given: given.as_deref(), digest, matches: *matches, hashed }
}
