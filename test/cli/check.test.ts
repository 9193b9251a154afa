import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Connection } from '@temporalio/client';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { startSimulators, type Simulators } from '../../dev/simulators/index.js';
import { findFreePort } from '../../dev/temporal/free-port.js';
import { checkAll, type CheckOptions } from '../../src/cli/check/check-environment.js';
import { CHECKED_PARTS, type CheckedPart, type Finding } from '../../src/cli/check/finding.js';
import { setUpNamespace } from '../../src/client/namespace-setup.js';
import { OnboardingClient } from '../../src/client/onboarding-client.js';
import { readCodecServerEnvironment } from '../../src/config/codec-server.js';
import { readGatewayEnvironment } from '../../src/config/gateway.js';
import { startCodecServer } from '../../src/codec-server/start-codec-server.js';
import { startGateway } from '../../src/gateway/start-gateway.js';
import { newNamespace } from '../client/new-namespace.js';
import { startRawTlsServer, type RawServer } from '../providers/support/raw-server.js';
import { selfSignedCertificate } from '../providers/support/self-signed-certificate.js';
import { startHttpProxy } from '../support/http-proxy.js';
import { newSecret, WebhookReceiver } from '../support/webhook-receiver.js';
import { WorkerProcess } from '../support/worker-process.js';
import { documents, runCommand } from './run-command.js';

const MOBILE_NUMBER = '9876543210';
const CLIENT_CODE = 'P6543210';
const KEY = Buffer.alloc(32, 7).toString('base64');
const OTHER_KEY = Buffer.alloc(32, 8).toString('base64');
const NOTHING_THERE = 'https://127.0.0.1:1';
const NO_PORT = '1';
/** Names of variables, and values that are words of the report as well. */
const NAME_OR_WORD = /^([A-Z_]+|none|plain|wrong|ended|nobodys?|onboarding|\d{1,5}|1\.0|WEB)$/;

/** What is stopped at the end, the newest first. */
const stops: (() => unknown)[] = [];
let connection: Connection;
let plain: Simulators;
let encrypted: Simulators;
let receiver: WebhookReceiver;
/** An environment in which everything is right. */
let right: Record<string, string>;

beforeAll(async () => {
  connection = await Connection.connect({ address: inject('temporalAddress') });
  stops.push(() => connection.close());
  const namespace = await newNamespace(connection);
  await setUpNamespace(connection, namespace);
  [plain, encrypted, receiver] = await Promise.all([
    startSimulators({ iifl: { logins: {} } }),
    startSimulators({ iserveu: { auth: 'encrypted' } }),
    WebhookReceiver.start(),
  ]);
  stops.push(
    () => plain.stop(),
    () => encrypted.stop(),
    () => receiver.close(),
  );
  const common = {
    TEMPORAL_ADDRESS: inject('temporalAddress'),
    TEMPORAL_NAMESPACE: namespace,
    PAYLOAD_KEYS: `k1:${KEY}`,
    CUSTOMER_ID_KEY: KEY,
  };
  const gateway = {
    GATEWAY_PORT: String(await findFreePort()),
    GATEWAY_API_KEYS: `app:backend:${'0'.repeat(64)}`,
    GATEWAY_TOKEN_KEYS: KEY,
    GATEWAY_BRAND_NAME: 'Made Up Pay',
  };
  const codecServer = { CODEC_SERVER_PORT: String(await findFreePort()), CODEC_AUTH: 'none' };
  const worker = await WorkerProcess.start({ ...common, ...plain.environment, ...receiver.environment });
  stops.push(() => worker.stop());
  const startedGateway = await startGateway(
    readGatewayEnvironment({ ...common, ...gateway }),
    pino({ level: 'silent' }),
  );
  stops.push(() => startedGateway.stop());
  const startedCodecServer = await startCodecServer(
    readCodecServerEnvironment({ ...common, ...codecServer }),
    pino({ level: 'silent' }),
  );
  stops.push(() => startedCodecServer.stop());
  right = {
    ...common,
    ...plain.environment,
    ...receiver.environment,
    ...gateway,
    ...codecServer,
    GATEWAY_PUBLIC_URL: `http://127.0.0.1:${gateway.GATEWAY_PORT}`,
  };
});
afterAll(async () => {
  for (const stop of stops.reverse()) await stop();
});

const ALL: CheckOptions = { mobileNumber: MOBILE_NUMBER, clientCode: CLIENT_CODE, webhook: true };

async function findings(env: Record<string, string>, options: CheckOptions = ALL): Promise<Finding[]> {
  const found: Finding[] = [];
  for await (const finding of checkAll(env, options)) found.push(finding);
  return found;
}

/** Another environment, in which one thing is wrong. */
type Plant = () => Promise<Record<string, string | undefined>> | Record<string, string | undefined>;

