import { connect } from 'node:net';
import type { Place } from './place.js';

export interface GatewayCall {
  as?: string;
  headers?: Record<string, string>;
  /** JSON, or a text as it is. */
  body?: unknown;
}

/** What an answer to a start holds of interest here. */
interface StartAnswer {
  onboardingId?: string;
  otpToken?: string;
  otpUrl?: string;
}

/** Talks to a gateway and keeps all that it answers: status lines, headers, bodies, events. */
export class GatewayTraffic {
  /** Where a personal value must not stand. */
  readonly places: Place[] = [];
  /** The answers whose very purpose is the record. */
  readonly records: Place[] = [];
  /** Every OTP token that was given out; none must stand anywhere else. */
  readonly tokens: string[] = [];

  constructor(readonly url: string) {}

  /** Makes a call and reads its answer to the end, be it a stream. */
  async call(method: string, path: string, { as, headers = {}, body }: GatewayCall = {}): Promise<StartAnswer> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(as !== undefined && { Authorization: `Bearer ${as}` }),
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    const name = `the gateway's answer ${this.places.length} (${method}, ${response.status})`;
    const head = JSON.stringify([response.statusText, ...response.headers]);
    const isRecord = response.status === 200 && path.includes('/result');
    if (isRecord) this.records.push({ name, content: Buffer.from(text) });
    this.places.push({ name, content: Buffer.from(isRecord ? head : `${head}\n${this.withoutToken(text)}`) });
    return asObject(text);
  }

  /** Says something that need not be HTTP, and keeps what comes back until the gateway closes the connection. */
  async say(text: string): Promise<void> {
    const { hostname, port } = new URL(this.url);
    const answer = await new Promise<Buffer>((resolve) => {
      const chunks: Buffer[] = [];
      const socket = connect(Number(port), hostname, () => socket.end(text));
      socket.on('data', (chunk: Buffer) => chunks.push(chunk));
      // A reset is an end too.
      socket.on('error', () => undefined);
      socket.on('close', () => {
        resolve(Buffer.concat(chunks));
      });
    });
    this.places.push({ name: `the gateway's answer ${this.places.length} (bare)`, content: answer });
  }

  /** The answer to a start is where a token belongs; that it stands nowhere else is searched for. */
  private withoutToken(text: string): string {
    const { otpToken } = asObject(text);
    if (otpToken === undefined) return text;
    this.tokens.push(otpToken);
    return text.replaceAll(otpToken, '');
  }
}

function asObject(text: string): StartAnswer {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}
