// The data files of the services: a service keeps those that concern it whole, each family its own beside its rules.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const SERVICES = "src/services";

/** The folders of the services below the root of the project. */
export function servicesOf(root) {
  return readdirSync(join(root, SERVICES), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** What all files of a name in a service's folder say, in the order of their paths. */
export function dataOf(root, service, name) {
  const folder = join(root, SERVICES, service);
  return readdirSync(folder, { recursive: true })
    .filter((file) => basename(file) === name)
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
}

/** The examples of all services. */
export function examplesOf(root) {
  return servicesOf(root).flatMap((service) => dataOf(root, service, "examples.json").flat());
}