async function startServer(answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer).listen(0, '127.0.0.1');
  await once(server, 'listening');
  stops.push(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startTls(certificate: { key: string; cert: string }): Promise<RawServer> {
  const server = await startRawTlsServer(certificate, (socket) => socket.end());
  stops.push(() => server.close());
  return server;
}

async function emptyNamespace(prepare: (namespace: string) => Promise<unknown>) {
  const namespace = await newNamespace(connection);
  await prepare(namespace);
  return { TEMPORAL_NAMESPACE: namespace };
}

const INT = 3;
const KEYWORD = 2;
const DATETIME = 6;
const addAttributes = (namespace: string, searchAttributes: Record<string, number>) =>
  connection.operatorService.addSearchAttributes({ namespace, searchAttributes });

const MISTAKES: [mistake: string, part: CheckedPart, next: RegExp, plant: Plant][] = [
  ['a required variable is missing', 'environment', /set right/, () => ({ IIFL_APP_NAME: undefined })],
  ['a URL in clear text', 'environment', /set right/, () => ({ ISERVEU_BASE_URL: 'http://iserveu.example' })],
  ['a key that is no base64', 'environment', /set right/, () => ({ PAYLOAD_KEYS: 'k1:short' })],
  ['a login and a cookie', 'environment', /set right/, () => ({ IIFL_COOKIE: 'made-up' })],
  ['a file that is not there', 'environment', /set right/, () => ({ NODE_EXTRA_CA_CERTS: '/no/such.pem' })],
  ['no Temporal', 'temporal', /start Temporal, or set TEMPORAL_ADDRESS/, () => ({ TEMPORAL_ADDRESS: '127.0.0.1:1' })],
  ['no such namespace', 'namespace', /TEMPORAL_NAMESPACE/, () => ({ TEMPORAL_NAMESPACE: 'nowhere' })],
  ['a short retention', 'namespace', /onboarding setup/, () => emptyNamespace(() => Promise.resolve())],
  [
    'a search attribute is missing',
    'search attributes',
    /onboarding setup/,
    () => emptyNamespace((namespace) => addAttributes(namespace, { OnboardingStage: KEYWORD })),
  ],
  [
    'a search attribute of another type',
    'search attributes',
    /remove them there, then run `onboarding setup`/,
    () =>
      emptyNamespace((namespace) =>
        addAttributes(namespace, { OnboardingStage: INT, OnboardingOtpDeadline: DATETIME }),
      ),
  ],
  ['a worker of another task queue', 'workers', /start a worker/, () => ({ ONBOARDING_TASK_QUEUE: 'nobodys' })],
  ['clear text', 'payload keys', /set PAYLOAD_KEYS/, () => ({ PAYLOAD_KEYS: 'none' })],
  [
    'a key that the onboardings are not under',
    'payload keys',
    /add the key/,
    () =>
      emptyNamespace(async (namespace) => {
        await setUpNamespace(connection, namespace);
        const client = await OnboardingClient.connect({
          connection: { address: inject('temporalAddress') },
          namespace,
          payloadKeys: [{ id: 'other', key: Buffer.from(OTHER_KEY, 'base64') }],
          customerIdKey: Buffer.from(KEY, 'base64'),
        });
        await client.start({ mobileNumber: MOBILE_NUMBER, name: 'Asha Rao', latlong: '0,0', publicIP: '203.0.113.7' });
        await expect.poll(() => countOnboardings(namespace)).toBe(1);
        await client.close();
      }),
  ],
  ['another key in the codec server', 'codec server', /same PAYLOAD_KEYS/, () => ({ PAYLOAD_KEYS: `k2:${OTHER_KEY}` })],
  ['no codec server', 'codec server', /or start it/, () => ({ CODEC_SERVER_PORT: NO_PORT })],
  ['a refused token', 'codec server', /TEMPORAL_CODEC_AUTH/, refusingCodecServer],
  ['a wrong secret', 'iserveu get-customer', /ISERVEU_CLIENT_SECRET/, () => ({ ISERVEU_CLIENT_SECRET: 'wrong' })],
  [
    'a wrong mode',
    'iserveu get-customer',
    /ISERVEU_AUTH/,
    () => ({ ...encrypted.iserveu.environment, ISERVEU_AUTH: 'plain' }),
  ],
  [
    'a wrong encryption key',
    'iserveu get-customer',
    /ISERVEU_ENCRYPTION_KEY/,
    () => ({ ...encrypted.iserveu.environment, ISERVEU_ENCRYPTION_KEY: KEY }),
  ],
  ['an unknown agent', 'iserveu get-customer', /ISERVEU_USERNAME/, () => ({ ISERVEU_USERNAME: 'nobody' })],
  ['a wrong path', 'iserveu get-customer', /ISERVEU_GET_CUSTOMER_PATH/, () => ({ ISERVEU_GET_CUSTOMER_PATH: '/x' })],
  ['a closed port', 'iserveu', /host and port in ISERVEU_BASE_URL/, () => ({ ISERVEU_BASE_URL: NOTHING_THERE })],
  ['an unknown host', 'iserveu', /DNS/, () => ({ ISERVEU_BASE_URL: 'https://no-such-host.invalid' })],
  ['TLS where none is spoken', 'iserveu', /scheme and port/, tlsToPlainServer],
  ['a clock that is 10 minutes off', 'iserveu', /NTP/, clockOff],
  ['a private certificate', 'iserveu', /NODE_EXTRA_CA_CERTS/, privateCertificate],
  ['a proxy that is not there', 'iserveu', /HTTP_PROXY/, () => ({ HTTP_PROXY: NOTHING_THERE })],
  ['a proxy that wants credentials', 'iserveu', /user and password right in HTTPS_PROXY/, proxyAnswering(407)],
  ['a proxy that forbids the server', 'iserveu', /let this host through/, proxyAnswering(403)],
  ['a wrong subscription key', 'iifl login', /IIFL_SUBSCRIPTION_KEY/, () => ({ IIFL_SUBSCRIPTION_KEY: 'wrong' })],
  ['a wrong login', 'iifl login', /IIFL_LOGIN_EMAIL/, () => ({ IIFL_LOGIN_EMAIL: 'nobody@example.com' })],
  ['a closed port of IIFL', 'iifl', /host and port in IIFL_URL/, () => ({ IIFL_URL: NOTHING_THERE })],
  ['a session that has ended', 'iifl profile', /the session may have ended/, endedSession],
  ['a wrong webhook secret', 'webhook', /WEBHOOK_SECRETS/, strictReceiver],
  ['a webhook that is not there', 'webhook', /WEBHOOK_URL/, () => ({ WEBHOOK_URL: NOTHING_THERE })],
  ['no webhook', 'webhook', /set WEBHOOK_URL/, () => ({ WEBHOOK_URL: undefined })],
  ['no gateway', 'gateway', /or start it/, () => ({ GATEWAY_PORT: NO_PORT })],
  ['a colour that nobody can read', 'environment', /set right/, () => ({ GATEWAY_BRAND_COLOR: '#ffee00' })],
  ['a public URL that leads elsewhere', 'public url', /GATEWAY_PUBLIC_URL/, somethingElse],
];

async function countOnboardings(namespace: string): Promise<number> {
  const { count } = await connection.workflowService.countWorkflowExecutions({ namespace, query: '' });
  return Number(count);
}

async function refusingCodecServer() {
  const url = await startServer((_, response) => response.writeHead(401).end());
  return { TEMPORAL_CODEC_ENDPOINT: url, TEMPORAL_CODEC_AUTH: 'Bearer made-up' };
}

function tlsToPlainServer() {
  return { ISERVEU_BASE_URL: plain.iserveu.url.replace('http:', 'https:') };
}

async function clockOff() {
  const url = await startServer((_, response) => {
    response.setHeader('Date', new Date(Date.now() + 600_000).toUTCString());
    response.writeHead(404).end();
  });
  return { ISERVEU_BASE_URL: url };
}

async function privateCertificate() {
  return { ISERVEU_BASE_URL: (await startTls(selfSignedCertificate())).url.href };
}

function proxyAnswering(status: number): Plant {
  return async () => {
    const onConnect = (socket: NodeJS.WritableStream) => socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
    const proxy = await startHttpProxy({ onConnect });
    stops.push(() => proxy.close());
    return { ISERVEU_BASE_URL: 'https://iserveu.invalid', HTTPS_PROXY: proxy.url.href };
  };
}

/** No login, and the cookie of a session that is over. */
function endedSession() {
  const ofLogin = Object.keys(plain.iifl.environment).filter((name) => /LOGIN|ENCRYPTION/.test(name));
  return { ...Object.fromEntries(ofLogin.map((name) => [name, undefined])), IIFL_COOKIE: 'ended' };
}

async function strictReceiver() {
  const url = await startServer((_, response) => response.writeHead(401).end());
  return { WEBHOOK_URL: url, WEBHOOK_SECRETS: newSecret() };
}

async function somethingElse() {
  return { GATEWAY_PUBLIC_URL: await startServer((_, response) => response.writeHead(404).end()) };
}

test('an environment in which everything is right has nothing else to say', async () => {
  const found = await findings(right);
  expect(found.filter(({ state }) => state !== 'ok')).toEqual([]);
  expect(receiver.posts.at(-1)?.body).toMatch(/^\{"type":"onboarding\.test","timestamp":"[^"]+","data":\{\}\}$/);
});

describe('a planted mistake is found, and the next step named', () => {
  test.each(MISTAKES)('%s: %s', async (_, part, next, plant) => {
    const mistake = Object.entries({ ...right, ...(await plant()) }).filter(([, value]) => value !== undefined);
    const found = await findings(Object.fromEntries(mistake) as Record<string, string>);
    const finding = found.find((each) => each.part === part);
    expect(finding).toMatchObject({ state: 'wrong', next: expect.stringMatching(next) as unknown });
    expect(found.map((each) => each.part)).toEqual(CHECKED_PARTS);
    for (const value of [MOBILE_NUMBER, ...mistake.flat()].filter((text) => !NAME_OR_WORD.test(text ?? ''))) {
      expect(JSON.stringify(found)).not.toContain(value);
    }
  });
});

test('it changes nothing at a provider, and starts no onboarding', async () => {
  const before = await countOnboardings(right['TEMPORAL_NAMESPACE'] ?? '');
  plain.iserveu.reset();
  await findings(right);
  const operations = plain.iserveu.journal.entries.map(({ operation }) => operation);
  expect(operations.filter((operation) => operation !== undefined)).toEqual(['getCustomer']);
  expect(await countOnboardings(right['TEMPORAL_NAMESPACE'] ?? '')).toBe(before);
});

describe('the command', () => {
  const asked = ['--mobile-number', '-', '--client-code', CLIENT_CODE, '--webhook'];

  test('prints one line a part, no value, and exits with 0', async () => {
    const ran = await runCommand(['check', ...asked], { env: right, stdin: `${MOBILE_NUMBER}\n` });
    expect(ran).toMatchObject({ exitCode: 0 });
    expect(ran.stdout.match(/^(ok {3}|WRONG|- {4}) {2}/gm)).toHaveLength(CHECKED_PARTS.length);
    for (const value of [MOBILE_NUMBER, KEY, ...Object.values(right)].filter(({ length }) => length > 8)) {
      expect(ran.stdout + ran.stderr).not.toContain(value);
    }
  });

  test('with --json prints one document, and exits with 1 where something is wrong', async () => {
    const ran = await runCommand(['--json', 'check'], { env: { ...right, CODEC_SERVER_PORT: NO_PORT } });
    expect(ran).toMatchObject({ exitCode: 1, stderr: '' });
    const [document] = documents(ran) as [{ ok: boolean; parts: Finding[] }];
    expect(document.ok).toBe(false);
    expect(document.parts.find(({ part }) => part === 'codec server')).toMatchObject({ state: 'wrong' });
    expect(document.parts.find(({ part }) => part === 'iifl profile')).toMatchObject({ state: 'skipped' });
  });

  test('lists each problem of the environment on a line of its own', async () => {
    const env = { ...right, ISERVEU_BASE_URL: 'http://iserveu.example', IIFL_APP_NAME: '' };
    const { stdout } = await runCommand(['check'], { env });
    expect(stdout).toMatch(/^ +ISERVEU_BASE_URL must be an https URL/m);
    expect(stdout).toMatch(/^ +IIFL_APP_NAME is required/m);
  });

  test('reads a file of variables, which go over those of the shell', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onboarding-check-'));
    try {
      const file = join(folder, 'all.env');
      await writeFile(
        file,
        Object.entries(right)
          .map(([name, value]) => `${name}='${value}'\n`)
          .join(''),
      );
      const ran = await runCommand(['check', '--env-file', file], { env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } });
      expect(ran.stdout).not.toContain('WRONG');
      expect(ran.exitCode).toBe(0);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test('trusts an authority that NODE_EXTRA_CA_CERTS of the file names, and tells an expired certificate', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'onboarding-check-'));
    try {
      const expired = selfSignedCertificate({ validUntilMs: Date.now() - 60_000 });
      const server = await startTls(expired);
      await writeFile(join(folder, 'ca.pem'), expired.cert);
      const file = join(folder, 'all.env');
      const env = { ...right, ISERVEU_BASE_URL: server.url.href, NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') };
      await writeFile(
        file,
        Object.entries(env)
          .map(([name, value]) => `${name}='${value}'\n`)
          .join(''),
      );
      const ran = await runCommand(['check', '--env-file', file]);
      expect(ran.stdout).toMatch(/^WRONG {2}iserveu +its certificate has expired\. Next: /m);
      expect(ran.exitCode).toBe(1);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  test.each([
    [['--mobile-number', '12345'], /--mobile-number must be a string of ten digits/],
    [['--client-code', 'no-code'], /--client-code must be a string of 1 to 8/],
    [['--nonsense'], /unknown option/],
    [['extra'], /too many arguments/],
  ])('%j is wrong usage', async (words, problem) => {
    const ran = await runCommand(['check', ...words], { env: right });
    expect(ran).toMatchObject({ exitCode: 2, stdout: '' });
    expect(ran.stderr).toMatch(problem);
  });
});
