import { createHash } from 'node:crypto';
import { request, type IncomingHttpHeaders } from 'node:http';
import { pino } from 'pino';
import type { CodecServerEnvironment } from '../../src/config/codec-server.js';
import { startCodecServer } from '../../src/codec-server/start-codec-server.js';
import { KEY_A, KEY_B, NAMESPACE } from '../encryption/payloads.js';

export const READER = 'reader-token-of-the-tests';
export const WRITER = 'writer-token-of-the-tests';
export const WEB = 'https://temporal.example.com';

/** The headers of somebody with this token. */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export const sha256 = (text: string) => createHash('sha256').update(text).digest();

/** Encrypts under a, knows b, serves one Web and two tokens, one of which may not decode. */
const USUAL: CodecServerEnvironment = {
  payloadKeys: [KEY_A, KEY_B],
  namespace: NAMESPACE,
  host: '127.0.0.1',
  port: 0,
  allowedOrigins: [WEB],
  access: {
    kind: 'authenticated',
    tokens: [
      { name: 'support', sha256: sha256(READER), mayDecode: true },
      { name: 'starter', sha256: sha256(WRITER), mayDecode: false },
    ],
  },
};

export interface HttpAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  body: unknown;
}

export interface Question {
  method?: string;
  /** An object is sent as JSON. @default no payloads, by POST; nothing, by other methods */
  body?: unknown;
  headers?: Record<string, string>;
}

/** A codec server on a free port, in this process, and all that it logs. */
export class CodecServerUnderTest {
  private constructor(
    readonly port: number,
    readonly stop: () => Promise<void>,
    private readonly lines: string[],
  ) {}

  static async start(others: Partial<CodecServerEnvironment> = {}): Promise<CodecServerUnderTest> {
    const lines: string[] = [];
    const logger = pino({ base: null, timestamp: false }, { write: (line: string) => void lines.push(line) });
    const server = await startCodecServer({ ...USUAL, ...others }, logger);
    // What it says of its own start is left out.
    lines.length = 0;
    return new CodecServerUnderTest(Number(new URL(server.url).port), () => server.stop(), lines);
  }

  /** All log lines since it listens. */
  get log(): Record<string, unknown>[] {
    return this.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  }

  /** Asks with the reader's token, unless other headers are given. */
  async ask(path: string, { method = 'POST', body, headers }: Question = {}): Promise<HttpAnswer> {
    const sent = body ?? (method === 'POST' ? { payloads: [] } : '');
    const options = { port: this.port, path, method, headers: headers ?? { authorization: `Bearer ${READER}` } };
    return new Promise((resolve, reject) => {
      const call = request({ host: '127.0.0.1', ...options }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (part: string) => (text += part));
        response.on('end', () => {
          const { statusCode = 0, headers: answered } = response;
          resolve({
            status: statusCode,
            headers: answered,
            body: text === '' ? undefined : (JSON.parse(text) as unknown),
          });
        });
      });
      call.on('error', reject);
      call.end(typeof sent === 'string' || Buffer.isBuffer(sent) ? sent : JSON.stringify(sent));
    });
  }
}
