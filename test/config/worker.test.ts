import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { EnvironmentError } from '../../src/config/environment.js';
import { Masked } from '../../src/contract/masked.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { createIiflApi } from '../../src/providers/iifl/create-iifl-api.js';
import { createIserveuApi } from '../../src/providers/iserveu/create-iserveu-api.js';
import { startHttpServer } from '../providers/support/http-server.js';
import { opening } from '../providers/support/post.js';

/** The least that a worker needs. */
const LEAST = {
  PAYLOAD_KEYS: 'none',
  ISERVEU_BASE_URL: 'https://iserveu.example',
  ISERVEU_CLIENT_ID: 'client-1',
  ISERVEU_CLIENT_SECRET: 'secret-1',
  IIFL_URL: 'https://iifl.example/openapi/prod/BackoffClientProfile',
  IIFL_SUBSCRIPTION_KEY: 'subscription-1',
  IIFL_APP_NAME: 'app-1',
  IIFL_USER_KEY: 'key-1',
  IIFL_USER_ID: 'user-1',
  IIFL_PASSWORD: 'password-1',
};
const KEY = Buffer.alloc(32, 1);
const ENCRYPTED = {
  ISERVEU_AUTH: 'encrypted',
  ISERVEU_PASS_KEY: 'pass-1',
  ISERVEU_ENCRYPTION_KEY: KEY.toString('base64'),
};

const directory = mkdtempSync(join(tmpdir(), 'worker-environment-'));
afterAll(() => {
  rmSync(directory, { recursive: true });
});

function problemsOf(env: Record<string, string>): string[] {
  try {
    readWorkerEnvironment(env);
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(({ variable }) => variable);
  }
}

test('an empty environment names every required variable', () => {
  expect(problemsOf({}).sort()).toEqual(Object.keys(LEAST).sort());
});

test('each required variable is missed by its name', () => {
  for (const name of Object.keys(LEAST)) expect(problemsOf({ ...LEAST, [name]: '' })).toEqual([name]);
});

describe('defaults', () => {
  const { taskQueue, iserveu, iifl } = readWorkerEnvironment(LEAST);

  test('the task queue is "onboarding"', () => {
    expect(taskQueue).toBe('onboarding');
  });

  test('iServeU: documented paths, plain mode, no agent, 20 s', () => {
    const base = 'https://iserveu.example/common/dmt-lite/unified';
    expect(iserveu.getCustomerUrl.href).toBe(`${base}/customer/get-customer`);
    expect(iserveu.registrationUrl.href).toBe(`${base}/customer/process-customer-registration`);
    expect(iserveu.sendOtpUrl.href).toBe(`${base}/otp/send`);
    expect(revealed(iserveu.auth)).toEqual({ mode: 'plain', clientId: 'client-1', clientSecret: 'secret-1' });
    expect(iserveu.username).toBe('');
    expect(iserveu.timeoutMs).toBe(20_000);
  });

  test('the pattern of refused codes', () => {
    expect(iserveu.otpRefusedPattern.source).toBe(
      '\\botp\\b|one[ -]?time|pass ?code|verification code|(invalid|incorrect|wrong|expired) code',
    );
    expect(iserveu.otpRefusedPattern.flags).toBe('i');
  });

  test('IIFL: version 1.0, WEB, no cookie, 20 s', () => {
    expect(revealed(iifl.head)).toEqual({
      appName: 'app-1',
      appVersion: '1.0',
      userKey: 'key-1',
      osName: 'WEB',
      userId: 'user-1',
      password: 'password-1',
    });
    expect(iifl).not.toHaveProperty('readCookie');
    expect(iifl.timeoutMs).toBe(20_000);
  });
});

test('no limit of calls per second where none is given', () => {
  const { iserveu, iifl } = readWorkerEnvironment(LEAST);
  for (const provider of [iserveu, iifl]) expect(provider).not.toHaveProperty('maxCallsPerSecond');
});

const LOGIN = {
  IIFL_LOGIN_URL: 'https://iifl.example/openapi/prod/LoginRequestMobileForVendor',
  IIFL_LOGIN_EMAIL: 'partner@example.com',
  IIFL_LOGIN_CONTACT_NUMBER: '9876500000',
  IIFL_ENCRYPTION_KEY: 'made-up-encryption-key',
};

