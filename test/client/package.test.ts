import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { PROJECT_ROOT } from '../../dev/temporal/project-root.js';

const run = promisify(execFile);
const TSC = join(PROJECT_ROOT, 'node_modules/typescript/bin/tsc');

/** A backend's folder, in which the package is installed as `npm pack` makes it. */
let backend: string;
beforeAll(async () => {
  backend = await mkdtemp(join(tmpdir(), 'onboarding-backend-'));
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', backend], { cwd: PROJECT_ROOT });
  const [tarball = ''] = await readdir(backend);
  await write('package.json', '{"private":true}');
  const options = ['--ignore-scripts', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', ...options, `./${tarball}`], { cwd: backend });
}, 300_000);
afterAll(() => rm(backend, { recursive: true, force: true }));

async function write(name: string, content: string): Promise<string> {
  const file = join(backend, name);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, content);
  return file;
}

/** The lines of a backend that starts an onboarding and looks at it, with the customer's number on the command line. */
const START = `
  const client = await OnboardingClient.connect({
    connection: { address: process.argv[2] ?? '' },
    payloadKeys: [{ id: 'k1', key: new Uint8Array(32) }],
    customerIdKey: new Uint8Array(32),
    taskQueue: 'nobody-works-here',
  });
  const mobileNumber = process.argv[3] ?? '';
  const { workflowId, started } = await client.start({ mobileNumber, name: 'Asha Rao', latlong: '0,0', publicIP: '203.0.113.7' });
  const { execution } = await client.describe(workflowId);
  try {
    await client.status('onboarding-of-nobody');
  } catch (error) {
    if (!(error instanceof OnboardingNotFound)) throw error;
    console.log(JSON.stringify({ started, execution, error: error.type }));
  }
  await client.close();
`;

const expected = { started: true, execution: 'open', error: 'OnboardingNotFound' };
const newNumber = () => String(6_000_000_000 + Math.floor(Math.random() * 3_999_999_999));

test('a strict TypeScript project compiles against it, and what it made runs', async () => {
  const imports = `import { OnboardingClient, OnboardingNotFound, type OnboardingResult } from 'customer-onboarding';`;
  const types = 'export const outcomeOf = ({ outcome }: OnboardingResult): string => outcome;';
  await write('typescript/package.json', '{"type":"module"}');
  await write('typescript/start.ts', `${imports}\n${types}\n${START}`);
  const compilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    noPropertyAccessFromIndexSignature: true,
    verbatimModuleSyntax: true,
    module: 'nodenext',
    target: 'es2022',
    types: ['node'],
    // The SDK's own declarations do not compile without it.
    skipLibCheck: true,
  };
  const project = await write('typescript/tsconfig.json', JSON.stringify({ compilerOptions, files: ['start.ts'] }));
  await run(process.execPath, [TSC, '-p', project]);
  const file = join(backend, 'typescript/start.js');
  const { stdout } = await run(process.execPath, [file, inject('temporalAddress'), newNumber()]);
  expect(JSON.parse(stdout)).toEqual(expected);
});

test.each([
  [
    'an ES module',
    'start.mjs',
    `import { OnboardingClient, OnboardingNotFound } from 'customer-onboarding';\n${START}`,
  ],
  [
    'a CommonJS module',
    'start.cjs',
    `(async () => {\nconst { OnboardingClient, OnboardingNotFound } = await import('customer-onboarding');\n${START}\n})();`,
  ],
])('a plain JavaScript project uses it from %s', async (_, name, code) => {
  const file = await write(`javascript/${name}`, code);
  const { stdout } = await run(process.execPath, [file, inject('temporalAddress'), newNumber()]);
  expect(JSON.parse(stdout)).toEqual(expected);
});

test('it brings the command', async () => {
  const { stdout } = await run(join(backend, 'node_modules/.bin/onboarding'), ['--help']);
  expect(stdout).toContain('Usage: onboarding');
});
