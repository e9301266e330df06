// Rules on resources, their evaluations by functions and by the service itself, and what is read back.
const ACCOUNT = "0123456789abcdef0123456789abcdef";
const OTHER = "fedcba9876543210fedcba9876543210";
const FUNCTION = "urn:fss:cn-north-4:0123456789abcdef0123456789abcdef:function:default:naming:latest";

const server = (number, more = {}) => ({
  id: `server-${number}`,
  name: `web-${number}`,
  provider: "ecs",
  type: "cloudservers",
  region_id: "cn-north-4",
  tags: { team: "web" },
  ...more,
});
const RESOURCES = [1, 2, 3].map((number) => server(number));

const op = (name) => `huawei-config:${name}`;
const input = (more = {}) => ({ domain_id: ACCOUNT, ...more });
const rule = { kept: "rule" };
const ofRule = (more = {}) => input({ policy_assignment_id: rule, ...more });

const custom = (more = {}) => ({
  call: op("CreatePolicyAssignments"),
  input: input({
    name: "naming",
    policy_assignment_type: "custom",
    custom_policy: { function_urn: FUNCTION, auth_type: "agency", auth_value: { agency_name: "rms" } },
    policy_filter: { resource_provider: "ecs", resource_type: "cloudservers" },
    parameters: { prefix: { value: "web-" } },
    ...more,
  }),
  output: { name: "naming", policy_assignment_type: "custom", state: "Enabled" },
  keep: { rule: "id" },
});

const builtin = {
  call: op("CreatePolicyAssignments"),
  input: input({ name: "flavors", policy_definition_id: "5f8d549bffeecc14f1fb522a" }),
  output: { name: "flavors", policy_assignment_type: "builtin" },
  keep: { rule: "id" },
};

/** Waits for the function to be called, and keeps what it is called with. */
const called = {
  event: "ConfigEvent",
  keep: { hash: "evaluation_hash", time: "evaluation_time", resource: "invoking_event.id" },
};

const report = (state, more = {}) => ({
  call: op("UpdatePolicyState"),
  input: ofRule({
    policy_resource: {
      ...{ resource_id: { kept: "resource" }, resource_name: "web", resource_provider: "ecs" },
      ...{ resource_type: "cloudservers", region_id: "cn-north-4", domain_id: ACCOUNT },
    },
    trigger_type: "resource",
    compliance_state: state,
    policy_assignment_name: "naming",
    evaluation_time: { kept: "time" },
    evaluation_hash: { kept: "hash" },
    ...more,
  }),
});

const states = (more, value) => ({
  call: op("ListPolicyStatesByAssignmentId"),
  input: ofRule(more),
  output: { value, page_info: { current_count: value.length } },
});

