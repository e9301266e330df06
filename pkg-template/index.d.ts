// Functions, options and reports, by hand. The operations' inputs and outputs come from the models.
/// <reference lib="esnext.disposable" preserve="true" />
import type { Operations } from "./operations.js";

export type * from "./operations.js";

/** The name of an operation, such as `ssm:PutInventory`. Names from further models are welcome too. */
export type OperationName = keyof Operations | (string & {});

/** A request: JSON text, the same as bytes, or a plain object. An object is turned into text and read in client form. */
export type RequestSource = string | Uint8Array | object;

/** A request for one operation: text, bytes, or an object of the operation's input. */
export type InputOf<Name> = Name extends keyof Operations
  ? Operations[Name]["input"] | string | Uint8Array
  : RequestSource;

/** What one operation answers. */
export type OutputOf<Name> = Name extends keyof Operations ? Operations[Name]["output"] : unknown;

/** A class that the environment may or may not have; `never` where it does not. */
type Instance<Holder, Name extends string> = Holder extends { [key in Name]: { prototype: infer Type } }
  ? Type
  : never;

/** A compiled module, where the environment knows WebAssembly. Its type has no members, so `object` keeps numbers out. */
type CompiledModule = typeof globalThis extends { WebAssembly: infer Holder }
  ? Instance<Holder, "Module"> & object
  : never;

/** Where the wasm file may come from: its address, an answer that carries it, its bytes, or a compiled module. */
export type WasmSource =
  /** The address, as text. */
  | string
  /** The address. */
  | Instance<typeof globalThis, "URL">
  /** What to fetch it with. */
  | Instance<typeof globalThis, "Request">
  /** The answer of a fetch. */
  | Instance<typeof globalThis, "Response">
  /** The bytes. */
  | ArrayBuffer
  /** The bytes. */
  | Uint8Array
  /** The module, compiled already, as some bundlers and workerd import it. */
  | CompiledModule;

/**
 * Loads the WebAssembly module. Await it once before the first call in a browser; it may be called again.
 * In Node and in workerd the module is there after the import, and this does nothing.
 *
 * @param source where the wasm file is, when a bundler has moved it; else the file beside the script
 */
export default function init(source?: WasmSource | PromiseLike<WasmSource>): Promise<void>;

/** One operation that the library knows. */
export interface Operation {
  /** The name that the functions take, such as `ssm:PutInventory`. */
  id: string;
  /** The service's short name, such as `ssm`. */
  service: string;
  /** The service's name in full. */
  serviceTitle: string;
  /** The operation's own name, such as `PutInventory`. */
  name: string;
  /** Whether the emulator answers it. */
  emulated: boolean;
  /** Whether its requests carry a content hash that `contentHashes` can work out. */
  hashed: boolean;
  /** Whether it only reads. */
  readonly: boolean;
  /** The targets that `snippet` can write it for. */
  snippets: SnippetTarget[];
}

/** Every operation that the library knows, in a fixed order. */
export function operations(): Operation[];

/** The version of the library. */
export function version(): string;

/** What the text of a request is. */
export type Form =
  /** The body as it is sent: a timestamp is a number of epoch seconds. */
  | "wire"
  /** As the AWS CLI's `--cli-input-json` and boto3 take it: ISO 8601 text may stand for a timestamp. */
  | "client";

/** How to check. */
export interface CheckOptions {
  /** What the text is. `wire` unless stated, `client` for an object. */
  form?: Form | undefined;
  /** The most findings to report. 1,000 unless stated. */
  limit?: number | undefined;
}

/**
 * Checks a request against the model and the rules of its service. Text of any kind gets a report, never an exception.
 *
 * @param operation the name of the operation
 * @param text the request
 * @param options how to read it
 */
export function check(operation: OperationName, text: RequestSource, options?: CheckOptions): Report;

/** What a check found. */
export interface Report {
  /** The operation that was checked. */
  operation: string;
  /** True when no finding is an error. */
  ok: boolean;
  /** Everything found, in the order of the text. */
  findings: Finding[];
  /** True when there was more than the limit allowed. */
  truncated: boolean;
  /** The text that the ranges refer to, when an object was given. */
  text?: string;
}

/** How much a finding matters. */
export type Severity =
  /** The service refuses it, or does not do what was meant. */
  | "error"
  /** Allowed, but real reporters go wrong here. */
  | "warning"
  /** Good to know. */
  | "info";

/** How we know what a statement says. */
export type Basis =
  /** The service's published model. */
  | "model"
  /** The service's documentation. */
  | "documentation"
  /** A real answer that was quoted in public. */
  | "observation"
  /** Our best judgement; nothing public states it. */
  | "assumption";

