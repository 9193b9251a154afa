import { ApplicationFailure } from '@temporalio/workflow';
import { FailureType } from '../contract/names.js';
import {
  readOtp,
  type OtpFate,
  type OtpRepetition,
  type OtpSubmission,
  type OtpVerification,
} from '../contract/otp.js';
import type { OtpProblem } from '../contract/status.js';

/** A code that waits to be tried, or is being tried. */
interface WaitingCode {
  readonly otp: string;
  /** Says to the one who waits for it, if any, what became of the code. */
  settle(fate: OtpFate): void;
  /** Says that the code will not be tried. */
  drop(): void;
}

export interface OtpInboxOptions {
  otpLength: number;
  /** How many codes may wait at once, and how many iServeU may refuse. */
  maxAttempts: number;
  /** Whether codes are taken at this point of the process. */
  isOpen: () => boolean;
  /** Told of every code that is malformed or repeated. */
  onProblem: (problem: Extract<OtpProblem, 'malformed' | 'repeated'>) => void;
}

/** The codes of one onboarding, in order of arrival. A code that cannot be tried costs nothing. */
export class OtpInbox {
  private readonly waiting: WaitingCode[] = [];
  private readonly refused = new Set<string>();
  private trying: WaitingCode | undefined;
  private isTried = false;

  constructor(private readonly options: OtpInboxOptions) {}

  get hasCode(): boolean {
    return this.waiting.length > 0;
  }

  get attemptsLeft(): number {
    return this.options.maxAttempts - this.refused.size;
  }

  /** The signal `submitOtp`: what cannot be tried is noted, never thrown. */
  submit(submission: unknown): void {
    if (!this.options.isOpen()) return;
    const otp = readOtp(submission, this.options.otpLength);
    if (otp === undefined) this.options.onProblem('malformed');
    else if (this.isRepeated(otp)) this.options.onProblem('repeated');
    else if (this.hasRoom) this.waiting.push({ otp, settle: () => undefined, drop: () => undefined });
  }

  /** The validator of the update `verifyOtp`: throws for what cannot be tried. */
  validate(submission: unknown): void {
    const { otpLength, maxAttempts, isOpen } = this.options;
    if (!isOpen()) throw refusal(FailureType.OtpOutOfPlace, 'no code is awaited now');
    const otp = readOtp(submission, otpLength);
    if (otp === undefined) throw refusal(FailureType.OtpMalformed, `a code is exactly ${otpLength} digits`);
    if (this.isRepeated(otp)) throw this.repetition(otp);
    if (!this.hasRoom) throw refusal(FailureType.OtpOutOfPlace, `${maxAttempts} codes are waiting to be tried already`);
  }

  /**
   * The update `verifyOtp`, once accepted: answers when the code's fate is known. Another code may have been accepted
   * since the validator ran, so the same rules are asked again.
   */
  async verify(submission: OtpSubmission): Promise<OtpVerification> {
    this.validate(submission);
    return new Promise((resolve, reject) => {
      this.waiting.push({
        otp: submission.otp,
        settle: (result) => {
          resolve({ result, attemptsLeft: this.attemptsLeft });
        },
        drop: () => {
          reject(refusal(FailureType.OnboardingClosed, 'the onboarding ended before this code was tried'));
        },
      });
    });
  }

  /** The next code, which counts as being tried until {@link OtpInbox.settle}. */
  take(): string | undefined {
    this.trying = this.waiting.shift();
    this.isTried = false;
    return this.trying?.otp;
  }

  /** The code has reached iServeU, or may have. */
  markTried(): void {
    this.isTried = true;
  }

  /** Says what became of the code being tried, if there is one; a refused one costs an attempt. */
  settle(fate: OtpFate): void {
    const code = this.trying;
    if (code === undefined) return;
    this.trying = undefined;
    if (fate === 'refused') this.refused.add(code.otp);
    if (this.isTried) code.settle(fate);
    else code.drop();
  }

  /** Ends the inbox: no code that waits in it will be tried. */
  close(): void {
    for (const code of this.waiting.splice(0)) code.drop();
  }

  private get hasRoom(): boolean {
    return this.waiting.length < this.options.maxAttempts;
  }

  private repetition(otp: string): ApplicationFailure {
    const isRefused = this.refused.has(otp);
    const detail: OtpRepetition = { isRefused, attemptsLeft: this.attemptsLeft };
    const message = isRefused ? 'this code was refused before' : 'this code is being tried now';
    return refusal(FailureType.OtpRepeated, message, detail);
  }

  /** A code that stands in line to be tried counts as being tried: a double tap must not cost a second call. */
  private isRepeated(otp: string): boolean {
    return this.refused.has(otp) || this.trying?.otp === otp || this.waiting.some((code) => code.otp === otp);
  }
}

function refusal(type: FailureType, message: string, ...details: OtpRepetition[]): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, type, ...details);
}
