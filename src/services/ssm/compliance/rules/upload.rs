//! What a report replaces: its type, the mode of upload, and reports that bring nothing.

use crate::model::tape::Value;
use crate::report::{Basis, Draft, Found, Rule, RuleText, Severity, Trust};
use crate::services::reading::{filled, is_absent, shown, text_of};
use crate::services::ssm::inventory::view::PutInventoryRequest;
use crate::services::ssm::reading::{is_digest, is_respelled};
use crate::services::ssm::type_names;

use super::super::view::{ComplianceExecutionSummary, ComplianceItemEntry, PutComplianceItemsRequest as Put};

pub const BARE_TYPE_NAME: Rule = Rule {
    text: type_names::BARE_TYPE_NAME,
    run: |request, found| {
        if let Some(value) = Put(request).compliance_type() {
            type_names::bare(value, found);
        }
    },
};

pub const UNDERSCORE_IN_TYPE_NAME: Rule = Rule {
    text: type_names::UNDERSCORE,
    run: |request, found| {
        if let Some(value) = Put(request).compliance_type() {
            type_names::underscore(value, found);
        }
    },
};

fn is_partial(request: Put<'_>) -> bool {
    text_of(request.upload_type()).as_deref() == Some("PARTIAL")
}

fn is_association(request: Put<'_>) -> bool {
    text_of(request.compliance_type()).as_deref() == Some("Association")
}

pub const PARTIAL_OF_ANOTHER_TYPE: Rule = Rule {
    text: RuleText {
        name: "compliance/partial-upload-of-another-type",
        severity: Severity::Warning,
        summary: "`UploadType` is `PARTIAL`, and the compliance type is not `Association`",
        why: "a partial upload replaces the items of one association, and other types have none",
        basis: Basis::Documentation(
            "API model, PutComplianceItems, UploadType: \"This attribute is only valid for association compliance\"",
        ),
    },
    run: partial_of_another_type,
};

fn partial_of_another_type(request: Value<'_>, found: &mut Found<'_>) {
    let request = Put(request);
    let (Some(upload), Some(of)) = (request.upload_type().filter(|_| is_partial(request)), request.compliance_type())
    else {
        return;
    };
    let Some(name) = of.str().filter(|name| name != "Association") else { return };
    found.at(upload, || {
        Draft::new(format!("`PARTIAL` is for the type `Association`, this report is of {}", shown(&name)))
            .help("send all items of the type in one call, without `UploadType` or with `COMPLETE`")
            .exception("InvalidItemContentException")
            .related(of.path(), of.span(), "the type of this report")
            .fix("write `COMPLETE`", Trust::Check, upload.span(), "\"COMPLETE\"")
    });
}

pub const PARTIAL_WITH_ANOTHER_ID: Rule = Rule {
    text: RuleText {
        name: "compliance/partial-upload-with-another-id",
        severity: Severity::Warning,
        summary: "in a partial upload the `Id` of an item is not the `ExecutionId`",
        why: "the id of the association tells the service which items to replace, and AWS's own caller puts it in both places",
        basis: Basis::Assumption(
            "the payload of AWS-RunPatchBaselineAssociation does so; nothing states that it has to be so",
        ),
    },
    run: partial_with_another_id,
};

fn partial_with_another_id(request: Value<'_>, found: &mut Found<'_>) {
    let request = Put(request);
    if !is_partial(request) || !is_association(request) {
        return;
    }
    let Some(summary) = request.execution_summary() else { return };
    let Some(execution) = summary.execution_id() else {
        if is_absent(summary.0, ComplianceExecutionSummary::MEMBERS, "ExecutionId") {
            found.missing(summary.0, "ExecutionId", || {
                Draft::new("a partial upload without an `ExecutionId`")
                    .help("write the id of the association into `ExecutionId`")
            });
        }
        return;
    };
    let Some(wanted) = execution.str() else { return };
    let others =
        || request.items().filter_map(ComplianceItemEntry::id).filter(|id| id.any_str().is_some_and(|id| id != wanted));
    if let Some(id) = others().next() {
        found.at(id, || {
            let count = others().count() - 1;
            let more = if count == 0 { String::new() } else { format!(", and {count} more differ") };
            Draft::new(format!(
                "{} is not the `ExecutionId` {}{more}",
                shown(&id.any_str().unwrap_or_default()),
                shown(&wanted)
            ))
            .help("write the id of the association into both")
            .related(execution.path(), execution.span(), "the run that these items belong to")
        });
    }
}

