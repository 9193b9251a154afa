import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { HttpClient } from '../../../src/providers/http/http-client.js';
import { startHttpServer } from '../support/http-server.js';
import { opening, post, postWith, SECRET } from '../support/post.js';
import { onRequest, startRawTlsServer } from '../support/raw-server.js';
import { selfSignedCertificate } from '../support/self-signed-certificate.js';

const MIB = 1_048_576;

/** A server that gives every request the same answer. */
function answering(status: number, headers: Record<string, string>, body: string | Buffer) {
  return opening(startHttpServer((_, response) => response.writeHead(status, headers).end(body)));
}

test('the request is a JSON POST with the given headers', async () => {
  const server = await answering(200, {}, '{}');
  await post(server.url, { headers: { client_id: 'id-1' }, body: { name: 'Asha Rao' } });
  expect(server.requests).toHaveLength(1);
  expect(server.requests[0]).toMatchObject({
    headers: { 'content-type': 'application/json', client_id: 'id-1' },
    body: '{"name":"Asha Rao"}',
  });
});

test('the body comes back with the status, whatever the status', async () => {
  const server = await answering(418, {}, 'short and stout');
  expect(await post(server.url)).toEqual({ kind: 'answer', status: 418, body: 'short and stout' });
});

test('a redirect is an answer: nobody follows it', async () => {
  const other = await answering(200, {}, '{}');
  for (const status of [301, 302, 303, 307, 308]) {
    const server = await answering(status, { location: other.url.href }, '');
    expect(await post(server.url)).toEqual({ kind: 'answer', status, body: '' });
  }
  expect(other.requests).toHaveLength(0);
});

test('a redirect to no valid address is an answer too', async () => {
  const server = await answering(302, { location: 'http://[' }, '');
  expect(await post(server.url)).toEqual({ kind: 'answer', status: 302, body: '' });
});

test('a fault is met by one request, never a second', async () => {
  const server = await opening(startHttpServer((_, response) => response.socket?.destroy()));
  await post(server.url);
  await post(server.url, { connection: 'kept' });
  expect(server.requests).toHaveLength(2);
});

describe('size', () => {
  test('a body of 1 MiB is read', async () => {
    const server = await answering(200, {}, 'a'.repeat(MIB));
    const result = await post(server.url);
    expect(result.kind === 'answer' && result.body.length).toBe(MIB);
  });

  test('a body of 1 MiB and one byte is too large', async () => {
    const server = await answering(200, {}, SECRET.padEnd(MIB + 1));
    const cause = 'the answer is larger than 1 MiB';
    expect(await post(server.url)).toEqual({ kind: 'unreadable', status: 200, cause });
  });

  test('a body without end is left after 1 MiB, and its connection closed', async () => {
    let closed: Promise<unknown> | undefined;
    const server = await opening(
      startHttpServer((_, response) => {
        closed = new Promise((resolve) => response.on('close', resolve));
        const write = () => {
          if (response.destroyed) return;
          if (response.write('a'.repeat(65_536))) setImmediate(write);
          else response.once('drain', write);
        };
        write();
      }),
    );
    expect(await post(server.url, { connection: 'kept' })).toMatchObject({ kind: 'unreadable' });
    await closed;
  });

  for (const [encoding, bomb] of [
    ['gzip', gzipSync(Buffer.alloc(64 * MIB))],
    ['deflate', deflateSync(Buffer.alloc(64 * MIB))],
    ['br', brotliCompressSync(Buffer.alloc(64 * MIB))],
  ] as const) {
    test(`64 MiB in a few KiB of ${encoding} are too large`, async () => {
      const server = await answering(200, { 'content-encoding': encoding }, bomb);
      const cause = 'the answer is larger than 1 MiB';
      expect(await post(server.url)).toEqual({ kind: 'unreadable', status: 200, cause });
    });
  }
});

