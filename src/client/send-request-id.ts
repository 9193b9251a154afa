import type { WorkflowClientInterceptor } from '@temporalio/client';
import { defaultPayloadConverter, type Headers } from '@temporalio/common';
import { isRequestId, REQUEST_ID } from '../contract/request-id.js';

/**
 * Gives starts, signals and updates the id of the request in whose course they are sent, as a Temporal header in clear
 * text; a start also keeps it in its memo. The worker's logs of what follows show it.
 */
export function sendRequestId(currentId: () => string | undefined): WorkflowClientInterceptor {
  const withId = <Input extends { readonly headers: Headers }>(input: Input): Input => {
    const id = currentId();
    if (!isRequestId(id)) return input;
    return { ...input, headers: { ...input.headers, [REQUEST_ID]: defaultPayloadConverter.toPayload(id) } };
  };
  return {
    startWithDetails: (input, next) => {
      const id = currentId();
      const memo = { ...input.options.memo, ...(isRequestId(id) && { [REQUEST_ID]: id }) };
      return next({ ...withId(input), options: { ...input.options, memo } });
    },
    signal: (input, next) => next(withId(input)),
    startUpdate: (input, next) => next(withId(input)),
  };
}
