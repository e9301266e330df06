import type { EmulatorOptions } from "./index.js";

/** How the server starts: its own options, and those of its emulator. */
export interface ServeOptions extends EmulatorOptions {
  /** The port. 8787 unless stated; 0 takes any free one. */
  port?: number | undefined;
  /** The loopback address to listen on. 127.0.0.1 unless stated. */
  host?: LoopbackHost | undefined;
  /** The folder of the page, or false for none. The page of the package unless stated. */
  page?: string | false | undefined;
  /**
   * The file that keeps every change before it is answered. One that is there is gone on from, with its own time and
   * seed; the options of the emulator say how a new one begins. Nothing is kept unless stated.
   */
  state?: string | undefined;
  /** Origins whose pages may call, such as `https://app.example.com`, besides those of this machine. */
  allowOrigins?: string[] | undefined;
  /** Is told of each request once it is over. Nobody unless stated. */
  log?: ((entry: Answered) => void) | undefined;
  /** Is told in a sentence what is wrong with the state file. Standard error unless stated. */
  warn?: ((sentence: string) => void) | undefined;
}

/** A request that is over. */
export interface Answered {
  /** When it was over, in real time, ISO 8601. */
  time: string;
  /** Its method. */
  method: string;
  /** Its path and query. */
  path: string;
  /** The operation that it asked for, such as `ssm:PutInventory`, if it asked for one. */
  operation?: string;
  /** The status of the answer. */
  status: number;
  /** The exception, if the answer is one. */
  error?: string;
  /** Whether the client took the answer; false for one that went away. */
  completed: boolean;
  /** How long it took. */
  milliseconds: number;
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
  /** Stops it: no new requests, open ones are answered or end within a second, and the state is on the disk. */
  close(): Promise<void>;
}

/**
 * Serves the page and one emulator over loopback HTTP. Its clock runs with real time (`speed` 1) from now, unless
 * stated otherwise.
 *
 * @param options how it starts
 */
export function serve(options?: ServeOptions): Promise<Server>;
