import { onboardingLocation } from '../onboarding-address.js';
import { onboardingStatusSchema } from '../schemas/onboarding-status.js';
import { statusFor } from '../status/status-view.js';
import { namesTag } from './headers.js';
import { defineOperation } from './operation.js';
import { targetRun } from './target-run.js';

/** Reads the status; at most a second old, unless something was sent through this gateway since. */
export const readStatus = defineOperation({
  id: 'readStatus',
  method: 'GET',
  path: '/v1/onboardings/{id}',
  summary: 'Read the status',
  roles: ['backend', 'operator', 'page'],
  headers: ['If-None-Match'],
  answers: {
    200: {
      description: 'The status, at most a second old.',
      schema: onboardingStatusSchema,
      headers: {
        ETag: 'Stands for exactly this status.',
        'Content-Location': 'Path of this run, also where the newest one was asked for.',
      },
    },
    304: { description: 'Nothing has changed.', headers: { ETag: 'Stands for exactly this status.' } },
  },
  problems: ['onboarding-not-found', 'no-worker-answered'],

  async handle(call, context) {
    const run = await targetRun(call, context);
    const view = await context.statuses.read(run);
    const headers = {
      ETag: `"${view.tag}"`,
      'Cache-Control': 'private, no-cache',
      'Content-Location': onboardingLocation(run),
    };
    if (namesTag(call.ifNoneMatch, view.tag)) return { status: 304, headers };
    return { status: 200, headers, body: statusFor(call.caller?.role, view) };
  },
});
