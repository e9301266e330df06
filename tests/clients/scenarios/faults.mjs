// What goes wrong on the way, so that the clients' own retries are seen.
import { put } from "./compliance.mjs";

const report = { call: "ssm:PutComplianceItems", input: put("Custom:Disk", "05:00", []) };

export const faults = [
  {
    name: "a client that is throttled tries again, and gets through",
    attempts: 3,
    steps: [
      { fault: [{ operation: "ssm:PutComplianceItems", exception: "ThrottlingException", times: 2 }] },
      { ...report, requests: 3, output: {} },
      { ...report, output: {} },
    ],
  },
  {
    name: "a client that is throttled too often gives up, and says so",
    attempts: 2,
    steps: [
      { fault: [{ exception: "ThrottlingException", times: 2 }] },
      { ...report, requests: 2, refused: "ThrottlingException", message: "Rate exceeded" },
      { ...report, output: {} },
    ],
  },
  {
    name: "an internal error of the service is tried again too",
    attempts: 2,
    steps: [
      {
        fault: [
          { operation: "ssm:ListComplianceItems", exception: "InternalServerError", times: 1, latency: 30 },
        ],
      },
      { call: "ssm:ListComplianceItems", input: {}, requests: 2, output: { ComplianceItems: [] } },
    ],
  },
  {
    name: "a fault that is no fault of the network is told at once, with its members",
    attempts: 3,
    steps: [
      {
        fault: [
          {
            operation: "ssm:PutInventory",
            ...{ exception: "ItemContentMismatchException", times: 1, message: "as asked for" },
            members: { TypeName: "Custom:Rack" },
          },
        ],
      },
      {
        call: "ssm:PutInventory",
        input: {
          InstanceId: "i-0123456789abcdef0",
          Items: [
            {
              TypeName: "Custom:Rack",
              SchemaVersion: "1.0",
              CaptureTime: "2026-03-12T05:00:00Z",
              Content: [],
            },
          ],
        },
        ...{
          refused: "ItemContentMismatchException",
          message: "as asked for",
          members: { TypeName: "Custom:Rack" },
        },
      },
    ],
  },
];
