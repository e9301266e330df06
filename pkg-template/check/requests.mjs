// Requests that more than one check sends.
export const NODE = "i-0123456789abcdef0";

export const PUT = {
  InstanceId: NODE,
  Items: [
    {
      ...{ TypeName: "Custom:Rack", SchemaVersion: "1.0", CaptureTime: "2026-03-12T08:00:00Z" },
      Content: [{ Rack: "D", Shelf: "E" }],
    },
  ],
};

export const LIST = { InstanceId: NODE, TypeName: "Custom:Rack" };

/** A put whose content is of one's own. */
export function putOf(node, content) {
  return { ...PUT, InstanceId: node, Items: [{ ...PUT.Items[0], Content: content }] };
}

/** A put of so many rows of 2 KB, each with an id. */
export function largeOf(node, id, rows) {
  return putOf(
    node,
    Array.from({ length: rows }, (_, row) => ({ id, row: String(row), filler: "x".repeat(2_000) })),
  );
}
