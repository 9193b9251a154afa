import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, test } from 'vitest';
import { RunningDemo } from './running-demo.js';

const STOPPING = /^Stopping (the \w+.*)+: at most 3 s; Ctrl-C again ends at once\.\n$/;
let demo: RunningDemo;

afterEach(() => {
  demo.kill();
});

test('npm start shows one onboarding, then a newcomer finishes a second one on the OTP page, and Ctrl-C ends it all', async () => {
  demo = new RunningDemo();
  const [, otp = '', page = '', id = '', token = ''] = await demo.untilShown(
    /the phone shows (\d+):\s+(\S+)\/otp\/([^#\s]+)#(\S+)/,
  );
  expect(demo.stdout).toMatch(/IIFL client profile attached/);
  expect((await fetch(`${page}/otp/${id}`)).status).toBe(200);

  const answer = await fetch(`${page}/v1/onboardings/${id}/otp`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', Prefer: 'wait=30' },
    body: JSON.stringify({ otp }),
  });
  expect(await answer.json()).toMatchObject({ result: 'registered' });
  await demo.untilShown(/Finish one yourself[^]+registered[^]+done/);

  await everyLinkWorks();
  await bothKeysWork();
  await theTemporalCliReadsIt();

  demo.press('SIGINT');
  expect(await demo.exitCode()).toBe(0);
  expect(demo.stderr).toMatch(STOPPING);
}, 90_000);

async function everyLinkWorks(): Promise<void> {
  const [text = ''] = await demo.untilShown(/Where to look[^]+?\n\n/);
  const links = text.match(/http\S+/g) ?? [];
  expect(links).toHaveLength(3);
  for (const link of links) expect(await fetch(link).then(({ status }) => status), link).toBe(200);
  // Temporal Web answers with the same page whatever the link names; what it then asks for must be there.
  const [link = ''] = links;
  const [, web, namespace, workflowId, runId] =
    /^(.*)\/namespaces\/(.*)\/workflows\/(.*)\/(.*)\/history$/.exec(link) ?? [];
  const asked = await fetch(`${web}/api/v1/namespaces/${namespace}/workflows/${workflowId}?execution.runId=${runId}`);
  expect(await asked.json()).toMatchObject({ workflowExecutionInfo: { type: { name: 'onboardCustomer' } } });
}

async function bothKeysWork(): Promise<void> {
  const [, backendKey = ''] = await demo.untilShown(/a backend's +(\S+)/);
  const [, operatorKey = ''] = await demo.untilShown(/an operator's +(\S+)/);
  const [, gateway = ''] = await demo.untilShown(/the HTTP API +(\S+)\/docs/);
  const list = (key: string) => fetch(`${gateway}/v1/onboardings`, { headers: { Authorization: `Bearer ${key}` } });
  expect((await list(operatorKey)).status).toBe(200);
  expect((await list(backendKey)).status).toBe(403);
}

async function theTemporalCliReadsIt(): Promise<void> {
  const [, line = ''] = await demo.untilShown(/Read it with the Temporal CLI\n([^]+?)\n\n/);
  const { stdout } = await promisify(execFile)('sh', ['-c', line]);
  expect(stdout).toMatch(/"outcome":"registered"/);
}

test('npm start -- --once leaves after the onboarding with 0, and prints no link to what it has stopped', async () => {
  demo = new RunningDemo(['--once']);
  expect(await demo.exitCode()).toBe(0);
  expect(demo.stdout).toMatch(/Record, masked\n {2}outcome +registered\n/);
  expect(demo.stdout).not.toMatch(/http|terminal|Ctrl-C/);
  expect(demo.stderr).toMatch(STOPPING);
});

test('SIGTERM while the onboarding is under way ends everything with one line and 143', async () => {
  demo = new RunningDemo();
  await demo.untilShown(/Onboarding \*/);
  demo.press('SIGTERM');
  expect(await demo.exitCode()).toBe(143);
  expect(demo.stderr).toMatch(STOPPING);
  expect(demo.stdout).not.toContain('Where to look');
});
