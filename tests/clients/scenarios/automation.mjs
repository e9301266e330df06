// Executions of runbooks, as people start them, answer them, stop them and look at them.
import { made, rest, YAML } from "./documents.mjs";

const id = { kept: "id" };
const effect = (name, more = {}) => ({
  ...{ name, action: "aws:executeAwsApi", inputs: { Service: "ec2", Api: "DescribeInstances" } },
  ...more,
});
const ask = (needed, ...approvers) => ({
  ...{ name: "Ask", action: "aws:approve" },
  inputs: { Approvers: approvers, MinRequiredApprovals: needed },
});

export const start = (document, more = {}) => ({
  call: "ssm:StartAutomationExecution",
  input: { DocumentName: document, ...more },
  output: {},
  keep: { id: "AutomationExecutionId" },
});
export const signal = (by, type, more = {}) => ({
  ...{ call: "ssm:SendAutomationSignal", by, output: {} },
  input: { AutomationExecutionId: id, SignalType: type, ...more },
});
/** The execution as it stands, and its steps: the name of each with its status, and what else is wanted of it. */
export const stands = (status, steps, more = {}) => ({
  call: "ssm:GetAutomationExecution",
  input: { AutomationExecutionId: id },
  output: {
    AutomationExecution: {
      ...{ AutomationExecutionStatus: status, ...more },
      StepExecutions: steps.map(([StepName, StepStatus, wanted]) => ({ StepName, StepStatus, ...wanted })),
    },
  },
});
const stopped = (type) => ({
  call: "ssm:StopAutomationExecution",
  input: { AutomationExecutionId: id, Type: type },
  output: {},
});
const refused = (step, exception) => ({ ...step, output: undefined, refused: exception });
const settle = { settle: true };

const NODES = ["a", "b", "c", "d"].map((letter) => ({
  ...{ id: `i-0000000000000000${letter}`, tags: { Role: "web" } },
}));
const target = (letter, status) => [`i-0000000000000000${letter}`, status];
const ACCOUNTS = ["111111111111", "222222222222", "333333333333"];
/** The steps of three accounts in a region. */
const places = (region, ...statuses) =>
  ACCOUNTS.map((account, index) => [`${account}:${region}`, statuses[index]]);

const approvals = [
  {
    name: "an approval, asked for by a runbook in YAML, is given",
    steps: [
      made("Example-Ask", YAML, "YAML"),
      start("Example-Ask", { Parameters: { Reason: ["a try"] } }),
      stands("Waiting", [
        ["Ask", "Waiting"],
        ["Rest", "Pending"],
      ]),
      refused(signal("AKIDZOE", "Approve"), "InvalidAutomationSignalException"),
      signal("AKIDBEN", "Approve", { Payload: { Comment: ["fine"] } }),
      stands("InProgress", [
        ["Ask", "Success", { Outputs: { ApprovalStatus: ["Approved"] } }],
        ["Rest", "InProgress"],
      ]),
      settle,
      stands(
        "Success",
        [
          ["Ask", "Success"],
          ["Rest", "Success", { ExecutionEndTime: new Date("2026-03-12T08:10:00Z") }],
        ],
        { Parameters: { Reason: ["a try"] }, ExecutedBy: "arn:aws:iam::123456789012:user/AKIDEXAMPLE" },
      ),
    ],
  },
  {
    name: "an approval is rejected, by a role",
    emulator: { principals: { AKIDBEN: "arn:aws:sts::123456789012:assumed-role/Ops/ben" } },
    steps: [
      made("Example-Ask", { mainSteps: [ask(1, "arn:aws:iam::123456789012:role/Ops"), effect("Act")] }),
      start("Example-Ask"),
      signal("AKIDBEN", "Reject", { Payload: { Comment: ["not now"] } }),
      stands("Failed", [
        ["Ask", "Failed", { Outputs: { ApprovalStatus: ["Rejected"] } }],
        ["Act", "Pending"],
      ]),
      refused(signal("AKIDBEN", "Approve"), "InvalidAutomationSignalException"),
    ],
  },
  {
    name: "an approval that nobody gives times out after seven days",
    steps: [
      made("Example-Ask", { mainSteps: [ask(1, "AKIDANN"), effect("Act")] }),
      start("Example-Ask"),
      { advance: "P6DT23H59M59S" },
      stands("Waiting", [
        ["Ask", "Waiting"],
        ["Act", "Pending"],
      ]),
      { advance: "PT1S" },
      stands("TimedOut", [
        ["Ask", "TimedOut"],
        ["Act", "Pending"],
      ]),
    ],
  },
  {
    name: "of two approvals the same person gives one",
    steps: [
      made("Example-Ask", { mainSteps: [ask(2, "AKIDANN", "AKIDBEN"), effect("Act")] }),
      start("Example-Ask"),
      signal("AKIDANN", "Approve"),
      signal("AKIDANN", "Approve"),
      stands("Waiting", [
        ["Ask", "Waiting"],
        ["Act", "Pending"],
      ]),
      signal("AKIDBEN", "Approve"),
      settle,
      stands("Success", [
        ["Ask", "Success"],
        ["Act", "Success"],
      ]),
    ],
  },
];

