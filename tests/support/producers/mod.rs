//! The producers of requests that are known, each with what its source sends. A list is a conversation: it is sent in
//! this order.

mod agent;
mod approvals;
mod functions;
mod patches;
mod reporters;

use serde_json::{Value, json};

use crate::chance::Chance;

/// A request on its way.
pub struct Sent {
    pub operation: &'static str,
    pub body: Value,
}

pub type Produce = fn(&mut Chance) -> Vec<Sent>;

pub const PRODUCERS: &[(&str, Produce)] = &[
    ("agent: compliance of associations", agent::associations),
    ("agent: inventory in full, then by hash", agent::inventory),
    ("agent: frequent collector", agent::frequent_collector),
    ("agent: files split off", agent::files_apart),
    ("patch baseline", patches::baseline),
    ("patch baseline, large lists dropped", patches::without_lists),
    ("patch baseline by association", patches::association),
    ("OmniSSM", reporters::omnissm),
    ("configuration management", reporters::configuration_management),
    ("shell reporter with a custom type", reporters::shell),
    ("examples of the command line", reporters::command_line),
    ("samples of the API reference", reporters::api_reference),
    ("PowerShell samples", reporters::power_shell),
    ("approvals", approvals::approvals),
    ("game day", approvals::game_day),
    ("change requests", approvals::change_requests),
    ("runbooks at scale", approvals::at_scale),
    ("function over HTTP", functions::over_http),
    ("function through the vendor's client", functions::through_the_client),
    ("function through a typed client", functions::typed),
    ("events of custom rules", functions::events),
];

fn sent(operation: &'static str, body: Value) -> Sent {
    Sent { operation, body }
}

fn hex(chance: &mut Chance, many: usize) -> String {
    (0..many)
        .map(|_| *chance.pick(&['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f']))
        .collect()
}

fn uuid(chance: &mut Chance) -> String {
    [8, 4, 4, 4, 12].map(|many| hex(chance, many)).join("-")
}

fn node(chance: &mut Chance) -> String {
    match chance.below(3) {
        0 => format!("i-{}", hex(chance, 8)),
        1 => format!("mi-{}", hex(chance, 17)),
        _ => format!("i-{}", hex(chance, 17)),
    }
}

/// Sixteen bytes in base64, as an MD5 sum is written.
fn digest(chance: &mut Chance) -> String {
    const LETTERS: &[char] = &['A', 'Q', 'g', 'w'];
    let body: String = (0..21).map(|_| *chance.pick(&['A', 'b', 'Z', '0', '9', '+', '/'])).collect();
    format!("{body}{}==", chance.pick(LETTERS))
}

/// A time of 2025 as `YYYY-MM-DDThh:mm:ssZ`.
fn utc(chance: &mut Chance) -> String {
    let day = chance.between(1, 28);
    format!("2025-03-{day:02}T{:02}:{:02}:{:02}Z", chance.below(24), chance.below(60), chance.below(60))
}

/// Epoch seconds with up to three decimals, as the Go SDK writes them.
fn seconds(chance: &mut Chance) -> Value {
    let whole = 1_741_000_000 + chance.below(1_000_000) as i64;
    match chance.below(3) {
        0 => json!(whole as f64 + 0.5),
        1 => json!(whole as f64 + 0.125),
        _ => json!(whole),
    }
}

/// A text as systems report it: of any alphabet, with signs that need escapes, or none at all.
fn text(chance: &mut Chance) -> String {
    (*chance.pick(&[
        "",
        "GNU Bash",
        "Größenänderung",
        "日本語パッケージ",
        "a \"quoted\" <name> & more",
        "C:\\Program Files\\Tool",
        "line\none\ttwo",
        "😀 1.0",
        "libstdc++6",
        "\u{2028}",
        "7-Zip 19.00 (x64)",
    ]))
    .to_string()
}

fn some<T>(chance: &mut Chance, most: usize, mut one: impl FnMut(&mut Chance, usize) -> T) -> Vec<T> {
    (0..chance.below(most + 1)).map(|i| one(chance, i)).collect()
}
