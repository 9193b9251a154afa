import { Masked } from '../contract/masked.js';
import type { EnvironmentReader } from './environment.js';
import { readProviderLimits } from './provider-limits.js';

/** Where IIFL is and how it knows us. Source: docs/provider-coverage.md. */
export type IiflEnvironment = ReturnType<typeof readIiflEnvironment>;

/** Reads the `IIFL_*` variables. `readCookie` reads `IIFL_COOKIE_FILE` anew each time, so that a job can renew it. */
export function readIiflEnvironment(reader: EnvironmentReader) {
  const readCookie = reader.optionalRenewableHeaderText('IIFL_COOKIE');
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
    ...(readCookie !== undefined && { readCookie }),
    ...readProviderLimits(reader, 'IIFL'),
  };
}