test('IIFL’s login, of which nothing is printed', () => {
  const { iifl } = readWorkerEnvironment({ ...LEAST, ...LOGIN });
  expect(iifl.login?.url.href).toBe(LOGIN.IIFL_LOGIN_URL);
  expect(iifl.login?.email.reveal()).toBe(LOGIN.IIFL_LOGIN_EMAIL);
  expect(iifl.login?.contactNumber.reveal()).toBe(LOGIN.IIFL_LOGIN_CONTACT_NUMBER);
  expect(iifl.login?.encryptionKey.reveal()).toBe(LOGIN.IIFL_ENCRYPTION_KEY);
  const { IIFL_LOGIN_URL: _url, ...hidden } = LOGIN;
  for (const value of Object.values(hidden)) expect(JSON.stringify(iifl)).not.toContain(value);
});

describe('settings', () => {
  test('every optional variable is taken', () => {
    const { taskQueue, iserveu, iifl } = readWorkerEnvironment({
      ...LEAST,
      ONBOARDING_TASK_QUEUE: 'other',
      ISERVEU_GET_CUSTOMER_PATH: '/a',
      ISERVEU_REGISTRATION_PATH: '/b',
      ISERVEU_SEND_OTP_PATH: '/c',
      ISERVEU_USERNAME: 'agent-1',
      ISERVEU_OTP_REFUSED_PATTERN: 'kod',
      ISERVEU_TIMEOUT_MS: '25000',
      ISERVEU_MAX_CALLS_PER_SECOND: '100000',
      IIFL_APP_VERSION: '2.0',
      IIFL_OS_NAME: 'Android',
      IIFL_TIMEOUT_MS: '1',
      IIFL_MAX_CALLS_PER_SECOND: '1',
    });
    expect(taskQueue).toBe('other');
    expect(iserveu).toMatchObject({
      getCustomerUrl: { pathname: '/a' },
      registrationUrl: { pathname: '/b' },
      sendOtpUrl: { pathname: '/c' },
      username: 'agent-1',
      otpRefusedPattern: /kod/i,
      timeoutMs: 25_000,
      maxCallsPerSecond: 100_000,
    });
    const head = { appVersion: '2.0', osName: 'Android' };
    expect(iifl).toMatchObject({ head, timeoutMs: 1, maxCallsPerSecond: 1 });
  });

  for (const base of ['https://iserveu.example/base', 'https://iserveu.example/base/']) {
    test(`paths are put behind ${base}`, () => {
      const { iserveu } = readWorkerEnvironment({ ...LEAST, ISERVEU_BASE_URL: base, ISERVEU_SEND_OTP_PATH: '/c' });
      expect(iserveu.sendOtpUrl.href).toBe('https://iserveu.example/base/c');
    });
  }

  test('a path cannot lead to another host', () => {
    const { iserveu } = readWorkerEnvironment({ ...LEAST, ISERVEU_SEND_OTP_PATH: '//evil.example/c' });
    expect(iserveu.sendOtpUrl.host).toBe('iserveu.example');
  });

  test('encrypted mode needs its pass key and its encryption key', () => {
    const missing = problemsOf({ ...LEAST, ISERVEU_AUTH: 'encrypted' });
    expect(missing).toEqual(['ISERVEU_PASS_KEY', 'ISERVEU_ENCRYPTION_KEY']);
    expect(revealed(readWorkerEnvironment({ ...LEAST, ...ENCRYPTED }).iserveu.auth)).toEqual({
      mode: 'encrypted',
      clientId: 'client-1',
      clientSecret: 'secret-1',
      passKey: 'pass-1',
      encryptionKey: KEY,
    });
  });

  test('secrets may come from files', () => {
    const path = join(directory, 'secret');
    writeFileSync(path, 'from-file\n');
    const { ISERVEU_CLIENT_SECRET: _, ...rest } = LEAST;
    const { iserveu } = readWorkerEnvironment({ ...rest, ISERVEU_CLIENT_SECRET_FILE: path });
    expect(iserveu.auth.clientSecret.reveal()).toBe('from-file');
  });
});