/** One thing found in a request. */
export interface Finding {
  /** The rule's stable name, such as `missing-member`. */
  rule: string;
  /** How much it matters. */
  severity: Severity;
  /** JSON Pointer to the part at fault; to the absent member where one is missing. */
  path: string;
  /** What is wrong, in one clause. */
  message: string;
  /** What to do about it. */
  help?: string;
  /** Why the rule matters. */
  why: string;
  /** The part of the text at fault. */
  range: Range;
  /** Other places that belong to it. */
  related?: RelatedPlace[];
  /** What the service would answer with. */
  exception?: string;
  /** How we know. */
  basis: Basis;
  /** Where it is stated, where it is not in the model itself. */
  source?: string;
  /** Changes that would mend it, the best first. */
  fixes?: Fix[];
}

/** Another place that belongs to a finding. */
export interface RelatedPlace {
  /** JSON Pointer to the part. */
  path: string;
  /** Where the part is. */
  range: Range;
  /** What it has to do with the finding. */
  message: string;
}

/** A part of the text. */
export interface Range {
  /** Where it starts. */
  start: Position;
  /** Where it ends, exclusive. */
  end: Position;
}

/** A place in the text, in UTF-16 units and from 0, for bytes too. */
export interface Position {
  /** From the start of the text. */
  offset: number;
  /** The line. */
  line: number;
  /** From the start of the line. */
  character: number;
}

/** A change that would mend a finding. */
export interface Fix {
  /** What the change does. */
  title: string;
  /** How far to trust it. */
  trust: FixTrust;
  /** The edits, which belong together. */
  edits: Edit[];
}

/** How far to trust a fix. */
export type FixTrust =
  /** Apply it without looking. */
  | "safe"
  /** Look at it first. */
  | "check";

/** One replacement in the text. */
export interface Edit {
  /** Offset of the first unit that goes. */
  start: number;
  /** Offset after the last unit that goes. */
  end: number;
  /** What comes in its place. */
  text: string;
}

/** How to build a request. */
export interface BuildOptions {
  /** What the text is. `wire` unless stated, `client` for an object. */
  form?: Form | undefined;
  /** The region in the address, such as `eu-central-1`. */
  region?: string | undefined;
  /** The address to send to, instead of the service's own. */
  endpoint?: string | undefined;
  /** Writes the content hashes that are worked out from the request into it. */
  fillHashes?: boolean | undefined;
}

/** A request as it goes over the wire. */
export interface WireRequest {
  /** The HTTP method. */
  method: string;
  /** The whole address. */
  url: string;
  /** The headers, without a signature. */
  headers: { [name: string]: string };
  /** The body. */
  body: string;
}

/**
 * Writes the request that would go over the wire.
 *
 * @param operation the name of the operation
 * @param text the request, in either form
 * @param options where it goes, and what is filled in
 */
export function build(operation: OperationName, text: RequestSource, options?: BuildOptions): WireRequest;

/** What a snippet is written for. */
export type SnippetTarget =
  /** A shell command for the AWS CLI. */
  | "aws-cli"
  /** Python with boto3. */
  | "boto3"
  /** JavaScript with the official SDK, version 3. */
  | "javascript"
  /** A shell command for curl. */
  | "curl"
  | (string & {});

/**
 * The same request as code that sends it.
 *
 * @param operation the name of the operation
 * @param text the request, in either form
 * @param target what the code is written for
 * @param options as for `build`
 */
export function snippet(
  operation: OperationName,
  text: RequestSource,
  target: SnippetTarget,
  options?: BuildOptions,
): string;

/** How to hash. */
export interface HashOptions {
  /** The digest. */
  algorithm?: HashAlgorithm | undefined;
  /** How the digest is written. */
  encoding?: HashEncoding | undefined;
  /** Which text of the content is hashed. */
  form?: HashForm | undefined;
}

/** A digest. */
export type HashAlgorithm =
  /** MD5, as the agent uses it. */
  | "md5"
  /** SHA-256. */
  | "sha256";

/** How a digest is written. */
export type HashEncoding =
  /** Base64 with padding, as the agent writes it. */
  | "base64"
  /** Hexadecimal, in lower case. */
  | "hex";

/** Which text of the content is hashed. */
export type HashForm =
  /** The agent's own: its member order, its escapes, no spaces. */
  | "agent"
  /** The content as compact JSON, in the order of the request. */
  | "json"
  /** The content as Python's `json.dumps` writes it by default: the scheme of AWS's Linux patch scripts. */
  | "python";

/** The hash of one part of a request. */
export interface ContentHash {
  /** JSON Pointer to what is hashed, such as `/Items/0/Content`. */
  path: string;
  /** The hash that the request carries. */
  given?: string;
  /** The hash as worked out. */
  digest: string;
  /** Whether the two are the same, where one is given. */
  matches?: boolean;
  /** The exact text that was hashed. */
  hashed: string;
}

/**
 * The content hashes that belong to a request.
 *
 * @param operation the name of the operation
 * @param text the request
 * @param options which digest of which text; the agent's unless stated
 */
export function contentHashes(
  operation: OperationName,
  text: RequestSource,
  options?: HashOptions,
): ContentHash[];

