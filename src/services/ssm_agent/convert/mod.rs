//! Files into the requests that the agent would make of them, and back.

mod from_put_inventory;
mod to_put_inventory;

use serde_json::{Map, Value as Json};

use crate::convert::Conversion;
use crate::model::tape::Value;

/// What the agent would send for files.
pub const TO_PUT_INVENTORY: Conversion = Conversion::of("ssm:PutInventory", to_put_inventory::run);

/// The files that would say the same as a request.
pub const FROM_PUT_INVENTORY: Conversion = Conversion::of("ssm-agent:CustomInventoryFile", from_put_inventory::run);

/// With more files the agent reads none (customGatherer.go, getFilePaths).
const MOST_FILES: usize = 20;

/// Entries as JSON, without what a later name puts out of force.
fn json_of(entries: &[Value<'_>]) -> Json {
    let text = |value: Value<'_>| value.any_str().unwrap_or_default().into_owned();
    let entry = |entry: &Value<'_>| {
        let attributes = entry.all_entries().map(|(key, value)| (text(key), Json::String(text(value))));
        Json::Object(attributes.collect::<Map<String, Json>>())
    };
    Json::Array(entries.iter().map(entry).collect())
}
