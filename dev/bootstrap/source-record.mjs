import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const recordFile = 'dist/.build-record.json';
const folders = ['src', 'dev'];
const files = ['package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];

/**
 * True when the recorded build was made from the present sources. A file whose size and times are as recorded is taken
 * as unchanged without reading it; another one is compared by content, so that a checkout to and fro needs no build.
 */
export function sourcesAreRecorded(root) {
  const recorded = readRecord(root);
  if (recorded === undefined) return false;
  const paths = listSources(root);
  if (paths.length !== Object.keys(recorded).length) return false;
  let touched = false;
  for (const path of paths) {
    const known = recorded[path];
    if (known === undefined) return false;
    const times = timesOf(root, path);
    if (times === known.times) continue;
    if (hashOf(root, path) !== known.hash) return false;
    known.times = times;
    touched = true;
  }
  if (touched) recordSources.write(root, recorded);
  return true;
}

/** The record of the sources that a build was made from. */
export const recordSources = {
  /** Reads the sources as they are now: to be done before the build, so that an edit during it counts as new. */
  read(root) {
    return Object.fromEntries(
      listSources(root).map((path) => [path, { times: timesOf(root, path), hash: hashOf(root, path) }]),
    );
  },
  /** Replaces the record in one step: a reader sees the old one or the new one. */
  write(root, sources) {
    const partial = join(root, `${recordFile}.${process.pid}`);
    writeFileSync(partial, JSON.stringify(sources));
    renameSync(partial, join(root, recordFile));
  },
  /** @returns {boolean} whether there was one */
  remove(root) {
    const wasThere = readRecord(root) !== undefined;
    rmSync(join(root, recordFile), { force: true });
    return wasThere;
  },
};

function readRecord(root) {
  try {
    return JSON.parse(readFileSync(join(root, recordFile), 'utf8'));
  } catch {
    return undefined;
  }
}

function listSources(root) {
  const found = [...files];
  const visit = (folder) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(path);
      else found.push(path);
    }
  };
  folders.forEach(visit);
  return found;
}

// The change time moves with every write and rename, also where a tool restores the modification time.
function timesOf(root, path) {
  const { size, mtimeMs, ctimeMs } = statSync(join(root, path));
  return `${size} ${mtimeMs} ${ctimeMs}`;
}

function hashOf(root, path) {
  return createHash('sha256')
    .update(readFileSync(join(root, path)))
    .digest('hex');
}
