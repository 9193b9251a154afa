import { HttpClient } from '../http/http-client.js';
import type { IiflConfig } from './config.js';
import type { HEAD_FIELDS } from './field-names.js';
import type { IiflApi } from './iifl-api.js';
import { readClientProfileAnswer } from './read-client-profile-answer.js';

const COOKIE_NAME = 'IIFLMarcookie';
/** One line of Latin-1 without control characters: anything else cannot go into a header. */
const HEADER_TEXT = /^[\x20-\x7e\xa0-\xff]+$/;

/** IIFL's API over connections of its own; after `close` no call is to be made. */
export type IiflConnection = IiflApi & { close(): void };

/** Connects IIFL's API to its servers. */
export function createIiflApi(config: IiflConfig): IiflConnection {
  const http = new HttpClient();
  return {
    async fetchClientProfile(clientCode, signal) {
      const cookie = await readCookieHeader(config);
      if (!cookie.usable) return { kind: 'accessDenied', cause: cookie.cause };
      const result = await http.post({
        url: config.url,
        headers: { 'Ocp-Apim-Subscription-Key': config.subscriptionKey.reveal(), ...cookie.headers },
        body: requestBody(config.head, clientCode),
        connection: 'kept',
        timeoutMs: config.timeoutMs,
        signal,
      });
      return readClientProfileAnswer(result);
    },
    close() {
      http.close();
    },
  };
}

function requestBody(
  head: IiflConfig['head'],
  clientCode: string,
): { head: Record<(typeof HEAD_FIELDS)[number], string>; body: { ClientCode: string } } {
  return {
    head: {
      appName: head.appName,
      appVer: head.appVersion,
      key: head.userKey.reveal(),
      osName: head.osName,
      requestCode: 'IIFLMarRQBackoffClientProfile',
      userId: head.userId.reveal(),
      password: head.password.reveal(),
    },
    body: { ClientCode: clientCode },
  };
}

type CookieHeader = { usable: true; headers: Record<string, string> } | { usable: false; cause: string };

async function readCookieHeader({ readCookie }: IiflConfig): Promise<CookieHeader> {
  if (readCookie === undefined) return { usable: true, headers: {} };
  try {
    const cookie = await readCookie();
    if (!HEADER_TEXT.test(cookie)) {
      return { usable: false, cause: 'the IIFL session cookie is empty or not valid header text' };
    }
    const isNamed = cookie.startsWith(`${COOKIE_NAME}=`);
    return { usable: true, headers: { Cookie: isNamed ? cookie : `${COOKIE_NAME}=${cookie}` } };
  } catch {
    return { usable: false, cause: 'the IIFL session cookie cannot be read' };
  }
}
