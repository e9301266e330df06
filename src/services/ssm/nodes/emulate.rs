//! DescribeInstanceInformation, emulated.

use std::borrow::Cow;
use std::collections::BTreeSet;

use crate::emulator::{Answer, Call, Exception, Output};
use crate::model::tape::Value;
use crate::services::reading::{text, texts};
use crate::services::ssm::inventory::emulate::invalid_instance_id;
use crate::services::ssm::inventory::rules::NODE_KEYS;
use crate::services::ssm::inventory::view::DescribeInstanceInformationRequest;
use crate::services::ssm::paging::{begin, finish};
use crate::services::ssm::state::SsmState;
use crate::text::order::gathered;
use crate::text::time::to_epoch_seconds;

use super::{NodeFacts, NodeState, Nodes, resource_type_of};

/// Lists the managed nodes with what is known of each, by id.
///
/// Known: the two kinds of filters and the keys of the older; an id that is none of a managed node is
/// InvalidInstanceId, a foreign token InvalidNextToken; the members of a row.
///
/// Assumptions: where any id is a managed node, those are listed that reported in the last 30 days, and any that is
/// asked for by its id; a node whose machine is gone is not listed; one that runs or starts is online, others have
/// lost their connection; an online node has just answered, another with its last report; what no option says of a
/// node is left out of its row; an unknown key, and both kinds of filters at once, are InvalidFilterKey; a word that
/// the model does not have is InvalidInstanceInformationFilterValue; values of a filter are alternatives, filters all
/// have to hold; 50 rows a page where no number is given, and a page looks at 1,000 nodes at most.
pub fn describe_instance_information(call: &Call<'_>) -> Result<Answer, Exception> {
    let request = DescribeInstanceInformationRequest(call.input);
    let state: &SsmState = call.state()?;
    let older = request.instance_information_filter_list().map(|filter| (filter.key(), filter.value_set()));
    let newer = request.filters().map(|filter| (filter.key(), filter.values()));
    if request.instance_information_filter_list().next().is_some() && request.filters().next().is_some() {
        return Err(Exception::new("InvalidFilterKey", ""));
    }
    let filters = older.chain(newer).map(Filter::of).collect::<Result<Vec<_>, _>>()?;
    let ids = ids_of(&filters);
    if ids.iter().flatten().any(|id| !state.settings.nodes.has(id)) {
        return Err(invalid_instance_id());
    }
    let query = filters.iter().map(|filter| format!("{:?} {:?}", filter.key, filter.values)).collect::<Vec<_>>();
    let query = query.join("\n");
    let (mut page, from) = begin(call, &query, request.next_token(), request.max_results())?;
    for id in candidates(state, ids.as_ref(), from.unwrap_or_default()) {
        if !page.has_room(|| id.into()) {
            break;
        }
        page.looked_at(1);
        let node = Node { state, now: call.now, id, facts: state.settings.nodes.facts(id) };
        if node.is_there(ids.is_some()) && filters.iter().all(|filter| filter.holds(&node)) {
            page.push(|out| *out += &node.row());
        }
    }
    Ok(Answer::read(finish(page, Output::default(), "InstanceInformationList")))
}

/// The ids that are asked for, where any are.
fn ids_of(filters: &[Filter]) -> Option<BTreeSet<&str>> {
    let by_id = filters.iter().filter(|filter| filter.key == "InstanceIds");
    by_id.map(|filter| &filter.values).next().map(|values| gathered(values.iter().map(String::as_str)))
}

/// The nodes that may be listed, from an id on.
pub fn candidates<'s>(
    state: &'s SsmState,
    ids: Option<&BTreeSet<&'s str>>,
    from: String,
) -> Box<dyn Iterator<Item = &'s str> + 's> {
    match (ids, &state.settings.nodes) {
        (Some(ids), _) => {
            let ids: Vec<&str> = ids.iter().copied().filter(|id| *id >= from.as_str()).collect();
            Box::new(ids.into_iter())
        }
        (None, Nodes::Any) => Box::new(state.nodes.range(from..).map(|(id, _)| id.as_str())),
        (None, Nodes::Only(nodes)) => Box::new(nodes.range(from..).map(|(id, _)| id.as_str())),
    }
}

