import { Masked } from '../contract/masked.js';
import type { EnvironmentReader } from './environment.js';
import { readProviderLimits } from './provider-limits.js';
import { readWayOut } from './way-out.js';

/** Where IIFL is and how it knows us. Source: docs/provider-coverage.md. */
export type IiflEnvironment = ReturnType<typeof readIiflEnvironment>;

/** Reads the `IIFL_*` variables. `readCookie` reads `IIFL_COOKIE_FILE` anew each time, so that a job can renew it. */
export function readIiflEnvironment(reader: EnvironmentReader) {
  const readCookie = reader.optionalRenewableHeaderText('IIFL_COOKIE');
  const login = readLogin(reader);
  if (login !== undefined && readCookie !== undefined) {
    reader.report('IIFL_COOKIE', 'must not be set together with IIFL_LOGIN_URL: the session comes from one place');
  }
  return {
    url: reader.url('IIFL_URL'),
    subscriptionKey: new Masked(reader.headerText('IIFL_SUBSCRIPTION_KEY')),
    head: {
      appName: reader.text('IIFL_APP_NAME'),
      appVersion: reader.optionalText('IIFL_APP_VERSION') ?? '1.0',
      userKey: new Masked(reader.text('IIFL_USER_KEY')),
      osName: reader.optionalText('IIFL_OS_NAME') ?? 'WEB',
      userId: new Masked(reader.text('IIFL_USER_ID')),
      password: new Masked(reader.text('IIFL_PASSWORD')),
    },
    ...(login !== undefined && { login }),
    ...(readCookie !== undefined && { readCookie }),
    ...readProviderLimits(reader, 'IIFL'),
    proxies: readWayOut(reader),
  };
}

const LOGIN_VARIABLES = ['IIFL_LOGIN_URL', 'IIFL_LOGIN_EMAIL', 'IIFL_LOGIN_CONTACT_NUMBER', 'IIFL_ENCRYPTION_KEY'];

/** The partner login: all of its variables, or none. */
function readLogin(reader: EnvironmentReader) {
  if (LOGIN_VARIABLES.every((name) => reader.optionalText(name) === undefined)) return undefined;
  return {
    url: reader.url('IIFL_LOGIN_URL'),
    email: new Masked(reader.textMatching('IIFL_LOGIN_EMAIL', /^.{1,50}$/, 'must have 1 to 50 characters')),
    contactNumber: new Masked(reader.text('IIFL_LOGIN_CONTACT_NUMBER')),
    encryptionKey: new Masked(reader.text('IIFL_ENCRYPTION_KEY')),
  };
}
