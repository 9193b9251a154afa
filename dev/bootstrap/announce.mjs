import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { cacheDirectory, cliEntryName, entryDirectory } from './cache-place.mjs';

/** How long each part takes, as measured on 2 cores; people read it before and while they wait. */
export const takes = { install: '15 s', compile: '10 s', minify: '1 s', bundle: '3 s' };

/**
 * Says in one line on stderr what has to be done before the command can run and how long it takes; nothing where only a
 * compilation is left.
 *
 * @param {{ install: boolean, build: boolean, temporalCli: boolean }} missing
 */
export function announce({ install, build, temporalCli }) {
  if (!install && !temporalCli) return;
  const parts = [
    ...(install ? [`installing the npm packages (about ${takes.install})`] : []),
    ...(build ? [`compiling (about ${takes.compile})`] : []),
    ...(temporalCli
      ? ['getting the Temporal CLI (seconds; about 5 minutes where it has to be built from source)']
      : []),
  ];
  console.error(`To be set up first: ${parts.join(', ')}.`);
}

/** True when no Temporal CLI is at hand: a look at the places only, since the command itself tries them. */
export function lacksTemporalCli(root, environment = process.env) {
  const onPath = (environment['PATH'] ?? '').split(delimiter).map((directory) => join(directory, 'temporal'));
  const cached = join(entryDirectory(cacheDirectory(environment), cliEntryName(root)), 'temporal');
  const places = [environment['TEMPORAL_CLI'] ?? '', ...onPath, cached];
  return !places.some(isExecutable);
}

function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
