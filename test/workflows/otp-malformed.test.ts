import { expect, test } from 'vitest';
import { SUBMIT_OTP_SIGNAL } from '../../src/contract/names.js';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { clientSending, ODD_PAYLOADS } from '../support/raw-client.js';
import type { TestCustomer } from '../support/test-customer.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

/** Whatever `send` sends is malformed: it costs nothing, moves nothing, and blocks nothing. */
async function expectMalformed(send: (onboarding: Onboarding) => Promise<void>, customer = suite.newCustomer()) {
  const onboarding = await customer.onboard();
  const before = await onboarding.untilStage('awaitingOtp');
  await send(onboarding);

  const after = await onboarding.untilEvent('otpMalformed');
  expect(after).toEqual({
    ...before,
    otp: { ...before.otp, lastProblem: 'malformed' },
    timeline: [...before.timeline, { at: expect.any(String) as string, event: 'otpMalformed' }],
  });
  expect(customer.count('processCustomerRegistration')).toBe(0);
  await expectRightCodeRegisters(onboarding, customer);
}

async function expectRightCodeRegisters(onboarding: Onboarding, customer: TestCustomer): Promise<void> {
  await onboarding.submit(RIGHT_OTP);
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.count('processCustomerRegistration')).toBe(1);
  await expectNoWorkflowTaskFailed(onboarding.handle);
}

test.each<[string, unknown[]]>([
  ['five digits', [{ otp: '12345' }]],
  ['seven digits', [{ otp: '1234567' }]],
  ['a letter', [{ otp: '12345a' }]],
  ['a space before it', [{ otp: ' 123456' }]],
  ['a line end after it', [{ otp: '123456\n' }]],
  ['full-width digits', [{ otp: '\uff11\uff12\uff13\uff14\uff15\uff16' }]],
  ['Devanagari digits', [{ otp: '\u0967\u0968\u0969\u096a\u096b\u096c' }]],
  ['the empty text', [{ otp: '' }]],
  ['a million digits', [{ otp: '1'.repeat(1_000_000) }]],
  ['a number', [{ otp: 123456 }]],
  ['null', [{ otp: null }]],
  ['a list', [{ otp: ['123456'] }]],
  ['no otp', [{}]],
  ['another spelling', [{ OTP: '123456' }]],
  ['the bare code', ['123456']],
  ['null for the whole', [null]],
  ['a list for the whole', [[{ otp: '123456' }]]],
  ['no argument', []],
])('a code is malformed as %s', async (_what, args) => {
  await expectMalformed((onboarding) => onboarding.handle.signal(SUBMIT_OTP_SIGNAL, ...args));
});

test.each(Object.entries(ODD_PAYLOADS))('a code is malformed as a payload with %s', async (_what, payload) => {
  await expectMalformed(async ({ handle }) => {
    const client = clientSending(suite.harness.client, payload);
    await client.workflow.getHandle(handle.workflowId).signal(SUBMIT_OTP_SIGNAL, { otp: RIGHT_OTP });
  });
});

test('fields and arguments beside a good code are left alone', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard();
  await onboarding.untilStage('awaitingOtp');
  await onboarding.handle.signal(SUBMIT_OTP_SIGNAL, { otp: RIGHT_OTP, channel: 'web' }, 'further');
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.calls('processCustomerRegistration').map(({ fields }) => fields['channel'])).toEqual([undefined]);
});

test('a malformed code is told of after a refused one: lastProblem is that of the last code', async () => {
  const customer = suite.newCustomer();
  const onboarding = await customer.onboard();
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit('999999');
  expect((await onboarding.untilEvent('otpAwaited', 2)).otp?.lastProblem).toBe('refused');
  await onboarding.submit('1');
  expect((await onboarding.untilEvent('otpMalformed')).otp).toMatchObject({
    lastProblem: 'malformed',
    attemptsLeft: 4,
  });
});

test('a malformed code while another is tried changes nothing of its fate', async () => {
  const customer = suite.newCustomer().meets('processCustomerRegistration', { kind: 'none', delayMs: 1_000 });
  const onboarding = await customer.onboard();
  await onboarding.untilStage('awaitingOtp');
  await onboarding.submit(RIGHT_OTP);
  await onboarding.untilStage('registering');
  await onboarding.submit('12345');
  const { stage, otp } = await onboarding.untilEvent('otpMalformed');
  expect([stage, otp?.lastProblem]).toEqual(['registering', 'malformed']);
  expect((await onboarding.result()).outcome).toBe('registered');
  expect(customer.count('processCustomerRegistration')).toBe(1);
});
