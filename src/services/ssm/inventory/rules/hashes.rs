//! Content and its hash. The service compares hashes as they stand and computes none, so a hash that differs
//! from the agent's is nobody's fault.

use crate::hash::{HashOptions, Scheme, hash_of};
use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::{filled, is_absent, shown, text_of};
use crate::services::ssm::reading::{FirstKey, first_keys, is_digest};
use crate::text::string::quoted;

use super::super::hash::contents;
use super::super::view::{InventoryItem, PutInventoryRequest};

/// The items that have no content, neither a broken one.
fn without_content(request: Value<'_>) -> impl Iterator<Item = InventoryItem<'_>> {
    PutInventoryRequest(request).items().filter(|item| is_absent(item.0, InventoryItem::MEMBERS, "Content"))
}

pub const HASH_WITHOUT_CONTENT: Rule = Rule {
    text: RuleText {
        name: "inventory/hash-without-content",
        severity: Severity::Info,
        summary: "an item has a hash and no content",
        why: "it says that nothing has changed since the report with that hash; if that is not the stored one, the call is refused",
        basis: Basis::Observation(
            "amazon-ssm-agent, agent/plugins/inventory/datauploader: sends it when nothing changed, and all again in full after ItemContentMismatchException",
        ),
    },
    run: hash_without_content,
};

fn hash_without_content(request: Value<'_>, found: &mut Found<'_>) {
    for item in without_content(request) {
        let Some(hash) = item.content_hash().filter(|hash| filled(Some(*hash)).is_some()) else { continue };
        found.at(hash, || {
            Draft::new("the hash stands without content: it has to be the stored one")
                .help("be ready to send the item again with its `Content` after ItemContentMismatchException")
        });
    }
}

pub const NEITHER_HASH_NOR_CONTENT: Rule = Rule {
    text: RuleText {
        name: "inventory/neither-hash-nor-content",
        severity: Severity::Warning,
        summary: "an item has neither content nor a hash",
        why: "it says nothing about the node",
        basis: Basis::Assumption("the model requires neither; what the service answers is stated nowhere"),
    },
    run: neither_hash_nor_content,
};

fn neither_hash_nor_content(request: Value<'_>, found: &mut Found<'_>) {
    // Of an item that does not even say its type, more than that is missing.
    for item in without_content(request).filter(|item| item.type_name().is_some()) {
        let is_empty = text_of(item.content_hash()).is_some_and(|hash| hash.is_empty());
        if is_empty || is_absent(item.0, InventoryItem::MEMBERS, "ContentHash") {
            found.missing(item.0, "Content", || {
                Draft::new("the item has neither `Content` nor `ContentHash`")
                    .help("add `Content`, a list of entries; an empty list says that there is nothing on the node")
                    .exception("InvalidItemContentException")
            });
        }
    }
}

pub const HASH_OF_NO_KNOWN_FORM: Rule = Rule {
    text: RuleText {
        name: "inventory/hash-of-no-known-form",
        severity: Severity::Info,
        summary: "`ContentHash` does not have the form of an MD5 or SHA-256 digest",
        why: "the service compares it as it stands, so that a text that never changes hides every change",
        basis: Basis::Documentation(
            "API model, InventoryItem, ContentHash: \"MD5 hash of the inventory item type contents\"",
        ),
    },
    run: hash_of_no_known_form,
};

fn hash_of_no_known_form(request: Value<'_>, found: &mut Found<'_>) {
    for value in PutInventoryRequest(request).items().filter_map(InventoryItem::content_hash) {
        let Some(hash) = filled(Some(value)).filter(|hash| !is_digest(hash)) else { continue };
        found.at(value, || {
            Draft::new(format!("{} is neither an MD5 nor a SHA-256 digest", shown(&hash)))
                .help("write a digest of the content, in base64 or hexadecimal, or leave the hash out")
        });
    }
}

pub const HASH_OF_ANOTHER_CONTENT: Rule = Rule {
    text: RuleText {
        name: "inventory/hash-of-another-content",
        severity: Severity::Info,
        summary: "`ContentHash` looks like the agent's, and is of another text than this content",
        why: "a hash that stays while the content changes hides the change: the service takes the content for the stored one",
        basis: Basis::Assumption(
            "the hash is compared with MD5 in base64 of the texts that the agent, Python and JavaScript write; others may be as good",
        ),
    },
    run: hash_of_another_content,
};

fn hash_of_another_content(request: Value<'_>, found: &mut Found<'_>) {
    for content in contents(request) {
        let Some(value) = content.given else { continue };
        // The form that the agent writes; hashes of other forms come from reporters with a way of their own.
        let is_agents_form =
            value.str().is_some_and(|hash| hash.len() == 24 && hash.ends_with("==") && is_digest(&hash));
        if !is_agents_form {
            continue;
        }
        let of = |scheme| hash_of(request, &content, HashOptions { scheme, ..HashOptions::default() });
        let is_wrong = |scheme| of(scheme).is_some_and(|hash| hash.matches == Some(false));
        if [Scheme::Agent, Scheme::Json, Scheme::Python].into_iter().all(is_wrong) {
            found.at(value, || {
                let digest = of(Scheme::Agent).map(|hash| hash.digest).unwrap_or_default();
                Draft::new(format!("the hash is not of this content, for which the agent would write `{digest}`"))
                    .help("compute the hash anew with each content, or leave it out")
                    .fix(format!("write `{digest}`"), Trust::Check, value.span(), quoted(&digest))
            });
        }
    }
}

pub const HASHED_TIME_OF_THE_RUN: Rule = Rule {
    text: RuleText {
        name: "inventory/hashed-time-of-the-run",
        severity: Severity::Info,
        summary: "content that comes with a hash holds the time of the run",
        why: "it differs from run to run, so that the hash never repeats and nothing is saved by it",
        basis: Basis::Assumption("told by the name of the attribute, or by its value, which is `CaptureTime`"),
    },
    run: hashed_time_of_the_run,
};

/// Names that reporters give to the time at which they ran, without signs and in small letters.
const RUN_TIMES: [&str; 16] = [
    "checktime",
    "checkedat",
    "lastchecked",
    "lastcheck",
    "lastchecktime",
    "scantime",
    "lastscan",
    "lastscantime",
    "scannedat",
    "timestamp",
    "collectedat",
    "collectiontime",
    "capturetime",
    "reporttime",
    "reportedat",
    "currenttime",
];

fn hashed_time_of_the_run(request: Value<'_>, found: &mut Found<'_>) {
    for item in PutInventoryRequest(request).items().filter(|item| filled(item.content_hash()).is_some()) {
        let captured = text_of(item.capture_time());
        for FirstKey { name, key, value } in first_keys(item.content().into_iter().flat_map(Value::elements)) {
            let plain: String =
                name.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
            let is_capture_time = captured.is_some() && value.any_str() == captured;
            if !is_capture_time && !RUN_TIMES.contains(&plain.as_str()) {
                continue;
            }
            found.at_key(key, || {
                Draft::new(format!("{} changes with every run, and is part of what is hashed", shown(&name)))
                    .help("leave it out of `Content`: `CaptureTime` tells the time already")
            });
        }
    }
}
