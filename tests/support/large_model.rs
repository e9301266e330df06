//! A large model of another service, made by rule: every kind of shape and every trait that the engine knows, some that
//! it does not know, and in every fiftieth operation something that it cannot express.

#![allow(dead_code, reason = "each test file uses its part")]

use serde_json::{Map, Value, json};

/// The text of a model with so many operations, `Op0` and on.
pub fn model(protocol: &str, sdk_id: &str, operations: usize) -> String {
    let mut shapes = Map::new();
    let mut add = |name: String, shape: Value| {
        assert!(shapes.insert(id(&name), shape).is_none(), "{name} is there twice");
    };
    add(
        "Works".into(),
        json!({ "type": "service", "version": "2026-01-01", "traits": {
            "aws.api#service": { "sdkId": sdk_id, "endpointPrefix": "works", "somethingNew": [1] },
            protocol: {}, "aws.auth#sigv4": { "name": "works" }, "works#unheardOf": { "a": [null, 1.5] } } }),
    );
    add("Rack".into(), json!({ "type": "resource", "operations": [] }));
    (0..5).for_each(|i| mixin(i, &mut add));
    (0..operations).for_each(|i| operation(i, &mut add));
    json!({ "smithy": "2.0", "metadata": { "suppressions": [] }, "shapes": shapes }).to_string()
}

/// The operations that lead to something inexpressible.
pub fn broken(operations: usize) -> Vec<String> {
    (0..operations).filter(|i| i % 50 >= 47).map(|i| format!("Op{i}")).collect()
}

fn id(name: &str) -> String {
    format!("example.works#{name}")
}

fn to(name: &str) -> Value {
    json!({ "target": if name.contains('#') { name.to_string() } else { id(name) } })
}

fn with(target: &str, traits: &[(&str, Value)]) -> Value {
    let target = if target.contains('#') { target.to_string() } else { id(target) };
    json!({ "target": target, "traits": traits_of(traits) })
}

fn traits_of(traits: &[(&str, Value)]) -> Value {
    let known = traits.iter().map(|(name, value)| match name.contains('#') {
        true => (name.to_string(), value.clone()),
        false => (format!("smithy.api#{name}"), value.clone()),
    });
    Value::Object(known.collect())
}

fn mixin(i: usize, add: &mut impl FnMut(String, Value)) {
    let below = if i == 0 { json!([]) } else { json!([to(&format!("Mixed{}", i - 1))]) };
    add(
        format!("Mixed{i}"),
        json!({ "type": "structure", "mixins": below, "traits": { "smithy.api#mixin": {} }, "members": {
            format!("From{i}"): with("smithy.api#String", &[("documentation", json!(format!("<p>Mixed in by {i}</p>")))]),
            "Shared": with("smithy.api#Integer", &[("range", json!({ "min": i, "max": 10 + i }))]),
        } }),
    );
}

fn operation(i: usize, add: &mut impl FnMut(String, Value)) {
    let own = |name: &str| format!("{name}{i}");
    let method = ["POST", "PUT"][i % 2];
    add(
        own("Op"),
        json!({ "type": "operation", "input": to(&own("In")), "output": to(&own("Out")), "errors": [to(&own("Wrong"))],
            "traits": traits_of(&[
                ("http", json!({ "method": method, "uri": format!("/things{i}/{{Label}}/parts/{{Path+}}?fixed={i}"), "code": 200 })),
                ("endpoint", json!({ "hostPrefix": "{Label}." })),
                ("documentation", json!(format!("<p>Does <b>{i}</b> &amp; more.</p>"))),
                ("works#unheardOf", json!(i)),
            ]) }),
    );
    add(
        own("Wrong"),
        json!({ "type": "structure", "members": { "message": to("Text0") },
            "traits": traits_of(&[("error", json!("client")), ("httpError", json!(409))]) }),
    );
    simple_shapes(i, add);
    aggregates(i, add);
    add(own("In"), json!({ "type": "structure", "mixins": [to(&format!("Mixed{}", i % 5))], "members": input(i) }));
    let out = match i % 50 {
        49 => json!({ "Stream": to(&own("Stream")) }),
        47 => json!({ "Nobody": with("NotThere", &[("length", json!({ "min": 1 }))]) }),
        _ => {
            json!({ "Tree": to(&own("Tree")), "Kind": to(&own("Kind")), "Count": to(&own("Count")), "Choice": to(&own("Choice")) })
        }
    };
    add(own("Out"), json!({ "type": "structure", "members": out }));
    match i % 50 {
        49 => add(own("Stream"), json!({ "type": "blob", "traits": { "smithy.api#streaming": {} } })),
        48 => add(own("Matrix"), json!({ "type": "matrix", "member": to("Text0") })),
        _ => {}
    }
}

