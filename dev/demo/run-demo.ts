import { maskMobileNumber } from '../../src/contract/mask-mobile-number.js';
import type { OnboardingResult } from '../../src/contract/result.js';
import { aborted, onStopSignals, type StopRequested } from '../../src/process/stop-signals.js';
import { CleanUp } from './clean-up.js';
import { Ending } from './ending.js';
import { inviteToFinishOne } from './invite-to-finish-one.js';
import { newEvents } from './new-events.js';
import { Phones } from './phones.js';
import { printLinks } from './print-links.js';
import { describeRecord } from './print-record.js';
import { setUpDemo, type DemoParts } from './set-up.js';
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
 * Brings up everything, onboards one customer and tells it as a story. SIGINT, SIGTERM and SIGHUP end it within 3 s,
 * wherever it is; a second Ctrl-C at once. What is then still under way ends with the process: exit with the code.
 * @returns the exit code: 0, or 1 where the onboarding did not end as registered and enriched, or could not be shown;
 *   where a signal came before its end, the signal's
 */
export async function runDemo({ leaveAfterwards }: { leaveAfterwards: boolean }): Promise<number> {
  const stop = onStopSignals(['SIGINT', 'SIGTERM', 'SIGHUP']);
  const cleanUp = new CleanUp();
  const ending = new Ending(cleanUp, stop);
  return await ending.within(play({ leaveAfterwards, stop, cleanUp }).finally(() => ending.run()));
}

interface Play {
  leaveAfterwards: boolean;
  stop: AbortSignal;
  cleanUp: CleanUp;
}

async function play({ leaveAfterwards, stop, cleanUp }: Play): Promise<number> {
  try {
    const phones = new Phones();
    const parts = await setUpDemo({ cleanUp, stop, onOtpSent: phones.receive.bind(phones) });
    const { result, ...onboarding } = await showOnboarding(parts, phones, stop);
    if (!leaveAfterwards) {
      printLinks(parts, onboarding);
      await inviteToFinishOne(parts, phones, stop);
      console.log('\nEverything stays up until Ctrl-C.');
      await aborted(stop);
    }
    return isAsWished(result) ? 0 : 1;
  } catch (error) {
    if (stop.aborted) return (stop.reason as StopRequested).exitCode;
    console.error(`\n${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

interface ShownOnboarding {
  workflowId: string;
  runId: string;
  result: OnboardingResult;
}

/** Onboards the customer from start to end. */
async function showOnboarding({ client }: DemoParts, phones: Phones, stop: AbortSignal): Promise<ShownOnboarding> {
  console.log(`\nOnboarding ${maskMobileNumber(CUSTOMER.mobileNumber)}`);
  const { workflowId, runId } = await client.start(CUSTOMER);
  for await (const { event, at } of newEvents(client, workflowId, stop)) {
    console.log(tell({ event, at }));
    if (event === 'otpSent') {
      const otp = await phones.nextCode(CUSTOMER.mobileNumber, stop);
      console.log(`            (the customer's phone shows ${otp}, and the customer types it)`);
      await client.submitOtp(workflowId, otp);
    }
  }
  stop.throwIfAborted();
  const result = await client.result(workflowId, { signal: stop });
  console.log(`\nRecord, masked\n${describeRecord(result).join('\n')}`);
  return { workflowId, runId, result };
}

function isAsWished({ outcome, record }: OnboardingResult): boolean {
  return outcome === 'registered' && record?.enrichment === 'enriched';
}
