import { Client, type WorkflowExecutionDescription, type WorkflowHandle } from '@temporalio/client';
import { ONBOARD_CUSTOMER_WORKFLOW } from '../contract/names.js';
import type { OnboardingAddress } from '../contract/onboarding-id.js';
import { OnboardingClosed, OnboardingNotFound } from './errors.js';
import { fromTemporalError } from './temporal-errors.js';
import { PAYLOADS_UNREAD } from './payloads-unread.js';

/** How long a call that waits for nothing but the server may take, in ms. */
export const DEFAULT_REQUEST_TIMEOUT_MS = 10_000;

/** Whether a described workflow can still take something; a paused one can. */
export function isOpen({ closeTime }: Pick<WorkflowExecutionDescription, 'closeTime'>): boolean {
  return closeTime === undefined;
}

/** The run that goes on in place of the described one, where an operator has reset that. */
export function successorOf({ raw }: Pick<WorkflowExecutionDescription, 'raw'>): string | undefined {
  return raw.workflowExtendedInfo?.resetRunId || undefined;
}

/** Calls to Temporal with a deadline each and with the client's own errors. */
export class TemporalCalls {
  /** Over the same connection, for what is known of executions without their payloads: no key is needed for it. */
  readonly executions: Client;

  constructor(
    readonly temporal: Client,
    readonly requestTimeoutMs: number,
  ) {
    const { connection, options } = temporal;
    const { namespace, identity } = options;
    this.executions = new Client({ connection, namespace, identity, dataConverter: PAYLOADS_UNREAD });
  }

  handle({ workflowId, runId }: OnboardingAddress): WorkflowHandle {
    return this.temporal.workflow.getHandle(workflowId, runId);
  }

  /** Makes one call with the usual deadline and translates its error. */
  async call<T>(about: OnboardingAddress | undefined, make: () => Promise<T>): Promise<T> {
    try {
      return await this.within(this.requestTimeoutMs, make);
    } catch (error) {
      throw fromTemporalError(error, about?.workflowId);
    }
  }

  /** Makes one call with a deadline and leaves its error as Temporal gives it. */
  async within<T>(timeoutMs: number, make: () => Promise<T>): Promise<T> {
    return await this.temporal.withDeadline(Date.now() + timeoutMs, make);
  }

  /** Makes calls that are cut off when the signal is aborted; Temporal's error for it is left as it is. */
  async untilAborted<T>(signal: AbortSignal | undefined, make: () => Promise<T>): Promise<T> {
    if (signal === undefined) return await make();
    // The SDK takes none of its listeners off a signal again, so it gets one for this call alone.
    const call = new AbortController();
    const cutOff = () => {
      call.abort();
    };
    signal.addEventListener('abort', cutOff);
    try {
      return await this.temporal.withAbortSignal(call.signal, make);
    } finally {
      signal.removeEventListener('abort', cutOff);
    }
  }

  /**
   * Describes a run, but for its payloads, without asking a worker.
   *
   * @throws {@link OnboardingNotFound} also for a workflow that is no onboarding
   */
  async describe(run: OnboardingAddress): Promise<Omit<WorkflowExecutionDescription, 'memo'>> {
    return await this.describeThrough(this.executions, run);
  }

  /** Likewise with the memo. */
  async describeWithMemo(run: OnboardingAddress): Promise<WorkflowExecutionDescription> {
    return await this.describeThrough(this.temporal, run);
  }

  private async describeThrough(client: Client, run: OnboardingAddress): Promise<WorkflowExecutionDescription> {
    const handle = client.workflow.getHandle(run.workflowId, run.runId);
    const description = await this.call(run, () => handle.describe());
    if (description.type !== ONBOARD_CUSTOMER_WORKFLOW) throw new OnboardingNotFound(run.workflowId);
    return description;
  }

  /**
   * Makes a call that only an open onboarding can take. The server answers "not found" for a closed one too, so a second
   * look tells the two apart.
   *
   * @throws {@link OnboardingClosed} when the onboarding has ended
   */
  async toOpen<T>(run: OnboardingAddress, make: () => Promise<T>): Promise<T> {
    try {
      return await make();
    } catch (error) {
      if (!(error instanceof OnboardingNotFound)) throw error;
      await this.describe(run);
      throw new OnboardingClosed(run.workflowId, { cause: error.cause });
    }
  }
}
