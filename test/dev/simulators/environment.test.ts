import { afterEach, expect, test } from 'vitest';

import { startSimulators, type Simulators } from '../../../dev/simulators/index.js';

let simulators: Simulators | undefined;
afterEach(async () => {
  await simulators?.stop();
});

const ISERVEU_PLAIN = [
  'ISERVEU_BASE_URL',
  'ISERVEU_GET_CUSTOMER_PATH',
  'ISERVEU_REGISTRATION_PATH',
  'ISERVEU_SEND_OTP_PATH',
  'ISERVEU_AUTH',
  'ISERVEU_CLIENT_ID',
  'ISERVEU_CLIENT_SECRET',
  'ISERVEU_USERNAME',
];
const IIFL = [
  'IIFL_URL',
  'IIFL_SUBSCRIPTION_KEY',
  'IIFL_APP_NAME',
  'IIFL_APP_VERSION',
  'IIFL_USER_KEY',
  'IIFL_OS_NAME',
  'IIFL_USER_ID',
  'IIFL_PASSWORD',
];

test.each([
  ['plain', undefined, [...ISERVEU_PLAIN, ...IIFL]],
  ['encrypted', undefined, [...ISERVEU_PLAIN, 'ISERVEU_PASS_KEY', 'ISERVEU_ENCRYPTION_KEY', ...IIFL]],
  ['plain', 'a-session', [...ISERVEU_PLAIN, ...IIFL, 'IIFL_COOKIE']],
] as const)('in %s mode with session %s the environment names %j', async (auth, session, names) => {
  simulators = await startSimulators({ iserveu: { auth }, iifl: { session } });
  expect(Object.keys(simulators.environment).sort()).toEqual([...names].sort());
  expect(simulators.environment['ISERVEU_AUTH']).toBe(auth);
});

test('where IIFL’s port is taken the start fails and leaves iServeU’s port free', async () => {
  simulators = await startSimulators();
  const [iserveuPort, iiflPort] = [simulators.iserveu.url, simulators.iifl.url].map((url) => Number(new URL(url).port));
  await simulators.iserveu.stop();
  const again = startSimulators({ iserveu: { port: iserveuPort }, iifl: { port: iiflPort } });
  await expect(again).rejects.toThrow('EADDRINUSE');
  await simulators.iifl.stop();
  simulators = await startSimulators({ iserveu: { port: iserveuPort }, iifl: { port: iiflPort } });
  expect(simulators.iserveu.url).toBe(`http://127.0.0.1:${iserveuPort}`);
});
