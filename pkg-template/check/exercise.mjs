// What every pretend user does with the library, wherever it was loaded: each part of the public surface
// once, with results that are known. It throws at the first surprise and gives the number of comparisons.

const INVENTORY = `{
  "InstanceId": "i-0123456789abcdef0",
  "Items": [
    {
      "TypeName": "Custom:RackInfo",
      "SchemaVersion": "1.0",
      "CaptureTime": "2024-05-01T10:00:00Z",
      "Content": [{ "RackLocation": "Bay B/Row C/Rack D/Shelf E" }]
    }
  ]
}`;
const HASH = "h2S3423R45iIYNRHpkdDfg=="; // the check value that the agent's own tests have

/** As botocore signs it. */
const SIGNATURE =
  "AWS4-HMAC-SHA256 Credential=AKID/20240501/eu-central-1/ssm/aws4_request, " +
  "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=2f0bfc4d544491286a19f44adf39f069517511a49cd941a2efe58a9024b6877e";

const COMPLIANCE = {
  ResourceId: "i-0123456789abcdef0",
  ResourceType: "ManagedInstance",
  ComplianceType: "Custom:Backup",
  ExecutionSummary: { ExecutionTime: new Date("2024-05-01T10:00:00Z") },
  Items: [{ Id: "1", Title: "nightly", Severity: "HIGH", Status: "NON_COMPLIANT", Details: undefined }],
};

/** The model of a service that nobody has. */
export const PARCELS = {
  smithy: "2.0",
  shapes: {
    "example.parcels#Parcels": {
      type: "service",
      version: "2026-01-01",
      operations: [{ target: "example.parcels#GetParcel" }],
      traits: {
        "aws.api#service": { sdkId: "Parcels", endpointPrefix: "parcels" },
        "aws.protocols#awsJson1_1": {},
      },
    },
    "example.parcels#GetParcel": { type: "operation", input: { target: "example.parcels#GetParcelInput" } },
    "example.parcels#GetParcelInput": {
      type: "structure",
      members: {
        parcelId: {
          target: "smithy.api#String",
          traits: {
            "smithy.api#required": {},
            "smithy.api#documentation": "<p>What is written on the label.</p>",
          },
        },
      },
    },
  },
};

