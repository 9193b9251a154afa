import { chmod, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/**
 * A machine with nothing on it but what a test puts there: an empty cache, a PATH with a shell's own tools, and an
 * internet where every door is closed.
 */
export class BareMachine {
  private constructor(readonly directory: string) {}

  static async create(): Promise<BareMachine> {
    return new BareMachine(await realpath(await mkdtemp(join(tmpdir(), 'onboarding-machine-'))));
  }

  get cache(): string {
    return join(this.directory, 'cache');
  }

  get environment(): NodeJS.ProcessEnv {
    return {
      PATH: `${join(this.directory, 'bin')}:/bin-of-nobody`,
      ONBOARDING_CACHE_DIR: this.cache,
      // Nobody listens there, so that a download fails at once, also where the internet is open.
      HTTPS_PROXY: 'http://127.0.0.1:9',
    };
  }

  /** Puts a program, written for sh, on the PATH. Each call of it is noted, see {@link calls}. */
  async putOnPath(name: string, script: string): Promise<string> {
    const note = `echo "$@" >> "${this.directory}/${name}-calls"`;
    return this.putProgram(join('bin', name), `${note}\n${script}`);
  }

  /** Puts a program, written for sh, anywhere. Returns its path. */
  async putProgram(path: string, script: string): Promise<string> {
    const file = join(this.directory, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
    await chmod(file, 0o755);
    return file;
  }

  /** The arguments of each call of a program so far. */
  async calls(name: string): Promise<string[]> {
    const calls = await readFile(join(this.directory, `${name}-calls`), 'utf8').catch(() => '');
    return calls.split('\n').filter((line) => line !== '');
  }

  remove(): Promise<void> {
    return rm(this.directory, { recursive: true });
  }
}

/** What a Temporal CLI with this server says about its version. */
export function saysServer(version: string): string {
  return `echo "temporal version 1.8.2 (Server ${version}, UI 2.50.1)"`;
}

/** Stands in for `go build … -o FILE …`: the program that it builds has this server. */
export function buildsServer(version: string): string {
  return `while [ "$1" != -o ]; do shift; done
cat > "$2" <<'END'
#!/bin/sh
${saysServer(version)}
END
chmod +x "$2"`;
}
