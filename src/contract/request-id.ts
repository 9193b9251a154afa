/** Name of the Temporal header, and of the memo of a start, that hold the id of the request that caused a call. */
export const REQUEST_ID = 'requestId';

const UUID = /^[0-9a-f]{8}(-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;
const OTHER = /^[\w.:-]{1,128}$/;
/** Request ids stand in logs in clear text, so none may hold what looks like a mobile number or an Aadhaar number. */
const PERSONAL = /(?<!\d)(?:(?:91|0)?[6-9]\d{9}|\d{12})(?!\d)/;

/**
 * Whether a text can be a request id: a UUID with or without hyphens, or 1 to 128 letters, digits, `.`, `_`, `:` and `-`
 * among which no number looks like a mobile number or an Aadhaar number.
 */
export function isRequestId(value: unknown): value is string {
  return typeof value === 'string' && (UUID.test(value) || (OTHER.test(value) && !PERSONAL.test(value)));
}
