//! What the service sends out about inventory: events of Amazon EventBridge, of which the detail is told here (User
//! Guide, "Deleting custom inventory": the examples of each). The event for each node of a deletion is left out.

use serde_json::json;

use crate::emulator::Notice;

/// The documentation's `detail-type`.
const KIND: &str = "Inventory Resource State Change";

/// A report of a disabled version was passed over. The text is the documentation's, which spells it so.
pub fn put_failed(node: &str, type_name: &str, version: &str, disabled: &str) -> Notice {
    let reason = format!(
        "The inventory item with type name {type_name} was sent with a disabled schema verison {version}. You must send a version greater than {disabled}"
    );
    notice("failed", "put", node, type_name, &reason)
}

/// A deletion came to its end.
pub fn delete_summary(type_name: &str, versions: &[(String, u64)]) -> Notice {
    let total: u64 = versions.iter().map(|(_, count)| count).sum();
    let items = versions.iter().map(|(version, count)| {
        // INVARIANT: a version is two numbers and a full stop, which need no escapes.
        format!("{{\"version\":\"{version}\",\"count\":{count},\"remainingCount\":0}}")
    });
    let reason = format!(
        "The delete for type name {type_name} was completed. The deletion summary is: {{\"totalCount\":{total},\"remainingCount\":0,\"summaryItems\":[{}]}}",
        items.collect::<Vec<_>>().join(",")
    );
    notice("succeeded", "delete-summary", "", type_name, &reason)
}

fn notice(status: &str, action: &str, node: &str, type_name: &str, reason: &str) -> Notice {
    let detail = json!({
        "action-status": status,
        "action": action,
        "resource-type": "managed-instance",
        "resource-id": node,
        "action-reason": reason,
        "type-name": type_name,
    });
    Notice { kind: KIND, detail }
}
