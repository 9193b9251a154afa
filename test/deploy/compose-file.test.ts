import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { DEFAULT_TASK_QUEUE } from '../../src/contract/names.js';
import { SHUTDOWN_GRACE_MS } from '../../src/contract/time-limits.js';
import { compose, isOfDev, isOneShot, serviceNamed, services } from './compose-file.js';
import { exampleEnvironment } from './env-example.js';

const SECRETS_FOLDER = '/run/secrets/';

test('every image is one exact release', () => {
  const images = services.flatMap(([, { image }]) => image ?? []);
  expect(images.length).toBeGreaterThan(0);
  for (const image of images) expect(image).toMatch(/^[a-z/-]+:\d+\.\d+(\.\d+)?(-[a-z]+)?$/);
});

test('the Temporal server and its tools have the version that the tests run on', () => {
  const goModule = readFileSync(join(PROJECT_ROOT, 'dev/temporal-cli/go.mod'), 'utf8');
  const version = /go\.temporal\.io\/server v([\d.]+)/.exec(goModule)?.[1] ?? 'none';
  expect(serviceNamed('temporal').image).toBe(`temporalio/server:${version}`);
  expect(serviceNamed('temporal-schema').image).toBe(`temporalio/admin-tools:${version}`);
  expect(serviceNamed('temporal-namespace').image).toBe(`temporalio/admin-tools:${version}`);
});

test('nothing but Temporal Web and the gateway is published, and that on 127.0.0.1 only', () => {
  const published = services.flatMap(([name, { ports = [] }]) => ports.map((port) => [name, port]));
  expect(published.map(([name]) => name)).toEqual(['temporal-web', 'gateway']);
  for (const [, port] of published) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/);
  expect(services.filter(([, { network_mode: mode }]) => mode === 'host')).toEqual([]);
});

test('PostgreSQL is on a network with Temporal alone', () => {
  const members = services.filter(([, { networks = [] }]) => networks.includes('database')).map(([name]) => name);
  expect(members).toEqual(['postgresql', 'temporal-schema', 'temporal']);
  expect(serviceNamed('postgresql').networks).toEqual(['database']);
});

test.each(services)('%s ends by itself, or is restarted and has a health check', (_name, service) => {
  const { restart, healthcheck } = service;
  if (isOneShot(service)) expect(healthcheck).toBeUndefined();
  else expect({ restart, check: healthcheck?.test[0] }).toEqual({ restart: 'unless-stopped', check: 'CMD' });
});

const waits = services.flatMap(([name, { depends_on: needed = {} }]) =>
  Object.entries(needed).map(([other, { condition }]) => [name, other, condition] as const),
);

test.each(waits)('%s waits until %s is ready: %s', (_name, other, condition) => {
  const ready = isOneShot(serviceNamed(other)) ? 'service_completed_successfully' : 'service_healthy';
  expect(condition).toBe(ready);
});

test.each(['worker', 'dev-worker'])('%s is killed only after its calls had their 35 s to end', (name) => {
  const seconds = /^(\d+)s$/.exec(serviceNamed(name).stop_grace_period ?? '')?.[1];
  expect(Number(seconds) * 1000).toBeGreaterThan(SHUTDOWN_GRACE_MS);
});

test.each(services)('%s is given the secrets that its variables name, and no others', (_name, service) => {
  const { environment = {}, secrets = [] } = service;
  const named = Object.entries(environment).filter(([, value]) => value?.startsWith(SECRETS_FOLDER));
  expect(named.every(([variable]) => variable.endsWith('_FILE'))).toBe(true);
  expect(named.map(([, value]) => value?.slice(SECRETS_FOLDER.length)).sort()).toEqual([...secrets].sort());
  expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining(secrets));
});

test('a secret stands in clear only where all is made up', () => {
  const withSecrets = services.filter(([, { environment = {} }]) =>
    Object.entries(environment).some(
      ([name, value]) => /(SECRET|PASSWORD|PASS_KEY|_KEY|_KEYS|_PWD)$/.test(name) && value !== null,
    ),
  );
  expect(withSecrets.map(([name]) => name)).toEqual(['dev-worker', 'dev-onboarding']);
  for (const [, service] of withSecrets) expect(isOfDev(service)).toBe(true);
});

test('the simulators, and clear text, are in the dev profile only', () => {
  for (const [, { build, environment = {}, ...service }] of services) {
    const isMadeUp = build?.target === 'dev' || environment['PAYLOAD_KEYS'] === 'none';
    if (isMadeUp) expect(service.profiles).toEqual(['dev']);
  }
  expect(serviceNamed('simulators').build?.target).toBe('dev');
  expect(serviceNamed('dev-worker').environment?.['PAYLOAD_KEYS']).toBe('none');
});

test('the worker refuses requests and OTPs in clear text', () => {
  expect(serviceNamed('worker').environment?.['PAYLOAD_CLEAR_TEXT']).toBe('refuse');
  expect(exampleEnvironment['PAYLOAD_CLEAR_TEXT']).toBe('refuse');
});

test('the dev worker takes no onboarding of the real one, and nothing real needs a service of dev', () => {
  const isolated = serviceNamed('dev-worker').environment?.['ONBOARDING_TASK_QUEUE'];
  expect(isolated).toMatch(/dev/);
  expect(isolated).not.toBe(DEFAULT_TASK_QUEUE);
  expect(serviceNamed('dev-onboarding').environment?.['ONBOARDING_TASK_QUEUE']).toBe(isolated);
  const real = services.filter(([, service]) => !isOfDev(service));
  const needed = real.flatMap(([, { depends_on: others = {} }]) => Object.keys(others));
  expect(needed.filter((name) => isOfDev(serviceNamed(name)))).toEqual([]);
});

test('the dev worker reaches the simulators on its own loopback', () => {
  expect(serviceNamed('dev-worker').network_mode).toBe('service:simulators');
});

test('every script that a container runs from a mounted folder is in the project', () => {
  const scripts = services.flatMap(([, { command = [], volumes = [] }]) => {
    const folders = volumes.map((volume) => volume.split(':')).filter(([source]) => source?.startsWith('./'));
    return folders.flatMap(([source = '', target = '']) =>
      command.filter((word) => word.startsWith(`${target}/`)).map((word) => join(source, word.slice(target.length))),
    );
  });
  expect(scripts.length).toBe(3);
  for (const script of scripts) expect(existsSync(join(PROJECT_ROOT, script)), script).toBe(true);
});
