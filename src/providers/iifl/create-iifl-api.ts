import { once } from 'node:events';
import { MAX_HTTP_TIMEOUT_MS } from '../../contract/time-limits.js';
import { isFault } from '../http/fault.js';
import { HttpClient } from '../http/http-client.js';
import type { IiflConfig } from './config.js';
import type { ClientProfileOutcome, IiflApi } from './iifl-api.js';
import { logIn } from './log-in.js';
import { readClientProfileAnswer } from './read-client-profile-answer.js';
import { requestHead } from './request-head.js';
import { givenSession, LoginSession, type Session } from './session.js';

/** All calls for one profile together, a login included: an attempt must report its own outcome. */
const ALL_CALLS_MS = MAX_HTTP_TIMEOUT_MS;

/** IIFL's API over connections of its own; after `close` no call is to be made. */
export type IiflConnection = IiflApi & { close(): void };

/** Connects IIFL's API to its servers. */
export function createIiflApi(config: IiflConfig): IiflConnection {
  const http = new HttpClient(config);
  const closing = new AbortController();
  const { login } = config;
  const session: Session =
    login === undefined
      ? givenSession(config.readCookie)
      : new LoginSession(() => logIn(http, config, login, closing.signal));

  /** Calls once; where IIFL ends the session that was sent, once more with a new one. */
  async function fetchProfile(
    clientCode: string,
    signal: AbortSignal,
    invalidCookie?: string,
  ): Promise<ClientProfileOutcome> {
    const opened = await untilAborted(session.open(invalidCookie), signal);
    if (opened === undefined) return { kind: 'unavailable', cause: 'the login to IIFL takes too long' };
    if (isFault(opened)) return opened;
    const { cookie } = opened;
    const result = await http.post({
      url: config.url,
      headers: {
        'Ocp-Apim-Subscription-Key': config.subscriptionKey.reveal(),
        ...(cookie !== undefined && { Cookie: cookie }),
      },
      body: { head: requestHead(config.head, 'IIFLMarRQBackoffClientProfile'), body: { ClientCode: clientCode } },
      connection: 'kept',
      timeoutMs: config.timeoutMs,
      signal,
    });
    const answer = readClientProfileAnswer(result);
    if (answer.kind !== 'sessionInvalid') return answer;
    const mayRenew = session.isRenewable && invalidCookie === undefined;
    return mayRenew ? await fetchProfile(clientCode, signal, cookie) : { ...answer, kind: 'accessDenied' };
  }

  return {
    fetchClientProfile: (clientCode, signal) =>
      fetchProfile(clientCode, AbortSignal.any([signal, AbortSignal.timeout(ALL_CALLS_MS)])),
    close() {
      closing.abort();
      http.close();
    },
  };
}

/** The result of `work`, or `undefined` once the signal is aborted. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  if (signal.aborted) return undefined;
  return await Promise.race([work, once(signal, 'abort').then(() => undefined)]);
}
