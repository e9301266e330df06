//! Whose report it is: the resource's type and its id.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::shown;
use crate::services::ssm::nodes::is_node_id;
use crate::text::nearest::{Likeness, nearest};
use crate::text::string::quoted;

use super::super::view::{ListComplianceItemsRequest, PutComplianceItemsRequest};

const MANAGED_INSTANCE: &str = "ManagedInstance";

const OTHER_TYPE: RuleText = RuleText {
    name: "compliance/other-resource-type",
    severity: Severity::Error,
    summary: "a resource type is not `ManagedInstance`",
    why: "the service keeps compliance of managed nodes alone",
    basis: Basis::Documentation(
        "API model, PutComplianceItems, ResourceType: \"ManagedInstance is currently the only supported resource type\"; \
         the same in ListComplianceItems, ResourceTypes",
    ),
};

pub const PUT_OTHER_TYPE: Rule = Rule {
    text: OTHER_TYPE,
    run: |request, found| {
        if let Some(value) = PutComplianceItemsRequest(request).resource_type() {
            other_type(value, found);
        }
    },
};

pub const LIST_OTHER_TYPE: Rule = Rule {
    text: OTHER_TYPE,
    run: |request, found| {
        let types = ListComplianceItemsRequest(request).resource_types();
        types.into_iter().flat_map(Value::elements).for_each(|value| other_type(value, found));
    },
};

fn other_type(value: Value<'_>, found: &mut Found<'_>) {
    let Some(name) = value.str().filter(|name| name != MANAGED_INSTANCE) else { return };
    found.at(value, || {
        let is_respelled = matches!(nearest(&name, [MANAGED_INSTANCE]), Some((_, Likeness::Spelling)));
        let trust = if is_respelled { Trust::Safe } else { Trust::Check };
        Draft::new(format!("{} is not a resource type that compliance is kept for", shown(&name)))
            .help("write `ManagedInstance`; it stands for EC2 instances and for nodes outside alike")
            .exception("InvalidResourceType")
            .fix("write `ManagedInstance`", trust, value.span(), quoted(MANAGED_INSTANCE))
    });
}

const ID_OF_ANOTHER_FORM: RuleText = RuleText {
    name: "compliance/resource-id-of-another-form",
    severity: Severity::Error,
    summary: "a resource id does not have the form of a managed node's id",
    why: "the service finds no managed node by it",
    basis: Basis::Documentation(
        "API model, PutComplianceItems, ResourceId: \"For a managed node, this is the node ID\"; its form: InstanceId; \
         InvalidResourceId: \"The resource ID isn't valid\"",
    ),
};

pub const PUT_ID_OF_ANOTHER_FORM: Rule = Rule {
    text: ID_OF_ANOTHER_FORM,
    run: |request, found| {
        if let Some(value) = PutComplianceItemsRequest(request).resource_id() {
            id_of_another_form(value, found);
        }
    },
};

pub const LIST_ID_OF_ANOTHER_FORM: Rule = Rule {
    text: ID_OF_ANOTHER_FORM,
    run: |request, found| {
        let ids = ListComplianceItemsRequest(request).resource_ids();
        ids.into_iter().flat_map(Value::elements).for_each(|value| id_of_another_form(value, found));
    },
};

fn id_of_another_form(value: Value<'_>, found: &mut Found<'_>) {
    let Some(id) = value.str().filter(|id| !is_node_id(id)) else { return };
    found.at(value, || {
        let draft = Draft::new(why_no_node_id(&id))
            .help("write the id of the node: `i-` and 8 or 17 letters and digits, or `mi-` and 17")
            .exception("InvalidResourceId");
        match node_id_in(&id) {
            Some(meant) => {
                let trust = if id.trim() == meant { Trust::Safe } else { Trust::Check };
                draft.fix(format!("write `{meant}`"), trust, value.span(), quoted(&meant))
            }
            None => draft,
        }
    });
}

fn why_no_node_id(id: &str) -> String {
    for (prefix, wanted) in [("i-", "8 or 17 are"), ("mi-", "17 are")] {
        if let Some(rest) = id.strip_prefix(prefix)
            && rest.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        {
            let (count, plural) = (rest.len(), if rest.len() == 1 { "" } else { "s" });
            return format!("{} has {count} character{plural} after `{prefix}`, {wanted} needed", shown(id));
        }
    }
    format!("{} is not the id of a managed node", shown(id))
}

/// The node id that a longer text holds, such as an ARN, if it holds one alone.
fn node_id_in(text: &str) -> Option<String> {
    let mut ids = text
        .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_')))
        .map(|part| if part.starts_with(['I', 'M']) { part.to_ascii_lowercase() } else { part.to_string() })
        .filter(|part| is_node_id(part));
    ids.next().filter(|_| ids.next().is_none())
}

pub const SEVERAL_RESOURCE_IDS: Rule = Rule {
    text: RuleText {
        name: "compliance/several-resource-ids",
        severity: Severity::Error,
        summary: "more than one resource is asked for",
        why: "the service lists the compliance of one resource at a time",
        basis: Basis::Documentation(
            "API model, ListComplianceItems, ResourceIds: \"Currently, you can only specify one resource ID\"",
        ),
    },
    run: several_resource_ids,
};

fn several_resource_ids(request: Value<'_>, found: &mut Found<'_>) {
    let Some(list) = ListComplianceItemsRequest(request).resource_ids() else { return };
    let count = list.all_elements().count();
    if let Some(second) = list.all_elements().nth(1) {
        found.at(list, || {
            Draft::new(format!("{count} resource ids are given, at most 1 is allowed"))
                .help("ask for one node after the other, or leave `ResourceIds` out to list all")
                .related(second.path(), second.span(), "the second")
        });
    }
}
