//! Faults that were asked for: what they answer, which requests they strike, and that a run with them can be repeated.

use crate::*;
use cloud_dryrun::advise::sample;
use cloud_dryrun::misuse::Misuse;
use cloud_dryrun::model::sample::Size;
use cloud_dryrun::services;

fn with_faults(faults: Value) -> Emulator {
    let mut emulator = emulator();
    emulator.fault(&faults).unwrap();
    emulator
}

fn put() -> Request {
    request("PutComplianceItems", &report("Custom:One", 10, &[item("a")]))
}

fn list() -> Request {
    request("ListComplianceItems", &json!({}))
}

/// What a request is answered with: `ok`, or the exception.
fn said(emulator: &mut Emulator, request: &Request) -> String {
    body(&emulator.send(request))["__type"].as_str().unwrap_or("ok").to_string()
}

#[test]
fn throttling_is_answered_as_the_service_words_it() {
    let mut emulator = with_faults(json!([{ "exception": "ThrottlingException" }]));
    for request in [put(), list(), raw("StartAutomationExecution", "{}")] {
        let response = emulator.send(&request);
        assert_eq!(response.status, 400);
        assert_eq!(response.body, r#"{"__type":"ThrottlingException","message":"Rate exceeded"}"#);
        assert_eq!(response.delay, 0);
    }
    emulator.clear_faults();
    assert_eq!(listed(&mut emulator, json!({})), [""; 0], "the refused report was not stored");
}

#[test]
fn a_modelled_exception_has_its_status_and_members() {
    let mut emulator = with_faults(json!([
        { "operation": "ssm:PutInventory", "exception": "ItemSizeLimitExceededException", "message": "too large", "members": { "TypeName": "AWS:File" } },
        { "operation": "ssm:ListComplianceItems", "exception": "InternalServerError" },
        { "operation": "ssm:PutComplianceItems", "exception": "InvalidResourceId", "message": "its shape has no member for this" },
    ]));
    let response = emulator.send(&raw("PutInventory", "not even JSON"));
    assert_eq!(response.status, 400);
    assert_eq!(
        body(&response),
        json!({ "__type": "ItemSizeLimitExceededException", "TypeName": "AWS:File", "Message": "too large" })
    );
    let response = emulator.send(&list());
    assert_eq!(response.status, 500);
    assert_eq!(body(&response), json!({ "__type": "InternalServerError", "Message": "This fault was asked for." }));
    assert_eq!(emulator.send(&put()).body, r#"{"__type":"InvalidResourceId"}"#);
}

#[test]
fn every_exception_that_an_operation_can_answer_with_can_be_asked_for() {
    let mut asked = 0;
    for target in services::all().filter(|target| target.service.emulation.is_some()) {
        let common = target.service.emulation.unwrap().common;
        let shared = common.iter().map(|error| (error.name, error.status, error.message));
        let modelled = target.operation().errors.iter().map(|name| {
            let shape = target.model.shape(target.model.named(name).unwrap());
            (&**name, shape.status.unwrap(), "")
        });
        let sample = sample(&target.id(), Size::Minimal).unwrap();
        let request = build(&target.id(), sample.as_bytes(), &BuildOptions::default()).unwrap();
        let answers = target.service.emulation.unwrap().answers;
        for (name, status, message) in shared.chain(modelled) {
            let mut emulator = with_faults(json!([{ "operation": target.id(), "exception": name }]));
            let response = emulator.send(&request);
            let body = body(&response);
            assert_eq!((response.status, body[answers.name].as_str()), (status, Some(name)), "{}", target.id());
            assert!(message.is_empty() || body[answers.message] == message, "{body}");
            asked += 1;
        }
    }
    assert!(asked > 100, "{asked}");
}

#[test]
fn a_status_can_be_told_and_gives_any_name_a_meaning() {
    let mut emulator = with_faults(json!([
        { "operation": "ssm:ListComplianceItems", "exception": "ThrottlingException", "status": 429, "times": 1 },
        { "operation": "ssm:ListComplianceItems", "exception": "TeapotException", "status": 418, "message": "short and stout" },
    ]));
    assert_eq!(emulator.send(&list()).status, 429);
    let response = emulator.send(&list());
    assert_eq!(
        (response.status, response.body.as_str()),
        (418, r#"{"__type":"TeapotException","message":"short and stout"}"#)
    );
}

#[test]
fn a_fault_strikes_as_often_as_was_asked_and_those_after_it_come_next() {
    let mut emulator = with_faults(json!([
        { "operation": "ssm:ListComplianceItems", "exception": "ThrottlingException", "times": 2 },
        { "operation": "ssm:ListComplianceItems", "exception": "InternalServerError", "times": 1 },
    ]));
    assert_eq!(said(&mut emulator, &put()), "ok", "another operation");
    let answers: Vec<String> = (0..4).map(|_| said(&mut emulator, &list())).collect();
    assert_eq!(answers, ["ThrottlingException", "ThrottlingException", "InternalServerError", "ok"]);
    assert_eq!(emulator.faults().iter().map(|fault| fault.used).collect::<Vec<_>>(), [2, 1]);
    let struck: Vec<&[u64]> = emulator.log().map(|entry| entry.faults.as_slice()).collect();
    assert_eq!(struck, [&[][..], &[1], &[1], &[2], &[]]);
}

#[test]
fn a_fault_without_an_exception_delays_alone_and_delays_add_up() {
    let mut emulator = with_faults(json!([
        { "latency": "PT1.5S" },
        { "operation": "ssm:PutComplianceItems", "latency": 200 },
        { "operation": "ssm:ListComplianceItems", "exception": "InternalServerError", "latency": 30 },
        { "latency": 7 },
    ]));
    let response = emulator.send(&put());
    assert_eq!((response.status, response.delay), (200, 1_707));
    let response = emulator.send(&list());
    assert_eq!((response.status, response.delay), (500, 1_530), "the first exception ends the search");
    assert_eq!(emulator.now(), NOW, "the emulator itself does not wait");
}

#[test]
fn a_fault_for_any_operation_strikes_those_that_can_answer_so() {
    let mut emulator = with_faults(json!([{ "exception": "ItemContentMismatchException" }]));
    assert_eq!(said(&mut emulator, &list()), "ok");
    assert_eq!(said(&mut emulator, &raw("PutInventory", "{}")), "ItemContentMismatchException");
    assert_eq!(said(&mut emulator, &raw("PutNothing", "{}")), "UnknownOperationException");
}

#[test]
fn the_same_seed_fails_at_the_same_places() {
    let places = |seed: u64| -> Vec<usize> {
        let mut emulator = with(json!({ "seed": seed }));
        emulator.fault(&json!([{ "exception": "ThrottlingException", "probability": 0.3 }])).unwrap();
        (0..400).filter(|i| said(&mut emulator, &if i % 3 == 0 { put() } else { list() }) != "ok").collect()
    };
    let first = places(1);
    assert_eq!(first, places(1));
    assert_ne!(first, places(2));
    assert!((80..=160).contains(&first.len()), "{} of 400 at 0.3", first.len());
    for (probability, wanted) in [(0.0, 0), (1.0, 50)] {
        let mut emulator = with_faults(json!([{ "exception": "ThrottlingException", "probability": probability }]));
        assert_eq!((0..50).filter(|_| said(&mut emulator, &list()) != "ok").count(), wanted);
    }
}

#[test]
fn one_more_fault_does_not_move_the_others() {
    let places = |more: bool| -> Vec<usize> {
        let mut emulator = emulator();
        let fault =
            json!({ "exception": "ThrottlingException", "probability": 0.5, "operation": "ssm:ListComplianceItems" });
        emulator.fault(&json!([fault])).unwrap();
        if more {
            emulator.fault(&json!([{ "latency": 5, "operation": "ssm:PutInventory" }])).unwrap();
        }
        (0..50).filter(|_| said(&mut emulator, &list()) != "ok").collect()
    };
    assert_eq!(places(false), places(true));
}

#[test]
fn faults_are_kept_in_snapshots_and_end_with_a_reset() {
    let mut original = with_faults(json!([{ "exception": "ThrottlingException", "times": 3, "probability": 0.9 }]));
    for _ in 0..2 {
        original.send(&list());
    }
    let mut restored = Emulator::restore(&original.snapshot().unwrap()).unwrap();
    assert_eq!(restored.faults(), original.faults());
    assert_eq!(restored.snapshot().unwrap(), original.snapshot().unwrap());
    restored.reset().unwrap();
    assert_eq!(restored.faults(), []);
    assert_eq!(said(&mut restored, &list()), "ok");
}

#[track_caller]
fn refusal(faults: Value) -> Misuse {
    let mut emulator = emulator();
    let before = emulator.snapshot().unwrap();
    let refused = emulator.fault(&faults).expect_err("this fault makes no sense");
    assert_eq!(emulator.snapshot().unwrap(), before, "nothing of the list is taken");
    refused
}

#[test]
fn faults_that_make_no_sense_are_refused_in_words() {
    let sound = json!({ "exception": "ThrottlingException" });
    for (fault, code, words) in [
        (json!({}), "wrong-argument", "an `exception`, a `latency`, or both"),
        (json!(3), "wrong-argument", "a fault is an object"),
        (json!({ "message": "x", "latency": 1 }), "wrong-argument", "name one"),
        (json!({ "status": 500, "latency": 1 }), "wrong-argument", "is that of an `operation`: name one"),
        (json!({ "operation": "ssm:PutInventory", "status": 418 }), "wrong-argument", "nothing of status 418"),
        (json!({ "operation": "ssm:PutInventori", "latency": 1 }), "unknown-operation", "`ssm:PutInventory`"),
        (
            json!({ "operation": "ssm:PutInventory", "exception": "ItemContentMismatch" }),
            "wrong-argument",
            "did you mean `ItemContentMismatchException`?",
        ),
        (
            json!({ "operation": "ssm:PutComplianceItems", "exception": "ItemContentMismatchException" }),
            "wrong-argument",
            "ssm:PutComplianceItems does not answer with",
        ),
        (json!({ "exception": "TrottlingException" }), "wrong-argument", "did you mean `ThrottlingException`?"),
        (json!({ "exception": "Kaboom!" }), "wrong-argument", "with a `status` any name can be given"),
        (json!({ "exception": "" }), "wrong-argument", "`exception`"),
        (json!({ "exeption": "ThrottlingException" }), "unknown-option", "did you mean `exception`?"),
        (json!({ "exception": "ThrottlingException", "times": 0 }), "wrong-argument", "`times`"),
        (json!({ "exception": "ThrottlingException", "times": 1.5 }), "wrong-argument", "`times`"),
        (json!({ "exception": "ThrottlingException", "probability": 1.1 }), "wrong-argument", "`probability`"),
        (json!({ "exception": "ThrottlingException", "probability": "often" }), "wrong-argument", "`probability`"),
        (json!({ "latency": -1 }), "wrong-argument", "`latency`"),
        (json!({ "latency": "PT2H" }), "wrong-argument", "`latency`"),
        (json!({ "latency": "soon" }), "wrong-argument", "`latency`"),
        (json!({ "exception": "ThrottlingException", "status": 200 }), "wrong-argument", "`status`"),
        (
            json!({ "operation": "ssm:PutInventory", "exception": "ItemContentMismatchException", "members": { "Typename": "x" } }),
            "wrong-argument",
            "it has TypeName, Message",
        ),
        (json!({ "exception": "ThrottlingException", "members": { "a": 1 } }), "wrong-argument", "`members`"),
    ] {
        let refused = refusal(json!([sound, fault]));
        assert_eq!(refused.code(), code, "{fault}: {refused}");
        assert!(refused.to_string().contains(words), "{fault}: {refused}");
    }
    assert!(refusal(json!({ "latency": 1 })).to_string().contains("list"));
    assert!(refusal(Value::from(vec![sound; 1_001])).to_string().contains("1000"));
}

#[test]
fn what_is_listed_can_be_asked_for_again() {
    let mut emulator = with_faults(json!([{ "exception": "ThrottlingException", "times": 1 }, { "latency": "PT1S" }]));
    emulator.send(&list());
    let listed = serde_json::to_value(emulator.faults()).unwrap();
    assert_eq!(
        listed,
        json!([{ "id": 1, "exception": "ThrottlingException", "times": 1, "used": 1 }, { "id": 2, "latency": 1000, "used": 0 }])
    );
    emulator.clear_faults();
    emulator.fault(&listed).unwrap();
    assert_eq!(emulator.faults().iter().map(|fault| (fault.id, fault.used)).collect::<Vec<_>>(), [(3, 0), (4, 0)]);
}
