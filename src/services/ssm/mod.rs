//! AWS Systems Manager: its model, its words, and its families. Facts carry their source where they stand.

pub mod automation;
pub mod change_requests;
pub mod compliance;
pub mod counts;
pub mod documents;
mod errors;
pub mod explained;
pub mod index;
pub mod inventory;
pub mod limits;
pub mod nodes;
pub mod paging;
pub(super) mod reading;
pub mod rows;
pub mod settings;
pub mod state;
mod times;
mod type_names;
mod wording;

use crate::emulator::Hosting;
use crate::wire::{Protocol, aws_json};

use std::borrow::Cow;

use super::{Clients, Emulation, Facts, Service, aws_signing};

/// The service.
pub static SERVICE: Service = Service {
    id: Cow::Borrowed("ssm"),
    title: Cow::Borrowed("AWS Systems Manager"),
    model: include_str!("model.json"),
    samples: include_str!("samples.json"),
    protocol: Some(Protocol::AwsJson1_1),
    endpoint: Cow::Borrowed("https://ssm.{region}.amazonaws.com"),
    own_endpoints: &[],
    region: "us-east-1",
    authentication: Some(&aws_signing::AUTHENTICATION),
    own_model: None,
    unknown_member: None,
    meant: wording::MEANT,
    operations: OPERATIONS,
    errors: &explained::BOOK,
    emulation: Some(&Emulation {
        hosting: &HOSTING,
        wording: Some(&wording::WORDING),
        answers: &aws_json::ANSWERS,
        refusals: &errors::REFUSALS,
        common: errors::COMMON,
    }),
    clients: Clients {
        command: Some("ssm"),
        package: Cow::Borrowed("@aws-sdk/client-ssm"),
        class: Cow::Borrowed("SSMClient"),
        signing: Cow::Borrowed("ssm"),
        own_form: true,
        python: None,
    },
};

const OPERATIONS: &[Facts] = &[
    Facts::of("PutComplianceItems", compliance::rules::PUT_COMPLIANCE_ITEMS)
        .hashed(compliance::hash::contents)
        .emulated(compliance::emulate::put_compliance_items),
    Facts::of("ListComplianceItems", compliance::rules::LIST_COMPLIANCE_ITEMS)
        .emulated(compliance::list::list_compliance_items)
        .readonly(),
    Facts::of("PutInventory", inventory::rules::PUT_INVENTORY)
        .hashed(inventory::hash::contents)
        .emulated(inventory::emulate::put_inventory)
        .converted(&[super::ssm_agent::convert::FROM_PUT_INVENTORY]),
    Facts::of("ListInventoryEntries", inventory::rules::LIST_INVENTORY_ENTRIES)
        .emulated(inventory::list::list_inventory_entries)
        .readonly(),
    Facts::of("ListComplianceSummaries", compliance::rules::LIST_COMPLIANCE_SUMMARIES)
        .emulated(compliance::summaries::list_compliance_summaries)
        .readonly(),
    Facts::of("ListResourceComplianceSummaries", compliance::rules::LIST_RESOURCE_COMPLIANCE_SUMMARIES)
        .emulated(compliance::summaries::list_resource_compliance_summaries)
        .readonly(),
    Facts::of("GetInventory", inventory::rules::GET_INVENTORY).emulated(inventory::query::get_inventory).readonly(),
    Facts::of("GetInventorySchema", inventory::rules::GET_INVENTORY_SCHEMA)
        .emulated(inventory::schema::get_inventory_schema)
        .readonly(),
    Facts::of("DeleteInventory", inventory::rules::DELETE_INVENTORY).emulated(inventory::deletions::delete_inventory),
    Facts::of("DescribeInventoryDeletions", inventory::rules::DESCRIBE_INVENTORY_DELETIONS)
        .emulated(inventory::deletions::describe_inventory_deletions)
        .readonly(),
    Facts::of("DescribeInstanceInformation", inventory::rules::DESCRIBE_INSTANCE_INFORMATION)
        .emulated(nodes::emulate::describe_instance_information)
        .readonly(),
    Facts::of("SendAutomationSignal", automation::rules::SEND_AUTOMATION_SIGNAL)
        .emulated(automation::emulate::send_automation_signal),
    Facts::of("StartAutomationExecution", automation::rules::START_AUTOMATION_EXECUTION)
        .emulated(automation::emulate::start_automation_execution),
    Facts::of("StopAutomationExecution", automation::rules::STOP_AUTOMATION_EXECUTION)
        .emulated(automation::emulate::stop_automation_execution),
    Facts::of("DescribeAutomationExecutions", automation::rules::DESCRIBE_AUTOMATION_EXECUTIONS)
        .emulated(automation::emulate::describe_automation_executions)
        .readonly(),
    Facts::of("DescribeAutomationStepExecutions", automation::rules::DESCRIBE_AUTOMATION_STEP_EXECUTIONS)
        .emulated(automation::emulate::describe_automation_step_executions)
        .readonly(),
    Facts::of("GetAutomationExecution", automation::rules::GET_AUTOMATION_EXECUTION)
        .emulated(automation::emulate::get_automation_execution)
        .readonly(),
    Facts::of("StartChangeRequestExecution", change_requests::rules::START_CHANGE_REQUEST_EXECUTION)
        .emulated(change_requests::emulate::start_change_request_execution),
    Facts::of("GetCalendarState", change_requests::rules::GET_CALENDAR_STATE)
        .emulated(change_requests::emulate::get_calendar_state)
        .readonly(),
    Facts::of("CreateDocument", documents::rules::CREATE_DOCUMENT)
        .emulated(documents::emulate::create_document)
        .embedding(documents::rules::embedded_in_create),
    Facts::of("UpdateDocument", documents::rules::UPDATE_DOCUMENT)
        .emulated(documents::emulate::update_document)
        .embedding(documents::rules::embedded_in_update),
    Facts::of("UpdateDocumentDefaultVersion", documents::rules::UPDATE_DOCUMENT_DEFAULT_VERSION)
        .emulated(documents::emulate::update_document_default_version),
    Facts::of("UpdateDocumentMetadata", documents::rules::UPDATE_DOCUMENT_METADATA)
        .emulated(documents::emulate::update_document_metadata),
    Facts::of("DescribeDocument", documents::rules::DESCRIBE_DOCUMENT)
        .emulated(documents::emulate::describe_document)
        .readonly(),
    Facts::of("GetDocument", documents::rules::GET_DOCUMENT).emulated(documents::emulate::get_document).readonly(),
    Facts::of("ListDocuments", documents::rules::LIST_DOCUMENTS)
        .emulated(documents::emulate::list_documents)
        .readonly(),
    Facts::of("ListDocumentVersions", documents::rules::LIST_DOCUMENT_VERSIONS)
        .emulated(documents::emulate::list_document_versions)
        .readonly(),
    Facts::of("DeleteDocument", documents::rules::DELETE_DOCUMENT).emulated(documents::emulate::delete_document),
];

const HOSTING: Hosting = Hosting {
    settings: &settings::NAMES,
    quotas: &settings::QUOTAS,
    script: &automation::script::MEMBERS,
    changes: &[],
    fresh: state::fresh,
    restore: state::restore,
    principal: "arn:aws:iam::123456789012:user/{key}",
};
