import type { HttpClient } from '../http/http-client.js';
import type { ReadFault } from '../http/fault.js';
import { judgeHttp, readFaultOf } from '../http/http-verdict.js';
import { isJsonObject, parseJsonObject, pickFields } from '../http/json-fields.js';
import type { IiflConfig, IiflLoginConfig } from './config.js';
import { encryptCredential } from './credential-cipher.js';
import { requestHead } from './request-head.js';
import { readCode } from './read-code.js';
import { COOKIE_NAME, isHeaderText } from './session-cookie.js';

/** IIFL asks for addresses of the caller, and its own samples send any. */
const ADDRESS = '127.0.0.1';

/** What a login brought: the session's cookie as `IIFLMarcookie=…`, or why there is none. */
export type LoginOutcome = { kind: 'loggedIn'; cookie: string } | ReadFault;

/** Logs in as a partner, once. Source: docs/provider-coverage.md, LoginRequestMobileForVendor. */
export async function logIn(
  http: HttpClient,
  { head, subscriptionKey, timeoutMs }: IiflConfig,
  { url, email, contactNumber, encryptionKey }: IiflLoginConfig,
  signal: AbortSignal,
): Promise<LoginOutcome> {
  const encrypted = (text: string) => encryptCredential(text, encryptionKey.reveal());
  const result = await http.post({
    url,
    headers: { 'Ocp-Apim-Subscription-Key': subscriptionKey.reveal() },
    body: {
      head: {
        ...requestHead(head, 'IIFLMarRQLoginForVendor'),
        userId: encrypted(head.userId.reveal()),
        password: encrypted(head.password.reveal()),
      },
      body: {
        Email_id: email.reveal(),
        ContactNumber: contactNumber.reveal(),
        LocalIP: ADDRESS,
        PublicIP: ADDRESS,
      },
    },
    connection: 'fresh',
    timeoutMs,
    signal,
  });
  const verdict = judgeHttp(result);
  if (verdict.kind === 'unreadable' || verdict.kind === 'unexpectedStatus') return refused(verdict.cause);
  if (verdict.kind !== 'ok') return readFaultOf(verdict);
  return readLoginAnswer(verdict.body, result.kind === 'answer' ? (result.cookies ?? []) : []);
}

/** Whatever is answered without a session is a refusal, but for an issue of the server. */
function readLoginAnswer(text: string, cookies: readonly string[]): LoginOutcome {
  const { head, body } = pickFields(parseJsonObject(text) ?? {}, ['head', 'body']);
  const headStatus = readCode(isJsonObject(head) ? pickFields(head, ['status']).status : undefined);
  const bodyStatus = readCode(isJsonObject(body) ? pickFields(body, ['Status']).Status : undefined);
  if (headStatus === '2') return refused('IIFL refuses the head of the request');
  if (bodyStatus === '-1') return { kind: 'unavailable', cause: 'IIFL reports an issue on its server at the login' };
  const cookie = cookies.findLast((each) => each.startsWith(`${COOKIE_NAME}=`) && each.length > COOKIE_NAME.length + 1);
  if (cookie === undefined) return refused('the answer has no session cookie');
  return isHeaderText(cookie) ? { kind: 'loggedIn', cookie } : refused('the session cookie is not valid header text');
}

function refused(cause: string): LoginOutcome {
  return { kind: 'accessDenied', cause: `IIFL refuses the login: ${cause}` };
}
