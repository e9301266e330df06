// For Node, where the SDK and its middleware expect Node's own streams.
import { Readable } from "node:stream";
import { handlerWith } from "./handler.js";

export const requestHandler = handlerWith((text) =>
  Readable.from([Buffer.from(text)], { objectMode: false }),
);
