import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { BACKEND_KEY, GatewayScene } from './support/gateway-scene.js';

const run = promisify(execFile);
const PAGE = new URL('../../docs/gateway.md', import.meta.url);
const TOOLS = ['curl', 'jq', 'openssl'];

const missing: string[] = [];
for (const tool of TOOLS) await run('sh', ['-c', `command -v ${tool}`]).catch(() => missing.push(tool));

beforeEach(({ skip }) => {
  skip(missing.length > 0, `it needs ${missing.join(', ')}`);
});
let scene: GatewayScene;
let directory: string;
beforeAll(async () => {
  scene = await GatewayScene.start();
  directory = await mkdtemp(join(tmpdir(), 'onboarding-example-'));
});
afterAll(async () => {
  await rm(directory, { recursive: true, force: true });
  await scene.stop();
});

test('the example of docs/gateway.md onboards a customer, from start to result', async () => {
  const [, example = ''] = /```sh\n(.*?)```/s.exec(await readFile(PAGE, 'utf8')) ?? [];
  const script = example
    .replace('http://127.0.0.1:8080', scene.url)
    .replace('the-api-key-of-your-backend', BACKEND_KEY);
  expect(script).toContain(scene.url);
  const { stdout } = await run('sh', ['-e', '-c', script], { cwd: directory });
  expect(stdout).toContain('{"result":"registered","attemptsLeft":5}');
  expect(stdout).toContain('{"outcome":"registered","record":{"mobileNumber":"9876543210","name":"Asha Rao"');
});
