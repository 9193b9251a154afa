import { execFile, spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { cacheDirectory, entryDirectory } from '../../../dev/temporal/bootstrap-modules.js';
import { makeEntry } from '../../../dev/temporal/cache.js';

const run = promisify(execFile);
const VERSION = '4.32.5';
const VALIDATOR_VERSION = '0.9.0';
const INSTALL_WITHIN_MS = 240_000;

/**
 * What a request that fits the document may be answered with all the same: 400 for a page token of another filter, for an
 * Idempotency-Key that holds the OTP and for policy times that do not fit each other, 410 for what never had a result,
 * 422 for a key or an OTP that came before. A stream of events has no end to wait for; it has tests of its own.
 */
const CONFIG = `
[checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", 401, 403, 404, 409, 410, 422]

[[operations]]
include-operation-id = ["listOnboardings", "startOnboarding", "submitOtp"]
checks.positive_data_acceptance.expected-statuses = ["2xx", "3xx", 400, 401, 403, 404, 409, 410, 422]

[[operations]]
include-operation-id = "followEvents"
enabled = false
`;

export interface SchemathesisRun {
  /** Where the OpenAPI document is. */
  documentUrl: string;
  bearer: string;
  maxSeconds: number;
}

/** A fuzzer and a validator of OpenAPI documents, in a Python environment of their own in the project's cache. */
export class Schemathesis {
  private constructor(private readonly python: string) {}

  /** @returns the reason where neither it nor the means to install it are to be had */
  static async find(): Promise<Schemathesis | { reason: string }> {
    const name = `schemathesis-${VERSION}-validator-${VALIDATOR_VERSION}`;
    const cache = cacheDirectory(process.env);
    try {
      if (await isUsable(entryDirectory(cache, name))) return new Schemathesis(pythonIn(entryDirectory(cache, name)));
      const report = (line: string) => {
        console.error(line);
      };
      report(`Installing ${name}`);
      return new Schemathesis(pythonIn(await makeEntry(cache, { name, fill: install, isUsable }, { report })));
    } catch (error) {
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      return { reason: `no Python 3 with ${name}: ${why}` };
    }
  }

  /** What is wrong with a document by the official schema of OpenAPI 3.1; nothing where it is valid. */
  async faultsIn(document: unknown): Promise<string> {
    const child = spawn(this.python, ['-m', 'openapi_spec_validator', '--schema', '3.1.0', '-']);
    child.stdin.end(JSON.stringify(document));
    const { exitCode, output } = await endingOf(child);
    return exitCode === 0 ? '' : output;
  }

  /** All that it prints, and whether it found nothing; the same seed makes the same requests. */
  async run({ documentUrl, bearer, maxSeconds }: SchemathesisRun): Promise<{ isClean: boolean; output: string }> {
    const directory = await mkdtemp(join(tmpdir(), 'onboarding-schemathesis-'));
    try {
      await writeFile(join(directory, 'config.toml'), CONFIG);
      const options = ['--checks', 'all', '--seed', '1', '--max-time', String(maxSeconds), '--continue-on-failure'];
      const child = spawn(
        this.python,
        [
          ...['-m', 'schemathesis.cli', '--config-file', 'config.toml', 'run', documentUrl],
          ...['--header', `Authorization: Bearer ${bearer}`, ...options],
        ],
        { cwd: directory },
      );
      const { exitCode, output } = await endingOf(child);
      return { isClean: exitCode === 0, output };
    } finally {
      await rm(directory, { recursive: true, force: true });
    }
  }
}

async function endingOf(child: ChildProcessWithoutNullStreams): Promise<{ exitCode: number | null; output: string }> {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (output += text));
  }
  const [exitCode] = (await once(child, 'close')) as [number | null];
  return { exitCode, output };
}

const pythonIn = (directory: string) => join(directory, 'bin', 'python3');

async function install(directory: string): Promise<void> {
  await run('python3', ['-m', 'venv', directory]);
  const wanted = [`schemathesis==${VERSION}`, `openapi-spec-validator==${VALIDATOR_VERSION}`];
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...wanted];
  await run(pythonIn(directory), pip, { timeout: INSTALL_WITHIN_MS });
}

/** The environment breaks when the Python that it was made with is gone. */
async function isUsable(directory: string): Promise<boolean> {
  try {
    const { stdout } = await run(pythonIn(directory), ['-c', 'import openapi_spec_validator, schemathesis; print(1)']);
    return stdout.trim() === '1';
  } catch {
    return false;
  }
}
