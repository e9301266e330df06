//! What the agent makes of a file: which entries it reports, which vanish, and which take the file with them. The rules,
//! the hash and the conversions all read a file through here.

use std::borrow::Cow;

use crate::convert::Lost;
use crate::model::tape::{NodeKind, Value};
use crate::report::{Draft, Trust};
use crate::services::reading::shown;
use crate::text::string::quoted;

use super::view::CustomInventory;

/// The bytes that a type name may have.
pub const TYPE_NAME_BYTES: usize = 100;
/// What a type name begins with.
pub const PREFIX: &str = "Custom:";
/// The attributes that an entry may have.
const ATTRIBUTES: usize = 50;
/// The bytes that the name of an attribute may have.
const NAME_BYTES: usize = 64;
/// The bytes that the value of an attribute may have.
const VALUE_BYTES: usize = 4_096;

/// What the agent reports of a file that it takes.
pub struct Taken<'t> {
    /// The type.
    pub type_name: Cow<'t, str>,
    /// The version of its schema.
    pub schema_version: Cow<'t, str>,
    /// The entries that are reported.
    pub entries: Vec<Value<'t>>,
}

/// What the agent reports of a file; nothing where it passes over it.
pub fn taken(file: Value<'_>) -> Option<Taken<'_>> {
    let file = CustomInventory(file);
    let type_name = file.type_name()?.any_str().filter(|name| is_type_name(name))?;
    let (schema_version, entries) = (file.schema_version()?.str()?, reported(file.content()?)?);
    Some(Taken { type_name, schema_version, entries })
}

/// Whether the agent takes a type name.
pub fn is_type_name(name: &str) -> bool {
    name.starts_with(PREFIX) && name.len() <= TYPE_NAME_BYTES
}

/// The entries of a content that the agent reports; nothing where it passes over the whole file.
pub fn reported(content: Value<'_>) -> Option<Vec<Value<'_>>> {
    let mut reported = Vec::new();
    for Entry { value, decides } in entries(content)? {
        if is_sound(value) {
            reported.push(value);
        } else if decides {
            return None;
        }
    }
    Some(reported)
}

/// An entry of a content.
pub struct Entry<'t> {
    /// The map of its attributes.
    pub value: Value<'t>,
    /// Whether the file goes with it: the agent keeps the fault of the last entry alone.
    pub decides: bool,
}

/// The entries of a content; nothing where it is no content at all, or something in it is no entry.
pub fn entries(content: Value<'_>) -> Option<Vec<Entry<'_>>> {
    if content.kind() == NodeKind::Map {
        return Some(vec![Entry { value: content, decides: true }]);
    }
    let all: Vec<Value<'_>> = content.all_elements().collect();
    let is_list = content.kind() == NodeKind::List && all.iter().all(|entry| entry.kind() == NodeKind::Map);
    let last = all.len().saturating_sub(1);
    let entry = |(i, value)| Entry { value, decides: i == last };
    is_list.then(|| all.into_iter().enumerate().map(entry).collect())
}

/// Whether the agent finds nothing wrong with an entry.
pub fn is_sound(entry: Value<'_>) -> bool {
    let mut count = 0;
    entry.all_entries().all(|(key, value)| {
        count += 1;
        fault_of_name(key).is_none() && fault_of_value(value).is_none() && count <= ATTRIBUTES
    })
}

/// Something about an entry that the agent does not take.
pub struct Fault<'t> {
    /// Where it stands.
    pub at: Value<'t>,
    /// Whether that is a key.
    pub on_key: bool,
    /// What is wrong, as the beginning of a message.
    pub what: String,
    /// What to do.
    help: &'static str,
    /// What to write instead, with what a button says of it.
    instead: Option<(&'static str, Trust, String)>,
}

impl Fault<'_> {
    /// The fault in the words of a finding that says what comes of it.
    pub fn draft(self, consequence: &str) -> Draft {
        let draft = Draft::new(format!("{}, and the agent {consequence}", self.what)).help(self.help);
        match self.instead {
            Some((title, trust, text)) => draft.fix(title, trust, self.at.span(), text),
            None => draft,
        }
    }

    /// The fault as something that does not come over.
    pub fn lost(self, document: usize, consequence: &str) -> Lost {
        Lost::part(document, self.at, format!("{}, and the agent {consequence}", self.what), self.help)
    }
}

/// All faults of an entry.
pub fn faults(entry: Value<'_>) -> Vec<Fault<'_>> {
    let mut faults = Vec::new();
    let count = entry.all_entries().count();
    if count > ATTRIBUTES {
        let what = format!("the entry has {count} attributes, at most {ATTRIBUTES} are taken");
        let help = "leave some out, or report them under a second type";
        faults.push(Fault { at: entry, on_key: false, what, help, instead: None });
    }
    for (key, value) in entry.all_entries() {
        faults.extend(fault_of_name(key));
        faults.extend(fault_of_value(value).map(|fault| fault.told(key, value)));
    }
    faults
}

fn fault_of_name(key: Value<'_>) -> Option<Fault<'_>> {
    let name = key.any_str()?;
    let (what, help) = match name.len() {
        0 => ("the name of an attribute is empty".to_string(), "write a name"),
        bytes if bytes > NAME_BYTES => (
            format!("the name {} is {bytes} bytes, at most {NAME_BYTES} are taken", shown(&name)),
            "shorten it; the agent counts the bytes of UTF-8, not characters",
        ),
        _ => return None,
    };
    Some(Fault { at: key, on_key: true, what, help, instead: None })
}

enum ValueFault {
    Long(usize),
    NoText,
}

fn fault_of_value(value: Value<'_>) -> Option<ValueFault> {
    match value.any_str() {
        Some(text) if text.len() > VALUE_BYTES => Some(ValueFault::Long(text.len())),
        Some(_) => None,
        None => Some(ValueFault::NoText),
    }
}

impl ValueFault {
    fn told<'t>(self, key: Value<'t>, value: Value<'t>) -> Fault<'t> {
        let name = shown(&key.any_str().unwrap_or_default());
        let fault = |what, help, instead| Fault { at: value, on_key: false, what, help, instead };
        if let ValueFault::Long(bytes) = self {
            return fault(
                format!("{name} is {bytes} bytes, at most {VALUE_BYTES} are taken"),
                "shorten it, or spread it over several attributes; the agent counts the bytes of UTF-8, not characters",
                None,
            );
        }
        let source = value.source();
        const QUOTE: &str = "put quotes around it";
        let (is, help, instead) = match value.kind() {
            NodeKind::Number => ("a number", QUOTE, Some((QUOTE, Trust::Safe, quoted(source)))),
            NodeKind::True | NodeKind::False => ("a truth value", QUOTE, Some((QUOTE, Trust::Safe, quoted(source)))),
            NodeKind::Null => (
                "`null`",
                "write an empty text, as the agent's log proposes, or leave the attribute out",
                Some(("write an empty text", Trust::Safe, "\"\"".into())),
            ),
            NodeKind::Document => (
                if source.starts_with('[') { "a list" } else { "an object" },
                "write it as JSON text, or as attributes of its own",
                Some(("write it as JSON text", Trust::Check, quoted(source))),
            ),
            _ => ("no text", "write a text", None),
        };
        fault(format!("{name} is {is}, a text is wanted"), help, instead)
    }
}
