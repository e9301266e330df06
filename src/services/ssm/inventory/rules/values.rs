//! The values of attributes of the service's own types: numbers and times, both written as texts.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Rule, Severity};
use crate::services::reading::{shown, text_of};
use crate::services::ssm::compliance::rules::details::{INSTALLED_TIME_OF_ANOTHER_FORM, installed_times};
use crate::services::ssm::state::COMPLIANCE_ITEM;

use super::super::types::known;
use super::super::view::PutInventoryRequest;

pub const NUMBER_THAT_IS_NONE: Rule = Rule::new(
    "inventory/number-that-is-none",
    Severity::Warning,
    "an attribute that counts something holds a text that is no number",
    "numbers travel as texts, and filters compare them as numbers",
    Basis::Documentation("User Guide, \"Metadata collected by inventory\": attributes of the data type NUMBER"),
    |request, found| {
        for item in PutInventoryRequest(request).items() {
            let known = text_of(item.type_name()).and_then(|name| known(&name));
            let Some(known) = known.filter(|known| known.numbers().next().is_some()) else { continue };
            let entries = item.content().into_iter().flat_map(Value::elements).flat_map(Value::entries);
            for (key, value) in entries {
                let Some(text) = value.str().filter(|text| !is_number(text)) else { continue };
                let Some(name) = key.any_str().filter(|name| known.numbers().any(|known| known == name)) else {
                    continue;
                };
                found.at(value, || {
                    Draft::new(format!("{} is no number, and `{name}` is one", shown(&text)))
                        .help("write the digits of the number in quotes, or an empty text where it is not known")
                });
            }
        }
    },
);

/// Whether a text is a number, or says that there is none.
fn is_number(text: &str) -> bool {
    text.is_empty() || text.parse::<f64>().is_ok_and(f64::is_finite)
}

/// Compliance items have the same details, whichever operation brings them.
pub const INSTALLED_TIME_OF_AN_ENTRY: Rule = Rule {
    run: |request, found| {
        let items = PutInventoryRequest(request).items();
        let items = items.filter(|item| text_of(item.type_name()).as_deref() == Some(COMPLIANCE_ITEM));
        installed_times(items.filter_map(|item| item.content()).flat_map(Value::elements), found);
    },
    ..INSTALLED_TIME_OF_ANOTHER_FORM
};
