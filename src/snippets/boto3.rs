//! The request for boto3, the AWS SDK for Python.

use crate::model::tape::{NodeKind, Value};
use crate::model::{Model, ShapeId};
use crate::text::number::Decimal;

use super::notes::{Comments, Notes};
use super::plain::push_python;
use super::time::Time;
use super::tree::{Holder, Language, Tree};
use super::{Call, botocore, filled, names};

const CLIENT: &str = "boto3";

/// The program.
pub fn program(call: &Call<'_>, request: Value<'_>) -> String {
    let (model, input) = (&*call.target.model, call.target.operation().input);
    let mut notes = Notes::default();
    botocore::tell_refusals(model, request, input, CLIENT, &mut notes);
    filled::tell(call.target, request, CLIENT, &mut notes);
    let mut tree = Tree { model, language: Python { notes, times: false, bytes: false } };

    // Keyword arguments, as people write them, unless a member's name can be none.
    let members = model.shape(input).members();
    let mut arguments = String::new();
    if members.iter().all(|member| is_argument(&member.name)) {
        if tree.members(&mut arguments, request, input, 0, argument) {
            arguments.push_str(",\n");
        }
    } else {
        arguments.push_str("**");
        tree.push(&mut arguments, request, input, Holder::Structure, 0);
    }

    let Python { notes, times, bytes } = tree.language;
    let mut out = notes.comments(Comments::Python);
    if bytes {
        out.push_str("from base64 import b64decode\n");
    }
    if times {
        out.push_str("from datetime import datetime, timezone\n");
    }
    if bytes || times {
        out.push('\n');
    }
    out.push_str("import boto3\n\nclient = boto3.client(");
    push_python(&mut out, call.target.service.clients.command.unwrap_or_default());
    out.push_str(", region_name=");
    push_python(&mut out, call.region);
    if let Some(url) = call.endpoint {
        out.push_str(", endpoint_url=");
        push_python(&mut out, url);
    }
    let method = names::separated(&call.target.name, '_');
    out.push_str(&format!(")\n\nresponse = client.{method}({arguments})\nprint(response)\n"));
    out
}

/// Whether a name can be that of an argument. Python's own words begin with a small letter, but for three.
fn is_argument(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_uppercase())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !matches!(name, "True" | "False" | "None")
}

fn argument(_: &mut Python, out: &mut String, name: &str) {
    out.push_str(name);
    out.push('=');
}

struct Python {
    notes: Notes,
    times: bool,
    bytes: bool,
}

impl Language for Python {
    const INDENT: usize = 4;
    const COMMA_AT_THE_END: bool = true;
    const WORDS: [&'static str; 3] = ["True", "False", "None"];

    fn key(&mut self, out: &mut String, name: &str) {
        push_python(out, name);
        out.push_str(": ");
    }

    fn text(&mut self, out: &mut String, text: &str) {
        push_python(out, text);
    }

    fn number(&mut self, out: &mut String, value: Value<'_>, whole: Option<&str>, _: Holder) {
        if value.kind() == NodeKind::Number && !Decimal::of(value.source()).is_finite() && whole.is_none() {
            self.notes.add(value, || "boto3 sends Infinity for a number of this size.".into());
        }
        self.stray_number(out, whole.unwrap_or(value.source()));
    }

    fn stray_number(&mut self, out: &mut String, digits: &str) {
        out.push_str(digits);
    }

    fn no_number(&mut self, out: &mut String, name: &str) {
        out.push_str("float(");
        push_python(out, name);
        out.push(')');
    }

    fn time(&mut self, out: &mut String, value: Value<'_>, time: Option<Time>) {
        let Some(time) = time.filter(|time| time.is_in_calendar()) else {
            return out.push_str(value.source());
        };
        if !time.is_in_micros() {
            self.notes.add(value, || {
                format!(
                    "a datetime holds microseconds, so {} is sent in place of {}.",
                    time.in_seconds(),
                    value.source()
                )
            });
        } else if !time.is_whole() {
            self.notes.add(value, || {
                format!("boto3 before 1.44 sends whole seconds, {} in place of {}.", time.seconds(), value.source())
            });
        }
        self.times = true;
        out.push_str("datetime(");
        let iso = time.iso();
        let whole = iso.split(['.', 'Z']).next().unwrap_or_default();
        for (i, part) in whole.split(['-', 'T', ':']).enumerate() {
            let part = part.trim_start_matches('0');
            out.push_str(if i == 0 { "" } else { ", " });
            out.push_str(if part.is_empty() { "0" } else { part });
        }
        if time.micros() != 0 {
            out.push_str(&format!(", {}", time.micros()));
        }
        out.push_str(", tzinfo=timezone.utc)");
    }

    fn bytes(&mut self, out: &mut String, _: Value<'_>, base64: &str) {
        self.bytes = true;
        out.push_str("b64decode(");
        push_python(out, base64);
        out.push(')');
    }

    fn stranger(&mut self, value: Value<'_>) {
        self.notes.add(value, || botocore::stranger(CLIENT));
    }

    fn misfit(&mut self, _: Value<'_>, _: &Model, _: ShapeId, _: Holder) {}
}
