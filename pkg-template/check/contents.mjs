// What is in the package: every file that a path of package.json names, one wasm file, documented types,
// and nothing of the machine that built it.
import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The page of the rules, which findings link to, and what it needs. */
const REFERENCE = ["rules.html", "rules.css", "rules.js", "theme.js", "icon.svg"].map(
  (file) => `page/${file}`,
);

export const contentChecks = {
  "contents: every path in package.json leads to a packed file"({ packed, unpacked }) {
    const manifest = JSON.parse(readFileSync(join(unpacked, "package.json"), "utf8"));
    const named = [];
    collect([manifest.bin, manifest.main, manifest.module, manifest.types, manifest.exports], named);
    assert(named.length > 10);
    for (const path of named) assert(packed.includes(path.slice(2)), `${path} is not in the package`);
  },

  "contents: one wasm file, the README, the license and the page"({ packed }) {
    assert.deepEqual(
      packed.filter((file) => file.endsWith(".wasm")),
      ["dryrun_bg.wasm"],
    );
    for (const file of ["README.md", "LICENSE", "page/index.html", ...REFERENCE]) {
      assert(packed.includes(file), `${file} is not in the package`);
    }
  },

  "contents: no file names a folder of the machine that built it"({ packed, unpacked }) {
    const folders = [ROOT, homedir()].filter((folder) => folder.length > 4);
    for (const file of packed) {
      const text = readFileSync(join(unpacked, file), "latin1");
      for (const folder of folders) assert(!text.includes(`${folder}/`), `${file} names ${folder}`);
    }
  },

  "contents: every type, member and union member has a doc comment"({ packed, unpacked }) {
    const declarations = packed.filter((file) => /\.d\.[mc]?ts$/.test(file));
    assert(declarations.length >= 7);
    for (const file of declarations) {
      const bare = undocumented(readFileSync(join(unpacked, file), "utf8"));
      assert.deepEqual(bare, [], `${file} has declarations without a doc comment`);
    }
  },
};

function collect(value, into) {
  if (typeof value === "string") into.push(value);
  else if (typeof value === "object" && value !== null)
    for (const each of Object.values(value)) collect(each, into);
}

/** The lines that declare something and do not follow a comment. Lines inside brackets are parts of a type. */
function undocumented(text) {
  const bare = [];
  let before = "";
  let open = 0;
  for (const line of text.split("\n")) {
    const isComment = /^\s*(\/\*\*|\*)/.test(line);
    const isDeclaration = /^(export )?(declare )?(default )?(interface|type|function|class|const) \w/.test(
      line,
    );
    const isMember = /^ {2}(static |readonly |\| |\w+[?(:<]|"[^"]+"\??:|\[Symbol)/.test(line);
    const isOpenUnion = /^\s*\| \(string & \{\}\);?$/.test(line);
    if (!isComment && open === 0 && (isDeclaration || isMember) && !isOpenUnion && !before.endsWith("*/")) {
      bare.push(line);
    }
    if (!isComment) open += count(line, "(") - count(line, ")");
    if (line.trim() !== "") before = line;
  }
  return bare;
}

function count(line, character) {
  return line.split(character).length - 1;
}
