import type { FastifyBaseLogger } from 'fastify';
import type { z } from 'zod';
import type { Caller, Role } from '../access/caller.js';
import type { GatewayContext } from '../context.js';
import type { OnboardingAddress } from '../../contract/onboarding-id.js';
import type { ProblemName } from '../problems/problem-types.js';
import type { Problem } from '../problems/problem.js';
import type { HeaderName } from './headers.js';

/** One request that was let in, with all of it checked. */
export interface Call<Body, Query> {
  /** Absent for calls that need no credential. */
  caller: Caller | undefined;
  /** The onboarding in the path; absent where the path has none, or no well-formed id. */
  onboarding: OnboardingAddress | undefined;
  body: Body;
  query: Query;
  /** `Prefer: wait=N`, in ms, at most a minute; 0 without. */
  waitMs: number;
  idempotencyKey: string | undefined;
  ifNoneMatch: string | undefined;
  lastEventId: string | undefined;
  /** Aborted when the caller is gone. */
  gone: AbortSignal;
  log: FastifyBaseLogger;
}

/** What a call is answered with: JSON, a text under a content type of its own, or a stream. */
export interface Answer {
  status: number;
  headers?: Readonly<Record<string, string>>;
  body?: unknown;
}

/** How an answer is described. */
export interface AnswerDescription {
  description: string;
  /** Absent where it has no body. */
  schema?: z.ZodType;
  /** @default application/json */
  mediaType?: string;
  /** Headers beside those of every answer, with what they say. */
  headers?: Readonly<Record<string, string>>;
}

/** One thing that the gateway can be asked for: how it is routed, checked, described and done. */
export interface Operation<Body = unknown, Query = unknown> {
  /** Stable name; stands in audit lines and in the OpenAPI document. */
  readonly id: string;
  readonly method: 'GET' | 'POST';
  /** As OpenAPI writes it; `{id}` is an onboarding id. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  /** Who may call; absent: no credential is needed. */
  readonly roles?: readonly Role[];
  /** Whether it takes OTPs, or has OTPs sent. */
  readonly isAboutOtps?: boolean;
  /** Whether its answer is a stream without end. */
  readonly isStream?: boolean;
  readonly headers?: readonly HeaderName[];
  readonly body?: {
    schema: z.ZodType<Body>;
    /** What a body that the schema refuses is answered with; by default `invalid-request` in the words of the schema. */
    refuse?: (body: unknown) => Problem | undefined;
  };
  readonly query?: z.ZodType<Query>;
  readonly answers: Readonly<Record<number, AnswerDescription>>;
  /** Beside those that every call of its kind may meet. */
  readonly problems?: readonly ProblemName[];
  handle(call: Call<Body, Query>, context: GatewayContext): Promise<Answer>;
}

/** Gives an operation its place among the others, whose bodies and queries have other types. */
export function defineOperation<Body = undefined, Query = undefined>(operation: Operation<Body, Query>): Operation {
  return operation;
}
