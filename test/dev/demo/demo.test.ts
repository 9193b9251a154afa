import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';

const MAIN = fileURLToPath(new URL('../../../dist/dev/demo/main.js', import.meta.url));

/** What `npm start` brings up once everything is set up. */
let demo: ChildProcess;
let ended: Promise<unknown[]>;
let shown = '';

beforeAll(() => {
  demo = spawn(process.execPath, [MAIN], { stdio: ['ignore', 'pipe', 'inherit'] });
  ended = once(demo, 'exit');
  demo.stdout?.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
  });
});

afterAll(() => {
  if (demo.exitCode === null) demo.kill('SIGKILL');
});

test('npm start shows one onboarding, then a newcomer finishes a second one on the OTP page, and Ctrl-C ends it all', async () => {
  const [, otp = '', page = '', id = '', token = ''] = await untilShown(
    /the phone shows (\d+):\s+(\S+)\/otp\/([^#\s]+)#(\S+)/,
  );
  expect(shown).toMatch(/IIFL client profile attached/);
  expect((await fetch(`${page}/otp/${id}`)).status).toBe(200);

  const answer = await fetch(`${page}/v1/onboardings/${id}/otp`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Prefer: 'wait=30' },
    body: JSON.stringify({ otp }),
  });
  expect(await answer.json()).toMatchObject({ result: 'registered' });
  await untilShown(/Finish one yourself[^]+registered[^]+done/);

  demo.kill('SIGINT');
  expect(await ended).toEqual([0, null]);
}, 90_000);

/** Resolves with the match once the demo has printed it. */
async function untilShown(pattern: RegExp): Promise<RegExpExecArray> {
  const endedEarly = ended.then(() => Promise.reject(new Error(`The demo ended too early:\n${shown}`)));
  for (;;) {
    const match = pattern.exec(shown);
    if (match !== null) return match;
    await Promise.race([once(demo.stdout ?? demo, 'data'), endedEarly]);
  }
}
