import type { Brand } from '../../config/brand.js';
import type { Environment } from '../../config/environment.js';
import { readGatewayEnvironment } from '../../config/gateway.js';
import { HttpClient, type HttpResult } from '../../providers/http/http-client.js';
import { reachable } from './codec-server.js';
import { NOT_USABLE, usable, type Process } from './environment.js';
import { ok, skipped, wrong, type CheckedPart, type Finding } from './finding.js';
import { explainUnreachable } from './unreachable.js';

const WITHIN_MS = 10_000;

/** Asks the gateway of this host, and the one behind the public address, whether they are ready. */
export async function checkGateway(env: Environment, processes: readonly Process[]): Promise<Finding[]> {
  if (!processes.includes('gateway')) return allSkipped('no GATEWAY_* is set');
  const config = usable(() => readGatewayEnvironment(env));
  if (config === undefined) return allSkipped(NOT_USABLE);
  const { host, port, publicUrl, brand } = config;
  const local = port === 0 ? undefined : new URL(`http://${reachable(host)}:${port}`);
  const reached = await Promise.all([
    local === undefined
      ? skipped('gateway', 'with GATEWAY_PORT=0 its port is not known')
      : checkReadiness('gateway', local, 'GATEWAY_HOST and GATEWAY_PORT'),
    publicUrl === undefined
      ? skipped('public url', 'no GATEWAY_PUBLIC_URL is set: links to the OTP page open on this host alone')
      : checkReadiness('public url', publicUrl, 'GATEWAY_PUBLIC_URL'),
  ]);
  return [...reached, checkBrand(brand)];
}

function allSkipped(why: string): Finding[] {
  return [skipped('gateway', why), skipped('public url', why), skipped('brand', why)];
}

function checkBrand({ name, logo, color }: Brand): Finding {
  if (name === undefined)
    return skipped('brand', 'no GATEWAY_BRAND_NAME is set: the OTP page does not say whose it is');
  const parts = ['name', ...(logo ? ['logo'] : []), ...(color ? ['colour'] : [])];
  return ok('brand', `the OTP page shows your ${parts.join(', ')}`);
}

async function checkReadiness(part: CheckedPart, origin: URL, variable: string): Promise<Finding> {
  const http = new HttpClient();
  try {
    const signal = new AbortController().signal;
    return judge(part, await http.head({ url: new URL('/readyz', origin), timeoutMs: WITHIN_MS, signal }), variable);
  } finally {
    http.close();
  }
}

function judge(part: CheckedPart, result: HttpResult, variable: string): Finding {
  if (result.kind === 'notSent' || result.kind === 'noAnswer') {
    const { found, next } = explainUnreachable(result.cause, { variable });
    return wrong(part, found, next);
  }
  if (result.status === 200) return ok(part, 'the gateway is ready');
  if (result.status === 503) {
    return wrong(part, 'the gateway answers, and is not ready (HTTP 503)', 'see temporal above, and its log');
  }
  return wrong(
    part,
    `something else answers there (HTTP ${result.status})`,
    `set ${variable} right, and the proxy before it`,
  );
}
