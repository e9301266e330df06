//! The content hash of the agent, rule by rule. The digests were computed apart from this crate, over texts
//! written by hand as Go writes them; two of them are the agent's own (its RackInfo sample and its fixture).
#![cfg(not(target_arch = "wasm32"))]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may panic")]

use cloud_dryrun::hash::{Algorithm, ContentHash, Encoding, HashOptions, Scheme, content_hashes};

fn item(type_name: &str, content: &str, hash: &str) -> String {
    let hash = if hash.is_empty() { String::new() } else { format!(r#","ContentHash":"{hash}""#) };
    format!(
        r#"{{"InstanceId":"i-0123456789abcdef0","Items":[{{"TypeName":"{type_name}","SchemaVersion":"1.0",
        "CaptureTime":"2026-01-01T00:00:00Z","Content":{content}{hash}}}]}}"#
    )
}

#[track_caller]
fn hashed(type_name: &str, content: &str, given: &str) -> ContentHash {
    let text = item(type_name, content, given);
    let mut all = content_hashes("ssm:PutInventory", text.as_bytes(), HashOptions::default()).unwrap();
    assert_eq!(all.len(), 1);
    all.remove(0)
}

#[track_caller]
fn agent_hash(type_name: &str, content: &str, text: &str, digest: &str) {
    let hash = hashed(type_name, content, "");
    assert_eq!(hash.hashed, text);
    assert_eq!(hash.digest, digest);
    assert_eq!((hash.path.as_str(), hash.given, hash.matches), ("/Items/0/Content", None, None));
}

#[test]
fn the_agents_own_values() {
    let rack = r#"[{"RackLocation":"Bay B/Row C/Rack D/Shelf E"}]"#;
    agent_hash("Custom:RackInfo", rack, rack, "h2S3423R45iIYNRHpkdDfg==");
    agent_hash(
        "AWS:Application",
        r#"[{"Architecture":"Brutalism","ApplicationType":"Foo","Release":"1","Version":"","Publisher":"Pub1","Name":"Test1"}]"#,
        r#"[{"Name":"Test1","Publisher":"Pub1","Version":"","Release":"1","ApplicationType":"Foo","Architecture":"Brutalism"}]"#,
        "VCJt7PVv2CdWaKBlj4vMeA==",
    );
}

