import type { Fault } from '../../dev/simulators/index.js';

const ACCEPTED_HEAD = { responseCode: 'IIFLMarRPBackoffClientProfile', status: '0', statusDescription: 'Success' };

/** HTTP 200 with this body under an accepted head. */
export const bodyReply = (body: unknown): Fault => ({ kind: 'reply', json: { body, head: ACCEPTED_HEAD } });

/** HTTP 200 without a body under this head. */
export const headReply = (head: object): Fault => ({
  kind: 'reply',
  json: { body: null, head: { ...ACCEPTED_HEAD, ...head } },
});

/** A failure as IIFL words it: a number as status, `Message` in upper case. */
export const iiflFailure = (status: number | string, message = 'made up'): Fault =>
  bodyReply({ Message: message, Status: status, _details: [] });
