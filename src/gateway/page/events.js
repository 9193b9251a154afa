/**
 * Follows the status of the onboarding by server-sent events, read from a fetch so that the token stays in a header.
 */
import { isBusy, isDead } from './answers.js';

/**
 * @typedef {import('../../contract/status.js').OnboardingStatus} Status
 *
 * @typedef {object} Listener
 * @property {(status: Status) => boolean} seen Takes a status; tells whether more are to come.
 * @property {() => void} dead The token opens nothing.
 * @property {(trouble: 'offline' | 'busy') => void} lost
 */

/** The gateway says at once that it is there, and then every 15 s. */
const FIRST_WORD_MS = 10_000;
const SILENCE_MS = 40_000;

/** Splits what was read into whole events and the rest. @param {string} text */
export function splitEvents(text) {
  const blocks = text.split('\n\n');
  const rest = blocks.pop() ?? '';
  return { events: blocks.map(readEvent), rest };
}

/** @param {string} block */
function readEvent(block) {
  /** @param {string} field */
  const valueOf = (field) => new RegExp(`^${field}: (.*)$`, 'm').exec(block)?.[1];
  return { id: valueOf('id'), data: valueOf('data') };
}

export class Follower {
  isOver = false;
  lastEventId = '';
  stream = new AbortController();

  /** @param {import('./connection.js').Connection} connection @param {Listener} listener */
  constructor(connection, listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** Follows until all is over, whatever happens to the connection. */
  async run() {
    for (let failures = 0; !this.isOver;) {
      const gotStatus = await this.followOnce();
      failures = gotStatus ? 0 : failures + 1;
      await this.connection.pause(failures);
    }
  }

  /** Opens the stream anew: after a sleep of the phone nobody can tell whether it still stands. */
  restart() {
    this.stream.abort();
    this.connection.wake();
  }

  /** Tells whether something came. */
  async followOnce() {
    this.stream = new AbortController();
    const { signal } = this.stream;
    let watchdog = setTimeout(() => this.stream.abort(), FIRST_WORD_MS);
    const heard = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => this.stream.abort(), SILENCE_MS);
    };
    let hasHeard = false;
    try {
      const headers = { 'Last-Event-ID': this.lastEventId };
      const response = await this.connection.open('/events', { headers, signal });
      if (!this.isOpen(response)) return false;
      const reader = response.body?.getReader();
      const decoder = new TextDecoder();
      let unread = '';
      for (;;) {
        const { value, done = true } = (await reader?.read()) ?? {};
        if (done) return hasHeard;
        heard();
        hasHeard = true;
        const { events, rest } = splitEvents(unread + decoder.decode(value, { stream: true }));
        unread = rest;
        for (const event of events) this.take(event);
        if (this.isOver) this.stream.abort();
      }
    } catch {
      // A stream that stood for a while may end; that nobody answers is another matter.
      if (!hasHeard) await this.lookOnce();
      return hasHeard;
    } finally {
      clearTimeout(watchdog);
    }
  }

  /** @param {Response} response */
  isOpen({ status }) {
    if (status === 200) return true;
    if (status === 204) this.isOver = true;
    else this.judge(status);
    return false;
  }

  /** @param {{ id: string | undefined, data: string | undefined }} event */
  take({ id, data }) {
    if (id === undefined || data === undefined) return;
    this.lastEventId = id;
    /** @type {unknown} */
    const status = JSON.parse(data);
    this.isOver = !this.listener.seen(/** @type {Status} */ (status));
  }

  /** One plain look, for lines that hold streams back. */
  async lookOnce() {
    try {
      const { status, body } = await this.connection.ask('');
      if (status === 200) this.isOver = !this.listener.seen(/** @type {Status} */ (body));
      else this.judge(status);
    } catch {
      this.listener.lost('offline');
    }
  }

  /** @param {number} status */
  judge(status) {
    if (isDead(status)) {
      this.isOver = true;
      this.listener.dead();
    } else if (isBusy(status)) this.listener.lost('busy');
  }
}
