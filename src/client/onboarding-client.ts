import { Client, type ConnectionOptions } from '@temporalio/client';
import { RESEND_OTP_SIGNAL, SUBMIT_OTP_SIGNAL, DEFAULT_TASK_QUEUE } from '../contract/names.js';
import type { OtpVerification } from '../contract/otp.js';
import type { PayloadKeys } from '../contract/payload-keys.js';
import type { OnboardingPolicy } from '../contract/policy.js';
import type { OnboardingRequest } from '../contract/request.js';
import type { OnboardingResult } from '../contract/result.js';
import type { AttentionReason, OnboardingStatus } from '../contract/status.js';
import { describeProblems, validatePolicy } from '../contract/validate-request.js';
import { createDataConverter } from '../encryption/data-converter.js';
import { openConnection } from './connect.js';
import { eraseOnboardings } from './erase-onboardings.js';
import { OnboardingClosed } from './errors.js';
import { listOnboardings, listEntry, type OnboardingListEntry } from './list-onboardings.js';
import { listOnboardingsPage, type OnboardingPage, type PageOptions } from './list-onboardings-page.js';
import { workflowIdOf } from './workflow-id.js';
import { readResult, type ResultOptions } from './read-result.js';
import { readStatus } from './read-status.js';
import { retryNow } from './retry-now.js';
import { retryAttention, type RetryBatch } from './retry-attention.js';
import { sendRequestId } from './send-request-id.js';
import { startOnboarding, type StartedOnboarding, type StartOptions } from './start-onboarding.js';
import { DEFAULT_REQUEST_TIMEOUT_MS, isOpen, TemporalCalls } from './temporal-calls.js';
import { otpSubmission, verifyOtp, type VerifyOtpOptions } from './verify-otp.js';
import type { OnboardingFilter } from './visibility-query.js';
import { StatusObserver } from './status-observer.js';
import { watchStatus, type WatchOptions } from './watch-status.js';

export interface OnboardingClientOptions {
  /** @default onboarding */
  taskQueue?: string;
  /** `CUSTOMER_ID_KEY` decoded, 32 bytes; needed by `start` and `idOf` alone. */
  customerIdKey?: Uint8Array;
  /** Put under the policy of every request; the request's own values win. @default {} */
  policyDefaults?: Partial<OnboardingPolicy>;
  /** How long a call that waits for nothing but Temporal may take, in ms. @default 10_000 */
  requestTimeoutMs?: number;
}

export interface OnboardingConnectOptions extends OnboardingClientOptions {
  /** Where Temporal is and how to get in, as the Temporal client takes it. @default localhost:7233 */
  connection?: ConnectionOptions;
  /** @default default */
  namespace?: string;
  /** The same as the worker's `PAYLOAD_KEYS`. */
  payloadKeys: PayloadKeys;
  /**
   * Id of the request that makes the present call, as `isRequestId` allows it; any other is left out. It goes with starts
   * and messages, in clear text, to the worker's logs.
   */
  currentRequestId?: () => string | undefined;
}

/** One run of an onboarding; absent: the latest. */
export interface RunOption {
  runId?: string | undefined;
}

/**
 * Onboards customers from a TypeScript backend. An onboarding id is always a workflow id. Every method throws the typed
 * errors of this package: besides those named at the methods, `TemporalUnavailable` and `TemporalRefused`.
 */
export class OnboardingClient {
  private readonly calls: TemporalCalls;
  private readonly options: Required<Omit<OnboardingClientOptions, 'customerIdKey' | 'requestTimeoutMs'>> &
    Pick<OnboardingClientOptions, 'customerIdKey'>;

  /**
   * @param temporal a Temporal client whose data converter is the worker's: see {@link OnboardingClient.connect}
   * @throws TypeError for policy defaults that the contract does not allow
   */
  constructor(temporal: Client, options: OnboardingClientOptions = {}) {
    const { taskQueue = DEFAULT_TASK_QUEUE, customerIdKey, policyDefaults = {} } = options;
    const problems = validatePolicy(policyDefaults);
    if (problems.length > 0) throw new TypeError(`policyDefaults: ${describeProblems(problems)}`);
    this.calls = new TemporalCalls(temporal, options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS);
    this.options = { taskQueue, policyDefaults, ...(customerIdKey && { customerIdKey }) };
  }

