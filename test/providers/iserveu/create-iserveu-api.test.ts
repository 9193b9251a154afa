import { describe, expect, test } from 'vitest';
import type { IserveuConfig } from '../../../src/providers/iserveu/config.js';
import { createIserveuApi } from '../../../src/providers/iserveu/create-iserveu-api.js';
import { decrypt, encrypt } from '../../../src/providers/iserveu/encryption.js';
import type { GetCustomerRequest, RegistrationRequest } from '../../../src/providers/iserveu/iserveu-api.js';
import { encryptedAuth, plainAuth } from '../support/answers.js';
import { sendJson, startHttpServer, type SeenRequest } from '../support/http-server.js';
import { opening } from '../support/post.js';
import { startRawServer } from '../support/raw-server.js';

const never = new AbortController().signal;

const customer: GetCustomerRequest = {
  mobileNumber: '9876543210',
  username: 'agent-1',
  latlong: '12.97,77.59',
  publicIP: '203.0.113.7',
};
const registration: RegistrationRequest = { ...customer, name: 'Asha Rao', otp: '123456' };

async function startIserveu({
  answer,
  now,
  ...settings
}: Partial<IserveuConfig> & { answer?: unknown; now?: () => number } = {}) {
  const server = await opening(
    startHttpServer((_, response) => {
      sendJson(response, answer ?? { statusCode: '2', statusDesc: 'Customer verified successfully' });
    }),
  );
  const config = {
    getCustomerUrl: new URL('get-customer', server.url),
    registrationUrl: new URL('register', server.url),
    sendOtpUrl: new URL('otp/send', server.url),
    auth: plainAuth,
    otpRefusedPattern: /otp/i,
    timeoutMs: 10_000,
    ...settings,
  };
  const api = await opening(createIserveuApi(config, { ...(now && { now }) }));
  return { server, api };
}

function fieldsOf(request: SeenRequest | undefined): unknown {
  return JSON.parse(request?.body ?? '');
}

describe('plain mode', () => {
  test('get-customer sends its four fields and the client headers', async () => {
    const { server, api } = await startIserveu();
    expect(await api.getCustomer(customer, never)).toMatchObject({ kind: 'found', statusCode: '2' });
    const [request] = server.requests;
    expect(request?.path).toBe('/get-customer');
    expect(request?.headers).toMatchObject({
      'content-type': 'application/json',
      client_id: 'client-1',
      client_secret: 'secret-1',
    });
    expect(request?.headers).not.toHaveProperty('pass_key');
    expect(fieldsOf(request)).toEqual(customer);
  });

  test('process-customer-registration sends what is given and nothing that is absent', async () => {
    const { server, api } = await startIserveu();
    expect(await api.processCustomerRegistration(registration, never)).toMatchObject({ kind: 'registered' });
    expect(server.requests[0]?.path).toBe('/register');
    expect(fieldsOf(server.requests[0])).toEqual(registration);
  });

  test('process-customer-registration sends every optional field', async () => {
    const full: RegistrationRequest = {
      ...registration,
      address: 'ABC Apartment',
      pincode: '751002',
      ovdType: 'Aadhaar Card',
      ovdData: '234123412346',
      paramA: 'a',
      paramB: 'b',
      paramC: 'c',
    };
    const { server, api } = await startIserveu();
    await api.processCustomerRegistration(full, never);
    expect(fieldsOf(server.requests[0])).toEqual(full);
  });

  test('otp/send spells its fields in its own way and asks for otpType "1"', async () => {
    const { server, api } = await startIserveu({ answer: { statusCode: '0' } });
    expect(await api.sendOtp(customer, never)).toEqual({ kind: 'sent' });
    expect(server.requests[0]?.path).toBe('/otp/send');
    expect(fieldsOf(server.requests[0])).toEqual({
      customerMobileNumber: '9876543210',
      latLong: '12.97,77.59',
      publicIP: '203.0.113.7',
      username: 'agent-1',
      otpType: '1',
    });
  });

  test('otp/send sends the OVD where it is given', async () => {
    const { server, api } = await startIserveu({ answer: { statusCode: '0' } });
    await api.sendOtp({ ...customer, ovdType: 'Aadhaar Card', ovdData: '234123412346' }, never);
    expect(fieldsOf(server.requests[0])).toMatchObject({ ovdType: 'Aadhaar Card', ovdData: '234123412346' });
  });

  test('fields that are not the call’s own never leave, whatever a caller holds', async () => {
    const { server, api } = await startIserveu();
    const held = { ...registration, clientCode: 'S0002', policy: {} };
    await api.getCustomer(held, never);
    await api.processCustomerRegistration(held, never);
    await api.sendOtp(held, never);
    expect(fieldsOf(server.requests[0])).toEqual(customer);
    expect(fieldsOf(server.requests[1])).toEqual(registration);
    expect(server.requests[2]?.body).not.toContain('123456');
  });
});

test('an answer about another customer than the asked one is not believed', async () => {
  const { api } = await startIserveu({ answer: { statusCode: '2', mobileNumber: '9876543211' } });
  const outcome = { kind: 'contractBroken', cause: "mobileNumber is another customer's" };
  expect(await api.getCustomer(customer, never)).toEqual(outcome);
  expect(await api.processCustomerRegistration(registration, never)).toEqual(outcome);
});

