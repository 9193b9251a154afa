import {
  allHandlersFinished,
  CancellationScope,
  CancelledFailure,
  condition,
  isCancellation,
  setHandler,
} from '@temporalio/workflow';
import type { SendOtpInput } from '../activities/onboarding-activities.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { CodeSender } from './code-sender.js';
import { isFlagAgainstCode, isVerified } from './customer-finding.js';
import type { AlreadyRegistered, Decision, Registered } from './decision.js';
import { findProfile, type ProfileFinding } from './enrichment.js';
import { resendOtp, retryNow, status, submitOtp, verifyOtp } from './messages.js';
import { OtpInbox } from './otp-inbox.js';
import { OtpWait } from './otp-wait.js';
import { Progress, type OtpProgress } from './progress.js';
import { askAboutCustomer, type CustomerFinding } from './questions.js';
import { Registrar, type CodeOutcome } from './registrar.js';
import { GaveUp, Step } from './step.js';

const OUTCOME_EVENTS = {
  registered: 'registered',
  alreadyRegistered: 'customerAlreadyRegistered',
  rejected: 'registrationRejected',
  otpExpired: 'otpExpired',
  otpAttemptsExhausted: 'otpAttemptsExhausted',
} as const;

/** One onboarding: its steps in the words of the process, and all that it knows. */
export class OnboardingRun {
  readonly progress: Progress;
  private readonly inbox: OtpInbox;
  private readonly sender: CodeSender;
  private readonly otpWait: OtpWait;
  private readonly registrar: Registrar;
  private readonly scope = CancellationScope.current();
  private retryRequests = 0;

  /** Registers every message handler, so it must be made before the workflow's first await. */
  constructor(private readonly request: ValidOnboardingRequest) {
    const { policy } = request;
    this.progress = new Progress(request.mobileNumber, () => this.otpProgress);
    this.inbox = new OtpInbox({
      otpLength: policy.otpLength,
      maxAttempts: policy.otpMaxAttempts,
      isOpen: () => this.takesCodes,
      onProblem: (problem) => {
        this.progress.lastProblem = problem;
        this.progress.note(problem === 'malformed' ? 'otpMalformed' : 'otpRepeated');
      },
    });
    this.sender = new CodeSender({
      input: sendOtpInput(request),
      policy,
      progress: this.progress,
      retryRequests: () => this.retryRequests,
      isCodeMissing: () => this.progress.stage === 'awaitingOtp' && !this.inbox.hasCode,
      onMaybeSent: (calledAtMs) => {
        this.otpWait.startAnewFrom(calledAtMs);
      },
    });
    this.otpWait = new OtpWait({
      otpWaitMs: policy.otpWaitMs,
      inbox: this.inbox,
      sender: this.sender,
      progress: this.progress,
    });
    this.registrar = new Registrar({ request, progress: this.progress });
    this.listen();
  }

  /** Asks iServeU whether the customer is registered. */
  async checkCustomer(): Promise<CustomerFinding> {
    this.progress.enter('checking');
    this.progress.note('started');
    const step = this.registrationStep();
    const finding = await askAboutCustomer(this.request, step, 'is the customer registered?');
    step.passed();
    if (finding.kind === 'found') {
      this.registrar.startFrom(finding.code);
      if (!isVerified(finding)) this.progress.note('customerNotRegistered');
      if (isFlagAgainstCode(finding)) this.progress.note('kycFlagDisagrees');
    }
    return finding;
  }

  /** The customer's next code; nothing where none came in time. */
  async waitForCode(): Promise<string | undefined> {
    const otp = await this.otpWait.nextCode();
    this.throwIfCancelled();
    if (otp !== undefined) this.progress.enter('registering');
    return otp;
  }

  /** Tries one code until its fate is known. */
  async registerWith(otp: string): Promise<CodeOutcome> {
    return this.registrar.register(otp, this.registrationStep(), () => {
      this.inbox.markTried();
    });
  }

  /** iServeU refused the code; says how many more it may refuse. */
  codeRefused(): { attemptsLeft: number } {
    this.progress.lastProblem = 'refused';
    this.inbox.settle('refused');
    this.progress.note('otpRefused');
    this.throwIfCancelled();
    return { attemptsLeft: this.inbox.attemptsLeft };
  }

  /** Nobody knows whether the code registered the customer; it may be spent. */
  codeUnconfirmed(): void {
    this.progress.lastProblem = 'unconfirmed';
    this.inbox.settle('unconfirmed');
    this.throwIfCancelled();
  }

  /** Whether a code came while something else was being done. */
  get hasCode(): boolean {
    return this.inbox.hasCode;
  }

