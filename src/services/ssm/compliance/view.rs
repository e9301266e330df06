//! The requests of this family, as code reads them.

crate::views! {
    /// The request of PutComplianceItems.
    PutComplianceItemsRequest {
        resource_id: ResourceId,
        resource_type: ResourceType,
        compliance_type: ComplianceType,
        execution_summary: ExecutionSummary as ComplianceExecutionSummary,
        items: Items as [ComplianceItemEntry],
        item_content_hash: ItemContentHash,
        upload_type: UploadType,
    }
    /// The run that a report comes from.
    ComplianceExecutionSummary {
        execution_time: ExecutionTime,
        execution_id: ExecutionId,
        execution_type: ExecutionType,
    }
    /// One item of a report.
    ComplianceItemEntry {
        id: Id,
        title: Title,
        severity: Severity,
        status: Status,
        details: Details,
    }
    /// The request of ListComplianceItems.
    ListComplianceItemsRequest {
        filters: Filters as [ComplianceStringFilter],
        resource_ids: ResourceIds,
        resource_types: ResourceTypes,
        next_token: NextToken,
        max_results: MaxResults,
    }
    /// The request of ListComplianceSummaries.
    ListComplianceSummariesRequest {
        filters: Filters as [ComplianceStringFilter],
        next_token: NextToken,
        max_results: MaxResults,
    }
    /// The request of ListResourceComplianceSummaries.
    ListResourceComplianceSummariesRequest {
        filters: Filters as [ComplianceStringFilter],
        next_token: NextToken,
        max_results: MaxResults,
    }
    /// A filter of the compliance lists.
    ComplianceStringFilter {
        key: Key,
        values: Values,
        type_: Type,
    }
}

impl<'t> PutComplianceItemsRequest<'t> {
    /// The list of items as a value.
    pub fn item_list(self) -> Option<crate::model::tape::Value<'t>> {
        self.0.member(const { crate::model::view::index_of(Self::MEMBERS, "Items") })
    }
}
