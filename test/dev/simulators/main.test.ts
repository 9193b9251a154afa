import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

import { afterEach, expect, test } from 'vitest';

import { call, GET_CUSTOMER, PLAIN_HEADERS, SEND_OTP } from './call.js';

const MAIN = fileURLToPath(new URL('../../../dist/dev/simulators/main.js', import.meta.url));

let child: ChildProcess | undefined;
afterEach(() => {
  child?.kill('SIGKILL');
});

interface Running {
  output: () => string;
  outputHas: (text: string) => Promise<void>;
  ended: Promise<unknown>;
}

function run(...flags: string[]): Running {
  const started = spawn(process.execPath, [MAIN, ...flags], { stdio: ['ignore', 'pipe', 'pipe'] });
  child = started;
  let said = '';
  for (const stream of [started.stdout, started.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  }
  const ended = once(started, 'close').then(([code]) => code as unknown);
  const endedEarly = ended.then((code) => Promise.reject(new Error(`It ended with ${String(code)}: ${said}`)));
  endedEarly.catch(() => undefined);
  return {
    output: () => said,
    ended,
    async outputHas(text) {
      while (!said.includes(text)) await Promise.race([once(started.stdout, 'data'), endedEarly]);
    },
  };
}

const FREE_PORTS = ['--iserveu-port', '0', '--iifl-port', '0'];

test.each(['SIGINT', 'SIGTERM'] as const)('answers at the printed URL until %s, then exits with 0', async (signal) => {
  const { output, outputHas, ended } = run(...FREE_PORTS);
  await outputHas('Ctrl-C stops.');
  const url = /^export ISERVEU_BASE_URL=(.*)$/m.exec(output())?.[1] ?? '';
  const post = (path: string, fields: object) => call(url + path, JSON.stringify(fields), { headers: PLAIN_HEADERS });
  expect((await post('/common/dmt-lite/unified/customer/get-customer', GET_CUSTOMER)).status).toBe(200);
  await post('/common/dmt-lite/unified/otp/send', SEND_OTP);
  await outputHas('code 123456 for ******3210');

  // A call that is still waiting must not hold the end up.
  await post('/_control/faults', { fault: { kind: 'none', delayMs: 600_000 } });
  const waiting = expect(post('/common/dmt-lite/unified/otp/send', SEND_OTP)).rejects.toThrow();
  await outputHas('code 123456 for ******3210\notp/send');
  child?.kill(signal);
  expect(await ended).toBe(0);
  await waiting;
});

test('--auth encrypted prints the keys of that mode', async () => {
  const { output, outputHas } = run(...FREE_PORTS, '--auth', 'encrypted');
  await outputHas('Ctrl-C stops.');
  expect(output()).toMatch(/^export ISERVEU_ENCRYPTION_KEY=.{44}$/m);
});

test.each([
  ['--auth', 'none'],
  ['--iifl-port', '70000'],
  ['--ports', '1'],
])('%s %s exits with 2 and says how to call it', async (flag, value) => {
  const { output, ended } = run(flag, value);
  expect(await ended).toBe(2);
  expect(output()).toContain('npm run simulators -- [--iserveu-port 4801]');
});

test('a taken port exits with 1 and says what to do', async () => {
  const first = run(...FREE_PORTS);
  const holder = child;
  await first.outputHas('Ctrl-C stops.');
  const port = /ISERVEU_BASE_URL=http:\/\/127\.0\.0\.1:(\d+)/.exec(first.output())?.[1] ?? '';
  const second = run('--iserveu-port', port, '--iifl-port', '0');
  expect(await second.ended).toBe(1);
  expect(second.output()).toContain('another process has that port');
  holder?.kill('SIGKILL');
});
