import { DefaultLogger, makeTelemetryFilterString, Runtime, type LogEntry } from '@temporalio/worker';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { clientSending, ODD_PAYLOADS } from '../support/raw-client.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

const warnings: { message: string; signalName: unknown }[] = [];
const everyWord: string[] = [];

// Before the suite makes its worker: the runtime is made once for a process.
beforeAll(() => {
  Runtime.install({
    logger: new DefaultLogger('INFO', ({ message, meta, level }: LogEntry) => {
      everyWord.push(message, JSON.stringify(meta));
      if (level === 'WARN') warnings.push({ message, signalName: meta?.['signalName'] });
    }),
    // Nothing is forwarded: forwarding holds each line back for 100 ms.
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR' }) } },
  });
});
beforeEach(() => {
  warnings.splice(0);
  everyWord.splice(0);
});

const suite = TimeSkippingSuite.use();

const PERSONAL = { otp: '271828', name: 'Meera Nair' };

async function startAwaiting() {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard();
  const before = await onboarding.untilStage('awaitingOtp');
  return { customer, onboarding, before };
}

describe('a signal that nobody knows changes nothing and blocks nothing', () => {
  test.each([
    ['submitOTP', 'submitOTP'],
    ['resend', 'resend'],
    ['a'.repeat(64), 'a'.repeat(64)],
    ['a'.repeat(65), '(not a name)'],
    ['otp 271828 of Meera', '(not a name)'],
    ['otp-271828', '(not a name)'],
    ['पिन', '(not a name)'],
    ['constructor', 'constructor'],
    ['__proto__', '__proto__'],
    ['__temporal_x', '__temporal_x'],
    ['__stack_trace', '__stack_trace'],
  ])('%s, logged as %s', async (name, logged) => {
    const { customer, onboarding, before } = await startAwaiting();
    await onboarding.handle.signal(name, PERSONAL);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    expect(customer.count('processCustomerRegistration')).toBe(1);
    const { timeline } = await onboarding.status();
    expect(timeline.slice(before.timeline.length).map(({ event }) => event)).toEqual([
      'otpTried',
      'registered',
      'closed',
    ]);
    expect(warnings.filter(({ signalName }) => signalName !== undefined)).toEqual([
      { message: 'unknown signal ignored', signalName: logged },
    ]);
    expect(everyWord.join('\n')).not.toMatch(/271828|Meera/);
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });

  test.each(Object.entries(ODD_PAYLOADS))('with a payload with %s', async (_what, payload) => {
    const { onboarding } = await startAwaiting();
    const client = clientSending(suite.harness.client, payload);
    const handle = client.workflow.getHandle(onboarding.handle.workflowId);
    await handle.signal('submitOTP', PERSONAL);
    await handle.signal('__temporal_x', PERSONAL);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });
});

test('an unknown update or query fails for the one who sent it, and blocks nothing', async () => {
  const { onboarding } = await startAwaiting();
  await expect(onboarding.handle.executeUpdate('verifyOTP', { args: [PERSONAL] as [unknown] })).rejects.toThrow();
  await expect(onboarding.handle.query('state')).rejects.toThrow();
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
  await expectNoWorkflowTaskFailed(onboarding.handle);
});
