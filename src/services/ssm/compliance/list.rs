//! ListComplianceItems, emulated.

use crate::emulator::pages::{EXAMINED, Pages};
use crate::emulator::{Answer, Call, Exception, Output};
use crate::model::tape::Value;
use crate::services::ssm::rows::{each_field, field};
use crate::services::ssm::state::{COMPLIANCE_ITEM, Execution, SsmState};
use crate::text::string::quoted;
use crate::text::time::{parse_iso, to_epoch_seconds, to_iso};

use super::view::{ComplianceStringFilter, ListComplianceItemsRequest};

/// The keys that filters may have: those of the User Guide's and the CLI's examples.
pub const FILTER_KEYS: [&str; 10] = [
    "ComplianceType",
    "Id",
    "Status",
    "Severity",
    "DocumentName",
    "ExecutionTime",
    "ExecutionType",
    "ExecutionId",
    "InstanceId",
    "PatchGroup",
];

/// Lists stored compliance items, by node, type and the order in which they were put.
///
/// Known: one resource id at most, resource type ManagedInstance alone, an unknown filter key is InvalidFilter,
/// a foreign token InvalidNextToken.
///
/// Assumptions: the order; 50 items a page where no number is given; a filter without a type means EQUAL;
/// values of a filter are alternatives, filters all have to hold; texts compare as such, times as times; an
/// item lacks what a filter names: it matches NOT_EQUAL alone; a second resource id is InvalidResourceId.
pub fn list_compliance_items(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListComplianceItemsRequest(call.input);
    let state: &SsmState = call.state()?;
    let ids = texts(request.resource_ids());
    if ids.len() > 1 || ids.iter().any(|id| !state.settings.nodes.has(id)) {
        return Err(Exception::new("InvalidResourceId", ""));
    }
    if texts(request.resource_types()).iter().any(|kind| kind != "ManagedInstance") {
        return Err(Exception::new("InvalidResourceType", ""));
    }
    let filters = request.filters().map(Filter::of).collect::<Result<Vec<_>, _>>()?;
    let query = query_text(&ids, &filters);
    let pages = Pages::new(call.ids, call.operation, &query);
    let mut from = Position::default();
    if let Some(token) = request.next_token().and_then(Value::any_str).filter(|token| !token.is_empty()) {
        let position = pages.position(&token).and_then(|text| Position::of(&text));
        from = position.ok_or_else(|| Exception::new("InvalidNextToken", "The specified token isn't valid."))?;
    }
    let most = request.max_results().and_then(Value::integer).unwrap_or(50) as usize;
    let (mut items, mut count, mut examined, mut next) = (String::from("["), 0, 0, None);
    let only = ids.first();
    'page: for (node, reports) in
        state.nodes.range(from.node.clone()..).filter(|(node, _)| only.is_none_or(|id| *id == **node))
    {
        let Some(types) = reports.types.get(COMPLIANCE_ITEM) else { continue };
        let first_type = if *node == from.node { from.compliance_type.clone() } else { String::new() };
        for (compliance_type, report) in types.range(first_type..) {
            let is_first = *node == from.node && *compliance_type == from.compliance_type;
            for index in if is_first { from.index } else { 0 }..report.count() {
                if count == most || examined == EXAMINED {
                    next = Some(Position { node: node.clone(), compliance_type: compliance_type.clone(), index });
                    break 'page;
                }
                examined += 1;
                let Some((part, row)) = report.row(index) else { continue };
                let item = Item { node, compliance_type, row, execution: part.execution.as_ref() };
                if filters.iter().all(|filter| filter.holds(&item)) {
                    if count > 0 {
                        items.push(',');
                    }
                    item.push(&mut items);
                    count += 1;
                }
            }
        }
    }
    items.push(']');
    let token = next.map(|position| pages.token(&position.text()));
    Ok(Answer::read(Output::default().json("ComplianceItems", &items).maybe("NextToken", token.as_deref()).finish()))
}

fn texts(list: Option<Value<'_>>) -> Vec<String> {
    list.into_iter().flat_map(Value::elements).filter_map(Value::any_str).map(String::from).collect()
}

/// Where a page begins.
#[derive(Default)]
struct Position {
    node: String,
    compliance_type: String,
    index: usize,
}

