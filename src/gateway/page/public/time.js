/**
 * Times as the server's clock has them: a phone's own may be wrong by hours.
 */

/** A Date header has whole seconds, cut off. */
const HALF_A_SECOND_MS = 500;

/** How far the server's clock is ahead of this one, in ms. @param {string | null} dateHeader @param {number} nowMs */
export function skewOf(dateHeader, nowMs) {
  const serverMs = Date.parse(dateHeader ?? '');
  return Number.isNaN(serverMs) ? undefined : serverMs + HALF_A_SECOND_MS - nowMs;
}

/** Whole seconds until a time of the server, never less than 0. @param {string} iso @param {number} serverNowMs */
export const secondsUntil = (iso, serverNowMs) => Math.max(0, Math.round((Date.parse(iso) - serverNowMs) / 1000));

/** As `9:05`, or `1:00:00` from an hour on. @param {number} seconds */
export function clockText(seconds) {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  /** @param {number} part */
  const two = (part) => String(part).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(rest)}` : `${minutes}:${two(rest)}`;
}

/** The pause before the next try, in ms, after so many failures: 1 s, 2 s, 4 s … 15 s. @param {number} failures */
export const pauseMs = (failures) => Math.min(500 * 2 ** failures, 15_000);

/** Of how many seconds left to warn, where the clock has just come past them. @param {number} before @param {number} now */
export const warningBetween = (before, now) =>
  [30, 60].find((seconds) => before > seconds && now <= seconds && now > 0);