/** A point in time: ISO 8601 text, epoch milliseconds, or a Date. */
export type Time = string | number | Date;

/** How an emulator starts. */
export interface EmulatorOptions {
  /** What the clock shows first. */
  now?: Time | undefined;
  /** What ids are derived from. Drawn at random unless stated, and kept in snapshots. */
  seed?: number | undefined;
  /** How fast an adapter's clock runs against real time. 0 unless stated: time stands still until it is advanced. */
  speed?: number | undefined;
  /** The managed nodes. Any well-formed id unless stated. */
  nodes?: "any" | string[] | undefined;
  /** Access keys and the principals that they stand for. */
  principals?: { [accessKey: string]: string } | undefined;
  /** Limits to change, by their names. */
  quotas?: { [name: string]: number } | undefined;
}

/** What an emulator is sent. */
export interface EmulatorRequest {
  /** The HTTP method. */
  method: string;
  /** The address; its host does not matter. */
  url: string | { readonly href: string };
  /** The headers: an object, a `Headers`, or any list of pairs. */
  headers?:
    | { readonly [name: string]: string | number | readonly string[] | undefined }
    | Iterable<[string, string]>;
  /** The body. */
  body?: string | Uint8Array | null | undefined;
}

/** What an emulator answers. */
export interface EmulatorResponse {
  /** The HTTP status. */
  status: number;
  /** The headers. */
  headers: { [name: string]: string };
  /** The body. */
  body: string;
  /** Milliseconds that an adapter waits before it passes the answer on. */
  delay?: number;
}

/** One answered request. */
export interface LogEntry {
  /** The request's number, from 1. */
  number: number;
  /** When it was answered, by the emulator's clock, as ISO 8601 text. */
  time: string;
  /** The operation, as far as one was recognised. */
  operation?: string;
  /** The HTTP status of the answer. */
  status: number;
  /** The exception, where the answer was one. */
  error?: string;
  /** Who sent it. */
  principal: string;
}

/** One record of the journal. Replayed in order on an emulator of the same seed, the records give the same state. */
export interface JournalRecord {
  /** The members of a record; store them as they are. */
  [member: string]: unknown;
}

/**
 * Answers requests from memory, as the service would. The same requests at the same times give the same bytes.
 * It owns memory: free it, or declare it with `using`.
 */
export class Emulator {
  /** @param options how it starts */
  constructor(options?: EmulatorOptions);

  /**
   * An emulator as it was when the snapshot was taken.
   *
   * @param text what `snapshot` gave
   */
  static restore(text: string): Emulator;

  /**
   * Answers one request from the wire.
   *
   * @param request the request
   */
  send(request: EmulatorRequest): EmulatorResponse;

  /**
   * Sends an operation and gives its output. Throws a `ServiceError` where the service would refuse.
   *
   * @param operation the name of the operation
   * @param input its input; an object is read in client form, text in wire form
   */
  call<const Name extends OperationName>(operation: Name, input: InputOf<Name>): OutputOf<Name>;

  /** What the clock shows, in epoch milliseconds. */
  readonly now: number;

  /** How fast an adapter's clock runs against real time. */
  readonly speed: number;

  /**
   * Lets time pass.
   *
   * @param duration milliseconds, or ISO 8601 text such as `PT1H`
   */
  advance(duration: number | string): void;

  /** The records since the last call. Recording begins with the first call, which gives none. */
  takeJournal(): JournalRecord[];

  /** What was answered, oldest first. */
  log(): LogEntry[];

  /** The whole state as text, for `Emulator.restore`. */
  snapshot(): string;

  /** Back to the start. */
  reset(): void;

  /** Gives the memory back. Every later call but this one throws. */
  free(): void;

  /** Frees it at the end of a `using` declaration. */
  [Symbol.dispose](): void;
}

/** A refusal by the service. Its `name` is the exception, such as `ItemContentMismatchException`. */
export class ServiceError extends Error {
  /** The HTTP status of the answer. */
  readonly status: number;
  /** The operation that was called. */
  readonly operation: string;
  /** The exception's other members, such as `TypeName`. */
  readonly members: { [name: string]: unknown };
}

/** Misuse of the library: an unknown operation or option, a wrong argument, a freed emulator. */
export interface UsageError extends Error {
  /** Always this name. */
  name: "UsageError";
  /** What went wrong, for programs. */
  code: UsageErrorCode;
}

/** The stable codes of misuse. */
export type UsageErrorCode =
  /** No operation has this name. */
  | "unknown-operation"
  /** An argument or the value of an option is not what it must be. */
  | "wrong-argument"
  /** No option has this name. */
  | "unknown-option"
  /** The text cannot be made into a request; `check` says why. */
  | "unreadable-text"
  /** The snapshot cannot be restored. */
  | "bad-snapshot"
  /** The emulator was freed. */
  | "freed"
  /** The module is not loaded yet; await `init()` first. */
  | "not-initialised"
  /** The wasm file could not be loaded. */
  | "load-failed"
  | (string & {});
