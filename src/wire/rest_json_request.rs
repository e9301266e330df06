//! The other direction of `rest_json.rs`: which operation a request is for, and its members from the path, the query,
//! headers and the body as the one document that the walker reads.

use std::borrow::Cow;

use crate::hash::{Encoding, digest_encode};
use crate::model::walk::Form;
use crate::model::{Binding, Kind, Member, Model, Operation, ShapeId};
use crate::text::string::{quoted, shortened, shortened_to};
use crate::text::time::{parse_http_date, parse_iso, to_epoch_seconds};

use super::Request;
use super::address::{decoded, pairs_of, path_of};
use super::recognise::Recognised;

/// A path is told to its end, which is what tells operations apart: ids in front of it are long.
const LONGEST_PATH: usize = 300;

/// What a request is to a service: its method and path decide.
pub fn recognise<'r>(model: &Model, request: &'r Request) -> Recognised<'r> {
    let (path, query) = path_of(&request.url);
    let query: Vec<(String, String)> = pairs_of(query).collect();
    let mut best: Option<Match<'_>> = None;
    let mut others: Vec<&str> = Vec::new();
    for (name, operation) in &model.operations {
        let Some((labels, literals)) = matched(operation, path, &query) else { continue };
        let Some(http) = &operation.http else { continue };
        if !http.method.eq_ignore_ascii_case(&request.method) {
            others.push(&http.method);
        } else if best.as_ref().is_none_or(|best| literals > best.literals) {
            best = Some(Match { name, operation, labels, literals });
        }
    }
    match best {
        Some(found) => {
            let members = Members { model, found: &found, query: &query, request };
            Recognised::Operation { name: found.name.into(), document: members.document() }
        }
        None if others.is_empty() && is_below(model, path) => {
            Recognised::Unknown(format!("the model has no operation at {}", shortened_to(path, LONGEST_PATH)))
        }
        None if others.is_empty() => Recognised::Foreign,
        None => {
            others.sort_unstable();
            others.dedup();
            let (path, method) = (shortened_to(path, LONGEST_PATH), shortened(&request.method));
            Recognised::Unknown(format!("{path} is answered to {}, not to {method}", others.join(" or ")))
        }
    }
}

/// An operation whose template the request fits.
struct Match<'m> {
    name: &'m str,
    operation: &'m Operation,
    labels: Vec<(&'m str, String)>,
    /// Parts of the path that the template spells out: of two templates the one with more of them is meant.
    literals: usize,
}

/// Whether an address begins as all of a model do: it is then meant for the service, whatever comes after. One part that
/// they share is not enough, for a version is nobody's own.
fn is_below(model: &Model, path: &str) -> bool {
    const FEWEST: usize = 2;
    let literals = |operation: &Operation| -> Vec<Box<str>> {
        let template = operation.http.as_ref().and_then(|http| http.uri.split('?').next()).unwrap_or_default();
        let parts = template.trim_start_matches('/').split('/');
        parts.take_while(|part| !part.is_empty() && !part.starts_with('{')).map(Into::into).collect()
    };
    let mut operations = model.operations.values();
    let mut shared = operations.next().map(literals).unwrap_or_default();
    for operation in operations {
        let same = shared.iter().zip(literals(operation)).take_while(|(a, b)| *a == b).count();
        shared.truncate(same);
    }
    let mut given = path.trim_start_matches('/').split('/');
    shared.len() >= FEWEST && shared.iter().all(|part| given.next().is_some_and(|given| *decoded(given) == **part))
}

/// What always stands in the query.
fn fixed_query(template: &str) -> &str {
    template.split_once('?').map_or("", |(_, fixed)| fixed)
}

