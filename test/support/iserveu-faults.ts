import type { Fault } from '../../dev/simulators/index.js';

/** A bare HTTP status in place of iServeU's answer. */
export const httpStatus = (status: number, headers: Record<string, string> = {}): Fault => ({
  kind: 'status',
  status,
  headers,
});

interface ReplyOptions {
  /** Whether the call does its work all the same. @default false */
  processed?: boolean;
  /** Between the work and the answer. @default 0 */
  delayMs?: number;
}

/** HTTP 200 with this JSON. */
export const reply = (json: unknown, options: ReplyOptions = {}): Fault => ({ kind: 'reply', json, ...options });

/** A `FAILED` answer of any iServeU operation. */
export const failed = (statusCode: string, statusDesc: string, options: ReplyOptions = {}): Fault =>
  reply({ statusCode, statusDesc, KYCTypeFlag: false, status: 'FAILED' }, options);

export const SERVER_ISSUE = failed(' 4', 'Internal Server Issue, Kindly Try After Sometime');

/** A 429 that asks to wait. */
export const tooManyRequests = (retryAfterSeconds: number): Fault =>
  httpStatus(429, { 'retry-after': String(retryAfterSeconds) });
