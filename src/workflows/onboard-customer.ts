import type { OnboardingRequest } from '../contract/request.js';
import type { OnboardingResult } from '../contract/result.js';
import { conduct } from './conduct.js';
import type { Decision } from './decision.js';
import type { OnboardingRun } from './onboarding-run.js';

/**
 * Onboards one customer: is the customer registered with iServeU? If not, wait for the OTP that the customer types and
 * register with it; then attach the customer's IIFL client profile.
 *
 * @throws ApplicationFailure `InvalidRequest`: the request breaks the contract; no provider was called
 * @throws ApplicationFailure `OnboardingAbandoned`: checking or registering stayed faulty for `registrationGiveUpMs`
 */
export async function onboardCustomer(input: OnboardingRequest): Promise<OnboardingResult> {
  return conduct(input, async (run) => {
    const decision = await run.decide(() => registerCustomer(run));
    return run.completeRecord(decision);
  });
}

async function registerCustomer(run: OnboardingRun): Promise<Decision> {
  const known = await run.checkCustomer();
  if (known !== 'notRegistered') return known;

  for (;;) {
    const otp = await run.nextOtp();
    if (otp === undefined) {
      const decision = await run.unlessRegistered({ outcome: 'otpExpired' });
      if (run.cameLate(decision)) continue;
      return decision;
    }

    const result = await run.registerWith(otp);
    if (result.outcome === 'registered') return result;
    if (result.outcome === 'rejected') return run.unlessRegistered(result);
    if (run.isOutOfAttempts) return run.unlessRegistered({ outcome: 'otpAttemptsExhausted' });
  }
}
