//! Shapes that no emulated operation has: how each language writes them.

use super::*;
use crate::model::Model;
use crate::model::tape::Tape;
use crate::model::walk::{Settings, walk};
use crate::text::decode::decode;
use std::rc::Rc;

const MODEL: &str = r#"{ "smithy": "2.0", "shapes": {
  "t#Service": { "type": "service", "version": "1", "operations": [ { "target": "t#DoIt" } ] },
  "t#DoIt": { "type": "operation", "input": { "target": "t#In" }, "output": { "target": "t#Out" } },
  "t#Out": { "type": "structure", "members": { "from": { "target": "smithy.api#String" } } },
  "t#In": { "type": "structure", "members": {
    "from": { "target": "smithy.api#String" }, "bytes": { "target": "smithy.api#Blob" },
    "long": { "target": "smithy.api#Long" }, "longs": { "target": "t#Longs" },
    "double": { "target": "smithy.api#Double" }, "any": { "target": "smithy.api#Document" },
    "one": { "target": "t#Union" }, "sparse": { "target": "t#Sparse" } } },
  "t#Longs": { "type": "list", "member": { "target": "smithy.api#Long" } },
  "t#Sparse": { "type": "map", "key": { "target": "smithy.api#String" }, "value": { "target": "smithy.api#Boolean" },
    "traits": { "smithy.api#sparse": {} } },
  "t#Union": { "type": "union", "members": { "a": { "target": "smithy.api#String" }, "b": { "target": "smithy.api#String" } } }
} }"#;

#[track_caller]
fn program(body: &str, write: fn(&Call<'_>, Value<'_>) -> String) -> String {
    let model = Rc::new(Model::load(MODEL).unwrap());
    let target = Target {
        service: crate::services::Served::Known(crate::services::SERVICES[0]),
        model: model.clone(),
        name: "DoIt".into(),
    };
    let request = Request { body: body.into(), ..Request::default() };
    let call = Call { target: &target, request: &request, region: "eu-west-1", endpoint: None };
    let (decoded, mut tape, mut findings) = (decode(body.as_bytes()), Tape::default(), Findings::new(10));
    let settings = Settings {
        form: Form::Wire,
        side: Default::default(),
        unknown_member: &crate::model::rules::UNKNOWN_MEMBER,
        meant: &[],
        hints: &crate::model::sample::LateHints::of(""),
    };
    walk(&model, target.operation().input, &decoded, settings, &mut tape, &mut findings);
    write(&call, tape.root(&decoded.text))
}

#[track_caller]
fn assert_has(program: &str, pieces: &[&str]) {
    for piece in pieces {
        assert!(program.contains(piece), "`{piece}` is not in\n{program}");
    }
}

const ALL: &str = r#"{ "from": "x", "bytes": "AAEC", "long": 9007199254740993, "longs": [1, 9007199254740993], "double": "NaN",
    "any": { "a b": [true, null, 1.50, "\u0007", {}], "__proto__": [] }, "one": { "a": "x" }, "sparse": { "k": null } }"#;

#[test]
fn python_has_a_form_for_every_shape() {
    let program = program(ALL, boto3::program);
    assert_has(
        &program,
        &[
            "from base64 import b64decode\n\nimport boto3\n",
            // A member is called as no argument can be.
            "client.do_it(**{\n    \"from\": \"x\",\n",
            "    \"bytes\": b64decode(\"AAEC\"),\n",
            "    \"long\": 9007199254740993,\n",
            "    \"double\": float(\"NaN\"),\n",
            "    \"any\": {\"a b\": [True, None, 1.50, \"\\x07\", {}], \"__proto__\": []},\n",
            "        \"k\": None,\n",
            // botocore has no sparse maps.
            "# /sparse/k: boto3 refuses the request before it is sent: it wants true or false here.\n",
        ],
    );
}

#[test]
fn javascript_has_a_form_for_every_shape() {
    let program = program(ALL, javascript::program);
    assert_has(
        &program,
        &[
            "\n    bytes: Buffer.from(\"AAEC\", \"base64\"),\n",
            "\n    long: 9007199254740993n,\n",
            "// /longs/1: JavaScript holds about 16 digits of a number",
            "\n    double: NaN,\n",
            "\n    any: {\"a b\": [true, null, 1.50, \"\\u0007\", {}], [\"__proto__\"]: []},\n",
            "\n      k: null,\n",
        ],
    );
}

#[test]
fn the_command_line_has_a_form_for_every_shape() {
    let program = program(ALL, aws_cli::program);
    assert_has(
        &program,
        &[
            "# /bytes: version 1 of the AWS CLI takes this base64 for the bytes themselves.\n",
            "  \"double\": NaN,\n",
            "  \"any\": {\"a b\": [true, null, 1.50, \"\\u0007\", {}], \"__proto__\": []},\n",
        ],
    );
}

#[test]
fn a_union_takes_one_member() {
    let both = program(r#"{ "one": { "a": "x", "b": "y" } }"#, boto3::program);
    assert_has(
        &both,
        &["# /one: boto3 refuses the request before it is sent: exactly one member has to be set here.\n"],
    );
    assert!(!program(r#"{ "one": { "a": "x" } }"#, boto3::program).contains("refuses"));
}
