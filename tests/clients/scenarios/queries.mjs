// Inventory looked at across nodes: found and counted, its schemas, its deletions, and the nodes themselves.

const NODES = [1, 2, 3].map((number) => `i-0123456789abcde0${number}`);
const MANY = [1, 2, 3, 4, 5, 6].map((number) => `mi-0123456789abcde0${number}`);

const put = (node, ...items) => ({
  call: "ssm:PutInventory",
  input: { InstanceId: node, Items: items },
  output: {},
});
const item = (type, content, version = "1.0") => ({
  ...{ TypeName: type, SchemaVersion: version, CaptureTime: "2026-03-12T05:00:00Z", Content: content },
});
const rack = (location) => item("Custom:Rack", [{ Location: location }]);
const application = (...names) =>
  item(
    "AWS:Application",
    names.map((Name) => ({ Name, Version: "1" })),
    "1.1",
  );

const INVENTORY = [
  put(NODES[0], rack("A"), application("acl", "bash")),
  put(NODES[1], rack("A"), application("bash")),
  put(NODES[2], rack("B")),
];
const entities = (...nodes) => ({ Entities: nodes.map((Id) => ({ Id })) });
const counted = (type, ...rows) => ({ Entities: [{ Data: { [type]: { Content: rows } } }] });

const TYPES = Array.from({ length: 55 }, (_, index) => `Custom:Type${index + 10}`);

