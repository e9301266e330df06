// The README's first example, run as it stands: what it prints has to be what the README says it prints.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");

const block = (language) => readme.match(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``))?.[1];

export const readmeChecks = {
  async "readme: the first example prints what it says"(workshop) {
    const folder = workshop.project({ "main.mjs": block("js") });
    assert.equal(await workshop.run(folder, "node", "main.mjs"), block("text"));
  },

  async "readme: the example of the command prints what it says"(workshop) {
    const [line, ...printed] = block("console").split("\n");
    const text = /`(\{[\s\S]*?\n\})`;/.exec(block("js"))[1];
    const folder = workshop.project({ "request.json": text });
    const words = line.replace("$ cloud-dryrun ", "").split(" ");
    const { stdout } = await workshop.attempt(folder, "node", join(workshop.unpacked, "cli.mjs"), ...words);
    assert.equal(stdout, printed.join("\n"));
  },

  async "readme: the table of operations is what operations() says, and how each is known"(workshop) {
    const folder = workshop.project({
      "main.mjs": `import { operations } from "cloud-dryrun";
        const known = operations().filter(({ emulated }) => emulated);
        console.log(JSON.stringify(known.map(({ id, hashed }) => [id, hashed ? "yes" : "no"])));`,
    });
    const rows = [
      ...readme.matchAll(
        /^\| `([\w-]+:\w+)` \| (?:yes|yes, content too|no) \| (yes|no) \| yes \| yes \|[^|]*\| [\w][^|]* \|$/gm,
      ),
    ];
    const stated = rows.map(([, id, hashed]) => [id, hashed]);
    const told = JSON.parse(await workshop.run(folder, "node", "main.mjs"));
    assert.deepEqual(stated.sort(), told.sort());
  },
};
