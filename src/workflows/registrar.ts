import { CancellationScope, CancelledFailure, sleep, workflowInfo } from '@temporalio/workflow';
import type { CustomerAnswer } from '../activities/onboarding-activities.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { withJitter } from '../contract/retry-plan.js';
import { PROVIDER_BACKOFF } from '../contract/time-limits.js';
import {
  asAlreadyRegistered,
  asReadBack,
  kycVerified,
  type AlreadyRegistered,
  type Registered,
  type Rejected,
} from './decision.js';
import { AGENT_NOT_SET_UP } from './fault.js';
import type { TypedOtp } from './otp-queue.js';
import type { Progress } from './progress.js';
import { askUntilAnswered, calling } from './provider-calls.js';
import {
  callRegistration,
  isDecisive,
  leavesItOpen,
  mayHaveUsedOtp,
  type RegistrationCall,
} from './registration-call.js';
import type { Step } from './step.js';

/** An answer of get-customer that is about the customer. */
export type CustomerFinding = Exclude<CustomerAnswer, { kind: 'agentNotSetUp' }>;

/** The fate of one OTP. */
export type OtpResult = Registered | Rejected | { outcome: 'refused' } | { outcome: 'unconfirmed' };

/**
 * Registers the customer, one OTP at a time. A call whose outcome is not known is read back with get-customer before
 * anything else is sent, since a second registration, or a second use of an OTP, must never happen.
 */
export class Registrar {
  /** get-customer's status code before anything was registered: it tells what a 3 on a read-back means. */
  private firstStatusCode: string | undefined;
  /** The run that asked get-customer last. */
  private checkedByRunId: string | undefined;
  /** Whether a registration may have taken place without our knowing; once true, for the whole run. */
  private mayHaveLanded = false;

  constructor(
    private readonly request: ValidOnboardingRequest,
    private readonly progress: Progress,
  ) {}

  /** Asks iServeU about the customer for the first time. */
  async check(step: Step): Promise<CustomerFinding> {
    const finding = await this.getCustomer(step, 'is the customer registered?');
    step.passed();
    if (finding.kind === 'found') this.firstStatusCode = finding.statusCode;
    return finding;
  }

  /** Asks once more, where a registration is unconfirmed, whether it has landed late. @throws GaveUp */
  async findLateRegistration(step: Step): Promise<Registered | undefined> {
    const registered = await this.readBackIfUnconfirmed(step);
    step.passed();
    return registered;
  }

  /**
   * Asks once more before the onboarding ends without a registration: another run may have registered the customer
   * meanwhile, or a call of this one may have landed late. @throws GaveUp
   */
  async askOnceMore(step: Step): Promise<Registered | AlreadyRegistered | undefined> {
    const finding = await this.uncancelled(step, 'before it ends: is the customer registered?');
    step.passed();
    if (finding.kind !== 'found') return undefined;
    const late = this.mayHaveLanded ? asReadBack(finding, this.firstStatusCode, this.request) : undefined;
    return late ?? asAlreadyRegistered(finding);
  }

  /** Tries one OTP until its fate is known. @throws GaveUp when the step's give-up time is over */
  async register(typed: TypedOtp, step: Step): Promise<OtpResult> {
    const late = await this.findLateRegistration(step);
    if (late !== undefined) return late;
    const result = await this.tryOtp(typed, step);
    step.passed();
    return result;
  }

  /** Registrations seem to be down: an operator sees it beside the wait for the next OTP, until one is answered. */
  raiseOutage(): void {
    this.progress.raiseAttention(this, {
      reason: 'iserveu-unavailable',
      cause: 'iServeU left the registrations with the last two OTPs unconfirmed',
      sinceMs: Date.now(),
    });
  }

