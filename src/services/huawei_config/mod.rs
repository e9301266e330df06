//! Huawei Cloud Config, which its API calls RMS: its model, its words, and its families. The model is ours, written after
//! the vendor's OpenAPI documents; where the texts disagree, what real callers send and get decides.

pub mod error_table;
mod errors;
mod explained;
pub mod paging;
pub mod policy_assignments;
pub mod policy_states;
pub(super) mod reported;
pub mod resources;
pub mod settings;
pub mod state;
mod times;

use std::borrow::Cow;

use crate::emulator::Hosting;
use crate::report::{Basis, RuleText, Severity};
use crate::wire::Protocol;
use crate::wire::signing::Scheme;

use super::{Authentication, Clients, Denial, Emulation, Facts, Meant, OwnModel, PythonSdk, Service};
use policy_assignments::rules as assignments;
use policy_states::rules as states;

/// Where the shapes are written down.
const SOURCE: Basis = Basis::Documentation(
    "OpenAPI documents of Huawei Cloud Config (huawei-cloud-api-definitions-Config 0.1.20260501); Config API Reference",
);

/// The service.
pub static SERVICE: Service = Service {
    id: Cow::Borrowed("huawei-config"),
    title: Cow::Borrowed("Huawei Cloud Config"),
    model: include_str!("model.json"),
    samples: include_str!("samples.json"),
    protocol: Some(Protocol::RestJson1),
    endpoint: Cow::Borrowed("https://rms.{region}.myhuaweicloud.com"),
    // The second is the same service at another operator, Open Telekom Cloud.
    own_endpoints: &[("cn-north-4", "https://rms.myhuaweicloud.com"), ("eu-de", "https://rms.eu-de.otc.t-systems.com")],
    region: "cn-north-4",
    authentication: Some(&AUTHENTICATION),
    own_model: Some(OwnModel {
        why: "the service refuses the whole request with status 400",
        basis: SOURCE,
        yaml: false,
        exception: None,
    }),
    unknown_member: Some(&PASSED_OVER),
    meant: MEANT,
    operations: OPERATIONS,
    errors: &explained::BOOK,
    emulation: Some(&Emulation {
        hosting: &HOSTING,
        wording: None,
        answers: &errors::ANSWERS,
        refusals: &errors::REFUSALS,
        common: error_table::COMMON,
    }),
    clients: Clients {
        command: None,
        package: Cow::Borrowed(""),
        class: Cow::Borrowed("ConfigClient"),
        signing: Cow::Borrowed("rms"),
        own_form: false,
        python: Some(&PYTHON),
    },
};

/// That a request without token and signature gets this answer is in the table of errors. What the gateway answers to others
/// has its code from the table; that the detail stands behind the text is an assumption.
static AUTHENTICATION: Authentication = Authentication {
    schemes: &[Scheme::Token, Scheme::SdkHmac],
    missing: Some(Denial {
        name: "RMS.00010079",
        message: "Incorrect IAM authentication information: Authorization header is missing.",
    }),
    incomplete: INCORRECT,
    unknown: INCORRECT,
    mismatch: INCORRECT,
    scope: None,
    expired: INCORRECT,
    early: INCORRECT,
};

const INCORRECT: Denial = Denial { name: "APIGW.0301", message: "Incorrect IAM authentication information: {detail}" };

const PYTHON: PythonSdk = PythonSdk {
    package: "huaweicloudsdkconfig.v1",
    credentials: ("from huaweicloudsdkcore.auth.credentials import GlobalCredentials", "GlobalCredentials"),
    variables: ["HUAWEICLOUD_SDK_AK", "HUAWEICLOUD_SDK_SK", "HUAWEICLOUD_SDK_DOMAIN_ID"],
    account: "domain_id",
    bodies: &[
        ("UpdatePolicyState", "PolicyStateRequestBody"),
        ("CreatePolicyAssignments", "PolicyAssignmentRequestBody"),
        ("UpdatePolicyAssignment", "PolicyAssignmentRequestBody"),
    ],
};