impl Position {
    fn text(&self) -> String {
        format!("{} {} {}", self.node, self.index, self.compliance_type)
    }

    fn of(text: &str) -> Option<Position> {
        let mut parts = text.splitn(3, ' ');
        let (node, index, compliance_type) = (parts.next()?.into(), parts.next()?.parse().ok()?, parts.next()?.into());
        Some(Position { node, compliance_type, index })
    }
}

fn query_text(ids: &[String], filters: &[Filter]) -> String {
    let filters = filters.iter().map(|f| format!("{:?} {} {:?}", f.key, f.operator, f.values));
    ids.iter().cloned().chain(filters).collect::<Vec<_>>().join("\n")
}

/// A stored item with all that an answer says of it.
struct Item<'s> {
    node: &'s str,
    compliance_type: &'s str,
    row: &'s str,
    execution: Option<&'s Execution>,
}

impl Item<'_> {
    fn push(&self, out: &mut String) {
        out.push_str("{\"ComplianceType\":");
        out.push_str(&quoted(self.compliance_type));
        out.push_str(",\"ResourceType\":\"ManagedInstance\",\"ResourceId\":");
        out.push_str(&quoted(self.node));
        if let Some(execution) = self.execution {
            out.push_str(",\"ExecutionSummary\":");
            let summary = Output::default()
                .json("ExecutionTime", &to_epoch_seconds(execution.time))
                .maybe("ExecutionId", execution.id.as_deref())
                .maybe("ExecutionType", execution.kind.as_deref());
            out.push_str(&summary.finish());
        }
        let rest = self.row.strip_prefix('{').unwrap_or("}");
        out.push_str(if rest == "}" { "" } else { "," });
        out.push_str(rest);
    }

    fn value(&self, key: &str) -> Option<String> {
        match key {
            "ComplianceType" => Some(self.compliance_type.into()),
            "InstanceId" => Some(self.node.into()),
            "ExecutionTime" => self.execution.map(|e| to_iso(e.time)),
            "ExecutionId" => self.execution.and_then(|e| e.id.clone()),
            "ExecutionType" => self.execution.and_then(|e| e.kind.clone()),
            "Id" | "Status" | "Severity" => field(self.row, key).map(String::from),
            _ => {
                let mut found = None;
                each_field(self.row, |name, details| {
                    if name == "Details" {
                        found = field(details, key).map(String::from);
                    }
                });
                found
            }
        }
    }
}

struct Filter {
    key: String,
    values: Vec<String>,
    operator: String,
}

impl Filter {
    fn of(view: ComplianceStringFilter<'_>) -> Result<Filter, Exception> {
        let invalid = |message: String| Exception::new("InvalidFilter", message);
        let text = |value: Option<Value<'_>>| value.and_then(Value::any_str).map(String::from);
        let key = text(view.key()).ok_or_else(|| invalid("A filter has no key.".into()))?;
        if !FILTER_KEYS.contains(&key.as_str()) {
            return Err(invalid(format!("The filter key {key} isn't valid.")));
        }
        let values = texts(view.values());
        if values.is_empty() {
            return Err(invalid(format!("The filter {key} has no values.")));
        }
        Ok(Filter { key, values, operator: text(view.type_()).unwrap_or_else(|| "EQUAL".into()) })
    }

    fn holds(&self, item: &Item<'_>) -> bool {
        let value = item.value(&self.key);
        let any = |holds: fn(&str, &str) -> bool| {
            value.as_deref().is_some_and(|value| self.values.iter().any(|wanted| holds(value, wanted)))
        };
        match self.operator.as_str() {
            "NOT_EQUAL" => !any(is_same),
            "BEGIN_WITH" => any(|value, wanted| value.starts_with(wanted)),
            "LESS_THAN" => any(is_less),
            "GREATER_THAN" => any(|value, wanted| is_less(wanted, value)),
            _ => any(is_same),
        }
    }
}

fn is_same(a: &str, b: &str) -> bool {
    a == b || matches!((parse_iso(a), parse_iso(b)), (Some(a), Some(b)) if a.millis == b.millis)
}

fn is_less(a: &str, b: &str) -> bool {
    match (parse_iso(a), parse_iso(b)) {
        (Some(a), Some(b)) => a.millis < b.millis,
        _ => a < b,
    }
}
