import type { Payload, SerializationContext } from '@temporalio/common';

/** Returns what is read in place of a payload that arrived in clear text although there are keys. */
export type ClearTextHandler = (payload: Payload, context: SerializationContext | undefined) => Payload;

export interface ClearTextOptions {
  /** `refuse`: starts, signals and updates in clear text become unreadable. `take`: they are read. */
  rule: 'take' | 'refuse';
  /** Called for every such payload; a replay of the history calls it again. */
  count: (fate: ClearTextFate) => void;
  /** Called at most once an hour for each workflow id. */
  warn: (fate: ClearTextFate, workflowId: string | undefined) => void;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

export type ClearTextFate = 'taken' | 'refused';

const WARN_AGAIN_AFTER_MS = 3_600_000;
/** How many workflow ids are remembered; beyond that the oldest is forgotten, and may be warned of again. */
const MAX_REMEMBERED = 10_000;

/**
 * What a worker with keys does with payloads in clear text. Only what others send to a workflow may be refused. Payloads
 * of activities are the worker's own, from a time without keys, and are always read.
 */
export function handleClearText({
  rule,
  count,
  warn,
  now = () => performance.now(),
}: ClearTextOptions): ClearTextHandler {
  const warnedAtMs = new Map<string, number>();

  const isDue = (workflowId: string): boolean => {
    const lastMs = warnedAtMs.get(workflowId);
    if (lastMs !== undefined && now() - lastMs < WARN_AGAIN_AFTER_MS) return false;
    warnedAtMs.delete(workflowId);
    warnedAtMs.set(workflowId, now());
    const [oldest] = warnedAtMs.keys();
    if (warnedAtMs.size > MAX_REMEMBERED && oldest !== undefined) warnedAtMs.delete(oldest);
    return true;
  };

  return (payload, context) => {
    const fate = rule === 'refuse' && context?.type === 'workflow' ? 'refused' : 'taken';
    count(fate);
    const workflowId = context?.workflowId;
    if (isDue(workflowId ?? '')) warn(fate, workflowId);
    return fate === 'refused' ? REFUSED_PAYLOAD : payload;
  };
}

/** No converter knows this encoding, so the workflow reads it as an unreadable payload. */
const REFUSED_PAYLOAD: Payload = { metadata: { encoding: Buffer.from('clear-text/refused') } };
