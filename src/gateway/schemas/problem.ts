import { z } from 'zod';
import { PROBLEM_NAMES, problemUri } from '../problems/problem-types.js';
import type { ProblemBody } from '../problems/problem.js';

const [firstUri = '', ...otherUris] = PROBLEM_NAMES.map(problemUri);

/** Shape of every error (RFC 9457). */
export const problemSchema = z
  .strictObject({
    type: z.enum([firstUri, ...otherUris]).describe('Stable; this path of the gateway tells what it means.'),
    title: z.string(),
    status: z.int(),
    detail: z.string().describe('What it means and what to do; never a value that was sent.'),
    instance: z
      .exactOptional(z.string())
      .describe('Names this one occurrence; its last part is the X-Request-Id, which the log has as requestId.'),
    problems: z
      .exactOptional(z.array(z.strictObject({ field: z.string(), problem: z.string() })))
      .describe('Every wrong field, and the form it must have.'),
  })
  .meta({ description: 'An error.' }) satisfies z.ZodType<ProblemBody>;
