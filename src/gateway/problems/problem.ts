import type { FieldProblem } from '../../contract/request.js';
import { PROBLEM_TYPES, problemUri, type ProblemName } from './problem-types.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json; charset=utf-8';

/** When a caller should come back after a fault that may be gone soon. */
const RETRY_AFTER_SECONDS = '2';

/** What a problem may say beyond its type; never a value that somebody sent. */
export interface ProblemExtras {
  problems?: readonly FieldProblem[] | undefined;
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
}

/** Thrown to answer a request with an error of RFC 9457. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly headers: Readonly<Record<string, string>>;
  readonly problems: readonly FieldProblem[] | undefined;

  constructor(
    readonly problem: ProblemName,
    { problems, headers = {}, cause }: ProblemExtras = {},
  ) {
    super(PROBLEM_TYPES[problem].title, { cause });
    const isTransient = PROBLEM_TYPES[problem].status === 503;
    this.headers = { ...(isTransient && { 'Retry-After': RETRY_AFTER_SECONDS }), ...headers };
    this.problems = problems;
  }

  get status(): number {
    return PROBLEM_TYPES[this.problem].status;
  }
}

/** Body of an error. */
export interface ProblemBody {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** Names this one occurrence, as the log does. */
  instance?: string;
  problems?: readonly FieldProblem[];
}

/** The body that a problem is answered with. */
export function problemBody({ problem, problems }: Problem, requestId?: string): ProblemBody {
  const { title, status, detail } = PROBLEM_TYPES[problem];
  return {
    type: problemUri(problem),
    title,
    status,
    detail,
    ...(requestId !== undefined && { instance: instanceOf(requestId) }),
    ...(problems !== undefined && { problems }),
  };
}

/** As the URI that RFC 9457 asks for; a caller's own request id need not be a UUID. */
function instanceOf(requestId: string): string {
  return /^[0-9a-f-]{36}$/i.test(requestId) ? `urn:uuid:${requestId}` : `/requests/${requestId}`;
}
