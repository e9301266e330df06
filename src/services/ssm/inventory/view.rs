//! The requests of this family, as code reads them.

crate::views! {
    /// The request of PutInventory.
    PutInventoryRequest {
        instance_id: InstanceId,
        items: Items as [InventoryItem],
    }
    /// The report of one type.
    InventoryItem {
        type_name: TypeName,
        schema_version: SchemaVersion,
        capture_time: CaptureTime,
        content_hash: ContentHash,
        content: Content,
        context: Context,
    }
    /// The request of ListInventoryEntries.
    ListInventoryEntriesRequest {
        instance_id: InstanceId,
        type_name: TypeName,
        filters: Filters as [InventoryFilter],
        next_token: NextToken,
        max_results: MaxResults,
    }
    /// A filter of the inventory lists.
    InventoryFilter {
        key: Key,
        values: Values,
        type_: Type,
    }
    /// The request of GetInventory.
    GetInventoryRequest {
        filters: Filters as [InventoryFilter],
        aggregators: Aggregators as [InventoryAggregator],
        result_attributes: ResultAttributes as [ResultAttribute],
        next_token: NextToken,
        max_results: MaxResults,
    }
    /// By what nodes are counted.
    InventoryAggregator {
        expression: Expression,
        aggregators: Aggregators as [InventoryAggregator],
        groups: Groups as [InventoryGroup],
    }
    /// Nodes that are counted apart.
    InventoryGroup {
        name: Name,
        filters: Filters as [InventoryFilter],
    }
    /// A type to give back.
    ResultAttribute {
        type_name: TypeName,
    }
    /// The request of GetInventorySchema.
    GetInventorySchemaRequest {
        type_name: TypeName,
        next_token: NextToken,
        max_results: MaxResults,
        aggregator: Aggregator,
        sub_type: SubType,
    }
    /// The request of DeleteInventory.
    DeleteInventoryRequest {
        type_name: TypeName,
        schema_delete_option: SchemaDeleteOption,
        dry_run: DryRun,
        client_token: ClientToken,
    }
    /// The request of DescribeInventoryDeletions.
    DescribeInventoryDeletionsRequest {
        deletion_id: DeletionId,
        next_token: NextToken,
        max_results: MaxResults,
    }
    /// The request of DescribeInstanceInformation.
    DescribeInstanceInformationRequest {
        instance_information_filter_list: InstanceInformationFilterList as [InstanceInformationFilter],
        filters: Filters as [InstanceInformationStringFilter],
        max_results: MaxResults,
        next_token: NextToken,
    }
    /// A filter of the list of nodes, the older kind.
    InstanceInformationFilter {
        key: key,
        value_set: valueSet,
    }
    /// A filter of the list of nodes.
    InstanceInformationStringFilter {
        key: Key,
        values: Values,
    }
}

impl<'t> PutInventoryRequest<'t> {
    /// The list of items as a value.
    pub fn item_list(self) -> Option<crate::model::tape::Value<'t>> {
        self.0.member(const { crate::model::view::index_of(Self::MEMBERS, "Items") })
    }
}

impl<'t> GetInventoryRequest<'t> {
    /// The list of aggregators as a value.
    pub fn aggregator_list(self) -> Option<crate::model::tape::Value<'t>> {
        self.0.member(const { crate::model::view::index_of(Self::MEMBERS, "Aggregators") })
    }
}
