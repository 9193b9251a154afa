import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OnboardingFilter } from '../../src/client/visibility-query.js';
import { formatOnboardingId } from '../../src/contract/onboarding-id.js';
import { RealOnboardings } from '../client/real-onboardings.js';
import { documents, runCommand, startCommand, type CommandEnding } from './run-command.js';

let onboardings: RealOnboardings;
beforeAll(async () => {
  onboardings = await RealOnboardings.start();
});
afterAll(async () => {
  await onboardings.stop();
});

const NOTICE = /^PAYLOAD_KEYS=none: .* clear text .*\n/;

function run(words: string[], stdin = ''): Promise<CommandEnding> {
  return runCommand(words, { env: environment(), stdin });
}

function environment(): Record<string, string> {
  return {
    ...onboardings.temporalVariables,
    PAYLOAD_KEYS: 'none',
    CUSTOMER_ID_KEY: onboardings.customerIdKey.toString('base64'),
    ONBOARDING_TASK_QUEUE: onboardings.harness.taskQueue,
  };
}

const NOBODY = 'onboarding-00000000000000000000000000000000';

test('start reads the request from standard input, with flags over its fields', async () => {
  const request = onboardings.request({ name: 'From Input' });
  const ending = await run(['start', '--json', '--input', '-', '--name', 'From Flag'], JSON.stringify(request));
  expect(ending).toMatchObject({ exitCode: 0, stderr: '' });
  const [started] = documents(ending);
  expect(started).toMatchObject({ onboardingId: onboardings.client.idOf(request.mobileNumber), started: true });

  const { onboardingId } = started as { onboardingId: string };
  await onboardings.client.submitOtp(onboardingId, '123456');
  expect((await onboardings.client.result(onboardingId)).record?.name).toBe('From Flag');
});

test('start from flags alone says that it joined the open onboarding', async () => {
  const request = onboardings.request({ latlong: '-12.9,77.5' });
  const { workflowId } = await onboardings.client.start(request);
  const flags = ['--name', request.name, '--latlong', request.latlong, '--public-ip', request.publicIP];
  const { exitCode, stdout, stderr } = await run(
    ['start', '--mobile-number', '-', ...flags],
    `${request.mobileNumber}\n`,
  );
  expect(exitCode).toBe(0);
  expect(stdout).toContain(`Joined ${workflowId}`);
  expect(stderr).toMatch(NOTICE);
});

test('start puts ONBOARDING_POLICY under the policy of the request', async () => {
  const request = onboardings.request({ policy: { otpLength: 4 } });
  const env = { ...environment(), ONBOARDING_POLICY: '{"otpMaxAttempts":2,"otpLength":8}' };
  const words = ['start', '--input', '-', '--json'];
  const [started] = documents(await runCommand(words, { env, stdin: JSON.stringify(request) }));
  const { onboardingId } = started as { onboardingId: string };
  const { otp } = await onboardings.until(onboardingId, ({ stage }) => stage === 'awaitingOtp');
  expect(otp?.attemptsLeft).toBe(2);
  await expect(onboardings.client.verifyOtp(onboardingId, '12345678')).rejects.toMatchObject({ problem: 'malformed' });
});

test('an invalid request is refused with exit code 2 and every problem, without a value', async () => {
  const request = { ...onboardings.request(), pincode: '012345', latlong: undefined };
  const { exitCode, stdout, stderr } = await run(['start', '--json', '--input', '-'], JSON.stringify(request));
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  const { error } = JSON.parse(stderr) as { error: { type: string; problems: { field: string }[] } };
  expect(error.type).toBe('InvalidRequest');
  expect(error.problems.map(({ field }) => field)).toEqual(['latlong', 'pincode']);
  expect(stderr).not.toContain('012345');
});

test.each(['null', '[]', '"text"', '{'])('the input %s ends with exit code 2', async (input) => {
  expect(await run(['start', '--input', '-'], input)).toMatchObject({ exitCode: 2, stdout: '' });
});

