/** @import { Answer, Reply } from './types.js' */

const DEAD = ['not-authenticated', 'not-allowed', 'onboarding-not-found'];
const PROBLEM = /^(?:https?:\/\/[^/]+)?\/docs\/errors\/([a-z-]+)$/;

/** The gateway's own problem; a firewall's or a balancer's page is none. @param {string | null} type @param {unknown} body */
export function problemIn(type, body) {
  if (!type?.startsWith('application/problem+json')) return undefined;
  return PROBLEM.exec(String(/** @type {{ type?: unknown } | null} */ (body)?.type))?.[1];
}

/** Whether the gateway says that the link opens nothing (any more). @param {Pick<Reply, 'problem'>} reply */
export const isDead = ({ problem = '' }) => DEAD.includes(problem);

/** What the answer to an OTP means. @param {Reply} reply @returns {Answer} */
export function meaningOf({ status, retryAfter, body, problem }) {
  if (status === 200 && body) return { kind: 'fate', fate: /** @type {any} */ (body) };
  if ((status === 202 && body) || problem === 'onboarding-closed') return { kind: 'taken' };
  if (isDead({ problem })) return { kind: 'dead' };
  if (problem === 'otp-not-awaited') return { kind: 'notTaken' };
  if (problem === 'otp-repeated') return { kind: 'notTaken', problem: 'repeated' };
  if (problem === 'otp-malformed' || problem === 'invalid-request') return { kind: 'notTaken', problem: 'malformed' };
  return { kind: 'later', waitMs: (Number(retryAfter) || 0) * 1000 };
}
