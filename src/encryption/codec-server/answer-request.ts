import type { IncomingMessage } from 'node:http';
import type { Logger } from 'pino';
import type { CodecServerEnvironment } from '../../config/codec-server.js';
import type { KeyRing, RingKey } from '../key-ring.js';
import { createAuthenticate } from './access.js';
import type { Caller } from './caller.js';
import { decodePayloads, encodePayloads } from './convert-payloads.js';
import { crossOriginHeaders, PREFLIGHT_HEADERS } from './cross-origin.js';
import { HttpRefusal } from './http-refusal.js';
import { readPayloads, type JsonPayload } from './json-payloads.js';
import { requireLoopbackHost } from './loopback.js';
import { readBody } from './read-body.js';
import { readRoute, type CodecRoute } from './route.js';

/** An HTTP answer, ready to be sent. */
export interface Answer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** JSON. */
  body?: string;
}

export interface AnsweringOptions {
  environment: Pick<CodecServerEnvironment, 'access' | 'allowedOrigins' | 'namespace'>;
  ring: KeyRing;
  /** The ring's first key. */
  key: RingKey;
  /** Gets one line for each decoding, before its answer is sent, and one for each refusal. */
  logger: Logger;
}

const METHODS = 'POST, OPTIONS';
/** As long as Temporal lets a namespace be; no control characters. */
const NAMESPACE = /^[^\p{Cc}]{1,1000}$/u;

/** Answers requests as Temporal's remote codecs do: https://docs.temporal.io/codec-server. */
export function createAnswerer(options: AnsweringOptions): (request: IncomingMessage) => Promise<Answer> {
  const { environment, logger } = options;
  const authenticate = createAuthenticate(environment.access);

  const answer = async (request: IncomingMessage, originHeaders: Record<string, string>): Promise<Answer> => {
    const route = readRoute(request.url ?? '');
    if (route === undefined) throw new HttpRefusal(404, 'There are /encode and /decode, also under /{namespace}.');
    const { method, headers } = request;
    if (method === 'OPTIONS' && headers.origin !== undefined) {
      return { status: 204, headers: { ...originHeaders, ...PREFLIGHT_HEADERS } };
    }
    if (method !== 'POST') throw new HttpRefusal(405, 'Use POST.', { Allow: METHODS });
    const caller = await authenticate(headers.authorization);
    if (route.operation === 'decode' && !caller.mayDecode) {
      throw new HttpRefusal(403, 'This token may encode, and not decode.');
    }
    const namespace = namespaceOf(route, headers['x-namespace'], environment.namespace);
    const payloads = readPayloads(await readBody(request));
    const converted = convert(options, { ...route, namespace, caller, payloads });
    return json(200, { payloads: converted }, originHeaders);
  };

  return async (request) => {
    let originHeaders: Record<string, string> = {};
    try {
      if (environment.access.kind === 'loopback') requireLoopbackHost(request.headers.host);
      originHeaders = crossOriginHeaders(request.headers, environment.allowedOrigins);
      return await answer(request, originHeaders);
    } catch (error) {
      const refusal = asRefusal(error, logger);
      if (refusal.status !== 500) logger.warn({ status: refusal.status, why: refusal.message }, 'request refused');
      return json(refusal.status, { error: refusal.message }, { ...originHeaders, ...refusal.headers });
    }
  };
}

interface Conversion {
  operation: CodecRoute['operation'];
  namespace: string;
  caller: Caller;
  payloads: JsonPayload[];
}

function convert({ ring, key, logger }: AnsweringOptions, conversion: Conversion): JsonPayload[] {
  const { operation, namespace, caller, payloads } = conversion;
  if (operation === 'encode') return encodePayloads(payloads, key, namespace);
  const decoded = decodePayloads(payloads, ring, namespace);
  const counts = { payloads: payloads.length, decrypted: decoded.decrypted };
  logger.info({ audit: 'decode', who: caller.name, namespace, ...counts }, 'payloads decoded');
  return decoded.payloads;
}

/** @throws HttpRefusal 400 */
function namespaceOf({ namespace }: CodecRoute, header: string | string[] | undefined, fallback: string): string {
  const given = namespace ?? (String(header ?? '') || fallback);
  if (!NAMESPACE.test(given)) throw new HttpRefusal(400, 'The namespace must be a text of 1 to 1000 characters.');
  return given;
}

/** A fault of ours tells the caller nothing; its message may hold data, so only its name is logged. */
function asRefusal(error: unknown, logger: Logger): HttpRefusal {
  if (error instanceof HttpRefusal) return error;
  logger.error({ errorName: error instanceof Error ? error.name : typeof error }, 'request failed');
  return new HttpRefusal(500, 'The codec server failed to answer; its log tells more.');
}

function json(status: number, body: unknown, headers: Readonly<Record<string, string>>): Answer {
  return { status, headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body) };
}
