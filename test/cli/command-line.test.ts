import { expect, test } from 'vitest';
import { documents, runCommand } from './run-command.js';

const KEY = Buffer.from(Uint8Array.from({ length: 32 }, (_byte, index) => index)).toString('base64');
const ID = 'onboarding-e4541341bb12c47c7a55203258502289';

test.each<[string[], string]>([
  [['id', '--mobile-number', '9876543210'], ''],
  [['id', '--mobile-number', '-'], '9876543210\n'],
])('%j prints the id and needs nothing but CUSTOMER_ID_KEY', async (words, stdin) => {
  const ending = await runCommand(words, { env: { CUSTOMER_ID_KEY: KEY }, stdin });
  expect(ending).toEqual({ exitCode: 0, stdout: `${ID}\n`, stderr: '' });
});

test('id --json prints one document', async () => {
  const ending = await runCommand(['id', '--json', '--mobile-number', '9876543210'], { env: { CUSTOMER_ID_KEY: KEY } });
  expect(documents(ending)).toEqual([{ onboardingId: ID }]);
});

test('--help names every command and every exit code', async () => {
  const { exitCode, stdout, stderr } = await runCommand(['--help']);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const name of [
    'start',
    'otp',
    'resend',
    'status',
    'watch',
    'result',
    'list',
    'cancel',
    'retry',
    'id',
    'setup',
  ]) {
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  }
  for (const code of [0, 1, 2, 3, 4, 5, 130]) expect(stdout).toMatch(new RegExp(`^  ${code} +\\S`, 'm'));
});

test('without a command the help goes to standard error, with exit code 2', async () => {
  const { exitCode, stdout, stderr } = await runCommand([]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('Usage: onboarding');
});

test.each([
  [['status'], 'Name one onboarding: either its ID or --mobile-number'],
  [['status', ID, '--mobile-number', '9876543210'], 'Name one onboarding: either its ID or --mobile-number'],
  [['status', 'a', 'b'], "too many arguments for 'status'"],
  [['otp', 'a', '123456', 'x'], "too many arguments for 'otp'"],
  [['otp', '--mobile-number', '9876543210', 'a', '123456'], 'otp takes one ID, or --mobile-number, and one CODE'],
  [['otp', ID, '123456', '--wait', 'soon'], '--wait must be a number of seconds'],
  [['result', ID, '--wait', '-1'], '--wait must be a number of seconds'],
  [['retry', ID, '--attention', 'iifl-access'], 'Name either one onboarding or --attention, not both'],
  [['id'], 'id needs --mobile-number'],
  [['start', '--input', '-', '--mobile-number', '-'], 'Only one of --input and --mobile-number'],
  [['start', '--input', '/nowhere/request.json'], '--input must name a file that can be read'],
  [['start', '--policy', '{'], '--policy must be JSON'],
  [['start', '--nmae', 'Asha'], "unknown option '--nmae'"],
  [['begin'], "unknown command 'begin'"],
])('%j is a usage error: %s', async (words, message) => {
  const env = { CUSTOMER_ID_KEY: KEY, PAYLOAD_KEYS: 'none' };
  const { exitCode, stdout, stderr } = await runCommand(words, { env });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain(`onboarding: ${message}`);
  expect(stderr).not.toMatch(/^ +at /m);
});

test('with --json an error is one document on standard error', async () => {
  const { exitCode, stdout, stderr } = await runCommand(['--json', 'status']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  const message = 'Name one onboarding: either its ID or --mobile-number';
  expect(JSON.parse(stderr)).toEqual({ error: { type: 'UsageError', message } });
});

test('every variable that start lacks is named at once', async () => {
  const { exitCode, stderr } = await runCommand(['start', '--json', '--name', 'Asha'], {
    env: { ONBOARDING_POLICY: '[]' },
  });
  expect(exitCode).toBe(2);
  const { error } = JSON.parse(stderr) as { error: { type: string; problems: { variable: string }[] } };
  expect(error.type).toBe('EnvironmentError');
  expect(error.problems.map(({ variable }) => variable)).toEqual([
    'PAYLOAD_KEYS',
    'CUSTOMER_ID_KEY',
    'ONBOARDING_POLICY',
  ]);
});

test('a wrong PAYLOAD_KEYS is refused, its value unseen', async () => {
  const { exitCode, stderr } = await runCommand(['status', ID], { env: { PAYLOAD_KEYS: `k1:${KEY}x` } });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('PAYLOAD_KEYS entry 1 must have, after a colon, the base64 text of exactly 32 bytes');
  expect(stderr).not.toContain(KEY);
});

test('an unreachable Temporal is a fault with exit code 5 that names the address', async () => {
  const { exitCode, stdout, stderr } = await runCommand(['list'], { env: { TEMPORAL_ADDRESS: '127.0.0.1:1' } });
  expect({ exitCode, stdout }).toEqual({ exitCode: 5, stdout: '' });
  expect(stderr).toBe('onboarding: Temporal did not answer (no connection to 127.0.0.1:1); try again.\n');
});
