import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { findOnPath, isExecutable, runCommand } from '../temporal/command.js';
import { NotThere, type Way } from '../temporal/ways.js';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];

const MAC_PLACES = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** Playwright's command, as its package brings it. */
export const PLAYWRIGHT_CLI = join(
  dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')),
  'cli.js',
);

/** The browser that was installed with Playwright's command, a whole one or only its part without a window. */
export async function browserOfPlaywright(environment: NodeJS.ProcessEnv): Promise<string> {
  // Asked in a process of its own: Playwright reads where its browsers are when it is loaded.
  const script = `console.log(require(${JSON.stringify(dirname(PLAYWRIGHT_CLI))}).chromium.executablePath())`;
  const file = (await runCommand(process.execPath, ['-e', script], { environment })).trim();
  if (await isExecutable(file)) return file;
  // <browsers>/chromium-<build>/<platform>/<file>
  return headlessShellIn(dirname(dirname(dirname(file))));
}

/** Chromium's part without a window, below a folder of Playwright's browsers. @throws NotThere */
export async function headlessShellIn(browsers: string): Promise<string> {
  const files = existsSync(browsers) ? await readdir(browsers, { recursive: true }) : [];
  const shell = files.find((file) => /^(chrome-headless-shell|headless_shell)(\.exe)?$/.test(basename(file)));
  if (shell === undefined) throw new NotThere('not there');
  return join(browsers, shell);
}

/** The browsers that a machine may have anyway. */
export function browsersInUsualPlaces(environment: NodeJS.ProcessEnv): Way[] {
  return [
    ...NAMES.map((name) => ({ name: `\`${name}\``, get: () => onPath(name, environment) })),
    ...(process.platform === 'darwin' ? MAC_PLACES : []).map((file) => ({ name: file, get: () => at(file) })),
  ];
}

async function onPath(name: string, environment: NodeJS.ProcessEnv): Promise<string> {
  const file = await findOnPath(name, environment);
  if (file === undefined) throw new NotThere('not on the PATH');
  return file;
}

async function at(file: string): Promise<string> {
  if (!(await isExecutable(file))) throw new NotThere('not there');
  return file;
}