struct Filter {
    key: String,
    values: Vec<String>,
}

impl Filter {
    fn of((key, values): (Option<Value<'_>>, Option<Value<'_>>)) -> Result<Filter, Exception> {
        let filter = Filter { key: text(key).unwrap_or_default(), values: texts(values) };
        let known = NODE_KEYS.iter().find(|(known, _)| *known == filter.key);
        let words = match known {
            Some((_, words)) => *words,
            None if filter.key.starts_with("tag:") => &[],
            None => return Err(Exception::new("InvalidFilterKey", "")),
        };
        match filter.values.iter().find(|value| !words.is_empty() && !words.contains(&value.as_str())) {
            Some(value) => {
                let message = format!("The value {value} isn't valid for the filter key {}.", filter.key);
                Err(Exception::new("InvalidInstanceInformationFilterValue", message))
            }
            None => Ok(filter),
        }
    }

    fn holds(&self, node: &Node<'_>) -> bool {
        let is_wanted = |value: &str| self.values.iter().any(|wanted| wanted == value);
        match self.key.as_str() {
            "tag-key" => node.facts.is_some_and(|facts| facts.tags.keys().any(|key| is_wanted(key))),
            key => match key.strip_prefix("tag:") {
                Some(tag) => node.facts.and_then(|facts| facts.tags.get(tag)).is_some_and(|value| is_wanted(value)),
                None => node.value(key).is_some_and(|value| is_wanted(&value)),
            },
        }
    }
}

struct Node<'s> {
    state: &'s SsmState,
    now: i64,
    id: &'s str,
    facts: Option<&'s NodeFacts>,
}

impl<'s> Node<'s> {
    fn is_there(&self, is_asked_for: bool) -> bool {
        match self.facts {
            Some(facts) => facts.state != NodeState::Terminated,
            None => is_asked_for || self.last_report().is_some(),
        }
    }

    fn last_report(&self) -> Option<i64> {
        let reports = self.state.nodes.get(self.id).into_iter().flat_map(|node| node.types.values());
        let kept = reports.flat_map(|types| types.values());
        kept.map(|report| report.updated).max()
    }

    fn ping_status(&self) -> &'s str {
        self.facts.map_or("Online", NodeFacts::ping_status)
    }

    /// What a filter compares.
    fn value(&self, key: &str) -> Option<Cow<'s, str>> {
        let said = |name: &str| self.facts.and_then(|facts| facts.said(name)).map(Cow::Borrowed);
        match key {
            "InstanceIds" => Some(self.id.into()),
            "PingStatus" => Some(self.ping_status().into()),
            "ResourceType" => Some(resource_type_of(self.id).into()),
            "PlatformTypes" => said("PlatformType"),
            "ActivationIds" => said("ActivationId"),
            "SourceIds" => said("SourceId"),
            "SourceTypes" => said("SourceType"),
            _ => said(key),
        }
    }

    fn row(&self) -> String {
        let ping = match self.ping_status() {
            "Online" => Some(self.now),
            _ => self.last_report(),
        };
        let said = |name: &str| self.facts.and_then(|facts| facts.said(name));
        let output = Output::default().text("InstanceId", self.id).text("PingStatus", self.ping_status());
        let output = match ping {
            Some(time) => output.json("LastPingDateTime", &to_epoch_seconds(time)),
            None => output,
        };
        let names = ["AgentVersion", "PlatformType", "PlatformName", "PlatformVersion", "ActivationId", "IamRole"];
        let output = names.into_iter().fold(output, |output, name| output.maybe(name, said(name)));
        let output = output.text("ResourceType", resource_type_of(self.id));
        let names = ["Name", "IPAddress", "ComputerName", "AssociationStatus", "SourceId", "SourceType"];
        names.into_iter().fold(output, |output, name| output.maybe(name, said(name))).finish()
    }
}