const byHand = [
  {
    name: "a runbook pauses until somebody resumes it",
    steps: [
      made("Example-Halt", { mainSteps: [{ name: "Halt", action: "aws:pause", inputs: {} }, effect("Act")] }),
      start("Example-Halt"),
      settle,
      refused(
        signal("AKIDZOE", "Resume", { Payload: { StepName: ["Elsewhere"] } }),
        "AutomationStepNotFoundException",
      ),
      signal("AKIDZOE", "Resume", { Payload: { StepName: ["Halt"] } }),
      settle,
      stands("Success", [
        ["Halt", "Success"],
        ["Act", "Success"],
      ]),
    ],
  },
  {
    name: "an interactive execution goes step by step, and is complete when somebody says so",
    steps: [
      made("Example-Steps", { mainSteps: [effect("One"), effect("Two")] }),
      start("Example-Steps", { Mode: "Interactive" }),
      settle,
      stands("Waiting", [
        ["One", "Pending"],
        ["Two", "Pending"],
      ]),
      refused(
        signal("AKIDANN", "StartStep", { Payload: { StepName: ["Two"] } }),
        "InvalidAutomationSignalException",
      ),
      signal("AKIDANN", "StartStep", { Payload: { StepName: ["One"] } }),
      settle,
      stopped("Complete"),
      stands(
        "Success",
        [
          ["One", "Success"],
          ["Two", "Pending"],
        ],
        { Mode: "Interactive" },
      ),
    ],
  },
  {
    name: "an execution that sleeps is stopped, once",
    steps: [
      made("Example-Rest", { mainSteps: [rest("Rest", "PT1H")] }),
      start("Example-Rest"),
      stopped("Cancel"),
      stands("Cancelling", [["Rest", "Cancelling"]]),
      refused(stopped("Cancel"), "InvalidAutomationStatusUpdateException"),
      settle,
      stands("Cancelled", [["Rest", "Cancelled"]]),
    ],
  },
];

