import { isCancellation } from '@temporalio/workflow';
import type { SendOtpInput } from '../activities/onboarding-activities.js';
import { PAYLOAD_DECRYPTION_FAILED } from '../contract/decryption-failure.js';
import { FailureType } from '../contract/names.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import { AGENT_NOT_SET_UP, failureType, readFault, type Fault } from './fault.js';
import type { OtpQueue } from './otp-queue.js';
import type { Progress } from './progress.js';
import { calling, isOneOf } from './provider-calls.js';
import { Step } from './step.js';

/** Asks iServeU to send OTPs, beside the wait for one; how many and how often the policy says. */
export class OtpSender {
  /** When the latest call was made that may have reached the customer, in ms since 1970. */
  maybeSentAtMs: number | undefined;
  private resendFromMs: number | undefined;
  private isCalling = false;
  /** The call under way and, where it never reached iServeU or a person must mend something, its repeats. */
  private step: Step | undefined;

  constructor(
    private readonly request: ValidOnboardingRequest,
    private readonly progress: Progress,
    private readonly queue: OtpQueue,
  ) {}

  /** Whether a call is under way, whose outcome may lengthen the wait. */
  get isBusy(): boolean {
    return this.isCalling;
  }

  /** Sends the first OTP of the onboarding, where it is ours to send. */
  sendFirst(): void {
    if (this.request.policy.sendOtp && this.progress.otp.sends === 0) this.start();
  }

  /** The signal `resendOtp`; changes nothing when no send is allowed now. */
  resend(): void {
    const { resendAvailableAtMs } = this.progress.otp;
    if (resendAvailableAtMs === undefined || Date.now() < resendAvailableAtMs) return;
    if (this.isCalling || !this.isOtpMissing) return;
    if (this.step === undefined) this.start();
    else this.step.wake();
  }

  /** An OTP came, or none will: no further call is made. */
  stop(): void {
    this.step?.stop();
    this.step = undefined;
  }

  private get mayCall(): boolean {
    const { sendOtp, otpMaxSends } = this.request.policy;
    return sendOtp && this.progress.otp.sends < otpMaxSends;
  }

  private get isOtpMissing(): boolean {
    return this.progress.stage === 'awaitingOtp' && !this.queue.hasOtp;
  }

  private start(): void {
    // The wait for the OTP bounds it.
    this.step = new Step(this.progress, this.request.policy, Infinity);
    void this.run(this.step);
  }

  private async run(step: Step): Promise<void> {
    try {
      for (;;) {
        const fault = await this.call();
        if (fault === undefined || step.hasStopped()) break;
        if (this.mayCall) await step.waitToRepeat(fault);
        else await step.waitUntilStopped(fault);
        // An OTP may have come just when the next try was due.
        if (step.hasStopped() || !this.isOtpMissing) break;
      }
    } catch (error) {
      // The onboarding's own flow ends a cancelled onboarding.
      if (!isCancellation(error)) throw error;
    }
    step.passed();
    if (this.step === step) this.step = undefined;
  }

  /** Makes one call; a fault is for repeating it or for a person, every other outcome is final. */
  private async call(): Promise<Fault | undefined> {
    const { progress } = this;
    const calledAtMs = Date.now();
    const resendFromMs = this.resendFromMs ?? calledAtMs;
    this.count(1, calledAtMs + this.request.policy.otpResendGapMs);
    this.isCalling = true;
    try {
      const answer = await calling.sendOtp()(sendOtpInput(this.request));
      if (isOneOf(answer, ['agentNotSetUp'])) return AGENT_NOT_SET_UP;
      if (isOneOf(answer, ['declined'])) {
        progress.note('otpSendRefused');
        return undefined;
      }
      progress.note(isOneOf(answer, ['sent']) ? 'otpSent' : 'otpSendUnconfirmed');
    } catch (error) {
      const fault = readFault(error, 'iserveu');
      switch (failureType(error)) {
        case FailureType.ProviderUnavailable:
        case PAYLOAD_DECRYPTION_FAILED:
          // It never reached iServeU: as if it had not been made, so that the customer need not wait to ask again.
          this.count(-1, resendFromMs);
          return fault;
        case FailureType.ProviderAccessDenied:
        case FailureType.ProviderContractBroken:
          return fault;
        default:
          progress.note('otpSendUnconfirmed');
      }
    } finally {
      this.isCalling = false;
    }
    this.maybeSentAtMs = calledAtMs;
    return undefined;
  }

  private count(calls: 1 | -1, resendFromMs: number): void {
    const { otp } = this.progress;
    otp.sends += calls;
    this.resendFromMs = resendFromMs;
    otp.resendAvailableAtMs = this.mayCall ? resendFromMs : undefined;
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
