import { expect, test } from 'vitest';
import type { FastifyRequest } from 'fastify';
import { createRateLimit, type RateLimit } from '../../src/http-access/rate-limit.js';
import { createHttpServer } from '../../src/process/http-server.js';
import { createLogger } from '../../src/process/logger.js';

/** Has a server count requests from so many addresses, and tells how many of them were over the limit. */
async function countsOver(
  options: Parameters<typeof createRateLimit>[1],
  addresses: Iterable<string>,
): Promise<number> {
  const app = await createHttpServer(createLogger('test'), {});
  const limit = createRateLimit(app, options);
  let over = 0;
  app.get('/', async (request) => {
    for (const ip of addresses) over += (await limit(from(ip, request))) === undefined ? 0 : 1;
  });
  await app.inject('/');
  await app.close();
  return over;
}

/** The request as it would have come from another address. */
function from(ip: string, request: FastifyRequest): Parameters<RateLimit>[0] {
  return Object.create(request, { ip: { value: ip } }) as FastifyRequest;
}

const others = (count: number) =>
  Array.from({ length: count }, (_, index) => `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`);
const FIRST = '198.51.100.1';

test.each([
  ['by address', { max: 1 }],
  ['by a key of its own', { max: 1, keyGenerator: ({ ip }: FastifyRequest) => `key ${ip}` }],
])('a limit %s remembers 50,000 keys', async (_name, options) => {
  expect(await countsOver(options, [FIRST, ...others(49_999), FIRST])).toBe(1);
  expect(await countsOver(options, [FIRST, ...others(50_000), FIRST])).toBe(0);
});

test('an IPv6 network of 64 bits is one address', async () => {
  expect(await countsOver({ max: 2 }, ['2001:db8::1', '2001:db8::2', '2001:db8::ffff', '2001:db8:0:1::1'])).toBe(1);
});
