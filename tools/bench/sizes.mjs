// What crosses the network: the module and its glue, and beside them the SDK client that one would load instead.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

export async function sizes() {
  const client = await build({
    stdin: { contents: 'export * from "@aws-sdk/client-ssm";', resolveDir: process.cwd() },
    bundle: true,
    minify: true,
    format: "esm",
    platform: "browser",
    write: false,
    logLevel: "error",
  });
  const files = {
    wasm: readFileSync("build/wasm/dryrun_bg.wasm"),
    glue: readFileSync("build/wasm/dryrun.js"),
    client: Buffer.from(client.outputFiles[0].contents),
  };
  return Object.fromEntries(
    Object.entries(files).map(([name, bytes]) => [
      name,
      { raw: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length },
    ]),
  );
}
