//! Conversions: documents of one operation made into those of another, and what does not come over. Which there are,
//! and how they go, is the data of the services.

use std::borrow::Cow;

use serde_json::{Map, Value as Json};

use crate::check::{Options, Report, checked};
use crate::misuse::Misuse;
use crate::model::sample::laid_out;
use crate::model::tape::Value;
use crate::model::walk::{Form, MAX_DEPTH};
use crate::model::{Kind, Model, ShapeId};
use crate::report::{Finding, Severity};
use crate::services::{self, Target, target};
use crate::text::Span;
use crate::text::decode::decode;
use crate::text::lines::positions;
use crate::text::nearest::nearest;
use crate::text::order::sort_by;

/// A document as it is handed over.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name as a file, where it has one.
    pub name: Option<String>,
    /// What it says.
    pub bytes: Vec<u8>,
}

impl Document {
    /// Documents from their bytes and a list of their names, `null` where one has none.
    pub fn list(names: &Json, texts: impl Iterator<Item = Vec<u8>>) -> Vec<Document> {
        let name = |i: usize| names.get(i).and_then(Json::as_str).map(Into::into);
        texts.enumerate().map(|(i, bytes)| Document { name: name(i), bytes }).collect()
    }
}

/// What the documents do not say.
#[derive(Clone, Debug, Default)]
pub struct ConvertOptions {
    /// What the result is about.
    pub node: Option<String>,
    /// When its content was gathered.
    pub time: Option<String>,
    /// Members of the result that the caller decides, where the document is an event.
    pub given: Map<String, Json>,
    /// Whether numbers that may also stand in quotes are written so.
    pub numbers_as_text: bool,
}

/// A way from the documents of one operation to those of another.
pub struct Conversion {
    /// The operation that documents are made for.
    pub to: &'static str,
    /// Makes them.
    pub run: for<'d> fn(&Source<'d>, &ConvertOptions) -> Result<Converted, Misuse>,
    /// Where the document is an event that the result answers: the members of it that whoever got the event decides.
    pub decided: Option<&'static [&'static str]>,
}

impl Conversion {
    /// Documents made into others.
    pub const fn of(
        to: &'static str,
        run: for<'d> fn(&Source<'d>, &ConvertOptions) -> Result<Converted, Misuse>,
    ) -> Conversion {
        Conversion { to, run, decided: None }
    }

    /// The documents are events, and these members of their answers are decided by whoever got them.
    pub const fn deciding(self, members: &'static [&'static str]) -> Conversion {
        Conversion { decided: Some(members), ..self }
    }
}

/// What is converted: documents of one operation.
pub struct Source<'d> {
    /// The operation.
    pub target: &'d Target,
    /// Its documents.
    pub documents: &'d [Document],
}

/// What a conversion gives.
#[derive(Clone, Debug, Default)]
pub struct Converted {
    /// The documents.
    pub documents: Vec<Made>,
    /// What does not come over.
    pub lost: Vec<Lost>,
}

/// A document that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The name that it should have as a file, where it is one.
    pub name: Option<String>,
    /// What it says.
    pub text: String,
}

/// Something that does not come over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Which of the documents it stands in.
    pub document: usize,
    /// JSON Pointer to it; empty for a whole document.
    pub path: String,
    /// Its place.
    pub span: Option<Span>,
    /// The rule that tells of it, where one does.
    pub rule: Option<&'static str>,
    /// What happens to it.
    pub message: String,
    /// What to do.
    pub help: Cow<'static, str>,
}

/// Converts documents. Texts of any kind get an answer; only calls that make no sense are refused.
pub fn convert(from: &str, to: &str, documents: &[Document], options: &ConvertOptions) -> Result<Converted, Misuse> {
    let (source, result) = (target(from)?, target(to)?);
    let conversion = source.conversions().iter().find(|conversion| conversion.to == result.id());
    let conversion = conversion.ok_or_else(|| {
        let all: Vec<String> = services::all()
            .flat_map(|from| from.conversions().iter().map(move |way| format!("`{}` into `{}`", from.id(), way.to)))
            .collect();
        Misuse::argument(format!("`{from}` cannot be converted into `{to}`; what can be: {}", all.join(", ")))
    })?;
    judge(&options.given, conversion.decided.unwrap_or_default(), &result)?;
    let mut converted = (conversion.run)(&Source { target: &source, documents }, options)?;
    if options.numbers_as_text {
        converted.documents.iter_mut().for_each(|made| made.text = with_texts(&made.text, &result));
    }
    // In the order of the documents, however the conversion went over them.
    let place = |lost: &Lost| (lost.document, lost.span.map_or(0, |span| span.start));
    sort_by(&mut converted.lost, |a, b| place(a).cmp(&place(b)));
    Ok(converted)
}

