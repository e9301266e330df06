//! The restJson1 protocol: <https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html>. Each member of a request
//! goes where its binding says: into the path, the query, a header, or the body.

use std::collections::BTreeMap;

use crate::model::tape::{NodeKind, Value};
use crate::model::{Binding, Kind, Member, Model, Operation, ShapeId, TimeForm};
use crate::text::time::{to_epoch_seconds, to_http_date, to_iso};

use super::Request;
use super::address::push_encoded;
use super::compact::{Writer, time_form};

const JSON: &str = "application/json";

/// A request in the making.
pub struct Parts<'p> {
    /// The shapes.
    pub model: &'p Model,
    /// The operation.
    pub operation: &'p Operation,
    /// What was read.
    pub request: Value<'p>,
    /// Where it goes.
    pub endpoint: &'p str,
    /// Whether the host gets the operation's prefix.
    pub prefixed: bool,
    /// Labels that the text need not carry, by the names of their members.
    pub labels: &'p BTreeMap<String, String>,
    /// Writes the body.
    pub writer: Writer<'p>,
}

impl Parts<'_> {
    /// The request, not signed; or the label that is missing.
    pub fn request(&self) -> Result<Request, String> {
        let Some(http) = &self.operation.http else {
            return Err("the model does not say how it goes over HTTP".into());
        };
        let (path, fixed) = http.uri.split_once('?').unwrap_or((&http.uri, ""));
        let path = self.filled(path)?;
        let mut headers = BTreeMap::new();
        let mut query: Vec<String> = Vec::new();
        query.extend((!fixed.is_empty()).then(|| fixed.to_string()));
        for (member, value) in self.bound() {
            match &member.binding {
                Binding::Query(name) => {
                    query.extend(self.texts(value, member.target).iter().map(|text| pair(name, text)));
                }
                Binding::QueryParams => {
                    for (key, entry) in value.entries() {
                        let name = key.any_str().unwrap_or_default();
                        // A name that another member has for itself is that member's.
                        let is_taken = self.members().iter().any(|m| m.binding == Binding::Query((&*name).into()));
                        let shape = self.value_of(member.target);
                        let texts = if is_taken { Vec::new() } else { self.texts(entry, shape) };
                        query.extend(texts.iter().map(|text| pair(&name, text)));
                    }
                }
                Binding::Header(name) => {
                    headers.insert(name.to_string(), self.texts(value, member.target).join(", "));
                }
                Binding::PrefixHeaders(prefix) => {
                    for (key, entry) in value.entries() {
                        let name = format!("{prefix}{}", key.any_str().unwrap_or_default());
                        headers.insert(name, self.text(entry, self.value_of(member.target)));
                    }
                }
                Binding::Body | Binding::Label | Binding::Payload => {}
            }
        }
        let (body, kind) = self.body();
        if let Some(kind) = kind {
            headers.entry("Content-Type".into()).or_insert_with(|| kind.into());
        }
        let mark = if query.is_empty() { "" } else { "?" };
        let endpoint = self.host(&http.host_prefix)?;
        let url = format!("{endpoint}{path}{mark}{}", query.join("&"));
        Ok(Request { method: http.method.to_string(), url, headers, body })
    }

    fn members(&self) -> &[Member] {
        self.model.shape(self.operation.input).members()
    }

    /// The members that have a value.
    fn bound(&self) -> impl Iterator<Item = (&Member, Value<'_>)> {
        self.request
            .members()
            .filter(|(_, value)| value.kind() != NodeKind::Null)
            .filter_map(|(index, value)| Some((self.members().get(index?)?, value)))
    }

    fn host(&self, prefix: &str) -> Result<String, String> {
        let endpoint = self.endpoint.trim_end_matches('/');
        match endpoint.split_once("://").filter(|_| self.prefixed && !prefix.is_empty()) {
            Some((scheme, host)) => Ok(format!("{scheme}://{}{host}", self.filled(prefix)?)),
            None => Ok(endpoint.into()),
        }
    }

    /// A template with its labels filled in.
    fn filled(&self, template: &str) -> Result<String, String> {
        let (mut out, mut rest) = (String::new(), template);
        while let Some((before, behind)) = rest.split_once('{') {
            let Some((label, after)) = behind.split_once('}') else { break };
            out.push_str(before);
            let (name, is_greedy) = label.strip_suffix('+').map_or((label, false), |name| (name, true));
            push_encoded(&mut out, &self.label(name)?, is_greedy);
            rest = after;
        }
        Ok(out + rest)
    }

    fn label(&self, name: &str) -> Result<String, String> {
        let of_text = self.bound().find(|(member, _)| *member.name == *name);
        let text = match of_text {
            Some((member, value)) => self.text(value, member.target),
            None => self.labels.get(name).cloned().unwrap_or_default(),
        };
        if text.is_empty() {
            return Err(format!(
                "`{name}` is part of the address: write it into the text, or give it with the option `labels`"
            ));
        }
        Ok(text)
    }

    fn body(&self) -> (Vec<u8>, Option<&'static str>) {
        if self.members().iter().any(|member| member.binding == Binding::Payload) {
            let payload = self.bound().find(|(member, _)| member.binding == Binding::Payload);
            return match payload.map(|(member, value)| (member.target, value)) {
                None => (Vec::new(), None),
                Some((shape, value)) => match &self.model.shape(shape).kind {
                    Kind::Blob => (from_base64(&value.any_str().unwrap_or_default()), Some("application/octet-stream")),
                    Kind::String | Kind::Enum(_) => {
                        (value.any_str().unwrap_or_default().into_owned().into_bytes(), Some("text/plain"))
                    }
                    _ => (self.writer.json(value, shape).into_bytes(), Some(JSON)),
                },
            };
        }
        let has_strangers = self.request.members().any(|(index, _)| index.is_none());
        if !has_strangers && !self.members().iter().any(|member| member.binding == Binding::Body) {
            return (Vec::new(), None);
        }
        (self.writer.json(self.request, self.operation.input).into_bytes(), Some(JSON))
    }

    fn value_of(&self, map: ShapeId) -> ShapeId {
        match &self.model.shape(map).kind {
            Kind::Map { value, .. } => *value,
            _ => map,
        }
    }

    /// The texts of a value, one for each element of a list.
    fn texts(&self, value: Value<'_>, shape: ShapeId) -> Vec<String> {
        match (&self.model.shape(shape).kind, value.kind()) {
            (Kind::List { member, .. }, NodeKind::List) => {
                value.all_elements().map(|element| self.text(element, *member)).collect()
            }
            _ => vec![self.text(value, shape)],
        }
    }

    fn text(&self, value: Value<'_>, shape: ShapeId) -> String {
        let form = time_form(self.model, shape);
        match (form, value.millis()) {
            (Some(form), Some(millis)) => match form {
                TimeForm::EpochSeconds => to_epoch_seconds(millis),
                TimeForm::DateTime => to_iso(millis),
                TimeForm::HttpDate => to_http_date(millis),
            },
            _ => value.any_str().map_or_else(|| value.source().to_string(), |text| text.into_owned()),
        }
    }
}

fn pair(name: &str, value: &str) -> String {
    let mut out = String::new();
    push_encoded(&mut out, name, false);
    out.push('=');
    push_encoded(&mut out, value, false);
    out
}

/// The bytes that base64 text stands for, as far as it is base64.
fn from_base64(text: &str) -> Vec<u8> {
    let (mut out, mut bits, mut held) = (Vec::new(), 0u32, 0);
    for byte in text.bytes() {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            _ => break,
        };
        bits = bits << 6 | u32::from(six);
        held += 6;
        if held >= 8 {
            held -= 8;
            out.push((bits >> held) as u8);
        }
    }
    out
}
