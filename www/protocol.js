// The messages between the page and its worker. Types only: the one place that says what crosses.

/**
 * @typedef {{ offset: number, line: number, character: number }} Position
 * @typedef {{ start: Position, end: Position }} Range
 * @typedef {{ start: number, end: number, text: string }} Edit
 * @typedef {{ title: string, trust: "safe" | "check", edits: Edit[] }} Fix
 * @typedef {{
 *   rule: string, severity: "error" | "warning" | "info", path: string, message: string, help?: string,
 *   range: Range, related?: { path: string, range: Range, message: string }[], exception?: string,
 *   why: string, basis: string, source?: string, fixes?: Fix[],
 * }} Finding
 * @typedef {{ operation: string, ok: boolean, findings: Finding[], truncated: boolean }} Report
 * @typedef {{
 *   id: string, service: string, serviceTitle: string, name: string, emulated: boolean, hashed: boolean,
 *   readonly: boolean, kind: "request" | "file", convertsTo: string[], decides: string[], labels: string[],
 *   snippets: string[],
 * }} Operation
 * @typedef {{ method: string, url: string, headers: Record<string, string>, body: string }} WireRequest
 * @typedef {{ status: number, headers: Record<string, string>, body: string, delay?: number }} WireResponse
 * @typedef {{ path: string, given?: string, digest: string, matches?: boolean, hashed: string }} ContentHash
 * @typedef {{ number: number, time: string, operation?: string, status: number, error?: string,
 *   principal?: string }} LogEntry
 * @typedef {{ form: "wire" | "client", region?: string, endpoint?: string, fillHashes?: boolean,
 *   labels?: Record<string, string>, accessKey?: string }} BuildOptions
 * @typedef {{ label: string, kind: string, insert: string, range: Range, doc?: string }} Completion
 * @typedef {{
 *   kind: string, name: string, doc?: string, required?: boolean, recursive?: boolean,
 *   constraints?: { min?: number, max?: number, pattern?: string }, values?: (string | number)[],
 *   members?: Record<string, Shape>, member?: Shape, orOne?: boolean, key?: Shape, value?: Shape,
 * }} Shape
 * @typedef {{ exception: string, operation?: string, path?: string, rule?: string, message: string, help: string,
 *   basis: string, source?: string }} Explanation
 * @typedef {{ service: string, operations: string[], refused: { shape: string, reason: string }[] }} LoadedModel
 * @typedef {{
 *   documents: { name?: string, text: string }[],
 *   lost: { document: number, name?: string, path: string, range?: Range, rule?: string, message: string,
 *     help: string }[],
 * }} Conversion
 *
 * What waits for people, and what goes on from there.
 * @typedef {{
 *   title: string, executionId?: string, status: string, since: string, until?: string, step?: string,
 *   approvers?: string[], needed?: number, approvals?: number,
 *   requests: { title: string, operation: string, input: object }[],
 * }} Awaited
 * @typedef {{ status: string, isGood?: boolean, started?: string, ended?: string }} Course
 * @typedef {Course & { executionId: string, document: string, parent?: string }} TimelineHead
 * @typedef {TimelineHead & {
 *   steps: (Course & { step: string, action: string, stepExecutionId: string, iteration?: string })[],
 *   events: { time: string, status?: string, what?: string, step?: string, iteration?: string, by?: string,
 *     note?: string }[],
 *   children: { executionId: string, step: string, stepExecutionId: string }[],
 * }} Timeline
 *
 * What the page knows of the emulator after each call that may have changed it.
 * @typedef {{ now: string, log: LogEntry[], waiting: Awaited[], timelines: TimelineHead[],
 *   snapshot: string }} EmulatorView
 *
 * The methods of the worker. `start` comes first and once; each call gets exactly one reply.
 * @typedef {{
 *   start(before: EmulatorView | undefined, models: string[]):
 *     { operations: Operation[], version: string, emulator: EmulatorView, lost?: string },
 *   check(operation: string, text: string, form: string): Report,
 *   complete(operation: string, text: string, offset: number, form: "wire" | "client"): Completion[],
 *   describe(operation: string, side: "input" | "output"): Shape,
 *   sample(operation: string, size: "minimal" | "full"): string,
 *   explain(text: string): Explanation[],
 *   convert(from: string, to: string, documents: { name?: string, text: string | Uint8Array }[],
 *     options: object): Conversion,
 *   loadModel(text: string): { loaded: LoadedModel, operations: Operation[] },
 *   build(operation: string, text: string, options: BuildOptions): WireRequest,
 *   request(operation: string, text: string, options: BuildOptions): WireRequest,
 *   sign(request: WireRequest, credentials: Record<string, string>): WireRequest,
 *   snippet(operation: string, text: string, target: string, options: BuildOptions): string,
 *   hashes(operation: string, text: string, options: object): ContentHash[],
 *   send(operation: string, text: string, options: BuildOptions, credentials: Record<string, string> | null):
 *     { request: WireRequest, response: WireResponse, emulator: EmulatorView },
 *   timeline(id: string): Timeline,
 *   advance(by: string | number): { emulator: EmulatorView },
 *   reset(): { emulator: EmulatorView },
 * }} Methods
 *
 * @typedef {{ id: number, method: keyof Methods, args: unknown[] }} Call
 * @typedef {{ name: string, message: string, code?: string, fatal?: boolean }} Failure
 * @typedef {{ id: number, result?: unknown, error?: Failure }} Reply
 */

export {};
