import { afterEach, describe, expect, test, vi } from 'vitest';
import {
  startSimulators,
  type Fault,
  type IiflSimulatorOptions,
  type Simulators,
} from '../../../dev/simulators/index.js';
import { readWorkerEnvironment } from '../../../src/config/worker.js';
import { createIiflApi, type IiflConnection } from '../../../src/providers/iifl/create-iifl-api.js';
import { httpStatus, reply } from '../../support/iserveu-faults.js';

let simulators: Simulators;
const apis: IiflConnection[] = [];
afterEach(async () => {
  vi.restoreAllMocks();
  for (const api of apis.splice(0)) api.close();
  await simulators.stop();
});

const CODE = 'P9876543';

async function start(iifl: IiflSimulatorOptions = {}, environment: Record<string, string> = {}) {
  simulators = await startSimulators({ iifl: { logins: {}, ...iifl } });
  simulators.iifl.setClient({ clientCode: CODE, mobile: '9876543210' });
  const connect = () => {
    const config = readWorkerEnvironment({
      PAYLOAD_KEYS: 'none',
      ...simulators.environment,
      IIFL_TIMEOUT_MS: '300',
      ...environment,
    });
    const api = createIiflApi(config.iifl);
    apis.push(api);
    return () => api.fetchClientProfile(CODE, new AbortController().signal);
  };
  return { connect, fetchProfile: connect() };
}

const calls = () => simulators.iifl.journal.entries.map(({ operation }) => operation);
const logins = () => calls().filter((operation) => operation === 'logIn').length;

test('the first call logs in; the next one does not', async () => {
  const { fetchProfile } = await start();
  expect(await fetchProfile()).toMatchObject({ kind: 'found' });
  expect(await fetchProfile()).toMatchObject({ kind: 'found' });
  expect(calls()).toEqual(['logIn', 'fetchClientProfile', 'fetchClientProfile']);
});

test('a session that IIFL has ended is renewed by one login, and the call is made once more', async () => {
  const { fetchProfile } = await start();
  await fetchProfile();
  simulators.iifl.endSessions();
  expect(await fetchProfile()).toMatchObject({ kind: 'found' });
  expect(calls().slice(2)).toEqual(['fetchClientProfile', 'logIn', 'fetchClientProfile']);
});

test('a session that is idle too long is renewed', async () => {
  const { fetchProfile } = await start({ logins: { idleMs: 0 } });
  await fetchProfile();
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 10);
  await fetchProfile();
  expect(logins()).toBeGreaterThan(1);
});

test.each(['before the first login', 'after the session has ended'])(
  '20 calls at once share one login: %s',
  async (when) => {
    const { fetchProfile } = await start();
    if (when.startsWith('after')) {
      await fetchProfile();
      simulators.iifl.endSessions();
    }
    const before = logins();
    const outcomes = await Promise.all(Array.from({ length: 20 }, fetchProfile));
    expect(new Set(outcomes.map(({ kind }) => kind))).toEqual(new Set(['found']));
    expect(logins() - before).toBe(1);
  },
);

test('two processes whose logins end each other’s sessions both get their profiles', async () => {
  const { connect } = await start({ logins: { endsOthers: true } });
  const [one, other] = [connect(), connect()];
  for (const fetchProfile of [one, other, one]) expect(await fetchProfile()).toMatchObject({ kind: 'found' });
});

test('of several cookies the one named IIFLMarcookie is sent', async () => {
  const { fetchProfile } = await start({ logins: { cookies: 'several' } });
  expect(await fetchProfile()).toMatchObject({ kind: 'found' });
});

test('invalid again after the login: access denied, and no third call', async () => {
  const { fetchProfile } = await start();
  const invalid = reply({ head: { status: '0' }, body: { Status: 9, Message: 'Invalid Session' } });
  simulators.iifl.scriptFault({ operation: 'fetchClientProfile', fault: invalid, times: 'always' });
  expect(await fetchProfile()).toEqual({ kind: 'accessDenied', cause: 'IIFL reports an invalid session' });
  expect(calls()).toEqual(['logIn', 'fetchClientProfile', 'logIn', 'fetchClientProfile']);
});

