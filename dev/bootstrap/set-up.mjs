import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { announce, lacksTemporalCli } from './announce.mjs';
import { build, isBuilt } from './build.mjs';
import { withDirectoryLock } from './directory-lock.mjs';
import { install, isInstalled } from './install.mjs';
import { createSteps } from './steps.mjs';

/**
 * Sets up one checkout, each part only where it is not up to date.
 *
 * @param {string} root
 * @param {AbortSignal} signal ends the running step, and gives the lock back, so that nothing goes on writing behind the
 *   back of the next run
 * @param {{ builds: boolean, startsTemporal: boolean }} command what the command needs beside the packages
 */
export function setUpOf(root, signal, { builds, startsTemporal }) {
  let isAnnounced = false;
  const announceOnce = () => {
    if (isAnnounced) return;
    isAnnounced = true;
    announce({
      install: !isInstalled(root),
      build: builds && !isBuilt(root),
      temporalCli: startsTemporal && lacksTemporalCli(root),
    });
  };
  const locked = (work) => withSetUpLock(root, signal, (steps) => (announceOnce(), work(steps)));
  const installPackages = async (steps) => {
    if (!isInstalled(root)) await install(root, steps);
  };
  return {
    /** Installs the packages of the lockfile. */
    async packages() {
      if (!isInstalled(root)) await locked(installPackages);
    },
    /** Installs the packages and builds. */
    async everything() {
      if (isInstalled(root) && isBuilt(root)) return announceOnce();
      await locked(async (steps) => {
        await installPackages(steps);
        if (!isBuilt(root)) await build(root, steps);
      });
    },
  };
}

/** One set-up at a time in one checkout. */
async function withSetUpLock(root, signal, work) {
  // Not inside node_modules: `npm ci` empties that directory.
  mkdirSync(join(root, 'dist'), { recursive: true });
  const onWait = () => console.error('Waiting for another set-up of this checkout to end');
  await withDirectoryLock(
    join(root, 'dist/.setup-lock'),
    (lock) => work(createSteps({ signal, onChild: (pid) => lock.alsoHeldBy(pid) })),
    { onWait, signal },
  );
}
