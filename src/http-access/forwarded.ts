import { isIP } from 'node:net';
import type { FastifyInstance } from 'fastify';

/**
 * Reads callers' addresses from `X-Forwarded-For` without the port that some proxies add (`192.0.2.1:5678`,
 * `[2001:db8::1]:80`): with its port each connection would count as another address. An entry that is no address is
 * dropped. The header of a peer that `trustProxy` does not name is ignored, with one warning for the process.
 */
export function readForwardedAddresses(app: FastifyInstance, trustedProxiesVariable: string): void {
  let hasWarned = false;
  app.addHook('onRequest', (request, _reply, done) => {
    const { headers } = request.raw;
    const addresses = addressesIn(String(headers['x-forwarded-for'] ?? ''));
    delete headers['x-forwarded-for'];
    if (addresses.length > 0) headers['x-forwarded-for'] = addresses.join(', ');
    // The first address is the peer's own; more are there where the peer is trusted.
    const isIgnored = addresses.length > 0 && (request.ips ?? []).length < 2;
    if (isIgnored && !hasWarned) {
      hasWarned = true;
      app.log.warn(
        `X-Forwarded-For is ignored, since it comes from a peer that ${trustedProxiesVariable} does not name. If that is ` +
          'your proxy, name it: without that all its callers count as one address.',
      );
    }
    done();
  });
}

function addressesIn(header: string): string[] {
  return header
    .split(',')
    .map((entry) => entry.trim().replace(/^\[([^\]]+)\](?::\d+)?$|^(\d+(?:\.\d+){3}):\d+$/, '$1$2'))
    .filter((entry) => isIP(entry) !== 0);
}
