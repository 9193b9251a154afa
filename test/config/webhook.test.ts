import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { readEnvironment } from '../../src/config/environment.js';
import { readWebhookEnvironment } from '../../src/config/webhook.js';
import { problemsOf } from './support/problems-of.js';

const secretOf = (bytes: number) => `whsec_${Buffer.alloc(bytes, 7).toString('base64')}`;
const LEAST = { WEBHOOK_URL: 'https://backend.example/hooks', WEBHOOK_SECRETS: secretOf(32) };

const read = (env: Record<string, string>) => readEnvironment(env, readWebhookEnvironment).webhook;
const problems = (env: Record<string, string>) => problemsOf(env, readWebhookEnvironment);
const wrongVariables = (env: Record<string, string>) => problems(env).map((problem) => problem.split(' ')[0]);

test('without WEBHOOK_URL there is no webhook, whatever else is set', () => {
  expect(read({})).toBeUndefined();
  expect(read({ WEBHOOK_SECRETS: secretOf(32), WEBHOOK_INCLUDE_RECORD: 'true' })).toBeUndefined();
});

test('the least: no record, no gateway, 20 s for each post', () => {
  const webhook = read(LEAST);
  expect(webhook).toMatchObject({ includeRecord: false, timeoutMs: 20_000 });
  expect(webhook?.url.href).toBe('https://backend.example/hooks');
  expect(webhook?.secrets.map((secret) => Buffer.from(secret.reveal()))).toEqual([Buffer.alloc(32, 7)]);
  expect(webhook).not.toHaveProperty('gatewayUrl');
});

test('every setting is taken', () => {
  const webhook = read({
    ...LEAST,
    WEBHOOK_SECRETS: `${secretOf(24)}, ${secretOf(64)}`,
    WEBHOOK_INCLUDE_RECORD: 'true',
    GATEWAY_PUBLIC_URL: 'https://onboarding.example',
  });
  expect(webhook?.includeRecord).toBe(true);
  expect(webhook?.gatewayUrl?.origin).toBe('https://onboarding.example');
  expect(webhook?.secrets.map((secret) => secret.reveal().length)).toEqual([24, 64]);
});

test('a secret without the prefix is the same secret', () => {
  const [secret] = read({ ...LEAST, WEBHOOK_SECRETS: secretOf(32).slice(6) })?.secrets ?? [];
  expect(Buffer.from(secret?.reveal() ?? [])).toEqual(Buffer.alloc(32, 7));
});

test('secrets may come as a file, and show nowhere', () => {
  const directory = mkdtempSync(join(tmpdir(), 'webhook-environment-'));
  const file = join(directory, 'secrets');
  writeFileSync(file, `${secretOf(32)}\n`);
  const webhook = read({ WEBHOOK_URL: LEAST.WEBHOOK_URL, WEBHOOK_SECRETS_FILE: file });
  rmSync(directory, { recursive: true });
  expect(webhook?.secrets).toHaveLength(1);
  const shown = inspect(webhook, { depth: 9 }) + JSON.stringify(webhook);
  expect(shown).not.toContain(secretOf(32).slice(6, 20));
  expect(shown).not.toContain('07 07');
});

describe('wrong settings stop the start', () => {
  test('WEBHOOK_URL without secrets', () => {
    expect(wrongVariables({ WEBHOOK_URL: LEAST.WEBHOOK_URL })).toEqual(['WEBHOOK_SECRETS']);
  });

  test.each([
    'http://backend.example/hooks',
    'ftp://backend.example',
    'backend.example',
    'https://user:pass@backend.example',
    'https://backend.example/#here',
  ])('the URL %s', (url) => {
    expect(wrongVariables({ ...LEAST, WEBHOOK_URL: url })).toEqual(['WEBHOOK_URL']);
  });

  test.each([
    ['23 bytes', secretOf(23)],
    ['65 bytes', secretOf(65)],
    ['an empty entry', `${secretOf(32)},`],
    ['no base64', 'whsec_put-your-secret-here-put-your-secret-here'],
    ['loose bits at the end', `whsec_${'A'.repeat(42)}B=`],
    ['a wrong one among right ones', `${secretOf(32)},x,${secretOf(32)}`],
    ['a wrong one before a right one', `x,${secretOf(32)}`],
  ])('secrets: %s', (_what, secrets) => {
    expect(wrongVariables({ ...LEAST, WEBHOOK_SECRETS: secrets })).toEqual(['WEBHOOK_SECRETS']);
    expect(problems({ ...LEAST, WEBHOOK_SECRETS: secrets }).join()).not.toContain(secrets);
  });

  test.each(['yes', 'TRUE', '1'])('WEBHOOK_INCLUDE_RECORD=%s', (value) => {
    expect(wrongVariables({ ...LEAST, WEBHOOK_INCLUDE_RECORD: value })).toEqual(['WEBHOOK_INCLUDE_RECORD']);
  });

  test.each(['http://onboarding.example', 'https://onboarding.example/path'])('GATEWAY_PUBLIC_URL=%s', (value) => {
    expect(wrongVariables({ ...LEAST, GATEWAY_PUBLIC_URL: value })).toEqual(['GATEWAY_PUBLIC_URL']);
  });
});

test.each(['http://127.0.0.1:9000/hooks', 'http://localhost/hooks', 'http://[::1]:9000'])(
  'plain http to %s is allowed: it stays on this machine',
  (url) => {
    expect(wrongVariables({ ...LEAST, WEBHOOK_URL: url })).toEqual([]);
  },
);
