// The command, as a shell starts it.
import { strict as assert } from "node:assert";
import { once } from "node:events";
import { chmodSync, existsSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";

const MISUSED = {
  "no command": [[], "cloud-dryrun serve"],
  "an unknown command": [["sevre"], "did you mean `serve`?"],
  "an unknown option": [["serve", "--prot", "1"], "did you mean `--port`?"],
  "an option before the command": [["--prot"], "no option `--prot`"],
  "a word too many": [["serve", "8787"], "`8787`"],
  "a value that is missing": [["serve", "--port"], "--port needs a value"],
  "a port that is none": [["serve", "--port", "70000"], "whole number from 0 to 65535"],
  "a port that is a word": [["serve", "--port=http"], "`http`"],
  "a speed that is none": [["serve", "--speed", "-1"], "a number from 0"],
  "a seed that is none": [["serve", "--seed", "x"], "whole number"],
  "an option that is given twice": [["serve", "--port", "0", "--port", "1"], "--port is given twice"],
  "a flag with a value": [["check", "ssm:PutInventory", "--lines=yes"], "--lines takes no value"],
  "help for what there is not": [["help", "sevre"], "did you mean `serve`?"],
  "an operation that is missing": [["check"], "name the operation first"],
  "a file in the place of the operation": [["check", "cli.mjs"], "the operation comes first"],
  "an operation without its service": [["check", "PutInventory", "-"], "did you mean `ssm:PutInventory`?"],
  "no file": [["check", "ssm:PutInventory"], "name a file"],
  "standard input twice": [["check", "ssm:PutInventory", "-", "-"], "can be read once"],
  "a format that is none": [
    ["check", "ssm:PutInventory", "-", "--format", "xml"],
    "`text`, `json` or `github`",
  ],
  "a snippet for nothing": [["snippet", "ssm:PutInventory", "-"], "--for `aws-cli`"],
  "a snippet for a misprint": [
    ["snippet", "ssm:PutInventory", "-", "--for", "boto"],
    "did you mean `boto3`?",
  ],
  "a label without a value": [["build", "ssm:PutInventory", "-", "--label", "a"], "NAME=VALUE"],
  "a time that is none": [["serve", "--port", "0", "--now", "yesterday"], "now"],
};

export const cliChecks = {
  async "cli: help and version, through the name that npm installs"(workshop) {
    const folder = workshop.project({});
    const { bin, version } = JSON.parse(readFileSync(join(workshop.unpacked, "package.json"), "utf8"));
    const command = join(folder, "node_modules", "cloud-dryrun", bin["cloud-dryrun"]);
    // npm marks the file as executable when it links it.
    chmodSync(command, 0o755);
    assert.equal(await workshop.run(folder, command, "--version"), `${version}\n`);
    const help = await workshop.run(folder, command, "--help");
    assert.match(help, /^cloud-dryrun \d[\s\S]*\n {2}serve {2,}[a-z][\s\S]*\n {2}cloud-dryrun serve\n/);
    for (const word of ["help", "-h"]) assert.equal(await workshop.run(folder, command, word), help);
    for (const words of [
      ["serve", "--help"],
      ["help", "serve"],
      ["serve", "--port", "0", "-h"],
    ]) {
      assert.match(await workshop.run(folder, command, ...words), /^cloud-dryrun serve \[--port 8787\]/);
    }
  },

  async "cli: serve prints its address, answers, and stops when told"(workshop) {
    for (const signal of ["SIGTERM", "SIGINT"]) {
      const words = [
        "cli.mjs",
        "serve",
        "--port",
        "0",
        "--seed",
        "7",
        "--now",
        "2024-05-01T12:00:00Z",
        "--speed=2",
      ];
      const { child, line, ended, said } = await workshop.start(workshop.unpacked, "node", ...words);
      assert.match(line, /^http:\/\/127\.0\.0\.1:\d+$/);
      assert.equal((await fetch(`${line}/_dryrun/health`)).status, 200);
      child.kill(signal);
      assert.deepEqual(await ended, { status: 0, signal: null });
      assert.equal(said.stdout, `${line}\n`);
      assert.match(said.stderr, /^[\d-]+T[\d:.]+Z GET \/_dryrun\/health 200 \d+ ms\n$/);
    }
  },

  async "cli: a port in use is one sentence"(workshop) {
    const other = createServer().listen(0, "127.0.0.1");
    workshop.afterwards(() => other.close());
    await once(other, "listening");
    const words = ["cli.mjs", "serve", "--port", String(other.address().port)];
    const { status, stdout, stderr } = await workshop.attempt(workshop.unpacked, "node", ...words);
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(
      stderr,
      /^cloud-dryrun: cannot listen on port \d+ of 127\.0\.0\.1: another program is using it; [^\n]+\n$/,
    );
  },

  async "cli: output that cannot be written is told in a sentence"(workshop) {
    if (!existsSync("/dev/full")) return;
    const command = "node cli.mjs operations > /dev/full";
    const { status, stderr } = await workshop.attempt(workshop.unpacked, "sh", "-c", command);
    assert.deepEqual([status, stderr], [1, "cloud-dryrun: the output cannot be written: the disk is full\n"]);
  },

  ...Object.fromEntries(
    Object.entries(MISUSED).map(([what, [words, said]]) => [
      `cli: ${what} is misuse`,
      async (workshop) => {
        const { status, stdout, stderr } = await workshop.attempt(
          workshop.unpacked,
          "node",
          "cli.mjs",
          ...words,
        );
        assert.deepEqual([status, stdout], [2, ""], stderr);
        assert.match(stderr, /^cloud-dryrun: [^\n]+\n$/);
        assert(stderr.includes(said), `\`${said}\` is not in: ${stderr}`);
      },
    ]),
  ),
};