  private async tryOtp(typed: TypedOtp, step: Step): Promise<OtpResult> {
    const { policy, clientCode: _clientCode, ...fields } = this.request;
    for (let unansweredTries = 0; ;) {
      throwIfCancelled();
      this.progress.note('otpTried');
      const { checkedByRunId } = this;
      const { firstExecutionRunId: firstRunId } = workflowInfo();
      const call = await callRegistration({ ...fields, otp: typed.otp, checkedByRunId, firstRunId });
      this.noteCall(call, typed, step);
      switch (call.kind) {
        case 'registered':
          return answerOf(call);
        case 'rejected':
          return { outcome: 'rejected', reason: call.text };
        case 'otpRefused':
          // An earlier call with it may have used the OTP up.
          return (await this.readBackIfUnconfirmed(step)) ?? { outcome: 'refused' };
        case 'unconfirmed':
          return (await this.readBackFor(policy.readBackWindowMs, step)) ?? { outcome: 'unconfirmed' };
        case 'readBackFirst': {
          const registered = await this.readBackFor(call.callMayLastMs, step);
          if (registered !== undefined) return registered;
          continue;
        }
        case 'serverIssue':
          unansweredTries += 1;
          await sleep(backoffMs(unansweredTries), { summary: 'iServeU asks to try again later' });
          break;
        case 'contractBroken': {
          const registered = await this.readBack(step);
          if (registered !== undefined) return registered;
          await step.waitForAttention(call.fault);
          break;
        }
        case 'agentNotSetUp':
          await step.waitForAttention(AGENT_NOT_SET_UP);
          break;
        case 'notProcessed':
          await step.waitToRepeat(call.fault);
          break;
      }
      const registered = await this.readBackIfUnconfirmed(step);
      if (registered !== undefined) return registered;
      if (unansweredTries >= policy.registrationMaxTries) return { outcome: 'unconfirmed' };
    }
  }

  private noteCall(call: RegistrationCall, typed: TypedOtp, step: Step): void {
    // An earlier run may have sent this OTP, and whatever else it sent is not known here.
    if (call.kind === 'readBackFirst') this.mayHaveLanded = true;
    if (mayHaveUsedOtp(call)) typed.isTried = true;
    if (isDecisive(call)) this.progress.clearAttention(this);
    if (!leavesItOpen(call)) return;
    if (!this.mayHaveLanded) this.progress.note('registrationUnconfirmed');
    this.mayHaveLanded = true;
    step.noteFault();
  }

  private async readBackIfUnconfirmed(step: Step): Promise<Registered | undefined> {
    return this.mayHaveLanded ? this.readBack(step) : undefined;
  }

  private async readBack(step: Step): Promise<Registered | undefined> {
    const finding = await this.uncancelled(step, 'read back: is the customer registered now?');
    return finding.kind === 'found' ? asReadBack(finding, this.firstStatusCode, this.request) : undefined;
  }

  /** The whole window belongs to finding out, so a cancellation does not cut it short. */
  private async readBackFor(windowMs: number, step: Step): Promise<Registered | undefined> {
    return CancellationScope.nonCancellable(async () => {
      const endsAtMs = Date.now() + windowMs;
      for (let gapMs = PROVIDER_BACKOFF.firstDelayMs; ; gapMs *= 2) {
        const registered = await this.readBack(step);
        const leftMs = endsAtMs - Date.now();
        if (registered !== undefined || leftMs <= 0) return registered;
        await sleep(Math.min(withJitter(gapMs, Math.random()), leftMs), { summary: 'before the next read-back' });
      }
    });
  }

  /** Asks although the onboarding may be cancelled: whether a registration took place must be known. */
  private async uncancelled(step: Step, summary: string): Promise<CustomerFinding> {
    return CancellationScope.nonCancellable(() => this.getCustomer(step, summary));
  }

  private async getCustomer(step: Step, summary: string): Promise<CustomerFinding> {
    const { mobileNumber, username, latlong, publicIP } = this.request;
    const caller = { mobileNumber, ...(username !== undefined && { username }), latlong, publicIP };
    const finding = await askUntilAnswered('iserveu', step, ['found', 'rejected'], () =>
      calling.getCustomer(summary)({ ...caller, patience: step.patience }),
    );
    this.checkedByRunId = finding.runId;
    return finding;
  }
}

function answerOf({ statusCode, text, kycFlag }: Extract<RegistrationCall, { kind: 'registered' }>): Registered {
  return {
    outcome: 'registered',
    registration: { code: statusCode, text, confirmedBy: 'answer' },
    kycVerified: kycVerified({ statusCode, ...(kycFlag !== undefined && { kycFlag }) }),
  };
}

function backoffMs(tries: number): number {
  const waitMs = Math.min(PROVIDER_BACKOFF.firstDelayMs * 2 ** (tries - 1), PROVIDER_BACKOFF.longestDelayMs);
  return withJitter(waitMs, Math.random());
}

function throwIfCancelled(): void {
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('Onboarding cancelled');
}
