import { once } from 'node:events';
import net from 'node:net';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { HttpClient } from '../../../src/providers/http/http-client.js';
import { opening, post, postWith } from '../support/post.js';
import { onRequest, startRawServer, startRawTlsServer } from '../support/raw-server.js';
import { selfSignedCertificate } from '../support/self-signed-certificate.js';

const certificate = selfSignedCertificate();

/** A URL on a port where nobody listens. */
async function refusingUrl(scheme: 'http' | 'https'): Promise<URL> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as net.AddressInfo;
  server.close();
  await once(server, 'close');
  return new URL(`${scheme}://127.0.0.1:${port}/`);
}

/** A server that speaks no TLS, reached by an https URL. */
async function startWithoutTls(behave: (socket: net.Socket) => unknown) {
  const server = await opening(startRawServer(behave));
  return { ...server, url: new URL(server.url.href.replace('http:', 'https:')) };
}

describe('nothing was sent when', () => {
  test('the port refuses the connection', async () => {
    expect(await post(await refusingUrl('http'))).toEqual({ kind: 'notSent', cause: 'no connection: ECONNREFUSED' });
  });

  test('the port refuses the connection for TLS', async () => {
    expect(await post(await refusingUrl('https'))).toEqual({ kind: 'notSent', cause: 'no connection: ECONNREFUSED' });
  });

  test('the host name is unknown', async () => {
    const result = await post(new URL('http://no-such-host.invalid/'));
    expect(result).toEqual({ kind: 'notSent', cause: expect.stringMatching(/^no connection: [A-Z_]+$/) as unknown });
  });

  const tlsFailures: [string, (socket: net.Socket) => unknown][] = [
    ['answers TLS with plain words', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['closes during the handshake', (socket) => socket.once('data', () => socket.end())],
    ['resets during the handshake', (socket) => socket.once('data', () => socket.resetAndDestroy())],
  ];
  for (const [name, behave] of tlsFailures) {
    test(`the server ${name}`, async () => {
      const server = await startWithoutTls(behave);
      const cause: unknown = expect.stringMatching(/^no connection: (?!not within)/);
      expect(await post(server.url)).toEqual({ kind: 'notSent', cause });
      expect(server.received()).not.toContain('POST');
    });
  }

  test("the server's certificate is not trusted", async () => {
    const server = await opening(startRawTlsServer(certificate, () => undefined));
    const cause = 'no connection: DEPTH_ZERO_SELF_SIGNED_CERT';
    expect(await post(server.url)).toEqual({ kind: 'notSent', cause });
    expect(server.received()).toBe('');
  });

  test('the deadline passes during the TLS handshake, although TCP is connected', async () => {
    const server = await startWithoutTls((socket) => socket.resume());
    const result = await post(server.url, { timeoutMs: 200 });
    expect(result).toEqual({ kind: 'notSent', cause: 'no connection: not within 200 ms' });
    expect(server.connections).toHaveLength(1);
  });

  test('the call is cancelled during the TLS handshake', async () => {
    const stop = new AbortController();
    const server = await startWithoutTls((socket) => {
      socket.once('data', () => {
        stop.abort();
      });
    });
    const result = await post(server.url, { signal: stop.signal });
    expect(result).toEqual({ kind: 'notSent', cause: 'no connection: cancelled' });
  });

  test('the call was cancelled before it began; no connection is opened', async () => {
    const server = await opening(startRawServer(() => undefined));
    const result = await post(server.url, { signal: AbortSignal.abort() });
    expect(result).toEqual({ kind: 'notSent', cause: 'cancelled before it was sent' });
    expect(server.connections).toHaveLength(0);
  });

  test('the call is cancelled in the moment it begins', async () => {
    const server = await opening(startRawServer(() => undefined));
    const stop = new AbortController();
    const client = await opening(new HttpClient());
    const result = postWith(client, server.url, { signal: stop.signal });
    stop.abort();
    expect(await result).toEqual({ kind: 'notSent', cause: 'no connection: cancelled' });
    expect(server.received()).toBe('');
  });
});

describe('it may have been sent when', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  test('the call is cancelled after connecting', async () => {
    const stop = new AbortController();
    const server = await opening(
      startRawServer((socket) => {
        onRequest(socket, () => {
          stop.abort();
        });
      }),
    );
    const result = await post(server.url, { signal: stop.signal });
    expect(result).toEqual({ kind: 'noAnswer', cause: 'no whole answer: cancelled' });
  });

  test('TLS stood before the connection was cut', async () => {
    vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
    const server = await opening(
      startRawTlsServer(certificate, (socket) => {
        onRequest(socket, () => socket.destroy());
      }),
    );
    const cause: unknown = expect.stringMatching(/^no whole answer: /);
    expect(await post(server.url)).toEqual({ kind: 'noAnswer', cause });
    expect(server.received()).toContain('POST');
  });

  test('a kept connection is found dead on its next use', async () => {
    const server = await opening(
      startRawServer((socket) => {
        let requests = 0;
        onRequest(socket, () => {
          requests += 1;
          if (requests === 1) socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
          else socket.resetAndDestroy();
        });
      }),
    );
    const client = await opening(new HttpClient());
    expect(await postWith(client, server.url, { connection: 'kept' })).toMatchObject({ kind: 'answer' });
    expect(await postWith(client, server.url, { connection: 'kept' })).toMatchObject({ kind: 'noAnswer' });
    expect(server.connections).toHaveLength(1);
  });
});
