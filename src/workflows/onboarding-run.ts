import {
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  isCancellation,
  log,
} from '@temporalio/workflow';
import type { ClientProfileAnswer } from '../activities/onboarding-activities.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import type { Enrichment, OnboardingResult } from '../contract/result.js';
import {
  asAlreadyRegistered,
  isFlagAgainstCode,
  type AlreadyRegistered,
  type Decision,
  type NoOtpLeft,
  type Registered,
  type Rejected,
} from './decision.js';
import { handleMessages } from './messages.js';
import { OtpExchange } from './otp-exchange.js';
import type { TypedOtp } from './otp-queue.js';
import { Progress } from './progress.js';
import { askUntilAnswered, calling } from './provider-calls.js';
import { Registrar, type OtpResult } from './registrar.js';
import { GaveUp, Step } from './step.js';

/** One onboarding: its steps in the words of the process, and all that it knows. */
export class OnboardingRun {
  private readonly progress: Progress;
  private readonly otps: OtpExchange;
  private readonly registrar: Registrar;
  private readonly scope = CancellationScope.current();

  /** Registers every message handler, so it must be made before the workflow's first await. */
  constructor(private readonly request: ValidOnboardingRequest) {
    this.progress = new Progress(request);
    this.otps = new OtpExchange(request, this.progress);
    this.registrar = new Registrar(request, this.progress);
    handleMessages(this.otps, this.progress);
  }

  /** Asks iServeU whether the customer is registered. A rejection here is iServeU's last word. */
  async checkCustomer(): Promise<AlreadyRegistered | Rejected | 'notRegistered'> {
    this.progress.enter('checking');
    this.progress.note('started');
    const finding = await this.registrar.check(this.registrationStep());
    if (finding.kind === 'rejected') return { outcome: 'rejected', reason: finding.text };
    if (isFlagAgainstCode(finding)) this.progress.note('kycFlagDisagrees');
    const known = asAlreadyRegistered(finding);
    if (known === undefined) this.progress.note('customerNotRegistered');
    return known ?? 'notRegistered';
  }

  /** The customer's next OTP; `undefined` where none came in time. */
  async nextOtp(): Promise<TypedOtp | undefined> {
    const typed = await this.otps.next();
    this.throwIfCancelled();
    return typed;
  }

  /** Tries one OTP until its fate is known. */
  async registerWith(typed: TypedOtp): Promise<OtpResult> {
    this.progress.enter('registering');
    const result = await this.registrar.register(typed, this.registrationStep());
    if (result.outcome !== 'refused' && result.outcome !== 'unconfirmed') return result;
    this.progress.otp.lastProblem = result.outcome;
    this.otps.queue.settle(result.outcome);
    if (result.outcome === 'refused') this.progress.note('otpRefused');
    else if (this.otps.queue.isOutageLikely) this.registrar.raiseOutage();
    this.throwIfCancelled();
    return result;
  }

  /** Whether iServeU has refused, or left unconfirmed, as many OTPs as the policy allows. */
  get isOutOfAttempts(): boolean {
    return this.otps.queue.isExhausted;
  }

  /** How the onboarding ends, unless iServeU, asked once more, says that the customer is registered. */
  async unlessRegistered(decision: Rejected | NoOtpLeft): Promise<Decision> {
    const registered = await this.registrar.askOnceMore(this.registrationStep());
    if (registered === undefined) this.throwIfCancelled();
    return registered ?? decision;
  }

  /** Whether an OTP came while iServeU was asked before the onboarding would end as expired. */
  cameLate({ outcome }: Decision): boolean {
    return outcome === 'otpExpired' && this.otps.queue.hasOtp;
  }

  /**
   * Reaches the decision. A cancelled or abandoned onboarding first finds out whether an unconfirmed registration took
   * place; if so, that is the decision.
   */
  async decide(reach: () => Promise<Decision>): Promise<Decision> {
    const decision = await reach().catch((error: unknown) => this.findRegistrationBeforeEnding(error));
    const { outcome } = decision;
    this.progress.decide(outcome);
    this.otps.queue.close(outcome);
    log.info('registration decided', { outcome });
    return decision;
  }

  /** The result, with the customer's record where the customer is registered. */
  async completeRecord(decision: Decision): Promise<OnboardingResult> {
    if (decision.outcome === 'rejected') return decision;
    if (decision.outcome !== 'registered' && decision.outcome !== 'alreadyRegistered') return decision;
    const { outcome, ...registration } = decision;
    const { mobileNumber, name, clientCode } = this.request;
    const record = { mobileNumber, name, ...registration };
    if (clientCode === undefined) return { outcome, record: { ...record, enrichment: 'notRequested' } };

    this.progress.enter('enriching');
    const { kind, ...profile } = await this.fetchProfile(clientCode);
    this.progress.note(kind === 'enriched' ? 'profileAttached' : 'profileNotAttached');
    return { outcome, record: { ...record, enrichment: kind, ...profile } };
  }

  /** Answers every message that still waits, and closes the status. */
  async close(): Promise<void> {
    this.otps.queue.close();
    this.progress.close();
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }

  private async findRegistrationBeforeEnding(error: unknown): Promise<Registered> {
    const isCancelled = isCancellation(error);
    if (!isCancelled && !(error instanceof GaveUp)) throw error;
    this.otps.sender.stop();
    this.progress.note(isCancelled ? 'cancelRequested' : 'abandoned');
    // After giving up, ask once; a cancelled onboarding retries as any step does.
    const registered = await this.registrar.findLateRegistration(
      isCancelled ? this.registrationStep() : this.newStep(0),
    );
    if (registered === undefined) throw error;
    this.progress.clearAttentions();
    return registered;
  }

  /** The step gives up sooner or later, so that a profile never holds up a registration for ever. */
  private async fetchProfile(
    clientCode: string,
  ): Promise<ClientProfileAnswer | { kind: Extract<Enrichment, 'unavailable' | 'cancelled'> }> {
    const { mobileNumber, policy } = this.request;
    const step = this.newStep(policy.enrichmentGiveUpMs);
    try {
      const kinds = ['enriched', 'noRecord', 'invalidClientCode', 'mismatch'] as const;
      const answer = await askUntilAnswered('iifl', step, kinds, () =>
        calling.fetchClientProfile()({ clientCode, mobileNumber, patience: step.patience }),
      );
      step.passed();
      return answer;
    } catch (error) {
      if (isCancellation(error)) return { kind: 'cancelled' };
      if (error instanceof GaveUp) return { kind: 'unavailable' };
      throw error;
    }
  }

  private registrationStep(): Step {
    return this.newStep(this.request.policy.registrationGiveUpMs);
  }

  private newStep(giveUpAfterMs: number): Step {
    return new Step(this.progress, this.request.policy, giveUpAfterMs);
  }

  /** Calls that must end in spite of a cancellation are followed by this. */
  private throwIfCancelled(): void {
    if (this.scope.consideredCancelled) throw new CancelledFailure('Onboarding cancelled');
  }
}
