import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build, isBuilt } from './build.mjs';
import { withDirectoryLock } from './directory-lock.mjs';
import { install, isInstalled } from './install.mjs';
import { SetUpError } from './set-up-error.mjs';
import { createSteps } from './steps.mjs';

/** Installs the packages of the lockfile if they are not there. */
export async function setUpPackages(root) {
  if (isInstalled(root)) return;
  await locked(root, (steps) => installPackages(root, steps));
}

/** Installs the packages and builds, each only where it is not up to date. */
export async function setUp(root) {
  if (isInstalled(root) && isBuilt(root)) return;
  await locked(root, async (steps) => {
    await installPackages(root, steps);
    if (!isBuilt(root)) await build(root, steps);
  });
}

async function installPackages(root, steps) {
  if (!isInstalled(root)) await install(root, steps);
}

/**
 * One set-up at a time in one checkout. A signal ends the running step first and gives the lock back, so that nobody
 * goes on writing behind the back of the next run.
 */
async function locked(root, work) {
  // Not inside node_modules: `npm ci` empties that directory.
  mkdirSync(join(root, 'dist'), { recursive: true });
  const interrupted = new AbortController();
  const signals = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 };
  const onSignal = (signal) => interrupted.abort(new SetUpError(`Set-up stopped by ${signal}.`, signals[signal]));
  for (const signal of Object.keys(signals)) process.on(signal, onSignal);
  const waiting = () => console.error('Waiting for another set-up of this checkout to end');
  try {
    await withDirectoryLock(
      join(root, 'dist/.setup-lock'),
      (lock) => work(createSteps({ signal: interrupted.signal, onChild: (pid) => lock.alsoHeldBy(pid) })),
      { onWait: waiting, signal: interrupted.signal },
    );
  } finally {
    for (const signal of Object.keys(signals)) process.off(signal, onSignal);
  }
}
