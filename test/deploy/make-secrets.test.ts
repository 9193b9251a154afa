import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runCommand } from '../../dev/temporal/command.js';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { readClientConfig } from '../../src/config/client.js';
import { readEnvironment } from '../../src/config/environment.js';
import { readGatewayAccess } from '../../src/config/gateway-access.js';
import { compose } from './compose-file.js';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'make-secrets-'));
  await cp(join(PROJECT_ROOT, 'deploy/make-secrets.sh'), join(directory, 'deploy/make-secrets.sh'));
});
afterEach(() => rm(directory, { recursive: true }));

const makeSecrets = () => runCommand('sh', [join(directory, 'deploy/make-secrets.sh')], { environment: process.env });
const fileOf = (name: string) => join(directory, 'deploy/secrets', name);
const contentOf = (name: string) => readFile(fileOf(name), 'utf8');

test('it makes every file that docker-compose.yml names, in a folder that is closed to others', async () => {
  await makeSecrets();
  const named = Object.values(compose.secrets).map(({ file }) => file.replace(/^deploy\/secrets\//, ''));
  expect((await readdir(fileOf('.'))).sort()).toEqual([...named, 'callers', 'renewed'].sort());
  const modeOf = async (path: string) => (await stat(path)).mode & 0o777;
  expect(await modeOf(fileOf('.'))).toBe(0o700);
  // The users inside the containers are not the one who runs this.
  expect(await modeOf(fileOf('payload_keys'))).toBe(0o644);
  expect(await modeOf(fileOf('renewed'))).toBe(0o755);
});

test('the keys that it makes are random and usable; the password is fit for any configuration file', async () => {
  await makeSecrets();
  const read = () =>
    readClientConfig(
      { payloads: true, customerIds: true, starts: true },
      { PAYLOAD_KEYS_FILE: fileOf('payload_keys'), CUSTOMER_ID_KEY_FILE: fileOf('customer_id_key') },
    );
  const { payloadKeys, customerIdKey } = read();
  expect(payloadKeys).toMatchObject([{ id: 'k1' }]);
  expect(await contentOf('postgres_password')).toMatch(/^[0-9a-f]{64}\n$/);
  await rm(fileOf('.'), { recursive: true });
  await makeSecrets();
  expect(read().customerIdKey).not.toEqual(customerIdKey);
});

test('the gateway is told the hashes of the keys that it makes for a backend and an operator', async () => {
  const said = await makeSecrets();
  const { apiKeys, tokenKeys } = gatewayAccess();
  const hashOf = async (role: string) =>
    createHash('sha256')
      .update(await contentOf(`callers/${role}`))
      .digest();
  expect(apiKeys).toEqual([
    { name: 'first-backend', role: 'backend', sha256: await hashOf('backend') },
    { name: 'first-operator', role: 'operator', sha256: await hashOf('operator') },
  ]);
  expect(tokenKeys).toHaveLength(1);
  expect(said).not.toContain(await contentOf('callers/backend'));
  await makeSecrets();
  expect(gatewayAccess().apiKeys).toEqual(apiKeys);
});

const gatewayAccess = () =>
  readEnvironment(
    {
      GATEWAY_API_KEYS_FILE: fileOf('gateway_api_keys'),
      GATEWAY_TOKEN_KEYS_FILE: fileOf('gateway_token_keys'),
    },
    readGatewayAccess,
  );

test('it says which files are to be filled in, shows no secret, and leaves alone what is there', async () => {
  const said = await makeSecrets();
  expect(said).toContain('fill in deploy/secrets/iifl_password');
  expect(said).not.toContain((await contentOf('postgres_password')).trim());
  await writeFile(fileOf('iifl_password'), 'made-up-password\n');
  const keys = await contentOf('payload_keys');
  const saidAgain = await makeSecrets();
  expect(saidAgain).not.toContain('iifl_password');
  expect(saidAgain).toContain('fill in deploy/secrets/iserveu_client_secret');
  expect(await contentOf('payload_keys')).toBe(keys);
  expect(await contentOf('iifl_password')).toBe('made-up-password\n');
});
