import { maskMobileNumber } from '../../src/contract/mask-mobile-number.js';
import { parseOnboardingId } from '../../src/contract/onboarding-id.js';
import { newEvents } from './new-events.js';
import type { Phones } from './phones.js';
import type { DemoParts } from './set-up.js';
import { tell } from './story.js';

/** A made-up customer, who is onboarded by whoever opens the page. */
const CUSTOMER = {
  mobileNumber: '9876500002',
  name: 'Ravi Kumar',
  latlong: '12.97,77.59',
  publicIP: '203.0.113.7',
  policy: { sendOtp: true, otpWaitMs: 86_400_000 },
};

/**
 * Starts an onboarding as a backend does, over HTTP, and prints the link to its OTP page and the code. What becomes of it
 * is told until `stop` is aborted.
 */
export async function inviteToFinishOne(
  { client, gateway }: DemoParts,
  phones: Phones,
  stop: AbortSignal,
): Promise<void> {
  const response = await fetch(`${gateway.url}/v1/onboardings`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${gateway.backendKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(CUSTOMER),
    signal: stop,
  });
  if (response.status !== 202) throw new Error(`The gateway answered ${response.status} to the start.`);
  const { onboardingId, otpUrl } = (await response.json()) as { onboardingId: string; otpUrl: string };
  const { workflowId } = parseOnboardingId(onboardingId) ?? { workflowId: onboardingId };

  const otp = await phones.nextCode(CUSTOMER.mobileNumber, stop);
  console.log(`
Finish one yourself
  ${maskMobileNumber(CUSTOMER.mobileNumber)} waits for a code on this page; the phone shows ${otp}:
  ${otpUrl}`);
  const told = tellRest({ client, phones }, workflowId, stop);
  // The demo ends with its parts; what could no longer be told then is of no interest.
  told.catch(() => undefined);
}

async function tellRest(
  { client, phones }: { client: DemoParts['client']; phones: Phones },
  workflowId: string,
  signal: AbortSignal,
): Promise<void> {
  let isFirstCode = true;
  for await (const event of newEvents(client, workflowId, signal)) {
    // Until the first code was sent, the story is the one above.
    if (event.event === 'otpSent' && !isFirstCode) {
      console.log(`${tell(event)}; the phone shows ${await phones.nextCode(CUSTOMER.mobileNumber, signal)}`);
    } else if (!isFirstCode) {
      console.log(tell(event));
    }
    if (event.event === 'otpSent') isFirstCode = false;
  }
}
