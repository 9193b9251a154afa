import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { COMPOSE_PATH, compose, services } from './compose-file.js';
import { findComposeParser, NoComposeParser, type ComposeParser } from './compose-parser.js';

const FIRST_BUILD_WITHIN_MS = 300_000;

let parser: ComposeParser | undefined;
let reason = '';
beforeAll(async () => {
  try {
    parser = await findComposeParser();
  } catch (error) {
    // On a person's machine without Docker and Go the other tests of the file must do.
    if (!(error instanceof NoComposeParser) || process.env['CI'] === 'true') throw error;
    reason = error.message;
  }
}, FIRST_BUILD_WITHIN_MS);
afterAll(() => parser?.close());
beforeEach(({ skip }) => {
  skip(parser === undefined, `there is no compose parser on this machine: ${reason}`);
});

const servicesOf = (file: string, profiles?: string[]) => parser?.servicesOf(file, profiles);

test('Docker Compose takes the file with every profile', async () => {
  expect(await servicesOf(COMPOSE_PATH, ['dev', 'tools'])).toEqual(Object.keys(compose.services).sort());
});

test('without a profile, Docker Compose runs what has none', async () => {
  const always = services.filter(([, { profiles = [] }]) => profiles.length === 0).map(([name]) => name);
  expect(always).toContain('worker');
  expect(await servicesOf(COMPOSE_PATH)).toEqual(always.sort());
});

test.each([
  ['a misspelt key', 'healthcheck:', 'helthcheck:'],
  ['a service that is not there', 'temporal-schema: { condition', 'temporal-scheme: { condition'],
  ['a network that is not there', 'networks: [database]', 'networks: [databases]'],
  ['a secret that is not there', 'secrets: [postgres_password]', 'secrets: [postgres_passwort]'],
])('Docker Compose refuses %s', async (_what, right, wrong) => {
  const directory = await mkdtemp(join(tmpdir(), 'compose-broken-'));
  try {
    const file = join(directory, 'docker-compose.yml');
    const text = await readFile(COMPOSE_PATH, 'utf8');
    expect(text).toContain(right);
    await writeFile(file, text.replace(right, wrong));
    await expect(servicesOf(file)).rejects.toThrow();
  } finally {
    await rm(directory, { recursive: true });
  }
});
