import { PassThrough, type Readable } from 'node:stream';
import type { RunAddress } from '../../contract/onboarding-id.js';
import type { Caller } from '../access/caller.js';
import type { StatusCache } from './status-cache.js';
import { statusFor, type StatusView } from './status-view.js';

export interface EventStreamOptions {
  statuses: StatusCache;
  onboarding: RunAddress;
  reader: Caller | undefined;
  /** `Last-Event-ID`: what the reader has seen already is not sent again. */
  lastEventId: string | undefined;
  onClose: () => void;
}

/** Proxies and mobile networks cut connections that say nothing for half a minute or so. */
const HEARTBEAT_MS = 15_000;
/** After a cut the reader should come back this soon, each at another moment: a restart cuts all streams at once. */
const RETRY_MS = 2_000;
const RETRY_SPREAD_MS = 6_000;
/** A reader that is so many bytes behind does not read; it gets the latest status when it comes back. */
const MAX_UNREAD_BYTES = 65_536;
/** The longest time that a timer takes. */
const MAX_TIMER_MS = 2_147_483_647;

/**
 * Server-sent events of one onboarding: `status`, whose data is the whole status and whose id stands for it, so a reader
 * that missed some is up to date with the next. Ends with the onboarding.
 */
export function openEventStream({ statuses, onboarding, reader, lastEventId, onClose }: EventStreamOptions): Readable {
  const stream = new PassThrough();
  let seenTag = lastEventId;
  const write = (text: string) => {
    if (stream.writableEnded || stream.destroyed) return;
    stream.write(text);
    if (stream.writableLength > MAX_UNREAD_BYTES) stream.destroy();
  };
  write(`retry: ${RETRY_MS + Math.round(Math.random() * RETRY_SPREAD_MS)}\n\n`);

  const stopListening = statuses.listen(onboarding, {
    reader: reader?.limitKey,
    view: (view) => {
      if (view.tag !== seenTag) write(eventOf(view, reader));
      seenTag = view.tag;
    },
    end: () => {
      stream.end();
    },
  });
  const heartbeat = setInterval(() => {
    write(': still here\n\n');
  }, HEARTBEAT_MS);
  const { expiresAtMs } = reader ?? {};
  const lifetimeMs = expiresAtMs === undefined ? MAX_TIMER_MS : Math.min(expiresAtMs - Date.now(), MAX_TIMER_MS);
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

function eventOf(view: StatusView, reader: Caller | undefined): string {
  return `id: ${view.tag}\nevent: status\ndata: ${JSON.stringify(statusFor(reader?.role, view))}\n\n`;
}
