import type { Environment } from '../../config/environment.js';
import { chooseProxy, type Proxies } from '../../providers/http/choose-proxy.js';
import { HttpClient } from '../../providers/http/http-client.js';
import type { ReadFault } from '../../providers/http/fault.js';
import { ok, wrong, type CheckedPart, type Finding } from './finding.js';
import { explainUnreachable } from './unreachable.js';

const WITHIN_MS = 10_000;
/** iServeU's header secret lives for 5 minutes; a clock that is off by less is on its way there. */
const TOLERATED_SKEW_MS = 60_000;

/** A server that is called over HTTP. */
export interface Server {
  part: CheckedPart;
  url: URL;
  proxies: Proxies;
  /** The variable that says where it is. */
  variable: string;
}

/** Looks whether a provider's server answers at all, and what time it has there. */
export async function checkServer({ part, url, proxies, variable }: Server): Promise<Finding> {
  let serverTime: Date | undefined;
  const http = new HttpClient({ proxies, onServerTime: (time) => (serverTime = time) });
  try {
    const startedAtMs = Date.now();
    const result = await http.head({ url, timeoutMs: WITHIN_MS, signal: new AbortController().signal });
    if (result.kind === 'notSent' || result.kind === 'noAnswer') {
      const { found, next } = explainUnreachable(result.cause, {
        variable,
        proxyVariable: proxyVariable(url, proxies),
      });
      return wrong(part, found, next);
    }
    const over = url.protocol === 'https:' ? 'it answers over TLS' : 'it answers';
    const way = proxyVariable(url, proxies);
    const found = way === undefined ? over : `${over} through ${way}`;
    const skewMs = serverTime && skewOf(serverTime, startedAtMs, Date.now());
    if (skewMs === undefined) return ok(part, `${found}; it does not tell the time`);
    const skew = `${Math.max(1, Math.round(Math.abs(skewMs) / 1_000))} s`;
    if (Math.abs(skewMs) <= TOLERATED_SKEW_MS) return ok(part, `${found}; its clock agrees within ${skew}`);
    const direction = skewMs > 0 ? 'behind' : 'ahead of';
    const next = "set this host's clock right (NTP): iServeU refuses encrypted calls that are 5 minutes off";
    return wrong(part, `${found}, but this host's clock is ${skew} ${direction} its clock`, next);
  } finally {
    http.close();
  }
}

/** How far the server's clock is ahead, in ms; 0 where its whole seconds fit between question and answer. */
function skewOf(serverTime: Date, askedAtMs: number, answeredAtMs: number): number {
  const fromMs = serverTime.getTime();
  const toMs = fromMs + 1_000;
  if (toMs < askedAtMs) return toMs - askedAtMs;
  return fromMs > answeredAtMs ? fromMs - answeredAtMs : 0;
}

function proxyVariable(url: URL, proxies: Proxies): string | undefined {
  if (chooseProxy(url, proxies) === undefined) return undefined;
  return url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
}

/** What a call that brought no answer to go by means; `access`: the variables that may be wrong where it is refused. */
export function faultFinding({ part, url, proxies, variable }: Server, fault: ReadFault, access: string): Finding {
  switch (fault.kind) {
    case 'accessDenied':
      return wrong(part, fault.cause, access);
    case 'throttled':
      return wrong(part, `it asks for a pause (${fault.cause})`, 'try again later; agree on a rate with the provider');
    case 'contractBroken':
      return wrong(
        part,
        `its answer is outside its contract: ${fault.cause}`,
        `correct host and path: see ${variable}`,
      );
    case 'unavailable': {
      if (/^no (connection|whole answer): /.test(fault.cause)) {
        const { found, next } = explainUnreachable(fault.cause, {
          variable,
          proxyVariable: proxyVariable(url, proxies),
        });
        return wrong(part, found, next);
      }
      return wrong(part, `it has a fault (${fault.cause})`, 'try again later, and tell the provider when it stays');
    }
  }
}

/** Whether any variable of a process that calls providers is there. */
export function isSet(env: Environment, prefix: string): boolean {
  return Object.entries(env).some(([name, value]) => name.startsWith(prefix) && Boolean(value));
}
