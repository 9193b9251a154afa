import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CLIENT_PROFILE_ROWS } from './iifl/client-profile-rows.js';
import { GET_CUSTOMER_ROWS } from './iserveu/get-customer-rows.js';
import { REGISTRATION_ROWS } from './iserveu/registration-rows.js';
import { SEND_OTP_ROWS } from './iserveu/send-otp-rows.js';
import { HTTP_ROWS } from './support/http-rows.js';

const page = readFileSync(new URL('../../docs/provider-coverage.md', import.meta.url), 'utf8');

describe('docs/provider-coverage.md names every tested answer', () => {
  for (const [heading, rows] of [
    ['HTTP, the same for every call', HTTP_ROWS],
    ['get-customer', GET_CUSTOMER_ROWS],
    ['process-customer-registration', REGISTRATION_ROWS],
    ['otp/send', SEND_OTP_ROWS],
    ['BackoffClientProfile (IIFL)', CLIENT_PROFILE_ROWS],
  ] as const) {
    test(`under "${heading}"`, () => {
      expect(rows.map(({ name }) => name).filter((name) => !namesUnder(heading).has(name))).toEqual([]);
    });
  }
});

/** Every entry of every table in a section, split at semicolons. */
function namesUnder(heading: string): Set<string> {
  const [, section = ''] = page.split(`\n## ${heading}\n`);
  const cells = section.split('\n## ')[0]?.split(/[|;\n]/) ?? [];
  return new Set(cells.map((cell) => cell.trim()));
}
