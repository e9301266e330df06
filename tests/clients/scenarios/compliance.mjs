// Compliance as its reporters report it and as people look at it.

const NODE = "i-0123456789abcdef0";
const OTHER = "mi-0123456789abcdef0";
const at = (time) => new Date(`2026-03-12T${time}:00Z`);

export const put = (type, time, items, more = {}) => ({
  ResourceId: NODE,
  ResourceType: "ManagedInstance",
  ComplianceType: type,
  ExecutionSummary: { ExecutionTime: at(time), ExecutionType: "Command" },
  Items: items,
  ...more,
});
const item = (id, severity, status, more = {}) => ({ Id: id, Severity: severity, Status: status, ...more });
const of = (type) => ({
  ResourceIds: [NODE],
  Filters: [{ Key: "ComplianceType", Values: [type], Type: "EQUAL" }],
});
const ids = (...names) => ({ ComplianceItems: names.map((Id) => ({ Id })) });

export const compliance = [
  {
    name: "a report is listed as it was put",
    steps: [
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:AVCheck", "05:00", [
          item("av-1", "HIGH", "NON_COMPLIANT", {
            Title: "it's “5 µm” 😀",
            Details: { DocumentName: "AWS-Run", Ünï: "ö" },
          }),
          item("av-2", "UNSPECIFIED", "COMPLIANT"),
        ]),
        output: {},
      },
      {
        call: "ssm:ListComplianceItems",
        input: of("Custom:AVCheck"),
        output: {
          ComplianceItems: [
            {
              ...{
                ComplianceType: "Custom:AVCheck",
                ResourceType: "ManagedInstance",
                ResourceId: NODE,
                Id: "av-1",
              },
              ...{ Title: "it's “5 µm” 😀", Status: "NON_COMPLIANT", Severity: "HIGH" },
              ExecutionSummary: { ExecutionTime: at("05:00"), ExecutionType: "Command" },
              Details: { DocumentName: "AWS-Run", Ünï: "ö" },
            },
            { Id: "av-2", Status: "COMPLIANT", Severity: "UNSPECIFIED" },
          ],
        },
      },
    ],
  },
  {
    name: "a complete report takes the place of the last, and an older one changes nothing",
    steps: [
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Disk", "05:00", [item("a", "LOW", "COMPLIANT"), item("b", "LOW", "COMPLIANT")]),
        output: {},
      },
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Disk", "06:00", [item("c", "LOW", "COMPLIANT")]),
        output: {},
      },
      { call: "ssm:ListComplianceItems", input: of("Custom:Disk"), output: ids("c") },
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Disk", "04:00", [item("d", "LOW", "COMPLIANT")]),
        output: {},
      },
      { call: "ssm:ListComplianceItems", input: of("Custom:Disk"), output: ids("c") },
      { call: "ssm:PutComplianceItems", input: put("Custom:Disk", "07:00", []), output: {} },
      { call: "ssm:ListComplianceItems", input: of("Custom:Disk"), output: { ComplianceItems: [] } },
    ],
  },
  {
    name: "compliance by hash: an equal hash leaves everything as it is",
    steps: [
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Disk", "05:00", [item("a", "LOW", "COMPLIANT")], { ItemContentHash: "one" }),
        output: {},
      },
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Disk", "06:00", [], { ItemContentHash: "one" }),
        output: {},
      },
      { call: "ssm:ListComplianceItems", input: of("Custom:Disk"), output: ids("a") },
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Disk", "07:00", [item("b", "LOW", "COMPLIANT")], { ItemContentHash: "two" }),
        output: {},
      },
      { call: "ssm:ListComplianceItems", input: of("Custom:Disk"), output: ids("b") },
    ],
  },
  {
    name: "pages of compliance items, and a token of another query",
    steps: [
      {
        call: "ssm:PutComplianceItems",
        input: put(
          "Custom:Many",
          "05:00",
          ["a", "b", "c", "d", "e"].map((id) => item(id, "LOW", "COMPLIANT")),
        ),
        output: {},
      },
      {
        call: "ssm:ListComplianceItems",
        input: of("Custom:Many"),
        pageSize: 2,
        requests: 3,
        output: ids("a", "b", "c", "d", "e"),
      },
      {
        call: "ssm:ListComplianceItems",
        input: { ...of("Custom:Many"), NextToken: "of-nobody" },
        refused: "InvalidNextToken",
      },
    ],
  },
  {
    name: "what compliance is refused for",
    emulator: { nodes: [NODE], quotas: { complianceTypes: 1 } },
    steps: [
      {
        call: "ssm:PutComplianceItems",
        input: { ...put("Custom:Disk", "05:00", []), ResourceType: "Instance" },
        refused: "InvalidResourceType",
      },
      {
        call: "ssm:PutComplianceItems",
        input: { ...put("Custom:Disk", "05:00", []), ResourceId: OTHER },
        refused: "InvalidResourceId",
      },
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Disk", "05:00", [], { UploadType: "PARTIAL" }),
        refused: "InvalidItemContentException",
        members: { TypeName: "AWS:ComplianceItem" },
      },
      { call: "ssm:PutComplianceItems", input: put("Custom:Disk", "05:00", []), output: {} },
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Second", "05:00", []),
        refused: "ComplianceTypeCountLimitExceededException",
      },
      {
        call: "ssm:PutComplianceItems",
        input: put("Custom:Disk", "05:00", [item("x", "MAJOR", "COMPLIANT")]),
        refused: "ValidationException",
        message:
          "1 validation error detected: Value 'MAJOR' at 'items.1.member.severity' failed to satisfy constraint:",
      },
    ],
  },
];
