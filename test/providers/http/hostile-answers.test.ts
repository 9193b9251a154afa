import type net from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { opening, post, SECRET } from '../support/post.js';
import { onRequest, startRawServer } from '../support/raw-server.js';

const BODY = JSON.stringify({ statusCode: '2', mobileNumber: SECRET });
/** What a server does once a request has arrived. */
type Behaviour = (socket: net.Socket) => unknown;

const HEAD = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n';

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\n\r\n';

/** A head with these lines, and a body. */
function answer(lines: string[], body: string | Buffer): Buffer {
  return Buffer.concat([Buffer.from(`${HEAD}${lines.map((line) => `${line}\r\n`).join('')}\r\n`), Buffer.from(body)]);
}

function compressed(encoding: string, bytes: Buffer): Buffer {
  return answer([`Content-Encoding: ${encoding}`, `Content-Length: ${bytes.length}`], bytes);
}

function cutOff(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length - 4);
}

/** Writes for as long as the connection lasts. */
function forEver(beginning: string, repeated: string): Behaviour {
  return (socket) => {
    const write = () => {
      if (socket.destroyed) return;
      if (socket.write(repeated)) setImmediate(write);
      else socket.once('drain', write);
    };
    socket.write(beginning);
    write();
  };
}

/** Sends one byte every 10 ms, and nothing more at the end. */
function inDrops(bytes: Buffer): Behaviour {
  return (socket) => {
    let next = 0;
    const timer = setInterval(() => socket.write(bytes.subarray(next, ++next)), 10);
    socket.on('close', () => {
      clearInterval(timer);
    });
  };
}

const ends =
  (bytes: string | Buffer): Behaviour =>
  (socket) =>
    socket.end(bytes);

describe('no whole answer came of', () => {
  const behaviours: [string, Behaviour][] = [
    ['a connection reset before the answer', (socket) => socket.resetAndDestroy()],
    ['a connection closed before the answer', (socket) => socket.end()],
    ['a head that is cut off', ends(HEAD)],
    ['a body shorter than its Content-Length', ends(answer([`Content-Length: ${BODY.length + 1}`], BODY))],
    ['a chunked body without its last chunk', ends(answer(['Transfer-Encoding: chunked'], `5\r\nabcde\r\n`))],
    ['a chunk size that is no number', ends(answer(['Transfer-Encoding: chunked'], `zz\r\nabcde\r\n0\r\n\r\n`))],
    ['a negative Content-Length', ends(answer(['Content-Length: -1'], BODY))],
    [
      'two ways to tell the length at once',
      ends(answer(['Content-Length: 3', 'Transfer-Encoding: chunked'], `5\r\nabcde\r\n0\r\n\r\n`)),
    ],
    ['words that are no HTTP', ends(`${SECRET} is not registered\r\n\r\n`)],
    ['an HTML page without a head, as HTTP 0.9 has it', ends(`<html>${SECRET}</html>`)],
    ['random bytes', ends(Buffer.from('16030300ff0011deadbeef00ff', 'hex'))],
    ['a header with a control character', ends(`${HEAD}X-A: a\u0000b\r\nContent-Length: 2\r\n\r\n{}`)],
    ['headers without end', forEver(`${HEAD}X-First: 1\r\n`, `X-Header: ${'a'.repeat(200)}\r\n`)],
    ['a switch to another protocol', (socket) => socket.write(`HTTP/1.1 101 Switching Protocols\r\n${UPGRADE}`)],
    ['a switch to another protocol that names none', (socket) => socket.write('HTTP/1.1 101 Switching\r\n\r\n')],
    ['gzip data that is cut off', ends(compressed('gzip', cutOff(gzipSync(BODY))))],
    ['deflate data that is cut off', ends(compressed('deflate', cutOff(deflateSync(BODY))))],
    ['brotli data that is cut off', ends(compressed('br', cutOff(brotliCompressSync(BODY))))],
    [
      'a reset within the body',
      (socket) => socket.write(answer(['Content-Length: 99'], BODY), () => socket.resetAndDestroy()),
    ],
  ];
  for (const [name, behave] of behaviours) {
    test(name, async () => {
      const server = await startServer(behave);
      // At once: a deadline would hide that nobody noticed.
      const cause: unknown = expect.stringMatching(/^no whole answer: (?!not within)/);
      expect(await post(server.url)).toEqual({ kind: 'noAnswer', cause });
      await expectConnectionsClosed(server.connections);
    });
  }
});

describe('the deadline of 200 ms ends', () => {
  const behaviours: [string, Behaviour][] = [
    ['silence', () => undefined],
    ['interim answers without end', forEver('', 'HTTP/1.1 100 Continue\r\n\r\n')],
    ['a body that comes in drops', inDrops(answer(['Content-Length: 100000'], BODY))],
    ['a head that comes in drops', inDrops(Buffer.from(HEAD))],
  ];
  for (const [name, behave] of behaviours) {
    test(name, async () => {
      const server = await startServer(behave);
      expect(await post(server.url, { timeoutMs: 200 })).toEqual({
        kind: 'noAnswer',
        cause: 'no whole answer: not within 200 ms',
      });
      await expectConnectionsClosed(server.connections);
    });
  }
});

describe('an answer is whole although', () => {
  const chunked = 'Transfer-Encoding: chunked';
  const bodySize = BODY.length.toString(16);
  const whole: [string, Buffer | string][] = [
    ['its length shows only by the end of the connection', answer([], BODY)],
    ['an interim answer precedes it', `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${answer([], BODY).toString()}`],
    ['its chunks end with a trailer', answer([chunked], `${bodySize}\r\n${BODY}\r\n0\r\nX-Trailer: 1\r\n\r\n`)],
    ['its chunks have extensions', answer([chunked], `${bodySize};a=b\r\n${BODY}\r\n0;c\r\n\r\n`)],
    ['a header holds bytes outside ASCII', answer(['X-Name: \u00fc\u00ff', `Content-Length: ${BODY.length}`], BODY)],
    ['its reason phrase is missing', `HTTP/1.1 200\r\nContent-Length: ${BODY.length}\r\n\r\n${BODY}`],
    ['more bytes follow it', answer([`Content-Length: ${BODY.length}`], `${BODY}${HEAD}Content-Length: 2\r\n\r\n{}`)],
    ['it starts with a byte order mark', answer([], `\ufeff${BODY}`)],
  ];
  for (const [name, bytes] of whole) {
    test(name, async () => {
      const server = await startServer(ends(bytes));
      expect(await post(server.url)).toEqual({ kind: 'answer', status: 200, body: BODY });
    });
  }
});

function startServer(behave: Behaviour) {
  return opening(
    startRawServer((socket) => {
      onRequest(socket, () => {
        behave(socket);
      });
    }),
  );
}

async function expectConnectionsClosed(sockets: net.Socket[]): Promise<void> {
  for (const socket of sockets) {
    socket.resume();
    if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
  }
  expect(sockets.length).toBeGreaterThan(0);
}
