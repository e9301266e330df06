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
}
