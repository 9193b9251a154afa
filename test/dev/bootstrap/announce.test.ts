import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FixtureCheckout } from './fixture-checkout.js';

const TEMPORAL = 'getting the Temporal CLI (seconds; about 5 minutes where it has to be built from source)';
const CACHED = `cache/temporal-cli-1.8.2-${process.platform}-${process.arch}/temporal`;
let checkout: FixtureCheckout;

beforeEach(async () => {
  checkout = await FixtureCheckout.create();
  await checkout.write('dev/temporal-cli/go.mod', 'require github.com/temporalio/cli v1.8.2\n');
  await checkout.write('dev/demo/main.ts', "console.log('demo');\n");
});
afterEach(() => checkout.remove());

/** What `npm start` says on stderr where a Temporal CLI can only be where the test puts it. */
async function start(environment: NodeJS.ProcessEnv = {}): Promise<string> {
  const places = { ONBOARDING_CACHE_DIR: join(checkout.root, 'cache'), TEMPORAL_CLI: '' };
  return (await checkout.runBare({ ...places, ...environment }, 'demo')).stderr;
}

async function putProgram(path: string): Promise<void> {
  await checkout.write(path, '');
  await chmod(join(checkout.root, path), 0o755);
}

test('the first npm start says beforehand what takes how long, the Temporal CLI included', async () => {
  expect((await start()).split('\n')[0]).toBe(
    `To be set up first: installing the npm packages (about 15 s), compiling (about 10 s), ${TEMPORAL}.`,
  );
});

test('a later npm start names only what is still to be done', async () => {
  await checkout.run('build');
  expect(await start()).toBe(`To be set up first: ${TEMPORAL}.\n`);
  await putProgram(CACHED);
  expect(await start()).toBe('');
  await checkout.write('src/cli/main.ts', "console.log('changed');\n");
  expect(await start()).toMatch(/^Compiled · \d+\.\d s\n$/);
});

test.each([
  [
    'TEMPORAL_CLI names one',
    'elsewhere/temporal',
    (root: string) => ({ TEMPORAL_CLI: join(root, 'elsewhere/temporal') }),
  ],
  ['one is on the PATH', 'bin/temporal', () => ({})],
])('the Temporal CLI is not announced where %s', async (_, path, environment) => {
  await checkout.run('build');
  await putProgram(path);
  expect(await start(environment(checkout.root))).toBe('');
});

test('a command without a Temporal server announces no Temporal CLI, and lint no compilation', async () => {
  const environment = { ONBOARDING_CACHE_DIR: join(checkout.root, 'cache') };
  expect((await checkout.runBare(environment, 'lint')).stderr.split('\n')[0]).toBe(
    'To be set up first: installing the npm packages (about 15 s).',
  );
  await checkout.run('build');
  expect((await checkout.runBare(environment, 'onboarding')).stderr).toBe('');
});

test('a step that lasts says so every 5 s, with the time it takes', async () => {
  const { createSteps } = (await import(pathToFileURL(join(checkout.root, 'dev/bootstrap/steps.mjs')).href)) as {
    createSteps: (options: object) => { run: (...args: unknown[]) => Promise<void> };
  };
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  try {
    const { signal } = new AbortController();
    const steps = createSteps({ signal, onChild: () => Promise.resolve() });
    const words = { doing: 'Compiling', done: 'Compiled', takes: '10 s', whatToDo: '' };
    const done = steps.run(words, process.execPath, ['-e', ''], { cwd: checkout.root });
    vi.advanceTimersByTime(10_000);
    await done;
    expect(said.mock.calls.flat()).toEqual([
      'Compiling … 5.0 s of about 10 s',
      'Compiling … 10.0 s of about 10 s',
      'Compiled · 10.0 s',
    ]);
  } finally {
    vi.useRealTimers();
    said.mockRestore();
  }
});
