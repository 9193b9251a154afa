import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const PACKAGES = ['typescript', '@types/node', 'undici-types'];

type Signal = 'SIGINT' | 'SIGTERM' | 'SIGHUP';

/** What a command of the fixture did. */
export interface Ran {
  stdout: string;
  stderr: string;
  exitCode: number | null;
}

/** A stand-in for the compiler that takes milliseconds: sources are plain JavaScript, and `TYPE ERROR` is a type error. */
const QUICK_COMPILER = `
const { mkdirSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
for (const source of ['src', 'dev'].flatMap((folder) => readdirSync(folder, { recursive: true }).map((name) => folder + '/' + name))) {
  if (!source.endsWith('.ts')) continue;
  const text = readFileSync(source, 'utf8');
  if (text.includes('TYPE ERROR')) {
    console.log(source + '(1,1): error TS0000: made up');
    process.exitCode = 2;
  }
  const output = 'dist/' + source.replace(/ts$/, 'js');
  mkdirSync(output.replace(/[^/]*$/, ''), { recursive: true });
  writeFileSync(output, text);
}`;

/**
 * A small checkout with the real bootstrap, whose `npm` is a stand-in: each call adds a line to the file `npm-calls`, and
 * an install puts the packages in place. The compiler is a stand-in too, or the real one where a test is about it.
 */
export class FixtureCheckout {
  private constructor(readonly root: string) {}

  static async create(compiler: 'quick' | 'real' = 'quick'): Promise<FixtureCheckout> {
    const root = await realpath(await mkdtemp(join(tmpdir(), 'onboarding-checkout-')));
    const checkout = new FixtureCheckout(root);
    await cp(join(PROJECT, 'dev/bootstrap'), join(root, 'dev/bootstrap'), { recursive: true });
    for (const file of ['tsconfig.json', 'tsconfig.build.json']) await cp(join(PROJECT, file), join(root, file));
    await checkout.write('package.json', JSON.stringify({ type: 'module' }));
    await checkout.writeLockfile();
    await checkout.write('src/cli/main.ts', 'console.log(JSON.stringify(process.argv.slice(1)));\n');
    await checkout.writeNpm(`cp -R "${root}/store/." node_modules/`);
    await checkout.fillStore(compiler);
    return checkout;
  }

  async write(path: string, content: string): Promise<void> {
    await mkdir(dirname(join(this.root, path)), { recursive: true });
    await writeFile(join(this.root, path), content);
  }

  read(path: string): Promise<string> {
    return readFile(join(this.root, path), 'utf8');
  }

  /** The arguments of each call of npm so far. */
  async npmCalls(): Promise<string[]> {
    const calls = await this.read('npm-calls').catch(() => '');
    return calls.split('\n').filter((line) => line !== '');
  }

  /** What the stand-in for npm does after it has noted the call and emptied node_modules, in the language of sh. */
  async writeNpm(script: string): Promise<void> {
    const file = join(this.root, 'bin/npm');
    const start = `#!/bin/sh\necho "$@" >> "${this.root}/npm-calls"\nPATH=/usr/bin:/bin\nrm -rf node_modules; mkdir node_modules\n`;
    await this.write('bin/npm', `${start}${script}\n`);
    await chmod(file, 0o755);
  }

  /** A lockfile that wants these packages, in another version where one is given. */
  async writeLockfile(typescriptVersion?: string): Promise<void> {
    const lockfile = JSON.parse(await readFile(join(PROJECT, 'package-lock.json'), 'utf8')) as Lockfile;
    const wanted = PACKAGES.map((name) => [`node_modules/${name}`, lockfile.packages[`node_modules/${name}`]] as const);
    const packages = Object.fromEntries(wanted);
    if (typescriptVersion !== undefined) {
      packages['node_modules/typescript'] = { version: typescriptVersion, integrity: 'sha512-made-up' };
    }
    await this.write('package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: { '': {}, ...packages } }));
  }

  /** Starts `node dev/bootstrap/run.mjs …` as `npm run` would in a shell without npm's own variables. */
  start(...args: string[]): ChildProcess {
    return this.spawn(args, { PATH: `${join(this.root, 'bin')}:${process.env['PATH']}` });
  }

  /** Likewise as the foreground process group of a terminal, with the keys that a person may press. */
  startInTerminal(...args: string[]): { child: ChildProcess; ran: Promise<Ran>; press: (signal: Signal) => void } {
    const child = this.spawn(args, { PATH: `${join(this.root, 'bin')}:${process.env['PATH']}` }, { detached: true });
    const press = (signal: Signal) => process.kill(-(child.pid ?? NaN), signal);
    return { child, ran: finished(child), press };
  }

  /** Runs it to its end where nothing but npm is on the PATH. */
  runBare(environment: NodeJS.ProcessEnv, ...args: string[]): Promise<Ran> {
    return finished(this.spawn(args, { ...environment, PATH: join(this.root, 'bin') }));
  }

  /** Runs it to its end. */
  run(...args: string[]): Promise<Ran> {
    return finished(this.start(...args));
  }

  private spawn(args: string[], changes: NodeJS.ProcessEnv, options: SpawnOptions = {}): ChildProcess {
    const { npm_execpath: _, ...environment } = process.env;
    const env = { ...environment, ...changes };
    return spawn(process.execPath, ['dev/bootstrap/run.mjs', ...args], { ...options, cwd: this.root, env });
  }

  remove(): Promise<void> {
    return rm(this.root, { recursive: true, force: true });
  }

  /** What an install puts into node_modules: the packages, and npm's record of them. */
  private async fillStore(compiler: 'quick' | 'real'): Promise<void> {
    if (compiler === 'quick') await this.write('store/typescript/bin/tsc', QUICK_COMPILER);
    for (const name of PACKAGES.filter((name) => compiler === 'real' || name !== 'typescript')) {
      await mkdir(dirname(join(this.root, 'store', name)), { recursive: true });
      await symlink(join(PROJECT, 'node_modules', name), join(this.root, 'store', name));
    }
    const { packages } = JSON.parse(await this.read('package-lock.json')) as Lockfile;
    const { '': _, ...installed } = packages;
    await this.write('store/.package-lock.json', JSON.stringify({ lockfileVersion: 3, packages: installed }));
  }
}

interface Lockfile {
  packages: Record<string, { version: string; integrity: string }>;
}

/** Collects what a process says until it has ended. */
export function finished(child: ChildProcess): Promise<Ran> {
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
    child.on('error', reject);
    child.on('close', (exitCode) => {
      resolve({ stdout, stderr, exitCode });
    });
  });
}
