import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { PROBLEM_WORDS } from '../../src/contract/words.js';
import { AFTER_UNCONFIRMED } from '../../src/contract/otp.js';
import { OPERATIONS } from '../../src/gateway/operations/all-operations.js';
import { openApiDocument } from '../../src/gateway/reference/openapi.js';

const textOf = (path: string) => readFileSync(join(PROJECT_ROOT, path), 'utf8');

test.each(['docs/contract.md', 'docs/gateway.md', 'docs/client.md', 'docs/otp-page.md'])(
  'after an unconfirmed OTP %s says what the page says',
  (path) => {
    expect(textOf(path)).toContain(AFTER_UNCONFIRMED);
  },
);

test('after an unconfirmed OTP the page says so too', () => {
  const page = join(PROJECT_ROOT, 'src/gateway/page');
  const scripts = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.js'));
  expect(scripts.map((file) => readFileSync(join(page, file), 'utf8')).join('')).toContain(AFTER_UNCONFIRMED);
});

test('after an unconfirmed OTP the API reference and the command say the same', () => {
  expect(JSON.stringify(openApiDocument(OPERATIONS, ''))).toContain(AFTER_UNCONFIRMED);
  expect(PROBLEM_WORDS.unconfirmed).toContain(AFTER_UNCONFIRMED);
});
