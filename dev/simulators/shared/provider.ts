import type { IncomingHttpHeaders } from 'node:http';

/** A request as it came in. */
export interface Call {
  method: string;
  headers: IncomingHttpHeaders;
  /** The undecoded body. */
  body: string;
}

/** A list makes the header once for each entry, as `Set-Cookie` wants it. */
export type AnswerHeaders = Record<string, string | string[]>;

/** The provider's own answer, where it has headers beside its JSON. */
export class AnswerWithHeaders {
  constructor(
    readonly json: unknown,
    readonly headers: AnswerHeaders,
  ) {}
}

/** An answer before any fault is applied to it. */
export interface Answer {
  status: number;
  headers?: AnswerHeaders;
  text: string;
  /** The same as the provider means it, outside its envelope; for the journal. */
  json?: unknown;
}

/** A call after the gateway in front of the provider has looked at it. */
export interface OpenedCall {
  /** The decoded body; empty where it could not be decoded. */
  fields: Record<string, unknown>;
  /** Mobile number or client code. */
  subject?: string | undefined;
  epoch?: unknown;
  /** The gateway's own answer (wrong method, credentials, envelope …): the provider never sees the call. */
  refusal?: Answer;
}

/** One provider's API, apart from HTTP and faults. */
export interface SimulatedProvider {
  readonly name: string;
  operationAt(pathname: string): string | undefined;
  open(call: Call): OpenedCall;
  /** The provider's own logic; changes its state. Gives the JSON of an HTTP 200, or an {@link AnswerWithHeaders}. */
  process(operation: string, opened: OpenedCall, call: Call): unknown;
  /** Puts the text of an HTTP 200 into the envelope in use. */
  seal(text: string): string;
  /** The gateway's answer with an HTTP status and no business content. */
  bareStatus(status: number): Answer;
}

/** A JSON answer outside any envelope. */
export function plainJson(status: number, json: unknown): Answer {
  return { status, text: JSON.stringify(json), json };
}

/** A field as text; empty where it is missing or no text. */
export function textOf(fields: Readonly<Record<string, unknown>>, name: string): string {
  const value = fields[name];
  return typeof value === 'string' ? value.trim() : '';
}

/** One object out of a JSON text, or nothing. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Whether a request says that its body is JSON. */
export function isJsonRequest(headers: IncomingHttpHeaders): boolean {
  return /^application\/json\s*(;|$)/i.test(headers['content-type'] ?? '');
}
