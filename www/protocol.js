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
 *   readonly: boolean, snippets: string[],
 * }} Operation
 * @typedef {{ method: string, url: string, headers: Record<string, string>, body: string }} WireRequest
 * @typedef {{ status: number, headers: Record<string, string>, body: string, delay?: number }} WireResponse
 * @typedef {{ path: string, given?: string, digest: string, matches?: boolean, hashed: string }} ContentHash
 * @typedef {{ number: number, time: string, operation: string, status: number, error?: string,
 *   principal?: string }} LogEntry
 * @typedef {{ form: "wire" | "client", region?: string, endpoint?: string, fillHashes?: boolean }} BuildOptions
 *
 * What the page knows of the emulator after each call that may have changed it.
 * @typedef {{ now: string, log: LogEntry[], snapshot: string }} EmulatorView
 *
 * The methods of the worker. `start` comes first and once; each call gets exactly one reply.
 * @typedef {{
 *   start(before?: EmulatorView): { operations: Operation[], version: string, emulator: EmulatorView, lost?: string },
 *   check(operation: string, text: string, form: string): Report,
 *   build(operation: string, text: string, options: BuildOptions): WireRequest,
 *   snippet(operation: string, text: string, target: string, options: BuildOptions): string,
 *   hashes(operation: string, text: string, options: object): ContentHash[],
 *   send(operation: string, text: string, options: BuildOptions):
 *     { request: WireRequest, response: WireResponse, emulator: EmulatorView },
 *   advance(by: string | number): { emulator: EmulatorView },
 *   reset(): { emulator: EmulatorView },
 * }} Methods
 *
 * @typedef {{ id: number, method: keyof Methods, args: unknown[] }} Call
 * @typedef {{ name: string, message: string, code?: string, fatal?: boolean }} Failure
 * @typedef {{ id: number, result?: unknown, error?: Failure }} Reply
 */

export {};
