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
  /** What its documents are. */
  kind: OperationKind;
  /** What `convert` can make of its documents. */
  convertsTo: OperationName[];
  /** Where its documents are events: the members of the answer that whoever gets one decides. Else empty. */
  decides: string[];
  /** The members of its requests that are part of the address, for the option `labels` where the text lacks them. */
  labels: string[];
  /** The targets that `snippet` can write it for. */
  snippets: SnippetTarget[];
}

/** What the documents of an operation are. */
export type OperationKind =
  /** Requests, which are sent. */
  | "request"
  /** Files, which something reads where they lie. They can be converted, and are not built or sent. */
  | "file";

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

/** A side of an operation. */
export type Side =
  /** What it takes. */
  | "input"
  /** What it answers. Minima do not hold there, and unknown members are no error: services break and extend both. */
  | "output";

/** How to check. */
export interface CheckOptions {
  /** What the text is. `wire` unless stated, `client` for an object. */
  form?: Form | undefined;
  /** Which side of the operation the text is of. `input` unless stated; `output` is for a recorded answer. */
  side?: Side | undefined;
  /** The most findings to report. 1,000 unless stated. */
  limit?: number | undefined;
  /** How a document is written that may be JSON or YAML, such as `ssm-document:Automation`. Told from its text unless stated. */
  format?: DocumentFormat | undefined;
  /**
   * Parts of the address by the names of their members, where the text does not carry them. They are checked as if they
   * stood in the text; what stands there counts, as `build` has it.
   */
  labels?: { [member: string]: string } | undefined;
}

/** How the content of a document is written. */
export type DocumentFormat =
  /** JSON. */
  | "JSON"
  /** YAML, of which JSON texts are a part. */
  | "YAML";

/**
 * Checks a request against the model and the rules of its service. Text of any kind gets a report, never an exception.
 *
 * @param operation the name of the operation
 * @param text the request
 * @param options how to read it
 */
export function check(operation: OperationName, text: RequestSource, options?: CheckOptions): Report;

/** How to check the content of a document. */
export interface DocumentOptions {
  /** The type of the document. Told from the content unless stated. */
  type?: "Automation" | "Automation.ChangeTemplate" | undefined;
  /** The most findings to report. 1,000 unless stated. */
  limit?: number | undefined;
}

/**
 * Checks the content of a document: a runbook or a change template. Places are those of the text, also where it is YAML.
 * A request that carries such a content as a text is checked in the same way by `check`.
 *
 * @param text the content
 * @param format how it is written; told from its text unless stated
 * @param options what the content does not say
 */
export function checkDocument(
  text: RequestSource,
  format?: DocumentFormat,
  options?: DocumentOptions,
): Report;

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
  /** Parts of the address by the names of their members, where the text does not carry them. */
  labels?: { [member: string]: string } | undefined;
  /**
   * Whose request it is, where nobody looks at signatures, as in the emulator: `Authorization` names this access key, and
   * has no signature. `build` alone takes it, and only the awsJson protocols have it in their requests.
   */
  accessKey?: string | undefined;
}

