import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findTemporalCli } from '../../../dev/temporal/find-temporal-cli.js';
import { startTemporalServer } from '../../../dev/temporal/start-temporal-server.js';
import type { TemporalServer, TemporalServerOptions } from '../../../dev/temporal/start-temporal-server.js';
import { STAGE_ATTRIBUTE, OTP_DEADLINE_ATTRIBUTE } from '../../../src/contract/names.js';
import { isAlive } from './processes.js';
import { BareMachine, saysServer } from './stand-ins.js';

const started: TemporalServer[] = [];
let machine: BareMachine;

beforeEach(async () => {
  machine = await BareMachine.create();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await Promise.all(started.splice(0).map((server) => server.stop()));
  await machine.remove();
});

async function start(options: TemporalServerOptions = {}): Promise<TemporalServer> {
  const server = await startTemporalServer({ headless: true, ...options });
  started.push(server);
  return server;
}

async function withClient<T>(server: TemporalServer, use: (client: Client) => Promise<T>): Promise<T> {
  const connection = await Connection.connect({ address: server.address });
  try {
    return await use(new Client({ connection, namespace: server.namespace }));
  } finally {
    await connection.close();
  }
}

/** Makes `startTemporalServer` use a program, written for sh, as its Temporal CLI. */
async function useAsCli(script: string): Promise<void> {
  const versionElse = `if [ "$1" = --version ]; then ${saysServer('1.31.2')}; exit; fi`;
  vi.stubEnv('TEMPORAL_CLI', await machine.putProgram('temporal', `${versionElse}\n${script}`));
}

test('a server is ready for workflows with the contract’s search attributes as soon as it is handed over', async () => {
  const server = await start();
  expect(server.address).toMatch(/^127\.0\.0\.1:\d+$/);
  const attributes = await withClient(server, async (client) => {
    const handle = await client.workflow.start('nobodyRunsThis', {
      taskQueue: 'nobody',
      workflowId: 'one',
      typedSearchAttributes: [
        { key: defineSearchAttributeKey(STAGE_ATTRIBUTE, SearchAttributeType.KEYWORD), value: 'checking' },
        { key: defineSearchAttributeKey(OTP_DEADLINE_ATTRIBUTE, SearchAttributeType.DATETIME), value: new Date(0) },
      ],
    });
    return (await handle.describe()).typedSearchAttributes.getAll();
  });
  expect(attributes).toHaveLength(2);
});

test('Temporal Web answers where the server says it is', async () => {
  const { webUrl } = await start({ headless: false });
  const answer = await fetch(String(webUrl));
  expect(await answer.text()).toMatch(/<html/i);
});

test('Temporal Web fetches no news', async () => {
  const { webUrl } = await start({ headless: false });
  const settings = await fetch(`${webUrl}/api/v1/settings`);
  expect(await settings.json()).toMatchObject({ DisableNewsFetch: true });
});

test('Temporal Web knows the codec server', async () => {
  const { webUrl } = await start({ headless: false, codecEndpoint: 'http://127.0.0.1:9' });
  const settings = await fetch(`${webUrl}/api/v1/settings`);
  expect(await settings.json()).toMatchObject({ Codec: { Endpoint: 'http://127.0.0.1:9' } });
});

test('a Temporal CLI that does not know the flag against news is not given it', async () => {
  const cli = await findTemporalCli(() => undefined);
  await useAsCli(`case "$*" in
  *--help*) echo 'only --ui-port';;
  *--ui-disable-news-fetch*) echo 'unknown flag' >&2; exit 1;;
  *) exec "${cli}" "$@";;
esac`);
  await expect(start({ headless: false })).resolves.toHaveProperty('webUrl');
});

test('a headless server names no Temporal Web', async () => {
  expect(await start({ headless: true })).not.toHaveProperty('webUrl');
});

test('a namespace of one’s own is there', async () => {
  const server = await start({ namespace: 'mine' });
  const named = await withClient(server, ({ connection }) =>
    connection.workflowService.describeNamespace({ namespace: 'mine' }),
  );
  expect(named.namespaceInfo?.name).toBe('mine');
});

test('a stopped server’s process is gone, and stopping it again is harmless', async () => {
  const server = await start();
  await server.stop();
  expect(isAlive(server.pid)).toBe(false);
  await server.stop();
  await server.ended;
});

test('with a database file a workflow outlives a restart', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'onboarding-database-'));
  const dbFilename = join(directory, 'temporal.db');
  try {
    const first = await start({ dbFilename });
    await withClient(first, (client) =>
      client.workflow.start('nobodyRunsThis', { taskQueue: 'nobody', workflowId: 'kept' }),
    );
    await first.stop();
    const second = await start({ dbFilename });
    const status = await withClient(
      second,
      async (client) => (await client.workflow.getHandle('kept').describe()).status,
    );
    expect(status.name).toBe('RUNNING');
    await second.stop();
  } finally {
    await rm(directory, { recursive: true });
  }
});

test.each(['port', 'uiPort'] as const)('a %s that is taken is named, and no server is started', async (name) => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const { port } = other.address() as AddressInfo;
  try {
    await expect(start({ headless: false, [name]: port })).rejects.toThrow(
      `Port ${port} of 127.0.0.1 is taken by another process. Stop that process or choose another port.`,
    );
  } finally {
    other.close();
  }
});

test('a free port that somebody else took in between is no failure: once more, with another', async () => {
  const cli = await findTemporalCli(() => undefined);
  const tried = join(machine.directory, 'tried');
  await useAsCli(
    `[ -e "${tried}" ] || { touch "${tried}"; echo "listen tcp: bind: address already in use" >&2; exit 1; }\nexec "${cli}" "$@"`,
  );
  await expect(start()).resolves.toHaveProperty('address');
});

test('a server that ends at once fails with its last words', async () => {
  await useAsCli('echo "Error: no such flag" >&2; exit 3');
  await expect(start()).rejects.toThrow('The server has ended (exit code 3): Error: no such flag');
});
