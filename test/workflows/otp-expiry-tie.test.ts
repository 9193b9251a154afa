import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Onboarding } from '../support/onboarding.js';
import { RIGHT_OTP } from '../support/onboarding-harness.js';
import { PausableWorker } from '../support/pausable-worker.js';
import { attributesOf, expectNoWorkflowTaskFailed } from '../support/workflow-history.js';

/** Long enough to start all onboardings and send what comes before the deadline. */
const OTP_WAIT_MS = 7_000;
const WRONG_OTP = '999999';

interface Tie {
  rule: string;
  beforeDeadline?: string[];
  /** After the deadline, but before anybody has handled the expiry. */
  afterDeadline?: string[];
  /** Sent by `verifyOtp`, before the deadline. */
  verifiedCode?: string;
  isCancelled?: true;
  outcome: string;
  triedCodes: string[];
}

const TIES: Tie[] = [
  {
    rule: 'a code that came before the deadline, handled after it, registers',
    beforeDeadline: [RIGHT_OTP],
    outcome: 'registered',
    triedCodes: [RIGHT_OTP],
  },
  {
    rule: 'a code that came after the deadline, before the expiry was handled, registers',
    afterDeadline: [RIGHT_OTP],
    outcome: 'registered',
    triedCodes: [RIGHT_OTP],
  },
  {
    rule: 'a code that verifyOtp sent before the deadline, handled after it, registers',
    verifiedCode: RIGHT_OTP,
    outcome: 'registered',
    triedCodes: [RIGHT_OTP],
  },
  {
    rule: 'codes on both sides of the deadline are tried in the order of arrival',
    beforeDeadline: [WRONG_OTP],
    afterDeadline: [RIGHT_OTP],
    outcome: 'registered',
    triedCodes: [WRONG_OTP, RIGHT_OTP],
  },
  {
    rule: 'a wrong code that comes together with the expiry is tried, then a new wait runs out',
    beforeDeadline: [WRONG_OTP],
    outcome: 'otpExpired',
    triedCodes: [WRONG_OTP],
  },
  {
    rule: 'malformed codes on both sides of the deadline do not hold up the expiry',
    beforeDeadline: ['12345'],
    afterDeadline: ['1234567'],
    outcome: 'otpExpired',
    triedCodes: [],
  },
  {
    rule: 'a cancellation that comes together with a code ends it as cancelled, and the code is not tried',
    beforeDeadline: [RIGHT_OTP],
    isCancelled: true,
    outcome: 'cancelled',
    triedCodes: [],
  },
];

const mobileNumberOf = (index: number) => String(9_876_500_000 + index);

let worker: PausableWorker;
let onboardings: Onboarding[];
let deadlinesMs: number[];
const fates = new Map<Onboarding, Promise<string>>();

function onboardingOf(index: number): Onboarding {
  const onboarding = onboardings[index];
  if (onboarding === undefined) throw new Error(`No onboarding was started for row ${index}.`);
  return onboarding;
}

const expiries = (onboarding: Onboarding) => attributesOf(onboarding.handle, 'timerFiredEventAttributes');

/** Every onboarding awaits a code; then the worker is away while codes and deadlines come, and back for all at once. */
beforeAll(async () => {
  worker = await PausableWorker.create();
  await worker.resume();
  onboardings = await Promise.all(
    TIES.map((_tie, index) => worker.startOnboarding(mobileNumberOf(index), { otpWaitMs: OTP_WAIT_MS })),
  );
  const statuses = await Promise.all(onboardings.map((onboarding) => onboarding.untilStage('awaitingOtp')));
  deadlinesMs = statuses.map(({ otp }) => Date.parse(otp?.deadline ?? ''));
  await worker.pause();

  await forEachTie(async (onboarding, { beforeDeadline = [], verifiedCode, isCancelled }) => {
    for (const otp of beforeDeadline) await onboarding.submit(otp);
    if (verifiedCode !== undefined) fates.set(onboarding, verify(onboarding, verifiedCode));
    if (isCancelled) await onboarding.handle.cancel();
    expect(await expiries(onboarding)).toEqual([]);
  });
  await forEachTie(async (onboarding, { afterDeadline = [] }) => {
    await vi.waitFor(
      async () => {
        expect(await expiries(onboarding)).toHaveLength(1);
      },
      { timeout: 20_000 },
    );
    for (const otp of afterDeadline) await onboarding.submit(otp);
  });
  await worker.resume();
});

afterAll(async () => {
  await worker.stop();
});

/** The server holds it back until a worker is there. */
async function verify(onboarding: Onboarding, otp: string): Promise<string> {
  return onboarding.verify(otp).then(
    ({ result }) => result,
    (error: unknown) => String(error),
  );
}

async function forEachTie(act: (onboarding: Onboarding, tie: Tie) => Promise<void>): Promise<void> {
  await Promise.all(TIES.map((tie, index) => act(onboardingOf(index), tie)));
}

test.each(TIES.map((tie, index) => [tie.rule, tie, index] as const))('%s', async (_rule, tie, index) => {
  const { verifiedCode, isCancelled, outcome, triedCodes } = tie;
  const onboarding = onboardingOf(index);
  if (verifiedCode !== undefined) expect(await fates.get(onboarding)).toBe(outcome);
  if (isCancelled) expect(await onboarding.isCancelled()).toBe(true);
  else expect((await onboarding.result()).outcome).toBe(outcome);

  const calls = worker.iserveu.journal.of('processCustomerRegistration', mobileNumberOf(index));
  expect(calls.map(({ fields }) => fields['otp'])).toEqual(triedCodes);
  await expectNoWorkflowTaskFailed(onboarding.handle);
  if (outcome === 'otpExpired' && triedCodes.length > 0) {
    const { timeline } = await onboarding.status();
    const expiredAt = timeline.find(({ event }) => event === 'otpExpired')?.at ?? '';
    expect(Date.parse(expiredAt)).toBeGreaterThanOrEqual((deadlinesMs[index] ?? NaN) + OTP_WAIT_MS);
  }
});
