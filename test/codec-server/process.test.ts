import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test, vi } from 'vitest';
import { KEY_A } from '../encryption/payloads.js';
import { CodecServerUnderTest, READER, sha256 } from './running-codec-server.js';

const MAIN = fileURLToPath(new URL('../../dist/src/codec-server/main.js', import.meta.url));
const ENVIRONMENT = {
  PAYLOAD_KEYS: `${KEY_A.id}:${Buffer.from(KEY_A.key).toString('base64')}`,
  CODEC_TOKENS: `support:${sha256(READER).toString('hex')}`,
  CODEC_SERVER_PORT: '0',
};

let running: ChildProcess | undefined;
afterEach(() => {
  running?.kill('SIGKILL');
  running = undefined;
});

/** The built process, with nothing in its environment but what is given, and its log so far. */
function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [MAIN], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running = child;
  const lines: Record<string, unknown>[] = [];
  let unfinished = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (unfinished + text).split('\n');
    unfinished = parts.pop() ?? '';
    lines.push(...parts.map((line) => JSON.parse(line) as Record<string, unknown>));
  });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const logged = (msg: string) =>
    vi.waitFor(
      () => {
        const line = lines.find((each) => each['msg'] === msg);
        if (line === undefined) throw new Error(`"${msg}" was never logged: ${JSON.stringify(lines)}`);
        return line;
      },
      { timeout: 20_000, interval: 25 },
    );
  return { child, lines, exited, logged };
}

test('it says where it is and which keys it has, answers, and stops on SIGTERM with exit code 0', async () => {
  const { child, exited, logged, lines } = start(ENVIRONMENT);
  const { port, keys, namespace } = await logged('codec server ready');
  expect({ keys, namespace }).toEqual({ keys: ['a'], namespace: 'default' });
  const { status } = await fetch(`http://127.0.0.1:${String(port)}/decode`, {
    method: 'POST',
    body: '{"payloads":[]}',
    headers: { authorization: `Bearer ${READER}` },
  });
  expect(status).toBe(200);
  expect(await logged('payloads decoded')).toMatchObject({ audit: 'decode', who: 'support', payloads: 0 });
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  expect(lines.at(-1)).toMatchObject({ msg: 'codec server stopped' });
});

test('without any way to authenticate it ends with exit code 2 and says what is missing', async () => {
  const { exited, lines } = start({ PAYLOAD_KEYS: ENVIRONMENT.PAYLOAD_KEYS });
  expect(await exited).toBe(2);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatchObject({ level: 'fatal', problems: [{ variable: 'CODEC_TOKENS' }] });
  expect(JSON.stringify(lines)).not.toContain(Buffer.from(KEY_A.key).toString('base64'));
});

test('CODEC_AUTH=none is said aloud', async () => {
  const { logged } = start({ ...ENVIRONMENT, CODEC_TOKENS: '', CODEC_AUTH: 'none' });
  await logged('CODEC_AUTH=none: everybody on this machine can decode. Use made-up data only.');
});

test('a port that is taken ends it with exit code 1 and a hint', async () => {
  const taken: Server = createServer();
  await new Promise<void>((resolve) => taken.listen(0, resolve));
  const { port } = taken.address() as AddressInfo;
  const { exited, lines } = start({ ...ENVIRONMENT, CODEC_SERVER_PORT: String(port) });
  expect(await exited).toBe(1);
  taken.close();
  expect(lines.at(-1)).toMatchObject({
    level: 'fatal',
    msg: `Port ${port} is taken by another process. Set CODEC_SERVER_PORT to another one.`,
  });
});

test('without authentication no other address than 127.0.0.1 is listened on', async () => {
  const open = await CodecServerUnderTest.start({ access: { kind: 'loopback' } });
  try {
    for (const host of ['127.0.0.2', '::1']) {
      const socket = connect({ host, port: open.port });
      expect(await new Promise((resolve) => socket.on('error', resolve))).toBeInstanceOf(Error);
    }
  } finally {
    await open.stop();
  }
});

test('a stopping server answers the request that is under way, and takes no other', async () => {
  const server = await CodecServerUnderTest.start();
  const socket = connect({ host: '127.0.0.1', port: server.port });
  const head = `POST /decode HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${READER}\r\nContent-Length: 15\r\n`;
  let answer = '';
  socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
  // Expecting 100-continue, the client knows when the server has begun with the request.
  socket.write(`${head}Expect: 100-continue\r\n\r\n`);
  await vi.waitFor(() => {
    expect(answer).toContain('100 Continue');
  });
  const stopped = server.stop();
  await expect(server.ask('/decode')).rejects.toThrow('ECONNREFUSED');
  socket.write('{"payloads":[]}');
  const writtenAtMs = Date.now();
  await Promise.all([stopped, once(socket, 'close')]);
  expect(answer).toContain('200 OK');
  // Well before the 5 s after which connections are cut off.
  expect(Date.now() - writtenAtMs).toBeLessThan(2_000);
});
