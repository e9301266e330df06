// An emulator behind the shape of `fetch`.
import type { Emulator } from "./index.js";

/** A class that the environment may or may not have; `never` where it does not. */
type Instance<Holder, Name extends string> = Holder extends { [key in Name]: { prototype: infer Type } }
  ? Type
  : never;

/** What the environment's `fetch` takes after the request. */
type Init = typeof globalThis extends { fetch: (input: never, init?: infer Type) => unknown } ? Type : never;

/** What is asked: a `Request`, or what makes one. */
export type FetchInput =
  /** The request. */
  | Instance<typeof globalThis, "Request">
  /** Its address. */
  | Instance<typeof globalThis, "URL">
  /** Its address, as text. */
  | string;

/** A function in the shape of `fetch`. */
export type FetchHandler = (
  input: FetchInput,
  init?: Init,
) => Promise<Instance<typeof globalThis, "Response">>;

/**
 * An emulator in the shape of `fetch`, for MSW, for service workers, and for whatever takes a fetch function.
 *
 * @param emulator what answers
 */
export function fetchHandler(emulator: Emulator): FetchHandler;