  /**
   * Connects to Temporal; `close` ends the connection.
   *
   * @throws TemporalUnavailable when Temporal does not answer within 10 s (`connection.connectTimeout`)
   */
  static async connect(options: OnboardingConnectOptions): Promise<OnboardingClient> {
    const { connection, namespace = 'default', payloadKeys, currentRequestId, ...own } = options;
    const opened = await openConnection(connection);
    const dataConverter = createDataConverter({ payloadKeys, namespace });
    const interceptors = currentRequestId && { workflow: [sendRequestId(currentRequestId)] };
    const client = new Client({ connection: opened, namespace, dataConverter, ...(interceptors && { interceptors }) });
    return new OnboardingClient(client, own);
  }

  /** Ends the connection to Temporal, also one that was given to the constructor. */
  async close(): Promise<void> {
    await this.calls.temporal.connection.close();
  }

  /** The workflow id of a customer, computed locally. @throws InvalidRequest for anything but a mobile number */
  idOf(mobileNumber: string): string {
    return workflowIdOf(mobileNumber, this.customerIdKey);
  }

  /**
   * Starts an onboarding, or joins the customer's open one. Trying again after any error is safe; after the end it would
   * start another one, unless both calls have the same idempotency key.
   *
   * @throws InvalidRequest before anything is sent
   * @throws IdempotencyKeyReused, AnotherOnboardingOpen with an idempotency key only
   */
  async start(request: OnboardingRequest, options: StartOptions = {}): Promise<StartedOnboarding> {
    const settings = { ...this.options, customerIdKey: this.customerIdKey };
    return await startOnboarding(this.calls, settings, request, options);
  }

  /**
   * Sends an OTP and does not wait for its fate; the status tells it.
   *
   * @throws OtpNotAccepted before anything is sent, for anything else than 4 to 10 digits
   * @throws OnboardingNotFound, OnboardingClosed
   */
  async submitOtp(id: string, otp: string, run: RunOption = {}): Promise<void> {
    await this.signal(id, run, SUBMIT_OTP_SIGNAL, otpSubmission(otp));
  }

  /**
   * Sends an OTP and waits for its fate. Needs a worker, hence the deadline, in ms (120_000 by default).
   *
   * @throws OtpNotAccepted, VerificationTimedOut, OnboardingNotFound, OnboardingClosed
   */
  async verifyOtp(
    id: string,
    otp: string,
    { runId, ...options }: RunOption & VerifyOtpOptions = {},
  ): Promise<OtpVerification> {
    return await verifyOtp(this.calls, { workflowId: id, runId }, otp, options);
  }

  /** Asks for a new OTP; does nothing where the policy allows none now. @throws OnboardingNotFound, OnboardingClosed */
  async resendOtp(id: string, run: RunOption = {}): Promise<void> {
    await this.signal(id, run, RESEND_OTP_SIGNAL);
  }

  /** The status, also of an onboarding that has ended. @throws OnboardingNotFound, NoWorkerAnswered */
  async status(id: string, { runId }: RunOption = {}): Promise<OnboardingStatus> {
    return await readStatus(this.calls, { workflowId: id, runId });
  }

  /** Looks at the status again and again; cheaper than `status`, since a worker is asked only after a change. */
  observe(id: string, { runId }: RunOption = {}): StatusObserver {
    return new StatusObserver(this.calls, { workflowId: id, runId });
  }

  /** What the server knows without asking a worker. @throws OnboardingNotFound */
  async describe(id: string, { runId }: RunOption = {}): Promise<OnboardingListEntry> {
    return listEntry(await this.calls.describe({ workflowId: id, runId }));
  }

