/** @import { Connection } from './connection.js' */
/** @import { Reply, Status, StatusListener } from './types.js' */
import { isDead } from './answers.js';

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

/** Follows the status by server-sent events, read from a fetch so that the token stays in a header. */
export class Follower {
  isOver = false;
  lastEventId = '';
  stream = new AbortController();

  /** @param {Connection} connection @param {StatusListener} listener */
  constructor(connection, listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** Follows until the onboarding or the link has ended; failures only make it pause. */
  async run() {
    for (let failures = 0; !this.isOver;) {
      const gotStatus = await this.followOnce();
      failures = gotStatus ? 0 : failures + 1;
      await this.connection.pause(failures);
    }
  }

  /** Opens the stream anew: after the phone slept it may be dead without an error. */
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
      if (!(await this.isOpen(response))) return false;
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
      // A stream may be cut off at any time; only one that never began says something about the connection.
      if (!hasHeard) await this.lookOnce();
      return hasHeard;
    } finally {
      clearTimeout(watchdog);
    }
  }

  /** @param {Response} response */
  async isOpen(response) {
    const { status, headers } = response;
    if (status === 200 && headers.get('Content-Type')?.startsWith('text/event-stream')) return true;
    if (status === 204) this.isOver = true;
    else this.judge(await this.connection.read(response));
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

  /** Reads the status once, for lines that hold streams back. */
  async lookOnce() {
    try {
      const reply = await this.connection.ask('');
      if (reply.status === 200 && reply.body) this.isOver = !this.listener.seen(/** @type {Status} */ (reply.body));
      else this.judge(reply);
    } catch {
      this.listener.lost('offline');
    }
  }

  /** @param {Reply} reply */
  judge(reply) {
    this.isOver = isDead(reply);
    if (this.isOver) this.listener.dead();
    else this.listener.lost('busy');
  }
}
