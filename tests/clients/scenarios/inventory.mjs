// Inventory as the agent uploads it, and as it is read back.

const NODE = "i-0123456789abcdef0";
const APPLICATIONS = [
  { Name: "acl", Version: "2.3.1", Publisher: "Debian" },
  { Name: "bash", Version: "5.2", Publisher: "Debian" },
];

const item = (type, more) => ({
  TypeName: type,
  SchemaVersion: "1.0",
  CaptureTime: "2026-03-12T05:00:00Z",
  ...more,
});
const put = (...items) => ({ InstanceId: NODE, Items: items });
const list = (type, more = {}) => ({ InstanceId: NODE, TypeName: type, ...more });
const application = (more) => item("AWS:Application", { SchemaVersion: "1.1", ...more });

export const inventory = [
  {
    name: "the agent's conversation: in full, hash only, a hash that nobody knows, in full again",
    steps: [
      {
        call: "ssm:PutInventory",
        input: put(application({ ContentHash: "one", Content: APPLICATIONS })),
        output: {},
      },
      {
        call: "ssm:PutInventory",
        input: put(application({ ContentHash: "one", CaptureTime: "2026-03-13T05:00:00Z" })),
        output: {},
      },
      {
        call: "ssm:ListInventoryEntries",
        input: list("AWS:Application"),
        output: {
          ...{ TypeName: "AWS:Application", InstanceId: NODE, SchemaVersion: "1.1" },
          ...{ CaptureTime: "2026-03-13T05:00:00Z", Entries: APPLICATIONS },
        },
      },
      {
        call: "ssm:PutInventory",
        input: put(application({ ContentHash: "two" })),
        refused: "ItemContentMismatchException",
        members: { TypeName: "AWS:Application" },
      },
      {
        call: "ssm:PutInventory",
        input: put(application({ ContentHash: "two", Content: APPLICATIONS.slice(1) })),
        output: {},
      },
      { call: "ssm:PutInventory", input: put(application({ ContentHash: "two" })), output: {} },
      {
        call: "ssm:ListInventoryEntries",
        input: list("AWS:Application"),
        output: { Entries: APPLICATIONS.slice(1) },
      },
    ],
  },
  {
    name: "inventory of one's own, with any letters, page by page and filtered",
    steps: [
      {
        call: "ssm:PutInventory",
        input: put(
          item("Custom:Rack", {
            Content: ["a", "b", "c", "d", "e"].map((Shelf) => ({ Shelf, Öl: "it's “5 µm” 😀" })),
          }),
          item("Custom:Empty", { Content: [] }),
        ),
        output: {},
      },
      {
        call: "ssm:ListInventoryEntries",
        input: list("Custom:Rack"),
        pageSize: 2,
        requests: 3,
        output: { Entries: ["a", "b", "c", "d", "e"].map((Shelf) => ({ Shelf, Öl: "it's “5 µm” 😀" })) },
      },
      {
        call: "ssm:ListInventoryEntries",
        input: list("Custom:Rack", { Filters: [{ Key: "Shelf", Values: ["a", "d"], Type: "Equal" }] }),
        output: { Entries: [{ Shelf: "a" }, { Shelf: "d" }] },
      },
      { call: "ssm:ListInventoryEntries", input: list("Custom:Empty"), output: { Entries: [] } },
      {
        call: "ssm:ListInventoryEntries",
        input: list("Custom:Rack", { NextToken: "of-nobody" }),
        refused: "InvalidNextToken",
      },
    ],
  },
  {
    name: "what inventory is refused for",
    emulator: { nodes: [NODE], quotas: { itemBytes: 1024 } },
    steps: [
      {
        call: "ssm:PutInventory",
        input: { ...put(item("Custom:Rack", { Content: [] })), InstanceId: "i-0fedcba9876543210" },
        refused: "InvalidInstanceId",
      },
      {
        call: "ssm:PutInventory",
        input: put(item("AWS:Nothing", { Content: [] })),
        refused: "InvalidTypeNameException",
      },
      {
        call: "ssm:PutInventory",
        input: put(item("AWS:Application", { Content: APPLICATIONS })),
        refused: "UnsupportedInventorySchemaVersionException",
      },
      {
        call: "ssm:PutInventory",
        input: put(item("Custom:Rack", { Content: [{ Words: "x".repeat(1100) }] })),
        refused: "ItemSizeLimitExceededException",
        members: { TypeName: "Custom:Rack" },
      },
      {
        call: "ssm:PutInventory",
        input: put(item("Custom:Rack", { Content: [], Context: { ComplianceType: "Custom:Disk" } })),
        refused: "UnsupportedInventoryItemContextException",
        members: { TypeName: "Custom:Rack" },
      },
      { call: "ssm:ListInventoryEntries", input: list("AWS:Nothing"), refused: "InvalidTypeNameException" },
    ],
  },
  {
    name: "compliance that arrives as inventory is in the compliance list",
    steps: [
      {
        call: "ssm:PutInventory",
        input: put(
          item("AWS:ComplianceItem", {
            Context: {
              ComplianceType: "Association",
              ExecutionId: "run-1",
              ExecutionTime: "2026-03-12T05:00:00Z",
            },
            Content: [
              {
                Id: "assoc-1",
                Title: "",
                Severity: "HIGH",
                Status: "NON_COMPLIANT",
                DocumentName: "AWS-Run",
              },
            ],
          }),
        ),
        output: {},
      },
      {
        call: "ssm:ListComplianceItems",
        input: { ResourceIds: [NODE] },
        output: {
          ComplianceItems: [
            {
              ...{ ComplianceType: "Association", Id: "assoc-1", Severity: "HIGH", Status: "NON_COMPLIANT" },
              ExecutionSummary: { ExecutionTime: new Date("2026-03-12T05:00:00Z"), ExecutionId: "run-1" },
              Details: { DocumentName: "AWS-Run" },
            },
          ],
        },
      },
    ],
  },
];
