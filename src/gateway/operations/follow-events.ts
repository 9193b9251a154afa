import { z } from 'zod';
import { Problem } from '../problems/problem.js';
import { openEventStream } from '../status/event-stream.js';
import { defineOperation } from './operation.js';
import { targetRun } from './target-run.js';

/** Far more than the tabs of one customer and of those who help; a token must not be able to use up the gateway. */
const MAX_STREAMS_PER_ONBOARDING = 2_000;
const MAX_STREAMS_PER_OTP_TOKEN = 20;
const RETRY_AFTER_SECONDS = '30';

/** Streams the changes of the status. */
export const followEvents = defineOperation({
  id: 'followEvents',
  method: 'GET',
  path: '/v1/onboardings/{id}/events',
  summary: 'Follow the status',
  description:
    'Server-sent events: each `status` holds the whole status, and its id stands for it. The stream ends with the ' +
    'onboarding, and when the credential of its reader ends.',
  roles: ['backend', 'operator', 'page'],
  isStream: true,
  headers: ['Last-Event-ID'],
  answers: {
    200: { description: 'The present status and every later one.', schema: z.string(), mediaType: 'text/event-stream' },
    204: { description: 'The onboarding has ended and the reader has seen its last status.' },
  },
  problems: ['onboarding-not-found', 'no-worker-answered'],

  async handle({ caller, lastEventId, ...call }, context) {
    const run = await targetRun(call, context);
    // Tells before the stream begins whether there is anything to follow.
    const { hasEnded, tag } = await context.statuses.read(run);
    if (hasEnded && tag === lastEventId) return { status: 204 };

    const { statuses } = context;
    const isTokenFull =
      caller?.role === 'page' && statuses.listenerCount(run, caller.limitKey) >= MAX_STREAMS_PER_OTP_TOKEN;
    if (isTokenFull || statuses.listenerCount(run) >= MAX_STREAMS_PER_ONBOARDING) {
      throw new Problem('too-many-requests', { headers: { 'Retry-After': RETRY_AFTER_SECONDS } });
    }
    context.metrics.openStreams.inc();
    const body = openEventStream({
      statuses,
      onboarding: run,
      reader: caller,
      lastEventId,
      onClose: () => {
        context.metrics.openStreams.dec();
      },
    });
    const headers = {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store, no-transform',
      // Tells a buffering proxy to pass each event on at once.
      'X-Accel-Buffering': 'no',
    };
    return { status: 200, headers, body };
  },
});
