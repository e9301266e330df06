//! The event, as code reads it.

crate::views! {
    /// An event.
    Event {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
        policy_assignment_name: policy_assignment_name,
        function_urn: function_urn,
        trigger_type: trigger_type,
        evaluation_time: evaluation_time,
        evaluation_hash: evaluation_hash,
        rule_parameter: rule_parameter,
        invoking_event: invoking_event as InvokingEvent,
    }
    /// The resource that it is about.
    InvokingEvent {
        id: id,
        name: name,
        provider: provider,
        kind: type,
        tags: tags,
        created: created,
        updated: updated,
        properties: properties,
        ep_id: ep_id,
        project_id: project_id,
        region_id: region_id,
        provisioning_state: provisioning_state,
    }
}
