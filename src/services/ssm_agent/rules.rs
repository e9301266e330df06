//! The rules on custom inventory files, as the agent keeps them beyond what the model says.

use crate::model::tape::{NodeKind, Value};
use crate::report::{Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::shown;
use crate::text::string::quoted;

use super::SOURCE;
use super::entries::{PREFIX, TYPE_NAME_BYTES, entries, faults, is_sound};
use super::view::CustomInventory;

/// The rules on a file.
pub const CUSTOM_INVENTORY_FILE: &[Rule] =
    &[TYPE_NAME_WITHOUT_CUSTOM, TYPE_NAME_OF_TOO_MANY_BYTES, REJECTED_ENTRY, VANISHING_ENTRY];

const TYPE_NAME_WITHOUT_CUSTOM: Rule = Rule {
    text: RuleText {
        name: "inventory-file/type-name-without-custom",
        severity: Severity::Error,
        summary: "a type name does not begin with `Custom:`, written exactly so",
        why: "the agent passes over the whole file; only its own log says so",
        basis: SOURCE,
    },
    run: type_name_without_custom,
};

fn type_name_without_custom(file: Value<'_>, found: &mut Found<'_>) {
    let Some(value) = CustomInventory(file).type_name() else { return };
    let Some(name) = value.any_str().filter(|name| !name.is_empty() && !name.starts_with(PREFIX)) else { return };
    found.at(value, || {
        let draft = Draft::new(format!("{} does not begin with `{PREFIX}`", shown(&name)));
        let (space, own) = name.split_once(':').unwrap_or(("", &name));
        let is_respelled = space.trim().eq_ignore_ascii_case("custom");
        let draft = draft.help(match space {
            _ if is_respelled => "write `Custom:` with a capital letter, and nothing before it",
            "AWS" => "types of the service are gathered by the agent itself; a file is for types of your own",
            _ => "put `Custom:` in front of the name",
        });
        let (meant, trust) = (format!("{PREFIX}{}", own.trim()), if is_respelled { Trust::Safe } else { Trust::Check });
        draft.fix(format!("write {}", shown(&meant)), trust, value.span(), quoted(&meant))
    });
}

const TYPE_NAME_OF_TOO_MANY_BYTES: Rule = Rule {
    text: RuleText {
        name: "inventory-file/type-name-of-too-many-bytes",
        severity: Severity::Error,
        summary: "a type name is short enough in characters, but not in bytes",
        why: "the service counts characters, the agent the bytes of UTF-8, and it passes over the whole file",
        basis: SOURCE,
    },
    run: type_name_of_too_many_bytes,
};

fn type_name_of_too_many_bytes(file: Value<'_>, found: &mut Found<'_>) {
    let Some(value) = CustomInventory(file).type_name() else { return };
    let Some(name) = value.str().filter(|name| name.len() > TYPE_NAME_BYTES) else { return };
    found.at(value, || {
        Draft::new(format!("`TypeName` is {} bytes, at most {TYPE_NAME_BYTES} are taken", name.len()))
            .help("shorten it; the agent counts the bytes of UTF-8, not characters")
    });
}

const REJECTED_ENTRY: Rule = Rule {
    text: RuleText {
        name: "inventory-file/rejected-entry",
        severity: Severity::Error,
        summary: "the only entry of a file, or the last of its list, breaks a rule on attributes",
        why: "the agent keeps the fault of the last entry alone, and passes over the whole file because of it; only its own log says so",
        basis: SOURCE,
    },
    run: |file, found| tell(file, found, true, "passes over the whole file"),
};

const VANISHING_ENTRY: Rule = Rule {
    text: RuleText {
        name: "inventory-file/vanishing-entry",
        severity: Severity::Warning,
        summary: "an entry of a list breaks a rule on attributes, and others follow",
        why: "the agent drops the entry and reports the others as if it were not there; only its own log says so",
        basis: SOURCE,
    },
    run: |file, found| tell(file, found, false, "drops the entry without a word"),
};

/// Tells the faults of those entries that decide about the file, or of the others.
fn tell(file: Value<'_>, found: &mut Found<'_>, decides: bool, consequence: &str) {
    let all = CustomInventory(file).content().and_then(entries).unwrap_or_default();
    for entry in all.iter().filter(|entry| entry.decides == decides && !is_sound(entry.value)) {
        for fault in faults(entry.value) {
            let at = fault.at;
            // What is no JSON is told as that alone.
            if at.kind() == NodeKind::Broken {
                continue;
            }
            if fault.on_key {
                found.at_key(at, || fault.draft(consequence));
            } else {
                found.at(at, || fault.draft(consequence));
            }
        }
    }
}
