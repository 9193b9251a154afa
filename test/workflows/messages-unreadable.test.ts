import { describe, expect, test } from 'vitest';
import { RESEND_OTP_SIGNAL, RETRY_NOW_SIGNAL, STATUS_QUERY } from '../../src/contract/names.js';
import { httpStatus } from '../support/iserveu-faults.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { clientSending, ODD_PAYLOADS } from '../support/raw-client.js';
import { TimeSkippingSuite } from '../support/time-skipping-suite.js';
import { expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

const suite = TimeSkippingSuite.use();

// submitOtp and verifyOtp with such payloads: otp-malformed.test.ts and otp-verify-refusals.test.ts.
describe.each(Object.entries(ODD_PAYLOADS))('a payload with %s', (_what, payload) => {
  /** A handle that sends this payload with whatever it sends. */
  const oddHandle = (workflowId: string) => clientSending(suite.harness.client, payload).workflow.getHandle(workflowId);

  test('along with retryNow is left alone: the step is tried again', async () => {
    const customer = suite.newCustomer().meets('getCustomer', httpStatus(401));
    const onboarding = await customer.onboard();
    await onboarding.untilAttention('iserveu-access');
    await oddHandle(onboarding.handle.workflowId).signal(RETRY_NOW_SIGNAL, 'now');
    await onboarding.untilStage('awaitingOtp');
    expect(customer.count('getCustomer')).toBe(2);
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });

  test('along with resendOtp is left alone: another code is sent', async () => {
    const customer = suite.newCustomer();
    const onboarding = await customer.onboard({}, { sendOtp: true, otpResendGapMs: 1 });
    await onboarding.untilEvent('otpSent');
    await oddHandle(onboarding.handle.workflowId).signal(RESEND_OTP_SIGNAL, 'please');
    await onboarding.untilEvent('otpSent', 2);
    await onboarding.submit(RIGHT_OTP);
    expect((await onboarding.result()).outcome).toBe('registered');
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });

  test('along with the status query is left alone: it is answered', async () => {
    const onboarding = await suite.newCustomer().onboard();
    await onboarding.untilStage('awaitingOtp');
    expect(await oddHandle(onboarding.handle.workflowId).query(STATUS_QUERY, 'please')).toEqual(
      await onboarding.status(),
    );
    await expectNoWorkflowTaskFailed(onboarding.handle);
  });
});
