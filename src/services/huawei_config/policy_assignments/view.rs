//! The requests of this family, as code reads them.

crate::views! {
    /// The request of CreatePolicyAssignments.
    CreatePolicyAssignmentsRequest {
        domain_id: domain_id,
        policy_assignment_type: policy_assignment_type,
        name: name,
        description: description,
        period: period,
        policy_filter: policy_filter as PolicyFilterDefinition,
        policy_filter_v2: policy_filter_v2 as PolicyFilterDefinitionV2,
        policy_definition_id: policy_definition_id,
        custom_policy: custom_policy as CustomPolicy,
        parameters: parameters,
        tags: tags as [ResourceTag],
    }
    /// The request of UpdatePolicyAssignment.
    UpdatePolicyAssignmentRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
        policy_assignment_type: policy_assignment_type,
        name: name,
        description: description,
        period: period,
        policy_filter: policy_filter as PolicyFilterDefinition,
        policy_definition_id: policy_definition_id,
        custom_policy: custom_policy as CustomPolicy,
        parameters: parameters,
        tags: tags as [ResourceTag],
    }
    /// The function behind a rule of one's own.
    CustomPolicy {
        function_urn: function_urn,
        auth_type: auth_type,
        auth_value: auth_value,
    }
    /// Which resources a rule is about.
    PolicyFilterDefinition {
        region_id: region_id,
        resource_provider: resource_provider,
        resource_type: resource_type,
        resource_id: resource_id,
        tag_key: tag_key,
        tag_value: tag_value,
    }
    /// The same in its newer form.
    PolicyFilterDefinitionV2 {
        exclude_tag_key_logic: exclude_tag_key_logic,
        exclude_tags: exclude_tags as [FilterTagDetail],
        region_ids: region_ids,
        resource_ids: resource_ids,
        resource_types: resource_types,
        tag_key_logic: tag_key_logic,
        tags: tags as [FilterTagDetail],
    }
    /// A tag with the values that it may have.
    FilterTagDetail {
        key: key,
        values: values,
    }
    /// The value of a rule's parameter.
    PolicyParameterValue {
        value: value,
    }
    /// A tag of a rule.
    ResourceTag {
        key: key,
        value: value,
    }
    /// The request of ListPolicyAssignments.
    ListPolicyAssignmentsRequest {
        domain_id: domain_id,
        policy_assignment_name: policy_assignment_name,
        limit: limit,
        marker: marker,
    }
    /// The request of ShowPolicyAssignment.
    ShowPolicyAssignmentRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
    }
    /// The request of DeletePolicyAssignment.
    DeletePolicyAssignmentRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
    }
    /// The request of EnablePolicyAssignment.
    EnablePolicyAssignmentRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
    }
    /// The request of DisablePolicyAssignment.
    DisablePolicyAssignmentRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
    }
    /// The request of ListBuiltInPolicyDefinitions.
    ListBuiltInPolicyDefinitionsRequest {
        x_language: x_language,
        limit: limit,
        marker: marker,
    }
    /// The request of ShowBuiltInPolicyDefinition.
    ShowBuiltInPolicyDefinitionRequest {
        policy_definition_id: policy_definition_id,
        x_language: x_language,
    }
}
