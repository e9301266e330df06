//! GetInventory, emulated.

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::reading::text;
use crate::services::ssm::nodes::emulate::candidates;
use crate::services::ssm::nodes::information::INSTANCE_INFORMATION;
use crate::services::ssm::paging::{begin, finish, invalid_token};
use crate::services::ssm::state::SsmState;
use crate::text::string::quoted;
use crate::wire::compact::push_source;

use super::aggregate::Aggregation;
use super::filters::Filter;
use super::rules::RESULT_TYPES;
use super::stock::{NodeFilter, Stock};
use super::view::GetInventoryRequest;

/// Lists nodes with their data of one type, or counts them.
///
/// Known: AWS:InstanceInformation and AWS:PatchSummary alone are given back, and the text of the refusal of others; 50
/// rows a page where no number is given; stopped and terminated nodes are there; values of a filter are alternatives,
/// filters all have to hold; Exists stands in groups alone, with the key TypeName; the form of counted rows, with the
/// count as a text and values in small letters; nested expressions add columns; a group counts those that match and
/// those that do not.
///
/// Assumptions: the order, by node and by values; a page looks at 1,000 nodes and entries at most; nodes that options
/// name are listed, else those that reported in the last 30 days; what no option says of a node is left out of its
/// AWS:InstanceInformation, which may be put as well; a node without the type has empty data; a filter without a type
/// means Equal, and looks at each entry for itself and the context that it came with; NotEqual holds where no entry is
/// equal; numbers compare as numbers, other texts as such; an unknown type or attribute is InvalidFilter or
/// InvalidAggregatorException, and so is an attribute of the vendor's types that its list does not count by, while
/// those of custom types can be counted by; nodes are counted, not entries; nested attributes of one type are those of
/// one entry, and attributes of different types are combined each with each, up to 10,000 on a node; two columns of one
/// name: the inner has its whole name; an expression within itself is InvalidAggregatorException; an aggregator gives
/// one entity, and pages are made of entities.
pub fn get_inventory(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = GetInventoryRequest(call.input);
    let state: &SsmState = call.state()?;
    let stock = Stock { state, now: call.now };
    let mut result_type = INSTANCE_INFORMATION.to_string();
    for name in request.result_attributes().filter_map(|result| text(result.type_name())) {
        if !RESULT_TYPES.contains(&name.as_str()) {
            return Err(unsupported(&name));
        }
        result_type = name;
    }
    let filters: Vec<Filter> = request.filters().map(Filter::of).collect();
    let mut query = [result_type.as_str(), &Filter::query(filters.iter())].join("\n");
    request.aggregator_list().into_iter().for_each(|list| push_source(&mut query, list.source()));
    let filters = filters.into_iter().map(|filter| stock.filter(filter, false)).collect::<Result<Vec<_>, _>>()?;
    let aggregations = request.aggregators().map(|view| Aggregation::of(view, stock)).collect::<Result<Vec<_>, _>>()?;
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    if aggregations.is_empty() {
        for node in candidates(state, None, from.unwrap_or_default()) {
            if !page.has_room(|| node.into()) {
                break;
            }
            page.looked_at(1 + filters.iter().map(|filter| entries(stock, node, filter)).sum::<usize>());
            if stock.has_node(node) && filters.iter().all(|filter| stock.holds(node, filter)) {
                page.push(|out| *out += &entity(stock, node, &result_type));
            }
        }
    } else {
        let from: usize = from.map_or(Ok(0), |from| from.parse().map_err(|_| invalid_token()))?;
        for (index, aggregation) in aggregations.iter().enumerate().skip(from) {
            if !page.has_room(|| index.to_string()) {
                break;
            }
            let nodes = candidates(state, None, String::new())
                .filter(|node| stock.has_node(node) && filters.iter().all(|filter| stock.holds(node, filter)));
            let entity = aggregation.count(stock, nodes)?;
            page.push(|out| *out += &entity);
        }
    }
    Ok(Answer::read(finish(page, Output::default(), "Entities")))
}

/// The entries that a filter looks at.
fn entries(stock: Stock<'_>, node: &str, filter: &NodeFilter) -> usize {
    match filter {
        NodeFilter::Attribute(_, of, ..) => stock.count(node, of),
        NodeFilter::Exists(_) => 0,
    }
}

fn entity<'s>(stock: Stock<'s>, node: &'s str, result_type: &str) -> String {
    let data = stock.item(node, result_type);
    let data = data.map_or("{}".into(), |item| format!("{{{}:{item}}}", quoted(result_type)));
    Output::default().text("Id", node).json("Data", &data).finish()
}

/// The text is that of a live answer (issue aws/aws-sdk 640).
fn unsupported(name: &str) -> Exception {
    let message = format!(
        "Result type name {name} is not supported. Supported type names are: {}. Default result type name is {INSTANCE_INFORMATION}.",
        RESULT_TYPES.join(", ")
    );
    Exception::new("InvalidResultAttributeException", message)
}
