import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BACKEND_KEY, GatewayScene, OPERATOR_KEY } from './support/gateway-scene.js';
import { Schemathesis } from './support/schemathesis.js';

/* Requests that fit the OpenAPI document and requests that do not, made up by the thousand, one after the other. */

const found = await Schemathesis.find();
const schemathesis = 'reason' in found ? undefined : found;

const UNLIMITED = 1_000_000;
const AT_MOST_MS = 120_000;

beforeEach(({ skip }) => {
  if ('reason' in found) skip(found.reason);
});
let scene: GatewayScene;
beforeAll(async () => {
  scene = await GatewayScene.start({
    environment: { GATEWAY_STARTS_PER_CUSTOMER: '1000' },
    limits: {
      perAddress: UNLIMITED,
      perCaller: { backend: UNLIMITED, operator: UNLIMITED, page: UNLIMITED },
      perOnboarding: UNLIMITED,
      otpsPerOnboarding: UNLIMITED,
    },
  });
});
afterAll(async () => {
  await scene.stop();
});

test.each([
  { role: 'operator', bearer: OPERATOR_KEY, maxSeconds: 30 },
  { role: 'backend', bearer: BACKEND_KEY, maxSeconds: 15 },
])(
  'schemathesis finds nothing as $role: every answer is as the document says, whatever is sent',
  async ({ bearer, maxSeconds }) => {
    const documentUrl = `${scene.url}/openapi.json`;
    if (schemathesis === undefined) throw new Error('There is no schemathesis.');
    const { isClean, output } = await schemathesis.run({ documentUrl, bearer, maxSeconds });
    expect(isClean, output).toBe(true);
    const [, generated = '0'] = /(\d+) generated/.exec(output) ?? [];
    // How many fit into the time is the machine's affair; that there were some is not.
    expect(Number(generated)).toBeGreaterThan(30);
  },
  AT_MOST_MS,
);
