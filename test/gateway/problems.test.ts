import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { PROBLEM_NAMES, PROBLEM_TYPES, problemUri } from '../../src/gateway/problems/problem-types.js';
import { BrokenWay } from './support/broken-way.js';
import { GatewayScene, problemOf } from './support/gateway-scene.js';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start();
});
afterAll(async () => {
  await scene.stop();
});

const DOCS = readFileSync(new URL('../../docs/errors.md', import.meta.url), 'utf8');

/** Says something over a bare connection and gives all that is answered until it is closed. */
async function say(text: string): Promise<string> {
  const { hostname, port } = new URL(scene.url);
  return await new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => {
      socket.write(text);
    });
    socket.on('data', (chunk) => {
      answer += chunk.toString();
    });
    socket.on('close', () => {
      resolve(answer);
    });
    socket.on('error', reject);
  });
}

describe('every type of problem', () => {
  test('stands in docs/errors.md in the same words and order, and nothing else does', () => {
    const [, ...sections] = DOCS.split(/^## /m).map((section) => section.trim());
    expect(sections).toEqual(
      PROBLEM_NAMES.map((name) => {
        const { status, title, detail } = PROBLEM_TYPES[name];
        return `${name}\n\n${status}: ${title}. ${detail}`;
      }),
    );
  });

  test.each(PROBLEM_NAMES)('%s: the page that its type leads to says what it means', async (name) => {
    const page = await scene.get(problemUri(name), { as: null });
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(`<h1>${PROBLEM_TYPES[name].title.replaceAll("'", '&#39;')}</h1>`);
  });
});

describe('every error is application/problem+json', () => {
  test('with the body of RFC 9457 and an instance that the log knows', async () => {
    const answer = await scene.get('/v1/onboardings/nonsense', { as: null });
    expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
    const { instance, ...problem } = await problemOf(answer);
    const { title, status, detail } = PROBLEM_TYPES['not-authenticated'];
    expect(problem).toEqual({ type: '/docs/errors/not-authenticated', title, status, detail });
    expect(scene.logLines.at(-1)).toContain(String(instance).replace('urn:uuid:', ''));
  });

  test.each([
    ['GET', '/nothing/here', 404, 'no-such-resource'],
    ['GET', '/v1', 404, 'no-such-resource'],
    ['GET', '/v1/onboardings/a/b/c', 404, 'no-such-resource'],
    ['GET', '/docs/errors/unknown', 404, 'no-such-resource'],
    ['GET', `/v1/onboardings/${'x'.repeat(400)}`, 404, 'no-such-resource'],
    ['GET', '/v1/onboardings/%E0%A4%A', 404, 'no-such-resource'],
    ['POST', '/v1/onboardings/x/events', 405, 'method-not-allowed'],
    ['DELETE', '/v1/onboardings', 405, 'method-not-allowed'],
    ['PUT', '/v1/onboardings/x', 405, 'method-not-allowed'],
    ['OPTIONS', '/v1/onboardings', 405, 'method-not-allowed'],
    ['QUERY', '/v1/onboardings', 405, 'method-not-allowed'],
    ['POST', '/docs', 405, 'method-not-allowed'],
    ['DELETE', '/openapi.json', 405, 'method-not-allowed'],
    ['POST', '/otp/x', 405, 'method-not-allowed'],
    ['POST', '/healthz', 405, 'method-not-allowed'],
  ])('%s %s is %i %s', async (method, path, status, name) => {
    const answer = await scene.call(method, path);
    expect(answer.status).toBe(status);
    expect(await problemOf(answer)).toMatchObject({ type: `/docs/errors/${name}`, status });
  });

  test.each([
    ['/v1/onboardings', 'POST, GET, HEAD'],
    ['/v1/onboardings/x/events', 'GET'],
    ['/v1/onboardings/x/otp', 'POST'],
    ['/docs', 'GET, HEAD'],
  ])('405 lists what %s knows: %s', async (path, allow) => {
    expect((await scene.call('DELETE', path)).headers.get('allow')).toBe(allow);
  });

  test('a wrong method or address is told so whatever the body is', async () => {
    const options = { body: '<name/>', headers: { 'Content-Type': 'application/xml' } };
    expect((await scene.call('PUT', '/v1/onboardings/x', options)).status).toBe(405);
    expect((await scene.call('POST', '/nothing', options)).status).toBe(404);
  });

  test('a body over 64 KiB is 413, one that is no JSON 415', async () => {
    const large = await scene.post('/v1/onboardings', { body: { name: 'x'.repeat(65_536) } });
    expect(large.status).toBe(413);
    expect(await problemOf(large)).toMatchObject({ type: '/docs/errors/body-too-large' });
    const headers = { 'Content-Type': 'application/xml' };
    const xml = await scene.post('/v1/onboardings', { body: '<name/>', headers });
    expect(xml.status).toBe(415);
    expect(await problemOf(xml)).toMatchObject({ type: '/docs/errors/unsupported-media-type' });
  });

  test.each([
    ['what is no HTTP', 'HELLO\r\n\r\n', '400', 'invalid-request'],
    [
      'headers over 16 KiB',
      `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
      '431',
      'headers-too-large',
    ],
    ['no Host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', '400', 'invalid-request'],
    ['a method that nobody knows', 'BREW /healthz HTTP/1.1\r\nHost: x\r\n\r\n', '400', 'invalid-request'],
    [
      'the method TRACE',
      'TRACE /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
      '405',
      'method-not-allowed',
    ],
    [
      'two lengths',
      'POST /v1/onboardings HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
      '400',
      'invalid-request',
    ],
  ])('%s gets one too, and the connection is closed', async (_what, text, status, name) => {
    const answer = await say(text);
    expect(answer).toContain(`HTTP/1.1 ${status} `);
    expect(answer).toMatch(/^content-type: application\/problem\+json/im);
    expect(answer).toContain(`"type":"/docs/errors/${name}"`);
  });

  test('an expectation that nobody understands is ignored', async () => {
    const head = 'GET /healthz HTTP/1.1\r\nHost: x\r\nExpect: tea\r\nConnection: close\r\n\r\n';
    expect(await say(head)).toContain('HTTP/1.1 200 OK');
  });

  test('half a request that never goes on is 408 within 15 seconds', async () => {
    const answer = await say('GET /healthz HTTP/1.1\r\nHost: x\r\n');
    expect(answer).toContain('HTTP/1.1 408 ');
    expect(answer).toContain('"type":"/docs/errors/request-too-slow"');
  });
});

test('Temporal out of reach is 503 temporal-unavailable, and not ready', async () => {
  const way = await BrokenWay.to(scene.environment['TEMPORAL_ADDRESS'] ?? '');
  const other = await GatewayScene.beside(scene, { TEMPORAL_ADDRESS: way.address });
  try {
    expect((await other.get('/readyz')).status).toBe(200);
    way.cut();
    // The answer of a second ago still holds.
    await vi.waitFor(
      async () => {
        expect((await other.get('/readyz')).status).toBe(503);
      },
      { timeout: 10_000 },
    );
    expect((await other.get('/healthz')).status).toBe(200);
    const answer = await other.get(`/v1/onboardings/onboarding-${'0'.repeat(32)}`);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await problemOf(answer)).toMatchObject({ type: '/docs/errors/temporal-unavailable' });
  } finally {
    await other.stopGateway();
    await way.close();
  }
});
