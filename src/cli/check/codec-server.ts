import type { Payload } from '@temporalio/common';
import { readCodecServerEnvironment } from '../../config/codec-server.js';
import { readPayloadKeys } from '../../config/encryption.js';
import { readEnvironment, type Environment } from '../../config/environment.js';
import { readTemporalConfig } from '../../config/temporal.js';
import { KeyRing } from '../../encryption/key-ring.js';
import { EncryptionCodec } from '../../encryption/payload-codec.js';
import { HttpClient } from '../../providers/http/http-client.js';
import { usable, type Process } from './environment.js';
import { ok, skipped, wrong, type Finding } from './finding.js';
import { explainUnreachable } from './unreachable.js';

const WITHIN_MS = 10_000;
const MADE_UP = 'made up';

/** Has the codec server decode a made-up payload. */
export async function checkCodecServer(env: Environment, processes: readonly Process[]): Promise<Finding> {
  const endpoint = endpointOf(env, processes);
  if (endpoint === undefined) return skipped('codec server', 'neither CODEC_* nor TEMPORAL_CODEC_ENDPOINT is set');
  const payloadKeys = usable(() => readEnvironment(env, readPayloadKeys));
  const namespace = usable(() => readEnvironment(env, readTemporalConfig).namespace);
  if (endpoint === 'unusable' || payloadKeys === undefined || payloadKeys === 'none' || namespace === undefined) {
    return skipped('codec server', 'without usable variables and keys nothing can be decoded: see environment');
  }
  const codec = new EncryptionCodec({ ring: new KeyRing(payloadKeys), namespace });
  const [encrypted] = await codec.encode([{ metadata: { encoding: utf8('binary/plain') }, data: utf8(MADE_UP) }]);
  const authorization = env['TEMPORAL_CODEC_AUTH'] || undefined;
  const http = new HttpClient();
  try {
    const result = await http.post({
      url: endpoint,
      headers: { 'X-Namespace': namespace, ...(authorization !== undefined && { Authorization: authorization }) },
      body: { payloads: [encrypted && toJson(encrypted)] },
      connection: 'fresh',
      timeoutMs: WITHIN_MS,
      signal: new AbortController().signal,
    });
    if (result.kind === 'notSent' || result.kind === 'noAnswer') {
      const variable = env['TEMPORAL_CODEC_ENDPOINT']
        ? 'TEMPORAL_CODEC_ENDPOINT'
        : 'CODEC_SERVER_HOST and CODEC_SERVER_PORT';
      const { found, next } = explainUnreachable(result.cause, { variable });
      return wrong('codec server', found, next);
    }
    return judge(result.status, result.kind === 'answer' ? result.body : '', authorization !== undefined);
  } finally {
    http.close();
  }
}

function judge(status: number, body: string, hasToken: boolean): Finding {
  if (status === 401 || status === 403) {
    if (hasToken)
      return wrong('codec server', `it refuses the token (HTTP ${status})`, 'set TEMPORAL_CODEC_AUTH right');
    return skipped(
      'codec server',
      'it answers, and wants a token: set TEMPORAL_CODEC_AUTH="Bearer …" to have it decode',
    );
  }
  if (status !== 200) {
    return wrong('codec server', `it answers HTTP ${status}`, 'correct its address: another server may answer there');
  }
  if (body.includes(utf8(MADE_UP).toString('base64'))) return ok('codec server', 'it decodes what the keys encrypt');
  const next = 'give it the same PAYLOAD_KEYS as the worker, in the same order';
  return wrong('codec server', 'it does not decode what the keys encrypt', next);
}

/** Where to ask it; `undefined` where none is configured. */
function endpointOf(env: Environment, processes: readonly Process[]): URL | 'unusable' | undefined {
  const given = env['TEMPORAL_CODEC_ENDPOINT'];
  if (given) return URL.canParse(given) ? new URL(`${given.replace(/\/+$/, '')}/decode`) : 'unusable';
  if (!processes.includes('codec server')) return undefined;
  const config = usable(() => readCodecServerEnvironment(env));
  if (config === undefined || config.port === 0) return 'unusable';
  return new URL(`http://${reachable(config.host)}:${config.port}/decode`);
}

/** Where a server of this host that listens at `host` is reached. */
export function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}

function toJson({ metadata, data }: Payload) {
  const entries = Object.entries(metadata ?? {}).map(([name, value]) => [name, Buffer.from(value).toString('base64')]);
  return {
    metadata: Object.fromEntries(entries) as Record<string, string>,
    data: Buffer.from(data ?? []).toString('base64'),
  };
}

function utf8(text: string): Buffer {
  return Buffer.from(text);
}