/** A request as it goes over the wire. */
export interface WireRequest {
  /** The HTTP method. */
  method: string;
  /** The whole address. */
  url: string;
  /** The headers, without a signature that a service would accept. Where it usually takes a token, something stands in its place. */
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

/** What a request is signed with: a token, or an access key with its secret. Neither is kept, logged or repeated in errors. */
export type SigningCredentials = TokenCredentials | KeyCredentials;

/** A token that an identity service gave. */
export interface TokenCredentials {
  /** The token. */
  token: string;
  /** How to say who sends. `token` unless stated. */
  scheme?: "token" | undefined;
}

/** An access key, and what a signature with it says. */
export interface KeyCredentials {
  /** The id of the access key. */
  accessKey: string;
  /** The secret that belongs to it. It is used and forgotten. */
  secretKey: string;
  /** The token that temporary keys come with. */
  securityToken?: string | undefined;
  /** How to sign. What the service takes that the request is for, unless stated. */
  scheme?: SignatureScheme | undefined;
  /** The region, for `sigv4`. That of the address, or the service's usual one, unless stated. */
  region?: string | undefined;
  /** The service's name in signatures, for `sigv4`. That of the service unless stated. */
  service?: string | undefined;
  /** The account, which goes into `X-Domain-Id`, for `sdk-hmac-sha256`. */
  domainId?: string | undefined;
  /** When it is signed. Now unless stated; services take a quarter of an hour to either side. */
  time?: Time | undefined;
}

/** A scheme of signatures. */
export type SignatureScheme =
  /** AWS Signature Version 4, in headers. */
  | "sigv4"
  /** SDK-HMAC-SHA256, as Huawei Cloud has it. The body has at most 12 MB. */
  | "sdk-hmac-sha256";

/** A request that is signed, ready for `fetch`. */
export interface SignedRequest<Body> {
  /** The HTTP method. */
  method: string;
  /** The whole address, as `fetch` sends it. */
  url: string;
  /** The headers, with the signature. The host is signed too; whoever sends the request sets it. */
  headers: { [name: string]: string };
  /** The body, as it was given. */
  body: Body;
}

/**
 * Signs a request, in the place of any signature or token that it has. All its headers are signed but those that browsers
 * and proxies set. Nothing is sent, and nothing of the credentials is kept.
 *
 * @param request the request, as `build` gives it; its address has to be whole
 * @param credentials what to sign with
 */
export function sign<Body extends string | Uint8Array = string>(
  request: Omit<EmulatorRequest, "body"> & { body?: Body | null | undefined },
  credentials: SigningCredentials,
): SignedRequest<Body | "">;

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
  /** Python with the official SDK of Huawei Cloud. */
  | "huawei-python"
  /** Python with the package `requests`. */
  | "python"
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

/** A shape of a model as a tree, for forms and for what a member means. */
export interface Shape {
  /** What it is. */
  kind: ShapeKind;
  /** Its name in the model. */
  name: string;
  /** What it is for. */
  doc?: string;
  /** Whether a request without it is refused; on a member of a structure. */
  required?: boolean;
  /** True where the shape stands within itself: it is described further up. */
  recursive?: boolean;
  /** Set where the tree has grown so large that this shape is not described any more. */
  cut?: boolean;
  /** What its values keep to. */
  constraints?: Constraints;
  /** The values that an enum has. */
  values?: (string | number)[];
  /** The members of a structure or union by their names, in the order of the model. */
  members?: { [name: string]: Shape };
  /** What a list holds. */
  member?: Shape;
  /** True where one element, an object, may stand for the list. */
  orOne?: boolean;
  /** The keys of a map. */
  key?: Shape;
  /** The values of a map. */
  value?: Shape;
  /** The member beside it whose value says which of `choices` it has. */
  chosenBy?: string;
  /** The shapes that it can have, by the values of that member. */
  choices?: { [value: string]: Shape };
}

/** What a shape is. */
export type ShapeKind =
  /** Named members. */
  | "structure"
  /** One of the named members. */
  | "union"
  /** Elements of one shape. */
  | "list"
  /** Entries of one shape by keys. */
  | "map"
  /** Text. */
  | "string"
  /** One of a few texts. */
  | "enum"
  /** Bytes, base64 in JSON. */
  | "blob"
  /** A whole number. */
  | "integer"
  /** One of a few whole numbers. */
  | "intEnum"
  /** A number. */
  | "float"
  /** True or false. */
  | "boolean"
  /** A point in time. */
  | "timestamp"
  /** Any JSON. */
  | "document";

/** What the values of a shape keep to. */
export interface Constraints {
  /** The least length or number: code points of a text, elements, entries. */
  min?: number;
  /** The greatest length or number. */
  max?: number;
  /** What the whole text matches. */
  pattern?: string;
}

/**
 * The shape of an operation's input or output as a tree.
 *
 * @param operation the name of the operation
 * @param side which side; `input` unless stated
 */
export function describe(operation: OperationName, side?: Side): Shape;

/** How much a sample holds. */
export type SampleSize =
  /** What has to be there. */
  | "minimal"
  /** All that can stand together. */
  | "full";

/**
 * A sound, realistic request in wire form.
 *
 * @param operation the name of the operation
 * @param size how much it holds; `minimal` unless stated
 */
export function sample(operation: OperationName, size?: SampleSize): string;

/** How to complete. */
export interface CompleteOptions {
  /** What the text is. `wire` unless stated. */
  form?: Form | undefined;
}

/** Something that can stand at a place. */
export interface Completion {
  /** What a list of them shows. */
  label: string;
  /** What it is. */
  kind: CompletionKind;
  /** What to write, quotes and commas included. */
  insert: string;
  /** What it takes the place of. */
  range: Range;
  /** What it means. */
  doc?: string;
}

/** What a completion is. */
export type CompletionKind =
  /** A member of a structure. */
  | "member"
  /** A key of a map. */
  | "key"
  /** A value. */
  | "value";

/**
 * What can stand at a place of a text, however broken the text is.
 *
 * @param operation the name of the operation
 * @param text the request as far as it is written
 * @param offset where, in UTF-16 units from the start
 * @param options how to read it
 */
export function complete(
  operation: OperationName,
  text: string,
  offset: number,
  options?: CompleteOptions,
): Completion[];

/** What one part of an error says. */
export interface Explanation {
  /** The exception, such as `ValidationException`; `ParamValidationError` where the client refused the request. */
  exception: string;
  /** The operation, where the text names one or leaves no other. */
  operation?: string;
  /**
   * JSON Pointer to the member at fault, in the model's spelling. Where the text does not say which entry of a map it
   * is, or which item of a list, the map or the list.
   */
  path?: string;
  /** The rule that `check` finds it with before it is sent. */
  rule?: string;
  /** What it says, in one clause. */
  message: string;
  /** What to do. */
  help: string;
  /** How we know what it means. */
  basis: Basis;
  /** Where that is stated, unless the model does. */
  source?: string;
}

/**
 * Explains an error as services and clients write it: a JSON error body, a whole HTTP answer, or what boto3, the AWS
 * CLI or another SDK printed, a traceback around it included. A message that joins several faults gives one
 * explanation for each. Empty where nothing is recognised; never an exception for what the text says.
 *
 * @param text what was shown
 */
export function explain(text: string | Uint8Array): Explanation[];

/** What a model brought. */
export interface LoadedModel {
  /** The service's id, which stands before the operations' names. */
  service: string;
  /** The operations that can be used, as the functions take them. */
  operations: string[];
  /** What the engine cannot express. */
  refused: RefusedShape[];
}

/** A shape that was refused. */
export interface RefusedShape {
  /** Its name in the model. */
  shape: string;
  /** Why, and what that means. */
  reason: string;
}

/**
 * Loads a further service: a Smithy 2.0 JSON AST, as AWS publishes one for each of its services, of the protocols
 * awsJson and restJson. `check`, `complete`, `describe`, `sample` and `build` then know its operations.
 *
 * @param json the model
 */
export function loadModel(json: string | Uint8Array | object): LoadedModel;

/** A document with the name that it has as a file. */
export interface NamedDocument {
  /** The file's name, where it has one. */
  name?: string | undefined;
  /** What it says: JSON text, the same as bytes, or a plain object. */
  text: RequestSource;
}

/** What a conversion gives. */
export interface Conversion {
  /** The documents. */
  documents: ConvertedDocument[];
  /** What does not come over, in silence elsewhere. */
  lost: LostPart[];
}

/** A document that was made. */
export interface ConvertedDocument {
  /** The name that it should have as a file, where it is one. */
  name?: string;
  /** What it says. */
  text: string;
}

/** Something that does not come over. */
export interface LostPart {
  /** Which of the documents it stands in, from 0. */
  document: number;
  /** The name of that document, where it has one. */
  name?: string;
  /** JSON Pointer to it; empty for a whole document. */
  path: string;
  /** Where it stands in its document. */
  range?: Range;
  /** The rule that tells of it, where one does. */
  rule?: string;
  /** What happens to it. */
  message: string;
  /** What to do. */
  help: string;
}

/** What a conversion cannot take from the documents. What it needs and does not get, it says. */
export interface ConvertOptions {
  /** The node that the result is about. */
  instanceId?: string | undefined;
  /** When the content was gathered, such as `2025-03-12T06:00:00Z`. */
  captureTime?: string | undefined;
  /** The members of a result that whoever gets an event decides, as `fromEvent` takes them. */
  given?: object | undefined;
  /** Whether numbers that may also stand in quotes are written so. False unless stated. */
  numbersAsText?: boolean | undefined;
}

/**
 * Makes the documents of one operation out of those of another, such as a PutInventory request out of custom
 * inventory files, and says what is lost on the way.
 *
 * @param from what the documents are, such as `ssm-agent:CustomInventoryFile`
 * @param to what to make of them, such as `ssm:PutInventory`
 * @param documents one or several, each a document or one with its file name; files are read in the order of their names
 * @param options what the documents do not say
 */
export function convert(
  from: OperationName,
  to: OperationName,
  documents: RequestSource | NamedDocument | (RequestSource | NamedDocument)[],
  options?: ConvertOptions,
): Conversion;

/** How the answer to an event is written. */
export interface EventOptions {
  /** Whether numbers that may also stand in quotes are written so, as typed clients send them. False unless stated. */
  numbersAsText?: boolean | undefined;
}

/** The body of a request of one operation: its input without what goes elsewhere. */
export type BodyOf<Name> = Name extends keyof Operations
  ? Operations[Name] extends { body: infer Body }
    ? Body
    : Operations[Name]["input"]
  : { [member: string]: unknown };

/**
 * The body of the request that answers an event, member by member as the service documents it: what is null in the event
 * is null in it. An event that breaks its model is refused, and so is a decision that is missing or cannot be.
 *
 * @param event what a function was called with: JSON text, the same as bytes, or a plain object
 * @param decided what the function found, such as `{ compliance_state: "NonCompliant" }`
 * @param options how it is written
 */
export function fromEvent<Request extends OperationName = "huawei-config:UpdatePolicyState">(
  event: RequestSource,
  decided: Partial<BodyOf<Request>>,
  options?: EventOptions,
): BodyOf<Request>;

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
  /** The managed nodes, as ids or with what is known of each. Any well-formed id unless stated. */
  nodes?: "any" | (string | ManagedNode)[] | undefined;
  /** Access keys and the principals that they stand for. */
  principals?: { [accessKey: string]: string } | undefined;
  /**
   * Secret keys by access key, or what belongs to each. With them signatures are verified, by the emulator's clock, and an
   * answer says which part differs; without, only who signs is read. Snapshots and journals have none: give them again.
   */
  keys?: AccessKeys | undefined;
  /** The tokens that are taken, and the principals that they stand for; any token unless stated. Kept nowhere, as `keys`. */
  tokens?: { readonly [token: string]: string } | undefined;
  /** Limits to change, by their names. */
  quotas?: Quotas | undefined;
  /**
   * Who belongs to which group of approvers: names or ARNs of principals by the group's name. To a group that is not named
   * here anybody belongs.
   */
  groups?: { readonly [group: string]: readonly string[] } | undefined;
  /** The resources of each resource group, by its name: what an execution over that group runs over. None unless stated. */
  resourceGroups?: { readonly [group: string]: readonly string[] } | undefined;
  /**
   * What belongs to each organizational unit: accounts and units below it, by the unit's id. One that is not named here counts
   * as one account.
   */
  organizationalUnits?: { readonly [unit: string]: readonly string[] } | undefined;
  /** What holds approved changes back. */
  changeFreeze?: ChangeFreeze | undefined;
  /** What there is in accounts, as rules of Config see it. Nothing unless stated. */
  resources?: readonly Resource[] | undefined;
  /**
   * Which `evaluation_hash` a result is taken with: one that was handed out for its rule and time, or any. `issued` unless
   * stated.
   */
  evaluationHash?: "issued" | "any" | undefined;
}

