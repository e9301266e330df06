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

const COMPLIANCE = {
  ResourceId: "i-0123456789abcdef0",
  ResourceType: "ManagedInstance",
  ComplianceType: "Custom:Backup",
  ExecutionSummary: { ExecutionTime: new Date("2024-05-01T10:00:00Z") },
  Items: [{ Id: "1", Title: "nightly", Severity: "HIGH", Status: "NON_COMPLIANT", Details: undefined }],
};

export function exercise(library) {
  const { operations, check, build, snippet, contentHashes, Emulator, ServiceError, version } = library;
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
  for (const target of put.snippets) {
    same(
      `a snippet for ${target}`,
      snippet("ssm:PutInventory", INVENTORY, target).includes("i-0123456789abcdef0"),
      true,
    );
  }

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
    "the journal: two steps of the clock and two puts",
    emulator.takeJournal().map((record) => Object.keys(record)[0]),
    ["control", "control", "number", "number"],
  );
  same("the journal once more", emulator.takeJournal(), []);
  const restored = Emulator.restore(emulator.snapshot());
  emulator.reset();
  same("after a reset", listed(emulator), []);
  same("after a restore", listed(restored), stored);
  restored.free();
  emulator[Symbol.dispose ?? Symbol.for("Symbol.dispose")]();
  same("after it was freed", thrownBy(() => emulator.now).code, "freed");
  return compared;
}

function thrownBy(act) {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error("an error was wanted, and none came");
}
