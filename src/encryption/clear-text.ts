import type { Payload, SerializationContext } from '@temporalio/common';

/** Says what is read in place of a payload that arrived in clear text although there are keys. */
export type ClearTextHandler = (payload: Payload, context: SerializationContext | undefined) => Payload;

export interface ClearTextOptions {
  /** `refuse`: starts, signals and updates in clear text become unreadable. `take`: they are read. */
  rule: 'take' | 'refuse';
  /** Told of every such payload; those of a history that is replayed come again. */
  count: (fate: ClearTextFate) => void;
  /** Told at most once an hour for each workflow id. */
  warn: (fate: ClearTextFate, workflowId: string | undefined) => void;
  /** Milliseconds of a clock that never goes back. */
  now?: () => number;
}

export type ClearTextFate = 'taken' | 'refused';

const WARN_AGAIN_AFTER_MS = 3_600_000;
/** So many workflow ids are remembered; beyond them the oldest is forgotten, and may be warned of again. */
const MAX_REMEMBERED = 10_000;

/**
 * What a worker with keys does with payloads in clear text. Only what others send to a workflow is ever refused, and no
 * payload of an activity: those are the worker's own, from a time without keys.
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

/** No converter knows the encoding, so that readers in the workflow get the mark of an unreadable payload. */
const REFUSED_PAYLOAD: Payload = { metadata: { encoding: Buffer.from('clear-text/refused') } };
