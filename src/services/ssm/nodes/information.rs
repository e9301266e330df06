//! `AWS:InstanceInformation`: what the service itself knows of a node. The agent's heartbeat writes it, not the
//! inventory of a node; here it is made from the options, unless somebody put it.

use std::borrow::Cow;

use crate::emulator::Output;
use crate::services::ssm::rows::field;
use crate::services::ssm::state::{Report, SsmState};
use crate::text::time::to_iso;

use super::{NodeFacts, NodeState, resource_type_of};

/// The type.
pub const INSTANCE_INFORMATION: &str = "AWS:InstanceInformation";

/// The attributes that options say, and the name that each has there.
const SAID: [(&str, &str); 6] = [
    ("AgentVersion", "AgentVersion"),
    ("ComputerName", "ComputerName"),
    ("IpAddress", "IPAddress"),
    ("PlatformName", "PlatformName"),
    ("PlatformType", "PlatformType"),
    ("PlatformVersion", "PlatformVersion"),
];

/// An attribute of a node.
pub fn attribute_of<'s>(state: &'s SsmState, node: &'s str, attribute: &str) -> Option<Cow<'s, str>> {
    match put(state, node) {
        Some(report) => report.rows().find_map(|row| field(row, attribute)),
        None => known(state, node, attribute),
    }
}

/// The information of a node as an item of a result.
pub fn item_of(state: &SsmState, now: i64, node: &str) -> String {
    let output = Output::default().text("TypeName", INSTANCE_INFORMATION);
    match put(state, node) {
        Some(report) => {
            let rows: Vec<&str> = report.rows().collect();
            output
                .text("SchemaVersion", &report.schema_version)
                .text("CaptureTime", &report.capture_time)
                .json("Content", &format!("[{}]", rows.join(",")))
                .finish()
        }
        None => output
            .text("SchemaVersion", VERSION)
            .text("CaptureTime", &captured(now))
            .json("Content", &format!("[{}]", row_of(state, node)))
            .finish(),
    }
}

/// The version of what the service says of a node by itself.
pub const VERSION: &str = "1.0";

/// When that was captured: nodes answer all the time.
pub fn captured(now: i64) -> String {
    to_iso(now - now.rem_euclid(1000))
}

/// What the service says of a node by itself, as an entry.
pub fn row_of(state: &SsmState, node: &str) -> String {
    let names = SAID.iter().map(|(name, _)| *name).chain(["InstanceId", "InstanceStatus", "ResourceType"]);
    names.fold(Output::default(), |row, name| row.maybe(name, known(state, node, name).as_deref())).finish()
}

/// What somebody put in the place of the heartbeat.
fn put<'s>(state: &'s SsmState, node: &str) -> Option<&'s Report> {
    state.report(node, INSTANCE_INFORMATION, "")
}

fn known<'s>(state: &'s SsmState, node: &'s str, attribute: &str) -> Option<Cow<'s, str>> {
    let facts = state.settings.nodes.facts(node);
    match attribute {
        "InstanceId" => Some(node.into()),
        "ResourceType" => Some(resource_type_of(node).into()),
        "InstanceStatus" => Some(facts.map_or("Active", status_of).into()),
        _ => {
            let (_, said) = SAID.iter().find(|(name, _)| *name == attribute)?;
            facts?.said(said).map(Cow::Borrowed)
        }
    }
}

/// The word that inventory has for the state of a node (User Guide, "Metadata collected by inventory").
fn status_of(facts: &NodeFacts) -> &'static str {
    match facts.state {
        NodeState::Stopped | NodeState::Stopping => "Stopped",
        NodeState::Terminated | NodeState::ShuttingDown => "Terminated",
        _ if facts.ping_status() == "Online" => "Active",
        _ => "ConnectionLost",
    }
}
