import { setTimeout } from 'node:timers/promises';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import type { OnboardingStatus } from '../../src/contract/status.js';
import type { Phones } from '../demo/phones.js';
import type { DemoParts } from '../demo/set-up.js';

const PERSON = { name: 'Asha Rao', latlong: '12.97,77.59', publicIP: '203.0.113.7' };
const WRONG_OTP = '000000';
const DOWN = { kind: 'status', status: 503 } as const;

/** What the pictures show. */
export interface MadeUpOnboardings {
  /** Link to the OTP page of one whose OTP has been sent. */
  otpUrl: string;
  /** Workflow id of one whose first OTP was refused. */
  waiting: string;
  /** Workflow id of one that needs attention, since iServeU is down for this customer. */
  inAttention: string;
}

/** Onboards made-up customers: three onboardings end, two wait for an OTP, one needs attention. */
export async function makeUpOnboardings(
  parts: DemoParts,
  phones: Phones,
  stop: AbortSignal,
): Promise<MadeUpOnboardings> {
  const { client, simulators } = parts;
  const down = '9876500011';
  simulators.iserveu.scriptFault({ operation: 'getCustomer', mobileNumber: down, fault: DOWN, times: 'always' });
  const start = (mobileNumber: string, policy: Partial<OnboardingPolicy> = { sendOtp: true }) =>
    client.start({ ...PERSON, mobileNumber, policy });
  const { workflowId: inAttention } = await start(down, { attentionAfterMs: 1 });

  const registered = await start('9876500012');
  await client.submitOtp(registered.workflowId, await phones.nextCode('9876500012', stop));
  const expired = await start('9876500013', { otpWaitMs: 1 });
  simulators.iserveu.setCustomer({ mobileNumber: '9876500014', state: 'verified' });
  const known = await start('9876500014');
  for (const { workflowId } of [registered, expired, known]) await client.result(workflowId);

  const { workflowId: waiting } = await start('9876500010');
  await phones.nextCode('9876500010', stop);
  await client.verifyOtp(waiting, WRONG_OTP);
  const otpUrl = await startOverHttp(parts, { ...PERSON, mobileNumber: '9876500015', policy: { sendOtp: true } });
  await phones.nextCode('9876500015', stop);
  await until(parts, inAttention, ({ attention }) => attention !== undefined);
  await untilListed(parts, 6);
  return { otpUrl, waiting, inAttention };
}

/** As a backend does that shows the customer our page. */
async function startOverHttp({ gateway }: DemoParts, request: OnboardingRequest): Promise<string> {
  const response = await fetch(`${gateway.url}/v1/onboardings`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${gateway.backendKey}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(request),
  });
  if (response.status !== 202) throw new Error(`The gateway answered ${response.status} to the start.`);
  const { otpUrl } = (await response.json()) as { otpUrl: string };
  return otpUrl;
}

async function until(
  { client }: DemoParts,
  workflowId: string,
  fits: (status: OnboardingStatus) => boolean,
): Promise<void> {
  for await (const status of client.watch(workflowId, { intervalMs: 100 })) if (fits(status)) return;
}

/** The list is a second or so behind. */
async function untilListed({ client }: DemoParts, count: number): Promise<void> {
  for (;;) {
    let listed = 0;
    for await (const { outcome, attention, otpDeadline } of client.list()) {
      if (outcome !== undefined || attention !== undefined || otpDeadline !== undefined) listed += 1;
    }
    if (listed >= count) return;
    await setTimeout(200);
  }
}
