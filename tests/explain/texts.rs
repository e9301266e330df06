//! Texts as people paste them, each a file.

use cloud_dryrun::{Explanation, explain};
use serde::Deserialize;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(skip)]
    file: PathBuf,
    /// What the case shows, in a sentence.
    note: String,
    /// The lines of the text.
    text: Vec<String>,
    /// In order.
    want: Vec<Want>,
}

#[derive(Clone, Debug, Deserialize, PartialEq)]
#[serde(deny_unknown_fields)]
struct Want {
    exception: String,
    operation: Option<String>,
    path: Option<String>,
    rule: Option<String>,
    message: String,
    help: String,
    basis: String,
}

impl Want {
    fn of(explanation: &Explanation) -> Want {
        let Explanation { exception, operation, path, rule, message, help, basis } = explanation.clone();
        Want { exception, operation, path, rule: rule.map(Into::into), message, help, basis: basis.as_str().into() }
    }

    fn line(&self) -> String {
        let Want { exception, operation, path, rule, message, help, basis } = self;
        let all = [
            ("exception", Some(exception)),
            ("operation", operation.as_ref()),
            ("path", path.as_ref()),
            ("rule", rule.as_ref()),
            ("message", Some(message)),
            ("help", Some(help)),
            ("basis", Some(basis)),
        ];
        let members = all.iter().filter_map(|(name, value)| Some(format!("\"{name}\": {}", quoted(value.as_ref()?))));
        format!("{{ {} }}", members.collect::<Vec<_>>().join(", "))
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn cases() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/explain");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|end| end == "json")).collect();
    files.sort();
    files
        .into_iter()
        .map(|file| {
            let text = fs::read_to_string(&file).unwrap();
            let case: Case = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            Case { file, ..case }
        })
        .collect()
}

#[test]
fn texts_are_explained_as_their_cases_want() {
    cloud_dryrun::services::loaded::load(include_str!("../models/harbour.json")).expect("the model loads");
    let mut told = String::new();
    for case in cases() {
        let found: Vec<Want> = explain(case.text.join("\n").as_bytes()).iter().map(Want::of).collect();
        if found == case.want {
            continue;
        }
        if std::env::var_os("BLESS").is_some() {
            bless(&case, &found);
            continue;
        }
        let _ = writeln!(told, "{}: {}", case.file.display(), case.note);
        for want in case.want.iter().filter(|want| !found.contains(want)) {
            let _ = writeln!(told, "  wanted  {}", want.line());
        }
        for other in found.iter().filter(|found| !case.want.contains(found)) {
            let _ = writeln!(told, "  found   {}", other.line());
        }
    }
    assert!(told.is_empty(), "\n{told}");
}

fn bless(case: &Case, found: &[Want]) {
    let text = fs::read_to_string(&case.file).unwrap();
    let head = &text[..text.rfind("\n  \"want\":").expect("`want` stands last, on a line of its own")];
    let lines: Vec<String> = found.iter().map(|want| format!("    {}", want.line())).collect();
    let wants = if lines.is_empty() { "[]".into() } else { format!("[\n{}\n  ]", lines.join(",\n")) };
    fs::write(&case.file, format!("{head}\n  \"want\": {wants}\n}}\n")).unwrap();
}

/// A text is the same whichever way its lines end, and whatever colours a terminal gave it.
#[test]
fn line_ends_and_colours_make_no_difference() {
    for case in cases() {
        let plain = explain(case.text.join("\n").as_bytes());
        assert_eq!(explain(case.text.join("\r\n").as_bytes()), plain, "{}", case.file.display());
        let red: Vec<String> = case.text.iter().map(|line| format!("\u{1b}[31;1m{line}\u{1b}[0m")).collect();
        assert_eq!(explain(red.join("\n").as_bytes()), plain, "{}", case.file.display());
    }
}