pub const ONE_ASSOCIATION_AS_A_WHOLE: Rule = Rule {
    text: RuleText {
        name: "compliance/one-association-as-the-whole-report",
        severity: Severity::Warning,
        summary: "a complete report of associations holds one alone, the one that ran",
        why: "it takes the place of the items of all other associations of the node",
        basis: Basis::Documentation(
            "API model, PutComplianceItems, UploadType: \"In COMPLETE mode, the system overwrites all existing compliance information\"",
        ),
    },
    run: one_association_as_a_whole,
};

/// A report that was meant to be partial: one association, which is also the run (AWS-RunPatchBaselineAssociation
/// sends such a report without the mode where its SDK is too old to know it).
fn one_association_as_a_whole(request: Value<'_>, found: &mut Found<'_>) {
    let request = Put(request);
    let Some(list) = request.item_list().filter(|list| list.all_elements().count() == 1) else { return };
    let Some(id) = request.items().next().and_then(|item| filled(item.id())) else { return };
    let run = request.execution_summary().and_then(|summary| text_of(summary.execution_id()));
    if is_partial(request) || !is_association(request) || run.as_ref() != Some(&id) {
        return;
    }
    found.at(list, || {
        Draft::new(format!("the item of {} takes the place of the items of all associations", shown(&id)))
            .help("write `\"UploadType\": \"PARTIAL\"` to replace this association's item alone")
    });
}

pub const ONE_ITEM_AS_THE_WHOLE: Rule = Rule::new(
    "compliance/one-item-as-the-whole-report",
    Severity::Info,
    "a report of a type of one's own holds one item alone, and its run is named after it",
    "it takes the place of all items of the type: of reporters that send a call for each check, the last one is left",
    Basis::Documentation(
        "API model, PutComplianceItems: \"This call overwrites existing compliance information on the resource, so you must \
         provide a full list of compliance items each time that you send the request\"",
    ),
    |request, found| {
        let request = Put(request);
        let is_custom = text_of(request.compliance_type()).is_some_and(|name| name.starts_with("Custom:"));
        let Some(list) = request.item_list().filter(|_| is_custom && !is_partial(request)) else { return };
        let Some(id) = request.items().next().and_then(ComplianceItemEntry::id) else { return };
        let run = request.execution_summary().and_then(|summary| text_of(summary.execution_id()));
        let is_run = filled(Some(id)).zip(run).is_some_and(|(id, run)| run == id || id.len() > 3 && run.contains(&*id));
        if is_run && list.all_elements().nth(1).is_none() {
            found.at(id, || {
                Draft::new("this item takes the place of all that are stored of the type")
                    .help("collect the items of all checks, and send them in one call")
            });
        }
    },
);

const EXECUTION_TYPE: RuleText = RuleText {
    name: "compliance/execution-type-in-another-spelling",
    severity: Severity::Info,
    summary: "`ExecutionType` is `Command` in another spelling",
    why: "the summaries can be filtered by it, and texts are compared letter by letter",
    basis: Basis::Documentation(
        "API model, ComplianceExecutionSummary, ExecutionType: \"Command is a valid execution type\"",
    ),
};

pub const EXECUTION_TYPE_IN_ANOTHER_SPELLING: Rule = Rule {
    text: EXECUTION_TYPE,
    run: |request, found| {
        if let Some(value) = Put(request).execution_summary().and_then(|summary| summary.execution_type()) {
            execution_type(value, found);
        }
    },
};

