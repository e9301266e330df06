//! What the reference of the rules says: each rule of the tables with a text in which it is found and one in which it
//! is not. The texts are those of the cases, the findings those of the check; nothing is written for the reference.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use cloud_dryrun::report::RuleText;
use cloud_dryrun::services::{self, SERVICES};
use cloud_dryrun::{Form, Options, Report, Severity, check, model, view};
use serde::Serialize;
use serde_json::Value;

use crate::case::{self, Case};
use crate::large::{Large, large_cases};

/// A text up to this length is shown whole, in bytes.
const WHOLE: usize = 3_000;

/// What is kept of a longer one: its beginning, its end, and the surroundings of what is marked.
const HEAD: usize = 220;
const AROUND: usize = 100;

/// Fewer bytes than the words that would stand for them are not left out.
const LEAST_CUT: usize = 60;

/// A rule with all that is shown of it.
#[derive(Serialize)]
pub struct Entry {
    pub name: &'static str,
    /// The title of the service that it is of; none for the rules of the text and the model.
    pub service: Option<String>,
    pub severity: &'static str,
    pub summary: &'static str,
    pub why: &'static str,
    pub basis: &'static str,
    pub source: Option<&'static str>,
    /// The operations whose requests it looks at; none where it looks at all of them.
    pub operations: Vec<String>,
    /// Where the same thing is looked at in another way.
    pub elsewhere: Vec<Elsewhere>,
    /// What the service would answer with, as far as the cases tell.
    pub exceptions: BTreeSet<&'static str>,
    pub broken: Example,
    /// None where every request that the service could take has the finding.
    pub sound: Option<Example>,
}

/// What is said of a rule where it is not what it is everywhere else.
#[derive(Serialize)]
pub struct Elsewhere {
    pub place: String,
    pub severity: &'static str,
    pub why: &'static str,
}

/// A text and what the check finds in it.
#[derive(Serialize)]
pub struct Example {
    /// The file of the case, below the folder of cases; none where the text is made for its size.
    pub case: Option<String>,
    pub note: Option<String>,
    pub operation: String,
    /// What the text is: `wire`, `client`, or `answer`.
    pub form: &'static str,
    /// Parts of the address that were given beside the text.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub labels: BTreeMap<String, String>,
    /// Whether people have the operation, or it is of a model that only the tests bring along.
    pub is_built_in: bool,
    pub pieces: Vec<Piece>,
    /// As they leave through the door.
    pub findings: Value,
}

/// A piece of a text, or how many characters are left out in its place.
#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Piece {
    Text(String),
    Marked(String),
    LeftOut(usize),
    MarkedLeftOut(usize),
}

/// A text that was checked.
struct Tried<'c> {
    case: Option<&'c Case>,
    form: &'static str,
    report: Report<'c>,
}

/// Every rule, those of the text and the model first, the others in the order of the services' tables.
pub fn reference() -> Vec<Entry> {
    let (cases, large) = (case::all(), large_cases());
    let tried: Vec<Tried<'_>> = tried_cases(&cases).chain(large.iter().flat_map(tried_large)).collect();
    let of_model = model::rules::ALL.iter().map(|text| entry(*text, None, Vec::new(), &tried));
    let of_services = rules_of_services().into_iter().map(|(text, service, on)| entry(text, Some(service), on, &tried));
    of_model.chain(of_services).collect()
}

/// The rules of the tables, each once, with the service's title and the operations that have it.
fn rules_of_services() -> Vec<(RuleText, String, Vec<String>)> {
    let mut rules: Vec<(RuleText, String, Vec<String>)> = Vec::new();
    for service in SERVICES {
        for facts in service.operations {
            let id = format!("{}:{}", service.id, facts.name);
            for rule in facts.rule_texts() {
                match rules.iter_mut().find(|(text, ..)| text.name == rule.name) {
                    Some((.., operations)) => operations.push(id.clone()),
                    None => rules.push((*rule, service.title.to_string(), vec![id.clone()])),
                }
            }
        }
    }
    rules
}

