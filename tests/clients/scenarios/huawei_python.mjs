// Huawei Cloud's SDK for Python over HTTP.
import { served } from "./served.mjs";
import { stepsOf } from "./steps.mjs";

export async function open() {
  const { ask, close } = stepsOf("huawei_python_steps.py");
  return {
    paginates: () => false,
    /** @param {(endpoint: string) => string | Promise<string>} [via] what stands between the SDK and the emulator */
    async start(scenario, via = (endpoint) => endpoint) {
      let through;
      return served(scenario, async (endpoint, step) => {
        through ??= await via(endpoint);
        return ask({ endpoint: through, ...step });
      });
    },
    close,
  };
}
