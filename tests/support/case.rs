//! Cases as files: reading them, running one, comparing it, and rewriting what it wants under `BLESS=1`.
//!
//! Unknown keys are refused, so a misspelled want cannot pass.

#![allow(dead_code, reason = "each test file uses its part")]

use cloud_dryrun::{Finding, Form, Options, Report, Side, check};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// The folder and the name of the file, without its ending.
    #[serde(skip)]
    pub name: String,
    #[serde(skip)]
    file: PathBuf,
    /// What the case shows, in a sentence.
    pub note: String,
    pub operation: String,
    #[serde(default)]
    pub form: CaseForm,
    /// Which side of the operation the text is of.
    #[serde(default)]
    pub side: CaseSide,
    /// Parts of the address that are given beside the text.
    #[serde(default)]
    pub labels: BTreeMap<String, String>,
    /// The findings that are compared; the others are for other cases.
    #[serde(default)]
    pub only: Only,
    text: Option<Text>,
    /// Hex, for what is no UTF-8.
    text_bytes: Option<String>,
    /// What either of them stands for.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// In the order of the report.
    pub want: Vec<Want>,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum CaseForm {
    #[default]
    Wire,
    Client,
    Both,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum CaseSide {
    #[default]
    Input,
    Output,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq)]
#[serde(rename_all = "lowercase")]
pub enum Only {
    #[default]
    All,
    /// The rules of the model.
    Model,
    /// The rules of a service.
    Service,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
enum Text {
    One(String),
    Lines(Vec<String>),
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
pub struct Want {
    pub rule: String,
    /// The underlined text.
    pub at: String,
    pub path: String,
    /// Compared only where it is given.
    pub message: Option<String>,
}

/// A service that is brought along, for shapes that those built in do not have.
const HARBOUR: &str = include_str!("../models/harbour.json");

/// Every case, in the order of the file names.
pub fn all() -> Vec<Case> {
    cloud_dryrun::services::loaded::load(HARBOUR).expect("the model loads");
    let mut files = Vec::new();
    collect(&root(), &mut files);
    files.sort();
    files.iter().map(|file| Case::read(file)).collect()
}

/// The cases of one folder below `tests/cases`.
pub fn of_folder(folder: &str) -> Vec<Case> {
    all().into_iter().filter(|case| case.folder() == folder).collect()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}

impl Case {
    fn read(file: &Path) -> Self {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let mut case: Self = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let short = file.strip_prefix(root()).expect("a case lies in the folder of cases").with_extension("");
        case.name = short.to_string_lossy().replace('\\', "/");
        case.file = file.to_owned();
        case.bytes = match (&case.text, &case.text_bytes) {
            (Some(Text::One(text)), None) => text.clone().into_bytes(),
            (Some(Text::Lines(lines)), None) => lines.join("\n").into_bytes(),
            (None, Some(hex)) => from_hex(hex).unwrap_or_else(|| panic!("{}: text_bytes is not hex", case.name)),
            _ => panic!("{}: one of text and text_bytes", case.name),
        };
        case
    }

    /// `ssm/PutInventory`
    pub fn folder(&self) -> &str {
        self.name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    pub fn forms(&self) -> &'static [Form] {
        match self.form {
            CaseForm::Wire => &[Form::Wire],
            CaseForm::Client => &[Form::Client],
            CaseForm::Both => &[Form::Wire, Form::Client],
        }
    }

    pub fn options(&self, form: Form) -> Options {
        let side = if self.is_request() { Side::Input } else { Side::Output };
        Options { form, side, labels: self.labels.clone(), ..Default::default() }
    }

    #[track_caller]
    pub fn report(&self, form: Form) -> Report<'_> {
        check(&self.operation, &self.bytes, &self.options(form))
            .unwrap_or_else(|error| panic!("{}: {error}", self.name))
    }

    pub fn is_request(&self) -> bool {
        self.side == CaseSide::Input
    }

    fn compares(&self, finding: &Finding) -> bool {
        match self.only {
            Only::All => true,
            Only::Model => !finding.rule.contains('/'),
            Only::Service => finding.rule.contains('/'),
        }
    }

    /// What the report says, as wants; with a message where this case has one for it.
    pub fn found(&self, report: &Report<'_>) -> Vec<Want> {
        let compared = report.findings.iter().filter(|finding| self.compares(finding));
        compared
            .map(|finding| {
                let said =
                    |want: &&Want| want.rule == finding.rule && want.path == finding.path && want.message.is_some();
                Want {
                    rule: finding.rule.to_owned(),
                    at: at(report, finding),
                    path: finding.path.clone(),
                    message: self.want.iter().find(said).map(|_| finding.message.clone()),
                }
            })
            .collect()
    }

    /// How the report differs from the wants, or nothing. Under `BLESS=1` the wants are rewritten instead.
    pub fn difference(&self) -> Option<String> {
        for &form in self.forms() {
            let report = self.report(form);
            let found = self.found(&report);
            if found == self.want {
                continue;
            }
            if std::env::var_os("BLESS").is_some() {
                self.bless(&found);
                return None;
            }
            let mut told = format!("{} ({form:?}): {}\n", self.name, self.note);
            for want in self.want.iter().filter(|want| !found.contains(want)) {
                let _ = writeln!(told, "  wanted  {}", line(want));
            }
            for other in found.iter().filter(|found| !self.want.contains(found)) {
                let _ = writeln!(told, "  found   {}", line(other));
            }
            let _ = writeln!(told, "{}", report.render());
            return Some(told);
        }
        None
    }

    /// Rewrites the wants and leaves every line before them as it is.
    fn bless(&self, found: &[Want]) {
        let text = fs::read_to_string(&self.file).expect("the case was just read");
        let head = text.rfind("\n  \"want\":").map(|at| &text[..at]).expect("`want` stands last, on a line of its own");
        let lines: Vec<String> = found.iter().map(|want| format!("    {}", line(want))).collect();
        let wants = if lines.is_empty() { "[]".to_owned() } else { format!("[\n{}\n  ]", lines.join(",\n")) };
        fs::write(&self.file, format!("{head}\n  \"want\": {wants}\n}}\n")).expect("the case can be written");
    }
}

fn at(report: &Report<'_>, finding: &Finding) -> String {
    let text: &str = &report.text;
    let range = finding.span.start as usize..finding.span.end as usize;
    text.get(range.clone()).unwrap_or_else(|| panic!("{}: no characters stand at {range:?}", finding.rule)).to_owned()
}

fn line(want: &Want) -> String {
    let quoted = |text: &str| serde_json::to_string(text).expect("a string is JSON");
    let message =
        want.message.as_deref().map_or(String::new(), |message| format!(", \"message\": {}", quoted(message)));
    format!(
        "{{ \"rule\": {}, \"at\": {}, \"path\": {}{message} }}",
        quoted(&want.rule),
        quoted(&want.at),
        quoted(&want.path)
    )
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok().filter(|_| pair.len() == 2);
    digits.chunks(2).map(pair).collect()
}
