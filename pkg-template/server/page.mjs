// The files of the page, by their exact paths. A request is looked up among the names found at the
// start and never becomes a path of the disk.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { extname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".json": "application/json",
  ".map": "application/json",
  ".webmanifest": "application/manifest+json",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".ico": "image/x-icon",
  ".woff2": "font/woff2",
  ".txt": "text/plain; charset=utf-8",
};

// The editor writes its styles into the document, so those alone may be inline.
const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const WASM = "dryrun_bg.wasm";

/**
 * @param {string | URL | false} folder of the page; false for none
 * @param {URL} home the folder of the package, which has the one wasm file
 * @returns {(path: string) => Promise<{ status: number, headers: object, body: Buffer } | undefined>}
 */
export function pageIn(folder, home) {
  const root = folder instanceof URL ? fileURLToPath(folder) : folder;
  if (root === false || !existsSync(root)) return async () => undefined;
  const files = new Map([[`/${WASM}`, fileURLToPath(new URL(WASM, home))]]);
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath ?? entry.path, entry.name);
    files.set(`/${relative(root, file).split(sep).join("/")}`, file);
  }
  const index = files.get("/index.html");
  if (index !== undefined) files.set("/", index);
  const { version } = JSON.parse(readFileSync(new URL("package.json", home), "utf8"));

  return async (path) => {
    const file = files.get(path);
    if (file === undefined) return undefined;
    const extension = extname(file);
    const body = await readFile(file);
    return {
      status: 200,
      headers: {
        "content-type": TYPES[extension] ?? "application/octet-stream",
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "cache-control": "no-cache",
      },
      body: extension === ".html" ? marked(body, version) : body,
    };
  };
}

/** The page learns from its own markup that a server stands behind it, and need not probe. */
function marked(html, version) {
  return Buffer.from(html.toString("utf8").replace(/<html\b/i, `<html data-server="${version}"`));
}
