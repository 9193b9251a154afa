/**
 * What the gateway's answers mean to the page.
 *
 * @typedef {import('../../contract/otp.js').OtpVerification} Fate
 *
 * @typedef {object} Reply What came back over the line.
 * @property {number} status
 * @property {string | null} retryAfter
 * @property {unknown} body
 *
 * @typedef {{ kind: 'fate', fate: Fate }
 *   | { kind: 'taken' }
 *   | { kind: 'notTaken', problem?: 'malformed' | 'repeated' }
 *   | { kind: 'dead' }
 *   | { kind: 'later', waitMs: number }} Answer
 *   `taken`: the status will tell; `dead`: the token opens nothing; `later`: to be asked again.
 */

const BUSY = [408, 425, 429];

/** Whether the token opens nothing (any more). @param {number} status */
export const isDead = (status) => [401, 403, 404].includes(status);

/** Whether to ask again later. @param {number} status */
export const isBusy = (status) => status >= 500 || BUSY.includes(status);

/** What became of a code that was sent. @param {Reply} reply @returns {Answer} */
export function meaningOf({ status, retryAfter, body }) {
  if (status === 200) return { kind: 'fate', fate: /** @type {Fate} */ (body) };
  if (status === 202) return { kind: 'taken' };
  if (isDead(status)) return { kind: 'dead' };
  if (isBusy(status)) return { kind: 'later', waitMs: (Number(retryAfter) || 0) * 1000 };
  switch (problemIn(body)) {
    case 'onboarding-closed':
      return { kind: 'taken' };
    case 'otp-not-awaited':
      return { kind: 'notTaken' };
    case 'otp-repeated':
      return { kind: 'notTaken', problem: 'repeated' };
    default:
      return { kind: 'notTaken', problem: 'malformed' };
  }
}

/** The last part of a problem's type. @param {unknown} body */
function problemIn(body) {
  const { type = '' } = /** @type {{ type?: string }} */ (body ?? {});
  return type.slice(type.lastIndexOf('/') + 1);
}
