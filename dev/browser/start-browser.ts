import { chromium, type Browser } from 'playwright-core';

/** A busy machine may take long for its first start. */
const START_WITHIN_MS = 120_000;

/** Nothing that a test does not ask for: no calls home, no second ways around the network that a test watches. */
const ARGUMENTS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
  '--disable-gpu',
];

/** Starts a Chromium without a window. @throws Error that says why it does not start */
export async function startBrowser(file: string, environment: NodeJS.ProcessEnv): Promise<Browser> {
  // The sandbox refuses to run as root.
  const isRoot = process.getuid?.() === 0;
  try {
    return await chromium.launch({
      executablePath: file,
      args: [...ARGUMENTS, ...(isRoot ? ['--no-sandbox'] : [])],
      env: Object.fromEntries(
        Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
      ),
      timeout: START_WITHIN_MS,
    });
  } catch (error) {
    // Playwright goes on with pages of its own log.
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new Error(`${file} does not start: ${reason}`);
  }
}