/// Makes the answer to an event: which event it is, the services tell. A document that is no sound event of any is refused.
pub fn from_event(bytes: &[u8], options: &ConvertOptions) -> Result<Made, Misuse> {
    let mut best: Option<(usize, Target, &Conversion, Finding, String)> = None;
    for source in services::all() {
        let Some(conversion) = source.conversions().iter().find(|conversion| conversion.decided.is_some()) else {
            continue;
        };
        let report = checked(&source, decode(bytes), &Options { limit: MOST_TOLD, ..Options::default() }, &mut |_| ());
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        let (count, first) = (errors.clone().count(), errors.clone().next().cloned());
        let Some(first) = first else {
            let documents = [Document { name: None, bytes: bytes.to_vec() }];
            let made = convert(&source.id(), conversion.to, &documents, options)?.documents.pop();
            return made.ok_or_else(|| Misuse::UnreadableText { reason: "nothing can be made of the event".into() });
        };
        if best.as_ref().is_none_or(|(fewest, ..)| count < *fewest) {
            best = Some((count, source, conversion, first, report.text.into_owned()));
        }
    }
    Err(match best {
        Some((_, source, _, finding, text)) => {
            let place = positions(&text, &[finding.span.start]).first().copied().unwrap_or_default();
            let (line, column, id) = (place.line + 1, place.character + 1, source.id());
            let reason = format!(
                "this is no event that can be answered ({id}); line {line}, column {column}: {}",
                finding.message
            );
            Misuse::UnreadableText { reason }
        }
        None => Misuse::argument("no service here hands out events"),
    })
}

/// Refuses members that are not the caller's to decide, those that are missing, and values that they cannot have.
fn judge(given: &Map<String, Json>, decided: &[&'static str], result: &Target) -> Result<(), Misuse> {
    if let Some(name) = given.keys().find(|name| !decided.contains(&name.as_str())) {
        let hint = match nearest(name, decided.iter().copied()) {
            Some((near, _)) => format!("did you mean `{near}`?"),
            None if decided.is_empty() => "the documents say all of it".into(),
            None => format!("there is {}", listed(decided)),
        };
        return Err(Misuse::UnknownOption { reason: format!("`{name}` is not decided by who makes a result; {hint}") });
    }
    let text = Json::Object(given.clone()).to_string();
    let report = checked(result, decode(text.as_bytes()), &Options::default(), &mut |_| ());
    for name in decided {
        let is_about = |finding: &&Finding| {
            finding.severity == Severity::Error && finding.path.strip_prefix('/').is_some_and(|path| path == *name)
        };
        if given.get(*name).is_none_or(Json::is_null) {
            return Err(Misuse::argument(format!(
                "`{name}` is not given, and no event says it{}",
                allowed(result, name)
            )));
        }
        if let Some(finding) = report.findings.iter().find(is_about) {
            let help = finding.help.as_deref().unwrap_or_default();
            return Err(Misuse::argument(format!("`{name}`: {}; {help}", finding.message)));
        }
    }
    Ok(())
}

/// The values that a member may have, where they are listed.
fn allowed(result: &Target, name: &str) -> String {
    let members = result.model.shape(result.operation().input).members();
    match members.iter().find(|member| *member.name == *name).map(|member| &result.model.shape(member.target).kind) {
        Some(Kind::Enum(values)) => {
            format!("; write {}", listed(&values.iter().map(|value| &**value).collect::<Vec<_>>()))
        }
        _ => String::new(),
    }
}

fn listed(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(" or ")
}

/// A document with every number as a text that may be one.
fn with_texts(text: &str, target: &Target) -> String {
    let Ok(mut json) = serde_json::from_str::<Json>(text) else { return text.into() };
    put_texts(&mut json, &target.model, target.operation().input, 0);
    laid_out(&json)
}

fn put_texts(json: &mut Json, model: &Model, shape: ShapeId, depth: usize) {
    let shape = model.shape(shape);
    match json {
        Json::Number(number) if shape.or_text => *json = Json::String(number.to_string()),
        Json::Object(map) if depth < MAX_DEPTH => {
            for member in shape.members() {
                if let Some(value) = map.get_mut(member.name_in(Form::Wire)) {
                    put_texts(value, model, member.target, depth + 1);
                }
            }
        }
        _ => {}
    }
}

/// As much as a check tells at most.
const MOST_TOLD: usize = 100_000;

impl Source<'_> {
    /// Checks a document, and gives what was made of it while it could be read.
    pub fn checked<R>(&self, document: usize, use_it: impl Fn(Value<'_>) -> R) -> Option<(Report<'_>, R)> {
        let bytes = &self.documents.get(document)?.bytes;
        let mut made = None;
        let options = Options { limit: MOST_TOLD, ..Options::default() };
        let report = checked(self.target, decode(bytes), &options, &mut |value| made = Some(use_it(value)));
        Some((report, made?))
    }
}

impl Lost {
    /// A document that does not come over at all.
    pub fn whole(document: usize, message: String, help: impl Into<Cow<'static, str>>) -> Lost {
        Lost { document, path: String::new(), span: None, rule: None, message, help: help.into() }
    }

    /// A part of a document.
    pub fn part(document: usize, value: Value<'_>, message: String, help: impl Into<Cow<'static, str>>) -> Lost {
        let (path, span) = (value.path(), Some(value.span()));
        Lost { document, path, span, rule: None, message, help: help.into() }
    }

    /// What a finding tells.
    pub fn found(document: usize, finding: &Finding) -> Lost {
        let Finding { rule, path, span, message, help, .. } = finding.clone();
        Lost { document, path, span: Some(span), rule: Some(rule), message, help: help.unwrap_or_default() }
    }
}

/// Whether a text is no JSON that anybody reads.
pub fn is_unreadable(finding: &Finding) -> bool {
    matches!(finding.rule, "json-syntax" | "json-depth" | "json-size")
}
