import { pino } from 'pino';
import { DEFAULT_LIMITS } from '../../../src/gateway/access/rate-limits.js';
import { createGateway } from '../../../src/gateway/create-gateway.js';
import type { GatewayContext } from '../../../src/gateway/context.js';
import { GatewayMetrics } from '../../../src/gateway/metrics.js';
import { OtpTokens } from '../../../src/gateway/access/otp-tokens.js';
import { Readiness } from '../../../src/gateway/readiness.js';
import { StartsPerCustomer } from '../../../src/gateway/access/starts-per-customer.js';
import { EndWatch } from '../../../src/gateway/status/end-watch.js';
import { StatusCache } from '../../../src/gateway/status/status-cache.js';
import { readGatewayEnvironment } from '../../../src/config/gateway.js';
import type { GatewayScene } from './gateway-scene.js';

/** Every route of a server as `GET /v1/onboardings/{id}`, without HEAD; told by the server itself. */
export async function routesOf(scene: GatewayScene): Promise<string[]> {
  const { client } = scene.onboardings;
  const environment = readGatewayEnvironment(scene.environment);
  const context: GatewayContext = {
    client,
    statuses: new StatusCache(client, () => undefined),
    ends: new EndWatch(client),
    otpTokens: new OtpTokens(environment.access.tokenKeys),
    startsPerCustomer: new StartsPerCustomer(environment.startsPerCustomer),
    metrics: new GatewayMetrics(),
    readiness: new Readiness(client),
    returnOrigins: [],
    publicUrl: () => '',
    stopping: new AbortController().signal,
  };
  const app = await createGateway({ environment, context, limits: DEFAULT_LIMITS, logger: pino({ level: 'silent' }) });
  await app.ready();
  const routes = readTree(app.printRoutes({ commonPrefix: false }));
  await app.close();
  return routes;
}

/** Reads lines such as `│   └── /:id (GET, HEAD)`, each four characters deeper than what its path begins with. */
function readTree(tree: string): string[] {
  const prefixes: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent = '', segment = '', methods = ''] = /^([│└├─ ]+)(\S+)(?: \(([A-Z, ]+)\))?$/.exec(line) ?? [];
    if (segment === '') return [];
    const depth = indent.length / 4;
    prefixes.length = depth - 1;
    const path = prefixes.join('') + segment;
    prefixes.push(segment);
    const named = methods.split(', ').filter((method) => method !== '' && method !== 'HEAD');
    return named.map((method) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`);
  });
}
