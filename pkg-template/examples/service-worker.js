// A service worker that answers what the page sends to the service. The page's code and its SDK stay as they are.
//
// The page registers it as a module: navigator.serviceWorker.register("./service-worker.js", { type: "module" }).
// Bundled or not, `dryrun_bg.wasm` lies beside the script that has `cloud-dryrun` in it.
import init, { Emulator } from "cloud-dryrun";
import { fetchHandler } from "cloud-dryrun/fetch";

const SERVICE = /^ssm\.[a-z0-9-]+\.amazonaws\.com$/;
const SNAPSHOT = "./emulator-snapshot";

// A service worker may not await at its top level: the module loads meanwhile, and each request waits for it.
const ready = start();

async function start() {
  await init();
  const kept = await (await store()).match(SNAPSHOT);
  const emulator = kept ? Emulator.restore(await kept.text()) : new Emulator({ now: Date.now(), speed: 1 });
  return { emulator, answer: fetchHandler(emulator) };
}

function store() {
  return caches.open("cloud-dryrun");
}

self.addEventListener("install", (event) => event.waitUntil(ready.then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
self.addEventListener("fetch", (event) => {
  if (SERVICE.test(new URL(event.request.url).hostname)) event.respondWith(answered(event.request));
});

async function answered(request) {
  const { emulator, answer } = await ready;
  const response = await answer(request);
  // Browsers stop an idle worker and start it for the next request, so the state is kept before the answer leaves.
  await (await store()).put(SNAPSHOT, new Response(emulator.snapshot()));
  return response;
}
