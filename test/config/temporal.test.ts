import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EnvironmentError, readEnvironment, type Environment } from '../../src/config/environment.js';
import { readTemporalConfig } from '../../src/config/temporal.js';

let home = '';
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'onboarding-config-'));
});
afterAll(async () => {
  await rm(home, { recursive: true });
});

const read = (env: Environment) => readEnvironment({ HOME: home, ...env }, readTemporalConfig);

function problemsOf(env: Environment): string {
  try {
    read(env);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.message;
  }
  return 'no problem';
}

test('without TEMPORAL_* it is the namespace default at 127.0.0.1:7233, without TLS', () => {
  expect(read({})).toEqual({ connection: { address: '127.0.0.1:7233' }, namespace: 'default' });
});

test('an empty TEMPORAL_ADDRESS counts as absent', () => {
  expect(read({ TEMPORAL_ADDRESS: '' }).connection.address).toBe('127.0.0.1:7233');
});

test('TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE are taken', () => {
  const config = read({ TEMPORAL_ADDRESS: 'temporal.example:7233', TEMPORAL_NAMESPACE: 'onboarding' });
  expect(config).toEqual({ connection: { address: 'temporal.example:7233' }, namespace: 'onboarding' });
});

test('an API key switches TLS on', () => {
  expect(read({ TEMPORAL_API_KEY: 'secret' }).connection).toMatchObject({ apiKey: 'secret', tls: true });
});

test('the API key may stand in a file', async () => {
  const file = join(home, 'api-key');
  await writeFile(file, 'secret\n');
  expect(read({ TEMPORAL_API_KEY_FILE: file }).connection.apiKey).toBe('secret');
});

test('TEMPORAL_GRPC_META_* becomes metadata', () => {
  expect(read({ TEMPORAL_GRPC_META_X_TENANT: 'a' }).connection.metadata).toEqual({ 'x-tenant': 'a' });
});

test("Temporal's configuration file is read", async () => {
  const file = join(home, 'temporal.toml');
  await writeFile(file, '[profile.default]\naddress = "from-file:7233"\n');
  expect(read({ TEMPORAL_CONFIG_FILE: file }).connection.address).toBe('from-file:7233');
});

test('a configuration file that is no TOML is named, not quoted', async () => {
  const file = join(home, 'broken.toml');
  await writeFile(file, 'api_key = "secret\n');
  const problems = problemsOf({ TEMPORAL_CONFIG_FILE: file });
  expect(problems).toContain('TEMPORAL_CONFIG_FILE');
  expect(problems).not.toContain('secret');
});

test('an unknown profile is a problem of TEMPORAL_PROFILE', () => {
  expect(problemsOf({ TEMPORAL_PROFILE: 'nobody' })).toContain('TEMPORAL_PROFILE must name a profile');
});

test('a certificate that cannot be read is a problem', () => {
  const env = { TEMPORAL_TLS_CLIENT_CERT_PATH: join(home, 'none.pem') };
  expect(problemsOf(env)).toContain('ENOENT');
});
