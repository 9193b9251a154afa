import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { takes } from './announce.mjs';

const lockfile = 'package-lock.json';
const installedLockfile = 'node_modules/.package-lock.json';
const stampFile = 'node_modules/.onboarding-install-stamp';

/**
 * True when node_modules is what the lockfile asks for. npm writes its own record of what it installed last of all, so
 * an install that was killed has none.
 */
export function isInstalled(root) {
  if (!existsSync(join(root, installedLockfile))) return false;
  const stamp = stampOf(root);
  if (readIfThere(join(root, stampFile)) === stamp) return true;
  if (!recordsAgree(root)) return false;
  writeStamp(root, stamp);
  return true;
}

/** Installs exactly what the lockfile says, running no package's own scripts. */
export async function install(root, steps) {
  // Inside `npm run`, npm names itself; its settings for that run (`--silent`, `--dry-run`, an omitted group) come
  // along in the environment and must not bend the install.
  const npmFile = process.env.npm_execpath;
  const [command, ...first] =
    npmFile !== undefined && basename(npmFile) === 'npm-cli.js' ? [process.execPath, npmFile] : ['npm'];
  await steps.run(
    {
      doing: 'Installing the npm packages',
      done: 'Installed the npm packages',
      takes: takes.install,
      whatToDo: 'If the registry could not be reached, mend that and run the command again.',
    },
    command,
    [...first, 'ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--no-progress', ...plainRun],
    { cwd: root },
  );
  writeStamp(root, stampOf(root));
}

const plainRun = ['--loglevel=error', '--dry-run=false', '--global=false'];

function stampOf(root) {
  const hash = createHash('sha256');
  for (const file of [lockfile, installedLockfile]) hash.update(readFileSync(join(root, file))).update('\0');
  return hash.digest('hex');
}

/** Compares npm's record of the installed packages with the lockfile: nothing missing, nothing of another version. */
function recordsAgree(root) {
  const wanted = packagesOf(join(root, lockfile));
  const installed = packagesOf(join(root, installedLockfile));
  if (wanted === undefined || installed === undefined) return false;
  const same = (name) =>
    wanted[name]?.version === installed[name].version && wanted[name].integrity === installed[name].integrity;
  // Packages for other operating systems are optional, and rightly missing.
  const mayBeMissing = (name) => name === '' || wanted[name].optional === true;
  return (
    Object.keys(installed).every((name) => wanted[name] !== undefined && same(name)) &&
    Object.keys(wanted).every((name) => installed[name] !== undefined || mayBeMissing(name))
  );
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

function writeStamp(root, stamp) {
  try {
    writeFileSync(join(root, stampFile), stamp);
  } catch {
    // A read-only node_modules works as well; it is compared in full each time.
  }
}
