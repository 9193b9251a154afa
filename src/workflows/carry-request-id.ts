import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import type { WorkflowInterceptors, WorkflowInterceptorsFactory } from '@temporalio/workflow';
import { isRequestId, REQUEST_ID } from '../contract/request-id.js';

/**
 * Carries the request id of a start, or of the latest signal or update that has one, to the activities and child workflows
 * that follow, and into the workflow's log lines. It decides nothing, so a history without it replays.
 */
export const interceptors: WorkflowInterceptorsFactory = (): WorkflowInterceptors => {
  let latest: string | undefined;
  const remember = (headers: Headers) => {
    latest = requestIdIn(headers) ?? latest;
  };
  const withId = <Input extends { readonly headers: Headers }>(input: Input): Input =>
    latest === undefined
      ? input
      : { ...input, headers: { ...input.headers, [REQUEST_ID]: defaultPayloadConverter.toPayload(latest) } };
  return {
    inbound: [
      {
        execute(input, next) {
          // A message of the same workflow task may have come first, and is the later request.
          latest ??= requestIdIn(input.headers);
          return next(input);
        },
        handleSignal(input, next) {
          remember(input.headers);
          return next(input);
        },
        handleUpdate(input, next) {
          remember(input.headers);
          return next(input);
        },
      },
    ],
    outbound: [
      {
        scheduleActivity: (input, next) => next(withId(input)),
        startChildWorkflowExecution: (input, next) => next(withId(input)),
        getLogAttributes: (input, next) => next({ ...input, ...(latest !== undefined && { [REQUEST_ID]: latest }) }),
      },
    ],
  };
};

/** A header comes from outside: what is no request id is ignored. */
function requestIdIn(headers: Headers): string | undefined {
  const payload = headers[REQUEST_ID];
  try {
    const value = payload === undefined ? undefined : defaultPayloadConverter.fromPayload(payload);
    return isRequestId(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
