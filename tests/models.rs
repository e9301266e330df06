//! Models that are brought along: which load, what is refused, and what is built from them.

#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "a test fails loudly"
)]

#[path = "support/large_model.rs"]
mod large_model;

use std::time::{Duration, Instant};

use cloud_dryrun::advise::{complete, described, sample};
use cloud_dryrun::build::{BuildOptions, build};
use cloud_dryrun::emulator::EmulatorOptions;
use cloud_dryrun::model::sample::Size;
use cloud_dryrun::services::{self, loaded};
use cloud_dryrun::snippets::{Client, clients_of};
use cloud_dryrun::view;
use cloud_dryrun::wire::Request;
use cloud_dryrun::wire::recognise::{Recognised, recognise};
use cloud_dryrun::{Emulator, Form, Options, Side, check};
use serde_json::{Value, json};

const HARBOUR: &str = include_str!("models/harbour.json");
const LIBRARY: &str = include_str!("models/library.json");

#[test]
fn a_model_brings_its_operations_and_says_what_it_cannot_bring() {
    let brought = loaded::load(HARBOUR).unwrap();
    assert_eq!(brought.service, "harbour-master");
    assert_eq!(brought.operations, ["harbour-master:BookBerth", "harbour-master:ListBookings"]);
    let told: Vec<String> = brought.refused.iter().map(|one| format!("{}: {}", one.shape, one.reason)).collect();
    assert_eq!(told, ["WatchTide: `TideEvents` is a stream, which is no part of a JSON document"]);

    let brought = loaded::load(LIBRARY).unwrap();
    assert_eq!(
        brought.operations,
        ["lending-library:FindBook", "lending-library:ReserveBook", "lending-library:ScanCover"]
    );
    let refused: Vec<&str> = brought.refused.iter().map(|one| one.shape.as_str()).collect();
    assert_eq!(refused, ["Title", "ReadAloud"]);
    assert!(brought.refused[0].reason.contains("does not compile"), "{}", brought.refused[0].reason);
    // A pattern that cannot be asked for refuses nothing.
    let report = check("lending-library:FindBook", br#"{"title":"anything"}"#, &Options::default()).unwrap();
    assert!(report.ok, "{}", report.render());
}

#[test]
fn what_the_model_says_of_a_shape_is_kept_as_plain_text() {
    loaded::load(HARBOUR).unwrap();
    let target = services::target("harbour-master:BookBerth").unwrap();
    assert_eq!(target.model.doc("BookBerth"), Some("Books a berth & tells its number."));
    assert_eq!(target.service.title, "The Harbour Master");
    assert_eq!(clients_of(&target.service), [Client::JavaScript, Client::Curl]);
}

#[test]
fn models_that_are_none_or_speak_otherwise_are_refused_in_words() {
    let service = |protocol: &str| {
        json!({ "smithy": "2.0", "shapes": { "a#B": { "type": "service", "traits": { protocol: {} } } } }).to_string()
    };
    for (text, words) in [
        ("", "not JSON"),
        ("[]", "no `shapes`"),
        (r#"{"shapes":{}}"#, "no service shape"),
        (service("aws.protocols#restXml").as_str(), "the protocol of `B` is restXml"),
        (service("a#none").as_str(), "none that the model names"),
    ] {
        let error = loaded::load(text).err().expect("it is refused");
        assert_eq!(error.code(), "wrong-argument");
        assert!(error.to_string().contains(words), "{error}");
    }
}

#[test]
fn a_service_that_is_built_in_keeps_its_operations_and_gains_others() {
    let model = json!({ "smithy": "2.0", "shapes": {
        "a#AmazonSSM": { "type": "service", "traits": {
            "aws.api#service": { "sdkId": "SSM" }, "aws.protocols#awsJson1_1": {} } },
        "a#PutInventory": { "type": "operation" },
        "a#SendCommand": { "type": "operation" },
    } });
    let brought = loaded::load(&model.to_string()).unwrap();
    assert_eq!(brought.operations, ["ssm:SendCommand"]);
    assert!(services::target("ssm:SendCommand").is_ok());
    assert!(!check("ssm:PutInventory", b"{}", &Options::default()).unwrap().ok);
    assert_eq!(services::all().filter(|target| &*target.name == "PutInventory").count(), 1);
    // Loaded again, it takes the place of what was loaded.
    let other = model.to_string().replace("SendCommand", "CancelCommand");
    loaded::load(&other).unwrap();
    assert!(services::target("ssm:SendCommand").is_err());
}

#[test]
fn bounds_of_numbers_with_a_fraction_are_kept_to_the_fraction() {
    let double = |range: Value| json!({ "type": "double", "traits": { "smithy.api#range": range } });
    let model = json!({ "smithy": "2.0", "shapes": {
        "a#Scales": { "type": "service", "operations": [{ "target": "a#Weigh" }],
            "traits": { "aws.protocols#awsJson1_1": {} } },
        "a#Weigh": { "type": "operation", "input": { "target": "a#Load" } },
        "a#Load": { "type": "structure", "members": { "share": { "target": "a#Share" }, "tons": { "target": "a#Tons" } } },
        "a#Share": double(json!({ "max": 0.25 })),
        "a#Tons": double(json!({ "min": 0.5, "max": 1.5 })),
    } });
    loaded::load(&model.to_string()).unwrap();
    let told = |text: &str| -> Vec<String> {
        let report = check("scales:Weigh", text.as_bytes(), &Options::default()).unwrap();
        report.findings.into_iter().map(|finding| finding.message).collect()
    };
    assert_eq!(told(r#"{"share":0.25,"tons":0.5}"#), [""; 0]);
    assert_eq!(
        told(r#"{"share":0.3,"tons":1.75}"#),
        ["`share` is 0.3, at most 0.25 is allowed", "`tons` is 1.75, at most 1.5 is allowed"]
    );
    assert_eq!(told(r#"{"tons":0.25}"#), ["`tons` is 0.25, at least 0.5 is needed"]);
    assert_eq!(told(&sample("scales:Weigh", Size::Full).unwrap()), [""; 0]);
    let (target, shape) = described("scales:Weigh", Side::Input).unwrap();
    let tree = serde_json::to_value(view::shape(&target.model, shape)).unwrap();
    assert_eq!(tree["members"]["tons"]["constraints"], json!({ "min": 0.5, "max": 1.5 }));
}

fn built(operation: &str, text: &str, options: BuildOptions) -> Request {
    loaded::load(LIBRARY).unwrap();
    build(operation, text.as_bytes(), &options).unwrap()
}

#[test]
fn an_operation_that_was_brought_along_is_known_and_not_emulated() {
    let mut emulator = Emulator::new(EmulatorOptions::default()).unwrap();
    let mut answered = |request: &Request| {
        let response = emulator.send(request);
        (response.status, serde_json::from_str::<Value>(&response.body).unwrap())
    };
    let reserve = built("lending-library:ReserveBook", r#"{"branch":"b","shelf":"s"}"#, BuildOptions::default());
    let words = "lending-library:ReserveBook is checked and built here, but not emulated";
    assert_eq!(answered(&reserve), (501, json!({ "__type": "NotEmulatedException", "message": words })));
    // One that a service which is built in lacks. What no model has stays unknown.
    let model = HARBOUR.replace("Harbour Master", "SSM");
    loaded::load(&model).unwrap();
    let (named, target) = ("ssm:BookBerth", services::target("ssm:BookBerth").unwrap());
    let berth = build(named, b"{}", &BuildOptions::default()).unwrap();
    assert_eq!(target.id(), named);
    assert_eq!(answered(&berth).0, 501);
    let mut unknown = berth;
    for value in unknown.headers.values_mut() {
        *value = value.replace("BookBerth", "SinkBerth");
    }
    assert_eq!(answered(&unknown).0, 400);
}

#[test]
fn each_member_goes_where_its_binding_says() {
    let text = r#"{
        "branch": "east end", "shelf": "a/b c", "until": "2026-01-01T00:00:00Z", "tags": ["x&y", "z"],
        "more": { "tag": "not this", "page": "2" }, "since": "2026-01-01T00:00:00Z", "hints": { "Age": "old" },
        "title": "Ships", "printed": "2026-01-01T00:00:00Z", "read": 1767225600, "extra": [1]
    }"#;
    let request =
        built("lending-library:ReserveBook", text, BuildOptions { form: Form::Client, ..BuildOptions::default() });
    assert_eq!(request.method, "PUT");
    assert_eq!(
        request.url,
        "https://east%20end.branch.library.us-east-1.amazonaws.com/branches/east%20end/shelves/a/b%20c\
         ?reserve&v=2&until=2026-01-01T00%3A00%3A00Z&tag=x%26y&tag=z&page=2"
    );
    assert_eq!(request.header("X-Since"), Some("Thu, 01 Jan 2026 00:00:00 GMT"));
    assert_eq!(request.header("X-Hint-Age"), Some("old"));
    assert_eq!(request.header("Content-Type"), Some("application/json"));
    let body: Value = serde_json::from_slice(&request.body).unwrap();
    assert_eq!(body, json!({ "Title": "Ships", "printed": 1767225600, "read": "2026-01-01T00:00:00Z", "extra": [1] }));
}

#[test]
fn names_for_the_wire_stand_in_wire_form_and_those_of_the_model_in_client_form() {
    loaded::load(LIBRARY).unwrap();
    let paths = |text: &str, form: Form| -> Vec<String> {
        let options = Options { form, ..Options::default() };
        let report = check("lending-library:ReserveBook", text.as_bytes(), &options).unwrap();
        report.findings.into_iter().map(|finding| format!("{} {}", finding.rule, finding.path)).collect()
    };
    let wire = r#"{"branch":"b","shelf":"s","Title":"t"}"#;
    let client = r#"{"branch":"b","shelf":"s","title":"t"}"#;
    assert_eq!(paths(wire, Form::Wire), [""; 0]);
    assert_eq!(paths(client, Form::Client), [""; 0]);
    assert_eq!(paths(wire, Form::Client), ["unknown-member /Title"]);
    assert_eq!(paths(client, Form::Wire), ["unknown-member /title"]);
}

#[test]
fn a_label_may_come_as_an_option_and_has_to_come_somehow() {
    let text = r#"{"branch":"b"}"#;
    let labels = [("shelf".to_string(), "7".to_string())].into_iter().collect();
    let options = BuildOptions { labels, endpoint: Some("http://localhost:1/".into()), ..BuildOptions::default() };
    let request = built("lending-library:ReserveBook", text, options);
    assert_eq!(request.url, "http://localhost:1/branches/b/shelves/7?reserve&v=2");
    assert_eq!(request.body, b"{}");
    let error = build("lending-library:ReserveBook", text.as_bytes(), &BuildOptions::default()).unwrap_err();
    assert_eq!(error.code(), "wrong-argument");
    assert!(error.to_string().contains("`shelf` is part of the address"), "{error}");
}

#[test]
fn a_payload_is_the_body_and_a_request_without_one_has_none() {
    let request = built("lending-library:ScanCover", r#"{"isbn":"1","image":"aGVsbG8="}"#, BuildOptions::default());
    assert_eq!(request.body, b"hello");
    assert_eq!(request.header("Content-Type"), Some("application/octet-stream"));
    let request = built("lending-library:FindBook", r#"{"title":"x"}"#, BuildOptions::default());
    assert_eq!((request.body.len(), request.header("Content-Type")), (0, None));
    assert!(request.url.ends_with("/books?title=x"));
}

/// The input that a service of the model reads from a request.
#[track_caller]
fn read_back(operation: &str, request: &Request) -> String {
    let target = services::target(operation).unwrap();
    match recognise(target.service.protocol.unwrap(), &target.model, request) {
        Recognised::Operation { name, document } => {
            assert_eq!(name, target.name);
            String::from_utf8(document.into_owned()).unwrap()
        }
        other => panic!("{operation}: {other:?}"),
    }
}

#[test]
fn a_request_is_read_back_from_where_its_members_went() {
    loaded::load(LIBRARY).unwrap();
    loaded::load(HARBOUR).unwrap();
    for (operation, text) in [
        (
            "lending-library:ReserveBook",
            r#"{"branch":"east end/ä","shelf":"a/b c","until":1767225600,"tags":["x&y","z"],"more":{"page":"2 %+"},
                "since":1767225600,"hints":{"Age":"old"},"Title":"Ships","printed":1767225600.5,"read":"2026-01-01T00:00:00Z","extra":[1]}"#,
        ),
        ("lending-library:ReserveBook", r#"{"branch":"b","shelf":"s"}"#),
        ("lending-library:ScanCover", r#"{"isbn":"1","image":"aGVsbG8="}"#),
        ("lending-library:ScanCover", r#"{"isbn":"1"}"#),
        ("lending-library:FindBook", r#"{"title":"\"x\""}"#),
        ("harbour-master:ListBookings", "{}"),
    ] {
        // Below a path of its own host nobody finds a label in front of it.
        let options = BuildOptions { endpoint: Some("http://localhost:1".into()), ..BuildOptions::default() };
        let request = build(operation, text.as_bytes(), &options).unwrap();
        let document = read_back(operation, &request);
        let value = |text: &str| serde_json::from_str::<Value>(text).unwrap();
        assert_eq!(value(&document), value(text), "{operation}");
        assert_eq!(build(operation, document.as_bytes(), &options).unwrap(), request, "{operation}");
    }
}

#[test]
fn a_rest_request_that_fits_no_template_is_somebody_elses_and_a_wrong_method_is_told() {
    loaded::load(LIBRARY).unwrap();
    let target = services::target("lending-library:FindBook").unwrap();
    let of = |method: &str, url: &str, body: &str| {
        let request = Request { method: method.into(), url: url.into(), body: body.into(), ..Request::default() };
        match recognise(target.service.protocol.unwrap(), &target.model, &request) {
            Recognised::Foreign => "foreign".to_string(),
            Recognised::Unknown(why) => why,
            Recognised::Operation { name, document } => format!("{name} {}", String::from_utf8_lossy(&document)),
        }
    };
    assert_eq!(of("GET", "/books?title=a&title=b%20c", ""), r#"FindBook {"title":"b c"}"#);
    assert_eq!(of("get", "http://h/books#top", ""), "FindBook {}");
    assert_eq!(of("POST", "/books", ""), "/books is answered to GET, not to POST");
    for stranger in
        ["", "/", "/book", "/books/", "/books/1", "/covers", "/covers/", "/branches/b/shelves/s", "http://h", "%"]
    {
        assert_eq!(of("GET", stranger, ""), "foreign", "{stranger}");
    }
    // What cannot be made one document is handed over as it came, for the walker to refuse.
    let put = |body: &str| of("PUT", "/branches/b/shelves/s?reserve&v=2", body);
    for body in ["[1]", "null", "\"", "}"] {
        assert_eq!(put(body), format!("ReserveBook {body}"));
    }
    assert_eq!(
        put("{"),
        r#"ReserveBook {"branch":"b","shelf":"s","#,
        "what stands in the address is told all the same"
    );
    assert_eq!(put(r#"{"branch":"other"}"#), r#"ReserveBook {"branch":"other","branch":"b","shelf":"s"}"#);
    assert_eq!(put(" { } "), r#"ReserveBook { "branch":"b","shelf":"s"}"#);
}

#[test]
fn the_two_versions_of_aws_json_differ_in_their_content_type() {
    loaded::load(HARBOUR).unwrap();
    let request = build("harbour-master:ListBookings", b"{}", &BuildOptions::default()).unwrap();
    assert_eq!(request.header("Content-Type"), Some("application/x-amz-json-1.0"));
    assert_eq!(request.header("X-Amz-Target"), Some("Harbour.ListBookings"));
    assert_eq!(request.url, "https://harbour.us-east-1.amazonaws.com/");
}

const MANY: usize = 300;

/// A model that is loaded, with its service's id.
fn load_large(protocol: &str, sdk_id: &str) -> (String, Vec<String>) {
    let text = large_model::model(protocol, sdk_id, MANY);
    let shapes = serde_json::from_str::<Value>(&text).unwrap()["shapes"].as_object().unwrap().len();
    assert!(shapes > 6_000, "{shapes}");
    let brought = loaded::load(&text).unwrap();
    let broken = large_model::broken(MANY);
    assert_eq!(brought.operations.len(), MANY - broken.len());
    // Each operation that leads to what cannot be expressed is told once, and each pattern that no engine takes.
    let refused: Vec<&str> = brought.refused.iter().map(|one| one.shape.as_str()).collect();
    assert!(broken.iter().all(|name| refused.iter().filter(|shape| shape == &name).count() == 1), "{refused:?}");
    assert_eq!(refused.len(), broken.len() + MANY, "{refused:?}");
    for (reason, count) in
        [("is a stream", 6), ("unknown type `matrix`", 6), ("NotThere", 6), ("does not compile", MANY)]
    {
        assert_eq!(brought.refused.iter().filter(|one| one.reason.contains(reason)).count(), count, "{reason}");
    }
    (brought.service, brought.operations)
}

#[test]
fn every_operation_of_a_large_model_has_samples_that_are_sound_and_can_be_built() {
    for (protocol, sdk_id) in [("aws.protocols#awsJson1_0", "Large Works"), ("aws.protocols#restJson1", "Large Rest")] {
        let (service, operations) = load_large(protocol, sdk_id);
        let is_rest = protocol.ends_with("restJson1");
        for id in operations {
            for size in [Size::Minimal, Size::Full] {
                let text = sample(&id, size).unwrap();
                let report = check(&id, text.as_bytes(), &Options::default()).unwrap();
                assert!(report.ok, "{id} {size:?}\n{}", report.render());
                assert!(text.len() < 100_000, "{id}: {}", text.len());
                let request = build(&id, text.as_bytes(), &BuildOptions::default()).unwrap();
                let name = id.strip_prefix(&format!("{service}:")).unwrap();
                if is_rest {
                    let number = name.strip_prefix("Op").unwrap();
                    let start =
                        format!("https://a.works.us-east-1.amazonaws.com/things{number}/a/parts/a?fixed={number}");
                    assert!(request.url.starts_with(&start), "{id}: {}", request.url);
                    assert!(!request.url.contains('{') && (size == Size::Minimal || request.url.contains("page=")));
                    assert!(size == Size::Minimal || request.header("X-Since").is_some(), "{id}");
                } else {
                    assert_eq!(request.header("X-Amz-Target"), Some(format!("Works.{name}").as_str()));
                }
            }
            let answer = Options { side: Side::Output, ..Options::default() };
            assert!(check(&id, b"{}", &answer).unwrap().ok);
            assert!(!check(&id, br#"{"Count":"many"}"#, &answer).unwrap().ok);
            for side in [Side::Input, Side::Output] {
                let (target, shape) = described(&id, side).unwrap();
                let tree = serde_json::to_value(view::shape(&target.model, shape)).unwrap();
                assert!(tree["members"]["Count"]["constraints"]["max"].is_number(), "{id}: {tree}");
            }
        }
    }
}

#[test]
fn anything_can_be_asked_anywhere_in_the_samples_of_a_large_model() {
    let (_, operations) = load_large("aws.protocols#awsJson1_0", "Large Works");
    let mut offers = 0;
    for (i, id) in operations.iter().enumerate() {
        let text = sample(id, if i % 60 == 0 { Size::Full } else { Size::Minimal }).unwrap();
        let step = if i % 60 == 0 { 1 } else { 7 };
        for offset in (0..=text.len()).step_by(step).filter(|offset| text.is_char_boundary(*offset)) {
            offers += complete(id, &text, offset, Form::Wire).unwrap().len();
        }
    }
    assert!(offers > 10_000, "{offers}");
}

#[test]
fn loading_a_model_takes_time_by_its_size_alone() {
    let best = |operations: usize| {
        let text = large_model::model("aws.protocols#awsJson1_1", "Large Clock", operations);
        let time = || {
            let start = Instant::now();
            loaded::load(&text).unwrap();
            start.elapsed()
        };
        (0..4).map(|_| time()).min().unwrap()
    };
    let (small, big) = (best(60), best(600));
    // Ten times the model; the rest is what other tests do meanwhile.
    assert!(big < small * 40 + Duration::from_millis(50), "{small:?} for 60, {big:?} for 600");
}

/// A model with these shapes beside a service and an operation, whose input is `In`.
fn wrong_model(shapes: Value) -> String {
    let mut model = json!({ "smithy": "2.0", "shapes": {
        "a#S": { "type": "service", "traits": { "aws.api#service": { "sdkId": "Wrong" }, "aws.protocols#awsJson1_1": {} } },
        "a#Do": { "type": "operation", "input": { "target": "a#In" }, "output": { "target": "a#In" } },
    } });
    shapes.as_object().unwrap().iter().for_each(|(name, shape)| model["shapes"][format!("a#{name}")] = shape.clone());
    model.to_string()
}

#[test]
fn models_without_an_end_are_loaded_and_end() {
    let chain: serde_json::Map<String, Value> = (0..30_000)
        .map(|i| {
            let name = if i == 0 { "In".to_string() } else { format!("A{i}") };
            (name, json!({ "type": "structure", "members": { "Next": { "target": format!("a#A{}", i + 1), "traits": { "smithy.api#required": {} } } } }))
        })
        .chain([("A30000".to_string(), json!({ "type": "string" }))])
        .collect();
    let fan: serde_json::Map<String, Value> = (0..40)
        .map(|i| {
            let next = if i == 39 { "smithy.api#String".to_string() } else { format!("a#F{}", i + 1) };
            let members: serde_json::Map<String, Value> =
                (0..4).map(|m| (format!("M{m}"), json!({ "target": next }))).collect();
            (
                if i == 0 { "In".to_string() } else { format!("F{i}") },
                json!({ "type": "structure", "members": members }),
            )
        })
        .collect();
    let mixins: serde_json::Map<String, Value> = (0..40)
        .map(|i| {
            let below = json!([{ "target": format!("a#X{}", (i + 1) % 40) }, { "target": format!("a#X{}", (i + 2) % 40) }]);
            (format!("X{i}"), json!({ "type": "structure", "mixins": below, "members": { format!("M{i}"): { "target": "smithy.api#String" } } }))
        })
        .chain([("In".to_string(), json!({ "type": "structure", "mixins": [{ "target": "a#X0" }], "members": {} }))])
        .collect();
    let required = json!({ "smithy.api#required": {} });
    let many = json!({ "smithy.api#length": { "min": 1_000_000_000_000_u64 } });
    for (what, shapes) in [
        ("a chain", Value::Object(chain)),
        ("a fan", Value::Object(fan)),
        ("mixins in a circle", Value::Object(mixins)),
        (
            "itself, and required",
            json!({ "In": { "type": "structure", "members": { "In": { "target": "a#In", "traits": required } } } }),
        ),
        (
            "a list of itself",
            json!({ "In": { "type": "structure", "members": { "L": { "target": "a#L", "traits": required } } },
            "L": { "type": "list", "member": { "target": "a#L", "traits": many } } }),
        ),
        (
            "a long list",
            json!({ "In": { "type": "structure", "members": { "L": { "target": "a#L", "traits": required } } },
            "L": { "type": "list", "member": { "target": "smithy.api#String" }, "traits": many } }),
        ),
        (
            "a union of itself",
            json!({ "In": { "type": "structure", "members": { "U": { "target": "a#U", "traits": required } } },
            "U": { "type": "union", "members": { "U": { "target": "a#U" } } } }),
        ),
        (
            "a map of itself",
            json!({ "In": { "type": "structure", "members": { "M": { "target": "a#M", "traits": required } } },
            "M": { "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": "a#M", "traits": many }, "traits": many } }),
        ),
    ] {
        let brought = loaded::load(&wrong_model(shapes)).unwrap();
        assert_eq!(brought.operations, ["wrong:Do"], "{what}");
        for size in [Size::Minimal, Size::Full] {
            let text = sample("wrong:Do", size).unwrap();
            assert!(serde_json::from_str::<serde::de::IgnoredAny>(&text).is_ok(), "{what}");
            assert!(text.len() < 10_000_000, "{what}: {}", text.len());
            check("wrong:Do", text.as_bytes(), &Options::default()).unwrap();
            complete("wrong:Do", &text, text.len() / 2, Form::Wire).unwrap();
        }
        let (target, shape) = described("wrong:Do", Side::Input).unwrap();
        assert!(serde_json::to_string(&view::shape(&target.model, shape)).unwrap().len() < 20_000_000, "{what}");
        let report = check("wrong:Do", b"{}", &Options::default()).unwrap();
        report.findings.iter().flat_map(|finding| &finding.fixes).for_each(|fix| assert!(!fix.edits.is_empty()));
    }
}

#[test]
fn a_shape_that_is_not_there_is_no_other_of_its_name() {
    let of = |target: &str| json!({ "In": { "type": "structure", "members": { "Text": { "target": target } } } });
    assert_eq!(loaded::load(&wrong_model(of("smithy.api#String"))).unwrap().operations, ["wrong:Do"]);
    let brought = loaded::load(&wrong_model(of("a#String"))).unwrap();
    assert_eq!(brought.operations, [""; 0]);
    assert!(brought.refused[0].reason.contains("`a#String`"), "{}", brought.refused[0].reason);
}

#[test]
fn numbers_of_any_kind_keep_their_bounds() {
    let range = |kind: &str, range: Value| json!({ "target": format!("smithy.api#{kind}"), "traits": { "smithy.api#range": range } });
    loaded::load(&wrong_model(json!({ "In": { "type": "structure", "members": {
        "Whole": range("Integer", json!({ "min": 0.5, "max": 2.5 })),
        "Ratio": range("Double", json!({ "min": 0, "max": 1 })),
        "Part": range("Float", json!({ "min": 0.25, "max": 0.75 })),
    } } })))
    .unwrap();
    let rules = |text: &str| -> Vec<String> {
        let report = check("wrong:Do", text.as_bytes(), &Options::default()).unwrap();
        report.findings.iter().map(|finding| format!("{} {}", finding.rule, finding.path)).collect()
    };
    assert_eq!(rules(r#"{"Whole":1,"Ratio":0.5,"Part":0.5}"#), [""; 0]);
    assert_eq!(
        rules(r#"{"Whole":0,"Ratio":-1e-9,"Part":-1}"#),
        ["too-small /Whole", "too-small /Ratio", "too-small /Part"]
    );
    assert_eq!(rules(r#"{"Whole":3,"Ratio":1.000001,"Part":"NaN"}"#), ["too-large /Whole", "too-large /Ratio"]);
}
