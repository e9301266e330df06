//! ListInventoryEntries, emulated.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::reading::text;
use crate::services::ssm::nodes::information::{INSTANCE_INFORMATION, VERSION, captured, row_of};
use crate::services::ssm::paging::{begin, finish, invalid_token};
use crate::services::ssm::rows::field;
use crate::services::ssm::state::{COMPLIANCE_ITEM, SsmState};

use super::compliance_items::{attribute_with_context, flattened};
use super::emulate::{invalid_instance_id, invalid_type_name};
use super::filters::{Comparison, Filter};
use super::stock::Stock;
use super::types::known;
use super::view::{InventoryFilter, ListInventoryEntriesRequest};

/// Lists the stored entries of one type from one node, in the order in which they were put.
///
/// Known: entries are the stored contents; a foreign token is InvalidNextToken; a page may come back short, with a
/// token.
///
/// Assumptions: a type of which nothing is stored gives an empty list, but AWS:InstanceInformation is the entry that
/// GetInventory has for the node; an unknown AWS type InvalidTypeNameException; 50 entries a page where no number is
/// given, and a page looks at 1,000 at most; filter keys are bare attribute names, or `Type.Attribute` of the type
/// listed, and another type's are InvalidFilter; values of a filter are alternatives, filters all have to hold; an
/// entry without the attribute matches NotEqual alone; Exists holds where the attribute is there; numbers compare as
/// numbers, other texts as such; the types with sub types list all of them, in the order of their names, with the
/// version and time of the first; what a context says can be filtered by, and is not in the entries; a node whose
/// machine is gone still has its data.
pub fn list_inventory_entries(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListInventoryEntriesRequest(call.input);
    let state: &SsmState = call.state()?;
    let node = text(request.instance_id()).unwrap_or_default();
    let type_name = text(request.type_name()).unwrap_or_default();
    if !state.settings.nodes.has(&node) {
        return Err(invalid_instance_id());
    }
    if known(&type_name).is_none() && type_name.starts_with("AWS:") {
        return Err(invalid_type_name());
    }
    let filters = request.filters().map(|view| filter_of(view, &type_name)).collect::<Result<Vec<_>, _>>()?;
    let query = [node.as_str(), &type_name, &Filter::query(filters.iter())].join("\n");
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    let (first_type, first) = position_of(from)?;
    let is_compliance = type_name == COMPLIANCE_ITEM;
    let stored = state.nodes.get(&node);
    let reports = || stored.into_iter().flat_map(|stored| stored.reports(&type_name, &first_type));
    'page: for (sub_type, report) in reports() {
        for index in if sub_type == first_type { first } else { 0 }..report.count() {
            if !page.has_room(|| format!("{index} {sub_type}")) {
                break 'page;
            }
            page.looked_at(1);
            let Some((part, row)) = report.row(index) else { continue };
            let holds = |filter: &Filter| {
                let comparison = Filter::comparison(&type_name, &filter.key);
                let value = attribute_with_context((sub_type, part, row), &filter.key, is_compliance);
                filter.holds(comparison, value.into_iter())
            };
            if filters.iter().all(holds) {
                page.push(|out| if is_compliance { *out += &flattened(row) } else { *out += row });
            }
        }
    }
    let first = stored.into_iter().flat_map(|stored| stored.reports(&type_name, "")).next();
    let output = Output::default().text("TypeName", &type_name).text("InstanceId", &node);
    let output = match first {
        Some((_, report)) => {
            output.text("SchemaVersion", &report.schema_version).text("CaptureTime", &report.capture_time)
        }
        None if type_name == INSTANCE_INFORMATION && (Stock { state, now: call.now }).has_node(&node) => {
            let row = row_of(state, &node);
            let holds = |filter: &Filter| filter.holds(Comparison::Texts, field(&row, &filter.key).into_iter());
            if filters.iter().all(holds) {
                page.push(|out| *out += &row);
            }
            output.text("SchemaVersion", VERSION).text("CaptureTime", &captured(call.now))
        }
        None => output,
    };
    Ok(Answer::read(finish(page, output, "Entries")))
}

fn position_of(text: Option<String>) -> Result<(String, usize), Exception> {
    let Some(text) = text else { return Ok((String::new(), 0)) };
    let read = || text.split_once(' ').and_then(|(index, sub_type)| Some((sub_type.into(), index.parse().ok()?)));
    read().ok_or_else(invalid_token)
}

/// A filter by an attribute of the type that is listed.
fn filter_of(view: InventoryFilter<'_>, type_name: &str) -> Result<Filter, Exception> {
    let filter = Filter::of(view);
    match filter.key.rsplit_once('.') {
        Some((of, attribute)) if of == type_name => Ok(Filter { key: attribute.into(), ..filter }),
        Some(_) => Err(filter.refused(&format!("isn't valid for {type_name}"))),
        None => Ok(filter),
    }
}
