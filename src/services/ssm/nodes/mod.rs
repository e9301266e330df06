//! Managed nodes: which there are, and what is known of each beside its reports.

pub mod emulate;
pub mod information;

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::text::nearest::nearest;

/// Which nodes are managed nodes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Nodes {
    /// Any id of the right form.
    #[default]
    Any,
    /// These alone.
    Only(BTreeMap<String, NodeFacts>),
}

/// The states of the machine behind a node. The model's text on PutInventory lists the first four as those in which
/// a node reports.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NodeState {
    /// It starts.
    Pending,
    /// It runs.
    #[default]
    Running,
    /// It is about to stop.
    Stopping,
    /// It stands still.
    Stopped,
    /// It is about to go.
    ShuttingDown,
    /// It is gone.
    Terminated,
}

const STATES: [(&str, NodeState); 6] = [
    ("Pending", NodeState::Pending),
    ("Running", NodeState::Running),
    ("Stopping", NodeState::Stopping),
    ("Stopped", NodeState::Stopped),
    ("ShuttingDown", NodeState::ShuttingDown),
    ("Terminated", NodeState::Terminated),
];

/// What options say of a node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeFacts {
    /// The state of its machine.
    pub state: NodeState,
    /// Further facts, by the names that DescribeInstanceInformation has for them.
    said: BTreeMap<&'static str, String>,
    /// Its tags.
    pub tags: BTreeMap<String, String>,
}

/// The members of DescribeInstanceInformation that options may say, with the words that they are bound to (API model).
const SAID: [(&str, &str, &[&str]); 13] = [
    ("pingStatus", "PingStatus", &["Online", "ConnectionLost", "Inactive"]),
    ("agentVersion", "AgentVersion", &[]),
    ("platformType", "PlatformType", &["Windows", "Linux", "MacOS"]),
    ("platformName", "PlatformName", &[]),
    ("platformVersion", "PlatformVersion", &[]),
    ("activationId", "ActivationId", &[]),
    ("iamRole", "IamRole", &[]),
    ("name", "Name", &[]),
    ("ipAddress", "IPAddress", &[]),
    ("computerName", "ComputerName", &[]),
    ("associationStatus", "AssociationStatus", &[]),
    ("sourceId", "SourceId", &[]),
    (
        "sourceType",
        "SourceType",
        &[
            "AWS::EC2::Instance",
            "AWS::IoT::Thing",
            "AWS::SSM::ManagedInstance",
            "Microsoft.Compute/virtualMachines",
            "compute.googleapis.com/Instance",
        ],
    ),
];

impl NodeFacts {
    /// What options say under a name of DescribeInstanceInformation.
    pub fn said(&self, name: &str) -> Option<&str> {
        self.said.get(name).map(String::as_str)
    }

    /// Whether the node answers: what options say, else whether its machine runs.
    pub fn ping_status(&self) -> &str {
        let runs = matches!(self.state, NodeState::Running | NodeState::Pending);
        self.said("PingStatus").unwrap_or(if runs { "Online" } else { "ConnectionLost" })
    }
}

impl Nodes {
    /// Whether an id is that of a managed node, also of one whose machine is gone: its data is still there.
    pub fn has(&self, id: &str) -> bool {
        match self {
            Nodes::Any => is_node_id(id),
            Nodes::Only(nodes) => nodes.contains_key(id),
        }
    }

    /// Whether a node takes reports: its machine is pending, running, stopping or stopped.
    pub fn can_report(&self, id: &str) -> bool {
        let is_there = |facts: &NodeFacts| !matches!(facts.state, NodeState::ShuttingDown | NodeState::Terminated);
        match self {
            Nodes::Any => is_node_id(id),
            Nodes::Only(nodes) => nodes.get(id).is_some_and(is_there),
        }
    }

