import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { runCommand } from '../../dev/temporal/command.js';
import { findTemporalCli } from '../../dev/temporal/find-temporal-cli.js';
import { findFreePort } from '../../dev/temporal/free-port.js';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { exampleEnvironment } from './env-example.js';
import { layOutImage } from './image-files.js';
import { NativeServices, type NativePlaces, type RunningService } from './native-services.js';

/*
 * Every command of ours in docker-compose.yml and the Dockerfile, run on this machine against a real Temporal server:
 * with the files of the images, the variables of the services, other ports, and a namespace of its own.
 */

const HEALTHY_WITHIN = { timeout: 30_000, interval: 100 };
const REQUEST = { mobileNumber: '9876543210', name: 'Made Up', latlong: '19.07,72.87', publicIP: '203.0.113.7' };

let directory: string;
let places: NativePlaces;
let services: NativeServices;
let simulators: RunningService;
let devWorker: RunningService;
let gatewayPort: number;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'compose-native-'));
  const images = { worker: join(directory, 'worker'), dev: join(directory, 'dev') };
  await layOutImage('worker', images.worker);
  await layOutImage('dev', images.dev);
  await mkdir(join(directory, 'bin'));
  await symlink(await findTemporalCli(console.error), join(directory, 'bin/temporal'));
  gatewayPort = await findFreePort();
  places = {
    images,
    replacements: {
      'temporal:7233': inject('temporalAddress'),
      4801: String(await findFreePort()),
      4802: String(await findFreePort()),
      8090: String(gatewayPort),
      '0.0.0.0': '127.0.0.1',
      '/run/secrets': join(directory, 'deploy/secrets'),
    },
    variables: { TEMPORAL_NAMESPACE: `compose-${crypto.randomUUID()}` },
    path: [join(directory, 'bin'), dirname(process.execPath), '/usr/bin', '/bin'].join(delimiter),
  };
  services = new NativeServices(places);
  for (const name of ['temporal-namespace', 'setup']) await succeeds(services.start(name));
  simulators = services.start('simulators');
  await simulators.printed('Ctrl-C stops.');
  devWorker = services.start('dev-worker');
  await devWorker.printed('worker ready');
}, 120_000);

afterAll(async () => {
  await services.close();
  await rm(directory, { recursive: true, force: true });
});

/** Its output, once it has ended well. */
async function succeeds({ ended }: RunningService): Promise<string> {
  const { exitCode, output } = await ended;
  expect(exitCode, output).toBe(0);
  return output;
}

const becomesHealthy = (name: string) =>
  vi.waitFor(async () => {
    expect(await services.check(name)).toEqual({ exitCode: 0, output: '' });
  }, HEALTHY_WITHIN);

test('temporal-namespace and setup can run again: they find everything there', async () => {
  await succeeds(services.start('temporal-namespace'));
  const output = await succeeds(services.start('setup'));
  expect(output).toContain('retention 7 days  as it was');
  expect(output.match(/was there already/g)).toHaveLength(4);
});

test('the simulators and the dev worker become healthy', async () => {
  await becomesHealthy('simulators');
  await becomesHealthy('dev-worker');
});

test('simulators that do not answer are unhealthy', async () => {
  const port = String(await findFreePort());
  const others = new NativeServices({ ...places, replacements: { ...places.replacements, 4802: port } });
  const { exitCode, output } = await others.check('simulators');
  expect(exitCode).toBe(1);
  expect(output).toBe(`http://127.0.0.1:${port}/_control/health: ECONNREFUSED\n`);
});

test('a worker that polls nothing is unhealthy, also while another task queue has one', async () => {
  const { exitCode, output } = await services.check('worker');
  expect(exitCode).toBe(1);
  expect(output).toBe(
    'No worker of this host asks for workflow tasks of the task queue onboarding.\n' +
      'No worker of this host asks for activities of the task queue onboarding.\n',
  );
});

