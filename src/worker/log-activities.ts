import type { Context } from '@temporalio/activity';
import { defaultPayloadConverter } from '@temporalio/common';
import type { ActivityInterceptors } from '@temporalio/worker';
import { isRequestId, REQUEST_ID } from '../contract/request-id.js';

/**
 * Logs the end of each activity, and gives every log line of it the id of the request that led to it. The SDK logs those
 * that fail.
 */
export function logActivities({ log }: Context): ActivityInterceptors {
  let requestId: string | undefined;
  return {
    inbound: {
      async execute(input, next) {
        const header = input.headers[REQUEST_ID];
        // Our workflow code has made it.
        const value = header && defaultPayloadConverter.fromPayload(header);
        if (isRequestId(value)) requestId = value;
        const beganAt = performance.now();
        const result = await next(input);
        log.info('activity done', { durationMs: Math.round(performance.now() - beganAt) });
        return result;
      },
    },
    outbound: {
      getLogAttributes: (input, next) =>
        next({ ...input, ...(requestId !== undefined && { [REQUEST_ID]: requestId }) }),
    },
  };
}
