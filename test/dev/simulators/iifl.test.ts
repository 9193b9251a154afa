import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startIiflSimulator, type IiflSimulator } from '../../../dev/simulators/index.js';
import { call, callIifl, IIFL_HEAD, IIFL_HEADERS } from './call.js';

let simulator: IiflSimulator;
beforeAll(async () => {
  simulator = await startIiflSimulator();
});
afterAll(async () => {
  await simulator.stop();
});
beforeEach(() => {
  simulator.reset();
});

const KEY_HEADER = 'ocp-apim-subscription-key';
const ACCEPTED = { responseCode: 'IIFLMarRPBackoffClientProfile', status: '0', statusDescription: 'Success' };

describe('BackoffClientProfile', () => {
  test('a client is answered with Status "0", message and every field of the page', async () => {
    simulator.setClient({ clientCode: 'C0001', mobile: '+91 98765 43210', fields: { NomineeName: 'Ravi Rao' } });
    const { json } = await callIifl(simulator, 'C0001');
    expect(json.head).toEqual(ACCEPTED);
    expect(json.body).toMatchObject({
      ClientCode: 'C0001',
      Mobile: '+91 98765 43210',
      NomineeName: 'Ravi Rao',
      Status: '0',
      message: 'Success',
    });
    expect(Object.keys(json.body ?? {})).toHaveLength(18);
  });

  test.each([
    ['P6543210', '9876543210'],
    ['M0000002', '9000000002'],
  ])('client code %s has mobile number %s', async (clientCode, mobile) => {
    expect((await callIifl(simulator, clientCode)).json.body).toMatchObject({ Status: '0', Mobile: mobile });
  });

  test.each([
    ['another code', 'UNKNOWN1', 1, 'No record found.'],
    ['NORECORD', 'NORECORD', 1, 'No record found.'],
    ['nine characters', 'P65432100', 2, 'Invalid Input Parameters.'],
    ['an empty code', '', 2, 'Invalid Input Parameters.'],
    ['INVALID2', 'INVALID2', 2, 'Invalid Input Parameters.'],
    ['SERVERR1', 'SERVERR1', -1, 'Issue while process your request on Server.'],
    ['SESSION9', 'SESSION9', 9, 'Invalid Session'],
    ['DENIED02', 'DENIED02', -2, '403 : Access denied'],
  ])('%s fails with a numeric Status under an accepted head', async (_, clientCode, Status, Message) => {
    expect((await callIifl(simulator, clientCode)).json).toEqual({
      head: ACCEPTED,
      body: { Status, Message, _details: [] },
    });
  });

  test.each([
    ['SESSHEAD', { ...ACCEPTED, statusDescription: 'Invalid Session' }],
    ['NULLBODY', ACCEPTED],
    ['BADHEAD2', { ...ACCEPTED, status: '2', statusDescription: 'Invalid head parameters' }],
  ])('%s has no body', async (clientCode, head) => {
    expect((await callIifl(simulator, clientCode)).json).toEqual({ head, body: null });
  });

  test('OTHERMOB has another mobile number, NOMOBILE none', async () => {
    expect((await callIifl(simulator, 'OTHERMOB')).json.body).toMatchObject({ Mobile: '9123456789' });
    expect((await callIifl(simulator, 'NOMOBILE')).json.body).not.toHaveProperty('Mobile');
  });

  test.each(Object.keys(IIFL_HEAD))('a wrong %s is answered with head status "2" and no body', async (name) => {
    const { status, json } = await callIifl(simulator, 'P6543210', { head: { [name]: 'wrong' } });
    expect(status).toBe(200);
    expect(json).toMatchObject({ head: { status: '2' }, body: null });
  });

  test('a session is asked for once it is set', async () => {
    simulator.setSession('abc');
    const asked = async (cookie: string) => (await callIifl(simulator, 'P6543210', { headers: { cookie } })).json.body;
    expect(await asked('IIFLMarcookie=other')).toMatchObject({ Status: 9, Message: 'Invalid Session' });
    expect(await asked('a=b; IIFLMarcookie=abc')).toMatchObject({ Status: '0' });
    simulator.setSession(undefined);
    expect(await asked('')).toMatchObject({ Status: '0' });
  });
});

describe('the API gateway', () => {
  test.each([
    [
      'a missing subscription key',
      401,
      'missing subscription key',
      { headers: { 'content-type': 'application/json' } },
    ],
    ['a wrong key', 401, 'invalid subscription key', { headers: { ...IIFL_HEADERS, [KEY_HEADER]: 'other' } }],
    ['another method', 404, 'not found', { headers: IIFL_HEADERS, method: 'PUT' }],
    ['another content type', 415, 'application/json', { headers: { ...IIFL_HEADERS, 'content-type': 'text/plain' } }],
  ])('%s is answered with %i as statusCode, and a message about the %s', async (_, status, words, options) => {
    const reply = await call(simulator.url + simulator.pathname, '{}', options);
    expect(reply.status).toBe(status);
    expect(JSON.parse(reply.text)).toEqual({
      statusCode: status,
      message: expect.stringContaining(words) as string,
    });
  });

  test('a fault for one client code leaves the others alone', async () => {
    simulator.scriptFault({ clientCode: 'P6543210', fault: { kind: 'status', status: 503 } });
    expect((await callIifl(simulator, 'P6543211')).status).toBe(200);
    expect((await callIifl(simulator, 'P6543210')).status).toBe(503);
    expect(simulator.journal.of('fetchClientProfile', 'P6543210')).toHaveLength(1);
  });
});

test('reset forgets clients and brings back the session of the start', async () => {
  simulator.setClient({ clientCode: 'C0001', mobile: '9876543210' });
  simulator.setSession('abc');
  simulator.reset();
  expect((await callIifl(simulator, 'C0001')).json.body).toMatchObject({ Status: 1 });
});
