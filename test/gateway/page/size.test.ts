import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { PROJECT_ROOT } from '../../../dev/temporal/project-root.js';

/** As it is built for browsers. */
const PAGE = join(PROJECT_ROOT, 'dist/src/gateway/page/public');
const LANGUAGES = readdirSync(join(PAGE, 'texts')).map((file) => basename(file, '.js'));

/** All that one phone fetches. */
function filesFor(language: string): Buffer[] {
  const shared = readdirSync(PAGE).filter((name) => /\.(html|css|svg|js)$/.test(name));
  return [...shared, `texts/${language}.js`].map((name) => readFileSync(join(PAGE, name)));
}

const bytes = (files: Buffer[]) => files.reduce((sum, { length }) => sum + length, 0);

test('there are six languages', () => {
  expect(LANGUAGES.sort()).toEqual(['bn', 'en', 'hi', 'mr', 'ta', 'te']);
});

test.each(LANGUAGES)('in %s the page has under 30,000 bytes, and under 15,000 zipped', (language) => {
  const files = filesFor(language);
  expect(bytes(files)).toBeLessThan(30_000);
  expect(bytes(files.map((file) => gzipSync(file)))).toBeLessThan(15_000);
});
