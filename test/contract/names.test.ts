import { expect, test } from 'vitest';
import * as names from '../../src/contract/names.js';
import * as delivery from '../../src/contract/delivery.js';
import { POLICY_BOUNDS, POLICY_DEFAULTS } from '../../src/contract/policy.js';
import { ONBOARDING_OUTCOMES } from '../../src/contract/result.js';
import {
  ATTENTION_REASONS,
  ONBOARDING_STAGES,
  STEP_ATTENTION_REASONS,
  TIMELINE_EVENTS,
} from '../../src/contract/status.js';

// Written out by hand: backends in other languages use these very words, so no rename may pass unseen.
test.each([
  ['the workflow type', names.ONBOARD_CUSTOMER_WORKFLOW, 'onboardCustomer'],
  ['the task queue', names.DEFAULT_TASK_QUEUE, 'onboarding'],
  ['the signal with a code', names.SUBMIT_OTP_SIGNAL, 'submitOtp'],
  ['the signal for another code', names.RESEND_OTP_SIGNAL, 'resendOtp'],
  ['the signal to try again', names.RETRY_NOW_SIGNAL, 'retryNow'],
  ['the update with a code', names.VERIFY_OTP_UPDATE, 'verifyOtp'],
  ['the query', names.STATUS_QUERY, 'status'],
  ['the workflow type of a delivery', delivery.DELIVER_OUTCOME_WORKFLOW, 'deliverOutcome'],
  ['the event', delivery.ONBOARDING_CLOSED_EVENT, 'onboarding.closed'],
])('%s is named %s', (_what, name, expected) => {
  expect(name).toBe(expected);
});

test('the search attributes are three keywords and one time', () => {
  expect(names.SEARCH_ATTRIBUTES).toEqual({
    OnboardingStage: 'Keyword',
    OnboardingOutcome: 'Keyword',
    OnboardingAttention: 'Keyword',
    OnboardingOtpDeadline: 'Datetime',
  });
});

test('every failure type is named as its key', () => {
  expect(names.FailureType).toEqual({
    InvalidRequest: 'InvalidRequest',
    OnboardingAbandoned: 'OnboardingAbandoned',
    ProviderUnavailable: 'ProviderUnavailable',
    ProviderThrottled: 'ProviderThrottled',
    RegistrationUnconfirmed: 'RegistrationUnconfirmed',
    ProviderAccessDenied: 'ProviderAccessDenied',
    ProviderContractBroken: 'ProviderContractBroken',
    OtpMalformed: 'OtpMalformed',
    OtpRepeated: 'OtpRepeated',
    OtpOutOfPlace: 'OtpOutOfPlace',
    OnboardingClosed: 'OnboardingClosed',
  });
});

test('stages, outcomes and attention reasons are the words of the contract', () => {
  expect(ONBOARDING_STAGES).toEqual(['checking', 'awaitingOtp', 'registering', 'enriching', 'closed']);
  expect(ONBOARDING_OUTCOMES).toEqual([
    'registered',
    'alreadyRegistered',
    'rejected',
    'otpExpired',
    'otpAttemptsExhausted',
  ]);
  expect(ATTENTION_REASONS).toEqual([
    'iserveu-access',
    'iserveu-agent',
    'iserveu-contract',
    'iserveu-unavailable',
    'iifl-access',
    'iifl-contract',
    'iifl-unavailable',
    'webhook-undelivered',
  ]);
});

test('no step of an onboarding can wait for the webhook', () => {
  expect(STEP_ATTENTION_REASONS).not.toContain('webhook-undelivered');
});

test('every failure type of a delivery is named as its key', () => {
  expect(delivery.DeliveryFailure).toEqual({
    WebhookUndelivered: 'WebhookUndelivered',
    WebhookNotConfigured: 'WebhookNotConfigured',
    OutcomeUnreadable: 'OutcomeUnreadable',
    OutcomeGone: 'OutcomeGone',
  });
});

test('no word stands twice in the timeline’s list', () => {
  expect(new Set(TIMELINE_EVENTS).size).toBe(TIMELINE_EVENTS.length);
});

test('the defaults of the policy are those of the contract', () => {
  expect(POLICY_DEFAULTS).toEqual({
    sendOtp: false,
    otpLength: 6,
    otpWaitMs: 600_000,
    otpMaxAttempts: 5,
    otpMaxSends: 3,
    otpResendGapMs: 60_000,
    readBackWindowMs: 60_000,
    registrationMaxTries: 3,
    attentionAfterMs: 120_000,
    attentionRetryMs: 900_000,
    registrationGiveUpMs: 86_400_000,
    enrichmentGiveUpMs: 86_400_000,
    notify: false,
  });
});

test('a time is 1 to 2,592,000,000 ms, a count 1 to 100, a code 4 to 10 digits long', () => {
  const time = { min: 1, max: 2_592_000_000 };
  const count = { min: 1, max: 100 };
  expect(POLICY_BOUNDS).toEqual({
    otpLength: { min: 4, max: 10 },
    otpWaitMs: time,
    otpMaxAttempts: count,
    otpMaxSends: count,
    otpResendGapMs: time,
    readBackWindowMs: time,
    registrationMaxTries: count,
    attentionAfterMs: time,
    attentionRetryMs: time,
    registrationGiveUpMs: time,
    enrichmentGiveUpMs: time,
  });
});
