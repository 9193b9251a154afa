import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';
import { givenVariables, serviceNamed } from './compose-file.js';
import { chainOf, readDockerfile } from './dockerfile.js';

export interface Ending {
  /** `null` when a signal ended it. */
  exitCode: number | null;
  output: string;
}

export interface RunningService {
  child: ChildProcess;
  /** Resolves once the text was printed; rejects when the process ends without. */
  printed(text: string): Promise<void>;
  ended: Promise<Ending>;
}

/** How services of docker-compose.yml run on this machine, without containers. */
export interface NativePlaces {
  /** Folder with the files of each image, by build target. */
  images: Record<string, string>;
  /** What stands for hosts, ports and paths of the containers, in commands and variables. */
  replacements: Record<string, string>;
  /** Variables that differ from, or come on top of, those of docker-compose.yml. */
  variables: Record<string, string>;
  /** Where programs are that an image brings along. */
  path: string;
}

/** Runs commands of docker-compose.yml as they are written there, but for the places given. */
export class NativeServices {
  readonly #running = new Set<ChildProcess>();

  constructor(private readonly places: NativePlaces) {}

  /** What the service does: its command, or its entry point with other words, as `docker compose run` does it. */
  start(name: string, { words, input = '' }: { words?: string[]; input?: string } = {}): RunningService {
    const { build, entrypoint = [], command, volumes = [] } = serviceNamed(name);
    const ofImage = chainOf(readDockerfile(), build?.target ?? '').at(-1)?.command ?? [];
    const written = entrypoint.length > 0 ? [...entrypoint, ...(words ?? command ?? [])] : (command ?? ofImage);
    return this.#spawn(
      name,
      written.map((word) => fromMountedFolder(word, volumes)),
      input,
    );
  }

  /** The health check of the service. */
  async check(name: string): Promise<Ending> {
    const [, ...command] = serviceNamed(name).healthcheck?.test ?? [];
    return this.#spawn(name, command, '').ended;
  }

  /** Ends what is still running. */
  async close(): Promise<void> {
    const ending = [...this.#running].map((child) => once(child, 'close'));
    for (const child of this.#running) child.kill('SIGKILL');
    await Promise.all(ending);
  }

  #spawn(name: string, written: string[], input: string): RunningService {
    const service = serviceNamed(name);
    const { images, variables, path } = this.places;
    const [program = '', ...words] = written.map((word) => this.#replaced(word));
    const given = Object.entries(givenVariables(service)).map(([variable, value]) => [variable, this.#replaced(value)]);
    const env = { PATH: path, HOME: '/nonexistent', ...(Object.fromEntries(given) as object), ...variables };
    const child = spawn(program, words, { cwd: images[service.build?.target ?? ''] ?? PROJECT_ROOT, env });
    this.#running.add(child);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (output += text));
    }
    // A command that reads no input may be gone before it gets any.
    child.stdin.on('error', () => undefined).end(input);
    const ended = once(child, 'close').then(([exitCode]) => {
      this.#running.delete(child);
      return { exitCode: exitCode as number | null, output };
    });
    return {
      child,
      ended,
      async printed(text) {
        const endedEarly = ended.then(() => Promise.reject(new Error(`${name} never printed "${text}": ${output}`)));
        endedEarly.catch(() => undefined);
        while (!output.includes(text)) await Promise.race([once(child.stdout, 'data'), endedEarly]);
      },
    };
  }

  /** In one pass: what one replacement puts in is not looked at by another. */
  #replaced(text: string): string {
    const { replacements } = this.places;
    return text.replaceAll(
      new RegExp(Object.keys(replacements).join('|'), 'g'),
      (found) => replacements[found] ?? found,
    );
  }
}

function fromMountedFolder(word: string, volumes: readonly string[]): string {
  for (const volume of volumes) {
    const [source = '', target = ''] = volume.split(':');
    if (word.startsWith(`${target}/`)) return join(PROJECT_ROOT, source, word.slice(target.length));
  }
  return word;
}
