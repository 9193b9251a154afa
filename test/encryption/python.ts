import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { documentedPython } from './documented-format.js';

const run = promisify(execFile);
const INSTALL_WITHIN_MS = 120_000;

/** Answers one JSON request on standard input with the functions of docs/encryption.md. */
const DRIVER = `
import base64, json, sys
from documented import decrypt_payload, encrypt_payload

def raw(text): return base64.b64decode(text)
def text(raw): return base64.b64encode(raw).decode()

answers = []
for each in json.load(sys.stdin):
    key, namespace = raw(each["key"]), each["namespace"]
    if "payload" in each:
        metadata, data = encrypt_payload(raw(each["payload"]), each["keyId"], key, namespace)
        answers.append({"metadata": {k: text(v) for k, v in metadata.items()}, "data": text(data)})
    else:
        metadata = {k: raw(v) for k, v in each["metadata"].items()}
        try:
            answers.append({"payload": text(decrypt_payload(metadata, raw(each["data"]), {each["keyId"]: key}, namespace))})
        except Exception as error:
            answers.append({"error": type(error).__name__})
json.dump(answers, sys.stdout)
`;

/** All texts but ids and namespaces are base64. */
export type PythonRequest = { key: string; keyId: string; namespace: string } & (
  { payload: string } | { metadata: Record<string, string>; data: string }
);
export interface PythonAnswer {
  metadata?: Record<string, string>;
  data?: string;
  payload?: string;
  error?: string;
}

/** A Python that has the package `cryptography`, with the module of docs/encryption.md. */
export class DocumentedPython {
  private constructor(
    private readonly directory: string,
    private readonly python: string,
  ) {}

  /**
   * Takes the Python of this machine, or makes an environment of its own with the package.
   * @returns the reason where neither is to be had
   */
  static async find(): Promise<DocumentedPython | { reason: string }> {
    const directory = await mkdtemp(join(tmpdir(), 'onboarding-python-'));
    await writeFile(join(directory, 'documented.py'), documentedPython());
    await writeFile(join(directory, 'driver.py'), DRIVER);
    try {
      return new DocumentedPython(directory, await pythonWithCryptography(directory));
    } catch (error) {
      await rm(directory, { recursive: true, force: true });
      const why = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      return { reason: `no Python 3 with the package cryptography: ${why}` };
    }
  }

  async ask(requests: readonly PythonRequest[]): Promise<PythonAnswer[]> {
    const child = spawn(this.python, ['driver.py'], { cwd: this.directory });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.stdin.end(JSON.stringify(requests));
    const [exitCode] = (await once(child, 'close')) as [number | null];
    if (exitCode !== 0) throw new Error(`Python ended with ${String(exitCode)}: ${errors}`);
    return JSON.parse(output) as PythonAnswer[];
  }

  async close(): Promise<void> {
    await rm(this.directory, { recursive: true, force: true });
  }
}

async function pythonWithCryptography(directory: string): Promise<string> {
  const isThere = ['-c', 'from cryptography.hazmat.primitives.ciphers.aead import AESGCM'];
  try {
    await run('python3', isThere);
    return 'python3';
  } catch {
    const environment = join(directory, 'venv');
    await run('python3', ['-m', 'venv', environment]);
    const python = join(environment, 'bin', 'python3');
    const install = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'cryptography'];
    await run(python, install, { timeout: INSTALL_WITHIN_MS });
    await run(python, isThere);
    return python;
  }
}
