import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CommandFailed, runCommand } from '../../dev/temporal/command.js';

/** Reads a compose file as Docker Compose does. */
export interface ComposeParser {
  /** @returns the names of the services that run with these profiles @throws CommandFailed where the file is wrong */
  servicesOf(file: string, profiles?: readonly string[]): Promise<string[]>;
  close(): Promise<void>;
}

/** Why there is no parser: one reason for each way that was tried. */
export class NoComposeParser extends Error {}

/** Docker Compose's own library, in a program of a few lines whose modules go.sum pins. */
const CHECKER = fileURLToPath(new URL('compose-check', import.meta.url));
const environment = process.env;

/** Docker Compose where it is installed, else its library through Go. @throws NoComposeParser */
export async function findComposeParser(): Promise<ComposeParser> {
  const reasons: string[] = [];
  for (const way of [dockerCompose(['docker', 'compose']), dockerCompose(['docker-compose']), composeLibrary]) {
    try {
      return await way();
    } catch (error) {
      if (!(error instanceof CommandFailed)) throw error;
      reasons.push(error.message);
    }
  }
  throw new NoComposeParser(`docker compose: ${reasons[0]}; docker-compose: ${reasons[1]}; go: ${reasons[2]}`);
}

function dockerCompose([program = '', ...first]: string[]): () => Promise<ComposeParser> {
  return async () => {
    const version = await runCommand(program, [...first, 'version', '--short'], { environment });
    if (/^v?1\./.test(version))
      throw new CommandFailed(`version ${version.trim()} is older than the Compose Specification`);
    return {
      async servicesOf(file, profiles = []) {
        const flags = profiles.flatMap((profile) => ['--profile', profile]);
        const words = [...first, '--file', file, ...flags, 'config', '--format', 'json'];
        return serviceNames(await runCommand(program, words, { environment }));
      },
      close: () => Promise.resolve(),
    };
  };
}

async function composeLibrary(): Promise<ComposeParser> {
  const directory = await mkdtemp(join(tmpdir(), 'compose-check-'));
  const close = () => rm(directory, { recursive: true, force: true });
  const checker = join(directory, 'compose-check');
  try {
    await runCommand('go', ['build', '-mod=readonly', '-o', checker, '.'], { cwd: CHECKER, environment });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    servicesOf: async (file, profiles = []) =>
      serviceNames(await runCommand(checker, [file, ...profiles], { environment })),
    close,
  };
}

function serviceNames(json: string): string[] {
  return Object.keys((JSON.parse(json) as { services: object }).services).sort();
}