const OPERATIONS: &[Facts] = &[
    Facts::of("UpdatePolicyState", states::UPDATE_POLICY_STATE).emulated(policy_states::emulate::update_policy_state),
    Facts::of("ListPolicyStatesByDomainId", states::LIST_POLICY_STATES_BY_DOMAIN_ID)
        .emulated(policy_states::emulate::list_policy_states_by_domain_id)
        .readonly(),
    Facts::of("ListPolicyStatesByAssignmentId", states::LIST_POLICY_STATES_BY_ASSIGNMENT_ID)
        .emulated(policy_states::emulate::list_policy_states_by_assignment_id)
        .readonly(),
    Facts::of("ListPolicyStatesByResourceId", states::LIST_POLICY_STATES_BY_RESOURCE_ID)
        .emulated(policy_states::emulate::list_policy_states_by_resource_id)
        .readonly(),
    Facts::of("RunEvaluationByPolicyAssignmentId", &[])
        .emulated(policy_states::emulate::run_evaluation_by_policy_assignment_id),
    Facts::of("ShowEvaluationStateByAssignmentId", &[])
        .emulated(policy_states::emulate::show_evaluation_state_by_assignment_id)
        .readonly(),
    Facts::of("CollectPolicyStatesSummary", &[])
        .emulated(policy_states::emulate::collect_policy_states_summary)
        .readonly(),
    Facts::of("CollectPolicyAssignmentsStatesSummary", &[])
        .emulated(policy_states::emulate::collect_policy_assignments_states_summary)
        .readonly(),
    Facts::of("CollectResourcesPolicyStatesSummary", &[])
        .emulated(policy_states::emulate::collect_resources_policy_states_summary)
        .readonly(),
    Facts::of("ListPolicyStatesStatistics", &[])
        .emulated(policy_states::emulate::list_policy_states_statistics)
        .readonly(),
    Facts::of("CreatePolicyAssignments", assignments::CREATE_POLICY_ASSIGNMENTS)
        .emulated(policy_assignments::emulate::create_policy_assignments),
    Facts::of("ListPolicyAssignments", &[]).emulated(policy_assignments::emulate::list_policy_assignments).readonly(),
    Facts::of("ShowPolicyAssignment", &[]).emulated(policy_assignments::emulate::show_policy_assignment).readonly(),
    Facts::of("UpdatePolicyAssignment", assignments::UPDATE_POLICY_ASSIGNMENT)
        .emulated(policy_assignments::emulate::update_policy_assignment),
    Facts::of("DeletePolicyAssignment", &[]).emulated(policy_assignments::emulate::delete_policy_assignment),
    Facts::of("EnablePolicyAssignment", &[]).emulated(policy_assignments::emulate::enable_policy_assignment),
    Facts::of("DisablePolicyAssignment", &[]).emulated(policy_assignments::emulate::disable_policy_assignment),
    Facts::of("ListBuiltInPolicyDefinitions", assignments::LIST_BUILT_IN_POLICY_DEFINITIONS)
        .emulated(policy_assignments::emulate::list_built_in_policy_definitions)
        .readonly(),
    Facts::of("ShowBuiltInPolicyDefinition", assignments::SHOW_BUILT_IN_POLICY_DEFINITION)
        .emulated(policy_assignments::emulate::show_built_in_policy_definition)
        .readonly(),
];

const HOSTING: Hosting = Hosting {
    settings: &settings::NAMES,
    quotas: &settings::QUOTAS,
    script: &policy_states::script::MEMBERS,
    changes: &resources::CHANGE_MEMBERS,
    fresh: state::fresh,
    restore: state::restore,
    principal: "{key}",
};

const PASSED_OVER: RuleText = RuleText {
    name: "unknown-member",
    severity: Severity::Info,
    summary: "a member is unknown",
    why: "the service passes over it: the documented sample functions send `function_urn`, which no schema has",
    basis: Basis::Documentation("User Guide, sample functions of custom rules"),
};

/// Words that a document of the vendor's has, and the model has not.
const MEANT: &[Meant] = &[
    Meant { shape: "CreatePolicyAssignmentsRequest", said: "tag", meant: "tags", source: TAG },
    Meant { shape: "UpdatePolicyAssignmentRequest", said: "tag", meant: "tags", source: TAG },
];

const TAG: &str = "the example of one edition has `tag`";
