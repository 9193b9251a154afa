import { existsSync } from 'node:fs';
import { rm, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FixtureCheckout } from './fixture-checkout.js';

let checkout: FixtureCheckout;

beforeEach(async () => {
  checkout = await FixtureCheckout.create();
  await checkout.write('src/cli/main.ts', "console.log('one');\n");
  await checkout.write('src/cli/other.ts', 'export const other = 1;\n');
  await checkout.run('build');
});
afterEach(() => checkout.remove());

test('a changed source is compiled before it runs, also with the size and modification time it had', async () => {
  const file = join(checkout.root, 'src/cli/main.ts');
  const midnight = new Date(0);
  await utimes(file, midnight, midnight);
  await checkout.run('build');
  await checkout.write('src/cli/main.ts', "console.log('two');\n");
  await utimes(file, midnight, midnight);
  const { stdout, stderr } = await checkout.run('onboarding');
  expect(stdout).toBe('two\n');
  expect(stderr).toMatch(/^Compiled · \d+\.\d s\n$/);
});

test('a source written again with the same content needs no build', async () => {
  await checkout.write('src/cli/main.ts', "console.log('one');\n");
  expect(await checkout.run('onboarding')).toEqual({ stdout: 'one\n', stderr: '', exitCode: 0 });
});

test('the output of a removed source is removed', async () => {
  await rm(join(checkout.root, 'src/cli/other.ts'));
  await checkout.run('build');
  expect(existsSync(join(checkout.root, 'dist/src/cli/other.js'))).toBe(false);
  expect(existsSync(join(checkout.root, 'dist/src/cli/main.js'))).toBe(true);
});

test('a build with type errors shows them, fails each time until they are mended, and runs nothing', async () => {
  await checkout.write('src/cli/main.ts', "console.log('TYPE ERROR');\n");
  for (const run of [await checkout.run('onboarding'), await checkout.run('onboarding')]) {
    expect(run.stderr).toMatch(/src\/cli\/main\.ts\(1,1\): error TS0000/);
    expect(run.stderr).toMatch(/Mend the type errors above and run the command again/);
    expect(run).toMatchObject({ stdout: '', exitCode: 1 });
  }
  expect(existsSync(join(checkout.root, 'dist/.build-record.json'))).toBe(false);
  await checkout.write('src/cli/main.ts', "console.log('mended');\n");
  expect(await checkout.run('onboarding')).toMatchObject({ stdout: 'mended\n', exitCode: 0 });
});

test('what a killed build left half-written is written anew by the real compiler, which believes it is up to date', async () => {
  const real = await FixtureCheckout.create('real');
  try {
    await real.write('src/cli/main.ts', "console.log('whole');\n");
    await real.run('build');
    // A build removes the record first and writes it last.
    await rm(join(real.root, 'dist/.build-record.json'));
    await real.write('dist/src/cli/main.js', "console.log('half");
    expect(await real.run('onboarding')).toMatchObject({ stdout: 'whole\n', exitCode: 0 });
  } finally {
    await real.remove();
  }
});

test('workflows are bundled after compiling, and a failed bundle is a failed build', async () => {
  await checkout.write(
    'dev/build/bundle-workflows.ts',
    "import { writeFileSync } from 'node:fs';\nwriteFileSync('dist/workflow-bundle.js', 'bundled');\n",
  );
  expect((await checkout.run('build')).stderr).toMatch(/^Compiled · .*\nBundled the workflows · .*\n$/);
  expect(await checkout.read('dist/workflow-bundle.js')).toBe('bundled');
  await checkout.write('dev/build/bundle-workflows.ts', "throw new Error('no bundle');\n");
  for (const { stderr, exitCode } of [await checkout.run('build'), await checkout.run('build')]) {
    expect(stderr).toMatch(/no bundle/);
    expect(exitCode).toBe(1);
  }
});