#[test]
fn optional_members_of_the_agents_structures_are_left_out_when_empty_and_others_are_not() {
    let hash = hashed("AWS:Network", r#"[{"IPV6":"","IPV4":"","SubnetMask":"","Name":"eth0"}]"#, "");
    assert_eq!(hash.hashed, r#"[{"Name":"eth0","IPV4":"","IPV6":""}]"#);
    let custom = hashed("Custom:Network", r#"[{"SubnetMask":"","Name":"eth0"}]"#, "");
    assert_eq!(custom.hashed, r#"[{"Name":"eth0","SubnetMask":""}]"#);
}

#[test]
fn keys_of_custom_types_are_in_the_order_of_their_bytes_before_escaping() {
    agent_hash("Custom:T1", r#"[{"😀":"a","｡":"b"}]"#, r#"[{"｡":"b","😀":"a"}]"#, "fRli4QyRJs/qWMB9LATmoQ==");
    let hash = hashed("Custom:T1", r#"[{"b":"1","<":"2","a":"3","A":"4"}]"#, "");
    assert_eq!(hash.hashed, r#"[{"\u003c":"2","A":"4","a":"3","b":"1"}]"#);
}

#[test]
fn texts_are_escaped_as_go_escapes_them() {
    agent_hash(
        "Custom:T1",
        r#"[{"\u0061":"\"\\\n\r\t\u0001\u001F<>&\u2028\u2029\/'\u007fä\ud83d\ude00"}]"#,
        "[{\"a\":\"\\\"\\\\\\n\\r\\t\\u0001\\u001f\\u003c\\u003e\\u0026\\u2028\\u2029/'\u{7f}ä😀\"}]",
        "gQTcPlJk+Yn/velS/isQ2Q==",
    );
    agent_hash("Custom:T1", r#"[{"a":"\ud800"}]"#, "[{\"a\":\"\u{fffd}\"}]", "Wc5G04FaDYSkM/wmeHUpYg==");
}

#[test]
fn backspace_and_form_feed_are_written_by_either_go() {
    let content = r#"[{"a":"\b\f"}]"#;
    agent_hash("Custom:T1", content, r#"[{"a":"\b\f"}]"#, "75nZfg0MSCOUfObQOHblLg==");
    let older = hashed("Custom:T1", content, "y5FlNcC7UvT/YkxYjAbLdw==");
    assert_eq!((older.hashed.as_str(), older.matches), (r#"[{"a":"\u0008\u000c"}]"#, Some(true)));
}

#[test]
fn an_empty_content_has_two_right_hashes() {
    agent_hash("Custom:T1", "[]", "[]", "11FxOYiYfpMxmANj4kGJzg==");
    let nothing_gathered = hashed("Custom:T1", "[]", "N6YlnMDB2uKZp4Zkid/wvQ==");
    assert_eq!((nothing_gathered.hashed.as_str(), nothing_gathered.matches), ("null", Some(true)));
    let wrong = hashed("Custom:T1", "[]", "AAAA");
    assert_eq!((wrong.digest.as_str(), wrong.matches), ("11FxOYiYfpMxmANj4kGJzg==", Some(false)));
}

#[test]
fn entries_keep_their_order_and_of_equal_keys_the_last_counts() {
    let hash = hashed("Custom:T1", r#"[{"b":"2"},{"a":"1","a":"3"}]"#, "");
    assert_eq!(hash.hashed, r#"[{"b":"2"},{"a":"3"}]"#);
}

#[test]
fn a_content_that_cannot_be_read_has_no_hash() {
    let text = item("Custom:T1", r#"[{"a":1}]"#, "");
    assert_eq!(content_hashes("ssm:PutInventory", text.as_bytes(), HashOptions::default()).unwrap(), []);
    let text = text.replace("\"Content\":", "\"Contents\":");
    assert_eq!(content_hashes("ssm:PutInventory", text.as_bytes(), HashOptions::default()).unwrap(), []);
    assert_eq!(content_hashes("ssm:GetInventory", b"{}", HashOptions::default()).unwrap(), []);
}

const ASSOCIATION: &str = r#"{"ResourceId":"i-0123456789abcdef0","ResourceType":"ManagedInstance",
    "ComplianceType":"Association","ExecutionSummary":{"ExecutionTime":1583737233.740,"ExecutionId":"","ExecutionType":""},
    "Items":[{"Id":"a-1","Title":"","Severity":"UNSPECIFIED","Status":"COMPLIANT",
    "Details":{"DocumentVersion":"1","DocumentName":"AWS-RunShellScript"}}]}"#;

#[test]
fn an_association_report_is_hashed_as_the_agents_structure() {
    let hash = &content_hashes("ssm:PutComplianceItems", ASSOCIATION.as_bytes(), HashOptions::default()).unwrap()[0];
    assert_eq!(
        hash.hashed,
        r#"[{"AssociationId":"a-1","ExecutionTime":"2020-03-09T07:00:33.74Z","DocumentName":"AWS-RunShellScript","DocumentVersion":"1","Title":"","ComplianceSeverity":"UNSPECIFIED","ComplianceStatus":"COMPLIANT"}]"#
    );
    assert_eq!((hash.path.as_str(), hash.digest.as_str()), ("/Items", "jQhm80QPjzbhztLjCh85/w=="));
}

#[test]
fn other_schemes_hash_the_text_as_other_languages_write_it() {
    let text = item("Custom:T1", "[ { \"b\": \"ä😀\",\n \"a\" : \"<\\u002f\" } ]", "");
    let of = |scheme, algorithm, encoding| {
        let options = HashOptions { scheme, algorithm, encoding, ..HashOptions::default() };
        content_hashes("ssm:PutInventory", text.as_bytes(), options).unwrap().remove(0)
    };
    let json = of(Scheme::Json, Algorithm::Sha256, Encoding::Hex);
    assert_eq!(json.hashed, r#"[{"b":"ä😀","a":"</"}]"#);
    assert_eq!(json.digest, "3edb1f6166abe72605531b7ece17197427823e0fb27b8458c69247e4f8b2653f");
    let python = of(Scheme::Python, Algorithm::Md5, Encoding::Hex);
    assert_eq!(python.hashed, r#"[{"b": "\u00e4\ud83d\ude00", "a": "</"}]"#);
    assert_eq!(python.digest, "2a4fa42c3c310eae9ce95616195626d0");
}
