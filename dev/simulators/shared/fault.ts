import { z } from 'zod';

/** Longest wait a script may ask for: longer than any deadline of ours. */
const MAX_WAIT_MS = 600_000;

const waitMs = z.number().int().min(0).max(MAX_WAIT_MS);
const bytes = z
  .number()
  .int()
  .min(1)
  .max(64 * 1024 * 1024);
const headers = z.record(z.string(), z.string()).optional();

const jsonValue = z.custom<unknown>((value) => value !== undefined, 'must be a JSON value');

const common = {
  /** Wait between processing and answer (or drop), in ms. */
  delayMs: waitMs.optional(),
};
const damaged = {
  ...common,
  /** Whether the call is processed although its answer is of no use. */
  processed: z.boolean().optional(),
};

/** How a simulator answers one call. `processed` is true by default where a real answer is damaged, else false. */
export const faultSchema = z.discriminatedUnion('kind', [
  /** No fault; for the gaps in a queue. With `delayMs` a slow but right answer. */
  z.strictObject({ kind: z.literal('none'), ...common }),
  /** The connection is destroyed; nothing was processed. */
  z.strictObject({ kind: z.literal('dropBefore'), ...common }),
  /** The call is processed, then the connection is destroyed without an answer. */
  z.strictObject({ kind: z.literal('dropAfter'), ...common }),
  /** The connection is destroyed; the call is processed after so many further calls about the same subject. */
  z.strictObject({ kind: z.literal('landLate'), afterCalls: z.number().int().min(0), ...common }),
  /** Never answers; with `headersSent` the status line and headers still come. */
  z.strictObject({ kind: z.literal('hang'), headersSent: z.boolean().optional(), ...damaged }),
  /** A bare HTTP status, as a gateway gives it: 401, 429, 503, 302 … */
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(200).max(599),
    headers,
    text: z.string().optional(),
    ...damaged,
  }),
  /** HTTP 200 with this JSON in place of the provider's own; inside the envelope in encrypted mode. */
  z.strictObject({ kind: z.literal('reply'), json: jsonValue, ...damaged }),
  /** HTTP 200 with exactly this text; with `sealed` inside the envelope in encrypted mode. */
  z.strictObject({
    kind: z.literal('replyText'),
    text: z.string(),
    sealed: z.boolean().optional(),
    headers,
    ...damaged,
  }),
  /** HTTP 200 with bytes that are neither JSON nor UTF-8. */
  z.strictObject({ kind: z.literal('garbage'), ...damaged }),
  /** The whole right text, but promised longer (or as `chunked` never ended), then the connection is destroyed. */
  z.strictObject({ kind: z.literal('cutOff'), chunked: z.boolean().optional(), ...damaged }),
  /** The right answer padded with spaces to `bytes` (default 2 MiB), so that it stays valid JSON. */
  z.strictObject({ kind: z.literal('huge'), bytes: bytes.optional(), ...damaged }),
  /** The right answer, `chunkBytes` (default 1) every `everyMs`. */
  z.strictObject({ kind: z.literal('slowDrip'), everyMs: waitMs, chunkBytes: bytes.optional(), ...damaged }),
]);

/** One behaviour of a simulator; see {@link faultSchema} for each kind. */
export type Fault = z.infer<typeof faultSchema>;

const PROCESSED_BY_DEFAULT: ReadonlySet<Fault['kind']> = new Set([
  'none',
  'dropAfter',
  'garbage',
  'cutOff',
  'huge',
  'slowDrip',
]);

/** Whether a call that meets this fault changes the provider's state at once. */
export function isProcessed(fault: Fault): boolean {
  return ('processed' in fault ? fault.processed : undefined) ?? PROCESSED_BY_DEFAULT.has(fault.kind);
}

/** How many calls a script lasts for. */
export const timesSchema = z.union([z.number().int().min(1), z.literal('always')]);