const effects = [
  {
    name: "a step that fails is tried again, and what it puts out is used",
    steps: [
      made("Example-Try", {
        mainSteps: [
          effect("Look", {
            maxAttempts: 2,
            outputs: [{ Name: "State", Selector: "$.State", Type: "String" }],
          }),
          effect("Act", { inputs: { Service: "ec2", Api: "RunInstances", Note: "{{ Look.State }}" } }),
        ],
      }),
      {
        script: [
          { step: "Look", attempt: 1, status: "Failed", failureMessage: "not yet" },
          { step: "Look", attempt: 2, status: "Success", outputs: { State: ["stopped"] } },
        ],
      },
      start("Example-Try"),
      settle,
      stands("Success", [
        ["Look", "Success", { Outputs: { State: ["stopped"] }, MaxAttempts: 2 }],
        ["Act", "Success", { Inputs: { Note: '"stopped"' } }],
      ]),
      {
        call: "ssm:DescribeAutomationStepExecutions",
        input: { AutomationExecutionId: id },
        ...{ pageSize: 1, requests: 2 },
        output: { StepExecutions: [{ StepName: "Look" }, { StepName: "Act" }] },
      },
    ],
  },
  {
    name: "a step that fails for good ends the execution, and says at which stage",
    steps: [
      made("Example-Try", { mainSteps: [effect("Look"), effect("Act")] }),
      { script: [{ step: "Look", status: "Failed", failureMessage: "no such host" }] },
      start("Example-Try"),
      settle,
      stands("Failed", [
        ["Look", "Failed", { FailureDetails: { FailureStage: "Invocation", FailureType: "Action" } }],
        ["Act", "Pending"],
      ]),
    ],
  },
];

