import { setTimeout as wait } from 'node:timers/promises';
import type { Client, WorkflowHandle } from '@temporalio/client';
import {
  RESEND_OTP_SIGNAL,
  RETRY_NOW_SIGNAL,
  STATUS_QUERY,
  SUBMIT_OTP_SIGNAL,
  VERIFY_OTP_UPDATE,
} from '../../src/contract/names.js';
import type { OnboardingStatus, TimelineEventName } from '../../src/contract/status.js';
import { resetPointBefore, resetRun, type HistoryEvent } from '../temporal/reset-run.js';
import type { Fault, IserveuCustomer, Simulators } from '../simulators/index.js';

/** The OTP that the simulators take. */
export const RIGHT_OTP = '123456';

const POLL_MS = 20;
const GIVE_UP_MS = 20_000;

/** One made-up customer and the onboarding of this customer, as a scenario plays them. */
export class PlayedOnboarding {
  constructor(
    private readonly simulators: Simulators,
    private readonly client: Client,
    public handle: WorkflowHandle,
    readonly mobileNumber: string,
  ) {}

  /** What iServeU knows about the customer from now on. */
  customerIs(state: IserveuCustomer['state']): void {
    this.simulators.iserveu.setCustomer({ mobileNumber: this.mobileNumber, state });
  }

  /** Resolves when iServeU has seen so many calls of an operation. */
  async untilCalled(operation: string, count = 1): Promise<void> {
    await this.simulators.iserveu.journal.waitFor(
      (entry) => entry.operation === operation && entry.subject === this.mobileNumber,
      { count },
    );
  }

  /** Resolves when IIFL has seen a call. */
  async untilProfileCalled(): Promise<void> {
    await this.simulators.iifl.journal.waitFor(({ subject }) => subject === clientCodeOf(this.mobileNumber));
  }

  async until(fits: (status: OnboardingStatus) => boolean): Promise<void> {
    const endsAtMs = Date.now() + GIVE_UP_MS;
    for (;;) {
      const status = await this.handle.query<OnboardingStatus>(STATUS_QUERY);
      if (fits(status)) return;
      if (Date.now() > endsAtMs) throw new Error(`The status never fitted; last seen: ${JSON.stringify(status)}`);
      await wait(POLL_MS);
    }
  }

  async untilOtpAwaited(): Promise<void> {
    await this.until(({ stage }) => stage === 'awaitingOtp');
  }

  async untilAttention(): Promise<void> {
    await this.until(({ attention }) => attention !== undefined);
  }

  async untilProblem(problem: string): Promise<void> {
    await this.until(({ otp }) => otp?.lastProblem === problem);
  }

  async untilEvent(event: TimelineEventName, count = 1): Promise<void> {
    await this.until(({ timeline }) => timeline.filter((entry) => entry.event === event).length >= count);
  }

  async submit(otp: string): Promise<void> {
    await this.handle.signal(SUBMIT_OTP_SIGNAL, { otp });
  }

  /** Resolves when the OTP's fate is known. */
  async verify(otp: string): Promise<void> {
    await this.handle.executeUpdate(VERIFY_OTP_UPDATE, { args: [{ otp }] });
  }

  async resend(): Promise<void> {
    await this.handle.signal(RESEND_OTP_SIGNAL);
  }

  async retryNow(): Promise<void> {
    await this.handle.signal(RETRY_NOW_SIGNAL);
  }

  async cancel(): Promise<void> {
    await this.handle.cancel();
  }

  async untilEnded(): Promise<void> {
    await this.handle.result();
  }

  /** Goes on as a new run from the last workflow task before the first event that fits. */
  async resetBefore(fits: (event: HistoryEvent) => boolean): Promise<void> {
    this.handle = await resetRun(this.client, this.handle, await resetPointBefore(this.handle, fits));
  }

  /** An OTP in an unreadable form, as another language's client may send it. */
  async submitUnreadable(): Promise<void> {
    await this.client.workflowService.signalWorkflowExecution({
      namespace: this.client.options.namespace,
      workflowExecution: { workflowId: this.handle.workflowId },
      signalName: SUBMIT_OTP_SIGNAL,
      input: { payloads: [{ metadata: { encoding: Buffer.from('made/up') }, data: Buffer.from('?') }] },
    });
  }
}

/** The client code under which the IIFL simulator knows a customer whose number begins with 987. */
export function clientCodeOf(mobileNumber: string): string {
  return `P${mobileNumber.slice(3)}`;
}

/** A fault of one provider call, scripted before the onboarding starts. */
export interface ScriptedFault {
  call: 'getCustomer' | 'processCustomerRegistration' | 'sendOtp' | 'fetchClientProfile';
  fault: Fault;
  /** @default 1 */
  times?: number | 'always';
}
