//! Nothing about a service stands outside its folder: the engines and the page name none, nor anything that is one's own.
//! Clients and protocols have names of vendors in them, and these may stand where clients and protocols are written.

#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::expect_used, clippy::panic, reason = "a test fails loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cloud_dryrun::services::{self, SERVICES};

/// Words of services that are not in their models.
const WORDS: &[&str] = &[
    "systems manager",
    "inventory",
    "compliance",
    "automation",
    "runbook",
    "change request",
    "change manager",
    "managed node",
    "policy state",
    "parameter store",
];

/// What vendors' names may stand in: what writes for clients and protocols.
const OF_CLIENTS: &[&str] = &["src/snippets/", "src/wire/"];
const VENDORS: &[&str] = &["aws", "amazon", "huawei"];

/// Every file of the engines and of the page.
fn files() -> Vec<PathBuf> {
    let mut files = Vec::new();
    for folder in ["src", "www"] {
        collect(Path::new(folder), &mut files);
    }
    files.retain(|path| !path.starts_with("src/services"));
    assert!(files.len() > 80, "only {} files", files.len());
    files
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a folder can be listed").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path
            .extension()
            .is_some_and(|ending| ["rs", "js", "mjs", "json", "html", "css"].iter().any(|e| ending == *e))
        {
            files.push(path);
        }
    }
}

/// The words of a text, in small letters: `PutInventory` is one.
fn words(text: &str) -> impl Iterator<Item = String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_';
    text.split(move |c: char| !is_part(c)).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// The names that services have for themselves and their operations.
fn names() -> BTreeSet<String> {
    let ids = SERVICES.iter().flat_map(|service| [service.id.to_string(), service.loaded().service_name.to_string()]);
    let operations = services::all().map(|target| target.name.to_string());
    ids.chain(operations).map(|name| name.to_lowercase()).collect()
}

#[test]
fn the_engines_and_the_page_name_no_service_and_no_operation() {
    let names = names();
    assert!(names.len() > 28 && names.contains("ssm"));
    let mut told = Vec::new();
    for path in files() {
        let text = fs::read_to_string(&path).expect("it can be read");
        for (number, line) in text.lines().enumerate() {
            for word in words(line).filter(|word| names.contains(word)) {
                told.push(format!("{}:{}: {word}", path.display(), number + 1));
            }
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn nor_do_they_use_the_words_of_one() {
    let mut told = Vec::new();
    for path in files() {
        let text = fs::read_to_string(&path).expect("it can be read");
        let is_of_clients = OF_CLIENTS.iter().any(|place| path.to_string_lossy().replace('\\', "/").starts_with(place));
        for (number, line) in text.lines().enumerate() {
            let small = line.to_lowercase();
            let mut found: Vec<&str> = WORDS.iter().copied().filter(|word| small.contains(word)).collect();
            if !is_of_clients {
                found.extend(VENDORS.iter().copied().filter(|vendor| words(&small).any(|word| word == **vendor)));
            }
            told.extend(found.into_iter().map(|word| format!("{}:{}: {word}", path.display(), number + 1)));
        }
    }
    assert!(told.is_empty(), "{}", told.join("\n"));
}
