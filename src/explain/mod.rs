//! An error that a service or a client answered with, pasted in: which members are at fault, by which rule, and what
//! to do. The forms that errors have are known here; what an exception means, its service says.

mod facts;
mod fields;
mod forms;
mod parameters;
mod place;
mod retell;
mod search;
mod violations;

use std::borrow::Cow;

use crate::report::Basis;
use crate::report::wording::Wording;
use crate::services::{self, Target};

pub use facts::{ErrorBook, ExceptionFacts, TextFacts};

use forms::{Told, Words};

/// What one part of an error says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// The exception.
    pub exception: String,
    /// The operation's id, where the text names one or leaves no other.
    pub operation: Option<String>,
    /// JSON Pointer to the member at fault.
    pub path: Option<String>,
    /// The rule that finds it beforehand.
    pub rule: Option<&'static str>,
    /// What it says.
    pub message: String,
    /// What to do.
    pub help: String,
    /// How we know.
    pub basis: Basis,
}

/// As many as anybody reads.
pub const MOST: usize = 1_000;

/// No error is longer; what is beyond is not looked at.
pub const MAX_BYTES: usize = 4 << 20;

/// No exception has a shorter name, and most words do.
const SHORTEST: usize = 8;

/// What botocore refuses before it is sent.
const PARAMETERS: &str = "ParamValidationError";

/// The same of the SDKs for Go.
const FIELDS: &str = "InvalidParamsError";

/// Explains an error text of any kind. What nobody recognises gives nothing.
pub fn explain(bytes: &[u8]) -> Vec<Explanation> {
    let bytes = bytes.get(..MAX_BYTES).unwrap_or(bytes);
    let text = forms::plain(&String::from_utf8_lossy(bytes));
    let targets: Vec<Target> = services::all().collect();
    let known = Known { targets: &targets, names: facts::names(&targets) };
    let mut list: Vec<Explanation> = Vec::new();
    let books = || services::SERVICES.iter().map(|service| service.errors);
    let answers = services::SERVICES.iter().filter_map(|service| service.emulation).map(|emulation| emulation.answers);
    let pairs: Vec<_> =
        answers.map(|own| (own.name, own.message)).chain(books().flat_map(|book| book.bodies).copied()).collect();
    let extras: Vec<_> = books().flat_map(|book| book.extras).copied().collect();
    let words =
        Words { is_known: &|name| known.name(name), is_code: &|name| known.code(name), pairs: &pairs, extras: &extras };
    for told in forms::told(&text, &words) {
        for one in known.explained(&told, &text) {
            if list.len() < MOST && !list.contains(&one) {
                list.push(one);
            }
        }
    }
    list
}

/// All that can be explained.
struct Known<'k> {
    targets: &'k [Target],
    /// The names of exceptions.
    names: Vec<Cow<'k, str>>,
}

impl Known<'_> {
    /// The exception that a word names. Some clients add a word to those that do not end in it.
    fn name<'w>(&self, word: &'w str) -> Option<&'w str> {
        if word.len() < SHORTEST {
            return None;
        }
        let is_known = |name: &str| self.names.iter().any(|known| *known == name);
        let forms = [Some(word), word.strip_suffix("Exception")];
        forms.into_iter().flatten().find(|name| is_known(name))
    }

    /// The same where nothing but a name can stand.
    fn code<'w>(&self, word: &'w str) -> Option<&'w str> {
        self.names.iter().any(|known| *known == word).then_some(word)
    }

    fn explained(&self, told: &Told<'_>, text: &str) -> Vec<Explanation> {
        let named: Vec<&Target> = self.named(told, text);
        let operation = || match named.as_slice() {
            [only] => Some(only.id()),
            _ => None,
        };
        let candidates: Vec<&Target> = if named.is_empty() { self.targets.iter().collect() } else { named.clone() };
        if told.exception == PARAMETERS {
            return parameters::explained(&told.message, &candidates, text);
        }
        if told.exception == FIELDS {
            return fields::explained(&told.message, self.targets);
        }
        for emulation in services::SERVICES.iter().filter_map(|service| service.emulation) {
            let (Some(wording), refusals) = (emulation.wording, emulation.refusals) else { continue };
            let list = violations::explained((wording, refusals.invalid), &told.message, &candidates);
            if !list.is_empty() {
                return list;
            }
            if let Some((message, help)) = unreadable(wording, &told.message) {
                let (rule, exception, operation) = (Some("wrong-type"), refusals.unreadable.to_string(), operation());
                let basis = Basis::Assumption(
                    "the text is seen from other services of the family; which member is meant, it does not say",
                );
                return vec![Explanation { exception, operation, path: None, rule, message, help, basis }];
            }
        }
        facts::explained(told, &named, self.targets).into_iter().collect()
    }

    /// The operations that are meant: those with the name that is told, else the one that the text speaks of, else the
    /// one that has such an exception.
    fn named(&self, told: &Told<'_>, text: &str) -> Vec<&Target> {
        if let Some(name) = told.operation.as_deref() {
            return self.targets.iter().filter(|target| *target.name == *name).collect();
        }
        let answers = |target: &&Target| {
            let errors = &target.operation().errors;
            errors.iter().any(|name| *name.as_ref() == *told.exception)
        };
        let answering: Vec<&Target> = self.targets.iter().filter(answers).collect();
        if let [_] = answering.as_slice() {
            return answering;
        }
        let all: Vec<&Target> = if answering.is_empty() { self.targets.iter().collect() } else { answering };
        let spoken = forms::spoken_of(&all, text);
        if spoken.len() == 1 { spoken } else { Vec::new() }
    }
}

/// A value of the wrong type, which the service tells without its place.
fn unreadable(wording: &Wording, message: &str) -> Option<(String, String)> {
    let help = "`check` shows which member it is: texts stand in double quotes, numbers and `true` or `false` do not";
    for (said, found) in [(wording.unexpected_object, "an object"), (wording.unexpected_list, "a list")] {
        if !said.is_empty() && search::find(message, said).is_some() {
            return Some((format!("{found} stands where something else is wanted"), help.into()));
        }
    }
    let pieces = violations::pieces(wording.unconvertible);
    let [_, between, _] = pieces.as_slice() else { return None };
    let at = search::find(message, between)?;
    let is_letter = |c: char| c.is_ascii_alphanumeric();
    let before = message.get(..at)?;
    let found = before.get(before.trim_end_matches(is_letter).len()..)?;
    let behind = message.get(at + between.len()..)?;
    let wanted = behind.get(..search::run(behind, |c| c.is_ascii_alphanumeric()))?;
    let found = match found {
        "STRING" => "a text",
        "NUMBER" => "a number",
        "TRUE" | "FALSE" => "`true` or `false`",
        "NULL" => "`null`",
        _ => return None,
    };
    let wanted = match wanted {
        "String" => "a text",
        "Integer" | "Long" | "Short" | "Byte" => "a whole number",
        "Double" | "Float" => "a number",
        "Boolean" => "`true` or `false`",
        "List" => "a list",
        "Map" => "an object",
        "Timestamp" | "Date" => "a number of seconds since 1970",
        _ => return None,
    };
    Some((format!("{found} stands where {wanted} is wanted"), help.into()))
}
