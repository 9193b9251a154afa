import { readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CommandFailed, runCommand, type CommandOptions } from './command.js';
import { PROJECT_ROOT } from './project-root.js';

const DOWNLOAD_WITHIN_MS = 600_000;

/** The two servers that the SDK's official download offers. */
export type DownloadKind = 'cli' | 'test-server';

/**
 * Gets a server through the Temporal SDK's own official download, in a process of its own because the SDK's runtime can
 * be set up only once in a process.
 *
 * @param version as `1.8.2`
 * @param file where the executable goes; its directory must be empty.
 * @throws Error with one line that says why it did not work.
 */
export async function downloadThroughSdk(
  kind: DownloadKind,
  version: string,
  file: string,
  { environment, signal }: Pick<CommandOptions, 'environment' | 'signal'>,
): Promise<string> {
  const directory = dirname(file);
  const script = join(PROJECT_ROOT, 'dev/temporal/sdk-download.mjs');
  const options = { environment, signal, timeoutMs: DOWNLOAD_WITHIN_MS };
  try {
    await runCommand(process.execPath, [script, kind, version, directory], options);
  } catch (error) {
    // The SDK gives the server it has downloaded 5 s to answer, which a busy machine may not manage the first time.
    if (!(error instanceof CommandFailed && error.message.includes('did not start within'))) {
      await empty(directory);
      throw error;
    }
  }
  const [downloaded] = await readdir(directory);
  if (downloaded === undefined) throw new Error('the SDK left no file behind');
  await rename(join(directory, downloaded), file);
  return file;
}

/** The next way starts from scratch. */
async function empty(directory: string): Promise<void> {
  for (const left of await readdir(directory)) await rm(join(directory, left), { recursive: true });
}
