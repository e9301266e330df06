//! Samples and completions: what is offered is sound, wherever it is asked for.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "support/case.rs"]
mod case;

use cloud_dryrun::advise::{complete, described, sample};
use cloud_dryrun::model::complete::{Completion, Place};
use cloud_dryrun::model::sample::Size;
use cloud_dryrun::services::{self, loaded};
use cloud_dryrun::{Form, Options, Severity, Side, check, view};
use serde_json::{Value, json};

const SIZES: [Size; 2] = [Size::Minimal, Size::Full];

fn ids() -> Vec<String> {
    loaded::load(include_str!("models/harbour.json")).unwrap();
    services::all().map(|target| target.id()).collect()
}

#[test]
fn both_samples_of_every_operation_are_sound() {
    let mut wrong = Vec::new();
    for id in ids() {
        for size in SIZES {
            let text = sample(&id, size).unwrap();
            let report = check(&id, text.as_bytes(), &Options::default()).unwrap();
            if report.findings.iter().any(|finding| finding.severity != Severity::Info) {
                wrong.push(format!("{id} {size:?}\n{}", report.render()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_full_sample_holds_more_than_a_minimal_one_and_both_are_always_the_same() {
    for id in ids() {
        let [small, full] = SIZES.map(|size| sample(&id, size).unwrap());
        assert_eq!(small, sample(&id, Size::Minimal).unwrap());
        let members = |text: &str| serde_json::from_str::<Value>(text).unwrap().as_object().unwrap().len();
        assert!(members(&small) <= members(&full), "{id}");
    }
}

/// Patterns as vendors write them; each has to get a text of its own.
const PATTERNS: &[&str] = &[
    r"^[a-zA-Z0-9_\-.]{3,128}$",
    r"^arn:aws[a-z-]*:lambda:[a-z]{2}(-gov)?-[a-z]+-\d{1}:\d{12}:function:[a-zA-Z0-9-_]+$",
    r"^(arn:aws[a-zA-Z-]*:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+)$",
    r"^(?!aws:).+$",
    r"^\d{12}$",
    r"^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$",
    r"[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
    r"^((?!xn--)[a-z0-9][a-z0-9-]{1,61}[a-z0-9])$",
    r"^s3://([^/]+)/(.*?([^/]+)/?)$",
    r"^https?://[^\s]+$",
    r"^(rate\(\d+ (minutes?|hours?|days?)\)|cron\(.+\))$",
    r"^[A-Z]{2}$",
    r"^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$",
    r"^vpc-([0-9a-f]{8}|[0-9a-f]{17})$",
    r"^(25[0-5]|2[0-4]\d|1?\d?\d)(\.(25[0-5]|2[0-4]\d|1?\d?\d)){3}$",
    r"^[^\u0000-\u001F\u007F]+$",
    r"^[\u0020-\uD7FF\uE000-\uFFFD\r\n\t]*$",
    r"^\S(.*\S)?$",
    r"[\s\S]*",
    r"^([\w.-]{1,63}@[\w.-]{1,63})$",
    r"^(SELF|[a-z]+|[0-9]+)$",
    r"^#[0-9A-Fa-f]{6}$",
    r"^\/([a-zA-Z0-9-_.]+\/)*$",
    r"^v[0-9]+\.[0-9]+(\.[0-9]+)?(-[a-z]+)?$",
    r"^[A-Za-z0-9+/]{43}=$",
    r"^(?:[a-z0-9]+-)*[a-z0-9]+$",
    r"^(?=.{1,64}$)[a-z]+(_[a-z]+)*$",
    r"^.{1,128}$",
    r"^$|^[a-z]+$",
    r"^(ecs|lambda|ec2):[a-z-]+:[A-Z][A-Za-z]+$",
];

#[test]
fn a_text_is_found_for_patterns_as_vendors_write_them() {
    for pattern in PATTERNS {
        let model = json!({ "smithy": "2.0", "shapes": {
            "a#S": { "type": "service", "traits": { "aws.api#service": { "sdkId": "P" }, "aws.protocols#awsJson1_1": {} } },
            "a#Do": { "type": "operation", "input": { "target": "a#In" } },
            "a#In": { "type": "structure", "members": {
                "Text": { "target": "a#Text", "traits": { "smithy.api#required": {} } } } },
            "a#Text": { "type": "string", "traits": { "smithy.api#pattern": pattern } },
        } });
        loaded::load(&model.to_string()).unwrap();
        let text = sample("p:Do", Size::Minimal).unwrap();
        let report = check("p:Do", text.as_bytes(), &Options::default()).unwrap();
        assert!(report.ok, "{pattern}\n{}", report.render());
    }
}

/// What is offered at the mark `|`.
#[track_caller]
fn offered(operation: &str, marked: &str) -> Vec<Completion> {
    let at = marked.find('|').expect("a mark");
    complete(operation, &marked.replacen('|', "", 1), at, Form::Wire).unwrap()
}

#[track_caller]
fn labels(operation: &str, marked: &str) -> Vec<String> {
    offered(operation, marked).into_iter().map(|completion| completion.label).collect()
}

/// The text after the first offer was taken.
#[track_caller]
fn taken(operation: &str, marked: &str) -> String {
    let first = offered(operation, marked).into_iter().next().expect("an offer");
    let mut text = marked.replacen('|', "", 1);
    text.replace_range(first.span.start as usize..first.span.end as usize, &first.insert);
    text
}

const PUT: &str = "ssm:PutInventory";
const SIGNAL: &str = "ssm:SendAutomationSignal";

#[test]
fn members_that_are_not_there_are_offered_the_required_first() {
    assert_eq!(labels(PUT, "{|}"), ["InstanceId", "Items"]);
    assert_eq!(labels(PUT, r#"{"Items":[],|}"#), ["InstanceId"]);
    assert_eq!(labels(PUT, r#"{|"Items":[]}"#), ["InstanceId"]);
    assert_eq!(labels(SIGNAL, "{ | }"), ["AutomationExecutionId", "SignalType", "Payload"]);
    assert_eq!(
        labels(PUT, r#"{"Items":[{"TypeName":"Custom:A",|}]}"#),
        ["SchemaVersion", "CaptureTime", "ContentHash", "Content", "Context"]
    );
}

#[test]
fn what_is_being_typed_is_replaced_and_comes_first() {
    assert_eq!(labels(PUT, r#"{"It|"#)[0], "Items");
    assert_eq!(taken(PUT, r#"{"It|"#), r#"{"Items": []"#);
    assert_eq!(taken(PUT, "{It|}"), r#"{"Items": []}"#);
    assert_eq!(taken(PUT, r#"{"It|ems": []}"#), r#"{"Items": []}"#);
    assert_eq!(taken(PUT, r#"{'Inst|'}"#), r#"{"InstanceId": ""}"#);
}

#[test]
fn commas_are_brought_where_they_are_needed() {
    assert_eq!(taken(PUT, r#"{"Items":[] |}"#), r#"{"Items":[] , "InstanceId": ""}"#);
    assert_eq!(taken(PUT, r#"{|"Items":[]}"#), r#"{"InstanceId": "","Items":[]}"#);
    assert_eq!(taken(PUT, "{\n  \"Inst|\n  \"Items\": []\n}"), "{\n  \"InstanceId\": \"\",\n  \"Items\": []\n}");
    assert_eq!(taken(SIGNAL, r#"{"SignalType": | "Payload": {}}"#), r#"{"SignalType": "Approve", "Payload": {}}"#);
}

#[test]
fn values_are_offered_where_a_value_stands() {
    assert_eq!(labels(SIGNAL, r#"{"SignalType": |}"#)[..2], ["Approve", "Reject"]);
    assert_eq!(labels(SIGNAL, r#"{"SignalType": "Re|"}"#)[..3], ["Reject", "Resume", "Revoke"]);
    assert_eq!(taken(SIGNAL, r#"{"SignalType": "|"}"#), r#"{"SignalType": "Approve"}"#);
    assert_eq!(labels("ssm:DeleteInventory", r#"{"DryRun": t|"#), ["true", "false"]);
    assert_eq!(labels(PUT, r#"{"InstanceId": |"#), ["i-0a1b2c3d4e5f67890"]);
    let request: Value = serde_json::from_str(&taken(PUT, "|")).unwrap();
    assert!(check(PUT, request.to_string().as_bytes(), &Options::default()).unwrap().ok);
    let item: Value = serde_json::from_str(&taken(PUT, r#"{"InstanceId":"i-0a1b2c3d4e5f67890","Items":[|]}"#)).unwrap();
    assert!(check(PUT, item.to_string().as_bytes(), &Options::default()).unwrap().ok);
}

#[test]
fn the_value_that_stands_behind_the_place_is_replaced() {
    assert_eq!(
        taken(SIGNAL, r#"{"SignalType":| "Deny", "Payload": {}}"#),
        r#"{"SignalType": "Approve", "Payload": {}}"#
    );
    assert_eq!(taken(SIGNAL, r#"{"SignalType": |"Deny"}"#), r#"{"SignalType": "Approve"}"#);
    assert_eq!(taken(SIGNAL, "{\"SignalType\": |\n  \"Deny\"}"), "{\"SignalType\": \n  \"Approve\"}");
    assert_eq!(taken("ssm:DeleteInventory", r#"{"DryRun":| false }"#), r#"{"DryRun": true }"#);
    assert_eq!(taken(SIGNAL, r#"{"SignalType": De|ny"}"#), r#"{"SignalType": "Approve"}"#, "a quote is missing");
    for marked in [r#"{"Items":| [] }"#, r#"{"Items": |[]}"#, "| {}", "|[]"] {
        assert_eq!(labels(PUT, marked), [""; 0], "{marked}");
    }
}

#[test]
fn a_list_that_is_full_is_offered_no_more() {
    const CHANGE: &str = "ssm:StartChangeRequestExecution";
    assert_eq!(labels(CHANGE, r#"{"Runbooks": [|]}"#).len(), 1);
    assert_eq!(labels(CHANGE, r#"{"Runbooks": [| {"DocumentName": "Example"}]}"#), [""; 0]);
    assert_eq!(labels(CHANGE, r#"{"Runbooks": [{"DocumentName": "Example"}, |]}"#), [""; 0]);
    assert_eq!(labels(PUT, r#"{"Items": [{"Content": [{}, |]}]}"#).len(), 1);
}

/// Whoever takes an offer has no worse JSON than before, in a text that is sound and in one that ends anywhere.
#[test]
fn no_offer_breaks_the_json_of_a_text() {
    let faults = |id: &str, text: &str| {
        let report = check(id, text.as_bytes(), &Options::default()).unwrap();
        report.findings.iter().filter(|finding| finding.rule.starts_with("json-")).count()
    };
    let mut taken = 0;
    for id in ids() {
        for size in [Size::Minimal, Size::Full] {
            let whole = sample(&id, size).unwrap();
            if whole.len() > 2_500 {
                continue;
            }
            for (offset, _) in whole.char_indices() {
                for text in [&whole, &whole[..offset]] {
                    let offers = complete(&id, text, offset, Form::Wire).unwrap();
                    let before = if offers.is_empty() { 0 } else { faults(&id, text) };
                    for offer in offers.iter().take(2) {
                        let mut after = text.to_string();
                        after.replace_range(offer.span.start as usize..offer.span.end as usize, &offer.insert);
                        assert!(faults(&id, &after) <= before, "{id} at {offset}, {}:\n{after}", offer.label);
                        taken += 1;
                    }
                }
            }
        }
    }
    assert!(taken > 10_000, "{taken}");
}

#[test]
fn nothing_is_offered_where_nothing_is_known() {
    for marked in [r#"{"Unknown": |}"#, r#"{"Unknown": {|}}"#, r#"{} |"#, r#"{"Items" | "#, r#"{"Items": {|}}"#] {
        assert_eq!(labels(PUT, marked), [""; 0], "{marked}");
    }
}

#[test]
fn keys_of_maps_and_members_of_choices_are_offered() {
    assert_eq!(labels(SIGNAL, r#"{"Payload": {|}}"#), ["Comment"]);
    assert_eq!(taken(SIGNAL, r#"{"Payload": {|}}"#), r#"{"Payload": {"Comment": []}}"#);
    ids();
    assert_eq!(labels("harbour-master:BookBerth", r#"{"vessel": {|}}"#), ["sail", "motor", "fleet"]);
    assert_eq!(labels("harbour-master:BookBerth", r#"{"vessel": {"sail": {}, |}}"#), [""; 0]);
    assert_eq!(labels("harbour-master:BookBerth", r#"{"remarks": {"sloop": "x", |}}"#), ["KETCH"]);
}

#[test]
fn the_shape_of_a_member_is_the_one_that_another_member_chooses() {
    const BOOK: &str = "ssm-document:Automation";
    let step = |step: &str| labels(BOOK, &format!(r#"{{"mainSteps": [{{}}, {{{step}"#));
    assert_eq!(step(r#""action": "aws:sleep", "inputs": {|}}]}"#), ["Duration", "Timestamp"]);
    assert_eq!(step(r#""inputs": {|}, "name": {"action": "aws:pause"}, "action": "aws:sleep"}]}"#)[0], "Duration");
    assert_eq!(step(r#""inputs": {"Dur|"#), [""; 0], "nobody has chosen yet");
    assert_eq!(step(r#""inputs": {|}}, {"action": "aws:sleep"}]}"#), [""; 0], "the choice of another step");
    assert_eq!(step(r#""action": "aws:nap", "inputs": {|}}]}"#), [""; 0]);
    let inner = r#""action": "aws:loop", "inputs": {"Steps": [{"action": "aws:approve", "inputs": {"EnhancedApprovals": {"Approvers": [{|"#;
    assert_eq!(step(inner), ["approver", "type", "minRequiredApprovals"]);
    let far = format!(r#""inputs": {{|}}, "description": "{}", "action": "aws:sleep"}}]}}"#, "x".repeat(5_000));
    assert_eq!(step(&far), [""; 0], "it is not looked for as far as that");
}

#[test]
fn a_description_has_the_shapes_that_another_member_chooses() {
    let (target, root) = described("ssm-document:Automation", Side::Input).unwrap();
    let told = serde_json::to_value(view::shape(&target.model, root)).unwrap();
    let inputs = &told["members"]["mainSteps"]["member"]["members"]["inputs"];
    assert_eq!((&inputs["kind"], &inputs["chosenBy"]), (&"document".into(), &"action".into()));
    let sleep = inputs["choices"]["aws:sleep"]["members"].as_object().unwrap();
    assert_eq!(sleep.keys().collect::<Vec<_>>(), ["Duration", "Timestamp"]);
    assert_eq!(inputs["choices"]["aws:loop"]["members"]["Steps"]["recursive"], true);
    assert!(told["members"]["mainSteps"]["member"]["members"]["name"].get("choices").is_none());
}

#[test]
fn nested_choices_are_looked_for_in_no_time() {
    let text = r#"{"mainSteps":[{"inputs":"#.to_string() + &r#"{"Steps":[{"inputs":"#.repeat(20_000) + "{|";
    let started = std::time::Instant::now();
    labels("ssm-document:Automation", &text);
    assert!(started.elapsed().as_secs() < 5);
}

#[test]
fn wherever_it_is_asked_the_offer_lies_in_the_text() {
    let mut asked = 0;
    for case in case::all() {
        let text = String::from_utf8_lossy(&case.bytes).into_owned();
        if text.len() > 3_000 {
            continue;
        }
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            asked += 1;
            for completion in complete(&case.operation, &text, offset, Form::Wire).unwrap() {
                let (start, end) = (completion.span.start as usize, completion.span.end as usize);
                assert!(
                    start <= offset && offset <= end && text.get(start..end).is_some(),
                    "{} at {offset}",
                    case.name
                );
            }
        }
    }
    assert!(asked > 50_000, "{asked}");
}

#[test]
fn a_member_that_was_taken_out_of_a_sample_comes_back_by_its_offer() {
    for id in ids() {
        let root: Value = serde_json::from_str(&sample(&id, Size::Full).unwrap()).unwrap();
        for name in root.as_object().unwrap().keys() {
            let mut without = root.clone();
            without.as_object_mut().unwrap().remove(name);
            let text = serde_json::to_string_pretty(&without).unwrap();
            for offset in [1, text.len() - 1] {
                let offers = complete(&id, &text, offset, Form::Wire).unwrap();
                let offer = offers.iter().find(|offer| offer.label == *name);
                let offer = offer.unwrap_or_else(|| panic!("{id}: {name} is not offered at {offset}"));
                assert_eq!(offer.kind, Place::Member);
                let mut again = text.clone();
                again.replace_range(offer.span.start as usize..offer.span.end as usize, &offer.insert);
                let read: Value = serde_json::from_str(&again).unwrap_or_else(|error| panic!("{error}: {again}"));
                assert!(read.get(name).is_some(), "{again}");
            }
        }
    }
}

#[test]
fn a_large_text_is_completed_in_one_pass() {
    let item = r#"{"TypeName":"Custom:A","SchemaVersion":"1.0"},"#;
    let text = format!(r#"{{"Items":[{}{{"T|"#, item.repeat(30_000));
    let started = std::time::Instant::now();
    assert_eq!(labels(PUT, &text)[0], "TypeName");
    assert!(started.elapsed().as_secs() < 5);
}
