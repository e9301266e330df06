//! ListComplianceItems, emulated.

use std::borrow::Cow;

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::reading::texts;
use crate::services::ssm::paging::{begin, finish, invalid_token};
use crate::services::ssm::rows::{each_field, field};
use crate::services::ssm::state::{COMPLIANCE_ITEM, Execution, Node, SsmState};
use crate::text::string::quoted;
use crate::text::time::{to_epoch_seconds, to_iso};

use super::filters::Filter;
use super::view::ListComplianceItemsRequest;

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
/// a foreign token InvalidNextToken; a page may come back short, with a token.
///
/// Assumptions: the order; 50 items a page where no number is given; a page looks at 1,000 items at most; a filter
/// without a type means EQUAL; values of a filter are alternatives, filters all have to hold; texts compare as such,
/// times as times; an item lacks what a filter names: it matches NOT_EQUAL alone; a second resource id is
/// InvalidResourceId.
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
    let filters = Filter::all(request.filters(), |key| FILTER_KEYS.contains(&key))?;
    let query = [ids.concat(), Filter::query(&filters)].join("\n");
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    let from = Position::of(from)?;
    'page: for (node, reports) in nodes_from(state, &from.node, ids.first()) {
        let is_first_node = *node == from.node;
        let first_type = if is_first_node { from.compliance_type.as_str() } else { "" };
        for (compliance_type, report) in reports.reports(COMPLIANCE_ITEM, first_type) {
            let is_first = is_first_node && *compliance_type == from.compliance_type;
            for index in if is_first { from.index } else { 0 }..report.count() {
                let here = || Position { node: node.into(), compliance_type: compliance_type.into(), index }.text();
                if !page.has_room(here) {
                    break 'page;
                }
                page.looked_at(1);
                let Some((part, row)) = report.row(index) else { continue };
                let item = Item { node, compliance_type, row, execution: part.execution.as_ref() };
                if filters.iter().all(|filter| filter.holds(item.value(&filter.key).as_slice())) {
                    page.push(|out| item.push(out));
                }
            }
        }
        page.looked_at(1);
        if !page.may_look(|| Position { node: after(node), ..Position::default() }.text()) {
            break;
        }
    }
    Ok(Answer::read(finish(page, Output::default(), "ComplianceItems")))
}

/// The nodes that reported, from an id on; or one alone.
pub fn nodes_from<'s>(
    state: &'s SsmState,
    from: &str,
    only: Option<&String>,
) -> impl Iterator<Item = (&'s str, &'s Node)> {
    let first = only.map_or(from, |id| id.as_str().max(from)).to_string();
    let last = only.cloned();
    let nodes = state.nodes.range(first..).take_while(move |(id, _)| last.as_ref().is_none_or(|last| *id <= last));
    nodes.map(|(id, node)| (id.as_str(), node))
}

/// The least text behind an id that is before any other: ids hold letters, digits, `_` and `-`, all behind `!`.
pub fn after(node: &str) -> String {
    format!("{node}!")
}

/// Where a page begins.
#[derive(Default)]
pub struct Position {
    /// The node.
    pub node: String,
    /// The compliance type.
    pub compliance_type: String,
    /// The item.
    pub index: usize,
}

impl Position {
    /// As a token keeps it.
    pub fn text(&self) -> String {
        format!("{} {} {}", self.node, self.index, self.compliance_type)
    }

    /// What a token kept; the beginning where there is none.
    pub fn of(text: Option<String>) -> Result<Position, Exception> {
        let Some(text) = text else { return Ok(Position::default()) };
        let read = || {
            let mut parts = text.splitn(3, ' ');
            let (node, index) = (parts.next()?.into(), parts.next()?.parse().ok()?);
            Some(Position { node, compliance_type: parts.next()?.into(), index })
        };
        read().ok_or_else(invalid_token)
    }
}

/// The summary of a run.
pub fn execution_summary(execution: &Execution) -> String {
    Output::default()
        .json("ExecutionTime", &to_epoch_seconds(execution.time))
        .maybe("ExecutionId", execution.id.as_deref())
        .maybe("ExecutionType", execution.kind.as_deref())
        .finish()
}

/// A stored item with all that an answer says of it.
struct Item<'s> {
    node: &'s str,
    compliance_type: &'s str,
    row: &'s str,
    execution: Option<&'s Execution>,
}

impl<'s> Item<'s> {
    fn push(&self, out: &mut String) {
        out.push_str("{\"ComplianceType\":");
        out.push_str(&quoted(self.compliance_type));
        out.push_str(",\"ResourceType\":\"ManagedInstance\",\"ResourceId\":");
        out.push_str(&quoted(self.node));
        if let Some(execution) = self.execution {
            out.push_str(",\"ExecutionSummary\":");
            out.push_str(&execution_summary(execution));
        }
        let rest = self.row.strip_prefix('{').unwrap_or("}");
        out.push_str(if rest == "}" { "" } else { "," });
        out.push_str(rest);
    }

    fn value(&self, key: &str) -> Option<Cow<'s, str>> {
        match key {
            "ComplianceType" => Some(self.compliance_type.into()),
            "InstanceId" => Some(self.node.into()),
            "ExecutionTime" => self.execution.map(|e| to_iso(e.time).into()),
            "ExecutionId" => self.execution.and_then(|e| e.id.as_deref()).map(Cow::Borrowed),
            "ExecutionType" => self.execution.and_then(|e| e.kind.as_deref()).map(Cow::Borrowed),
            "Id" | "Status" | "Severity" => field(self.row, key),
            _ => {
                let mut found = None;
                each_field(self.row, |name, details| {
                    if name == "Details" {
                        found = field(details, key);
                    }
                });
                found
            }
        }
    }
}
