import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { describeWork } from '../../src/process/run-process.js';

const built = (path: string) => fileURLToPath(new URL(`../../dist/src/${path}`, import.meta.url));
const IN_TERMINAL = "Object.defineProperty(process.stderr, 'isTTY', { value: true }); clearInterval(forever);";
const SECRET = 'made-up-secret-9876543210';

/** Runs a service, written as the body of `start`, in a process of its own; a signal is sent once it says "ready". */
async function run(start: string, signal?: NodeJS.Signals) {
  const script = `
    import { runProcess } from ${JSON.stringify(built('process/run-process.js'))};
    import { EnvironmentError } from ${JSON.stringify(built('config/environment.js'))};
    import { PortNotUsable } from ${JSON.stringify(built('process/http-server.js'))};
    const forever = setInterval(() => {}, 1000);
    const stop = async () => clearInterval(forever);
    await runProcess('test server', async (logger) => { ${start} });`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const lines: Record<string, unknown>[] = [];
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(JSON.parse(line) as Record<string, unknown>);
    if (signal !== undefined && lines.at(-1)?.['msg'] === 'ready') child.kill(signal);
  });
  const [exitCode] = (await once(child, 'close')) as [number | null];
  if (!start.startsWith(IN_TERMINAL)) expect(errors).toBe('');
  return { exitCode, last: lines.at(-1), messages: lines.map(({ msg }) => msg), log: JSON.stringify(lines), errors };
}

test.each(['SIGINT', 'SIGTERM'] as const)('%s: it stops, says so, and ends with 0', async (signal) => {
  const { exitCode, last } = await run("logger.info('ready'); return { stop };", signal);
  expect({ exitCode, last }).toMatchObject({
    exitCode: 0,
    last: { process: 'onboarding-test-server', level: 'info', msg: 'test server stopped' },
  });
});

test('the stop says in one line of the log what it waits for', async () => {
  const { messages } = await run(
    "logger.info('ready'); return { stop, underWay: () => ({ count: 2, what: 'call', withinMs: 35_000 }) };",
    'SIGTERM',
  );
  expect(messages).toEqual([
    'ready',
    'test server waits for 2 calls under way, up to 35 s; Ctrl-C again ends it at once',
    'test server stopped',
  ]);
});

test.each([
  [0, undefined],
  [1, '1 call under way'],
  [2, '2 calls under way'],
])('%i calls under way are described as %o', (count, expected) => {
  expect(describeWork({ count, what: 'call' })).toBe(expected);
});

/** A service that does not end, and gets this signal again so much later. */
const hangs = (signal: NodeJS.Signals, afterMs: number, then = '') => `
  const again = () => { process.kill(process.pid, '${signal}'); ${then} };
  logger.info('ready');
  return { stop: () => new Promise((resolve) => setTimeout(again, ${afterMs}, resolve)) };`;

test('a second Ctrl-C ends it at once with 130', async () => {
  const { exitCode, last } = await run(hangs('SIGINT', 400), 'SIGINT');
  expect({ exitCode, last }).toMatchObject({
    exitCode: 130,
    last: { level: 'warn', msg: 'test server ended at once' },
  });
});

test('a Ctrl-C after SIGTERM ends it at once with 130', async () => {
  expect(await run(hangs('SIGINT', 400), 'SIGTERM')).toMatchObject({ exitCode: 130 });
});

const FINISH = 'setTimeout(() => { clearInterval(forever); process.exitCode = 0; process.stdout.end(); }, 50);';
test.each([
  ['a Ctrl-C that npm hands on at once', 'SIGINT', 0],
  ['a second SIGTERM', 'SIGTERM', 400],
] as const)('%s does not end what is under way', async (_what, signal, afterMs) => {
  expect(await run(hangs(signal, afterMs, FINISH), signal)).toMatchObject({ exitCode: 0, messages: ['ready'] });
});

test('asked to stop while it starts, it ends with 0 at once', async () => {
  const { exitCode } = await run("logger.info('ready'); return new Promise(() => {});", 'SIGTERM');
  expect(exitCode).toBe(0);
});

test('a service that ends by itself ends the process with 0', async () => {
  const { exitCode, last } = await run('return { stop, stopped: Promise.resolve() };');
  expect({ exitCode, last }).toMatchObject({ exitCode: 0, last: { msg: 'test server stopped' } });
});

test('an unusable environment ends it with 2 and names every problem', async () => {
  const problems = [{ variable: 'A', problem: 'is required' }];
  const { exitCode, last } = await run(
    `clearInterval(forever); throw new EnvironmentError(${JSON.stringify(problems)});`,
  );
  expect({ exitCode, last }).toMatchObject({ exitCode: 2, last: { level: 'fatal', problems } });
});

test('in a terminal an unusable environment is a list, one problem a line, and no JSON', async () => {
  const problems = [
    { variable: 'A', problem: 'is required' },
    { variable: 'B', problem: 'must be a whole number' },
  ];
  const { exitCode, messages, errors } = await run(
    `${IN_TERMINAL} throw new EnvironmentError(${JSON.stringify(problems)});`,
  );
  expect({ exitCode, messages }).toEqual({ exitCode: 2, messages: [] });
  expect(errors).toBe(
    'The environment is not usable. Set these variables right and start again:\n' +
      '  A is required\n  B must be a whole number\n',
  );
});

test('in a terminal an error of ours is its sentence alone', async () => {
  const { exitCode, messages, errors } = await run(`${IN_TERMINAL} throw new PortNotUsable('Set another port.');`);
  expect({ exitCode, messages, errors }).toEqual({ exitCode: 1, messages: [], errors: 'Set another port.\n' });
});

test('an error of ours ends it with 1 and tells its message', async () => {
  const { exitCode, last } = await run("clearInterval(forever); throw new PortNotUsable('Set another port.');");
  expect({ exitCode, last }).toMatchObject({ exitCode: 1, last: { level: 'fatal', msg: 'Set another port.' } });
});

test.each([
  ['an error at start', `clearInterval(forever); throw new SyntaxError('${SECRET}');`],
  [
    'a rejection that nobody handles',
    `setTimeout(() => Promise.reject(new SyntaxError('${SECRET}'))); return { stop };`,
  ],
  ['an exception in a timer', `setTimeout(() => { throw new SyntaxError('${SECRET}'); }); return { stop };`],
  ['a service that fails', `setTimeout(stop); return { stop, stopped: Promise.reject(new SyntaxError('${SECRET}')) };`],
])('%s ends it with 1, tells the kind of error and the place, and not its message', async (_what, start) => {
  const { exitCode, last, log } = await run(start);
  expect(exitCode).toBe(1);
  expect(last).toMatchObject({ level: 'fatal', errorName: 'SyntaxError', msg: 'test server failed' });
  expect(log).not.toContain(SECRET);
});