/** A resource, in the form that events of Config carry. What is not said is null there. */
export interface Resource {
  /** Its id. */
  id: string;
  /** Its name. */
  name?: string | null | undefined;
  /** The cloud service, such as `ecs`. */
  provider?: string | null | undefined;
  /** The type, such as `cloudservers`. */
  type?: string | null | undefined;
  /** Its tags. */
  tags?: { readonly [key: string]: string } | null | undefined;
  /** When it was made. */
  created?: string | null | undefined;
  /** When it was changed. */
  updated?: string | null | undefined;
  /** What else is known of it. */
  properties?: { readonly [name: string]: unknown } | null | undefined;
  /** Its enterprise project. */
  ep_id?: string | null | undefined;
  /** Its project. */
  project_id?: string | null | undefined;
  /** Its region. */
  region_id?: string | null | undefined;
  /** The state of its making. */
  provisioning_state?: string | null | undefined;
  /** The account that it is in; it is in every account unless stated. */
  domain_id?: string | null | undefined;
}

/** A change of the world outside: a resource that comes, changes or goes. */
export interface OutsideChange {
  /** The resource as it is from now on; of one that goes, `id` and `domain_id`. */
  resource: Resource;
  /** Whether it goes. */
  gone?: boolean | undefined;
}

/** Secret keys by access key. */
export interface AccessKeys {
  /** A secret key, or one with the token that temporary keys come with. */
  readonly [accessKey: string]: string | { readonly secretKey: string; readonly securityToken?: string };
}

