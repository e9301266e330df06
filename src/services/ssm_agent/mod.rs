//! The files that AWS's own agent reads on a node: its model is ours, written after the agent's source, and so are the
//! rules. Nobody sends these documents; they are converted into requests.

pub mod convert;
mod entries;
mod hash;
mod rules;
pub mod view;

use crate::report::{Basis, RuleText, Severity};

use super::files::Files;
use super::{Facts, OwnModel, Service};

/// Where the agent's reading of these files is written down.
const SOURCE: Basis = Basis::Documentation(
    "amazon-ssm-agent, agent/plugins/inventory/gatherers/custom/customGatherer.go, convertToItem and what it calls",
);

/// The service.
pub static SERVICE: Service = Files {
    id: "ssm-agent",
    title: "Files that the Systems Manager agent reads",
    model: include_str!("model.json"),
    samples: include_str!("samples.json"),
    own_model: OwnModel {
        why: "the agent passes over the whole file; only its own log says so",
        basis: SOURCE,
        yaml: false,
        exception: None,
    },
    unknown_member: &UNREAD_MEMBER,
    operations: OPERATIONS,
    own_form: true,
}
.service();

const OPERATIONS: &[Facts] = &[Facts::of("CustomInventoryFile", rules::CUSTOM_INVENTORY_FILE)
    .hashed(hash::contents)
    .converted(&[convert::TO_PUT_INVENTORY])];

const UNREAD_MEMBER: RuleText = RuleText {
    name: "unknown-member",
    severity: Severity::Info,
    summary: "a member is unknown",
    why: "the agent reads three members and passes over all others, so that what they say is lost",
    basis: SOURCE,
};
