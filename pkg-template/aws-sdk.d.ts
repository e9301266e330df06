// The request handler for the official SDK. Its types are written out, so that they need none of the SDK's.
import type { Emulator } from "./index.js";

/** What the handler does with requests. */
export interface RequestHandlerOptions {
  /** Milliseconds after which an answer is too late and the SDK gets a `TimeoutError`, which it retries. 0, the default, waits. */
  requestTimeout?: number | undefined;
}

/** What the SDK asks of one request. */
export interface HandlingOptions {
  /** Ends the wait with an `AbortError`. */
  abortSignal?: unknown;
  /** Milliseconds for this request alone. */
  requestTimeout?: number | undefined;
}

/** A request as the SDK hands it to its handler. */
export interface SdkRequest {
  /** The HTTP method. */
  method: string;
  /** `https:` or `http:`. */
  protocol: string;
  /** The host, which does not matter here. */
  hostname: string;
  /** The port, where it is not the usual one. */
  port?: number | undefined;
  /** The path. */
  path: string;
  /** What is asked for after the path. */
  query?: { [name: string]: string | string[] | null } | undefined;
  /** What stands behind `#`. */
  fragment?: string | undefined;
  /** The headers, signature included. */
  headers: { [name: string]: string };
  /** Text, bytes, a `Blob`, or a stream of the web or of Node. */
  body?: unknown;
}

/** An answer as the SDK's deserializers read it. */
export interface SdkResponse {
  /** The HTTP status. */
  statusCode: number;
  /** The words beside the status; there are none. */
  reason?: string;
  /** The headers, their names in lower case. */
  headers: { [name: string]: string };
  /** A stream: of Node in Node, of the web elsewhere. */
  body?: unknown;
}

/** What `requestHandler` of a client's configuration takes. */
export interface RequestHandler {
  /** What the SDK reads to know the protocol. */
  readonly metadata: { handlerProtocol: string };
  /** Answers one request. */
  handle(request: SdkRequest, options?: HandlingOptions): Promise<{ response: SdkResponse }>;
  /** Takes a setting from the client. */
  updateHttpClientConfig(key: never, value: never): void;
  /** The settings. */
  httpHandlerConfigs(): object;
  /** Does nothing: the emulator belongs to whoever made it. */
  destroy(): void;
}

/**
 * An emulator as the request handler of any client of the official SDK for JavaScript, version 3:
 * `new SSMClient({ requestHandler: requestHandler(emulator), region, credentials })`. Nothing leaves the process.
 *
 * @param emulator what answers
 * @param options how long an answer may take
 */
export function requestHandler(emulator: Emulator, options?: RequestHandlerOptions): RequestHandler;