export const queries = [
  {
    name: "nodes are found by what they have, page by page",
    steps: [
      ...INVENTORY,
      { call: "ssm:GetInventory", input: {}, pageSize: 2, requests: 2, output: entities(...NODES) },
      {
        call: "ssm:GetInventory",
        input: { Filters: [{ Key: "Custom:Rack.Location", Values: ["A"], Type: "Equal" }] },
        output: {
          Entities: [
            {
              Id: NODES[0],
              Data: {
                "AWS:InstanceInformation": {
                  ...{ TypeName: "AWS:InstanceInformation", SchemaVersion: "1.0" },
                  Content: [{ InstanceId: NODES[0], ResourceType: "EC2Instance" }],
                },
              },
            },
            { Id: NODES[1] },
          ],
        },
      },
      { call: "ssm:GetInventory", input: { NextToken: "of-nobody" }, refused: "InvalidNextToken" },
      {
        call: "ssm:GetInventory",
        input: { ResultAttributes: [{ TypeName: "AWS:Application" }] },
        refused: "InvalidResultAttributeException",
        message: "Result type name AWS:Application is not supported. Supported type names are:",
      },
    ],
  },
  {
    name: "nodes are counted, by nested expressions and in groups",
    steps: [
      ...INVENTORY,
      {
        call: "ssm:GetInventory",
        input: { Aggregators: [{ Expression: "AWS:Application.Name" }] },
        output: counted("AWS:Application", { Count: "1", Name: "acl" }, { Count: "2", Name: "bash" }),
      },
      {
        call: "ssm:GetInventory",
        input: {
          Aggregators: [
            { Expression: "Custom:Rack.Location", Aggregators: [{ Expression: "AWS:Application.Name" }] },
          ],
        },
        output: counted(
          "Custom:Rack",
          { Count: "1", Location: "a", Name: "acl" },
          { Count: "2", Location: "a", Name: "bash" },
        ),
      },
      {
        call: "ssm:GetInventory",
        input: {
          Aggregators: [
            {
              Groups: [
                { Name: "racked", Filters: [{ Key: "Custom:Rack.Location", Values: ["A"], Type: "Equal" }] },
              ],
            },
          ],
        },
        output: counted("racked", { notMatchingCount: "1" }, { matchingCount: "2" }),
      },
      {
        call: "ssm:GetInventory",
        input: { Aggregators: [{ Expression: "AWS:Nothing.Name" }] },
        refused: "InvalidAggregatorException",
      },
    ],
  },
  {
    name: "schemas of the vendor, and of one's own page by page",
    emulator: { quotas: { customTypes: TYPES.length } },
    steps: [
      put(NODES[0], ...TYPES.slice(0, 30).map((type) => item(type, [{ Colour: "red" }]))),
      put(NODES[0], ...TYPES.slice(30).map((type) => item(type, [{ Colour: "red" }], "1.2"))),
      {
        call: "ssm:GetInventorySchema",
        input: { TypeName: "AWS:Application" },
        output: { Schemas: [{ TypeName: "AWS:Application", Version: "1.1" }] },
      },
      {
        call: "ssm:GetInventorySchema",
        input: { TypeName: "Custom:" },
        ...{ pageSize: 50, requests: 2 },
        output: {
          Schemas: TYPES.map((TypeName, index) => ({
            ...{ TypeName, Version: index < 30 ? "1.0" : "1.2" },
            Attributes: [{ Name: "Colour", DataType: "STRING" }],
          })),
        },
      },
      {
        call: "ssm:GetInventorySchema",
        input: { TypeName: "AWS:Nothing" },
        refused: "InvalidTypeNameException",
      },
    ],
  },
  {
    name: "inventory is deleted: a dry run, the deletion over time, and a schema that is disabled",
    steps: [
      put(NODES[0], rack("A")),
      put(NODES[1], rack("A")),
      {
        call: "ssm:DeleteInventory",
        input: { TypeName: "Custom:Rack", DryRun: true },
        output: { TypeName: "Custom:Rack", DeletionSummary: { TotalCount: 2, RemainingCount: 2 } },
      },
      { call: "ssm:DescribeInventoryDeletions", input: {}, output: { InventoryDeletions: [] } },
      {
        call: "ssm:DeleteInventory",
        input: { TypeName: "Custom:Rack", SchemaDeleteOption: "DisableSchema" },
        output: {
          TypeName: "Custom:Rack",
          DeletionSummary: {
            ...{ TotalCount: 2, RemainingCount: 2 },
            SummaryItems: [{ Version: "1.0", Count: 2, RemainingCount: 2 }],
          },
        },
      },
      {
        call: "ssm:DescribeInventoryDeletions",
        input: {},
        output: {
          InventoryDeletions: [
            {
              ...{ TypeName: "Custom:Rack", LastStatus: "InProgress" },
              DeletionStartTime: new Date("2026-03-12T08:00:00Z"),
            },
          ],
        },
      },
      { advance: "PT1H" },
      {
        call: "ssm:DescribeInventoryDeletions",
        input: {},
        output: {
          InventoryDeletions: [
            {
              ...{
                TypeName: "Custom:Rack",
                LastStatus: "Complete",
                LastStatusMessage: "Deletion is successful",
              },
              DeletionSummary: { TotalCount: 2, RemainingCount: 0 },
            },
          ],
        },
      },
      put(NODES[0], rack("A")),
      {
        call: "ssm:ListInventoryEntries",
        input: { InstanceId: NODES[0], TypeName: "Custom:Rack" },
        output: { Entries: [] },
      },
      ...["Custom:One", "Custom:Two"].map((type) => ({
        call: "ssm:DeleteInventory",
        input: { TypeName: type },
        output: { DeletionSummary: { TotalCount: 0 } },
      })),
      {
        call: "ssm:DescribeInventoryDeletions",
        input: {},
        ...{ pageSize: 2, requests: 2 },
        output: {
          InventoryDeletions: ["Custom:Two", "Custom:One", "Custom:Rack"].map((TypeName) => ({ TypeName })),
        },
      },
      {
        call: "ssm:DescribeInventoryDeletions",
        input: { DeletionId: "01234567-89ab-cdef-0123-456789abcdef" },
        refused: "InvalidDeletionIdException",
      },
      {
        call: "ssm:DeleteInventory",
        input: { TypeName: "AWS:Application" },
        refused: "InvalidTypeNameException",
      },
    ],
  },
  {
    name: "inventory that nobody renews is gone after its days",
    steps: [
      put(NODES[0], rack("A")),
      { advance: "P29D" },
      { call: "ssm:GetInventory", input: {}, output: entities(NODES[0]) },
      { advance: "P2D" },
      { call: "ssm:GetInventory", input: {}, output: { Entities: [] } },
    ],
  },
  {
    name: "the managed nodes, page by page and filtered",
    emulator: { nodes: [...MANY, NODES[0]] },
    steps: [
      {
        call: "ssm:DescribeInstanceInformation",
        input: {},
        ...{ pageSize: 5, requests: 2 },
        output: {
          InstanceInformationList: [
            {
              ...{ InstanceId: NODES[0], PingStatus: "Online", ResourceType: "EC2Instance" },
              LastPingDateTime: new Date("2026-03-12T08:00:00Z"),
            },
            ...MANY.map((InstanceId) => ({ InstanceId, ResourceType: "ManagedInstance" })),
          ],
        },
      },
      {
        call: "ssm:DescribeInstanceInformation",
        input: { Filters: [{ Key: "ResourceType", Values: ["EC2Instance"] }] },
        output: { InstanceInformationList: [{ InstanceId: NODES[0] }] },
      },
      {
        call: "ssm:DescribeInstanceInformation",
        input: { Filters: [{ Key: "InstanceIds", Values: [NODES[1]] }] },
        refused: "InvalidInstanceId",
      },
      {
        call: "ssm:DescribeInstanceInformation",
        input: { Filters: [{ Key: "Colour", Values: ["red"] }] },
        refused: "InvalidFilterKey",
      },
    ],
  },
];
