//! GetInventorySchema, emulated.

use std::collections::BTreeSet;

use crate::emulator::{Answer, Call, Exception, Output};
use crate::model::tape::Value;
use crate::services::reading::text;
use crate::services::ssm::paging::{begin, finish};
use crate::services::ssm::state::{CUSTOM, SsmState};
use crate::text::order::gathered;

use super::emulate::invalid_type_name;
use super::schemas::definition;
use super::types::{aggregatable, display_name, known, names};
use super::view::GetInventorySchemaRequest;

/// Lists the inventory types with their versions and attributes.
///
/// Known: the vendor's types; a custom type is there after its first report, with texts as attributes, and stays when
/// it is disabled; `Aggregator` lists what can be counted by, with the names that its sample has; a foreign token is
/// InvalidNextToken.
///
/// Assumptions: the order, by name as in the vendor's samples; 50 rows a page where no number is given; the name that
/// is asked for is the beginning of names, and one that begins no type of the vendor's nor a custom name is
/// InvalidTypeNameException; data types are written in capitals, as in every published answer, although the model has
/// them small; custom types can be counted by each attribute; `SubType` lists the types that have sub types; a custom
/// type has the greatest version that was put, and the attributes of all reports.
pub fn get_inventory_schema(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = GetInventorySchemaRequest(call.input);
    let state: &SsmState = call.state()?;
    let flag = |value: Option<Value<'_>>| value.and_then(Value::boolean) == Some(true);
    let (aggregator, sub_type) = (flag(request.aggregator()), flag(request.sub_type()));
    let wanted = text(request.type_name()).unwrap_or_default();
    let mut all: BTreeSet<&str> = gathered(state.schemas.keys().map(String::as_str));
    for name in names() {
        all.insert(name);
    }
    let begins = |name: &str| name.starts_with(&wanted);
    if !all.iter().any(|name| begins(name)) && !wanted.starts_with(CUSTOM) && !begins(CUSTOM) {
        return Err(invalid_type_name());
    }
    let query = format!("{wanted} {aggregator} {sub_type}");
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    let from = from.unwrap_or_default();
    for name in all.range(from.as_str()..).filter(|name| begins(name)) {
        let Some(definition) = shown(state, name, aggregator, sub_type) else { continue };
        if !page.has_room(|| name.to_string()) {
            break;
        }
        page.looked_at(1);
        page.push(|out| *out += &definition);
    }
    Ok(Answer::read(finish(page, Output::default(), "Schemas")))
}

fn shown(state: &SsmState, name: &str, aggregator: bool, sub_type: bool) -> Option<String> {
    let Some(known) = known(name) else {
        let schema = state.schemas.get(name).filter(|_| !sub_type)?;
        let attributes = schema.attributes.iter().map(|attribute| (attribute.clone(), "STRING"));
        return Some(definition(name, &schema.version, None, attributes));
    };
    if sub_type && !known.has_context {
        return None;
    }
    let kind = |attribute: &str| if known.is_number(attribute) { "NUMBER" } else { "STRING" };
    let typed = |attribute: &'static str| (attribute.to_string(), kind(attribute));
    match aggregator {
        true => {
            let attributes = aggregatable(name)?.map(typed);
            Some(definition(name, known.schema_version, display_name(name), attributes))
        }
        false => Some(definition(name, known.schema_version, None, known.attributes().map(typed))),
    }
}
