//! Texts that nobody wrote: spoiled, cut, huge. Nothing panics, nothing takes long, and what is no error gives nothing.

use crate::oracle::chance::Chance;
use cloud_dryrun::explain;
use std::time::{Duration, Instant};

const SEEDS: &[&str] = &[
    "botocore.exceptions.ClientError: An error occurred (ValidationException) when calling the PutInventory operation (reached max retries: 4): 2 validation errors detected: Value 'x' at 'instanceId' failed to satisfy constraint: Member must satisfy regular expression pattern: (^i-(\\w{8}|\\w{17})$)|(^mi-\\w{17}$); Value null at 'items' failed to satisfy constraint: Member must not be null",
    "Parameter validation failed:\nMissing required parameter in Items[0]: \"Severity\"\nUnknown parameter in Items[0]: \"x\", must be one of: Id, Title\nInvalid type for parameter Items, value: a\nb, type: <class 'str'>, valid types: <class 'list'>, <class 'tuple'>\nInvalid length for parameter Parameters (key: ), value: 0, valid min length: 1",
    "HTTP/1.1 400 Bad Request\r\nx-amzn-errortype: InvalidFilter:http://internal.amazon.com/\r\n\r\n{\"__type\":\"a#InvalidFilter:b\",\"Message\":\"Rate exceeded\"}",
    "ValidationException: Value 'a' at 'details' failed to satisfy constraint: Map keys must satisfy constraint: [Member must have length less than or equal to 64, Member must have length greater than or equal to 1]\n    at x {\n  '$fault': 'client' }",
    "operation error SSM: PutInventory, https response error StatusCode: 400, RequestID: 1, api error ItemContentMismatchException: no",
    "com.amazonaws.X: null (Service: AWSSimpleSystemsManagement; Status Code: 400; Error Code: InvalidInstanceId; Request ID: 1)",
    "STRING_VALUE cannot be converted to Integer",
    "\"An error occurred (InvalidTarget) when calling the StartAutomationExecution operation: \\ud83d\"",
    "│ Error: creating\n│ \n│ InvalidDocumentContent: x",
];

#[test]
fn spoiled_and_cut_texts_are_answered() {
    for seed in 1..=20_000 {
        let mut chance = Chance::new(seed);
        let mut bytes = chance.pick(SEEDS).as_bytes().to_vec();
        for _ in 0..chance.between(1, 6) {
            let at = chance.below(bytes.len() + 1);
            match chance.below(5) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, *chance.pick(b"'\"{}[]();:\\\n \x00\xc3\xff0a")),
                2 => drop(bytes.drain(..at)),
                3 => {
                    let other = chance.pick(SEEDS).as_bytes();
                    bytes.splice(at..at, other[..chance.below(other.len())].iter().copied());
                }
                _ if at < bytes.len() => bytes[at] = *chance.pick(b"'\"{}[]();:\\\n \x00\xc3\xff0a"),
                _ => {}
            }
            if bytes.is_empty() {
                bytes.push(b'x');
            }
        }
        for one in explain(&bytes) {
            assert!(!one.exception.is_empty() && !one.message.is_empty(), "seed {seed}: {one:?}");
            assert!(one.path.is_none_or(|path| path.is_empty() || path.starts_with('/')), "seed {seed}");
        }
    }
}

/// A text twice as long may take twice as long and some more, not four times.
#[test]
fn the_cost_is_linear() {
    let pieces = [
        "; Value 'x' at 'items.1.member.severity' failed to satisfy constraint: Member must not be null",
        "' failed to satisfy constraint: ",
        "; Value '",
        "\nMissing required parameter in Items[0]: \"Severity\"",
        "Unknown parameter in input: \"x\", must be one of: ",
        "Invalid type for parameter ",
        "\nInvalid type for parameter A.b.c[0].d, value: x, type: <class 'str'>, valid types: <class 'x'>",
        "An error occurred (InvalidFilter) when calling the ",
        "InvalidFilter: ",
        "{\"",
        "{\"__type\":",
        "[[[[",
        "1 validation error detected: ",
        "Error Code: InvalidFilter",
        "InvalidFilter ",
        "│ x\n",
        "\u{1b}[31m",
        "Value 'a' at '",
        "' at '",
        " \n",
        "Rate exceeded ",
        "Parameter \"",
    ];
    for start in ["", "2 validation errors detected: Value 'x", "{\"__type\":\"ValidationException\",\"message\":\""] {
        for piece in pieces {
            let time = |bytes: usize| {
                let text = format!("{start}{}", piece.repeat(bytes / piece.len()));
                let once = || {
                    let begin = Instant::now();
                    explain(text.as_bytes());
                    begin.elapsed()
                };
                // Other work on the machine makes it longer, never shorter.
                (0..3).map(|_| once()).min().unwrap_or_default()
            };
            let (short, long) = (time(250_000), time(1_000_000));
            let allowed = short * 8 + Duration::from_millis(100);
            assert!(long < allowed, "{start}{piece}: {short:?} for a quarter, {long:?} for all");
        }
    }
}

#[test]
fn what_is_no_error_gives_nothing() {
    let texts = [
        "",
        "nothing of the kind",
        "{}",
        "null",
        "{\"Items\": [{\"Severity\": \"HIGH\"}]}",
        "<html><body>502 Bad Gateway</body></html>",
        "TypeError: x is not a function\n    at main.js:3:1",
        "An error occurred (NoSuchBucket) when calling the GetObject operation: The specified bucket does not exist",
    ];
    for text in texts {
        assert_eq!(explain(text.as_bytes()), [], "{text}");
    }
}
