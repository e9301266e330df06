// Compliance counted: by type over all resources, and by resource.
import { put } from "./compliance.mjs";

const ONE = "i-0123456789abcdef0";
const TWO = "mi-0123456789abcdef1";
const at = (time) => new Date(`2026-03-12T${time}:00Z`);

const item = (id, severity, status) => ({ Id: id, Severity: severity, Status: status });
const on = (node, type, ...items) => ({
  call: "ssm:PutComplianceItems",
  input: { ...put(type, "05:00", items), ResourceId: node },
  output: {},
});
const severities = (of) => ({
  ...{
    CriticalCount: 0,
    HighCount: 0,
    MediumCount: 0,
    LowCount: 0,
    InformationalCount: 0,
    UnspecifiedCount: 0,
  },
  ...of,
});
const compliant = (count, of) => ({
  CompliantSummary: { CompliantCount: count, SeveritySummary: severities(of) },
});
const nonCompliant = (count, of) => ({
  NonCompliantSummary: { NonCompliantCount: count, SeveritySummary: severities(of) },
});

const REPORTS = [
  on(ONE, "Custom:AVCheck", item("a", "HIGH", "NON_COMPLIANT"), item("b", "CRITICAL", "COMPLIANT")),
  on(ONE, "Custom:Disk", item("a", "LOW", "COMPLIANT")),
  on(TWO, "Custom:AVCheck", item("a", "LOW", "COMPLIANT"), item("b", "LOW", "COMPLIANT")),
  on(TWO, "Patch", item("KB1", "CRITICAL", "NON_COMPLIANT")),
];

export const summaries = [
  {
    name: "resources are counted by compliance type, page by page",
    steps: [
      ...REPORTS,
      {
        call: "ssm:ListComplianceSummaries",
        input: {},
        ...{ pageSize: 2, requests: 2 },
        output: {
          ComplianceSummaryItems: [
            {
              ComplianceType: "Custom:AVCheck",
              ...compliant(1, { UnspecifiedCount: 1 }),
              ...nonCompliant(1, { HighCount: 1 }),
            },
            {
              ComplianceType: "Custom:Disk",
              ...compliant(1, { UnspecifiedCount: 1 }),
              ...nonCompliant(0, {}),
            },
            { ComplianceType: "Patch", ...compliant(0, {}), ...nonCompliant(1, { CriticalCount: 1 }) },
          ],
        },
      },
      {
        call: "ssm:ListComplianceSummaries",
        input: { Filters: [{ Key: "ComplianceType", Values: ["Custom:"], Type: "BEGIN_WITH" }] },
        output: {
          ComplianceSummaryItems: [{ ComplianceType: "Custom:AVCheck" }, { ComplianceType: "Custom:Disk" }],
        },
      },
      { call: "ssm:ListComplianceSummaries", input: { NextToken: "of-nobody" }, refused: "InvalidNextToken" },
      {
        call: "ssm:ListComplianceSummaries",
        input: { Filters: [{ Key: "Colour", Values: ["red"], Type: "EQUAL" }] },
        refused: "InvalidFilter",
      },
    ],
  },
  {
    name: "items are counted by resource, page by page",
    steps: [
      ...REPORTS,
      {
        call: "ssm:ListResourceComplianceSummaries",
        input: {},
        ...{ pageSize: 3, requests: 2 },
        output: {
          ResourceComplianceSummaryItems: [
            {
              ...{ ResourceId: ONE, ResourceType: "ManagedInstance", ComplianceType: "Custom:AVCheck" },
              ...{ Status: "NON_COMPLIANT", OverallSeverity: "HIGH" },
              ExecutionSummary: { ExecutionTime: at("05:00"), ExecutionType: "Command" },
              ...compliant(1, { CriticalCount: 1 }),
              ...nonCompliant(1, { HighCount: 1 }),
            },
            { ResourceId: ONE, ComplianceType: "Custom:Disk", Status: "COMPLIANT" },
            { ResourceId: TWO, ComplianceType: "Custom:AVCheck", ...compliant(2, { LowCount: 2 }) },
            { ResourceId: TWO, ComplianceType: "Patch", OverallSeverity: "CRITICAL" },
          ],
        },
      },
      {
        call: "ssm:ListResourceComplianceSummaries",
        input: { Filters: [{ Key: "Status", Values: ["NON_COMPLIANT"], Type: "EQUAL" }] },
        output: {
          ResourceComplianceSummaryItems: [
            { ResourceId: ONE, ComplianceType: "Custom:AVCheck" },
            { ResourceId: TWO, ComplianceType: "Patch" },
          ],
        },
      },
      {
        call: "ssm:ListResourceComplianceSummaries",
        input: { NextToken: "of-nobody" },
        refused: "InvalidNextToken",
      },
    ],
  },
];
