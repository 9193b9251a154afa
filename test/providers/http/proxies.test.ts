import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Duplex } from 'node:stream';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Masked } from '../../../src/contract/masked.js';
import { HttpClient, type HttpResult, type JsonPost } from '../../../src/providers/http/http-client.js';
import { startHttpProxy } from '../../support/http-proxy.js';
import { opening, postWith, SECRET } from '../support/post.js';
import { onRequest, startRawServer, startRawTlsServer, type RawServer } from '../support/raw-server.js';
import { selfSignedCertificate } from '../support/self-signed-certificate.js';

const certificate = selfSignedCertificate();
const OK = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}';

/** A server that answers each request; over TLS where asked. */
function startServer(scheme: 'http' | 'https', answer = OK): Promise<RawServer> {
  const behave = (socket: Parameters<Parameters<typeof startRawServer>[0]>[0]) => {
    onRequest(socket, () => socket.write(answer));
  };
  return opening(scheme === 'http' ? startRawServer(behave) : startRawTlsServer(certificate, behave));
}

async function clientThrough(proxyUrl: URL): Promise<HttpClient> {
  return opening(
    new HttpClient({ proxies: { https: new Masked(proxyUrl), http: new Masked(proxyUrl), exceptions: [] } }),
  );
}

async function postThrough(proxyUrl: URL, url: URL, options: Partial<JsonPost> = {}): Promise<HttpResult> {
  return postWith(await clientThrough(proxyUrl), url, options);
}

