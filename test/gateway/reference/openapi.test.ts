import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../../dev/temporal/project-root.js';
import { onboardingClosedEventSchema } from '../../../src/gateway/schemas/onboarding-closed-event.js';
import { onboardingRequestSchema } from '../../../src/gateway/schemas/onboarding-request.js';
import { routesOf } from '../support/routes-of.js';
import { GatewayScene, OPERATOR_KEY } from '../support/gateway-scene.js';
import { Schemathesis } from '../support/schemathesis.js';

interface Response {
  headers: Record<string, unknown>;
}

interface Document {
  openapi: string;
  servers: { url: string }[];
  paths: Record<
    string,
    Record<string, { operationId: string; responses: Record<string, Response>; security?: unknown }>
  >;
  webhooks: Record<string, { post: { requestBody: unknown } }>;
  components: { schemas: Record<string, { examples?: unknown[] }> };
}

const textOf = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8');

const found = await Schemathesis.find();

let scene: GatewayScene;
let document: Document;
beforeAll(async () => {
  scene = await GatewayScene.start();
  document = (await (await scene.get('/openapi.json', { as: null })).json()) as Document;
});
afterAll(async () => {
  await scene.stop();
});

describe('/openapi.json', () => {
  test('is valid OpenAPI 3.1', async ({ skip }) => {
    if ('reason' in found) return skip(found.reason);
    expect(document.openapi).toBe('3.1.0');
    expect(await found.faultsIn(document)).toBe('');
    // What finds nothing wrong with anything would say the same.
    expect(await found.faultsIn({ ...document, paths: { '/x': { get: { responses: [] } } } })).not.toBe('');
  });

  test('names every route of the server, and no other; only pages for people are left out', async () => {
    const documented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const served = await routesOf(scene);
    const forPeople = served.filter((route) => /^GET \/(docs|otp|openapi\.json)(\/|$)/.test(route));
    expect(served.filter((route) => !forPeople.includes(route)).sort()).toEqual(documented.sort());
    expect(forPeople).toEqual(expect.arrayContaining(['GET /docs', 'GET /openapi.json', 'GET /otp/{id}']));
  });

  test('is served under the address of this gateway', () => {
    expect(document.servers).toEqual([{ url: scene.url }]);
  });

  test('every reference in it leads to a shape, and every shape is referred to', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)];
    const names = new Set(references.map(([, name = '']) => name));
    expect([...names].sort()).toEqual(Object.keys(document.components.schemas).sort());
  });

  test('each operation has an id of its own, and 401 exactly where a caller is needed', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { responses, security } of operations) expect('401' in responses).toBe(security !== undefined);
  });

  test('a start that meets another onboarding, 409, names its Location; every answer names X-Request-Id', () => {
    expect(document.paths['/v1/onboardings']?.['post']?.responses['409']?.headers).toHaveProperty('Location');
    for (const methods of Object.values(document.paths)) {
      for (const { responses } of Object.values(methods)) {
        for (const { headers } of Object.values(responses)) expect(headers).toHaveProperty('X-Request-Id');
      }
    }
  });

  test('every POST may be 413 and 415, as it is with a large body, or one that is no JSON, where none is needed', async () => {
    const posts = Object.entries(document.paths).flatMap(([path, { post }]) =>
      post === undefined ? [] : [{ path, post }],
    );
    expect(posts.length).toBeGreaterThan(3);
    for (const { path, post } of posts) {
      expect(Object.keys(post.responses)).toEqual(expect.arrayContaining(['413', '415']));
      const to = path.replace('{id}', `onboarding-${'0'.repeat(32)}`);
      const as = OPERATOR_KEY;
      expect((await scene.post(to, { as, body: JSON.stringify('x'.repeat(70_000)) })).status, path).toBe(413);
      expect((await scene.post(to, { as, body: 'x', headers: { 'Content-Type': 'text/csv' } })).status, path).toBe(415);
    }
  });

  test('its webhook takes the event that docs/webhooks.md shows', () => {
    const schema = { $ref: '#/components/schemas/OnboardingClosedEvent' };
    const { requestBody } = document.webhooks['onboardingClosed']?.post ?? {};
    expect(requestBody).toMatchObject({ content: { 'application/json': { schema } } });
    const [, event = ''] = /^(\{"type":"onboarding\.closed"[^]*?\}\})$/m.exec(textOf('docs/webhooks.md')) ?? [];
    expect(onboardingClosedEventSchema.safeParse(JSON.parse(event)).error).toBeUndefined();
    expect(onboardingClosedEventSchema.safeParse({ ...(JSON.parse(event) as object), other: 1 }).success).toBe(false);
  });

  test('the example of a start is one that the gateway takes', () => {
    const examples = document.components.schemas['OnboardingRequest']?.examples ?? [];
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) expect(onboardingRequestSchema.safeParse(example).success).toBe(true);
  });
});
