//! The request for the AWS SDK for JavaScript, version 3, as an ES module. The SDK checks nothing before it sends;
//! what it does to a value of the wrong type was read from its serialiser and is held to it by a test.

use crate::model::tape::Value;
use crate::model::{Kind, Model, ShapeId};
use crate::text::number::Decimal;
use crate::text::string::unescape;

use super::notes::{Comments, Notes};
use super::plain::push_json;
use super::time::Time;
use super::tree::{Holder, Language, Tree};
use super::{Call, filled, names};

const CLIENT: &str = "the SDK";

/// A Date reaches so many milliseconds from 1970 in both directions.
const MOST_MILLIS: u64 = 8_640_000_000_000_000;

/// 2^53: up to here a number holds every whole one.
const MOST_WHOLE: i128 = 9_007_199_254_740_992;

/// The program.
pub fn program(call: &Call<'_>, request: Value<'_>) -> String {
    let (model, input) = (&*call.target.model, call.target.operation().input);
    let mut notes = Notes::default();
    filled::tell(call.target, request, CLIENT, &mut notes);
    let mut tree = Tree { model, language: JavaScript { notes } };
    let mut literal = String::new();
    tree.push(&mut literal, request, input, Holder::Structure, 1);

    let clients = &call.target.service.clients;
    let (class, command) = (&clients.class, format!("{}Command", call.target.name));
    let file = names::separated(&call.target.name, '-');
    let mut out = Comments::Slashes.line(&format!("An ES module: save it as {file}.mjs, for example."));
    out.push_str(&tree.language.notes.comments(Comments::Slashes));
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
    out.push_str(&format!("import {{ {class}, {command} }} from "));
    push_json(&mut out, &clients.package);
    out.push_str(&format!(";\n\nconst client = new {class}({{ region: "));
    push_json(&mut out, call.region);
    if let Some(url) = call.endpoint {
        out.push_str(", endpoint: ");
        push_json(&mut out, url);
    }
    out.push_str(&format!(
        " }});\n\nconst response = await client.send(\n  new {command}({literal}),\n);\nconsole.log(response);\n"
    ));
    out
}

struct JavaScript {
    notes: Notes,
}

impl Language for JavaScript {
    const INDENT: usize = 2;
    const COMMA_AT_THE_END: bool = true;
    const WORDS: [&'static str; 3] = ["true", "false", "null"];

    fn key(&mut self, out: &mut String, name: &str) {
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        match name {
            // Not a key but the prototype, unless it is computed.
            "__proto__" => out.push_str("[\"__proto__\"]"),
            _ if is_name => out.push_str(name),
            _ => push_json(out, name),
        }
        out.push_str(": ");
    }

    fn text(&mut self, out: &mut String, text: &str) {
        push_json(out, text);
    }

    fn number(&mut self, out: &mut String, value: Value<'_>, whole: Option<&str>, holder: Holder) {
        let Some(digits) = whole else {
            if let Some(told) = loss(value.source()) {
                self.notes.add(value, || told.into());
            }
            return out.push_str(value.source());
        };
        let is_exact = digits.parse::<i128>().is_ok_and(|n| (-MOST_WHOLE..=MOST_WHOLE).contains(&n));
        out.push_str(digits);
        if !is_exact && holder == Holder::Structure {
            out.push('n');
        } else if !is_exact {
            self.notes.add(value, || ROUNDED.into());
        }
    }

    fn stray_number(&mut self, out: &mut String, digits: &str) {
        out.push_str(digits);
    }

    fn no_number(&mut self, out: &mut String, name: &str) {
        out.push_str(name);
    }

    fn time(&mut self, out: &mut String, value: Value<'_>, time: Option<Time>) {
        let Some(time) = time.filter(|time| time.millis().unsigned_abs() <= MOST_MILLIS) else {
            self.notes.add(value, || "no Date reaches this time, so it stands here as the number of seconds.".into());
            return out.push_str(value.source());
        };
        if !time.is_in_millis() {
            let sent = time.in_millis().in_seconds();
            self.notes
                .add(value, || format!("a Date holds milliseconds, so {sent} is sent in place of {}.", value.source()));
        }
        if time.in_millis().is_in_calendar() {
            out.push_str(&format!("new Date(\"{}\")", time.in_millis().iso()));
        } else {
            out.push_str(&format!("new Date({})", time.millis()));
        }
    }

    fn bytes(&mut self, out: &mut String, _: Value<'_>, base64: &str) {
        out.push_str("Buffer.from(");
        push_json(out, base64);
        out.push_str(", \"base64\")");
    }

    fn stranger(&mut self, value: Value<'_>) {
        self.notes.add(value, || format!("left out, because {CLIENT} does not send a member that it does not know."));
    }

    fn misfit(&mut self, value: Value<'_>, model: &Model, shape: ShapeId, holder: Holder) {
        let source = value.source();
        let is_plain = |shape: ShapeId| {
            matches!(
                model.shape(shape).kind,
                Kind::String | Kind::Enum(_) | Kind::Integer(_) | Kind::IntEnum(_) | Kind::Float | Kind::Boolean
            )
        };
        let told = match &model.shape(shape).kind {
            _ if source == "null" && holder == Holder::Collection => "left out by the SDK, which sends no null here.",
            Kind::Structure(_) | Kind::Union(_) if source.starts_with('[') => {
                "the SDK sends an empty object in place of this list."
            }
            Kind::Map { value, .. } if source.starts_with('[') && !is_plain(*value) => {
                "the SDK sends an object with numbers for keys in place of this list."
            }
            Kind::Map { .. } if source.starts_with('[') => return self.tell_numbers(value),
            // Elements of plain lists and maps are written by JSON.stringify, all others by a writer of ASCII.
            _ if source.starts_with(['[', '{'])
                && !(holder == Holder::Collection && is_plain(shape))
                && !unescape(source).is_ascii() =>
            {
                "the SDK spoils the characters beyond ASCII here, since it does not expect a value of this type."
            }
            _ => return self.tell_numbers(value),
        };
        self.notes.add(value, || told.into());
    }
}

impl JavaScript {
    fn tell_numbers(&mut self, value: Value<'_>) {
        let mut in_string = false;
        let mut escaped = false;
        let outside = value.source().chars().map(|c| {
            let is_quote = c == '"' && !escaped;
            escaped = in_string && c == '\\' && !escaped;
            in_string ^= is_quote;
            if in_string || is_quote { ' ' } else { c }
        });
        let outside: String = outside.collect();
        let numbers = outside.split(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | 'e' | 'E'));
        let told = numbers
            .filter(|number| number.starts_with(['-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9']))
            .find_map(loss);
        if let Some(told) = told {
            self.notes.add(value, || told.into());
        }
    }
}

const ROUNDED: &str = "JavaScript holds about 16 digits of a number and may send another one that is close.";

/// What a number loses on its way through a double, as far as its digits tell.
fn loss(number: &str) -> Option<&'static str> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let digits: String = mantissa.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.trim_matches('0').len();
    let is_tiny = digits > 0
        && exponent.strip_prefix('-').is_some_and(|e| e.parse::<u32>().is_ok_and(|e| e > 290) || e.len() > 9);
    if !Decimal::of(number).is_finite() {
        return Some("JavaScript has no number of this size and sends the word Infinity, or null.");
    }
    let is_whole = Decimal::of(number).integer().is_some_and(|n| (-MOST_WHOLE..=MOST_WHOLE).contains(&n));
    ((digits > 15 && !is_whole) || is_tiny).then_some(ROUNDED)
}
