import type { FastifyInstance } from 'fastify';
import type { Gatekeeper } from './access/gatekeeper.js';
import { Problem } from './problems/problem.js';

/** The methods of one path. */
interface KnownPath {
  pattern: RegExp;
  methods: Set<string>;
}

/** Remembers every route that is made from now on. */
export function rememberRoutes(app: FastifyInstance): ReadonlyMap<string, KnownPath> {
  const paths = new Map<string, KnownPath>();
  app.addHook('onRoute', ({ url, method }) => {
    // What takes every path is no path of its own.
    if (url === '*') return;
    const known = paths.get(url) ?? { pattern: patternOf(url), methods: new Set() };
    for (const each of [method].flat()) known.methods.add(each);
    paths.set(url, known);
  });
  return paths;
}

/** Answers requests that no route takes, before their bodies are read: 405 where the path exists, else 404. */
export function answerUnknownRoutes(
  app: FastifyInstance,
  routes: ReadonlyMap<string, KnownPath>,
  gatekeeper: Gatekeeper,
): void {
  app.addHook('onRequest', async (request) => {
    if (!request.is404) return;
    await gatekeeper.admitAnybody(request, 'findNothing');
    const [path = ''] = request.url.split('?');
    const methods = [...routes.values()].flatMap((known) => (known.pattern.test(path) ? [...known.methods] : []));
    if (methods.length === 0) throw new Problem('no-such-resource');
    throw new Problem('method-not-allowed', { headers: { Allow: [...new Set(methods)].join(', ') } });
  });
}

/** Of a route as Fastify writes it: words, and names with a colon in front. */
function patternOf(url: string): RegExp {
  return new RegExp(`^${url.replaceAll('.', '\\.').replace(/:\w+/g, '[^/]+')}$`);
}