test('otp hands a code in and does not wait', async () => {
  const id = await onboardings.startAwaitingOtp();
  const ending = await run(['otp', id, '123456', '--json']);
  expect(ending).toMatchObject({ exitCode: 0, stderr: '' });
  expect(documents(ending)).toEqual([{ onboardingId: id, submitted: true }]);
  expect((await onboardings.client.result(id)).outcome).toBe('registered');
});

test('otp --wait tells what became of each code', async () => {
  const id = await onboardings.startAwaitingOtp();
  const refused = await run(['otp', id, '--wait', '30', '--json'], '000000\n');
  expect({ ...refused, stdout: documents(refused) }).toEqual({
    exitCode: 1,
    stdout: [{ result: 'refused', attemptsLeft: 4 }],
    stderr: '',
  });
  const repeated = await run(['otp', id, '000000', '--wait', '30', '--json']);
  expect(repeated).toMatchObject({ exitCode: 1, stdout: '' });
  expect(JSON.parse(repeated.stderr)).toMatchObject({ error: { type: 'OtpNotAccepted' } });
  const registered = await run(['otp', id, '123456', '--wait', '30']);
  expect(registered).toMatchObject({ exitCode: 0, stdout: 'registered\n' });
});

test('otp --wait without a worker ends with exit code 4 when the time is over', async () => {
  const client = onboardings.clientWith({ taskQueue: 'nobody-works-here' });
  const { workflowId } = await client.start(onboardings.request());
  const { exitCode, stderr } = await run(['otp', workflowId, '123456', '--wait', '0.5', '--json']);
  expect(exitCode).toBe(4);
  expect(JSON.parse(stderr)).toMatchObject({ error: { type: 'VerificationTimedOut' } });
});

test('a number and a code on standard input are printed nowhere', async () => {
  const request = onboardings.request({ policy: { otpLength: 8 } });
  await onboardings.client.start(request);
  const stdin = `${request.mobileNumber}\n12345678\n`;
  for (const words of [
    ['otp', '--mobile-number', '-'],
    ['otp', '--mobile-number', '-', '--wait', '30', '--json'],
    ['status', '--mobile-number', '-'],
    ['status', '--mobile-number', '-', '--json'],
    ['result', '--mobile-number', '-'],
    ['cancel', '--mobile-number', '-'],
  ]) {
    const { stdout, stderr } = await run(words, stdin);
    expect(stdout + stderr).not.toMatch(new RegExp(`${request.mobileNumber}|12345678`));
    expect(stdout + stderr).not.toBe('');
  }
});

test('status is for people or for machines', async () => {
  const id = await onboardings.startAwaitingOtp();
  const text = await run(['status', id]);
  expect(text).toMatchObject({ exitCode: 0 });
  expect(text.stdout).toMatch(/^\*{6}\d{4} {2}waiting for the OTP\n {2}OTP until \d\d:\d\d:\d\d, 5 attempts left\n/);
  expect(text.stderr).toMatch(NOTICE);
  expect(documents(await run(['status', id, '--json']))).toEqual([await onboardings.client.status(id)]);
});

test.each([
  ['status'],
  ['watch'],
  ['result'],
  ['otp', '123456'],
  ['otp', '123456', '--wait', '5'],
  ['resend'],
  ['cancel'],
  ['retry'],
])('%s of an unknown onboarding ends with exit code 3', async (command, ...rest) => {
  const { exitCode, stdout, stderr } = await run([command, NOBODY, ...rest, '--json']);
  expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  expect(JSON.parse(stderr)).toMatchObject({ error: { type: 'OnboardingNotFound' } });
});

test('watch prints each change as it happens and ends with 0 once the customer is registered', async () => {
  const id = await onboardings.startAwaitingOtp();
  const watching = startCommand(['watch', id], { env: environment() });
  await watching.printed('waiting for the OTP');
  await onboardings.client.submitOtp(id, '000000');
  await watching.printed('OTP refused');
  await onboardings.client.submitOtp(id, '123456');
  const { exitCode, stdout } = await watching.ended;
  expect(exitCode).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines.every((line) => /^\d\d:\d\d:\d\d {2}\*{6}\d{4} {2}\S/.test(line))).toBe(true);
  expect(lines.filter((line) => line.includes('OTP given to iServeU'))).toHaveLength(2);
  expect(lines.at(-1)).toMatch(/ {2}closed$/);
});

