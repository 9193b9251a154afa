/** @import { Asked, Reply } from './types.js' */
import { problemIn } from './answers.js';
import { pauseMs, skewOf } from './time.js';

const SUBMIT_WAIT_SECONDS = 20;
const ANSWER_WITHIN_MS = 12_000;

/** Requests to the gateway. The token stands in a header, never in a URL. */
export class Connection extends EventTarget {
  /** How far the server's clock is ahead, in ms. */
  skewMs = 0;

  /** @param {string} id @param {string} token */
  constructor(id, token) {
    super();
    this.path = `/v1/onboardings/${id}`;
    this.token = token;
  }

  /** The server's time, in ms since 1970. */
  now() {
    return Date.now() + this.skewMs;
  }

  /** Asks, and keeps the clock right. Rejects without an answer. @param {string} part @param {Asked} [init] */
  async open(part, init = {}) {
    const headers = { ...init.headers, Authorization: `Bearer ${this.token}` };
    const response = await fetch(this.path + part, { ...init, headers, cache: 'no-store' });
    this.skewMs = skewOf(response.headers.get('Date'), Date.now()) ?? this.skewMs;
    return response;
  }

  /** Asks and reads the whole answer. @param {string} part @param {Asked} [init] */
  async ask(part, init, withinMs = ANSWER_WITHIN_MS) {
    const tooLate = new AbortController();
    const timer = setTimeout(() => tooLate.abort(), withinMs);
    try {
      return await this.read(await this.open(part, { ...init, signal: tooLate.signal }));
    } finally {
      clearTimeout(timer);
    }
  }

  /** @param {Response} response @returns {Promise<Reply>} */
  async read(response) {
    const { status, headers } = response;
    const type = headers.get('Content-Type');
    const text = await response.text();
    /** @type {unknown} */
    const body = type?.includes('json') ? JSON.parse(text) : undefined;
    return { status, retryAfter: headers.get('Retry-After'), body, problem: problemIn(type, body) };
  }

  /** Sends an OTP. The same key makes it the same submission, however often it is sent. @param {string} otp @param {string} key */
  submit(otp, key) {
    const headers = {
      'Content-Type': 'application/json',
      'Idempotency-Key': key,
      Prefer: `wait=${SUBMIT_WAIT_SECONDS}`,
    };
    const init = { method: 'POST', headers, body: JSON.stringify({ otp }) };
    return this.ask('/otp', init, SUBMIT_WAIT_SECONDS * 1000 + ANSWER_WITHIN_MS);
  }

  /** Waits before the next try; {@link wake} ends it early. @param {number} failures */
  pause(failures, leastMs = 0) {
    const ms = Math.max(leastMs, pauseMs(failures) * (0.75 + Math.random() / 2));
    return new Promise((resolve) => {
      setTimeout(resolve, ms);
      this.addEventListener('wake', resolve, { once: true });
    });
  }

  /** Ends all pauses: there may be a connection again. */
  wake() {
    this.dispatchEvent(new Event('wake'));
  }
}

/** A random name of letters alone, since the gateway refuses one that has the OTP in it. */
export const randomKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => String.fromCharCode(97 + (byte % 26))).join('');