const children = [
  {
    name: "an execution over tagged nodes stops when more fail than may",
    emulator: { nodes: NODES },
    steps: [
      made("Example-Node", { parameters: { Node: { type: "String" } }, mainSteps: [effect("Act")] }),
      { script: [{ step: "Act", status: "Failed" }] },
      start("Example-Node", {
        ...{ TargetParameterName: "Node", Targets: [{ Key: "tag:Role", Values: ["web"] }] },
        ...{ MaxConcurrency: "1", MaxErrors: "1" },
      }),
      settle,
      stands(
        "Failed",
        [target("a", "Failed"), target("b", "Failed"), target("c", "Cancelled"), target("d", "Cancelled")],
        { ProgressCounters: { TotalSteps: 4, SuccessSteps: 0, FailedSteps: 2, CancelledSteps: 2 } },
      ),
      {
        call: "ssm:DescribeAutomationExecutions",
        input: { Filters: [{ Key: "ParentExecutionId", Values: [id] }] },
        ...{ pageSize: 1, requests: 2 },
        output: {
          AutomationExecutionMetadataList: [
            { AutomationExecutionStatus: "Failed", Target: "i-0000000000000000b" },
            { AutomationExecutionStatus: "Failed", Target: "i-0000000000000000a" },
          ],
        },
      },
    ],
  },
  {
    name: "an execution over values of a parameter goes through all of them",
    steps: [
      made("Example-Node", { parameters: { Node: { type: "String" } }, mainSteps: [effect("Act")] }),
      start("Example-Node", {
        TargetParameterName: "Node",
        Targets: [{ Key: "ParameterValues", Values: ["x", "y", "z"] }],
        MaxConcurrency: "50%",
      }),
      settle,
      stands(
        "Success",
        ["x", "y", "z"].map((value) => [value, "Success"]),
        {
          ProgressCounters: { TotalSteps: 3, SuccessSteps: 3, FailedSteps: 0, CancelledSteps: 0 },
          ResolvedTargets: { ParameterValues: ["x", "y", "z"] },
        },
      ),
    ],
  },
  {
    name: "two locations have limits of their own, and one is given up",
    steps: [
      made("Example-Place", {
        mainSteps: [
          {
            ...{ name: "Look", action: "aws:branch" },
            inputs: {
              Choices: [{ Variable: "{{ global:REGION }}", StringEquals: "eu-west-1", NextStep: "Bad" }],
              Default: "Good",
            },
          },
          effect("Good", { isEnd: true }),
          effect("Bad"),
        ],
      }),
      { script: [{ step: "Bad", status: "Failed" }] },
      start("Example-Place", {
        TargetLocations: [
          { Accounts: ACCOUNTS, Regions: ["eu-west-1"], TargetLocationMaxErrors: "1" },
          { Accounts: ACCOUNTS, Regions: ["us-east-2"], TargetLocationMaxConcurrency: "67%" },
        ],
      }),
      stands("InProgress", [
        ...places("eu-west-1", "InProgress", "Pending", "Pending"),
        ...places("us-east-2", "InProgress", "InProgress", "Pending"),
      ]),
      { advance: "PT1S" },
      stands("InProgress", [
        ...places("eu-west-1", "Failed", "InProgress", "Pending"),
        ...places("us-east-2", "Success", "Success", "InProgress"),
      ]),
      settle,
      stands(
        "Failed",
        [
          ...places("eu-west-1", "Failed", "Failed", "Cancelled"),
          ...places("us-east-2", "Success", "Success", "Success"),
        ],
        {
          FailureMessage: "More than 1 of the executions in target location 1 failed.",
          ProgressCounters: { TotalSteps: 6, SuccessSteps: 3, FailedSteps: 2, CancelledSteps: 1 },
        },
      ),
      {
        call: "ssm:DescribeAutomationExecutions",
        input: { Filters: [{ Key: "AutomationType", Values: ["CrossAccount"] }] },
        output: { AutomationExecutionMetadataList: [{ AutomationExecutionId: id }] },
      },
    ],
  },
  {
    name: "a unit of an organization runs over a resource group in each of its accounts",
    emulator: {
      organizationalUnits: { "ou-ab12-cdef3456": [ACCOUNTS[0], ACCOUNTS[1]] },
      resourceGroups: { web: ["i-0000000000000000a", "i-0000000000000000b"] },
    },
    steps: [
      made("Example-Node", { parameters: { Node: { type: "String" } }, mainSteps: [effect("Act")] }),
      start("Example-Node", {
        ...{ TargetParameterName: "Node", Targets: [{ Key: "ResourceGroup", Values: ["web"] }] },
        TargetLocations: [
          {
            ...{ Accounts: ["ou-ab12-cdef3456"], ExcludeAccounts: [ACCOUNTS[1]], Regions: ["eu-west-1"] },
            TargetsMaxConcurrency: "1",
          },
        ],
      }),
      stands("InProgress", [[`${ACCOUNTS[0]}:eu-west-1`, "InProgress"]]),
      {
        call: "ssm:DescribeAutomationExecutions",
        input: { Filters: [{ Key: "ParentExecutionId", Values: [id] }] },
        output: {
          AutomationExecutionMetadataList: [
            { Target: `${ACCOUNTS[0]}:eu-west-1`, MaxConcurrency: "1", AutomationType: "Local" },
          ],
        },
        keep: { id: "AutomationExecutionMetadataList.0.AutomationExecutionId" },
      },
      stands("InProgress", [target("a", "InProgress"), target("b", "Pending")]),
      settle,
      stands("Success", [target("a", "Success"), target("b", "Success")]),
    ],
  },
  {
    name: "a runbook runs another, and waits for its people",
    steps: [
      made("Example-Inner", { mainSteps: [ask(1, "AKIDANN")] }),
      made("Example-Outer", {
        mainSteps: [
          { name: "Run", action: "aws:executeAutomation", inputs: { DocumentName: "Example-Inner" } },
          effect("Act"),
        ],
      }),
      start("Example-Outer"),
      settle,
      {
        call: "ssm:DescribeAutomationExecutions",
        input: { Filters: [{ Key: "ParentExecutionId", Values: [id] }] },
        output: {
          AutomationExecutionMetadataList: [
            { AutomationExecutionStatus: "Waiting", ParentAutomationExecutionId: id, CurrentStepName: "Ask" },
          ],
        },
        keep: { child: "AutomationExecutionMetadataList.0.AutomationExecutionId" },
      },
      {
        ...{ call: "ssm:SendAutomationSignal", by: "AKIDANN", output: {} },
        input: { AutomationExecutionId: { kept: "child" }, SignalType: "Approve" },
      },
      settle,
      stands("Success", [
        ["Run", "Success", { Outputs: { ExecutionId: [{ kept: "child" }], Status: ["Success"] } }],
        ["Act", "Success"],
      ]),
    ],
  },
];

export const automation = [...approvals, ...byHand, ...effects, ...children];
