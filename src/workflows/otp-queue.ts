import { ApplicationFailure } from '@temporalio/workflow';
import { FailureType } from '../contract/names.js';
import { readOtp, type OtpFate, type OtpSubmission, type OtpVerification } from '../contract/otp.js';
import type { OnboardingPolicy } from '../contract/policy.js';
import type { OnboardingOutcome } from '../contract/result.js';
import type { Progress } from './progress.js';

/** What an outcome says about the OTP that is being tried. */
const FATES: Readonly<Record<OnboardingOutcome, OtpFate>> = {
  registered: 'registered',
  alreadyRegistered: 'registered',
  rejected: 'rejected',
  otpExpired: 'unconfirmed',
  otpAttemptsExhausted: 'refused',
};

/** An OTP that waits to be tried, or is being tried. */
export class TypedOtp {
  /** Whether it has reached iServeU, or may have. */
  isTried = false;
  private readonly waiters: { resolve: (verification: OtpVerification) => void; reject: (error: Error) => void }[] = [];

  constructor(readonly otp: string) {}

  /** Settles once the OTP's fate is known, for each update that sent it. */
  verification(): Promise<OtpVerification> {
    return new Promise((resolve, reject) => this.waiters.push({ resolve, reject }));
  }

  settle(verification: OtpVerification): void {
    for (const { resolve } of this.waiters.splice(0)) resolve(verification);
  }

  /** It will not be tried. */
  drop(): void {
    const closed = refusal(FailureType.OnboardingClosed, 'the onboarding ended before this OTP was tried');
    for (const { reject } of this.waiters.splice(0)) reject(closed);
  }
}

/**
 * The OTPs of one onboarding, in order of arrival. One that cannot be tried costs nothing; one that waits or is being
 * tried is joined by the same OTP sent again.
 */
export class OtpQueue {
  private readonly waiting: TypedOtp[] = [];
  private trying: TypedOtp | undefined;
  private readonly refused = new Set<string>();
  private unconfirmed = 0;
  private unconfirmedInARow = 0;

  constructor(
    private readonly policy: OnboardingPolicy,
    private readonly progress: Progress,
  ) {}

  get hasOtp(): boolean {
    return this.waiting.length > 0;
  }

  /** Whether no further OTP may be tried. Refused and unconfirmed ones are counted apart. */
  get isExhausted(): boolean {
    return this.attemptsLeft === 0 || this.unconfirmed >= this.policy.otpMaxAttempts;
  }

  /** Whether iServeU seems to be down for registrations: one lost answer may be chance. */
  get isOutageLikely(): boolean {
    return this.unconfirmedInARow >= 2;
  }

  /** The signal `submitOtp`: what cannot be tried is noted, never thrown. */
  submit(submission: unknown): void {
    if (!this.progress.takesOtps) return;
    const otp = readOtp(submission, this.policy.otpLength);
    if (otp === undefined) this.progress.noteOtpProblem('malformed');
    else if (this.refused.has(otp)) this.progress.noteOtpProblem('repeated');
    else if (this.find(otp) === undefined && this.hasRoom) this.add(otp);
  }

  /** The validator of the update `verifyOtp`: throws for what cannot be tried. */
  validate(submission: unknown): void {
    const { otpLength, otpMaxAttempts } = this.policy;
    if (!this.progress.takesOtps) throw refusal(FailureType.OtpOutOfPlace, 'no OTP is awaited now');
    const otp = readOtp(submission, otpLength);
    if (otp === undefined) throw refusal(FailureType.OtpMalformed, `an OTP is exactly ${otpLength} digits`);
    if (this.refused.has(otp)) throw refusal(FailureType.OtpRepeated, 'this OTP was refused before');
    if (this.find(otp) === undefined && !this.hasRoom) {
      throw refusal(FailureType.OtpOutOfPlace, `${otpMaxAttempts} OTPs are waiting to be tried already`);
    }
  }

  /**
   * The update `verifyOtp`, once accepted: answers when the OTP's fate is known. Another OTP may have been accepted
   * since the validator ran, so the same rules are asked again.
   */
  async verify(submission: OtpSubmission): Promise<OtpVerification> {
    this.validate(submission);
    return (this.find(submission.otp) ?? this.add(submission.otp)).verification();
  }

  /** The next OTP, which counts as being tried until it is settled. */
  take(): TypedOtp | undefined {
    this.trying = this.waiting.shift();
    return this.trying;
  }

  /** iServeU refused the OTP being tried, or left it unconfirmed. */
  settle(fate: Extract<OtpFate, 'refused' | 'unconfirmed'>): void {
    if (fate === 'refused') {
      if (this.trying !== undefined) this.refused.add(this.trying.otp);
      this.unconfirmedInARow = 0;
    } else {
      this.unconfirmed += 1;
      this.unconfirmedInARow += 1;
    }
    this.progress.otp.attemptsLeft = this.attemptsLeft;
    this.trying?.settle({ result: fate, attemptsLeft: this.attemptsLeft });
    this.trying = undefined;
  }

  /**
   * The onboarding ends, with this outcome where it has one. An OTP that was never tried is answered only where the
   * onboarding ends registered.
   */
  close(outcome?: OnboardingOutcome): void {
    const result = outcome === undefined ? 'unconfirmed' : FATES[outcome];
    const left = this.trying === undefined ? this.waiting : [this.trying, ...this.waiting];
    for (const typed of left) {
      if (typed.isTried || outcome === 'registered') typed.settle({ result, attemptsLeft: this.attemptsLeft });
      else typed.drop();
    }
    this.trying = undefined;
    this.waiting.length = 0;
  }

  private get attemptsLeft(): number {
    return this.policy.otpMaxAttempts - this.refused.size;
  }

  private get hasRoom(): boolean {
    return this.waiting.length < this.policy.otpMaxAttempts;
  }

  private find(otp: string): TypedOtp | undefined {
    return this.trying?.otp === otp ? this.trying : this.waiting.find((typed) => typed.otp === otp);
  }

  private add(otp: string): TypedOtp {
    const typed = new TypedOtp(otp);
    this.waiting.push(typed);
    return typed;
  }
}

function refusal(type: FailureType, message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type);
}
