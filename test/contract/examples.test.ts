import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { REQUEST_FIELDS, validateOnboardingRequest } from '../../src/contract/validate-request.js';

const EXAMPLES = join(PROJECT_ROOT, 'examples');
const PAGES = ['README.md', ...readdirSync(join(PROJECT_ROOT, 'docs')).map((name) => `docs/${name}`)].filter((page) =>
  page.endsWith('.md'),
);

const read = (name: string): unknown => JSON.parse(readFileSync(join(EXAMPLES, name), 'utf8'));

test.each(['request.json', 'request-with-everything.json'])('%s is a request that runs as it stands', (name) => {
  expect(validateOnboardingRequest(read(name))).toMatchObject({ ok: true, request: { policy: { sendOtp: true } } });
});

test('one example shows what a request may hold beside texts of the caller’s own', () => {
  const shown = Object.keys(read('request-with-everything.json') as object);
  expect(REQUEST_FIELDS.filter((field) => !shown.includes(field))).toEqual(['username', 'paramA', 'paramB', 'paramC']);
});

test.each(PAGES)('each example and each file that %s names is there', (page) => {
  const text = readFileSync(join(PROJECT_ROOT, page), 'utf8');
  for (const [file] of text.matchAll(/(?<![\w/])examples\/[\w.-]+/g))
    expect(existsSync(join(PROJECT_ROOT, file))).toBe(true);
  for (const [, link = ''] of text.matchAll(/\]\((?!https?:)([^)#\s]+)/g)) {
    expect(existsSync(join(PROJECT_ROOT, dirname(page), link)), link).toBe(true);
  }
});
