//! What Huawei Cloud Config hands to a function of FunctionGraph that decides a custom rule: the event, a document that
//! nobody sends to the service. Its result goes back as a request, which is made from it.

pub mod convert;
mod rules;
pub mod view;

use crate::report::{Basis, RuleText, Severity};

use super::files::Files;
use super::{Facts, OwnModel, Service};

/// Where the event is written down.
const SOURCE: Basis = Basis::Documentation(
    "Config User Guide, custom rules, events of functions; opentelekomcloud-docs/config, the same page",
);

/// The service.
pub static SERVICE: Service = Files {
    id: "huawei-function",
    title: "Events that Huawei Cloud Config hands to functions",
    model: include_str!("model.json"),
    samples: include_str!("samples.json"),
    own_model: OwnModel {
        why: "a function that reads the event as the documentation shows it stops there, and its rule gets no result",
        basis: SOURCE,
        yaml: false,
        exception: None,
    },
    unknown_member: &UNKNOWN_MEMBER,
    operations: OPERATIONS,
    own_form: false,
}
.service();

const OPERATIONS: &[Facts] =
    &[Facts::of("ConfigEvent", rules::CONFIG_EVENT).converted(&[convert::TO_UPDATE_POLICY_STATE])];

const UNKNOWN_MEMBER: RuleText = RuleText {
    name: "unknown-member",
    severity: Severity::Info,
    summary: "a member is unknown",
    why: "documented events do not have it; the service may have added it since",
    basis: SOURCE,
};
