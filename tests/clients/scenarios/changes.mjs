// Change requests, from their template to their end, and the calendars that hold them back.

import { signal, stands } from "./automation.mjs";
import { made, rest } from "./documents.mjs";

const level = (name, approver) => ({
  ...{ name, action: "aws:approve" },
  inputs: {
    EnhancedApprovals: { Approvers: [{ approver, type: "IamUser", minRequiredApprovals: 1 }] },
  },
});
const template = {
  call: "ssm:CreateDocument",
  input: {
    ...{ Name: "Example-Change", DocumentType: "Automation.ChangeTemplate", DocumentFormat: "JSON" },
    Content: JSON.stringify({
      schemaVersion: "0.3",
      executableRunBooks: [{ name: "Example-Rest" }],
      mainSteps: [level("First", "AKIDANN"), level("Second", "AKIDBEN")],
    }),
  },
  output: {},
};
const ofPeople = {
  ...template,
  input: {
    ...template.input,
    Content: JSON.stringify({
      schemaVersion: "0.3",
      executableRunBooks: [{ name: "Example-Rest" }],
      parameters: { People: { type: "StringList" } },
      mainSteps: [
        {
          ...{ name: "First", action: "aws:approve" },
          inputs: {
            EnhancedApprovals: {
              Approvers: [{ approver: "{{ People }}", type: "IamUser", minRequiredApprovals: 2 }],
            },
          },
        },
      ],
    }),
  },
};
const review = (action) => ({
  call: "ssm:UpdateDocumentMetadata",
  input: { Name: "Example-Change", DocumentReviews: { Action: action } },
  output: {},
});
const request = {
  call: "ssm:StartChangeRequestExecution",
  input: {
    ...{ DocumentName: "Example-Change", ChangeRequestName: "Rest a while" },
    Runbooks: [{ DocumentName: "Example-Rest" }],
    ScheduledTime: new Date("2026-03-12T20:00:00Z"),
  },
  output: {},
  keep: { id: "AutomationExecutionId" },
};
const levels = (first, second, runbook) => [
  ["First", first],
  ["Second", second],
  ["Example-Rest", runbook],
];

const FREEZE = [
  "BEGIN:VCALENDAR",
  "VERSION:2.0",
  "PRODID:-//AWS//Change Calendar 1.0//EN",
  "X-CALENDAR-TYPE:DEFAULT_OPEN",
  "BEGIN:VEVENT",
  "UID:spring",
  "DTSTAMP:20260101T000000Z",
  "DTSTART:20260313T000000Z",
  "DTEND:20260314T000000Z",
  "SUMMARY:Nothing changes",
  "END:VEVENT",
  "END:VCALENDAR",
  "",
].join("\r\n");

export const changes = [
  {
    name: "a change request of two levels is approved by both and runs at its time",
    steps: [
      made("Example-Rest", { mainSteps: [rest("Rest", "PT10M")] }),
      template,
      review("SendForReview"),
      { ...request, output: undefined, refused: "AutomationDefinitionNotApprovedException" },
      review("Approve"),
      request,
      stands("PendingApproval", levels("Waiting", "Pending", "Pending"), {
        ...{ ChangeRequestName: "Rest a while", AutomationSubtype: "ChangeRequest" },
        ScheduledTime: new Date("2026-03-12T20:00:00Z"),
      }),
      {
        ...signal("AKIDBEN", "Approve"),
        ...{ output: undefined, refused: "InvalidAutomationSignalException" },
      },
      signal("AKIDANN", "Approve"),
      signal("AKIDBEN", "Approve"),
      stands("Scheduled", levels("Success", "Success", "Pending")),
      { advance: "PT12H" },
      stands("RunbookInProgress", levels("Success", "Success", "InProgress")),
      { settle: true },
      stands("CompletedWithSuccess", levels("Success", "Success", "Success")),
    ],
  },
  {
    name: "a change request that the first level rejects never runs",
    steps: [
      made("Example-Rest", { mainSteps: [rest("Rest", "PT10M")] }),
      template,
      request,
      signal("AKIDANN", "Reject", { Payload: { Comment: ["not in spring"] } }),
      { settle: true },
      stands("Rejected", levels("Failed", "Pending", "Pending")),
    ],
  },
  {
    name: "two of three people whom a parameter gives to one line approve a change request",
    steps: [
      made("Example-Rest", { mainSteps: [rest("Rest", "PT10M")] }),
      ofPeople,
      {
        ...request,
        input: {
          ...{ DocumentName: "Example-Change", Runbooks: [{ DocumentName: "Example-Rest" }] },
          Parameters: { People: ["AKIDANN", "AKIDBEN", "AKIDCAT"] },
        },
      },
      signal("AKIDCAT", "Approve"),
      stands("PendingApproval", [
        ["First", "Waiting"],
        ["Example-Rest", "Pending"],
      ]),
      signal("AKIDANN", "Approve"),
      { settle: true },
      stands("CompletedWithSuccess", [
        ["First", "Success"],
        ["Example-Rest", "Success"],
      ]),
    ],
  },
  {
    name: "a calendar is open but for its events",
    steps: [
      {
        call: "ssm:CreateDocument",
        input: {
          ...{ Name: "Example-Freeze", DocumentType: "ChangeCalendar", DocumentFormat: "TEXT" },
          Content: FREEZE,
        },
        output: {},
      },
      {
        call: "ssm:GetCalendarState",
        input: { CalendarNames: ["Example-Freeze"] },
        output: { State: "OPEN", AtTime: "2026-03-12T08:00:00Z", NextTransitionTime: "2026-03-13T00:00:00Z" },
      },
      {
        call: "ssm:GetCalendarState",
        input: { CalendarNames: ["Example-Freeze"], AtTime: "2026-03-13T12:00:00Z" },
        output: { State: "CLOSED", NextTransitionTime: "2026-03-14T00:00:00Z" },
      },
      { call: "ssm:GetCalendarState", input: { CalendarNames: ["Nowhere"] }, refused: "InvalidDocument" },
    ],
  },
];
