import { PassThrough, type Readable } from 'node:stream';
import type { RunAddress } from '../../contract/onboarding-id.js';
import type { StatusCache } from './status-cache.js';
import type { StatusView } from './status-view.js';

export interface EventStreamOptions {
  statuses: StatusCache;
  onboarding: RunAddress;
  /** `Last-Event-ID`: what the reader has seen already is not sent again. */
  lastEventId: string | undefined;
  /** When the reader's credential ends, in ms since 1970. */
  endsAtMs: number | undefined;
  onClose: () => void;
}

/** Proxies and mobile networks cut connections that say nothing for half a minute or so. */
const HEARTBEAT_MS = 15_000;
/** After a cut the reader should come back this soon. */
const RETRY_MS = 3_000;
/** A reader that is so many bytes behind does not read; it gets the latest status when it comes back. */
const MAX_UNREAD_BYTES = 65_536;
/** The longest time that a timer takes. */
const MAX_TIMER_MS = 2_147_483_647;

/**
 * Server-sent events of one onboarding: `status`, whose data is the whole status and whose id stands for it, so a reader
 * that missed some is up to date with the next. Ends with the onboarding.
 */
export function openEventStream({
  statuses,
  onboarding,
  lastEventId,
  endsAtMs,
  onClose,
}: EventStreamOptions): Readable {
  const stream = new PassThrough();
  let seenTag = lastEventId;
  const write = (text: string) => {
    if (stream.writableEnded || stream.destroyed) return;
    stream.write(text);
    if (stream.writableLength > MAX_UNREAD_BYTES) stream.destroy();
  };
  write(`retry: ${RETRY_MS}\n\n`);

  const stopListening = statuses.listen(onboarding, {
    view: (view) => {
      if (view.tag !== seenTag) write(eventOf(view));
      seenTag = view.tag;
    },
    end: () => {
      stream.end();
    },
  });
  const heartbeat = setInterval(() => {
    write(': still here\n\n');
  }, HEARTBEAT_MS);
  const lifetimeMs = endsAtMs === undefined ? MAX_TIMER_MS : Math.min(endsAtMs - Date.now(), MAX_TIMER_MS);
  const ending = setTimeout(() => {
    stream.end();
  }, lifetimeMs);
  stream.once('close', () => {
    stopListening();
    clearInterval(heartbeat);
    clearTimeout(ending);
    onClose();
  });
  return stream;
}

function eventOf({ tag, status }: StatusView): string {
  return `id: ${tag}\nevent: status\ndata: ${JSON.stringify(status)}\n\n`;
}