beforeEach(() => {
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

describe('through a proxy', () => {
  test('an https server is reached by a tunnel', async () => {
    const [proxy, server] = [await opening(startHttpProxy()), await startServer('https')];
    expect(await postThrough(proxy.url, server.url)).toMatchObject({ kind: 'answer', status: 200, body: '{}' });
    expect(proxy.asked).toEqual([`CONNECT ${server.url.host}`]);
    expect(server.received()).toMatch(/^POST \/ HTTP\/1\.1\r\n/);
    expect(server.received()).toContain(`{"mobileNumber":"${SECRET}"}`);
  });

  test('an http server is reached by asking for the whole URL', async () => {
    const [proxy, server] = [await opening(startHttpProxy()), await startServer('http')];
    expect(await postThrough(proxy.url, new URL('/path?q=1', server.url))).toMatchObject({
      kind: 'answer',
      body: '{}',
    });
    expect(proxy.asked).toEqual([`POST ${server.url.href}path?q=1`]);
    expect(server.received()).toContain(`{"mobileNumber":"${SECRET}"}`);
  });

  for (const scheme of ['http', 'https'] as const) {
    test(`${scheme}: its user and password go to it alone`, async () => {
      const [proxy, server] = [await opening(startHttpProxy()), await startServer(scheme)];
      const withCredentials = new URL(proxy.url.href.replace('//', '//user:p%40ss@'));
      expect(await postThrough(withCredentials, server.url)).toMatchObject({ kind: 'answer' });
      expect(proxy.credentials).toEqual([`Basic ${Buffer.from('user:p@ss').toString('base64')}`]);
      expect(server.received().toLowerCase()).not.toContain('proxy-authorization');
    });

    test(`${scheme}: reads share a kept connection, and a call that must not be repeated has its own`, async () => {
      const [proxy, server] = [await opening(startHttpProxy()), await startServer(scheme)];
      const client = await clientThrough(proxy.url);
      for (const connection of ['kept', 'kept', 'fresh', 'fresh'] as const) {
        expect(await postWith(client, server.url, { connection })).toMatchObject({ kind: 'answer' });
      }
      expect(proxy.connections).toHaveLength(3);
    });
  }

  test("a server's own answer 407 through a tunnel is the server's", async () => {
    const answer = 'HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n';
    const [proxy, server] = [await opening(startHttpProxy()), await startServer('https', answer)];
    expect(await postThrough(proxy.url, server.url)).toMatchObject({ kind: 'answer', status: 407 });
  });
});

describe('nothing was sent when the proxy', () => {
  const https = new URL('https://server.invalid/');

  const refusals: [name: string, answer: string, cause: string][] = [
    ['wants credentials', 'HTTP/1.1 407 Proxy Authentication Required', 'PROXY_ANSWERED_407'],
    ['forbids the server', 'HTTP/1.1 403 Forbidden\r\nContent-Length: 9', 'PROXY_ANSWERED_403'],
    ['cannot reach the server', 'HTTP/1.1 502 Bad Gateway', 'PROXY_ANSWERED_502'],
    ['is too busy', 'HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5', 'PROXY_ANSWERED_503'],
    ['answers with nonsense', 'SSH-2.0-OpenSSH', 'the connection failed'],
  ];
  for (const [name, answer, cause] of refusals) {
    test(name, async () => {
      const proxy = await opening(
        startHttpProxy({ onConnect: (socket) => socket.write(`${answer}\r\n\r\n<p>no</p>`) }),
      );
      expect(await postThrough(proxy.url, https)).toEqual({ kind: 'notSent', cause: `no connection: ${cause}` });
      expect(proxy.asked).toEqual(['CONNECT server.invalid:443']);
      await expect.poll(() => proxy.open.size).toBe(0);
    });
  }

  const cuts: [name: string, onConnect: (socket: Duplex) => unknown][] = [
    ['closes the connection', (socket) => socket.end()],
    ['cuts the connection', (socket) => socket.destroy()],
    ['closes the tunnel during the handshake', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\n')],
    ['gives plain words for a tunnel', (socket) => socket.end('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\n\r\n{}')],
  ];
  for (const [name, onConnect] of cuts) {
    test(name, async () => {
      const proxy = await opening(startHttpProxy({ onConnect }));
      const cause: unknown = expect.stringMatching(/^no connection: (?!not within)/);
      expect(await postThrough(proxy.url, https)).toEqual({ kind: 'notSent', cause });
    });
  }

  test('does not answer in time; its connection is then closed', async () => {
    const proxy = await opening(startHttpProxy({ onConnect: () => undefined }));
    const result = await postThrough(proxy.url, https, { timeoutMs: 100 });
    expect(result).toEqual({ kind: 'notSent', cause: 'no connection: not within 100 ms' });
    await expect.poll(() => proxy.open.size).toBe(0);
  });

  test('has not answered when the call is cancelled', async () => {
    const stop = new AbortController();
    const onConnect = () => {
      stop.abort();
    };
    const proxy = await opening(startHttpProxy({ onConnect }));
    const result = await postThrough(proxy.url, https, { signal: stop.signal });
    expect(result).toEqual({ kind: 'notSent', cause: 'no connection: cancelled' });
    await expect.poll(() => proxy.open.size).toBe(0);
  });

  test.each([https, new URL('http://server.invalid/')])('is not there, on the way to %s', async (url) => {
    const proxy = await startHttpProxy();
    await proxy.close();
    expect(await postThrough(proxy.url, url)).toEqual({ kind: 'notSent', cause: 'no connection: ECONNREFUSED' });
  });

  test('wants credentials for a request that it was to pass on', async () => {
    const onRequest = (_: unknown, response: { writeHead(status: number): { end(text: string): void } }) => {
      response.writeHead(407).end('<p>no</p>');
    };
    const proxy = await opening(startHttpProxy({ onRequest }));
    const result = await postThrough(proxy.url, new URL('http://server.invalid/'));
    expect(result).toEqual({ kind: 'notSent', cause: 'no connection: PROXY_ANSWERED_407' });
  });

  test('leads to a server whose certificate is not trusted', async () => {
    vi.unstubAllEnvs();
    const [proxy, server] = [await opening(startHttpProxy()), await startServer('https')];
    const cause = 'no connection: DEPTH_ZERO_SELF_SIGNED_CERT';
    expect(await postThrough(proxy.url, server.url)).toEqual({ kind: 'notSent', cause });
    expect(server.received()).toBe('');
  });
});

describe('it may have been sent when', () => {
  test('the server cuts a tunnel after the request', async () => {
    const proxy = await opening(startHttpProxy());
    const cut = startRawTlsServer(certificate, (socket) => {
      onRequest(socket, () => socket.destroy());
    });
    const server = await opening(cut);
    const cause: unknown = expect.stringMatching(/^no whole answer: /);
    expect(await postThrough(proxy.url, server.url)).toEqual({ kind: 'noAnswer', cause });
  });

  test('the proxy closes without an answer to a request that it was to pass on', async () => {
    const proxy = await opening(startHttpProxy({ onRequest: (request) => request.socket.destroy() }));
    const cause: unknown = expect.stringMatching(/^no whole answer: /);
    expect(await postThrough(proxy.url, new URL('http://server.invalid/'))).toEqual({ kind: 'noAnswer', cause });
  });
});

describe('with a private certificate authority in NODE_EXTRA_CA_CERTS', () => {
  const client = fileURLToPath(new URL('../../../dist/src/providers/http/http-client.js', import.meta.url));
  const masked = fileURLToPath(new URL('../../../dist/src/contract/masked.js', import.meta.url));
  const script = `
    const [{ HttpClient }, { Masked }] = await Promise.all([import(${JSON.stringify(client)}), import(${JSON.stringify(masked)})]);
    const [url, proxy] = process.argv.slice(1);
    const client = new HttpClient(proxy ? { proxies: { https: new Masked(new URL(proxy)), exceptions: [] } } : {});
    const signal = new AbortController().signal;
    const call = { url: new URL(url), headers: {}, body: {}, connection: 'fresh', timeoutMs: 10_000, signal };
    console.log(JSON.stringify(await client.post(call)));`;

  for (const way of ['directly', 'through a proxy'] as const) {
    test(`a server that it vouches for is trusted ${way}`, async () => {
      const folder = await mkdtemp(join(tmpdir(), 'onboarding-ca-'));
      try {
        await writeFile(join(folder, 'ca.pem'), certificate.cert);
        const [proxy, server] = [await opening(startHttpProxy()), await startServer('https')];
        const { stdout } = await promisify(execFile)(
          process.execPath,
          ['--input-type=module', '-e', script, server.url.href, ...(way === 'directly' ? [] : [proxy.url.href])],
          { env: { PATH: process.env['PATH'], NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem') } },
        );
        expect(JSON.parse(stdout)).toMatchObject({ kind: 'answer', status: 200 });
        expect(proxy.asked).toHaveLength(way === 'directly' ? 0 : 1);
      } finally {
        await rm(folder, { recursive: true });
      }
    });
  }
});