/** What an emulator that is restored believes requests by, since its snapshot does not say. */
export interface RestoreOptions {
  /** Secret keys by access key. */
  keys?: AccessKeys | undefined;
  /** The tokens that are taken, and the principals that they stand for. */
  tokens?: { readonly [token: string]: string } | undefined;
}

/** What Change Manager is set to and no operation shows: which calendars hold changes back, and who lets them pass. */
export interface ChangeFreeze {
  /** The names of calendars. Every calendar of the account unless stated. */
  calendars?: readonly string[] | undefined;
  /** People and groups, by names or ARNs. Anybody unless stated. */
  approvers?: readonly string[] | undefined;
}

/** A managed node and what is known of it. What is not said is left out of answers. */
export interface ManagedNode {
  /** Its id. */
  id: string;
  /** The state of its machine, `Running` unless stated. In the last two no report is taken. */
  state?: "Pending" | "Running" | "Stopping" | "Stopped" | "ShuttingDown" | "Terminated" | undefined;
  /** Whether it answers; told from the state unless stated. */
  pingStatus?: "Online" | "ConnectionLost" | "Inactive" | undefined;
  /** The version of the agent. */
  agentVersion?: string | undefined;
  /** The kind of its platform. */
  platformType?: "Windows" | "Linux" | "MacOS" | undefined;
  /** The name of its platform. */
  platformName?: string | undefined;
  /** The version of its platform. */
  platformVersion?: string | undefined;
  /** The activation that it was registered with. */
  activationId?: string | undefined;
  /** The role of its agent. */
  iamRole?: string | undefined;
  /** Its name. */
  name?: string | undefined;
  /** Its address. */
  ipAddress?: string | undefined;
  /** The name of the computer. */
  computerName?: string | undefined;
  /** The status of its associations. */
  associationStatus?: string | undefined;
  /** The id at its source. */
  sourceId?: string | undefined;
  /** The kind of its source. */
  sourceType?:
    | "AWS::EC2::Instance"
    | "AWS::IoT::Thing"
    | "AWS::SSM::ManagedInstance"
    | "Microsoft.Compute/virtualMachines"
    | "compute.googleapis.com/Instance"
    | undefined;
  /** Its tags. */
  tags?: { [key: string]: string } | undefined;
}