fn tried_cases(cases: &[Case]) -> impl Iterator<Item = Tried<'_>> {
    let forms = cases.iter().flat_map(|case| case.forms().iter().map(move |&form| (case, form)));
    forms.map(|(case, form)| {
        let form_name = match form {
            _ if !case.is_request() => "answer",
            Form::Wire => "wire",
            Form::Client => "client",
        };
        Tried { case: Some(case), form: form_name, report: case.report(form) }
    })
}

fn tried_large(large: &Large) -> impl Iterator<Item = Tried<'_>> {
    [&large.fires, &large.quiet].into_iter().map(|text| {
        let report = check(large.operation, text.as_bytes(), &Options::default()).expect("a known operation");
        Tried { case: None, form: "wire", report }
    })
}

fn entry(text: RuleText, service: Option<String>, operations: Vec<String>, tried: &[Tried<'_>]) -> Entry {
    let RuleText { name, severity, summary, why, basis } = text;
    let found = tried.iter().flat_map(|tried| &tried.report.findings).filter(|finding| finding.rule == name);
    let exceptions = found.filter_map(|finding| finding.exception).collect();
    let broken = broken(name, tried).unwrap_or_else(|| panic!("{name}: there is no text in which it is found"));
    Entry {
        name,
        service,
        severity: severity.as_str(),
        summary,
        why,
        basis: basis.as_str(),
        source: basis.source(),
        operations,
        elsewhere: elsewhere(&text),
        exceptions,
        broken: broken.example(name),
        sound: sound(name, broken, tried).map(|sound| sound.example(name)),
    }
}

/// The walker tells unknown members by a rule of the service, where it has its own, and of answers by another.
fn elsewhere(text: &RuleText) -> Vec<Elsewhere> {
    let of_services = SERVICES.iter().filter_map(|service| {
        let own = service.unknown_member?;
        Some((format!("requests of {}", service.title), own))
    });
    let of_answers = ("answers".to_owned(), &model::rules::UNKNOWN_MEMBER_OF_AN_ANSWER);
    of_services
        .chain([of_answers])
        .filter(|(_, own)| own.name == text.name)
        .map(|(place, own)| Elsewhere { place, severity: own.severity.as_str(), why: own.why })
        .collect()
}

/// The text that shows a rule best: a request that people could write, with nothing else wrong in it, and short.
fn broken<'t>(rule: &str, tried: &'t [Tried<'t>]) -> Option<&'t Tried<'t>> {
    let fires = tried.iter().filter(|tried| tried.shows(rule));
    fires.min_by_key(|tried| {
        let report = &tried.report;
        let others = report.findings.iter().filter(|finding| finding.rule != rule).count();
        // What is wrong with a text as a whole is seldom what people meet.
        let is_whole = marks(report, rule).iter().any(|mark| *mark == (0..report.text.len()));
        (!tried.is_built_in(), tried.form == "answer", others, is_whole, report.text.len())
    })
}

/// The sound text that takes the least change from a broken one.
fn sound<'t>(rule: &str, broken: &Tried<'_>, tried: &'t [Tried<'t>]) -> Option<&'t Tried<'t>> {
    let of_operation = tried.iter().filter(|other| {
        other.report.operation == broken.report.operation && (other.form == "answer") == (broken.form == "answer")
    });
    let wanted = packed(&broken.report.text);
    of_operation.filter(|other| other.report.ok && !other.finds(rule)).min_by_key(|other| {
        let report = &other.report;
        let warnings = report.findings.iter().filter(|finding| finding.severity == Severity::Warning).count();
        let apart = distance(&wanted, &packed(&report.text));
        let is_made = other.case.is_none() && broken.case.is_some();
        (is_made, warnings, report.findings.len(), other.form != broken.form, apart)
    })
}

impl Tried<'_> {
    fn finds(&self, rule: &str) -> bool {
        self.report.findings.iter().any(|finding| finding.rule == rule)
    }

    /// Whether the rule is what it is there for, not only found in it.
    fn shows(&self, rule: &str) -> bool {
        self.finds(rule) && self.case.is_none_or(|case| case.want.iter().any(|want| want.rule == rule))
    }

    fn is_built_in(&self) -> bool {
        let target = services::target(&self.report.operation).expect("a known operation");
        SERVICES.iter().any(|service| service.id == target.service.id)
    }

    fn example(&self, rule: &str) -> Example {
        let report = serde_json::to_value(view::report(&self.report)).expect("a report is JSON");
        Example {
            case: self.case.map(|case| case.name.clone()),
            note: self.case.map(|case| case.note.clone()),
            operation: self.report.operation.clone(),
            form: self.form,
            labels: self.case.map(|case| case.labels.clone()).unwrap_or_default(),
            is_built_in: self.is_built_in(),
            pieces: pieces(&self.report.text, &marks(&self.report, rule)),
            findings: report["findings"].clone(),
        }
    }
}

