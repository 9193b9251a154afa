import { createCipheriv, createDecipheriv } from 'node:crypto';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import { startIserveuSimulator, type IserveuSimulator } from '../../../dev/simulators/index.js';
import { call, GET_CUSTOMER, REGISTRATION, type Reply } from './call.js';

const NOW_SECONDS = 1_800_000_000;
const KEY = Buffer.from('simulated-key-never-for-real-use');
/** A fixed IV keeps the test's own cipher to one line; the simulator must make its own. */
const IV = Buffer.alloc(16, 7);

function encrypt(value: unknown, key = KEY): string {
  const cipher = createCipheriv('aes-256-cbc', key, IV);
  return Buffer.concat([IV, cipher.update(JSON.stringify(value)), cipher.final()]).toString('base64');
}

function decrypt(base64: string): string {
  const whole = Buffer.from(base64, 'base64');
  const decipher = createDecipheriv('aes-256-cbc', KEY, whole.subarray(0, 16));
  return Buffer.concat([decipher.update(whole.subarray(16)), decipher.final()]).toString('utf8');
}

function sealedIn(reply: Reply): string {
  return (JSON.parse(reply.text) as { ResponseData: string }).ResponseData;
}

const SECRETS = {
  client_id: 'simulated-client-id',
  client_secret: 'simulated-client-secret',
  epoch: String(NOW_SECONDS),
};
const headersWith = (secrets: object): Record<string, string> => ({
  'content-type': 'application/json',
  pass_key: 'simulated-pass-key',
  header_secrets: encrypt({ ...SECRETS, ...secrets }),
});

let simulator: IserveuSimulator;
beforeAll(async () => {
  simulator = await startIserveuSimulator({ auth: 'encrypted', now: () => NOW_SECONDS * 1000 });
});
afterAll(async () => {
  await simulator.stop();
});
beforeEach(() => {
  simulator.reset();
});

async function ask(fields: object, headers = headersWith({})): Promise<Reply> {
  const body = JSON.stringify({ RequestData: encrypt(fields) });
  return call(simulator.url + simulator.pathnames.getCustomer, body, { headers });
}

test('HTTP 200 is encrypted with an IV of its own each time', async () => {
  const [first, second] = [await ask(GET_CUSTOMER), await ask(GET_CUSTOMER)];
  expect(first.status).toBe(200);
  expect(JSON.parse(decrypt(sealedIn(first)))).toMatchObject({ statusCode: '0', status: 'SUCCESS' });
  expect(sealedIn(first)).not.toBe(sealedIn(second));
});

test('the journal has the decoded fields, the epoch and the clear answer', async () => {
  await ask(GET_CUSTOMER);
  expect(simulator.journal.entries[0]).toMatchObject({
    operation: 'getCustomer',
    subject: GET_CUSTOMER.mobileNumber,
    fields: GET_CUSTOMER,
    epoch: String(NOW_SECONDS),
    answer: { status: 200, json: { statusCode: '0' } },
  });
});

describe('401 is plain JSON with a numeric status', () => {
  const { pass_key: passKey, header_secrets: secrets, ...rest } = headersWith({});
  const cases: [string, Record<string, string>][] = [
    ['no pass_key', { ...rest, header_secrets: secrets ?? '' }],
    ['another pass_key', { ...headersWith({}), pass_key: 'other' }],
    ['no header_secrets', { ...rest, pass_key: passKey ?? '' }],
    ['empty header_secrets', { ...headersWith({}), header_secrets: '' }],
    ['header_secrets under another key', { ...headersWith({}), header_secrets: encrypt(SECRETS, Buffer.alloc(32)) }],
    ['another client_id', headersWith({ client_id: 'other' })],
    ['another client_secret', headersWith({ client_secret: 'other' })],
    ['Client_id in place of client_id', headersWith({ client_id: undefined, Client_id: SECRETS.client_id })],
    ['an epoch 301 s old', headersWith({ epoch: String(NOW_SECONDS - 301) })],
    ['an epoch 301 s ahead', headersWith({ epoch: String(NOW_SECONDS + 301) })],
    ['an epoch in milliseconds', headersWith({ epoch: `${NOW_SECONDS}000` })],
    ['an epoch that is a number', headersWith({ epoch: NOW_SECONDS })],
    ['plain-mode headers', { ...rest, client_id: SECRETS.client_id, client_secret: SECRETS.client_secret }],
  ];
  test.each(cases)('%s', async (_, headers) => {
    const reply = await ask(GET_CUSTOMER, headers);
    expect(reply.status).toBe(401);
    expect(JSON.parse(reply.text)).toEqual({ status: -1, statusDesc: expect.any(String) as string });
    expect(simulator.journal.entries[0]).toMatchObject({ processed: false });
  });

  test.each([-300, 300])('but an epoch %i s away is accepted', async (seconds) => {
    expect((await ask(GET_CUSTOMER, headersWith({ epoch: String(NOW_SECONDS + seconds) }))).status).toBe(200);
  });
});

test.each([
  ['a plain body', JSON.stringify(GET_CUSTOMER)],
  ['RequestData that is not base64 of a message', JSON.stringify({ RequestData: 'AAAA' })],
  ['RequestData that holds no object', JSON.stringify({ RequestData: encrypt('text') })],
])('%s is answered with 400 in plain JSON', async (_, body) => {
  const url = simulator.url + simulator.pathnames.getCustomer;
  const reply = await call(url, body, { headers: headersWith({}) });
  expect(reply.status).toBe(400);
  expect(JSON.parse(reply.text)).toMatchObject({ status: 'FAILED' });
});

test.each([404, 503])('HTTP %i holds an encrypted null', async (status) => {
  simulator.scriptFault({ fault: { kind: 'status', status } });
  const reply = await ask(GET_CUSTOMER);
  expect(reply.status).toBe(status);
  expect(decrypt(sealedIn(reply))).toBe('null');
});

test('HTTP 405 holds a plain text in the place of the encrypted one', async () => {
  const url = simulator.url + simulator.pathnames.getCustomer;
  const reply = await call(url, '', { method: 'PUT', headers: headersWith({}) });
  expect([reply.status, reply.text]).toEqual([405, '{"ResponseData":"Invalid Request"}']);
});

test('a scripted reply is encrypted, a scripted text only where it is sealed', async () => {
  const noisy = '{"statusCode":"2"}\u0000\u0001';
  simulator.scriptFault({ fault: { kind: 'reply', json: { statusCode: ' 4' } } });
  simulator.scriptFault({ fault: { kind: 'replyText', text: noisy, sealed: true } });
  simulator.scriptFault({ fault: { kind: 'replyText', text: noisy } });
  expect(decrypt(sealedIn(await ask(REGISTRATION)))).toBe('{"statusCode":" 4"}');
  expect(decrypt(sealedIn(await ask(REGISTRATION)))).toBe(noisy);
  expect((await ask(REGISTRATION)).text).toBe(noisy);
});

test('an encryption key that is not 32 bytes stops the start', async () => {
  const credentials = { clientId: 'a', clientSecret: 'b', passKey: 'c', encryptionKey: 'c2hvcnQ=' };
  await expect(startIserveuSimulator({ auth: 'encrypted', credentials })).rejects.toThrow('32 bytes');
});