/// The labels of a template that fits a path and what always stands in its query, and how much of it is literal.
fn matched<'m>(
    operation: &'m Operation,
    path: &str,
    query: &[(String, String)],
) -> Option<(Vec<(&'m str, String)>, usize)> {
    let http = operation.http.as_ref()?;
    if !pairs_of(fixed_query(&http.uri)).all(|pair| query.contains(&pair)) {
        return None;
    }
    let template = http.uri.split('?').next().unwrap_or_default();
    let (mut labels, mut literals) = (Vec::new(), 0);
    let mut given = path.trim_start_matches('/').split('/').peekable();
    for part in template.trim_start_matches('/').split('/') {
        let label = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        match label.map(|label| (label, label.strip_suffix('+'))) {
            Some((_, Some(greedy))) => {
                let rest: Vec<&str> = given.by_ref().collect();
                labels.push((greedy, decoded(&rest.join("/"))));
            }
            Some((label, None)) => {
                let value = given.next().filter(|value| !value.is_empty())?;
                labels.push((label, decoded(value)));
            }
            None => {
                given.next().filter(|value| decoded(value) == part)?;
                literals += 1;
            }
        }
    }
    given.peek().is_none().then_some((labels, literals))
}

/// What a request says, member by member.
struct Members<'q, 'r> {
    model: &'q Model,
    found: &'q Match<'q>,
    query: &'q [(String, String)],
    request: &'r Request,
}

impl<'r> Members<'_, 'r> {
    /// The input as one JSON text. A body that is no object is handed over as it is, for the walker to say so.
    fn document(&self) -> Cow<'r, [u8]> {
        let input = self.model.shape(self.found.operation.input).members();
        let mut outside: Vec<String> = Vec::new();
        for member in input {
            if let Some(value) = self.value(member, input) {
                outside.push(quoted(member.name_in(Form::Wire)) + ":" + &value);
            }
        }
        let has_payload = input.iter().any(|member| member.binding == Binding::Payload);
        let body: &'r [u8] = &self.request.body;
        let body = body.trim_ascii();
        if has_payload || body.is_empty() {
            return Cow::Owned(format!("{{{}}}", outside.join(",")).into_bytes());
        }
        match body.strip_suffix(b"}") {
            Some(open) if !outside.is_empty() && body.starts_with(b"{") => {
                let is_bare = open.trim_ascii_end() == b"{";
                let comma = if is_bare { "" } else { "," };
                Cow::Owned([open, comma.as_bytes(), outside.join(",").as_bytes(), b"}"].concat())
            }
            // Of an object that is cut off, what stands in the address is told all the same.
            _ if !outside.is_empty() && body.starts_with(b"{") => {
                let rest = body.get(1..).unwrap_or_default();
                Cow::Owned([b"{", outside.join(",").as_bytes(), b",", rest].concat())
            }
            _ => Cow::Borrowed(body),
        }
    }

    /// A member that goes elsewhere than into the body, as JSON.
    fn value(&self, member: &Member, input: &[Member]) -> Option<String> {
        match &member.binding {
            Binding::Body => None,
            Binding::Label => {
                let label = self.found.labels.iter().find(|(name, _)| **name == *member.name);
                label.map(|(_, value)| self.json(value, member.target))
            }
            Binding::Query(name) => {
                let given: Vec<&str> =
                    self.query.iter().filter(|(known, _)| **known == **name).map(|(_, value)| value.as_str()).collect();
                self.of_texts(&given, member.target)
            }
            Binding::QueryParams => {
                let fixed = self.found.operation.http.as_ref().map_or("", |http| fixed_query(&http.uri));
                let is_taken = |pair: &(String, String)| {
                    input.iter().any(|m| m.binding == Binding::Query(pair.0.as_str().into()))
                        || pairs_of(fixed).any(|fixed| fixed == *pair)
                };
                let pairs = self.query.iter().filter(|pair| !is_taken(pair));
                self.map(pairs.map(|(name, value)| (name.as_str(), value.as_str())))
            }
            Binding::Header(name) => {
                let given = self.request.header(name)?;
                match self.model.shape(member.target).kind {
                    Kind::List { .. } => {
                        let parts: Vec<&str> = given.split(',').map(str::trim).collect();
                        self.of_texts(&parts, member.target)
                    }
                    _ => Some(self.json(given, member.target)),
                }
            }
            Binding::PrefixHeaders(prefix) => {
                let named = self.request.headers.iter().filter_map(|(name, value)| {
                    let (start, rest) = name.split_at_checked(prefix.len())?;
                    start.eq_ignore_ascii_case(prefix).then_some((rest, value.as_str()))
                });
                self.map(named)
            }
            Binding::Payload => self.payload(member.target),
        }
    }

    fn payload(&self, shape: ShapeId) -> Option<String> {
        let body = &self.request.body;
        match self.model.shape(shape).kind {
            _ if body.is_empty() => None,
            Kind::Blob => Some(quoted(&digest_encode(body, Encoding::Base64))),
            Kind::String | Kind::Enum(_) => Some(quoted(&String::from_utf8_lossy(body))),
            _ => Some(String::from_utf8_lossy(body).into_owned()),
        }
    }

    fn map<'t>(&self, pairs: impl Iterator<Item = (&'t str, &'t str)>) -> Option<String> {
        let entries: Vec<String> = pairs.map(|(name, value)| quoted(name) + ":" + &quoted(value)).collect();
        (!entries.is_empty()).then(|| format!("{{{}}}", entries.join(",")))
    }

    fn of_texts(&self, texts: &[&str], shape: ShapeId) -> Option<String> {
        match self.model.shape(shape).kind {
            _ if texts.is_empty() => None,
            Kind::List { member, .. } => {
                let elements: Vec<String> = texts.iter().map(|text| self.json(text, member)).collect();
                Some(format!("[{}]", elements.join(",")))
            }
            _ => texts.last().map(|text| self.json(text, shape)),
        }
    }

    fn json(&self, text: &str, shape: ShapeId) -> String {
        json_of(text, self.model, shape)
    }
}

/// A text as the JSON value that the shape wants; as a string where it is none, for the walker to say so.
pub fn json_of(text: &str, model: &Model, shape: ShapeId) -> String {
    let is_number = || serde_json::from_str::<serde_json::Number>(text).is_ok();
    match model.shape(shape).kind {
        Kind::Integer(_) | Kind::Float | Kind::IntEnum(_) if is_number() => text.into(),
        Kind::Boolean if matches!(text, "true" | "false") => text.into(),
        Kind::Timestamp(_) if is_number() => text.into(),
        Kind::Timestamp(_) => {
            let millis = parse_iso(text).map(|time| time.millis).or_else(|| parse_http_date(text));
            millis.map_or_else(|| quoted(text), to_epoch_seconds)
        }
        _ => quoted(text),
    }
}
