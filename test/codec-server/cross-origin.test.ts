import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, CodecServerUnderTest, READER, WEB } from './running-codec-server.js';

let server: CodecServerUnderTest;
beforeAll(async () => {
  server = await CodecServerUnderTest.start();
});
afterAll(async () => {
  await server.stop();
});

test('a browser that asks first is told that Temporal Web may send what it sends', async () => {
  const { status, headers } = await server.ask('/decode', {
    method: 'OPTIONS',
    headers: {
      origin: WEB,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,authorization-extras,content-type,x-namespace',
    },
  });
  expect(status).toBe(204);
  expect(headers).toMatchObject({
    'access-control-allow-origin': WEB,
    'access-control-allow-credentials': 'true',
    'access-control-allow-methods': 'POST',
    'access-control-allow-headers': 'Authorization, Authorization-Extras, Content-Type, X-Namespace',
    vary: 'Origin',
  });
});

test('the answer may be read by the page, a refusal too', async () => {
  for (const [headers, status] of [
    [bearer(READER), 200],
    [{}, 401],
  ] as const) {
    const answer = await server.ask('/decode', { headers: { origin: WEB, ...headers } });
    expect(answer.status).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe(WEB);
  }
});

test.each(['https://evil.example.com', `${WEB}.evil.example`, 'http://temporal.example.com', `${WEB}:444`, 'null'])(
  'a page of %s is 403, asked first or not, whatever token it has',
  async (origin) => {
    for (const method of ['OPTIONS', 'POST']) {
      const answer = await server.ask('/decode', { method, headers: { origin, ...bearer(READER) } });
      expect(answer.status).toBe(403);
      expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
    }
  },
);
