/** @import { View } from './types.js' */

/**
 * Where a token's backend wants the customer to be led back to: it stands in the token, which the gateway signed.
 *
 * @param {string | undefined} token a JSON Web Token
 */
export function returnUrlIn(token = '') {
  try {
    const payload = (token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/');
    /** @type {unknown} */
    const claims = JSON.parse(atob(payload));
    const url = new URL(/** @type {{ returnUrl?: string }} */ (claims).returnUrl ?? '');
    return /^https?:$/.test(url.protocol) ? url.href : undefined;
  } catch {
    return undefined;
  }
}

/** @type {View[]} */
const OUTCOMES = ['registered', 'alreadyRegistered', 'rejected', 'otpExpired', 'otpAttemptsExhausted'];

/**
 * The way back after the end, with the outcome; none before, and none by a token that the gateway has not taken.
 *
 * @param {string | undefined} returnUrl @param {View} view
 */
export function wayBack(returnUrl, view) {
  const isOutcome = OUTCOMES.includes(view);
  if (returnUrl === undefined || !(isOutcome || view === 'ended')) return undefined;
  const url = new URL(returnUrl);
  if (isOutcome) url.searchParams.set('outcome', view);
  return url.href;
}
