//! ListComplianceSummaries and ListResourceComplianceSummaries, emulated.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::emulator::{Answer, Call, Exception, Output};
use crate::services::ssm::counts::{Counts, PATCH_GROUP};
use crate::services::ssm::nodes::information::attribute_of;
use crate::services::ssm::paging::{begin, finish};
use crate::services::ssm::rows::field;
use crate::services::ssm::state::{COMPLIANCE_ITEM, Node, Report, SsmState};
use crate::text::time::to_iso;

use super::filters::Filter;
use super::list::{Position, after, execution_summary, nodes_from};
use super::rules::SUMMARY_KEYS;
use super::view::{ListComplianceSummariesRequest, ListResourceComplianceSummariesRequest};

/// How the key begins that names an attribute of a node.
const NODE_ATTRIBUTE: &str = "AWS:InstanceInformation.";

fn is_known(key: &str) -> bool {
    SUMMARY_KEYS.contains(&key) || key.starts_with(NODE_ATTRIBUTE)
}

/// Counts the resources of each compliance type, by status and overall severity.
///
/// Known: resources are counted, not items; all six counts are there, zeros too; a resource is not compliant where
/// one of its items is not; an unknown filter key is InvalidFilter, a foreign token InvalidNextToken.
///
/// Assumptions: the order, by type; the overall severity is the worst of the items that do not comply, and
/// UNSPECIFIED where all do; a report without items is no resource; filters say which resources are counted, and a
/// type of which none is left is not listed; 1 to 50 rows a page are taken, as in the shape, and 50 where no number
/// is given.
pub fn list_compliance_summaries(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListComplianceSummariesRequest(call.input);
    let state: &SsmState = call.state()?;
    let filters = Filter::all(request.filters(), is_known)?;
    let query = Filter::query(&filters);
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    let from = from.unwrap_or_default();
    let mut push = |compliance_type: &str, counts: Counts| {
        let has_room = page.has_room(|| compliance_type.into());
        if has_room {
            page.looked_at(1);
            if !counts.is_empty() {
                let output = counts.summaries(Output::default().text("ComplianceType", compliance_type));
                page.push(|out| *out += &output.finish());
            }
        }
        has_room
    };
    if filters.iter().all(|filter| COUNTED.contains(&filter.key.as_str())) {
        for (compliance_type, counts) in state.resources(&from) {
            if !push(compliance_type, counted(compliance_type, counts, &filters)) {
                break;
            }
        }
    } else {
        // What the counters do not tell apart is counted in one pass over the resources.
        let mut types: BTreeMap<&str, Counts> = BTreeMap::new();
        for (node, reports) in &state.nodes {
            for (compliance_type, report) in reports.reports(COMPLIANCE_ITEM, &from) {
                let Some(counts) = report.counts() else { continue };
                let resource = Resource { state, node, reports, compliance_type, report, counts };
                if resource.holds(&filters) {
                    let (status, severity) = counts.overall();
                    types.entry(compliance_type).or_default().add(status, severity);
                }
            }
        }
        for (compliance_type, counts) in types {
            if !push(compliance_type, counts) {
                break;
            }
        }
    }
    Ok(Answer::read(finish(page, Output::default(), "ComplianceSummaryItems")))
}

/// The keys that the counters tell apart.
const COUNTED: [&str; 4] = ["ComplianceType", "Status", "OverallSeverity", "Severity"];

/// The counted resources for which filters by those keys hold.
fn counted(compliance_type: &str, counts: &Counts, filters: &[Filter]) -> Counts {
    if filters.is_empty() {
        return *counts;
    }
    let mut left = Counts::default();
    for (status, severity, count) in counts.parts() {
        let holds = |filter: &Filter| {
            let value = match filter.key.as_str() {
                "ComplianceType" => compliance_type,
                "Status" => status,
                _ => severity,
            };
            filter.holds(&[value.into()])
        };
        if filters.iter().all(holds) {
            left.add_all(status, severity, count);
        }
    }
    left
}

