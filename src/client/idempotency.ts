import { createHmac, hkdfSync } from 'node:crypto';
import type { FieldProblem, OnboardingRequest } from '../contract/request.js';

/** What a start with an idempotency key leaves in its run's memo: HMACs, so that neither the key nor the request shows. */
export interface IdempotencyMarks {
  idempotencyKey: string;
  idempotencyRequest: string;
}

/** A start with an idempotency key, and the run that it led to. */
export type KeyedStart = IdempotencyMarks & { runId: string };

/** A memo holds the starts before it, so that one Describe finds a key; so many fit well into what servers allow. */
const MAX_EARLIER_STARTS = 50;

/** A key of 1 to 255 printable ASCII characters without spaces; a random UUID is a good one. */
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** What is wrong with an idempotency key. */
export function idempotencyKeyProblems(key: unknown): FieldProblem[] {
  if (typeof key === 'string' && IDEMPOTENCY_KEY.test(key)) return [];
  return [{ field: 'idempotencyKey', problem: 'must be 1 to 255 printable ASCII characters without spaces' }];
}

/** The marks of one start. A key derived from the customer id key makes them, so every backend makes the same ones. */
export function idempotencyMarks(key: string, request: OnboardingRequest, customerIdKey: Uint8Array): IdempotencyMarks {
  const secret = Buffer.from(hkdfSync('sha256', customerIdKey, '', 'onboarding idempotency', 32));
  const mark = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  return { idempotencyKey: mark(`key ${key}`), idempotencyRequest: mark(`request ${canonicalJson(request)}`) };
}

/** The memo of a start: its own marks, and the customer's starts with an idempotency key before it. */
export function startMemo(
  marks: IdempotencyMarks | undefined,
  earlier: readonly KeyedStart[],
): Record<string, unknown> {
  return { ...marks, ...(earlier.length > 0 && { earlierStarts: earlier.slice(0, MAX_EARLIER_STARTS) }) };
}

/** The customer's starts with an idempotency key up to a run, newest first. */
export function keyedStarts({ runId, memo }: { runId: string; memo?: Record<string, unknown> }): KeyedStart[] {
  const { earlierStarts } = memo ?? {};
  const starts: unknown[] = [{ ...memo, runId }, ...(Array.isArray(earlierStarts) ? (earlierStarts as unknown[]) : [])];
  return starts.filter(isKeyedStart).map((start) => ({
    runId: start.runId,
    idempotencyKey: start.idempotencyKey,
    idempotencyRequest: start.idempotencyRequest,
  }));
}

function isKeyedStart(start: unknown): start is KeyedStart {
  if (!isObject(start)) return false;
  const { runId, idempotencyKey, idempotencyRequest } = start;
  return [runId, idempotencyKey, idempotencyRequest].every((text) => typeof text === 'string');
}

/** JSON with the fields of every object in one order, so that equal requests have equal texts. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_field, entry: unknown) =>
    isObject(entry) ? Object.fromEntries(Object.entries(entry).sort(([a], [b]) => (a < b ? -1 : 1))) : entry,
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
