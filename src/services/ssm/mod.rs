//! AWS Systems Manager: its model, its words, and its families. Facts carry their source where they stand.

pub mod compliance;
pub mod inventory;
mod reading;
pub mod rows;
pub mod settings;
pub mod state;
mod type_names;
mod wording;

use crate::emulator::Hosting;
use crate::wire::Protocol;

use super::{Clients, Facts, Service};

/// The service.
pub const SERVICE: Service = Service {
    id: "ssm",
    title: "AWS Systems Manager",
    model: include_str!("model.json"),
    protocol: Protocol::AwsJson1_1,
    endpoint: "https://ssm.{region}.amazonaws.com",
    region: "us-east-1",
    unknown_member: None,
    wording: &wording::WORDING,
    operations: OPERATIONS,
    hosting: &HOSTING,
    clients: &Clients { command: "ssm", package: "@aws-sdk/client-ssm", class: "SSMClient" },
};

const OPERATIONS: &[Facts] = &[
    Facts {
        name: "PutComplianceItems",
        rules: compliance::rules::PUT_COMPLIANCE_ITEMS,
        hashes: Some(compliance::hash::contents),
        emulate: Some(compliance::emulate::put_compliance_items),
        readonly: false,
    },
    Facts {
        name: "ListComplianceItems",
        rules: compliance::rules::LIST_COMPLIANCE_ITEMS,
        hashes: None,
        emulate: Some(compliance::list::list_compliance_items),
        readonly: true,
    },
    Facts {
        name: "PutInventory",
        rules: inventory::rules::PUT_INVENTORY,
        hashes: Some(inventory::hash::contents),
        emulate: Some(inventory::emulate::put_inventory),
        readonly: false,
    },
    Facts {
        name: "ListInventoryEntries",
        rules: inventory::rules::LIST_INVENTORY_ENTRIES,
        hashes: None,
        emulate: Some(inventory::list::list_inventory_entries),
        readonly: true,
    },
];

const HOSTING: Hosting = Hosting {
    settings: &settings::NAMES,
    fresh: state::fresh,
    restore: state::restore,
    principal: "arn:aws:iam::123456789012:user/{key}",
};
