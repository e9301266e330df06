// The request texts of the benchmark: generated, always the same, and like what patch and inventory reporters send.

const SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNSPECIFIED"];
const CLASSES = ["SecurityUpdates", "CriticalUpdates", "Updates", "Bugfix", "Enhancement"];
const SUBJECTS = ["kernel", "openssl", "libc6", "curl", "Größenprüfung", "systemd", "python3.11", "sudo"];

export const EXECUTION_TIME = Date.UTC(2026, 0, 15, 8, 0, 0) / 1000;

/** A PutComplianceItems body with so many items; `time` in epoch seconds. */
export function complianceText(items, time = EXECUTION_TIME) {
  return JSON.stringify({
    ResourceId: "i-0a1b2c3d4e5f60718",
    ResourceType: "ManagedInstance",
    ComplianceType: "Custom:PatchAudit",
    ExecutionSummary: {
      ExecutionTime: time,
      ExecutionId: "9f4d1f5e-6a0b-4d1b-8a52-0f3c2b7e9d10",
      ExecutionType: "Command",
    },
    Items: Array.from({ length: items }, (_, index) => complianceItem(index)),
  });
}

/** As many items as it takes for the text to reach `bytes`. */
export function complianceTextOf(bytes) {
  const empty = complianceText(0).length;
  let items = 0;
  let size = empty;
  while (size < bytes) {
    size += Buffer.byteLength(JSON.stringify(complianceItem(items))) + 1;
    items += 1;
  }
  return complianceText(items);
}

function complianceItem(index) {
  const subject = SUBJECTS[index % SUBJECTS.length];
  return {
    Id: `KB${4000000 + index}`,
    Title: `Security update for ${subject} on "${index % 2 ? "amd64" : "arm64"}" (KB${4000000 + index})`,
    Severity: SEVERITIES[index % SEVERITIES.length],
    Status: index % 7 === 0 ? "NON_COMPLIANT" : "COMPLIANT",
    Details: {
      Classification: CLASSES[index % CLASSES.length],
      PatchState: index % 7 === 0 ? "Missing" : "Installed",
      InstalledTime: `2025-12-${String(1 + (index % 28)).padStart(2, "0")}T03:${String(index % 60).padStart(2, "0")}:00Z`,
      CVEIds: `CVE-2025-${10000 + (index % 80000)},CVE-2025-${10001 + (index % 80000)}`,
    },
  };
}

// The order in which the agent writes the members of AWS:Application. The generated entries have another one.
const APPLICATION_ORDER = [
  ...["Name", "Publisher", "Version", "Release", "Epoch", "InstalledTime", "ApplicationType", "Architecture"],
  ...["URL", "Summary", "PackageId"],
];

/** A PutInventory body with one item of type AWS:Application and so many entries. */
export function inventoryText(entries) {
  return JSON.stringify({
    InstanceId: "i-0a1b2c3d4e5f60718",
    Items: [
      {
        TypeName: "AWS:Application",
        SchemaVersion: "1.1",
        CaptureTime: "2026-01-15T08:00:00Z",
        Content: Array.from({ length: entries }, (_, index) => ({
          ApplicationType: "System Environment/Libraries",
          Architecture: index % 2 ? "x86_64" : "aarch64",
          InstalledTime: "2025-11-03T10:20:30Z",
          Name: `lib${SUBJECTS[index % SUBJECTS.length]}-${index}`,
          Publisher: "Debian <packages@lists.example.org>",
          Summary: `Shared objects & headers of "${SUBJECTS[(index + 3) % SUBJECTS.length]}"`,
          URL: `https://packages.example.org/lib/${index}?arch=any&suite=stable`,
          Version: `${1 + (index % 9)}.${index % 40}.${index % 13}`,
        })),
      },
    ],
  });
}

/** What one would write by hand to get the agent's text of the content in an inventoryText. */
export function agentText(text) {
  const content = JSON.parse(text).Items[0].Content;
  const ordered = content.map((entry) => {
    const copy = {};
    for (const name of APPLICATION_ORDER) if (entry[name]) copy[name] = entry[name];
    return copy;
  });
  return JSON.stringify(ordered).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
