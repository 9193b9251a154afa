import { CancellationScope, sleep } from '@temporalio/workflow';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { isVerified, kycVerified, showsRegistration, type Found } from './customer-finding.js';
import type { AlreadyRegistered, Registered, Rejected } from './decision.js';
import { AGENT_NOT_SET_UP } from './fault.js';
import type { Progress } from './progress.js';
import { askWhateverHappens } from './questions.js';
import { callRegistration, type RegistrationCall } from './registration-call.js';
import type { Step } from './step.js';

/** What became of one code. */
export type CodeOutcome = Registered | Rejected | { outcome: 'refused' } | { outcome: 'unconfirmed' };

export interface RegistrarOptions {
  request: ValidOnboardingRequest;
  progress: Progress;
}

const FIRST_GAP_MS = 1_000;
const LONGEST_GAP_MS = 30_000;

/**
 * Registers the customer, one code at a time. A call whose outcome is not known is read back with get-customer before
 * anything else is sent, since a second registration, or a second use of a code, must never happen.
 */
export class Registrar {
  /** get-customer's code before anything was registered. */
  private firstCode: string | undefined;
  /** Whether a registration of this run may have taken place without our knowing; once true, for the whole run. */
  private mayHaveLanded = false;

  constructor(private readonly options: RegistrarOptions) {}

  get isUnconfirmed(): boolean {
    return this.mayHaveLanded;
  }

  /** Remembers what get-customer said first: it tells what a 3 on a read-back means. */
  startFrom(firstCode: string): void {
    this.firstCode = firstCode;
  }

  /**
   * Asks once more whether an unconfirmed registration has landed late.
   * @throws GaveUp when the step's give-up time is over
   */
  async findLateRegistration(step: Step): Promise<Registered | undefined> {
    const registered = await this.readBackIfUnconfirmed(step);
    step.passed();
    return registered;
  }

  /**
   * Asks once more before a rejection stands: another run may have registered the customer meanwhile, or a call of
   * this one may have landed late.
   * @throws GaveUp when the step's give-up time is over
   */
  async lookAgainBeforeRejection(step: Step): Promise<Registered | AlreadyRegistered | undefined> {
    const { request } = this.options;
    const finding = await askWhateverHappens(request, step, 'before rejecting: is the customer registered?');
    step.passed();
    if (this.mayHaveLanded && showsRegistration(finding, this.firstCode, request)) return readBackOf(finding);
    return isVerified(finding) ? { outcome: 'alreadyRegistered', kycVerified: kycVerified(finding) } : undefined;
  }

  /**
   * Tries one code until its fate is known.
   * @param onTried told when the code has reached iServeU, or may have
   * @throws GaveUp when the step's give-up time is over
   */
  async register(otp: string, step: Step, onTried: () => void): Promise<CodeOutcome> {
    const late = await this.findLateRegistration(step);
    if (late !== undefined) return late;
    const outcome = await this.tryCode(otp, step, onTried);
    step.passed();
    return outcome;
  }

  private async tryCode(otp: string, step: Step, onTried: () => void): Promise<CodeOutcome> {
    const { request, progress } = this.options;
    for (let unansweredTries = 0; ;) {
      progress.note('otpTried');
      const call = await callRegistration(request, otp);
      if (call.kind !== 'notProcessed' && call.kind !== 'agentNotSetUp') onTried();
      if (leavesItOpen(call)) this.noteUnconfirmed(step);
      switch (call.kind) {
        case 'registered':
          return answerOf(call);
        case 'rejected':
          return { outcome: 'rejected', reason: call.text };
        case 'otpRefused':
          // An earlier call with it may have used the code up.
          return (await this.readBackIfUnconfirmed(step)) ?? { outcome: 'refused' };
        case 'unconfirmed':
          return (await this.readBackOverWindow(step)) ?? { outcome: 'unconfirmed' };
        case 'serverIssue':
          unansweredTries += 1;
          await sleep(Math.min(FIRST_GAP_MS * 2 ** (unansweredTries - 1), LONGEST_GAP_MS), {
            summary: 'iServeU asks to try again later',
          });
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
      if (unansweredTries >= request.policy.registrationMaxTries) return { outcome: 'unconfirmed' };
    }
  }

  private noteUnconfirmed(step: Step): void {
    if (!this.mayHaveLanded) this.options.progress.note('registrationUnconfirmed');
    this.mayHaveLanded = true;
    step.noteFault();
  }

  private async readBackIfUnconfirmed(step: Step): Promise<Registered | undefined> {
    return this.mayHaveLanded ? this.readBack(step) : undefined;
  }

  private async readBack(step: Step): Promise<Registered | undefined> {
    const { request } = this.options;
    const finding = await askWhateverHappens(request, step, 'read back: is the customer registered now?');
    return showsRegistration(finding, this.firstCode, request) ? readBackOf(finding) : undefined;
  }

  /** The whole window belongs to finding out, so a cancellation does not cut it short. */
  private async readBackOverWindow(step: Step): Promise<Registered | undefined> {
    return CancellationScope.nonCancellable(async () => {
      const endsAtMs = Date.now() + this.options.request.policy.readBackWindowMs;
      for (let gapMs = FIRST_GAP_MS; ; gapMs *= 2) {
        const registered = await this.readBack(step);
        const leftMs = endsAtMs - Date.now();
        if (registered !== undefined || leftMs <= 0) return registered;
        await sleep(Math.min(gapMs, leftMs), { summary: 'before the next read-back' });
      }
    });
  }
}

function leavesItOpen({ kind }: RegistrationCall): boolean {
  return kind === 'unconfirmed' || kind === 'serverIssue' || kind === 'contractBroken';
}

function answerOf({ code, text, kycFlag }: Extract<RegistrationCall, { kind: 'registered' }>): Registered {
  return {
    outcome: 'registered',
    registration: { code, text, confirmedBy: 'answer' },
    kycVerified: kycVerified({ code, ...(kycFlag !== undefined && { kycFlag }) }),
  };
}

function readBackOf(finding: Found): Registered {
  return {
    outcome: 'registered',
    registration: { code: finding.code, text: finding.text, confirmedBy: 'readBack' },
    kycVerified: kycVerified(finding),
  };
}
