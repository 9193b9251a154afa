import { ApplicationFailure, log } from '@temporalio/workflow';
import { FailureType } from '../contract/names.js';
import type { CustomerRecord, OnboardingResult } from '../contract/result.js';
import type { OnboardingRequest, ValidOnboardingRequest } from '../contract/request.js';
import { isVerified, kycVerified } from './customer-finding.js';
import type { AlreadyRegistered, Decision, Registered } from './decision.js';
import { deliveringTheEnd } from './deliver-end.js';
import { OnboardingRun } from './onboarding-run.js';
import { acceptRequest } from './accept-request.js';
import { GaveUp } from './step.js';

/**
 * Onboards one customer: is the customer registered with iServeU? If not, wait for the code that the customer types and
 * register with it; then attach the customer's IIFL client profile.
 *
 * @throws ApplicationFailure `InvalidRequest`: the request breaks the contract; no provider was called
 * @throws ApplicationFailure `OnboardingAbandoned`: checking or registering stayed faulty for `registrationGiveUpMs`
 */
export async function onboardCustomer(input: OnboardingRequest): Promise<OnboardingResult> {
  const request = acceptRequest(input);
  return deliveringTheEnd(request.policy, () => onboard(request));
}

async function onboard(request: ValidOnboardingRequest): Promise<OnboardingResult> {
  const run = new OnboardingRun(request);
  try {
    const decision = await decideRegistration(run);
    run.decide(decision);
    return await completeRecord(run, request, decision);
  } catch (error) {
    throw error instanceof GaveUp ? abandoned(error) : error;
  } finally {
    await run.close();
  }
}

/** Cancelled or given up, an onboarding still finds out first whether it has registered the customer. */
async function decideRegistration(run: OnboardingRun): Promise<Decision> {
  try {
    return await register(run);
  } catch (error) {
    return await run.findRegistrationBeforeEnding(error);
  }
}

async function register(run: OnboardingRun): Promise<Decision> {
  const customer = await run.checkCustomer();
  if (isVerified(customer)) return { outcome: 'alreadyRegistered', kycVerified: kycVerified(customer) };
  if (customer.kind === 'rejected') return rejectUnlessRegistered(run, customer.text);

  for (;;) {
    const code = await run.waitForCode();
    if (code === undefined) {
      const late = await run.findLateRegistration();
      if (late !== undefined) return late;
      if (run.hasCode) continue;
      return { outcome: 'otpExpired' };
    }

    const result = await run.registerWith(code);
    switch (result.outcome) {
      case 'registered':
        return result;
      case 'rejected':
        return rejectUnlessRegistered(run, result.reason);
      case 'unconfirmed':
        run.codeUnconfirmed();
        break;
      case 'refused':
        if (run.codeRefused().attemptsLeft === 0) {
          return (await run.findLateRegistration()) ?? { outcome: 'otpAttemptsExhausted' };
        }
    }
  }
}

async function rejectUnlessRegistered(run: OnboardingRun, reason: string): Promise<Decision> {
  return (await run.lookAgainBeforeRejection()) ?? { outcome: 'rejected', reason };
}

async function completeRecord(
  run: OnboardingRun,
  request: ValidOnboardingRequest,
  decision: Decision,
): Promise<OnboardingResult> {
  const { outcome } = decision;
  log.info('registration decided', { outcome });
  switch (outcome) {
    case 'registered':
    case 'alreadyRegistered':
      return { outcome, record: await enrich(run, request, decision) };
    case 'rejected':
      return { outcome, reason: decision.reason };
    default:
      return { outcome };
  }
}

/** Whatever becomes of the profile, the registration stands. */
async function enrich(
  run: OnboardingRun,
  { mobileNumber, name, clientCode }: ValidOnboardingRequest,
  decision: Registered | AlreadyRegistered,
): Promise<CustomerRecord> {
  const { outcome: _outcome, ...registration } = decision;
  const record = { mobileNumber, name, ...registration };
  if (clientCode === undefined) return { ...record, enrichment: 'notRequested' };

  const profile = await run.fetchProfile(clientCode);
  return profile.kind === 'enriched'
    ? { ...record, enrichment: 'enriched', profile: profile.profile }
    : { ...record, enrichment: profile.kind };
}

function abandoned({ reason }: GaveUp): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `the onboarding was given up after ${reason} had lasted for registrationGiveUpMs; ask get-customer whether the ` +
      'customer is registered, mend the cause, and start a new onboarding',
    FailureType.OnboardingAbandoned,
  );
}