describe('content encoding', () => {
  for (const [encoding, bytes] of [
    ['gzip', gzipSync('{}')],
    ['x-gzip', gzipSync('{}')],
    ['GZIP', gzipSync('{}')],
    ['deflate', deflateSync('{}')],
    ['deflate', deflateRawSync('{}')],
    ['br', brotliCompressSync('{}')],
    ['identity', Buffer.from('{}')],
  ] as const) {
    test(`${encoding} of ${bytes.length} bytes is undone`, async () => {
      const server = await answering(200, { 'content-encoding': encoding }, bytes);
      expect(await post(server.url)).toEqual({ kind: 'answer', status: 200, body: '{}' });
    });
  }

  for (const encoding of ['gzip', 'deflate', 'br', 'zstd', 'gzip, gzip']) {
    test(`${encoding} that the data is not in cannot be read`, async () => {
      const server = await answering(200, { 'content-encoding': encoding }, `{"name":"${SECRET}"}`);
      const cause = "the answer's content encoding cannot be read";
      expect(await post(server.url)).toEqual({ kind: 'unreadable', status: 200, cause });
    });
  }

  test('an empty body needs no decoding', async () => {
    const server = await answering(200, { 'content-encoding': 'gzip' }, '');
    expect(await post(server.url)).toEqual({ kind: 'answer', status: 200, body: '' });
  });
});

describe('Retry-After', () => {
  for (const status of [429, 503]) {
    test(`of HTTP ${status} is told`, async () => {
      const server = await answering(status, { 'retry-after': '30' }, '');
      expect(await post(server.url)).toEqual({ kind: 'answer', status, body: '', retryAfterMs: 30_000 });
    });
  }

  test('of any other status is not told', async () => {
    const server = await answering(500, { 'retry-after': '30' }, '');
    expect(await post(server.url)).toEqual({ kind: 'answer', status: 500, body: '' });
  });
});

describe('connections', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('kept: the second request takes the connection of the first', async () => {
    const server = await answering(200, {}, '{}');
    const client = await opening(new HttpClient());
    await postWith(client, server.url, { connection: 'kept' });
    await postWith(client, server.url, { connection: 'kept' });
    expect(server.requests[1]?.socket).toBe(server.requests[0]?.socket);
    expect(server.requests[0]?.headers.connection).toBe('keep-alive');
  });

  test('kept: the same over TLS', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const server = await opening(
      startRawTlsServer(selfSignedCertificate(), (socket) => {
        onRequest(socket, () => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'));
      }),
    );
    const client = await opening(new HttpClient());
    const answer = { kind: 'answer', status: 200, body: '{}' };
    expect(await postWith(client, server.url, { connection: 'kept' })).toEqual(answer);
    expect(await postWith(client, server.url, { connection: 'kept' })).toEqual(answer);
    expect(server.connections).toHaveLength(1);
  });

  test('kept: twenty uses of one connection leave no listener behind', async () => {
    const warned = vi.fn();
    process.on('warning', warned);
    const server = await answering(200, {}, '{}');
    const client = await opening(new HttpClient());
    for (let use = 1; use <= 20; use += 1) await postWith(client, server.url, { connection: 'kept' });
    process.off('warning', warned);
    expect(new Set(server.requests.map(({ socket }) => socket)).size).toBe(1);
    expect(warned).not.toHaveBeenCalled();
  });

  test('fresh: every request has a connection of its own, even beside idle kept ones', async () => {
    const server = await answering(200, {}, '{}');
    const client = await opening(new HttpClient());
    await postWith(client, server.url, { connection: 'kept' });
    await postWith(client, server.url, { connection: 'fresh' });
    await postWith(client, server.url, { connection: 'fresh' });
    expect(new Set(server.requests.map(({ socket }) => socket)).size).toBe(3);
    expect(server.requests[2]?.headers.connection).toBe('close');
  });

  test('close ends idle kept connections', async () => {
    const server = await answering(200, {}, '{}');
    const client = new HttpClient();
    await postWith(client, server.url, { connection: 'kept' });
    const { socket } = server.requests[0] ?? {};
    const closed = new Promise((resolve) => socket?.on('close', resolve));
    client.close();
    await closed;
  });
});
