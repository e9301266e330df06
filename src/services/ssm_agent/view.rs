//! The file as code reads it.

crate::views! {
    /// A custom inventory file. Its content is a list of entries, or one entry.
    CustomInventory {
        type_name: TypeName,
        schema_version: SchemaVersion,
        content: Content,
    }
}
