import { SearchAttributeType, defineSearchAttributeKey, type SearchAttributeUpdatePair } from '@temporalio/common';
import { setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import { maskMobileNumber } from '../contract/mask.js';
import { ATTENTION_ATTRIBUTE, OTP_DEADLINE_ATTRIBUTE, OUTCOME_ATTRIBUTE, STAGE_ATTRIBUTE } from '../contract/names.js';
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

const stageKey = defineSearchAttributeKey(STAGE_ATTRIBUTE, SearchAttributeType.KEYWORD);
const outcomeKey = defineSearchAttributeKey(OUTCOME_ATTRIBUTE, SearchAttributeType.KEYWORD);
const attentionKey = defineSearchAttributeKey(ATTENTION_ATTRIBUTE, SearchAttributeType.KEYWORD);
const otpDeadlineKey = defineSearchAttributeKey(OTP_DEADLINE_ATTRIBUTE, SearchAttributeType.DATETIME);

/** An attention with its times in ms since 1970. */
export interface Attention {
  reason: StepAttentionReason;
  sinceMs: number;
  nextTryAtMs?: number;
}

/** The part of the status about codes, with its times in ms since 1970. */
export interface OtpProgress {
  deadlineMs: number;
  attemptsLeft: number;
  sends: number;
  resendAvailableAtMs?: number;
}

/**
 * Where an onboarding stands: what the `status` query answers, what Temporal Web shows, and the search attributes.
 * Everything in it is fit for operators; nothing is secret.
 */
export class Progress {
  private currentStage: OnboardingStage = 'checking';
  private outcome: OnboardingOutcome | undefined;
  private currentAttention: Attention | undefined;
  private otpDeadlineMs: number | undefined;
  private readonly timeline: TimelineEvent[] = [];
  private readonly published = new Map<string, string | undefined>();
  lastProblem: OtpProblem | undefined;

  /** @param otpProgress what is known about codes at the time of the question, nothing before the first wait */
  constructor(
    private readonly mobileNumber: string,
    private readonly otpProgress: () => OtpProgress | undefined,
  ) {}

  get stage(): OnboardingStage {
    return this.currentStage;
  }

  get isDecided(): boolean {
    return this.outcome !== undefined;
  }

  get attention(): Attention | undefined {
    return this.currentAttention;
  }

  /** Adds a word to the timeline; the oldest go when there are more than 100. */
  note(event: TimelineEventName): void {
    this.timeline.push({ at: toIso(Date.now()), event });
    if (this.timeline.length > MAX_TIMELINE_EVENTS) this.timeline.shift();
    setCurrentDetails(describeStatus(this.status()));
  }

  enter(stage: Exclude<OnboardingStage, 'awaitingOtp' | 'closed'>): void {
    this.currentStage = stage;
    this.otpDeadlineMs = undefined;
    this.publish();
  }

  awaitOtp(deadlineMs: number): void {
    this.currentStage = 'awaitingOtp';
    this.otpDeadlineMs = deadlineMs;
    this.publish();
  }

  /** Sets the outcome; it is published with the stage that follows. */
  decide(outcome: OnboardingOutcome): void {
    this.outcome = outcome;
  }

  close(): void {
    this.currentStage = 'closed';
    this.currentAttention = undefined;
    this.otpDeadlineMs = undefined;
    this.publish();
    this.note('closed');
  }

  raiseAttention(attention: Attention): void {
    const isNew = this.currentAttention?.reason !== attention.reason;
    this.currentAttention = attention;
    this.publish();
    if (isNew) this.note('attentionRaised');
  }

  clearAttention(): void {
    if (this.currentAttention === undefined) return;
    this.currentAttention = undefined;
    this.publish();
    this.note('attentionCleared');
  }

  status(): OnboardingStatus {
    const isAboutCodes = this.currentStage === 'awaitingOtp' || this.currentStage === 'registering';
    const otp = isAboutCodes && this.outcome === undefined ? this.otpProgress() : undefined;
    const attention = this.currentAttention;
    return {
      stage: this.currentStage,
      ...(this.outcome !== undefined && { outcome: this.outcome }),
      mobileNumber: maskMobileNumber(this.mobileNumber),
      ...(otp !== undefined && {
        otp: {
          deadline: toIso(otp.deadlineMs),
          attemptsLeft: otp.attemptsLeft,
          ...(this.lastProblem !== undefined && { lastProblem: this.lastProblem }),
          sends: otp.sends,
          ...(otp.resendAvailableAtMs !== undefined && { resendAvailableAt: toIso(otp.resendAvailableAtMs) }),
        },
      }),
      ...(attention !== undefined && {
        attention: {
          reason: attention.reason,
          since: toIso(attention.sinceMs),
          ...(attention.nextTryAtMs !== undefined && { nextTryAt: toIso(attention.nextTryAtMs) }),
        },
      }),
      timeline: [...this.timeline],
    };
  }

  /** Upserts the search attributes that changed, all in one history event. */
  private publish(): void {
    const deadline = this.otpDeadlineMs === undefined ? undefined : new Date(this.otpDeadlineMs);
    const pairs: [SearchAttributeUpdatePair, string | undefined][] = [
      [{ key: stageKey, value: this.currentStage }, this.currentStage],
      [{ key: outcomeKey, value: this.outcome ?? null }, this.outcome],
      [{ key: attentionKey, value: this.currentAttention?.reason ?? null }, this.currentAttention?.reason],
      [{ key: otpDeadlineKey, value: deadline ?? null }, deadline?.toISOString()],
    ];
    const changed = pairs.filter(([{ key }, value]) => this.published.get(key.name) !== value);
    for (const [{ key }, value] of changed) this.published.set(key.name, value);
    if (changed.length > 0) upsertSearchAttributes(changed.map(([pair]) => pair));
    setCurrentDetails(describeStatus(this.status()));
  }
}

function toIso(timeMs: number): string {
  return new Date(timeMs).toISOString();
}
