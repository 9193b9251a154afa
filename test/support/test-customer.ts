import { WorkflowNotFoundError } from '@temporalio/client';
import type { Fault, IserveuCustomer, JournalEntry, Simulators } from '../../dev/simulators/index.js';
import type { OnboardingPolicy } from '../../src/contract/policy.js';
import type { OnboardingRequest } from '../../src/contract/request.js';
import type { Onboarding } from './onboarding.js';

export type IserveuCall = 'getCustomer' | 'processCustomerRegistration' | 'sendOtp';

/** Providers, and a task queue where somebody works. */
export interface Scene {
  readonly simulators: Simulators;
  startOnboarding(request: Partial<OnboardingRequest>, policy: Partial<OnboardingPolicy>): Promise<Onboarding>;
}

/** One made-up customer: how the providers behave for this one alone, and what they saw. */
export class TestCustomer {
  private onboarding: Onboarding | undefined;

  constructor(
    private readonly scene: Scene,
    readonly mobileNumber: string,
  ) {}

  /** The client code under which the IIFL simulator knows this customer. */
  get clientCode(): string {
    return `P${this.mobileNumber.slice(3)}`;
  }

  /** What iServeU knows about the customer from now on. */
  is(state: IserveuCustomer['state']): this {
    this.scene.simulators.iserveu.setCustomer({ mobileNumber: this.mobileNumber, state });
    return this;
  }

  /** Makes the coming calls meet a fault, after those that were scripted before. */
  meets(operation: IserveuCall, fault: Fault, times: number | 'always' = 1): this {
    const { mobileNumber } = this;
    this.scene.simulators.iserveu.scriptFault({ operation, mobileNumber, fault, times });
    return this;
  }

  async onboard(request: Partial<OnboardingRequest> = {}, policy: Partial<OnboardingPolicy> = {}): Promise<Onboarding> {
    this.onboarding = await this.scene.startOnboarding({ mobileNumber: this.mobileNumber, ...request }, policy);
    return this.onboarding;
  }

  /** Makes the coming profile calls meet a fault, after those that were scripted before. */
  meetsAtIifl(fault: Fault, times: number | 'always' = 1): this {
    this.scene.simulators.iifl.scriptFault({ clientCode: this.clientCode, fault, times });
    return this;
  }

  /** An onboarding that goes straight to the profile, since the customer is registered already. */
  async onboardForProfile(policy: Partial<OnboardingPolicy> = {}): Promise<Onboarding> {
    return this.is('verified').onboard({ clientCode: this.clientCode }, policy);
  }

  /** How many profile calls IIFL has seen so far. */
  get profileCalls(): number {
    return this.scene.simulators.iifl.journal.of('fetchClientProfile', this.clientCode).length;
  }

  /** An onboarding of a customer who is not registered, at the point where a code is awaited. */
  async onboardUntilCode(
    request: Partial<OnboardingRequest> = {},
    policy: Partial<OnboardingPolicy> = {},
  ): Promise<Onboarding> {
    const onboarding = await this.onboard(request, policy);
    await onboarding.untilStage('awaitingOtp');
    return onboarding;
  }

  /** iServeU's calls about this customer, oldest first. */
  calls(operation: IserveuCall): JournalEntry[] {
    return this.scene.simulators.iserveu.journal.of(operation, this.mobileNumber);
  }

  /** How many calls of an operation iServeU has seen so far. */
  count(operation: IserveuCall): number {
    return this.calls(operation).length;
  }

  /** The operations of all calls so far, in order of arrival. */
  get sequence(): (string | undefined)[] {
    const { entries } = this.scene.simulators.iserveu.journal;
    return entries.filter(({ subject }) => subject === this.mobileNumber).map(({ operation }) => operation);
  }

  /** Resolves when iServeU has seen so many calls of an operation. */
  async untilCalled(operation: IserveuCall, count = 1): Promise<void> {
    await this.scene.simulators.iserveu.journal.waitFor(
      (entry) => entry.operation === operation && entry.subject === this.mobileNumber,
      { count },
    );
  }

  /** Resolves when IIFL has seen a call. */
  async untilProfileCalled(): Promise<void> {
    await this.scene.simulators.iifl.journal.waitFor(({ subject }) => subject === this.clientCode);
  }

  /** How often iServeU has registered the customer. */
  get registrations(): number {
    return this.scene.simulators.iserveu.customer(this.mobileNumber).registrations;
  }

  /** Ends an onboarding that is still open. */
  async endOnboarding(): Promise<void> {
    try {
      await this.onboarding?.handle.terminate('end of the test');
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error;
    }
  }
}
