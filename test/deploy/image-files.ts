import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { chainOf, readDockerfile } from './dockerfile.js';

/**
 * Lays out in a directory the files that an image has under /app, as its Dockerfile copies them, from the built
 * checkout: a process started there finds no more than it would find in a container.
 */
export async function layOutImage(target: string, directory: string): Promise<void> {
  const copies = chainOf(readDockerfile(), target).flatMap((stage) => stage.copies);
  for (const copy of copies) {
    for (const source of copy.sources) {
      const path = source.replace(/^\/app\//, '');
      const to = join(directory, copy.target, copy.target.endsWith('/') ? basename(path) : '');
      if (copy.stage === 'dependencies') await linkProductionPackages(to);
      else await cp(join(PROJECT_ROOT, path), to, { recursive: true });
    }
  }
}

/** Links the packages that `npm ci --omit=dev` installs. */
async function linkProductionPackages(directory: string): Promise<void> {
  const lockfile = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  for (const [path, { dev = false }] of Object.entries(lockfile.packages)) {
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    // Optional packages of other platforms are rightly missing.
    if (name === undefined || dev || !existsSync(join(PROJECT_ROOT, path))) continue;
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await symlink(join(PROJECT_ROOT, path), join(directory, name));
  }
}