describe('refused', () => {
  for (const [name, value] of [
    ['ISERVEU_BASE_URL', 'http://iserveu.example'],
    ['ISERVEU_BASE_URL', 'https://user:password@iserveu.example'],
    ['ISERVEU_BASE_URL', 'https://iserveu.example/?key=1'],
    ['ISERVEU_BASE_URL', 'https://iserveu.example/#top'],
    ['IIFL_URL', 'http://iifl.example'],
    ['ISERVEU_GET_CUSTOMER_PATH', 'get-customer'],
    ['ISERVEU_REGISTRATION_PATH', '/two words'],
    ['ISERVEU_AUTH', 'both'],
    ['ISERVEU_TIMEOUT_MS', '25001'],
    ['ISERVEU_TIMEOUT_MS', '0'],
    ['IIFL_TIMEOUT_MS', '25001'],
    ['ISERVEU_MAX_CALLS_PER_SECOND', '0'],
    ['ISERVEU_MAX_CALLS_PER_SECOND', '100001'],
    ['IIFL_MAX_CALLS_PER_SECOND', '0.5'],
    ['ISERVEU_OTP_REFUSED_PATTERN', '('],
    ['ISERVEU_CLIENT_ID', 'a\r\nX-Evil: 1'],
    ['ISERVEU_CLIENT_SECRET', 'a\nb'],
    ['IIFL_SUBSCRIPTION_KEY', 'a\u0000b'],
    ['IIFL_SUBSCRIPTION_KEY', 'कुंजी'],
    ['IIFL_COOKIE', 'a\tb'],
  ] as const) {
    test(`${name}=${JSON.stringify(value)}`, () => {
      expect(problemsOf({ ...LEAST, [name]: value })).toEqual([name]);
    });
  }

  for (const [name, value] of [
    ['ISERVEU_PASS_KEY', 'a\nb'],
    ['ISERVEU_ENCRYPTION_KEY', 'c2hvcnQ='],
  ] as const) {
    test(`${name}=${JSON.stringify(value)} in encrypted mode`, () => {
      expect(problemsOf({ ...LEAST, ...ENCRYPTED, [name]: value })).toEqual([name]);
    });
  }

  test.each(Object.keys(LOGIN))('a login without %s', (name) => {
    expect(problemsOf({ ...LEAST, ...LOGIN, [name]: '' })).toEqual([name]);
  });

  test.each([
    ['IIFL_LOGIN_URL', 'http://iifl.example/login'],
    ['IIFL_LOGIN_EMAIL', `${'a'.repeat(40)}@example.com`],
  ])('%s=%s', (name, value) => {
    expect(problemsOf({ ...LEAST, ...LOGIN, [name]: value })).toEqual([name]);
  });

  test('a login together with a cookie', () => {
    expect(problemsOf({ ...LEAST, ...LOGIN, IIFL_COOKIE: 'made-up' })).toEqual(['IIFL_COOKIE']);
  });

  test('IIFL_COOKIE_FILE that is missing at the start', () => {
    expect(problemsOf({ ...LEAST, IIFL_COOKIE_FILE: join(directory, 'missing') })).toEqual(['IIFL_COOKIE_FILE']);
  });
});

describe('from the environment to the wire', () => {
  const never = new AbortController().signal;

  test('iServeU is called at ISERVEU_BASE_URL with the given credentials', async () => {
    const server = await opening(startHttpServer((_, response) => response.end('{"statusCode":"0"}')));
    const { iserveu } = readWorkerEnvironment({ ...LEAST, ISERVEU_BASE_URL: server.url.href });
    const api = await opening(createIserveuApi(iserveu));
    const request = { mobileNumber: '9876543210', username: 'agent-1', latlong: '1,2', publicIP: '203.0.113.7' };
    expect(await api.getCustomer(request, never)).toMatchObject({ kind: 'found', statusCode: '0' });
    const [seen] = server.requests;
    expect(seen?.path).toBe('/common/dmt-lite/unified/customer/get-customer');
    expect(seen?.headers).toMatchObject({ client_id: 'client-1', client_secret: 'secret-1' });
  });

  test('IIFL gets the cookie that IIFL_COOKIE_FILE holds at the time of the call', async () => {
    const path = join(directory, 'cookie');
    writeFileSync(path, 'first\n');
    const server = await opening(startHttpServer((_, response) => response.end('{"head":{"status":"0"}}')));
    const { iifl } = readWorkerEnvironment({ ...LEAST, IIFL_URL: server.url.href, IIFL_COOKIE_FILE: path });
    const api = await opening(createIiflApi(iifl));
    await api.fetchClientProfile('S0002', never);
    writeFileSync(path, 'second\n');
    await api.fetchClientProfile('S0002', never);
    rmSync(path);
    const cause = 'the IIFL session cookie cannot be read';
    expect(await api.fetchClientProfile('S0002', never)).toEqual({ kind: 'accessDenied', cause });
    const cookies = server.requests.map(({ headers }) => headers.cookie);
    expect(cookies).toEqual(['IIFLMarcookie=first', 'IIFLMarcookie=second']);
  });
});

/** The same with its secrets in the open: two masked values look alike to any comparison. */
function revealed(settings: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [name, value instanceof Masked ? value.reveal() : value]),
  );
}
