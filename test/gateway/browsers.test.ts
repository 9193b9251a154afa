import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { GatewayScene } from './support/gateway-scene.js';

const ORIGIN = 'https://app.example';

let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start({ environment: { GATEWAY_ALLOWED_ORIGINS: `${ORIGIN},http://localhost:3000` } });
});
afterAll(async () => {
  await scene.stop();
});

describe('CORS', () => {
  const preflight = (origin: string) =>
    scene.call('OPTIONS', '/v1/onboardings/x/otp', {
      as: null,
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'authorization,content-type,prefer,idempotency-key',
      },
    });

  test.each([ORIGIN, 'http://localhost:3000'])('%s may call, without cookies', async (origin) => {
    const { status, headers } = await preflight(origin);
    expect(status).toBe(204);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
    expect(headers.get('access-control-allow-headers')).toContain('Authorization');
    expect(headers.get('access-control-allow-credentials')).toBeNull();
  });

  test('an OPTIONS that is no preflight is 204 too', async () => {
    expect((await scene.call('OPTIONS', '/v1/onboardings', { as: null })).status).toBe(204);
  });

  test.each(['https://evil.example', 'null', 'https://app.example.evil.example', 'http://app.example'])(
    '%s may not',
    async (origin) => {
      const { headers } = await preflight(origin);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      const answer = await scene.get('/healthz', { headers: { Origin: origin } });
      expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    },
  );

  test('errors can be read by the other origin too, with Location and Retry-After', async () => {
    const { status, headers } = await scene.get('/v1/onboardings/x', { as: null, headers: { Origin: ORIGIN } });
    expect(status).toBe(401);
    expect(headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(headers.get('access-control-expose-headers')).toBe(
      'Content-Location, Date, ETag, Location, Retry-After, X-Request-Id',
    );
  });
});

describe('security headers', () => {
  const NOTHING = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";

  test.each(['/healthz', '/v1/onboardings/x', '/nothing', '/openapi.json'])(
    '%s may do nothing in a browser',
    async (path) => {
      const { headers } = await scene.get(path);
      expect(headers.get('content-security-policy')).toBe(NOTHING);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('strict-transport-security')).toContain('max-age=');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
    },
  );

  test.each(['/v1/onboardings', '/v1/onboardings/x', '/healthz', '/nothing'])(
    '%s is kept by no cache',
    async (path) => {
      expect((await scene.get(path)).headers.get('cache-control')).toBe('no-store');
    },
  );

  test('the OTP page may load and call its own gateway only, and nothing inline', async () => {
    const { status, headers } = await scene.get('/otp/whatever', { as: null });
    expect(status).toBe(200);
    expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';" +
        "base-uri 'none';form-action 'none';frame-ancestors 'none'",
    );
  });

  test('the OTP page is the same for every id, so it tells nothing; unchanged it is 304', async () => {
    const started = await scene.startOnboarding();
    const pages = await Promise.all(
      [`/otp/${started.onboardingId}`, '/otp/unknown'].map((path) => scene.get(path, { as: null })),
    );
    const [one, two] = await Promise.all(pages.map((page) => page.text()));
    expect(one).toBe(two);
    const tag = pages[0]?.headers.get('etag') ?? '';
    // As a browser asks; a fetch with its own If-None-Match would ask for a fresh copy.
    const again = get(new URL('/otp/x', scene.url), { headers: { 'If-None-Match': tag } });
    const [answer] = (await once(again, 'response')) as [IncomingMessage];
    expect(answer.resume().statusCode).toBe(304);
  });
});

test.each([
  ['gzip', 'gzip'],
  ['gzip;q=0.1', 'gzip'],
  ['gzip;q=0', null],
  ['gzip; q=0.0, identity', null],
  ['identity', null],
])(
  'the OTP page is sent to a browser that says Accept-Encoding: %s with Content-Encoding %s',
  async (accepted, sent) => {
    const { status, headers } = await scene.get('/otp/x', { as: null, headers: { 'Accept-Encoding': accepted } });
    expect([status, headers.get('content-encoding')]).toEqual([200, sent]);
  },
);

test('a connection is kept longer than the 60 s after which balancers close theirs', async () => {
  const { headers } = await scene.get('/healthz');
  expect(Number(/^timeout=(\d+)$/.exec(headers.get('keep-alive') ?? '')?.[1])).toBeGreaterThan(60);
});

describe('the reference', () => {
  test.each(['/docs', '/docs/errors/otp-malformed'])(
    '%s may load its gateway files only, and nothing inline',
    async (path) => {
      const answer = await scene.get(path, { as: null });
      expect(answer.status).toBe(200);
      const policy = answer.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none';script-src 'self';style-src 'self'");
      expect(policy).not.toContain('unsafe');
      const html = await answer.text();
      expect(html).not.toMatch(/<style|style=|\son\w+=|<script(?![^>]*\ssrc=)|https?:\/\//);
      for (const [, link = ''] of html.matchAll(/(?:href|src)="([^"]+)"/g)) {
        expect((await scene.get(link, { as: null })).status).toBe(200);
      }
    },
  );
});
