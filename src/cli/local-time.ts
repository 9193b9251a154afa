/** Times for people, in the time zone of the process (`TZ`). */

/** HH:MM:SS */
export function localClock(iso: string): string {
  const date = new Date(iso);
  return [date.getHours(), date.getMinutes(), date.getSeconds()].map(twoDigits).join(':');
}

/** YYYY-MM-DD HH:MM:SS */
export function localDateAndClock(iso: string): string {
  const date = new Date(iso);
  const day = [date.getFullYear(), twoDigits(date.getMonth() + 1), twoDigits(date.getDate())].join('-');
  return `${day} ${localClock(iso)}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