test('a worker is unhealthy while Temporal does not answer', async () => {
  const address = `127.0.0.1:${await findFreePort()}`;
  const variables = { ...places.variables, TEMPORAL_ADDRESS: address };
  const { exitCode, output } = await new NativeServices({ ...places, variables }).check('worker');
  expect(exitCode).toBe(1);
  expect(output).toContain(`Temporal did not answer at ${address}`);
});

test('dev-onboarding onboards a made-up customer through the dev worker and the simulators', async () => {
  const input = JSON.stringify({ ...REQUEST, clientCode: 'P6543210' });
  const command = (words: string[], given = '') => succeeds(services.start('dev-onboarding', { words, input: given }));
  const started = await command(['--json', 'start', '--input', '-'], input);
  const [, id = ''] = /"(onboarding-[0-9a-f]{32})"/.exec(started) ?? [];
  await command(['otp', id, '--wait', '30'], '123456\n');
  const output = await command(['--json', 'result', id, '--wait', '30']);
  expect(output).toContain('"outcome":"registered"');
  expect(output).toContain('"enrichment":"enriched"');
});

test('SIGTERM ends the dev worker and the simulators with exit code 0', async () => {
  for (const { child, ended } of [devWorker, simulators]) {
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ exitCode: 0 });
  }
});

async function makeSecrets(): Promise<string> {
  const script = join(directory, 'deploy/make-secrets.sh');
  await cp(join(PROJECT_ROOT, 'deploy/make-secrets.sh'), script);
  return await runCommand('sh', [script], { environment: process.env });
}

/** The services with .env.example as their .env: docker compose takes from it every name that a service gives no value. */
function servicesWithExample(): NativeServices {
  const { TEMPORAL_ADDRESS: _address, TEMPORAL_NAMESPACE: _namespace, ...example } = exampleEnvironment;
  const isForFile = (name: string) => /(SECRET|PASSWORD|_KEY|_KEYS)$/.test(name);
  const taken = Object.fromEntries(Object.entries(example).filter(([name]) => !isForFile(name)));
  return new NativeServices({ ...places, variables: { ...taken, ...places.variables } });
}

test('the gateway becomes healthy with .env.example and the files of make-secrets.sh, and lets in the caller made there', async () => {
  await makeSecrets();
  const real = servicesWithExample();
  const gateway = real.start('gateway');
  await gateway.printed('gateway ready');
  expect(await real.check('gateway')).toEqual({ exitCode: 0, output: '' });
  const listed = (key: string) =>
    fetch(`http://127.0.0.1:${gatewayPort}/v1/onboardings`, { headers: { Authorization: `Bearer ${key}` } });
  expect((await listed(await readFile(join(directory, 'deploy/secrets/callers/operator'), 'utf8'))).status).toBe(200);
  expect((await listed('another-key')).status).toBe(401);
  gateway.child.kill('SIGTERM');
  expect(await gateway.ended).toMatchObject({ exitCode: 0 });
});

test('the real worker starts with .env.example and the files of make-secrets.sh once they are filled in', async () => {
  const said = await makeSecrets();
  const real = servicesWithExample();

  const refused = await real.start('worker').ended;
  expect(refused.exitCode).toBe(2);
  expect(refused.output).toContain('ISERVEU_CLIENT_SECRET is required');
  expect(refused.output).not.toContain('ISERVEU_PASS_KEY');

  for (const [, file = ''] of said.matchAll(/^fill in (\S+)/gm)) {
    await writeFile(join(directory, file), 'made-up\n');
  }
  const worker = real.start('worker');
  await worker.printed('worker ready');
  await vi.waitFor(async () => {
    expect(await real.check('worker')).toEqual({ exitCode: 0, output: '' });
  }, HEALTHY_WITHIN);
  worker.child.kill('SIGTERM');
  expect(await worker.ended).toMatchObject({ exitCode: 0 });
  await real.close();
});
