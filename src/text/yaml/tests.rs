//! Texts to JSON and back, places, and what is refused.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::unwrap_used, reason = "a test fails loudly")]

use serde_json::Value;

use super::super::places::Places;
use super::*;

fn json(text: &str) -> String {
    let yaml = yaml(text);
    assert!(yaml.is_whole(), "{text}: {:?}", yaml.faults);
    yaml.json
}

#[test]
fn yaml_becomes_json() {
    assert_eq!(
        json("a: 1\nb:\n- x\n- 'y z'\n- {c: ~, d: [true, no]}\n"),
        r#"{"a":1,"b":["x","y z",{"c":null,"d":[true,"no"]}]}"#
    );
    assert_eq!(json("a: |\n  one\n  two\nb: >-\n  one\n  two\n"), r#"{"a":"one\ntwo\n","b":"one two"}"#);
    assert_eq!(json("- &x {a: 1}\n- *x\n"), r#"[{"a":1},{"a":1}]"#);
    assert_eq!(
        json("- !!str 5\n- 0x10\n- 012\n- 1.5\n- .5\n- 1e3\n- +7\n- 1.2.3\n- -\n- 2020-01-01\n"),
        r#"["5",16,"012",1.5,0.5,1.0e3,7,"1.2.3","-","2020-01-01"]"#.replace("\"-\"", "[null]")
    );
    assert_eq!(json("{\"a\": [1, \"b\"]}"), r#"{"a":[1,"b"]}"#);
}

#[test]
fn what_is_written_reads_the_same() {
    for text in [
        r#"{"a":[{"b":1,"c":["x",["y",[]],{}]},"no"],"yes":null,"d e":{"f":"line\none: two\n","g":-1.5}}"#,
        "[]",
        r#"["a",[{"b":[[1]]}]]"#,
        "5",
    ] {
        let value: Value = serde_json::from_str(text).unwrap();
        let again: Value = serde_json::from_str(&json(&written(&value))).unwrap();
        assert_eq!(again, value, "{}", written(&value));
    }
}

#[test]
fn faults_have_places() {
    for (text, at, message) in [
        ("a: 'x\nb: 1\n", "", "this is not YAML"),
        ("a: 1\n---\nb: 2\n", "---", "a second document begins"),
        ("a: !Ref b\n", "!Ref b", "the tag `!Ref` has no meaning here"),
        ("a: &x [*x]\n", "*x", "the alias stands within what it stands for"),
        ("a:\n\tb: 1\n", "\t", "this is not YAML"),
        ("", "", "there is nothing in the text"),
    ] {
        let yaml = yaml(text);
        let fault = yaml.faults.first().unwrap_or_else(|| panic!("{text}: {}", yaml.json));
        assert!(fault.message.starts_with(message), "{text}: {fault:?}");
        if !at.is_empty() {
            assert_eq!(fault.span.of(text), at, "{text}: {fault:?}");
        }
    }
}

#[test]
fn what_repeats_itself_is_bounded() {
    let mut text = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x]\n");
    for i in 1..12 {
        let list = format!("*a{}, ", i - 1).repeat(9);
        text += &format!("a{i}: &a{i} [{}]\n", list.trim_end_matches(", "));
    }
    let yaml = yaml(&text);
    assert_eq!(yaml.faults.first().map(|fault| fault.kind), Some(FaultKind::Size));
    assert!(yaml.json.len() < 12 * MAX_JSON);
}

#[test]
fn places_lead_back() {
    let text = "ä: x\nsteps:\n- name: one two\n  'action': \"y\"\n- {name: z}\n";
    let read = yaml(text);
    let place = |piece: &str| {
        let start = read.json.find(piece).unwrap();
        read.outer(Span::new(start, start + piece.len())).of(text)
    };
    assert_eq!(place("\"ä\""), "ä");
    assert_eq!(place("\"one two\""), "one two");
    assert_eq!(place("two"), "two");
    assert_eq!(place("\"action\""), "'action'");
    assert_eq!(place("\"y\""), "\"y\"");
    assert_eq!(place("y\""), "y");
    assert_eq!(place(r#"{"name":"one two","action":"y"}"#), "name: one two\n  'action': \"y\"");
    let brace = read.json.find("{\"name\":\"one").unwrap();
    assert_eq!(read.outer(Span::new(brace, brace + 1)).of(text), "name");
    assert_eq!(place(r#"{"name":"z"}"#), "{name: z}");
}

#[test]
fn edits_are_written_as_yaml() {
    let text = "steps:\n- name: one\n  on: \"y\"\n";
    let read = yaml(text);
    let edit = |piece: &str, new: &str| {
        let start = read.json.find(piece).unwrap();
        let (span, new) = read.edit(Span::new(start, start + piece.len()), new)?;
        Some(put(text, span, &new))
    };
    assert_eq!(edit("\"one\"", "\"two\"").unwrap(), text.replace("one", "two"));
    assert_eq!(edit("\"one\"", "\"no\"").unwrap(), text.replace("one", "\"no\""));
    assert_eq!(edit("\"one\"", "5").unwrap(), text.replace("one", "5"));
    let brace = read.json.find("{\"name").unwrap() + 1;
    let (span, new) = read.edit(Span::new(brace, brace), "\"action\": \"x\", ").unwrap();
    assert_eq!(put(text, span, &new), "steps:\n- \"action\": \"x\"\n  name: one\n  on: \"y\"\n");
}

fn put(text: &str, span: Span, new: &str) -> String {
    let mut out = text.to_string();
    out.replace_range(span.start as usize..span.end as usize, new);
    out
}

#[test]
fn hostile_texts_are_told_and_never_harm() {
    let deep = ["[", "{a: ", "- ", "a:\n "].map(|piece| piece.repeat(50_000));
    let long = format!("a: {}", "x".repeat(1 << 20));
    let odd = [
        "\u{feff}a: 1",
        "? a\n: b",
        "? [a]\n: b",
        "&a *a",
        "*a",
        "%YAML 1.3\n---\na",
        "a: |9\n x",
        "\0",
        "a: \"\\x\"",
        "<<: *x",
        "---\n...\n---",
    ];
    for text in deep.iter().map(String::as_str).chain(odd).chain([long.as_str()]) {
        let read = yaml(text);
        assert!(read.json.len() <= 2 * MAX_JSON);
        if read.is_whole() {
            assert!(
                serde_json::from_str::<serde::de::IgnoredAny>(&read.json).is_ok() || read.json.len() > 300,
                "{text:.40}"
            );
        }
    }
}

/// Cuts and exchanges of a sound text: every place that comes back lies within the text, at whole characters.
#[test]
fn every_place_of_a_damaged_text_is_in_it() {
    let sound = "schemaVersion: '0.3' # ä\nlist: &l\n- {a: [1, \"b\\n\"], c: ~}\n- |\n  tëxt\n  more\n- >-\n  folded 😀\nagain: *l\n'q''q': !t x\n";
    let mut seed = 7_u64;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    };
    for _ in 0..3_000 {
        let mut chars: Vec<char> = sound.chars().collect();
        for _ in 0..next(4) {
            let (at, from) = (next(chars.len()), next(chars.len()));
            match next(3) {
                0 => chars.truncate(at.max(1)),
                1 => chars[at] = chars[from],
                _ => chars.insert(at, ['\t', '\n', '{', ']', '\'', ':', ' ', '*'][next(8)]),
            }
        }
        let text: String = chars.into_iter().collect();
        let read = yaml(&text);
        for fault in &read.faults {
            assert!(text.get(fault.span.start as usize..fault.span.end as usize).is_some(), "{text:?} {fault:?}");
        }
        for _ in 0..20 {
            let (a, b) = (next(read.json.len() + 1), next(read.json.len() + 1));
            let span = Span::new(a.min(b), a.max(b));
            let place = read.outer(span);
            let whole = read.json.is_char_boundary(a) && read.json.is_char_boundary(b);
            let is_there = text.get(place.start as usize..place.end as usize).is_some();
            assert!(!whole || is_there, "{text:?} {span:?} {place:?}");
            if let Some((edited, _)) = read.edit(span, "\"x\"") {
                assert!(!whole || text.get(edited.start as usize..edited.end as usize).is_some(), "{text:?}");
            }
        }
    }
}
