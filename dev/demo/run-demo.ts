import { maskMobileNumber } from '../../src/contract/mask-mobile-number.js';
import type { OnboardingResult } from '../../src/contract/result.js';
import { CleanUp } from './clean-up.js';
import { inviteToFinishOne } from './invite-to-finish-one.js';
import { newEvents } from './new-events.js';
import { Phones } from './phones.js';
import { printLinks } from './print-links.js';
import { describeRecord } from './print-record.js';
import { setUpDemo } from './set-up.js';
import { tell } from './story.js';

/** A made-up customer, whom the IIFL stand-in knows as client P6543210. */
const CUSTOMER = {
  mobileNumber: '9876543210',
  name: 'Asha Rao',
  latlong: '12.97,77.59',
  publicIP: '203.0.113.7',
  clientCode: 'P6543210',
  policy: { sendOtp: true },
};

/**
 * Brings up everything, onboards one customer and tells it as a story.
 * @returns the exit code: 0, or 1 where the onboarding did not end as registered and enriched, or could not be shown
 */
export async function runDemo({ leaveAfterwards }: { leaveAfterwards: boolean }): Promise<number> {
  const cleanUp = new CleanUp();
  const stopRequested = new Promise<'stop'>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve('stop');
      });
    }
  });
  try {
    const shown = await Promise.race([show(cleanUp), stopRequested]);
    if (shown === 'stop') return leaveAfterwards ? 1 : 0;
    if (!leaveAfterwards) {
      console.log('\nEverything stays up until Ctrl-C.');
      await stopRequested;
      console.log('\nStopping.');
    }
    return shown ? 0 : 1;
  } catch (error) {
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  } finally {
    await cleanUp.run();
  }
}

/** Whether the customer was registered and enriched. */
async function show(cleanUp: CleanUp): Promise<boolean> {
  console.log('Setting up');
  const phones = new Phones();
  const parts = await setUpDemo(cleanUp, (sent) => {
    phones.receive(sent);
  });
  const { client } = parts;

  console.log(`\nOnboarding ${maskMobileNumber(CUSTOMER.mobileNumber)}`);
  const { workflowId, runId } = await client.start(CUSTOMER);
  for await (const { event, at } of newEvents(client, workflowId)) {
    console.log(tell({ event, at }));
    if (event === 'otpSent') {
      const otp = await phones.nextCode(CUSTOMER.mobileNumber);
      console.log(`            (the customer's phone shows ${otp}, and the customer types it)`);
      await client.submitOtp(workflowId, otp);
    }
  }
  const result = await client.result(workflowId);

  console.log(`\nRecord, masked\n${describeRecord(result).join('\n')}`);
  printLinks(parts, { workflowId, runId });
  await inviteToFinishOne(parts, phones, cleanUp);
  return isAsWished(result);
}

function isAsWished({ outcome, record }: OnboardingResult): boolean {
  return outcome === 'registered' && record?.enrichment === 'enriched';
}
