//! ListInventoryEntries, emulated.

use crate::emulator::pages::{EXAMINED, Pages};
use crate::emulator::{Answer, Call, Exception, Output};
use crate::model::tape::Value;
use crate::services::ssm::rows::field;
use crate::services::ssm::state::{COMPLIANCE_ITEM, Report, SsmState};

use super::emulate::flattened;
use super::types::known;
use super::view::{InventoryFilter, ListInventoryEntriesRequest};

/// Lists the stored entries of one type from one node, in the order in which they were put.
///
/// Known: entries are the stored contents; a foreign token is InvalidNextToken.
///
/// Assumptions: a type of which nothing is stored gives an empty list, an unknown AWS type
/// InvalidTypeNameException; 50 entries a page where no number is given; filter keys are bare attribute names,
/// or `Type.Attribute` of the type listed, and another type's are InvalidFilter; values of a filter are
/// alternatives, filters all have to hold; an entry without the attribute matches NotEqual alone; Exists holds
/// where the attribute is there; texts compare as such; the types with sub types list all of them.
pub fn list_inventory_entries(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListInventoryEntriesRequest(call.input);
    let state: &SsmState = call.state()?;
    let text = |value: Option<Value<'_>>| value.and_then(Value::any_str).unwrap_or_default().into_owned();
    let (node, type_name) = (text(request.instance_id()), text(request.type_name()));
    if !state.settings.nodes.has(&node) {
        return Err(Exception::new(
            "InvalidInstanceId",
            "The managed node isn't registered or isn't in a valid state.",
        ));
    }
    if known(&type_name).is_none() && type_name.starts_with("AWS:") {
        return Err(Exception::new("InvalidTypeNameException", "The type name isn't valid."));
    }
    let filters = request.filters().map(|view| Filter::of(view, &type_name)).collect::<Result<Vec<_>, _>>()?;
    let query = format!("{node} {type_name} {}", filters.iter().map(Filter::text).collect::<Vec<_>>().join("\n"));
    let pages = Pages::new(call.ids, call.operation, &query);
    let mut from = 0;
    if let Some(token) = request.next_token().and_then(Value::any_str).filter(|token| !token.is_empty()) {
        let position = pages.position(&token).and_then(|text| text.parse().ok());
        from = position.ok_or_else(|| Exception::new("InvalidNextToken", "The specified token isn't valid."))?;
    }
    let most = request.max_results().and_then(Value::integer).unwrap_or(50) as usize;
    let reports = state.nodes.get(&node).and_then(|node| node.types.get(&type_name));
    let rows = reports.into_iter().flat_map(|types| types.values()).flat_map(Report::rows);
    let (mut entries, mut count, mut next) = (String::from("["), 0, None);
    for (index, row) in rows.enumerate().skip(from) {
        if count == most || index - from == EXAMINED {
            next = Some(pages.token(&index.to_string()));
            break;
        }
        let row = if type_name == COMPLIANCE_ITEM { flattened(row) } else { row.into() };
        if filters.iter().all(|filter| filter.holds(&row)) {
            if count > 0 {
                entries.push(',');
            }
            entries.push_str(&row);
            count += 1;
        }
    }
    entries.push(']');
    let first = reports.and_then(|types| types.values().next());
    let output = Output::default()
        .text("TypeName", &type_name)
        .text("InstanceId", &node)
        .maybe("SchemaVersion", first.map(|report| report.schema_version.as_str()))
        .maybe("CaptureTime", first.map(|report| report.capture_time.as_str()));
    Ok(Answer::read(output.json("Entries", &entries).maybe("NextToken", next.as_deref()).finish()))
}

struct Filter {
    attribute: String,
    values: Vec<String>,
    operator: String,
}

impl Filter {
    fn of(view: InventoryFilter<'_>, type_name: &str) -> Result<Filter, Exception> {
        let text = |value: Option<Value<'_>>| value.and_then(Value::any_str).map(String::from);
        let key = text(view.key()).unwrap_or_default();
        let attribute = match key.rsplit_once('.') {
            Some((of, attribute)) if of == type_name => attribute.to_string(),
            Some(_) => {
                return Err(Exception::new(
                    "InvalidFilter",
                    format!("The filter key {key} isn't valid for {type_name}."),
                ));
            }
            None => key,
        };
        let values =
            view.values().into_iter().flat_map(Value::elements).filter_map(Value::any_str).map(String::from).collect();
        Ok(Filter { attribute, values, operator: text(view.type_()).unwrap_or_else(|| "Equal".into()) })
    }

    fn text(&self) -> String {
        format!("{:?} {} {:?}", self.attribute, self.operator, self.values)
    }

    fn holds(&self, row: &str) -> bool {
        let value = field(row, &self.attribute);
        let any = |holds: fn(&str, &str) -> bool| {
            value.as_deref().is_some_and(|value| self.values.iter().any(|wanted| holds(value, wanted)))
        };
        match self.operator.as_str() {
            "NotEqual" => !any(|value, wanted| value == wanted),
            "BeginWith" => any(|value, wanted| value.starts_with(wanted)),
            "LessThan" => any(|value, wanted| value < wanted),
            "GreaterThan" => any(|value, wanted| value > wanted),
            "Exists" => value.is_some(),
            _ => any(|value, wanted| value == wanted),
        }
    }
}
