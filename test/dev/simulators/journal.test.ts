import { Agent } from 'node:http';

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { startIserveuSimulator, type IserveuSimulator } from '../../../dev/simulators/index.js';
import { call, callIserveu, GET_CUSTOMER, MOBILE_NUMBER, PLAIN_HEADERS, REGISTRATION } from './call.js';

let simulator: IserveuSimulator;
beforeAll(async () => {
  simulator = await startIserveuSimulator();
});
afterAll(async () => {
  await simulator.stop();
});
beforeEach(() => {
  simulator.reset();
});

test('a call is recorded with its fields, header names, answer and ending', async () => {
  await callIserveu(simulator, 'processCustomerRegistration', REGISTRATION);
  const [entry] = await simulator.journal.waitFor(({ ending }) => ending === 'answered');
  expect(entry).toMatchObject({
    number: 1,
    at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string,
    provider: 'iserveu',
    operation: 'processCustomerRegistration',
    method: 'POST',
    path: simulator.pathnames.processCustomerRegistration,
    subject: MOBILE_NUMBER,
    fields: REGISTRATION,
    headerNames: expect.arrayContaining(['client_id', 'client_secret', 'content-type']) as string[],
    fault: 'none',
    processed: true,
    answer: { status: 200, json: { statusCode: '2' } },
    ending: 'answered',
  });
  expect(JSON.stringify(entry)).not.toContain('simulated-client-secret');
});

test('calls over one kept connection have the same connection number, others have their own', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const kept = { headers: PLAIN_HEADERS, agent };
  await callIserveu(simulator, 'getCustomer', GET_CUSTOMER, kept);
  await callIserveu(simulator, 'getCustomer', GET_CUSTOMER, kept);
  await callIserveu(simulator, 'getCustomer', GET_CUSTOMER);
  agent.destroy();
  const [first, second, third] = simulator.journal.entries.map(({ connection }) => connection);
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test('of gives the calls of one operation, or of one operation and mobile number', async () => {
  await callIserveu(simulator, 'getCustomer', GET_CUSTOMER);
  await callIserveu(simulator, 'getCustomer', { ...GET_CUSTOMER, mobileNumber: '9876543211' });
  await callIserveu(simulator, 'processCustomerRegistration', REGISTRATION);
  expect(simulator.journal.of('getCustomer')).toHaveLength(2);
  expect(simulator.journal.of('getCustomer', MOBILE_NUMBER)).toHaveLength(1);
});

test('an unknown path is recorded without an operation', async () => {
  await call(`${simulator.url}/elsewhere`, '{}', { headers: PLAIN_HEADERS });
  expect(simulator.journal.entries[0]).toMatchObject({ path: '/elsewhere', answer: { status: 404 } });
  expect(simulator.journal.entries[0]).not.toHaveProperty('operation');
});

test('waitFor resolves when as many calls fit as asked for', async () => {
  const second = simulator.journal.waitFor(({ ending }) => ending === 'answered', { count: 2 });
  await callIserveu(simulator, 'getCustomer', GET_CUSTOMER);
  await callIserveu(simulator, 'getCustomer', GET_CUSTOMER);
  expect(await second).toHaveLength(2);
});

test('waitFor names what it saw when too few calls fit in time', async () => {
  await callIserveu(simulator, 'getCustomer', GET_CUSTOMER);
  const waiting = simulator.journal.waitFor(({ operation }) => operation === 'sendOtp', { timeoutMs: 1 });
  await expect(waiting).rejects.toThrow('After 1 ms fewer than 1 calls fit. The latest: getCustomer (answered).');
});
