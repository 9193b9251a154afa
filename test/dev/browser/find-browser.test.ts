import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { BROWSER_VERSIONS } from '../../../dev/browser/downloaded-browsers.js';
import { findBrowser, type FoundBrowser } from '../../../dev/browser/find-browser.js';
import { entryDirectory } from '../../../dev/temporal/bootstrap-modules.js';
import { BareMachine } from '../temporal/stand-ins.js';

/** Stands in for npm: brings a package of the right name. */
const BRINGS_A_PACKAGE = 'echo package > sparticuz-chromium-153.0.0.tgz';
/** Stands in for apt-get on a machine that knows no packages before its first `update`. */
const installs = (program: string, script: string) => `case "$1" in
  update) touch "$0-is-up-to-date" ;;
  install) [ -e "$0-is-up-to-date" ] || { echo "E: Unable to locate package chromium" >&2; exit 100; }
    printf '#!/bin/sh\\n%s\\n' '${script}' > "$(dirname "$0")/${program}"; chmod +x "$(dirname "$0")/${program}" ;;
esac`;

/** What a stand-in for a browser does: it hands over to the one of this machine. */
let handsOver: string;
let machine: BareMachine;
let lines: string[];
let found: FoundBrowser | undefined;

beforeAll(async () => {
  const { file, browser } = await findBrowser((line) => {
    console.error(line);
  });
  await browser.close();
  handsOver = `PATH=/usr/bin:/bin exec "${file}" "$@"`;
});
beforeEach(async () => {
  machine = await BareMachine.create();
  lines = [];
});
afterEach(async () => {
  await found?.browser.close();
  found = undefined;
  await machine.remove();
});

async function find(): Promise<FoundBrowser> {
  const environment = { ...machine.environment, PLAYWRIGHT_BROWSERS_PATH: join(machine.directory, 'none') };
  found = await findBrowser((line) => lines.push(line), environment);
  return found;
}

test('a `chromium` on the PATH is started, without a word', async () => {
  const file = await machine.putOnPath('chromium', handsOver);
  expect((await find()).file).toBe(file);
  expect(lines).toEqual([]);
});

test('one that does not start is named, and the next one is taken', async () => {
  const broken = await machine.putOnPath('chromium-browser', 'echo "install the snap"; exit 1');
  const file = await machine.putOnPath('google-chrome-stable', handsOver);
  expect((await find()).file).toBe(file);
  expect(lines).toEqual([expect.stringContaining(`Chromium: \`chromium-browser\`: ${broken} does not start: `)]);
});

test('what Playwright has installed comes first, also when it is the part without a window', async () => {
  await machine.putOnPath('chromium', handsOver);
  const file = await machine.putProgram('none/chromium_headless_shell-1/linux/chrome-headless-shell', handsOver);
  expect((await find()).file).toBe(file);
});

test('the one in our cache is taken where none is installed', async () => {
  const entry = entryDirectory(machine.cache, BROWSER_VERSIONS);
  await mkdir(entry, { recursive: true });
  await writeFile(join(entry, 'browser'), `#!/bin/sh\n${handsOver}\n`, { mode: 0o755 });
  expect((await find()).file).toBe(join(entry, 'browser'));
  expect(lines).toEqual([]);
});

describe('where nothing is there', () => {
  test('the error has the reason of each way, and what to do; the cache stays empty', async () => {
    await expect(find()).rejects.toThrow(
      /Playwright’s own: not there\n.*`chromium`: not on the PATH\n[^]*cache: not there yet\n.*Playwright’s download: .* failed; run by hand it says why\n[^]*npm package: [^]*Debian package: there is no `apt-get` on the PATH\nOnly the tests of the OTP page need it\. Install Chromium/,
    );
    expect(await readdir(machine.cache)).toEqual([]);
  });

  test('a package that is not the pinned one is not unpacked', async ({ skip }) => {
    skip(process.platform !== 'linux' || process.arch !== 'x64', 'the package is for Linux on x64');
    await machine.putOnPath('npm', BRINGS_A_PACKAGE);
    await machine.putOnPath('tar', 'exit 0');
    await expect(find()).rejects.toThrow('npm package: npm brought another package than the pinned one');
    expect(await machine.calls('npm')).toEqual(['pack --silent @sparticuz/chromium@153.0.0']);
    expect(await machine.calls('tar')).toEqual([]);
    expect(await readdir(machine.cache)).toEqual([]);
  });

  test('root gets Debian’s package, after an update where the machine knows none', async ({ skip }) => {
    skip(process.getuid?.() !== 0, 'only root may install it');
    await machine.putOnPath('apt-get', installs('chromium', handsOver));
    expect((await find()).file).toBe(join(machine.directory, 'bin/chromium'));
    expect(await machine.calls('apt-get')).toEqual([
      'install -y --no-install-recommends chromium',
      'update',
      'install -y --no-install-recommends chromium',
    ]);
    expect(lines.at(-1)).toMatch(/^Installed Debian’s package of Chromium · /);
  });
});
