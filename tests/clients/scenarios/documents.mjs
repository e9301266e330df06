// Documents as people keep them: made in JSON or YAML, changed, reviewed, listed and deleted.

export const YAML = `schemaVersion: "0.3"
description: Asks, then rests
parameters:
  Reason: {type: String, default: none}
mainSteps:
- name: Ask
  action: aws:approve
  inputs:
    Approvers: [AKIDANN, AKIDBEN]
- name: Rest
  action: aws:sleep
  inputs: {Duration: PT10M}
`;

export const runbook = (name, content, format = "JSON") => ({
  Name: name,
  DocumentType: "Automation",
  DocumentFormat: format,
  Content: typeof content === "string" ? content : JSON.stringify({ schemaVersion: "0.3", ...content }),
});
export const made = (...given) => ({ call: "ssm:CreateDocument", input: runbook(...given), output: {} });
export const rest = (name, duration) => ({ name, action: "aws:sleep", inputs: { Duration: duration } });
const named = (more = {}) => ({ Name: "Example-Ask", ...more });

export const documents = [
  {
    name: "a runbook in YAML is made, read in both formats, changed and deleted",
    steps: [
      {
        call: "ssm:CreateDocument",
        input: runbook("Example-Ask", YAML, "YAML"),
        output: {
          DocumentDescription: {
            ...{ Name: "Example-Ask", DocumentVersion: "1", DocumentFormat: "YAML", Status: "Creating" },
            Parameters: [{ Name: "Reason", Type: "String", DefaultValue: "none" }],
            CreatedDate: new Date("2026-03-12T08:00:00Z"),
          },
        },
      },
      {
        call: "ssm:DescribeDocument",
        input: named(),
        output: { Document: { Status: "Active", SchemaVersion: "0.3", HashType: "Sha256" } },
      },
      {
        call: "ssm:GetDocument",
        input: named(),
        output: { Content: YAML, DocumentFormat: "YAML", DocumentType: "Automation" },
      },
      {
        call: "ssm:GetDocument",
        input: named({ DocumentFormat: "JSON" }),
        output: { DocumentFormat: "JSON", DocumentVersion: "1" },
      },
      {
        call: "ssm:UpdateDocument",
        input: named({
          ...{ Content: YAML.replace("PT10M", "PT5M"), DocumentFormat: "YAML" },
          ...{ DocumentVersion: "$LATEST", VersionName: "shorter" },
        }),
        output: { DocumentDescription: { DocumentVersion: "2", DefaultVersion: "1" } },
      },
      {
        call: "ssm:UpdateDocument",
        input: named({ Content: YAML, DocumentFormat: "YAML", DocumentVersion: "1" }),
        refused: "InvalidDocumentVersion",
      },
      {
        call: "ssm:UpdateDocumentDefaultVersion",
        input: named({ DocumentVersion: "2" }),
        output: { Description: { DefaultVersion: "2", DefaultVersionName: "shorter" } },
      },
      {
        call: "ssm:ListDocumentVersions",
        input: named(),
        ...{ pageSize: 1, requests: 2 },
        output: {
          DocumentVersions: [
            { DocumentVersion: "2", IsDefaultVersion: true, VersionName: "shorter" },
            { DocumentVersion: "1", IsDefaultVersion: false },
          ],
        },
      },
      { call: "ssm:DeleteDocument", input: named(), output: {} },
      { call: "ssm:GetDocument", input: named(), refused: "InvalidDocument" },
    ],
  },
  {
    name: "documents that are listed by their owner come in pages",
    steps: [
      made("Example-Ask", YAML, "YAML"),
      made("Example-Rest", { mainSteps: [rest("Rest", "PT1M")] }),
      {
        call: "ssm:ListDocuments",
        input: { Filters: [{ Key: "Owner", Values: ["Self"] }] },
        ...{ pageSize: 1, requests: 2 },
        output: {
          DocumentIdentifiers: [
            { Name: "Example-Ask", DocumentFormat: "YAML" },
            { Name: "Example-Rest", DocumentFormat: "JSON" },
          ],
        },
      },
    ],
  },
  {
    name: "a runbook that cannot run is refused with the place of its mistake",
    steps: [
      {
        call: "ssm:CreateDocument",
        input: runbook("Example-Ask", YAML.replace("aws:sleep", "aws:slep"), "YAML"),
        refused: "InvalidDocumentContent",
        message: "`aws:slep` is not one of the allowed values (line 11, column 11, /mainSteps/1/action)",
      },
      {
        call: "ssm:CreateDocument",
        input: runbook("Example-Ask", { mainSteps: [{ ...rest("Rest", "PT1M"), nextStep: "Gone" }] }),
        refused: "InvalidDocumentContent",
        message: "there is no step `Gone`",
      },
      { call: "ssm:DescribeDocument", input: named(), refused: "InvalidDocument" },
    ],
  },
];
