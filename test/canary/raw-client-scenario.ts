import { Client, Connection } from '@temporalio/client';
import { ONBOARD_CUSTOMER_WORKFLOW, SUBMIT_OTP_SIGNAL, VERIFY_OTP_UPDATE } from '../../src/contract/names.js';
import type { PayloadKeys } from '../../src/contract/payload-keys.js';
import { createDataConverter } from '../../src/encryption/data-converter.js';
import { PLANTED, plantedRequest } from './planted.js';

const { otp, name, malformedOtp, ovdData } = PLANTED;

/** Where a raw client finds the workflows. */
export interface RawClientStage {
  address: string;
  payloadKeys: PayloadKeys;
  /** Told of what is thrown at the caller. */
  hearing: (work: Promise<unknown>) => Promise<void>;
}

/**
 * What a backend in another language may do past our client: it encrypts as we do and checks nothing. An invalid start,
 * and malformed and unknown messages to an onboarding that then ends well.
 *
 * @returns how many workflows it started
 */
export async function sendPastTheClient(stage: RawClientStage, mobileNumber: string): Promise<number> {
  const { address, payloadKeys, hearing } = stage;
  const connection = await Connection.connect({ address });
  const dataConverter = createDataConverter({ payloadKeys, namespace: 'default' });
  const { workflow } = new Client({ connection, dataConverter });
  const start = (workflowId: string, request: unknown) =>
    workflow.start(ONBOARD_CUSTOMER_WORKFLOW, { workflowId, taskQueue: 'onboarding', args: [request] });

  const whole = plantedRequest(mobileNumber);
  const invalid = [{ ...whole, pincode: name, ovdData: malformedOtp, [name]: ovdData }, name, [mobileNumber], null];
  for (const [index, request] of invalid.entries()) {
    const handle = await start(`onboarding-raw-invalid-${index}`, request);
    await hearing(handle.result());
  }

  const handle = await start('onboarding-raw', { ...whole, policy: { otpLength: otp.length, otpWaitMs: 20_000 } });
  for (const argument of [{ otp: malformedOtp }, { otp: name }, { code: otp, name }, name, [ovdData], null, 7]) {
    await handle.signal(SUBMIT_OTP_SIGNAL, argument);
    await hearing(handle.executeUpdate(VERIFY_OTP_UPDATE, { args: [argument] }));
  }
  await handle.signal('unknownSignal', { otp, name, mobileNumber });
  await hearing(handle.query('unknownQuery', { name }));
  await hearing(handle.executeUpdate('unknownUpdate', { args: [{ otp, name }] }));
  await handle.signal(SUBMIT_OTP_SIGNAL, { otp });
  await handle.result();
  await connection.close();
  return invalid.length + 1;
}