/// Counts the items of each resource and compliance type, by status and severity.
///
/// Known: items are counted; all six counts are there, zeros too; the shape of a row; an unknown filter key is
/// InvalidFilter, a foreign token InvalidNextToken; a page may come back short, with a token.
///
/// Assumptions: the order, by node and type; status and overall severity as in ListComplianceSummaries; the run is the
/// one that came last; a report without items has no row, and an item with another status counts as neither;
/// `Severity` of a resource is its overall severity; its patch group is that of AWS:PatchSummary, or of an item; 50
/// rows a page where no number is given, and a page looks at 1,000 resources at most.
pub fn list_resource_compliance_summaries(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = ListResourceComplianceSummariesRequest(call.input);
    let state: &SsmState = call.state()?;
    let filters = Filter::all(request.filters(), is_known)?;
    let query = Filter::query(&filters);
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    let from = Position::of(from)?;
    'page: for (node, reports) in nodes_from(state, &from.node, None) {
        let first_type = if *node == from.node { from.compliance_type.as_str() } else { "" };
        for (compliance_type, report) in reports.reports(COMPLIANCE_ITEM, first_type) {
            let Some(counts) = report.counts() else { continue };
            let here = || Position { node: node.into(), compliance_type: compliance_type.into(), index: 0 }.text();
            if !page.has_room(here) {
                break 'page;
            }
            page.looked_at(1);
            let resource = Resource { state, node, reports, compliance_type, report, counts };
            if resource.holds(&filters) {
                page.push(|out| *out += &resource.row());
            }
        }
        page.looked_at(1);
        if !page.may_look(|| Position { node: after(node), ..Position::default() }.text()) {
            break;
        }
    }
    Ok(Answer::read(finish(page, Output::default(), "ResourceComplianceSummaryItems")))
}

/// A compliance report as a row of the summary.
struct Resource<'s> {
    state: &'s SsmState,
    node: &'s str,
    reports: &'s Node,
    compliance_type: &'s str,
    report: &'s Report,
    counts: Counts,
}

impl<'s> Resource<'s> {
    fn row(&self) -> String {
        let (status, severity) = self.counts.overall();
        let output = Output::default()
            .text("ComplianceType", self.compliance_type)
            .text("ResourceType", "ManagedInstance")
            .text("ResourceId", self.node)
            .text("Status", status)
            .text("OverallSeverity", severity);
        let output = match self.report.execution() {
            Some(execution) => output.json("ExecutionSummary", &execution_summary(execution)),
            None => output,
        };
        self.counts.summaries(output).finish()
    }

    fn holds(&self, filters: &[Filter]) -> bool {
        filters.iter().all(|filter| filter.holds(&self.values(&filter.key)))
    }

    fn values(&self, key: &str) -> Vec<Cow<'s, str>> {
        let (status, severity) = self.counts.overall();
        let execution = self.report.execution();
        let value: Option<Cow<'s, str>> = match key {
            "ComplianceType" => Some(self.compliance_type.into()),
            "InstanceId" => Some(self.node.into()),
            "Status" => Some(status.into()),
            "OverallSeverity" | "Severity" => Some(severity.into()),
            "ExecutionTime" => execution.map(|e| to_iso(e.time).into()),
            "ExecutionId" => execution.and_then(|e| e.id.as_deref()).map(Cow::Borrowed),
            "ExecutionType" => execution.and_then(|e| e.kind.as_deref()).map(Cow::Borrowed),
            PATCH_GROUP => return self.patch_groups(),
            _ => key.strip_prefix(NODE_ATTRIBUTE).and_then(|attribute| attribute_of(self.state, self.node, attribute)),
        };
        value.into_iter().collect()
    }

    fn patch_groups(&self) -> Vec<Cow<'s, str>> {
        let summary = self.reports.reports("AWS:PatchSummary", "");
        let rows = summary.flat_map(|(_, report)| report.rows());
        let groups: Vec<Cow<'s, str>> = rows.filter_map(|row| field(row, PATCH_GROUP)).collect();
        let of_items = self.report.parts.iter().flat_map(|part| &part.totals.patch_groups);
        groups.into_iter().chain(of_items.map(|group| group.as_str().into())).collect()
    }
}