/** Limits of the emulated services. Sizes are in bytes. */
export interface Quotas {
  /** The content of one inventory item. 1,048,576 unless stated. */
  itemBytes?: number | undefined;
  /** The contents of one PutInventory. 1,048,576 unless stated. */
  callBytes?: number | undefined;
  /** The contents that a node puts on one day. 5,120,000 unless stated. */
  dayBytes?: number | undefined;
  /** The items of one PutInventory. 30 unless stated; the model takes no more. */
  inventoryItems?: number | undefined;
  /** Custom inventory types of the account. 20 unless stated. */
  customTypes?: number | undefined;
  /** The definition of a custom inventory type. 204,800 unless stated. */
  customTypeBytes?: number | undefined;
  /** The attributes of a custom inventory type. 50 unless stated. */
  customTypeAttributes?: number | undefined;
  /** The items of one PutComplianceItems. 10,000 unless stated; the model takes no more. */
  complianceItems?: number | undefined;
  /** The items of one PutComplianceItems in bytes. 819,200 unless stated. */
  complianceBytes?: number | undefined;
  /** Custom compliance types of a node. 10 unless stated. */
  complianceTypes?: number | undefined;
  /** Days for which a report is kept after its last update. 30 unless stated. */
  retentionDays?: number | undefined;
  /** Executions of runbooks that run at the same time. 100 unless stated. */
  automations?: number | undefined;
  /** Executions that wait for a place. 5,000 unless stated. */
  automationQueue?: number | undefined;
  /** Executions over targets that run at the same time. 25 unless stated. */
  rateAutomations?: number | undefined;
  /** Executions over targets that wait for a place. 1,000 unless stated. */
  rateAutomationQueue?: number | undefined;
  /** The bytes of a document's content. 65,536 unless stated. */
  documentBytes?: number | undefined;
  /** Documents of the account. 500 unless stated. */
  documents?: number | undefined;
  /** Versions of a document. 1,000 unless stated. */
  documentVersions?: number | undefined;
  /** Rules of an account of Config. 500 unless stated. */
  policyAssignments?: number | undefined;
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

/** A fault to ask for. It has an `exception`, or a `status` of its `operation`, a `latency`, or both. */
export interface Fault {
  /** The operation that it strikes. Any that can answer so, where none is named. */
  operation?: OperationName | undefined;
  /**
   * The exception, one that the operation can answer with, such as `ThrottlingException`; with a `status` any name will
   * do. A fault without an exception delays alone.
   */
  exception?: string | undefined;
  /**
   * The HTTP status, 400 to 599, where it is to be another than the exception's own. Without an exception, the first with
   * this status that the operation can answer with.
   */
  status?: number | undefined;
  /** What the exception says. Unless stated, what the service is known to say. */
  message?: string | undefined;
  /** The exception's further members, such as `TypeName`. */
  members?: { readonly [name: string]: string } | undefined;
  /** How many requests it strikes. All unless stated. */
  times?: number | undefined;
  /** How likely it strikes a request, from 0 to 1. Surely unless stated. The seed decides, so a run can be repeated. */
  probability?: number | undefined;
  /** How long the answer is held back: milliseconds or ISO 8601 text, at most an hour. */
  latency?: number | string | undefined;
}

/** A fault that was asked for. */
export interface ListedFault extends Fault {
  /** Its number; the log names it. */
  id: number;
  /** How long the answer is held back, in milliseconds. */
  latency?: number;
  /** How many requests it struck. */
  used: number;
}

/**
 * How steps of runbooks with an effect on the world outside end. Of several entries about a step the last counts; what no
 * entry is about succeeds after one second without outputs. A step that runs another runbook ends as that does; an entry
 * with its name counts where there is no such runbook.
 */
export interface StepEntry {
  /** The runbook's name. Any unless stated. */
  document?: string | undefined;
  /** The step's name. Any unless stated. */
  step?: string | undefined;
  /** The attempt, from 1. Each unless stated. */
  attempt?: number | undefined;
  /** How the step ends. */
  status: "Success" | "Failed" | "TimedOut" | "Cancelled";
  /** What it puts out, as GetAutomationExecution shows it: each output is a list of strings. */
  outputs?: { readonly [name: string]: readonly string[] } | undefined;
  /** Why it fails. */
  failureMessage?: string | undefined;
  /** At which stage it fails. `Invocation` unless stated; only then is it tried again. */
  failureStage?: "InputValidation" | "PreVerification" | "Invocation" | "PostVerification" | undefined;
  /** The type of its failure. That of its action unless stated. */
  failureType?: "Action" | "Permission" | "Throttling" | "Verification" | "Internal" | undefined;
  /**
   * How long it takes: milliseconds or ISO 8601 text. One second unless stated; a step that times out takes as long as its
   * runbook lets it.
   */
  duration?: number | string | undefined;
}

/**
 * What a rule of Config finds whose policy comes with the service. Of several entries about a rule and a resource the last
 * counts; what no entry is about is Compliant.
 */
export interface PolicyEntry {
  /** The rule's name or id. Any unless stated. */
  rule?: string | undefined;
  /** The name or id of the rule's policy. Any unless stated. */
  policy?: string | undefined;
  /** The resource's name or id. Any unless stated. */
  resource?: string | undefined;
  /** What is found. */
  complianceState: "Compliant" | "NonCompliant";
}

/** How work on the world outside ends. */
export type ScriptEntry = StepEntry | PolicyEntry;

/** An entry about steps, as it is listed. */
export interface ListedStepEntry extends StepEntry {
  /** How long it takes, in milliseconds. */
  duration?: number;
}

/** An entry of the script, as it is listed. */
export type ListedScriptEntry = ListedStepEntry | PolicyEntry;

/** What waits for people, or for a function of theirs. */
export type Awaited = AwaitedExecution | AwaitedResult;

/** A result that a function is to report. */
export interface AwaitedResult {
  /** It is no execution. */
  executionId?: undefined;
  /** No signal moves it on. */
  signals?: undefined;
  /** What it is called on a page: the rule and the resource. */
  title: string;
  /** The rule's state. */
  status: string;
  /** Requests that report it: each with the words of a button, the operation's id, and the input. */
  requests: { title: string; operation: string; input: { [member: string]: unknown } }[];
  /** The rule's id. */
  policyAssignmentId: string;
  /** The rule's name. */
  policyAssignmentName: string;
  /** The account. */
  domainId: string;
  /** The resource. */
  resourceId: string;
  /** Since when, as ISO 8601 text: `evaluation_time` of the event. */
  since: string;
  /** Until when it waits, as ISO 8601 text. */
  until: string;
}

/** An execution that waits for people. */
export interface AwaitedExecution {
  /** What it is called on a page: the runbook's name. */
  title: string;
  /** The execution's id. */
  executionId: string;
  /** The runbook's name. */
  document: string;
  /** The execution's status. */
  status: string;
  /** Since when, as ISO 8601 text. */
  since: string;
  /** The signals that move it on. */
  signals?: string[];
  /** The step that waits; none where an interactive execution waits for its next one. */
  step?: string;
  /** The id of that step's run. */
  stepExecutionId?: string;
  /** Requests that move it on: each with the words of a button, the operation's id, and the input. */
  requests: { title: string; operation: string; input: { [member: string]: unknown } }[];
  /** The steps that may be started. */
  next?: string[];
  /** Until when it waits, as ISO 8601 text, where there is an end to it. */
  until?: string;
  /** Who may approve. */
  approvers?: string[];
  /** How many have to, those of all lines together. */
  needed?: number;
  /** How many have. */
  approvals?: number;
  /** Who may approve a level of a change request, and how many of each line have to. */
  lines?: ApproverLine[];
  /** The level of a change request that waits, from 1. */
  level?: number;
  /** How many levels there are. */
  levels?: number;
  /** The calendars that hold a change request back. */
  calendars?: string[];
  /** The name of the change request. */
  changeRequest?: string;
  /** The id of the OpsItem that stands for the change request. */
  opsItemId?: string;
  /** When the runbook of the change request is to start, as ISO 8601 text. */
  scheduledTime?: string;
  /** When it is to be over. */
  scheduledEndTime?: string;
  /** What those who decide on the change request are told. */
  details?: string;
}

/** A line of a level of approval. */
export interface ApproverLine {
  /** Names or ARNs; several where a parameter of the template gives the line several. */
  approvers: string[];
  /** `IamUser`, `IamGroup`, `IamRole`, `SSOUser` or `SSOGroup`. */
  type: string;
  /** How many of this line have to approve, whichever of its names they have. */
  needed: number;
}

/** What somebody decided on a change request. */
export interface Decision {
  /** When, as ISO 8601 text. */
  time: string;
  /** Who. */
  by: string;
  /** What. */
  decision: "Approved" | "Rejected";
  /** What was said. */
  comment?: string;
}

/** A change request beside its execution. */
export interface ChangeRequest {
  /** Its name. */
  changeRequest?: string;
  /** The id of the OpsItem that stands for it. */
  opsItemId?: string;
  /** When its runbook is to start, as ISO 8601 text. */
  scheduledTime?: string;
  /** When it is to be over. */
  scheduledEndTime?: string;
  /** What those who decide are told. */
  details?: string;
  /** Whether closed calendars do not hold it back. */
  isEmergency: boolean;
  /** Whether nobody reviews it. */
  isAutoApproved: boolean;
  /** The calendars that hold it back. */
  calendars?: string[];
  /** Who decided whether it may pass them. */
  override?: Decision[];
  /** Its levels of approval, in order. */
  levels: {
    /** The step of the template. */
    step: string;
    /** The step's status. */
    status: string;
    /** How many people have to approve: as many as the level or its lines together ask for, whichever is more. */
    needed: number;
    /** Who may. */
    lines: ApproverLine[];
    /** Who decided what. */
    decisions: Decision[];
    /** Until when it waits, as ISO 8601 text. */
    until?: string;
  }[];
}

/** Something that happened to an execution. */
export interface TimelineEvent {
  /** When, as ISO 8601 text. */
  time: string;
  /** The status that the execution or the step got. */
  status?: string;
  /** What happened else: a signal, a stop, `Retry`. */
  what?: string;
  /** The step that it is about; the execution itself where there is none. */
  step?: string;
  /** The step's action. */
  action?: string;
  /** The id of the step's run. */
  stepExecutionId?: string;
  /** The iteration of the loop that the step is in. */
  iteration?: string;
  /** Who did it. */
  by?: string;
  /** What was said: a comment, the failure of an attempt. */
  note?: string;
}

/** How far something went: its status, and its time. */
export interface Course {
  /** The status. */
  status: string;
  /** Whether it ended well; absent while it has not ended. */
  isGood?: boolean;
  /** Since when, as ISO 8601 text; absent where it has not begun. */
  started?: string;
  /** Until when; absent while it goes on. */
  ended?: string;
}

/** A run of a step. */
export interface TimelineStep extends Course {
  /** The step's name. */
  step: string;
  /** The step's action. */
  action: string;
  /** The id of the run. */
  stepExecutionId: string;
  /** The iteration of the loop that it is in. */
  iteration?: string;
}

/** What has a timeline. */
export interface TimelineHead extends Course {
  /** The execution's id. */
  executionId: string;
  /** The runbook's name. */
  document: string;
  /** The execution that started it. */
  parent?: string;
}

/** How an execution went. */
export interface Timeline extends TimelineHead {
  /** The runs of its steps: one for each step of the runbook, in its order, and those that came of going round. */
  steps: TimelineStep[];
  /** What happened, oldest first. */
  events: TimelineEvent[];
  /** The executions that its steps started. */
  children: { executionId: string; step: string; stepExecutionId: string }[];
  /** What it is beside, where it is a change request. */
  change?: ChangeRequest;
}

/** Something that a service would have sent out, or done later without an answer. */
export interface EmulatorEvent {
  /** The event's number, from 1. */
  id: number;
  /** When, by the emulator's clock, as ISO 8601 text. */
  time: string;
  /** The service's id. */
  service: string;
  /** What kind of event it is. */
  kind: string;
  /** What it says. */
  detail: { [member: string]: unknown };
}

/** Where a list begins. */
export interface ListOptions {
  /** Only what comes behind this number. */
  after?: number | undefined;
}

/** One answered request. */
export interface LogEntry {
  /** The request's number, from 1. */
  number: number;
  /** When it was answered, by the emulator's clock, as ISO 8601 text. */
  time: string;
  /** The operation, as far as one was recognised. */
  operation?: string;
  /** The id of the service, where one was recognised but none of its operations. */
  service?: string;
  /** The HTTP status of the answer. */
  status: number;
  /** The exception, where the answer was one. */
  error?: string;
  /** Why it was not believed who sent it, where it was not. */
  denied?: string;
  /** Who sent it, or says so. */
  principal: string;
  /** The numbers of the faults that struck it. */
  faults?: number[];
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
   * @param options what it does not hold
   */
  static restore(text: string, options?: RestoreOptions): Emulator;

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
  speed: number;

