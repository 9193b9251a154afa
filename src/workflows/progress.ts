import { SearchAttributeType, defineSearchAttributeKey, type SearchAttributeUpdatePair } from '@temporalio/common';
import { CancellationScope, setCurrentDetails, upsertSearchAttributes, workflowInfo } from '@temporalio/workflow';
import { maskMobileNumber } from '../contract/mask-mobile-number.js';
import { ATTENTION_ATTRIBUTE, OTP_DEADLINE_ATTRIBUTE, OUTCOME_ATTRIBUTE, STAGE_ATTRIBUTE } from '../contract/names.js';
import type { ValidOnboardingRequest } from '../contract/request.js';
import type { OnboardingOutcome } from '../contract/result.js';
import type {
  StepAttentionReason,
  OnboardingStage,
  OnboardingStatus,
  OtpProblem,
  TimelineEvent,
  TimelineEventName,
} from '../contract/status.js';
import { describeStatus } from './describe-status.js';

const MAX_TIMELINE_EVENTS = 100;

const OUTCOME_EVENTS = {
  registered: 'registered',
  alreadyRegistered: 'customerAlreadyRegistered',
  rejected: 'registrationRejected',
  otpExpired: 'otpExpired',
  otpAttemptsExhausted: 'otpAttemptsExhausted',
} as const satisfies Record<OnboardingOutcome, TimelineEventName>;

const stageKey = defineSearchAttributeKey(STAGE_ATTRIBUTE, SearchAttributeType.KEYWORD);
const outcomeKey = defineSearchAttributeKey(OUTCOME_ATTRIBUTE, SearchAttributeType.KEYWORD);
const attentionKey = defineSearchAttributeKey(ATTENTION_ATTRIBUTE, SearchAttributeType.KEYWORD);
const otpDeadlineKey = defineSearchAttributeKey(OTP_DEADLINE_ATTRIBUTE, SearchAttributeType.DATETIME);

/** An attention with its times in ms since 1970. */
export interface Attention {
  reason: StepAttentionReason;
  cause: string;
  sinceMs: number;
  nextTryAtMs?: number;
}

/** What the status tells about OTPs, with its times in ms since 1970. */
export interface OtpFacts {
  /** When the present or latest wait ends; `undefined` before the first. */
  deadlineMs: number | undefined;
  attemptsLeft: number;
  sends: number;
  /** `undefined` when no further send is allowed. */
  resendAvailableAtMs: number | undefined;
  lastProblem: OtpProblem | undefined;
}

const STAGES_FOR_OTPS: readonly OnboardingStage[] = ['checking', 'awaitingOtp', 'registering'];

/**
 * Where an onboarding stands: what the `status` query answers, what Temporal Web shows, and the search attributes.
 * Everything in it is fit for operators; nothing is secret.
 */
export class Progress {
  readonly otp: OtpFacts;
  /** How many `retryNow` signals have come so far. */
  retryRequests = 0;
  private currentStage: OnboardingStage = 'checking';
  private outcome: OnboardingOutcome | undefined;
  /** By what raised it; the newest is shown. */
  private readonly attentions = new Map<object, Attention>();
  private readonly timeline: TimelineEvent[] = [];
  private readonly published = new Map<string, string | undefined>();
  private readonly scope = CancellationScope.current();
  private readonly mobileNumber: string;

  constructor({ mobileNumber, policy }: ValidOnboardingRequest) {
    this.mobileNumber = maskMobileNumber(mobileNumber);
    this.otp = {
      deadlineMs: undefined,
      attemptsLeft: policy.otpMaxAttempts,
      sends: 0,
      resendAvailableAtMs: undefined,
      lastProblem: undefined,
    };
  }

  get stage(): OnboardingStage {
    return this.currentStage;
  }

  /** Whether an OTP that comes now may still be tried. */
  get takesOtps(): boolean {
    return STAGES_FOR_OTPS.includes(this.stage) && this.outcome === undefined && !this.scope.consideredCancelled;
  }

  /** Adds a word to the timeline; the oldest go when there are more than 100. */
  note(event: TimelineEventName): void {
    this.timeline.push({ at: toIso(Date.now()), event });
    if (this.timeline.length > MAX_TIMELINE_EVENTS) this.timeline.shift();
    this.show();
  }