  /**
   * Yields the status and then each change of it. Ends when the onboarding has ended or the signal is aborted; survives
   * a Temporal or a worker that does not answer. An onboarding that was ended from outside stays at its last stage:
   * `result` tells how it ended.
   *
   * @throws OnboardingNotFound while iterating
   */
  watch(id: string, { runId, ...options }: RunOption & WatchOptions = {}): AsyncIterable<OnboardingStatus> {
    return watchStatus(this.calls, { workflowId: id, runId }, options);
  }

  /**
   * The result, once there is one.
   *
   * @throws OnboardingStillOpen when it is still open after `waitMs`; OnboardingNotFound
   * @throws InvalidRequest, OnboardingAbandoned, OnboardingCancelled, OnboardingTerminated, OnboardingBroken when the
   *   onboarding ended without an outcome
   */
  async result(id: string, { runId, ...options }: RunOption & ResultOptions = {}): Promise<OnboardingResult> {
    return await readResult(this.calls, { workflowId: id, runId }, options);
  }

  /**
   * Asks for the cancellation; the onboarding ends once a registration that may have happened is found out.
   *
   * @throws OnboardingNotFound, OnboardingClosed
   */
  async cancel(id: string, { runId }: RunOption = {}): Promise<void> {
    const run = { workflowId: id, runId };
    // The server takes a cancellation of a closed workflow without a word.
    if (!isOpen(await this.calls.describe(run))) throw new OnboardingClosed(id);
    await this.calls.toOpen(run, () => this.calls.call(run, () => this.calls.handle(run).cancel()));
  }

  /**
   * Tries what needs attention again now: the step of an open onboarding, the delivery of an ended one's end.
   *
   * @throws OnboardingNotFound
   * @throws OnboardingClosed when it has ended, and its end is delivered or was not to be
   */
  async retryNow(id: string, { runId }: RunOption = {}): Promise<void> {
    await retryNow(this.calls, { workflowId: id, runId });
  }

  /**
   * Likewise for every open onboarding with this attention reason, in one batch of the server.
   *
   * @throws BatchAlreadyRunning when the namespace runs another batch for longer than `requestTimeoutMs`
   * @throws InvalidRequest for a reason that the contract does not know
   */
  async retryAttention(reason: AttentionReason): Promise<RetryBatch> {
    return await retryAttention(this.calls, reason);
  }

  /** Lists onboardings, newest first. @throws InvalidRequest for a word that the contract does not know */
  list(filter: OnboardingFilter = {}): AsyncIterable<OnboardingListEntry> {
    return listOnboardings(this.calls, filter);
  }

  /** One page of the same list. @throws InvalidRequest also for a page token that no page of this filter gave */
  async listPage(filter: OnboardingFilter = {}, options: PageOptions = {}): Promise<OnboardingPage> {
    return await listOnboardingsPage(this.calls, filter, options);
  }

  /**
   * Has Temporal delete every ended onboarding of one customer: histories, results, and what lists show. Says which. The
   * server does it in the background, within a minute or so. What backends, logs and backups hold is not reached.
   *
   * @throws OnboardingStillOpen while one is open; nothing is deleted then
   * @throws OnboardingNotFound where there is none
   */
  async erase(id: string): Promise<OnboardingListEntry[]> {
    return await eraseOnboardings(this.calls, id);
  }

  /** Resolves when Temporal answers. */
  async checkConnection(): Promise<void> {
    const { workflowService } = this.calls.temporal;
    await this.calls.call(undefined, () => workflowService.getSystemInfo({}));
  }

  private async signal(id: string, { runId }: RunOption, name: string, ...args: unknown[]): Promise<void> {
    const run = { workflowId: id, runId };
    await this.calls.toOpen(run, () => this.calls.call(run, () => this.calls.handle(run).signal(name, ...args)));
  }

  private get customerIdKey(): Uint8Array {
    const { customerIdKey } = this.options;
    if (customerIdKey === undefined) throw new TypeError('This client was made without a customerIdKey');
    return customerIdKey;
  }
}