  /**
   * Lets time pass. What is due on the way happens at its own moment.
   *
   * @param duration milliseconds, or ISO 8601 text such as `PT1H`
   */
  advance(duration: number | string): void;

  /**
   * Lets time pass until a time. Time never goes back: an earlier time is refused.
   *
   * @param time what the clock shows then
   */
  advanceTo(time: Time): void;

  /**
   * Lets time pass until nothing goes on by itself and only people are awaited. It fires no deadline of theirs, and goes
   * on for a year at most.
   *
   * @returns how many milliseconds that took
   */
  settle(): number;

  /**
   * Asks for faults, after those that are there. Of several that strike a request, delays add up, and the first exception
   * is the answer; the state stays as it is.
   *
   * @param faults the faults
   * @returns the whole list
   */
  fault(faults: readonly Fault[]): ListedFault[];

  /** The faults that were asked for, those that are used up among them. */
  faults(): ListedFault[];

  /** Takes all faults away. */
  clearFaults(): void;

  /**
   * Says how work on the world outside ends, after what was said before: steps of runbooks, policies of rules.
   *
   * @param entries the entries
   * @returns the whole list
   */
  script(entries: readonly ScriptEntry[]): ListedScriptEntry[];

  /** How work on the world outside ends. */
  scripts(): ListedScriptEntry[];

