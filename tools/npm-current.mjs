// Exits with 0 when node_modules holds what package-lock.json asks for. npm writes its own list of what it
// installed last of all, so an interrupted install counts as none.
import { readFileSync } from "node:fs";

function packagesOf(path) {
  try {
    return JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).packages;
  } catch {
    return undefined;
  }
}

const wanted = packagesOf("../package-lock.json");
const installed = packagesOf("../node_modules/.package-lock.json");
// Optional packages are the builds for other platforms; npm takes the one that fits.
const current =
  wanted &&
  installed &&
  Object.entries(wanted).every(
    ([path, entry]) => path === "" || entry.optional || installed[path]?.version === entry.version,
  );
process.exitCode = current ? 0 : 1;