export function exercise(library) {
  const { operations, check, build, snippet, contentHashes, Emulator, ServiceError, version } = library;
  const { checkDocument, complete, convert, describe, explain, fromEvent, loadModel, sample } = library;
  let compared = 0;
  const same = (what, found, wanted) => {
    compared++;
    if (JSON.stringify(found) === JSON.stringify(wanted)) return;
    throw new Error(`${what}: found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`);
  };

  same("version", /^\d+\.\d+\.\d+/.test(version()), true);
  const put = operations().find(({ id }) => id === "ssm:PutInventory");
  same("service", put.service, "ssm");
  same("emulated", put.emulated, true);

  same("a sound request", check("ssm:PutInventory", INVENTORY).ok, true);
  same("the same as bytes", check("ssm:PutInventory", new TextEncoder().encode(INVENTORY)).ok, true);
  const broken = check("ssm:PutInventory", INVENTORY.replace("InstanceId", "InstanceID"));
  same("a misspelt member", broken.ok, false);
  const [missing, unknown] = broken.findings.filter(({ severity }) => severity === "error");
  same("its rules", [missing.rule, unknown.rule], ["missing-member", "unknown-member"]);
  same("the missing path", missing.path, "/InstanceId");
  same("the place of the missing", missing.range.start, { offset: 0, line: 0, character: 0 });
  same("the place of the unknown", unknown.range.start, { offset: 4, line: 1, character: 2 });
  same("broken JSON", check("ssm:PutInventory", "{").findings[0].rule, "json-syntax");

  same("an object with a Date", check("ssm:PutComplianceItems", COMPLIANCE).ok, true);
  const misprint = { ...COMPLIANCE, Items: [{ ...COMPLIANCE.Items[0], Severity: "MAJOR" }] };
  const report = check("ssm:PutComplianceItems", misprint);
  const [finding] = report.findings;
  same("a misprint", [finding.rule, finding.path], ["not-in-enum", "/Items/0/Severity"]);
  const { start, end } = finding.range;
  same("what its range covers", report.text.slice(start.offset, end.offset), '"MAJOR"');

  const [hash] = contentHashes("ssm:PutInventory", INVENTORY);
  same("the hash", [hash.path, hash.digest], ["/Items/0/Content", HASH]);
  same("what was hashed", hash.hashed, '[{"RackLocation":"Bay B/Row C/Rack D/Shelf E"}]');

  const request = build("ssm:PutInventory", INVENTORY, { region: "eu-central-1", fillHashes: true });
  same(
    "where it goes",
    [request.method, new URL(request.url).host],
    ["POST", "ssm.eu-central-1.amazonaws.com"],
  );
  same("what was filled in", JSON.parse(request.body).Items[0].ContentHash, HASH);
  const wire = JSON.parse(build("ssm:PutComplianceItems", COMPLIANCE).body);
  same("a Date on the wire", wire.ExecutionSummary.ExecutionTime, 1_714_557_600);
  signing(library, request, same);
  for (const target of put.snippets) {
    same(
      `a snippet for ${target}`,
      snippet("ssm:PutInventory", INVENTORY, target).includes("i-0123456789abcdef0"),
      true,
    );
  }

  for (const { id } of operations()) {
    const sound = (size) =>
      check(id, sample(id, size)).findings.filter(({ severity }) => severity === "error");
    same(`the minimal sample of ${id}`, sound("minimal"), []);
    same(`the full sample of ${id}`, sound("full"), []);
  }
  const { members } = describe("ssm:PutInventory");
  same("a described member", [members.Items.kind, members.Items.required], ["list", true]);
  same("an explained member", members.Items.doc.length > 10, true);
  const typed = '{"InstanceId": "i-0123456789abcdef0", "Ite';
  const [offered] = complete("ssm:PutInventory", typed, typed.length);
  same("a completion", [offered.label, offered.kind, offered.doc], ["Items", "member", members.Items.doc]);
  same("what it takes the place of", offered.range.start.offset, typed.length - 4);
  const [mismatch] = explain(
    "An error occurred (ItemContentMismatchException) when calling the PutInventory operation: no",
  );
  same(
    "an explanation",
    [mismatch.exception, mismatch.operation, mismatch.path, mismatch.rule, mismatch.basis],
    [
      "ItemContentMismatchException",
      "ssm:PutInventory",
      "/Items",
      "inventory/hash-without-content",
      "observation",
    ],
  );
  const unsound = '{"InstanceId":"i-0123456789abcdef0","Items":[{"TypeName":"Rack","SchemaVersion":"1"}]}';
  const refusal = new Emulator({ seed: 1 }).send(build("ssm:PutInventory", unsound));
  same(
    "an answer explained",
    explain(refusal.body).map(({ rule, path }) => `${rule} ${path}`),
    check("ssm:PutInventory", unsound)
      .findings.filter(({ rule, severity }) => severity === "error" && !rule.includes("/"))
      .map(({ rule, path }) => `${rule} ${path}`),
  );
  same("an error that nobody knows", explain("nothing of the kind"), []);
  same("a recorded answer", check("ssm:PutInventory", '{"Extra": 1}', { side: "output" }).ok, true);

  const file = { TypeName: "Custom:RackInfo", SchemaVersion: "1.0", Content: [{ A: 5 }, { A: "€" }] };
  const node = { instanceId: "i-0123456789abcdef0", captureTime: "2024-05-01T10:00:00Z" };
  const FILE = "ssm-agent:CustomInventoryFile";
  const known = operations().find(({ id }) => id === FILE);
  same("a file", [known.kind, known.convertsTo], ["file", ["ssm:PutInventory"]]);
  const twice = [
    { name: "b.json", text: file },
    { name: "a.json", text: JSON.stringify(file) },
  ];
  const made = convert(FILE, "ssm:PutInventory", twice, node);
  same("a conversion", check("ssm:PutInventory", made.documents[0].text).ok, true);
  const [item] = JSON.parse(made.documents[0].text).Items;
  same("what is converted", item.Content, [{ A: "€" }]);
  same("its hash", contentHashes(FILE, file)[0].digest, item.ContentHash);
  const [second, , vanished] = made.lost;
  same("a second file", [second.name, second.path], ["b.json", "/TypeName"]);
  same("a vanished entry", vanished.rule, "inventory-file/vanishing-entry");
  same("its place", JSON.stringify(file)[vanished.range.start.offset], "5");
  const back = convert("ssm:PutInventory", FILE, made.documents[0].text);
  same("the way back", JSON.parse(back.documents[0].text).Content, [{ A: "€" }]);
  same("its name", back.documents[0].name, "RackInfo.json");

  const EVENT = "huawei-function:ConfigEvent";
  same("an event", operations().find(({ id }) => id === EVENT).decides, ["compliance_state"]);
  const event = JSON.parse(sample(EVENT, "full"));
  const result = fromEvent(event, { compliance_state: "Compliant" });
  same("a result", check("huawei-config:UpdatePolicyState", result).findings, []);
  same("its time", result.evaluation_time, event.evaluation_time);
  const inQuotes = fromEvent(
    JSON.stringify(event),
    { compliance_state: "Compliant" },
    { numbersAsText: true },
  );
  same("its time as text", inQuotes.evaluation_time, String(event.evaluation_time));
  event.invoking_event.provider = null;
  same("a null", fromEvent(event, { compliance_state: "Compliant" }).policy_resource.resource_provider, null);
  const account = { labels: { domain_id: event.domain_id } };
  same(
    "its address",
    build("huawei-config:UpdatePolicyState", result, account).url.includes(event.domain_id),
    true,
  );

  const yaml = "schemaVersion: '0.3'\nmainSteps:\n- name: Wä\n  action: aws:slep\n";
  const document = checkDocument(yaml, "YAML");
  const [wrong] = document.findings;
  same(
    "a document",
    [document.operation, wrong.rule, wrong.path],
    ["ssm-document:Automation", "not-in-enum", "/mainSteps/0/action"],
  );
  same("its place", yaml.slice(wrong.range.start.offset, wrong.range.end.offset), "aws:slep");
  same("its repair", wrong.fixes[0].edits[0].text, "aws:sleep");
  const carried = JSON.stringify({
    Name: "Doc",
    DocumentType: "Automation",
    DocumentFormat: "YAML",
    Content: yaml,
  });
  const [within] = check("ssm:CreateDocument", carried).findings;
  same("a document in a request", within.path, "/Content/mainSteps/0/action");
  same("its place there", carried.slice(within.range.start.offset, within.range.end.offset), "aws:slep");
  same(
    "a template",
    checkDocument({ schemaVersion: "0.3", autoApprovable: true }).operation,
    "ssm-document:ChangeTemplate",
  );

  const loaded = loadModel(PARCELS);
  same("a model", loaded, { service: "parcels", operations: ["parcels:GetParcel"], refused: [] });
  same("its check", check("parcels:GetParcel", "{}").findings[0].path, "/parcelId");
  same("its sample", check("parcels:GetParcel", sample("parcels:GetParcel", "full")).ok, true);
  same(
    "its description",
    describe("parcels:GetParcel").members.parcelId.doc,
    "What is written on the label.",
  );
  const target = build("parcels:GetParcel", '{"parcelId":"P1"}').headers["X-Amz-Target"];
  same("its request", target, "Parcels.GetParcel");

  const emulator = new Emulator({ now: "2024-05-01T12:00:00Z", seed: 7 });
  same("the journal before it begins", emulator.takeJournal(), []);
  same("the clock", emulator.now, Date.UTC(2024, 4, 1, 12));
  emulator.advance("PT1H");
  emulator.advance(500);
  same("the clock later", emulator.now, Date.UTC(2024, 4, 1, 13, 0, 0, 500));
  same("a put", emulator.call("ssm:PutComplianceItems", COMPLIANCE), {});
  const listed = (of) => {
    const { ComplianceItems } = of.call("ssm:ListComplianceItems", { ResourceIds: [COMPLIANCE.ResourceId] });
    return ComplianceItems.map((item) => [item.Title, item.Severity, item.ExecutionSummary.ExecutionTime]);
  };
  const stored = [["nightly", "HIGH", 1_714_557_600]];
  same("what it stored", listed(emulator), stored);
  const answer = emulator.send({ ...request, headers: Object.entries(request.headers) });
  same("a request from the wire", answer.status, 200);
  const entries = emulator.call("ssm:ListInventoryEntries", {
    InstanceId: "i-0123456789abcdef0",
    TypeName: "Custom:RackInfo",
  });
  same("what came back", entries.Entries, [{ RackLocation: "Bay B/Row C/Rack D/Shelf E" }]);

  const error = thrownBy(() => {
    const [item] = JSON.parse(INVENTORY).Items;
    const { Content, ...unchanged } = { ...item, ContentHash: "AAAAAAAAAAAAAAAAAAAAAA==" };
    emulator.call("ssm:PutInventory", { InstanceId: "i-0123456789abcdef0", Items: [unchanged] });
  });
  same("a refusal", error instanceof ServiceError && error instanceof Error, true);
  same("its name", [error.name, error.status], ["ItemContentMismatchException", 400]);
  same("its members", error.members.TypeName, "Custom:RackInfo");

  same(
    "the log",
    emulator.log().map(({ number }) => number),
    [1, 2, 3, 4, 5],
  );
  same(
    "the log from a number on",
    emulator.log({ after: 3 }).map(({ number }) => number),
    [4, 5],
  );
  const kept = emulator.takeJournal();
  same(
    "the journal: the clock went on, and two puts",
    kept.map((record) => Object.keys(record)[0]),
    ["control", "number", "number"],
  );
  same("the journal once more", emulator.takeJournal(), []);

  const faults = emulator.fault([
    { operation: "ssm:ListComplianceItems", exception: "ThrottlingException", times: 1, latency: "PT0.25S" },
    { latency: 20, probability: 0 },
  ]);
  same("what was asked for", [faults.length, faults[0].used, faults[0].latency], [2, 0, 250]);
  const throttled = emulator.send({ ...build("ssm:ListComplianceItems", "{}") });
  same("a fault", [throttled.status, throttled.delay], [400, 250]);
  same("its words", JSON.parse(throttled.body), { __type: "ThrottlingException", message: "Rate exceeded" });
  same("its use", emulator.faults()[0].used, 1);
  same("after it was used up", listed(emulator), stored);
  same(
    "a delay that is none",
    "delay" in emulator.send({ ...build("ssm:ListComplianceItems", "{}") }),
    false,
  );
  emulator.clearFaults();
  same("no faults", emulator.faults(), []);
  rehearsed(library, same);
  reported(library.Emulator, same);
  emulator.advanceTo(new Date(emulator.now + 1_000));
  emulator.advanceTo("2024-05-02T00:00:00Z");
  same("the clock at a time", emulator.now, Date.UTC(2024, 4, 2));
  emulator.speed = 2.5;
  same("another speed", emulator.speed, 2.5);
  same("nothing to settle", emulator.settle(), 0);
  same("no events", emulator.events({ after: 0 }), []);
  emulator.clearEvents();
  emulator.clearLog();
  same("no log", emulator.log(), []);

  const again = new Emulator({ now: "2024-05-01T12:00:00Z", seed: 7 });
  kept.push(...emulator.takeJournal());
  const answers = kept.map((record) => again.replay(JSON.parse(JSON.stringify(record))));
  same("the same again", again.snapshot(), emulator.snapshot());
  same(
    "its answers",
    answers.filter((answer) => answer !== undefined).map(({ status }) => status),
    [200, 200, 400],
  );
  again.free();
  const restored = Emulator.restore(emulator.snapshot());
  emulator.reset();
  same("after a reset", listed(emulator), []);
  same("after a restore", listed(restored), stored);
  restored.free();
  emulator[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
  same("after it was freed", thrownBy(() => emulator.now).code, "freed");
  return compared;
}

/** A runbook with an approval, from its start to an end that a script decides. */
function rehearsed({ build, Emulator }, same) {
  const emulator = new Emulator({ now: "2024-05-01T12:00:00Z", seed: 7 });
  const entries = emulator.script([{ step: "stopInstances", status: "Failed", duration: "PT5S" }]);
  same("the script", entries, [{ step: "stopInstances", status: "Failed", duration: 5_000 }]);
  const { AutomationExecutionId: id } = emulator.call("ssm:StartAutomationExecution", {
    DocumentName: "AWS-StopEC2InstanceWithApproval",
    Parameters: {
      InstanceId: ["i-0123456789abcdef0"],
      Approvers: ["anonymous"],
      SNSTopicArn: ["arn:aws:sns:us-east-1:123456789012:Automation"],
    },
  });
  const [awaited] = emulator.waiting();
  same("who is awaited", [awaited.executionId, awaited.approvers, awaited.approvals], [id, ["anonymous"], 0]);
  const [request] = awaited.requests;
  const written = build(request.operation, request.input, { accessKey: "AKIDANN" });
  same("somebody else is refused", emulator.send(written).status, 400);
  same("who is named", /Credential=(\w+)/.exec(written.headers.Authorization)?.[1], "AKIDANN");
  emulator.call(request.operation, request.input);
  same("nobody is awaited", emulator.waiting(), []);
  same("how long it takes", emulator.settle(), 5_000);
  const { status, events, steps } = emulator.timeline(id);
  same(
    "its steps",
    steps.map(({ step, isGood }) => [step, isGood]),
    [
      ["approve", true],
      ["stopInstances", false],
    ],
  );
  same(
    "what has a timeline",
    emulator.timelines({ limit: 5 }).map(({ executionId, ended }) => [executionId, ended]),
    [[id, "2024-05-01T12:00:05Z"]],
  );
  same("how it went", [status, events.at(-1).status, events[0].status], ["Failed", "Failed", "Pending"]);
  emulator.clearScript();
  same("no script", emulator.scripts(), []);
  emulator.free();
}

/** A rule that a function decides, from its event to the result that is read back. */
function reported(Emulator, same) {
  const server = { id: "ecs-1", name: "one", provider: "ecs", type: "cloudservers", region_id: "cn-north-4" };
  const emulator = new Emulator({ now: "2024-05-01T12:00:00Z", seed: 7, resources: [server] });
  const account = { domain_id: "0123456789abcdef0123456789abcdef" };
  const { id } = emulator.call("huawei-config:CreatePolicyAssignments", {
    ...account,
    name: "own",
    policy_assignment_type: "custom",
    custom_policy: { function_urn: "urn:fss:cn-north-4:p:function:default:own:latest", auth_type: "agency" },
  });
  same("up to where a function has to report", emulator.settle(), 1_000);
  const [{ kind, detail: event }] = emulator.events();
  same(
    "the event",
    [kind, event.policy_assignment_id, event.invoking_event.id],
    ["ConfigEvent", id, "ecs-1"],
  );
  same("whose result is awaited", emulator.waiting()[0].resourceId, "ecs-1");
  const report = {
    ...account,
    policy_resource: { resource_id: "ecs-1", resource_name: "one" },
    trigger_type: event.trigger_type,
    compliance_state: "NonCompliant",
    policy_assignment_id: id,
    evaluation_time: event.evaluation_time,
    evaluation_hash: "0123456789abcdef0123456789abcdef",
  };
  const refused = thrownBy(() => emulator.call("huawei-config:UpdatePolicyState", report));
  same("the refusal", [refused.name, refused.status], ["invalid_parameters", 400]);
  same("its words", refused.message, "evaluationHash should not be customized");
  report.evaluation_hash = event.evaluation_hash;
  const stored = emulator.call("huawei-config:UpdatePolicyState", report);
  const { value } = emulator.call("huawei-config:ListPolicyStatesByDomainId", account);
  same("what is read back", value, [stored]);
  emulator.change([{ resource: { id: "ecs-1" }, gone: true }]);
  same("what goes", emulator.call("huawei-config:ListPolicyStatesByDomainId", account).value, []);
  emulator.free();
}

function thrownBy(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("an error was wanted, and none came");
}

/** Signatures, made and verified. */
function signing({ Emulator, sign }, request, same) {
  const keys = { accessKey: "AKID", secretKey: "wJalrXUtnFEMI", time: "2024-05-01T10:00:00Z" };
  const signed = sign({ ...request, body: "{}" }, keys);
  same("a signature", signed.headers.Authorization, SIGNATURE);
  same("what is signed stays", [signed.url, signed.body], [request.url, "{}"]);
  const guarded = new Emulator({ now: "2024-05-01T10:00:00Z", keys: { AKID: "wJalrXUtnFEMI" } });
  const refused = guarded.send({ ...signed, body: "{ }" });
  same("a body that is not the signed one", JSON.parse(refused.body).__type, "InvalidSignatureException");
  same("why", guarded.log()[0].denied.includes("the body was written anew"), true);
  same("the signed one", JSON.parse(guarded.send(signed).body).__type, "ValidationException");
  same("a call of the owner", guarded.call("ssm:PutInventory", INVENTORY), {});
  const restored = Emulator.restore(guarded.snapshot(), { keys: { AKID: "other" } });
  same("keys that are given again", restored.send(signed).status, 400);
  same("no keys in a snapshot", guarded.snapshot().includes("AKID"), false);
}
