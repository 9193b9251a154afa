/** One kind of error that the gateway answers with. */
export interface ProblemType {
  /** HTTP status. */
  status: number;
  title: string;
  /** What it means, and what to do. */
  detail: string;
}

/** Every kind of error, by the stable last part of its `type`; docs/errors.md and a page of the gateway show them all. */
export const PROBLEM_TYPES = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    detail: 'Nothing was done. `problems` names every wrong field and the form it must have; set them right.',
  },
  'not-authenticated': {
    status: 401,
    title: 'The caller is not known',
    detail: 'Send `Authorization: Bearer` with an API key, a JWT or an OTP token that is known here and has not ended.',
  },
  'not-allowed': {
    status: 403,
    title: 'The caller may not do this',
    detail: 'The role of this caller, or the onboarding that its token names, does not allow this call.',
  },
  'onboarding-not-found': {
    status: 404,
    title: 'There is no such onboarding',
    detail: 'The id is wrong, or the onboarding ended longer ago than the namespace keeps histories.',
  },
  'no-such-resource': {
    status: 404,
    title: 'There is nothing at this address',
    detail: 'The paths that exist are listed at /docs and in /openapi.json.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'This address does not know this method',
    detail: 'The header Allow lists the methods that it knows.',
  },
  'request-too-slow': {
    status: 408,
    title: 'The request did not arrive in time',
    detail: 'Send the whole request without pauses, on a new connection.',
  },
  'another-onboarding-open': {
    status: 409,
    title: 'The customer has another open onboarding',
    detail: 'Nothing was started. Location names the open one; start without an Idempotency-Key to join it.',
  },
  'onboarding-closed': {
    status: 409,
    title: 'The onboarding has ended',
    detail: 'Nothing can be sent to it any more; ask for its result.',
  },
  'otp-not-awaited': {
    status: 409,
    title: 'No OTP is awaited now',
    detail: 'The OTP was not taken and cost no attempt. The status tells what the onboarding is doing.',
  },
  'otp-not-sendable': {
    status: 409,
    title: 'No new OTP can be sent now',
    detail:
      'Nothing was sent. `otp.resendAvailableAt` of the status tells from when a new OTP can be sent; where it is ' +
      'absent, none will be.',
  },
  'onboarding-cancelled': {
    status: 410,
    title: 'The onboarding was cancelled',
    detail: 'It has no record and never will. A new onboarding may be started.',
  },
  'onboarding-abandoned': {
    status: 410,
    title: 'The onboarding was given up',
    detail:
      'A step stayed faulty for longer than its give-up time. Have the cause mended, then start a new onboarding.',
  },
  'onboarding-terminated': {
    status: 410,
    title: 'The onboarding was ended from outside',
    detail: 'It is unknown whether the customer is registered. Start a new onboarding to find out.',
  },
  'onboarding-refused': {
    status: 410,
    title: 'The onboarding was refused as invalid',
    detail: 'It was started past this gateway with a request that breaks the contract; `problems` names the fields.',
  },
  'onboarding-broken': {
    status: 410,
    title: 'The onboarding failed in an unforeseen way',
    detail: 'Its history in Temporal Web tells more.',
  },
  'body-too-large': {
    status: 413,
    title: 'The body is too large',
    detail: 'No valid request is that large.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The body is not JSON',
    detail: 'Send `Content-Type: application/json`.',
  },
  'idempotency-key-reused': {
    status: 422,
    title: 'The Idempotency-Key came with another request before',
    detail: 'Nothing was started. Give each request a key of its own, and repeat it with the same body only.',
  },
  'otp-malformed': {
    status: 422,
    title: 'The OTP does not have the right form',
    detail: 'The OTP was not taken and cost no attempt. An OTP is digits only, as many as the policy says.',
  },
  'otp-repeated': {
    status: 422,
    title: 'The OTP was refused before',
    detail: 'The OTP was not taken and cost no attempt. Type the newest OTP.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    detail: 'Nothing was done. Try again after the seconds in Retry-After.',
  },
  'too-many-starts': {
    status: 429,
    title: 'Too many onboardings of this customer',
    detail: 'Nothing was started. Wait as Retry-After says; an onboarding that is open can still be joined.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    detail: 'No valid request has headers that large.',
  },
  'internal-error': {
    status: 500,
    title: 'The gateway failed',
    detail: 'The log has the cause under the id in `instance`. What was asked may have been done.',
  },
  'answer-unreadable': {
    status: 500,
    title: 'The answer cannot be read with the keys of this gateway',
    detail:
      'It was written under PAYLOAD_KEYS that this gateway does not have. An operator must give it all live keys.',
  },
  'temporal-refused': {
    status: 502,
    title: 'Temporal refused the call',
    detail:
      'The set-up, the permissions or the namespace are wrong; trying again does not help. The log has the reason.',
  },
  'temporal-unavailable': {
    status: 503,
    title: 'Temporal did not answer',
    detail: 'What was asked may have been done; asking again is safe.',
  },
  'no-worker-answered': {
    status: 503,
    title: 'No worker answered in time',
    detail: 'The status comes from a worker, and none is free or none runs. Try again.',
  },
  'keys-unavailable': {
    status: 503,
    title: "The JWT issuer's keys are unavailable",
    detail: 'The JWT could not be checked. Try again.',
  },
} as const satisfies Record<string, ProblemType>;

export type ProblemName = keyof typeof PROBLEM_TYPES;

/** All names, in order of their status. */
export const PROBLEM_NAMES = Object.keys(PROBLEM_TYPES) as ProblemName[];

/** The `type` of a problem: a path of this gateway, whose page tells what it means. */
export function problemUri(name: ProblemName): string {
  return `/docs/errors/${name}`;
}
