import type { Time } from "./index.js";

/** How the server starts. */
export interface ServeOptions {
  /** The port. 8787 unless stated; 0 takes any free one. */
  port?: number | undefined;
  /** The loopback address to listen on. 127.0.0.1 unless stated. */
  host?: LoopbackHost | undefined;
  /** What the emulator's clock shows first. The real time unless stated. */
  now?: Time | undefined;
  /** What the emulator derives ids from. Drawn at random unless stated. */
  seed?: number | undefined;
  /** How fast the emulator's clock runs against real time. 1 unless stated. */
  speed?: number | undefined;
  /** The folder of the page, or false for none. The page of the package unless stated. */
  page?: string | false | undefined;
  /** Gets one line for each request. Nothing is logged unless stated. */
  log?: ((line: string) => void) | undefined;
}

/** A host that is reached from this machine only. */
export type LoopbackHost =
  /** IPv4. */
  | "127.0.0.1"
  /** IPv6. */
  | "::1"
  /** Whichever of the two the machine gives it. */
  | "localhost";

/** A running server. */
export interface Server {
  /** Its address, such as `http://127.0.0.1:8787`. */
  readonly url: string;
  /** Stops it: no new requests, open ones end within a second. */
  close(): Promise<void>;
}

/**
 * Serves the page and one emulator over loopback HTTP.
 *
 * @param options how it starts
 */
export function serve(options?: ServeOptions): Promise<Server>;