  /** Takes the whole script away. */
  clearScript(): void;

  /**
   * Lets the world outside change, as services see it, and whatever is due at once because of it happen.
   *
   * @param changes the changes, in order: all of them or, where one makes no sense, none
   */
  change(changes: readonly OutsideChange[]): void;

  /** What waits for people, or for functions of theirs, oldest first. */
  waiting(): Awaited[];

  /**
   * The executions that have a timeline, the newest first.
   *
   * @param options how many at most; 100 unless stated
   */
  timelines(options?: { limit?: number | undefined }): TimelineHead[];

  /**
   * How an execution went.
   *
   * @param executionId its id
   */
  timeline(executionId: string): Timeline;

  /**
   * What the services would have sent out, oldest first: the last 1,000.
   *
   * @param options where to begin
   */
  events(options?: ListOptions): EmulatorEvent[];

  /** Forgets the events. Later ones go on with the numbers. */
  clearEvents(): void;

  /** The records since the last call. Recording begins with the first call, which gives none. */
  takeJournal(): JournalRecord[];

  /**
   * Does again what a record of the journal tells.
   *
   * @param record a record, in the order of the journal
   * @returns the answer, where the record is of a request
   */
  replay(record: JournalRecord): EmulatorResponse | undefined;

  /**
   * What was answered, oldest first: the last 1,000.
   *
   * @param options where to begin
   */
  log(options?: ListOptions): LogEntry[];

  /** Forgets what was answered. Later requests go on with the numbers. */
  clearLog(): void;

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
  /** The record of a journal cannot be replayed. */
  | "bad-record"
  /** The emulator was freed. */
  | "freed"
  /** The module is not loaded yet; await `init()` first. */
  | "not-initialised"
  /** The wasm file could not be loaded. */
  | "load-failed"
  | (string & {});