  /** A step begins. The search attributes follow when it needs attention, or when the onboarding waits or ends. */
  enter(stage: 'checking' | 'registering' | 'enriching'): void {
    this.currentStage = stage;
  }

  awaitOtp(deadlineMs: number): void {
    this.currentStage = 'awaitingOtp';
    this.otp.deadlineMs = deadlineMs;
    this.publish();
  }

  noteOtpProblem(problem: Extract<OtpProblem, 'malformed' | 'repeated'>): void {
    this.otp.lastProblem = problem;
    this.note(problem === 'malformed' ? 'otpMalformed' : 'otpRepeated');
  }

  /** The outcome is decided: the status tells it at once. */
  decide(outcome: OnboardingOutcome): void {
    this.outcome = outcome;
    this.note(OUTCOME_EVENTS[outcome]);
  }

  close(): void {
    this.currentStage = 'closed';
    this.attentions.clear();
    this.publish();
    this.note('closed');
  }

  /** The signal `retryNow`. */
  requestRetry(): void {
    this.retryRequests += 1;
    if (this.attention !== undefined) this.note('retryRequested');
  }

  /** @param raiser what needs the person; its attention stands, since it was first raised, until it is cleared */
  raiseAttention(raiser: object, attention: Attention): void {
    const isNew = this.attention?.reason !== attention.reason;
    const sinceMs = this.attentions.get(raiser)?.sinceMs ?? attention.sinceMs;
    this.attentions.delete(raiser);
    this.attentions.set(raiser, { ...attention, sinceMs });
    this.publish();
    if (isNew) this.note('attentionRaised');
  }

  clearAttention(raiser: object): void {
    if (!this.attentions.delete(raiser)) return;
    this.publish();
    if (this.attention === undefined) this.note('attentionCleared');
  }

  /** Whatever needed a person is of no more account. */
  clearAttentions(): void {
    for (const raiser of this.attentions.keys()) this.clearAttention(raiser);
  }

  status(): OnboardingStatus {
    const { otp, attention } = this;
    const isAboutOtps = this.stage === 'awaitingOtp' || this.stage === 'registering';
    return {
      stage: this.stage,
      ...(this.outcome !== undefined && { outcome: this.outcome }),
      mobileNumber: this.mobileNumber,
      ...(isAboutOtps &&
        this.outcome === undefined &&
        otp.deadlineMs !== undefined && {
          otp: {
            deadline: toIso(otp.deadlineMs),
            attemptsLeft: otp.attemptsLeft,
            ...(otp.lastProblem !== undefined && { lastProblem: otp.lastProblem }),
            sends: otp.sends,
            ...(otp.resendAvailableAtMs !== undefined && { resendAvailableAt: toIso(otp.resendAvailableAtMs) }),
          },
        }),
      ...(attention !== undefined && {
        attention: {
          reason: attention.reason,
          cause: attention.cause,
          since: toIso(attention.sinceMs),
          ...(attention.nextTryAtMs !== undefined && { nextTryAt: toIso(attention.nextTryAtMs) }),
        },
      }),
      timeline: [...this.timeline],
    };
  }

  private get attention(): Attention | undefined {
    return [...this.attentions.values()].at(-1);
  }

  /** To whoever opens the onboarding in Temporal Web. */
  private show(): void {
    setCurrentDetails(describeStatus(this.status(), workflowInfo().workflowId));
  }

  /** Upserts the search attributes that changed, all in one history event. */
  private publish(): void {
    const { attention } = this;
    const deadline = this.stage === 'awaitingOtp' ? new Date(this.otp.deadlineMs ?? 0) : undefined;
    const pairs: [SearchAttributeUpdatePair, string | undefined][] = [
      [{ key: stageKey, value: this.stage }, this.stage],
      [{ key: outcomeKey, value: this.outcome ?? null }, this.outcome],
      [{ key: attentionKey, value: attention?.reason ?? null }, attention?.reason],
      [{ key: otpDeadlineKey, value: deadline ?? null }, deadline?.toISOString()],
    ];
    const changed = pairs.filter(([{ key }, value]) => this.published.get(key.name) !== value);
    for (const [{ key }, value] of changed) this.published.set(key.name, value);
    if (changed.length > 0) upsertSearchAttributes(changed.map(([pair]) => pair));
    this.show();
  }
}

function toIso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
