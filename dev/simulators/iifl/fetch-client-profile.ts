import type { IncomingHttpHeaders } from 'node:http';

import { textOf } from '../shared/provider.js';
import {
  INVALID_HEAD,
  INVALID_INPUT,
  INVALID_SESSION,
  NO_RECORD,
  profileFound,
  sampleProfile,
  type IiflProfile,
} from './answers.js';
import type { IiflCredentials } from './credentials.js';
import { objectIn } from './gateway.js';
import type { Sessions } from './sessions.js';
import { mobileNumberOf } from './magic-client-codes.js';

/** What one simulator knows, and how it was told to behave. */
export interface IiflState {
  credentials: IiflCredentials;
  /** The login session a call must carry; nothing where none is asked for. */
  session: string | undefined;
  /** The sessions that logins open; nothing where none is asked for. */
  sessions: Sessions | undefined;
  profiles: Map<string, IiflProfile>;
}

const REQUEST_CODE = 'IIFLMarRQBackoffClientProfile';
const OS_NAMES: readonly string[] = ['WEB', 'Android', 'iOS'];

export function fetchClientProfile(
  fields: Readonly<Record<string, unknown>>,
  headers: IncomingHttpHeaders,
  state: IiflState,
): object {
  if (!isHeadRight(objectIn(fields, 'head'), state.credentials, REQUEST_CODE)) return INVALID_HEAD;
  if (state.session !== undefined && !hasSession(headers, state.session)) return INVALID_SESSION;
  if (state.sessions?.isOpen(headers) === false) return INVALID_SESSION;
  const clientCode = textOf(objectIn(fields, 'body'), 'ClientCode');
  if (!/^[A-Za-z0-9]{1,8}$/.test(clientCode)) return INVALID_INPUT;

  const known = state.profiles.get(clientCode);
  if (known !== undefined) return profileFound(known);
  const mobileNumber = mobileNumberOf(clientCode);
  return mobileNumber === undefined ? NO_RECORD : profileFound(sampleProfile(clientCode, mobileNumber));
}

export function isHeadRight(
  head: Readonly<Record<string, unknown>>,
  credentials: IiflCredentials,
  requestCode: string,
): boolean {
  return (
    head['appName'] === credentials.appName &&
    head['appVer'] === credentials.appVersion &&
    head['key'] === credentials.userKey &&
    OS_NAMES.includes(String(head['osName'])) &&
    head['requestCode'] === requestCode &&
    head['userId'] === credentials.userId &&
    head['password'] === credentials.password
  );
}

function hasSession(headers: IncomingHttpHeaders, session: string): boolean {
  const cookies = (headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.includes(`IIFLMarcookie=${session}`);
}
