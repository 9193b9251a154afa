import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FixtureCheckout } from './fixture-checkout.js';

const PAGE = 'src/gateway/page/public';
let checkout: FixtureCheckout;

beforeEach(async () => {
  checkout = await FixtureCheckout.create();
  await checkout.write(`${PAGE}/index.html`, '<h1>one</h1>');
  await checkout.write(`${PAGE}/main.js`, 'one();');
  await checkout.write(`${PAGE}/tsconfig.json`, '{}');
  await checkout.run('build');
});
afterEach(() => checkout.remove());

test('the page stands beside the compiled gateway, without what only its types need', async () => {
  expect((await readdir(join(checkout.root, 'dist', PAGE))).sort()).toEqual(['index.html', 'main.js']);
});

test('a changed file is copied anew, a removed one is removed', async () => {
  await checkout.write(`${PAGE}/main.js`, 'two();');
  await rm(join(checkout.root, PAGE, 'index.html'));
  await checkout.run('build');
  expect(await checkout.read(`dist/${PAGE}/main.js`)).toBe('two();');
  expect(existsSync(join(checkout.root, 'dist', PAGE, 'index.html'))).toBe(false);
});
