import { expect, test } from 'vitest';
import { Masked } from '../../../src/contract/masked.js';
import type { IiflConfig } from '../../../src/providers/iifl/config.js';
import { createIiflApi } from '../../../src/providers/iifl/create-iifl-api.js';
import { sendJson, startHttpServer } from '../support/http-server.js';
import { opening } from '../support/post.js';
import { SAMPLE_BODY } from './client-profile-rows.js';

const never = new AbortController().signal;

async function startIifl(settings: Partial<IiflConfig> = {}) {
  const server = await opening(
    startHttpServer((_, response) => {
      sendJson(response, { head: { status: '0' }, body: SAMPLE_BODY });
    }),
  );
  const api = await opening(
    createIiflApi({
      url: new URL('openapi/prod/BackoffClientProfile', server.url),
      subscriptionKey: new Masked('subscription-1'),
      head: {
        appName: 'app-1',
        appVersion: '1.0',
        userKey: new Masked('key-1'),
        osName: 'WEB',
        userId: new Masked('user-1'),
        password: new Masked('password-1'),
      },
      timeoutMs: 10_000,
      ...settings,
    }),
  );
  return { server, api };
}

test('the request has the documented head, body and subscription key, and no cookie where none is configured', async () => {
  const { server, api } = await startIifl();
  expect(await api.fetchClientProfile('S0002', never)).toMatchObject({ kind: 'found', profile: { pan: 'AXXXX0000X' } });
  expect(server.requests).toHaveLength(1);
  const [request] = server.requests;
  expect(request?.path).toBe('/openapi/prod/BackoffClientProfile');
  expect(request?.headers['content-type']).toBe('application/json');
  expect(request?.headers['ocp-apim-subscription-key']).toBe('subscription-1');
  expect(request?.headers.cookie).toBeUndefined();
  expect(JSON.parse(request?.body ?? '')).toEqual({
    head: {
      appName: 'app-1',
      appVer: '1.0',
      key: 'key-1',
      osName: 'WEB',
      requestCode: 'IIFLMarRQBackoffClientProfile',
      userId: 'user-1',
      password: 'password-1',
    },
    body: { ClientCode: 'S0002' },
  });
});

test('calls share one connection', async () => {
  const { server, api } = await startIifl();
  await api.fetchClientProfile('S0002', never);
  await api.fetchClientProfile('S0003', never);
  expect(server.requests[1]?.socket).toBe(server.requests[0]?.socket);
});

for (const [configured, sent] of [
  ['session-1', 'IIFLMarcookie=session-1'],
  ['IIFLMarcookie=session-1', 'IIFLMarcookie=session-1'],
  ['IIFLMarcookie=session-1; other=2', 'IIFLMarcookie=session-1; other=2'],
] as const) {
  test(`the cookie "${configured}" is sent as "${sent}"`, async () => {
    const { server, api } = await startIifl({ readCookie: () => Promise.resolve(configured) });
    await api.fetchClientProfile('S0002', never);
    expect(server.requests[0]?.headers.cookie).toBe(sent);
  });
}

test('the cookie is asked for anew for each call', async () => {
  let calls = 0;
  const readCookie = () => Promise.resolve(`session-${(calls += 1)}`);
  const { server, api } = await startIifl({ readCookie });
  await api.fetchClientProfile('S0002', never);
  await api.fetchClientProfile('S0002', never);
  const cookies = server.requests.map(({ headers }) => headers.cookie);
  expect(cookies).toEqual(['IIFLMarcookie=session-1', 'IIFLMarcookie=session-2']);
});

test('a cookie that cannot be read is accessDenied, and IIFL is not called', async () => {
  const { server, api } = await startIifl({ readCookie: () => Promise.reject(new Error('ENOENT /secret/path')) });
  const cause = 'the IIFL session cookie cannot be read';
  expect(await api.fetchClientProfile('S0002', never)).toEqual({ kind: 'accessDenied', cause });
  expect(server.requests).toHaveLength(0);
});

for (const [name, cookie] of [
  ['is empty', ''],
  ['has a line end', 'session-1\r\nX-Evil: 1'],
  ['has a control character', 'session\u0000'],
  ['has letters outside Latin-1', 'सत्र'],
] as const) {
  test(`a cookie that ${name} is accessDenied, and IIFL is not called`, async () => {
    const { server, api } = await startIifl({ readCookie: () => Promise.resolve(cookie) });
    const cause = 'the IIFL session cookie is empty or not valid header text';
    expect(await api.fetchClientProfile('S0002', never)).toEqual({ kind: 'accessDenied', cause });
    expect(server.requests).toHaveLength(0);
  });
}

test('the call ends at its deadline', async () => {
  const server = await opening(startHttpServer(() => undefined));
  const { api } = await startIifl({ url: server.url, timeoutMs: 100 });
  const cause = 'no whole answer: not within 100 ms';
  expect(await api.fetchClientProfile('S0002', never)).toEqual({ kind: 'unavailable', cause });
});

test('the call ends with its signal', async () => {
  const stop = new AbortController();
  const server = await opening(
    startHttpServer(() => {
      stop.abort();
    }),
  );
  const { api } = await startIifl({ url: server.url });
  const cause = 'no whole answer: cancelled';
  expect(await api.fetchClientProfile('S0002', stop.signal)).toEqual({ kind: 'unavailable', cause });
});
