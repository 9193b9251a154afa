import { parseEnv } from 'node:util';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startSimulators } from '../../dev/simulators/index.js';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { EnvironmentError } from '../../src/config/environment.js';
import { readWorkerEnvironment } from '../../src/config/worker.js';
import { givenVariables, serviceNamed, services } from './compose-file.js';
import { exampleEnvironment, exampleLines } from './env-example.js';
import { changesTemporal, readings, variablesRead, type Reading } from './read-variables.js';

const processes: [service: string, read: Reading][] = [
  ['worker', readings.worker],
  ['dev-worker', readings.worker],
  ['gateway', readings.gateway],
  ['onboarding', readings.command],
  ['dev-onboarding', readings.command],
  ['setup', readings.setup],
];

const withoutFile = (name: string) => name.replace(/_FILE$/, '');
const ofTemporal = (name: string) => name.startsWith('TEMPORAL_');
/** 32 bytes, made up. */
const KEY = Buffer.alloc(32, 7).toString('base64');
const PAYLOAD_KEYS = `k1:${KEY}`;

function problemsOf(read: () => unknown): string[] {
  try {
    read();
    return [];
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.problems.map(({ variable }) => variable);
  }
}

test('every service of ours with variables is looked at here', () => {
  const ours = services.filter(([, { build, environment }]) => build !== undefined && environment !== undefined);
  expect(ours.map(([name]) => name).sort()).toEqual(processes.map(([name]) => name).sort());
});

test.each(processes)('every variable that %s gets is one that its process reads', (name, read) => {
  const variables = Object.entries(serviceNamed(name).environment ?? {});
  const known = variablesRead(read);
  const ours = variables.map(([variable]) => variable).filter((variable) => !ofTemporal(variable));
  expect(ours.filter((variable) => !known.has(withoutFile(variable)))).toEqual([]);
  for (const [variable, value] of variables) {
    if (ofTemporal(variable)) expect(changesTemporal(variable, `not-${value ?? ''}`), variable).toBe(true);
  }
});

test.each([
  ['worker', readings.worker],
  ['gateway', readings.gateway],
  ['onboarding', readings.command],
] as const)('%s gets every variable that its process reads', (name, read) => {
  const given = Object.keys(serviceNamed(name).environment ?? {}).map(withoutFile);
  expect([...variablesRead(read)].filter((variable) => !given.includes(variable))).toEqual([]);
});

test('the dev worker has the credentials and paths of the simulators', async () => {
  const simulators = await startSimulators();
  await simulators.stop();
  const withoutPort = (value: string) => value.replace(/:\d+/, '');
  const simulated = Object.entries(simulators.environment).map(([name, value]) => [name, withoutPort(value)]);
  const given = Object.entries(givenVariables(serviceNamed('dev-worker'))).filter(([name]) =>
    /^(ISERVEU|IIFL)_/.test(name),
  );
  expect(given.length).toBeGreaterThan(0);
  for (const [name, value] of given) expect(simulated).toContainEqual([name, withoutPort(value)]);
});

test('.env.example names every variable of worker and gateway, and none that they do not read', () => {
  const known = new Set([...variablesRead(readings.worker), ...variablesRead(readings.gateway)]);
  const shown = new Set(exampleLines.map(({ name }) => withoutFile(name)).filter((name) => !ofTemporal(name)));
  expect([...shown].sort()).toEqual([...known].sort());
  const temporal = exampleLines.filter(({ name }) => ofTemporal(name));
  expect(temporal.length).toBeGreaterThan(0);
  for (const { name, value } of temporal) expect(changesTemporal(name, `${value}0`), name).toBe(true);
});

test('.env.example is refused for its payload key alone, so that nobody encrypts with a published key', () => {
  const problems = problemsOf(() => readWorkerEnvironment(exampleEnvironment));
  expect(new Set(problems)).toEqual(new Set(['PAYLOAD_KEYS']));
  expect(readWorkerEnvironment({ ...exampleEnvironment, PAYLOAD_KEYS })).toMatchObject({ taskQueue: 'onboarding' });
});

test('.env.example names the sandbox host of each mode', () => {
  const plain = readWorkerEnvironment({ ...exampleEnvironment, PAYLOAD_KEYS });
  expect(plain.iserveu.auth.mode).toBe('plain');
  expect(plain.iserveu.getCustomerUrl.origin).toBe('https://apidev.iserveu.online');
  expect(plain.iifl.url.href).toBe('https://dataservice.iifl.in/openapi/prod/BackoffClientProfile');
  const shown = Object.fromEntries(
    exampleLines
      .filter(({ name, isSet }) => !isSet && name.startsWith('ISERVEU_'))
      .map(({ name, value }) => [name, value]),
  );
  const encrypted = readWorkerEnvironment({ ...exampleEnvironment, PAYLOAD_KEYS, ...shown });
  expect(encrypted.iserveu.auth.mode).toBe('encrypted');
  expect(encrypted.iserveu.getCustomerUrl.origin).toBe('https://apidev-sdk.iserveu.online');
});

test('a line of .env.example that shows a default shows the right one', () => {
  const shown = exampleLines.filter(
    ({ name, isSet }) => !isSet && /_PATH$|_PATTERN$|_TIMEOUT_MS$|_VERSION$|_OS_NAME$/.test(name),
  );
  const ofOurs = shown.filter(({ name }) => !ofTemporal(name));
  expect(ofOurs.length).toBe(8);
  const example = { ...exampleEnvironment, PAYLOAD_KEYS };
  const withDefaults = { ...example, ...Object.fromEntries(ofOurs.map(({ name, value }) => [name, value])) };
  expect(readWorkerEnvironment(withDefaults)).toEqual(readWorkerEnvironment(example));
});

test('Node reads .env.example as it is meant', () => {
  expect(parseEnv(readFileSync(join(PROJECT_ROOT, '.env.example'), 'utf8'))).toEqual(exampleEnvironment);
});