/// The bytes of a text without space, so that its layout does not count.
fn packed(text: &str) -> Vec<u8> {
    text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect()
}

/// How many bytes lie between what two texts begin and end with alike.
fn distance(a: &[u8], b: &[u8]) -> usize {
    let alike = |pairs: &mut dyn Iterator<Item = (&u8, &u8)>| pairs.take_while(|(a, b)| a == b).count();
    let before = alike(&mut a.iter().zip(b));
    let after = alike(&mut a[before..].iter().rev().zip(b[before..].iter().rev()));
    a.len() + b.len() - 2 * (before + after)
}

/// Where the rule's findings are, in order, without overlap.
fn marks(report: &Report<'_>, rule: &str) -> Vec<Range<usize>> {
    let spans = report.findings.iter().filter(|finding| finding.rule == rule).map(|finding| finding.span);
    let mut places: Vec<Range<usize>> = spans.map(|span| span.start as usize..span.end as usize).collect();
    places.sort_by_key(|place| (place.start, Reverse(place.end)));
    let mut marks: Vec<Range<usize>> = Vec::new();
    for place in places {
        if marks.last().is_none_or(|last| last.end <= place.start) {
            marks.push(place);
        }
    }
    marks
}

/// A text with its marks, cut between them where it is long.
pub fn pieces(text: &str, marks: &[Range<usize>]) -> Vec<Piece> {
    let kept = kept(text, marks);
    let bounds = marks.iter().chain(&kept).flat_map(|range| [range.start, range.end]);
    let bounds: Vec<usize> = BTreeSet::from_iter(bounds.chain([0, text.len()])).into_iter().collect();
    let mut pieces = Vec::new();
    for pair in bounds.windows(2) {
        let part = &text[pair[0]..pair[1]];
        // A place without width stands before what follows it.
        pieces.extend(marks.iter().any(|mark| *mark == (pair[0]..pair[0])).then(|| Piece::Marked(String::new())));
        let within = |range: &Range<usize>| range.start <= pair[0] && pair[1] <= range.end;
        pieces.push(match (kept.iter().any(within), marks.iter().any(within)) {
            (true, true) => Piece::Marked(part.to_owned()),
            (true, false) => Piece::Text(part.to_owned()),
            (false, true) => Piece::MarkedLeftOut(part.chars().count()),
            (false, false) => Piece::LeftOut(part.chars().count()),
        });
    }
    let ends_with_a_mark = marks.last().is_some_and(|mark| mark.is_empty() && mark.start == text.len());
    pieces.extend(ends_with_a_mark.then(|| Piece::Marked(String::new())));
    pieces
}

/// The parts of a text that are shown, in order, without overlap.
fn kept(text: &str, marks: &[Range<usize>]) -> Vec<Range<usize>> {
    if text.len() <= WHOLE {
        return std::iter::once(0..text.len()).collect();
    }
    let around = marks.iter().flat_map(|mark| [mark.start, mark.end]);
    let around = around.map(|at| at.saturating_sub(AROUND)..at + AROUND);
    let mut windows: Vec<Range<usize>> = around.chain([0..HEAD, text.len() - AROUND..text.len()]).collect();
    windows.sort_by_key(|window| window.start);
    let mut kept: Vec<Range<usize>> = Vec::new();
    for window in windows {
        let window = floor(text, window.start)..floor(text, window.end.min(text.len()));
        match kept.last_mut() {
            Some(last) if window.start <= last.end + LEAST_CUT => last.end = last.end.max(window.end),
            _ => kept.push(window),
        }
    }
    kept
}

/// The beginning of the character that an offset lies in.
fn floor(text: &str, at: usize) -> usize {
    (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}