/// The same in the context of an inventory item.
pub const EXECUTION_TYPE_OF_A_CONTEXT: Rule = Rule {
    text: EXECUTION_TYPE,
    run: |request, found| {
        for item in PutInventoryRequest(request).items() {
            let entries = item.context().into_iter().flat_map(Value::entries);
            let types = entries.filter(|(key, _)| key.any_str().as_deref() == Some("ExecutionType"));
            types.for_each(|(_, value)| execution_type(value, found));
        }
    },
};

fn execution_type(value: Value<'_>, found: &mut Found<'_>) {
    let Some(text) = value.str().filter(|text| is_respelled(text, "Command")) else { return };
    found.at(value, || {
        Draft::new(format!("{} is `Command` in another spelling", shown(&text))).help("write `Command`").fix(
            "write `Command`",
            Trust::Check,
            value.span(),
            "\"Command\"",
        )
    });
}

pub const REPORT_WITHOUT_ITEMS: Rule = Rule {
    text: RuleText {
        name: "compliance/report-without-items",
        severity: Severity::Info,
        summary: "a report has no items and no hash",
        why: "a report takes the place of the last one of its type, so that nothing is left",
        basis: Basis::Assumption(
            "follows from API model, PutComplianceItems: \"This call overwrites existing compliance information\"",
        ),
    },
    run: report_without_items,
};

fn report_without_items(request: Value<'_>, found: &mut Found<'_>) {
    if let Some((request, list)) = without_items(request)
        && is_absent(request.0, Put::MEMBERS, "ItemContentHash")
    {
        found.at(list, || {
            Draft::new("`Items` is empty: all stored items of the type are cleared")
                .help("leave it so where the type is to be cleared; else send all its items")
        });
    }
}

pub const HASH_WITHOUT_ITEMS: Rule = Rule {
    text: RuleText {
        name: "compliance/hash-without-items",
        severity: Severity::Info,
        summary: "a report has a hash and no items",
        why: "it says that nothing has changed since the report with that hash, which holds only if it is the stored one",
        basis: Basis::Assumption(
            "amazon-ssm-agent, agent/association/compliance, sends this when nothing changed; what another hash does is stated nowhere",
        ),
    },
    run: hash_without_items,
};

fn hash_without_items(request: Value<'_>, found: &mut Found<'_>) {
    let Some((request, list)) = without_items(request) else { return };
    if filled(request.item_content_hash()).is_none() {
        return;
    }
    found.at(list, || {
        Draft::new("`Items` is empty: nothing changes if the stored report has this hash, else its items are cleared")
            .help("send all items with the first report and after a change, and the hash alone in between")
    });
}

fn without_items(request: Value<'_>) -> Option<(Put<'_>, Value<'_>)> {
    let request = Put(request);
    let list = request.item_list().filter(|list| list.all_elements().next().is_none())?;
    (!is_partial(request)).then_some((request, list))
}

pub const HASH_OF_NO_KNOWN_FORM: Rule = Rule {
    text: RuleText {
        name: "compliance/hash-of-no-known-form",
        severity: Severity::Info,
        summary: "`ItemContentHash` does not have the form of an MD5 or SHA-256 digest",
        why: "the service compares it as it stands, so that a text that never changes hides every change",
        basis: Basis::Documentation("API model, PutComplianceItems, ItemContentHash: \"MD5 or SHA-256 content hash\""),
    },
    run: hash_of_no_known_form,
};

fn hash_of_no_known_form(request: Value<'_>, found: &mut Found<'_>) {
    let Some(value) = Put(request).item_content_hash() else { return };
    let Some(hash) = filled(Some(value)).filter(|hash| !is_digest(hash)) else { return };
    found.at(value, || {
        Draft::new(format!("{} is neither an MD5 nor a SHA-256 digest", shown(&hash)))
            .help("write a digest of the items, in base64 or hexadecimal, or leave the hash out")
    });
}
