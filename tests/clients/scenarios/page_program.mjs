// What runs in the page.

import { requestHandler } from "../../../pkg/aws-sdk/web.js";
import wasm from "../../../pkg/dryrun_bg.wasm";
import init, { Emulator, operations } from "../../../pkg/web.js";
import { START } from "./all.mjs";
import { clientsOf, paginates, perform } from "./sdk.mjs";

let clients;
let emulator;

globalThis.scenario = {
  async ready() {
    await init(wasm);
    return operations()
      .map(({ name }) => name)
      .filter(paginates);
  },
  start(given) {
    emulator = new Emulator({ ...START, ...given.emulator });
    clients = clientsOf({ requestHandler: requestHandler(emulator) }, given.attempts);
  },
  perform: (step) => perform(clients.of(step.by), step),
  control({ fault, script, advance }) {
    if (fault !== undefined) emulator.fault(fault);
    else if (script !== undefined) emulator.script(script);
    else if (advance !== undefined) emulator.advance(advance);
    else emulator.settle();
  },
  requests: () => emulator.log().length,
  close() {
    clients.destroy();
    emulator.free();
  },
};