  /** Asks once more, where a registration is unconfirmed, whether it has landed late. */
  async findLateRegistration(): Promise<Registered | undefined> {
    const registered = await this.registrar.findLateRegistration(this.registrationStep());
    if (registered === undefined) this.throwIfCancelled();
    return registered;
  }

  /** Asks once more before the customer is rejected. */
  async lookAgainBeforeRejection(): Promise<Registered | AlreadyRegistered | undefined> {
    const registered = await this.registrar.lookAgainBeforeRejection(this.registrationStep());
    if (registered === undefined) this.throwIfCancelled();
    return registered;
  }

  /**
   * Finds out what became of an unconfirmed registration before the onboarding ends without an outcome.
   * @throws the error that ends it, where the customer is not registered
   */
  async findRegistrationBeforeEnding(error: unknown): Promise<Registered> {
    const isCancelled = isCancellation(error);
    if (!isCancelled && !(error instanceof GaveUp)) throw error;
    this.sender.stop();
    this.progress.note(isCancelled ? 'cancelRequested' : 'abandoned');
    // After giving up one question is left; a cancelled onboarding has the whole patience of a step.
    const step = isCancelled ? this.registrationStep() : this.newStep(0);
    const registered = await this.registrar.findLateRegistration(step);
    if (registered === undefined) throw error;
    // The step that was given up or cut short has left its own.
    this.progress.clearAttention();
    return registered;
  }

  /** Fetches the client profile; it gives up sooner or later, so that it never holds up a registration for ever. */
  async fetchProfile(clientCode: string): Promise<ProfileFinding> {
    const { mobileNumber, policy } = this.request;
    this.progress.enter('enriching');
    const finding = await findProfile(clientCode, mobileNumber, this.newStep(policy.enrichmentGiveUpMs));
    this.progress.note(finding.kind === 'enriched' ? 'profileAttached' : 'profileNotAttached');
    return finding;
  }

  /** The registration is decided: the outcome shows in the status, and whoever waits for the code's fate hears it. */
  decide({ outcome }: Decision): void {
    this.progress.decide(outcome);
    this.progress.note(OUTCOME_EVENTS[outcome]);
    this.inbox.settle(outcome === 'rejected' ? 'rejected' : 'registered');
    this.inbox.close();
  }

  /** Answers whoever still waits, and closes the status. */
  async close(): Promise<void> {
    this.inbox.settle('unconfirmed');
    this.inbox.close();
    this.progress.close();
    await CancellationScope.nonCancellable(() => condition(allHandlersFinished));
  }

  private listen(): void {
    setHandler(submitOtp, (submission) => {
      this.inbox.submit(submission);
    });
    setHandler(verifyOtp, (submission) => this.inbox.verify(submission), {
      validator: (submission) => {
        this.inbox.validate(submission);
      },
    });
    setHandler(resendOtp, () => {
      this.sender.resend();
    });
    setHandler(retryNow, () => {
      this.retryRequests += 1;
      if (this.progress.attention !== undefined) this.progress.note('retryRequested');
    });
    setHandler(status, () => this.progress.status());
  }

  private get takesCodes(): boolean {
    const isStageForCodes = ['checking', 'awaitingOtp', 'registering'].includes(this.progress.stage);
    return isStageForCodes && !this.progress.isDecided && !this.scope.consideredCancelled;
  }

  private get otpProgress(): OtpProgress | undefined {
    const { deadlineMs } = this.otpWait;
    if (deadlineMs === undefined) return undefined;
    const { resendAvailableAtMs, sends } = this.sender;
    return {
      deadlineMs,
      attemptsLeft: this.inbox.attemptsLeft,
      sends,
      ...(resendAvailableAtMs !== undefined && { resendAvailableAtMs }),
    };
  }

  private registrationStep(): Step {
    return this.newStep(this.request.policy.registrationGiveUpMs);
  }

  private newStep(giveUpAfterMs: number): Step {
    const { progress } = this;
    const { policy } = this.request;
    return new Step({ progress, policy, giveUpAfterMs, retryRequests: () => this.retryRequests });
  }

  /** Calls that must end in spite of a cancellation are followed by this. */
  private throwIfCancelled(): void {
    if (this.scope.consideredCancelled) throw new CancelledFailure('Onboarding cancelled');
  }
}

function sendOtpInput(request: ValidOnboardingRequest): SendOtpInput {
  const { mobileNumber, username, latlong, publicIP, ovdType, ovdData } = request;
  return {
    mobileNumber,
    ...(username !== undefined && { username }),
    latlong,
    publicIP,
    ...(ovdType !== undefined && { ovdType }),
    ...(ovdData !== undefined && { ovdData }),
  };
}