test('watch --json prints one status a line', async () => {
  const id = await onboardings.startAwaitingOtp();
  const watching = startCommand(['watch', id, '--json'], { env: environment() });
  await watching.printed('awaitingOtp');
  await onboardings.client.submitOtp(id, '123456');
  const ending = await watching.ended;
  expect(ending).toMatchObject({ exitCode: 0, stderr: '' });
  expect(documents(ending).at(-1)).toMatchObject({ stage: 'closed', outcome: 'registered' });
});

test('watch ends with 1 when the onboarding ends without a registration', async () => {
  const id = await onboardings.startAwaitingOtp();
  const watching = startCommand(['watch', id], { env: environment() });
  await watching.printed('waiting for the OTP');
  await onboardings.client.cancel(id);
  const { exitCode, stderr } = await watching.ended;
  expect(exitCode).toBe(1);
  expect(stderr).toContain('onboarding: The onboarding was cancelled.');
});

test('watch ends with 130 on Ctrl-C, and the onboarding goes on', async () => {
  const id = await onboardings.startAwaitingOtp();
  const watching = startCommand(['watch', id], { env: environment() });
  await watching.printed('waiting for the OTP');
  watching.child.kill('SIGINT');
  expect((await watching.ended).exitCode).toBe(130);
  expect((await onboardings.client.status(id)).stage).toBe('awaitingOtp');
});

test('watch ends quietly when nobody reads it any more', async () => {
  const id = await onboardings.startAwaitingOtp();
  const watching = startCommand(['watch', id, '--json'], { env: environment() });
  await watching.printed('awaitingOtp');
  watching.child.stdout?.destroy();
  await onboardings.client.submitOtp(id, '123456');
  expect(await watching.ended).toMatchObject({ exitCode: 0, stderr: '' });
});

test('result is masked for people and whole for machines', async () => {
  const request = onboardings.request();
  const { workflowId } = await onboardings.client.start(request);
  await onboardings.client.submitOtp(workflowId, '123456');
  const text = await run(['result', workflowId, '--wait', '30']);
  expect(text.exitCode).toBe(0);
  expect(text.stdout).toContain('--json prints it');
  expect(text.stdout).not.toMatch(new RegExp(`${request.mobileNumber}|Asha`));
  const ending = await run(['result', workflowId, '--json']);
  expect(documents(ending)).toEqual([await onboardings.client.result(workflowId)]);
});

test.each([[[]], [['--wait', '0.3']]])('result %j of an open onboarding ends with exit code 4', async (flags) => {
  const id = await onboardings.startAwaitingOtp();
  const { exitCode, stdout, stderr } = await run(['result', id, '--json', ...flags]);
  expect({ exitCode, stdout }).toEqual({ exitCode: 4, stdout: '' });
  expect(JSON.parse(stderr)).toMatchObject({ error: { type: 'OnboardingStillOpen' } });
});

test('result of an expired onboarding is its outcome, with exit code 1', async () => {
  const { workflowId } = await onboardings.client.start(onboardings.request({ policy: { otpWaitMs: 1 } }));
  const ending = await run(['result', workflowId, '--wait', '30', '--json']);
  expect(ending).toMatchObject({ exitCode: 1, stderr: '' });
  expect(documents(ending)).toEqual([{ outcome: 'otpExpired' }]);
});

test('result of a workflow that got an invalid request ends with exit code 1 and names the fields', async () => {
  const { workflow } = onboardings.environment.client;
  const workflowId = crypto.randomUUID();
  await workflow.start('onboardCustomer', { workflowId, taskQueue: onboardings.harness.taskQueue, args: [{}] });
  const { exitCode, stderr } = await run(['result', workflowId, '--wait', '30', '--json']);
  expect(exitCode).toBe(1);
  expect(JSON.parse(stderr)).toMatchObject({ error: { type: 'InvalidRequest', problems: { length: 4 } } });
});

