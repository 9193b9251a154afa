/** Name of the Temporal header, and of the memo of a start, that hold the id of the request that caused a call. */
export const REQUEST_ID = 'requestId';

const UUID = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;
/** Ten digits in a row may be a mobile number, and request ids stand in logs. */
const OTHER = /^(?!.*\d{10})[\w.:-]{1,64}$/;

/**
 * Whether a text can be a request id: a UUID, 32 hex digits, or 1 to 64 letters, digits, `.`, `_`, `:` and `-` without ten
 * digits in a row.
 */
export function isRequestId(value: unknown): value is string {
  return typeof value === 'string' && (UUID.test(value) || OTHER.test(value));
}
