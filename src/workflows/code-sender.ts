import { condition, isCancellation } from '@temporalio/workflow';
import type { SendOtpAnswer, SendOtpInput } from '../activities/onboarding-activities.js';
import { PAYLOAD_DECRYPTION_FAILED } from '../contract/decryption-failure.js';
import { FailureType } from '../contract/names.js';
import { callingOnce } from './activities.js';
import { AGENT_NOT_SET_UP, failureType, readFault, type Fault } from './fault.js';
import { isKnownAnswer } from './known-answer.js';
import { Step, type StepOptions } from './step.js';

export interface CodeSenderOptions extends Omit<StepOptions, 'giveUpAfterMs' | 'isOver'> {
  input: SendOtpInput;
  /** Whether a code is awaited and none has come: only then one is sent for. */
  isCodeMissing: () => boolean;
  /** Told when a call that may have reached the customer is over, with the time in ms when it was made. */
  onMaybeSent: (calledAtMs: number) => void;
}

const ANSWERS: ReadonlySet<SendOtpAnswer['kind']> = new Set([
  'sent',
  'agentNotSetUp',
  'declined',
  'unconfirmed',
] as const);

/** One code to be sent: the call and, where it never reached iServeU or a person must mend something, its repeats. */
interface Sending {
  isOver: boolean;
  readonly step: Step;
}

/** Asks iServeU to send codes, beside the wait for one; how many and how often the policy says. */
export class CodeSender {
  private calls = 0;
  private resendFromMs: number | undefined;
  private isCalling = false;
  private resendRequests = 0;
  private sending: Sending | undefined;

  constructor(private readonly options: CodeSenderOptions) {}

  /** Send calls made so far; one that never reached iServeU does not count. */
  get sends(): number {
    return this.calls;
  }

  /** Whether a call is under way, whose outcome may lengthen the wait. */
  get isBusy(): boolean {
    return this.isCalling;
  }

  /** From when `resendOtp` sends; nothing where it does not. */
  get resendAvailableAtMs(): number | undefined {
    return this.mayCall ? this.resendFromMs : undefined;
  }

  /** Sends the first code of the onboarding, where it is ours to send. */
  sendFirst(): void {
    if (this.options.policy.sendOtp && this.calls === 0) this.start();
  }

  /** The signal `resendOtp`; changes nothing where nothing may be sent now. */
  resend(): void {
    const availableAtMs = this.resendAvailableAtMs;
    if (availableAtMs === undefined || Date.now() < availableAtMs) return;
    if (this.isCalling || !this.options.isCodeMissing()) return;
    if (this.sending === undefined) this.start();
    else this.resendRequests += 1;
  }

  /** A code came, or none will: no further call is made. */
  stop(): void {
    if (this.sending === undefined) return;
    this.sending.isOver = true;
    this.sending.step.passed();
    this.sending = undefined;
  }

  private get mayCall(): boolean {
    return this.options.policy.sendOtp && this.calls < this.options.policy.otpMaxSends;
  }

  private start(): void {
    const sending: Sending = {
      isOver: false,
      step: new Step({
        ...this.options,
        retryRequests: () => this.options.retryRequests() + this.resendRequests,
        // The wait for the code bounds it.
        giveUpAfterMs: Infinity,
        isOver: () => sending.isOver,
      }),
    };
    this.sending = sending;
    void this.run(sending);
  }

  private async run(sending: Sending): Promise<void> {
    const { step } = sending;
    try {
      for (;;) {
        const fault = await this.call();
        if (fault === undefined || step.isOver()) break;
        if (this.mayCall) {
          await step.waitToRepeat(fault);
        } else {
          step.raiseLastAttention(fault);
          await condition(step.isOver);
        }
        // A code may have come just when the next try was due.
        if (step.isOver() || !this.options.isCodeMissing()) break;
      }
    } catch (error) {
      // The whole onboarding is being cancelled; its own flow says so.
      if (!isCancellation(error)) throw error;
    }
    step.passed();
    if (this.sending === sending) this.sending = undefined;
  }

  /** Makes one call; a fault is for repeating it or for a person, every other outcome is final. */
  private async call(): Promise<Fault | undefined> {
    const { progress, input } = this.options;
    const calledAtMs = Date.now();
    const resendFromMs = this.resendFromMs ?? calledAtMs;
    this.calls += 1;
    this.resendFromMs = calledAtMs + this.options.policy.otpResendGapMs;
    this.isCalling = true;
    try {
      const answer = await callingOnce('send a code to the customer').sendOtp(input);
      const kind = isKnownAnswer(answer, ANSWERS) ? answer.kind : 'unconfirmed';
      if (kind === 'agentNotSetUp') return AGENT_NOT_SET_UP;
      if (kind === 'declined') {
        progress.note('otpSendRefused');
        return undefined;
      }
      progress.note(kind === 'sent' ? 'otpSent' : 'otpSendUnconfirmed');
    } catch (error) {
      const fault = readFault(error, 'iserveu');
      switch (failureType(error)) {
        case FailureType.ProviderUnavailable:
        case PAYLOAD_DECRYPTION_FAILED:
          // It never reached iServeU: as if it had not been made, so that the customer need not wait to ask again.
          this.calls -= 1;
          this.resendFromMs = resendFromMs;
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
    this.options.onMaybeSent(calledAtMs);
    return undefined;
  }
}
