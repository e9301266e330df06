//! The requests of this family, as code reads them.

crate::views! {
    /// The request of UpdatePolicyState.
    UpdatePolicyStateRequest {
        domain_id: domain_id,
        policy_resource: policy_resource as PolicyResource,
        trigger_type: trigger_type,
        compliance_state: compliance_state,
        policy_assignment_id: policy_assignment_id,
        policy_assignment_name: policy_assignment_name,
        evaluation_time: evaluation_time,
        evaluation_hash: evaluation_hash,
    }
    /// What a result is about.
    PolicyResource {
        resource_id: resource_id,
        resource_name: resource_name,
        resource_provider: resource_provider,
        resource_type: resource_type,
        region_id: region_id,
        domain_id: domain_id,
    }
    /// The request of ListPolicyStatesByDomainId.
    ListPolicyStatesByDomainIdRequest {
        domain_id: domain_id,
        compliance_state: compliance_state,
        resource_id: resource_id,
        resource_name: resource_name,
        limit: limit,
        marker: marker,
    }
    /// The request of ListPolicyStatesByAssignmentId.
    ListPolicyStatesByAssignmentIdRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
        compliance_state: compliance_state,
        resource_id: resource_id,
        resource_name: resource_name,
        limit: limit,
        marker: marker,
    }
    /// The request of ListPolicyStatesByResourceId.
    ListPolicyStatesByResourceIdRequest {
        domain_id: domain_id,
        resource_id: resource_id,
        compliance_state: compliance_state,
        limit: limit,
        marker: marker,
    }
    /// The request of RunEvaluationByPolicyAssignmentId.
    RunEvaluationByPolicyAssignmentIdRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
    }
    /// The request of ShowEvaluationStateByAssignmentId.
    ShowEvaluationStateByAssignmentIdRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
    }
    /// The request of CollectPolicyStatesSummary.
    CollectPolicyStatesSummaryRequest {
        domain_id: domain_id,
        tags: tags,
    }
    /// The request of CollectPolicyAssignmentsStatesSummary.
    CollectPolicyAssignmentsStatesSummaryRequest {
        domain_id: domain_id,
        policy_assignment_id: policy_assignment_id,
        resource_name: resource_name,
    }
    /// The request of CollectResourcesPolicyStatesSummary.
    CollectResourcesPolicyStatesSummaryRequest {
        domain_id: domain_id,
        resource_id: resource_id,
        resource_name: resource_name,
        limit: limit,
        marker: marker,
    }
    /// The request of ListPolicyStatesStatistics.
    ListPolicyStatesStatisticsRequest {
        domain_id: domain_id,
    }
}