    /// What options say of a node.
    pub fn facts(&self, id: &str) -> Option<&NodeFacts> {
        match self {
            Nodes::Any => None,
            Nodes::Only(nodes) => nodes.get(id),
        }
    }
}

/// Reads the option `nodes`: `"any"`, or a list of ids and of objects with an `id`.
pub fn nodes_of(option: &Value) -> Result<Nodes, String> {
    let list = match option {
        Value::String(any) if any == "any" => return Ok(Nodes::Any),
        Value::Array(list) => list,
        _ => return Err(wrong("has to be \"any\" or a list of node ids, or of objects with an `id`")),
    };
    let mut nodes = BTreeMap::new();
    for entry in list {
        let (id, facts) = match entry {
            Value::String(id) => (id, NodeFacts::default()),
            Value::Object(given) => match given.get("id") {
                Some(Value::String(id)) => (id, facts_of(given)?),
                _ => return Err(wrong("has an object without an `id`")),
            },
            _ => return Err(wrong("has an entry that is neither an id nor an object")),
        };
        if !is_node_id(id) {
            return Err(wrong(&format!(
                "has `{id}`, which is no node id: `i-` and 8 or 17 word characters, or `mi-` and 17"
            )));
        }
        if nodes.insert(id.clone(), facts).is_some() {
            return Err(wrong(&format!("has `{id}` twice")));
        }
    }
    Ok(Nodes::Only(nodes))
}

fn wrong(what: &str) -> String {
    format!("the option `nodes` {what}")
}

fn facts_of(given: &Map<String, Value>) -> Result<NodeFacts, String> {
    let mut facts = NodeFacts::default();
    for (name, value) in given {
        match (name.as_str(), value) {
            ("id", _) | (_, Value::Null) => {}
            ("state", Value::String(state)) => {
                let known = STATES.iter().find(|(word, _)| word == state);
                let word = || one_of(name, STATES.map(|(word, _)| word).as_slice());
                facts.state = known.ok_or_else(word)?.1;
            }
            ("tags", Value::Object(tags)) => {
                for (key, value) in tags {
                    let text = value.as_str().ok_or_else(|| wrong("has a tag whose value is no text"))?;
                    facts.tags.insert(key.clone(), text.into());
                }
            }
            (_, value) => {
                let names = || SAID.iter().map(|(name, ..)| *name).chain(["id", "state", "tags"]);
                let Some((_, member, words)) = SAID.iter().find(|(known, ..)| known == name) else {
                    if names().any(|known| known == name) {
                        return Err(wrong(&format!("has a `{name}` of the wrong type")));
                    }
                    let near = nearest(name, names()).map(|(near, _)| format!("; did you mean `{near}`?"));
                    return Err(wrong(&format!("does not know `{name}`{}", near.unwrap_or_default())));
                };
                let text = value.as_str().ok_or_else(|| wrong(&format!("wants a text as `{name}`")))?;
                if !words.is_empty() && !words.contains(&text) {
                    return Err(one_of(name, words));
                }
                facts.said.insert(member, text.into());
            }
        }
    }
    Ok(facts)
}

fn one_of(name: &str, words: &[&str]) -> String {
    wrong(&format!("wants one of {} as `{name}`", words.join(", ")))
}

/// Whether an id has the form of the model's InstanceId: `(^i-(\w{8}|\w{17})$)|(^mi-\w{17}$)`.
pub fn is_node_id(id: &str) -> bool {
    let is_word = |text: &str| text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    match (id.strip_prefix("i-"), id.strip_prefix("mi-")) {
        (Some(rest), _) => matches!(rest.len(), 8 | 17) && is_word(rest),
        (_, Some(rest)) => rest.len() == 17 && is_word(rest),
        _ => false,
    }
}

/// What the service calls a node with this id: an instance of EC2, or a machine elsewhere.
pub fn resource_type_of(id: &str) -> &'static str {
    if id.starts_with("mi-") { "ManagedInstance" } else { "EC2Instance" }
}