export const policies = [
  {
    name: "a function is called, reports, and its results are read back",
    emulator: { resources: RESOURCES },
    steps: [
      custom(),
      { advance: "PT1S" },
      {
        call: op("ShowEvaluationStateByAssignmentId"),
        input: ofRule(),
        output: { policy_assignment_id: rule },
      },
      ...["Compliant", "NonCompliant", "Compliant"].flatMap((state) => [
        called,
        { ...report(state), output: { compliance_state: state, policy_assignment_id: rule } },
      ]),
      {
        call: op("ShowEvaluationStateByAssignmentId"),
        input: ofRule(),
        output: { state: "Succeeded" },
      },
      { call: op("ShowPolicyAssignment"), input: ofRule(), output: { id: rule, state: "Enabled" } },
      states({}, [
        { resource_id: "server-1", compliance_state: "Compliant" },
        { resource_id: "server-2", compliance_state: "NonCompliant" },
        { resource_id: "server-3", compliance_state: "Compliant" },
      ]),
      states({ compliance_state: "NonCompliant" }, [{ resource_id: "server-2" }]),
      states({ resource_id: "server-3" }, [{ compliance_state: "Compliant" }]),
      {
        call: op("ListPolicyStatesByDomainId"),
        input: input(),
        pageSize: 2,
        requests: 2,
        output: { value: [{}, {}, {}] },
      },
      {
        call: op("ListPolicyStatesByResourceId"),
        input: input({ resource_id: "server-2" }),
        output: { value: [{ policy_assignment_name: "naming", compliance_state: "NonCompliant" }] },
      },
      {
        call: op("CollectPolicyAssignmentsStatesSummary"),
        input: ofRule(),
        output: {
          compliance_state: "NonCompliant",
          results: { resource_details: { compliant_count: 2, non_compliant_count: 1 } },
        },
      },
      {
        call: op("CollectPolicyStatesSummary"),
        input: input(),
        output: { results: { assignment_details: { compliant_count: 0, non_compliant_count: 1 } } },
      },
      {
        call: op("CollectResourcesPolicyStatesSummary"),
        input: input(),
        pageSize: 2,
        requests: 2,
        output: { value: [{}, { compliance_state: "NonCompliant" }, {}] },
      },
      {
        call: op("ListPolicyStatesStatistics"),
        input: input(),
        output: { value: [{ total_policy_count: 1, non_compliant_resource_count: 1 }] },
      },
    ],
  },
  {
    name: "a result is taken with a hash that was handed out, and with no other",
    emulator: { resources: RESOURCES.slice(0, 1) },
    steps: [
      custom(),
      { advance: "PT1S" },
      called,
      {
        ...report("Compliant", { evaluation_hash: "0123456789abcdef0123456789abcdef" }),
        refused: "invalid_parameters",
        message: "evaluationHash should not be customized",
      },
      {
        ...report("Compliant", { evaluation_time: 1667374060248 }),
        refused: "invalid_parameters",
        message: "evaluationHash should not be customized",
      },
      { ...report("Compliant"), output: { resource_id: "server-1" } },
    ],
  },
  {
    name: "an emulator that takes any hash lets a body be tried that has none",
    emulator: { resources: [], evaluationHash: "any" },
    steps: [
      custom(),
      { advance: "PT1S" },
      {
        ...report("Compliant", {
          policy_resource: { resource_id: "elsewhere" },
          evaluation_time: "1667374060248",
          evaluation_hash: "0123456789abcdef0123456789abcdef",
        }),
        output: { resource_id: "elsewhere", compliance_state: "Compliant" },
      },
    ],
  },
  {
    name: "a resource that changes, and the call, have a rule evaluated again",
    emulator: { resources: [] },
    steps: [
      custom(),
      { advance: "PT1S" },
      { change: [{ resource: server(7) }] },
      called,
      { ...report("NonCompliant"), output: { resource_id: "server-7" } },
      { call: op("RunEvaluationByPolicyAssignmentId"), input: ofRule(), output: {} },
      { advance: "PT1S" },
      called,
      { ...report("Compliant"), output: { resource_id: "server-7" } },
    ],
  },
  {
    name: "the timer has a rule evaluated again, for the account as a whole",
    emulator: { resources: [] },
    steps: [
      custom({ period: "One_Hour", policy_filter: undefined }),
      { advance: "PT1S" },
      called,
      { ...report("NonCompliant", { trigger_type: "period" }), output: { resource_id: ACCOUNT } },
      { advance: "PT1H" },
      called,
      {
        ...report("Compliant", { trigger_type: "period" }),
        output: { resource_id: ACCOUNT, trigger_type: "period" },
      },
    ],
  },
  {
    name: "a policy of the service's own decides by itself, as a script says",
    emulator: { resources: RESOURCES },
    steps: [
      { script: [{ resource: "server-2", complianceState: "NonCompliant" }] },
      builtin,
      { settle: true },
      states({}, [
        { resource_id: "server-1", compliance_state: "Compliant" },
        { resource_id: "server-2", compliance_state: "NonCompliant" },
        { resource_id: "server-3", compliance_state: "Compliant" },
      ]),
      { call: op("DisablePolicyAssignment"), input: ofRule(), output: {} },
      { call: op("ShowPolicyAssignment"), input: ofRule(), output: { state: "Disabled" } },
      { call: op("EnablePolicyAssignment"), input: ofRule(), output: {} },
      {
        call: op("UpdatePolicyAssignment"),
        input: ofRule({ name: "renamed", description: "of servers" }),
        output: { id: rule, name: "renamed" },
      },
      {
        call: op("ListPolicyAssignments"),
        input: input({ policy_assignment_name: "renamed" }),
        output: { value: [{ id: rule }] },
      },
      { call: op("DeletePolicyAssignment"), input: ofRule(), output: {} },
      {
        call: op("ShowPolicyAssignment"),
        input: ofRule(),
        refused: "RMS.00010005",
        status: 404,
        message: "Resource not found.",
      },
    ],
  },
  {
    name: "accounts see nothing of each other",
    emulator: { resources: RESOURCES },
    steps: [
      builtin,
      { settle: true },
      { call: op("ListPolicyAssignments"), input: { domain_id: OTHER }, output: { value: [] } },
      { call: op("ListPolicyStatesByDomainId"), input: { domain_id: OTHER }, output: { value: [] } },
      {
        call: op("ShowPolicyAssignment"),
        input: { domain_id: OTHER, policy_assignment_id: rule },
        refused: "RMS.00010005",
        status: 404,
      },
    ],
  },
  {
    name: "policies of the service's own can be listed and read",
    steps: [
      {
        call: op("ListBuiltInPolicyDefinitions"),
        input: {},
        output: { page_info: {} },
        keep: { definition: "value.0.id" },
      },
      {
        call: op("ShowBuiltInPolicyDefinition"),
        input: { policy_definition_id: { kept: "definition" } },
        output: { id: { kept: "definition" }, policy_type: "builtin" },
      },
    ],
  },
  {
    name: "faults come with their status and code",
    steps: [
      {
        fault: [
          { operation: op("ListPolicyAssignments"), exception: "RMS.00010006", times: 1 },
          { operation: op("ListPolicyAssignments"), exception: "RMS.INTERNAL.ERROR", times: 1 },
          { operation: op("ListPolicyAssignments"), exception: "APIG.0308", times: 1 },
        ],
      },
      ...[
        { refused: "RMS.00010006", status: 403, message: "Access denied." },
        { refused: "RMS.INTERNAL.ERROR", status: 500 },
        // The SDK throws the body of this status away.
        { refused: "429", status: 429 },
      ].map((refusal) => ({ call: op("ListPolicyAssignments"), input: input(), ...refusal })),
      { call: op("ListPolicyAssignments"), input: input(), output: { value: [] } },
      {
        call: op("ListPolicyAssignments"),
        input: input({ limit: 501 }),
        refused: "RMS.00010025",
      },
    ],
  },
];