fn input(i: usize) -> Value {
    let own = |name: &str| format!("{name}{i}");
    let required = ("required", json!({}));
    let mut members = json!({
        "Label": with(&own("Name"), &[required.clone(), ("httpLabel", json!({})), ("hostLabel", json!({}))]),
        "Path": with(&own("Name"), &[required.clone(), ("httpLabel", json!({}))]),
        "Token": with(&own("Text"), &[required.clone(), ("idempotencyToken", json!({}))]),
        "Page": with("smithy.api#Integer", &[("httpQuery", json!("page")), ("range", json!({ "min": 1, "max": 50 }))]),
        "Since": with("smithy.api#Timestamp", &[("httpHeader", json!("X-Since")), ("timestampFormat", json!("http-date"))]),
        "Hints": with(&own("Words"), &[("httpPrefixHeaders", json!("X-Hint-"))]),
        "More": with(&own("Words"), &[("httpQueryParams", json!({}))]),
        "Kind": with(&own("Kind"), &[required]),
        "Old": to(&own("Old")),
        "Level": to(&own("Level")),
        "Count": to(&own("Count")),
        "Big": to("Big0"),
        "Tiny": with("smithy.api#Byte", &[("range", json!({ "min": -100, "max": 200 }))]),
        "Ratio": with("smithy.api#Double", &[("range", json!({ "min": 0, "max": 1 + i }))]),
        "Exact": to("Exact0"),
        "Flag": to("smithy.api#Boolean"),
        "At": to("smithy.api#Timestamp"),
        "AtText": with("smithy.api#Timestamp", &[("timestampFormat", json!("date-time"))]),
        "AtShape": to(&own("Moment")),
        "Data": to(&own("Data")),
        "Doc": to("Doc0"),
        "Choice": to(&own("Choice")),
        "Tree": to(&own("Tree")),
        "Sparse": to(&own("Sparse")),
        "Unique": to(&own("Unique")),
        "ByKind": to(&own("ByKind")),
        "Secret": with(&own("Secret"), &[("jsonName", json!("secret"))]),
        "Version": with("smithy.api#String", &[("pattern", json!(r"^([0-9]{1,6})(\.[0-9]{1,6})$"))]),
        "Loose": with("smithy.api#String", &[("pattern", json!("(unclosed")), ("length", json!({ "max": 9 }))]),
    });
    if i % 50 == 48 {
        members["Matrix"] = to(&own("Matrix"));
    }
    members
}

fn simple_shapes(i: usize, add: &mut impl FnMut(String, Value)) {
    let own = |name: &str| format!("{name}{i}");
    let mut simple = |name: &str, kind: &str, traits: &[(&str, Value)]| {
        add(own(name), json!({ "type": kind, "traits": traits_of(traits) }));
    };
    simple("Name", "string", &[("pattern", json!("^[a-zA-Z0-9:_-]*$")), ("length", json!({ "min": 1, "max": 12 }))]);
    simple("Text", "string", &[("length", json!({ "min": i % 3, "max": 20 + i }))]);
    simple("Secret", "string", &[("sensitive", json!({})), ("length", json!({ "min": 2, "max": 8 }))]);
    simple("Old", "string", &[("enum", json!([{ "value": "on", "name": "ON" }, { "value": format!("off{i}") }]))]);
    simple("Count", "integer", &[("range", json!({ "min": -(i as i64), "max": i + 1 }))]);
    simple("Moment", "timestamp", &[("timestampFormat", json!(["date-time", "http-date", "epoch-seconds"][i % 3]))]);
    simple("Data", "blob", &[("length", json!({ "min": 1, "max": 30 }))]);
    if i == 0 {
        simple("Big", "bigInteger", &[]);
        simple("Exact", "bigDecimal", &[]);
        simple("Doc", "document", &[]);
    }
    add(
        own("Kind"),
        json!({ "type": "enum", "members": {
            "PLAIN": { "target": "smithy.api#Unit" },
            "FANCY": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": format!("fancy-{i}") } } } }),
    );
    add(
        own("Level"),
        json!({ "type": "intEnum", "members": {
            "LOW": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 1 } },
            "HIGH": { "target": "smithy.api#Unit", "traits": { "smithy.api#enumValue": 10 + i } } } }),
    );
}

fn aggregates(i: usize, add: &mut impl FnMut(String, Value)) {
    let own = |name: &str| format!("{name}{i}");
    // Operations share trees with those before them, so that shapes reach far.
    let before = format!("Tree{}", if i.is_multiple_of(8) { i } else { i - 1 });
    add(
        own("Tree"),
        json!({ "type": "structure", "members": {
            "Name": with(&own("Name"), &[("required", json!({}))]),
            "Children": to(&own("Trees")),
            "Before": to(&before),
            "ByName": to(&own("TreeMap")) } }),
    );
    add(
        own("Trees"),
        json!({ "type": "list", "member": to(&own("Tree")), "traits": traits_of(&[("length", json!({ "max": 4 }))]) }),
    );
    add(own("TreeMap"), json!({ "type": "map", "key": to(&own("Name")), "value": to(&own("Tree")) }));
    add(
        own("Choice"),
        json!({ "type": "union", "members": {
            "Text": to(&own("Text")), "Count": to(&own("Count")), "Tree": to(&own("Tree")), "Many": to(&own("Choices")) } }),
    );
    add(own("Choices"), json!({ "type": "list", "member": to(&own("Choice")) }));
    add(own("Words"), json!({ "type": "map", "key": to(&own("Name")), "value": to(&own("Text")) }));
    add(
        own("Sparse"),
        json!({ "type": "list", "member": to(&own("Count")),
            "traits": traits_of(&[("sparse", json!({})), ("length", json!({ "min": 1, "max": 9 }))]) }),
    );
    add(
        own("Unique"),
        json!({ "type": "list", "member": to(&own("Text")), "traits": traits_of(&[("uniqueItems", json!({}))]) }),
    );
    add(
        own("ByKind"),
        json!({ "type": "map", "key": to(&own("Kind")), "value": to(&own("Text")),
            "traits": traits_of(&[("sparse", json!({})), ("length", json!({ "max": 2 }))]) }),
    );
}