describe('encrypted mode', () => {
  const key = encryptedAuth.encryptionKey.reveal();
  const NOW_MS = 1_760_000_000_999;

  function secretsOf(request: SeenRequest | undefined): unknown {
    const sealed = request?.headers['header_secrets'];
    return JSON.parse(decrypt(typeof sealed === 'string' ? sealed : '', key) ?? '');
  }

  test('header_secrets decrypts to the credentials and the epoch in whole seconds, as a text', async () => {
    const { server, api } = await startIserveu({ auth: encryptedAuth, now: () => NOW_MS });
    await api.getCustomer(customer, never);
    const [request] = server.requests;
    expect(secretsOf(request)).toEqual({ client_id: 'client-1', client_secret: 'secret-1', epoch: '1760000000' });
    expect(request?.headers).toMatchObject({ pass_key: 'pass-1', 'content-type': 'application/json' });
    expect(request?.headers).not.toHaveProperty('client_id');
    expect(request?.headers).not.toHaveProperty('client_secret');
  });

  test('the body holds the encrypted fields as RequestData, and nothing else', async () => {
    const { server, api } = await startIserveu({ auth: encryptedAuth });
    await api.processCustomerRegistration(registration, never);
    const body = fieldsOf(server.requests[0]) as { RequestData: string };
    expect(Object.keys(body)).toEqual(['RequestData']);
    expect(JSON.parse(decrypt(body.RequestData, key) ?? '')).toEqual(registration);
  });

  test('every call has headers of its own: a new epoch and a new IV', async () => {
    let nowMs = NOW_MS;
    const { server, api } = await startIserveu({ auth: encryptedAuth, now: () => nowMs });
    await api.sendOtp(customer, never);
    nowMs += 301_000;
    await api.sendOtp(customer, never);
    const [first, second] = server.requests;
    expect(secretsOf(first)).toMatchObject({ epoch: '1760000000' });
    expect(secretsOf(second)).toMatchObject({ epoch: '1760000301' });
    expect(ivOf(first)).not.toBe(ivOf(second));
  });

  test('two calls in the same second share no IV, in headers or bodies', async () => {
    const { server, api } = await startIserveu({ auth: encryptedAuth, now: () => NOW_MS });
    await api.getCustomer(customer, never);
    await api.getCustomer(customer, never);
    const bodies = server.requests.map((request) => (fieldsOf(request) as { RequestData: string }).RequestData);
    const ivs = [...server.requests.map(ivOf), ...bodies.map((body) => body.slice(0, 20))];
    expect(new Set(ivs).size).toBe(4);
  });

  test('an encrypted answer is read', async () => {
    const answer = { ResponseData: encrypt(JSON.stringify({ statusCode: '2', statusDesc: 'Done' }), key) };
    const { api } = await startIserveu({ auth: encryptedAuth, answer });
    const outcome = await api.processCustomerRegistration(registration, never);
    expect(outcome).toEqual({ kind: 'registered', statusCode: '2', text: 'Done' });
  });

  /** 16 bytes are 21.3 digits of base64; the first 20 are of the IV alone. */
  function ivOf(request: SeenRequest | undefined): string {
    return String(request?.headers['header_secrets']).slice(0, 20);
  }
});

describe('connections', () => {
  test('get-customer keeps its connection, the other calls have a fresh one each', async () => {
    const { server, api } = await startIserveu();
    await api.getCustomer(customer, never);
    await api.getCustomer(customer, never);
    await api.processCustomerRegistration(registration, never);
    await api.sendOtp(customer, never);
    await api.processCustomerRegistration(registration, never);
    const sockets = server.requests.map(({ socket }) => socket);
    expect(sockets[1]).toBe(sockets[0]);
    expect(new Set(sockets).size).toBe(4);
    const kinds = server.requests.map(({ headers }) => headers.connection);
    expect(kinds).toEqual(['keep-alive', 'keep-alive', 'close', 'close', 'close']);
  });

  test('a refused connection: nothing was processed, and a read may try again', async () => {
    const gone = await startRawServer(() => undefined);
    await gone.close();
    const urls = { getCustomerUrl: gone.url, registrationUrl: gone.url, sendOtpUrl: gone.url };
    const { api } = await startIserveu(urls);
    const cause = 'no connection: ECONNREFUSED';
    expect(await api.getCustomer(customer, never)).toEqual({ kind: 'unavailable', cause });
    expect(await api.processCustomerRegistration(registration, never)).toEqual({ kind: 'notProcessed', cause });
    expect(await api.sendOtp(customer, never)).toEqual({ kind: 'notProcessed', cause });
  });

  test('a registration cut off by its signal is unconfirmed, and so is a send', async () => {
    let stop = new AbortController();
    const server = await opening(
      startHttpServer(() => {
        stop.abort();
      }),
    );
    const { api } = await startIserveu({ registrationUrl: server.url, sendOtpUrl: server.url });
    const cause = 'no whole answer: cancelled';
    const register = api.processCustomerRegistration(registration, stop.signal);
    expect(await register).toEqual({ kind: 'unconfirmed', cause });
    stop = new AbortController();
    expect(await api.sendOtp(customer, stop.signal)).toEqual({ kind: 'unconfirmed' });
    expect(server.requests).toHaveLength(2);
  });

  test('a call ends at its deadline', async () => {
    const server = await opening(startHttpServer(() => undefined));
    const { api } = await startIserveu({ getCustomerUrl: server.url, timeoutMs: 100 });
    const cause = 'no whole answer: not within 100 ms';
    expect(await api.getCustomer(customer, never)).toEqual({ kind: 'unavailable', cause });
  });
});