const REFUSALS: [what: string, fault: Fault][] = [
  ['HTTP 401', httpStatus(401)],
  ['HTTP 403', httpStatus(403)],
  ['HTTP 404', httpStatus(404)],
  ['a redirect', httpStatus(302, { location: 'https://example.com/' })],
  ['head status 2', reply({ head: { status: '2' }, body: null })],
  ['Status 1 without a cookie', reply({ head: { status: '0' }, body: { Status: 1, Message: 'x' } })],
  [
    'a success without a cookie',
    reply({ head: { status: '0' }, body: { Status: 0, Message: 'Successfully LoggedIn' } }),
  ],
  ['a web page', { kind: 'replyText', text: '<html>' }],
  ['2 MiB', { kind: 'huge' }],
];

describe('a login that is answered with', () => {
  test.each(REFUSALS)('%s is refused, and none is made for 60 s', async (_what, fault) => {
    const { fetchProfile } = await start();
    simulators.iifl.scriptFault({ operation: 'logIn', fault });
    const refused = await fetchProfile();
    expect(refused.kind).toBe('accessDenied');
    const startedMs = performance.now();
    const clock = vi.spyOn(performance, 'now');
    clock.mockReturnValue(startedMs + 59_000);
    expect(await fetchProfile()).toEqual(refused);
    expect(calls()).toEqual(['logIn']);
    clock.mockReturnValue(startedMs + 61_000);
    expect(await fetchProfile()).toMatchObject({ kind: 'found' });
  });

  test.each<[what: string, kind: string, fault: Fault]>([
    ['nothing', 'unavailable', { kind: 'hang' }],
    ['a cut connection', 'unavailable', { kind: 'dropBefore' }],
    ['half an answer', 'unavailable', { kind: 'cutOff' }],
    ['HTTP 500', 'unavailable', httpStatus(500)],
    ['HTTP 503', 'unavailable', httpStatus(503)],
    ['HTTP 408', 'unavailable', httpStatus(408)],
    ['HTTP 429', 'throttled', httpStatus(429, { 'retry-after': '7' })],
    ['Status -1', 'unavailable', reply({ head: { status: '0' }, body: { Status: -1, Message: 'x' } })],
  ])('%s is tried again with the next call', async (_what, kind, fault) => {
    const { fetchProfile } = await start();
    simulators.iifl.scriptFault({ operation: 'logIn', fault });
    expect((await fetchProfile()).kind).toBe(kind);
    expect(await fetchProfile()).toMatchObject({ kind: 'found' });
    expect(logins()).toBe(2);
  });
});

test.each(['IIFL_LOGIN_EMAIL', 'IIFL_LOGIN_CONTACT_NUMBER', 'IIFL_ENCRYPTION_KEY', 'IIFL_USER_ID', 'IIFL_PASSWORD'])(
  'a wrong %s is refused, and no outcome holds what was sent',
  async (name) => {
    const { fetchProfile } = await start({}, { [name]: 'made-up-and-wrong' });
    const outcome = await fetchProfile();
    expect(outcome.kind).toBe('accessDenied');
    expect(JSON.stringify(outcome)).not.toContain('made-up');
    expect(calls()).toEqual(['logIn']);
  },
);

test('a call that is cancelled while it waits for a login ends at once; the login serves the others', async () => {
  await start({}, { IIFL_TIMEOUT_MS: '5000' });
  simulators.iifl.scriptFault({ operation: 'logIn', fault: { kind: 'none', delayMs: 500 } });
  const [api] = apis;
  const cancelling = new AbortController();
  const cancelled = api?.fetchClientProfile(CODE, cancelling.signal);
  const other = api?.fetchClientProfile(CODE, new AbortController().signal);
  await simulators.iifl.journal.waitFor(({ operation }) => operation === 'logIn');
  cancelling.abort();
  expect(await cancelled).toMatchObject({ kind: 'unavailable' });
  expect(await other).toMatchObject({ kind: 'found' });
  expect(logins()).toBe(1);
});