test('resend, retry and cancel need nothing but Temporal, and say what they asked for', async () => {
  const id = await onboardings.startAwaitingOtp({ policy: { sendOtp: true, otpResendGapMs: 1 } });
  await onboardings.until(id, ({ otp }) => otp?.sends === 1);
  const ask = async (word: string) =>
    documents(await runCommand([word, id, '--json'], { env: onboardings.temporalVariables }));
  expect(await ask('resend')).toEqual([{ onboardingId: id, resendRequested: true }]);
  await onboardings.until(id, ({ otp }) => otp?.sends === 2);
  expect(await ask('retry')).toEqual([{ onboardingId: id, retryRequested: true }]);
  expect(await ask('cancel')).toEqual([{ onboardingId: id, cancelRequested: true }]);
  expect(await run(['result', id, '--wait', '30'])).toMatchObject({ exitCode: 1 });
  const late = await runCommand(['resend', id], { env: onboardings.temporalVariables });
  expect(late).toMatchObject({ exitCode: 1, stdout: '' });
  expect(late.stderr).toContain('has ended');
});

test("the gateway's onboarding id means that one run, and erase refuses it", async () => {
  const request = onboardings.request({ policy: { otpWaitMs: 1 } });
  const first = await onboardings.client.start(request);
  await expect(onboardings.client.result(first.workflowId)).resolves.toMatchObject({ outcome: 'otpExpired' });
  const second = await onboardings.client.start({ ...request, policy: {} });
  const ended = await run(['result', formatOnboardingId(first)]);
  expect(ended.exitCode).toBe(1);
  expect(ended.stdout).toContain('ended');
  expect(await run(['result', formatOnboardingId(second)])).toMatchObject({ exitCode: 4 });
  const erased = await run(['erase', formatOnboardingId(first)]);
  expect(erased.exitCode).toBe(2);
  expect(erased.stderr).toContain('ID must be the id without a run');
});

test('retry --attention starts a batch over every onboarding with that reason', async () => {
  const id = await onboardings.startNeedingAttention();
  // A batch finds what lists show, a moment behind.
  await expect.poll(() => listed({ attention: 'iserveu-access' }), { timeout: 20_000 }).toContain(id);
  const ending = await runCommand(['retry', '--attention', 'iserveu-access', '--json'], {
    env: onboardings.temporalVariables,
  });
  expect(ending).toMatchObject({ exitCode: 0, stderr: '' });
  expect(documents(ending)).toEqual([{ jobId: expect.any(String) as string, matched: 1 }]);
  await onboardings.until(id, ({ stage }) => stage === 'awaitingOtp');
});

async function listed(filter: OnboardingFilter): Promise<string[]> {
  const ids = [];
  for await (const { workflowId } of onboardings.client.list(filter)) ids.push(workflowId);
  return ids;
}

test('list prints one document a line and needs nothing but Temporal', async () => {
  const id = await onboardings.startAwaitingOtp();
  const words = ['list', '--stage', 'awaitingOtp', '--json'];
  await expect.poll(() => listed({ stage: 'awaitingOtp' }), { timeout: 20_000 }).toContain(id);
  const ending = await runCommand(words, { env: onboardings.temporalVariables });
  expect(ending).toMatchObject({ exitCode: 0, stderr: '' });
  expect(documents(ending)).toContainEqual(
    expect.objectContaining({ onboardingId: id, execution: 'open', stage: 'awaitingOtp' }),
  );
  const text = await runCommand(['list', '--stage', 'awaitingOtp'], { env: onboardings.temporalVariables });
  expect(text.stdout).toMatch(new RegExp(`^${id}  awaitingOtp  .*OTP until`, 'm'));
  expect(text.stderr).toMatch(/^ID /);
});

test('list refuses a word that is no stage and names those that are', async () => {
  const { exitCode, stderr } = await runCommand(['list', '--stage', 'waiting'], { env: onboardings.temporalVariables });
  expect(exitCode).toBe(2);
  expect(stderr).toContain('stage must be one of checking, awaitingOtp, registering, enriching, closed');
});
