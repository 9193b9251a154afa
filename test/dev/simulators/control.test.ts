import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startSimulators, type Simulators } from '../../../dev/simulators/index.js';
import { askIserveu, call, callIifl, callIserveu, GET_CUSTOMER, MOBILE_NUMBER, REGISTRATION } from './call.js';

let simulators: Simulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(async () => {
  await simulators.stop();
});
beforeEach(() => {
  simulators.iserveu.reset();
  simulators.iifl.reset();
});

type Provider = 'iserveu' | 'iifl';

async function control(provider: Provider, name: string, body?: unknown): Promise<{ status: number; json: unknown }> {
  const { status, text } = await call(
    `${simulators[provider].url}/_control/${name}`,
    body === undefined ? '' : JSON.stringify(body),
    {
      method: body === undefined ? 'GET' : 'POST',
    },
  );
  return { status, json: JSON.parse(text) as unknown };
}

test('POST faults takes one fault or a list', async () => {
  const one = { operation: 'getCustomer', mobileNumber: MOBILE_NUMBER, fault: { kind: 'status', status: 503 } };
  expect((await control('iserveu', 'faults', one)).json).toEqual({ accepted: 1 });
  const list = [
    { fault: { kind: 'status', status: 500 } },
    { fault: { kind: 'status', status: 502 }, times: 'always' },
  ];
  expect((await control('iserveu', 'faults', list)).json).toEqual({ accepted: 2 });
  const statuses = [];
  for (let made = 0; made < 4; made += 1) {
    statuses.push((await callIserveu(simulators.iserveu, 'getCustomer', GET_CUSTOMER)).status);
  }
  expect(statuses).toEqual([503, 500, 502, 502]);
});

test('GET journal gives the calls, and none of the control calls', async () => {
  await askIserveu(simulators.iserveu, 'getCustomer', GET_CUSTOMER);
  const { json } = await control('iserveu', 'journal');
  expect(json).toMatchObject({ calls: [{ number: 1, operation: 'getCustomer', answer: { status: 200 } }] });
});

test('POST customers sets what iServeU knows, GET customers tells it', async () => {
  await control('iserveu', 'customers', { mobileNumber: MOBILE_NUMBER, state: 'ovdNotVerified', name: 'Asha Rao' });
  expect(await askIserveu(simulators.iserveu, 'getCustomer', GET_CUSTOMER)).toMatchObject({ statusCode: '3' });
  const known = { mobileNumber: MOBILE_NUMBER, state: 'ovdNotVerified', name: 'Asha Rao', registrations: 0 };
  const { json } = await control('iserveu', 'customers');
  expect((json as { customers: unknown[] }).customers).toContainEqual(known);
});

test('POST otps sets the current code', async () => {
  await control('iserveu', 'otps', { mobileNumber: MOBILE_NUMBER, otp: '777777' });
  const fields = { ...REGISTRATION, otp: '777777' };
  expect(await askIserveu(simulators.iserveu, 'processCustomerRegistration', fields)).toMatchObject({
    statusCode: '2',
  });
});

test('POST reset forgets customers, codes, faults and calls, and brings the magic numbers back', async () => {
  await askIserveu(simulators.iserveu, 'processCustomerRegistration', REGISTRATION);
  await control('iserveu', 'faults', { fault: { kind: 'status', status: 503 }, times: 'always' });
  await control('iserveu', 'reset', {});
  expect(simulators.iserveu.journal.entries).toEqual([]);
  expect(await askIserveu(simulators.iserveu, 'getCustomer', GET_CUSTOMER)).toMatchObject({ statusCode: '0' });
  expect(simulators.iserveu.currentOtp(MOBILE_NUMBER)).toBe('123456');
  expect(simulators.iserveu.customer('9000000002').state).toBe('verified');
});

test('IIFL: POST customers, faults and session', async () => {
  await control('iifl', 'customers', { clientCode: 'C0001', mobile: MOBILE_NUMBER });
  expect((await callIifl(simulators.iifl, 'C0001')).json.body).toMatchObject({ Mobile: MOBILE_NUMBER });
  await control('iifl', 'faults', { clientCode: 'C0001', fault: { kind: 'status', status: 503 } });
  expect((await callIifl(simulators.iifl, 'C0001')).status).toBe(503);
  await control('iifl', 'session', { session: 'abc' });
  expect((await callIifl(simulators.iifl, 'C0001')).json.body).toMatchObject({ Status: 9 });
});

describe('a wrong control call', () => {
  test.each([
    [{ fault: { kind: 'status' } }, 'fault.status'],
    [{ operation: 'other', fault: { kind: 'hang' } }, 'operation'],
    [{ fault: { kind: 'hang' }, time: 3 }, 'time'],
    [[{ fault: { kind: 'none' } }, {}], '1.fault'],
  ])('%j is answered with 400 that names the field, and scripts nothing', async (body, named) => {
    const { status, json } = await control('iserveu', 'faults', body);
    expect(status).toBe(400);
    expect((json as { error: string }).error).toContain(named);
    await callIserveu(simulators.iserveu, 'getCustomer', GET_CUSTOMER);
    expect(simulators.iserveu.journal.entries[0]?.answer?.status).toBe(200);
  });

  test('no JSON is answered with 400, another name with 404 and the names there are', async () => {
    const url = `${simulators.iserveu.url}/_control/`;
    expect((await call(`${url}faults`, 'no json')).status).toBe(400);
    const unknown = await call(`${url}other`, '{}');
    expect([unknown.status, unknown.text]).toEqual([404, expect.stringContaining('POST faults')]);
  });
});
