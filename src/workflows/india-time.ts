/** India is ahead of UTC by this all the year round. */
const AHEAD_MS = 19_800_000;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A time in India, as `26 Nov, 14:03:05 IST`; workflow code has no time zone of its own. */
export function indiaTime(iso: string): string {
  const shifted = new Date(Date.parse(iso) + AHEAD_MS);
  const clock = shifted.toISOString().slice(11, 19);
  return `${shifted.getUTCDate()} ${MONTHS[shifted.getUTCMonth()]}, ${clock} IST`;
}
